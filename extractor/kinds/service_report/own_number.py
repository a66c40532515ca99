"""A text as the number of a report itself, with its words, its year and its strokes."""

from __future__ import annotations

import re
from typing import Any

from extractor.values import organisation

_REPORT_FORM = re.compile(r"[A-Za-z0-9\u4e00-\u9fff（()）〔〕【】\[\]\-—–/.#]{3,40}")


_POLICY_SAID = re.compile("(?:保险?单|合同|凭证|保险证|保单)(?:(?:编)?号|[A-Z\\d])")


_OTHER_ENTRY = re.compile("[\u4e00-\u9fff]{2,8}(?:日期?|时间|人数|费用?)(?=[¥￥]?\\d)")
"""Another entry of the form with its value, which stands beside the number: 服务日期 2025-08-21."""


_OWN_LABEL = re.compile(r"^(?:任务|工单|报告|记录|流水|服务单?|检查单?|档案)(?:编)?号码?(?=[A-Za-z\d]{3})")
"""The number's own word, which a scan reads as one with it: 任务号20251118-C0932."""


def own_number(text: str, policy: Any) -> str | None:
    """A text as the number of a report; None where it is a day, a count, a name or the number of its policy.

    >>> own_number("2025-安检-60", None), own_number("2025-03-06", None), own_number("2025年安检60家", None)
    ('2025-安检-60', None, None)
    >>> own_number("OY-检-019", None), own_number("HK-青山-24-12", None), own_number("甬QX-2026-检查-018", None)
    ('OY-检-019', 'HK-青山-24-12', '甬QX-2026-检查-018')
    >>> own_number("甬安检〔2026〕第 18 号 共 3 页", None), own_number("安检【2026】18", None), own_number("甬安（检）2026—155", None)
    ('甬安检〔2026〕第 18 号', '安检【2026】18', '甬安（检）2026—155')
    """
    head = re.split(
        r"\s{2,}|[,，;；]|(?:\s|(?<=[\dA-Za-z]))(?=[\u4e00-\u9fff]{2,6}[:：])|\s+(?=[共第]\s*\d+\s*页)", text.strip()
    )[0].strip()
    if head.endswith((")", "）")) and len(re.findall("[)）]", head)) > len(re.findall("[(（]", head)):
        head = head[:-1].rstrip()  # all of the entry stands in brackets: （纪要编号：XL-JY-202602）
    head = _OWN_LABEL.sub("", head)
    bare = "".join(head.split())
    if (
        not _REPORT_FORM.fullmatch(bare)
        or not re.search(r"\d{2}", bare)
        or (policy is not None and policy in bare)
        or _POLICY_SAID.search(bare)
        or organisation.find_all(bare)
        or _OTHER_ENTRY.match(bare)
    ):
        return None
    prefixed = re.match(
        r"^[A-Za-z]{0,6}[\u4e00-\u9fff]{1,8}(?:[（(][\u4e00-\u9fff]{1,4}[)）])?[A-Za-z]{0,4}[-—〔(（\[]?\d[\dA-Za-z\-—〕)）\]]*$",
        bare,
    )
    han = len(re.findall("[\u4e00-\u9fff]", bare))
    coded = (
        han <= 6
        and len(re.findall(r"\d", bare)) >= 3
        and re.search(
            r"[〔【\[（(]20\d\d[〕】\]）)]|^20\d\d(?!年)[\u4e00-\u9fff]{2,6}\d{2,6}$|[A-Za-z]+\d{4}|\d{4}[-—]?[〔\[（(]|^20\d\d[-—][\u4e00-\u9fff]+[-—]\d"
            r"|^[A-Za-z]{1,6}[-—]?\d{2,4}[-—][\u4e00-\u9fff]{1,3}[-—]?\d"
            r"|^[A-Za-z]{1,6}[-—][\u4e00-\u9fff]{1,4}[-—](?:\d{2,4}[-—])?\d{2,6}$"
            r"|^(?:[A-Za-z\u4e00-\u9fff]{1,6}|\d{2,8})(?:[-—/](?:[A-Za-z\u4e00-\u9fff]{1,6}|\d{2,8}|[A-Za-z]{1,4}\d{1,6})){1,4}[-—/]\d{2,6}$",
            bare,
        )
        is not None
    )
    if re.fullmatch(r"\d{1,2}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?", bare) or (
        han and not re.search("号$|字|第", bare) and not prefixed and not coded
    ):
        return None
    return head if " " in head and not bare.isascii() else bare
