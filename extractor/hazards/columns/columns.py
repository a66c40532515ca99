"""The columns of a list of hazards: told by their headers, then by what their cells say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from extractor.evidence.columns import (
    NOTHING,
    Columns,
    Role,
    has_date,
    is_ordinal,
    is_words,
)
from extractor.evidence.columns.choices import Choice, choices
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.tables.turned import typed
from extractor.evidence.units import Unit
from extractor.hazards.columns.other_lists import defects, is_headed_otherwise, is_register_of_risks, tells_all_well
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.looked_at import is_looked_at
from extractor.hazards.meaning.outcome_words import outcome
from extractor.hazards.meaning.reported import tells_reported
from extractor.hazards.meaning.words import TICKED_LEVEL
from extractor.values import person, yes_no

_LEVEL_WORDS = re.compile(
    r"^\s*(?:重大|一般|较大|严重|轻微|高|中|低|[ⅠⅡⅢⅣIV]{1,3}级?|[一二三四甲乙丙AB]级?|红色?|橙|黄|蓝|较重|普通|[★☆*]{1,5})(?:事故)?(?:隐患|风险|类|级|问题)?\s*$"
)


_STATUS_WORDS = re.compile(
    "整改|完成|落实|拒|销号|闭环|合格|已|未|复[查核检]|进行|关闭|处理|限期|期内|到期|尚|待|报|核验|验收|同意|配合|消除|√|是|否"
)


_QUESTION = re.compile("是否|有无|能否")
"""What a check-list looks at, which is no state: 应急照明是否完好."""
_CHECK_MARK = re.compile(r"^\s*(?:[√×✓✗☑☒xX○●]|不?符合|不?合格|正常|异常|有|无|是|否)\s*$")

_SHORT_DEED = re.compile("[更补换修装清拆移配加停焊贴扶锁扫调接关撤封堵挂涂充][一-鿿]")
"""What to do in two characters, which are too few for a cell of words: 补齐, 换瓶."""

ROLES = (
    Role(
        "ordinal",
        formula("ordinal", none_of="hazard advice deadline status level"),
        is_ordinal,
    ),
    Role(
        "level",
        formula("level", none_of="deadline status advice"),
        lambda u: bool(_LEVEL_WORDS.match(u.text) or TICKED_LEVEL.search(u.text) or hazard_cells.tell_levels(u.text)),
        by_form=0.8,
    ),
    Role(
        "description",
        formula("hazard", none_of="advice deadline status level reported_to basis"),
        lambda u: is_words(u) and not person.is_name(u.text.strip()),
        by_form=0.2,
    ),
    Role(
        "advice",
        formula("advice", none_of="deadline status reported_to"),
        lambda u: is_words(u) or _SHORT_DEED.fullmatch(u.text.strip()) is not None,
        by_form=0.15,
    ),
    Role("found", formula("hazard date", "date", "deadline status advice reported_to"), has_date),
    Role("deadline", formula("deadline|date", "deadline", "status reported_to"), has_date, by_form=0.5),
    Role(
        "status",
        formula("status", none_of="deadline reported_to advice"),
        lambda u: _STATUS_WORDS.search(u.text) is not None and _QUESTION.search(u.text) is None,
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


def filled(cols: Columns, told: Columns) -> Columns:
    """The columns with those that only the cells tell."""
    if told.first_row != cols.first_row:
        return cols
    body, better = cols.roles["description"], told.roles["description"]
    plain = defects(cols, body) == 0 and defects(cols, better) >= max(2, 0.8 * len(cols.rows))
    otherwise = not plain and meaning(cols.header[better]).any(
        "advice", "deadline", "status", "level", "basis", "reported_to"
    )
    if (
        better != body
        and not otherwise
        and defects(cols, better) > max(defects(cols, body), 1 if len(cols.rows) > 1 else 0)
    ):
        cols = replace(cols, roles={n: c for n, c in cols.roles.items() if c != better} | {"description": better})
    due = cols.roles.get("deadline")
    if due is not None and told.roles.get("found") == due and not meaning(cols.header[due]).has("deadline"):
        cols = replace(
            cols, roles={n: c for n, c in cols.roles.items() if n != "deadline"}
        )  # days, but not those to mend by
    labels = {role.name: role.label for role in ROLES}
    named = {
        name: c
        for name, c in cols.roles.items()
        if (c not in told.roles.values() and name not in told.roles) or labels[name].score(meaning(cols.header[c]))
    }
    used = set(named.values())
    more = {name: c for name, c in told.roles.items() if name not in named and c not in used}
    roles = {**named, **more}
    if "description" not in roles:  # headed as something else: what is wrong under 会诊意见
        roles = {name: c for name, c in roles.items() if c != better}
        free = {name: c for name, c in told.roles.items() if name not in roles and c not in roles.values()}
        roles = {**roles, **free, "description": better}
    return replace(cols, roles=roles)


def with_major(cols: Columns) -> Columns:
    """The columns with one that asks only whether a hazard is major: "是否重大" over 是 and 否."""
    for c, header in enumerate(cols.header):
        cells = [row[c].text for row in cols.rows if c in row and not NOTHING.match(row[c].text)]
        if "重大" in header and len(header) <= 12 and cells and all(yes_no.parse(text) is not None for text in cells):
            roles = {name: col for name, col in cols.roles.items() if col != c and name != "level"}
            return replace(cols, roles={**roles, "major": c})
    return cols


_WHO_MENDS = re.compile("(?:责任|负责|牵头|承办|落实)(?:部门|单位|科室|车间|班组|人|方)$")


def without_false_advice(cols: Columns) -> Columns:
    """The columns without one of advice that tells what was reported or mended and nothing to do, that is headed as a state
    beside another that tells it, or that is filled where no defect is told: what a checklist looks at."""
    advice = cols.roles.get("advice")
    if advice is None:
        return cols
    if _WHO_MENDS.search(cols.header[advice].split("|")[-1]):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})  # who is to do it
    if is_looked_at(cols.header[advice]) or ("status" in cols.roles and hazard_cells.asks_state(cols.header[advice])):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})  # what was done
    entries = {cols.roles[name] for name in ("description", "level", "deadline") if name in cols.roles}
    told = [row for row in cols.rows if advice in row and not NOTHING.match(row[advice].text)]
    cells = [row[advice].text for row in told]
    if told and all(person.is_name(text.strip()) for text in cells):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})  # who signed each
    without = [row for row in told if all(c not in row or NOTHING.match(row[c].text) for c in entries)]
    done = [text for text in cells if tells_reported(text) or outcome(text, status=True)["rectified"]]
    if cells and all(person.is_name(text.strip()) for text in cells):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})  # who is to do it
    asked = "status" in cols.roles and meaning(cols.header[advice]).has("advice")  # how each stands is told beside it
    if (done and not asked and not any(map(hazard_cells.tells_remedy, cells))) or (
        without and len(told) == len(cols.rows)
    ):
        return replace(cols, roles={name: c for name, c in cols.roles.items() if name != "advice"})
    return cols


def with_opposites(cols: Columns) -> Columns:
    """The columns with one whose cells are a word and its denial ("闭合", "未闭合"): how each hazard stands."""
    if "status" in cols.roles:
        return cols
    for c in range(cols.table.n_cols):
        told = {row[c].text.strip() for row in cols.rows if c in row and row[c].text.strip()}
        if c not in cols.roles.values() and len(told) == 2 and all(len(t) <= 8 for t in told):
            short, long = sorted(told, key=len)
            marks = _CLOSES.search(cols.header[c]) and all(_YES_OR_NO.match(t) for t in told)
            if marks or long in {mark + short for mark in DENIALS}:
                return replace(cols, roles={**cols.roles, "status": c})
    return cols


_SIGN_LABEL = re.compile("(?<![并补])签[字名章收认署]|盖章|代表$|(?:单位|企业)负责人$")
"""What asks someone to sign; 补录并签名 is what is to be done."""


def is_signature(row: Mapping[int, Unit]) -> bool:
    """Whether a line of a list's grid is where someone signs."""
    if any(
        hazard_cells.tells_defect(u.text) or (u.text.isdigit() is False and hazard_cells.tells_level(u.text))
        for u in row.values()
    ):
        return False  # "爆破日志签名不全 | 补全签名", "台账有涂改 | 一般 | 更正并由双人签字"
    if row and row[min(row)].text.strip().isdigit() and len({id(u) for u in row.values()}) >= _LEAST_OF_ENTRY:
        return False  # a numbered line of a list: "3 | 值班记录空白 | 补录并签名 | …"
    return any(_SIGN_LABEL.search(u.text) for u in row.values() if len(u.text) <= 20)


