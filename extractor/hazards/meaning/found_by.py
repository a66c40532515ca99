"""Who found a hazard, in a bracket behind what is wrong: no part of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from extractor.record import Row

_BRACKET = re.compile(r"\s*[（(]\s*(?P<names>[\u4e00-\u9fff·、，,\s]{2,20})\s*[)）]\s*$")


def without_finders(rows: Iterable[Row], experts: Collection[str]) -> tuple[Row, ...]:
    """The hazards without the names of the visit's own experts behind their words: 卸灰阀未锁（张俏）."""
    return tuple(_without(row, frozenset(experts)) for row in rows)


def _without(row: Row, experts: frozenset[str]) -> Row:
    told = row.cells.get("description")
    bracket = _BRACKET.search(str(told.value)) if told is not None else None
    if told is None or bracket is None or not bracket.start():
        return row
    names = frozenset(filter(None, re.split(r"[、，,\s]+", bracket["names"])))
    if not names <= experts:
        return row
    return Row({**row.cells, "description": replace(told, value=str(told.value)[: bracket.start()])}, row.span)
