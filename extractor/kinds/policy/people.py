"""Numbers of people: what their labels mean, and how a count is told from other numbers."""

from __future__ import annotations

import re

from extractor.evidence.concepts import formula, meaning
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


COVERED_BEFORE = re.compile(
    r"(?<![未不])(?:[列纳计][入进]|属于)[^，,。；;:：\d]{0,6}(?:保障|承保|保险|投保)(?:范围|对象|人员|名单|之列)?(?:的?(?:有|共计?|计|为|人数[为是:：]?))?\s*$"
)
"""Words right before a count by which those people are covered: 本单计入保障88人."""


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


_AS_OF = re.compile(
    r"^.{0,40}?截[至止]\S{0,10}?(?:之?[日时前])[,，止]?|^(?:在|于)?(?:投保|承保|参保|起保|签单)(?:之时|[当之]日|当时|时|前)[,，]?"
)


_ARTICLE = re.compile(r"^.*第[一二三四五六七八九十百\d]+条\s*[\u4e00-\u9fff]{2,8}\s+(?=[\u4e00-\u9fff]{2})")
"""The title of an article in the line that it heads: 第一条　投保范围　甲方现有职工."""


def nearest_words(label: str) -> str:
    """The words of a label behind its colon or the title of its article, where a heading stands before it, and behind the day they
    speak of: 承保人数：贵公司现有从业人员, 截至投保日在岗职工, 投保时从业人员."""
    own = _AS_OF.sub("", _ARTICLE.sub("", label.rpartition(":")[2]))
    return own if meaning(own).any("employees", "insured_count") else label
