"""What is kept of a paper that was read: its records as compressed JSON, and the few signs it is put together by."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from api.collect import Paper
from api.reading import Read, read_paper
from api.records import compact
from api.records.codec import record_from_json, record_to_json
from extractor.document import Problem
from extractor.errors import LeftOut
from extractor.record import Record
from validators.facts import fold
from validators.filing import number_of
from validators.grouping import day_of, names_of, numbers_of, period_of

LEVEL = 3
"""Of zlib: records shrink to a fifth, in a twentieth of the time of reading."""
LONGEST = 200
"""Characters of a sign. A longer one is no name and no number."""


class Sheet(NamedTuple):
    """What places a paper: ``number`` is a policy's own, None for other papers and where it has none."""

    kind: str
    number: str | None
    left_out: bool


class Packed(NamedTuple):
    """What crosses from a worker to the journal, as a tuple: a class of data is pickled field by field in Python. ``outcome``: read, failed or left_out; ``signs``: (nth, sign, value)."""

    outcome: str
    cause: str
    message: str
    records: bytes
    sheets: tuple[Sheet, ...]
    signs: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A paper that was just read: what is kept of it, and its records as long as they are in memory."""

    packed: Packed
    records: tuple[Record, ...]


def read_and_pack(paper: Paper) -> Fresh:
    """A paper read; what runs in a worker process. Raises a PaperError."""
    read = read_paper(paper)
    return Fresh(pack(read), (read.record, *read.more))


def pack(read: Read) -> Packed:
    """The records without the names of their files, which belong to the place that a paper has and not to its bytes."""
    records = (read.record, *read.more)
    left_out = not read.refused and any(said.code == LeftOut.code for said in records[0].problems)
    problems = [said for record in records for said in record.problems] if read.refused or not read.whole else []
    cause = problems[0].code if problems else LeftOut.code if left_out else ""
    message = "；".join(dict.fromkeys(said.message for said in (problems or records[0].problems if cause else ())))
    return Packed(
        "left_out" if left_out else "failed" if read.refused else "read", cause, message, _to_bytes(records),
        tuple(Sheet(r.kind, _number(r), left_out) for r in records),
        tuple(dict.fromkeys(sign for nth, record in enumerate(records) for sign in _signs(nth, record))),
    )  # fmt: skip


def refused(problem: Sequence[str]) -> Packed:
    """What stands for a paper whose bytes nobody has: ``problem`` is code, message, remedy."""
    said = Problem(problem[0], problem[1], problem[2])
    return pack(Read(Record("", "", "unknown", problems=(said,)), refused=said.code != LeftOut.code))


def unpack(blob: bytes, nth: int, path: str, parts: tuple[str, ...]) -> Record:
    """One record of those kept, under the name it has in a filing. Raises BadRecord."""
    return replace(record_from_json(json.loads(zlib.decompress(blob))[nth]), path=path, parts=parts)


def _to_bytes(records: Sequence[Record]) -> bytes:
    plain = [{**record_to_json(record), "path": "", "parts": []} for record in records]
    return zlib.compress(compact.kept(plain), LEVEL)


def _number(record: Record) -> str | None:
    number = number_of(record) if record.kind == "policy" else None
    return None if number is None else keepable(number)


def _signs(nth: int, record: Record) -> Iterator[tuple[int, str, str]]:
    for sign, values in (("number", numbers_of(record)), ("name", names_of(record))):
        yield from ((nth, sign, keepable(value)) for value in sorted(values) if value)
    told = ("period", period_of(record)) if record.kind == "policy" else ("day", day_of(record))
    if told[1]:
        yield nth, *told
    if record.kind == "policy" and record.value("uscc"):
        yield nth, "uscc", keepable(fold(str(record.value("uscc"))))


def keepable(text: str) -> str:
    """The text as a database keeps it: not endless, no half characters."""
    return text[:LONGEST].encode("utf-8", "replace").decode()
