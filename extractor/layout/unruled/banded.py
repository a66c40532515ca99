"""Tables of a scan that have a level rule under every row and no uprights, as core systems and browsers print them.

Where cells wrap and stand centred beside each other, the words of one row lie at many heights and alignment by printed rows fails. What
stands between two neighbouring rules is one row, whatever its heights; columns part at the strips that stay white through all the
rows. Points, y growing downward.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractor.document import Line, Table
from extractor.layout.ruled.grid import Edge
from extractor.layout.unruled.columns import Lane, cut_line, is_labelled, list_length, slots_of
from extractor.layout.unruled.rows import lines_to_rows
from extractor.layout.unruled.wrapped import BodyRow, build_table

LEAST_BANDS = 3  # rows between rules; fewer are the heading and the body of a table with three lines
LEAST_COLUMNS = 3
SAME_REACH = 0.85  # of the longer of two rules that both lie under, for them to be of one table
HIGHEST = 110.0  # points from rule to rule: a row of a list is no higher
TALLER = 3.5  # times the usual row, from which a strip is no row
GUTTER = 0.5  # in type sizes: white through all rows, from which columns part
HEADING_GAP = 1.6  # white space over or under a line of the heading, in line heights, at most
HEADING_ROWS = 3  # printed rows of a heading over the first rule, at most
LONE = 4  # signs of a line in which a mark is none of a sentence: "--" in a cell for nothing
SPANNING = 0.15  # share of segments that may run over a gutter
FAR = 2.5  # line heights between words of one row, from which they stand in two columns
HIDDEN = 2  # bands with such words from which the gutters are not the columns
FILLED = 0.5  # share of the columns that a usual row fills


def find_banded_tables(lines: Sequence[Line], rules: Sequence[Edge]) -> tuple[list[Line], list[Table]]:
    """The lines left over, in their order, and the tables; only those of which some row has words at several heights."""
    tables: list[Table] = []
    used: set[int] = set()
    for stack in _stacks(rules) if len(rules) > LEAST_BANDS else ():
        found = _table(stack, [line for line in lines if id(line) not in used])
        if found is not None:
            tables.append(found[0])
            used |= found[1]
    return [line for line in lines if id(line) not in used], tables


def _stacks(rules: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Level rules of one width that follow each other like rows."""
    left = sorted(rules)
    while left:
        stack, rest = [left[0]], []
        for rule in left[1:]:
            last = stack[-1]
            if _are_alike(rule, stack[0]) and rule.at - last.at <= HIGHEST:
                stack.append(rule)
            else:
                rest.append(rule)
        left = rest
        if len(stack) > LEAST_BANDS:
            yield stack


def _are_alike(one: Edge, two: Edge) -> bool:
    shared = min(one.stop, two.stop) - max(one.start, two.start)
    return shared >= SAME_REACH * max(one.stop - one.start, two.stop - two.start)


def _table(stack: Sequence[Edge], lines: Sequence[Line]) -> tuple[Table, set[int]] | None:
    extent = Lane(min(rule.start for rule in stack), max(rule.stop for rule in stack))
    inside = [line for line in lines if line.box and line.box.x1 > extent.x0 and line.box.x0 < extent.x1]
    bands = [[line for line in inside if _is_between(line, *pair)] for pair in pairwise(rule.at for rule in stack)]
    heights = [low.at - top.at for top, low in pairwise(stack)]
    if not all(bands) or max(heights) > TALLER * median(heights):
        return None
    if not any(len(lines_to_rows(band)) > 1 for band in bands):
        return None  # alignment alone finds it, and its heading better
    above = [] if _is_heading(bands[0]) else _heading_above(stack[0].at, inside)
    # A column may be blank in all rows and have its heading alone; a heading over several columns hides where they part.
    headed, bare = _gutters([above, *bands]), _gutters(bands[_is_heading(bands[0]) :])
    bounds = headed if len(headed) >= len(bare) else bare
    if len(bounds) + 1 < LEAST_COLUMNS:
        return None
    rows = [_row(band, bounds) for band in ([above] if above else []) + bands]
    if any(row is None for row in rows) or _hides_columns(bands, bounds):
        return None
    body = [row for row in rows if row is not None]
    texts = [[row.text(col) for col in range(len(bounds) + 1)] for row in body]
    usual = median(len(row.cells) for row in body)
    if usual < FILLED * (len(bounds) + 1) or any(map(is_labelled, bands)) or list_length(texts, ruled=True) < len(body):
        return None
    return build_table(body, bounds, extent, None), {id(line) for band in [above, *bands] for line in band}


