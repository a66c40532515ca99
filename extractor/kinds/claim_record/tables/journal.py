"""A log of several claims: a line for each step, the case in one column, the day and the step beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.days import roles_told
from extractor.kinds.claim_record.facts.case_numbers import claim_number
from extractor.kinds.claim_record.facts.people_told import people_told
from extractor.kinds.claim_record.meaning.roles import DATES, day_in
from extractor.kinds.claim_record.meaning.words import ADVANCE
from extractor.record import Reading, Row

_FEWEST_CASES, _FEWEST_STEPS = 2, 3
_MOST = 0.8
"""Share of the lines that must have a day, or a step of a claim."""
_LONGEST_STEP = 12
_IN_BRACKETS = re.compile(
    r"\s*[（(]\s*(?:[\u4e00-\u9fff]{1,4}号码?[:：]?\s*)?([A-Za-z0-9][A-Za-z0-9\-/]{4,35})\s*[)）]\s*"
)
_HURT = re.compile("(?P<name>[\u4e00-\u9fff]{2,3}?)(?=被|在|因|不慎|[滑摔跌坠触])")
Lines = Sequence[Mapping[int, Unit]]


def of_journals(sheet: Sheet) -> list[Row]:
    """The claims of every table that is such a log, in the order in which they begin."""
    return [row for table, units in sheet.tables for row in _claims(table, grid(table, units))]


def _claims(table: Table, rows: Lines) -> list[Row]:
    for c in range(table.n_cols - 1):
        cases: dict[str, list[Mapping[int, Unit]]] = {}
        for row in rows[1:]:
            if c in row and (name := _IN_BRACKETS.sub("", row[c].text).strip()):
                cases.setdefault(name, []).append(row)
        if len(cases) < _FEWEST_CASES or min(map(len, cases.values())) < _FEWEST_STEPS:
            continue
        lines = [row for own in cases.values() for row in own]
        day = next((k for k in range(table.n_cols) if _share(lines, k, _is_day) >= _MOST), None)
        step = next((k for k in range(table.n_cols) if k not in (c, day) and _share(lines, k, _is_step) >= _MOST), None)
        if day is None or step is None:
            continue
        told = [_claim(name, own, c, day, step) for name, own in cases.items()]
        return [row for row in told if row is not None] if all(told) else []
    return []


def _share(lines: Lines, c: int, fits: Callable[[Unit], bool]) -> float:
    return sum(c in row and fits(row[c]) for row in lines) / len(lines)


def _is_day(unit: Unit) -> bool:
    return day_in(unit) is not None


def _is_step(unit: Unit) -> bool:
    return len(unit.text) <= _LONGEST_STEP and bool(roles_told(unit.text))


def _claim(name: str, lines: Lines, case: int, day: int, step: int) -> Row | None:
    """The claim of one case; None where its steps leave out the accident or its report."""
    cells: dict[str, Reading[Any]] = {}
    heads = [row[case] for row in lines]
    for unit in heads:
        match = _IN_BRACKETS.search(unit.text)
        if match is not None:
            cells.setdefault("report_no", Reading(match[1], unit.span(*match.span(1)), "table", 0.93))
    if "report_no" not in cells and claim_number(name) is not None:
        cells["report_no"] = Reading(name, heads[0].span(), "table", 0.9)
    for row in lines:
        told = roles_told(row[step].text) if step in row else {}
        role = max(told, key=lambda one: told[one], default="")
        if role in DATES and role not in cells and day in row and (value := day_in(row[day])) is not None:
            cells[role] = Reading(value, row[day].span(), "table", 0.9)
        for c, unit in row.items():
            if c not in (case, day, step):
                cells |= {k: v for k, v in _said(role, unit).items() if k not in cells}
    if not {"accident_date", "reported_date"} <= cells.keys():
        return None
    return Row(cells, heads[0].span())


def _said(role: str, unit: Unit) -> dict[str, Reading[Any]]:
    """What the remark beside a step tells: who was hurt beside the accident, the sum beside the payment, a policy's number."""
    out: dict[str, Reading[Any]] = {}
    if role == "accident_date":
        people = [(one, start, stop) for one, start, stop, _, _ in people_told(unit.text)]
        if not people and (match := _HURT.match(unit.text)) is not None:
            people = [(match["name"], *match.span("name"))]
        if people:
            out["victim"] = Reading(people[0][0], unit.span(*people[0][1:]), "table, in words", 0.75)
    for token in unit.tokens:
        if role in ("pay_date", "closed_date") and token.kind == "amount" and not ADVANCE.search(unit.text):
            value = Decimal(token.value).quantize(Decimal("0.01"))
            out.setdefault("paid", Reading(value, unit.span(token.start, token.stop), "table", 0.85))
        if token.kind in ("code", "uscc", "number") and _OF_POLICY.search(unit.text[: token.start]):
            number = unit.text[token.start : token.stop]
            out.setdefault("policy_no", Reading(number, unit.span(token.start, token.stop), "table", 0.9))
    return out


_OF_POLICY = re.compile(r"(?:保单|保险单)(?:号码?|编号)?\s*[:：]?\s*$")
