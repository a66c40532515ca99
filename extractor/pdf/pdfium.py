"""One PDF page out of PDFium: characters, ruling edges, images and form values, in displayed coordinates.

PDFium is called through its raw C interface: measured, this costs a seventh of a Python PDF parser. PDFium is not
thread-safe; call this from one thread of a process only. Nothing here decides what the page means.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import compress, repeat
from struct import iter_unpack
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractor.document import Box
from extractor.layout.grid import Edge
from extractor.layout.lines import Glyph
from extractor.limits import Limits

CHUNK = 4096  # characters asked of PDFium at a time; the boxes of a chunk stay in one reused array
FLAT_POINTS = 0.5  # a segment that rises less than this over its length is horizontal
LEAST_EDGE_POINTS = 1.0  # shorter segments are dots and corners
THIN_POINTS = 3.0  # a filled rectangle thinner than this is a line
MOST_RULE_SEGMENTS = 4000  # a path with more is a drawing (a seal, a map)
SHAPE_SEGMENTS = 12  # a path with as many may be a letter drawn as an outline; rectangles have 5
HIDDEN_MODES = frozenset((pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP))
SLANT = 0.02  # rise over run from which text does not run to the right; a scanner's skew stays below
WHITE = 250  # a channel from here on is white to the eye
BLANK = re.compile("[\x00-\x20]")
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of PDF: x' = a·x + c·y + e, y' = b·x + d·y + f."""

_boxes = (pdfium.FS_RECTF * CHUNK)()
_box_pointers = [ctypes.byref(box) for box in _boxes]
_matrix = pdfium.FS_MATRIX()
_matrix_pointer = ctypes.byref(_matrix)
_x, _y = ctypes.c_float(), ctypes.c_float()
_left, _bottom, _right, _top = (ctypes.c_float() for _ in range(4))
_red, _green, _blue, _alpha = (ctypes.c_uint() for _ in range(4))
_fill, _stroke = ctypes.c_int(), ctypes.c_int()
_x_pointer, _y_pointer = ctypes.byref(_x), ctypes.byref(_y)
_bounds_pointers = tuple(map(ctypes.byref, (_left, _bottom, _right, _top)))
_colour_pointers = tuple(map(ctypes.byref, (_red, _green, _blue, _alpha)))
_mode_pointers = (ctypes.byref(_fill), ctypes.byref(_stroke))


class Picture(NamedTuple):
    """An image on the page; ``opaque`` ones hide what was drawn before. ``order`` counts drawing objects."""

    box: Box
    order: int
    opaque: bool


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
    first_text: int | None = None
    last_text: int = -1
    texts: int = 0
    paths: int = 0  # painted paths, rules included
    shape_segments: int = 0  # segments of paths too rich to be rules: pictures, seals, letters drawn as outlines
    overflow: bool = False


def displayed(page: Any) -> tuple[Matrix, float, float]:
    """The matrix from PDF user space to the page as displayed (origin top left), and the displayed width and height.

    ``/Rotate`` turns clockwise and ``CropBox`` moves the origin: PDF 32000-1, 7.7.3.3 and 14.11.2.
    """
    frame = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(frame))
    left, bottom, right, top = frame.left, frame.bottom, frame.right, frame.top
    width, height = right - left, top - bottom
    turn = pdfium.FPDFPage_GetRotation(page)
    if turn == 1:
        return (0.0, 1.0, 1.0, 0.0, -bottom, -left), height, width
    if turn == 2:
        return (-1.0, 0.0, 0.0, 1.0, right, -bottom), width, height
    if turn == 3:
        return (0.0, -1.0, -1.0, 0.0, top, right), height, width
    return (1.0, 0.0, 0.0, -1.0, -left, top), width, height


