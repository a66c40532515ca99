"""A line of a roster as a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from extractor.evidence import registers
from extractor.evidence.candidates import derived
from extractor.evidence.registers import Register
from extractor.evidence.units import Unit
from extractor.kinds.closures import standing
from extractor.kinds.roster.around import ONLY_UNINSURED, area_around, said_around, trade_around
from extractor.kinds.roster.forms import SIZE_FORM, WHOLE, day_in, is_number, is_trade
from extractor.kinds.roster.tables import NEGATED
from extractor.kinds.roster.told_lines import told_in_cell
from extractor.record import Reading, Row
from extractor.text.fold import squeeze
from extractor.values import organisation, policy_no, sector, uscc, yes_no
from extractor.values.dates import DATE, Moment, to_date

_SIZE = (
    ("micro", re.compile("微")),
    ("small", re.compile("小")),
    ("medium", re.compile("中")),
    ("large", re.compile("大")),
)


# --- a line ----------------------------------------------------------------------------------------------------------

Parse = Callable[[str], Any]


def enterprise_row(found: Register, line: registers.Line, group: str) -> Row | None:
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
        if unit is not None and (day := day_in(unit)) is not None:
            cells[name] = Reading(Moment(day), unit.span(), "cell", round(0.97 * unit.confidence, 3))
    if (unit := found.cell(line, "period")) is not None:
        cells |= _period(unit)
    if "industry" not in cells and "category" in cells and is_trade(str(cells["category"].value)):
        cells["industry"] = derived(cells["category"], sector.parse(str(cells["category"].value)), "derived:category")
    _clauses(found, line, cells)
    _opposites(found, line, cells)
    _mark_in_number(found, line, cells)
    area_around(found, line, group, cells)
    said_around(found, group, cells)
    trade_around(found, group, cells)
    _stands(line, cells)
    units = [u for _, u in sorted(line.items())]
    return Row(cells, cells["enterprise"].span if not units else _whole(units))


_AS_NAMED = frozenset({"enterprise", "address", "area", "insurer", "regulator"})
"""Columns whose words name somebody or somewhere, and say nothing of how the enterprise fares."""


def _stands(line: registers.Line, cells: dict[str, Reading[Any]]) -> None:
    """``standing``: any other cell of the line may say that the enterprise is closed or stands still."""
    named = {cells[name].span for name in _AS_NAMED & cells.keys()}
    for unit in line.values():
        said = standing(unit.text) if unit.span() not in named else None
        if said is not None and ("standing" not in cells or said == "closed"):
            cells["standing"] = Reading(said, unit.span(), "cell", round(0.9 * unit.confidence, 3))


def _whole(units: Iterable[Unit]) -> Any:
    first = next(iter(units))
    return first.span()


def _joined(text: str) -> bool | None:
    """参加, 加入, 买了, and their contraries, which say yes or no only where the column asks for it."""
    bare = squeeze(text)
    if not re.fullmatch("(?:已|已经|没|没有|未|不|尚未)?(?:参加|加入|购买|买|办|上|入)(?:了|过)?(?:险)?", bare):
        return None
    return NEGATED.search(bare) is None


def _name(text: str) -> str | None:
    bare = organisation.format(re.sub(r"^\d{1,4}[.、]", "", "".join(text.split())))
    return bare if len(bare) >= 2 and not registers.BLANK.match(bare) else None


def _count(text: str) -> int | None:
    match = WHOLE.match(text.strip())
    return int(match[1].replace(",", "")) if match else None


def _size(text: str) -> str | None:
    bare = squeeze(text)
    if not SIZE_FORM.match(bare):
        return None
    named = [code for code, pattern in _SIZE if pattern.search(bare)]
    return named[0] if len(named) == 1 else None  # 小微, 中小: could be either


def _policy_no(text: str) -> str | None:
    bare = "".join(text.split())
    return policy_no.format(bare) if is_number(bare) and policy_no.FORM.fullmatch(bare) else None


def _words(text: str) -> str | None:
    bare = squeeze(text)
    return bare or None


def _clauses(found: Register, line: registers.Line, cells: dict[str, Reading[Any]]) -> None:
    """What cells say in clauses, as a sentence would: of the one that names the enterprise, and of others that no column told."""
    unit = found.cell(line, "enterprise")
    told = told_in_cell(unit) if unit is not None and _CLAUSES.search(unit.text) else {}
    if "enterprise" not in told:
        return
    cells |= told
    for other in line.values():
        if other is not unit and _CLAUSES.search(other.text):
            for name, reading in told_in_cell(other).items():
                cells.setdefault(name, reading)


_CLAUSES = re.compile("[，,；;]")


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
        if unit is not None and (none or ONLY_UNINSURED.search(squeeze(unit.text))) and len(unit.text) <= 12:
            cells.pop(name, None)
            cells["insured"] = Reading(False, unit.span(), "cell", round(0.9 * unit.confidence, 3))
            return
