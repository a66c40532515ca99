"""Score sheets: a notice's scheme for scoring insurers (``validators.scores.scheme``), and a sheet made by it. Pure.

What the papers show and what people entered go in; out comes each item with its points, the cases behind them, and what is
still open. An item without evidence is *not judged*: it has no points, and the total is a range until somebody settles it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from validators.scores.scheme import Band, Input, Item, Scheme, ScoreError, Section, Step, parse, schemes

__all__ = [
    "Band", "Case", "Entered", "Evidence", "Input", "Item", "Scheme", "ScoreError", "Scored", "Section", "SectionScore", "Sheet",
    "Step", "band_of", "parse", "schemes", "score", "scored",
]  # fmt: skip


# --- what goes in ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Case:
    """A filing with violated findings of an item's types: how many, and the fingerprints of them."""

    filing: str
    name: str
    count: int
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the papers show about one item.

    ``judged``: filings that say what the item asks; ``filings``: all of the period. ``ratio`` in percent, None when unknown;
    ``spent`` of ``fee`` are its sums, yuan. ``hints``: filings that a person should look at before entering a number.
    ``spared``: filings that the item is not about, for the size of the enterprise; ``running``: filings of the ratio that were
    looked at before the cycle was over, so that more may have been spent since.
    """

    cases: tuple[Case, ...] = ()
    judged: int = 0
    filings: int = 0
    ratio: Decimal | None = None
    hints: tuple[Case, ...] = ()
    spent: Decimal | None = None
    fee: Decimal | None = None
    spared: int = 0
    running: int = 0


@dataclass(frozen=True, slots=True)
class Entered:
    """A person's number for an item: cases, stars, percent, or 0 and 1; with ``excused`` cases to leave out of those found.
    ``on``: the day it was done, for an item that is due on a day of the year."""

    value: Decimal | None = None
    excused: Decimal | None = None
    note: str = ""
    on: date | None = None


# --- what comes out --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scored:
    """One item's outcome. ``lost`` points; None when it is not judged, ``why`` then says what would settle it: needs_input,
    no_evidence, not_over (a ratio that may still rise before the cycle ends; then no more than ``most`` is lost), or
    on_the_day (done on the very day before which it was due: whether that day counts is a person's to say,
    since 民法典 1259 speaks of 以内 and not of 前)."""

    item: Item
    lost: Decimal | None
    found: Decimal | None
    evidence: Evidence
    entered: Entered
    why: str = ""
    quote: str = ""
    at_most: Decimal | None = None

    @property
    def most(self) -> Decimal:
        """The points that may be lost at worst."""
        if self.lost is not None:
            return self.lost
        return self.item.cap if self.at_most is None else self.at_most


@dataclass(frozen=True, slots=True)
class SectionScore:
    """``low``…``high``: points, the same when every item is judged. ``over``: by how much the items' caps exceed the weight."""

    section: Section
    items: tuple[Scored, ...]
    low: Decimal
    high: Decimal
    over: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet. ``low``…``high``: the total when all that is open goes badly, and well. ``band`` is None until both
    ends lie in one band."""

    scheme: Scheme
    sections: tuple[SectionScore, ...]
    low: Decimal
    high: Decimal
    band: Band | None
    open: tuple[Item, ...] = field(default=())

    @property
    def total(self) -> Decimal | None:
        return self.low if not self.open else None


def score(
    scheme: Scheme, evidence: Mapping[str, Evidence], entered: Mapping[str, Entered], year: int | None = None
) -> Sheet:
    """The sheet that evidence and entries give, both by item name. ``year``: whose day an item is due on; that of the day
    entered when None."""
    sections = tuple(_section(section, evidence, entered, year) for section in scheme.sections)
    low = sum((section.low for section in sections), Decimal(0))
    high = sum((section.high for section in sections), Decimal(0))
    undecided = tuple(scored.item for section in sections for scored in section.items if scored.lost is None)
    best, worst = band_of(scheme, high), band_of(scheme, low)
    return Sheet(scheme, sections, low, high, best if best is worst else None, undecided)


def _section(
    section: Section, evidence: Mapping[str, Evidence], entered: Mapping[str, Entered], year: int | None
) -> SectionScore:
    items = tuple(
        scored(item, evidence.get(item.name, Evidence()), entered.get(item.name, Entered()), year)
        for item in section.items
    )
    surely = sum((s.lost for s in items if s.lost is not None), Decimal(0))
    perhaps = sum((s.most for s in items if s.lost is None), Decimal(0))
    over = max(Decimal(0), section.caps - section.weight)
    floor = Decimal(0)
    return SectionScore(
        section, items, max(floor, section.weight - surely - perhaps), max(floor, section.weight - surely), over
    )


def scored(item: Item, shown: Evidence, said: Entered, year: int | None = None) -> Scored:
    """One item's points. Never less than none and never more than its cap."""
    match item.way:
        case "steps":
            return _by_ratio(item, shown, said)
        case "stars":
            if said.value is None:
                return Scored(item, None, None, shown, said, "needs_input")
            return Scored(item, item.cap - min(item.cap, max(Decimal(0), said.value)), said.value, shown, said)
    if item.due is not None and said.on is not None and said.value is None:
        return _by_day(item, item.due, said.on, shown, said, year)
    count = _count(item, shown, said)
    if count is None:
        return Scored(item, None, None, shown, said, "no_evidence" if item.types else "needs_input")
    lost = item.cap if item.way == "once" and count else min(item.cap, (item.step or Decimal(0)) * count)
    return Scored(item, lost, count, shown, said, quote=item.quote)


def _by_day(item: Item, due: tuple[int, int], on: date, shown: Evidence, said: Entered, year: int | None) -> Scored:
    """Before the day is in time, after it is not; on the day itself nobody but a person can say."""
    last = date(year or on.year, *due)
    if on == last:
        return Scored(item, None, None, shown, said, "on_the_day")
    late = on > last
    return Scored(item, item.cap if late else Decimal(0), Decimal(late), shown, said, quote=item.quote)


def _count(item: Item, shown: Evidence, said: Entered) -> Decimal | None:
    """How many cases; None when nothing tells. What a person entered stands before what was found."""
    if said.value is not None:
        return said.value
    if not item.types or not shown.judged:
        return None
    found = Decimal(sum(case.count for case in shown.cases))
    return max(Decimal(0), found - (said.excused or 0))


def _by_ratio(item: Item, shown: Evidence, said: Entered) -> Scored:
    ratio = shown.ratio if said.value is None else said.value
    if ratio is None:
        return Scored(item, None, None, shown, said, "no_evidence")
    for step in item.steps:
        if ratio > step.least or (ratio == step.least and not step.above):
            return _settled(Scored(item, step.points, ratio, shown, said, quote=step.quote))
    return _settled(Scored(item, item.cap, ratio, shown, said, quote=item.quote))


def _settled(one: Scored) -> Scored:
    """The ratio's points, unless the ledgers were looked at before the cycle was over: then they are the most that is lost."""
    if not one.lost or not one.evidence.running or one.entered.value is not None:
        return one
    return replace(one, lost=None, why="not_over", at_most=one.lost)


def band_of(scheme: Scheme, points: Decimal) -> Band | None:
    """The band that a total of so many points lies in."""
    return next((band for band in scheme.bands if points >= band.least), None)
