"""Who came: the names of the experts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence import signoff
from extractor.evidence.candidates import Candidate, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.naming.slots import Slot
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import put
from extractor.kinds.service_report.addressed import addressed
from extractor.kinds.service_report.categories import type_codes
from extractor.kinds.service_report.expert_columns import members, of_visits
from extractor.kinds.service_report.expert_names import (
    SERVING,
    all_to_the_end,
    between_labels,
    is_behind_name,
    names_at_end,
    names_by_form,
    names_in,
    names_run_together,
    serving,
    with_leader,
    without_agency,
)
from extractor.kinds.service_report.other_days import is_signing
from extractor.kinds.service_report.taking_part import taking_part
from extractor.record import Reading
from extractor.values import person

EXPERTS = formula("expert", "service", "sign_off client date number count fee signer")


def read_experts(sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int]) -> None:
    """``experts`` from the surest place that names anybody; ``in_hazards``: ids of the units that hazards are read from."""
    found = (
        _labelled(sheet)
        or members(sheet)
        or _in_sentences(sheet)
        or addressed(sheet)
        or between_labels(sheet, EXPERTS)
        or of_visits(sheet, in_hazards)
        or _actors(sheet, in_hazards)
        or _named_beside(sheet, in_hazards)
        or _by_side(sheet)
        or _behind_agency(sheet, fields.get("service_org"))
        or taking_part(sheet, fields.get("service_org"), in_hazards)
        or _signing(sheet)
    )
    told = [without_agency(with_leader(c), fields.get("service_org")) for c in _together(found)]
    put(fields, "experts", _whole_group_first(sheet, ranked(told)))


def _whole_group_first(sheet: Sheet, found: list[Candidate]) -> list[Candidate]:
    """The list of a group before its leader alone, who signs for it: 体检组：组长 翟文博，组员 段启航 and 体检组长：翟文博."""
    if not found or len(leader := found[0].value) != 1:
        return found
    for unit in sheet.units:
        group = re.search(rf"组长\s*[:：]?\s*{re.escape(leader[0])}{_THEN_MEMBERS}([^。;；]+)", unit.text)
        if group is not None and (others := person.parse_list(group[1])):
            whole = replace(found[0], value=tuple(dict.fromkeys([*leader, *others])), unit=unit)
            return [replace(whole, start=group.start(), stop=group.end()), *(c for c in found if c.value != leader)]
    return found


_THEN_MEMBERS = r"\s*[,，;；、\s]\s*(?:组员|队员|成员)\s*[:：]?\s*"


def _labelled(sheet: Sheet) -> list[Candidate]:
    found = []
    for slot in sheet.slots:
        label = meaning(slot.label)
        if label.coverage < 0.5 or not (score := EXPERTS.score(label)) or is_behind_name(slot.label, EXPERTS):
            continue
        names = names_in(slot.text) or names_by_form(slot.text) or names_run_together(slot.text, slot.label)
        if names:
            names += _in_next_line(sheet, slot)
            weight = score * slot.weight + 0.06 * min(4, len(names) - 1)
            found.append(Candidate(names, slot.unit, slot.start, slot.stop, weight, f"label-{slot.relation}"))
    return found


def _in_next_line(sheet: Sheet, slot: Slot) -> tuple[str, ...]:
    """The names with which the next line goes on where a line breaks off behind a comma: "检查专家：谢军、", "周婷婷"."""
    following = next(iter(sheet.units[slot.unit.index + 1 : slot.unit.index + 2]), None)
    if following is None or following.table is not None or not re.search(r"[、，,]\s*$", slot.unit.text[slot.start :]):
        return ()
    names = person.parse_list(following.text.strip())
    return names if sum(map(len, names)) >= len(re.sub(r"[、，,\s]", "", following.text)) else ()


_SAID = re.compile(
    rf"(?:专家|讲师|教师|教员|教官|人员|工程师|评价师|成员|老师|顾问|技术员|(?:授课|检查|查勘|勘查|勘察|巡查|巡检|评价|排查|评估|主讲|走访|走查|诊断|到访|辅导|培训|服务)人(?!员)|授课|主讲|讲课)(?:组|方|团队)?(?:成员)?(?:名单)?(?:为|是|有|由|:|包括|[—\-]{{1,2}}|[（(])?\s*(?:(?:(?:正?高级|注册|中级|助理)+(?:安全)?(?:工程师|评价师)|高工)(?=[\u4e00-\u9fff]{{2}}))?((?:[\u4e00-\u9fff]{{2,4}}?|{person.TURKIC})(?:[（(][^）)]{{2,12}}[)）])?(?:[、，,和及\s]+(?:[\u4e00-\u9fff]{{0,6}}(?:[员师]|专家|高工|组长|教授))?(?:[\u4e00-\u9fff]{{2,4}}?|{person.TURKIC})(?:[（(][^）)]{{2,12}}[)）])?){{0,7}}?)(?=[。；;\n）)]|\s[·•|]|等|组成|会同|协同|偕同|参加|参与|前往|赴|对|到|共|在(?=为|对|[贵你该]|开展)|授课|主讲|一行|开展|已|于|按|依约|如约|准时|(?:接?受|应)[邀托聘]|(?:接?受|应|经|由)(?=[^，。；]{{2,40}}?(?:委派|委托|指派|派遣|邀请|安排|聘请|要求))|(?:根据|依据)(?=[^，。；]{{4}})|，|,|\d|$)"
)
"""A word for those who did the work and their names behind it, in a sentence: "专家组成员为张三、李四"."""


def _in_sentences(sheet: Sheet) -> list[Candidate]:
    """Those whom the first unit with any names says to have come or worked."""
    for unit in sheet.units:
        told = [
            *((_said(unit, match), match, 0.7) for match in _SAID.finditer(unit.text)),
            *((person.parse_list(match[1], labelled=True), match, 0.72) for match in _SENT.finditer(unit.text)),
            *((person.parse_list(match[1]), match, 0.72) for match in _SENT_IN_BRACKETS.finditer(unit.text)),
            *((names_at_end(match[1]), match, 0.7) for match in _SO_MANY.finditer(unit.text)),
            *((names_at_end(match[1]), match, 0.7) for match in _THESE_ON.finditer(unit.text)),
            *((serving(match[0]), match, 0.65) for match in SERVING.finditer(unit.text)),
        ]
        found = [Candidate(names, unit, m.start(1), m.end(1), score, "prose") for names, m, score in told if names]
        if found and not is_signing(unit):
            return found
    return []


def _said(unit: Unit, match: re.Match[str]) -> tuple[str, ...]:
    names = person.parse_list(match[1], labelled=True)
    if (beside := _RANKED_BEFORE.search(unit.text, 0, match.start(1))) is not None:
        names = person.parse_list(f"{beside[1]}、{match[1]}", labelled=True) or names
    if not names and (len(names_by_form(match[1])) > 1 or _OF_RANK.search(unit.text, 0, match.start(1))):
        names = names_by_form(match[1])
    if (led := unit.text[match.start(1) - 1]) in "方组" and not (names and person.is_name(names[0])):
        names = person.parse_list(led + match[1], labelled=True)  # 成员方志远
    return all_to_the_end(unit.text[match.start(1) :]) or names


_RANKED_BEFORE = re.compile(
    r"(?:^|[:：]\s*)(?:[\u4e00-\u9fff]{0,6}(?:工程师|评价师)|高工)\s*([\u4e00-\u9fff]{2,4}(?:\s*[、，,]\s*[\u4e00-\u9fff]{2,4})*)\s*[、，,]\s*(?:[\u4e00-\u9fff]{0,6}(?:工程师|评价师)|高工)\s*$"
)
"""Those whose rank stands first in the line, before another with his: "高级工程师 畅建平、注册安全工程师 晋小荣"."""
_OF_RANK = re.compile("(?:工程师|评价师|高工)$")
"""What stands before a name and nothing else, so that a lone one of a surname in no list is one too."""


def _actors(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """Beside a word for who acts, which is no label of an expert's by itself."""
    return [
        Candidate(names, slot.unit, slot.start, slot.stop, 0.6 * slot.weight, f"label-{slot.relation}")
        for slot in sheet.slots
        if not _NOT_ACTORS.search(slot.label)
        and id(slot.unit) not in in_hazards
        and _ACTORS.fullmatch(re.sub(r"[A-Za-z\s./&]+", "", slot.label))
        and (names := names_in(slot.text))
    ]


