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
from extractor.kinds.staff_list.leaving import CHANGES, has_left, heading_over, of_those_who_came, stays
from extractor.kinds.staff_list.told import told_in_lines
from extractor.kinds.staff_list.told_in_cells import told_in_cards, told_in_names
from extractor.kinds.staff_list.words import (
    CLASS,
    POST,
    by_shape,
    form_of,
    is_name,
    may_be_name,
    only_form,
    place_of,
    several_names,
)
from extractor.record import Reading, Row, Witness
from extractor.text.fold import squeeze
from extractor.values import id_number, money, organisation

KIND = "staff_list"

TITLE = re.compile(
    r"(?:从业人员|员工|雇员|职工|人员|用工|工人|劳动者|参保人|被保险人|投保人员|在册|在职|工友|师傅|弟兄|班组).{0,10}(?:清单|名单|名录|名簿|名册|花名册|明细|一览|登记|表|册)|花名册|人员名单|雇员清单|(?:参保|投保|承保|被保险|保障)(?:职工|人员|员工|雇员|工人|工友|从业人员)(?!人?数)|(?:人员|员工|职工|雇员)(?:参保|投保)(?!人?数|率)"
)


def _is_sum(text: str) -> bool:
    return re.fullmatch(r"[¥￥]?\s*\d[\d,]*(?:\.\d+)?\s*(?:万元?|元)?", text.strip()) is not None


FORMS: Mapping[str, tuple[registers.Form, float]] = {
    "name": (lambda t: by_shape(t) or len(several_names(t)) > 1, 0.8),
    "id_no": (lambda t: id_number.parse(t) is not None, 0.9),
    "form": (lambda t: form_of(t) is not None, 0.6),
    "limit": (_is_sum, 0.0),
    "gender": (lambda t: t.strip() in ("男", "女", "男性", "女性", "M", "F"), 0.6),
    "age": (lambda t: re.fullmatch(r"[1-7]\d\s*岁?", t.strip()) is not None, 0.0),
    "phone": (lambda t: re.fullmatch(r"1\d{2}[\d*]{8}|0\d{2,3}-?\d{7,8}", t.strip()) is not None, 0.6),
    "enterprise": (lambda t: bool(organisation.find_all(t)), 0.5),
    "post": (lambda t: 2 <= len(squeeze(t)) <= 14 and not re.search(r"\d{3}", t) and not CLASS.fullmatch(t), 0.0),
}
_BARE = {**FORMS, "post": (lambda t: POST.match(squeeze(t)) is not None, 0.45)}
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
        titled = bool(TITLE.search(registers.title_of(sheet, found)))
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
    return best or _told(sheet)


def _told(sheet: Sheet) -> float:
    """Points for a paper under the title of such a list that tells its people in lines or in cards."""
    heading = [text for u in sheet.units[:_HEADING] if len(text := squeeze(u.text)) <= _LONGEST_TITLE]
    if not any(TITLE.search(text) or _OF_CARDS.search(text) for text in heading):
        return 0.0
    if any(_OF_OTHERS.search(text) for text in heading):
        return 0.0
    rows = told_in_names(sheet) or told_in_lines(sheet) or told_in_cards(sheet)
    if not rows:
        return 0.0
    return 4.0 + 1.5 * all("id_no" in row.cells for row in rows)  # 员工投保信息 heads no form for a policy then


_OF_CARDS = re.compile("(?:人员|员工|雇员|职工)(?:基本|投保|参保|详细)*(?:信息|资料)")
"""What heads the cards of people, each with labels of its own."""
_OF_OTHERS = re.compile("签到|参会|与会|值班|考勤|考核|工资|专家|获奖|表彰|捐款|慰问|培训|体检|成绩|联系|通讯录|通信录")
"""People listed for something else than what they are insured for."""
_HEADING = 3  # units
_LONGEST_TITLE = 40  # characters


