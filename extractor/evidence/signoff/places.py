"""Every place of a paper where somebody signs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff.whose import CLIENT, side_of
from extractor.evidence.units import Unit, strip_label
from extractor.values import person

SIGN = re.compile(
    r"(?:签\s*字(?!\s*确认的|后|盖章后)|签\s*名|签\s*收|签\s*认|签\s*章|签\s*署(?!了)|亲签|手签|具签|画押|(?<=[\u4e00-\u9fff])签(?=\s*[:：]))(?!\s*(?:日期|时间|日(?![\u4e00-\u9fff])))|确认人|验收人(?=\s*[:：]|\s*$)|(?:确认|认可)(?=\s*(?:[（(]\s*(?:盖|公|印|签|加盖公|盖公|签字盖)?章\s*[)）])?\s*[:：】])|(?<=企业|单位|客户|用户|公司|甲方)(?:确认|认可)(?=\s+[\u4e00-\u9fff]{2,4}\s+20\d\d)|代表(?=\s*[:：])|(?:(?<=[人方位业户厂东主长])|(?<=(?:企业|单位|客户|用户|公司|甲方)[)）]))(?:确认|认可|验收|代表)(?=\s*$)"
)


_ATTENDEES = re.compile("参训|参加|参会|学员|听课|与会|到课|受教育|应到|实到|员工")


_AFTER_LABEL = re.compile(
    r"(?:[)）】]|人|处|栏|盖章|公章|[（(](?![^）)]*[拒未已无])[^）)]{0,8}?(?:章|签|写|日期|指印|授权|法人|代表|本人)[^）)]{0,6}[）)]|/|及|、|和|日期|时间|单位|或|确认|代表|并|\s(?=[)）]))*"
    r"(?:\s*[A-Za-z .,/&'()-]{0,24}\b(?:sign|confirm|acknowledg|accept|client|customer|insured)[A-Za-z .,/&'()-]{0,24}(?=[:：]|\s*$))?\s*[:：]?\s*",
    re.I,
)
"""What may follow a word for signing before what is written there; the same in English too: "客户签署 Signed for client"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a signature: ``unit.text[start:stop]`` is what may be written there. ``sure``: the label says whose it is;
    ``signing``: it asks for a hand, not only for who is meant; ``mark``: where its word for signing begins."""

    unit: Unit
    start: int
    stop: int
    side: str
    sure: bool
    mark: int = 0
    signing: bool = True


# -- places


def places(sheet: Sheet, client: str = "", own_words: Mapping[str, str] = MappingProxyType({})) -> Iterator[Place]:
    """Every place where somebody signs. Whose it is, the nearest words before it tell, then the cells and lines around it.

    ``client``: the name of the enterprise that was served, of which a label may hold a part ("雪场代表签字"). ``own_words``: label
    under which the paper names a side → that side; who signs as "主办单位" is who was named so above.
    """
    for unit in sheet.units:
        # "企业确认：电子签名 顾海峰" is one place: how it was signed is no label of another
        marks = [m for m in SIGN.finditer(unit.text) if not _NO_PLACE.search(unit.text[: m.start()])]
        marks = [m for i, m in enumerate(marks) if not (i and unit.text[m.start() - 1] == "已")]
        if len(marks) > 1:  # "受检单位签字：见附件签字页" is one place
            marks = [m for i, m in enumerate(marks) if not (i and _SEE.search(unit.text, 0, m.start()))]
        if len(marks) > 1:  # "确认：司马建国（签名）" is one place
            marks = [m for i, m in enumerate(marks) if not (i and _is_remark(unit.text, m))]
        before_it: str | None = None
        for i, match in enumerate(marks):
            before = unit.text[marks[i - 1].end() if i else 0 : match.start()]
            near = re.split(r"[。；;\n]|\s{2,}", before)[-1]
            context = (near if strip_label(near) else before) + match[0]
            rest = _AFTER_LABEL.match(unit.text, match.end())
            start = rest.end() if rest else match.end()
            if _ATTENDEES.search(context) and not CLIENT.search(context):
                continue
            said = "".join(context.split())
            named = next((side for label, side in own_words.items() if said.startswith(label)), None)
            own = named or side_of(context + unit.text[match.end() : start]) or side_of(before)
            own = own or ("client" if _is_part_of(context, client) else None) or _opinion_of_row(unit)
            if match[0] == "验收人" and own is None and (own := _side_of_row(unit)) != "client":
                continue  # who looked again at what was mended
            if match[0] == "代表" or _WHO_SIGNED.search(unit.text, 0, start):
                own = own or before_it  # "单位（章）：…　代表：…", "客户确认：已采集 签署人：…" are one side's
            before_it = own
            if own is None and unit.table is not None and _in_name_list(unit):
                continue
            outside = (
                "" if own else " ".join(n.text for n in (unit.above, unit.left) if n is not None and len(n.text) <= 60)
            )
            side = own or side_of(outside) or _side_of_opinion(sheet, unit) or side_of(unit.heading)
            yield Place(
                unit,
                start,
                _end_of_place(unit.text, start, marks[i + 1].start() if i + 1 < len(marks) else None),
                side or "client",
                side is not None,
                match.start(),
                match[0] != "代表",
            )


_WHO_SIGNED = re.compile(r"[\s,，;；]签[署字名]人\s*[:：]\s*$")
"""A label that does not say whose signer it names, behind another in its line."""


_OPINION = re.compile(r"\s*([^:：。；]{2,16}?意见)\s*[:：]")


def _side_of_opinion(sheet: Sheet, unit: Unit) -> str | None:
    """Whose opinion is told in the line before, where the place for its signature stands far to the right below it."""
    if unit.table is not None or not unit.index:
        return None
    before = sheet.units[unit.index - 1]
    said = _OPINION.match(before.text) if before.table is None else None
    return None if said is None else side_of(said[1])


_WHO = re.compile(r"([\u4e00-\u9fff]{2,8}?)(?:法人|安全|现场|项目)?(?:代表|负责|签|确认|认可|经办|收|盖)")


def _is_part_of(label: str, client: str) -> bool:
    """Whether the words that begin a label stand in the enterprise's name."""
    who = _WHO.match(label.strip())
    return who is not None and who[1] in client


