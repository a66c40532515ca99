"""Numbers of claims, as labels and running text give them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.chains import is_chain
from extractor.kinds.claim_record.meaning.labels import CLAIM_NO

_HEADS_ITS_LINE = re.compile(r"^\s*[\[【〔](?P<no>[A-Z]{1,6}[-/]?\d{2,}[A-Z\d\-/]*)[\]】〕]")
"""A case's code in square brackets before all that its line tells of it: [GZ-01] …"""
_LEADS_ITS_LINE = re.compile(r"^\s*(?P<no>[A-Z]{1,6}[-/]?\d{3,}[A-Z\d\-/]*)\s*[|｜]")
"""The same before strokes, of a line that tells a chain of days: HN1002｜丁国胜｜5.28出险."""
_LEADS_ITS_ITEM = re.compile(
    r"^\s*(?:[①-⑳]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）]|第[一二三四五六七八九十]{1,2}[起宗件笔][，,、:：]?)?\s*"
    r"(?P<no>[A-Z]{1,6}[-/]?(?=(?:[A-Z\-/]*\d){4})[A-Z\d\-/]{4,24})\s*(?:号案?)?\s*[:：]"
)
"""The same before a colon, of an item that tells of a day: ① HD26-0031：2026年2月11日…"""
_LINE_OF_A_CASE = 3  # days
_NUMBERED = re.compile(
    r"(?:赔案|立案|报案|案件|理赔|案卷|案)(?:编号|编码|号码?)\s*(?:[:：]|为|是)?\s*((?=[A-Za-z0-9\-/]*\d{2})[A-Za-z0-9][A-Za-z0-9\-/]{3,35}|(?![为是见如同])[\u4e00-\u9fff]{1,4}\d{4}[\d-]{2,14})(?![A-Za-z0-9])"
)
"""A claim's number in running text, however short: "案号BS-0032"."""
_CODED = re.compile(r"(?:赔案|案件|案例|个案)\s*[（(“]?\s*(?P<no>[A-Z]{1,6}[-/]?\d{2,}[A-Z\d\-/]*)(?![A-Za-z\d])")
"""A case by its code, with no word for a number between: 案件AZ-01。"""


_BEFORE_ITS_WORD = re.compile(
    r"(?<![A-Za-z\d\-/])(?P<no>(?=[A-Za-z\d\-/]*\d{3})[A-Za-z][A-Za-z\d\-/]{4,30})\s*号?(?:赔案|案件|案(?![例情卷由]))"
)
"""A number with the word for a case behind it: SX-AK-25077号赔案."""


def claim_number(text: str) -> str | None:
    """A claim's number as written beside its label; numbers with Han characters in them too: (2024)赔字第12345号."""
    bare = _ITS_NAME.sub("", re.split(r"\s{2,}|[，,;；。]", text.strip())[0].replace(" ", ""))
    written = re.fullmatch(r"[A-Za-z0-9\u4e00-\u9fff（）()〔〕\[\]\-/]{5,36}", bare) and re.search(r"\d{3}", bare)
    told = re.search("[年月日时点元人:：]", bare) or meaning(bare).any("enterprise", "policy")
    told = told or re.search("[\u4e00-\u9fff]{4}$", bare) is not None  # a sentence with a number in it
    return bare if written and not told else None


_ITS_NAME = re.compile(r"^[\u4e00-\u9fff]{1,3}号码?[:：]?(?=[A-Za-z\d])")
"""What a number is called right before it, behind a label of another thing: 报案：案号HC2503-11."""


def case_numbers(unit: Unit) -> Iterator[tuple[str, int, int, float, str]]:
    """The numbers of claims in running text, by the words right beside them: (number, start, stop, score, how)."""
    for match in _NUMBERED.finditer(unit.text):
        yield match[1], *match.span(1), 1.02 if match[0].startswith("报") else 1.0, "label"
    for match in _CODED.finditer(unit.text):
        yield match["no"], *match.span("no"), 0.9, "prose"
    for match in _BEFORE_ITS_WORD.finditer(unit.text):
        yield match["no"], *match.span("no"), 0.85, "prose"
    leads = _LEADS_ITS_LINE.match(unit.text)
    if leads is not None and is_chain(unit):
        yield leads["no"], *leads.span("no"), 0.8, "prose"
    item = _LEADS_ITS_ITEM.match(unit.text) if unit.cell is None else None
    if item is not None and any(t.kind == "moment" for t in unit.tokens):
        yield item["no"], *item.span("no"), 0.8, "prose"
    heads = _HEADS_ITS_LINE.match(unit.text)
    if heads is not None and sum(t.kind == "moment" for t in unit.tokens) >= _LINE_OF_A_CASE:
        yield heads["no"], *heads.span("no"), 0.8, "prose"


def number_named(name: str) -> dict[str, float]:
    """What a number is that stands beside others behind one label, by its own part of the label's words; of two numbers of a case the one under which it was reported is the claim's."""
    means = meaning(name)
    if means.has("policy"):
        return {"policy_no": 1.0}
    if CLAIM_NO.score(means) < _NAMES_A_CLAIM:
        return {}
    return {"report_no": 1.02 if "报" in name else 1.01}


_NAMES_A_CLAIM = 0.5
