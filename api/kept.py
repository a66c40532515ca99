"""Filings kept as they were read, one JSON line each, so that they can be judged again without their papers.

``anze check … --keep FILE`` writes them, ``anze recheck FILE`` reads them. A name that ends in ``.gz`` is compressed.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from api.beside import filling
from api.records.codec import BadRecord, record_from_json, record_to_json
from extractor.record import Record

FORM = "anze-filing-1"


class BadKept(ValueError):
    """A file that no ``--keep`` wrote, or a line of it that is damaged; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One filing: its name (None for loose papers), where it lay, what the platform knew, and its papers as read."""

    name: str | None
    path: str
    manifest: Mapping[str, Any] | None
    records: tuple[Record, ...]


def to_line(kept: Kept) -> str:
    """One line of JSON; the same filing gives the same line."""
    body = {"form": FORM, "name": kept.name, "path": kept.path, "manifest": kept.manifest,
            "records": [record_to_json(record) for record in kept.records]}  # fmt: skip
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str, place: str) -> Kept:
    """The filing of a line. Raises BadKept; ``place`` names the line in it."""
    try:
        body = json.loads(line)
        if body["form"] != FORM:
            raise BadKept(f"{place}：写着 {body['form']!r}，本程序读的是 {FORM}")
        records = tuple(record_from_json(record) for record in body["records"])
        return Kept(body["name"], body["path"], body["manifest"], records)
    except BadRecord as error:
        raise BadKept(f"{place}：{error}") from None
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, BadKept):
            raise
        raise BadKept(f"{place}：不是 anze check --keep 写的（{type(error).__name__}）") from None


@contextmanager
def writing(target: Path) -> Iterator[IO[str]]:
    """A file to write lines to, which appears under its name when all are written."""
    with filling(target) as part, _opened(part, "wt", target.suffix == ".gz") as out:
        yield out


def lines(source: Path) -> Iterator[tuple[str, str]]:
    """(line, its place) for every line of a kept file. Raises OSError, BadKept for what is no text."""
    try:
        with _opened(source, "rt", source.suffix == ".gz") as given:
            for number, line in enumerate(given, 1):
                if line.strip():
                    yield line, f"{source}:{number}"
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile):
        raise BadKept(f"{source}：读不下去，不是 anze check --keep 写的，或没有写完") from None


def _opened(path: Path, mode: str, packed: bool) -> IO[str]:
    # The time of writing stays out of the compressed file: the same filings give the same bytes.
    if packed and mode == "wt":
        return gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=6)
    return gzip.open(path, mode, encoding="utf-8") if packed else path.open(mode[0], encoding="utf-8", newline="\n")  # type: ignore[return-value]


def batches(sources: Sequence[Path], size: int) -> Iterator[tuple[tuple[str, str], ...]]:
    """The lines of all files in order, ``size`` at a time."""
    batch: list[tuple[str, str]] = []
    for source in sources:
        for pair in lines(source):
            batch.append(pair)
            if len(batch) == size:
                yield tuple(batch)
                batch = []
    if batch:
        yield tuple(batch)
