"""What is drawn on a page besides characters: ruling edges, filled areas, images; and how each text object is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractor.document import Box
from extractor.layout.ruled.grid import Edge, edged
from extractor.limits import Limits
from extractor.pdf import native
from extractor.pdf.asking import (
    CHUNK,
    PathSaid,
    TextSaid,
    asked_paths,
    asked_texts,
    bounds_of,
    fill_of,
    matrix_of,
    placed,
    points,
)
from extractor.pdf.coordinates import Matrix, multiply
from extractor.pdf.native import Handle

FLAT_POINTS = 0.5  # a segment that rises less than this over its length is horizontal
LEAST_EDGE_POINTS = 1.0  # shorter segments are dots and corners
THIN_POINTS = 3.0  # a path thinner than this is a line, drawn as one or as a narrow area
MOST_RULE_SEGMENTS = 4000  # a path with more is a drawing (a seal, a map)
SHAPE_SEGMENTS = 12  # a path with as many may be a letter drawn as an outline; rectangles have 5
HIDDEN_MODES = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
SLANT = 0.02  # rise over run from which text does not run to the right; a scanner's skew stays below
SIGNED_POINTS = (220.0, 70.0)  # a stroke of a signature is no wider and no higher
RECTANGLE_SEGMENTS = 6  # a filled path with more may be a frame, which leaves its middle free
OPAQUE = 255  # alpha of a colour that nothing shines through
MOVE, LINE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO
TEXT, PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
SEAL_POINTS = (31.0, 185.0)  # the longer side of a seal
SEAL_FLAT = 0.4  # its shorter side at least, of the longer one
SHADE = 8  # colours whose channels differ by less are hardly told apart
WHITE = 250  # a channel from here on is white to the eye


class Picture(NamedTuple):
    """An image on the page; ``opaque`` ones hide what was drawn before. ``order`` counts drawing objects; ``image`` is the
    address of an image, 0 for an area."""

    box: Box
    order: int
    opaque: bool
    image: int = 0


class Form(NamedTuple):
    """A form object of a seal's size: its box, its address, and which of the page's text objects stand in it (first, behind the last)."""

    box: Box
    thing: int
    first: int
    stop: int


Shade = tuple[int, int, int]
"""A colour in steps too small to read by."""


class Ink(NamedTuple):
    """A text object: its address, its place in the drawing order, the space it stands in, whether a clip bounds it, and
    whether its colour is nearly that of the ground below it."""

    thing: int
    order: int
    matrix: Matrix
    clipped: bool
    on_own_colour: bool


_ink: Callable[[tuple[int, int, Matrix, bool, bool]], Ink] = partial(tuple.__new__, Ink)


@dataclass(slots=True)
class Drawing:
    """Everything drawn on a page besides characters. Points, displayed coordinates."""

    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    ground_horizontal: list[Edge] = field(default_factory=list)  # sides of filled areas drawn without an outline
    ground_vertical: list[Edge] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    invisible: set[int] = field(default_factory=set)  # addresses of text objects that are drawn without ink
    white: dict[int, Box] = field(default_factory=dict)  # addresses and boxes of text objects in white
    turned: dict[int, tuple[float, float]] = field(default_factory=dict)  # text not running right, and where it runs
    texts: list[Ink] = field(default_factory=list)
    fonts: set[int] | None = field(default_factory=set)  # addresses of the fonts of all text; None when not known
    covers: list[Picture] = field(default_factory=list)  # opaque areas and images, which hide words drawn before
    grounds: list[tuple[Box, Shade]] = field(default_factory=list)  # opaque areas as drawn, with their colours
    shades: set[Shade] = field(default_factory=set)  # those colours
    last_text: int = -1  # the last text object's place in the drawing order
    paths: int = 0  # painted paths, rules included
    forms: list[Form] = field(default_factory=list)  # what may be a seal: drawn as one thing, and as large as one
    circles: list[Box] = field(default_factory=list)  # curved outlines as large as a seal that stand in no form
    strokes: list[Box] = field(default_factory=list)  # drawn lines as large as a signature's that are no rules
    shape_segments: int = 0  # segments of paths too rich to be rules: pictures, seals, letters drawn as outlines
    overflow: bool = False


def is_seal_sized(box: Box) -> bool:
    """Whether a box is as large as a seal and no strip: 11 mm (a name seal) to 65 mm."""
    long, short = max(box.width, box.height), min(box.width, box.height)
    return SEAL_POINTS[0] <= long <= SEAL_POINTS[1] and short >= SEAL_FLAT * long


def read_drawing(page: Any, matrix: Matrix, limits: Limits) -> Drawing:
    """Everything drawn on a page, what stands inside form objects included."""
    reader = _Reader(limits)
    at = Handle(native.address(page))
    reader.read_objects(native.page_objects(at), native.page_object, at, matrix, 0)
    return reader.drawing


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.drawing = Drawing()
        self.order = 0

    def read_objects(
        self, count: int, get: Callable[[Handle, int], Handle], parent: Handle, matrix: Matrix, depth: int
    ) -> None:
        """The objects of a page or form; ``matrix`` leads from the parent's space to the displayed page."""
        for start in range(0, count, CHUNK):
            things = list(map(get, repeat(parent), range(start, min(start + CHUNK, count))))
            if not self._read_some(things, matrix, depth):
                return

    def _read_some(self, things: Sequence[Handle], matrix: Matrix, depth: int) -> bool:
        """Objects that follow each other. They are asked all together: a call costs half as much as one by one.

        Whether the page may have more.
        """
        kinds = list(map(native.object_type, things))
        words = [thing for thing, kind in zip(things, kinds, strict=True) if kind == TEXT]
        texts = asked_texts(words)
        if self.drawing.fonts is not None:
            self.drawing.fonts.update([font or 0 for font in map(native.text_font, words)])
        paths = asked_paths([thing for thing, kind in zip(things, kinds, strict=True) if kind == PATH])
        most = self.limits.page_objects
        for thing, kind in zip(things, kinds, strict=True):
            self.order += 1
            if self.order > most:
                self.drawing.overflow = True
                return False
            if kind == TEXT:
                self._text(thing, next(texts), matrix)
            elif kind == PATH:
                said = next(paths)
                if said[0] or said[1]:  # filled or stroked, not only a clip
                    self._path(thing, said, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(thing, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth >= self.limits.form_depth:
                self.drawing.fonts = None
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                self._form(thing, matrix, depth)
        return True

    def _form(self, thing: Handle, matrix: Matrix, depth: int) -> None:
        first = len(self.drawing.texts)
        inner = multiply(matrix_of(thing), matrix)
        self.read_objects(native.form_objects(thing), native.form_object, thing, inner, depth + 1)
        box = bounds_of(thing, matrix)
        if is_seal_sized(box):
            self.drawing.forms.append(Form(box, thing.value or 0, first, len(self.drawing.texts)))

    def _image(self, thing: Handle, matrix: Matrix) -> None:
        opaque = not native.has_transparency(thing)
        picture = Picture(bounds_of(thing, matrix), self.order, opaque, thing.value or 0)
        self.drawing.pictures.append(picture)
        if opaque and self.drawing.texts:
            self.drawing.covers.append(picture)

    def _text(self, thing: Handle, said: TextSaid, matrix: Matrix) -> None:
        drawing = self.drawing
        drawing.last_text = self.order
        at = thing.value or 0
        mode, coloured, red, green, blue, alpha, clips, a, b = said
        if mode in HIDDEN_MODES or (coloured and alpha == 0):
            drawing.invisible.add(at)
            return
        same = False
        if coloured:
            if red >= WHITE and green >= WHITE and blue >= WHITE:
                drawing.white[at] = bounds_of(thing, matrix)
            if drawing.shades:
                shade = _shade(red, green, blue)
                same = shade in drawing.shades and self._ground_of(bounds_of(thing, matrix)) == shade
        drawing.texts.append(_ink((at, self.order, matrix, clips > 0, same)))
        if b == 0.0 == matrix[1] and a * matrix[0] > 0:
            return  # runs to the right, as nearly all text does
        across, down = a * matrix[0] + b * matrix[2], a * matrix[1] + b * matrix[3]
        if across < 0 or abs(down) > SLANT * across:
            drawing.turned[at] = (across, down)

    def _ground_of(self, box: Box) -> Shade | None:
        """The colour of the last opaque area drawn below the middle of a box; None for bare paper."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        below = (s for g, s in reversed(self.drawing.grounds) if g.x0 <= x <= g.x1 and g.y0 <= y <= g.y1)
        return next(below, None)

    def _path(self, thing: Handle, said: PathSaid, matrix: Matrix) -> None:
        drawing = self.drawing
        filled, stroked, left, bottom, right, top = said
        drawing.paths += 1
        if len(drawing.horizontal) + len(drawing.vertical) > self.limits.page_edges:
            return
        x0, y0, x1, y1 = box = placed(left, bottom, right, top, matrix)
        if y1 - y0 <= THIN_POINTS and x1 - x0 >= y1 - y0:
            if x1 - x0 > LEAST_EDGE_POINTS:
                drawing.horizontal.append(edged(((y0 + y1) / 2, x0, x1)))
            return
        if x1 - x0 <= THIN_POINTS:
            drawing.vertical.append(edged(((x0 + x1) / 2, y0, y1)))
            return
        segments = native.path_segments(thing)
        if segments >= SHAPE_SEGMENTS:
            drawing.shape_segments += segments
            if stroked and not filled and x1 - x0 <= SIGNED_POINTS[0] and y1 - y0 <= SIGNED_POINTS[1]:
                drawing.strokes.append(box)
        if segments > RECTANGLE_SEGMENTS and stroked and is_seal_sized(box):
            drawing.circles.append(box)
        white = False
        if filled:
            white = self._ground(thing, box, segments)
        if filled and not white:
            drawing.fills.append(box)
        elif not stroked:
            return  # white on white paper: a background that nobody sees
        if segments > MOST_RULE_SEGMENTS:
            return
        horizontal, vertical = (
            (drawing.horizontal, drawing.vertical) if stroked else (drawing.ground_horizontal, drawing.ground_vertical)
        )
        _add_edges(thing, segments, multiply(matrix_of(thing), matrix), horizontal, vertical)

    def _ground(self, thing: Handle, box: Box, segments: int) -> bool:
        """Notes a filled area that hides what is below it. Whether it is white, or nothing at all."""
        colour = fill_of(thing)
        if colour is None:
            return False
        drawing = self.drawing
        red, green, blue, alpha = colour
        if segments <= RECTANGLE_SEGMENTS and alpha == OPAQUE:
            shade = _shade(red, green, blue)
            drawing.grounds.append((box, shade))
            drawing.shades.add(shade)
            if drawing.texts:
                drawing.covers.append(Picture(box, self.order, True))
        return bool(alpha == 0 or (red >= WHITE and green >= WHITE and blue >= WHITE))


def _shade(red: int, green: int, blue: int) -> Shade:
    return red // SHADE, green // SHADE, blue // SHADE


def _add_edges(thing: Handle, segments: int, matrix: Matrix, horizontal: list[Edge], vertical: list[Edge]) -> None:
    """The straight, level and upright segments of a path."""
    a, b, c, d, e, f = matrix
    x = y = start_x = start_y = 0.0
    for px, py, kind, closes in points(thing, segments):
        from_x, from_y = x, y
        x, y = a * px + c * py + e, b * px + d * py + f
        if kind == MOVE:
            start_x, start_y = x, y
            continue
        if kind == LINE:
            _add_segment(from_x, from_y, x, y, horizontal, vertical)
        if closes:
            _add_segment(x, y, start_x, start_y, horizontal, vertical)
            x, y = start_x, start_y


def _add_segment(x0: float, y0: float, x1: float, y1: float, horizontal: list[Edge], vertical: list[Edge]) -> None:
    if abs(y0 - y1) < FLAT_POINTS:
        if abs(x0 - x1) > LEAST_EDGE_POINTS:
            horizontal.append(edged(((y0 + y1) / 2, min(x0, x1), max(x0, x1))))
    elif abs(x0 - x1) < FLAT_POINTS and abs(y0 - y1) > LEAST_EDGE_POINTS:
        vertical.append(edged(((x0 + x1) / 2, min(y0, y1), max(y0, y1))))
