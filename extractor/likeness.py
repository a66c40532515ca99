"""Whether two papers are one: a sample of a paper's wording and numbers, and a fingerprint of each photo in it.

All are computed while the paper is read, since neither pixels nor words are kept afterwards. Only photos are known again
by their picture. Of a sheet with print no small picture can tell two filled-in copies of one form apart: of one form
filled in twice the prints differ in 4 to 8 bits of 64, those of one sheet scanned twice in 8 to 15 (margins cut off, laid
straight, seals set aside). Words and numbers tell both cases apart, so a sheet is known by them alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from zlib import crc32

from extractor.text.fold import squeeze

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from extractor.document import Box, Page

WORDS: Final = 96
"""Hashes of a paper's wording that are kept: the resemblance they tell is off by about 5 of 100."""
NUMBERS: Final = 32
SHINGLE: Final = 4
"""Characters that make one piece of wording: a misread character spoils four of some hundreds."""
NEAR: Final = 8
"""Bits of 64 in which two pictures of one photo may differ: turned by 1°, cut by 2 %, dimmed, noisy and JPEG 60 they
differ in 6 at most, those of two photos in 20 and more."""
PHOTO: Final = 50
"""Per cent of a picture that is not blank paper, from which on it is taken for a photo. A sheet full of print has 20."""
PLAIN: Final = 12.0
"""Shades of 256 by which a picture must vary around its mean to be known again by."""
CAPTION: Final = 80
"""Most characters that are printed over a photo (a camera's day and place); a coloured cover of a report has more."""


class Look(NamedTuple):
    """A photo in 64 bits of its broad shades and 64 of their slopes."""

    shades: int
    slopes: int


