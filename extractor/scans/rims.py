"""Signs of a seal that were left on the page when its ink was taken off, and read as lines of the paper: 虞 between two lines."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document import Box, Cell, Document, Line, Page

_FEW_SIGNS = re.compile("[\u4e00-\u9fff]{2,4}")
_ONE_SIGN = re.compile("(?![有无未已不非是否可男女])[\u4e00-\u9fff]")


def without_rims(document: Document) -> Document:
    """The document without lines of one sign that is left of a seal's rim: it stands far from the seal's middle, with nothing close by
    in its height, and in the seal's name.

    Signs that say something alone (无, 是) are no rim. Of a cell with other lines, two to four signs that the seal's rim or middle says
    where they stand are left out too: they were read between its lines.
    """

    def is_rim(page: Page, line: Line) -> bool:
        box, sign = line.box, line.text.strip()
        if box is None or _ONE_SIGN.fullmatch(sign) is None:
            return False
        return any(sign in seal.name and _on_rim(box, seal.box) for seal in page.seal_words) and not any(
            other is not line and other.box is not None and _beside(box, other.box) for other in page.lines()
        )

    def is_pressed(page: Page, line: Line) -> bool:
        text, box = line.text.strip(), line.box
        return box is not None and any(
            (text in seal.name and _on_rim(box, seal.box))
            or (len(text) > 2 and text in seal.purpose and _within(box, seal.box))
            for seal in page.seal_words
        )

    def is_between(line: Line, cell: Cell) -> bool:
        return any(other is not line and _share_height(line.box, other.box) for other in cell.lines)

    def cell_of(page: Page, cell: Cell) -> Cell:
        kept = tuple(
            line
            for line in cell.lines
            if not (_FEW_SIGNS.fullmatch(line.text.strip()) and is_between(line, cell) and is_pressed(page, line))
        )
        return replace(cell, lines=kept) if 0 < len(kept) < len(cell.lines) else cell

    def cleared(page: Page) -> Page:
        if not page.seal_words and not page.seals:
            return page
        blocks = (
            _without_purpose(block)
            if isinstance(block, Line)
            else replace(block, cells=tuple(cell_of(page, cell) for cell in block.cells))
            for block in page.blocks
            if not (isinstance(block, Line) and is_rim(page, block))
        )
        return replace(page, blocks=tuple(blocks))

    return replace(document, pages=tuple(map(cleared, document.pages)))


_OF_PURPOSE = re.compile(r"(?<=[\u4e00-\u9fff])(?:合?同专用?|[业财]?务专用?)(?=\s*\d)")
"""Part of 合同专用章 or 业务专用章 between a name and its day, which no word of a paper is."""


def _without_purpose(line: Line) -> Line:
    """The line with white in the place of what was read of the purpose of a seal, be it a square one that nothing else told."""
    left = _OF_PURPOSE.search(line.text)
    if left is None:
        return line
    return replace(line, text=line.text[: left.start()] + " " * len(left[0]) + line.text[left.end() :])


def _on_rim(sign: Box, seal: Box) -> bool:
    across, down = ((sign.x0 + sign.x1 - seal.x0 - seal.x1) / 2, (sign.y0 + sign.y1 - seal.y0 - seal.y1) / 2)
    far = (2 * across / (seal.x1 - seal.x0)) ** 2 + (2 * down / (seal.y1 - seal.y0)) ** 2
    return 0.4 <= far <= 1.0  # 1 is the rim's outer edge


def _within(sign: Box, seal: Box) -> bool:
    across, down = (sign.x0 + sign.x1) / 2, (sign.y0 + sign.y1) / 2
    return seal.x0 <= across <= seal.x1 and seal.y0 <= down <= seal.y1


def _beside(sign: Box, other: Box) -> bool:
    """Whether ``other`` stands in the height of a sign, nearer than the sign is wide."""
    middle, near = (sign.y0 + sign.y1) / 2, sign.x1 - sign.x0
    return other.y0 <= middle <= other.y1 and other.x0 - near < sign.x1 and other.x1 + near > sign.x0


def _share_height(one: Box | None, other: Box | None) -> bool:
    """Whether two lines stand in one height for a third of the first: lines of a cell that follow one another do not."""
    if one is None or other is None:
        return False
    return min(one.y1, other.y1) - max(one.y0, other.y0) > 0.3 * (one.y1 - one.y0)
