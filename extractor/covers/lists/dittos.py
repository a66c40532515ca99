"""Cells of a list that say the same as another: 同上, 同左, 同第1项."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence.tables.dittos import ABOVE
from extractor.evidence.units import Unit

_LEFT = re.compile(r"\s*同(?:左|前列|前栏)\s*")
_ENTRY = re.compile(
    r"\s*(?:同|与|见)\s*(?:第|序号|项目)?\s*[(（]?([\d一二三四五六七八九十A-Z])[)）]?\s*[项款行号条栏]?(?:相同|一致)?\s*"
)
_NUMBER = re.compile(r"\s*(?:第)?[(（]?([\d一二三四五六七八九十A-Z])[)）]?\s*[、.．项]?\s*")


def without_dittos(rows: Sequence[Mapping[int, Unit]]) -> list[Mapping[int, Unit]]:
    """The rows with the cells that such words stand for in their places, as far as there is one."""
    if not any(ABOVE.fullmatch(u.text) or _LEFT.fullmatch(u.text) or _ENTRY.fullmatch(u.text) for row in rows for u in row.values()):  # fmt: skip
        return list(rows)
    out: list[dict[int, Unit]] = []
    numbered: dict[str, dict[int, Unit]] = {}
    for row in rows:
        own: dict[int, Unit] = {}
        for c, unit in sorted(row.items()):
            own[c] = _meant(unit, c, own, out, numbered)
        out.append(own)
        first = next(iter(own.values()), None)
        if first is not None and (number := _NUMBER.fullmatch(first.text)):
            numbered[number[1]] = own
    return list(out)


def _meant(
    unit: Unit,
    c: int,
    row: Mapping[int, Unit],
    above: Sequence[Mapping[int, Unit]],
    numbered: Mapping[str, Mapping[int, Unit]],
) -> Unit:
    """The cell that a cell's words stand for; itself where they stand for none."""
    if _LEFT.fullmatch(unit.text):
        return row.get(c - 1, unit)
    if ABOVE.fullmatch(unit.text):
        return above[-1].get(c, unit) if above else unit
    entry = _ENTRY.fullmatch(unit.text)
    return unit if entry is None else numbered.get(entry[1], {}).get(c, unit)
