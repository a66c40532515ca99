"""The day of a signature written without its year, which is the first such day from the end of the service on: 文建 4月21日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from extractor.evidence.signoff.ink import Ink
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import dates

_DAY = re.compile(r"(?<![\d年.])\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<![\d年./-])\d{1,2}[./]\d{1,2}(?![\d./%])")
_LATEST = 60
"""Days from the end of the service: a signature later than that is likelier of another visit."""


def day_beside(ink: Ink, fields: Mapping[str, Reading[Any]]) -> Reading[date] | None:
    """The day behind the name in its line or cell, or in the one to the right of it."""
    served = next((fields[name].value for name in ("service_end", "service_start") if name in fields), None)
    if not isinstance(served, date):
        return None
    for unit, start, stop in _written(ink):
        for year in (served.year, served.year + 1):
            day = dates.in_year(unit.text[start:stop], year)
            if day is not None and 0 <= (day - served).days <= _LATEST:
                return Reading(day, unit.span(start, stop), "signature, year of the service", 0.8)
    return None


def _written(ink: Ink) -> Iterator[tuple[Unit, int, int]]:
    own = _DAY.search(ink.unit.text, ink.stop)
    if own is not None:
        yield ink.unit, own.start(), own.end()
    beside = ink.unit.right
    alone = _DAY.fullmatch(beside.text.strip()) if beside is not None else None
    if beside is not None and alone is not None:
        start = beside.text.index(alone[0])
        yield beside, start, start + len(alone[0])
