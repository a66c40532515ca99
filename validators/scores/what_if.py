"""What a score would be if findings were mended or inputs were others, and what would bring the next band. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from validators.scores import Band, Case, Entered, Evidence, Item, Scheme, Scored, SectionScore, Sheet, score
from validators.scores.inputs import Change


def changed(
    scheme: Scheme, shown: Mapping[str, Evidence], said: Mapping[str, Entered], change: Change, year: int | None = None
) -> Sheet:
    """The sheet as it would be. Mending takes findings off; an input of the change stands in place of the one entered."""
    mended = {name: replace(one, cases=tuple(_left(one.cases, change.mended))) for name, one in shown.items()}
    return score(scheme, mended, {**said, **change.entered}, year)


def unknown(shown: Mapping[str, Evidence], mended: Iterable[str]) -> tuple[str, ...]:
    """Of the findings and filings to be mended, those that cost no item a point."""
    there = {mark for one in shown.values() for case in one.cases for mark in (*case.findings, case.filing, case.name)}
    return tuple(sorted(set(mended) - there))


def _left(cases: Iterable[Case], mended: frozenset[str]) -> Iterator[Case]:
    for case in cases:
        if case.filing in mended or case.name in mended:
            continue
        marks = tuple(mark for mark in case.findings if mark not in mended)
        one = case.count < len(case.findings)  # the filing is the case, not each finding
        count = (case.count if marks else 0) if one else case.count - (len(case.findings) - len(marks))
        if count > 0:
            yield replace(case, count=count, findings=marks)


# --- the next band ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to put right: ``count`` cases (steps of the ratio, stars) of an item fewer (more), for ``gain`` points that the
    total rises by. ``to``: the number of cases, percent or stars it leads to. ``yuan``: what must be spent for it, None where
    it is no matter of money or the sums are not known."""

    item: Item
    count: int
    gain: Decimal
    to: Decimal
    yuan: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The way to the next band up: the least number of things to put right, cheapest points first.

    Reckoned from the upper end of the range: as if all that is open went well. ``band`` is None in the highest band,
    ``moves`` None where no mending reaches it. ``here``: the band of the upper end; ``spare``: points that open items may
    still cost before it is lost.
    """

    here: Band
    band: Band | None
    needed: Decimal
    moves: tuple[Move, ...] | None
    spare: Decimal


def plan(sheet: Sheet) -> Plan:
    """What would bring the next band."""
    better = [band for band in sheet.scheme.bands if band.least > sheet.high]
    here = next((band for band in sheet.scheme.bands if band.least <= sheet.high), sheet.scheme.bands[-1])
    spare = sheet.high - here.least
    if not better:
        return Plan(here, None, Decimal(0), (), spare)
    band = better[-1]  # bands go from high to low
    needed = band.least - sheet.high
    return Plan(here, band, needed, _cheapest(sheet, needed), spare)


def _cheapest(sheet: Sheet, needed: Decimal) -> tuple[Move, ...] | None:
    """The fewest things that give the points needed; of several ways the one that gives most. None where none does.

    A section has few items and an item few levels, so every combination is looked at: with a section stopped at its weight
    the first points mended may bring nothing, and no greedy way would see that.
    """
    ways: list[tuple[int, Decimal, tuple[Move, ...]]] = [(0, Decimal(0), ())]
    for section in sheet.sections:
        ways = _useful(
            (cost + more, gain + won, (*moves, *taken))
            for cost, gain, moves in ways
            for more, won, taken in _ways_of(section)
        )
    enough = [way for way in ways if way[1] >= needed]
    if not enough:
        return None
    moves = min(enough, key=lambda way: (way[0], -way[1]))[2]
    return tuple(sorted(moves, key=lambda move: (-move.gain / move.count, move.item.number)))


def _ways_of(section: SectionScore) -> list[tuple[int, Decimal, tuple[Move, ...]]]:
    """Every useful combination of moves within one section: how many things, what it brings, which."""
    lost = sum((one.lost for one in section.items if one.lost is not None), Decimal(0))
    over = max(Decimal(0), lost - section.section.weight)
    ways: list[tuple[int, Decimal, tuple[Move, ...]]] = [(0, Decimal(0), ())]
    for one in section.items:
        options: list[Move | None] = [None, *_moves(one)]
        ways = _useful(
            (cost + (move.count if move else 0), gain + (move.gain if move else 0), (*moves, move) if move else moves)
            for cost, gain, moves in ways
            for move in options
        )
    return [(cost, gain - over, moves) for cost, gain, moves in ways if gain > over] + [(0, Decimal(0), ())]


def _useful(
    ways: Iterable[tuple[int, Decimal, tuple[Move, ...]]],
) -> list[tuple[int, Decimal, tuple[Move, ...]]]:
    """Those that no other beats at the same cost or a lower one."""
    kept: list[tuple[int, Decimal, tuple[Move, ...]]] = []
    for way in sorted(ways, key=lambda way: (way[0], -way[1])):
        if not kept or way[1] > kept[-1][1]:
            kept.append(way)
    return kept


def _moves(one: Scored) -> Iterator[Move]:
    """Each level that an item can be brought to, and how many things that takes."""
    item, found = one.item, one.found
    if not one.lost or found is None:
        return
    match item.way:
        case "steps":
            yield from _by_spending(one, found)
        case "stars":
            for more in range(1, int(one.lost.to_integral_value(ROUND_CEILING)) + 1):
                to = min(item.cap, found + more)
                yield Move(item, more, to - found, to)
        case "once":
            yield Move(item, 1, one.lost, Decimal(0))
        case "each":
            step = item.step or Decimal(0)
            for left in range(int(item.cap / step) + 1 if step else 0):
                if left < found and (gain := one.lost - min(item.cap, step * left)) > 0:
                    yield Move(item, int((found - left).to_integral_value(ROUND_CEILING)), gain, Decimal(left))


def _by_spending(one: Scored, found: Decimal) -> Iterator[Move]:
    """Each better step of a ratio; ``yuan`` what is still to be spent on the same policies."""
    better = [step for step in one.item.steps if step.least > found or (step.above and step.least >= found)]
    shown = one.evidence
    for count, step in enumerate(reversed(better), 1):
        yuan = None
        if shown.fee is not None and shown.spent is not None and one.entered.value is None:
            yuan = max(
                Decimal(0), (step.least * shown.fee / 100 - shown.spent).quantize(Decimal("0.01"), ROUND_CEILING)
            )
        gain = (one.lost or Decimal(0)) - step.points
        if gain > 0:
            yield Move(one.item, count, gain, step.least, yuan)
