"""Where the header of a register ends, its storeys, and which rows are lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence.columns import TOTAL_ROW
from extractor.evidence.registers.shape import Line
from extractor.text.fold import squeeze

LOOK = 9  # rows from the top in which the header is looked for


SAMPLE = 14  # lines that a column's form is told by


STOREYS = 3


def is_data(row: Line) -> bool:
    """A row that holds days, sums, codes or counts, which no header does."""
    units = {id(u): u for u in row.values()}.values()
    typed = [u for u in units if any(t.kind in ("moment", "amount", "uscc", "code") for t in u.tokens)]
    counts = [u for u in units if any(t.kind == "count" for t in u.tokens)]
    typed += counts if len(counts) > 1 or typed else []  # "18位码" is a header
    bare = [u for u in units if re.fullmatch(r"\s*[\d,.]+\s*", u.text)]
    return (
        (bool(typed) and not all("(" in u.text for u in typed)) or len(bare) >= 2 or (len(bare) == 1 and len(units) > 1)
    )


def continues_header(upper: Line, lower: Line) -> bool:
    """Whether the row below is a storey of the same header: a cell above reaches down into it or across several of its cells."""
    down = any(c in upper and upper[c] is unit for c, unit in lower.items())
    across = any(c + 1 in upper and upper[c] is upper[c + 1] and lower.get(c) is not lower.get(c + 1) for c in upper)
    return down or across or _fills_gaps(upper, lower)


def _fills_gaps(upper: Line, lower: Line) -> bool:
    """Whether two rows of words are one header whose cells were not merged: each has words where the other has none."""
    if not lower or len(lower) >= len(upper) or any(u.tokens or len(u.text) > 12 for u in lower.values()):
        return False
    under = [c for c in lower if c not in upper]
    return bool(under) and all(c - 1 in lower for c in under) and len(set(upper) - set(lower)) >= 2


def header_of(rows: Sequence[Line], n_cols: int) -> tuple[str, ...]:
    """What the header says of each column, its storeys joined by "|"."""
    out = []
    for c in range(n_cols):
        texts: list[str] = []
        for r, row in enumerate(rows):
            text = squeeze(row[c].text).lower() if c in row else ""
            if not text and any(c in lower for lower in rows[r + 1 :]):
                left = max((k for k in row if k < c), default=None)  # the head of a group whose cells were not merged
                text = squeeze(row[left].text).lower() if left is not None else ""
            if text and text not in texts:
                texts.append(text)
        out.append("|".join(texts))
    return tuple(out)


def lines_of(rows: Sequence[Line], header: Sequence[str]) -> tuple[list[Line], list[str]]:
    """The rows that are lines of the register, and the heading of the group that each stands in."""
    lines: list[Line] = []
    groups: list[str] = []
    group = ""
    told = {part for text in header for part in text.split("|") if part}
    for row in rows:
        units = list({id(u): u for u in row.values()}.values())
        texts = [squeeze(u.text).lower() for u in units]
        if not units or any(TOTAL_ROW.match(t) and len(t) <= 14 for t in texts[:3]):
            continue
        if len(units) == 1:
            group = units[0].text.strip() if len(units[0].text) <= 30 else group
            continue
        if sum(t in told for t in texts) >= max(2, (len(texts) + 1) // 2):
            continue  # the header again, on a new page
        lines.append(row)
        groups.append(group)
    return lines, groups
