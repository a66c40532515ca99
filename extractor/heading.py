"""The heading of a paper: what stands over it and names it."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit

_LABEL = re.compile(r"(?:号|编号|号码|单位|企业|日期|时间|人|方|地址|机构|费用|核销|代码)\s*[:：]?$|[:：].{0,40}$")
_SUBJECT = re.compile(
    r"\s*(?:邮件|信件)?(?:主\s*题|标\s*题|Subject)\s*[:：]\s*(?!.*(?:报价|询价))(\S.{2,40}?)\s*$", re.I
)
"""What a letter or a mail is about, beside its label: 主题：安全培训服务报告. What one offers in a mail is not what somebody applies for."""
_SENTENCE = re.compile(r"[,，].*[。;；!！]$")
_RULES = re.compile(r"[=\-—*_~#\s]{3,}")
"""Rules that a typed print draws on both sides of its heading."""
_WITH_NUMBER = re.compile(
    r"(\S.{3,30}?(?:合同|协议)书?)(?:\s+|(?=[(（第]))[(（]?\s*(?:第|(?:合同|协议)?编?号\s*[:：]?|[Nn][Oo]\s*[.:：]?)\s*[0-9A-Za-z-]{6,}\s*号?\s*[)）]?\s*"
)
"""A contract's title with its number in the same line, over everything else: 安全生产责任保险合同 第PZ2025…号."""
TITLE_UNITS = 7


_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*[、.．].*[。;；]$")
"""A numbered sentence, however near the top."""


def heading_of(sheet: Sheet, stop: int | None = None, *, first_page: bool = False) -> str:
    """The heading: the first units, and any early unit in clearly larger print; of those before the unit ``stop`` only, and with
    ``first_page`` of those on the page on which the paper begins."""
    units = sheet.units[:stop]
    heads = [
        u
        for u in units[:TITLE_UNITS]
        if len(_RULES.sub("", u.text)) <= 50
        and (u.table is None or (u.index < 3 and not _heads_a_column(u)))
        and not _LABEL.search(u.text.strip())
        and not _labels_a_number(u)
        and not _SENTENCE.search(u.text.strip())
        and not _NUMBERED.search(u.text.strip())
    ]
    sizes = [line.size for u in units[:60] for _, line in u.pieces[:1] if line.size]
    if sizes:
        usual = sorted(sizes)[len(sizes) // 2]
        heads += [
            u
            for u in units[TITLE_UNITS:40]
            if u.pieces[0][1].size and u.pieces[0][1].size >= 1.3 * usual and len(u.text) <= 40
        ]
    if first_page and units:
        heads = [u for u in heads if u.page == units[0].page]
    subjects = [m[1] for u in units[:TITLE_UNITS] if u.table is None and (m := _SUBJECT.match(u.text)) is not None]
    if units and (numbered := _WITH_NUMBER.fullmatch(units[0].text)) is not None:
        subjects.insert(0, "".join(numbered[1].split()))
    names = {table.name for table, _ in sheet.tables if table.name}
    return "\n".join([*("".join(u.text.split()) for u in heads if not _is_pair(u)), *subjects, *sorted(names)])


def _labels_a_number(unit: Unit) -> bool:
    """A word with a number of a paper in the cell to its right is that number's label: 保险单 | PZ2025…"""
    beside = unit.right
    return beside is not None and any(
        t.kind in ("code", "uscc") and t.stop - t.start >= 0.8 * len(beside.text.strip()) for t in beside.tokens
    )


def _heads_a_column(unit: Unit) -> bool:
    """A word in a row of words with a number, day or sum right below it: 企业 | 代码 | 保单 is no heading."""
    beside = [unit.left, unit.right, unit.left and unit.left.left, unit.right and unit.right.right]
    below = unit.below
    return sum(other is not None for other in beside) >= 2 and below is not None and bool(below.tokens)


def _is_pair(unit: Unit) -> bool:
    """A label with its value is no heading: "保单号：PZ…", "投保单号 …"."""
    return (
        bool(re.search(r"[:：]\s*\S", unit.text)) and any(t.kind in ("code", "uscc", "moment") for t in unit.tokens)
    ) or bool(re.search(r"号码?\s*[:：]?\s*[A-Z\d-]{6,}", unit.text))