def turned_page(matrix: Matrix, width: float, height: float, degrees: int) -> tuple[Matrix, float, float]:
    """The same for the page turned clockwise by 90 or 270 degrees."""
    if degrees == 90:
        return multiply(matrix, (0.0, 1.0, -1.0, 0.0, height, 0.0)), height, width
    return multiply(matrix, (0.0, -1.0, 1.0, 0.0, 0.0, width)), height, width


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first`` and then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def place(box: tuple[float, float, float, float], matrix: Matrix) -> Box:
    """A rectangle (left, bottom, right, top) of user space as displayed; right for turns by quarter only."""
    a, b, c, d, e, f = matrix
    x0, x1 = a * box[0] + c * box[1] + e, a * box[2] + c * box[3] + e
    y0, y1 = b * box[0] + d * box[1] + f, b * box[2] + d * box[3] + f
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def read_glyphs(textpage: Any, matrix: Matrix, most: int) -> tuple[list[Glyph], list[int]]:
    """The characters in PDFium's order with displayed boxes, and their indices on the text page.

    Spaces and line ends that PDFium made up are left out; they have no place on the paper.
    """
    count = min(pdfium.FPDFText_CountChars(textpage), most)
    characters = _characters(textpage, count)
    printed = bytearray(b"\1") * count
    for blank in BLANK.finditer(characters):
        index = blank.start()
        if blank.group() in "\r\n" or pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            printed[index] = 0
    glyphs: list[Glyph] = []
    _, b, _, _, e, f = matrix
    upright = b == 0.0 and matrix[0] > 0
    box_of = pdfium.FPDFText_GetLooseCharBox
    for start in range(0, count, CHUNK):
        stop = min(start + CHUNK, count)
        deque(map(box_of, repeat(textpage), range(start, stop), _box_pointers), maxlen=0)
        boxes = iter_unpack("4f", memoryview(_boxes).cast("B")[: 16 * (stop - start)])  # left, top, right, bottom
        shown = zip(characters[start:stop], boxes, printed[start:stop], strict=True)
        if upright:
            glyphs += [(text, x0 + e, f - y1, x1 + e, f - y0) for text, (x0, y1, x1, y0), ink in shown if ink]
        else:
            glyphs += [(text, *place((x0, y0, x1, y1), matrix)) for text, (x0, y1, x1, y0), ink in shown if ink]
    return glyphs, list(compress(range(count), printed))


