"""The number of the policy that a report was made under, and the report's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from extractor.evidence.candidates import Candidate, by_slot, by_token, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.kinds.policy import policy_numbers
from extractor.kinds.service_report.own_number import own_number
from extractor.record import Reading

REPORT_NO = formula(
    "number",
    "report service",
    "policy uscc contact holder insured proposal expert verification fee hazard premium insurer voucher spent claim_no",
)


def find_policy_no(sheet: Sheet) -> list[Candidate]:
    found = [c for c in policy_numbers(sheet) if c.how == "table" or not _OWN_NUMBER.search(c.unit.text[: c.start])]
    found = [c for c in _without_contracts(found) if not (c.how == "form" and _OF_SERVICES.match(c.value))]
    if found and found[0].how not in ("clause", "form"):
        return _behind_its_word(sheet, found[0]) or found
    beside = by_slot(
        sheet,
        formula("policy", "number", "report uscc proposal service insurer amount period"),
        _number_in_blanks,
        least=0.6,
        least_coverage=0.5,
    )
    if beside:
        return beside
    for unit in sheet.units:
        match = _SAID_POLICY.search(unit.text)
        if match and (number := _number_in_blanks(match[1])):
            return [Candidate(number, unit, match.start(1), match.end(1), 0.7, "label-colon")]
    for slot in sheet.slots:  # "关联保险 PZ…"
        if _OF_INSURANCE.search(slot.label) and len(slot.label) <= 10 and (number := _number_in_blanks(slot.text)):
            return [Candidate(number, slot.unit, slot.start, slot.stop, 0.6 * slot.weight, "label-any")]
    for unit in sheet.units:  # "根据JK22 0731 5561号保险单"
        match = _IN_BLANKS_OF_A_COVER.search(unit.text)
        if match and (number := _number_in_blanks(match[1])) and not _OWN_NUMBER.search(unit.text[: match.start(1)]):
            return [Candidate(number, unit, match.start(1), match.end(1), 0.7, "prose")]
    for unit, token in sheet.tokens("code"):
        if _OF_A_COVER.match(unit.text[token.stop :]) and not _OWN_NUMBER.search(unit.text[: token.start]):
            return [Candidate(token.value, unit, token.start, token.stop, 0.7, "prose")]
    # "所投保险单 PZ…": named as a policy, not as a number
    found = [c for c in found if not (c.how == "form" and (_numbers_the_paper(c) or _policy_stands_apart(sheet, c)))]
    return found or by_token(sheet, ("code",), formula("policy", none_of="report uscc proposal"))


_OF_SERVICES = re.compile("[\u4e00-\u9fff]{1,8}[检查咨询服技评培巡诊排函报]字")
"""A number of an office for its services, which is no policy's where no label says so: 岩盾检字2025-077号."""
_SURE = 0.6
"""How likely a number must be a policy's, that one right behind the word for a policy does not count for more."""


def _behind_its_word(sheet: Sheet, best: Candidate) -> list[Candidate]:
    """The number right behind a word for a policy in a sentence, where the likeliest one stands beside no word of insurance."""
    if best.score >= _SURE or best.unit.table is not None or _OF_INSURANCE.search(best.unit.text[: best.start][-8:]):
        return []
    for unit in sheet.units:
        match = _SAID_POLICY.search(unit.text)
        number = _number_in_blanks(match[1]) if match is not None else None
        if match is not None and number is not None and number != best.value:
            return [Candidate(number, unit, match.start(1), match.end(1), 0.7, "prose")]
    return []


def _without_contracts(found: list[Candidate]) -> list[Candidate]:
    """The numbers without that of the contract for the service, where another stands under a word for a policy: 合同编号, 保单号."""
    insured = [c for c in found if _OF_INSURANCE.search(_label_before(c))]
    return [c for c in found if c in insured or not _label_before(c).startswith("合同")] if insured else found


