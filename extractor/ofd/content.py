"""A page's units → its characters and the drawing around them, in the terms in which PDF pages are judged and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Box
from extractor.layout.characters.glyphs import Glyph, Glyphs
from extractor.layout.ruled.grid import Edge
from extractor.limits import Limits
from extractor.ofd.package import Parts
from extractor.ofd.paths import Point
from extractor.ofd.scene import Colour, Pictured, Shape, Unit, Written
from extractor.ofd.writing import PLACEHOLDER
from extractor.pdf.drawing import (
    FLAT_POINTS,
    LEAST_EDGE_POINTS,
    MOST_RULE_SEGMENTS,
    SHAPE_SEGMENTS,
    SLANT,
    THIN_POINTS,
    WHITE,
    Drawing,
    Picture,
)
from extractor.pdf.trust import Content
from extractor.pdf.unseen import whole_tokens
from extractor.text.radicals import RADICALS


def content_of(units: Sequence[Unit], parts: Parts, limits: Limits) -> Content:
    """Characters by how they stand, ruling edges, pictures; as ``extractor.pdf`` gives them for a PDF page."""
    drawing = Drawing()
    written: list[tuple[int, Written]] = []
    covers: list[tuple[int, Box]] = []
    for order, unit in enumerate(units, 1):
        if isinstance(unit, Written):
            drawing.last_text = order
            written.append((order, unit))
        elif isinstance(unit, Pictured):
            if not unit.over:  # a seal or a note is no page, and hides nothing
                drawing.pictures.append(Picture(unit.box, order, _is_opaque(unit, parts)))
                if written and _is_solid(unit, parts):
                    covers.append((order, unit.box))
        else:
            if written and unit.hides and (area := _rectangle(unit)):
                covers.append((order, area))
            _add_shape(unit, drawing, limits)
    return _sorted(written, drawing, covers)


def _rectangle(shape: Shape) -> Box | None:
    """The area of a path that is one upright rectangle; None for any other."""
    points = [point for kind, at in shape.segments for point in at if kind in "ML"]
    if not 4 <= len(points) <= 5 or sum(kind == "M" for kind, _ in shape.segments) != 1:
        return None
    xs, ys = {round(x, 1) for x, _ in points}, {round(y, 1) for _, y in points}
    if len(xs) != 2 or len(ys) != 2:
        return None
    return Box(min(xs), min(ys), max(xs), max(ys))


def _sorted(written: list[tuple[int, Written]], drawing: Drawing, covers: list[tuple[int, Box]]) -> Content:
    """The characters by how they stand; those that nobody sees apart, each with its cause."""
    out = Content(Glyphs.of(()), {}, [], 0.0, drawing)
    printed: list[Glyph] = []
    causes: dict[int, str] = {}  # by place in ``printed``: cut off or covered, as far as a number or word is so whole
    unmapped = 0
    for order, unit in written:
        glyphs: list[Glyph] = [(_plain(char), *box) for char, box, _, _ in unit.characters]
        if why := _unseen(unit, drawing):
            out.hidden.extend(glyphs)
            out.causes.extend([why] * len(glyphs))
            continue
        unmapped += sum(char.text == PLACEHOLDER and char.glyph is not None for char in unit.characters)
        lost = _lost(unit, glyphs, [area for at, area in covers if at > order])
        across, down = unit.direction
        if across < 0 or abs(down) > SLANT * across:
            out.hidden.extend(glyphs[k] for k in lost)
            out.causes.extend(lost.values())
            out.turned[order] = [glyph for k, glyph in enumerate(glyphs) if k not in lost]
            drawing.turned[order] = unit.direction
        else:
            causes |= {len(printed) + k: cause for k, cause in lost.items()}
            printed.extend(glyphs)
    count = len(printed) + sum(map(len, out.turned.values())) - len(causes)
    unseen = {k: causes[k] for k in sorted(whole_tokens(printed, set(causes)))}
    upright = [glyph for k, glyph in enumerate(printed) if k not in unseen]
    hidden = [*out.hidden, *(printed[k] for k in unseen)]
    return replace(
        out,
        upright=Glyphs.of(upright),
        hidden=hidden,
        causes=[*out.causes, *unseen.values()],
        unmapped=unmapped / count if count > 0 else 0.0,
    )


def _unseen(unit: Written, drawing: Drawing) -> str:
    """Why nobody sees a text object, "" where it is seen."""
    if not unit.seen:
        return "invisible"
    return "same_colour" if _is_white(unit.colour) and not _on_ground(unit, drawing) else ""


def _lost(unit: Written, glyphs: Sequence[Glyph], over: Sequence[Box]) -> dict[int, str]:
    """Places of the characters that a clip cuts off or that what was painted later covers, each with the cause."""
    window = unit.window
    lost = {} if window is None else {k: "clipped" for k, glyph in enumerate(glyphs) if not _holds(window, glyph)}
    if over:
        lost |= {k: "covered" for k, glyph in enumerate(glyphs) if any(_holds(area, glyph) for area in over)}
    return lost


def _holds(area: Box, glyph: Glyph) -> bool:
    x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
    return area.x0 <= x <= area.x1 and area.y0 <= y <= area.y1


def _plain(char: str) -> str:
    return RADICALS.get(ord(char), char) if len(char) == 1 else char


def _is_white(colour: Colour) -> bool:
    return all(channel >= WHITE for channel in colour)


def _on_ground(unit: Written, drawing: Drawing) -> bool:
    """Whether white words stand on a coloured ground or a picture, where they can be read."""
    if not unit.characters:
        return False
    box = unit.characters[len(unit.characters) // 2].box
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    grounds = (*drawing.fills, *(picture.box for picture in drawing.pictures))
    return any(g.x0 <= x <= g.x1 and g.y0 <= y <= g.y1 for g in grounds)


def _is_opaque(unit: Pictured, parts: Parts) -> bool:
    """Whether a picture hides what it lies on; a PNG says in its 26th byte whether it has transparency."""
    if unit.alpha < 1 or unit.place not in parts:
        return False
    head = parts.head(unit.place)
    return not (head.startswith(b"\x89PNG") and len(head) > 25 and head[25] in (3, 4, 6))


def _is_solid(unit: Pictured, parts: Parts) -> bool:
    """Whether nothing shines through an upright picture for certain: one whose kind knows no transparency."""
    if not _is_opaque(unit, parts) or unit.place not in parts or any(abs(part) > 0.01 for part in unit.matrix[1:3]):
        return False
    head = parts.head(unit.place)
    return head.startswith((b"\xff\xd8\xff", b"BM")) or (head.startswith(b"\x89PNG") and head[25:26] in (b"\0", b"\2"))


def _add_shape(shape: Shape, drawing: Drawing, limits: Limits) -> None:
    """Ruling edges of a path: the same measures by which those of a PDF are taken."""
    drawing.paths += 1
    if len(drawing.horizontal) + len(drawing.vertical) > limits.page_edges:
        return
    points = [point for _, at in shape.segments for point in at]
    if not points:
        return
    xs, ys = zip(*points, strict=True)
    half = shape.width / 2 if shape.stroke else 0.0
    box = Box(min(xs), min(ys), max(xs), max(ys))
    if box.height + 2 * half <= THIN_POINTS and box.width >= box.height:
        if box.width > LEAST_EDGE_POINTS:
            drawing.horizontal.append(Edge((box.y0 + box.y1) / 2, box.x0 - half, box.x1 + half))
        return
    if box.width + 2 * half <= THIN_POINTS:
        drawing.vertical.append(Edge((box.x0 + box.x1) / 2, box.y0 - half, box.y1 + half))
        return
    count = len(shape.segments)
    if count >= SHAPE_SEGMENTS:
        drawing.shape_segments += count
    if shape.fill and not _is_white(shape.fill):
        drawing.fills.append(box)
    elif shape.stroke is None:
        return  # white on white paper
    if count > MOST_RULE_SEGMENTS:
        return
    if shape.stroke:
        _add_edges(shape, drawing.horizontal, drawing.vertical)
    else:
        _add_edges(shape, drawing.ground_horizontal, drawing.ground_vertical)


def _add_edges(shape: Shape, horizontal: list[Edge], vertical: list[Edge]) -> None:
    here: Point = (0.0, 0.0)
    start = here
    for kind, points in shape.segments:
        to = points[-1] if points else start
        if kind == "M":
            start = to
        elif kind in "LC":
            _add_segment(here, to, horizontal, vertical)
        here = to


def _add_segment(one: Point, other: Point, horizontal: list[Edge], vertical: list[Edge]) -> None:
    (x0, y0), (x1, y1) = one, other
    if abs(y0 - y1) < FLAT_POINTS:
        if abs(x0 - x1) > LEAST_EDGE_POINTS:
            horizontal.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x0 - x1) < FLAT_POINTS and abs(y0 - y1) > LEAST_EDGE_POINTS:
        vertical.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