def _characters(textpage: Any, count: int) -> str:
    """The characters by index. One call for all where each takes one UTF-16 unit, else one call for each."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(textpage, 0, count, units) == count + 1:
        try:
            text = bytes(units)[:-2].decode("utf-16-le")
        except UnicodeDecodeError:
            text = ""
        if len(text) == count:
            return text
    return "".join([chr(pdfium.FPDFText_GetUnicode(textpage, index)) for index in range(count)])


def text_object_of(textpage: Any, index: int) -> int:
    """The address of the text object that drew a character, 0 when there is none."""
    pointer = pdfium.FPDFText_GetTextObject(textpage, index)
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def read_drawing(page: Any, matrix: Matrix, limits: Limits) -> Drawing:
    """Ruling edges, pictures and the text objects that need a second look."""
    return _DrawingReader(matrix, limits).read(page)


class _DrawingReader:
    def __init__(self, matrix: Matrix, limits: Limits) -> None:
        self.limits = limits
        self.matrix = matrix
        self.drawing = Drawing()
        self.order = 0

    def read(self, page: Any) -> Drawing:
        self._objects(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, self.matrix, 0)
        return self.drawing

    def _objects(self, count: int, get: Callable[[Any, int], Any], parent: Any, matrix: Matrix, depth: int) -> None:
        type_of = pdfium.FPDFPageObj_GetType
        for number in range(count):
            self.order += 1
            if self.order > self.limits.page_objects:
                self.drawing.overflow = True
                return
            thing = get(parent, number)
            kind = type_of(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._text(thing, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(thing, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                # The form's matrix is not in the bounds of an object inside it, so it is applied here.
                opaque = not pdfium.FPDFPageObj_HasTransparency(thing)
                self.drawing.pictures.append(Picture(self._bounds(thing, matrix), self.order, opaque))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < self.limits.form_depth:
                inner = multiply(_matrix_of(thing), matrix)
                self._objects(
                    pdfium.FPDFFormObj_CountObjects(thing), pdfium.FPDFFormObj_GetObject, thing, inner, depth + 1
                )

    def _bounds(self, thing: Any, matrix: Matrix) -> Box:
        pdfium.FPDFPageObj_GetBounds(thing, *_bounds_pointers)
        return place((_left.value, _bottom.value, _right.value, _top.value), matrix)

    def _text(self, thing: Any, matrix: Matrix) -> None:
        drawing = self.drawing
        drawing.texts += 1
        if drawing.first_text is None:
            drawing.first_text = self.order
        drawing.last_text = self.order
        if pdfium.FPDFTextObj_GetTextRenderMode(thing) in HIDDEN_MODES:
            drawing.invisible.add(_address(thing))
            return
        if pdfium.FPDFPageObj_GetFillColor(thing, *_colour_pointers):
            if _alpha.value == 0:
                drawing.invisible.add(_address(thing))
                return
            if _red.value >= WHITE and _green.value >= WHITE and _blue.value >= WHITE:
                drawing.white[_address(thing)] = self._bounds(thing, matrix)
        pdfium.FPDFPageObj_GetMatrix(thing, _matrix_pointer)
        a, b = _matrix.a, _matrix.b
        across, down = a * matrix[0] + b * matrix[2], a * matrix[1] + b * matrix[3]
        if across < 0 or abs(down) > SLANT * across:
            drawing.turned[_address(thing)] = (across, down)

    def _path(self, thing: Any, matrix: Matrix) -> None:
        segments = pdfium.FPDFPath_CountSegments(thing)
        drawing = self.drawing
        pdfium.FPDFPath_GetDrawMode(thing, *_mode_pointers)
        stroked, filled = bool(_stroke.value), bool(_fill.value)
        if not (stroked or filled):
            return  # only a clip
        drawing.paths += 1
        if segments > MOST_RULE_SEGMENTS or len(drawing.horizontal) + len(drawing.vertical) > self.limits.page_edges:
            drawing.shape_segments += segments
            return
        if segments >= SHAPE_SEGMENTS:
            drawing.shape_segments += segments
        box = self._bounds(thing, matrix)
        if box.width <= THIN_POINTS or box.height <= THIN_POINTS:
            self._thin(box)  # a line, drawn as one or as a narrow area
            return
        if filled and not self._fill_is_white(thing):
            drawing.fills.append(box)
        elif not stroked:
            return  # white on white paper: a background that nobody sees
        horizontal, vertical = (
            (drawing.horizontal, drawing.vertical) if stroked else (drawing.ground_horizontal, drawing.ground_vertical)
        )
        a, b, c, d, e, f = multiply(_matrix_of(thing), matrix)
        segment_of, point_of, type_of, closes = (
            pdfium.FPDFPath_GetPathSegment,
            pdfium.FPDFPathSegment_GetPoint,
            pdfium.FPDFPathSegment_GetType,
            pdfium.FPDFPathSegment_GetClose,
        )
        x = y = start_x = start_y = 0.0
        for number in range(segments):
            segment = segment_of(thing, number)
            point_of(segment, _x_pointer, _y_pointer)
            from_x, from_y = x, y
            px, py = _x.value, _y.value
            x, y = a * px + c * py + e, b * px + d * py + f
            kind = type_of(segment) if number else pdfium.FPDF_SEGMENT_MOVETO
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start_x, start_y = x, y
                continue
            if kind == pdfium.FPDF_SEGMENT_LINETO:
                _add_segment(from_x, from_y, x, y, horizontal, vertical)
            if segments > 2 and closes(segment):
                _add_segment(x, y, start_x, start_y, horizontal, vertical)
                x, y = start_x, start_y

    def _fill_is_white(self, thing: Any) -> bool:
        if not pdfium.FPDFPageObj_GetFillColor(thing, *_colour_pointers):
            return False
        return _alpha.value == 0 or (_red.value >= WHITE and _green.value >= WHITE and _blue.value >= WHITE)

    def _thin(self, box: Box) -> None:
        if box.width >= box.height:
            if box.width > LEAST_EDGE_POINTS:
                self.drawing.horizontal.append(Edge((box.y0 + box.y1) / 2, box.x0, box.x1))
        elif box.height > LEAST_EDGE_POINTS:
            self.drawing.vertical.append(Edge((box.x0 + box.x1) / 2, box.y0, box.y1))


def _add_segment(
    x0: float, y0: float, x1: float, y1: float, horizontal: list[Edge], vertical: list[Edge]
) -> None:
    if abs(y0 - y1) < FLAT_POINTS:
        if abs(x0 - x1) > LEAST_EDGE_POINTS:
            horizontal.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x0 - x1) < FLAT_POINTS and abs(y0 - y1) > LEAST_EDGE_POINTS:
        vertical.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _address(thing: Any) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _matrix_of(thing: Any) -> Matrix:
    if not pdfium.FPDFPageObj_GetMatrix(thing, _matrix_pointer):
        return IDENTITY
    return (_matrix.a, _matrix.b, _matrix.c, _matrix.d, _matrix.e, _matrix.f)


def unmapped_share(textpage: Any, indices: list[int], sample: int = 24) -> float:
    """The share of a sample of characters for which the file does not say which character they are."""
    if not indices:
        return 0.0
    step = max(1, len(indices) // sample)
    asked = indices[::step]
    unmapped: int = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, k) == 1 for k in asked)
    return unmapped / len(asked)


class FormValue(NamedTuple):
    """The value shown in a form field, or the words of a free-text note."""

    text: str
    box: Box


def read_form_values(page: Any, matrix: Matrix) -> Iterator[FormValue]:
    """Values of AcroForm fields and free-text notes; they stand in no text layer."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), 5000)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
                continue
            if pdfium.FPDFAnnot_GetFlags(annotation) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW):
                continue
            rect = pdfium.FS_RECTF()
            if not pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(rect)):
                continue
            if kind == pdfium.FPDF_ANNOT_FREETEXT:
                text = _string_of(annotation, b"Contents")
            elif state := _string_of(annotation, b"AS"):  # a box to tick has a state of appearance
                text = "☐" if state == "Off" else "☑"
            else:
                text = _string_of(annotation, b"V")
            if text:
                yield FormValue(text, place((rect.left, rect.bottom, rect.right, rect.top), matrix))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _string_of(annotation: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2 or size > 200_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00").strip()
