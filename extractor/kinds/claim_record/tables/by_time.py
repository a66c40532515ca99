"""Days that no header told, placed by the order of time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractor.evidence.columns import NOTHING, Columns, has_date
from extractor.evidence.concepts import meaning
from extractor.kinds.claim_record.facts.instalments import with_rest
from extractor.kinds.claim_record.meaning.day_labels import OUTRIGHT, is_beside, said_of_day
from extractor.kinds.claim_record.meaning.roles import DATES, day_in
from extractor.kinds.claim_record.tables.columns import (
    NO_CLAIM_NUMBER,
    number_column,
    policy_column,
    with_numbers,
    with_sums,
    with_victim,
    without_case_numbers,
)
from extractor.kinds.claim_record.tables.told_days import NO_DAY_YET, told_days

_SENT = re.compile("上传|上报|报送|推送|平台|回传|传送(?![带机辊])|监管|upload", re.I)


def _with_told_days(cols: Columns) -> Columns:
    """The days that headers tell of, chosen together; 录入时间 is often the day the case was opened, so that it is a guess."""
    told = told_days(cols)
    roles = {name: c for name, c in cols.roles.items() if name not in DATES and name != "pay_date"}
    roles = {name: c for name, c in roles.items() if c not in told.values()} | told
    weak = "uploaded" in told and _SENT.search(cols.header[told["uploaded"]]) is None
    guessed = {
        name: c for name, c in told.items() if _is_guessed(name, cols.header[c]) or (weak and name == "uploaded")
    }
    return replace(cols, roles=roles | {f"guessed {name}": c for name, c in guessed.items()})


def _is_guessed(name: str, header: str) -> bool:
    """Whether a header says too little of a day for anybody to be judged by it: the day of a payment or of filing away as that of
    the closing, the day a case was opened as that of its report."""
    sure = said_of_day(header).get(name)
    return sure is not None and sure < (OUTRIGHT if name == "closed_date" else _TOLD_WELL)


_TOLD_WELL = 0.5


def by_time(cols: Columns) -> Columns:
    """The columns with days that no header told placed by the order of time, and numbers by their form."""
    cols = _with_told_days(cols)
    roles = _named(cols)
    loose = _loose(cols, roles)
    missing = [name for name in DATES if name not in roles]
    if len(loose) > len(missing) and {"accident_date", "reported_date"} <= set(missing):
        placed = _first_two(cols, roles, loose)
    elif len(loose) > len(missing) and "accident_date" in missing and "reported_date" in roles:
        placed = _before_report(cols, roles, loose)
    else:
        placed = _one_by_one(cols, roles, loose, missing)
    return replace(cols, roles={**roles, **placed, **{f"guessed {name}": c for name, c in placed.items()}})


def _named(cols: Columns) -> dict[str, int]:
    """The columns of sums, numbers and people, by their headers and by the form of their cells."""
    roles = dict(cols.roles)
    if "case_no" in roles and NO_CLAIM_NUMBER.search(cols.header[roles["case_no"]]):
        del roles["case_no"]  # of a bank's card
    if (short := roles.pop("policy_short", None)) is not None:
        roles.setdefault("policy_no", short)
    roles = with_sums(cols, with_numbers(cols, without_case_numbers(cols, roles)))
    roles = dict(with_rest(replace(cols, roles=roles)).roles)
    roles = with_victim(cols, roles)
    told = "policy_no" in roles and meaning(cols.header[roles["policy_no"]]).has("policy")
    others = {name: c for name, c in roles.items() if name != "policy_no" or told}
    if not told and (held := policy_column(cols, others)) is not None:
        roles = {name: c for name, c in others.items() if c != held} | {"policy_no": held}
    hurt = roles.pop("hurt", None)
    if hurt is not None:
        roles.setdefault("kind", hurt)
    if "report_no" not in roles and "case_no" in roles:
        roles["report_no"] = roles.pop("case_no")
    if "report_no" not in roles and (number := number_column(cols, roles)) is not None:
        roles = {name: c for name, c in roles.items() if c != number} | {"report_no": number}
    return roles


def _loose(cols: Columns, roles: Mapping[str, int]) -> list[int]:
    """The columns of days that no header tells of."""
    loose = []
    for c in range(len(cols.header)):
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        cells = [unit for unit in cells if not NO_DAY_YET.fullmatch(unit.text)]
        if (
            c not in roles.values()
            and cells
            and all(has_date(u) for u in cells)
            and not meaning(cols.header[c]).any("print", "sign", "payday", "paid", "period")
            and not is_beside(cols.header[c])
        ):
            loose.append(c)
    return loose


def _days(cols: Columns, c: int) -> list[date]:
    return [day for row in cols.rows if (day := day_in(row.get(c))) is not None]


def _first_two(cols: Columns, roles: Mapping[str, int], loose: Sequence[int]) -> dict[str, int]:
    """The accident and its report, a few days after it: of more days than are missing only these are told by their order."""
    first, second = sorted(loose, key=lambda c: _days(cols, c))[:2]
    placed = {"accident_date": first, "reported_date": second}
    return placed if _soon_after(cols, first, second) and _in_order(cols, {**roles, **placed}) else {}


def _before_report(cols: Columns, roles: Mapping[str, int], loose: Sequence[int]) -> dict[str, int]:
    """The accident's day: the only one of more days than are missing that each reported case has, not after its report."""
    reported = [row for row in cols.rows if day_in(row.get(roles["reported_date"])) is not None]
    whole = [c for c in loose if reported and all(day_in(row.get(c)) is not None for row in reported)]
    fits = [c for c in whole if _in_order(cols, {**roles, "accident_date": c})]
    return {"accident_date": fits[0]} if len(fits) == 1 else {}


def _one_by_one(
    cols: Columns, roles: Mapping[str, int], loose: Sequence[int], missing: Sequence[str]
) -> dict[str, int]:
    """The days that are missing, the earliest column first, each where it runs against no other."""
    placed: dict[str, int] = {}
    left, open_ = list(loose), list(missing)
    while left and open_ and len(left) <= len(open_):
        first = min(left, key=lambda c: _days(cols, c))
        names = [name for name in open_ if _in_order(cols, {**roles, **placed, name: first})]
        left.remove(first)
        if not names:
            continue
        name = names[0]
        if (
            len(names) > 1
            and name == "reported_date"
            and len(left) + 1 < len(open_)
            and not _soon_after(cols, {**roles, **placed}.get("accident_date"), first)
        ):
            name = names[1]  # weeks after the accident: no report
        placed[name] = first
        open_.remove(name)
    return placed


def _soon_after(cols: Columns, accident: int | None, col: int) -> bool:
    """Whether the days of a column follow the accidents within a few days, as reports do."""
    if accident is None:
        return True
    gaps = sorted(
        (b - a).days
        for row in cols.rows
        if (a := day_in(row.get(accident))) is not None and (b := day_in(row.get(col))) is not None
    )
    return not gaps or gaps[len(gaps) // 2] <= 5


def _in_order(cols: Columns, roles: Mapping[str, int]) -> bool:
    """Whether the days of every row stand in the order of time under ``roles``."""
    for row in cols.rows:
        days = [day for name in DATES if name in roles and (day := day_in(row.get(roles[name]))) is not None]
        if any(a > b for a, b in pairwise(days)):
            return False
    return True
