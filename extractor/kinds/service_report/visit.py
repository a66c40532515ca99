"""From which day to which a visit was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from extractor.evidence.candidates import Candidate, by_token, derived
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.columns.day_columns import day_kind
from extractor.kinds.base import put
from extractor.kinds.service_report.categories import type_codes
from extractor.kinds.service_report.first_and_last import day_of, put_end_beside, range_end, start_and_end
from extractor.kinds.service_report.numbered_visits import numbered_visits
from extractor.kinds.service_report.other_days import (
    closes_letter,
    heads_mail,
    is_of_another_visit,
    is_of_something_else,
    is_signing,
    is_time_of_print,
    signs_beside,
    tells_issue,
    was_only_planned,
)
from extractor.kinds.service_report.review import own_days, told_of_review
from extractor.kinds.service_report.yearless import Told as ToldWithoutYear
from extractor.kinds.service_report.yearless import (
    YearApart,
    labels_visit,
    told_without_year,
    with_year_apart,
    with_year_of_letter,
)
from extractor.record import Reading
from extractor.values import dates
from extractor.values.scan import Token

SERVICE_DATE = formula(
    "service|date",
    "date service start end period",
    "sign_off hazard deadline status policy print sign reported_to insured_count claim_no confirm_time payment report",
)
Told = tuple[float, Unit, Token, Token]
"""A day or range that may be the visit's: how likely, in which unit, its first day and its last."""


def read_days(sheet: Sheet, fields: dict[str, Reading[Any]], in_hazards: frozenset[int]) -> None:
    """Start and end of the visit: a labelled range or day, else the first days that a sentence gives to the service."""
    if (both := start_and_end(sheet, in_hazards)) is not None:
        put(fields, "service_start", both[0])
        put(fields, "service_end", both[1])
        return
    own = own_days(sheet, _no_signatures(sheet, in_hazards), in_hazards, lambda u, t: _named(sheet, u, t))
    if own is not None:
        _put_likeliest(fields, [(_OWN_DAY, u, t, range_end(u, t) or t) for u, t in own.days])
        if not own.sole:  # 服务日期 beside 回访日期: whose day the paper's is, its words leave open
            _doubt(fields)
        return
    if len(visits := numbered_visits(sheet, in_hazards)) > 1:
        for name, day in (("service_start", min), ("service_end", max)):
            put(fields, name, [day(visits, key=lambda c: c.value)])
        return
    dated, moments = _may_be_of_visit(sheet, in_hazards)
    found = [told for u, t in moments if (told := _weighed(sheet, u, t)) is not None and told[0] >= 0.4]
    yearless = [] if found else told_without_year(sheet, lambda u: id(u) in in_hazards)
    if not found and (days := _without_year(sheet, in_hazards, yearless, dated)) is not None:
        unit, first_day, last_day, start, stop = days
        fields["service_start"] = Reading(first_day, unit.span(start, stop), "label", 0.8)
        fields["service_end"] = Reading(last_day, unit.span(start, stop), "label", 0.8)
        return
    apart = any(not is_signing(u) for u, _ in moments)
    if not found and (listed := _days_of_the_list(sheet, in_hazards)) and not (apart and _are_of_mending(listed)):
        put(fields, "service_start", listed[:1])
        put(fields, "service_end", listed[-1:])
        return
    guessed = not found
    if guessed:
        # no label and no verb: the earliest day the report names outside its list and its signatures
        found = [(0.4, u, t, range_end(u, t) or t) for u, t in moments if not is_signing(u)]
        found = ([told for told in found if _OF_REVIEW.search(told[1].text[: told[2].start])] or found)[:1] + [
            told for told in found[1:] if _is_service_under(found[0], told)
        ]
    reviewed = told_of_review(sheet, moments) if found else None
    if reviewed:
        found = [(_OWN_DAY, u, t, range_end(u, t) or t) for u, t in reviewed]
    if found:
        _put_likeliest(fields, found)
    if reviewed == [] and _signed_long_after(sheet, in_hazards, fields["service_start"].value):
        _doubt(fields)
    if found and not guessed and fields["service_start"].confidence < _PLAIN:
        first = fields["service_start"].value  # 报告日期 beside 现场时间 9月12日
        beside = [m for u, m in told_without_year(sheet, lambda u: id(u) in in_hazards) if labels_visit(u, m)]
        if any(dates.in_year(m[1] + "日", first.year) != first for m in beside):
            _doubt(fields)
    if found and guessed and (yearless or closes_letter(sheet, found[0][1]) or tells_issue(found[0][1])):
        # the visit's own day stands on the paper, or this one only tells when the letter was written: nobody is judged by it
        _doubt(fields)


