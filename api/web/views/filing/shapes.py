"""What a filing's page is made of, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from api.tables.documents import CorrectionRow, Paper
from api.tables.filings import Comment, Decision, FilingRow, FindingRow, Judgement
from extractor.document import Problem
from extractor.record import Record

SURE = 0.95
"""Counted share of right values from which a reading needs no second look; below it the page marks it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything of one filing that the page is made of; ``names`` says who a user id is, ``rereading`` which papers wait to be
    read (again), ``judging`` whether the filing waits to be judged."""

    filing: FilingRow
    papers: Sequence[tuple[Paper, Record]]
    findings: Sequence[FindingRow]
    decisions: Sequence[Decision]
    comments: Sequence[Comment]
    corrections: Sequence[CorrectionRow]
    judgements: Sequence[Judgement]
    names: Mapping[str, str]
    today: date
    rereading: frozenset[str] = frozenset()
    judging: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on a paper. ``boxes`` in points from the top left of page ``page`` (from 1); ``where`` for papers without
    pages. Both empty: the paper as a whole."""

    paper: str
    paper_name: str
    page: int | None
    boxes: Sequence[Sequence[float]]
    where: str
    text: str
    label: str = ""
    field: str = ""

    @property
    def data(self) -> Mapping[str, Any]:
        """For the viewer's script."""
        return {"paper": self.paper, "page": self.page, "boxes": self.boxes, "where": self.where,
                "field": self.field}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FindingView:
    """``tone``: error, warning, note, undecided or aside (undecided and of no weight). ``settled``: accepted, or waived.
    ``needs``: what would settle it, as (name, label, whether a paper at hand could say it)."""

    fingerprint: str
    tone: str
    summary: str
    rule: str
    citation: Mapping[str, Any]
    also: Sequence[Mapping[str, Any]]
    places: Sequence[Place]
    needs: Sequence[tuple[str, str, bool]]
    decision: Decision | None
    decided_by: str
    expired: bool
    comments: Sequence[CommentView]

    @property
    def settled(self) -> bool:
        return self.decision is not None and self.decision.action in ("accept", "waive") and not self.expired

    @property
    def sourced(self) -> bool:
        """Whether a document says it; the engine's own remarks cite nothing."""
        return bool(self.citation.get("document")) and self.citation["document"] != "anze"


@dataclass(frozen=True, slots=True)
class CommentView:
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One value. ``input`` is what the editing box starts with; ``options`` what may be chosen, empty for free text.
    ``confidence`` in percent, None for what was not read. ``correction``: the one that stands."""

    target: str
    label: str
    value: str
    input: str
    type: str
    options: Sequence[tuple[str, str]]
    written: str
    confidence: int | None
    rivals: Sequence[str]
    place: Place | None
    correction: CorrectionView | None

    @property
    def unsure(self) -> bool:
        return self.confidence is not None and self.confidence < 100 * SURE


@dataclass(frozen=True, slots=True)
class CorrectionView:
    id: str
    before: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TableView:
    """A list on a paper. ``rows``: for each the cells by column, None where nothing stands."""

    name: str
    label: str
    columns: Sequence[str]
    rows: Sequence[Sequence[ReadingView | None]]


@dataclass(frozen=True, slots=True)
class PaperView:
    """``pages``: number and size in points of each; none for a format without pages. ``missing``: what the kind could say
    and this paper does not. ``files``: number and name of each part whose bytes are there. ``forced``: a person said its
    kind. ``busy``: it waits to be read, perhaps again. ``locked``: it waits for its password."""

    id: str
    name: str
    short: str
    kind: str
    state: str
    pages: Sequence[tuple[int, float, float]]
    problems: Sequence[Problem]
    readings: Sequence[ReadingView]
    missing: Sequence[ReadingView]
    tables: Sequence[TableView]
    files: Sequence[tuple[int, str]]
    forced: bool
    busy: bool
    locked: bool

    @property
    def readable(self) -> bool:
        return self.state == "read"


@dataclass(frozen=True, slots=True)
class FactView:
    label: str
    value: str
    state: str
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class FactGroup:
    about: str
    key: str
    facts: Sequence[FactView]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history. ``kind`` chooses its words: judged, corrected, withdrawn, accept, dispute, waive, reopen,
    comment, signed."""

    at: datetime
    kind: str
    by: str
    what: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FilingView:
    """The whole page. ``violated``, ``undecided``: open ones; ``settled``: accepted or waived; ``aside``: undecided ones that
    change nothing. ``busy``: papers are being read or the filing is being judged, so what is shown will change."""

    filing: FilingRow
    title: str
    violated: Sequence[FindingView]
    undecided: Sequence[FindingView]
    settled: Sequence[FindingView]
    aside: Sequence[FindingView]
    papers: Sequence[PaperView]
    facts: Sequence[FactGroup]
    events: Sequence[Event]
    comments: Sequence[CommentView]
    coverage: Mapping[str, Any]
    packs: Sequence[Mapping[str, Any]]
    as_of: date | None
    signed_by: str
    busy: bool

    @property
    def open(self) -> int:
        return len(self.violated) + len(self.undecided)
