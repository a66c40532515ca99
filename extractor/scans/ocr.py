"""Page image → words, lines and tables, each with its place and the recogniser's confidence.

The recogniser is ``extractor.scans.recogniser``; everything else – which way is up, where a seal
lies, what is one printed segment, which cell it stands in – is decided beside it and in ``extractor.layout``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractor.document import Block, Box, Line, Page, Seal, Table
from extractor.edges import Edges
from extractor.layout.characters.stacked import with_upright_words
from extractor.layout.pixels.full_width import without_false_blanks
from extractor.layout.pixels.given import block_as_given, box_as_given
from extractor.layout.pixels.rules import EM_OF_BOX
from extractor.layout.pixels.scan import Image, Rect, Rule
from extractor.layout.pixels.scan_signs import (
    edges_of_characters,
    inked_columns,
    with_commas,
    with_lost_marks,
    with_lost_spaces,
)
from extractor.layout.pixels.scan_text import runs_sideways
from extractor.layout.ruled.grid import Edge
from extractor.layout.ruled.worn_rules import whole_rules
from extractor.layout.scan_tables import lines_to_blocks
from extractor.layout.two_up import middle_strip
from extractor.likeness import Look, look_of
from extractor.scans.network import LEAST_CONFIDENCE
from extractor.scans.recogniser import Recognised
from extractor.scans.seal_words import read_seals
from extractor.scans.sheet import is_upside_down, look_at, words_on

MOST_PIXELS = 9_000_000  # A3 at 200 dpi; larger images gain nothing and cost memory
LEAST_SIDE = 32  # pixels; a strip thinner than this holds no line of words


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read from one page image.

    ``blocks`` are lines and tables in reading order, with boxes in points of the page turned upright; apart from that
    quarter turn they lie where they lie in the image as given, before it was flattened and levelled. ``seals`` are
    boxes of seals. ``width`` and ``height`` are points of the upright page. ``rotation`` says how many degrees
    (0, 90, 180, 270) the image had to be turned clockwise to be upright. ``slope`` is how far its print sinks, points
    down per point to the right. ``look`` is what a photo is known again by. ``seal_words`` is what the seals say; ``under_seals`` are
    second readings of lines that a seal lies over: the line's box, the other words, their confidence. ``scrawls`` are boxes of ink
    that gave no words, ``lost`` those of ink higher than a line in which words may be lost.
    """

    blocks: tuple[Block, ...]
    seals: tuple[Box, ...]
    width: float
    height: float
    rotation: int = 0
    slope: float = 0.0
    look: Look | None = None
    seal_words: tuple[Seal, ...] = ()
    under_seals: tuple[tuple[Box, str, float], ...] = ()
    scrawls: tuple[Box, ...] = ()
    lost: tuple[Box, ...] = ()