class Photo(NamedTuple):
    """A photo within a paper's words: its look, and its page (1-based) and box or, in a format without pages, its place."""

    look: Look
    page: int | None = None
    box: Box | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a paper is compared by: samples of its wording and of the numbers on it (hashes of 32 bits in rising order: of all
    hashes, the lowest), and its photos: of those that are a page by themselves each with its page (1-based), and ``within`` its words."""

    words: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    photos: tuple[tuple[int, Look], ...] = ()
    within: tuple[Photo, ...] = ()


# --- words -----------------------------------------------------------------------------------------------------------

_BARE = re.compile(r"(?:[^\w\n]|_)+")
_NUMBER = re.compile(r"[A-Za-z]*\d[\dA-Za-z]{2,}")


def of_pages(pages: Sequence[Page]) -> Likeness:
    """The likeness of a paper with these pages."""
    photos = tuple(
        (page.number or 1, page.look)
        for page in pages
        if page.look is not None and sum(len(line.text) for line in page.lines()) <= CAPTION
    )
    return of_words((line.text for page in pages for line in page.lines()), photos, _within(pages))


def _within(pages: Sequence[Page]) -> tuple[Photo, ...]:
    """The photos between the words of the pages: not what more than one page shows, which is the paper's dress, nor the picture of
    a cover."""
    all_ = list(dict.fromkeys(photo for page in pages for photo in page.photos))
    if not all_:
        return ()
    shown = Counter(look for look, _ in {(photo.look, photo.page) for photo in all_})
    covered = len(pages) > 1 and sum(len(line.text) for line in pages[0].lines()) <= CAPTION
    cover = pages[0].number if covered else None
    return tuple(photo for photo in all_ if shown[photo.look] == 1 and (cover is None or photo.page != cover))


def of_words(
    lines: Iterable[str], photos: tuple[tuple[int, Look], ...] = (), within: tuple[Photo, ...] = ()
) -> Likeness:
    """The likeness of a paper with these printed lines.

    >>> of_words(["保险单号：A1234"]) == of_words(["保险 单号:Ａ1234"])
    True
    """
    words: set[int] = set()
    numbers: set[int] = set()
    for line in lines:
        said, counted = _of_line(line) if len(line) <= _KEPT else _hashes_of(line)
        words.update(said)
        numbers.update(counted)
    return Likeness(tuple(sorted(words)[:WORDS]), tuple(sorted(numbers)[:NUMBERS]), photos, within)


_KEPT: Final = 200
"""Characters up to which the hashes of a line are kept for the next paper that says it: forms and clauses do."""


def _hashes_of(line: str) -> tuple[list[int], list[int]]:
    """Of the hashes of a printed line's wording and of its numbers as many of the lowest as a paper's may be."""
    printed = squeeze(line)
    numbers = {number.upper() for number in _NUMBER.findall(printed)}
    bare = _BARE.sub("", printed)
    words = {bare[at : at + SHINGLE] for at in range(len(bare) - SHINGLE + 1)}
    return _sample(words, WORDS), _sample(numbers, NUMBERS) if numbers else []


_of_line = lru_cache(maxsize=4096)(_hashes_of)


def _sample(pieces: set[str], most: int) -> list[int]:
    """The lowest ``most`` hashes of the pieces, which hold no line's end: they are encoded in one go.

    Spread evenly, the same on every machine: a checksum alone keeps like texts together.
    """
    encoded = "\n".join(pieces).encode("utf-8", "surrogatepass").split(b"\n") if pieces else []
    mixed = [sum_ * 0x9E3779B1 & 0xFFFFFFFF for sum_ in map(crc32, encoded)]
    return sorted({(mix ^ mix >> 15) * 0x85EBCA6B & 0xFFFFFFFF for mix in mixed})[:most]


def resemblance(one: Sequence[int], two: Sequence[int], most: int = WORDS) -> tuple[float, int]:
    """The share of pieces that both papers have among those that either has, and on how many pieces that rests.

    ``one`` and ``two`` are samples of at most ``most`` hashes.

    >>> resemblance((1, 2, 3), (2, 3, 4))
    (0.5, 4)
    """
    # Beyond the end of a full sample nothing is known of what the paper has.
    end = min((sample[-1] for sample in (one, two) if len(sample) >= most), default=None)
    first, second = ({piece for piece in sample if end is None or piece <= end} for sample in (one, two))
    either = first | second
    return (len(first & second) / len(either) if either else 0.0), len(either)


# --- pictures --------------------------------------------------------------------------------------------------------


def look_of(image: NDArray[np.uint8]) -> Look | None:
    """The look of a photo, None for a sheet with print and for a picture of nothing.

    ``image`` is RGB, height × width × 3, upright. A few milliseconds.
    """
    import cv2

    given = _small(image)
    if 100 * float((given < 0.75 * _paper(given)).mean()) < PHOTO or float(given.std()) < PLAIN:
        return None
    shades = cv2.dct(cv2.resize(given, (32, 32), interpolation=cv2.INTER_AREA).astype("float32"))[:8, :8].ravel()
    steps = cv2.resize(given, (9, 8), interpolation=cv2.INTER_AREA).astype("int16")
    middle = sorted(shades[1:].tolist())[31]
    return Look(_bits(shades > middle), _bits((steps[:, 1:] > steps[:, :-1]).ravel()))


SMALL_SIDE: Final = 256
"""Pixels of the longer side that is looked at; eight for each step of the finest grid."""


def _small(image: NDArray[np.uint8]) -> Any:
    """Grey, at most ``SMALL_SIDE`` on a side: by plain steps down to three times that, which costs nothing, then every pixel
    counts. Green stands for grey: an eye sees mostly by it."""
    import cv2
    import numpy as np

    step = max(1, max(image.shape[:2]) // (3 * SMALL_SIDE))
    thin = np.ascontiguousarray(image[::step, ::step, 1])
    factor = SMALL_SIDE / max(thin.shape)
    return thin if factor >= 1 else cv2.resize(thin, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def _paper(grey: Any) -> float:
    """The brightness of blank paper: that of the brightest twentieth of the picture."""
    import numpy as np

    brighter = np.cumsum(np.bincount(grey.ravel(), minlength=256)[::-1])
    return max(1.0, 255.0 - float(np.searchsorted(brighter, 0.05 * grey.size)))


def _bits(flags: Iterable[Any]) -> int:
    number = 0
    for flag in flags:
        number = number << 1 | bool(flag)
    return number


def look_alike(one: Look, two: Look) -> bool:
    """Whether two pictures are of one photo."""
    return max((one.shades ^ two.shades).bit_count(), (one.slopes ^ two.slopes).bit_count()) <= NEAR
