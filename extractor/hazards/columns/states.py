"""The column that tells how far the mending of each hazard is, where no known word heads it: a question, a word of outcome, two words
of which one says that it is done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.evidence.columns import NOTHING, Columns
from extractor.evidence.units import Unit
from extractor.hazards.columns.day_columns import day_kind, is_day
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import outcome
from extractor.values import person

_ASKS_DONE = re.compile(
    r"([\u4e00-\u9fff])[不没]\1|与否|[了好完]没|(?:改|闭环?|完成|整改|销号)\s*[(（]?\s*(?:是否|[√✓✔]\s*[/／、]?\s*[×✗✘xX]|是\s*[/／]\s*否|[YyNn]\s*[/／]\s*[YyNn])|是否(?:(?:已|当[场日天]|现场|立即|按[期时]|全部|即时)*(?:完成|整改|闭环?|销号|改)|已)"
)
_OF_STATE = re.compile(r"(?:结果|结论|情况|进[展度]|状态|现状|后续|落实|闭[环合]|销[号项]|(?:完成|整改|销号|闭环)率)$")
"""What a header asks, or ends in, that is answered by how far the mending is."""
_MARK = re.compile(r"\s*(?:是|否|有|无|√|×|✓|✗|[YyNn]|yes|no|符合|不符合)\s*", re.I)
"""An answer that says nothing without its question."""
_SHAPE = re.compile(r"\s*[●○◎◯⊙▲△◆◇■□★☆]\s*")
"""A mark that says nothing without a key that explains it."""
_UNDER_WAY = re.compile(r"(?:在办|待办|办理|进行|推进|施工|采购|跟踪|跟进|整改)中?$|^(?:未|没|还没|尚未|待|正在|暂)")
_LONGEST = 10  # characters of a cell that tells a state in a word
_MOST_KINDS = 4  # different answers of such a column


def with_state(cols: Columns) -> Columns:
    """The columns with the one that tells the state of each hazard, where none is headed so in known words."""
    on = cols.roles.get("status")
    if on is not None and (_NUMBERS.search(cols.header[on]) or _all_names(_cells(cols, on))):
        cols = replace(
            cols, roles={n: c for n, c in cols.roles.items() if n != "status"}
        )  # 销号单号, who looked again: 复查人
    if "status" in cols.roles:
        return _with_words(_with_done(_with_asked(cols)))
    held = {c: name for name, c in cols.roles.items()}
    for c in range(cols.table.n_cols):
        head = cols.header[c].split("|")[-1].strip()
        asked = any(p is not None for p in (_ASKS_DONE.search(head), _OF_STATE.search(head), _IS_DONE.fullmatch(head)))
        if (name := held.get(c)) not in (None, "checked") and not (name == "advice" and asked):
            continue
        if _tell_states(_cells(cols, c), asked=asked) or (_AFTER.fullmatch(head) and _mostly_done(_cells(cols, c))):
            return replace(cols, roles={**{n: k for n, k in cols.roles.items() if k != c}, "status": c})
    return cols


_NUMBERS = re.compile("(?:单|编|文|票|流水|批)号码?\\s*$")
"""A header over the numbers of papers, which tell no state: 销号单号."""


def _all_names(cells: Sequence[str]) -> bool:
    return bool(cells) and all(map(person.is_name, cells))


_AFTER = re.compile("(?:整改|治理|改正|处理|改进|改善)[以之]?后(?:情况|状况|状态|说明|描述)?")
"""A header over how it is once it was mended, beside how it was before."""


def _mostly_done(cells: Sequence[str]) -> bool:
    done = [text for text in cells if outcome(text, status=True)["rectified"]]
    return bool(cells) and len(done) >= 0.5 * len(cells)


def with_last_look(cols: Columns) -> Columns:
    """The columns with the state as the last of several looks found it, each in a column of its own: 首次复查 | 二次复查."""
    on = cols.roles.get("status")
    if on is None or _LOOK.search(head := cols.header[on].split("|")[-1]) is None:
        return cols
    stem = _LOOK.sub("", head)
    held = {c for name, c in cols.roles.items() if name not in ("checked", "progress")}
    later = [
        c
        for c in range(on + 1, cols.table.n_cols)
        if c not in held
        and _LOOK.search(again := cols.header[c].split("|")[-1])
        and _LOOK.sub("", again) == stem
        and all(hazard_cells.tells_state(text) for text in _cells(cols, c))
    ]
    rows = []
    for row in cols.rows:
        told = [row[c] for c in later if c in row and not NOTHING.match(row[c].text)]
        rows.append({**row, on: told[-1]} if told and on in row else row)
    return replace(cols, rows=tuple(rows)) if later else cols


_LOOK = re.compile(
    r"\s*[（(][^）)]*[)）]\s*|第?(?:[一二三四五六首初再末]|[1-6](?!\d))[次轮回]?(?=复[查核检]|回访|验收)|(?<=[查核检访收果况])[1-6一二三]$"
)
"""What tells one look from another in a header: 首次, 第二次, the day in brackets, a number at its end."""


def _with_asked(cols: Columns) -> Columns:
    """The columns with the state where every line answers a question for it by a mark, beside words that few lines have: 是否销号
    | 未销号原因."""
    lines = _lines(cols)
    if len(_cells(cols, cols.roles["status"])) >= len(lines):
        return cols
    held = {c for name, c in cols.roles.items() if name != "checked"}
    for c in range(cols.table.n_cols):
        if c in held or _ASKS_DONE.search(cols.header[c]) is None:
            continue
        cells = _cells(cols, c)
        if len(cells) == len(lines) and all(map(_MARK.fullmatch, cells)):
            roles = {name: k for name, k in cols.roles.items() if k != c}
            return replace(cols, roles={**roles, "status": c, "progress": cols.roles["status"]})
    return cols


def _with_done(cols: Columns) -> Columns:
    """The columns with the state under 已整改 where a column beside it asks whether mending was refused: 拒绝整改."""
    if "拒" not in cols.header[cols.roles["status"]]:
        return cols
    held = {c for name, c in cols.roles.items() if name != "checked"}
    for c in range(cols.table.n_cols):
        head = cols.header[c].split("|")[-1].strip()
        asked = _IS_DONE.fullmatch(head) or (_ASKS_DONE.search(head) and "拒" not in head)
        if asked and c not in held and (cells := _cells(cols, c)) and all(map(_MARK.fullmatch, cells)):
            return replace(cols, roles={**cols.roles, "status": c})
    return cols


_IS_DONE = re.compile("(?:是否)?已?(?:整改|改正?|完成|销号|闭环)(?:完成|到位|完毕|否)?")
"""A header of nothing but the deed, over whether it was done: 整改, 已改, 完成否."""


def _with_words(cols: Columns) -> Columns:
    """The columns with the state where words answer a question for it, beside a column of nothing but the days of mending."""
    on = cols.roles["status"]
    days = [row[on] for row in _lines(cols) if on in row and not NOTHING.match(row[on].text)]
    if "mended" in cols.roles or not all(map(is_day, days)):
        return cols
    for c in range(cols.table.n_cols):
        free = c not in cols.roles.values() and _ASKS_DONE.search(cols.header[c]) is not None
        if free and _tell_states(_cells(cols, c), asked=True) and not _dated_where_open(cols, on, c):
            return replace(cols, roles={**cols.roles, "status": c, "mended": on})
    return cols


def _dated_where_open(cols: Columns, on: int, c: int) -> bool:
    """Whether a day stands in column ``on`` beside an answer in ``c`` that nothing was mended: it is the day by which to mend."""
    return any(
        on in row and c in row and is_day(row[on]) and not outcome(row[c].text, status=True)["rectified"]
        for row in _lines(cols)
    )


def in_words(cols: Columns) -> Columns:
    """The columns with the state where words tell it, beside one of marks that was taken for it: √ and × of a check-list."""
    marked = cols.roles.get("status")
    if marked is None or _ASKS_DONE.search(cols.header[marked]) is not None:
        return cols  # "是否销号" is answered by its marks
    if not all(_MARK.fullmatch(text) for text in _cells(cols, marked)):
        return cols
    held = set(cols.roles.values())
    for c in range(cols.table.n_cols):
        cells = _cells(cols, c) if c not in held and hazard_cells.asks_state(cols.header[c]) else []
        if (
            cells
            and len(cells) >= _SHARE_TOLD * len(_cells(cols, marked))
            and all(hazard_cells.tells_state(text) and not _MARK.fullmatch(text) for text in cells)
        ):
            return replace(cols, roles={**cols.roles, "status": c, "checked": marked})
    return cols


_SHARE_TOLD = 0.5
"""Least share of the lines with marks of which words tell the state: a remark beside one of them answers for no other."""


def has_unclear_marks(cols: Columns) -> bool:
    """Whether a column without a role holds nothing but marks, of two kinds: it may tell what was mended, so that nothing is called
    unmended. One kind throughout is what a checklist has beside its defects; under a head that asks for the state it is unclear too
    where nothing explains it: ●, ○."""
    if "status" in cols.roles:
        told = _cells(cols, cols.roles["status"])
        return bool(told) and all(map(_SHAPE.fullmatch, told))
    read = {c for name, c in cols.roles.items() if name != "checked"}
    return any(
        c not in read
        and len(set(cells := _cells(cols, c))) > 1
        and (all(map(_MARK.fullmatch, cells)) or all(map(_CIRCLE.fullmatch, cells)))
        for c in range(cols.table.n_cols)
    )


_CIRCLE = re.compile(r"\s*[●○◯]\s*")


def _cells(cols: Columns, c: int) -> list[str]:
    return [
        row[c].text.strip()
        for row in _lines(cols)
        if c in row and (row[c].text.strip() == "×" or not NOTHING.match(row[c].text))
    ]


def _lines(cols: Columns) -> list[Mapping[int, Unit]]:
    """The rows that say what is wrong; a row of who signed and when, under the list in one grid, is none."""
    body = cols.roles["description"]
    return [row for row in cols.rows if body in row and not NOTHING.match(row[body].text) and not is_day(row[body])]


def _tell_states(cells: Sequence[str], *, asked: bool) -> bool:
    """Whether short answers tell states: each is done or not yet; without a question over them both must stand there, in words."""
    if not cells or len(set(cells)) > _MOST_KINDS or any(len(text) > _LONGEST for text in cells):
        return False
    done = [text for text in cells if outcome(text, status=True)["rectified"]]
    if any(hazard_cells.tells_level(t) or person.is_name(t) or _is_remedy(t, done) for t in cells):
        return False
    open_ = [text for text in cells if text not in done]
    if asked:
        return bool(done) or any(map(_UNDER_WAY.search, cells))
    marks = any(_MARK.fullmatch(text) for text in cells)
    return bool(done) and bool(open_) and not marks and all(_is_open(text, done) for text in open_)


def _is_remedy(text: str, done: Sequence[str]) -> bool:
    return text not in done and not _UNDER_WAY.search(text) and hazard_cells.tells_remedy(text)


def _is_open(text: str, done: Sequence[str]) -> bool:
    denied = any(text.endswith(word) and len(text) > len(word) for word in done)
    return denied or _UNDER_WAY.search(text) is not None or hazard_cells.tells_state(text)


def with_progress(cols: Columns) -> Columns:
    """The columns with one more that is headed as a state beside the one that tells it: what the enterprise did, and what
    the reviewer says of it."""
    for c in range(cols.table.n_cols):
        asked = hazard_cells.asks_state(cols.header[c]) or _REPLY.search(cols.header[c]) is not None
        looked = day_kind(cols.header[c]) == "reviewed" and all(is_day(row[c]) for row in _lines(cols) if c in row)
        if "status" in cols.roles and c not in cols.roles.values() and asked and not looked:
            return replace(cols, roles={**cols.roles, "progress": c})
    return cols


_REPLY = re.compile("(?:企业|单位|整改)?(?:回复|反馈|答复|落实)(?:情况|内容)?$")
