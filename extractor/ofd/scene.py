"""A page's graphic units in the order they are painted, each where it stands on the displayed page, in points.

Source: GB/T 33190-2016, chapters 7.7 (pages), 8 (graphics), 9 (paths), 10 (pictures), 11 (text), 13 (composites).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extractor.document import Box
from extractor.errors import Damaged, TooLarge
from extractor.limits import Limits
from extractor.ofd.clips import hull, narrowed, window_of
from extractor.ofd.package import child, children, name_of, words_of
from extractor.ofd.paths import Segment, outline
from extractor.ofd.resources import Resources
from extractor.ofd.values import box, flag, matrix, number, whole
from extractor.ofd.writing import Placed, place_characters
from extractor.pdf.coordinates import Matrix, multiply

Element = etree._Element

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 255."""

BLACK: Colour = (0.0, 0.0, 0.0)
_UNITS = ("TextObject", "PathObject", "ImageObject", "CompositeObject", "PageBlock")
_LINE_WIDTH_MM = 0.353
"""Width of a line where none is given (GB/T 33190-2016, 8.2)."""
_PARTS_OF_BLOCK = 40
"""Blocks inside blocks, composites included; office programs use two or three."""


class Written(NamedTuple):
    """A text object. ``seen`` is False where it leaves no ink; ``font`` is the place of its font file, "" for none.
    ``window`` is where its clips let it be seen, None for everywhere."""

    characters: tuple[Placed, ...]
    colour: Colour
    seen: bool
    font: str
    direction: tuple[float, float]
    window: Box | None = None


class Shape(NamedTuple):
    """A path; ``fill`` and ``stroke`` are None where it has none. ``width`` is that of its line in points. ``hides``:
    nothing shines through its filled area."""

    segments: tuple[Segment, ...]
    fill: Colour | None
    stroke: Colour | None
    width: float
    hides: bool = False


class Pictured(NamedTuple):
    """A picture: its part, "" where it has none, and the matrix from the unit square (y down) to the page.

    ``over``: it is a seal or a note, to be shown without hiding what it lies on.
    """

    place: str
    matrix: Matrix
    box: Box
    alpha: float
    over: bool


Unit = Written | Shape | Pictured