_LEAST_OF_ENTRY = 4


def _is_foot(cols: Columns, row: Mapping[int, Unit]) -> bool:
    """Whether a line under a numbered list has a label where the others have their number and tells of no defect: who made it out and
    when, 导出人 | … | 导出时间 | …."""
    on, body = cols.roles.get("ordinal"), cols.cell(row, "description")
    if on is None or on not in row or body is None or hazard_cells.tells_defect(body.text):
        return False
    numbers = [other[on].text.strip() for other in cols.rows if on in other and other is not row]
    counted = len(numbers) > 1 and all(text.isdigit() for text in numbers)
    return counted and row is cols.rows[-1] and _FOOT.search(row[on].text.strip()) is not None


_FOOT = re.compile("^[\u4e00-\u9fff]{1,6}(?:人员?|者|单位|部门|时间|日期|期|表|员)\\s*[:：]?$")


def without_signatures(cols: Columns) -> Columns:
    """The columns without the lines under the list where someone signs: their cells are no states and no days to mend by."""
    rows = tuple(row for row in cols.rows if not (is_signature(row) or _is_foot(cols, row)))
    return cols if len(rows) == len(cols.rows) else replace(cols, rows=rows)


_CLOSES = re.compile("关闭|闭|改|完|销|清|消除|结|clos|done|fix|complete", re.I)
_YES_OR_NO = re.compile(r"^(?:Y|N|yes|no|是|否|√|×|✓|✗)$", re.I)
DENIALS = ("不", "未", "没", "没有", "尚未", "待", "还没", "未能", "暂未")


