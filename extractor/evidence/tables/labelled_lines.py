"""The wide second lines of a list's entries whose words stand under labels of their own: "整改措施：…。期限：…。复查：…"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from extractor.document import Cell, Line
from extractor.evidence.concepts import meaning

_LABEL = re.compile(r"[\u4e00-\u9fff]{2,8}(?=\s*[:：])")
_APART = re.compile(r"[。；;，,\s]+")
_COLON = re.compile(r"\s*[:：]\s*")
_ENDS = " \u3000。；;，,\n"
_LEAST_LABELS = 2


@dataclass(frozen=True, slots=True)
class Labelled:
    """What such lines hold: ``heads`` their common labels, ``values`` the cells under them by the row of the line."""

    heads: tuple[Cell, ...]
    values: Mapping[int, tuple[Cell, ...]]


def labelled(wide: Sequence[Cell], col: int) -> Labelled | None:
    """The wide cells as cells of columns from ``col`` on, one for each label; None where they do not have the same labels.

    All must begin with one label and share another at least; a label that only some have stays in the words. Of one entry
    alone, the labels must ask for what is to be done and by when: else who signs under a list of one line would be a column.
    """
    if not wide:
        return None
    found = [_labels(cell) for cell in wide]
    common = [name for name in found[0] if all(name in labels for labels in found)]
    if len(common) < _LEAST_LABELS or not all(
        _leads(common[0], labels, cell) for labels, cell in zip(found, wide, strict=True)
    ):
        return None
    if len(wide) == 1 and not all(any(meaning(name).has(asked) for name in common) for asked in ("advice", "deadline")):
        return None
    heads = tuple(
        replace(_part(wide[0], found[0][name], found[0][name] + len(name)), col=col + k)
        for k, name in enumerate(common)
    )
    return Labelled(heads, {cell.row: _values(cell, at, common, col) for cell, at in zip(wide, found, strict=True)})


def _leads(name: str, labels: Mapping[str, int], cell: Cell) -> bool:
    """Whether the words of a cell begin with that label."""
    return next(iter(labels)) == name and not _words(cell)[: labels[name]].strip()


def _labels(cell: Cell) -> dict[str, int]:
    """Label → where it begins in the words of the cell, at its first place; labels follow a stop, a blank or the edge of a line."""
    text = _words(cell)
    starts = {0, *accumulate(len(line.text) for line in cell.lines), *(m.end() for m in _APART.finditer(text))}
    found: dict[str, int] = {}
    for start in sorted(starts):
        if (label := _LABEL.match(text, start)) is not None:
            found.setdefault(label[0], start)
    return found


def _values(cell: Cell, at: Mapping[str, int], common: Sequence[str], col: int) -> tuple[Cell, ...]:
    """What stands under each of the common labels; nothing where a label has no words."""
    text = _words(cell)
    stops = [*sorted(at[name] for name in common)[1:], len(text)]
    values = []
    for k, name in enumerate(common):
        after = at[name] + len(name)
        colon = _COLON.match(text, after)
        start = colon.end() if colon is not None else after
        stop = min(stop for stop in stops if stop > at[name])
        told = text[start:stop].rstrip(_ENDS)
        if told:
            values.append(replace(_part(cell, start, start + len(told)), col=col + k))
    return tuple(values)


def _words(cell: Cell) -> str:
    return "".join(line.text for line in cell.lines)


def _part(cell: Cell, start: int, stop: int) -> Cell:
    """A cell of one column with no more than those characters of the cell's words, each where it stands."""
    begins = [0, *accumulate(len(line.text) for line in cell.lines)]
    lines: list[Line] = []
    for k in range(bisect_right(begins, start) - 1, len(cell.lines)):
        line, a, b = cell.lines[k], max(0, start - begins[k]), min(len(cell.lines[k].text), stop - begins[k])
        if b <= 0:
            break
        edges = line.edges[a:b] if line.edges else None
        lines.append(replace(line, text=line.text[a:b], box=line.box_of(a, b), edges=edges, guesses=()))
    return replace(cell, lines=tuple(lines), colspan=1, rowspan=1, value=None, turn=None)
