"""Covers that no list tells, from their limits, which the paper names one by one: what has a limit is covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.record import Reading, Row

_COLUMNS = {
    "employee_injury": {
        "per_person_limit": "per_person",
        "per_accident_limit": "per_accident",
        "aggregate_limit": "aggregate",
    },
    "medical": {"medical_limit": "per_person"},
    "third_party_injury": {"third_party_limit": "per_accident"},
    "third_party_property": {"third_party_property_limit": "per_accident"},
    "rescue": {"rescue_limit": "per_accident"},
    "appraisal": {"appraisal_limit": "per_accident"},
    "legal": {"legal_limit": "per_accident"},
}
"""For each cover the fields of its limits, with the columns that they are."""
_FEWEST = 3
_SURE = 0.6
_IN_A_COLUMN = "header"
"""How a limit was read that stands in a second list beside the policy's own: another plan's, or a model of one."""


def with_limits(rows: Sequence[Row], fields: Mapping[str, Reading[Any]]) -> tuple[Row, ...]:
    """The rows of a list, with one for each further cover of which a limit was read; as they are where any tells what it costs, for
    then they are items that add up, and where too few limits were read to be a schedule."""
    if any("premium" in row.cells for row in rows):
        return tuple(rows)
    known = {row.value("code") for row in rows}
    alone = {name: one for name, one in fields.items() if not (rows and one.how == _IN_A_COLUMN)}
    more = [row for code, columns in _COLUMNS.items() if code not in known and (row := _row(code, columns, alone))]
    return (*rows, *more) if len(known) + len(more) >= _FEWEST else tuple(rows)


def _row(code: str, columns: Mapping[str, str], fields: Mapping[str, Reading[Any]]) -> Row | None:
    told = {column: fields[name] for name, column in columns.items() if name in fields}
    first = next(iter(told.values()), None)
    if first is None or first.confidence < _SURE:
        return None
    return Row({"code": Reading(code, first.span, "limit", first.confidence), **told}, first.span)
