"""A page image straightened, its seals lifted and its rules taken out, and the words that then stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from extractor.layout.pixels.rules import EM_OF_BOX, erased, ruling_lines, without_text
from extractor.layout.pixels.scan import (
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
from extractor.layout.pixels.scan_signs import is_dash, is_full_stop, leans_like_slash
from extractor.layout.pixels.scan_text import in_rows, left_over, segments
from extractor.layout.pixels.straighten import Upright, straighten
from extractor.layout.seals.black_seal import Ring, rings, without_rings
from extractor.layout.seals.scan_grey_seals import GreySeal, without_grey_seals
from extractor.scans.boxes import marks_of, tick_boxes, with_boxes
from extractor.scans.dashes import lone_dashes
from extractor.scans.long_numbers import with_all_digits
from extractor.scans.recogniser import Recognised, cropped, find_text, recognise
from extractor.scans.scrawls import scrawls, without_waves
from extractor.scans.seal_words import CLEAR_NAME

CLEARLY_UPRIGHT = 0.85  # mean confidence; pages upside down stay far below
UNDER_RING = 0.6  # most that words crossed by a black seal's ring are trusted: misread digits there score 0.98
SURE_UNDER_SEAL = (
    0.98  # from here on the reading without the seal is not checked: a second look costs as much as the first
)
ALWAYS = 2.0  # more than any confidence: black seals are few, and what lies under them is read wrong for sure
LEAST_SIGNS = 4  # of an overlooked line
PROBES = 8  # widest segments that are read both ways where a page seems upside down
LIKE_SLASH = frozenset("1lI|丨丿7J")  # what the recogniser makes of a slash that stands alone
LIKE_DASHES = frozenset(
    {"11", "1", "—1", "1—", "I", "II", "一", "一一", "二", "T", "TT"}
)  # and of the dashes of an empty cell
LIKE_STOP = frozenset("0oO〇°")  # and of a full stop that does


@dataclass(frozen=True, slots=True)
class Sheet:
    """A straightened page before its words are read. ``clear`` is its image without its ``red``, ``blue`` and ``greys``
    seals, ``finer`` another try at those that are nearly black; all in its pixels."""

    page: Upright
    clear: Image
    finer: Image
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
class Text:
    """What stands on a sheet: rules, seals, segments and their words. ``bare`` and ``print_`` are without rules; ``others`` are second
    readings under seals, by the number of the segment. ``scrawls`` are boxes of ink that gave no words, ``lost`` those of ink higher than a line in which words
    may be lost."""

    seals: list[Rect]
    level: list[Rule]
    upright: list[Rule]
    bare: Image
    print_: Image
    rects: list[Rect]
    words: list[Recognised]
    others: dict[int, Recognised]
    scrawls: list[Rect]
    lost: list[Rect]


def look_at(image: Image, dpi: float) -> Sheet:
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
    return Sheet(page, lifted.clear, lifted.finer, seals, blue, lifted.seals, marks, find_text(lifted.clear, dpi))


def words_on(sheet: Sheet) -> Text:
    clear, found = sheet.clear, sheet.found
    print_ = ink(clear, sheet.marks)
    em = float(np.median([y1 - y0 for _, y0, _, y1 in found])) * EM_OF_BOX if found else print_.shape[1] / 60
    black = [ring for ring in rings(print_, without_text(print_, found, rim=0.0)) if not _is_known(ring, sheet.greys)]
    lifted, faint = without_rings(clear, black, print_)
    crossing = [ring for ring in black if ring not in faint]
    level, upright = ruling_lines(print_, found, em, sheet.seals)
    thick = max(3, round(0.16 * em))
    bare = erased(clear, level, upright, thick)
    bare_print = ink(bare, sheet.marks)
    parts = segments(found, bare_print, upright)
    strips, lost = left_over(bare_print, parts, em)
    more, unread = _lines_among(segments(strips, bare_print, upright), bare)
    rects = [rect for row in in_rows([*parts, *more]) for rect in row]
    crops = [cropped(bare, rect) for rect in rects]
    words = with_all_digits(recognise(crops), crops)
    dark = [seal.rect for seal in sheet.greys if seal.doubtful]
    finer = erased(sheet.finer, level, upright, thick) if dark else bare
    # left where it is, a dark one is read instead of the print
    light = [rect for rect in sheet.seals if rect not in dark]
    with_seal = erased(sheet.page.image, level, upright, thick) if light else bare
    lifted = erased(lifted, level, upright, thick) if black else lifted
    others = _second_look(
        rects,
        words,
        [
            (with_seal, light, SURE_UNDER_SEAL, True),
            (finer, dark, ALWAYS, True),
            (lifted, [ring.rect for ring in faint], SURE_UNDER_SEAL, True),
            (lifted, [ring.rect for ring in crossing], ALWAYS, False),
        ],
    )
    for k, rect in enumerate(rects):
        words[k] = _by_its_shape(words[k], bare_print, rect, em)
        if any(ring.crosses(rect) for ring in crossing) or any(_overlap(rect, seal) for seal in dark):
            words[k] = replace(words[k], confidence=min(words[k].confidence, UNDER_RING))
    seals = [*sheet.seals, *(ring.rect for ring in black)]
    words = [without_waves(read) for read in words]
    marks = marks_of(bare_print)
    rects, words = with_boxes(rects, words, tick_boxes(bare_print, marks, em), upright, em)
    rects, words, others = _with_segments(rects, words, others, lone_dashes(bare_print, marks, rects, em))
    drawn = scrawls(rects, words, unread, bare_print)
    return Text(seals, level, upright, bare, bare_print, rects, words, others, drawn, lost)


def _with_segments(
    rects: list[Rect],
    words: list[Recognised],
    others: dict[int, Recognised],
    more: Sequence[tuple[Rect, Recognised]],
) -> tuple[list[Rect], list[Recognised], dict[int, Recognised]]:
    """The segments with more among them, row by row as before."""
    if not more:
        return rects, words, others
    read = dict(zip(rects, words, strict=True)) | dict(more)
    second = {rects[k]: again for k, again in others.items()}
    placed = [rect for row in in_rows(list(read)) for rect in row]
    return placed, [read[rect] for rect in placed], {k: second[r] for k, r in enumerate(placed) if r in second}


def _by_its_shape(read: Recognised, print_: Image, rect: Rect, em: float) -> Recognised:
    """What was read, less where its print has the shape of another sign: a slash, a dash, a full stop."""
    if read.text in LIKE_SLASH and leans_like_slash(cropped(print_, rect)):
        return replace(read, text="/")
    if read.text in LIKE_DASHES and is_dash(cropped(print_, rect), em):
        return replace(read, text="—" * len(read.text))
    if read.text in LIKE_STOP and is_full_stop(cropped(print_, rect), em):
        return replace(read, text="。")
    return read


def _lines_among(rects: Sequence[Rect], bare: Image) -> tuple[list[Rect], list[Rect]]:
    """Of what was found between the lines of the text finder the lines (words for sure, and more than one or two), and the rest."""
    lines: list[Rect] = []
    rest: list[Rect] = []
    for rect, read in zip(rects, recognise([cropped(bare, rect) for rect in rects]), strict=True):
        is_line = read.confidence >= CLEARLY_UPRIGHT and len(read.text.strip()) >= LEAST_SIGNS
        (lines if is_line else rest).append(rect)
    return lines, rest


def _second_look(
    rects: Sequence[Rect], words: list[Recognised], looks: Sequence[tuple[Image, Sequence[Rect], float, bool]]
) -> dict[int, Recognised]:
    """Segments over which a seal lies, read once more from another picture of the page, where the two differ.

    ``looks`` are pictures, their seals, the confidence from which a segment is not read again, and whether the second reading may be
    the better one: then the surer of the two takes the place in ``words``, and the other is given by the segment's number.
    """
    others: dict[int, Recognised] = {}
    for image, seals, sure, may_be_better in looks:
        unsure = [k for k in range(len(rects)) if words[k].confidence < sure]
        under = [k for k in unsure if any(_overlap(rects[k], seal) for seal in seals)]
        for k, again in zip(under, recognise([cropped(image, rects[k]) for k in under]), strict=True):
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


def is_upside_down(text: Text) -> bool:
    """Whether the page makes no sense as it stands and more sense turned over. Costs nothing for a page that does."""
    sure = [words.confidence for words in text.words]
    if len(sure) < 3 or float(np.mean(sure)) >= CLEARLY_UPRIGHT:
        return False
    widest = sorted(range(len(sure)), key=lambda k: text.rects[k][0] - text.rects[k][2])[:PROBES]
    turned = recognise([np.rot90(cropped(text.bare, text.rects[k]), 2) for k in widest])
    return float(np.mean([words.confidence for words in turned])) > float(np.mean([sure[k] for k in widest])) + 0.1
