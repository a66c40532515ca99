"""The columns of a list of hazards whose header nobody knows, by what their cells tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from extractor.document import Table
from extractor.evidence.columns import NOTHING, Columns, Role, find_columns, has_date, is_ordinal, unheaded
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.units import Unit
from extractor.hazards.columns.day_columns import day_in
from extractor.hazards.columns.due_and_state import PAIR_OF_DAYS
from extractor.hazards.columns.marked_words import crossed_lines
from extractor.hazards.meaning import record_words
from extractor.hazards.meaning.cells import (
    asks_state,
    cites_law,
    han,
    tells_defect,
    tells_level,
    tells_remedy,
    tells_state,
)
from extractor.hazards.meaning.words import TICKED_LEVEL

_MARK = re.compile(r"^\s*(?:[√×✓✗☑☒xX○●]|不?符合|不?合格|正常|异常|有|无|是|否)\s*$")
_AT_ONCE = re.compile(r"^\s*当[场日天][\u4e00-\u9fff]{0,4}\s*$")


_DAY_FIRST = re.compile(r"^\s*\d{1,2}月\d{1,2}[日号]\s*[之以]?前?\s*[，,；;。(（]")
"""A day with a clause of its own behind it: "1月10日，改完前不得卸油"."""


def _tells_due(unit: Unit) -> bool:
    """Whether a cell is a day, or says that the mending was or is to be at once."""
    return has_date(unit) or any(form.match(unit.text) for form in (_AT_ONCE, _DAY_FIRST, PAIR_OF_DAYS))


ROLES = (
    Role("ordinal", formula("ordinal", none_of="hazard advice deadline status level"), is_ordinal),
    Role("level", formula("level", none_of="deadline status advice"), lambda u: tells_level(u.text) or TICKED_LEVEL.search(u.text) is not None, by_form=0.9),
    Role("description", formula("hazard", none_of="advice deadline status level reported_to basis"), lambda u: tells_defect(u.text), must=False, by_form=0.8),
    Role("advice", formula("advice", none_of="deadline status reported_to"), lambda u: tells_remedy(u.text), by_form=0.7),
    Role("basis", formula("basis", none_of="hazard advice"), lambda u: cites_law(u.text), by_form=0.95),
    Role("found", formula("hazard date", "date", "deadline status advice reported_to"), has_date),
    Role("deadline", formula("deadline|date", "deadline", "status reported_to"), _tells_due, by_form=0.6),
    Role("status", formula("status", none_of="deadline reported_to advice"), lambda u: tells_state(u.text), must=False, by_form=0.65),
    Role("checked", formula("service status", "status", "deadline reported_to"), lambda u: _MARK.match(u.text) is not None, by_form=0.75),
    Role("reported", formula("reported_to", none_of="deadline advice"), None),
)  # fmt: skip


def with_told_advice(cols: Columns) -> Columns:
    """The columns with what is to be done in the one whose header asks for it and whose cells tell it, where those of the column
    taken for it tell something else: what a standard asks for, beside 改进措施."""
    held = cols.roles.get("advice")
    if held is None or _tell_remedy(cols, held):
        return cols
    label = next(role.label for role in ROLES if role.name == "advice")
    if _WHERE.fullmatch(cols.header[held].split("|")[-1].strip()):
        cols = replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})
    free = [
        c for c in range(cols.table.n_cols) if c not in cols.roles.values() and label.score(meaning(cols.header[c]))
    ]
    told = [c for c in free if _tell_remedy(cols, c)]
    return replace(cols, roles={**cols.roles, "advice": told[0]}) if len(told) == 1 else cols


_WHERE = re.compile(
    "(?:隐患|检查|排查|所在|具体|存在)?(?:部位|位置|地点|区域|场所|车间|岗位|工段|工序|作业点|装置|点位|科室|部门)(?:名称)?(?:[/／、](?:部位|位置|地点|区域|场所|车间|岗位|装置))?"
)
"""A header over where things are, which no words under it make what is to be done."""


def _tell_remedy(cols: Columns, c: int) -> bool:
    cells = [row[c].text for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
    return bool(cells) and sum(map(tells_remedy, cells)) >= 0.5 * len(cells)


@dataclass(frozen=True, slots=True)
class Words:
    """What tells of a defect and of a remedy, and the columns that cells may be of by it."""

    defect: Callable[[str], bool]
    remedy: Callable[[str], bool]
    roles: Sequence[Role]
    look: Sequence[int] = (8,)  # rows among which the heads are looked for, one after the other

    @staticmethod
    def by(defect: Callable[[str], bool], remedy: Callable[[str], bool]) -> Words:
        forms = {"description": lambda u: defect(u.text), "advice": lambda u: remedy(u.text)}
        # of heads that nobody knows the first row is it sooner than an entry that its neighbours make one
        return Words(defect, remedy, tuple(replace(r, form=forms.get(r.name, r.form)) for r in ROLES), (1, 8))


LISTED = Words(tells_defect, tells_remedy, ROLES)
LEARNED = Words.by(record_words.tells_defect, record_words.tells_remedy)
"""The words that are listed, and those by the learned weights beside them, which are asked where the first tell of no hazard."""


def columns_by_cells(table: Table, units: Sequence[Unit], words: Words = LISTED) -> Columns | None:
    """The table's columns where its cells show a list of defects; None where they do not.

    One column must tell of defects in most of its cells, and beside it there must be levels or days, or advice with a state.
    """
    if table.n_cols < 3 or table.n_rows < 2:
        return None
    return next((told for n in words.look if (told := _under_head(table, units, words, n)) is not None), None)


def _under_head(table: Table, units: Sequence[Unit], words: Words, look: int) -> Columns | None:
    """The columns under one of the first ``look`` rows."""
    found = find_columns(table, units, words.roles, needed=0, look=look)
    bare = found is None
    found = unheaded(table, units, words.roles) if found is None else found
    if found is not None and (crossed := crossed_lines(found)) is not None:
        return crossed
    found = None if found is None else _with_defects(found, words)
    if found is None or "description" not in found.roles:
        return None
    body = found.roles["description"]
    said = [
        row[body].text
        for row in found.rows
        if body in row and not NOTHING.match(row[body].text) and han(row[body].text) >= 3
    ]
    if (
        not said
        or (not _is_typed(found) and sum(map(words.defect, said)) / len(said) < _least(found))
        or (len(found.header[body]) > 8 and tells_defect(found.header[body]))
    ):
        return None
    if words is LEARNED and sum(_ACCIDENT.search(text) is not None for text in said) > 0.5 * len(said):
        return None  # who was hurt how, among claims or lessons
    names = set(found.roles)
    if bare and (not ("level" in names and names & {"deadline", "advice"}) or any(map(words.remedy, said))):
        return None  # no header at all: its cells alone must show what it is
    if not (
        names & {"level", "deadline"}
        or {"advice", "status"} <= names
        or "checked" in names
        or _loses_points(found)
        or _asks_by_day(found, words)
    ):
        return None
    return _with_advice(_closed_by_mark(_without_early_days(found)), words)


_ACCIDENT = re.compile("[受致砸夹烫割压撞刺摔扭挫烧灼骨][^，,。；;]{0,4}伤|[伤死]亡|骨折|拒赔|赔[付偿款]")
"""That somebody was hurt, or what was paid for it."""
_BY_DAY = re.compile(r"\s*[于在]?\s*(?:20\d\d\s*[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?\s*[之以]?前")


def _asks_by_day(found: Columns, words: Words) -> bool:
    """Whether a column beside the defects says by when to do what: "12月20日前补足水位"."""
    return any(c not in found.roles.values() and _day_and_deed(found, c, words) for c in range(found.table.n_cols))


def _day_and_deed(found: Columns, c: int, words: Words) -> bool:
    cells = [row[c].text for row in found.rows if c in row and han(row[c].text) >= 3]
    days = [_BY_DAY.match(text) for text in cells]
    told = [m is not None and words.remedy(text[m.end() :]) for m, text in zip(days, cells, strict=True)]
    return bool(told) and all(told)


_POINTS_LOST = re.compile("扣\\s*分|减\\s*分|失\\s*分|扣减")
_POINTS = re.compile(r"\s*[-—]?\s*\d{1,3}(?:\.\d)?\s*分?\s*")


def _loses_points(found: Columns) -> bool:
    """Whether a column of numbers beside the defects is headed as points lost for them: a sheet that scores an enterprise."""
    return any(
        _POINTS_LOST.search(head.split("|")[-1])
        and (cells := [row[c].text for row in found.rows if c in row and not NOTHING.match(row[c].text)])
        and sum(_POINTS.fullmatch(text) is not None for text in cells) >= 0.8 * len(cells)
        for c, head in enumerate(found.header)
        if c not in found.roles.values() or found.roles.get("ordinal") == c
    )


def _with_advice(found: Columns, words: Words) -> Columns:
    """The column of what is to be done by elimination: of those left, the one that begins with a verb of mending most often."""
    if "advice" in found.roles:
        return found
    best = (0.5, -1)
    after = found.roles["description"]
    for c in range(found.table.n_cols):
        cells = [row[c].text for row in found.rows if c in row and han(row[c].text) >= 3]
        if c in found.roles.values() or not cells or asks_state(found.header[c]):
            continue
        share = 1.0 if _day_and_deed(found, c, words) else sum(map(words.remedy, cells)) / len(cells)
        # between what is wrong and its day stands what is to be done
        share += 0.3 * (after < c < found.roles.get("deadline", -1) and share > 0)
        if share > best[0] and share > sum(map(words.defect, cells)) / len(cells):
            best = (share, c)
    return found if best[1] < 0 else replace(found, roles={**found.roles, "advice": best[1]})


def _least(found: Columns) -> float:
    """The share of cells that must tell of defects: less where levels, or advice with days, stand beside them."""
    return 0.3 if "level" in found.roles or {"advice", "deadline"} <= set(found.roles) else 0.6


def _closed_by_mark(found: Columns) -> Columns:
    """Marks beside defects tell whether each was mended; in a checklist the ticked lines have no defect."""
    marks = found.roles.get("checked")
    if marks is None or "status" in found.roles:
        return found
    body = found.roles["description"]
    ticked = [row for row in found.rows if marks in row and re.fullmatch(r"\s*[√✓☑]\s*", row[marks].text)]
    wrong = [row for row in ticked if body in row and tells_defect(row[body].text)]
    if not wrong or len(wrong) < 0.5 * len(ticked):  # "站内无明火 √" among what else is as it should be
        return found
    roles = {name: c for name, c in found.roles.items() if name != "checked"}
    return replace(found, roles={**roles, "status": marks})


def _with_defects(found: Columns, words: Words) -> Columns:
    """The column that tells of defects most, where the cells of none do so throughout."""
    if "description" in found.roles:
        return found
    best = (_least(found) - 0.01, -1)
    for c in range(found.table.n_cols):
        cells = [row[c].text for row in found.rows if c in row and han(row[c].text) >= 4]
        share = sum(map(words.defect, cells)) / len(cells) if cells else 0.0
        if c not in found.roles.values() and share > best[0]:
            best = (share, c)
    if best[1] < 0 and _is_typed(found):
        best = (1.0, next((c for c in range(found.table.n_cols) if _tells_things(found, c)), -1))
    return found if best[1] < 0 else replace(found, roles={**found.roles, "description": best[1]})


def _is_typed(found: Columns) -> bool:
    """Whether a level, a day and a state stand in every line: what is wrong is then the first of the columns left that is told in
    words, whatever they are."""
    if not {"level", "deadline", "status"} <= found.roles.keys() or len(found.rows) < 2:
        return False
    lines = [tuple(found.cell(row, name) for name in ("level", "deadline", "status")) for row in found.rows]
    return all(
        level is not None and due is not None and state is not None
        and tells_level(level.text) and _tells_due(due) and tells_state(state.text)
        for level, due, state in lines
    )  # fmt: skip


def _tells_things(found: Columns, c: int) -> bool:
    """Whether a column without a role tells something else in words in every line."""
    cells = [row[c].text for row in found.rows if c in row]
    free = c not in found.roles.values() and len(cells) == len(found.rows) == len(set(cells))
    return free and all(han(text) >= 4 for text in cells)


def _without_early_days(found: Columns) -> Columns:
    """Two columns of days: the earlier is the day of finding, the later the deadline."""
    col = found.roles.get("deadline")
    if col is None or "found" in found.roles:
        return found
    days = {
        c: [d for row in found.rows if c in row and (d := day_in(row[c])) is not None]
        for c in range(found.table.n_cols)
        if c not in found.roles.values() or c == col
    }
    told = [c for c, ds in days.items() if ds]
    if len(told) != 2 or any(len(days[c]) != len(days[told[0]]) for c in told):
        return found
    first, last = sorted(told, key=lambda c: days[c])
    if all(a < b for a, b in zip(days[first], days[last], strict=True)):
        return replace(found, roles={**found.roles, "found": first, "deadline": last})
    return found
