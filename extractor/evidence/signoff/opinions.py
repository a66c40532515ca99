"""What the enterprise says of a service in its own words, with who says so and the day behind: 合作社意见：听得懂。 某某 2025年4月23日."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.ink import Ink
from extractor.evidence.signoff.places import Place
from extractor.evidence.signoff.replies import denies
from extractor.evidence.signoff.whose import side_of
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.values import organisation, person

_LABEL = re.compile(
    r"[\s>》|*]*(?P<who>[\u4e00-\u9fff]{1,8}?)\s*(?:的)?(?:(?:对[\u4e00-\u9fff]{2,8}的)?(?:意\s*见|评\s*价|反\s*馈|评\s*语|确\s*认|认\s*可|签\s*认))(?:意见|情况|栏)?\s*(?P<end>[:：]\s*|$)"
)
"""Who says something of the service, and a word for that he does."""
_SIDE_ALONE = re.compile(
    r"\s*(?P<who>[企厂矿店站校船业][方里主])\s*(?P<end>[:：])\s*(?=(?:已?收到|来函收悉|收悉|情况属实|以上属实|属实|认可|同意|无异议|没意见))"
)
"""One side and what it agrees to, without a word for that it does: 矿方：收到，属实。"""
_OF_THE_ENTERPRISE = re.compile(
    "[厂矿店站校船社村][里上]|合作(?:联)?社|渔业社|村(?:里|委会?)?|项目(?:部|经理)|工地|工区|[船车]队|[农林渔牧茶]场|总包|分包|学校|医院|物业|门店|(?:听课|受训|参训|参演|到课)(?:单位|企业|方)|被服务(?:方|单位|企业)"
)
"""Whom a service is done for, where no word for an enterprise says so."""
_NOT_THEIRS = re.compile(
    "保险|承保|机构|专家|检查|服务单位|培训单位|改进|整改|处理|处置|学员|审[核批]|监管|主管|应急|政府"
)
_SAYS_NO = re.compile("拒|(?<!没)有意见|不满意|未(?:到|来|参)")
_NAME = re.compile(
    r"(?:^|[\s:：，,。；;！!、]|属实|无误|异议|认可|同意|满意|确认)([\u4e00-\u9fff·]{2,4})\s*(?:[（(][\u4e00-\u9fff]{2,6}[)）]\s*)?$"
)
"""Who says it, at the end; in a cell his name may join what he says: 内容属实 | 某某."""
_LINES_BEHIND = 2


def told_in_opinions(
    sheet: Sheet, fields: Mapping[str, Reading[Any]]
) -> Iterator[tuple[Place, Ink, Reading[Any] | None]]:
    """The enterprise's opinions that end in a name and a day, the last first: whoever says what he thinks of it was there."""
    experts: Collection[str] = fields["experts"].value if "experts" in fields else ()
    client, service = (str(fields[n].value) if n in fields else "" for n in ("client", "service_org"))
    for unit in reversed(sheet.units):
        label = _LABEL.match(unit.text) or _SIDE_ALONE.match(unit.text)
        if label is None or not _is_theirs("".join(label["who"].split()), client):
            continue
        said = _said(sheet, unit, label)
        told = " ".join(u.text[at:] for u, at in said)
        others = {name for *_, name in organisation.find_all(told)} - {client}
        if denies(told) or _SAYS_NO.search(told) or others or (service and service in told):
            continue
        for other, at in reversed(said):
            if (signed := _signed(other, at, experts)) is not None:
                yield signed
                break


def _is_theirs(who: str, client: str) -> bool:
    if _NOT_THEIRS.search(who):
        return False
    return side_of(who) == "client" or _OF_THE_ENTERPRISE.fullmatch(who) is not None or (len(who) > 1 and who in client)


def _said(sheet: Sheet, unit: Unit, label: re.Match[str]) -> Sequence[tuple[Unit, int]]:
    """What is said under a label, each unit with where it begins: behind it and in the lines below, or in the cell beside it."""
    if unit.table is not None and not unit.text[label.end() :].strip():
        return [(unit.right, 0)] if unit.right is not None and unit.right.table is unit.table else []
    if not label["end"].strip():
        return []
    said = [(unit, label.end())]
    for other in sheet.units[unit.index + 1 : unit.index + 1 + _LINES_BEHIND]:
        if other.table is not unit.table or _LABEL.match(other.text):
            break
        said.append((other, 0))
    return said[:1] if unit.table is not None else said


def _signed(unit: Unit, at: int, experts: Collection[str]) -> tuple[Place, Ink, Reading[Any]] | None:
    """The name at the end of what is said, where nothing but the day stands behind it."""
    for token in unit.tokens:
        if token.kind != "moment" or token.start < at or unit.text[token.stop :].strip(" 　。）)"):
            continue
        name = _NAME.search(unit.text, at, token.start)
        if name is None or not person.is_name(name[1]) or name[1] in experts:
            continue
        if (
            at == 0
            and unit.table is None
            and side_of(before := unit.text[: name.start(1)].strip()) != "client"
            and before
        ):
            continue  # 检查员 某某 2025年4月23日, in a line of its own
        ink = Ink("name", unit, name.start(1), name.end(1), name[1])
        day = Reading(token.value.day, unit.span(token.start, token.stop), "signature", 0.85)
        return Place(unit, ink.start, len(unit.text), "client", True, ink.start), ink, day
    return None
