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
    red_mask,
    seal_rects,
    set_seals_aside,
    sideways_hint,
    straighten,
    streaks,
)
from extractor.layout.scan_tables import lines_to_blocks
from extractor.layout.scan_text import edges_of_characters, in_rows, inked_columns, leans_like_slash, segments

DETECT_SIDE = 1280  # pixels of the longer side shown to the text finder
SIDEWAYS_HINT = 0.9  # columns over rows in sharpness: upright pages measured 0.06 … 0.8, turned ones 1.3 … 16
CLEARLY_UPRIGHT = 0.85  # mean confidence; pages upside down stay far below
PROBES = 8  # widest segments that are read both ways where a page seems upside down
LIKE_SLASH = frozenset("1lI|丨丿7J")  # what the recogniser makes of a slash that stands alone
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
    turns = 1 if _runs_sideways(image) else 0
    seen = _see(image, turns)
    if _is_upside_down(seen):
        turns += 2
        seen = _see(image, turns)
    page, scale = seen.page, 72.0 / dpi
    lines = [
        _line(rect, words, seen.print_, scale)
        for rect, words in zip(seen.rects, seen.words, strict=True)
        if words.text and words.confidence >= LEAST_CONFIDENCE
    ]
    level, upright = _edges(seen.level, scale), _edges(seen.upright, scale)
    blocks = lines_to_blocks(lines, level, upright, page.image.shape[1] * scale)
    height, width = image.shape[:2] if turns % 2 == 0 else image.shape[1::-1]
    return OcrPage(
        tuple(_given(block, page, scale) for block in blocks),
        tuple(_given_box(Box(*seal), page, 1.0, scale) for seal in seen.seals),
        width * scale,
        height * scale,
        turns * 90,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """One look at a page image: everything in pixels of the straightened page. ``bare`` has no drawn lines."""

    page: Upright
    seals: list[Rect]
    level: list[Rule]
    upright: list[Rule]
    bare: Image
    print_: Image
    rects: list[Rect]
    words: list[Recognised]


def _see(image: Image, turns: int) -> _Seen:
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
    bare_print = ink(bare, marks)
    rects = [rect for row in in_rows(segments(found, bare_print, upright)) for rect in row]
    words = [
        replace(word, text="/") if word.text in LIKE_SLASH and leans_like_slash(_crop(bare_print, rect)) else word
        for rect, word in zip(rects, recognise([_crop(bare, rect) for rect in rects]), strict=True)
    ]
    return _Seen(page, seals, level, upright, bare, bare_print, rects, words)


def _runs_sideways(image: Image) -> bool:
    """Whether the text runs up or down the image; the text finder is asked only where the page gives cause."""
    if sideways_hint(ink(image)) < SIDEWAYS_HINT:
        return False
    found = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in find_text(image)]
    tall = sum(h for w, h in found if h > 1.5 * w)
    wide = sum(w for w, h in found if w > 1.5 * h)
    return tall > wide


def _is_upside_down(seen: _Seen) -> bool:
    """Whether the page makes no sense as it stands and more sense turned over. Costs nothing for a page that does."""
    sure = [words.confidence for words in seen.words]
    if len(sure) < 3 or float(np.mean(sure)) >= CLEARLY_UPRIGHT:
        return False
    widest = sorted(range(len(sure)), key=lambda k: seen.rects[k][0] - seen.rects[k][2])[:PROBES]
    turned = recognise([np.rot90(_crop(seen.bare, seen.rects[k]), 2) for k in widest])
    return float(np.mean([words.confidence for words in turned])) > float(np.mean([sure[k] for k in widest])) + 0.1


def page_of(read: OcrPage, number: int) -> Page:
    """The page of a document that an image gave."""
    return Page(number, read.width, read.height, read.blocks, "ocr", read.seals)


def _crop(image: Image, rect: Rect) -> Image:
    x0, y0, x1, y1 = (max(0, round(v)) for v in rect)
    return image[y0:y1, x0:x1]


def _edges(rules: Sequence[Rule], scale: float) -> list[Edge]:
    return [Edge(at * scale, start * scale, stop * scale) for at, start, stop in rules]


def _line(rect: Rect, words: Recognised, print_: Image, scale: float) -> Line:
    """A line in points of the straightened page."""
    x0, y0, x1, y1 = rect
    pad = 0.12 * (y1 - y0)
    start, stop = x0 + pad * 0.5, x1 - pad * 0.5
    middles = [x0 + share * (x1 - x0) for share in words.centres]
    edges = edges_of_characters(words.text, middles, (start, stop), inked_columns(print_, rect))
    box = Box(start * scale, (y0 + pad) * scale, stop * scale, (y1 - pad) * scale)
    points = tuple((a * scale, b * scale) for a, b in edges)
    size = round((y1 - y0) * EM_OF_BOX * scale, 1)
    return Line(words.text, box, points or None, round(words.confidence, 4), size=size)


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
