"""Numbers that measure something, with the words that make them a limit: 不低于12%, 7日内, 5万元以上10万元以下, 60%≤x<80%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from extractor.notices.obligations.data import NUMBER, ordered, units, word
from extractor.notices.obligations.numerals import SCALE, number

_GAP = 18  # characters between the comparing words and the number: 不得低于〔保费总额的〕12%
_WITHIN = re.compile(r"\s*(?:之|以)?内|\s*期限内")
_AHEAD = re.compile(
    r"(?:提前|(?:期满|届满|到期|终止|终了)之?日?前?)\s*(?:至少|不少于)?\s*$|(?:期满|届满|到期|终止)(?:日|之日)?之?前\s*(?:至少)?\s*$"
)
_JOIN = re.compile(r"\s*(?:\(不?含\))?\s*(?:-|—|~|～|至|到)\s*$")
_ORDINAL = re.compile(r"[第头首某另]\s*$|[〔\[(]\s*$|号\s*$|[A-Za-z]\s*$|\d[-.]\s*$")
_NOT_A_DURATION = re.compile(r"[年月第]\s*$|20\d\d$")
_TODAY = re.compile(
    r"(?:当日|当天|当场|即日)(?=[^,;。起]{0,2}(?:结案|告|通知|报|上传|录入|反馈|完成|办结|支付|响应|录|送|整改|处理))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measure in a sentence. ``what`` is time, amount, ratio, points or count; ``operator`` None when only a number stands
    there; ``value2`` closes a range; ``limit`` says that words make it a limit; ``ahead`` counts back from the event."""

    what: str
    start: int
    stop: int
    value: Decimal
    unit: str
    operator: str | None = None
    value2: Decimal | None = None
    limit: bool = False
    ahead: bool = False
    negated: bool = False  # 不得低于, 不少于: a comparison that can only command


@cache
def _measure() -> re.Pattern[str]:
    alternatives, _ = units()
    bare = rf"(?<=[≤<≥>=])\s*(?P<b1>{NUMBER})(?![\d.%]|\s*(?:{alternatives}))|(?<![\d.%])(?P<b2>{NUMBER})(?=\s*[≤<≥>])"
    return re.compile(
        rf"百分之\s*(?P<cn>{NUMBER})(?:点(?P<tenth>[零一二三四五六七八九]))?"
        rf"|(?P<half>{NUMBER})\s*个半\s*(?P<hunit>月|小时|年)|(?P<hm>半个?月|半年|半小时|半个?工作日)"
        rf"|(?P<n>{NUMBER})(?:\s*(?:-|—|~|～|至)\s*(?P<high>{NUMBER}))?\s*(?P<scale>{SCALE})?\s*(?P<unit>{alternatives})(?!(?<=分)[之别级类布支析享步工值点])|(?P<money>{NUMBER})\s*(?P<mscale>万|亿)(?![\u4e00-\u9fa5])"
        rf"|{bare}"
    )


def quantities(text: str, start: int = 0, stop: int | None = None) -> list[Quantity]:
    """The measures of ``text[start:stop]``, ranges joined, in order. Ordinals and years are none."""
    stop = len(text) if stop is None else stop
    found = [q for m in _measure().finditer(text, start, stop) if (q := _read(text, m, start))]
    found += [
        Quantity("time", m.start(), m.end(), Decimal(0), "day", "within", limit=True)
        for m in _TODAY.finditer(text, start, stop)
    ]
    return list(_ranges(text, sorted(found, key=lambda q: q.start)))


def _read(text: str, match: re.Match[str], floor: int) -> Quantity | None:
    last_day = re.search(r"(?:最迟|最晚|不迟于|不晚于)[^,;。]{0,16}第\s*$", text[floor : match.start()])
    if _ORDINAL.search(text[max(floor, match.start() - 3) : match.start()]) and not last_day:
        return None
    value, unit, what = _value(match)
    if value is None:
        return None
    before, after = text[floor : match.start()], text[match.end() :]
    if what == "time" and _no_duration(match, value, unit, before, after):
        return None
    q = _limited(Quantity(what, match.start(), match.end(), value, unit), before, after)
    top = number(match["high"], match["scale"]) if match["high"] else None
    return replace(q, operator="at_least", value2=top, limit=True) if top is not None and top > value else q


def _no_duration(match: re.Match[str], value: Decimal, unit: str, before: str, after: str) -> bool:
    """A year of the calendar, a day of a month, 上一年度, 5月: no span of time."""
    return (
        (unit == "year" and (value > 200 or before.endswith(("上", "下", "同", "当")) or after.startswith("度")))
        or (_NOT_A_DURATION.search(before) is not None and not re.search(r"后第\s*$", before))
        or (unit == "month" and "个" not in match[0] and "半" not in match[0])
    )


