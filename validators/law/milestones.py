"""What texts want done by a day, held against a day of review and what is known to be done.

A day that is named as the last is itself in time ("12月30日前" includes the 30th, in the obliged party's favour); a last day
on a statutory day off rolls over to the next working day (民法典 203); the days left or over do not count the first (201).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from validators.days import lateness, rolled_over
from validators.law.pack import Pack
from validators.law.pack_parts import Milestone


class State(StrEnum):
    """How a milestone stands. ``undecided``: it hangs on a calendar that is not known."""

    MET = "met"
    MET_LATE = "met_late"
    OVERDUE = "overdue"
    OPEN = "open"
    NO_DATE = "no_date"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Standing:
    """One milestone on a day of review.

    ``last_day`` is the due day, rolled over where it is a day off; None without one. ``days`` counts from the day of review (or
    the day it was done) to the last day: positive left, negative over; None without both. ``done`` is the day it was met;
    ``on_the_day`` is true where it was met on the due day itself, which a strict reading of 前 would call late.
    ``figure`` is the roster's figure for its goal. ``disputed`` are the other days that the same text gives for the same thing.
    """

    pack: str
    document: str
    milestone: Milestone
    state: State
    last_day: date | None
    days: int | None
    done: date | None = None
    on_the_day: bool = False
    figure: Decimal | None = None
    disputed: tuple[Milestone, ...] = ()


COMPLETIONS = "completions"
"""The fact of a goal that counts how often the thing was done (so many pilots), by the days handed in."""
Done = Mapping[str, date | Sequence[date]]
Figures = Iterable[tuple[date, Mapping[str, Any]]]
"""Figures of rosters: the roster's day, and its facts by name (percent, counts)."""


def track(
    packs: Iterable[Pack], as_of: date | None = None, done: Done | None = None, figures: Figures = ()
) -> tuple[Standing, ...]:
    """Every milestone of the packs, in the order of their last days, those without one at the end.

    ``as_of`` None: what is not done is open, whatever the day. ``done``: milestone name → the day it was done,
    or the days of each completion where its goal counts them. ``figures`` meet a milestone that has a goal, from the day of the first roster that reaches it.
    """
    rosters = sorted(figures, key=lambda pair: pair[0])
    found = [_standing(pack, milestone, as_of, done or {}, rosters) for pack in packs for milestone in pack.milestones]
    return tuple(sorted(found, key=lambda s: (s.last_day or date.max, s.pack, s.milestone.name)))


def _standing(
    pack: Pack,
    milestone: Milestone,
    as_of: date | None,
    done: Done,
    rosters: Sequence[tuple[date, Mapping[str, Any]]],
) -> Standing:
    told = _told(done.get(milestone.name), as_of)
    figure: Decimal | None
    if milestone.goal is not None and milestone.goal.fact == COMPLETIONS:
        needed, figure = int(milestone.goal.at_least), Decimal(len(told))
        met = told[needed - 1] if len(told) >= needed else None
    else:
        reached, figure = _reached(milestone, rosters, as_of)
        met = min((day for day in (*told[:1], reached) if day is not None), default=None)
    last = None if milestone.due is None else rolled_over(milestone.due)
    state = _state(milestone.due, met, as_of)
    counted = met or as_of
    left = None if last is None or counted is None else (last - counted).days
    on_the_day = met is not None and met == milestone.due
    return Standing(
        pack.name, pack.document, milestone, state, last, left, met, on_the_day, figure, disputed(pack, milestone)
    )


def _told(said: date | Sequence[date] | None, as_of: date | None) -> list[date]:
    """The days on which it was done, in order, up to the day of review."""
    days = [] if said is None else [said] if isinstance(said, date) else list(said)
    return sorted(day for day in days if as_of is None or day <= as_of)


def _state(due: date | None, met: date | None, as_of: date | None) -> State:
    if due is None:
        return State.MET if met is not None else State.NO_DATE
    day = met or as_of
    if day is None:
        return State.OPEN
    late = lateness(due, day, 0).late
    if late is None:
        return State.UNDECIDED
    if met is not None:
        return State.MET_LATE if late else State.MET
    return State.OVERDUE if late else State.OPEN


def _reached(
    milestone: Milestone, rosters: Sequence[tuple[date, Mapping[str, Any]]], as_of: date | None
) -> tuple[date | None, Decimal | None]:
    """The day from which rosters show the goal as reached (None: none does), and the last figure known on the day of review.

    What was reached and lost again before the due day does not count; what was lost after it does not matter.
    """
    goal, due = milestone.goal, milestone.due
    if goal is None:
        return None, None
    said = [(when, Decimal(str(facts[goal.fact]))) for when, facts in rosters if facts.get(goal.fact) is not None]
    said = [pair for pair in said if as_of is None or pair[0] <= as_of]
    day: date | None = None
    for when, figure in said:
        if due is not None and when > due and day is not None:
            break
        if figure < goal.at_least:
            day = None
        elif day is None:
            day = when
    return day, said[-1][1] if said else None


def disputed(pack: Pack, milestone: Milestone) -> tuple[Milestone, ...]:
    """The milestones of the same text that date the same thing by another day."""
    return tuple(
        other
        for other in pack.milestones
        if other.due != milestone.due and (other.name in milestone.beside or milestone.name in other.beside)
    )
