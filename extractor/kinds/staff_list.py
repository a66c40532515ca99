"""从业人员清单 (staff list): the people insured, or the people on the roll, one line each.

Fields: list_date (the day it speaks of), enterprise, policy_no. Table ``staff``: name, id_no, post, form (employee, dispatched,
temporary, intern), per_person_limit. A list for signing in, for marks or for claims is another paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from extractor.covers.table import scale_of
from extractor.evidence import parties, registers
from extractor.evidence.candidates import Candidate, ranked, to_reading
from extractor.evidence.columns import is_money
from extractor.evidence.registers import Register
from extractor.evidence.sheet import Sheet
from extractor.kinds.base import Extracted
from extractor.kinds.policy import policy_numbers
from extractor.record import Reading, Row, Witness
from extractor.text.fold import squeeze
from extractor.values import id_number, money, organisation, person

KIND = "staff_list"

_FORMS = (
    ("dispatched", re.compile("派遣|外派|劳务(?:工|人员|用工|员工|制|合同)|dispatch|agency worker")),
    ("intern", re.compile("实习|见习|学徒|intern")),
    ("temporary", re.compile("临时|临工|季节|短期|短工|零工|日工|小时工|计时工|非全日|农忙|temporary|seasonal|casual")),
    (
        "employee",
        re.compile(
            "正式|固定|本[厂企]|自招|全日制|在编|本单位|劳动合同|合同工|合同制|直接用工|长期|自有|全职|employee|permanent"
        ),
    ),
)
_TITLE = re.compile(
    r"(?:从业人员|员工|雇员|职工|人员|用工|工人|劳动者|参保人|被保险人|投保人员|在册|在职|工友|师傅|弟兄|班组).{0,10}(?:清单|名单|名录|名簿|名册|花名册|明细|一览|登记|表|册)|花名册|人员名单|雇员清单"
)


def _is_name(text: str) -> bool:
    bare = "".join(text.split())
    return (
        person.is_name(bare)
        or re.fullmatch(
            r"[\u4e00-\u9fff][*＊某○xX]{1,2}[\u4e00-\u9fff]?|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff·]{1,12}", bare
        )
        is not None
    )


_POST = re.compile(
    r"^(?!.*\d)[\u4e00-\u9fff（()）、/]{0,10}(?:工|员|师|师傅|长|手|司机|操作|管理|主任|经理|厂长|主管|辅助|后勤|保安|保洁|岗)$"
)


def _by_shape(text: str) -> bool:
    """A name, and no post that begins like one: 包装工, 安全员."""
    return _is_name(text) and not re.search("[工员岗]$|师傅$", text.strip())


_CLASS = re.compile(r"\s*第?[\d一二三四五六]\s*[类级](?:职业)?\s*")
"""What a post is rated as, and no post: 5类."""


def _several(text: str) -> tuple[str, ...]:
    """The names of several people in one cell: 唐世财、韦佑碧、冉启明."""
    parts = tuple(part for part in re.split(r"[、，,；;\s/]+", text.strip()) if part)
    known = sum(map(_by_shape, parts))
    return parts if len(parts) > 1 and 2 * known > len(parts) and all(map(_may_be_name, parts)) else ()


def _may_be_name(text: str) -> bool:
    """What may stand in a column of names, whatever the surname."""
    return _is_name(text) or re.fullmatch(r"[\u4e00-\u9fff]{2,4}", "".join(text.split())) is not None


def form_of(text: str) -> str | None:
    """The form of employment that the words name: employee, dispatched, temporary or intern.

    >>> form_of("劳务派遣工"), form_of("临时工"), form_of("正式员工"), form_of("外包")
    ('dispatched', 'temporary', 'employee', None)
    """
    said = squeeze(text).lower()
    return next((code for code, pattern in _FORMS if pattern.search(said)), None)


def _is_sum(text: str) -> bool:
    return re.fullmatch(r"[¥￥]?\s*\d[\d,]*(?:\.\d+)?\s*(?:万元?|元)?", text.strip()) is not None


FORMS: Mapping[str, tuple[registers.Form, float]] = {
    "name": (lambda t: _by_shape(t) or len(_several(t)) > 1, 0.8),
    "id_no": (lambda t: id_number.parse(t) is not None, 0.9),
    "form": (lambda t: form_of(t) is not None, 0.6),
    "limit": (_is_sum, 0.0),
    "gender": (lambda t: t.strip() in ("男", "女", "男性", "女性", "M", "F"), 0.6),
    "age": (lambda t: re.fullmatch(r"[1-7]\d\s*岁?", t.strip()) is not None, 0.0),
    "phone": (lambda t: re.fullmatch(r"1\d{2}[\d*]{8}|0\d{2,3}-?\d{7,8}", t.strip()) is not None, 0.6),
    "enterprise": (lambda t: bool(organisation.find_all(t)), 0.5),
    "post": (lambda t: 2 <= len(squeeze(t)) <= 14 and not re.search(r"\d{3}", t) and not _CLASS.fullmatch(t), 0.0),
}
_BARE = {**FORMS, "post": (lambda t: _POST.match(squeeze(t)) is not None, 0.45)}
# A surname that no list has is still one beside others that are known
_LEAST = {"name": 0.6, "post": 0.6}  # fmt: skip
_REST = {
    "name": registers.Rest(
        "id_no", lambda t: re.fullmatch("[\u4e00-\u9fff·*]{2,5}", squeeze(t)) is not None, distinct=True
    ),
    "post": registers.Rest("name", lambda t: re.fullmatch(r"[\u4e00-\u9fff（()）、/]{2,10}", squeeze(t)) is not None),
}
"""A name stands beside the number of a person, what he does beside his name, whatever the headers call them."""
# What a list of people at work has; names and telephone numbers alone are no such list.
_OF_WORK = frozenset({"id_no", "post", "form", "limit", "gender", "age", "birth", "department"})


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a list of staff, in points; 0 for lists for signing in, of marks or of claims."""
    best = 0.0
    lists = [found for found in _registers(sheet) if not found.told("foreign")]
    together = sum(len(found.lines) for found in lists)
    for found in lists:
        support = _OF_WORK & found.columns.keys()
        if "post" in support and not registers.columns_of("staff")["post"].named(found.header[found.columns["post"]]):
            support -= {"post"}  # told by elimination only
        names = [squeeze(u.text) for line in found.lines if (u := found.cell(line, "name"))]
        titled = bool(_TITLE.search(registers.title_of(sheet, found)))
        if (
            not names
            or together < 2
            or len(set(names)) < 0.6 * len(names)
            or not (support & {"id_no", "form", "limit"} or titled)
        ):
            continue
        if len(support) < 2 and not (titled and support):
            continue
        best = max(
            best, min(7.0, 1.5 + 0.8 * len(support) + 1.5 * titled + ("id_no" in support) + 0.2 * min(5, len(names)))
        )
    return best


