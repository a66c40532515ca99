"""Where the enterprise is, and the region that follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.evidence.candidates import Candidate, by_slot, derived, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.record import Reading
from extractor.values import organisation, region, street

ADDRESS = formula("address", "holder insured enterprise", "insurer branch agency premium limit expert")

_RISK_PLACE = formula("risk_place", none_of="insurer branch agency premium limit expert address")

_ADDRESS_FORM = re.compile(r"[省市区县州盟旗镇乡街道路村巷号园]")

_ADDRESS_IN_PROSE = re.compile(
    r"(?:(?<=位于)|(?<=地处)|(?<=坐落于)|(?<=[公营产册][于在])|(?<=地址[为在是])|(?<=场所[为在])|(?<=住所在)|(?<=厂址在)|(?<=地点在)|(?<=[,，。]在)|(?<=住所地为)|(?<=住所为)|(?<=设在)|(?<=地点为)|(?<=处)|(?<=[:：，,；;\s])|^)[\u4e00-\u9fff]{2,8}?(?:省|自治区|市)[\u4e00-\u9fff]{1,11}?(?:市|区|县|州|盟|旗)[^，。；;,\s（()）]{3,40}"
    r"|(?:(?<=位于)|(?<=地处)|(?<=坐落于)|(?<=设在))[\u4e00-\u9fff]{2,8}?市[\u4e00-\u9fff]{1,11}?(?:镇|乡|街道)[^，。；;,\s（()）]{3,40}"
)

_OF_COMPANY = re.compile(r"的[\u4e00-\u9fff（）()]{4,30}$")

_NAMED_PLACE = re.compile(r"^[\u4e00-\u9fff]{0,4}?(?:地址|住所地?|厂址|处所)[:：]?(?=[\u4e00-\u9fff]{6})")

_LEAD_TO_ADDRESS = re.compile(
    r"^[\u4e00-\u9fff]{0,12}?(?:位于|坐落于|坐落在|坐落|座落于|座落|地处|设于|设在|[办公经营生产注册作业]{2,4}[于在]|住(?![所址地在于])|地址为|地址是|住所为|为|是|系|在)(?=[\u4e00-\u9fff]{2,8}(?:省|自治区|市))"
)

_WORK_THERE = re.compile(
    r"的?(?:(?:生产|经营|作业|办公|营业|施工)*(?:场所|场地|区域|范围|厂区)?之?内)?(?:从事|进行|开展)[\u4e00-\u9fff].*$"
)
"""What is done at the place, behind it in a sentence: …前石畔村经营场所内从事洗选煤作业."""

_MIDDLEMAN = re.compile(
    r"(?:经纪|代理|公估|保险股份|保险有限)[\u4e00-\u9fff（()）]{0,8}公司|客服|热线|保险人(?:地址|住所)|(?<!组织)机构(?:地址|住所)"
)


def addresses(sheet: Sheet) -> list[Candidate]:
    """Where the enterprise is: labelled, or known by its form from province down to house number."""
    found = by_slot(sheet, ADDRESS, _labelled, least=0.55, least_coverage=0.5)
    found += [c.plus(-0.2) for c in by_slot(sheet, _RISK_PLACE, _labelled, least=0.6, least_coverage=0.5)]
    theirs = [c for c in found if _is_of_insurer(sheet, c)]
    if theirs and len(theirs) == len(found) and (told := list(_in_sentences(sheet))):
        return ranked(told)
    out = []
    works = any(_OF_WORK.search(_words_before(c)) for c in found)
    for c in found:
        known = region.find(c.value)
        out.append(
            c.plus(
                (0.15 if known is not None else -0.1)
                - 0.3 * (c.how == "label-below" and _one_of_list(c.unit))
                - 0.5 * (_MIDDLEMAN.search(c.unit.text[: c.start]) is not None)
                - 0.2 * (_ON_PAPER.search(_words_before(c)) is not None)
                - 0.3 * (works and _DOMICILE.search(_words_before(c)) is not None)
                - 0.3 * _is_of_insurer(sheet, c)
            )
        )
    return ranked(out or list(_in_sentences(sheet)) or list(_alone(sheet)))


def _is_of_insurer(sheet: Sheet, c: Candidate) -> bool:
    """Whether an address whose label says no more stands under the insurer's name."""
    return len(strip_label(c.unit.text[: c.start])) <= _BARE_LABEL and _under_insurer(sheet, c.unit)


