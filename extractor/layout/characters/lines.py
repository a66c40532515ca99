"""Runs of characters → rows → printed lines.

A *run* is a stretch of characters that follow each other on the paper and in the file; a *row* is everything at one
height; a ``Line`` is a printed segment of a row, cut where a wide gap parts a label from a value or one column from
the next. Points, y growing downward.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from operator import sub

from extractor.document import Line
from extractor.edges import Edges
from extractor.layout.characters.glyphs import Glyphs
from extractor.layout.characters.runs import WIDE, Run, em_within
from extractor.quickly import boxed, printed_line

WIDE_GAP_EM = 1.5
"""A gap wider than this many character widths parts two printed segments."""

LETTER_SPACED_EM = 4.5
"""Regular gaps up to this width are letter-spacing ("保   险   单"), not column gaps."""

TWO_BLANKS_EM = 2.6
"""The gap that two blanks of full width leave, with which a label of two characters is set as wide as the others."""

WORD_GAP_EM = 0.25
"""A gap this wide between two Latin words or numbers is a space, even if the file has no space character there."""

WIDE_WORD_GAP_EM = 0.6
"""The same beside a Chinese character, which is set apart from numbers by up to a quarter anyway."""


@dataclass(slots=True)
class _Row:
    middle: float
    height: float
    runs: list[Run] = field(default_factory=list)


def runs_to_rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs standing at one height, top to bottom, each row left to right.

    Words printed over other words (a seal, a watermark) make a row of their own, so they never interleave.
    """
    rows: list[_Row] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.x0)):
        height = run.y1 - run.y0
        for row in reversed(rows[-4:]):
            if abs(run.middle - row.middle) <= 0.5 * min(height, row.height) and not _overlaps(run, row.runs, height):
                row.runs.append(run)
                break
        else:
            rows.append(_Row(run.middle, height, [run]))
    for row in rows:
        row.runs.sort(key=lambda r: r.x0)
    return [row.runs for row in rows]


def _overlaps(run: Run, others: Sequence[Run], height: float) -> bool:
    return any(
        min(run.x1, o.x1) - max(run.x0, o.x0) > 0.5 * height and not (_in_a_hole(run, o, height) or _in_a_hole(o, run, height))
        for o in others
    )  # fmt: skip


def _in_a_hole(run: Run, other: Run, height: float) -> bool:
    """Whether a run stands between two characters of another: a tick from another font, which the file draws by itself."""
    if other.widest < run.x1 - run.x0 - _TOUCH * height:
        return False
    lefts, rights = other.page.x0[other.start : other.stop], other.page.x1[other.start : other.stop]
    return all(min(run.x1, x1) - max(run.x0, x0) <= _TOUCH * height for x0, x1 in zip(lefts, rights, strict=True))


_TOUCH = 0.1
"""Share of the height by which characters beside each other may overlap."""


def row_to_lines(runs: Sequence[Run]) -> list[Line]:
    """The printed segments of one row."""
    if len(runs) == 1:
        run = runs[0]
        page, start, stop = run.page, run.start, run.stop
        if run.widest < inf:
            em = em_within(page, start, stop)
            if run.widest < WORD_GAP_EM * em:  # ordinary setting, nothing to cut
                box = boxed((min(page.x0[start:stop]), run.y0, run.x1, run.y1))
                return [printed_line(run.text, box, page.edges(start, stop), round(em, 2))]
        shown = page.part(start, stop)
    else:
        shown = _left_to_right(runs)
    spaces_before: dict[int, str] = {}
    places = shown.spaces()
    if places:
        for number, place in enumerate(places):
            spaces_before.setdefault(place - number, shown.text[place])
        shown = shown.without(places)
    if not shown.text:
        return []
    em = em_within(shown, 0, len(shown.text))
    gaps = list(map(sub, shown.x0[1:], shown.x1))
    cuts = _cuts(shown.text, gaps, em)
    if not cuts:
        return [_line(shown, gaps, spaces_before, em, 0, len(shown.text))]
    return [_line(shown, gaps, spaces_before, em, *bounds) for bounds in pairwise([0, *cuts, len(shown.text)])]


def _left_to_right(runs: Sequence[Run]) -> Glyphs:
    """The characters of a row's runs, sorted by where they begin."""
    row = Glyphs.joined([run.page.part(run.start, run.stop) for run in runs])
    order = sorted(range(len(row.text)), key=row.x0.__getitem__)
    return row if order == list(range(len(order))) else row.in_order(order)


