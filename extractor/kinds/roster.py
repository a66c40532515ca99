"""应保企业清单 (roster): enterprises that must insure, or have insured, one line each; kept by a town, a park or a department.

Fields: roster_date (the day it speaks of), jurisdiction, region_code, scope ("due", "insured" or "uninsured" where its title says
that it lists only such). Table ``enterprises``: see docs/fields.md. A cell that says neither yes nor no is absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from extractor.evidence import registers
from extractor.evidence.candidates import derived, ranked, to_reading
from extractor.evidence.choices import choices
from extractor.evidence.registers import Register
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import Extracted
from extractor.record import Reading, Row, Witness
from extractor.text.fold import squeeze
from extractor.values import organisation, person, policy_no, region, sector, uscc, yes_no
from extractor.values.dates import DATE, Moment, to_date

KIND = "roster"

# --- what the cells of a column are ----------------------------------------------------------------------------------

_AREA = re.compile(
    r"^[\u4e00-\u9fff]{1,10}?(?:街道|镇|乡|苏木|开发区|园区|工业园|新区|社区|村|片区|管委会|县|区|市|办事处)(?:[（(].{1,12}[)）])?$"
)
_SIZE = (
    ("micro", re.compile("微")),
    ("small", re.compile("小")),
    ("medium", re.compile("中")),
    ("large", re.compile("大")),
)
_SIZE_FORM = re.compile(r"^[ⅠⅡⅢ一二三四]*[、.]?(?:特?大|中|小|微|小微|中小)型?(?:企业|单位|规模)?$")
_WHOLE = re.compile(r"^[约共计]?\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.0+)?\s*(?:人|名|位|个)?$")
_NO_ENTERPRISE = re.compile(r"[:：;；。]|\d{6}|^(?:是|否|有|无|√|×)$|有限空间|办公室$|管理局|应急局|住建局|委员会")
_DEPARTMENT = re.compile(r"局$|局[、/和]|委员会$|办公室$|管理所$|大队$|中队$|委$|办$")


def _is_body(text: str) -> bool:
    bare = "".join(text.split())
    if _NO_ENTERPRISE.search(bare) or organisation.is_insurer(bare) or _AREA.match(bare) or _DEPARTMENT.search(bare):
        return False
    if organisation.find_all(bare):
        return True
    han = sum("\u4e00" <= c <= "\u9fff" for c in bare)
    return 4 <= han <= 40 and not person.is_name(bare) and yes_no.parse(bare) is None


def _is_company(text: str) -> bool:
    return bool(organisation.find_all(text)) and _is_body(text)


def _is_number(text: str) -> bool:
    """A policy number, or words that say there is none; not a telephone number, a code of an enterprise or a day."""
    bare = "".join(text.split())
    if uscc.FORM.fullmatch(bare) or re.fullmatch(r"1\d{10}|0\d{2,3}-?\d{7,8}", bare) or DATE.fullmatch(bare):
        return False
    return policy_no.FORM.fullmatch(bare) is not None or yes_no.parse(bare) is False


def _is_day(text: str) -> bool:
    return DATE.search(text) is not None


def _is_period(text: str) -> bool:
    return len(DATE.findall(text)) >= 2


def _is_trade(text: str) -> bool:
    """Words that name a sector and are no body's name (非煤矿山 is none, 恒石采石场 is one)."""
    bodies = [name for _, _, name in organisation.find_all(text) if len(name) > 4]
    return sector.parse(text) not in (None, sector.OTHER) and not bodies and len(squeeze(text)) <= 24


