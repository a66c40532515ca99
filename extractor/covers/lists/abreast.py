"""Lists of covers with two or more covers in a line under heads that repeat: 责任 | 限额 | 保费 | 责任 | 限额 | 保费."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.evidence.units import Unit, strip_label

_FEWEST_HEADS = 2
_MOST_BANDS = 4
Row = Mapping[int, Unit]


def one_under_another(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with the covers of a line each in a row of its own, down to the first line that does not part so; as they are where
    no line of heads repeats itself."""
    at, starts = next(((r, bands) for r, row in enumerate(rows) if (bands := _bands(row))), (0, []))
    if not starts:
        return rows
    out = [*rows[:at], _band(rows[at], starts, 0)]
    for k, line in enumerate(rows[at + 1 :], at + 1):
        if _crosses(line, starts):
            return [*out, *rows[k:]]
        out += [part for b in range(len(starts)) if (part := _band(line, starts, b))]
    return out


def _bands(row: Row) -> list[list[int]]:
    """The columns of the heads of each band, where the words of a line repeat in bands; empty where they do not."""
    cells = {id(u): c for c, u in sorted(row.items(), reverse=True)}  # a merged cell where it begins
    columns = sorted(cells.values())
    words = [strip_label(row[c].text) for c in columns]
    if not all(words) or any(row[c].tokens for c in columns):
        return []
    for bands in range(2, _MOST_BANDS + 1):
        wide = len(words) // bands
        if wide >= _FEWEST_HEADS and words == words[:wide] * bands and len(set(words[:wide])) == wide:
            return [columns[b * wide : (b + 1) * wide] for b in range(bands)]
    return []


def _crosses(row: Row, starts: Sequence[Sequence[int]]) -> bool:
    """Whether a cell of the line stands in two bands, as a total's does."""
    firsts = [band[0] for band in starts[1:]]
    return any(a[1] is b[1] and b[0] in firsts for a, b in pairwise(sorted(row.items())))


def _band(row: Row, starts: Sequence[Sequence[int]], band: int) -> dict[int, Unit]:
    """The cells of one band of a line, in the columns of the first."""
    low = starts[band][0]
    high = starts[band + 1][0] if band + 1 < len(starts) else max(row, default=low) + 1
    out: dict[int, Unit] = {}
    for c, unit in row.items():
        if low <= c < high:
            k = max(i for i, start in enumerate(starts[band]) if start <= c)
            out.setdefault(starts[0][k] + c - starts[band][k], unit)
    return out
