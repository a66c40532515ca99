"""Payments told in one cell of a line for each policy: 使用情况 | 2025年5月20日付某某公司排查费2,400元；8月15日付…."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_number_like
from extractor.kinds.fee_ledger.payments.prose import entries_of
from extractor.record import Reading, Row

_SEVERAL = 2
"""Payments that one cell must tell before it is more than the words of an entry."""

Line = Mapping[int, Unit]


def told_in_cells(
    table: Table, units: Sequence[Unit], policy: Reading[Any] | None, year: int | None
) -> tuple[list[Row], Sequence[Unit]]:
    """The payments that cells tell in sentences, and what else the table holds: neither those cells nor what they come to."""
    if not any(map(_may_tell_several, units)):
        return [], units
    rows = grid(table, units)
    heads = rows[0] if rows else {}
    entries: dict[int, list[Row]] = {}
    for line in rows[1:]:
        own = policy_of_line(line, heads) or policy
        entries |= {id(u): list(entries_of(u, own, year)) for u in line.values() if id(u) not in entries}
    columns = _telling(rows[1:], entries, table.n_cols)
    told: list[Row] = []
    aside: set[int] = set()
    for line in rows[1:]:
        for unit in {id(u): u for c, u in line.items() if c in columns and id(u) not in aside}.values():
            told += entries[id(unit)]
            aside |= {id(unit), *_sums(line, unit, entries[id(unit)])}
    return told, [u for u in units if id(u) not in aside] if told else units


def _may_tell_several(unit: Unit) -> bool:
    """Whether a cell holds a day and two sums at least: none of most books does, which are then not looked at further."""
    kinds = [token.kind for token in unit.tokens]
    return "moment" in kinds and kinds.count("amount") >= _SEVERAL


def _telling(lines: Sequence[Line], entries: Mapping[int, Sequence[Row]], n_cols: int) -> set[int]:
    """The columns whose cells tell entries in sentences, where a cell of one of them tells several."""
    out: set[int] = set()
    most = 0
    for c in range(n_cols):
        dated = [line[c] for line in lines if c in line and any(t.kind == "moment" for t in line[c].tokens)]
        told = [len(entries[id(unit)]) for unit in dated]
        if told and min(told) > 0:
            out.add(c)
            most = max(most, *told)
    return out if most >= _SEVERAL else set()


def policy_of_line(line: Line, heads: Line) -> Reading[Any] | None:
    """The number of the policy that a line is of, under its header."""
    for c, unit in line.items():
        if c in heads and meaning(heads[c].text).has("policy") and is_number_like(unit):
            return Reading("".join(unit.raw.split()), unit.span(), "table", 0.9)
    return None


def _sums(line: Line, cell: Unit, entries: Sequence[Row]) -> set[int]:
    """The cells of a line that hold what the payments of another come to, by identity."""
    kinds = {str(row.value("kind")) for row in entries}
    whole = sum((Decimal(str(row.value("amount"))) for row in entries), Decimal(0))
    told = [u for u in line.values() if u is not cell and len(kinds) == 1]
    return {id(u) for u in told if any(t.kind in ("amount", "number") and t.value == whole for t in u.tokens)}