FORMS: Mapping[str, tuple[registers.Form, float]] = {
    "enterprise": (_is_body, 0.0),
    "uscc": (lambda t: uscc.parse(t.upper()) is not None, 0.9),
    "insurer": (lambda t: bool(re.search("保险|财险|产险|人保|平安|太保|太平|国寿|人寿|阳光|大地|中华|天安|众安|华安", t)), 0.0),
    "policy_no": (_is_number, 0.5),
    "insured_count": (lambda t: _WHOLE.match(t.strip()) is not None, 0.0),
    "headcount": (lambda t: _WHOLE.match(t.strip()) is not None, 0.0),
    "full_staff": (lambda t: yes_no.parse(t) is not None, 0.0),
    "full_amount": (lambda t: yes_no.parse(t) is not None, 0.0),
    "is_due": (lambda t: yes_no.parse(t) is not None, 0.0),
    "insured": (lambda t: yes_no.parse(t) is not None, 0.0),
    "uninsured": (lambda t: yes_no.parse(t) is not None, 0.0),
    "not_due": (lambda t: yes_no.parse(t) is not None, 0.0),
    "period_start": (_is_day, 0.0),
    "period_end": (_is_day, 0.0),
    "period": (_is_period, 0.6),
    "size": (lambda t: _SIZE_FORM.match(squeeze(t)) is not None, 0.6),
    "industry": (lambda t: sector.parse(t) is not None and len(squeeze(t)) <= 40, 0.0),
    "region_code": (lambda t: re.fullmatch(r"\d{6}(?:\d{3}){0,2}", t.strip()) is not None, 0.0),
    "area": (lambda t: _AREA.match(squeeze(t)) is not None or 2 <= len(squeeze(t)) <= 6, 0.0),
    "address": (lambda t: len(squeeze(t)) >= 4, 0.0),
    "regulator": (lambda t: len(squeeze(t)) >= 2, 0.0),
    "other_date": (_is_day, 0.0),
}  # fmt: skip
# The one that only the cells tell: bodies under a header that names none ("名录", "对象").
_BARE = {**FORMS, "enterprise": (_is_company, 0.7), "industry": (_is_trade, 0.4)}
_REST = {
    "insured": registers.Rest("enterprise", lambda t: yes_no.parse(t) is not None and "保" in t),
    "period_end": registers.Rest("insurer", lambda t: _is_day(t) and not _is_period(t)),
}
"""在保 and 脱保 say themselves what they tell; the one day beside an insurer without a header that says otherwise is its end."""
_SUPPORT = frozenset({
    "uscc", "industry", "size", "headcount", "insured_count", "is_due", "insured", "policy_no", "period", "period_end", "insurer",
    "full_staff", "full_amount", "area", "region_code", "regulator", "category",
})  # fmt: skip
# What only a list about insuring has: without one of these a list of enterprises is some other list.
_OF_INSURING = frozenset(
    {"is_due", "insured", "policy_no", "insurer", "full_staff", "full_amount", "insured_count", "period"}
)
_TITLE = re.compile(
    r"(?:企业|单位|公司|经营者|商户|主体).{0,16}(?:清单|名单|名录|台账|台帐|统计|汇总|一览|明细|登记|底数|花名册|摸底|排查|情况|表|册)|"
    r"(?:应|未|已|须)(?:当|该)?(?:投|参|承|续)?保.{0,20}(?:清单|名单|名录|表|册|台账|统计)|(?:投保|参保|覆盖).{0,8}(?:清单|名单|名录|进度|情况)"
)
_ABOUT = re.compile("安责险|安全生产责任(?:保)?险|责任保险|投保|参保|应保|承保")
_DUE = re.compile("应(?:当|该)?(?:投|参|续|承)?保(?!未|障)|须(?:投|参)?保|必须投保|强制投保|强制保险对象")
_ONLY_UNINSURED = re.compile("未(?:投|参|承|续|办|购|落实|纳|入)?保(?!障)|脱保|漏保|断保|未落实|未办理")
_ONLY_INSURED = re.compile(
    "已(?:经)?(?:投|参|承|购)保|在保|(?<![应未须])(?:参保|投保|承保)(?:企业|单位|客户)(?!情况|统计|进度|状态)"
)


def holds(sheet: Sheet) -> float:
    """How much the paper's tables speak for a roster, in points; 0 for a ledger, a list of claims, of hazards, of people."""
    best = 0.0
    for found in _registers(sheet):
        if found.told("foreign") or not found.lines:
            continue
        support = _SUPPORT & found.columns.keys()
        title = registers.title_of(sheet, found)
        of_insuring = bool(support & _OF_INSURING)
        about = _ABOUT.search(title) is not None
        if not (of_insuring or about) or len(support) < (1 if of_insuring and about else 2):
            continue
        names = [squeeze(u.text) for line in found.lines if (u := found.cell(line, "enterprise"))]
        if len(set(names)) < 0.6 * len(names) or (len(names) < 2 and not _TITLE.search(title)):
            continue
        best = max(
            best, min(7.0, 2.0 + 0.7 * len(support) + 1.5 * bool(_TITLE.search(title)) + 0.2 * min(5, len(names)))
        )
    return best


