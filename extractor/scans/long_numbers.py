"""Digits lost in a long row of the same one: 202543010000000772 read as 20254301000000772.

A digit is little more than two of the recogniser's steps wide, and of seven zeros it reads six, surely. Drawn wider, it reads all of them. Only
numbers with such a row are read again, each once for a page where both readings agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractor.layout.pixels.scan import Image
from extractor.scans.recogniser import Recognised, recognise

LEAST_SIGNS = 10  # of a number that is read again: amounts are shorter, or show a lost digit by their groups
WIDER = (1.5, 2.0)  # times: how much wider a segment is drawn, and again where that gave more digits
UNDECIDED = 0.6  # most that a number is trusted of which every reading has another length
_NUMBER = re.compile(rf"[A-Za-z0-9]{{{LEAST_SIGNS},}}")
_ROW = re.compile(r"(\d)\1{4,}")
_SAME = re.compile(r"(\d)\1+")


def with_all_digits(words: Sequence[Recognised], crops: Sequence[Image]) -> list[Recognised]:
    """The words of segments, their long numbers with the digits that a first reading left out."""
    whole = list(words)
    agreed: set[str] = set()
    for k, read in enumerate(words):
        numbers = [found for found in _NUMBER.finditer(read.text) if _ROW.search(found.group())]
        if not numbers or all(found.group() in agreed for found in numbers):
            continue
        again = recognise([_wider(crops[k], WIDER[0])])[0].text
        for found in reversed(numbers):
            longer = _same_number(found.group(), again)
            if longer is None or len(longer) == len(found.group()):
                agreed.add(found.group())
            elif len(longer) > len(found.group()):
                if _same_number(longer, recognise([_wider(crops[k], WIDER[1])])[0].text) == longer:
                    whole[k] = _with_number(whole[k], found.start(), found.group(), longer)
                else:
                    whole[k] = replace(whole[k], confidence=min(whole[k].confidence, UNDECIDED))
    return whole


def _wider(crop: Image, times: float) -> Image:
    return np.asarray(cv2.resize(crop, None, fx=times, fy=1.0, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _same_number(number: str, text: str) -> str | None:
    """The number in ``text`` that differs from another in the length of its rows of equal digits alone.

    >>> _same_number("NO20250000012", "保单号NO202500000012")
    'NO202500000012'
    >>> _same_number("NO20250000012", "保单号NO202500000013") is None
    True
    """
    packed = _SAME.sub(r"\1", number)
    return next((other for other in _NUMBER.findall(text) if _SAME.sub(r"\1", other) == packed), None)


def _with_number(read: Recognised, start: int, number: str, longer: str) -> Recognised:
    """A reading with a number in it longer than it was, its signs spread over the same width."""
    stop, more = start + len(number), len(longer) - len(number)
    text = read.text[:start] + longer + read.text[stop:]
    centres = read.centres
    if len(centres) == len(read.text):
        spread = np.interp(np.linspace(0, len(number) - 1, len(longer)), range(len(number)), centres[start:stop])
        centres = (*centres[:start], *map(float, spread), *centres[stop:])
    moved = (
        (at if at < start else at + more, sign, share) for at, sign, share in read.guesses if not start <= at < stop
    )
    return replace(read, text=text, centres=centres, guesses=tuple(moved))
