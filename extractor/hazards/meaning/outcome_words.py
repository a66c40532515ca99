"""What words say became of a hazard: mended, refused or reported, by whom it was told and on which day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.evidence.ticked import chosen
from extractor.evidence.units import Unit
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.looks import AT_LAST_PLANNED, CAME_AGAIN, STILL_OPEN, at_last_look
from extractor.hazards.meaning.refused import REFUSED, refused_on, says_refused
from extractor.hazards.meaning.reported import report_in
from extractor.record import Reading
from extractor.values import dates
from extractor.values.scan import scan

_DONE = re.compile(
    r"(?:已|均已|全部|现已|当场|现场)\s*(?:于[\d年月日./-]+)?(?:当场|立即|全部|现场)?(?:予以)?(?:整改|改好|改(?=$|[，,；;。])|治愈|恢复|完成|落实|消除|销号|闭环|更换|处理|改正|整治|纠正|关闭|修复|清理|办结|复查合格)|整改完[成毕](?!之?[后前]|以后|时)|整改到位(?!之?[后前]|以后|时)|(?:复查|复核|复检|验收|核查|核验|回访|检查|经查|现场确认)(?:已)?(?:合格|通过|达标|完成|无误|符合)|合格销号|(?:予以|可以|同意|准予)(?:销[号项案]|关闭|闭环)|(?<!未)(?<!不)完成整改|(?<![未不])改[好妥毕完](?!成?毕?(?:之?[后前]|以后)|了?(?:就|再|请|后|拍|发|回|报|告|通知))|(?<![未不])(?:整改|处理|处置|治理)[完妥毕](?!成?毕?(?:之?[后前]|以后|时))|(?:^|(?:整改|治理|落实|处理|完成|复查)?(?:情况|状态|结果|进展|进度|现状)\s*[:：])\s*[\d年月日./-]+\s*(?:完成|合格|闭环|销号|消除)|^\s*(?:完成|合格|是|√|✅|闭环|销号|已改|改毕|改了|好了|改完了|[Yy](?:es|ES)?|[Cc]losed|[Dd]one|[Cc]ompleted?|CLOSED|DONE|COMPLETED?|FIXED|OK)\s*$"
    # "——7月18日补焊完。": behind dashes, what was done to it and when
    r"|[—–-]{2}\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[\u4e00-\u9fff]{1,6}?[完好毕妥](?:了|成)?\s*(?=$|[。；;，,])"
)
# In an entry that tells how a hazard stands, whatever "has been" done to it mends it, unless it is a step before the mending
_HAS_BEEN = re.compile(
    r"已(?:于\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)?(?!\s*(?:经(?!整改|完成|消除|修复|当场|现场|全部|更换|拆除|清理)|有|知|存在|使用|运行|出现|发现|发生|安排|列入|计划|通知|告知|下达|下发|上报|报告|报|知悉|制定|联系|委托|订购|采购|下单|着手|开始|启动|停|责令|要求|督促|签|函|移送|移交|超|过期|逾期|到期|临近|提醒|约|受理|立项|申请|申报|延期|延后|延至|顺延|推迟|展期|宽限|拒|收|阅|悉|看|问|催|定|交|到(?!位|岗)))[\u4e00-\u9fff](?:[\u4e00-\u9fff]|\s*(?:$|[，,；;。）)]))"
)
_AT_ONCE = re.compile(
    r"^\s*(?:当场|当日|当天|现场|即时)(?!\S{0,4}(?:未|没|拒|要求|责令|告知|提出|指出|通知|查看|查验|复查|检查|拍照))[\u4e00-\u9fff]{2}"
)
"""In an entry that tells how a hazard stands: what was done to it on the spot."""
_NOT_DONE = re.compile(r"[未尚仍待拟不拒须]|[没还](?!问题)|正在|[改行]中|推进|计划|限期|务必|尽快|[底末]前|^\s*[请要]")
_AT_LAST_OPEN = re.compile(
    r"[，,；;。、\s](?:但|目?前|现|暂|至今|均)*(?:尚|还|仍)*(?:未|没有?)(?:能|全部|最终)?(?:完成|整改|改[好完]?|落实|闭[环合]|销[号项])(?:整改|到位|完|好)?[。.]?\s*$"
)
"""In an entry that tells how a hazard stands: its last word is that it is not done, whatever steps were taken before it."""
_ENDED = re.compile(
    r"^(?:\s*于?20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?)?[^，。；;,]{0,10}?(?:完[毕成结]|办[结毕妥]|[改办做修整弄清换补]完了?|(?<=[日号已，,\s])(?:[补配装添]齐|补足)了?|改?[好妥毕]了?|[治痊]愈|改了|(?<=日)\s*改|到位|合格|通过|闭[环合]|销[号项案]|消除|消[失除]|关闭|解决|清零|兑现|落实|结束|[\u4e00-\u9fff]了)\s*$"
    r"|^\s*于?20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?\s*[^，。；;,]{0,6}?(?:(?<![买订约备谈选定])[好完妥毕齐](?:了|成)?|[换修装拆清补焊移调]了)[\u4e00-\u9fff]{1,8}$|^\s*于?20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?\s*[^，。；;,前]{0,4}?(?:修复|恢复(?:正常|运行|使用|原[状位])?|[清移搬撤拆运]走|[清拆排]除|清空|换新|[复归]位)\s*$"
)
"""A short entry on how a hazard stands that ends in a word of having come to its end: "办理完毕"."""
_DAY_AT_END = re.compile(r"\s*[（(]?20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?[)）]?\s*$")
_DUE = re.compile("应|须|需|要求|期限|之?前")
"""What makes the day behind a word of ending one by which it is to end."""


_BARE_DAY = re.compile(
    r"(?<!\d)(?<!\d[./年-])(?:1[0-2]|0?[1-9])\s*月\s*(?:3[01]|[12]\d|0?[1-9])\s*[日号]"
    r"|(?<![\dA-Za-z./年-])(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?![\dA-Za-z/.-])"
)
"""A day without its year: 6月5日, or in two digits each: 06-05."""


def _dated(text: str, after: date | None) -> str:
    """The text with the year put before days that are written without it."""
    if after is None:
        return text

    def whole(match: re.Match[str]) -> str:
        written = f"{match['month']}月{match['day']}日" if match["month"] else match[0]
        told = day_of(written, after)
        return match[0] if told is None else f"{told[0].year}年{written}"

    return _BARE_DAY.sub(whole, text)


def outcome(text: str, *, status: bool = False, after: date | None = None) -> dict[str, Any]:
    """What a status or reporting note says: rectified, rectified_on, refused, refused_on, reported_to, reported_on.

    ``after``: a day of the paper from which days without their year are counted.

    ``status``: the text is an entry that tells nothing but how the hazard stands, so that any "已…" counts as mended.

    >>> o = outcome("投保单位拒绝整改；已于2023年7月30日书面报告百官街道应急管理办")
    >>> o["refused"], o["rectified"], o["reported_on"].isoformat(), o["reported_to"]
    (True, False, '2023-07-30', '百官街道应急管理办')
    >>> outcome("期限：2025.07.25。整改情况：2025.07.23完成。")["rectified_on"].isoformat()
    '2025-07-23'
    >>> outcome("2024年3月5日复查，企业明确表示不整改；3月9日已报告")["refused_on"].isoformat()
    '2024-03-05'
    >>> outcome("100%（2025-07-05完成）", status=True)["rectified_on"].isoformat(), outcome("60%", status=True)["rectified"]
    ('2025-07-05', False)
    >>> outcome("2025.07.19整改合格", status=True)["rectified_on"].isoformat()
    '2025-07-19'
    >>> outcome("已联系厂家，尚未完成", status=True)["rectified"], outcome("已约维修，6月5日改好", status=True)["rectified"]
    (False, True)
    >>> outcome("未完成，已延期", status=True)["rectified"], outcome("护栏已延长", status=True)["rectified"]
    (False, True)
    >>> o = outcome("请于5月8日前换管。企业5月6日已换新管并来电告知"); o["rectified"], outcome("企业5月6日已换新管")["rectified"]
    (True, False)
    >>> outcome("第一次复查未改，第二次复查已改", status=True)["rectified"], outcome("首次复查已改，再次复查未改", status=True)["rectified"]
    (True, False)
    >>> outcome("9月20日已整改；9月26日再查又失效", status=True)["rectified"], outcome("已改，又加装一处", status=True)["rectified"]
    (False, True)
    >>> outcome("已整改（2024-10-25）")["rectified_on"].isoformat(), outcome("整改中")["rectified"]
    ('2024-10-25', False)
    """
    text = _ticked(_dated(text, after))
    if status:
        text = at_last_look(text)
        text = _PROGRESS.sub(lambda m: "已完成" if int(m[1]) == _WHOLE else "整改中", _IN_BOTH.sub("", text))
    refused, told = says_refused(text), _by_parts(text, status=status)
    mended = (False, None) if refused else _mended(text, told, status=status, after=after)
    return {
        "rectified": mended[0],
        "rectified_on": mended[1],
        "refused": refused,
        "refused_on": refused_on(text) if refused else None,
        "reported_to": told.reported_to,
        "reported_on": told.reported_on,
    }


@dataclass(slots=True)
class _Told:
    """What the parts of a note say, one after the other: the later day stands."""

    rectified: bool = False
    rectified_on: date | None = None
    reported_on: date | None = None
    reported_to: str | None = None


def _by_parts(text: str, *, status: bool) -> _Told:
    """What each part of a note says by itself, and what it says behind those before it."""
    told, asked = _Told(), False
    for part in re.split(r"[;；。\n]|[，,](?=已|尚|未|于|20\d\d|企业|投保|被保|该单位|该公司)", text):
        if (report := report_in(part)) is not None:
            told.reported_on, told.reported_to = report[0] or told.reported_on, report[1] or told.reported_to
        elif _tells_done(part, status) or (asked and _THEIR_DEED.search(part) and not says_refused(part)):
            told.rectified = True
            moments = [t for t in scan(part) if t.kind == "moment" and not _is_bound(part, t.start, t.stop)]
            told.rectified_on = moments[-1].value.day if moments else told.rectified_on
        elif told.rectified and told.rectified_on is None and told.reported_on is None and _DAY_AT_END.fullmatch(part):
            told.rectified_on = dates.parse(part.strip(" （()）"))  # "已整改，2025年6月17日"
        asked = asked or _ASKED_BY.search(part) is not None
    return told


def _mended(text: str, told: _Told, *, status: bool, after: date | None) -> tuple[bool, date | None]:
    """Whether a note that tells of no refusal says that the hazard was mended, and when: by its parts, then by the whole."""
    said = _without_term(text)
    ended = status and _NOT_DONE.search(said) is None and any(map(_ENDED.search, _clauses(said)))
    rectified, on = told.rectified or ended, told.rectified_on
    if status and any(last.search(text) for last in (_AT_LAST_OPEN, AT_LAST_PLANNED, CAME_AGAIN, STILL_OPEN)):
        rectified, on = False, None
    if ended and rectified and on is None and told.reported_on is None and not _DUE.search(text):
        on = _day_of_ending(text)
    if status and not rectified and (last := _ended_on(text)) is not None:
        rectified, on = True, last
    if status and (ticked := _TICK_AND_DAY.fullmatch(text)) is not None:
        day = day_of(f"{int(ticked[1])}月{int(ticked[2])}日", after)
        rectified, on = True, on or (day[0] if day is not None else None)
    if (
        status
        and (worded := _WORD_AND_DAY.fullmatch(text)) is not None
        and outcome(worded[1], status=True)["rectified"]
    ):
        day = day_of(f"{int(worded[2])}月{int(worded[3])}日", after)
        rectified, on = True, on or (day[0] if day is not None else None)
    if re.fullmatch(r"\s*[\d年月日./-]+\s*", text) and dates.parse(text):
        rectified, on = True, dates.parse(text)
    return rectified, on


def _clauses(text: str) -> list[str]:
    return re.split(r"[，,；;。（()）]", text)


def _day_of_ending(text: str) -> date | None:
    """The one day beside a word of having come to its end, else the one day of the note."""
    ending = [part for part in _clauses(text) if _ENDED.search(part)]
    days = [t.value.day for part in ending for t in scan(part) if t.kind == "moment"]  # "限8月1日，7月31日改"
    days = days or [t.value.day for t in scan(text) if t.kind == "moment"]  # "改好了，2025-07-04"
    return days[0] if len(days) == 1 else None


_ASKED_BY = re.compile(r"\d\s*[日号]?\s*[之以]?前|限(?:期|于|[在至]?\d)")
_THEIR_DEED = re.compile(
    r"(?:你|贵|该|厂|企业|公司|单位|矿|船|业|店|社|项目部)[\u4e00-\u9fff]{0,3}?\s*于?(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?(?:当[天日])?"
    + _HAS_BEEN.pattern
)
"""What the enterprise has done on a day, told behind what it was asked to do by one: "…4月18日前更换。你厂4月16日已换新管"."""
_TICK_AND_DAY = re.compile(
    r"\s*[☑✓√✔✅]\s*[（(]?\s*(?:20\d\d\s*[-./年]\s*)?(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12]\d|0?[1-9])\s*日?\s*[)）]?\s*"
)
"""A tick and the day on which it was set, mostly without its year: "√ 05-22"."""

_WORD_AND_DAY = re.compile(
    r"\s*([^\W\d]{1,6})[，,]?\s*[（(]?\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12]\d|0?[1-9])\s*日?\s*[)）]?\s*"
)
"""A word that ends the matter by itself and the day, without its year: "是（5.28）", "已改 5月28日"."""


def _is_bound(part: str, start: int, stop: int) -> bool:
    """Whether a day is one by which it was done, or was to be, and not that on which: 截至6月3日, 已于4月28日前, （期限5月23日）."""
    if _DUE_BY.search(part[:start]) is not None or _DUE_BEFORE.match(part[stop:]) is not None:
        return True
    return _AS_OF.search(part[:start]) is not None or (
        re.search(r"已经?于?\s*$", part[:start]) is not None and re.match(r"\s*[之以]?前", part[stop:]) is not None
    )


_DUE_BY = re.compile(
    r"(?:(?:期|时)限|限期|截止|(?<!已)到期)(?:日期?|时间)?\s*[为是至到于:：]?\s*$|(?:应|须|需|(?<!申)请|要求|限)[于在]?\s*$"
)
_DUE_BEFORE = re.compile(r"\s*(?:之|以)?前\s*(?:完成|整改|改|处理|治理|落实)?[好完毕成]?(?:整改)?\s*[）)]|\s*到期")
_AS_OF = re.compile("截[至止]\\s*$")
"""What stands before the day up to which something is told: by then it was mended, and not on it."""
_PROGRESS = re.compile(r"^\s*(\d{1,3})\s*[%％]")
_WHOLE = 100
"""The share of the mending, in percent, that is all of it: "100%（2025-07-05完成）"."""
_IN_BOTH = re.compile(r"(?<=[\u4e00-\u9fff])\s+[A-Za-z]{3,}(?:\s+[A-Za-z]{2,}){0,2}(?=\s|$)")
"""English behind the same word in Chinese: "完成 Closed 2025-07-04"."""
_WORD_CHOSEN = re.compile("[\u4e00-\u9fff]{1,4}")
_UNTICKED = re.compile(r"[□☐][^□☐☑☒■✓√✔\s]*")


def _ticked(text: str) -> str:
    """The text without the answers that were not ticked, where one was: "☑已整改 □拒绝整改"."""
    text = chosen(text)
    if not re.search("[☑☒■✓√✔]", text) or not _UNTICKED.search(text):
        return text
    kept = _UNTICKED.sub("", text)
    bare = re.sub("[☑☒■✓√✔]", "", kept).strip()
    return bare if _WORD_CHOSEN.fullmatch(bare) else kept  # "☑是 □否" answers as 是 does


_BY_WHEN = re.compile(
    r"(?P<done>已经?于[\d年月日./-]{3,12})?\d\s*(?:[日号]|月[底末中上下]旬?)?\s*[之以]?前(?:应|须|要|必须|全部|分别|均)?(?:整改|改|治理|处理|完成|销)[好妥毕完成]*(?:整改|治理)?"
)
"""By when it is to be mended, said as if it were done: "11月16日前改完"."""


def _without_term(text: str) -> str:
    """The text without by when it is to be mended."""
    return _BY_WHEN.sub(lambda m: m[0] if m["done"] else "", text)


_REQUEST = re.compile(
    r"(?<![申邀聘已经])请(?=[贵你您各该按于在将对]|企业|[单公]|业主|务必|及时|尽[快早]|抓紧|立即|认真|严格|落实|整改)[^，,。；;\n]*"
)
"""What whoever is spoken to is asked for, as the close of a letter has it, and is not told to be done: "请贵司整改完成并回传照片"; who
was called in, 请厂家整改完, is no such."""


def _tells_done(part: str, status: bool) -> bool:
    """Whether a part says that the hazard was mended."""
    part = _REQUEST.sub("", _without_term(part))
    said = _DONE.search(part) or (status and (_HAS_BEEN.search(part) or _AT_ONCE.match(part)))
    return bool(said) and not _NOT_DONE.search(re.sub(r"已.{0,4}", "", part)) and not REFUSED.search(part)


MOST_DAYS = 4
"""Days that may stand one behind the other at the end of what was done."""


def _ended_on(text: str) -> date | None:
    """The day behind a word of having come to its end: 完成 2025-03-09, Closed 2025-03-09; the last where there are several."""
    ended_on = None
    for part in re.split("[；;\n]", text):
        day = _DAY_AT_END.search(part)
        if day is None or _DUE.search(part) or not (on := dates.parse(day[0].strip(" （()）"))):
            continue
        rest = part[: day.start()]
        for _ in range(MOST_DAYS):  # "完成 2025-03-09 2025-03-10"; a cell with days without end tells nothing
            if (earlier := _DAY_AT_END.search(rest)) is None:
                break
            rest = rest[: earlier.start()]
        if _DAY_AT_END.search(rest) is None and outcome(rest, status=True)["rectified"]:
            ended_on = on
    return ended_on


_STATE_ALONE = re.compile(
    r"\s*(?:该?(?:企业|单位|公司|[厂矿]方?)|(?:船|业|货|房|店|矿|施工|承包|承租|受检|使用)[东主方]|目前|现|暂|尚|还|仍|均|逾期|到期|至今|于?20\d\d[\d年月日./-]+)*\s*"
    r"(?:(?:未|没有?|正在|待)(?:整改|改[好完毕]?|完成(?:整改)?|处理|落实)(?:中|完)?|整改中|(?:明确|表示)*(?:拒绝?不?|不(?:肯|愿意?|同意|予))(?:整改|改)"
    r"|已(?:经|全部)?(?:整改|改[好完毕正了]?|完成(?:整改)?|闭环|销号)(?:完[成毕]|到位)?|(?:整改|改正?)(?:完[成毕]?|好|到位))(?![\u4e00-\u9fff])"
)


def is_state_alone(text: str) -> bool:
    """Whether words say no more than how far the mending is, so that no label makes them what is wrong: "现状：企业拒绝整改".

    >>> is_state_alone("企业拒绝整改"), is_state_alone("已整改（1月3日）"), is_state_alone("未安装护罩"), is_state_alone("护栏已拆除")
    (True, True, False, False)
    >>> is_state_alone("2024-05-31整改完"), is_state_alone("船东拒绝整改，2024-07-21报街道办"), is_state_alone("业主改好后又拆除")
    (True, True, False)
    """
    return _STATE_ALONE.match(text) is not None


def add_outcome(
    cells: dict[str, Reading[Any]], note: str, unit: Unit, *, status: bool = False, after: date | None = None
) -> None:
    """Put what ``note`` says of the mending and the reporting into ``cells``."""
    for name, value in outcome(note, status=status, after=after).items():
        if value is not None:
            cells[name] = Reading(value, unit.span(), "meaning", round(0.95 * unit.confidence, 3))
