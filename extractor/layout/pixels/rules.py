"""Pixels → drawn lines: the rulings of a scanned table, whole or worn, told apart from the strokes of characters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.layout.pixels.cut_rows import cut_ends
from extractor.layout.pixels.scan import Image, Rect, Rule
from extractor.layout.pixels.sealed_rules import on_under_seals, through_seals, without_rims

LONGER_THAN_STROKE = 1.3  # in em: no stroke of a body character reaches this
SHORTEST_RULE = 3.0  # in em, for a line that lies level
SMALL_GAP = 0.6  # in em: pieces this near are one line
GAP = 2.5  # in em: a worn line may be missing for this long
LONG_GAP = 12.0  # in em: and for this long where dots of it are left
DOTS = 0.2  # share of a long gap that still shows ink
BESIDE = 0.3  # in em: the ends of a text box may reach over a line beside its words
THICKEST = 0.45  # in em
INKED = 0.5  # share of a short upright that must show ink: a few specks between two rules close together make none
SPECK = 2.0  # pixels to either side in which it does
RIM = 0.16  # share of a text box at its top and bottom that may hold a rule
OVERSHOOT = 2.5  # in em: a border does not run on this far past the last line it meets
ONE_ROW = 1.3  # rows of its own: nor further than this, the next line being worn away
THROUGH = 0.3  # share of an upright that runs through words from which it is a streak, not a border
RIM_END = 0.4  # in em: so near to a level line ends a border that a seal's rim runs along
LARGE = 1.3  # times the body's height: a heading, whose strokes are long
EM_OF_BOX = 0.72  # height of a character as a share of the height of its detection box


def ruling_lines(
    print_: Image, text: Sequence[Rect], em: float, seals: Sequence[Rect] = ()
) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright lines drawn on a straightened page.

    ``print_`` is 255 where there is ink (``scan.ink``); ``text`` are the boxes of a text finder, whose ink is no
    line's; ``em`` is the height of the body's characters in pixels. Level lines come as (y, x0, x1), upright ones as
    (x, y0, y1). ``seals`` are the boxes of seals that were lifted: a line that goes in and comes out is one, and what stands
    upright at a rim's sides is the rim's.
    """
    blank = without_text(print_, text, rim=0.0)
    rims = without_text(print_, text, rim=RIM)
    # Only headings have strokes as long as a row is high; the ends of their boxes may reach over a border beside them.
    large = [(a + em / 2, top, b - em / 2, low) for a, top, b, low in text if low - top > LARGE * em / EM_OF_BOX]
    level = _joined(_worn(blank, em) + _whole(rims, em), em, SMALL_GAP)
    strokes = _whole(_flipped(without_text(print_, large, rim=0.0)), em)
    upright = _joined(_worn(_flipped(blank), em) + strokes, em, SMALL_GAP)
    if seals:
        turned_seals = [(y0, x0, y1, x1) for x0, y0, x1, y1 in seals]
        turned_text = [(y0, x0, y1, x1) for x0, y0, x1, y1 in text]
        rims_off = without_rims(upright, seals)
        upright = [rule for rule in upright if rule in rims_off or _parts_columns(rule, level, turned_text, em)]
        level = without_rims(level, turned_seals)
        level, upright = (
            through_seals(level, upright, seals, text, em),
            through_seals(upright, level, turned_seals, turned_text, em),
        )
        upright = on_under_seals(upright, level, seals, em)
    level, upright = (
        _bridged(level, upright, text, print_, em),
        _bridged(upright, level, [(y0, x0, y1, x1) for x0, y0, x1, y1 in text], _flipped(print_), em, columns=True),
    )
    level = [rule for rule in level if rule[2] - rule[1] >= SHORTEST_RULE * em]
    upright = [rule for rule in upright if rule[2] - rule[1] >= LONGER_THAN_STROKE * em]
    level = _to_uprights(level, [part for rule in upright for part in _between(rule, level, em)], text, em)
    met = [*level, *cut_ends(upright, level, text, em)]
    framed = [part for rule in upright for part in _between(rule, met, em)]
    turned = _flipped(print_)
    drawn = [rule for rule in framed if rule[2] - rule[1] > GAP * em or _traces(turned, *rule, SPECK) >= INKED]
    kept = [rule for rule in drawn if not _runs_through_words(rule, print_, text, em)]
    height, width = print_.shape
    return _off_the_rim(level, height), _off_the_rim(kept, width)


