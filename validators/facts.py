"""What the papers say, as named facts: the types that filings are made of, and how several papers' words become one fact."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span

if TYPE_CHECKING:
    from validators.declared import Declared

State = Literal["known", "absent", "contradicted"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place on a paper that a fact rests on: ``field`` is the field's or list's name, ``span`` None for an
    absence."""

    path: str
    field: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One named thing the papers say.

    ``known``: all papers that say it agree. ``contradicted``: they do not; ``value`` is the first and ``rivals`` the
    other values, ``evidence`` has every place. ``absent``: no paper says it; ``why`` says what was looked for.
    ``confidence`` is the weakest reading's. ``doubts`` are other values that the reader of the one paper could not
    rule out.
    """

    value: Any = None
    evidence: tuple[Evidence, ...] = ()
    state: State = "known"
    why: str = ""
    confidence: float = 1.0
    rivals: tuple[Any, ...] = ()
    doubts: tuple[Any, ...] = ()

    @property
    def known(self) -> bool:
        return self.state == "known"

    def candidates(self) -> tuple[Any, ...]:
        """Every value that some paper gives, the first first; none when absent."""
        return () if self.state == "absent" else (self.value, *self.rivals)


ABSENT = Fact(state="absent", why="not on the papers")
CHANGED = "an endorsement among the papers changes it"
"""Why a fact is contradicted whose rivals are what it was changed to, the last one last."""


class Facts(dict[str, Fact]):
    """Facts by name, those of a part (a report, a claim) over those of its policy; an unknown name is an absent
    fact.

    A dict, since every rule asks for several and a dict answers fastest; never changed once made. ``own`` and ``under`` are what it
    was made of: whoever has looked at all that is under it need look at its own only.
    """

    __slots__ = ("own", "under")

    def __init__(self, own: Mapping[str, Fact], under: Facts | None = None) -> None:
        super().__init__(own)
        self.own, self.under = own, under
        if under:
            self.update(under)
            self.update(own)

    def __missing__(self, name: str) -> Fact:
        return ABSENT

    def value(self, name: str) -> Any:
        """The value where it is known, else None."""
        fact = self[name]
        return fact.value if fact.state == "known" else None

    def names(self) -> Iterator[str]:
        yield from self


@dataclass(frozen=True, slots=True)
class Clause:
    """A demanded or prohibited thing that a sentence of the policy says; ``code`` as in ``extractor.clauses``."""

    code: str
    text: str = ""
    amount: Decimal | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A document number cited on the policy, as printed, with the title beside it where there is one."""

    doc_number: str
    title: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that rules are about: the policy, a report, a hazard, a claim, or the ledger. ``key`` names it in the
    filing."""

    about: str
    key: str
    facts: Facts


@dataclass(frozen=True)
class Manifest:
    """What the platform knows: when each file arrived (aware datetimes, by file name), the day of review, and what it was
    told of the policy (None where nobody handed its row in). ``parameters`` are tables and numbers that no paper of the filing
    holds (which towns border each other), by name."""

    filing_id: str
    review_date: date | None = None
    uploaded_at: Mapping[str, datetime] = field(default_factory=dict)
    declared: Declared | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Filing:
    """The papers that belong together, and what they say. ``subjects`` come policy first, then its parts."""

    filing_id: str
    records: tuple[Record, ...]
    subjects: tuple[Subject, ...]
    manifest: Manifest | None = None

    def of(self, about: str) -> Iterator[Subject]:
        return (subject for subject in self.subjects if subject.about == about)

    @cached_property
    def by_key(self) -> Mapping[str, Subject]:
        """The first subject of each key: what a finding is about."""
        return {subject.key: subject for subject in reversed(self.subjects)}

    @property
    def policies(self) -> tuple[Subject, ...]:
        return tuple(self.of("policy"))

    @property
    def review_date(self) -> date | None:
        """The day of review that its manifest gives; None where none does."""
        return self.manifest.review_date if self.manifest else None


# --- readings to facts -----------------------------------------------------------------------------------------------


_BRACKETS = str.maketrans("〔【[﹝", "((((") | str.maketrans("〕】]﹞", "))))")


@lru_cache(maxsize=4096)  # a filing's few numbers are compared with each other dozens of times
def fold(text: str) -> str:
    """A written number or name without blanks, case, full-width forms and kinds of brackets, for comparison.

    >>> fold("pzit 2024 ０００1"), fold("粤珠〔2025〕az1") == fold("粤珠[2025]AZ1")
    ('PZIT20240001', True)
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).upper().translate(_BRACKETS)


