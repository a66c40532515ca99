"""Blocks of a paper → a Word document."""

from __future__ import annotations

import io
import random
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.papers.render import MARKERS, Block


def to_docx(blocks: list[Block], rng: random.Random) -> bytes:
    """The paper as a Word document; field blocks become tables or lines as their style says."""
    document = docx.Document()
    for b in blocks:
        if b[0] == "title":
            document.add_heading(b[1], 1 if rng.random() < 0.5 else 0)
        elif b[0] == "sub":
            document.add_paragraph().add_run(b[1]).bold = True
        elif b[0] in ("para", "right"):
            paragraph = document.add_paragraph(b[1])
            if b[0] == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif b[0] == "list":
            for i, text in enumerate(b[2]):
                document.add_paragraph(MARKERS[b[1]](i) + text)
        elif b[0] == "fields":
            _docx_fields(document, b[1], b[2])
        elif b[0] == "table":
            _docx_table(document, b[1])
        elif b[0] == "page":
            document.add_page_break()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_fields(document: Any, style: str, pairs: list[tuple[str, str]]) -> None:
    if style in ("grid2", "grid4", "cards", "over", "bilingual", "vertical"):
        width = {"grid4": 2, "cards": 2}.get(style, 1)
        rows: list[list[Any]] = []
        for i in range(0, len(pairs), width):
            part = pairs[i : i + width]
            if style == "cards":
                rows.append([f"{k}\n{v}" for k, v in part] + [""] * (width - len(part)))
            else:
                rows.append([x for pair in part for x in pair] + [""] * (2 * (width - len(part))))
        _docx_table(document, rows)
        return
    for k, v in pairs:
        document.add_paragraph(f"{k}：{v}")


def _docx_table(document: Any, rows: list[list[Any]]) -> None:
    width = max(sum(c[1] if isinstance(c, tuple) else 1 for c in row) for row in rows)
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            text, cols, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
            here = table.cell(y, x)
            if cols > 1 or down > 1:
                here = here.merge(table.cell(min(y + down, len(rows)) - 1, min(x + cols, width) - 1))
            here.text = str(text)
            taken |= {(y + j, x + i) for j in range(down) for i in range(cols)}
            x += cols
