"""The columns of days in a list of hazards: by when each is to be mended, and when it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from extractor.evidence.columns import NOTHING, Columns, has_date
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.units import Unit
from extractor.hazards import cells as hazard_cells

_DUE = formula("deadline", none_of="status reported_to")


def with_named_deadline(cols: Columns) -> Columns:
    """The columns with the days under a header for a deadline, where the column taken for them is headed as days of something;
    without any where that one stands before what is wrong, as in a log of visits."""
    due = cols.roles.get("deadline")
    words = meaning(cols.header[due]) if due is not None else None
    if due is None or words is None or words.has("deadline"):
        return cols
    for c, header in enumerate(cols.header):
        if c not in cols.roles.values() and _DUE.score(meaning(header)) and _all(cols, c, has_date):
            return replace(cols, roles={**cols.roles, "deadline": c})
    if due < cols.roles.get("description", -1) and words.has("date") and _BARE_DAY.fullmatch(cols.header[due].strip()):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "deadline"})
    return cols


_BARE_DAY = re.compile(r"(?:[^|]*\|)?(?:日\s*期|时\s*间|date)", re.I)
"""A header that says no more than that days stand under it."""


def with_state_beside_day(cols: Columns) -> Columns:
    """The columns with the state where words tell it: a column of days under a word of mending, beside one of states, is the
    days by which to mend."""
    status = cols.roles.get("status")
    if status is None or not _all(cols, status, is_day if "deadline" in cols.roles else lambda u: bool(day_in(u))):
        return cols
    due = cols.roles.get("deadline")
    for c in range(cols.table.n_cols) if due is None else (due,):
        free = c == due or c not in cols.roles.values()
        if free and _all(cols, c, lambda u: hazard_cells.tells_state(u.text) and not is_day(u)):
            return replace(cols, roles={**cols.roles, "deadline": status, "status": c})
    return cols


def is_day(unit: Unit) -> bool:
    """Whether a cell is a day and nothing else."""
    return any(t.kind == "moment" and t.stop - t.start >= len(unit.text.strip(" 日前（()）")) - 1 for t in unit.tokens)


def _all(cols: Columns, c: int, form: Callable[[Unit], bool]) -> bool:
    cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
    return bool(cells) and all(map(form, cells))


def with_mended_day(cols: Columns, visit: date | None) -> Columns:
    """The columns with the days on which hazards were mended, where no column tells their state: a second column of days
    beside the deadlines, headed as what took place, or headed in the deadline's own words but for one or two.

    ``visit``: a day of the paper before which nothing was mended.
    """
    due = cols.roles.get("deadline")
    if due is None or "status" in cols.roles:
        return cols
    for c in range(cols.table.n_cols):
        if (
            c == due
            or c in {col for name, col in cols.roles.items() if name != "found"}
            or _OTHER_DAY.search(cols.header[c])
        ):
            continue
        cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        days = [day for u in cells if (day := day_in(u)) is not None]
        told = _TOOK_PLACE.search(cols.header[c]) or _but_for_a_word(cols.header[c], cols.header[due])
        open_ = sum(day_in(u) is None and hazard_cells.tells_state(u.text) for u in cells)  # "未完成" among the days
        if told and days and len(days) + open_ == len(cells) and (visit is None or min(days) >= visit):
            roles = {name: col for name, col in cols.roles.items() if col != c}
            return replace(cols, roles={**roles, "status": c})
    return cols


_TOOK_PLACE = re.compile("实际|实完|已|完[成毕工结]|办结|销|闭|消除|改[好毕完]|actual|clos|done|fixed|complet", re.I)
_OTHER_DAY = re.compile("发现|排查|检查|查出|下达|通知|报|复|回访|验|拟|计划|应|限|要求|前|due|found|plan", re.I)


def _but_for_a_word(header: str, other: str) -> bool:
    """Whether two headers end alike in words beyond "date", and only one of them asks for what is to be: 要求消除时间, 实际消除时间."""
    a, b = (re.sub(r"日期|时间|日$", "", "".join(text.split())) for text in (header, other))
    tail = next((n for n in range(min(len(a), len(b)), 1, -1) if a[-n:] == b[-n:]), 0)
    return tail >= 2 and a != b and _OTHER_DAY.search(b) is not None


def day_in(unit: Unit) -> date | None:
    """The first day in a cell."""
    token = next((t for t in unit.tokens if t.kind == "moment"), None)
    return None if token is None else token.value.day