def _may_be_of_visit(sheet: Sheet, in_hazards: frozenset[int]) -> tuple[list[Unit], list[tuple[Unit, Token]]]:
    """The units with a day that is of no other visit, and their days but for those that head mail."""
    moments = [(u, t) for u, t in sheet.tokens("moment") if id(u) not in in_hazards]
    moments = [(u, t) for u, t in moments if not is_of_another_visit(_named(sheet, u, t))]
    moments = [(u, t) for u, t in moments if not is_of_something_else(u, t.start)] or moments
    moments = [(u, t) for u, t in moments if not is_time_of_print(sheet, u)]
    return [u for u, _ in moments], [(u, t) for u, t in moments if not heads_mail(sheet, u)]


_PLAIN = 0.8
"""Confidence from which a day stands under a plain label of the visit, or in a sentence that tells of it."""
_GUESS = 0.4
"""Confidence under which a reading is shown and no rule is held against it."""


def _signed_long_after(sheet: Sheet, in_hazards: frozenset[int], day: date) -> bool:
    """Whether a review was signed so long after a day that it may be that of the visit before."""
    signed = (t.value.day for u, t in sheet.tokens("moment") if id(u) not in in_hazards and is_signing(u))
    return any((last - day).days > _SIGNED_WITHIN for last in signed)


_SIGNED_WITHIN = 7  # days within which what was looked at is signed, mostly


def _doubt(fields: dict[str, Reading[Any]]) -> None:
    for name in ("service_start", "service_end"):
        fields[name] = replace(fields[name], confidence=min(fields[name].confidence, _GUESS))


_OWN_DAY = 0.85
"""How likely the day is the visit's that the head of a review calls its own."""


def _no_signatures(sheet: Sheet, in_hazards: frozenset[int]) -> Iterator[tuple[Unit, Token]]:
    """The days outside the list that are not beside the label of a signature."""
    for unit, token in sheet.tokens("moment"):
        if id(unit) not in in_hazards and not is_signing(unit) and not is_of_another_visit(_named(sheet, unit, token)):
            yield unit, token


def _without_year(
    sheet: Sheet, in_hazards: frozenset[int], yearless: Sequence[ToldWithoutYear], dated: Sequence[Unit]
) -> YearApart | None:
    """A visit whose days stand without their year: it stands apart from them, or is that of the letter that tells of the visit."""
    apart = with_year_apart(sheet, lambda u: id(u) in in_hazards or is_signing(u))
    ends = [u for u in dated if _tells_end(sheet, u) or heads_mail(sheet, u)] if yearless else []
    return apart or with_year_of_letter(sheet, yearless, dated, ends)


def _tells_end(sheet: Sheet, unit: Unit) -> bool:
    """Whether the days of a unit say when the paper was written or signed."""
    of_sheet = (signs_beside, closes_letter, heads_mail)
    return is_signing(unit) or tells_issue(unit) or any(tells(sheet, unit) for tells in of_sheet)


_OF_REVIEW = re.compile(r"(?:复查|回访|核查|复核)(?:日期|时间)\s*[:：]\s*$")
"""The label of a day of a review, which is the visit's where no other day is: that in a number ("销字20250615-2") is not."""


def _likeness(text: str, weight: float) -> float:
    return SERVICE_DATE.score(meaning(text)) * weight * (1.0 if meaning(text).has("service") else 0.8)


def _named(sheet: Sheet, unit: Unit, token: Token) -> tuple[str, ...]:
    """What names a day: the words before it, its nearest label, and that which is likest to the label of a visit's day."""
    options = sheet.label(unit, token.start).options
    likest = max(options, key=lambda option: _likeness(option[0], option[1]), default=None)
    return (unit.text[: token.start], *(one[0] for one in (*options[:1], likest) if one is not None))


_LESS_IF_PLANNED = 0.35
"""How much less likely the day of a plan is the visit's; where no other is told it stands still."""


