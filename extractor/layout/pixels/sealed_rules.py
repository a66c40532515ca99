"""Rules that run under a seal, on a page whose seals were lifted: what goes in and comes out is one line; the rim's sides are none."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.pixels.scan import Rect, Rule

_RIM = 0.04  # of a seal's width, to either side of its edge, where its rim stands upright
_SHORT = 0.5  # of a seal's height: so much of its rim is nearly upright at most
_SLACK = 0.35  # em by which the two ends of one rule may lie apart: the page is no better levelled
_REACH = 0.06  # of a seal's width by which a rule may end before its edge: the lifting takes a margin
_BESIDE = 0.3  # in em: the ends of a text box may reach over a line beside its words


def without_rims(uprights: Sequence[Rule], seals: Sequence[Rect]) -> list[Rule]:
    """Uprights (x, y0, y1) without those that lie on the left or the right edge of a seal and end within it.

    For level rules, rules and seals are given with x and y changed.
    """
    return [rule for rule in uprights if not any(_is_rim(rule, seal) for seal in seals)]


def _is_rim(rule: Rule, seal: Rect) -> bool:
    (x, start, stop), (x0, y0, x1, y1) = rule, seal
    near = min(abs(x - x0), abs(x - x1)) <= _RIM * (x1 - x0)
    return near and y0 <= start and stop <= y1 and stop - start <= _SHORT * (y1 - y0)


def through_seals(
    rules: Sequence[Rule], across: Sequence[Rule], seals: Sequence[Rect], text: Sequence[Rect], em: float
) -> list[Rule]:
    """Level rules (y, x0, x1), joined where the gap between two at one height lies under a seal and no words stand in it.

    Where both end at one of the rules ``across`` them, the gap is a merged cell or the strip between two tables. For uprights, all are
    given with x and y changed.
    """
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda one: one[1]):
        before = next((one for one in reversed(joined) if _goes_on(one, rule, across, seals, text, em)), None)
        if before is None:
            joined.append(rule)
            continue
        joined[joined.index(before)] = _one(before, rule)
    return joined


def on_under_seals(uprights: Sequence[Rule], level: Sequence[Rule], seals: Sequence[Rect], em: float) -> list[Rule]:
    """Uprights (x, y0, y1) that end under a seal, drawn on to the last level rule under it that ends at them: a table's border."""
    return [_drawn_on(rule, level, seals, em) for rule in uprights]


def _drawn_on(rule: Rule, level: Sequence[Rule], seals: Sequence[Rect], em: float) -> Rule:
    x, start, stop = rule
    for x0, y0, x1, y1 in seals:
        if not x0 - _RIM * (x1 - x0) <= x <= x1 + _RIM * (x1 - x0):
            continue
        met = [y for y, left, right in level if y0 < y < y1 and min(abs(left - x), abs(right - x)) <= em / 2]
        if y0 < stop < y1:
            stop = max([stop, *met])
        if y0 < start < y1:
            start = min([start, *met])
    return x, start, stop


def _goes_on(
    one: Rule, other: Rule, across: Sequence[Rule], seals: Sequence[Rect], text: Sequence[Rect], em: float
) -> bool:
    (at, _, start), (y, stop, _) = one, other
    if stop <= start or abs(at - y) > _SLACK * em:
        return False
    middle = (at + y) / 2
    meeting = [x for x, y0, y1 in across if y0 - em / 2 <= middle <= y1 + em / 2]
    if all(any(abs(x - end) <= em / 2 for x in meeting) for end in (start, stop)):
        return False
    under = any(
        y0 < middle < y1 and start >= x0 - _REACH * (x1 - x0) and stop <= x1 + _REACH * (x1 - x0)
        for x0, y0, x1, y1 in seals
    )
    beside = _BESIDE * em
    return under and not any(x0 < stop and x1 > start and y0 + beside < middle < y1 - beside for x0, y0, x1, y1 in text)


def _one(first: Rule, second: Rule) -> Rule:
    """Two pieces of a rule as one, at the height where most of it lies."""
    a, b = first[2] - first[1], second[2] - second[1]
    return (first[0] * a + second[0] * b) / (a + b), first[1], max(first[2], second[2])
