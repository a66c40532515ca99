"""What a list of hazards tells in each of its records, by label and by what all values of a slot are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from extractor.evidence.concepts import meaning
from extractor.evidence.records.roles import Model, Role
from extractor.hazards import cells as hazard_cells
from extractor.hazards.columns_by_cells import ROLES
from extractor.hazards.day_columns import day_kind
from extractor.hazards.days import day_of
from extractor.hazards.outcome_words import is_state_alone, outcome
from extractor.hazards.words import label_role
from extractor.values.scan import scan

_HEADS = {role.name: role.label for role in ROLES}
_SHORT = 8  # characters of a place, a name, a code
_WORDS_BESIDE_DAY = 8
_YES_NO = re.compile(r"\s*(?:[YNyn√×✓✗是否]|[Yy]es|[Nn]o|YES|NO)\s*")
_END = re.compile(
    "签字|签名|盖章|签章|签收|(?:企业|客户|单位|甲方|乙方|负责人|代表|投保人|被保险人)[\u4e00-\u9fff]{0,4}确认\\s*[:：]|^结论|^备注|^附件"
)


@lru_cache(maxsize=2048)
def named_by(label: str) -> str | None:
    """The role that a label or a head names; None where its words are not known."""
    if not label:
        return None
    if (role := label_role(label)) is not None:
        return role
    if _WHETHER.match(label):
        return "status"
    told = meaning(label)
    if told.has("closed") and not told.any("date", "deadline", "advice"):
        return "status"  # 是否关闭, Closed
    best = max(((wanted.score(told), name) for name, wanted in _HEADS.items()), default=(0.0, ""))
    if best[0] <= _LEAST or told.coverage < _COVERED:
        return None
    return (
        "day" if best[1] == "deadline" and not told.has("deadline") else best[1]
    )  # 日期 alone may be that of the visit


_WHETHER = re.compile("是否已?(?:全部)?(?:关闭|闭环|销号|完成|办结|改好|落实|消除)")
_LEAST = 0.5
_COVERED = 0.6


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether words are a day and little else: "限2025年3月5日", "10月28日前"."""
    days = [t for t in scan(text) if t.kind == "moment"]
    if (term := _TERM.match(text)) is not None:
        rest = text[term.end() :]
    elif len(days) == 1:
        rest = text[: days[0].start] + text[days[0].stop :]
    elif not days and (told := day_of(text, _ANY)) is not None:
        rest = text[: told[1]] + text[told[2] :]
    else:
        return False
    return len(rest.strip(" 　:：，,。；;（()）")) <= _WORDS_BESIDE_DAY


_TERM = re.compile(
    r"\s*(?:限|限期|请|须|应|要求|在|于)?\s*(?:立即|立刻|即刻|马上|即时|尽快|当[日天场](?:内|之内)?"
    r"|(?:\d{1,3}|[一二三四五六七八九十两半]{1,3})\s*个?(?:工作)?[日天周月](?:之|以)?内"
    r"|(?:本|这|下)?(?:周|星期|礼拜)[一二三四五六日天]之?前|(?:本|下)?[周月年][底末内]之?前?|下次[^，。；;]{0,8}前)"
    r"(?:须|应|要)?(?:全部|予以|落实)?(?:整改|完成|改正|改[好完毕]|处理|办结)?(?:完[成毕]|到位)?\s*(?=$|[，,。；;（(])"
)
"""By when, told without a day: 立即, 三日内, 本周五前. It is no day of the calendar, and nothing else either."""
_ANY = date(2000, 1, 1)
"""A year for days that are written without one: here only that they are days counts."""


def _share(texts: Sequence[str], form: Callable[[str], bool]) -> float:
    return sum(map(form, texts)) / len(texts)


def _fit_description(label: str, texts: Sequence[str]) -> float:
    if _share(texts, lambda t: hazard_cells.han(t) >= 4) < _MOST or _share(texts, _tells_else) > _FEW:
        return 0.0
    told = _share(texts, _defect)
    named = named_by(label)
    if named == "description":
        return 0.5 + 0.5 * told
    fit = 0.5 + 0.5 * (told - _HALF) if told > _HALF else _PERHAPS
    return fit * _NAMED_ELSE if named is not None else fit


_NAMED_ELSE = 0.75
"""What is left of it under a label that names another role: what is wrong shows by its words."""


_PERHAPS = 0.2
"""How well words fit as what is wrong that tell of a lack in no known words."""
_PARTICULAR = re.compile(
    r"\s*[\u4e00-\u9fff]{2,10}\s*[:：=]\s*\S|[\u4e00-\u9fff（()）]{4,40}(?:公司|合作社|中心|厂|店)\s*$"
)


def _tells_else(text: str) -> bool:
    """Whether words are a day, a name or a particular of the paper under a label of its own, and not what is wrong."""
    return is_day(text) or (_PARTICULAR.match(text) is not None and not _defect(text))


def _fit_advice(label: str, texts: Sequence[str]) -> float:
    if _share(texts, lambda t: hazard_cells.han(t) >= 2) < _MOST or _share(texts, _is_value) > _FEW:
        return 0.0
    if _share(texts, _asks) > _FEW:
        return 0.0
    if any(map(_DONE.match, texts)) or _share(texts, _says_how_far) > _FEW:
        return 0.0  # what was done
    told = _share(texts, _remedy)
    named = named_by(label)
    if named == "advice":
        return 0.6 + 0.4 * told
    long = sum(map(hazard_cells.han, texts)) >= _LEAST_WORDS * len(texts)
    fit = 0.4 + 0.5 * told if told >= _HALF else 0.3 if long and _share(texts, _defect) <= _HALF else 0.0
    return fit * _AGAINST if named is not None else fit


