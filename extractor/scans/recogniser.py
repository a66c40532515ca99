"""The recogniser, RapidOCR (PP-OCRv6, its models inside the package): picture → places of printed segments → their words."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.errors import NeedsProgram
from extractor.layout.pixels.scan import Image, Rect
from extractor.scans.network import SHORTEST, network, said_at

DETECT_DPI = 110.0  # resolution at which the text finder is shown a page; at 170 it costs three times as much
DETECT_SIDE = (1280.0, 1810.0)  # least and most pixels of the longer side shown to it: A4 and A3 at that resolution
LONGEST = 24  # times as long as wide: a longer picture is looked through in pieces
SMALL_PRINT = 12.0  # median height of the boxes, in pixels shown, under which it is shown more
DOUBTED = 0.97  # a character surer than this has no second guess
LEAST_GUESS = 0.02  # likelihood of a guess
MOST_GUESSES = 4
_ZERO = re.compile("(?<=[〇一二三四五六七八九])○|○(?=[〇一二三四五六七八九])")
"""The circle that the recogniser takes the Chinese zero for, beside another Chinese digit."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """The words in one crop. ``centres`` has the middle of each character as a share of the crop's width.

    ``guesses`` are the signs that a character may be as well: its number in ``text``, the other sign, how likely that is. None stands
    there for a character that was read for sure.
    """

    text: str
    confidence: float
    centres: tuple[float, ...]
    guesses: tuple[tuple[int, str, float], ...] = ()


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
    high, wide = small.shape[:2]
    if max(high, wide) > LONGEST * min(high, wide):  # shown whole, a strip would be enlarged until it fills the memory
        middle = max(high, wide) // 2
        first, second = (small[:middle], small[middle:]) if high > wide else (small[:, :middle], small[:, middle:])
        dx, dy = (0, middle / scale) if high > wide else (middle / scale, 0)
        rest = _detect(np.ascontiguousarray(second), 1.0)
        moved = [(x0 / scale + dx, y0 / scale + dy, x1 / scale + dx, y1 / scale + dy) for x0, y0, x1, y1 in rest]
        begin = _detect(np.ascontiguousarray(first), 1.0)
        return [(x0 / scale, y0 / scale, x1 / scale, y1 / scale) for x0, y0, x1, y1 in begin] + moved
    found = _engine()._load_det_model()(np.ascontiguousarray(small[..., ::-1]))
    if found.boxes is None:
        return []
    quads = np.asarray(found.boxes, dtype=np.float64) / scale
    return [(float(q[:, 0].min()), float(q[:, 1].min()), float(q[:, 0].max()), float(q[:, 1].max())) for q in quads]


def recognise(crops: Sequence[Image]) -> list[Recognised]:
    """The words of each crop."""
    return [_recognised(crop) for crop in crops]


def _recognised(crop: Image) -> Recognised:
    """The words of one crop: the likeliest sign of each step, repeated ones and the blanks between them left out.

    The recogniser's own decoder says nothing of what came second.
    """
    reader = network()
    ratio = max(crop.shape[1] / crop.shape[0], SHORTEST)
    likely = reader.likely(crop, ratio)
    steps, best = said_at(likely)
    shares = likely[steps, best[steps]]
    signs = reader.signs
    text = _ZERO.sub("〇", "".join(signs[best[step]] for step in steps))
    sure = round(float(np.mean([round(share, 5) for share in shares.tolist()] or [0.0])), 5)
    printed = [k for k, char in enumerate(text) if not char.isspace()]
    if len(text) != len(steps) or not printed:
        return Recognised(text.strip(), sure, ())
    share = (steps[printed] + 0.5) / max(len(best) * crop.shape[1] / crop.shape[0] / ratio, 1.0)
    guesses = [
        (k, signs[other], round(float(likely[steps[k], other]), 3))
        for k in printed
        if shares[k] < DOUBTED
        for other in _others(likely[steps[k]], best[steps[k]])
    ]
    return Recognised(text, sure, tuple(np.interp(range(len(text)), printed, share)), tuple(guesses))


def _others(likely: NDArray[np.float32], best: int) -> list[int]:
    """The signs that come after the best one, the likeliest first: no blank, and no sign that is all but impossible."""
    found = np.flatnonzero(likely >= LEAST_GUESS)
    kept = [int(k) for k in found[np.argsort(-likely[found], kind="stable")] if k not in (0, best)]
    return kept[:MOST_GUESSES]


def cropped(image: Image, rect: Rect) -> Image:
    x0, y0, x1, y1 = (max(0, round(v)) for v in rect)
    return image[y0:y1, x0:x1]
