"""Check-lists whose marks go on in words: √ in one line, "×：阻火芯堵塞" in the next; the words behind a cross are what is wrong."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.evidence.columns import Columns
from extractor.hazards.meaning import cells as hazard_cells

CROSSED = re.compile(
    r"\s*(?:[×✗✘☒❌]|不(?:符合|合格)(?=\s*[:：，,（(]))\s*[:：，,、]?\s*(?=[（(]?[\u4e00-\u9fffA-Za-z\d])"
)
_TICKED = re.compile(r"\s*(?:[√✓✔☑✅]|符合(?:要求)?|合格|正常|不适用|[/／—-])\s*")
_DAY_FIRST = re.compile(r"\s*(?:20\d\d\s*[年./-]\s*)?\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?\s*[之以]?前\s*[，,]?")


def crossed_lines(found: Columns) -> Columns | None:
    """The columns of the lines that a cross begins, what is wrong behind it; None where no column is made up of such marks."""
    for c in range(found.table.n_cols):
        cells = {id(row): row[c].text for row in found.rows if c in row and row[c].text.strip()}
        bad = [row for row in found.rows if id(row) in cells and CROSSED.match(cells[id(row)])]
        good = sum(_TICKED.fullmatch(text) is not None for text in cells.values())
        if not bad or not good or len(bad) + good < len(cells):
            continue
        kept = {name: k for name, k in found.roles.items() if name in _KEPT and k != c}
        lines = replace(found, rows=tuple(bad), roles={**kept, "description": c})
        return _with_remedy(lines)
    return None


_KEPT = ("ordinal", "level", "deadline", "status", "reported")


def _with_remedy(lines: Columns) -> Columns:
    """The columns with the one whose cells say what is to be done, by a day or without."""
    for c in range(lines.table.n_cols):
        told = [row[c].text for row in lines.rows if c in row and row[c].text.strip()]
        words = [_DAY_FIRST.sub("", text) for text in told]
        if told and c not in lines.roles.values() and sum(map(hazard_cells.tells_remedy, words)) >= 0.6 * len(words):
            return replace(lines, roles={**lines.roles, "advice": c})
    return lines
