"""What a few words of a record are by themselves: a day, a level, a state, something asked for, the end of a list."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning import learned
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.outcome_words import is_state_alone, outcome
from extractor.values.scan import scan

SHORT = 8
"""Characters of a place, a name, a code."""
_WORDS_BESIDE_DAY = 8
YES_NO = re.compile(r"\s*(?:[YNyn√×✓✗✅❌是否]|[Yy]es|[Nn]o|YES|NO)\s*")
ASKING = re.compile(
    r"\s*(?:故|因此|现)?(?:建议|请(?!假)|务请|要求|务必|责令|我?们?(?:让|叫|嘱咐?|提醒)(?:他们|厂里|企业|对方|厂方|店里|站里|矿上)|须|应当?(?!急))(?:(?:贵|你|该)(?:公司|单位|[厂司矿店站])|企业)?\s*"
)
"""What asks for something to be done, before what is to be done."""
_CALLS = re.compile(
    r"\s*(?:这一?[条项处]|[该此本][条项处]|其)?应?(?:属于?|按照?|[为系是算]|构成|判定?为|定[为成])(?:一[项处个])?"
    r"(?:特别?重大|重大|较大|一般)(?:生产安全|安全|事故)*(?:隐患|问题|风险)?(?:管理|处理|对待|处置)?\s*"
)
"""A clause that calls what is told by its level: "属于重大事故隐患", "这一条按重大隐患管理"."""
_END = re.compile(
    "签字|签名|盖章|签章|签收|(?:企业|客户|单位|甲方|乙方|负责人|代表|投保人|被保险人)[\u4e00-\u9fff]{0,4}确认\\s*[:：]|^结论|^备注|^附件"
)


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether words are a day and little else: "限2025年3月5日", "10月28日前"."""
    days = [t for t in scan(text) if t.kind == "moment"]
    if (term := TERM.match(text)) is not None:
        rest = text[term.end() :]
    elif len(days) == 1:
        rest = text[: days[0].start] + text[days[0].stop :]
    elif not days and (told := day_of(text, _ANY)) is not None:
        rest = text[: told[1]] + text[told[2] :]
    elif not days and (short := short_day(text)) is not None:
        rest = short[2]
    else:
        return False
    return len(rest.strip(" 　:：，,。；;（()）")) <= _WORDS_BESIDE_DAY


def short_day(text: str) -> tuple[int, int, str] | None:
    """(month, day, words behind) of a day in short: with a word behind it that makes it one ("4.15前"), or written with two digits
    each ("要求 10-20").

    >>> short_day("4.15前完成"), short_day("限 07-25"), short_day("4.15"), short_day("10-20吨")
    ((4, 15, '完成'), (7, 25, ''), None, None)
    """
    told = _DOTTED.fullmatch(text) or _TWO_DIGITS.fullmatch(text)
    return None if told is None else (int(told[1]), int(told[2]), told[3] or "")


_DOTTED = re.compile(
    r"\s*(?:限|在|于)?\s*(1[0-2]|0?[1-9])[./](3[01]|[12]\d|0?[1-9])\s*日?\s*[之以]?前(完成|整改|改[好完])?\s*"
)
_TWO_DIGITS = re.compile(
    r"\s*(?:限|在|于|应|要求)?\s*(1[0-2]|0[1-9])[-/](3[01]|[12]\d|0[1-9])\s*(?:[之以]?前(完成|整改|改[好完])?)?\s*"
)
TERM = re.compile(
    r"\s*(?:限|限期|请|须|应|要求|在|于)?\s*(?:立即|立刻|即刻|马上|即时|尽快|当[日天场](?:内|之内)?"
    r"|(?:\d{1,3}|[一二三四五六七八九十两半]{1,3})\s*个?(?:工作)?[日天周月](?:之|以)?内|即日起?|近期|长期|\d{1,2}\s*月\s*[上中下]旬"
    r"|[\u4e00-\u9fff]{0,3}(?:元旦|春节|清明|五一|端午|中秋|国庆|年关|雨季|汛期|开工|复工|复产|入[冬夏])节?之?前"
    r"|(?:本|这|下)?(?:周|星期|礼拜)[一二三四五六日天]之?前|(?:本|下)?[周月年][底末内]之?前?|下次[^，。；;]{0,8}前)"
    r"(?:须|应|要)?(?:全部|予以|落实)?(?:整改|完成|改正|改[好完毕]?|处理|办结)?(?:完[成毕]|到位)?\s*(?=$|[，,。；;（(])"
)
"""By when, told without a day: 立即, 三日内, 本周五前. It is no day of the calendar, and nothing else either."""
_ANY = date(2000, 1, 1)
"""A year for days that are written without one: here only that they are days counts."""


