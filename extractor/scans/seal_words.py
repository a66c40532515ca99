"""What the seals of a page say."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from extractor.document import Box, Seal, SealPicture
from extractor.layout.pixels.scan import Image, Rect
from extractor.layout.seals.round_seal import RoundSeal, middle_lines, name_strip, round_seal
from extractor.layout.seals.scan_grey_seals import GreySeal, as_red
from extractor.layout.seals.square_seal import level_lines
from extractor.scans.network import LEAST_CONFIDENCE, words_in

CLEAR_NAME = 0.8  # confidence from which the words of a seal are taken at the first look
LEAST_NAME = 4  # Chinese characters of the shortest name along a rim
MOST_KNOWN = 1000  # pictures whose words a process remembers: those of the same insurer come with every policy
SIDE = 330  # pixels of the longer side of a picture that is read, at most: a seal of 42 mm at 200 dpi
LARGEST = 4_000_000  # pixels of a picture that is read
MARGIN = 0.1  # of its side, white around a picture
_HAN = re.compile("[\u4e00-\u9fff]")
_COMPANY = re.compile(".*?有限(?:责任)?公司(?:[^章]{2,12}?分?(?:支?公司|支公司|营业部))?")
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
        words = _said_by(picture, rect)
        if words is not None:
            said.append(Seal(Box(*place), *words))
    return said


def _said_by(image: Image, rect: Rect) -> tuple[str, str, float] | None:
    seal = round_seal(image, rect)
    return _words_of(seal) if seal is not None else _words_in_lines(level_lines(image, rect))


def _words_in_lines(lines: Sequence[Image]) -> tuple[str, str, float] | None:
    """Name, purpose and confidence of a seal with sides: the name reaches to its legal form; one of two lines of two signs is a person's."""
    read = [words for words in map(words_in, lines) if words[1] >= CLEAR_NAME]
    said = ["".join(_NAMED.findall(text)) for text, _ in read]
    whole = "".join(said)
    if len(_HAN.findall(whole)) < 2 or len(read) < len(lines):
        return None
    sure = round(min(sure for _, sure in read), 4)
    if (company := _COMPANY.match(whole)) is not None:
        return company[0], whole[company.end() :], sure
    if [len(text) for text in said] == [2, 2]:
        upper, lower = said
        # As on old seals from the right, each column downwards, where the sign for a seal stands at the lower left.
        return (upper[1] + lower[1] + upper[0] + lower[0] if lower[0] in "印章" else whole), "", sure
    return ("", whole, sure) if whole.endswith("章") else (whole, "", sure)


def _words_of(seal: RoundSeal) -> tuple[str, str, float] | None:
    """Name, purpose and confidence of a seal; None where nothing can be told."""
    text, sure = words_in(name_strip(seal))
    if sure < CLEAR_NAME:  # perhaps not begun in the gap: once round from the bottom
        text, sure = max((text, sure), words_in(name_strip(seal, seal.bottom)), key=lambda words: words[1])
    whole = "".join(_NAMED.findall(text)) if sure >= LEAST_CONFIDENCE else ""
    whole = whole if len(_HAN.findall(whole)) >= LEAST_NAME else ""
    lines = [words_in(line) for line in middle_lines(seal)]
    purposes = [words for words in lines if words[1] >= CLEAR_NAME and len(_HAN.findall(words[0])) >= 2]
    if not whole and not purposes:
        return None
    sure = sure if whole else min(words[1] for words in purposes)
    return whole, "".join(words[0] for words in purposes), round(sure, 4)


_known: dict[bytes, tuple[str, str, float] | None] = {}


def words_of_picture(picture: SealPicture) -> Seal | None:
    """What the picture of a seal in a digital paper says; a process reads the same picture once. None where nothing can be told."""
    key = _digest(picture.size, picture.data)
    if key not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = _words_in(_on_paper(picture))
    words = _known[key]
    return Seal(picture.box, *words) if words is not None else None


@lru_cache(maxsize=8)
def _digest(size: tuple[int, int], data: bytes) -> bytes:
    """What a picture is known by. The pixels of an image that comes with every paper are one object: it is digested once."""
    return hashlib.sha256(b"%dx%d:" % size + data).digest()


def _words_in(image: Image | None) -> tuple[str, str, float] | None:
    if image is None:
        return None
    pad = round(MARGIN * max(image.shape[:2]) / (1 + 2 * MARGIN))
    rect = (float(pad), float(pad), float(image.shape[1] - pad), float(image.shape[0] - pad))
    for picture in (image, np.ascontiguousarray(image[..., ::-1])):  # red, blue
        if (words := _said_by(picture, rect)) is not None:
            return words
    return None


def _on_paper(picture: SealPicture) -> Image | None:
    """The picture on white paper with a margin, RGB; None for a file that is no picture."""
    from PIL import Image as Files  # papers without seals are read without it

    wide, high = picture.size
    try:
        if wide:
            mode, order = ("RGBA", "BGRA") if len(picture.data) == 4 * wide * high else ("RGB", "BGR")
            given = Files.frombytes(mode, picture.size, picture.data, "raw", order)
        else:
            given = Files.open(io.BytesIO(picture.data))
            if given.width * given.height > LARGEST:
                return None
            given = given.convert("RGBA")
    except (OSError, ValueError, SyntaxError):
        return None
    given.thumbnail((SIDE, SIDE), Files.Resampling.LANCZOS)
    pad = round(MARGIN * max(given.size))
    paper = Files.new("RGB", (given.width + 2 * pad, given.height + 2 * pad), "white")
    paper.paste(given, (pad, pad), given if given.mode == "RGBA" else None)
    return np.asarray(paper, dtype=np.uint8)
