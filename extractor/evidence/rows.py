"""Printed lines as rows: those at one height, left to right, however the sheet lies."""

from __future__ import annotations

from dataclasses import replace

from extractor.document import Box, Line


def levelled(lines: list[Line], slope: float) -> tuple[list[Line], dict[int, Line]]:
    """The lines of a page that lies aslant, moved to where they would stand on a level page, and the way back.

    Boxes are places on the page as given, so a sheet scanned one degree off sets a value eight points above its label.
    """
    out: list[Line] = []
    back: dict[int, Line] = {}
    for line in lines:
        b = line.box
        moved = line
        if b is not None:
            centre = (b.y0 + b.y1) / 2 - slope * (b.x0 + b.x1) / 2
            half = max(0.3 * b.height, (b.height - abs(slope) * b.width) / 2)
            moved = replace(line, box=Box(b.x0, centre - half, b.x1, centre + half))
        out.append(moved)
        back[id(moved)] = line
    return out, back


def visual_rows(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped by overlapping height, top to bottom, each row left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda li: (li.box.y0 + li.box.y1) if li.box else 0.0):
        box = line.box
        assert box is not None
        for row in rows[-3:][::-1]:
            # the neighbour in the row decides, so that a slightly slanted row stays one
            near = min((other.box for other in row if other.box), key=lambda other: abs(other.x0 - box.x0))
            overlap = min(near.y1, box.y1) - max(near.y0, box.y0)
            if overlap > 0.5 * min(near.height, box.height):
                row.append(line)
                break
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda li: li.box.x0 if li.box else 0.0)
    rows.sort(key=lambda row: row[0].box.y0 if row[0].box else 0.0)
    return rows
