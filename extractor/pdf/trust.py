"""Whether a page's text layer says what a reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.document import Box
from extractor.layout.characters.glyphs import Glyph, Glyphs
from extractor.pdf.drawing import Drawing, Picture
from extractor.pdf.glyphs import BLANK, text_objects_of
from extractor.pdf.unseen import suspect_objects

COVERING_SHARE = 0.6  # an image over this share of the page is the page itself (a scan)
FEW_CHARS = 200  # a page image with fewer characters over it carries words itself; OCR then reads both
OUTLINE_SEGMENTS = 40  # segments of one Chinese character drawn as an outline, about
BAD_SHARE = 0.3  # unusable characters from which the text layer says nothing reliable
FEW_CHINESE = 20  # with fewer Chinese characters their rarity says nothing
RARE_SHARE = 0.5  # Chinese characters outside GB 2312; real text stays under 0.05, a wrong font map gives 0.7

UNUSABLE = re.compile("[\x00-\x1f\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")
CHINESE = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Sorted:
    """Characters by how they stand. ``upright`` run to the right, ``turned`` are by text object, ``hidden`` nobody can
    see, each with its cause in ``causes``; ``stamped`` are a seal's, by text object. ``suspects``: places in ``upright`` of those that may not be seen either, with
    the text object and the cause."""

    upright: Glyphs
    turned: dict[int, list[Glyph]] = field(default_factory=dict)
    hidden: list[Glyph] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    suspects: dict[int, tuple[int, str]] = field(default_factory=dict)
    stamped: dict[int, list[Glyph]] = field(default_factory=dict)


def sort_glyphs(
    textpage: Any, glyphs: Glyphs, indices: Sequence[int], drawing: Drawing, seals: frozenset[int] = frozenset()
) -> Sorted:
    """The characters of a page, sorted. ``seals`` are the text objects of its seals."""
    white = {thing for thing, box in drawing.white.items() if not _on_ground(box, drawing)}
    doubted = suspect_objects(drawing)
    if not (drawing.invisible or drawing.turned or white or doubted or seals):
        return Sorted(glyphs)
    upright: list[Glyph] = []
    turned: dict[int, list[Glyph]] = {}
    hidden: list[Glyph] = []
    causes: list[str] = []
    suspects: dict[int, tuple[int, str]] = {}
    stamped: dict[int, list[Glyph]] = {}
    for glyph, thing in zip(glyphs, text_objects_of(textpage, indices), strict=True):
        if thing in seals:
            stamped.setdefault(thing, []).append(glyph)
        elif thing in drawing.invisible or thing in white:
            hidden.append(glyph)
            causes.append("same_colour" if thing in white else "invisible")
        elif thing in drawing.turned:
            turned.setdefault(thing, []).append(glyph)
        else:
            if thing in doubted:
                suspects[len(upright)] = thing, doubted[thing]
            upright.append(glyph)
    return Sorted(Glyphs.of(upright), turned, hidden, causes, suspects, stamped)


def _on_ground(box: Box, drawing: Drawing) -> bool:
    """Whether white words stand on a coloured ground or an image, where they can be read."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    grounds = (*drawing.fills, *(picture.box for picture in drawing.pictures))
    return any(g.x0 <= x <= g.x1 and g.y0 <= y <= g.y1 for g in grounds)


def covers(pictures: list[Picture], area: float) -> bool:
    """Whether images make up the page, one or in strips as some scanners write them."""
    return sum(p.box.width * p.box.height for p in pictures) >= COVERING_SHARE * area


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds: characters by how they stand, and the drawing around them.

    ``turned`` are those of text objects not running to the right, by object; ``hidden`` those nobody can see;
    each with its cause in ``causes``; ``unmapped`` is the share of characters whose code the file does not translate;
    ``suspects`` and ``stamped`` are as in ``Sorted``; ``doubtful`` are digits that a font of the page draws like others.
    """

    upright: Glyphs
    turned: dict[int, list[Glyph]]
    hidden: list[Glyph]
    unmapped: float
    drawing: Drawing
    causes: list[str] = field(default_factory=list)
    suspects: dict[int, tuple[int, str]] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()
    stamped: dict[int, list[Glyph]] = field(default_factory=dict)

    def quarter_turn(self) -> int:
        """How far to turn the page clockwise to read it: 90 or 270 when most words run up or down it, 180 when they stand
        on their heads; else 0."""
        runs = {90: 0, 180: 0, 270: 0}
        for thing, glyphs in self.turned.items():
            across, along = self.drawing.turned[thing]
            if abs(across) <= 0.05 * abs(along):
                runs[90 if along < 0 else 270] += len(glyphs)
            elif abs(along) <= 0.05 * -across:
                runs[180] += len(glyphs)
        turn = max(runs, key=runs.__getitem__)
        others = len(self.upright) + sum(runs.values()) - runs[turn]
        return turn if runs[turn] > 2 * others else 0

    def is_trustworthy(self, area: float) -> bool:
        """Whether the text layer says what a reader of the page sees. ``area`` is the page's, in square points."""
        drawing = self.drawing
        chars = self.upright.text
        text = BLANK.sub("", chars if isinstance(chars, str) else "".join(chars))
        count = len(text) + sum(map(len, self.turned.values()))
        if not text:
            return bool(self.turned) or not (drawing.pictures or self.hidden or drawing.paths)
        if covers(drawing.pictures, area):
            if count < FEW_CHARS or len(self.hidden) > len(text):
                return False
            if covers([p for p in drawing.pictures if p.opaque and p.order > drawing.last_text], area):
                return False  # the image was painted over the words
        if count < FEW_CHARS and drawing.shape_segments > OUTLINE_SEGMENTS * max(count, FEW_CHARS / 2):
            return False  # the words are drawn as outlines
        return self.unmapped <= BAD_SHARE and is_writing(text)


def is_writing(text: str) -> bool:
    """Whether characters are words that people write, by their kind: few unusable ones, few rare ones."""
    if len(UNUSABLE.findall(text)) > BAD_SHARE * len(text):
        return False
    chinese = "".join(CHINESE.findall(text))
    known = chinese.encode("gb2312", "ignore")
    return len(chinese) < FEW_CHINESE or len(known) / 2 >= (1 - RARE_SHARE) * len(chinese)