def _label_before(c: Candidate) -> str:
    """The label that ends right before a number, in its own line or beside it."""
    before = re.search(rf"([\u4e00-\u9fff]{{2,8}})(?:\s*[:：]\s*{_OFFICE}|\s+)$", c.unit.text[: c.start])
    if before is not None:
        return before[1]
    return c.unit.left.text.strip() if c.start == 0 and c.unit.left is not None else ""


def _numbers_the_paper(c: Candidate) -> bool:
    """Whether the words before a number say that it is the paper's own: "文书号：", "记录编号：", "服务单编号"."""
    label = _label_before(c)
    bare = c.unit.index <= _TITLE_UNITS and _CALLED_A_NUMBER.fullmatch(label) is not None
    return bare or _OF_THE_PAPER.search(label) is not None or (len(label) <= 10 and meaning(label).has("report"))


def _policy_stands_apart(sheet: Sheet, c: Candidate) -> bool:
    """Whether a number beside a bare 编号 is the paper's own, for a label for the policy has another, in a form that nobody knew."""
    others = (s for s in sheet.slots if s.unit is not c.unit and _DIGITS.search(s.text) is not None)
    return _BARE.fullmatch(_label_before(c)) is not None and any(
        said.has("policy") and not said.any("report", "premium", "period")
        for said in (meaning(s.label) for s in others)
    )


_BARE, _DIGITS = re.compile("编号|序列?号|流水号|单号"), re.compile(r"(?:\d\D{0,3}){4}")
_TITLE_UNITS = 6
"""Units at the head of a report among which a number that is called nothing but a number is its own: the policy's is called the policy's."""
_CALLED_A_NUMBER = re.compile("(?:编|文|流水|序列)号码?|编码|号码")
_OFFICE = "(?:[\u4e00-\u9fff]{1,8}(?:[（(][\u4e00-\u9fff]{1,4}[)）])?[字第]?)?"
"""What a number may begin with, of which its digits are only a part: 鲁安咨（周）2019-033."""
_OF_INSURANCE = re.compile("(?<![环担质社医确投])保(?![安卫管护密障证温暖])|险(?:种|单|号)")


_OF_A_COVER = re.compile(r"\s*[)）]?\s*号?\s*[《“]?(?:承保|保险|保单|保函|安责|凭证)")
"""What follows the number of a policy in a sentence: "根据HB224682759075K号承保确认书"."""
_IN_BLANKS_OF_A_COVER = re.compile(r"(?<![A-Za-z\d])([A-Za-z0-9]+(?:[ \-/][A-Za-z0-9]+){1,6})" + _OF_A_COVER.pattern)
_OF_THE_PAPER = re.compile("(?:文书?|报告|服务|活动|档案|登记|底稿|记录|工单|意见书|回执|函|表|清单|任务)(?:编)?号码?$")
_OWN_NUMBER = re.compile(r"(?:函号|报告(?:编)?号|(?:记录|工单|回执|文)(?:编)?号|任务号)\s*[:：]?\s*$")


_SAID_POLICY = re.compile(
    r"(?:保险?单|保险合同|保险凭证)(?:编)?号?码?\s*[)）]?\s*(?:[:：]|为)?\s*([A-Za-z0-9][A-Za-z0-9\-/ ]{6,38}[A-Za-z0-9])"
)


def _number_in_blanks(text: str) -> str | None:
    """A policy number printed in groups: "37 0306 AZX 2025 00176"."""
    match = re.match(r"(?!20\d\d[-/]\d{1,2}[-/]\d{1,2}\b)[A-Za-z0-9][A-Za-z0-9\-/ ]{6,38}[A-Za-z0-9]", text.strip())
    bare = "".join(match[0].split()) if match else ""
    return bare if len(re.findall(r"\d", bare)) >= 6 else None