def cut_off(one: str, two: str) -> bool:
    """Whether one written number is the other without its beginning or end, as where a line breaks.

    >>> cut_off("64418-3413-2025-3158", "64418-3413-2025-31585"), cut_off("805341", "805370")
    (True, False)
    """
    short, long = sorted((one, two), key=len)
    return len(short) < len(long) and len(short) >= 6 and (long.startswith(short) or long.endswith(short))


def _comparable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


# Below this confidence a reading is a guess: the report shows it, and nobody is judged by it.
FAINT = 0.45


def of_reading(reading: Reading[Any], path: str, name: str) -> Fact:
    place = (Evidence(path, name, reading.span),)
    if reading.confidence < FAINT:
        return Fact(None, place, "absent", "read too faintly to judge by", reading.confidence)
    doubts = tuple(r.value for r in reading.rivals if r.value != reading.value) if reading.rivals else ()
    return Fact(reading.value, place, confidence=reading.confidence, doubts=doubts)


def joined(facts: Sequence[Fact]) -> Fact:
    """One fact from what several papers say: known where they agree, contradicted where they do not.

    >>> joined([Fact(1), Fact(1)]).state, joined([Fact(1), Fact(2)]).state, joined([]).state
    ('known', 'contradicted', 'absent')
    """
    said = [fact for fact in facts if fact.state != "absent"]
    if not said:
        return facts[0] if facts else ABSENT
    if len(said) == 1:
        return said[0]
    evidence = tuple(e for fact in said for e in fact.evidence)
    first = said[0]
    others: list[Any] = []
    for fact in said[1:]:
        seen = [_comparable(v) for v in (first.value, *others)]
        if _comparable(fact.value) not in seen:
            others.append(fact.value)
    confidence = min(fact.confidence for fact in said)
    if others:
        return Fact(first.value, evidence, "contradicted", "the papers disagree", confidence, tuple(others))
    return Fact(first.value, evidence, "known", "", confidence, (), first.doubts)


def cell(row: Row, column: str, path: str, name: str) -> Fact:
    return cells(row, (column,), path, name)[0]


def cells(row: Row, columns: Sequence[str], path: str, name: str) -> list[Fact]:
    """A fact of each column of a row; where it is absent it has the row's place."""
    readings = [row.cells.get(column) for column in columns]
    place = (Evidence(path, name, row.span),)
    return [
        Fact(None, place, "absent", f"no {column} in this row")
        if reading is None or reading.value is None
        else of_reading(reading, path, name)
        for column, reading in zip(columns, readings, strict=True)
    ]


def witness(records: Sequence[Record], name: str) -> Fact:
    """True where a paper showed the list whole; absent (not False) where nothing vouches for it."""
    best: tuple[Record, Witness] | None = None
    for record in records:
        said = record.witnesses.get(name)
        if said is not None and (best is None or (said.complete and not best[1].complete)):
            best = record, said
    if best is None:
        return Fact(None, (), "absent", f"nothing shows whether {name} was read whole")
    record, said = best
    if not (said.found and said.complete):
        return Fact(None, (Evidence(record.path, name, said.span),), "absent", said.why)
    return Fact(True, (Evidence(record.path, name, said.span),), why=said.why)
