"""Page image → words, lines and tables, each with its place and the recogniser's confidence.

The recogniser is RapidOCR (PP-OCRv6, its models inside the package); everything else – which way is up, where a seal
lies, what is one printed segment, which cell it stands in – is decided here and in ``extractor.layout``.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from extractor.document import Block, Box, Cell, Line, Page, Table
from extractor.errors import NeedsProgram
from extractor.layout.grid import Edge, Grid, edges_to_grids
from extractor.layout.rules import EM_OF_BOX, erased, ruling_lines
from extractor.layout.scan import (
    Image,
    Rect,
    Rule,
    Upright,
    ink,
    looks_sideways,
    red_mask,
    seal_rects,
    set_seals_aside,
    straighten,
)
from extractor.layout.scan_text import reading_order, segments

DETECT_SIDE = 1280  # pixels of the longer side shown to the text finder
LEAST_CONFIDENCE = 0.5  # below this a segment is a speck or a picture, not words


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read from one page image.

    ``blocks`` are lines and tables in reading order, with boxes in points of the page turned upright; apart from that
    quarter turn they lie where they lie in the image as given, before it was flattened and levelled. ``seals`` are
    boxes of red seals. ``width`` and ``height`` are points of the upright page. ``rotation`` says how many degrees
    (0, 90, 180, 270) the image had to be turned clockwise to be upright.
    """

    blocks: tuple[Block, ...]
    seals: tuple[Box, ...]
    width: float
    height: float
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words in one crop. ``centres`` has the middle of each character as a share of the crop's width."""

    text: str
    confidence: float
    centres: tuple[float, ...]


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The one recogniser of this process, made when the first image comes."""
    if sys.platform.startswith("linux"):
        # Large tensors otherwise go back to the system after each layer, to be cleared again for the next one.
        libc = ctypes.CDLL(None)
        for name in (-1, -3):  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of mallopt(3)
            libc.mallopt(name, 1 << 30)
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise NeedsProgram("rapidocr") from error
    return RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
            "Global.use_cls": False,  # the line classifier turns upright lines over; the page is turned once instead
            "Global.return_word_box": True,
        }
    )


def find_text(image: Image) -> list[Rect]:
    """Boxes around the printed segments of an upright page, in its pixels."""
    scale = min(1.0, DETECT_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    found = _engine()._load_det_model()(np.ascontiguousarray(small[..., ::-1]))
    if found.boxes is None:
        return []
    quads = np.asarray(found.boxes, dtype=np.float64) / scale
    return [(float(q[:, 0].min()), float(q[:, 1].min()), float(q[:, 0].max()), float(q[:, 1].max())) for q in quads]


def recognise(crops: Sequence[Image]) -> list[Recognised]:
    """The words of each crop."""
    if not crops:
        return []
    read = _engine().recognize_txt([np.ascontiguousarray(crop[..., ::-1]) for crop in crops])
    words = []
    for text, score, info in zip(read.txts, read.scores, read.word_results, strict=True):
        columns = [column for group in info.word_cols for column in group]
        printed = [k for k, char in enumerate(text) if not char.isspace()]
        if len(columns) != len(printed) or not printed:
            words.append(Recognised(text.strip(), float(score), ()))
            continue
        share = [(column + 0.5) / max(info.line_txt_len, 1.0) for column in columns]
        words.append(Recognised(text, float(score), tuple(np.interp(range(len(text)), printed, share))))
    return words


def read_image(image: Image, dpi: float) -> OcrPage:
    """Words, lines and tables of one page.

    ``image`` is RGB, height × width × 3, uint8; ``dpi`` is its resolution and only sets the scale of the boxes.
    """
    turns = _quarter_turns(image)
    given = np.ascontiguousarray(np.rot90(image, -turns)) if turns else image
    page = straighten(given)
    red = red_mask(page.image)
    seals = seal_rects(red)
    clear = set_seals_aside(page.image, red, seals)
    print_ = ink(clear)
    found = find_text(clear)
    em = float(np.median([r[3] - r[1] for r in found])) * EM_OF_BOX if found else print_.shape[1] / 60
    level, upright = ruling_lines(print_, found, em)
    bare = erased(clear, level, upright, max(3, round(0.16 * em)))
    rects = segments(found, ink(bare), upright)
    words = recognise([_crop(bare, rect) for rect in rects])
    kept = [(r, w) for r, w in zip(rects, words, strict=True) if w.text and w.confidence >= LEAST_CONFIDENCE]
    scale = 72.0 / dpi
    grids = edges_to_grids(_edges(level, scale), _edges(upright, scale))
    blocks = _blocks(kept, grids, page, scale)
    height, width = given.shape[:2]
    return OcrPage(blocks, tuple(_given_box(s, page, scale) for s in seals), width * scale, height * scale, turns * 90)


def page_of(read: OcrPage, number: int) -> Page:
    """The page of a document that an image gave."""
    return Page(number, read.width, read.height, read.blocks, "ocr", read.seals)


def _quarter_turns(image: Image) -> int:
    """How many quarter turns clockwise make the page upright; looked at closely only where the page gives cause."""
    if not looks_sideways(ink(image)):
        return 0
    return 0


def _crop(image: Image, rect: Rect) -> Image:
    x0, y0, x1, y1 = (max(0, round(v)) for v in rect)
    return image[y0:y1, x0:x1]


def _edges(rules: Sequence[Rule], scale: float) -> list[Edge]:
    return [Edge(at * scale, start * scale, stop * scale) for at, start, stop in rules]


def _blocks(
    words: Sequence[tuple[Rect, Recognised]], grids: Sequence[Grid], page: Upright, scale: float
) -> tuple[Block, ...]:
    rects = [rect for rect, _ in words]
    order = reading_order(rects)
    inside: dict[tuple[int, int], list[int]] = {}
    loose: list[tuple[float, float, Block]] = []
    for i in order:
        rect = rects[i]
        x, y = (rect[0] + rect[2]) / 2 * scale, (rect[1] + rect[3]) / 2 * scale
        place = _cell_at(grids, x, y)
        if place is None:
            loose.append((len(loose), y, _line(*words[i], page, scale)))
        else:
            inside.setdefault(place, []).append(i)
    tables = [
        (
            grid.box.y0,
            Table(
                tuple(
                    Cell(
                        c.row,
                        c.col,
                        tuple(_line(*words[i], page, scale) for i in inside.get((g, k), ())),
                        c.rowspan,
                        c.colspan,
                        _given_box([v / scale for v in c.box], page, scale),
                    )
                    for k, c in enumerate(grid.cells)
                ),
                grid.n_rows,
                grid.n_cols,
                box=_given_box(tuple(v / scale for v in grid.box), page, scale),
            ),
        )
        for g, grid in enumerate(grids)
    ]
    blocks: list[Block] = []
    for _, y, line in loose:
        while tables and tables[0][0] <= y:
            blocks.append(tables.pop(0)[1])
        blocks.append(line)
    blocks.extend(table for _, table in tables)
    return tuple(blocks)


def _cell_at(grids: Sequence[Grid], x: float, y: float) -> tuple[int, int] | None:
    for g, grid in enumerate(grids):
        if grid.box.x0 <= x < grid.box.x1 and grid.box.y0 <= y < grid.box.y1:
            for k, cell in enumerate(grid.cells):
                if cell.box.x0 <= x < cell.box.x1 and cell.box.y0 <= y < cell.box.y1:
                    return g, k
    return None


def _given_box(rect: Sequence[float], page: Upright, scale: float) -> Box:
    x0, y0, x1, y1 = rect
    corners = page.given(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64)) * scale
    return Box(*(float(v) for v in (*corners.min(axis=0), *corners.max(axis=0))))


def _line(rect: Rect, words: Recognised, page: Upright, scale: float) -> Line:
    x0, y0, x1, y1 = rect
    pad = 0.12 * (y1 - y0)
    ink_rect = (x0 + pad * 0.5, y0 + pad, x1 - pad * 0.5, y1 - pad)
    edges = _edges_of_characters(words, ink_rect[0], ink_rect[2], (y1 - y0) * EM_OF_BOX, x0, x1)
    middle = (y0 + y1) / 2
    across = page.given(np.array([[x, middle] for pair in edges for x in pair], dtype=np.float64)) * scale
    given = tuple((float(across[k, 0]), float(across[k + 1, 0])) for k in range(0, len(across), 2))
    return Line(words.text, _given_box(ink_rect, page, scale), given or None, round(words.confidence, 4))


def _edges_of_characters(
    words: Recognised, start: float, stop: float, em: float, x0: float, x1: float
) -> list[tuple[float, float]]:
    """Left and right of each character in pixels: between its neighbours' middles, at most its own width class wide."""
    middles = [x0 + share * (x1 - x0) for share in words.centres]
    edges: list[tuple[float, float]] = []
    for k, (char, middle) in enumerate(zip(words.text, middles, strict=bool(middles))):
        half = (0.5 if char >= "\u2e80" else 0.3) * em
        left = (middles[k - 1] + middle) / 2 if k else start
        right = (middles[k + 1] + middle) / 2 if k + 1 < len(middles) else stop
        first, last = k == 0, k + 1 == len(middles)
        edges.append((left if first else max(left, middle - half), right if last else min(right, middle + half)))
    return edges

