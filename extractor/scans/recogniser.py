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

from extractor.errors import NeedsProgram
from extractor.layout.scan import Image, Rect

DETECT_DPI = 110.0  # resolution at which the text finder is shown a page; at 170 it costs three times as much
DETECT_SIDE = (1280.0, 1810.0)  # least and most pixels of the longer side shown to it: A4 and A3 at that resolution
LEAST_CONFIDENCE = 0.5  # below this a segment is a speck or a picture, not words
SMALL_PRINT = 12.0  # median height of the boxes, in pixels shown, under which it is shown more
_ZERO = re.compile("(?<=[〇一二三四五六七八九])○|○(?=[〇一二三四五六七八九])")
"""The circle that the recogniser takes the Chinese zero for, beside another Chinese digit."""


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


def cropped(image: Image, rect: Rect) -> Image:
    x0, y0, x1, y1 = (max(0, round(v)) for v in rect)
    return image[y0:y1, x0:x1]
