"""Page image → words, lines and tables, each with its place and the recogniser's confidence.

The recogniser is RapidOCR (PP-OCRv6, its models inside the package); everything else – which way is up, where a seal
lies, what is one printed segment, which cell it stands in – is decided here and in ``extractor.layout``.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from extractor.document import Block, Box, Line, Page, Seal, Table
from extractor.edges import Edges
from extractor.errors import NeedsProgram
from extractor.layout.black_seal import Ring, rings, without_rings
from extractor.layout.given import block_as_given, box_as_given
from extractor.layout.grid import Edge
from extractor.layout.round_seal import RoundSeal, middle_lines, name_strip, round_seal
from extractor.layout.rules import EM_OF_BOX, erased, ruling_lines, without_text
from extractor.layout.scan import (
    Image,
    Rect,
    Rule,
    Streak,
    blue_seals,
    ink,
    red_mask,
    seal_rects,
    set_seals_aside,
)
from extractor.layout.scan_grey_seals import GreySeal, as_red, without_grey_seals
from extractor.layout.scan_tables import lines_to_blocks
from extractor.layout.scan_text import (
    edges_of_characters,
    in_rows,
    inked_columns,
    leans_like_slash,
    runs_sideways,
    segments,
    with_commas,
    with_lost_marks,
)
from extractor.layout.stacked import with_upright_words
from extractor.layout.straighten import Upright, straighten
from extractor.likeness import Look, look_of

MOST_PIXELS = 9_000_000  # A3 at 200 dpi; larger images gain nothing and cost memory
LEAST_SIDE = 32  # pixels; a strip thinner than this holds no line of words
DETECT_DPI = 110.0  # resolution at which the text finder is shown a page; at 170 it costs three times as much
DETECT_SIDE = (1280.0, 1810.0)  # least and most pixels of the longer side shown to it: A4 and A3 at that resolution
SMALL_PRINT = 12.0  # median height of the boxes, in pixels shown, under which it is shown more
CLEARLY_UPRIGHT = 0.85  # mean confidence; pages upside down stay far below
UNDER_RING = 0.6  # most that words crossed by a black seal's ring are trusted: misread digits there score 0.98
SURE_UNDER_SEAL = (
    0.98  # from here on the reading without the seal is not checked: a second look costs as much as the first
)
PROBES = 8  # widest segments that are read both ways where a page seems upside down
LIKE_SLASH = frozenset("1lI|丨丿7J")  # what the recogniser makes of a slash that stands alone
CLEAR_NAME = 0.8  # confidence from which the words of a seal are taken at the first look
LEAST_NAME = 4  # Chinese characters of the shortest name along a rim
LEAST_CONFIDENCE = 0.5  # below this a segment is a speck or a picture, not words


_ZERO = re.compile("(?<=[〇一二三四五六七八九])○|○(?=[〇一二三四五六七八九])")
"""The circle that the recogniser takes the Chinese zero for, beside another Chinese digit."""
_HAN = re.compile("[\u4e00-\u9fff]")
_NAMED = re.compile("[\u4e00-\u9fffA-Za-z0-9（）()·]+")


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What was read from one page image.

    ``blocks`` are lines and tables in reading order, with boxes in points of the page turned upright; apart from that
    quarter turn they lie where they lie in the image as given, before it was flattened and levelled. ``seals`` are
    boxes of seals. ``width`` and ``height`` are points of the upright page. ``rotation`` says how many degrees
    (0, 90, 180, 270) the image had to be turned clockwise to be upright. ``slope`` is how far its print sinks, points
    down per point to the right. ``look`` is what a photo is known again by. ``seal_words`` is what the seals say; ``under_seals`` are
    second readings of lines that a seal lies over: the line's box, the other words, their confidence.
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
            "Rec.rec_batch_num": 1,  # in a batch all are padded to the widest: a tenth more work, and words that depend on it
            "Rec.rec_img_shape": [3, 48, 96],  # shortest input; 320 by default, mostly padding for the cells of a table
        }
    )


def find_text(image: Image, dpi: float) -> list[Rect]:
    """Boxes around the printed segments of an upright page, in its pixels."""
    height, width = image.shape[:2]
    longest, shortest = max(height, width), min(height, width)
    side = min(max(longest * DETECT_DPI / dpi, DETECT_SIDE[0]), DETECT_SIDE[1])
    if longest > 2 * shortest:  # a long screenshot is as wide as a page, however long it is
        side = max(side, DETECT_SIDE[0] * 0.7 * longest / shortest)
    scale = min(1.0, side / longest)
    rects = _detect(image, scale)
    if scale < 1 and rects and float(np.median([y1 - y0 for _, y0, _, y1 in rects])) * scale < SMALL_PRINT:
        return _detect(image, min(1.0, 1.6 * scale))
    return rects


def _detect(image: Image, scale: float) -> list[Rect]:
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
    for written, score, info in zip(read.txts, read.scores, read.word_results, strict=True):
        text = _ZERO.sub("〇", written)
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

    ``image`` is RGB, height × width × 3, uint8; ``dpi`` is its resolution and sets the scale of the boxes.
    """
    if min(image.shape[:2]) < LEAST_SIDE:
        return OcrPage((), (), image.shape[1] * 72.0 / dpi, image.shape[0] * 72.0 / dpi)
    shrink = min(1.0, (MOST_PIXELS / (image.shape[0] * image.shape[1])) ** 0.5)
    if shrink < 1:
        image = np.asarray(cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        dpi *= shrink
    turns, sheet = 0, _look(image, dpi)
    if runs_sideways(sheet.found):
        turns, sheet = 1, _look(np.ascontiguousarray(np.rot90(image, -1)), dpi)
    text = _read(sheet)
    if _is_upside_down(text):
        turns, sheet = turns + 2, _look(np.ascontiguousarray(np.rot90(image, -turns - 2)), dpi)
        text = _read(sheet)
    page, scale = sheet.page, 72.0 / dpi
    numbered = [
        (k, _line(rect, words, text.print_, scale))
        for k, (rect, words) in enumerate(zip(text.rects, text.words, strict=True))
        if words.text and words.confidence >= LEAST_CONFIDENCE
    ]
    lines = [line for _, line in numbered]
    level, upright = _edges(text.level, scale), _edges(text.upright, scale)
    blocks = with_upright_words(lines_to_blocks(lines, level, upright, page.image.shape[1] * scale))
    height, width = image.shape[:2] if turns % 2 == 0 else image.shape[1::-1]
    return OcrPage(
        tuple(block_as_given(block, page, scale) for block in blocks),
        tuple(box_as_given(Box(*seal), page, 1.0, scale) for seal in text.seals),
        width * scale,
        height * scale,
        turns * 90,
        slope=page.slope,
        look=look_of(np.rot90(image, -turns)),
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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A straightened page before its words are read. ``clear`` is its image without its ``red``, ``blue`` and ``greys``
    seals, ``cores`` another try at those that are nearly black; all in its pixels."""

    page: Upright
    clear: Image
    cores: Image
    red: list[Rect]
    blue: list[Rect]
    greys: tuple[GreySeal, ...]
    marks: list[Streak]
    found: list[Rect]

    @property
    def seals(self) -> list[Rect]:
        """The boxes of all seals that are lifted."""
        return [*self.red, *self.blue, *(seal.rect for seal in self.greys)]


@dataclass(frozen=True, slots=True)
class _Text:
    """What stands on a sheet: rules, seals, segments and their words. ``bare`` and ``print_`` are without rules; ``others`` are second
    readings under seals, by the number of the segment."""

    seals: list[Rect]
    level: list[Rule]
    upright: list[Rule]
    bare: Image
    print_: Image
    rects: list[Rect]
    words: list[Recognised]
    others: dict[int, Recognised]


def _look(image: Image, dpi: float) -> _Sheet:
    page = straighten(image)
    red = red_mask(page.image)
    seals = seal_rects(red)
    clear = set_seals_aside(page.image, red, seals)
    blue = blue_seals(page.image)
    if blue:
        swapped = np.ascontiguousarray(clear[..., ::-1])
        clear = np.ascontiguousarray(set_seals_aside(swapped, red_mask(swapped), blue)[..., ::-1])
    lifted = without_grey_seals(clear)
    marks = [page.streak(x, image.shape[0]) for x in page.soiled]
    return _Sheet(page, lifted.clear, lifted.cores, seals, blue, lifted.seals, marks, find_text(lifted.clear, dpi))


def _read(sheet: _Sheet) -> _Text:
    clear, found = sheet.clear, sheet.found
    print_ = ink(clear, sheet.marks)
    em = float(np.median([y1 - y0 for _, y0, _, y1 in found])) * EM_OF_BOX if found else print_.shape[1] / 60
    black = [ring for ring in rings(print_, without_text(print_, found, rim=0.0)) if not _is_known(ring, sheet.greys)]
    lifted, faint = without_rings(clear, black, print_)
    level, upright = ruling_lines(print_, found, em)
    thick = max(3, round(0.16 * em))
    bare = erased(clear, level, upright, thick)
    bare_print = ink(bare, sheet.marks)
    rects = [rect for row in in_rows(segments(found, bare_print, upright)) for rect in row]
    words = recognise([_crop(bare, rect) for rect in rects])
    dark = [seal.rect for seal in sheet.greys if seal.doubtful]
    cores = erased(sheet.cores, level, upright, thick) if dark else bare
    with_seal = erased(sheet.page.image, level, upright, thick) if sheet.seals else bare
    lifted = erased(lifted, level, upright, thick) if black else lifted
    others = _second_look(
        rects,
        words,
        [
            (with_seal, sheet.seals, True),
            (cores, dark, True),
            (lifted, [ring.rect for ring in faint], True),
            (lifted, [ring.rect for ring in black if ring not in faint], False),
        ],
    )
    for k, rect in enumerate(rects):
        if words[k].text in LIKE_SLASH and leans_like_slash(_crop(bare_print, rect)):
            words[k] = replace(words[k], text="/")
        crossed = any(ring.crosses(rect) for ring in black if ring not in faint)
        if crossed or any(seal.doubtful and _overlap(rect, seal.rect) for seal in sheet.greys):
            words[k] = replace(words[k], confidence=min(words[k].confidence, UNDER_RING))
    seals = [*sheet.seals, *(ring.rect for ring in black)]
    return _Text(seals, level, upright, bare, bare_print, rects, words, others)


def _second_look(
    rects: Sequence[Rect], words: list[Recognised], looks: Sequence[tuple[Image, Sequence[Rect], bool]]
) -> dict[int, Recognised]:
    """Segments over which a seal lies, read once more from another picture of the page, where the two differ.

    ``looks`` are pictures, their seals, and whether the second reading may be the better one: then the surer of the two
    takes the place in ``words``, and the other is given by the segment's number.
    """
    others: dict[int, Recognised] = {}
    for image, seals, may_be_better in looks:
        unsure = [k for k in range(len(rects)) if words[k].confidence < SURE_UNDER_SEAL or not may_be_better]
        under = [k for k in unsure if any(_overlap(rects[k], seal) for seal in seals)]
        for k, again in zip(under, recognise([_crop(image, rects[k]) for k in under]), strict=True):
            if again.text == words[k].text or again.confidence < CLEAR_NAME:
                continue
            if may_be_better and again.confidence > words[k].confidence:
                words[k], others[k] = again, words[k]
            else:
                others[k] = again
    return others


def _is_known(ring: Ring, seals: Sequence[GreySeal]) -> bool:
    """Whether a ring is what was left of a seal that was lifted."""
    return any(a < ring.x < c and b < ring.y < d for a, b, c, d in (seal.rect for seal in seals))


def _overlap(rect: Rect, seal: Rect) -> bool:
    return min(rect[2], seal[2]) > max(rect[0], seal[0]) and min(rect[3], seal[3]) > max(rect[1], seal[1])


def read_seals(
    image: Image, red: Sequence[Rect], blue: Sequence[Rect] = (), greys: Sequence[GreySeal] = ()
) -> list[Seal]:
    """What the round seals of an upright page say; the boxes given and returned are in its pixels."""
    swapped = np.ascontiguousarray(image[..., ::-1]) if blue else image
    pictures = [(rect, image, rect) for rect in red] + [(rect, swapped, rect) for rect in blue]
    pictures += [(seal.rect, *as_red(image, seal)) for seal in greys]
    said = []
    for place, picture, rect in pictures:
        seal = round_seal(picture, rect)
        words = _words_of(seal) if seal is not None else None
        if words is not None:
            said.append(Seal(Box(*place), *words))
    return said


def _words_of(seal: RoundSeal) -> tuple[str, str, float] | None:
    """Name, purpose and confidence of a seal; None where nothing can be told."""
    name, *lines = recognise([name_strip(seal), *middle_lines(seal)])
    if name.confidence < CLEAR_NAME:  # perhaps not begun in the gap: once round from the bottom
        name = max(name, *recognise([name_strip(seal, seal.bottom)]), key=lambda words: words.confidence)
    whole = "".join(_NAMED.findall(name.text)) if name.confidence >= LEAST_CONFIDENCE else ""
    whole = whole if len(_HAN.findall(whole)) >= LEAST_NAME else ""
    purposes = [words for words in lines if words.confidence >= CLEAR_NAME and len(_HAN.findall(words.text)) >= 2]
    if not whole and not purposes:
        return None
    sure = name.confidence if whole else min(words.confidence for words in purposes)
    return whole, "".join(words.text for words in purposes), round(sure, 4)


def _is_upside_down(text: _Text) -> bool:
    """Whether the page makes no sense as it stands and more sense turned over. Costs nothing for a page that does."""
    sure = [words.confidence for words in text.words]
    if len(sure) < 3 or float(np.mean(sure)) >= CLEARLY_UPRIGHT:
        return False
    widest = sorted(range(len(sure)), key=lambda k: text.rects[k][0] - text.rects[k][2])[:PROBES]
    turned = recognise([np.rot90(_crop(text.bare, text.rects[k]), 2) for k in widest])
    return float(np.mean([words.confidence for words in turned])) > float(np.mean([sure[k] for k in widest])) + 0.1


def page_of(read: OcrPage, number: int) -> Page:
    """The page of a document that an image gave."""
    blocks = tuple(replace(block, page=number) if isinstance(block, Table) else block for block in read.blocks)
    return Page(
        number, read.width, read.height, blocks, "ocr", read.seals, read.slope, turn=read.rotation, look=read.look,
        seal_words=read.seal_words, under_seals=read.under_seals,
    )  # fmt: skip


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
    text, middles = with_lost_marks(with_commas(words.text, middles, print_, rect), middles, print_, rect)
    edges = edges_of_characters(text, middles, (start, stop), inked_columns(print_, rect))
    box = Box(start * scale, (y0 + pad) * scale, stop * scale, (y1 - pad) * scale)
    points = Edges((a * scale, b * scale) for a, b in edges)
    size = round((y1 - y0) * EM_OF_BOX * scale, 1)
    return Line(text, box, points or None, round(words.confidence, 4), size=size)