def extract(sheet: Sheet) -> Extracted:
    """The day, the place and every line of every table that is a roster."""
    rows: list[Row] = []
    tables = [found for found in _registers(sheet) if not found.told("foreign")]
    counted = all(map(registers.runs_on, tables))
    for found in tables:
        rows.extend(
            row for line, group in zip(found.lines, found.groups, strict=True) if (row := _row(found, line, group))
        )
    fields: dict[str, Reading[Any]] = {}
    around = registers.outside(sheet, tables)
    day = to_reading(ranked(registers.as_of(around)))
    if day is not None:
        fields["roster_date"] = day
    _place(around, rows, fields)
    _scope(around, fields)
    rows = [_with_region(row, fields.get("region_code")) for row in rows]
    why = "every line of the table was read" if counted else "the numbers of its lines do not run on"
    witness = Witness(bool(rows), bool(rows) and counted, why if rows else "no roster table found")
    return Extracted(fields, {"enterprises": tuple(rows)}, {"enterprises": witness})


def _registers(sheet: Sheet) -> list[Register]:
    found = list(registers.registers(sheet, registers.with_forms("roster", FORMS, rest=_REST), "enterprise", 2))
    if not found:
        few = list(registers.registers(sheet, registers.with_forms("roster", FORMS, rest=_REST), "enterprise", 1))
        found = few if any(_OF_INSURING & told.columns.keys() for told in few) else []
    found = found or list(
        registers.registers(sheet, registers.with_forms("roster", _BARE, rest=_REST), "enterprise", 2)
    )
    return [_agreeing(_in_marks(register)) for register in found]


def _in_marks(found: Register) -> Register:
    """The register with who is insured where marks under two headers tell it, one of which denies the other: 上了, 没上."""
    if {"insured", "uninsured"} & found.columns.keys():
        return found
    for choice in choices(found.header, found.lines):
        denied = [c for c, answer in choice.answers.items() if _NEGATED.search(answer)]
        if len(choice.answers) == 2 and len(denied) == 1:
            said = next(c for c in choice.answers if c != denied[0])
            return replace(found, columns={**found.columns, "insured": said, "uninsured": denied[0]})
    return found


_NEGATED = re.compile("没|未|无|否|不|×|✗|非")
_PROOF = ("policy_no", "insurer", "period", "period_start", "period_end")


def _agreeing(found: Register) -> Register:
    """The register with the column of who is insured, where no header tells it: its yes stands exactly beside a policy."""
    proof = next((name for name in _PROOF if name in found.columns), None)
    if "insured" in found.columns or "uninsured" in found.columns or proof is None:
        return found
    for c in range(len(found.header)):
        cells = [line.get(c) for line in found.lines]
        said = [_yes(u.text) if u is not None and not registers.BLANK.match(u.text) else None for u in cells]
        filled = [
            (u := found.cell(line, proof)) is not None and yes_no.parse(u.text) is not False for line in found.lines
        ]
        if c not in found.columns.values() and len(set(filled)) == 2 and said == filled:
            return replace(found, columns={**found.columns, "insured": c})
    return found


def _yes(text: str) -> bool | None:
    """Yes or no in a column of two words, one of which denies the other: 参加, 没参加."""
    bare = squeeze(text)
    return (not _NEGATED.search(bare)) if 1 <= len(bare) <= 6 else None


# --- a line ----------------------------------------------------------------------------------------------------------

Parse = Callable[[str], Any]


def _row(found: Register, line: registers.Line, group: str) -> Row | None:
    cells: dict[str, Reading[Any]] = {}
    for name, parse in _PARSERS.items():
        unit = found.cell(line, name)
        value = parse(unit.text) if unit is not None else None
        if unit is not None and value is not None:
            cells[name] = Reading(value, unit.span(), "cell", round(0.97 * unit.confidence, 3))
    if "enterprise" not in cells:
        return None
    for name in ("period_start", "period_end"):
        unit = found.cell(line, name)
        if unit is not None and (day := _cell_day(unit)) is not None:
            cells[name] = Reading(Moment(day), unit.span(), "cell", round(0.97 * unit.confidence, 3))
    if (unit := found.cell(line, "period")) is not None:
        cells |= _period(unit)
    if "industry" not in cells and "category" in cells and _is_trade(str(cells["category"].value)):
        cells["industry"] = derived(cells["category"], sector.parse(str(cells["category"].value)), "derived:category")
    _opposites(found, line, cells)
    _mark_in_number(found, line, cells)
    _area_around(found, line, group, cells)
    _said_around(found, group, cells)
    units = [u for _, u in sorted(line.items())]
    return Row(cells, cells["enterprise"].span if not units else _whole(units))


