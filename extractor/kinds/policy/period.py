"""From when until when the policy covers."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from extractor.evidence.candidates import Candidate, by_token, derived
from extractor.evidence.concepts import formula
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.base import put
from extractor.record import Reading
from extractor.values.dates import Moment
from extractor.values.scan import Token

PERIOD = formula("period", "start end", "payment sign print")

START = formula("start", "period date", "payment sign print confirm_time end")

END = formula("end", "period date", "payment sign print confirm_time start")


def _is_range(between: str) -> bool:
    bare = strip_label(between).strip("—–~～→－")
    if (
        re.fullmatch(
            r"(?:起保?|起期|始|开始|生效|起算)?(?:至|到|止|迄|终|截至|截止|止于|终于|直至|直到)?(?:于|到)?", bare
        )
        and (bare or re.search(r"[-—–~～→－]", between))
        and len(between) <= 14
    ):
        return True
    return len(between) <= 14 and (
        (bare in ("", "to", "起", "始") and bool(re.search(r"[-—–~～→]|to", between)))
        or re.search("至|到|迄|起.{0,3}止", bare) is not None
    )


class _Range(NamedTuple):
    """A range of two moments, each with its unit, and how likely it is the period."""

    score: float
    unit: Unit
    start: Token
    last: Unit
    end: Token


_ONE_YEAR = re.compile(
    r"(?:为期|期限|期间|有效期|共|计)\s*(?:为|:)?\s*(?:一|1|壹)\s*(?:个)?(?:周?年|整年)|(?:12|十二)个月"
)


def put_period(sheet: Sheet, fields: dict[str, Reading[Any]], in_agreements: set[int]) -> None:
    """period_start and period_end: a range of two moments, or two labelled moments, or a start and a length."""
    ranges = _ranges(sheet, in_agreements)
    if not ranges and _from_and_to(sheet, fields):
        return
    if ranges and ranges[0].score > 0.2:
        _put_range(fields, ranges)
    elif ranges or not _a_year_apart(sheet, fields):
        _put_moments(sheet, fields, ranges)


def _ranges(sheet: Sheet, in_agreements: set[int]) -> list[_Range]:
    """Every range of two moments, the likeliest period first."""
    found: list[_Range] = []
    for unit, a, last, b in _pairs(sheet):
        score = sheet.label(unit, a.start).score(PERIOD)[0]
        days = (b.value.instant() - a.value.instant()).days
        score += 0.4 if 360 <= days <= 370 else 0.15 if 25 <= days <= 1200 else -0.3 if days < 0 else 0.0
        score += 0.1 * a.timed + 0.1 * b.timed - 0.3 * (id(unit) in in_agreements)
        score -= 0.5 * (_OF_BEFORE.search(unit.text[: a.start]) is not None)
        found.append(_Range(score, unit, a, last, b))
    return sorted(found, key=lambda r: (-r.score, r.unit.index))


def _pairs(sheet: Sheet) -> Iterator[tuple[Unit, Token, Unit, Token]]:
    """Two moments that words or a dash make one range: in one unit, or where it is broken over two lines (…零时 | 起至…)."""
    for unit in sheet.units:
        moments = [t for t in unit.tokens if t.kind == "moment"]
        for a, b in itertools.pairwise(moments):
            if _is_range(unit.text[a.stop : b.start]):
                yield unit, a, unit, b
        under = unit.below
        if not moments or under is None or not under.tokens or under.tokens[0].kind != "moment":
            continue
        a, b = moments[-1], under.tokens[0]
        if _BREAK.fullmatch(unit.text[a.stop :] + "\n" + under.text[: b.start]):
            yield unit, a, under, b


_BREAK = re.compile(
    r"\s*起?\s*[,，]?\s*(?:(?<=起)\n|\n(?=起)|(?:[-—–~～至到])\s*\n|\n\s*(?=[-—–~～至到]))\s*起?\s*[,，]?\s*(?:[-—–~～至到]+)?\s*"
)
"""Between two moments of a range that goes on in the next line: 起 or what leads to the end stands at the break."""


_OF_BEFORE = re.compile(r"(?:原|上一?(?:年度?|期|份)|旧)(?:保险|保单|承保)?(?:期[间限]|单)?[\s:：为自从(（]*$")
"""Words before the period of the policy that this one renews: （原保险期间2024年…）."""


def _put_range(fields: dict[str, Reading[Any]], ranges: list[_Range]) -> None:
    """The period from the first range, those that say otherwise as its rivals."""
    ranges = [r._replace(end=_to_its_end(r.last, r.end)) for r in ranges]
    best = ranges[0]
    told = [best, *(r for r in ranges[1:] if (r.start.value, r.end.value) != (best.start.value, best.end.value))]
    starts = [Candidate(r.start.value, r.unit, r.start.start, r.start.stop, r.score, "range") for r in told]
    ends = [Candidate(r.end.value, r.last, r.end.start, r.end.stop, r.score, "range") for r in told]
    put(fields, "period_start", starts)
    put(fields, "period_end", ends)


_BOTH_DAYS = re.compile(
    r"止?\s*[（(，,、]?\s*(?:"
    r"[均都皆]?(?:包括|包含|含)(?:[当本该首起止末尾]|首尾|起止|始末|起讫|前后|最后一)(?:两|二)?[日天]"
    r"|(?:首尾|起止|始末|起讫|前后)(?:两|二)?[日天][均都皆]?(?:包括|包含|含|计算?|算)(?:在内)?)"
)
"""Behind the last day of a cover: that this day belongs to it."""


def _to_its_end(unit: Unit, last: Token) -> Token:
    """The last day of a cover to its end, where it has no hour and the paper says that it counts: 至2026年6月19日（均含当日）."""
    if last.timed or not _BOTH_DAYS.match(unit.text, last.stop):
        return last
    return dataclasses.replace(last, value=Moment(last.value.day, 24))


def _put_moments(sheet: Sheet, fields: dict[str, Reading[Any]], ranges: list[_Range]) -> None:
    """The period from moments under labels of their own."""
    put(fields, "period_start", by_token(sheet, ("moment",), START))
    put(fields, "period_end", by_token(sheet, ("moment",), END))
    first, last = fields.get("period_start"), fields.get("period_end")
    if first is not None and last is not None and first.span == last.span:
        # One moment cannot be both: which of the two it is, is not known
        del fields["period_start"], fields["period_end"]
    if "period_end" not in fields and (start := fields.get("period_start")) is not None:
        # A range that runs backwards is the paper's fault: where it begins with the start, it ends with the end
        backwards = [r for r in ranges if r.unit.span(r.start.start, r.start.stop) == start.span]
        told = [Candidate(r.end.value, r.last, r.end.start, r.end.stop, 0.6, "range") for r in backwards[:1]]
        put(fields, "period_end", told)
    if "period_start" not in fields:
        put(fields, "period_start", by_token(sheet, ("moment",), PERIOD))
    start = fields.get("period_start")
    if start is not None and "period_end" not in fields:
        put(fields, "period_end", _across(sheet, start))
    if start is not None and "period_end" not in fields and _ONE_YEAR.search(sheet.text):
        fields["period_end"] = derived(start, _a_year_after(start.value), "arithmetic")


_LEADS_ON = re.compile(r"\s*(?:[-—–~～→]+|起?\s*[至到])\s*$")


def _across(sheet: Sheet, start: Reading[Any]) -> list[Candidate]:
    """The end of a range whose two days a wide gap sets apart: 2026/03/01 0时— | —2027/02/27 24时."""
    for one, other in itertools.pairwise(sheet.units):
        first = next((t for t in one.tokens if t.kind == "moment" and one.span(t.start, t.stop) == start.span), None)
        last = other.tokens[0] if other.tokens and other.tokens[0].kind == "moment" else None
        if first is None or last is None or first is not one.tokens[-1]:
            continue
        if _LEADS_ON.fullmatch(one.text, first.stop) and not strip_label(other.text[: last.start]).strip("—–~～→－"):
            return [Candidate(last.value, other, last.start, last.stop, 0.7, "range")]
    return []


def _a_year_after(start: Moment) -> Moment:
    day = start.day
    leap = (day.month, day.day) == (2, 29)
    return Moment(day + timedelta(365) if leap else day.replace(year=day.year + 1), start.hour, start.minute)


_MOST_YEARS = 3


def _when(told: tuple[Unit, Token]) -> datetime:
    at: datetime = told[1].value.instant()
    return at


def _a_year_apart(sheet: Sheet, fields: dict[str, Reading[Any]]) -> bool:
    """The period as two cells under words that nobody knew: the only two moments with their hours, whole years apart."""
    timed = [(u, t) for u, t in sheet.tokens("moment") if t.timed]
    if len({t.value for _, t in timed}) != 2 or by_token(sheet, ("moment",), START):
        return False
    (first, a), (last, b) = min(timed, key=_when), max(timed, key=_when)
    start, end = a.value.instant(), b.value.instant() + timedelta(minutes=1)
    if (start.month, start.day) != (end.month, end.day) or not 1 <= end.year - start.year <= _MOST_YEARS:
        return False
    for name, unit, token in (("period_start", first, a), ("period_end", last, b)):
        put(fields, name, [Candidate(token.value, unit, token.start, token.stop, 0.45, "form")])
    return True


_FROM = re.compile(r"\s*(?:(?:保险|承保|有效)(?:责任)?期[间限]?\s*[:：]?\s*)?(?:自|从|起|由|始)\s*[:：]?\s*$")

_UNTIL = re.compile(r"\s*起?(?:至|到|迄|止|讫|终)\s*[:：]?\s*$")


def _from_and_to(sheet: Sheet, fields: dict[str, Reading[Any]]) -> bool:
    """The period as two lines or cells that say no more than 自 and 至 before their moments; whether it was found."""
    told = [
        (u, u.tokens[0], u.text[: u.tokens[0].start]) for u in sheet.units if u.tokens and u.tokens[0].kind == "moment"
    ]
    starts = [(u, t) for u, t, lead in told if _FROM.match(lead)]
    ends = [(u, t) for u, t, lead in told if _UNTIL.match(lead)]
    if len(starts) != 1 or len(ends) != 1:
        return False
    forward = starts[0][1].value.instant() < ends[0][1].value.instant()
    if not forward and starts[0][0].right is not ends[0][0]:  # side by side it is the paper that has them backwards
        return False
    for name, (unit, token) in (("period_start", starts[0]), ("period_end", ends[0])):
        put(fields, name, [Candidate(token.value, unit, token.start, token.stop, 0.8, "range")])
    return True


_OF_WORKS = re.compile(
    r"(?:与|和|同|按照?|依|以|随)[^，,。；;]{0,12}?(?:工期|施工期|建设期|竣工)[^，,。；;]{0,6}?(?:一致|相同|同步|为准|投保|承保|确定)"
    r"|(?:按|以)(?:工程|建设|施工)?项目(?:为单位)?(?:[（(]?(?:工期|期间)[）)]?)?(?:投保|承保)|(?:至|到)(?:工程|项目)(?:竣工|完工|交工|通过验收|竣工验收)"
)
_LABEL_OF_WORKS = re.compile("(?:合同|计划|建设|施工|项目|工程)?(?:总)?工期|施工期[限间]?")


def put_term_of_works(sheet: Sheet, fields: dict[str, Reading[Any]]) -> None:
    """term_basis: the words by which the period is that of works (与工期一致), or the term of works that is the same.

    Nothing is looked for where the period is a year, as nearly every one is.
    """
    start, end = fields.get("period_start"), fields.get("period_end")
    if start is None or end is None or 360 <= (end.value.instant() - start.value.instant()).days <= 370:
        return
    for unit in sheet.units:
        if (said := _OF_WORKS.search(unit.text)) is not None:
            fields["term_basis"] = Reading(said[0], unit.span(*said.span()), "prose", 0.9)
            return
    days = {start.value.day, end.value.day}
    for slot in sheet.slots:
        told = {t.value.day for t in slot.unit.tokens if t.kind == "moment"}
        if _LABEL_OF_WORKS.fullmatch(strip_label(slot.label)) and told == days:
            fields["term_basis"] = Reading(strip_label(slot.label), slot.unit.span(), "label", 0.9)
            return
