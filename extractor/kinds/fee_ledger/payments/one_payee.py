"""Who was paid, where a paper names him once for all its payments: 服务方：某某公司 over a bill whose lines name nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.record import Reading, Row
from extractor.values import organisation

_GIVES = re.compile(
    "^(?:服务(?:方|机构|单位|商|公司|提供方)|收款(?:方|人|单位)|受款(?:方|人|单位)|供应商|承接(?:方|单位))$"
)


def with_one_payee(sheet: Sheet, rows: Sequence[Row]) -> list[Row]:
    """The entries with who was paid, where no payment has anybody and the paper names one body for it outside its tables."""
    paid = [row for row in rows if row.value("kind") == "spend"]
    if not paid or any("payee" in row.cells for row in paid):
        return list(rows)
    told: dict[str, Reading[Any]] = {}
    for slot in sheet.slots:
        label = "".join(slot.label.split())
        if slot.unit.table is not None or not (_GIVES.match(label) or meaning(label).has("payee")):
            continue
        for start, stop, name in organisation.find_all(slot.unit.text[slot.start : slot.stop])[:1]:
            told.setdefault(name, Reading(name, slot.unit.span(slot.start + start, slot.start + stop), "label", 0.75))
    if len(told) != 1:
        return list(rows)
    payee = next(iter(told.values()))
    return [Row({**row.cells, "payee": payee}, row.span) if row.value("kind") == "spend" else row for row in rows]