def read_image(image: Image, dpi: float) -> OcrPage:
    """Words, lines and tables of one page.

    ``image`` is RGB, height × width × 3, uint8; ``dpi`` is its resolution and sets the scale of the boxes.
    """
    if min(image.shape[:2]) < LEAST_SIDE:
        return OcrPage((), (), image.shape[1] * 72.0 / dpi, image.shape[0] * 72.0 / dpi)
    shrink = min(1.0, (MOST_PIXELS / (image.shape[0] * image.shape[1])) ** 0.5)
    if shrink < 1:
        image = np.asarray(cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        dpi *= shrink
    turns, sheet = 0, look_at(image, dpi)
    if runs_sideways(sheet.found):
        turns, sheet = 1, look_at(np.ascontiguousarray(np.rot90(image, -1)), dpi)
    text = words_on(sheet)
    if is_upside_down(text):
        turns, sheet = turns + 2, look_at(np.ascontiguousarray(np.rot90(image, -turns - 2)), dpi)
        text = words_on(sheet)
    page, scale = sheet.page, 72.0 / dpi
    numbered = [
        (k, _line(rect, words, text.print_, scale))
        for k, (rect, words) in enumerate(zip(text.rects, text.words, strict=True))
        if words.text and words.confidence >= LEAST_CONFIDENCE
    ]
    lines = [line for _, line in numbered]
    upright = _edges(text.upright, scale)
    level = whole_rules(_edges(text.level, scale), upright, page.image.shape[1] * scale)
    blocks = with_upright_words(
        _blocks(lines, level, upright, (page.image.shape[1] * scale, page.image.shape[0] * scale))
    )
    height, width = image.shape[:2] if turns % 2 == 0 else image.shape[1::-1]
    return OcrPage(
        tuple(block_as_given(block, page, scale) for block in blocks),
        tuple(box_as_given(Box(*seal), page, 1.0, scale) for seal in text.seals),
        width * scale,
        height * scale,
        turns * 90,
        slope=page.slope,
        look=look_of(np.rot90(image, -turns)),
        scrawls=tuple(box_as_given(Box(*scrawl), page, 1.0, scale) for scrawl in text.scrawls),
        lost=tuple(box_as_given(Box(*rect), page, 1.0, scale) for rect in text.lost),
        under_seals=tuple(
            (box_as_given(line.box, page, scale, scale), text.others[k].text, text.others[k].confidence)
            for k, line in numbered
            if k in text.others and line.box is not None
        ),
        seal_words=tuple(
            replace(said, box=box_as_given(said.box, page, 1.0, scale))
            for said in read_seals(page.image, sheet.red, sheet.blue, sheet.greys)
        ),
    )


def _blocks(
    lines: Sequence[Line], level: Sequence[Edge], upright: Sequence[Edge], size: tuple[float, float]
) -> tuple[Block, ...]:
    """Lines and tables in reading order; of two pages on one sheet those of the left one first, for no table runs over both."""
    width, height = size
    x = middle_strip([line.box for line in lines if line.box], level, width, height)
    if x is None:
        return lines_to_blocks(lines, level, upright, width)
    left = [line for line in lines if line.box is not None and line.box.x1 < x]
    right = [line for line in lines if line.box is not None and line.box.x1 >= x]
    return (
        *lines_to_blocks(left, [e for e in level if e.stop <= x], [e for e in upright if e.at < x], x),
        *lines_to_blocks(right, [e for e in level if e.start >= x], [e for e in upright if e.at > x], width),
    )


def page_of(read: OcrPage, number: int) -> Page:
    """The page of a document that an image gave."""
    blocks = tuple(replace(block, page=number) if isinstance(block, Table) else block for block in read.blocks)
    return Page(
        number, read.width, read.height, blocks, "ocr", read.seals, read.slope, turn=read.rotation, look=read.look,
        seal_words=read.seal_words, under_seals=read.under_seals, scrawls=read.scrawls,
        lost=read.lost,
    )  # fmt: skip


def _edges(rules: Sequence[Rule], scale: float) -> list[Edge]:
    return [Edge(at * scale, start * scale, stop * scale) for at, start, stop in rules]


def _line(rect: Rect, words: Recognised, print_: Image, scale: float) -> Line:
    """A line in points of the straightened page."""
    x0, y0, x1, y1 = rect
    pad = 0.12 * (y1 - y0)
    start, stop = x0 + pad * 0.5, x1 - pad * 0.5
    middles = [x0 + share * (x1 - x0) for share in words.centres]
    text, middles = with_lost_marks(with_commas(words.text, middles, print_, rect), middles, print_, rect)
    columns = inked_columns(print_, rect)
    text, middles = without_false_blanks(text, middles, (y1 - y0) * EM_OF_BOX)
    text, middles = with_lost_spaces(text, middles, columns, (y1 - y0) * EM_OF_BOX)
    edges = edges_of_characters(text, middles, (start, stop), columns)
    box = Box(start * scale, (y0 + pad) * scale, stop * scale, (y1 - pad) * scale)
    points = Edges((a * scale, b * scale) for a, b in edges)
    size = round((y1 - y0) * EM_OF_BOX * scale, 1)
    at = {middle: k for k, middle in enumerate(middles)}  # where marks and spaces put in have moved a sign to
    guesses = [
        (at[middle], words.text[k], sign, share)
        for k, sign, share in words.guesses
        if (middle := x0 + words.centres[k] * (x1 - x0)) in at  # a blank that was none is gone
    ]
    return Line(text, box, points or None, round(words.confidence, 4), size=size, guesses=tuple(guesses))
