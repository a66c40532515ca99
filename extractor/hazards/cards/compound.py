"""Cells of a list that hold several entries under labels of their own: "措施：更换按钮；责任人：于海；时限：2025年11月10日"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.evidence.units import Unit
from extractor.hazards.cards.card_entries import DUE_BY, PAIR
from extractor.hazards.cards.several import Place
from extractor.hazards.meaning.words import label_role


def entries_in(row: Mapping[int, Unit], header: Sequence[str] = ()) -> dict[str, Place]:
    """Entry of a hazard → where it stands, of all cells of a line that hold two labelled entries at least, or as many parts as the
    ``header`` over them names: "问题/要求/期限" over "光栅断线/修复光栅/7月10日"."""
    told: dict[str, Place] = {}
    for c, unit in sorted(row.items()):
        told |= _as_headed(unit, header[c]) if c < len(header) else {}
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


_PARTS = re.compile(r"[/／|｜\n]")
_LEAST = 2  # entries of a hazard that a header must name


def _as_headed(unit: Unit, header: str) -> dict[str, Place]:
    """The parts of a cell, each under the name at its place in the header; none where they are not as many."""
    names = _PARTS.split(header.split("|")[-1]) if _PARTS.search(header.split("|")[-1]) else []
    roles = [label_role(name.strip()) or DUE_BY.get(name.strip()) for name in names]
    stops = [m.start() for m in _PARTS.finditer(unit.text)]
    known = [role for role in roles if role is not None]
    if len(set(known)) < max(_LEAST, len(known)) or "description" not in known or len(stops) + 1 != len(names):
        return {}
    edges = zip([0, *(at + 1 for at in stops)], [*stops, len(unit.text)], roles, strict=True)
    return {role: Place(unit, a, b) for a, b, role in edges if role is not None and unit.text[a:b].strip()}