def _whole(units: Iterable[Unit]) -> Any:
    first = next(iter(units))
    return first.span()


def _joined(text: str) -> bool | None:
    """参加, 加入, 买了, and their contraries, which say yes or no only where the column asks for it."""
    bare = squeeze(text)
    if not re.fullmatch("(?:已|已经|没|没有|未|不|尚未)?(?:参加|加入|购买|买|办|上|入)(?:了|过)?(?:险)?", bare):
        return None
    return _NEGATED.search(bare) is None


def _name(text: str) -> str | None:
    bare = organisation.format(re.sub(r"^\d{1,4}[.、]", "", "".join(text.split())))
    return bare if len(bare) >= 2 and not registers.BLANK.match(bare) else None


def _count(text: str) -> int | None:
    match = _WHOLE.match(text.strip())
    return int(match[1].replace(",", "")) if match else None


def _size(text: str) -> str | None:
    bare = squeeze(text)
    if not _SIZE_FORM.match(bare):
        return None
    named = [code for code, pattern in _SIZE if pattern.search(bare)]
    return named[0] if len(named) == 1 else None  # 小微, 中小: could be either


def _policy_no(text: str) -> str | None:
    bare = "".join(text.split())
    return policy_no.format(bare) if _is_number(bare) and policy_no.FORM.fullmatch(bare) else None


def _words(text: str) -> str | None:
    bare = squeeze(text)
    return bare or None


_PARSERS: Mapping[str, Parse] = {
    "enterprise": _name,
    "uscc": lambda text: uscc.parse(text.upper()),
    "region_code": lambda text: text.strip() if re.fullmatch(r"\d{6}(?:\d{3}){0,2}", text.strip()) else None,
    "area": _words,
    "address": _words,
    "industry": sector.parse,
    "size": _size,
    "headcount": _count,
    "is_due": yes_no.parse,
    "insured": lambda text: said if (said := yes_no.parse(text)) is not None else _joined(text),
    "policy_no": _policy_no,
    "insurer": _words,
    "insured_count": _count,
    "full_staff": yes_no.parse,
    "full_amount": yes_no.parse,
    "regulator": _words,
    "category": _words,
}  # fmt: skip


def _cell_day(unit: Unit) -> date | None:
    value = unit.cell.value if unit.cell is not None else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    days = [day for match in DATE.finditer(unit.text) if (day := to_date(match))]
    return days[0] if len(days) == 1 else None


def _period(unit: Unit) -> dict[str, Reading[Any]]:
    days = [day for match in DATE.finditer(unit.text) if (day := to_date(match))]
    if len(days) != 2 or days[0] > days[1]:
        return {}
    sure = round(0.95 * unit.confidence, 3)
    return {
        "period_start": Reading(Moment(days[0]), unit.span(), "cell", sure),
        "period_end": Reading(Moment(days[1]), unit.span(), "cell", sure),
    }


def _opposites(found: Register, line: registers.Line, cells: dict[str, Reading[Any]]) -> None:
    """A tick under 未投保 or 非应保, beside a column for the contrary or without one."""
    for name, opposite in (("insured", "uninsured"), ("is_due", "not_due")):
        unit = found.cell(line, opposite)
        if name not in cells and unit is not None and yes_no.parse(unit.text) is True:
            cells[name] = Reading(False, unit.span(), "cell", round(0.95 * unit.confidence, 3))


def _mark_in_number(found: Register, line: registers.Line, cells: dict[str, Reading[Any]]) -> None:
    """ "未投保" written where the number, the period or the insurer would stand says that there is none."""
    if "insured" in cells or "policy_no" in cells:
        return
    for name in ("policy_no", "period", "period_start", "period_end", "insurer"):
        unit = found.cell(line, name)
        none = unit is not None and name == "policy_no" and squeeze(unit.text) in ("无", "没有", "无保单")
        if unit is not None and (none or _ONLY_UNINSURED.search(squeeze(unit.text))) and len(unit.text) <= 12:
            cells.pop(name, None)
            cells["insured"] = Reading(False, unit.span(), "cell", round(0.9 * unit.confidence, 3))
            return