def _asks(text: str) -> bool:
    return text.startswith("是否") or text.rstrip(" 。").endswith(("？", "?", "吗"))


@lru_cache(maxsize=4096)
def _says_how_far(text: str) -> bool:
    """Whether a few words say no more than that something was mended, or not: 整改合格, 整改不合格."""
    return len(text) <= _SHORT and (
        outcome(text, status=True)["rectified"] or outcome(_NOT.sub("", text), status=True)["rectified"]
    )


_NOT = re.compile("[未不没]|尚未|没有")
_DONE = re.compile(r"\s*(?:(?:现|均|全部|当场|现场)?已|于20\d\d)")


def _fit_level(label: str, texts: Sequence[str]) -> float:
    told = _share(texts, _level)
    if told < _MOST or (len(texts) > 2 and len(set(texts)) == len(texts) and _share(texts, _says_level) < _HALF):
        return 0.0
    named = named_by(label)
    fit = 0.7 * told + (0.3 if named == "level" else 0.1 if _share(texts, _says_level) >= _MOST else 0.0)
    return fit * _AGAINST if named not in (None, "level") else fit


def _says_level(text: str) -> bool:
    return re.search("重大|一般|较大", text) is not None


def _fit_deadline(label: str, texts: Sequence[str]) -> float:
    told, kind = _share(texts, is_day), day_kind(label)
    if told < _MOST or kind in ("reported", "reviewed", "found") or "签" in label:
        return 0.0
    named = named_by(label)
    fit = 0.6 * told + (0.4 if named == "deadline" or _share(texts, _says_due) >= _MOST else 0.0)
    if named == "day" or kind == "mended":
        return fit * _SOME_DAY
    return fit * _AGAINST if named not in (None, "deadline") else fit


_SOME_DAY = 0.6
"""What is left of it under a label that says no more than that a day follows, or that something ended on it."""


def _says_due(text: str) -> bool:
    return re.search("前|限|至迟|不晚于|不迟于|截止", text) is not None


def _fit_mended(label: str, texts: Sequence[str]) -> float:
    """How well days are those of having been mended: by their label, or by the word beside each of them."""
    if _share(texts, is_day) < _MOST or any(map(_TERM.match, texts)):
        return 0.0
    if day_kind(label) == "mended" and named_by(label) != "deadline":
        return 0.5
    return 0.8 if not label and _share(texts, _says_mended) >= _MOST else 0.0


@lru_cache(maxsize=4096)
def _says_mended(text: str) -> bool:
    return (
        re.search("[前限]|不晚于|不迟于|截止", text) is None
        and bool(outcome(text, status=True)["rectified_on"])
        and (re.search("[\u4e00-\u9fff]{2}", text) is not None)
    )


def _fit_status(label: str, texts: Sequence[str]) -> float:
    told = _share(texts, _is_state)
    if told < _MOST:
        return 0.0
    named = named_by(label)
    if named != "status" and _share(texts, lambda t: _YES_NO.fullmatch(t) is not None) > _FEW:
        return 0.0  # a tick may answer any question
    fit = 0.5 * told + (0.5 if named == "status" else 0.0)
    return fit * _AGAINST if named not in (None, "status", "advice") else fit


@lru_cache(maxsize=4096)
def _is_state(text: str) -> bool:
    return hazard_cells.tells_state(text) or _YES_NO.fullmatch(text) is not None


_MOST, _HALF, _FEW, _AGAINST = 0.7, 0.5, 0.3, 0.4
_LEAST_WORDS = 4
"""Han characters, in the middle, of what is left over and may be what to do."""


@lru_cache(maxsize=4096)
def _kind(text: str) -> str:
    """ "level", "state" or "day" for words that are no more than that."""
    if hazard_cells.tells_level(text):
        return "level"
    if is_state_alone(text) or _YES_NO.fullmatch(text) is not None:
        return "state"
    return "day" if is_day(text) else ""


def _is_value(text: str) -> bool:
    return _kind(text) != ""


_defect = lru_cache(maxsize=4096)(hazard_cells.tells_defect)
_remedy = lru_cache(maxsize=4096)(hazard_cells.tells_remedy)
_level = lru_cache(maxsize=4096)(hazard_cells.tells_level)


def _is_end(text: str) -> bool:
    return _END.search(text) is not None


@lru_cache(maxsize=4096)
def _is_idle(text: str) -> bool:
    return len(text) <= _SHORT or hazard_cells.cites_law(text) or _is_value(text)


MODEL = Model(
    (
        Role("description", 3.0, _fit_description, key=True),
        Role("advice", 2.0, _fit_advice, before=0.0),
        Role("level", 1.5, _fit_level),
        Role("deadline", 2.0, _fit_deadline, before=0.0, bare=0.5),
        Role("status", 1.2, _fit_status, before=0.5),
        Role("mended", 1.0, _fit_mended, before=0.0),
    ),
    _kind,
    _is_end,
    _is_idle,
    lambda label, text: _defect(text) or named_by(label) == "description",
    named_by,
)
