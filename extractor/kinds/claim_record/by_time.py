"""Days that no header told, placed by the order of time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from extractor.evidence.columns import (
    NOTHING,
    Columns,
    has_date,
)
from extractor.evidence.concepts import meaning
from extractor.kinds.claim_record.columns import number_column, policy_column, with_numbers, with_sums, with_victim
from extractor.kinds.claim_record.day_labels import is_beside
from extractor.kinds.claim_record.roles import DATES, day_in
from extractor.kinds.claim_record.told_days import NO_DAY_YET, told_days

_SENT = re.compile("上传|上报|报送|推送|平台|回传|传送|监管|upload", re.I)


def _with_told_days(cols: Columns) -> Columns:
    """The days that headers tell of, chosen together; 录入时间 is often the day the case was opened, so that it is a guess."""
    told = told_days(cols)
    roles = {name: c for name, c in cols.roles.items() if name not in DATES and name != "pay_date"}
    roles = {name: c for name, c in roles.items() if c not in told.values()} | told
    weak = "uploaded" in told and _SENT.search(cols.header[told["uploaded"]]) is None
    return replace(cols, roles=roles | ({"guessed uploaded": told["uploaded"]} if weak else {}))


def by_time(cols: Columns) -> Columns:
    """The columns with days that no header told placed by the order of time, and numbers by their form."""
    cols = _with_told_days(cols)
    roles = dict(cols.roles)
    if (short := roles.pop("policy_short", None)) is not None:
        roles.setdefault("policy_no", short)
    roles = with_sums(cols, with_numbers(cols, roles))
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
    loose = []
    guessed = set()
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
    missing = [name for name in DATES if name not in roles]
    if len(loose) > len(missing) and {"accident_date", "reported_date"} <= set(missing):
        # more days than are missing: only an accident and the report a few days after it are told by their order
        first, second = sorted(loose, key=lambda c: [d for row in cols.rows if (d := day_in(row.get(c))) is not None])[
            :2
        ]
        if _soon_after(cols, first, second) and _in_order(
            cols, {**roles, "accident_date": first, "reported_date": second}
        ):
            roles |= {"accident_date": first, "reported_date": second}
            guessed |= {"accident_date", "reported_date"}
        loose = []
    while loose and missing and len(loose) <= len(missing):
        fits = {c: [name for name in missing if _in_order(cols, {**roles, name: c})] for c in loose}
        first = min(loose, key=lambda c: [day for row in cols.rows if (day := day_in(row.get(c))) is not None])
        names = fits[first]
        loose.remove(first)
        if not names:
            continue
        name = names[0]
        if (
            len(names) > 1
            and name == "reported_date"
            and len(loose) + 1 < len(missing)
            and not _soon_after(cols, roles.get("accident_date"), first)
        ):
            name = names[1]  # weeks after the accident: no report
        roles[name] = first
        guessed.add(name)
        missing.remove(name)
    return replace(cols, roles=roles | {f"guessed {name}": roles[name] for name in guessed})


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