def _area_around(found: Register, line: registers.Line, group: str, cells: dict[str, Reading[Any]]) -> None:
    """The town of a line where no column tells it: the heading of its group, or the name of its sheet."""
    if "area" in cells:
        return
    for text in (group, found.table.name or ""):
        bare = re.sub(r"^[一二三四五六七八九十\d]{1,3}[、.．]|[（(].*$|共?计?\d+[家户].*$|[:：]\s*$", "", squeeze(text))
        if _AREA.match(bare):
            cells["area"] = derived(cells["enterprise"], bare, "derived:group")
            return


_SURELY_INSURED = re.compile("已(?:经)?(?:投|参|承|购)保|在保")


def _said_around(found: Register, group: str, cells: dict[str, Reading[Any]]) -> None:
    """Whether the enterprise is insured where only the heading of its group or the name of its sheet says so (未投保企业)."""
    if "insured" in cells:
        return
    for text in map(squeeze, (group, found.table.name or "")):
        without, with_ = _ONLY_UNINSURED.search(text), _ONLY_INSURED.search(text)
        if text and len(text) <= 20 and bool(without) != bool(with_):
            if "policy_no" in cells and not _SURELY_INSURED.search(text):
                return  # its policy says so already, or else the heading is not of this line
            cells["insured"] = derived(cells["enterprise"], bool(with_), "derived:group")
            return


# --- the paper -------------------------------------------------------------------------------------------------------


def _place(around: Sequence[Unit], rows: list[Row], fields: dict[str, Reading[Any]]) -> None:
    """The place in the title or the name of who keeps it, else the place that all its lines lie in."""
    for unit in [u for u in around if re.search("[\u4e00-\u9fff]{3}", u.text)][:12]:
        found = region.find(unit.text)
        if found is not None and len(found.code.rstrip("0")) > 2:
            reading = Reading(unit.text, unit.span(), "prose", 0.9)
            fields["jurisdiction"] = derived(reading, found.label, "derived:title")
            fields["region_code"] = derived(reading, found.code, "derived:title")
            return
    for name in ("region_code", "area", "address"):
        readings = [row.cells[name] for row in rows if name in row.cells]
        if not readings or len(readings) < 0.8 * len(rows):
            continue
        regions = tuple(filter(None, (region.by_code(str(r.value)) or region.find(str(r.value)) for r in readings)))
        shared = region.common(regions) if len(regions) == len(readings) else None
        if shared is not None and (there := region.by_code(shared)) is not None:
            fields["jurisdiction"] = derived(readings[0], there.label, f"derived:{name}")
            fields["region_code"] = derived(readings[0], shared, f"derived:{name}")
            return


def _scope(around: Sequence[Unit], fields: dict[str, Reading[Any]]) -> None:
    """What the title says of every line: that all must insure, that all have, or that none has."""
    for unit in around[:8]:
        bare = squeeze(unit.text)
        if not (_TITLE.search(bare) or _ABOUT.search(bare)) or len(bare) > 50:
            continue
        due, uninsured, insured = _DUE.search(bare), _ONLY_UNINSURED.search(bare), _ONLY_INSURED.search(bare)
        word = (
            "uninsured"
            if uninsured and not insured
            else "insured"
            if insured and not (due or uninsured)
            else "due"
            if due
            else ""
        )
        if word:
            fields["scope"] = Reading(word, unit.span(), "title", 0.85)
            return


def _with_region(row: Row, whole: Reading[Any] | None) -> Row:
    """The line's own place by its code, else by its address or town within the place of the roster."""
    if "region_code" in row.cells:
        return row
    within = str(whole.value) if whole is not None else None
    for name in ("address", "area"):
        found = region.find(str(row.value(name)), within) if name in row.cells else None
        if found is not None and (within is None or found.code.startswith(within.rstrip("0")[:6])):
            code = derived(row.cells[name], found.code, f"derived:{name}")
            return Row({**row.cells, "region_code": code}, row.span)
    if whole is not None:
        return Row({**row.cells, "region_code": whole}, row.span)
    return row