def extract(sheet: Sheet) -> Extracted:
    """Every person of every table that is such a list, with the enterprise, the policy and the day where the paper tells them."""
    tables = [found for found in _registers(sheet) if not found.told("foreign")]
    rows = [
        row
        for found in tables
        for line, group in zip(found.lines, found.groups, strict=True)
        if _stays(sheet, found, group)
        for row in _rows(found, line, group)
    ]
    of_changes = any(_CHANGES.search(registers.title_of(sheet, found)) for found in tables)
    counted = all(map(registers.runs_on, tables)) and not of_changes
    fields: dict[str, Reading[Any]] = {}
    inside = {id(u) for found in tables for line in found.lines for u in line.values()}
    for name, read in (
        ("list_date", to_reading(ranked(registers.as_of(registers.outside(sheet, tables))))),
        ("enterprise", to_reading(_bodies(sheet, inside))),
        ("policy_no", to_reading([c for c in policy_numbers(sheet) if id(c.unit) not in inside])),
    ):
        if read is not None:
            fields[name] = read
    why = "the list tells who came and who left" if of_changes else "the numbers of its lines do not run on"
    why = "every line of the list was read" if counted else why
    witness = Witness(bool(rows), bool(rows) and counted, why if rows else "no list of staff found")
    return Extracted(fields, {"staff": tuple(rows)}, {"staff": witness})


def _registers(sheet: Sheet) -> list[Register]:
    for forms in (FORMS, _BARE):
        found = list(registers.registers(sheet, registers.with_forms("staff", forms, _LEAST, _REST), "name", 1))
        if any(register.told("post") for register in found) or forms is _BARE:
            return found
    return []


def _bodies(sheet: Sheet, inside: set[int]) -> list[Candidate]:
    """The enterprise whose people these are: a body named around the list that is no insurer."""
    found = [c for c in parties.bodies(sheet) if id(c.unit) not in inside and not organisation.is_insurer(c.value)]
    return ranked(c.plus(0.0 if c.unit.table is None else -0.1) for c in found)


def _rows(found: Register, line: registers.Line, group: str) -> Iterator[Row]:
    """The person of a line, or each of several whom one cell names, who share what else the line tells of all."""
    named = found.cell(line, "name")
    if named is None or _has_left(found, line):
        return
    several = _several(named.text) if not _is_name("".join(named.text.split())) else ()
    if not several:
        if _may_be_name(named.text):
            cells = _cells(found, line, group)
            name = Reading("".join(named.text.split()), named.span(), "cell", named.confidence)
            yield Row({"name": name, **cells}, named.span())
        return
    shared = {name: cell for name, cell in _cells(found, line, group).items() if name != "id_no"}
    start = 0
    for one in several:
        start = named.text.index(one, start)
        span = named.span(start, start + len(one))
        yield Row({"name": Reading(one, span, "cell", named.confidence), **shared}, span)
        start += len(one)


