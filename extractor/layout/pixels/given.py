"""From the straightened page back to the image as given: blocks, lines and boxes where they stand on the paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extractor.document import Block, Box, Line
from extractor.edges import Edges
from extractor.layout.pixels.straighten import Upright


def block_as_given(block: Block, page: Upright, scale: float) -> Block:
    """A block of the straightened page where it lies in the image as given."""
    if isinstance(block, Line):
        return line_as_given(block, page, scale)
    cells = tuple(
        replace(
            cell,
            lines=tuple(line_as_given(line, page, scale) for line in cell.lines),
            box=box_as_given(cell.box, page, scale, scale) if cell.box else None,
        )
        for cell in block.cells
    )
    return replace(block, cells=cells, box=box_as_given(block.box, page, scale, scale) if block.box else None)


def line_as_given(line: Line, page: Upright, scale: float) -> Line:
    if line.box is None:
        return line
    edges: Edges | None = None
    if line.edges:
        middle = (line.box.y0 + line.box.y1) / 2
        ends = np.array([[x, middle] for pair in line.edges for x in pair], dtype=np.float64)
        across = page.given(ends / scale) * scale
        edges = Edges.of_columns(across[::2, 0].tolist(), across[1::2, 0].tolist())
    return replace(line, box=box_as_given(line.box, page, scale, scale), edges=edges)


def box_as_given(box: Box, page: Upright, unit: float, scale: float) -> Box:
    """A box of the straightened page, in pixels × ``unit``, as the box in points around it in the image as given."""
    x0, y0, x1, y1 = (v / unit for v in box)
    corners = page.given(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64)) * scale
    return Box(*(float(v) for v in (*corners.min(axis=0), *corners.max(axis=0))))