_ALONE = re.compile(
    r"[\u4e00-\u9fff]{1,6}[A-Za-z]{0,4}[-〔(（\[]?(?=(?:\D*\d){4})[\dA-Za-z\-〕)）\]第字号]+"
    r"|(?![根依]据|按照?)[\u4e00-\u9fff]{1,14}[〔(（\[]20\d\d[〕)）\]]第?\d{1,6}(?:[-—]\d{1,3})?号"
    r"|[（(][A-Za-z]{2,8}[)）][\u4e00-\u9fff]{1,6}[〔(（\[]20\d\d[〕)）\]]第?\d{1,6}号"
    r"|[A-Za-z]{1,6}[\u4e00-\u9fff]{0,6}[〔(（\[]20\d\d[〕)）\]][\u4e00-\u9fff]{0,4}\d{1,6}(?:[-—]\d{1,3})?号?"
)
"""A number that begins with the words of an office (沧州安泰技服函〔2025〕第61号), or with its letters, some words and the year, with nothing else in its line."""


_ANY_NO = re.compile(r"^(?:[\u4e00-\u9fff]{2,8}(?:号码?|编码|流水)|[表单卷档册本]号|[表单]码)$")


def find_report_no(
    sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int] = frozenset()
) -> list[Candidate]:
    """The report's own number: labelled as one, beside any word for a number, alone under the title, or a code at the head."""
    policy = fields["policy_no"].value if "policy_no" in fields else None
    parse = partial(own_number, policy=policy)
    found = by_slot(sheet, REPORT_NO, parse, least=0.5, least_coverage=0.5)
    # what numbers the hazards is no number of the report, unless each line of them has the same: 报告编号 in an export
    found = [c for c in found if id(c.unit) not in in_hazards or _in_every_line(c)]
    out = [c.plus(0.1 * (c.unit.index <= max(6, 0.25 * len(sheet.units)))) for c in found]
    out = out or _beside_any_word(sheet, parse, in_hazards) or _under_title(sheet, parse)
    out = out or _in_a_sentence(sheet, parse, in_hazards) or _in_line_of_head(sheet, parse)
    if not out:
        out = [
            Candidate(t.value, u, t.start, t.stop, 0.4, "form")
            for u, t in sheet.tokens("code")
            if t.value != policy and u.index <= 8 and id(u) not in in_hazards
        ]
    return ranked(map(_without_label, out))


_LABEL_IN_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,6}(?:编号|流水号?|[单文序表函]号|号码|记录号)[:：]?\s*(?=[A-Za-z\d])")
"""The word for a number, written right before it as its first characters: 编号LYGA-2026-0108."""


def _without_label(c: Candidate) -> Candidate:
    label = _LABEL_IN_NUMBER.match(c.value)
    if label is None or not c.unit.text.startswith(label[0], c.start):
        return c
    return replace(c, value=c.value[label.end() :], start=c.start + label.end())


def _in_every_line(c: Candidate) -> bool:
    """Whether a cell's column holds nothing but what it holds, line after line."""
    column, below = [c.unit], c.unit.below
    while below is not None and below.table is c.unit.table and len(column) < _MOST_LINES:
        column, below = [*column, below], below.below
    return len(column) > 1 and len({u.text for u in column}) == 1


_MOST_LINES = 60


def _in_a_sentence(sheet: Sheet, parse: Callable[[str], str | None], in_hazards: frozenset[int]) -> list[Candidate]:
    """The number that a sentence gives the report: "…作了隐患排查，本报告编号为ZAGW-25-072"."""
    return [
        Candidate(said, unit, match.start(1), match.end(1), 0.6, "prose")
        for unit in sheet.units
        if unit.table is None and id(unit) not in in_hazards
        for match in _SAID_REPORT.finditer(unit.text)
        if (said := parse(match[1]))
    ]


def _in_line_of_head(sheet: Sheet, parse: Callable[[str], str | None]) -> list[Candidate]:
    """The number between other entries of one line at the head, behind its word and a blank: 第6期　简报编号 XYTH-JB-2606　6月12日."""
    return [
        Candidate(said, unit, match.start(1), match.end(1), 0.5, "label-space")
        for unit in sheet.units[: _HEAD + 2]
        if unit.table is None
        and (match := _NUMBER_IN_LINE.search(unit.text) or _OFFICE_FIRST.match(unit.text))
        and (said := parse(match[1]))
    ]


