"""A service report as it is compared with others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from extractor.likeness import NUMBERS, resemblance
from extractor.record import Record
from validators.archive.trace import key
from validators.facts import Evidence, fold
from validators.finding import plain

_MARKS: Final = re.compile(r"[\W_]+")
LEAST_HAZARDS: Final = 3
LEAST_WORDS: Final = 40
"""Characters of a list of hazards, under which two lists are alike by chance."""
TOGETHER: Final = frozenset({"training", "drill"})
"""Services that are also given to several enterprises at once."""


@dataclass(frozen=True, slots=True)
class Report:
    """A service report. ``phrases`` (descriptions), ``listed`` (all of them), ``advised`` (with the advice), both in the order in which
    they stand (an agency's stock of phrases gives many lists the same ones), and ``rows`` (every cell) are hashes; ``advised`` is 0 where the list is too short to tell a report by. ``day`` is ISO text, "" where unread;
    ``last`` its last day. ``words`` and ``numbers`` are the paper's likeness."""

    content: str
    paper: str
    subject: str
    number: str
    client: str
    org: str
    day: str
    last: str
    experts: tuple[str, ...]
    types: tuple[str, ...]
    hazards: int
    phrases: tuple[int, ...]
    listed: int
    advised: int
    rows: int
    words: tuple[int, ...]
    numbers: tuple[int, ...]

    @classmethod
    def of(cls, record: Record) -> Report:
        """What the record says as a service report."""
        return _report(_Same(record))

    @classmethod
    def _of(cls, record: Record) -> Report:
        rows = record.rows("hazards")
        said = tuple((_bare(r.value("description")), _bare(r.value("advice"))) for r in rows)
        wordy = len(said) >= LEAST_HAZARDS and sum(len(words) for words, _ in said) >= LEAST_WORDS
        types = {str(r.value("code")) for r in record.rows("service_types") if r.value("code")}
        likeness = record.likeness
        return cls(
            content=record.content, paper=record.name, subject=str(record.value("report_no") or record.name),
            number=_said(record.value("report_no")), client=_clients(record), org=_said(record.value("service_org")),
            day=_day(record, "service_start"), last=_day(record, "service_end"),
            experts=tuple(sorted({_said(name) for name in record.value("experts") or ()})),
            types=tuple(sorted(types | {str(code) for code in record.value("service_types") or ()})),
            hazards=len(rows), phrases=tuple(dict.fromkeys(phrase(words) for words, _ in said)),
            listed=key([words for words, _ in said]),
            advised=key("list", said) if wordy and all(words for words, _ in said) else 0,
            rows=key([[(c, plain(r.value)) for c, r in sorted(row.cells.items())] for row in rows]),
            words=() if likeness is None else likeness.words, numbers=() if likeness is None else likeness.numbers,
        )  # fmt: skip

    @property
    def body(self) -> Mapping[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def of_many(self) -> bool:
        """Whether several enterprises may have been served at once: a lecture or drill without hazards, or who knows what."""
        return not self.hazards and (not self.types or set(self.types) <= TOGETHER)


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A record by its identity: several classes of findings look at each report of a filing, one after another."""

    record: Record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.record is other.record


@lru_cache(maxsize=64)
def _report(same: _Same) -> Report:
    return Report._of(same.record)


def _clients(record: Record) -> str:
    """The client, and whom else one service was done for, as a list of names."""
    names = [record.value("client"), *(row.value("name") for row in record.rows("clients_beside"))]
    return "、".join(_said(name) for name in names if name)


def phrase(words: str) -> int:
    return key("phrase", words)


def _said(value: Any) -> str:
    return fold(str(value or ""))


def _bare(value: Any) -> str:
    """Words without marks, which a copy sets otherwise."""
    return _MARKS.sub("", _said(value))


def _day(record: Record, name: str) -> str:
    value = record.value(name)
    return "" if value is None else str(plain(value))


def places_of(record: Record) -> tuple[Evidence, ...]:
    """Where a report says what it is, then each of its hazards."""
    said = [n for n in ("report_no", "client") if n in record.fields][:1]
    at = [Evidence(record.path, name, record.fields[name].span) for name in said] or [
        Evidence(record.path, "report_no")
    ]
    return (*at, *(Evidence(record.path, "hazards", row.span) for row in record.rows("hazards")))


def one_report(use: Report, other: Report) -> bool:
    """Whether two service reports are one paper read twice: nothing that tells reports apart differs."""
    told = [(use.number, other.number), (use.client, other.client), (use.day, other.day), (use.experts, other.experts)]
    both = [(a, b) for a, b in told if a and b]
    return len(both) >= 3 and all(a == b for a, b in both) and read_alike(use, other, 0.6)


def read_alike(one: Any, two: Any, least: float) -> bool:
    """Whether words and numbers of two papers (each a ``Report`` or a ``Likeness``) are alike, as of one sheet scanned twice."""
    words, _ = resemblance(one.words, two.words)
    numbers, count = resemblance(one.numbers, two.numbers, NUMBERS)
    return words >= least and (numbers >= least if count else True)
