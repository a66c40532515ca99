"""Hazards found by a service visit: rows of a table, or numbered paragraphs with advice, deadline and outcome inside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from extractor.evidence.columns import (
    NOTHING,
    Columns,
    Role,
    data_rows,
    find_columns,
    grid,
    has_date,
    is_words,
    side_by_side,
)
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards import cards as hazard_cards
from extractor.hazards import cells as hazard_cells
from extractor.hazards import lines as hazard_lines
from extractor.hazards.paragraphs import rows_in_paragraphs
from extractor.hazards.words import (
    NOTHING_FOUND,
    REPORTED,
    STILL_FOUND,
    TICKED_LEVEL,
    add_outcome,
    level_of,
    tells_reported,
)
from extractor.record import Reading, Row
from extractor.values import person, yes_no

_LEVEL_WORDS = re.compile(
    r"^\s*(?:重大|一般|较大|严重|轻微|高|中|低|[ⅠⅡⅢⅣIV]{1,3}级?|[一二三四甲乙丙AB]级?|红色?|橙|黄|蓝|较重|普通|[★☆*]{1,5})(?:事故)?(?:隐患|风险|类|级|问题)?\s*$"
)
_STATUS_WORDS = re.compile(
    "整改|完成|落实|拒|销号|闭环|合格|已|未|复[查核检]|进行|关闭|处理|限期|期内|到期|尚|待|报|核验|验收|同意|配合|消除|√|是|否"
)

_CHECK_MARK = re.compile(r"^\s*(?:[√×✓✗☑☒xX○●]|不?符合|不?合格|正常|异常|有|无|是|否)\s*$")

ROLES = (
    Role(
        "ordinal",
        formula("ordinal", none_of="hazard advice deadline status level"),
        lambda u: len(u.text.strip()) <= 6,
        must=False,
    ),
    Role(
        "level",
        formula("level", none_of="deadline status advice"),
        lambda u: bool(_LEVEL_WORDS.match(u.text) or TICKED_LEVEL.search(u.text) or hazard_cells.tells_level(u.text)),
        by_form=0.8,
    ),
    Role(
        "description",
        formula("hazard", none_of="advice deadline status level reported_to basis"),
        is_words,
        by_form=0.2,
    ),
    Role("advice", formula("advice", none_of="deadline status reported_to"), is_words, by_form=0.15),
    Role("found", formula("hazard date", "date", "deadline status advice reported_to"), has_date),
    Role("deadline", formula("deadline|date", "deadline", "status reported_to"), has_date, by_form=0.5),
    Role(
        "status",
        formula("status", none_of="deadline reported_to advice"),
        lambda u: bool(_STATUS_WORDS.search(u.text)),
        must=False,
        by_form=0.6,
    ),
    Role(
        "checked",
        formula("service status", "status", "deadline reported_to"),
        lambda u: _CHECK_MARK.match(u.text) is not None,
    ),
    Role("reported", formula("reported_to", none_of="deadline advice"), None),
)


def says_none(sheet: Sheet) -> Unit | None:
    """The unit that states that nothing was found, else None."""
    for unit in sheet.units:
        match = NOTHING_FOUND.search(unit.text)
        if (
            match
            and not STILL_FOUND.search(unit.text[max(0, match.start() - 8) : match.end()])
            and not re.search(r"整改", unit.text[max(0, match.start() - 4) : match.start()])
        ):
            return unit
    return None


_MAY_SAY_NONE = re.compile(
    r"(?:未|没|无|不存在)[^。；;]{0,12}(?:问题|隐患|整改|缺陷|异常|不符)|(?:状况|情况|秩序|管理)[^。；;]{0,6}(?:良好|正常)"
)
_LIST_WORDS = re.compile(
    r"(?:整改|完成|办结|截止)(?:期限|时限|日期?|时间)|(?:整改|改进|处理)(?:建议|措施|办法|意见)|(?:隐患|问题)(?:描述|等级|级别|内容)|存在问题|复查情况|闭环状态"
)
_STATUS_CELL = re.compile(r"(?:已|未|待|正在)\s*(?:整改|复查|完成|销号|报告)|整改中|拒不|拒绝")


_SAYS_SOME = re.compile(
    r"(?<![不未没无])(?:存在|发现|查出|检出|下列|以下|如下)[^。；;，,未没无不]{0,10}(?:隐患|问题|不符合|缺陷|不足)(?!排查|治理|的)|属于?(?:重大|一般)(?:事故)?隐患|(?:请|应|须|限|要求|责令)[^。；;]{0,8}\d{1,2}\s*[月日./-][^。；;]{0,8}前|[（(【](?:重大|一般)(?:事故)?(?:隐患)?[)）】]"
)
# "具体清单另行提供", "口头告知，书面材料后补": the report itself says that its list is not in it
_ELSEWHERE = re.compile("另行|另外(?:提供|报送)|后补|补[交报送]|口头|稍后|随后(?:提供|发)|待补")
_DEFECT = re.compile(
    r"缺失|破损|失效|损坏|未设置?|未配|未按|未经|堵塞|遮挡|堆放|超期|松动|松脱|脱落|裸露|泄漏|渗漏|锈蚀|积尘|不亮|无防护|未佩戴|未张贴|违规|私拉|短接|缺少|混放|混存"
)
_IF = re.compile("如|若|应当|不得|是否|防止|避免|杜绝")


def left_unread(sheet: Sheet) -> str | None:
    """What shows that hazards, or their absence, may stand here in words that were not understood; None where nothing does."""
    if any(_MAY_SAY_NONE.search(unit.text) for unit in sheet.units):
        return "a sentence may say that nothing was found"
    if any(_SAYS_SOME.search(unit.text) and not _ELSEWHERE.search(unit.text) for unit in sheet.units):
        return "a sentence may say that something was found"
    if sum(bool(_DEFECT.search(unit.text) and not _IF.search(unit.text)) for unit in sheet.units) >= 2:
        return "what may be hazards was not read"
    told = sum(bool(_STATUS_CELL.search(unit.text)) for unit in sheet.units if len(unit.text) <= 40)
    if told >= 2 or (told and sum(bool(_LIST_WORDS.search(unit.text)) for unit in sheet.units) >= 1):
        return "what looks like a list was not read"
    return None


def find(sheet: Sheet) -> tuple[tuple[Row, ...], frozenset[int], bool]:
    """(rows, ids of the units they stand in, whether a place for the list exists)."""

    rows: list[Row] = []
    used: set[int] = set()
    place = False
    last: Columns | None = None
    last_form: tuple[list[Unit], int] | None = None
    learned: dict[str, str] | None = None
    known = _Known(hazard_cells.first_day(sheet), hazard_cells.level_key(sheet))
    for table, units in sheet.tables:
        form = hazard_cards.card_like(units)
        if form:
            learned = hazard_cards.learn(sheet.units) if learned is None else learned
            told, entries = hazard_cards.find(units, learned)
            if (
                last_form
                and (whole := hazard_cards.find([*last_form[0], *units], learned))[0][last_form[1] + len(told) :]
            ):
                # a card cut by the end of the page
                rows = rows[: len(rows) - last_form[1]]
                told, entries = whole
            last_form = (units, len(told))
            rows += told
            used |= entries
            place = place or bool(told)
            if told:
                continue
        # a list may stand in the same grid as the form over it (a sheet); then its header must be plain
        cols = find_columns(table, units, ROLES, needed=3 if form else 2) if table.n_cols >= 3 else None
        if cols is not None and not _is_hazard_table(cols):
            cols = None
        if cols is None and last is not None and table.n_cols == last.table.n_cols and table.page != last.table.page:
            grid_rows = tuple(grid(table, units))
            cols = Columns(table, last.header, last.roles, grid_rows, last.score, 0, len(grid_rows))
        by_cells = hazard_cells.columns(table, units)
        if by_cells is not None:
            cols = by_cells if cols is None or not _reads(cols, known) else _filled(cols, by_cells)
        if cols is None:
            continue
        if table.method == "aligned" and (cut := hazard_lines.in_table(cols.rows)):
            rows += cut  # columns so close that they were read as one
            last, place = cols, True
            used.update(id(u) for u in units)
            continue
        cols = _with_opposites(_with_major(cols))
        last, place = cols, True
        if not form:
            used.update(id(u) for u in units if u.cell is None or u.cell.row >= cols.first_row - 1)
        for part in side_by_side(cols):
            for row in data_rows(part, ("description",)):
                read = _table_row(part, row, known)
                if read is not None:
                    rows.append(read)
                    used.update(id(u) for u in row.values())
    if not rows:
        rows, found = rows_in_paragraphs(sheet)
        if not rows and not hazard_lines.find(sheet, used)[0]:
            rows, found = hazard_cards.find(sheet.units, hazard_cards.learn(sheet.units))
        used |= found
    lines, found = hazard_lines.find(sheet, used)
    rows, used, place = [*lines, *rows], used | found, place or bool(lines)
    place = place or any(
        re.search("隐患", u.text) and re.search("清单|如下|列表|一览|明细|台账", u.text) and len(u.text) <= 40
        for u in sheet.units
    )
    return tuple(rows), frozenset(used), place


@dataclass(frozen=True, slots=True)
class _Known:
    """What the paper says elsewhere that its list needs: a day before its deadlines, what its marks of a scale mean."""

    day: date | None
    key: Mapping[str, str]


def _defects(cols: Columns, col: int) -> int:
    """How many cells of a column tell of a defect."""
    return sum(hazard_cells.tells_defect(row[col].text) for row in cols.rows if col in row)


_ALL = ("level", "description", "advice", "deadline", "status")


def _filled(cols: Columns, told: Columns) -> Columns:
    """The columns with those that only the cells tell."""
    if told.first_row != cols.first_row:
        return cols
    body, better = cols.roles["description"], told.roles["description"]
    plain = _defects(cols, body) == 0 and _defects(cols, better) >= max(2, 0.8 * len(cols.rows))
    otherwise = not plain and meaning(cols.header[better]).any(
        "advice", "deadline", "status", "level", "basis", "reported_to"
    )
    if (
        better != body
        and not otherwise
        and _defects(cols, better) > max(_defects(cols, body), 1 if len(cols.rows) > 1 else 0)
    ):
        cols = replace(cols, roles={n: c for n, c in cols.roles.items() if c != better} | {"description": better})
    labels = {role.name: role.label for role in ROLES}
    named = {
        name: c
        for name, c in cols.roles.items()
        if c not in told.roles.values() or labels[name].score(meaning(cols.header[c]))
    }
    used = set(named.values())
    more = {name: c for name, c in told.roles.items() if name not in named and c not in used}
    return replace(cols, roles={**named, **more})


def _with_major(cols: Columns) -> Columns:
    """The columns with one that asks only whether a hazard is major: "是否重大" over 是 and 否."""
    for c, header in enumerate(cols.header):
        cells = [row[c].text for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if "重大" in header and len(header) <= 12 and cells and all(yes_no.parse(text) is not None for text in cells):
            roles = {name: col for name, col in cols.roles.items() if col != c and name != "level"}
            return replace(cols, roles={**roles, "major": c})
    return cols


def _with_opposites(cols: Columns) -> Columns:
    """The columns with one whose cells are a word and its denial ("闭合", "未闭合"): how each hazard stands."""
    if "status" in cols.roles:
        return cols
    for c in range(cols.table.n_cols):
        told = {row[c].text.strip() for row in cols.rows if c in row and row[c].text.strip()}
        if c not in cols.roles.values() and len(told) == 2 and all(len(t) <= 8 for t in told):
            short, long = sorted(told, key=len)
            marks = _CLOSES.search(cols.header[c]) and all(_YES_OR_NO.match(t) for t in told)
            if marks or long in {mark + short for mark in _DENIALS}:
                return replace(cols, roles={**cols.roles, "status": c})
    return cols


_CLOSES = re.compile("关闭|闭|改|完|销|清|消除|结|clos|done|fix|complete", re.I)
_YES_OR_NO = re.compile(r"^(?:Y|N|yes|no|是|否|√|×|✓|✗)$", re.I)
_DENIALS = ("未", "没", "没有", "尚未", "待", "还没", "未能", "暂未")


def _reads(cols: Columns, known: _Known) -> bool:
    """Whether the columns give at least one hazard."""
    return any(_table_row(cols, row, known) is not None for row in data_rows(cols, ("description",)))


def _is_hazard_table(cols: Columns) -> bool:
    names = set(cols.roles)
    if "description" in names and not names & {"level", "status", "advice"}:
        body = cols.roles["description"]
        if not meaning(cols.header[body]).has("hazard") and _defects(cols, body) == 0:
            return False  # goods with the days of their delivery
    return "description" in names and bool(names & {"advice", "deadline", "status", "level", "reported"})


_SIGN_LABEL = re.compile("签字|签名|盖章|签章|签收|代表$|(?:单位|企业)负责人$")


def _table_row(cols: Columns, row: Mapping[int, Unit], known: _Known) -> Row | None:
    body = cols.cell(row, "description")
    if body is None or NOTHING.match(body.text) or not is_words(body):
        return None
    cells: dict[str, Reading[Any]] = {}
    text = body.text.replace("\n", "").strip()
    if (
        NOTHING_FOUND.search(text)
        or person.is_name(text)
        or any(_SIGN_LABEL.search(u.text) for u in row.values() if len(u.text) <= 20)
    ):
        return None
    level = cols.cell(row, "level")
    marked = hazard_cells.keyed_level(level.text, known.key) if level else None
    if (major := cols.cell(row, "major")) is not None:
        level, marked = major, "重大" if yes_no.parse(major.text) else "一般"
    cells["level"] = Reading(
        marked or level_of(level.text if level else text),
        (level or body).span(),
        "table",
        round(0.97 * body.confidence, 3),
    )
    cells["description"] = Reading(
        body.raw.replace("\n", "").strip(), body.span(), "table", round(0.97 * body.confidence, 3)
    )
    advice = cols.cell(row, "advice")
    if advice is not None and not NOTHING.match(advice.text):
        cells["advice"] = Reading(
            advice.raw.replace("\n", "").strip(), advice.span(), "table", round(0.97 * advice.confidence, 3)
        )
    deadline = cols.cell(row, "deadline")
    if deadline is not None:
        moment = next((t for t in deadline.tokens if t.kind == "moment"), None)
        if moment is not None:
            cells["deadline"] = Reading(
                moment.value.day,
                deadline.span(moment.start, moment.stop),
                "table",
                round(0.97 * deadline.confidence, 3),
            )
        elif (told := hazard_cells.day_of(deadline.text, known.day)) is not None:
            cells["deadline"] = Reading(
                told[0], deadline.span(told[1], told[2]), "table+year", round(0.9 * deadline.confidence, 3)
            )
    notes = [u for u in (cols.cell(row, "status"), cols.cell(row, "reported")) if u is not None]
    if "reported" not in cols.roles:
        read = set(cols.roles.values())
        notes += [u for c, u in sorted(row.items()) if c not in read and len(u.text) <= 60 and tells_reported(u.text)][
            :1
        ]
    note = "；".join(_note(u, u is cols.cell(row, "reported")) for u in notes)
    if notes and notes[0] is cols.cell(row, "status") and _is_affirmed(cols, notes[0].text):
        note = "已" + note
    add_outcome(cells, note, notes[0] if notes else body, status=True)
    return Row(cells, body.span())


def _is_affirmed(cols: Columns, text: str) -> bool:
    """Whether a short state is what others in its column are not yet: "闭合" beside "未闭合"."""
    bare = text.strip()
    if not 1 <= len(bare) <= 6 or re.match("[未没不待尚已]", bare):
        return False
    told = {row[cols.roles["status"]].text.strip() for row in cols.rows if cols.roles["status"] in row}
    return any(mark + bare in told for mark in _DENIALS)


def _note(unit: Unit, reporting: bool) -> str:
    """A cell of the reporting column says what it says of reporting, even where it only gives a day."""
    text = unit.text.replace("\n", "")
    if reporting and any(t.kind == "moment" for t in unit.tokens) and not REPORTED.search(text):
        return "已报告" + text
    return text