def asks_whether(text: str) -> bool:
    return text.startswith("是否") or text.rstrip(" 。").endswith(("？", "?", "吗"))


@lru_cache(maxsize=4096)
def says_how_far(text: str) -> bool:
    """Whether a few words say no more than that something was mended, or not: 整改合格, 整改不合格."""
    return (
        len(text) <= SHORT
        and re.match("当[日天场]|现场|即时|立即", text) is None
        and (outcome(text, status=True)["rectified"] or outcome(_NOT.sub("", text), status=True)["rectified"])
    )


_NOT = re.compile("[未不没]|尚未|没有")
DONE = re.compile(r"\s*(?:(?:现|均|全部|当场|现场)?已|于20\d\d)")


def says_level(text: str) -> bool:
    return re.search("重大|一般|较大", text) is not None


def says_due(text: str) -> bool:
    return re.search("前|限|至迟|不晚于|不迟于|截止", text) is not None


@lru_cache(maxsize=4096)
def says_mended(text: str) -> bool:
    return (
        re.search("[前限]|不晚于|不迟于|截止", text) is None
        and bool(outcome(text, status=True)["rectified_on"])
        and (re.search("[\u4e00-\u9fff]{2}", text) is not None)
    )


@lru_cache(maxsize=4096)
def is_state(text: str) -> bool:
    return (
        hazard_cells.tells_state(text)
        or YES_NO.fullmatch(text) is not None
        or _OVERDUE.fullmatch(text) is not None
        or _IN_ENGLISH.fullmatch(text) is not None
    )


_IN_ENGLISH = re.compile(
    r"\s*(?:open|closed?|done|fixed|pending|ongoing|in progress|completed?|resolved)\b[\s\d./:-]*", re.I
)
_OVERDUE = re.compile(r"\s*已?(?:逾期(?:未(?:整?改|完成|整改完成))?|[超过到]期未(?:整?改|完成|整改完成))\s*")
"""That the term has gone by, told alone: how the mending stands."""


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """ "level", "state" or "day" for words that are no more than that."""
    if is_level(text):
        return "level"
    if is_state_alone(text) or YES_NO.fullmatch(text) is not None or _OVERDUE.fullmatch(text) is not None:
        return "state"
    return "day" if is_day(text) else ""


def is_value(text: str) -> bool:
    return kind_of(text) != ""


@lru_cache(maxsize=4096)
def tells_defect(text: str) -> bool:
    """Whether words tell what is wrong: in words that are listed, or in others by the learned weights.

    >>> tells_defect("两具灭火器压力指针在红区"), tells_defect("划线禁停"), tells_defect("检查人员：楼国良")
    (True, False, False)
    """
    return hazard_cells.tells_defect(text) or (
        hazard_cells.may_tell(text)
        and not hazard_cells.tells_remedy(text)
        and DONE.match(text) is None
        and learned.odds(text).tells_defect
    )


@lru_cache(maxsize=4096)
def tells_remedy(text: str) -> bool:
    """Whether words tell what is to be done, in the same two ways."""
    return hazard_cells.tells_remedy(text) or (
        hazard_cells.may_tell(text, least=2) and not hazard_cells.tells_defect(text) and learned.odds(text).tells_remedy
    )


@lru_cache(maxsize=4096)
def leans_to_remedy(text: str) -> bool:
    """Whether words tell rather what to do than what is wrong, and may tell it: a few of them, beside a defect.

    >>> leans_to_remedy("改用岩棉"), leans_to_remedy("配电盘前码着参箱"), leans_to_remedy("海兰江安全技术有限公司")
    (True, False, False)
    """
    told = learned.odds(text)
    return hazard_cells.may_tell(text, least=2) and told.remedy > max(told.defect, _LEANING)


_LEANING = -2 * learned.UNIT
"""Odds against a remedy among all words, at which it is still one beside a defect."""


def told_as(text: str) -> str:
    """The role that words tell by themselves; "" where they tell neither what is wrong nor what to do."""
    return "" if is_value(text) else "description" if tells_defect(text) else "advice" if tells_remedy(text) else ""


@lru_cache(maxsize=4096)
def is_level(text: str) -> bool:
    return hazard_cells.tells_level(text) or _CALLS.fullmatch(text) is not None


def is_end(text: str) -> bool:
    return _END.search(text) is not None


@lru_cache(maxsize=4096)
def is_idle(text: str) -> bool:
    return len(text) <= SHORT or hazard_cells.cites_law(text) or is_value(text)
