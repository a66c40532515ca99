"""Page image → words, lines and tables, each with its place and the recogniser's confidence.

The recogniser is RapidOCR (PP-OCRv6, its models inside the package); everything else – which way is up, where a seal
lies, what is one printed segment, which cell it stands in – is decided here and in ``extractor.layout``.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from extractor.document import Block, Box, Line, Page
from extractor.errors import NeedsProgram
from extractor.layout.grid import Edge
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
    streaks,
)
from extractor.layout.scan_tables import lines_to_blocks
from extractor.layout.scan_text import in_rows, segments

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
    cv2.setNumThreads(1)  # work is spread over processes; a second thread here only costs
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
            "Rec.rec_img_shape": [3, 48, 96],  # shortest input; 320 by default, mostly padding for the cells of a table
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
    marks = [page.streak(x, given.shape[0]) for x in streaks(given)]
    print_ = ink(clear, marks)
    found = find_text(clear)
    em = float(np.median([r[3] - r[1] for r in found])) * EM_OF_BOX if found else print_.shape[1] / 60
    level, upright = ruling_lines(print_, found, em)
    bare = erased(clear, level, upright, max(3, round(0.16 * em)))
    rects = segments(found, ink(bare, marks), upright)
    rects = [rect for row in in_rows(rects) for rect in row]
    words = recognise([_crop(bare, rect) for rect in rects])
    scale = 72.0 / dpi
    lines = [
        _line(rect, word, scale)
        for rect, word in zip(rects, words, strict=True)
        if word.text and word.confidence >= LEAST_CONFIDENCE
    ]
    blocks = lines_to_blocks(lines, _edges(level, scale), _edges(upright, scale), clear.shape[1] * scale)
    height, width = given.shape[:2]
    return OcrPage(
        tuple(_given(block, page, scale) for block in blocks),
        tuple(_given_box(Box(*seal), page, 1.0, scale) for seal in seals),
        width * scale,
        height * scale,
        turns * 90,
    )


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


def _line(rect: Rect, words: Recognised, scale: float) -> Line:
    """A line in points of the straightened page."""
    x0, y0, x1, y1 = rect
    pad = 0.12 * (y1 - y0)
    start, stop = x0 + pad * 0.5, x1 - pad * 0.5
    middles = [x0 + share * (x1 - x0) for share in words.centres]
    edges = _edges_of_characters(words.text, middles, start, stop, (y1 - y0) * EM_OF_BOX)
    box = Box(start * scale, (y0 + pad) * scale, stop * scale, (y1 - pad) * scale)
    points = tuple((a * scale, b * scale) for a, b in edges)
    size = round((y1 - y0) * EM_OF_BOX * scale, 1)
    return Line(words.text, box, points or None, round(words.confidence, 4), size=size)


def _edges_of_characters(
    text: str, middles: Sequence[float], start: float, stop: float, em: float
) -> list[tuple[float, float]]:
    """Left and right of each character: half way to its neighbours' middles, at most as wide as its kind is."""
    edges: list[tuple[float, float]] = []
    for k, middle in enumerate(middles):
        half = (0.5 if text[k] >= "\u2e80" else 0.3) * em
        left = max((middles[k - 1] + middle) / 2, middle - half) if k else start
        right = min((middles[k + 1] + middle) / 2, middle + half) if k + 1 < len(middles) else stop
        edges.append((left, right))
    return edges


def _given(block: Block, page: Upright, scale: float) -> Block:
    """A block of the straightened page where it lies in the image as given."""
    if isinstance(block, Line):
        return _given_line(block, page, scale)
    cells = tuple(
        replace(
            cell,
            lines=tuple(_given_line(line, page, scale) for line in cell.lines),
            box=_given_box(cell.box, page, scale, scale) if cell.box else None,
        )
        for cell in block.cells
    )
    return replace(block, cells=cells, box=_given_box(block.box, page, scale, scale) if block.box else None)


def _given_line(line: Line, page: Upright, scale: float) -> Line:
    if line.box is None:
        return line
    middle = (line.box.y0 + line.box.y1) / 2
    ends = np.array([[x, middle] for pair in line.edges or () for x in pair], dtype=np.float64)
    across = page.given(ends / scale) * scale
    edges = tuple((float(across[k, 0]), float(across[k + 1, 0])) for k in range(0, len(across), 2))
    return replace(line, box=_given_box(line.box, page, scale, scale), edges=edges or None)


def _given_box(box: Box, page: Upright, unit: float, scale: float) -> Box:
    """A box of the straightened page, in pixels × ``unit``, as the box in points around it in the image as given."""
    x0, y0, x1, y1 = (v / unit for v in box)
    corners = page.given(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=np.float64)) * scale
    return Box(*(float(v) for v in (*corners.min(axis=0), *corners.max(axis=0))))
