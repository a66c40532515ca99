"""Rules of a scan as they were printed: without a fax's streaks, and drawn on to the border that they all but reach.

A streak runs in from the edge of the sheet, where no table begins, and stops anywhere; a rule that crosses two borders and ends a few
points before the next one was worn there, for no underline within a cell crosses any.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.layout.ruled.grid import Edge

AT_THE_EDGE = 4.0  # points from the edge of the sheet
FEW = 1 / 3  # of the page's rules: where more run in from the edge, the sheet cuts a table
STEEPEST = 0.09  # five degrees, by which a sheet may have been turned
OFF = 1.0  # points by which a piece may lie off the streak's line
HIGHEST = 4.0  # points from a streak's head up or down to its first piece: less than a row
SHORT = 8.0  # points by which a worn rule may end before a border
LEAST_CROSSED = 2
MEETS = 2.0  # points within which an edge meets another


def whole_rules(level: Sequence[Edge], upright: Sequence[Edge], width: float) -> list[Edge]:
    """The level rules of a page that is ``width`` points wide as its paper had them."""
    return [_drawn_on(rule, upright) for rule in _without_streaks(level, width)]


def _without_streaks(level: Sequence[Edge], width: float) -> list[Edge]:
    heads = [e for e in level if (e.start <= AT_THE_EDGE) is not (e.stop >= width - AT_THE_EDGE)]
    if not heads or len(heads) > FEW * len(level):
        return list(level)
    longest = max(e.stop - e.start for e in level)
    pieces = [e for e in level if e not in heads and e.stop - e.start < 0.8 * longest]
    gone = {*heads, *(piece for head in heads for piece in _chained(head, pieces))}
    return [e for e in level if e not in gone]


def _chained(head: Edge, pieces: Sequence[Edge]) -> list[Edge]:
    """The pieces that go on with a streak, all on one line; uprights cut it into them."""
    from_left = head.start <= AT_THE_EDGE
    beyond = [p for p in pieces if (p.start >= head.stop - MEETS if from_left else p.stop <= head.start + MEETS)]
    beyond.sort(key=lambda p: abs(_middle(p) - _middle(head)))
    chain: list[Edge] = []
    for piece in beyond:
        across, down = _middle(piece) - _middle(head), piece.at - head.at
        slope = (chain[0].at - head.at) / (_middle(chain[0]) - _middle(head)) if chain else None
        if (
            abs(down - across * slope) <= OFF
            if slope is not None
            else abs(down) <= min(STEEPEST * abs(across), HIGHEST)
        ):
            chain.append(piece)
    return chain


def _middle(edge: Edge) -> float:
    return (edge.start + edge.stop) / 2


def _drawn_on(rule: Edge, upright: Sequence[Edge]) -> Edge:
    met = [u.at for u in upright if u.start - MEETS <= rule.at <= u.stop + MEETS]
    if sum(rule.start - MEETS <= x <= rule.stop + MEETS for x in met) < LEAST_CROSSED:
        return rule
    start = min((x for x in met if 0 < rule.start - x <= SHORT), default=rule.start)
    stop = max((x for x in met if 0 < x - rule.stop <= SHORT), default=rule.stop)
    return Edge(rule.at, start, stop)
