"""Demands that a number or a day makes: each limit of a sentence with its acts, and what kind of demand it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.notices.obligations import grammar, measured, named_days, quantities
from extractor.notices.obligations.acts import Limit, Region, each, made
from extractor.notices.obligations.context import Sentence
from extractor.notices.obligations.data import word
from extractor.notices.obligations.demand import Demand
from extractor.notices.obligations.named_days import MonthDay, NamedDay
from extractor.notices.obligations.quantities import Quantity
from extractor.notices.obligations.topics import OTHER, Topic, topic
from extractor.values import doc_number

_TITLE = re.compile(r"《[^《》]*(?:《[^》]*》[^》]*)?》")
_NUMBERED = re.compile(r"号|[A-Z]{2}")  # what every document number has
_PERIODS = frozenset(
    {"archive", "policy_term", "penalty", "validity"}
)  # subjects of which a span of time is no deadline
_ALSO = re.compile(r"\s*[、和及或]\s*(?:每年)?\s*")
_SUSPENDED = re.compile(r"^\s*(?:内)?\s*(?:不得|禁止|暂停|取消|不再)|(?:暂停|停止|取消)[^,;。]{0,10}$")


def demands(s: Sentence, taken: Sequence[tuple[int, int]]) -> tuple[list[Demand], int | None]:
    """The limits of a sentence, places in ``taken`` left out; and the year last named."""
    text = s.unit.text
    titles = _titles(text, s.start, s.stop)
    months = [m for m in named_days.periodic(text, s.start, s.stop) if not _inside(m, [*taken, *titles])]
    days, year = named_days.named_days(text, s.start, s.stop, s.year)
    days = [d for d in days if not _inside(d, [*taken, *titles, *((m.start, m.stop) for m in months)])]
    named: list[Limit] = [*days, *months]
    busy = [*taken, *titles, *((x.start, x.stop) for x in named)]
    found = [q for q in quantities.quantities(text, s.start, s.stop) if not _inside(q, busy)]
    limits = [*named, *found]
    limits.sort(key=lambda x: x.start)
    out: list[Demand] = []
    for i, limit in enumerate(limits):
        out.extend(_demand(s, limit, _region(s, limits, i)))
    return out, year


def _region(s: Sentence, limits: Sequence[Limit], i: int) -> Region:
    """The words that belong to one limit: from the one before to the clause of the next."""
    text, limit = s.unit.text, limits[i]
    low = max((x.stop for x in limits[:i] if _cuts(x)), default=s.start)
    later = [x for x in limits[i + 1 :] if _cuts(x)]
    end = limit.stop
    while later and _ALSO.fullmatch(text, end, later[0].start):
        end = later.pop(0).stop  # 1月15日前、7月15日前报送: two days share the act
    high = s.stop
    if later:
        at = later[0].start
        high = max((k for mark in ",;:、" if (k := text.rfind(mark, end, at)) >= end), default=at)
    return Region(low, max(high, end), end)


def _cuts(x: Limit) -> bool:
    """Whether a number is a limit of its own, whose act is not that of its neighbour."""
    return x.operator is not None if isinstance(x, NamedDay) else x.limit if isinstance(x, Quantity) else True


def _inside(x: Limit, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < x.stop and x.start < b for a, b in spans)


def _titles(text: str, start: int, stop: int) -> list[tuple[int, int]]:
    spans = [m.span() for m in _TITLE.finditer(text, start, stop)]
    if not _NUMBERED.search(text, start, stop):
        return spans
    return spans + [(start + a, start + b) for a, b, _ in doc_number.find_all(text[start:stop])]


def _demand(s: Sentence, limit: Limit, region: Region) -> Iterator[Demand]:
    text = s.unit.text
    if s.quiet and not (isinstance(limit, NamedDay) and limit.effective):
        return
    if word("noise", "contact").search(text, s.start, limit.start):
        return
    if isinstance(limit, NamedDay):
        yield from _dated(s, limit, region)
    elif isinstance(limit, MonthDay):
        named = (limit.start, limit.stop)
        code = "unknown" if "末" in limit.words else "period_end"  # a day of the period's own last month
        yield from each(s, limit, region, "deadline", Decimal(limit.days), "day", "within", (code, named))
    elif limit.what == "time":
        yield from _timed(s, limit, region)
    elif limit.what in ("amount", "ratio", "count"):
        yield from measured.demands(s, limit, region)


def _dated(s: Sentence, d: NamedDay, region: Region) -> Iterator[Demand]:
    if d.effective:
        yield from _effect(s, d)
        return
    if (d.operator is None and s.unit.role != "limit") or word("noise", "statistics").search(s.words):
        return
    if d.operator == "window":
        for one in each(s, d, region, "period", d.day, "date", "equal"):
            yield replace(one, value2=d.until)
        return
    event = ("year", (d.start, d.stop)) if d.yearly else None
    for one in each(s, d, region, "date", d.day or d.yearly, "date", d.operator or "by", event):
        yield replace(one, rival=d.rival, sure=0.6 if d.rival else one.sure)


def _effect(s: Sentence, d: NamedDay) -> Iterator[Demand]:
    """From when a notice itself holds, and what ends with that day."""
    text = s.unit.text
    base = Demand(
        s.unit, s.start, s.stop, (d.start, d.stop), "date", "effective", OTHER, modality="must", operator="equal",
        act=grammar.short(text[d.stop : s.stop].split(",")[0]), value=d.day or d.yearly, unit_code="date", trigger_code="none",
    )  # fmt: skip
    yield base
    if "废止" in text[d.stop :]:
        stop = text.index("废止", d.stop) + 2
        cited = _TITLE.search(text, d.stop, stop)
        yield replace(base, subject="repeal", stop=stop, act=grammar.short("废止" + (cited[0] if cited else "")))


def _led(s: Sentence, q: Quantity) -> bool:
    """Whether the lead says that the spans of its list are limits: 按下列时限：（一）承保后2个工作日，录入…；"""
    after = s.unit.text[q.stop : s.stop].strip()
    return word("time_limits").search(s.lead) is not None and (not after.strip(";。") or after.startswith(","))


def _timed(s: Sentence, q: Quantity, region: Region) -> Iterator[Demand]:
    text = s.unit.text
    if not q.ahead and quantities.happened(text, q):
        return
    if (
        not q.negated
        and q.operator in ("more", "less", "at_least")
        and word("noise", "condition_after").match(text[q.stop :])
    ):
        return
    low, high = grammar.clause(text, s.start, s.stop, q.start)
    words = text[low:high]
    suspended = _SUSPENDED.search(text[q.stop : q.stop + 8]) or _SUSPENDED.search(
        text[max(s.start, q.start - 14) : q.start]
    )
    about = Topic("penalty", "insurer") if suspended else topic("period", [words])
    least = q.operator in ("at_least", "more") and not q.ahead
    long = q.operator != "within" or q.unit in ("year", "month")
    if suspended or least or (about.code in _PERIODS and not q.ahead and long):
        operator = None if suspended else "at_most" if q.operator == "within" else q.operator or "equal"
        yield made(s, q, about, "period", grammar.short(words), q.value, q.unit, operator)
    elif q.limit or (s.unit.role in ("limit", "timed") and not text[q.stop :].strip(" ;。,)")) or _led(s, q):
        value, unit = (q.value * 7, "day") if q.unit == "week" else (q.value, q.unit)
        yield from each(
            s, q, region, "deadline", value, unit, "at_least" if q.ahead and q.operator == "at_least" else "within"
        )