_HOW = re.compile(
    r"[:：]\s*[（(【]?(?:(?:已?经?|[未没待](?:有|完成|进行)?)(?:电子|手写|线上|在线|扫码|微信|本人|数字)|已)$"
)


_NO_PLACE = re.compile(
    _HOW.pattern
    + "|(?:缺少?|漏|无|没有|未见)(?:(?:\\d{1,3}|[一二两三四五六七八九十几多数]{1,2})[处次份个项页张名])?(?:[\u4e00-\u9fff]{2}人?员?)?$|已经?由[\u4e00-\u9fff]{2,14}$|(?:已经?|当场|现场)在[\u4e00-\u9fff]{1,8}[上中]$"
)
"""Before the word: how it was signed, that it is missing on some other paper ("巡检记录缺少签名"), or in a sentence who has signed."""


_SEE = re.compile(r"[:：]\s*[（(]?\s*[详另参请]?见[\u4e00-\u9fff\d《〈]{0,10}$")
"""An answer that says where else the paper is signed, up to its own word for signing."""


BRACKET = r"\s*[（(]\s*(?:手写|手|本人|亲笔|亲|电子|现场|当场|线上|在线|当面|已)?\s*$"
"""What opens a bracket after a name that says how was signed: "余小琴（手写签名）"."""


def _is_remark(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark stands in brackets right after a name."""
    before = re.search(rf"([\u4e00-\u9fff]{{2,4}}){BRACKET}", text[: mark.start()])
    return (
        before is not None
        and re.match(r"\s*[)）]", text[mark.end() :]) is not None
        and side_of(before[1]) is None
        and person.is_name(before[1])
    )


def _end_of_place(text: str, start: int, following: int | None) -> int:
    """Where the place ends: before the words of the next label in the same line."""
    if following is None or following < start:
        return len(text) if following is None else start
    lead = re.search(r"[\u4e00-\u9fff（(/]{1,14}$", text[start:following])
    if lead is not None and (side_of(lead[0]) or meaning(lead[0]).coverage >= 0.6):
        return start + lead.start()
    return following


def _opinion_of_row(unit: Unit) -> str | None:
    """Whose opinion stands in the row of a place before it: 企业意见 | 无异议，按期整改 | 签字."""
    at, steps = unit.left if unit.table is not None else None, 0
    while at is not None and at.table is unit.table and steps < _MOST_LEFT:
        if _OF_OPINION.fullmatch(at.text.strip(" :：")) is not None:
            return side_of(at.text)
        at, steps = at.left, steps + 1
    return None


_OF_OPINION = re.compile("[\u4e00-\u9fff]{2,6}(?:意见|评价|反馈)")
_MOST_LEFT = 3  # cells


def _side_of_row(unit: Unit) -> str | None:
    """Whose words the labels before a cell in its row are: "被保险人验收意见 | 同意 | 验收人"."""
    at = unit.left
    words: list[str] = []
    while at is not None and len(words) < 4:
        words.append(at.text)
        at = at.left
    return next((side for text in words if "验收" in text and (side := side_of(text))), None)


def _in_name_list(unit: Unit) -> bool:
    """Whether the cell heads a column of signatures in a list of attendees."""
    for step in ("left", "right"):
        near: Unit | None = unit
        for _ in range(6):
            near = getattr(near, step) if near is not None else None
            if near is not None and re.fullmatch(
                r"\s*(?:姓\s*名|名\s*字|序\s*号|部\s*门|工\s*号|岗\s*位)\s*", near.text
            ):
                return True
    return False