def _value(match: re.Match[str]) -> tuple[Decimal | None, str, str]:
    if match["cn"]:
        whole = number(match["cn"])
        tenth = number(match["tenth"]) if match["tenth"] else None
        return (whole + tenth / 10 if whole is not None and tenth is not None else whole), "percent", "ratio"
    if match["half"]:
        n = number(match["half"])
        unit, size = {"月": ("day", 30), "小时": ("minute", 60), "年": ("month", 12)}[match["hunit"]]
        return None if n is None else n * size + size // 2, unit, "time"
    if match["hm"]:
        unit, size = {"半年": ("month", 6), "半小": ("minute", 30)}.get(match["hm"][:2], ("day", 15))
        return Decimal(size), unit, "time"
    if match["money"]:
        return number(match["money"], match["mscale"]), "yuan", "amount"
    if bare := match["b1"] or match["b2"]:
        return number(bare), "", "bare"
    word_of = units()[1][match["unit"]]
    value = number(match["n"], match["scale"])
    if value is not None and match["unit"] in ("成", "倍"):
        value *= 10 if match["unit"] == "成" else 100
    return value, word_of.code, word_of.kind


def _limited(q: Quantity, before: str, after: str) -> Quantity:
    """With the operator that the words on both sides give."""
    near = re.split(r"[,;。:、]", before)[-1][-_GAP - 8 :]
    if q.what == "time":
        if _AHEAD.search(before[-14:]) or re.match(r"\s*(?:之|以)?前(?![\u4e00-\u9fa5]{0,3}[年月])", after):
            ahead = _AHEAD.search(before[-14:]) is not None or not re.search(r"(?:\d|月)\s*$", before[-2:])
            return replace(q, operator="at_least" if ahead else "within", limit=True, ahead=ahead)
        if inside := _WITHIN.match(after):
            return replace(q, operator="within", limit=True, stop=q.stop + inside.end())
    side = _before(near)
    if side:
        operator, negated = side
        operator = "within" if q.what == "time" and operator == "at_most" else operator
        return replace(q, operator=operator, limit=True, negated=negated)
    for operator, pattern in ordered("operators", "after"):
        if found := pattern.match(after):
            operator = "within" if q.what == "time" and operator == "at_most" else operator
            return replace(q, operator=operator, limit=True, stop=q.stop + found.end())
    return q


def _before(near: str) -> tuple[str, bool] | None:
    best: tuple[int, str, bool] | None = None
    for operator, pattern in ordered("operators", "before"):
        for found in pattern.finditer(near):
            if len(near) - found.end() > _GAP or re.search(r"\d", near[found.end() :]):
                continue
            if best is None or found.end() > best[0]:
                best = (found.end(), operator, found[0][:1] in "不未至最起" and operator in ("at_least", "at_most"))
    return best[1:] if best else None


def _ranges(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Neighbours that are the two ends of one range: 15%至20%, 5万元以上10万元以下, 60%≤比例<80%."""
    at = 0
    while at < len(found):
        low = found[at]
        high = found[at + 1] if at + 1 < len(found) else None
        if high is not None and (joined := _range(text, low, high)):
            yield joined
            at += 2
            continue
        yield low
        at += 1


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    same = low.unit == high.unit or "bare" in (low.what, high.what)
    between = text[low.stop : high.start]
    if not same or high.value <= low.value or len(between) > 14:
        return None
    unit, what = (low.unit, low.what) if low.what != "bare" else (high.unit, high.what)
    dashed = _JOIN.fullmatch(between) is not None
    worded = (
        low.operator in ("at_least", "more")
        and high.operator in ("less", "at_most", "within")
        and not re.search(r"[,;。]", between.strip("但且、, "))
    )
    if not (dashed or worded):
        return None
    if worded and low.negated and high.negated:
        return None  # 不得低于15%，也不得高于21%: two commands
    operator = "more" if worded and low.operator == "more" else "at_least"
    return Quantity(
        what,
        low.start,
        high.stop,
        low.value,
        unit,
        operator,
        high.value,
        True,
        False,
        low.negated or (dashed and high.negated),
    )


def happened(text: str, q: Quantity) -> bool:
    """Whether a span of time is one in which something happened (近三年发生过), no limit."""
    return (
        word("noise", "recent").search(text[max(0, q.start - 4) : q.start]) is not None
        or word("noise", "happened").match(text[q.stop :]) is not None
    )