def _parts_columns(rule: Rule, level: Sequence[Rule], text: Sequence[Rect], em: float) -> bool:
    """Whether an upright that touches a seal's rim is a border: from one level line to another, words on both sides in each row.

    ``text`` has x along the rule.
    """
    x, start, stop = rule
    rows = [y for y, x0, x1 in level if x0 < x < x1 and start - RIM_END * em <= y <= stop + RIM_END * em]
    ends = all(any(abs(y - end) <= RIM_END * em for y in rows) for end in (start, stop))
    return ends and _in_two_columns(text, x, sorted(rows), em)


def _between(rule: Rule, across: Sequence[Rule], em: float) -> list[Rule]:
    """An upright from the first to the last line it meets; nothing where it meets fewer than two or runs on past them.

    This is what parts the border of a table from a scanner's streak, the stroke of a large character, or a fold.
    """
    (x, y0, y1), reach = rule, 0.45 * em
    beside = [(x0, y, x1) for y, x0, x1 in across if y0 - reach <= y <= y1 + reach]
    met = [y for x0, y, x1 in beside if x0 - reach <= x <= x1 + reach]
    if len(met) < 2 or max(met) - min(met) < em:
        return []
    # Where a rule is worn away beside the upright, its nearest piece tells that it once met it.
    met = sorted(y for x0, y, x1 in beside if x0 - GAP * em <= x <= x1 + GAP * em)
    row = max(b - a for a, b in pairwise(met))
    if max(met[0] - y0, y1 - met[-1]) > max(OVERSHOOT * em, ONE_ROW * row):
        return []
    return [(x, met[0], met[-1])]


def _runs_through_words(rule: Rule, print_: Image, text: Sequence[Rect], em: float) -> bool:
    """Whether an upright cuts through words for a good part of its length, as no border does."""
    x, y0, y1 = rule
    cut = 0.0
    for left, top, right, bottom in text:
        if not (left + 0.3 * em < x < right - 0.3 * em and y0 <= (top + bottom) / 2 <= y1):
            continue
        core = print_[round(top + RIM * (bottom - top)) : round(bottom - RIM * (bottom - top))]
        near, far = max(3, round(0.1 * em)), max(5, round(0.25 * em))
        middle = round(x)
        if core[:, middle - far : middle - near].any() and core[:, middle + near + 1 : middle + far + 1].any():
            cut += bottom - top
    return cut > THROUGH * (y1 - y0)


def _off_the_rim(rules: list[Rule], extent: int) -> list[Rule]:
    """Rules without those at the very edge of the image, which are shadows of the scanner's lid or of the sheet."""
    return [rule for rule in rules if 0.01 * extent < rule[0] < 0.99 * extent]


def without_text(print_: Image, text: Sequence[Rect], rim: float) -> Image:
    """The ink that stands in no line of text; ``rim`` is the share of a box at its top and bottom that stays."""
    apart = print_.copy()
    usual = float(np.median([y1 - y0 for _, y0, _, y1 in text])) if text else 0.0
    for x0, y0, x1, y1 in text:
        if y1 - y0 <= 3 * usual:
            inset = rim * (y1 - y0)
            apart[max(0, round(y0 + inset)) : round(y1 - inset), max(0, round(x0)) : round(x1)] = 0
    return apart


def _flipped(print_: Image) -> Image:
    return np.ascontiguousarray(print_.T)


def _whole(print_: Image, em: float) -> list[Rule]:
    """Level runs of unbroken ink longer than any stroke."""
    return _runs(print_, round(LONGER_THAN_STROKE * em), em)