def _cells(found: Register, line: registers.Line, group: str) -> dict[str, Reading[Any]]:
    """What a line tells beside the name."""
    cells: dict[str, Reading[Any]] = {}
    if (unit := found.cell(line, "id_no")) is not None and (number := id_number.parse(unit.text)) is not None:
        cells["id_no"] = Reading(number, unit.span(), "cell", unit.confidence)
    if (unit := found.cell(line, "post")) is not None:
        cells["post"] = Reading(squeeze(unit.text), unit.span(), "cell", unit.confidence)
    if (form := _form(found, line, group)) is not None:
        cells["form"] = form
    if (
        (unit := found.cell(line, "limit")) is not None
        and is_money(unit)
        and (amount := _amount(found, unit.text)) is not None
    ):
        cells["per_person_limit"] = Reading(amount, unit.span(), "cell", unit.confidence)
    return cells


_LEFT = re.compile(
    "(?:已|于?.{0,12})?(?:离职|离厂|离岗|离场|退场|辞职|辞退|解聘|解除劳动合同|调离|退休离岗)(?:人员)?"
    "|(?:本[次月期])?(?:减|减少|减员|减保|批减|退保|停保|退出|移除|剔除|删除)(?:人员|人数|名单)?"
)
_LEAVING = re.compile("(?:离职|离厂|离岗|离场|退场|辞职|解聘|调离|减员)(?:日期|时间|日|年月)?")
_DAY = re.compile(r"\s*(?:20)?\d\d\s*[-年./]\s*\d{1,2}.*")


def _has_left(found: Register, line: registers.Line) -> bool:
    """Whether a line says that the person works there no more, by its state or by a day under 离职日期: nobody to be insured."""
    for column, unit in line.items():
        header = squeeze(found.header[column]) if column < len(found.header) else ""
        if _LEFT.fullmatch(squeeze(unit.text)) or (_LEAVING.fullmatch(header) and _DAY.fullmatch(unit.text)):
            return True
    return False


_LEAVERS = re.compile(
    "[（(]?[一二三四五六七八九十\\d]{0,2}[)）、.．]?(?:本[次月期季年])?(?:申请)?(?:减少|减员|减保|批减|退保|停保|退出|离职|删除|剔除|移除)"
    "(?:的)?(?:参保|投保|被保险|保险)?(?:人员|雇员|员工|职工|名单|清单|明细|部分|情况|表)*(?:[（(].{0,12}[)）])?[:：]?"
)
_CHANGES = re.compile(
    "增减|增员|减员|批增|批减|加减人|(?:人员|名单|雇员|员工|职工).{0,4}(?:变更|变动|异动|增加|减少|调整)"
)
"""What makes a list one of who came and who left, which is not all who are there."""


def _stays(sheet: Sheet, found: Register, group: str) -> bool:
    """Whether those under a heading, in the table or right over it, are there still: not under 二、减少人员."""
    over = max((u.index for u in sheet.units if u.table is None and u.index < _top(found)), default=-1)
    near = sheet.units[over].text if over >= 0 and _follows(sheet, found, over) else ""
    headings = (group or near, found.table.name or "")
    return not any(_LEAVERS.fullmatch(squeeze(text)) for text in headings)


def _top(found: Register) -> int:
    return min((u.index for line in found.lines for u in line.values()), default=0)


def _follows(sheet: Sheet, found: Register, over: int) -> bool:
    """Whether nothing but the table itself stands between a line and the list."""
    return all(u.table is found.table for u in sheet.units[over + 1 : _top(found)])


def _form(found: Register, line: registers.Line, group: str) -> Reading[str] | None:
    """The form of employment: of the line, else of the heading of its group, else of the sheet."""
    unit = found.cell(line, "form")
    if unit is not None:
        code = form_of(unit.text)
        return Reading(code, unit.span(), "cell", unit.confidence) if code else None
    named = found.cell(line, "name")
    for text in (group, found.table.name or ""):
        if named is not None and not registers.BLANK.match(text) and (code := form_of(text)) is not None:
            return Reading(code, named.span(), "derived:group", 0.85)
    return None


def _amount(found: Register, text: str) -> Decimal | None:
    """The sum in yuan; the header may say that sums are written in 万元."""
    match = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if match is None:
        return None
    own = Decimal(10_000) if "万" in text else Decimal(1) if "元" in text else None
    scale = own if own is not None else Decimal(scale_of(found.header[found.columns["limit"]]) or 1)
    value = money.number(match[0])
    return None if value is None else (value * scale).quantize(Decimal("0.01"))
