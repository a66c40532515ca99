"""What an endorsement makes of a policy's values: of which field, and what it is from then on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.evidence.columns import grid
from extractor.evidence.concepts import Formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.endorsed_names import new_names, now_in_rows
from extractor.kinds.policy.limits import AGGREGATE, PER_ACCIDENT, PER_PERSON
from extractor.kinds.policy.people import EMPLOYEES, INSURED_COUNT, STAFF, whole
from extractor.kinds.policy.period import END
from extractor.kinds.policy.premium import PREMIUM
from extractor.record import Reading, Row
from extractor.values.scan import Token

_FIELDS: tuple[tuple[str, Formula], ...] = (
    ("per_person_limit", PER_PERSON),
    ("per_accident_limit", PER_ACCIDENT),
    ("aggregate_limit", AGGREGATE),
    ("insured_count", INSURED_COUNT),
    ("employee_count", EMPLOYEES),
    ("employee_count", STAFF),
    ("period_end", END),
    ("premium", PREMIUM),
)
_KINDS = {"period_end": ("moment",), "insured_count": ("count", "number"), "employee_count": ("count", "number")}
_SUMS = ("amount", "number", "words")
_ACT = "调整|变更|更改|更正|修改|修正|批改|改|增加|增|提高|上调|提升|降低|下调|减少|减|调|延长|延|缩短|扩大|扩"
_BECOMES = re.compile(rf"(?:{_ACT})(?:至|到|为|成|后[^\d,，。;；]{{0,6}})\s*(?:人民币|RMB|¥)?\s*$")
"""What stands right before the new value."""
_IS_NOW = re.compile(r"(?:变更|批改|调整|增加|增减|更改|增员|减员|现)后[^\d,，。;；]{0,8}$")
_OF_NOW = re.compile(r"^.{0,4}?[现后]")
"""How a part begins that says what is so now: 变更后投保人数为."""
_FEE = r"(?:的)?(?:安责险)?总?(?:保险费|保费)"
_MORE = re.compile(
    rf"(?:增收|加收|补收|追收|另收|补交|补缴|加缴|追加|增加|增)(?:应收|应交|相应|本期)?{_FEE}|{_FEE}(?:相应)?(?:增加|增收|加收|补收)"
)
_LESS = re.compile(
    rf"(?:退还|应退|退回|返还|减收|减少|扣减|退)(?:未满期|未到期|剩余|部分|相应|本期)?{_FEE}|{_FEE}(?:相应)?(?:减少|减收|退还)"
)
"""What an endorsement asks for on top of the premium, and what it gives back; the sum stands behind it."""
_UP_TO_SUM = re.compile(r"[^\d。;；,，至到]{0,14}$")
_LEAST_LIMIT = 10000
"""Yuan below which a sum is no limit."""
_SURE = 0.9


def changes(sheet: Sheet) -> tuple[Row, ...]:
    """A row for each field that the endorsement gives another value, with that value alone: the first that it tells of."""
    out: dict[str, Row] = {}
    for field, unit, token in (
        *_in_tables(sheet),
        *_in_pairs(sheet),
        *_in_cells(sheet),
        *_in_sentences(sheet),
        *_on_top(sheet),
    ):
        value = -Decimal(token.value) if field == _BACK else _value(field, unit, token)
        field = _ON_TOP if field == _BACK else field
        if value is not None and field not in out:
            span = unit.span(token.start, token.stop)
            out[field] = Row({field: Reading(value, span, "meaning", _SURE)}, span)
    for field, reading in new_names(sheet):
        out.setdefault(field, Row({field: reading}, reading.span))
    return tuple(out.values())


def _in_sentences(sheet: Sheet) -> Iterator[tuple[str, Unit, Token]]:
    for unit in sheet.units:
        for token in unit.tokens:
            before = unit.text[: token.start]
            if _BECOMES.search(before) is None and _IS_NOW.search(before) is None:
                continue
            if (field := _field_of(_what(unit, token), token)) is not None:
                yield field, unit, token


_ON_TOP, _BACK = "premium_change", "premium_back"


def _on_top(sheet: Sheet) -> Iterator[tuple[str, Unit, Token]]:
    """Premiums that are asked for or given back beside the one that was agreed: behind such words, or beside a label of them."""
    for unit in sheet.units:
        for token in unit.tokens:
            if token.kind not in _SUMS:
                continue
            lead = (unit.left.text if unit.left is not None else "") + unit.text[: token.start]
            for pattern, field in ((_MORE, _ON_TOP), (_LESS, _BACK)):
                last = max((found.end() for found in pattern.finditer(lead)), default=None)
                if last is not None and _UP_TO_SUM.match(lead, last):
                    yield field, unit, token


def _what(unit: Unit, token: Token) -> str:
    """The words of what changes: from the last stop to the old value, or to what is done."""
    lead = unit.text[: token.start]
    part = re.split(r"[。;；:：\n]|[,，](?!\d{3})", lead)
    words = part[-1]
    if _IS_NOW.search(lead) is not None and len(part) > 1 and _field_of(_OF_NOW.sub("", words), token) is None:
        words = part[-2] + words  # 增加被保险从业人员12名，变更后共119名
    return re.split(r"\d", words)[0]


def _in_tables(sheet: Sheet) -> Iterator[tuple[str, Unit, Token]]:
    """Rows under the heads of what was and what is: 项目 | 批改前 | 批改后."""
    for table, units in sheet.tables:
        rows = grid(table, units)
        for name, unit in now_in_rows(rows):
            for token in unit.tokens[:1]:
                if (field := _field_of(name.text, token)) is not None:
                    yield field, unit, token


_NOW = re.compile(r"(?:变更|批改|修改|更改|调整)(?:后|之后)的?(?=.)|[批改]后的?(?=.)")


_ONLY_NOW = re.compile(r"(?:变更|批改|修改|更改|调整)(?:后|为)(?:内容|事项)?|[批改]后|现约定")


def _in_cells(sheet: Sheet) -> Iterator[tuple[str, Unit, Token]]:
    """Each value in the cell beside the words that it is so now: 批改后 | 每人伤亡限额80万元；累计限额1600万元."""
    for unit in sheet.units:
        if unit.cell is None or unit.left is None or not _ONLY_NOW.fullmatch(unit.left.text.strip(" :：")):
            continue
        at = 0
        for token in unit.tokens:
            words = re.split(r"[。;；\n]|[,，](?!\d{3})", unit.text[at : token.start])[-1]
            at = token.stop
            if (field := _field_of(words, token)) is not None:
                yield field, unit, token


def _in_pairs(sheet: Sheet) -> Iterator[tuple[str, Unit, Token]]:
    """What a label says to be so after the change: 批改后投保人数 | 23."""
    for unit in sheet.units:
        if unit.left is None or not unit.tokens or (now := _NOW.match(unit.left.text.strip())) is None:
            continue
        token = unit.tokens[0]
        if (field := _field_of(unit.left.text.strip()[now.end() :], token)) is not None:
            yield field, unit, token


def _field_of(words: str, token: Token) -> str | None:
    """The one field that the words name and a value of this kind can be of."""
    said = meaning(words)
    scored = [(form.score(said), name) for name, form in _FIELDS if token.kind in _KINDS.get(name, _SUMS)]
    best, name = max(scored, default=(0.0, ""))
    return name if best >= _LEAST else None


_LEAST = 0.5
"""How far a label must mean a field for its value to be that field's."""


def _value(field: str, unit: Unit, token: Token) -> Any:
    if field in ("insured_count", "employee_count"):
        return whole(unit, token)
    if field == "period_end":
        return token.value
    amount = Decimal(token.value)
    return amount if field in ("premium", _ON_TOP) or amount >= _LEAST_LIMIT else None