def _weighed(sheet: Sheet, unit: Unit, token: Token) -> Told | None:
    """How likely a day is the visit's by its label and the words about it; None for a day by which something is due."""
    best, named = max(
        ((_likeness(text, weight), text) for text, weight, _ in sheet.label(unit, token.start).options),
        default=(0.0, ""),
    )
    if was_only_planned(named):
        best -= _LESS_IF_PLANNED
    lead, after = unit.text[max(0, token.start - 24) : token.start], unit.text[token.stop : token.stop + 60]
    if re.search(r"于\s*$|(?<![间限期险])自\s*$|^.{0,4}$", lead) and re.search(
        r"开展|进行|实施|提供|组织|走访|检查|培训|派|前往|赴|对|到", after
    ):
        best = max(best, 0.85)
    if (
        re.search(
            "签|确认|盖章|编制|出具|报告日期|打印|填[表报]|制表", unit.text[max(0, token.start - 8) : token.start]
        )
        or is_signing(unit)
        or signs_beside(sheet, unit)
        or closes_letter(sheet, unit)
    ):
        best -= 0.5
    if re.match(r"\s*(?:之|以|底)?前", after) or re.search(
        r"责令|限[于期]|整改期|截止", unit.text[max(0, token.start - 10) : token.start]
    ):
        return None
    if _OF_A_PAPER.match(after):
        return None
    pair = range_end(unit, token)
    likely = best + 0.15 * (pair is not None) + 0.05 * (unit.index < 0.5 * len(sheet.units))
    return likely, unit, token, pair or token


_OF_A_PAPER = re.compile(
    r"\s*(?:签订|签署|订立|下达|印发|下发|发出)的?[^，,。；;]{0,16}(?:合同|协议|委托[书函]|通知|文件|计划|任务)"
)
"""Behind a day that tells of the paper by which somebody came."""


def _put_likeliest(fields: dict[str, Reading[Any]], found: list[Told]) -> None:
    found.sort(key=lambda f: (-f[0], f[1].index))
    if len(visits := _of_one_column(found)) > 1:
        for name, told in (("service_start", visits[0]), ("service_end", visits[-1])):
            put(fields, name, [Candidate(told[2].value.day, told[1], told[2].start, told[2].stop, told[0], "label")])
        return
    ends_of: tuple[tuple[str, Callable[[Told], Token]], ...] = (
        ("service_start", lambda f: f[2]),
        ("service_end", lambda f: f[3]),
    )
    for name, chosen in ends_of:
        put(
            fields,
            name,
            [Candidate(chosen(f).value.day, f[1], chosen(f).start, chosen(f).stop, f[0], "label") for f in found],
        )
    if fields["service_end"].value == fields["service_start"].value:
        put_end_beside(fields, found[0][1])
    if fields["service_end"].value < fields["service_start"].value:
        fields["service_end"] = derived(fields["service_start"], fields["service_start"].value, "arithmetic")


def _of_one_column(found: list[Told]) -> list[Told]:
    """The visits of a list of them, a line for each, in the order of their days: those in the column of the likeliest day."""
    cell, table = found[0][1].cell, found[0][1].table
    if cell is None or table is None or table.n_cols < 3:
        return []
    visits = [f for f in found if f[1].table is table and f[1].cell is not None and f[1].cell.col == cell.col]
    alike = all(f[3] is f[2] and f[0] >= found[0][0] - _ALIKE for f in visits)
    under = len({f[1].cell.row for f in visits if f[1].cell is not None}) == len(visits)
    return sorted(visits, key=lambda f: f[2].value.day) if alike and under else []


def _is_service_under(first: Told, told: Told) -> bool:
    """Whether a day stands in the column of the first, both beside the name of a service: 培训 | … | 11月6日完成."""
    cell, other = first[1].cell, told[1].cell
    if cell is None or other is None or told[1].table is not first[1].table or other.col != cell.col:
        return False
    return other.row != cell.row and _names_service(first[1]) and _names_service(told[1])


def _names_service(unit: Unit) -> bool:
    """Whether an entry to the left of a cell names a service."""
    beside = unit.left
    while beside is not None and not type_codes(beside.text):
        beside = beside.left
    return beside is not None


_ALIKE = 0.2
"""How much less likely by its label the day of a later line is than that of the first."""


def _are_of_mending(listed: Sequence[Candidate]) -> bool:
    """Whether a column of days tells when each hazard was mended, as that of a review does: 完成日期."""
    return all(day_kind(c.unit.topmost().text) == "mended" for c in listed)


def _days_of_the_list(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """The first and the last of the days that a column of the list of hazards gives them, where its header calls them those of
    the visit."""
    found = [c for c in by_token(sheet, ("moment",), SERVICE_DATE, value=day_of) if id(c.unit) in in_hazards]
    if not found or found[0].unit.cell is None:
        return []
    col = found[0].unit.cell.col  # the likeliest header; another may tell when each hazard was mended
    found = [c for c in found if c.unit.cell is not None and c.unit.cell.col == col]
    found = sorted((replace(c, score=min(c.score, 0.6)) for c in found), key=lambda c: c.value)
    return [found[0], found[-1]] if len(found) > 1 else []