def is_affirmed(cols: Columns, text: str) -> bool:
    """Whether a short state is what others in its column are not yet: "闭合" beside "未闭合"."""
    bare = text.strip()
    if not 1 <= len(bare) <= 6 or re.match("[未没不待尚已]", bare):
        return False
    told = {row[cols.roles["status"]].text.strip() for row in cols.rows if cols.roles["status"] in row}
    return any(mark + bare in told for mark in DENIALS)


def cell_class(unit: Unit) -> str:
    """What a cell of a list of hazards is by its own words: a day, a sum, a number, a level, a defect, what to do, how far it is."""
    told = typed(unit)
    if told or hazard_cells.tells_level(unit.text):
        return told or "level"
    if hazard_cells.tells_defect(unit.text):
        return "defect"
    return "remedy" if hazard_cells.tells_remedy(unit.text) else ""


def asked_in_marks(cols: Columns) -> tuple[Columns, dict[str, Choice]]:
    """The columns without those in which marks answer a question, and role → question where its answers are levels or states."""
    asked: dict[str, Choice] = {}
    taken: set[int] = set()
    for choice in choices(cols.header, cols.rows):
        answers = choice.answers.values()
        if all(hazard_cells.tells_level(a) for a in answers):
            asked.setdefault("level", choice)
        elif all(hazard_cells.tells_state(a) for a in answers):
            asked.setdefault("status", choice)
        taken.update(choice.answers)
    if "status" not in asked:
        dated = (c for c in choices(cols.header, cols.rows, days=True) if taken.isdisjoint(c.answers))
        told = next((c for c in dated if all(map(hazard_cells.tells_state, c.answers.values()))), None)
        if told is not None:  # "2025-07-04" under 完成, √ under 未完成
            asked["status"] = told
            taken.update(told.answers)
    roles = {name: c for name, c in cols.roles.items() if c not in taken and name not in asked}
    return replace(cols, roles=roles), asked


def asks_both(header: str) -> bool:
    """Whether one header asks for what is wrong and then for what is to be done: "隐患情况 / 整改意见"."""
    asked = re.split(r"[/／、及和与\n]", header.split("|")[-1])
    return len(asked) > 1 and any(meaning(part).has("advice") for part in asked[1:])


def with_description_before_advice(cols: Columns | None) -> Columns | None:
    """The columns with what is wrong in the one of advice whose header asks for it first, where none other tells it."""
    advice = None if cols is None or "description" in cols.roles else cols.roles.get("advice")
    if cols is None or advice is None or not asks_both(cols.header[advice]):
        return cols
    if not meaning(re.split(r"[/／、及和与\n]", cols.header[advice].split("|")[-1])[0]).has("hazard"):
        return cols
    roles = {name: c for name, c in cols.roles.items() if c != advice}
    return replace(cols, roles={**roles, "description": advice})


def is_hazard_table(cols: Columns) -> bool:
    names = set(cols.roles)
    if "description" in names and not names & {"level", "status", "advice"}:
        body = cols.roles["description"]
        if not meaning(cols.header[body]).has("hazard") and defects(cols, body) == 0:
            return False  # goods with the days of their delivery
    if "description" in names and _ASIDE.fullmatch(cols.header[cols.roles["description"]].split("|")[-1].strip()):
        return defects(cols, cols.roles["description"]) > 0
    if is_register_of_risks(cols) or tells_all_well(cols):
        return False
    if is_headed_otherwise(cols, {role.name: role.label for role in ROLES}):
        return False
    return "description" in names and (
        bool(names & {"advice", "deadline", "status", "level", "reported"}) or _is_bare_list(cols)
    )


_ASIDE = re.compile("备\\s*注|附\\s*注|照片|图片|附件|附图")
"""Headers of what stands beside a list, under which hazards are told only where the words show it."""


def _is_bare_list(cols: Columns) -> bool:
    """Whether a list numbers hazards and says nothing else of them, by its header and by its cells."""
    body = cols.roles["description"]
    told = [row[body].text for row in cols.rows if body in row and not NOTHING.match(row[body].text)]
    wrong = sum(map(hazard_cells.tells_defect, told))
    return "ordinal" in cols.roles and meaning(cols.header[body]).has("hazard") and wrong >= max(2, 0.6 * len(told))
