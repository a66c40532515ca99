"""Which cells and lines of a paper begin with a number of their own, which counts them and is no value."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence

from extractor.document import Line
from extractor.evidence.units import Unit
from extractor.text.fold import fold

_BOX = re.compile(r"\s*(\d{1,2})\s+(?![万元人名个天日年月次家项份处台小分号])[\u4e00-\u9fff]{2}")
_LEAST_BOXES = 4
_HEADING = re.compile(r"\s*(\d{1,2})\s+[\u4e00-\u9fff]{2,12}\s*$")
_LEAST_HEADINGS = 3
_LIKE_A_VALUE = re.compile(r"\s*\d{1,2}\s+[万元人名个天日年月次家项份处台小分号]")


def own_numbers(units: Sequence[Unit]) -> frozenset[int]:
    """The indices of what begins with a number of its own: the boxes of a form ("09 从业人数 | 120", "10 参保人数 | 120") and a
    paper's headings ("3 责任期限", "4 限额")."""
    boxes = {u.index: int(m[1]) for u in units if u.cell is not None and (m := _BOX.match(u.text))}
    headings = {u.index: int(m[1]) for u in units if u.cell is None and (m := _HEADING.match(u.text))}
    return _rising(boxes, _LEAST_BOXES) | (
        _rising(headings, _LEAST_HEADINGS, 1.0)
        or _rising({k: n for k, n in headings.items() if not _LIKE_A_VALUE.match(units[k].text)}, _LEAST_HEADINGS)
    )


def _rising(told: Mapping[int, int], least: int, share: float = 0.6) -> frozenset[int]:
    """The indices, where ``share`` of their numbers count on."""
    numbers = list(told.values())
    rising = sum(b == a + 1 for a, b in itertools.pairwise(numbers))
    return frozenset(told) if len(numbers) >= least and rising >= share * (len(numbers) - 1) else frozenset()


def sections(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in reading order, cut before and after each of several headings that count on and have nothing beside them."""
    told = {k: int(m[1]) for k, line in enumerate(lines) if (m := _HEADING.match(fold(line.text)))}
    heads = _rising(told, _LEAST_HEADINGS, 1.0)
    if not all(_is_alone(lines[k], lines) for k in heads):
        return [list(lines)]
    cuts = sorted({0, len(lines), *heads, *(k + 1 for k in heads)})
    return [list(lines[a:b]) for a, b in itertools.pairwise(cuts)]


def _is_alone(line: Line, lines: Sequence[Line]) -> bool:
    box = line.box
    return box is not None and not any(
        other is not line and other.box and min(other.box.y1, box.y1) - max(other.box.y0, box.y0) > 0.5 * box.height
        for other in lines
    )
