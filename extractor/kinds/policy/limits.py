"""Up to which sums the policy pays, for whom and for what."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.names import PART_OF_LAST, code_of
from extractor.covers.meaning.sums import dimension_of, understood
from extractor.covers.table import Coverages
from extractor.evidence.candidates import Candidate, by_token, derived, ranked
from extractor.evidence.concepts import Formula, formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import put
from extractor.kinds.policy.deductibles import (
    agreed_on,
    beside_then,
    deductibles,
    in_column,
    none_in_column,
    with_its_cover,
)
from extractor.kinds.policy.earlier import told_of_then
from extractor.kinds.policy.further_limits import of_an_extension, of_another_time
from extractor.kinds.policy.no_deductible import none_beside_label
from extractor.kinds.policy.premium import in_yuan
from extractor.kinds.policy.reckoned import is_reckoned
from extractor.kinds.policy.shares import is_of_one_insurer
from extractor.record import Reading, Row
from extractor.span import Span
from extractor.values.scan import Token

_MONEY_NOT = "medical third property premium deductible legal rescue appraisal aftermath disease prevention insured_count payment tax"

PER_PERSON = formula("per_person", "limit injury liability", _MONEY_NOT)

PER_ACCIDENT = formula("per_accident", "limit injury liability", _MONEY_NOT + " per_person")

AGGREGATE = formula("aggregate", "limit liability", _MONEY_NOT + " per_person")

# A cover's limit that stands alone in the schedule, outside any list of covers
_ALONE_NOT = "premium deductible ratio prevention tax payment disease "

_ALONE = {
    "medical_limit": formula("medical", "per_person limit", _ALONE_NOT + "per_accident aggregate third legal rescue"),
    "rescue_limit": formula(
        "rescue", "per_accident limit", _ALONE_NOT + "per_person aggregate third legal medical appraisal"
    ),
    "legal_limit": formula(
        "legal", "per_accident limit", _ALONE_NOT + "per_person aggregate third medical rescue appraisal"
    ),
    "third_party_limit": formula(
        "third per_accident|limit", "injury", _ALONE_NOT + "per_person aggregate property medical legal rescue"
    ),
    "third_party_property_limit": formula(
        "third property", "per_accident limit", _ALONE_NOT + "per_person aggregate injury medical legal rescue"
    ),
    "appraisal_limit": formula(
        "appraisal", "per_accident limit", _ALONE_NOT + "per_person aggregate third medical legal rescue"
    ),
}


_OF_COVERS = (
    ("medical_limit", "medical", "per_person"),
    ("rescue_limit", "rescue", "per_accident"),
    ("legal_limit", "legal", "per_accident"),
    ("third_party_limit", "third_party_injury", "per_accident"),
    ("third_party_property_limit", "third_party_property", "per_accident"),
    ("appraisal_limit", "appraisal", "per_accident"),
)
"""Fields of one cover: (field, the cover's code, the column of the list that is asked first)."""


def put_limits(
    sheet: Sheet, fields: dict[str, Reading[Any]], covers: Coverages | None, outside: set[int], in_agreements: set[int]
) -> None:
    closing = covers.closing if covers else frozenset()
    free = {id(unit) for unit in sheet.units if id(unit) in outside and id(unit) not in closing}
    for name, wanted, column in (
        ("per_person_limit", PER_PERSON, "per_person"),
        ("per_accident_limit", PER_ACCIDENT, "per_accident"),
        ("aggregate_limit", AGGREGATE, "aggregate"),
    ):
        _put_main_limit(sheet, fields, covers, name, wanted, column, free, closing)
    rows = {r.value("code"): r for r in sorted(covers.rows, key=_is_whole)} if covers else {}
    for name, code, column in _OF_COVERS:
        cell = _first_limit(rows[code], column) if code in rows else None
        alone = (
            []
            if cell is not None and (name != "medical_limit" or column in rows[code].cells)
            else _sums(sheet, _ALONE[name])
        )
        alone = [c for c in alone if id(c.unit) in free and c.score >= _SURELY_ALONE]
        if cell is not None and (not alone or alone[0].value >= cell.value):
            fields[name] = derived(cell, cell.value, "table")
        else:
            put(fields, name, alone)
    borne = deductibles(sheet)
    found = [c for c in borne if id(c.unit) in outside]
    listed = covers.units if covers else frozenset()
    found = found or [
        c for c in borne if c.how == "cell-left" and id(c.unit) in listed
    ]  # a label in a form read with the list
    told = outside | in_agreements | listed
    found = found or beside_then(sheet, {id(u) for u in sheet.units if id(u) not in told})
    found = (
        found
        or none_beside_label(sheet, outside)
        or in_column(sheet)
        or none_in_column(sheet)
        or agreed_on(borne, in_agreements)
    )
    put(fields, "deductible", found)
    if (read := fields.get("deductible")) is not None and read.value and read.span == found[0].span():
        fields["deductible"] = replace(read, span=with_its_cover(sheet, found[0]))


def _without_columns(found: Sequence[Candidate]) -> list[Candidate]:
    """The sums without those of a column that holds unlike ones, a line for each of several plants: none is the whole policy's."""
    under: dict[int, set[Decimal]] = {}
    for c in found:
        if c.how == "header" and c.unit.cell is not None:
            under.setdefault(id(c.unit.topmost()), set()).add(c.value)
    unlike = {top for top, values in under.items() if len(values) > 1}
    return [c for c in found if c.how != "header" or c.unit.cell is None or id(c.unit.topmost()) not in unlike]


_SURELY_ALONE = 0.7
"""How surely a sum outside the list must be named as a cover's limit. One for each person goes before the list's for an accident."""
_LEAST_MAIN = 10000
"""Yuan below which no policy pays for a death: the unit of a smaller sum is told where it was not found."""


def _first_limit(row: Row, column: str) -> Reading[Any] | None:
    """The row's sum for ``column``, else the widest that it tells."""
    columns = (column, "per_accident", "aggregate", "per_person")
    return next((cell for name in columns if (cell := row.cells.get(name)) is not None), None)


def _is_whole(row: Row) -> bool:
    """Whether a line is of a cover and not of a part of the one above it: 其中：现场清理."""
    return PART_OF_LAST.match(str(row.value("name") or "")) is None


def _put_main_limit(
    sheet: Sheet,
    fields: dict[str, Reading[Any]],
    covers: Coverages | None,
    name: str,
    wanted: Formula,
    column: str,
    free: set[int],
    closing: Collection[int],
) -> None:
    """One of the three limits of the whole policy: from the schedule, from the row of the injury of employees, or both.

    ``closing``: what totals the list of covers, where a sum beside its own label is the policy's: 合计 | 每次事故总限额2,000万元.
    """
    mains = [r for r in covers.rows if r.value("code") == "employee_injury"] if covers else []
    main = mains[0] if mains else None
    listed = main.cells.get(column) if main else None
    listed = listed if listed is not None and listed.value >= _LEAST_MAIN else None
    others = _sums_of_others(covers, main)
    found = [
        c
        for c in _sums(sheet, wanted)
        if c.value >= _LEAST_MAIN
        and (id(c.unit) in free or (c.how == "inline" and id(c.unit) in closing))
        and c.span() not in others
        and not _of_another_row(sheet, c, column)
        and not _of_another_cover(c.unit)
        and not of_another_time(c, column)
        and not is_of_one_insurer(sheet, c.unit)
    ]
    found = found if column == "per_person" else _without_columns(found)
    if main is not None and listed is not None:  # "每人限额50万元、每次事故限额500万元": each sum has its own column
        taken = {c.span for other, c in main.cells.items() if other not in ("code", "name", column)} - {listed.span}
        found = [c for c in found if c.span() not in taken]
    found = [c for c in found if not _below_one_person(c.value, column, main)]
    main_covers = [c for c in found if not of_an_extension(c)]
    found = main_covers if main_covers or listed is not None else found
    firm = [c for c in found if not _BOUND.search(c.unit.text[: c.start].rstrip())]
    found = firm if firm or listed is not None else found
    if listed is not None:
        # the list's own sum does not speak for itself: what another line calls the policy's is so
        found = ranked(c.plus(0.15 if c.value == listed.value and c.span() != listed.span else 0.0) for c in found)
    put(fields, name, found or (_for_the_period(sheet, free) if column == "aggregate" else []))
    of_all = covers.of_all.get(column) if covers else None
    if name not in fields and (told := of_all or listed) is not None:
        fields[name] = derived(told, told.value, "table")
    if name in fields:
        _doubt_where_rows_differ(fields, name, [r.cells[column] for r in mains[1:] if column in r.cells])


_BOUND = re.compile(
    r"(?:不|不得|不应|不能)(?:低|少|高|超过?)于?(?:(?!每|限额)[\u4e00-\u9fff\s]){0,12}(?:RMB|[¥￥])?$|至少为?\s*(?:人民币)?$|最低标准为?\s*$"
)
"""Before a sum that a limit may not fall below, as printed clauses say of all policies: 每次事故责任限额不低于200万元, 每人限额不低于
法定最低标准30万元."""


def _sums_of_others(covers: Coverages | None, main: Row | None) -> set[Span]:
    """Where the sums of the covers stand that are not the employees' injury."""
    rows = [row for row in covers.rows if row is not main] if covers else []
    return {cell.span for row in rows for name, cell in row.cells.items() if name not in ("code", "name")}


def _doubt_where_rows_differ(fields: dict[str, Reading[Any]], name: str, others: Sequence[Reading[Any]]) -> None:
    """Underground and above ground, or a line misunderstood: which of several rows is meant, is not known."""
    said = fields[name]
    if unlike := tuple(cell for cell in others if cell.value != said.value):
        fields[name] = replace(said, confidence=min(said.confidence, 0.6), rivals=(*said.rivals, *unlike))


def _sums(sheet: Sheet, wanted: Any) -> list[Candidate]:
    """Sums labelled as ``wanted``; a bare number only when it is large or its label names the unit."""

    def value(unit: Unit, token: Token) -> Decimal | None:
        amount = in_yuan(sheet, unit, token)
        if token.kind == "number" and unit.text.startswith("年", token.stop):
            return None  # 2026年度 heads a column
        if amount is None or amount < 1000 or _is_no_limit(sheet, unit, token) or told_of_then(unit, token.start):
            return None
        if is_reckoned(unit, token):
            return None
        return amount if (after := _named_behind(unit, token)) is None or wanted.score(understood(after)) else None

    return by_token(sheet, ("amount", "number", "words"), wanted, value=value)


_PERIOD_BEFORE = re.compile(r"[,，、]\s*(?:整个)?(?:保险|保障|承保|责任)期(?:间|限)?内?(?:共|为|总计)?\s*$")


def _for_the_period(sheet: Sheet, free: set[int]) -> list[Candidate]:
    """The sum behind the bare word for the period, where the one before it is for each accident: 每次事故壹仟万元，保险期间贰仟万元."""
    out = []
    for unit in sheet.units:
        sums = [t for t in unit.tokens if t.kind in ("amount", "words")] if id(unit) in free else []
        for one, other in itertools.pairwise(sums):
            behind = _PERIOD_BEFORE.fullmatch(unit.text, one.stop, other.start)
            if behind and sheet.label(unit, one.start).score(PER_ACCIDENT)[0] and other.value >= one.value:
                out.append(Candidate(Decimal(other.value), unit, other.start, other.stop, 0.7, "inline"))
    return out


_ENDED_BEFORE = re.compile(r"[;；。]\s*(?:RMB|CNY|人民币|¥)?\s*$")


def _named_behind(unit: Unit, token: Token) -> str | None:
    """The words right behind a sum that say for what it is, where a mark ends what stands before it."""
    if not _ENDED_BEFORE.search(unit.text[: token.start]):
        return None
    words = re.split("[,，;；。:：]", unit.text[token.stop : token.stop + 12])[0]
    return words if dimension_of(words) is not None else None


_NO_LIMIT = ("premium", "prevention", "deductible", "tax", "ratio", "payment", "words")


def _is_no_limit(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether the words right beside a sum name another thing, whatever the column is headed that it stands under."""
    options = sheet.label(unit, token.start).options
    if not options or options[0][2] not in ("cell-left", "left", "inline"):
        return False
    said = meaning(options[0][0])
    if said.has("deductible") and not said.has("limit"):
        return True  # 免赔额(每次事故), whatever stands over the column
    if options[0][2] == "inline" and unit.table is not None and unit.left is not None and len(unit.left.text) <= 10:
        of_row = meaning(unit.left.text)  # 免赔 | 每次1000元
        if of_row.has("deductible") and not of_row.has("limit"):
            return True
    return said.any(*_NO_LIMIT) and not said.any("limit", "per_person", "per_accident", "aggregate")


def _of_another_row(sheet: Sheet, c: Candidate, column: str) -> bool:
    """Whether a sum that only its column's header makes one of ``column`` stands in a row of another: 每次事故限额 | 本年度."""
    if c.how != "header":
        return False
    text, _, how = sheet.label(c.unit, c.start).options[0]
    return how == "cell-left" and dimension_of(text) not in (None, column)


_LONGEST_NAME = 16


def _of_another_cover(unit: Unit) -> bool:
    """Whether the cell to the left names a cover that is not the employees' injury: 附加第三者责任 | 每次50万元."""
    left = unit.left if unit.cell is not None else None
    named = left is not None and not left.tokens and len(left.text) <= _LONGEST_NAME
    return named and left is not None and code_of(left.text) not in (None, "employee_injury")


def _below_one_person(value: Decimal, column: str, main: Row | None) -> bool:
    """Whether a sum is less than what the list pays for one person, which no limit for more than one is."""
    least = main.value("per_person") if main is not None else None
    return column != "per_person" and least is not None and value < least