_ON_PAPER = re.compile(r"(?:注册|登记|通[讯信]|邮寄|联系|办公)(?:地址|地|住所)\s*[:：]?\s*$")
"""Labels of a place where an enterprise is entered or gets its letters: where it works, if that is told too, goes before."""


_DOMICILE = re.compile(r"住所地?\s*[:：]?\s*$")
"""A label of where an enterprise is domiciled, which need not be where it works: that goes before, where a label of it is printed too."""
_OF_WORK = re.compile(
    r"(?:作业|生产|经营|营业|施工)(?:及?(?:作业|经营|办公))?(?:场所|场地|地点|地址|所在地|地)(?:地址|位置|坐落)?\s*[:：]?\s*$|厂址\s*[:：]?\s*$"
)


def _words_before(c: Candidate) -> str:
    """What stands before an address in its text, or in the text to its left."""
    before = c.unit.text[: c.start]
    return before if before.strip() or c.unit.left is None else c.unit.left.text


def _one_of_list(unit: Unit) -> bool:
    """Whether an address stands in a column of several, a line for each site: another's label says where the enterprise itself is."""
    beside = [at for at in (unit.above, unit.below) if at is not None and at.cell is not None]
    return unit.cell is not None and any(at.table is unit.table and _is_address(at.text) for at in beside)


def _is_address(text: str) -> bool:
    """Whether a cell is an address alone: no name of a body that begins with its place, and no label."""
    bare = text.strip()
    if len(bare) < _LEAST_ADDRESS or not _ADDRESS_FORM.search(bare[3:]) or _BODY.search(bare):
        return False
    return not meaning(bare).any("holder", "insured", "insurer", "address")


_BODY = re.compile("(?:公司|厂|矿|店|社|部|站|场|院|校|中心)$")
_LEAST_ADDRESS = 6


def _labelled(text: str) -> str | None:
    """What stands beside a label as an address; None for what has not its form."""
    bare = text.strip(" :：;；,，。.")
    bare = re.split(r"\s{2,}|[;；](?=[\u4e00-\u9fff]{2,10}(?:[:：]|\d))|(?:邮编|邮政编码|电话|联系)", bare)[0].strip()
    bare = _POSTCODE.sub("", bare).rstrip("，,；;。")
    bare = _TRANSLATED.sub("", _LABEL_BEHIND.split(bare)[0])
    bare = _closed(_NAME_BEFORE.sub("", bare))
    if not 6 <= len(bare) <= 70 or not _ADDRESS_FORM.search(bare) or re.search("有限公司$|保险", bare[:40]):
        return None
    return bare


_POSTCODE = re.compile(r"\s*[/／]\s*\d{6}$")


def _closed(text: str) -> str:
    """Without the bracket that closes the remark in which the address stands: （以下称贵司，地址：…平地泉村）."""
    at = text.find(")")
    return text[:at] if at >= 0 and "(" not in text[:at] else text


def _in_sentences(sheet: Sheet) -> Iterator[Candidate]:
    for unit in sheet.units:
        for match in _ADDRESS_IN_PROSE.finditer(unit.text):
            text = _LEAD_TO_ADDRESS.sub("", _OF_COMPANY.sub("", match[0].strip()))
            text = _WORK_THERE.sub("", _NAMED_PLACE.sub("", text))
            start = match.start() + match[0].index(text)
            if (
                _ADDRESS_FORM.search(text[6:])
                and not _PARTY_BEFORE.search(unit.text[:start])
                and not re.search("公司|保险|法院|仲裁|管辖", text)
                and region.find(text) is not None
            ):
                yield Candidate(text, unit, start, start + len(text), 0.5, "form")


_PARTY_BEFORE = re.compile(r"(?:投保|被保险)(?:人|单位|企业|方)(?:名称)?\s*[:：]?\s*$")
"""Before a name that begins with its place."""


def _alone(sheet: Sheet) -> Iterator[Candidate]:
    """Lines that are an address from province to house and nothing else."""
    for unit in sheet.units:
        for part in unit.text.split("|"):  # or a part of a line between strokes
            text = part.strip()
            if (
                9 <= len(text) <= 60
                and re.match(r"^[\u4e00-\u9fff]{2,8}(?:省|市|自治区).{2,}[路街道镇乡村号园]", text)
                and not re.search("公司|[。;；]", text)
            ):
                start = unit.text.index(text)
                yield Candidate(text, unit, start, start + len(text), 0.5, "form")


