"""What a paper says, field by field: readings with their places, and the record that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from extractor.document import Problem
from extractor.likeness import Likeness
from extractor.span import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One value read from a paper.

    ``how`` names the evidence that found it ("label", "cell", "header", "form", "prose", "arithmetic",
    "derived:address" …). ``confidence`` is 0…1. ``rivals`` are other values that also fitted, best first; two readings
    that agree are one reading. ``span`` is never invented: a derived value carries the span it was derived from.
    """

    value: T
    span: Span
    how: str = "label"
    confidence: float = 1.0
    rivals: tuple[Reading[Any], ...] = ()

    def __reduce__(self) -> tuple[type[Reading[Any]], tuple[object, ...]]:
        return Reading, (self.value, self.span, self.how, self.confidence, self.rivals)


@dataclass(frozen=True, slots=True)
class Considered:
    """A value that was looked at for a field and not taken, with its place.

    ``how`` and ``score`` are those of a candidate (see ``Reading``; 0…1 and a little beyond), ``label`` the words that name the
    value, "" where none do. ``why``: "behind" (by the points in ``behind``), "weak" (its label hardly fits), "label" (its label
    carries concepts, those in ``against``, that this field's must not), "form" (no value of this field's form), "aside" (it
    stands where this field's value does not: in another list, in a sentence on something else).
    """

    value: Any
    span: Span
    how: str
    score: float
    label: str
    why: str
    against: tuple[str, ...] = ()
    behind: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list on a paper (a coverage, a hazard, a ledger entry): column name → Reading.

    A column that is absent on the paper is absent here. ``span`` is the whole row's place.
    """

    cells: Mapping[str, Reading[Any]]
    span: Span

    def __reduce__(self) -> tuple[type[Row], tuple[object, ...]]:
        return Row, (self.cells, self.span)

    def value(self, column: str) -> Any:
        """The column's value, None when absent."""
        reading = self.cells.get(column)
        return None if reading is None else reading.value


@dataclass(frozen=True, slots=True)
class Witness:
    """Whether the place where something would stand was found, and read to its end.

    "Missing" may be said only with ``found and complete``. ``why`` says in a few words (English, for the report's
    params) what showed it, or what was lacking.
    """

    found: bool
    complete: bool
    why: str
    span: Span | None = None


@dataclass(frozen=True)
class Record:
    """One paper's fields and lists.

    ``kind`` is one of ``extractor.kinds.KINDS`` or "unknown". ``fields``, ``tables`` and their columns are named as in
    docs/fields.md. ``witnesses`` are named after the list or section they vouch for ("coverages", "special_agreements",
    "hazards"). ``pages_read`` maps "text", "ocr", "failed" to 1-based page numbers. A paper that could not be read
    has problems and no fields. ``page_sizes`` are width and height in points of each page as displayed, in page order;
    empty for formats without pages. ``page_turns`` says of each how many degrees (0, 90, 180, 270) it was turned
    clockwise to be read: its size and all boxes are those of the page as turned. ``likeness`` is what the paper is known
    again by, None where it was read before anze kept it. ``considered`` are the losers of the field that was asked for while it
    was read, never kept. ``page_range`` is the first and last page, in its file, of a paper
    that shares its file with others: page numbers are always the file's.
    """

    path: str
    sha256: str
    kind: str
    fields: Mapping[str, Reading[Any]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    witnesses: Mapping[str, Witness] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    pages: int | None = None
    pages_read: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    kind_evidence: tuple[str, ...] = ()
    kind_confidence: float = 1.0
    page_sizes: tuple[tuple[float, float], ...] = ()
    page_turns: tuple[int, ...] = ()
    likeness: Likeness | None = None
    page_range: tuple[int, int] | None = None
    considered: tuple[Considered, ...] = ()

    @property
    def name(self) -> str:
        """What tells the paper from all others of its filing: its path, with its pages where its file holds several."""
        return self.path if self.page_range is None else "{}#{}-{}".format(self.path, *self.page_range)

    @property
    def first_page(self) -> int:
        """The number of its first page: what ``page_sizes`` and ``page_turns`` begin with."""
        return 1 if self.page_range is None else self.page_range[0]

    @property
    def content(self) -> str:
        """What papers of the same bytes have in common and others do not; "" where the bytes are not known."""
        if not self.sha256 or self.page_range is None:
            return self.sha256
        return "{}#{}-{}".format(self.sha256, *self.page_range)

    def value(self, name: str) -> Any:
        """The field's value, None when the paper does not say it."""
        reading = self.fields.get(name)
        return None if reading is None else reading.value

    def rows(self, name: str) -> tuple[Row, ...]:
        return tuple(self.tables.get(name, ()))