@dataclass(slots=True)
class Stage:
    """Collects the units of one page."""

    resources: Resources
    limits: Limits
    units: list[Unit] = field(default_factory=list)
    hidden: int = 0  # characters of notes that are switched off
    over: bool = False  # what follows are notes
    _count: int = 0
    _characters: int = 0
    _off: bool = False  # inside an object that is switched off
    _window: Box | None = None  # where the clips around what follows let it be seen

    def add_block(self, block: Element, frame: Matrix, params: tuple[str, ...] = (), depth: int = 0) -> None:
        """The units of a layer, block or composite; ``frame`` leads from its space to the page."""
        if depth > _PARTS_OF_BLOCK:
            raise Damaged("图元嵌套过深或互相引用")
        if own := block.get("DrawParam"):
            params = (own, *params)
        for unit in children(block, *_UNITS):
            self._count += 1
            if self._count > self.limits.page_objects:
                raise TooLarge("图形对象过多")
            off = not flag(unit.get("Visible"), True)
            if off and self.over:
                self.hidden += sum(len(words_of(code)) for code in unit.iter("{*}TextCode"))
                continue
            around = self._off, self._window
            self._off = self._off or off
            self._add(unit, frame, params, depth)
            self._off, self._window = around

    def _add(self, unit: Element, frame: Matrix, params: tuple[str, ...], depth: int) -> None:
        kind = name_of(unit)
        if kind == "PageBlock":
            self.add_block(unit, frame, params, depth + 1)
            return
        bounds = box(unit.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        outer = multiply((1.0, 0.0, 0.0, 1.0, bounds[0], bounds[1]), frame)
        own = multiply(matrix(unit.get("CTM")), outer)
        if unit.get("DrawParam"):
            params = (unit.get("DrawParam", ""), *params)
        self._window = narrowed(self._window, window_of(unit, (own, outer, frame), self.limits.page_objects))
        if kind == "TextObject":
            self._add_text(unit, own, params)
        elif self._off and kind != "CompositeObject":  # of what is switched off only the words matter
            return
        elif kind == "PathObject":
            self._add_path(unit, own, params)
        elif kind == "ImageObject":
            if not unit.get("CTM"):  # the picture fills its bounds
                own = multiply((bounds[2], 0.0, 0.0, bounds[3], bounds[0], bounds[1]), frame)
            place = self.resources.pictures.get(unit.get("ResourceID", ""), "")
            self.add_picture(place, own, _alpha(unit))
        else:
            self._add_composite(unit, own, params, depth)

    def add_picture(self, place: str, own: Matrix, alpha: float = 1.0) -> None:
        self.units.append(Pictured(place, own, hull(own, 0.0, 0.0, 1.0, 1.0), alpha, self.over))

    def _add_composite(self, unit: Element, own: Matrix, params: tuple[str, ...], depth: int) -> None:
        drawn = self.resources.composites.get(unit.get("ResourceID", ""))
        content = child(drawn, "Content")
        if content is None:
            raise Damaged("缺少复合图元的内容")
        self.add_block(content, own, params, depth + 1)

    def _add_text(self, unit: Element, own: Matrix, params: tuple[str, ...]) -> None:
        characters, direction = place_characters(unit, own, self.limits.page_chars)
        self._characters += len(characters)
        if self._characters > self.limits.page_chars:
            raise TooLarge("文字过多")
        colour, alpha = self._colour(unit, "FillColor", params)
        inked = flag(unit.get("Fill"), True) or flag(unit.get("Stroke"), False)
        font = self.resources.fonts.get(unit.get("Font", ""), "")
        seen = inked and alpha * _alpha(unit) > 0 and not self._off
        self.units.append(Written(characters, colour or BLACK, seen, font, direction, self._window))

    def _add_path(self, unit: Element, own: Matrix, params: tuple[str, ...]) -> None:
        data = words_of(child(unit, "AbbreviatedData"))
        segments = tuple(outline(data, own, self.limits.page_objects))
        self._count += len(segments)
        fill = stroke = None
        hides = False
        if flag(unit.get("Fill"), False):
            colour, alpha = self._colour(unit, "FillColor", params)
            fill = colour if alpha > 0 else None
            hides = fill is not None and alpha * _alpha(unit) == 1
        if flag(unit.get("Stroke"), True):
            colour, alpha = self._colour(unit, "StrokeColor", params)
            stroke = (colour or BLACK) if alpha > 0 else None
        if segments and _alpha(unit) > 0 and (fill or stroke):
            said = next((e.get("LineWidth") for e in self._styles(unit, params) if e.get("LineWidth")), None)
            width = _LINE_WIDTH_MM if said is None else number(said, "线宽")
            scale = abs(own[0] * own[3] - own[1] * own[2]) ** 0.5
            self.units.append(Shape(segments, fill, stroke, width * scale, hides))

    def _styles(self, unit: Element, params: tuple[str, ...]) -> Iterator[Element]:
        """The unit and the drawing parameters that hold for it, the closest first."""
        yield unit
        for name in params:
            yield from self.resources.parameter(name)

    def _colour(self, unit: Element, name: str, params: tuple[str, ...]) -> tuple[Colour | None, float]:
        """A colour and its opacity (0 to 1); None where no plain one is given."""
        for style in self._styles(unit, params):
            said = child(style, name)
            if said is not None:
                return _colour_of(said), _alpha(said)
        return None, 1.0


def _alpha(element: Element) -> float:
    return max(0, min(255, whole(element.get("Alpha"), 255))) / 255


def _colour_of(element: Element) -> Colour:
    """A colour by how many values it has: grey, RGB or CMYK. Shadings and patterns count as a middle grey."""
    said = element.get("Value")
    if said is None:
        return (128.0, 128.0, 128.0) if len(element) else BLACK
    values = [
        float(whole_hex(word)) if "#" in word else number(word, "颜色") for word in said.replace(",", " ").split()
    ]
    if len(values) == 1:
        return values[0], values[0], values[0]
    if len(values) == 4:
        c, m, y, k = (min(255.0, max(0.0, v)) / 255 for v in values)
        return 255 * (1 - c) * (1 - k), 255 * (1 - m) * (1 - k), 255 * (1 - y) * (1 - k)
    return (values[0], values[1], values[2]) if len(values) == 3 else BLACK


def whole_hex(word: str) -> int:
    """A value of one byte written as ``#FF``."""
    try:
        return int(word.replace("#", ""), 16) & 255
    except ValueError:
        raise Damaged(f"颜色数值无效：{word[:20]}") from None