_LABEL_BEHIND = re.compile(
    r"(?<=[号室楼栋幢座园])(?=[\u4e00-\u9fff]{2,6}[:：])"
    r"|\s+(?=(?:现有|共有?)?(?:从业人员|员工|职工|工人|雇员|用工|投保人数|在册)[^\s,，]{0,4}\d)"
    r"|[,，]\s*(?=(?:主要|专门|专业)?(?:从事|主营|兼营|经营(?![部场])|生产(?![基区车厂线])))"
)
"""Where the next field of a line, or what is done there, runs into an address: …解放东路311号行业：钢压延加工."""


_TRANSLATED = re.compile(r"(?<=[\u4e00-\u9fff)）])\s*(?:No\.|[A-Z][a-z]{2,}[\s,.]).*$", re.S)
"""The address once more in Latin letters, behind or under it: 苏厝工业区12号 No. 12 Sucuo Industrial Zone."""


_NAME_BEFORE = re.compile(
    r"^[^,，;；]{3,30}(?:公司|厂|矿|社|部|店|场|站|院|校|中心)[,，;；\s]\s*(?=[\u4e00-\u9fff]{2,8}(?:省|市|自治区|区|县))"
    r"|^[^,，;；]{3,30}?有限(?:责任)?公司(?=[\u4e00-\u9fff]{2,8}?(?:省|市|自治区|自治州|盟))"
)
"""The name of the body before its address, under one label for both."""


_BARE_LABEL = 4
"""Characters of a label that says no more than that an address follows: 地址, 公司地址."""


def _under_insurer(sheet: Sheet, unit: Unit) -> bool:
    """Whether a line stands right under the insurer's name, its seal beside it or not, as in a block of signatures."""
    if unit.cell is not None:
        return False
    if unit.above is not None and unit.above.cell is None and _names_insurer(unit.above):
        return True  # where another column stands beside the block: the day it was signed on
    for above in reversed(sheet.units[max(0, unit.index - _SIGNATURE) : unit.index]):
        if above.cell is not None:
            return False
        if _names_insurer(above):
            return True
        if not _SEAL_PLACE.fullmatch(above.text):
            return False
    return False


def _names_insurer(unit: Unit) -> bool:
    return any(organisation.is_insurer(name) for _, _, name in organisation.find_all(unit.text.replace("\n", " ")))


_SIGNATURE = 3
"""Parts of lines between which the insurer's name and its address may stand."""
_SEAL_PLACE = re.compile(
    r"\s*[(（]?[\u4e00-\u9fff]{0,8}[章印][)）]?\s*|\s*(?:邮政编码|邮编|电话|传真|网址|客服)[^\u4e00-\u9fff]{0,30}"
    r"|\s*(?:[\u4e00-\u9fff]{0,4}日期?[:：]?)?\s*[\d〇零一二三四五六七八九十]{2,4}\s*[年./-]\s*[\d一二三四五六七八九十]{1,3}\s*[月./-]\s*[\d一二三四五六七八九十]{1,3}\s*日?\s*"
)
"""What stands beside or under a name that is signed with: (保单专用章), 邮编：250000, 二〇二五年八月四日."""


def place(fields: dict[str, Reading[Any]], named: Sequence[Candidate], sheet: Sheet) -> None:
    """jurisdiction and region_code, from the address, else the branch, else the enterprise's name."""
    for name in ("address", "insurer_branch", "policyholder", "insured", "client"):
        reading = fields.get(name)
        if reading is None:
            continue
        found = region.find(str(reading.value))
        if found is None:
            continue
        if len(found.code.rstrip("0")) <= 2 and name != "address":
            continue
        fields["jurisdiction"] = derived(reading, found.label, f"derived:{name}")
        fields["region_code"] = derived(reading, found.code, f"derived:{name}")
        return


def at_its_day(fields: dict[str, Reading[Any]]) -> None:
    """region_code as it is on the day the cover begins: a county may have got another since its name was printed."""
    code, start = fields.get("region_code"), fields.get("period_start")
    if code is not None and start is not None:
        fields["region_code"] = replace(code, value=region.on(str(code.value), start.value.day))


def down_to_street(fields: dict[str, Reading[Any]]) -> None:
    """street_code, nine digits: the street or town that the address names in its county."""
    code, address = fields.get("region_code"), fields.get("address")
    if code is None or address is None:
        return
    found = street.find(str(address.value), region.on(str(code.value)[:6], date.max))
    if found is not None:
        fields["street_code"] = derived(address, found.code, "derived:address")