def _hides_columns(bands: Sequence[Sequence[Line]], bounds: Sequence[float]) -> bool:
    """Whether words stand far apart between two gutters in several bands: cards, whose columns a sentence in another band hides."""
    return sum(_has_far_words(band, bounds) for band in bands) >= HIDDEN


def _has_far_words(band: Sequence[Line], bounds: Sequence[float]) -> bool:
    for row in lines_to_rows(band):
        for left, right in pairwise(line.box for line in row.lines if line.box):
            apart = right.x0 - left.x1 >= FAR * left.height
            if apart and not any(left.x1 <= bound <= right.x0 for bound in bounds):
                return True
    return False


def _is_between(line: Line, top: float, low: float) -> bool:
    return line.box is not None and top <= (line.box.y0 + line.box.y1) / 2 < low


def _is_heading(band: Sequence[Line]) -> bool:
    """Whether words without a digit stand between the first two rules."""
    return not any(sign.isdigit() for line in band for sign in line.text)


def _gutters(bands: Sequence[Sequence[Line]]) -> list[float]:
    """The middles of the strips that stay white through all rows. Beside a mark or a bracket there is always white."""
    lines = [line for band in bands for line in band]
    size = median(line.size or (line.box.height if line.box else 0.0) for line in lines)
    inked: list[tuple[float, float]] = []
    for line in lines:
        for sign, (x0, x1) in zip(line.text, line.edges or (), strict=False):
            if not sign.isspace():
                room = 0.0 if sign.isalnum() or len(line.text) < LONE else GUTTER * size
                inked.append((x0 - room, x1 + room))
        if not line.edges and line.box:
            inked.append((line.box.x0, line.box.x1))
    bounds: list[float] = []
    reach = min((x0 for x0, _ in inked), default=0.0)
    for x0, x1 in sorted(inked):
        if x0 - reach >= GUTTER * size:
            bounds.append((reach + x0) / 2)
        reach = max(reach, x1)
    return bounds


def _heading_above(top: float, lines: Sequence[Line]) -> list[Line]:
    """The lines of the heading over the first rule, without digits and close above one another."""
    found: list[Line] = []
    rows = [row for row in lines_to_rows(lines) if (row.y0 + row.y1) / 2 < top]
    low = top
    for row in reversed(rows[-HEADING_ROWS:]):
        if low - row.y1 > HEADING_GAP * row.height or not _is_heading(row.lines) or _is_title(row.lines, found):
            break
        found, low = [*row.lines, *found], min(low, row.y0)
    return found


def _is_title(lines: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether one segment alone begins where the columns below it do and runs over several of them: it names the table, no column."""
    boxes = [line.box for line in below if line.box]
    if len(lines) != 1 or lines[0].box is None or len(boxes) < LEAST_COLUMNS:
        return False
    mine, first = lines[0].box, min(box.x0 for box in boxes)
    return mine.x0 <= first + mine.height and sum(mine.x0 < box.x1 and box.x0 < mine.x1 for box in boxes) > 1


def _row(lines: Sequence[Line], bounds: Sequence[float]) -> BodyRow | None:
    """The words of one row in their columns; None where too many run over a gutter."""
    cells: dict[int, tuple[int, list[Line]]] = {}
    pieces = [piece for line in lines for piece in cut_line(line, bounds)]
    spanning = 0
    for piece in sorted(pieces, key=lambda piece: (piece.box.y0, piece.box.x0) if piece.box else (0.0, 0.0)):
        slots = slots_of(piece, bounds)
        spanning += len(slots) > 1
        cells.setdefault(slots[0], (1, []))[1].append(piece)
    if spanning > max(1.0, SPANNING * len(pieces)):
        return None
    boxes = [line.box for line in lines if line.box]
    return BodyRow(cells, min(box.y0 for box in boxes), max(box.y1 for box in boxes), [])
