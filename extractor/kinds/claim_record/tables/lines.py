"""A line of a table of claims as a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.covers.table import scale_of
from extractor.evidence.columns import (
    Columns,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.days import roles_told
from extractor.kinds.claim_record.facts.instalments import REST_ROLE, together
from extractor.kinds.claim_record.facts.people_told import HARM
from extractor.kinds.claim_record.meaning import steps as claim_steps
from extractor.kinds.claim_record.meaning.day_labels import PAID, is_beside, said_of_day
from extractor.kinds.claim_record.meaning.labels import CLAIM_NO, FAINT
from extractor.kinds.claim_record.meaning.roles import COLUMNS, DATES, day_in
from extractor.kinds.claim_record.meaning.words import bare_who
from extractor.kinds.claim_record.tables.told_in_cells import told_in_cells
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values import dates, person


def line_cells(cols: Columns, row: Mapping[int, Unit], caption: str) -> dict[str, Reading[Any]]:
    """What a line says under the columns of a claim, the steps between report and closing apart."""
    cells: dict[str, Reading[Any]] = {}
    for name in COLUMNS:
        unit = cols.cell(row, name)
        if unit is None or not unit.text.strip(" /—-"):
            continue
        if name in _NUMBERED and not any(map(str.isdigit, unit.text)):
            continue  # words that go over several columns: of a total, of a group
        if name in _NUMBERED and any(t.kind == "moment" and t.stop - t.start >= len(unit.text) for t in unit.tokens):
            continue  # a day is no number
        value = _value(name, unit, cols.header_of(name), caption)
        if value is not None:
            sure = FAINT if f"guessed {name}" in cols.roles else 0.97
            cells[name] = Reading(value, unit.span(), "table", round(sure * unit.confidence, 3))
    if REST_ROLE not in cols.roles:
        return cells
    unit = cols.cell(row, REST_ROLE)
    left = None if unit is None else _value("paid", unit, cols.header_of(REST_ROLE), caption)
    rest = None if unit is None or left is None else Reading(left, unit.span(), "table", 0.9)
    return dict(together(cells, rest, "closed_date" in cells))


def table_row(cols: Columns, row: Mapping[int, Unit], caption: str) -> Row | None:
    """The line as a claim; None where it tells too little of one."""
    cells = line_cells(cols, row, caption)
    if not set(cells) & {"report_no", "accident_date"} or (
        len(cells) < 3 and not {"report_no", "accident_date"} <= set(cells)
    ):
        return None
    cells.update(_told_in_one_cell(row))
    cells.update(told_in_cells(cols, row, cells))
    cells.update(_under_two_names(cols, row))
    cells.update(_name_and_kind(cols, row))
    cells.update(claim_steps.steps(cols, row))
    if "accident_date" not in cells and "accident_date" not in cols.roles:
        cells.update(_told_with_harm(row, cells))
    return Row(cells, line_span(cols, row))


def next_of_claim(cols: Columns, row: Mapping[int, Unit], caption: str, above: Row) -> Row | None:
    """A line that names one more of the hurt and what was paid, all else left blank: of the claim of the line above it."""
    cells = line_cells(cols, row, caption)
    alone = {"victim", "paid"} <= cells.keys() <= _OF_A_PERSON and "victim" in above.cells
    if not alone or not person.is_name(cells["victim"].value) or cells["paid"].value <= 0:
        return None
    shared = {name: cell for name, cell in above.cells.items() if name not in _OF_A_PERSON}
    return Row({**shared, **cells}, line_span(cols, row))


_OF_A_PERSON = frozenset({"victim", "kind", "claimed", "paid"})


def _under_two_names(cols: Columns, row: Mapping[int, Unit]) -> dict[str, Reading[Any]]:
    """What cells hold in two parts under a head of two: 出险日/报案日 over 2025-03-19/2025-03-20, 报案号/保单号 over two numbers."""
    told: dict[str, Reading[Any]] = {}
    for c, unit in row.items():
        names = _TWO.split("".join(cols.header[c].split()))
        values = [token for token in unit.tokens if token.kind in ("moment", "code", "number")]
        parts = _TWO.split(unit.text.strip())
        if len(names) != 2 or len(parts) != 2 or not all(names):
            continue
        of = [_named(name) for name in names]
        if (
            None not in of
            and of[0] != of[1]
            and all(name in DATES for name in of)
            and (days := _short_days(parts, row))
        ):
            sure = round(0.9 * unit.confidence, 3)
            told.update(
                (str(name), Reading(day, unit.span(), "table", sure)) for name, day in zip(of, days, strict=True)
            )
            continue
        if len(values) != 2:
            continue
        if of[0] == of[1] or None in of or {name in DATES for name in of} != {values[0].kind == "moment"}:
            continue
        for name, token in zip(of, values, strict=True):
            value = token.value.day if token.kind == "moment" else unit.text[token.start : token.stop]
            told[str(name)] = Reading(
                value, unit.span(token.start, token.stop), "table", round(0.93 * unit.confidence, 3)
            )
    return told


def _short_days(parts: Sequence[str], row: Mapping[int, Unit]) -> list[date]:
    """Days without their year, in the year of the first whole day of the line or, before that day, in the next."""
    if not all(map(_SHORT_DAY.fullmatch, parts)):
        return []
    known = min((t.value.day for u in row.values() for t in u.tokens if t.kind == "moment"), default=None)
    if known is None:
        return []
    told = [dates.in_year(part, known.year) for part in parts]
    later = [
        dates.in_year(part, known.year + 1) if d is None or d < known else d
        for part, d in zip(parts, told, strict=True)
    ]
    return [day for day in later if day is not None] if None not in later else []


def _told_with_harm(row: Mapping[int, Unit], cells: Mapping[str, Reading[Any]]) -> dict[str, Reading[Any]]:
    """The day of the accident before what befell whom in a cell, in the year of the report: 8月6日砖垛倒塌砸伤."""
    reported = cells.get("reported_date") or cells.get("closed_date")
    for unit in row.values() if reported is not None and isinstance(reported.value, date) else ():
        told = _DAY_OF_HARM.match(unit.text)
        if told is None or _HARMED.search(unit.text, told.end()) is None:
            continue
        for year in (reported.value.year, reported.value.year - 1):  # type: ignore[union-attr]
            day = dates.in_year(told["day"], year)
            if day is not None and day <= reported.value:  # type: ignore[union-attr]
                return {"accident_date": Reading(day, unit.span(*told.span("day")), "table, in words", 0.85)}
    return {}


_DAY_OF_HARM = re.compile(
    r"\s*(?P<day>\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:[上中下]午|晚|早|凌晨|\d{1,2}[时点:：]\S{0,4})?(?=[\u4e00-\u9fff，,])"
)
_HARMED = re.compile(f"{HARM}|[\u4e00-\u9fff]伤|[腰头腿手背胸]痛|滑倒")
_SHORT_DAY = re.compile(r"\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*")


def _name_and_kind(cols: Columns, row: Mapping[int, Unit]) -> dict[str, Reading[Any]]:
    """Who was hurt and how under one head for both: 姓名（性质） over 吴伟（医疗）."""
    for c in {cols.roles.get("victim"), cols.roles.get("kind")} - {None}:
        unit = row.get(c)  # type: ignore[arg-type]
        head = _IN_BRACKETS.fullmatch("".join(cols.header[c].split()))  # type: ignore[index]
        if unit is None or head is None or (both := _IN_BRACKETS.fullmatch(unit.text.strip())) is None:
            continue
        of_kind = cols.roles.get("kind") == c or meaning(head["of"]).any("injury_kind", "injury")
        if of_kind and meaning(head["name"]).any("victim", "name") and person.is_name(both["name"].strip()):
            lead = len(unit.text) - len(unit.text.lstrip())
            sure = round(0.93 * unit.confidence, 3)
            return {
                role: Reading(
                    both[part].strip(), unit.span(lead + both.start(part), lead + both.end(part)), "table", sure
                )
                for role, part in (("victim", "name"), ("kind", "of"))
            }
    return {}


_IN_BRACKETS = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,8})\s*[（(](?P<of>[\u4e00-\u9fff]{2,10})[)）]")
_TWO = re.compile(r"\s*[/／]\s*")


def _named(head: str) -> str | None:
    """Of what one half of a head speaks: one of the four days, the claim's number or the policy's."""
    said = said_of_day(head)
    if "号" not in head and len(said) == 1 and max(said.values()) >= PAID:
        return next(iter(said))
    means = meaning(head)
    if CLAIM_NO.score(means) >= 0.5:
        return "report_no"
    return "policy_no" if means.has("policy") else None


def _told_in_one_cell(row: Mapping[int, Unit]) -> dict[str, Reading[Any]]:
    """The steps of a claim that its cells tell, each with its day: "出险2025-08-06；报案2025-08-07", "结案2025-09-26；上传…"."""
    told: dict[str, Reading[Any]] = {}
    for unit in {id(u): u for u in row.values()}.values():
        told |= {name: reading for name, reading in _told_in(unit).items() if name not in told}
    return told


def _told_in(unit: Unit) -> dict[str, Reading[Any]]:
    days = [token for token in unit.tokens if token.kind == "moment"]
    if len(days) < 2 or len(unit.text) > _LONGEST:
        return {}
    told: dict[str, Reading[Any]] = {}
    leads = not unit.text[: days[0].start].strip()  # 2024-04-11 出险, or 出险2024-04-11
    ends = [*(day.start for day in days[1:]), len(unit.text)]
    begins = [0, *(day.stop for day in days[:-1])]
    for day, begin, end in zip(days, begins, ends, strict=True):
        words = unit.text[day.stop : end] if leads else unit.text[begin : day.start]
        if len(words) > _WORDS_OF_A_STEP:
            return {}
        named = [name for name, score in roles_told(words).items() if score >= 1 and name in DATES]
        if len(named) == 1 and named[0] not in told:
            told[named[0]] = Reading(
                day.value.day, unit.span(day.start, day.stop), "table", round(0.93 * unit.confidence, 3)
            )
        elif named or not _beside(words):
            return {}
    return told if len(told) > 1 else {}


def _beside(words: str) -> bool:
    """Whether words tell of a step that is none of the four: 查勘, 立案."""
    return claim_steps.step_of(words + "日期") is not None or is_beside(words)


_NUMBERED = frozenset({"report_no", "policy_no"})
_LONGEST = 120
_WORDS_OF_A_STEP = 12
"""Characters of a cell of steps, and of the words for one of them."""


def line_span(cols: Columns, row: Mapping[int, Unit]) -> Span:
    """Where a line stands, with all its words."""
    first = next(u for _, u in sorted(row.items()))
    where = (
        f"{cols.table.name}!{cols.table.first_row + first.cell.row}"
        if cols.table.name is not None and first.cell is not None
        else first.where
    )
    return Span(" ".join(u.raw for _, u in sorted(row.items())), first.page, first.span().boxes, where)


def _value(name: str, unit: Unit, header: str, caption: str) -> Any:
    if name in DATES:
        return day_in(unit)
    if name in ("claimed", "paid"):
        token = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
        token = token or next((t for t in unit.tokens if t.kind == "words"), None)
        if token is None:
            return None
        return (Decimal(token.value) * (scale_of(header, caption) if token.kind == "number" else 1)).quantize(
            Decimal("0.01")
        )
    text = unit.raw.replace("\n", "").strip()
    if name == "victim":
        return "".join(bare_who(text).split())
    return "".join(text.split()) if name in ("report_no", "policy_no") else text
