"""What the papers together say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from api.judging import PaperAt
from api.records import fields as catalogue
from api.tables.filings import Judgement
from api.web.views.filing.names import label_of, places_of
from api.web.views.filing.shapes import FactGroup, FactView
from validators.say import word

FACT_TYPES = {"fee_ratio": "ratio", "spend_ratio": "ratio", "services_done": "code:service", "item_premiums": "money",
              "ledger_spent": "money"}  # fmt: skip
"""Value types of facts that no paper prints under their name."""


def facts_of(
    judgement: Judgement | None, papers: PaperAt, labels: Mapping[str, catalogue.Field], lang: str
) -> Iterator[FactGroup]:
    """Facts by what they are about. Those that no paper says are left out, as findings say what is lacking; so are the
    engine's own intermediate ones, which have no name among people."""
    for subject in judgement.facts if judgement else ():
        facts: list[FactView] = []
        for name, fact in subject["facts"].items():
            if fact["state"] == "absent" or not _plain(fact["value"]) or not (name in labels or word(name) != name):
                continue
            places = [p for p in places_of(fact["evidence"], papers, labels, lang) if p.paper]
            type = labels[name].type if name in labels else FACT_TYPES.get(name, "")
            said = _fact_value(type, fact["value"], lang)
            shown = FactView(label_of(name, labels, lang), said, fact["state"], places)
            if (shown.label, shown.value) not in {(other.label, other.value) for other in facts}:
                facts.append(shown)
        if facts:
            yield FactGroup(str(subject["about"]), str(subject["key"] or ""), facts)


def _plain(value: Any) -> bool:
    """Whether a value can be said in a line; lists of objects stand under their paper."""
    if isinstance(value, list):
        return 0 < len(value) <= 12 and all(isinstance(item, str | int | float) for item in value)
    return value is not None and not isinstance(value, Mapping)


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)\S*")


def _fact_value(type: str, value: Any, lang: str) -> str:
    if isinstance(value, bool):
        return catalogue.show("flag", value, lang)
    if isinstance(value, list):
        return ("、" if lang == "zh" else ", ").join(_fact_value(type, item, lang) for item in value)
    if isinstance(value, int | float):
        return catalogue.show(type, Decimal(str(value)), lang) if type in ("money", "ratio") else f"{value:,}"
    text = str(value)
    if moment := _MOMENT.fullmatch(text):
        return f"{moment[1]} {moment[2]}"
    if type.startswith(("code:", "codes:")):
        return catalogue.show(type.replace("codes:", "code:"), text, lang)
    return word(text) if lang == "zh" else text
