"""Printed lines as rows: those at one height, left to right, however the sheet lies."""

from __future__ import annotations

from dataclasses import replace

from extractor.document import Box, Line

TALL = 1.055
"""Height of the box of a line read from pixels, in its size; that of its box aslant is mostly the slant, which no two parts of a photo share."""


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
            least = min(0.3 * b.height, 0.5 * b.width / max(1, len(line.text)))  # a long line's box is mostly its slant
            half = max(least, (b.height - abs(slope) * b.width) / 2) if line.size is None else TALL * line.size / 2
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
    return _with_centred_labels(rows)


def _with_centred_labels(rows: list[list[Line]]) -> list[list[Line]]:
    """The rows, where a label stands at half the height of a value of two lines: the first line in the label's row.

    Else that line would be taken for the rest of what the row above says.
    """
    out = [list(row) for row in rows]
    for above, row, below in zip(out, out[1:], out[2:], strict=False):
        if len(above) > _MOST_VALUES or len(below) > _MOST_VALUES:
            continue
        for first in list(above):
            if any(_is_centred(first, rest, above, row) for rest in below):
                above.remove(first)
                row.append(first)
                row.sort(key=lambda li: li.box.x0 if li.box else 0.0)
    return [row for row in out if row]


_MOST_VALUES = 2
"""Lines of values beside which labels stand at half height: a form has two such columns."""
_ASIDE = 0.3
"""In line heights: how far from the middle of the two lines the label may stand, and how far their beginnings are apart."""
_CLOSE = 0.8
"""In line heights: white between the two lines of one value."""


def _is_centred(first: Line, rest: Line, above: list[Line], row: list[Line]) -> bool:
    a, b = first.box, rest.box
    if a is None or b is None:
        return False
    high = min(a.height, b.height)
    if (
        abs(a.x0 - b.x0) > _ASIDE * high
        or not 0 <= b.y0 - a.y1 + high / 2 <= (_CLOSE + 0.5) * high
        or b.x1 > a.x1 + high
    ):
        return False
    boxes = [line.box for line in row if line.box is not None]
    lefts = [box for box in boxes if box.x1 <= a.x0 + high]
    if not lefts or any(box.x0 < a.x1 and box.x1 > a.x0 + high for box in boxes):
        return False  # a value of its own stands in the row
    label = max(lefts, key=lambda box: box.x1)
    middle = (a.y0 + b.y1) / 2
    if abs((label.y0 + label.y1) / 2 - middle) > _ASIDE * high:
        return False
    beside = (line.box for line in above if line is not first and line.box is not None)
    return not any(label.x0 - high <= box.x0 and box.x1 <= a.x0 + high for box in beside)


def edge_of(lines: list[Line], of_page: list[Line]) -> float:
    """Where lines that fill their width end. Few lines, as under a table, tell no width of their own: those of the page that begin at
    the same edge do."""
    boxes = [line.box for line in lines if line.box is not None]
    own = max(box.x1 for box in boxes)
    if len(boxes) > _FEW_LINES:
        return own
    left, near = min(box.x0 for box in boxes), 0.6 * min(box.height for box in boxes)
    return max([own, *(o.box.x1 for o in of_page if o.box is not None and abs(o.box.x0 - left) <= near)])


_FEW_LINES = 3


REACH = 1.0
"""Line heights of white between two lines of one paragraph, at most."""
INK_REACH = 1.7
"""The same for lines read from pixels, whose boxes go round their ink: fonts have room above and below it. Lines two apart are no rarity."""


def right_under(a: Box, b: Box, reach: float) -> bool:
    """Whether a line stands in the next row of print under another and is of its size."""
    height = min(a.height, b.height)
    alike = abs(a.height - b.height) <= 0.25 * max(a.height, b.height)
    return alike and b.y0 - a.y1 <= reach * height and b.y0 >= a.y0 + 0.5 * height
