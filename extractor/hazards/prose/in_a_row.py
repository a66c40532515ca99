"""Hazards told one after the other in a sentence, between semicolons: "现场检查发现：电线未穿管；护栏缺失；证书过期。"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.evidence.units import Unit
from extractor.hazards.cards.several import Place, apart
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row

_LEAD = re.compile(r"(?:发现|存在|查出|查见|问题|隐患|不足|如下)[^；;。：:，,]{0,10}[:：]\s*")
_NO_LEAD = re.compile("[未没无]|上次|前次|历次|以往|整改|复查|培训|建议|措施|风险")


def rows_in_a_row(units: Sequence[Unit]) -> list[tuple[Unit, Row]]:
    """The hazards of sentences in which, behind a colon, every clause tells of a defect; each with the unit it stands in."""
    out: list[tuple[Unit, Row]] = []
    for unit in units:
        lead = _LEAD.search(unit.text) if "；" in unit.text or ";" in unit.text else None
        if lead is None or _NO_LEAD.search(re.split("[。；;，,]", unit.text[: lead.end()])[-1]):
            continue
        stop = unit.text.find("。", lead.end())
        place = Place(unit, lead.end(), len(unit.text) if stop < 0 else stop)
        text = unit.text[place.start : place.stop]
        span = unit.span(place.start, place.stop)
        cells: dict[str, Reading[Any]] = {
            "level": Reading(level_of(text), span, "prose", 0.5),
            "description": Reading(text, span, "prose", 0.6),
        }
        rows = apart(Row(cells, span), place, None, by_stops=True)
        out += [(unit, row) for row in rows] if len(rows) > 1 else []
    return out