def _worn(print_: Image, em: float) -> list[Rule]:
    """Level runs of ink that may be dotted; only sound where text has been taken out."""
    bridge = np.ones((1, max(3, round(0.5 * em))), np.uint8)
    return _runs(np.asarray(cv2.morphologyEx(print_, cv2.MORPH_CLOSE, bridge), dtype=np.uint8), round(em), em)


def _runs(print_: Image, least: int, em: float) -> list[Rule]:
    mask = cv2.morphologyEx(print_, cv2.MORPH_OPEN, np.ones((1, max(9, least)), np.uint8))
    mask = cv2.dilate(mask, np.ones((3, 9), np.uint8))
    # A third of the time of labelling every pixel. Two levels, so that what lies inside a black frame is found as well.
    contours, levels = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outlines = [contour for contour, level in zip(contours, levels[0], strict=True) if level[3] < 0] if contours else []
    found = [(cv2.boundingRect(outline), _middle_height(outline)) for outline in outlines]
    return [
        (middle, float(x), float(x + w)) for (x, _y, w, h), middle in found if h <= max(6.0, THICKEST * em) + w * 0.01
    ]


def _middle_height(outline: cv2.typing.MatLike) -> float:
    """How far down the middle of what an outline goes round lies."""
    moments = cv2.moments(outline)
    return moments["m01"] / moments["m00"] if moments["m00"] else float(outline[:, 0, 1].mean())


def _joined(pieces: Sequence[Rule], em: float, gap: float) -> list[Rule]:
    """Pieces lying on one line and no further than ``gap`` em apart, as one."""
    same = max(3.0, 0.18 * em)
    chains: list[list[Rule]] = []
    for piece in sorted(pieces, key=lambda p: p[1]):
        near = [c for c in chains if abs(c[-1][0] - piece[0]) <= same and piece[1] - max(p[2] for p in c) <= gap * em]
        if near:
            min(near, key=lambda c: abs(c[-1][0] - piece[0])).append(piece)
        else:
            chains.append([piece])
    return [_one(chain) for chain in chains]


def _one(chain: Sequence[Rule]) -> Rule:
    inked = sum(p[2] - p[1] for p in chain)
    return sum(p[0] * (p[2] - p[1]) for p in chain) / inked, chain[0][1], max(p[2] for p in chain)


def _bridged(
    rules: Sequence[Rule], across: Sequence[Rule], text: Sequence[Rect], print_: Image, em: float, columns: bool = False
) -> list[Rule]:
    """Worn rules mended over longer gaps, except where the gap is a merged cell.

    Such a gap runs blank from one crossing line to another, or words stand in it; of uprights (``columns``) not even where
    words begin beside it in every row. ``text`` and ``print_`` have x along the rules.
    """
    same, reach = max(3.0, 0.18 * em), 0.5 * em
    mended: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r[1]):
        before = next(
            (m for m in reversed(mended) if abs(m[0] - rule[0]) <= same and 0 < rule[1] - m[2] <= LONG_GAP * em), None
        )
        if before is not None:
            at, start, stop = before[0], before[2], rule[1]
            meeting = [a for a, s, e in across if s - reach <= at <= e + reach]
            closed = sum(any(abs(a - end) <= reach for a in meeting) for end in (start, stop))
            needed = 0.5 if closed == 2 else DOTS if closed and stop - start > GAP * em else 0.0
            if columns and (
                (closed == 1 and _is_loose(before, rule, meeting, across, reach))
                or _meets_no_more(before, rule, across, em)
            ):
                mended.append(rule)
                continue
            if columns and closed == 2 and _in_two_columns(text, at, [start, *meeting, stop], em):
                needed = 0.0
            if not _has_words(text, at, start, stop, em) and _traces(print_, at, start, stop, same) >= needed:
                mended.remove(before)
                mended.append(_one([before, rule]))
                continue
        mended.append(rule)
    return mended


