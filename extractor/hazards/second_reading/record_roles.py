"""What a list of hazards tells in each of its records, by label and by what all values of a slot are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from extractor.evidence.concepts import meaning
from extractor.evidence.records.roles import Model, Role
from extractor.hazards.columns.columns_by_cells import ROLES
from extractor.hazards.columns.day_columns import day_kind
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.looked_at import is_looked_at
from extractor.hazards.meaning.record_words import (
    ASKING,
    DONE,
    SHORT,
    TERM,
    YES_NO,
    asks_whether,
    is_day,
    is_end,
    is_idle,
    is_level,
    is_state,
    is_value,
    kind_of,
    leans_to_remedy,
    says_due,
    says_how_far,
    says_level,
    says_mended,
    tells_defect,
    tells_remedy,
    told_as,
)
from extractor.hazards.meaning.reported import REPORTED
from extractor.hazards.meaning.words import label_role

_HEADS = {role.name: role.label for role in ROLES}


@lru_cache(maxsize=2048)
def named_by(label: str) -> str | None:
    """The role that a label or a head names; None where its words are not known."""
    if not label:
        return None
    if (role := _IN_ONE.get(label) or label_role(label)) is not None:
        return role
    if _WHETHER.match(label):
        return "status"
    if REPORTED.search(label) and _NO_REPORT.search(label) is None:
        return "reported_on" if _A_DAY.search(label) else "reported"
    if _OF_MENDING.fullmatch(label):
        return "mended"
    told = meaning(label)
    if told.has("closed") and not told.any("date", "deadline", "advice"):
        return "status"  # 是否关闭, Closed
    best = max(((wanted.score(told), name) for name, wanted in _HEADS.items()), default=(0.0, ""))
    if best[0] <= _LEAST or told.coverage < _COVERED:
        return None
    return (
        "day" if best[1] == "deadline" and not told.has("deadline") else best[1]
    )  # 日期 alone may be that of the visit


_IN_ONE = {
    **dict.fromkeys("问患隐缺", "description"),
    **dict.fromkeys("改措治", "advice"),
    **dict.fromkeys("限期", "deadline"),
    **dict.fromkeys("果结状", "status"),
    "级": "level",
    "现状": "status",
}
"""Labels of one character, as a slip has them (问：, 改：, 限：, 果：), and 现状, which elsewhere may tell what is wrong."""
_A_DAY = re.compile("日期|时间|日$")
_WHETHER = re.compile("是否已?(?:全部)?(?:关闭|闭环|销号|完成|办结|改好|落实|消除)")
_LEAST = 0.5
_COVERED = 0.6


def _share(texts: Sequence[str], form: Callable[[str], bool]) -> float:
    return sum(map(form, texts)) / len(texts)


def _fit_description(label: str, texts: Sequence[str]) -> float:
    if _share(texts, hazard_cells.has_four_han) < _MOST or _share(texts, _tells_else) > _FEW:
        return 0.0
    told = _share(texts, tells_defect)
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
    return is_day(text) or (_PARTICULAR.match(text) is not None and not tells_defect(text))


def _fit_advice(label: str, texts: Sequence[str]) -> float:
    if _share(texts, hazard_cells.has_two_han) < _MOST or _share(texts, is_value) > _FEW:
        return 0.0
    if _share(texts, asks_whether) > _FEW or _is_label(texts) or is_looked_at(label):
        return 0.0
    if _share(texts, lambda t: _PARTICULAR.match(t) is not None) > _FEW:
        return 0.0  # who signs the paper
    if any(map(DONE.match, texts)) or _share(texts, says_how_far) > _FEW:
        return 0.0  # what was done
    told = _share(texts, tells_remedy)
    named = named_by(label)
    if named == "advice":
        return 0.6 + 0.4 * told
    long = sum(map(hazard_cells.han, texts)) >= _LEAST_WORDS * len(texts) and not any(t[:1].isdigit() for t in texts)
    leaning = _share(texts, leans_to_remedy)
    rest = (long or leaning >= _MOST) and _share(texts, tells_defect) <= _HALF
    fit = 0.4 + 0.5 * told if told >= _HALF else 0.3 + 0.2 * (leaning == 1.0) if rest else 0.0
    return fit * _AGAINST if named is not None else fit


def _is_label(texts: Sequence[str]) -> bool:
    """Whether the same short words stand in every record that name something else: a label whose colon is not printed."""
    return len(texts) > 1 and len(set(texts)) == 1 and len(texts[0]) <= SHORT and _NOUN.search(texts[0]) is not None


_NOUN = re.compile(
    "(?:说明|情况|日期|时间|结果|结论|措施|意见|建议|要求|[期时]限|状态|等级|级别|描述|内容|照片|(?:整改|治理|改造|处理)[前后]|人员?|部门|单位|依据|部位|位置)[)）]?$"
)


def _fit_level(label: str, texts: Sequence[str]) -> float:
    told = _share(texts, is_level)
    if told < _MOST or (len(texts) > 2 and len(set(texts)) == len(texts) and _share(texts, says_level) < _HALF):
        return 0.0
    named = named_by(label)
    fit = 0.7 * told + (0.3 if named == "level" else 0.1 if _share(texts, says_level) >= _MOST else 0.0)
    return fit * _AGAINST if named not in (None, "level") else fit


def _fit_deadline(label: str, texts: Sequence[str]) -> float:
    told, kind = _share(texts, is_day), day_kind(label)
    if (
        told < _MOST
        or any(t.lstrip().startswith("预计") for t in texts if not label)
        or kind in ("reported", "reviewed", "found")
        or "签" in label
    ):
        return 0.0
    named = named_by(label)
    fit = 0.6 * told + (0.4 if named == "deadline" or _share(texts, says_due) >= _MOST else 0.0)
    if named == "day" or kind == "mended" or label == "要求":
        return fit * _SOME_DAY
    return fit * _AGAINST if named not in (None, "deadline") else fit


_SOME_DAY = 0.6
"""What is left of it under a label that says no more than that a day follows, or that something ended on it."""


def _fit_mended(label: str, texts: Sequence[str]) -> float:
    """How well days are those of having been mended: by their label, or by the word beside each of them."""
    if _share(texts, is_day) < _MOST or any(map(TERM.match, texts)):
        return 0.0
    if day_kind(label) == "mended" or _OF_MENDING.fullmatch(label):
        return 0.5 if named_by(label) != "deadline" else 0.3  # 完成时间 beside days that a better word asks for
    return 0.8 if not label and _share(texts, says_mended) >= _MOST else 0.0


_OF_MENDING = re.compile("(?:隐患)?(?:整改|治理|销号|闭环)(?:日期|时间)")
"""Labels of days that may be those of having been mended, where others are those to mend by."""


def _fit_reported(label: str, texts: Sequence[str]) -> float:
    """How well words are whom an authority's report went to, by their label: 已报告, 上报部门."""
    return (
        0.8 if named_by(label) == "reported" and not _NO_REPORT.search(label) and _share(texts, is_day) <= _FEW else 0.0
    )


