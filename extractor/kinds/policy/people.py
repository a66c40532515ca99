"""Numbers of people: what their labels mean, and how a count is told from other numbers."""

from __future__ import annotations

import re

from extractor.evidence.concepts import formula
from extractor.evidence.units import Unit
from extractor.values.scan import Token

EMPLOYEES = formula(
    "employees",
    "all count enterprise",
    "insured_count per_person limit premium injury medical third deductible prevention date expert",
)

STAFF = formula(
    "count enterprise|all",
    "all",
    "insured_count per_person limit premium injury medical third deductible prevention date expert number contact holder period",
)

HANDS = formula(  # 作业人员 are who works, elsewhere who inspects: with how many there are in all, the former
    "employees expert count|all",
    "all count enterprise",
    "insured_count per_person limit premium injury medical third deductible prevention date number contact holder period service",
)

INSURED_COUNT = formula(
    "insured_count",
    "count employees",
    "per_person limit premium date medical third number deductible prevention sign amount period",
)

IN_COVER = formula(
    "count cover|policy|insured",
    "insured",
    "employees all per_person limit premium date medical third number deductible prevention sign amount period contact holder fee",
)


def whole(unit: Unit, token: Token) -> int | None:
    """The number of people that a value can be; None for a part, a number of an item and what is counted in other things."""
    if token.kind == "count":
        return int(token.value)
    value = token.value
    if value != value.to_integral_value() or not 1 <= value <= 300_000 or "." in unit.text[token.start : token.stop]:
        return None
    if re.search(r"[(（]\s*$", unit.text[: token.start]) and re.match(r"\s*[)）]", unit.text[token.stop :]):
        return None  # (2) numbers an item
    after = unit.text[token.stop : token.stop + 2].strip()
    return int(value) if not re.match(r"[次年月日天个期%％元万倍号项小点级层条款章家户艘辆台座栋处]", after) else None


NO_COUNT = (
    "limit",
    "premium",
    "per_person",
    "deductible",
    "medical",
    "expert",
    "injury",
    "third",
    "contact",
    "period",
)
"""What a label speaks of that is no label of people."""
