"""Which policy a line of a list is under, where the policies stand over their claims and not in each line."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.facts.sums_and_numbers import number_scores
from extractor.record import Reading, Row

_SURE = 0.8


def under_policies(sheet: Sheet, listed: Sequence[tuple[int, Row]], entries: Collection[int]) -> list[Row]:
    """The lines with the number of the policy last told before each, where several policies are told outside the lines.

    ``listed``: place of the first unit and line; ``entries``: the cells in lines, by identity.
    """
    told = list(_told(sheet, entries))
    if len({reading.value for _, reading in told}) < 2:
        return [row for _, row in listed]
    places = [place for place, _ in told]
    out = []
    for first, row in listed:
        at = bisect(places, first)
        own = {} if "policy_no" in row.cells or not at else {"policy_no": told[at - 1][1]}
        out.append(Row({**row.cells, **own}, row.span))
    return out


def _told(sheet: Sheet, entries: Collection[int]) -> Iterator[tuple[int, Reading[Any]]]:
    """The numbers of policies told outside the lines, with their places."""
    for unit in sheet.units:
        if unit.cell is not None and id(unit.cell) in entries:
            continue
        for token in unit.tokens:
            if token.kind not in ("code", "number", "uscc"):
                continue
            scores = number_scores(sheet, unit, token, None)
            if scores.get("policy_no", 0.0) >= _SURE:
                text = unit.text[token.start : token.stop]
                yield unit.index, Reading(text, unit.span(token.start, token.stop), "label", 0.85)
