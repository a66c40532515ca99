"""Words over a list that say in what unit its sums are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Row


def caption_of(sheet: Sheet, units: Sequence[Unit]) -> str:
    """Words just before the table, its heading included: where "单位：万元" stands."""
    first = min((u.index for u in units), default=0)
    near = [u.text for u in sheet.units[max(0, first - 3) : first] if u.table is None and len(u.text) <= 40]
    inside = [u.text for u in units[:4] if "单位" in u.text and len(u.text) <= 24]
    return next((t for t in [*inside, *reversed(near)] if re.search(r"单位|[（(].{0,4}元[)）]", t)), "")


_LEAST_LIMIT = Decimal(5000)
"""Yuan below which no policy limits what it pays for a death: such figures are written in a unit that stands elsewhere."""


def too_small(rows: Sequence[Row]) -> bool:
    main = [row for row in rows if row.value("code") == "employee_injury"]
    limits = [row.value(c) for row in main for c in ("per_person", "per_accident", "aggregate")]
    return any(v is not None for v in limits) and all(v < _LEAST_LIMIT for v in limits if v is not None)


def far_caption(sheet: Sheet) -> str:
    """The unit of a list that goes on from another page or column, where it is written once: "单位：万元"."""
    return next((u.text for u in sheet.units if len(u.text) <= 40 and re.search("单位.{0,8}万元", u.text)), "")