def extract(sheet: Sheet) -> Extracted:
    """Every person of every table that is such a list, with the enterprise, the policy and the day where the paper tells them."""
    tables = [of_those_who_came(found) for found in _registers(sheet) if not found.told("foreign")]
    title = next((squeeze(u.text) for u in sheet.units[:_HEADING] if TITLE.search(squeeze(u.text))), "")
    title = title if len(title) <= _LONGEST_TITLE else ""
    named = told_in_names(sheet)
    rows = named or [
        row
        for found, over in [(found, heading_over(sheet, found)) for found in tables]
        for line, group in zip(found.lines, found.groups, strict=True)
        if stays(found, group, over)
        for row in _rows(found, line, group, title)
    ]
    told = [] if rows else told_in_lines(sheet) or told_in_cards(sheet)
    rows += told
    of_changes = any(CHANGES.search(registers.title_of(sheet, found)) for found in tables)
    counted = all(map(registers.runs_on, tables)) and not of_changes and not told and not named
    fields: dict[str, Reading[Any]] = {}
    inside = {id(u) for found in tables for line in found.lines for u in line.values()}
    for name, read in (
        ("list_date", to_reading(ranked(registers.as_of(registers.outside(sheet, tables))))),
        ("enterprise", to_reading(_bodies(sheet, inside))),
        ("policy_no", to_reading([c for c in policy_numbers(sheet) if id(c.unit) not in inside])),
    ):
        if read is not None:
            fields[name] = read
    why = (
        "people told in lines or as names alone"
        if told or named
        else "the list tells who came and who left"
        if of_changes
        else "the numbers of its lines do not run on"
    )
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


def _rows(found: Register, line: registers.Line, group: str, over: str) -> Iterator[Row]:
    """The person of a line, or each of several whom one cell names, who share what else the line tells of all."""
    named = found.cell(line, "name")
    if named is None or has_left(found, line):
        return
    several = several_names(named.text) if not is_name("".join(named.text.split())) else ()
    if not several:
        if may_be_name(named.text):
            cells = _cells(found, line, group, over)
            name = Reading("".join(named.text.split()), named.span(), "cell", named.confidence)
            yield Row({"name": name, **cells}, named.span())
        return
    shared = {name: cell for name, cell in _cells(found, line, group, over).items() if name != "id_no"}
    start = 0
    for one in several:
        begin, start = place_of(one, named.text, start)
        span = named.span(begin, start)
        yield Row({"name": Reading(one, span, "cell", named.confidence), **shared}, span)


def _cells(found: Register, line: registers.Line, group: str, over: str) -> dict[str, Reading[Any]]:
    """What a line tells beside the name."""
    cells: dict[str, Reading[Any]] = {}
    if (unit := found.cell(line, "id_no")) is not None and (number := id_number.parse(unit.text)) is not None:
        cells["id_no"] = Reading(number, unit.span(), "cell", unit.confidence)
    if (unit := found.cell(line, "post")) is not None:
        cells["post"] = Reading(squeeze(unit.text), unit.span(), "cell", unit.confidence)
    if (form := _form(found, line, group, over)) is not None:
        cells["form"] = form
    if (
        (unit := found.cell(line, "limit")) is not None
        and is_money(unit)
        and (amount := _amount(found, unit.text)) is not None
    ):
        cells["per_person_limit"] = Reading(amount, unit.span(), "cell", unit.confidence)
    return cells


def _form(found: Register, line: registers.Line, group: str, over: str) -> Reading[str] | None:
    """The form of employment: of the line, else of the heading of its group, of the sheet, of the paper (``over``)."""
    unit = found.cell(line, "form")
    if unit is not None:
        code = form_of(unit.text)
        return Reading(code, unit.span(), "cell", unit.confidence) if code else None
    named = found.cell(line, "name")
    for text in (group, found.table.name or ""):
        if named is not None and not registers.BLANK.match(text) and (code := form_of(text)) is not None:
            return Reading(code, named.span(), "derived:group", 0.85)
    if named is not None and (code := only_form(over)) is not None:
        return Reading(code, named.span(), "derived:title", 0.8)
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