_SIDE = re.compile(
    r"(?:[（(]|^|[；;：:\s])(?:服务|专家|技术|评估|检查|培训|保险|公估|经纪|机构|我|乙)方\s*(?:人员)?\s*[)）:：]+\s*([^；;。（(\n]+)"
)
"""The names of one side among those who took part: "（服务方）张三、李四；（企业方）王五"."""


def _by_side(sheet: Sheet) -> list[Candidate]:
    return [
        Candidate(names, unit, match.start(1), match.end(1), 0.6, "label-side")
        for unit in sheet.units
        if "方" in unit.text and not is_signing(unit)
        for match in _SIDE.finditer(unit.text)
        if (names := names_in(match[1]))
    ]


def _behind_agency(sheet: Sheet, agency: Reading[Any] | None) -> list[Candidate]:
    """Behind the name of the agency: "检查机构及人员：某某有限公司 高明、苗秀英"."""
    if agency is None:
        return []
    found = []
    for unit in sheet.units:
        at = unit.text.find(agency.value)
        after = re.split(r"[于在]?\s*\d|完成|开展|实施|进行|现场|检查|查出|发现", unit.text[at + len(agency.value) :])[
            0
        ]
        if at >= 0 and (names := names_in(after.strip(" 　:：（()）").removeprefix("的"))):
            start = unit.text.find(names[0], at)
            found.append(Candidate(names, unit, start, len(unit.text), 0.6, "form"))
    return found