def _typical_gap(text: Sequence[str], gaps: Sequence[float], em: float) -> float:
    """The spacing that a letter-spaced line has between all its characters; 0 for ordinary setting."""
    if len(gaps) >= 3:
        return max(0.0, sorted(gaps)[(len(gaps) - 1) // 2])
    if gaps and max(gaps) - min(gaps) <= 0.3 * em and all(map(_is_ideograph, text)):
        return max(0.0, *gaps)
    return 0.0


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _cuts(text: Sequence[str], gaps: Sequence[float], em: float) -> list[int]:
    """Indices at which a new printed segment starts."""
    least = WIDE_GAP_EM * em
    if not gaps or max(gaps) <= least:
        return []
    wide = [k + 1 for k, gap in enumerate(gaps) if gap > least]
    bounds = [0, *wide, len(text)]
    cuts: list[int] = []
    k = 1
    while k < len(bounds) - 1:
        # A stretch of single Chinese characters at one regular wide gap is one letter-spaced word.
        last = k
        while (
            last < len(bounds) - 1
            and _single(text, bounds, last - 1)
            and (_single(text, bounds, last) or _ends_label(text, gaps, bounds[last], em))
        ):
            if abs(gaps[bounds[last] - 1] - gaps[bounds[k] - 1]) > 0.3 * em:
                break
            last += 1
        if last > k and gaps[bounds[k] - 1] <= LETTER_SPACED_EM * em:
            k = last
            continue
        cuts.append(bounds[k])
        k += 1
    return cuts


def _single(text: Sequence[str], bounds: Sequence[int], k: int) -> bool:
    return bounds[k + 1] - bounds[k] == 1 and _is_ideograph(text[bounds[k]])


def _ends_label(text: Sequence[str], gaps: Sequence[float], at: int, em: float) -> bool:
    """Whether the last character of a label stands there: "行　　业：道路货物运输", "地　　址　宿州市…"."""
    if at + 1 >= len(text) or not _is_ideograph(text[at]):
        return False
    blank = gaps[at] >= WIDE_WORD_GAP_EM * em and gaps[at - 1] <= TWO_BLANKS_EM * em
    return text[at + 1] in ":：" or (blank and _is_ideograph(text[at + 1]))


def _line(row: Glyphs, gaps: Sequence[float], spaces_before: dict[int, str], em: float, start: int, stop: int) -> Line:
    """The characters of a row from ``start`` to ``stop``, with the spaces that the paper shows between them."""
    lefts, rights, part = row.x0[start:stop], row.x1[start:stop], row.text[start:stop]
    text = part if isinstance(part, str) else "".join(part)
    box = boxed((min(lefts), min(row.y0[start:stop]), max(rights), max(row.y1[start:stop])))
    inner = gaps[start : stop - 1]
    if inner:
        least, typical = WORD_GAP_EM * em, 0.0
        loose = [k for k, gap in enumerate(inner, start + 1) if gap >= least] if max(inner) >= least else []
        if not all(k in spaces_before for k in loose):
            typical = _typical_gap(row.text[start:stop], inner, em)
            loose = [k for k in loose if gaps[k - 1] >= least + typical]
        if spaces_before:
            loose = sorted({*loose, *(k for k in spaces_before if start < k < stop)})
        if loose:
            chars = list(row.text[start:stop])
            for k in reversed(loose):  # from the end, so that places stay what they are
                space = _space_between(row.text[k - 1], row.text[k], gaps[k - 1], spaces_before.get(k), em, typical)
                if space:
                    chars.insert(k - start, space)
                    lefts.insert(k - start, row.x1[k - 1])
                    rights.insert(k - start, max(row.x0[k], row.x1[k - 1]))
            text = "".join(chars)
    return printed_line(text, box, Edges.of_columns(lefts, rights), round(em, 2))


def _space_between(left: str, right: str, gap: float, space: str | None, em: float, typical: float) -> str:
    """The one space to write between two characters, or nothing."""
    narrow = left < WIDE and right < WIDE
    if space is not None:
        # Some files put spaces between all Chinese characters, without moving on; between Latin words they count.
        kept = gap > (-0.2 if narrow else 0.05) * em
        return (space if space == "\u3000" else " ") if kept else ""
    if narrow:
        return " " if gap >= WORD_GAP_EM * em + typical else ""
    return " " if gap >= WIDE_WORD_GAP_EM * em + typical else ""


def runs_to_lines(runs: Sequence[Run]) -> list[Line]:
    """All printed segments of a set of runs, row by row from the top, each row left to right."""
    rows = [runs] if len(runs) == 1 else runs_to_rows(runs)
    return [line for row in rows for line in row_to_lines(row)]
