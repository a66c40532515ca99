"""Cells of a list that hold several entries under labels of their own: "措施：更换按钮；责任人：于海；时限：2025年11月10日"."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.evidence.units import Unit
from extractor.hazards.cards.card_entries import DUE_BY, PAIR
from extractor.hazards.cards.several import Place
from extractor.hazards.meaning.words import label_role


def entries_in(row: Mapping[int, Unit]) -> dict[str, Place]:
    """Entry of a hazard → where it stands, of all cells of a line that hold two labelled entries at least."""
    told: dict[str, Place] = {}
    for unit in {id(u): u for _, u in sorted(row.items())}.values():
        if unit.text.count(":") < 2:
            continue
        pairs = list(PAIR.finditer(unit.text))
        stops = [*(m.start() for m in pairs[1:]), len(unit.text)]
        roles = [label_role(m[1]) or DUE_BY.get(m[1]) for m in pairs]
        if len(pairs) < 2 or not any(roles):
            continue
        for match, role, stop in zip(pairs, roles, stops, strict=True):
            if role is not None and unit.text[match.end() : stop].strip(" ;；。"):
                told.setdefault(role, Place(unit, match.end(), stop))
    return told