def _signing(sheet: Sheet) -> list[Candidate]:
    """Where experts sign and no other place names them."""
    return [
        Candidate(names, slot.unit, slot.start, slot.stop, 0.5, "label-signature")
        for slot in sheet.slots
        if meaning(slot.label).has("expert", "sign_off") and (names := person.parse_list(slot.text, labelled=True))
    ]


def _together(found: Sequence[Candidate]) -> list[Candidate]:
    """Names that a line gives under several labels ("组长：…，组员：…") as one list."""
    out: list[Candidate] = []
    for c in sorted(found, key=lambda c: (c.unit.index, c.start)):
        last = out[-1] if out else None
        if (
            last is not None
            and last.unit is c.unit
            and last.stop <= c.start
            and (c.start - last.stop <= 12 or _WITH.fullmatch(c.unit.text[last.stop : c.start]))
            and not re.search("[。；;](?!\\s*(?:组员|成员|队员|组长))", c.unit.text[last.stop : c.start])
        ):
            names = tuple(dict.fromkeys([*last.value, *c.value]))
            out[-1] = replace(last, value=names, stop=c.stop, score=max(last.score, c.score) + 0.05)
        elif last is not None and (_leads(last, c) or _twice_labelled(last, c)):
            names = tuple(dict.fromkeys([*last.value, *c.value]))
            out[-1] = replace(last, value=names, score=max(last.score, c.score) + 0.05)
        else:
            out.append(c)
    return out


_WITH = re.compile(r"(?:会同|协同|偕同|联合|与|和)[\u4e00-\u9fff（）()]{4,36}")
"""What joins the people of two bodies: "…晏卫国会同某某安全技术服务有限公司专家胡小勇"."""


def _twice_labelled(one: Candidate, other: Candidate) -> bool:
    """Whether two cells of one row stand beside the same label, a name in each: 检查人 | 覃志刚 | 检查人 | 莫小兰."""
    a, b = one.unit, other.unit
    if a.cell is None or b.cell is None or a.table is not b.table or a.cell.row != b.cell.row or a is b:
        return False
    return a.left is not None and b.left is not None and a.left.text.strip() == b.left.text.strip()


def _leads(leader: Candidate, members: Candidate) -> bool:
    """Whether two cells of one form name who led a group and who was in it: 专家组组长 | 贺永强 | 组员 | 冀建华、任晓东."""
    one, other = leader.unit, members.unit
    if one.table is None or one.table is not other.table or one.cell is None or other.cell is None:
        return False
    labels = [unit.left.text.strip(" :：") if unit.left is not None else "" for unit in (one, other)]
    near = abs(other.cell.row - one.cell.row) <= 1
    return near and _LEADER.search(labels[0]) is not None and _MEMBERS.search(labels[1]) is not None


_LEADER = re.compile("(?<!副)(?:组长|领队|队长|带队(?:人|专家)?)$")
_MEMBERS = re.compile("(?:组员|队员|成员|副组长|(?:其他|随行|参加)(?:专家|人员))$")


_OF_DEEDS = re.compile("(?:经过|过程|步骤|方式|方法)$")
"""Labels of how it was done, and not by whom: 排查经过：看现场、听汇报、查台账."""
_BODY = re.compile("[\u4e00-\u9fff]{6}(?:公司|中心|事务所|研究院)\\s*$")