def _is_loose(upper: Rule, lower: Rule, meeting: Sequence[float], across: Sequence[Rule], reach: float) -> bool:
    """Whether one of two upright pieces begins or ends a table and the other is a stroke outside: no level line lies on its side."""
    lines = [y for y, x0, x1 in across if x0 - reach <= upper[0] <= x1 + reach]
    if any(abs(y - lower[1]) <= reach for y in meeting):
        return all(y >= lower[1] - reach for y in lines)
    return all(y <= upper[2] + reach for y in lines)


def _meets_no_more(upper: Rule, lower: Rule, across: Sequence[Rule], em: float) -> bool:
    """Whether one of two upright pieces meets no level line, nor does the gap: joined to the other it would only run on past it."""
    lines = [y for y, x0, x1 in across if x0 - GAP * em <= upper[0] <= x1 + GAP * em]
    return all(y > lower[1] - 0.5 * em for y in lines) or all(y < upper[2] + 0.5 * em for y in lines)


def _has_words(text: Sequence[Rect], at: float, start: float, stop: float, em: float) -> bool:
    """Whether a line drawn through a gap would cut words; the ends of their boxes may reach over it."""
    beside = BESIDE * em
    return any(x0 < stop and x1 > start and y0 + beside < at < y1 - beside for x0, y0, x1, y1 in text)


def _in_two_columns(text: Sequence[Rect], at: float, rows: Sequence[float], em: float) -> bool:
    """Whether in every row of a gap words begin just right of a worn upright at ``at`` and others end left of it.

    Blank paper lower than a row says nothing: between two frames one below the other no border was ever drawn.
    """
    rows_seen = 0
    for top, bottom in pairwise(sorted(y for y in rows if min(rows[0], rows[-1]) <= y <= rows[-1])):
        if bottom - top < em:
            continue
        sides = [(x0, x1) for y0, x0, y1, x1 in text if top <= (y0 + y1) / 2 <= bottom]
        begins = any(-BESIDE * em < x0 - at < em for x0, _ in sides)
        if not begins or not any(x1 < at + BESIDE * em for _, x1 in sides):
            return False
        rows_seen += 1
    return rows_seen > 0


def _to_uprights(level: Sequence[Rule], upright: Sequence[Rule], text: Sequence[Rect], em: float) -> list[Rule]:
    """Level rules that end in the open, as no table's does, drawn on to the next upright where no words stand between."""
    drawn: list[Rule] = []
    for y, x0, x1 in level:
        crossed = sorted(x for x, y0, y1 in upright if y0 - 0.5 * em <= y <= y1 + 0.5 * em)
        if len([x for x in crossed if x0 - 0.5 * em <= x <= x1 + 0.5 * em]) > 0:
            before = next((x for x in reversed(crossed) if x < x0 + 0.5 * em), x0)
            after = next((x for x in crossed if x > x1 - 0.5 * em), x1)
            if 0.5 * em < x0 - before <= LONG_GAP * em and not _has_words(text, y, before, x0, em):
                x0 = before
            if 0.5 * em < after - x1 <= LONG_GAP * em and not _has_words(text, y, x1, after, em):
                x1 = after
        drawn.append((y, x0, x1))
    return drawn


def _traces(print_: Image, at: float, start: float, stop: float, same: float) -> float:
    """The share of a gap that still shows ink where the line would run."""
    strip = print_[max(0, round(at - same)) : round(at + same) + 1, round(start) : max(round(stop), round(start) + 1)]
    return float(np.mean(strip.any(axis=0))) if strip.size else 0.0


def erased(image: Image, level: list[Rule], upright: list[Rule], thickness: int) -> Image:
    """The image with its drawn lines painted over in the colour of the paper beside them."""
    mask: NDArray[np.uint8] = np.zeros(image.shape[:2], np.uint8)
    for y, x0, x1 in level:
        cv2.line(mask, (round(x0), round(y)), (round(x1), round(y)), 255, thickness)
    for x, y0, y1 in upright:
        cv2.line(mask, (round(x), round(y0)), (round(x), round(y1)), 255, thickness)
    paper = cv2.dilate(image, np.ones((2 * thickness + 1, 2 * thickness + 1), np.uint8))
    return np.asarray(cv2.copyTo(paper, mask, image.copy()), dtype=np.uint8)
