"""The recogniser's network alone: the picture of one line → how likely each sign is at each step.

The package that it comes in (RapidOCR, PP-OCRv6) reads a list of all its models before it reads a line, which takes four times as long
as this network takes to be ready: a paper with text and a seal needs no more than this.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.errors import NeedsProgram
from extractor.layout.pixels.scan import Image

MODEL = Path("models", "PP-OCRv6_rec_small.onnx")
HEIGHT = 48  # pixels of a line as the network is shown it
SHORTEST = 2.0  # times as wide as high at least
LEAST_CONFIDENCE = 0.5  # below this a line is a speck or a picture, not words
Likely = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """A network that is ready. ``signs`` are what it knows, the blank between two signs first."""

    session: Any
    signs: tuple[str, ...]

    def likely(self, crop: Image, ratio: float) -> Likely:
        """Steps × signs for one line (RGB), shown ``ratio`` times as wide as high with nothing behind its end."""
        high, wide = crop.shape[:2]
        width = int(HEIGHT * ratio)
        filled = min(width, math.ceil(HEIGHT * (wide / high)))
        shown = cv2.resize(np.ascontiguousarray(crop[..., ::-1]), (filled, HEIGHT)).astype(np.float32)
        line = np.zeros((1, 3, HEIGHT, width), np.float32)
        line[0, :, :, :filled] = (shown.transpose(2, 0, 1) / 255 - 0.5) / 0.5
        return np.asarray(self.session.run(None, {self.session.get_inputs()[0].name: line})[0][0], dtype=np.float32)


@lru_cache(maxsize=1)
def network() -> Network:
    """The one network of this process, made when it is first needed. Raises NeedsProgram where its package is not installed."""
    package = find_spec("rapidocr")
    try:
        import onnxruntime
    except ImportError as error:
        raise NeedsProgram("onnxruntime") from error
    if package is None or not package.submodule_search_locations:
        raise NeedsProgram("rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    cv2.setNumThreads(1)  # work is spread over processes; a second thread here only costs
    session = onnxruntime.InferenceSession(
        str(Path(package.submodule_search_locations[0]) / MODEL), options, providers=["CPUExecutionProvider"]
    )
    known = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Network(session, ("", *known, " "))


def said_at(likely: Likely) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The steps at which a new sign begins, and the likeliest sign of every step: repeated ones and blanks begin none."""
    best = likely.argmax(axis=1)
    return np.flatnonzero((best != 0) & (best != np.concatenate(([0], best[:-1])))), best


def words_in(crop: Image) -> tuple[str, float]:
    """The words of one line (RGB) and how sure they are (0 to 1)."""
    reader = network()
    likely = reader.likely(crop, max(crop.shape[1] / crop.shape[0], SHORTEST))
    steps, best = said_at(likely)
    sure = [round(share, 5) for share in likely[steps, best[steps]].tolist()]
    return "".join(reader.signs[best[step]] for step in steps), round(float(np.mean(sure or [0.0])), 5)