_NUMBER_IN_LINE = re.compile(
    r"(?:^|\s)(?:[\u4e00-\u9fff]{0,4}(?:[简月周季年快通]报|报告|记录|工单|纪要|文件))?编号\s*[:：]?\s*([A-Za-z][A-Za-z\d\u4e00-\u9fff/-]{4,30}\d)(?=\s|$)"
)
_OFFICE_FIRST = re.compile(
    r"\s*((?!根据|依据|按照?)[\u4e00-\u9fff]{2,10}[字函]第?(?:20\d\d|[〔(（\[]20\d\d[〕)）\]])[-—年]?第?\d{1,5}号?)(?=\s|$)"
)
"""The number of an office with which a line of the head begins: 岩盾检字2025-077　受检方：某某公司."""
_SAID_REPORT = re.compile(
    r"(?:(?<!上次)报告|本[函单表册]|本纪要)(?:的?编号|文号|号码?)\s*(?:为|是|[:：])?\s*([A-Za-z\d\u4e00-\u9fff〔〕（()）\[\]\-/]{4,40}?)(?=[)）]?(?:[，,。；;\s]|$))"
)


def _beside_any_word(sheet: Sheet, parse: Callable[[str], str | None], in_hazards: frozenset[int]) -> list[Candidate]:
    """Numbers near the head beside any word for a number: 流水编码, 工单号."""
    return [
        Candidate(said, slot.unit, slot.start, slot.stop, 0.45 * slot.weight, "label-any")
        for slot in sheet.slots
        if _ANY_NO.search(slot.label)
        and id(slot.unit) not in in_hazards
        and slot.unit.index <= max(12, 0.4 * len(sheet.units))
        and (said := parse(slot.text))
        and not meaning(slot.label).any("policy", "uscc", "contact", "insurer", "hazard", "proposal")
        and (slot.unit.index <= _HEAD or not meaning(slot.label).has("voucher"))
    ]


_HEAD = 4
"""Units at the head of a report among which 单据号 is its own number, and not that of a payment."""


_YEAR_IN_BRACKETS = re.compile(
    r"[〔(（\[]20\d\d[〕)）\]].*号$|^[\u4e00-\u9fff]{2,10}[字函]\s*20\d\d\s*年?第?\d{1,5}号$"
)


def _under_title(sheet: Sheet, parse: Callable[[str], str | None]) -> list[Candidate]:
    """A letter's own number, which stands alone between its title and whom it is addressed to, or with its year over the title."""
    return [
        Candidate(said, u, 0, len(u.text), 0.42, "form")
        for k, u in enumerate(sheet.units[:4])
        if (k or _YEAR_IN_BRACKETS.search(u.text))
        and u.table is None
        and u.left is None
        and u.right is None
        and _ALONE.fullmatch("".join(u.text.split()))
        and (said := parse(u.text))
    ] or [
        Candidate(said, u, match.start(1), match.end(1), 0.42, "form")
        for u in sheet.units[1:4]
        if u.table is None
        and (
            (match := _IN_SUBTITLE.fullmatch(u.text))
            or ((match := _IN_BRACKETS.fullmatch(u.text)) and _ALONE.fullmatch("".join(match[1].split())))
        )
        and (said := parse(match[1]))
    ]


_IN_BRACKETS = re.compile(r"\s*[（(]\s*(\S.{3,30}?)\s*[)）]\s*")
"""A letter's own number that stands in brackets under the title, and nothing else with it: （泽安查2025-07）."""


_IN_SUBTITLE = re.compile(r"\s*[（(][\u4e00-\u9fff、]{2,20}\s+([\u4e00-\u9fff]{2,8}字[^\s（()）]{2,16}号)[)）]\s*")
"""A letter's own number behind what it is about, in brackets under the title: （边坡与爆破专项　相安咨字第25-0611号）."""
