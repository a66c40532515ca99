"""Whom else a service was done for: enterprises that stand beside the client in one line or cell, 甲公司、乙公司 or 甲公司和乙公司."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from extractor.evidence.candidates import Candidate
from extractor.record import Reading, Row
from extractor.values import organisation

TABLE: Final = "clients_beside"
"""name: each enterprise but the one that is the client."""
_JOINED = re.compile(r"\s*(?:[、,，;；/]|以及|[和及与])?\s*")
_APART = re.compile(r"\S|\s{2,}|\n")


def clients_beside(found: Sequence[Candidate], agency: str | None) -> tuple[Row, ...]:
    """The enterprises joined to the best of the candidates, nothing but words that join standing between."""
    if not found:
        return ()
    client = found[0]
    named = organisation.find_all(client.unit.text)
    at = next((k for k, (start, stop, _) in enumerate(named) if start < client.stop and client.start < stop), None)
    if at is None:
        return ()
    beside = [*_behind(client, named, at), *_before(client, named, at)]
    served = (place for place in beside if not organisation.is_insurer(place[2]))
    return tuple(_row(client, *place) for place in served if place[2] not in (client.value, agency))


Place = tuple[int, int, str]


def _behind(client: Candidate, named: Sequence[Place], at: int) -> list[Place]:
    out: list[Place] = []
    stop = named[at][1]
    for place in named[at + 1 :]:
        if not _joins(client, stop, place[0]):
            break
        out.append(place)
        stop = place[1]
    return out


def _before(client: Candidate, named: Sequence[Place], at: int) -> list[Place]:
    out: list[Place] = []
    start = named[at][0]
    for place in reversed(named[:at]):
        if not _joins(client, place[1], start):
            break
        out.append(place)
        start = place[0]
    return out


def _joins(client: Candidate, stop: int, start: int) -> bool:
    """Whether what stands between two names joins them: a mark or a word that does, or the end of a line in a cell."""
    between = client.unit.text[stop:start]
    joined = _JOINED.fullmatch(between) is not None
    return joined and (_APART.search(between) is not None or client.unit.cell is not None)


def _row(client: Candidate, start: int, stop: int, name: str) -> Row:
    span = client.unit.span(start, stop)
    cells: dict[str, Reading[Any]] = {"name": Reading(name, span, "beside the client", 0.8)}
    return Row(cells, span)
