"""Which column of a register is which: by header and form together, what is left by elimination."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from extractor.evidence.registers.shape import BLANK, Column, Line
from extractor.values import organisation

_BODY = 8  # characters of a body's own name; shorter is a word for bodies (承保公司)


def assign(
    header: Sequence[str], lines: Sequence[Line], columns: Sequence[Column]
) -> tuple[dict[str, int], float, int]:
    """(column name → index, score, how many the header told), the best fitting first; each column and name once."""
    scored: list[tuple[float, float, int, str]] = []
    for c, label in enumerate(header):
        if any(len(name) >= _BODY for _, _, name in organisation.find_all(label)):
            label = ""  # a form: the cell holds a label with its value
        own = [line[c] for line in lines if c in line and line.get(c - 1) is not line[c]]
        cells = [unit.text for unit in own if not BLANK.match(unit.text)]
        for column in columns:
            named = column.named(label) or 0.9 * column.named(label.rsplit("|", 1)[-1])
            share = sum(map(column.form, cells)) / len(cells) if column.form is not None and cells else None
            if named and share is not None and share < 0.5:
                continue
            if named:
                scored.append((named + (0.4 * share if share is not None else 0.0), named, c, column.name))
            elif (
                column.by_form
                and share is not None
                and share >= column.least
                and (len(cells) >= min(2, len(lines)) or column.by_form >= _PROVES)
            ):
                scored.append((column.by_form * share, 0.0, c, column.name))
    scored.sort(key=lambda s: (-s[0], s[2], s[3]))
    taken: dict[str, int] = {}
    used: set[int] = set()
    total, by_name = 0.0, 0
    for score, named, c, name in scored:
        if c in used or (name in taken and name not in _MANY):
            continue
        taken.setdefault(name, c)
        used.add(c)
        total += score
        by_name += named > 0
    for column in columns:
        left = _by_elimination(column, taken, used, header, lines)
        if left is not None:
            taken[column.name] = left
            used.add(left)
            total += 0.3
    return taken, total, by_name


_PROVES = 0.9
"""What a form says that proves itself, by a check digit: one cell is enough."""


def _by_elimination(
    column: Column, taken: Mapping[str, int], used: Collection[int], header: Sequence[str], lines: Sequence[Line]
) -> int | None:
    """The column that is left for a name which no header and no form alone told; the nearest to its proof."""
    rest = column.rest
    if rest is None or column.name in taken or rest.proof not in taken or len(lines) < 2:
        return None
    fits = []
    for c in range(len(header)):
        cells = [line[c].text for line in lines if c in line and not BLANK.match(line[c].text)]
        if c in used or len(cells) < 0.8 * len(lines) or not all(map(rest.form, cells)):
            continue
        if not rest.distinct or len(set(cells)) == len(cells):
            fits.append(c)
    return min(fits, key=lambda c: abs(c - taken[rest.proof]), default=None)


_MANY = frozenset({"foreign", "other_date", "contact", "limit", "premium", "remark", "medical", "certificate"})
"""Names that several columns may have; only the first is kept."""
