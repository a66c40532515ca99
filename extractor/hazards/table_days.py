"""The days in a line of a list of hazards: by which to mend, and on which it was done."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards import days as hazard_days
from extractor.record import Reading


def due_in(deadline: Unit | None, after: date | None) -> Reading[Any] | None:
    """The day by which to mend; ``after``: a day of the paper from which days without their year are counted."""
    if deadline is None:
        return None
    moment = next((t for t in deadline.tokens if t.kind == "moment"), None)
    if moment is not None:
        span = deadline.span(moment.start, moment.stop)
        return Reading(moment.value.day, span, "table", round(0.97 * deadline.confidence, 3))
    told = hazard_days.day_of(deadline.text, after)
    if told is None:
        return None
    return Reading(told[0], deadline.span(told[1], told[2]), "table+year", round(0.9 * deadline.confidence, 3))


def due_within(status: Unit | None) -> Reading[Any] | None:
    """The day by which to mend, told in the column of what became of it: 期限/结果 over "2025年5月9日前／已完成"."""
    for token in status.tokens if status is not None else ():
        if token.kind == "moment" and status is not None and _BY_THEN.match(status.text, token.stop):
            return Reading(
                token.value.day, status.span(token.start, token.stop), "table", round(0.9 * status.confidence, 3)
            )
    return None


_BY_THEN = re.compile(r"\s*[之以]?前(?!已|未|完成)")


def done_on(progress: Unit | None, after: date | None) -> Reading[Any] | None:
    """The one day in the words on what was done, beside a state that says that it was: "2025年9月8日更换轮胎"."""
    if progress is None or _TO_COME.search(progress.text):
        return None
    days = [t for t in progress.tokens if t.kind == "moment"]
    if len(days) == 1:
        span = progress.span(days[0].start, days[0].stop)
        return Reading(days[0].value.day, span, "table", round(0.9 * progress.confidence, 3))
    told = hazard_days.day_of(progress.text, after) if not days else None
    if told is None:
        return None
    return Reading(told[0], progress.span(told[1], told[2]), "table+year", round(0.85 * progress.confidence, 3))


_TO_COME = re.compile("计划|预计|拟|将|前|期限|时限|要求")
