"""Check-lists: lines with a mark under 合格 or 不合格, of which those that passed hold no hazard."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractor.evidence.columns import NOTHING, Columns
from extractor.evidence.units import Unit
from extractor.hazards import cells as hazard_cells

_YES = re.compile(r"\s*(?:[√✓✔☑]|[YyVv]|是|有)\s*")
_PASSED = re.compile(
    r"(?<![不未非])(?:合格|符合(?:要求)?|达标|通过|正常|满足|良好|无隐患|无问题)\s*(?:[(（]?\s*[√✓]\s*[)）]?)?$"
)
_ENTRIES = ("level", "advice", "deadline", "status", "reported")
_QUESTION = re.compile("是否|有无|能否|吗[？?]?$|[？?]$")


def without_passed(cols: Columns) -> Columns:
    """The columns without the lines in which nothing was found: marked as passed, or a question that nothing answers."""
    rows = tuple(row for row in cols.rows if not _passed(cols, row))
    return cols if len(rows) == len(cols.rows) or not rows else replace(cols, rows=rows)


def _passed(cols: Columns, row: Mapping[int, Unit]) -> bool:
    body = cols.cell(row, "description")
    told = [unit for name in _ENTRIES if (unit := cols.cell(row, name)) is not None]
    if body is None or any(not NOTHING.match(u.text) and not _YES.fullmatch(u.text) for u in told):
        return False
    marked = any(
        _YES.fullmatch(row[c].text) and _PASSED.search(header.split("|")[-1].strip())
        for c, header in enumerate(cols.header)
        if c in row
    )
    failed = any(re.fullmatch(r"\s*[×✗✘xX]\s*", u.text) for u in row.values())
    asked = _QUESTION.search(body.text) is not None and not hazard_cells.tells_defect(body.text)
    return not failed and (marked or asked)
