"""What the round seals of a page say."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from extractor.document import Box, Seal
from extractor.layout.round_seal import RoundSeal, middle_lines, name_strip, round_seal
from extractor.layout.scan import Image, Rect
from extractor.layout.scan_grey_seals import GreySeal, as_red
from extractor.scans.recogniser import LEAST_CONFIDENCE, recognise

CLEAR_NAME = 0.8  # confidence from which the words of a seal are taken at the first look
LEAST_NAME = 4  # Chinese characters of the shortest name along a rim
_HAN = re.compile("[\u4e00-\u9fff]")
_NAMED = re.compile("[\u4e00-\u9fffA-Za-z0-9（）()·]+")


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
