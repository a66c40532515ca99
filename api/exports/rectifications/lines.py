"""Text → printed lines by the rules of Chinese setting: no closing mark begins a line, no opening one ends it, and a word or
number of Latin letters is not cut where it fits a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

NOT_FIRST = "，。；：、！？”’）》〕】〉％%…—,.;:!?)]}"
NOT_LAST = "“‘（《〔【〈([{￥¥"
_PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9,.%/_:#@+-]*[A-Za-z0-9%]|\s+|.", re.S)
_SLACK = 0.01
"""Points that rounding may take."""

Width = Callable[[str], float]


def text_to_lines(text: str, width_of: Width, width: float, indent: float = 0.0) -> Sequence[str]:
    """The lines of a paragraph; the first is ``indent`` shorter.

    >>> text_to_lines("他说：“可以”，就走了", lambda run: len(run), 6)
    ['他说：“可', '以”，就走了']
    >>> text_to_lines("保单PZIT2024", lambda run: len(run), 8)
    ['保单', 'PZIT2024']
    """
    lines: list[str] = []
    line: list[str] = []
    for piece in _pieces(text, width_of, width - indent):
        room = width - (0 if lines else indent) - _SLACK
        if line and width_of("".join(line)) + width_of(piece) > room + 2 * _SLACK:
            carried = _carried(line, piece)
            lines.append("".join(line).rstrip())
            line = carried
        if line or not piece.isspace():
            line.append(piece)
    if line:
        lines.append("".join(line).rstrip())
    return lines


def _pieces(text: str, width_of: Width, width: float) -> list[str]:
    out: list[str] = []
    for piece in _PIECE.findall(text.replace("\n", " ")):
        out += [piece] if width_of(piece) <= width else list(piece)
    return out


def _carried(line: list[str], piece: str) -> list[str]:
    """What goes over to the next line with ``piece``, taken off the end of ``line``, which keeps at least one piece."""
    carried: list[str] = []
    first = piece
    while len(line) > 1 and (first[0] in NOT_FIRST or line[-1][-1] in NOT_LAST):
        first = line.pop()
        carried.insert(0, first)
    if first[0] in NOT_FIRST and len(line[0]) > 1:  # a word alone on its line: its last letter goes over too
        carried.insert(0, line[0][-1])
        line[0] = line[0][:-1]
    return carried
