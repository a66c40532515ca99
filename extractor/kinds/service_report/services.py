"""Which services a report says were done: ticked, beside a label, told in a sentence, or named by the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from extractor.evidence.concepts import formula, meaning
from extractor.evidence.naming.slots import Slot
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.absence import says_none
from extractor.kinds.service_report.bodies import without_bodies
from extractor.kinds.service_report.categories import of_no_place, only_types, type_codes
from extractor.kinds.service_report.deeds import told_deeds
from extractor.kinds.service_report.listed_visits import listed_visits
from extractor.kinds.service_report.ticked_services import Places, ticked, without_box
from extractor.record import Reading, Row

_WANTED = formula("service_type", "service", "client agency expert date number hazard fee advice status")


def read_services(
    sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int], hazards_read: Sequence[Row] = ()
) -> tuple[Row, ...]:
    """Ticked options first; else what stands beside a label of the service; else what a sentence or the title says was done."""
    for find in _WAYS:
        if (told := find(sheet, in_hazards)) is not None:
            return _type_rows(fields, *told, listed=bool(hazards_read))
    none = None if hazards_read else says_none(sheet)
    if hazards_read or none is not None:  # a report that lists hazards, or says there are none, is one of an inspection
        span = hazards_read[0].span if none is None else none.span()
        fields["service_types"] = Reading(("inspection",), span, "list", 0.5)
        return (
            Row({"code": Reading("inspection", span, "list", 0.5), "printed": Reading("", span, "list", 0.5)}, span),
        )
    return ()


def _beside_label(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    """What stands beside a label of the service."""
    of_deed: Slot | None = None
    for slot in sorted(sheet.slots, key=lambda s: -s.weight):
        if _OF_DEED.fullmatch(slot.label.strip()):
            of_deed = of_deed or slot
            continue
        label = meaning(_han_alone(slot.label))
        if (
            label.coverage >= 0.6
            and _WANTED.score(label)
            and len(slot.text) <= 60
            and type_codes(slot.text.split("。")[0])
            and not hazard_cells.tells_level(slot.text)
            and id(slot.unit) not in in_hazards
            and len(slot.text.split("。")[0]) <= 40
        ):
            if slot.relation == "below" and len(column := _down(sheet, slot.unit)) > 1:
                return [(unit, 0, len(unit.text)) for unit in column], "label"
            stop = slot.unit.text.find("。", slot.start, slot.stop)
            return [(slot.unit, slot.start, _and_more(slot.unit, slot.stop) if stop < 0 else stop)], "label"
    return None if of_deed is None else _by_its_label(sheet, of_deed)


def _and_more(unit: Unit, stop: int) -> int:
    """Where the last of the services ends that go on behind a semicolon in a line: 隐患排查治理；安全教育培训."""
    end = next((at for at, _ in unit.pieces if at > stop), len(unit.text))
    while (more := _BEHIND.match(unit.text, stop, end)) is not None and only_types(more[1]):
        stop = more.end()
    return stop


_BEHIND = re.compile(r"\s*[;；]\s*([^;；。:：\s]{2,20})(?=[;；。\s]|$)")
_OF_DEED = re.compile(
    "(?:本次|主要)?(?:培训|授课|讲座|宣讲|演练|演习)(?:主要)?(?:内容|主题|课题|科目|课程|题目|项目|名称|情景|场景)(?:摘要|概要|简介)?"
)
"""A label that says itself which service it was, whatever was taught or rehearsed: 培训主题."""


def _by_its_label(sheet: Sheet, slot: Slot) -> tuple[Places, str] | None:
    """The label as what tells the service; None where the title joins several."""
    title = _in_title(sheet, frozenset())
    if title is not None and len(type_codes(title[0][0][0].text)) > 1:
        return None
    for unit, stop in ((slot.unit, slot.start), (slot.unit.left, None), (slot.unit.above, None)):
        if unit is not None and (at := unit.text.find(slot.label, 0, stop)) >= 0:
            return [(unit, at, at + len(slot.label))], "label"
    return None


def _down(sheet: Sheet, first: Unit) -> list[Unit]:
    """The cells of a column from its first entry on, where each names services: a table of what was done in a year."""
    out = [first]
    while (below := out[-1].below) is not None and below.table is first.table and type_codes(below.text):
        out.append(below)
    return out if first.table is not None else []


def _listed(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    cells = listed_visits(sheet, in_hazards, _WANTED, only_types)
    return ([(unit, 0, len(unit.text)) for unit in cells], "label") if cells else None


def _names_alone(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    """Nothing but names of services beside a short label of any words."""
    for slot in sheet.slots:
        if (
            slot.weight >= 0.85
            and len(_han_alone(slot.label)) <= 8
            and id(slot.unit) not in in_hazards
            and only_types(_han_alone(slot.text))
            and not _A_SECTION.fullmatch(slot.label.strip())
            and not meaning(slot.label).any("hazard", "advice", "client", "expert", "number")
        ):
            how = "label" if _WHAT_WAS_DONE.fullmatch(slot.label.strip(" :：")) else "form"
            return [(slot.unit, slot.start, slot.stop)], how
    return None


_A_SECTION = re.compile("第?[一二三四五六七八九十\\d]{1,2}(?:部分|章|节|项|[、.．])?")
"""What numbers a part of the paper, which is headed by one of its services: 第一部分 教育培训."""


def _taken_for_label(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    """What is itself made of known words and was taken for a label: 服务事项 over 隐患会诊."""
    for unit in sheet.units[1:60]:
        for near in (unit.left, unit.above):
            if (
                near is not None
                and len(near.text) <= 10
                and id(unit) not in in_hazards
                and (label := meaning(near.text)).coverage >= 0.6
                and _WANTED.score(label)
                and only_types(unit.text)
                and not only_types(near.text)
            ):
                told = (near is unit.above and _down(sheet, unit)) or [unit]
                return [(u, 0, len(u.text)) for u in told], "label"
    return None


def _beside_any_word(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    bare = _bare_types(sheet, in_hazards, labelled=True)
    return None if bare is None else ([bare], "label")


def _several_deeds(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    told = told_deeds(sheet, in_hazards)
    several = len({code for unit, start, stop in told for code in type_codes(unit.text[start:stop])}) > 1
    return (told, "prose") if several else None


def _said_done(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    several = _in_title(sheet, frozenset())
    if several is not None and len(type_codes(several[0][0][0].text)) > 1:
        return several  # a title that joins several services tells more than one sentence about one of them
    for unit in sheet.units:
        if unit.cell is not None and id(unit) in in_hazards:
            continue  # what is to be done: 立即补办作业票并开展专项培训
        done = re.search(
            r"(?<![未不没])(?<!没有)(?:开展|进行|实施|提供|组织|完成)了?(?:一次|为期.{1,4}的)?([^，。；;,（(]{2,40}[（(][^）)]{2,12}[)）](?=\s*(?:服务|工作|活动|[，。；;,]|$))|[^，。；;,（(]{2,40}?)(?:服务|工作|活动|[，。；;,（(]|$)",
            unit.text,
        )
        if done and type_codes(done[1]) and not _is_to_come(sheet, unit, done.start()):
            return [(unit, done.start(1), done.end(1))], "prose"
    return None


def _is_to_come(sheet: Sheet, unit: Unit, at: int) -> bool:
    """Whether what a sentence tells is only planned, by its words before the verb or the heading over it: 三、下月安排."""
    before = re.split("[。；;]", unit.text[:at])[-1]
    over = sheet.units[unit.index - 1].text.strip() if unit.index and unit.table is None else ""
    return _PLANS.search(before) is not None or (len(over) <= _LONGEST_OVER and _HEADS_PLANS.search(over) is not None)


_PLANS = re.compile("计划|拟[于在对定]?|(?<!刚)将|准备|预计|下[月季周年次](?!度?发)|下一?步")
_HEADS_PLANS = re.compile(
    "(?:下[一]?(?:个?月|季度?|周|年度?|次|阶段|步|期)|后续|近期)[\u4e00-\u9fff]{0,4}(?:安排|计划|打算|工作|服务)|(?:工作|服务)(?:计划|打算)$"
)
_LONGEST_OVER = 16


def _by_itself(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    bare = _bare_types(sheet, in_hazards, labelled=False)
    return None if bare is None else ([bare], "form")


def _in_title(sheet: Sheet, _: frozenset[int]) -> tuple[Places, str] | None:
    for unit in sheet.units[:6]:
        if type_codes(unit.text) and len(unit.text) <= 40 and not re.search("[未没不].*[。；]$", unit.text.strip()):
            return [(unit, 0, len(unit.text))], "name" if _names_paper(sheet, unit) else "title"
    return None


_NAME_OF_PAPER = re.compile(
    r"(?:安全生产|企业|现场|生产安全|安责险|事故)*(?P<service>[\u4e00-\u9fff]{4,10}?)(?:技术)?(?:服务)?(?:工作|情况|结果)?(?:报告书?|记录[表单]?|意见书?)"
)
_LOOKED = re.compile("检查|排查|抽查|查看|巡查|查勘")


def _names_paper(sheet: Sheet, title: Unit) -> bool:
    """Whether a title is what the paper is, of one service (隐患排查服务报告), and the paper goes on to tell of looking where that is it."""
    name = _NAME_OF_PAPER.fullmatch("".join(title.text.split()))
    codes = type_codes(title.text)
    if name is None or len(codes) != 1 or not type_codes(name["service"]):
        return False
    return codes[0] != "inspection" or any(_LOOKED.search(unit.text) for unit in sheet.units[title.index + 1 :])


def _in_passing(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[Places, str] | None:
    """That something was looked at, or no more than a word of a service in a sentence."""
    for unit in sheet.units:
        if id(unit) not in in_hazards and (acted := _LOOKED_AT.search(unit.text)):
            return [(unit, acted.start(), acted.end())], "passing"
    for unit in sheet.units:
        if (
            id(unit) not in in_hazards
            and len(unit.text) > 40
            and (codes := type_codes(without_bodies(unit.text)))
            and "inspection" not in codes
        ):
            return [(unit, 0, len(unit.text))], "passing"
    return None


_WAYS = (
    ticked, without_box, _beside_label, _listed, _names_alone, _taken_for_label, _beside_any_word, _several_deeds, _said_done, _by_itself, _in_title,
    _in_passing,
)  # fmt: skip
"""The surest first."""


# "检查磨盘作业区、用电线路": something was looked at, though no service is named
_LOOKED_AT = re.compile(
    r"(?<![不未没无被受])(?<!涉及)(?<!现场)(?:检查|排查|查看|巡查|查勘|走查)(?:了)?(?=[\u4e00-\u9fff]{3})(?!人员|单位|机构|日期|时间|情况|结果|表)"
)


_WHAT_WAS_DONE = re.compile("(?:本次|此次|本期)?(?:主要)?(?:工作|活动|服务)?(?:内容|事项|项目|类[型别目]|主题|方式)")
"""A label that says no more than that what was done stands beside it."""


def _han_alone(text: str) -> str:
    """The Chinese of a label or an entry in two languages: "Service 服务", "安全培训 Training"."""
    if not re.search("[\u4e00-\u9fff]", text) or not re.search("[A-Za-z]{3}", text):
        return text
    return " ".join(re.sub(r"[A-Za-z][A-Za-z&.'()\-]*", " ", text).split())


def _bare_types(sheet: Sheet, in_hazards: frozenset[int], *, labelled: bool) -> tuple[Unit, int, int] | None:
    """A short entry that is nothing but names of services; ``labelled``: only with a short word of any kind to its left."""
    for unit in sheet.units[1:30]:
        text = unit.text.strip()
        beside = (
            unit.left is not None and len(unit.left.text.strip()) <= 8
            if labelled
            else unit.left is not None or (unit.above is not None and unit.table is None)
        )
        if beside and id(unit) not in in_hazards and only_types(text):
            return unit, 0, len(unit.text)
    return None


def _type_rows(fields: dict[str, Reading[Any]], places: Places, how: str, *, listed: bool) -> tuple[Row, ...]:
    """``listed``: the report lists hazards, so that a search for risks (风险排查) was one for hazards."""
    rows = []
    codes: list[str] = []
    for unit, start, stop in places:
        printed = unit.text[start:stop]
        for code in type_codes(printed.replace("风险排查", "隐患排查") if listed else printed):
            if code == "inspection" and not listed and of_no_place(printed):
                continue  # 修订隐患排查治理制度: nobody went to look, and no list is owed
            if code not in codes:
                codes.append(code)
                span = unit.span(start, stop)
                rows.append(
                    Row({"code": Reading(code, span, how, 0.9), "printed": Reading(span.text, span, how, 0.9)}, span)
                )
    if not codes:
        return ()
    first = places[0]
    fields["service_types"] = Reading(
        tuple(codes),
        first[0].span(first[1], first[2]),
        how,
        {"ticked": 0.95, "label": 0.93, "name": 0.88, "prose": 0.85}.get(how, 0.6),
    )
    return tuple(rows)
