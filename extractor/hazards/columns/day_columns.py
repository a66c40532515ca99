"""The columns of days in a list of hazards: by when each is to be mended, and when it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from extractor.evidence.columns import NOTHING, Columns, has_date
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.units import Unit
from extractor.hazards.columns.accepted import is_accepted
from extractor.hazards.columns.columns import is_affirmed
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.days import IN_WORDS, day_of
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.record_words import TERM
from extractor.hazards.meaning.reported import tells_reported
from extractor.values.dates import MONTH_DAY

_DUE = formula("deadline", none_of="status reported_to")

_KINDS = (
    ("due", re.compile("期限|时限|限期|要求|计划|预计|拟|应|截止|承诺|最迟|[之以]?前(?!次)|due|deadline|plan", re.I)),
    ("reported", re.compile("上报|报告|报送|报备|移送|通报|抄[送报]")),
    ("reviewed", re.compile("复[查核检验]|验收|核[查验实]|回访|查验|验证|确认")),
    ("mended", re.compile("实际|实完|已|完[成毕工结]|办结|销[号项]|闭环|消除|改[好毕完]|actual|clos|done|fixed|complet", re.I)),
    ("visit", re.compile("^(?:本次)?(?:服务|上门|走访|到访|来访|入企|巡访)(?:日期|时间|日)$")),
    ("found", re.compile("发现|检查|排查|查出|下达|通知|巡查|found", re.I)),
)  # fmt: skip


def day_kind(header: str) -> str | None:
    """What took or is to take place on the days under a header; None where its words do not tell.

    "完成时间" is ``mended`` by its words, and may yet be meant for the day by which to mend: what stands beside it decides.

    >>> [day_kind(h) for h in ("整改期限", "复查日期", "实际完成", "检查日期", "日期")]
    ['due', 'reviewed', 'mended', 'found', None]
    """
    asked = header.split("|")[-1]
    return next((kind for kind, words in _KINDS if words.search(asked)), None)


def with_days(cols: Columns) -> Columns:
    """The columns with each column of days for what its header and the states beside it say: by when to mend, and, as
    ``mended``, when it was; days of a review are neither."""
    days = {c: day_kind(cols.header[c]) for c in range(cols.table.n_cols) if cols.header[c] and _is_of_days(cols, c)}
    due = cols.roles.get("deadline")
    if due is not None and days.get(due) in ("reviewed", "visit") and not _OF_MENDING.search(cols.header[due]):
        cols, due = _without(cols, "deadline"), None
    held = {c for name, c in cols.roles.items() if name not in ("deadline", "found")}
    free = {c: kind for c, kind in days.items() if c not in held}
    wanted = [c for c, kind in free.items() if kind == "due"]
    if (due is None or free.get(due) in ("mended", "found")) and len(wanted) == 1:
        cols, due = replace(cols, roles={**_without(cols, "found").roles, "deadline": wanted[0]}), wanted[0]
    cols, due = _with_term(cols, days, due)
    if due is None and len(terms := [c for c in free if days[c] != "reviewed" and _tells_terms(cols, c)]) == 1:
        cols, due = replace(cols, roles={**cols.roles, "deadline": terms[0]}), terms[0]
    if due is not None and days.get(due) in (None, "mended") and _planned_where_open(cols, due):
        return replace(cols, roles={**cols.roles, "mended": due})
    if due is not None and days.get(due) == "mended" and is_accepted(cols, due):
        return replace(cols, roles={**_without(cols, "deadline").roles, "mended": due})
    done = [
        c
        for c, kind in free.items()
        if (kind == "mended" and (c != due or _SURELY.search(cols.header[c])))
        or (kind in ("mended", None) and _only_where_done(cols, c))
    ]
    if len(done) != 1 or ("status" not in cols.roles and (due in (None, done[0]) or free[done[0]] != "mended")):
        return cols  # without a state 完成时间 is when it was mended only where another column tells by when
    roles = {name: c for name, c in cols.roles.items() if c != done[0]}
    return replace(cols, roles={**roles, "mended": done[0]})


def _with_term(cols: Columns, days: Mapping[int, str | None], due: int | None) -> tuple[Columns, int | None]:
    """The columns with the only days headed as a term ("原定期限") for those by which to mend, where other days that no word
    of a term heads were taken for them; and the column of those days."""
    terms = [c for c in days if _TERM.search(cols.header[c].split("|")[-1])]
    held = {c for name, c in cols.roles.items() if name not in ("deadline", "found", "advice")}
    if due is None or due in terms or days.get(due) == "due" or len(terms) != 1 or terms[0] in held:
        return cols, due
    roles = {name: c for name, c in cols.roles.items() if c != terms[0]}
    return replace(cols, roles={**roles, "deadline": terms[0]}), terms[0]


_TERM = re.compile("期限|时限|限期|截止")
_SURELY = re.compile("实际|实完|actual", re.I)
"""Words of a header that no day to come stands under."""
_OF_MENDING = re.compile("整改|改正|治理|消除")


def _without(cols: Columns, role: str) -> Columns:
    return replace(cols, roles={name: c for name, c in cols.roles.items() if name != role})


def _is_of_days(cols: Columns, c: int) -> bool:
    """Whether a column holds days or terms (立即, 15日内), or words in their place where there is none, and at least one of them."""
    cells = [row[c] for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
    told = [u for u in cells if day_in(u) is not None or _A_DAY.search(u.text) or TERM.match(u.text)]
    return bool(told) and all(u in told or hazard_cells.tells_state(u.text) or len(u.text) <= 4 for u in cells)


_A_DAY = re.compile(
    rf"{MONTH_DAY.pattern}|{IN_WORDS.pattern}" + r"|\d\s*月\s*[底末]|^\s*\d{1,2}[.．]\s*20\d\d\s*[-/年]"
)
"""A day without its year, the end of a month, or a day behind the number of its hazard."""


def _tells_terms(cols: Columns, c: int) -> bool:
    """Whether a cell of a column tells by when something is to be done without a day: 一周内, 春节前; then its days do so too."""
    return any(TERM.match(row[c].text) and not hazard_cells.tells_state(row[c].text) for row in cols.rows if c in row)


def _planned_where_open(cols: Columns, due: int) -> bool:
    """Whether the days of a column are called planned in just the lines that are still open: the others are when it was done."""
    status = cols.roles.get("status")
    lines = [row for row in cols.rows if due in row and not NOTHING.match(row[due].text)]
    planned = [_PLANNED.match(row[due].text) is not None for row in lines]
    done = [
        status in row and outcome(row[status].text, status=True)["rectified"] for row in lines if status is not None
    ]
    return bool(done) and any(planned) and not all(planned) and done == [not one for one in planned]


_PLANNED = re.compile(r"\s*[（(]?\s*(?:计划|预计|拟|承诺|争取)")


def _only_where_done(cols: Columns, c: int) -> bool:
    """Whether days stand just in the lines whose state says that the hazard was mended, and other lines have none."""
    status = cols.roles.get("status")
    if status is None:
        return False
    body = cols.roles["description"]
    lines = [row for row in cols.rows if body in row and not NOTHING.match(row[body].text)]
    states = [row[status].text if status in row else "" for row in lines]
    done = [outcome(text, status=True)["rectified"] or is_affirmed(cols, text) for text in states]
    told = [c in row and not NOTHING.match(row[c].text) and not tells_reported(row[c].text) for row in lines]
    return done == told and any(done) and not all(done)


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
    if due is not None and "mended" not in cols.roles and _all_ended(cols, due):
        return replace(cols, roles={**{n: c for n, c in cols.roles.items() if n != "deadline"}, "mended": due})
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
        days = [day for u in cells if (day := day_in(u) or _bare_day(u, visit)) is not None]
        told = _TOOK_PLACE.search(cols.header[c]) or _but_for_a_word(cols.header[c], cols.header[due])
        open_ = sum(
            (day_in(u) or _bare_day(u, visit)) is None and hazard_cells.tells_state(u.text) for u in cells
        )  # "未完成" among the days
        if told and days and len(days) + open_ == len(cells) and (visit is None or min(days) >= visit):
            roles = {name: col for name, col in cols.roles.items() if col != c}
            return replace(cols, roles={**roles, "status": c})
    return cols


def _all_ended(cols: Columns, due: int) -> bool:
    """Whether the only days of a list are headed as those of having been mended, beside states that all say that it was."""
    if "status" not in cols.roles or _MENDED_HEAD.search(cols.header[due].split("|")[-1]) is None:
        return False
    states = [unit.text for row in cols.rows if due in row and (unit := cols.cell(row, "status")) is not None]
    return bool(states) and all(outcome(text, status=True)["rectified"] for text in states)


_MENDED_HEAD = re.compile("^(?:实际)?(?:整改|隐患整改)(?:完成|完毕)(?:日期|时间)$")


def _bare_day(unit: Unit, visit: date | None) -> date | None:
    """The day in a cell that is no more than one without its year."""
    told = day_of(unit.text, visit) if visit is not None and len(unit.text.strip()) <= _SHORT_DAY else None
    return None if told is None or told[2] - told[1] < len(unit.text.strip()) else told[0]


_SHORT_DAY = 6  # characters of 12月31日
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


def without_deeds(cols: Columns) -> Columns:
    """The columns without one of advice that tells what was done: filled in just the lines that were mended, under a header of
    the mending; it stays as what was done."""
    advice, on = cols.roles.get("advice"), cols.roles.get("mended", cols.roles.get("status"))
    if advice is None or on is None or not hazard_cells.asks_state(cols.header[advice].split("|")[0]):
        return cols
    body = cols.roles["description"]
    lines = [row for row in cols.rows if body in row and not NOTHING.match(row[body].text)]
    told = [advice in row and not NOTHING.match(row[advice].text) for row in lines]
    done = [
        on in row and (day_in(row[on]) is not None or outcome(row[on].text, status=True)["rectified"]) for row in lines
    ]
    done_so = any(_DONE_SO.match(row[advice].text) for row in lines if advice in row)
    if told == done and any(told) and (not all(told) or done_so):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})
    return cols


_DONE_SO = re.compile(r"\s*(?:已|均已|现已)")
