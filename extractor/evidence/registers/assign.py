"""Which column of a register is which: by header and form together, what is left by elimination."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from extractor.evidence.registers.shape import BLANK, Column, Line
from extractor.values import organisation

_BODY = 8  # characters of a body's own name; shorter is a word for bodies (承保公司)


def assign(
    header: Sequence[str], lines: Sequence[Line], columns: Sequence[Column], key: str
) -> tuple[dict[str, int], float, int]:
    """(column name → index, score, how many the header told), the best fitting first; each column and name once.

    Nothing where no column can be that of ``key``: most tables are no such register, and are not weighed further.
    """
    places = list(_places(header, lines))
    at_key = next(column for column in columns if column.name == key)
    if at_key.rest is None and all(_score(at_key, place, len(lines)) is None for place in places):
        return {}, 0.0, 0
    scored = [
        (told[0], told[1], c, column.name)
        for c, place in enumerate(places)
        for column in columns
        if (told := _score(column, place, len(lines))) is not None
    ]
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


def _places(header: Sequence[str], lines: Sequence[Line]) -> Iterator[tuple[str, list[str]]]:
    """(what the header says, the cells that say something) of each column."""
    for c, label in enumerate(header):
        if any(len(name) >= _BODY for _, _, name in organisation.find_all(label)):
            label = ""  # a form: the cell holds a label with its value
        own = [line[c] for line in lines if c in line and line.get(c - 1) is not line[c]]
        yield label, [unit.text for unit in own if not BLANK.match(unit.text)]


def _score(column: Column, place: tuple[str, list[str]], count: int) -> tuple[float, float] | None:
    """(how well a place of a table with ``count`` lines fits a column, how much of it its header says); None where it cannot."""
    label, cells = place
    named = column.named(label) or (0.9 * column.named(label.rsplit("|", 1)[-1]) if "|" in label else 0.0)
    if not named and not (column.by_form and cells):
        return None
    share = sum(map(column.form, cells)) / len(cells) if column.form is not None and cells else None
    if named:
        return (
            None if share is not None and share < 0.5 else (named + (0.4 * share if share is not None else 0.0), named)
        )
    told = share is not None and share >= column.least and (len(cells) >= min(2, count) or column.by_form >= _PROVES)
    return (column.by_form * share, 0.0) if told and share is not None else None


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