def _named_beside(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """Names beside any short label that is not of the enterprise, of signing or of somebody to be called: "谁去的"."""
    return [
        Candidate(names, slot.unit, slot.start, slot.stop, 0.45 * slot.weight, f"label-{slot.relation}")
        for slot in sheet.slots
        if 2 <= len(slot.label) <= 12
        and slot.weight >= 0.85
        and not (slot.relation == "below" and _BODY.search(slot.label))
        and not _NOT_ACTORS.search(slot.label)
        and not person.is_name(slot.label.strip())
        and not _OF_DEEDS.search(slot.label)
        and id(slot.unit) not in in_hazards
        and signoff.side_of(slot.label) != "client"
        and not meaning(slot.label).any("date", "sign_off", "hazard", "advice", "status", "victim", "contact")
        and not is_signing(slot.unit)
        and (slot.unit.table is None or slot.unit.table.n_rows <= 2 or not _in_list(slot.unit, slot.relation))
        and (names := names_in(slot.text))
        and not any(map(type_codes, names))  # what was done, in a word that begins as a surname does: 查隐患
    ]


def _in_list(unit: Unit, relation: str) -> bool:
    """Whether names stand above or below too: a list of those who came, not of who served. In a form each has its label."""

    if relation == "space":
        return False  # its label stands in the same cell

    def has_label(other: Unit) -> bool:
        label = other.left.text.strip(" :：") if other.left is not None and relation == "right" else ""
        return 2 <= len(label) <= 8 and not person.is_name(label) and not re.search(r"\d", label)

    return any(
        n is not None and n.table is unit.table and bool(names_in(n.text.strip())) and not has_label(n)
        for n in (unit.above, unit.below)
    )


_SO_MANY = re.compile(
    r"([\u4e00-\u9fff、，和及]{2,24}?)(?:[一二两三四五六]|\d)(?:位|名)(?:高级|注册|安全|资深|外聘|特聘)*(?:工程师|专家|老师|讲师|评价师|技术人员|评审员|教授|高工|顾问)"
)
# "某某服务有限公司崔哲浩、金美兰于2025年6月17日"
_THESE_ON = re.compile(
    r"((?:公司|[我本]司|中心|研究院|事务所|协会|站)[\u4e00-\u9fff]{2,4}(?:[、，和及][\u4e00-\u9fff]{2,4}?){0,4})(?:等)?(?:[一二两三四五六\d]{1,2}[人名位])?(?:已?[于在]\s*(?:20\d\d|\d{1,2}月)|(?<![于在])(?:20\d\d年)?\d{1,2}月\d{1,2}日|再次|在(?=[\u4e00-\u9fff（）()]{4,24}(?:公司|[厂矿店站社场]))|根据|按照|依据|(?:接?受|应)(?:[邀托聘]|[^，。；]{2,40}?(?:委派|委托|指派|派遣|邀请|安排|聘请|要求))|(?:来|到|赴|前往|进驻|入驻|走进|深入|抵)[\u4e00-\u9fff]{1,12})"
)
# Who acts, in any verb of the trade: 走查人, 到访人员, 体检医生, 上门老师; a bare 人员 beside names
_ACTORS = re.compile(
    r"(?:我方|服务|现场|参与|本次|外出|技术|专业)?(?!受|被|参|陪)[\u4e00-\u9fff]{0,4}?(?:人员|人|医生|师傅|老师|讲师|师|员|团队|小组|专班|班子)(?:名单|姓名|[(（][\u4e00-\u9fff]{2,4}[)）])?"
)
_NOT_ACTORS = re.compile(
    "联系|负责|责任|签|确认|陪|接|投保|保险|法定|受|被|经办|参|记录|见证|填|审|安全员|从业|员工|学员|业务|收款|付款"
)
_SENT = re.compile(
    r"(?:派出|派遣|委派|指派|安排|选派|抽调|组织|委托|派|由)(?:了|本机构|我公司|我单位|本公司|我方|(?:安全|消防|电气|机械|化工|矿山|资深|外聘|行业)*专家|讲师|(?:(?:(?![和及与等])[\u4e00-\u9fff]){0,6}?(?:正?高级|注册|中级|助理)+)?(?:安全)?(?:工程师|评价师)|高工|顾问|教授|技术员|技术人员|安全人员|服务人员)*\s*((?![为对至到赴由前来])(?:[\u4e00-\u9fff]{2,4}?)(?:[、，,和及\s]+(?:(?:(?:(?![和及与等])[\u4e00-\u9fff]){0,6}?(?:正?高级|注册|中级|助理)+)?(?:安全)?(?:工程师|评价师)|高工|专家|讲师|顾问|教授|技术员)?(?![为对至到赴由])[\u4e00-\u9fff]{2,4}?){0,6}?)\s*(?:[一二三四五六两][人名位]|一行|等)?(?:专家|老师|讲师|(?:正?高级|注册|中级|助理)*(?:安全)?工程师|高工|同志)?[，,]?\s*(?:带队|领队|前往|赶赴|奔赴|到访|走访|来到|到达|抵达|到|赴|对|为|至|于|自(?=\s*20\d\d)|开展|进行|实施|负责|授课|主讲)"
)
_SENT_IN_BRACKETS = re.compile(
    r"(?<!厂)(?<!矿)(?<!企业)(?<!厂方)(?<!矿方)(?:派出?|派遣|委派|指派|选派|抽调)了?(?:[一二两三四五六\d]?[名位])?(?:技术|专业|服务|安全)?(?:员|人员?|力量|骨干)"
    r"\s*[（(]([^（()）]{2,30})[)）]\s*[，,]?\s*(?:前往|赶赴|到|赴|对|为|至|于|进驻|深入|开展|进行|实施)"
)
"""Those who were sent, named in brackets behind a word that only says so: 派员（孟庆国、魏晓）对你单位."""