def _fit_reported_on(label: str, texts: Sequence[str]) -> float:
    return 0.8 if named_by(label) == "reported_on" and _share(texts, is_day) >= _MOST else 0.0


_NO_REPORT = re.compile("编?号|报告人|编制|内容|名称|未")


def _fit_status(label: str, texts: Sequence[str]) -> float:
    told = _share(texts, is_state)
    if told < _MOST or _is_label(texts):
        return 0.0
    named = named_by(label)
    if named != "status" and _share(texts, lambda t: YES_NO.fullmatch(t) is not None) > _FEW:
        return 0.0  # a tick may answer any question
    fit = 0.5 * told + (0.5 if named == "status" else 0.0)
    return fit * _AGAINST if named not in (None, "status", "advice") else fit


_MOST, _HALF, _FEW, _AGAINST = 0.7, 0.5, 0.3, 0.4
_LEAST_WORDS = 4
"""Han characters, in the middle, of what is left over and may be what to do."""


MODEL = Model(
    (
        Role("description", 3.0, _fit_description, key=True),
        Role("advice", 2.0, _fit_advice, before=0.0),
        Role("level", 1.5, _fit_level),
        Role("deadline", 2.0, _fit_deadline, before=0.0, bare=0.5),
        Role("status", 1.2, _fit_status, before=0.5),
        Role("mended", 1.0, _fit_mended, before=0.0),
        Role("reported", 1.0, _fit_reported, before=0.0),
        Role("reported_on", 0.8, _fit_reported_on, before=0.0),
    ),
    kind_of,
    is_end,
    is_idle,
    lambda label, text: tells_defect(text) or named_by(label) == "description",
    named_by,
    lambda text: ASKING.match(text) is not None,
    told_as,
)
