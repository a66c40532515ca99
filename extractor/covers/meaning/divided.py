"""A third party's cover in one line with a sum for people and another for goods: 人身200万元（每次）、财产50万元（每次）."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from extractor.covers.meaning.names import code_of, code_within
from extractor.covers.meaning.rows import row_of
from extractor.covers.meaning.sums import dimension_of, scale_of, worth_of
from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.record import Reading, Row

_LIMITS = ("per_person", "per_accident", "aggregate", "limit")
_BOTH = ("third_party_injury", "third_party_property")
_BEHIND = re.compile(r"\s*[(（/／]?\s*([^()（）\d、,，;；]{1,8})[)）]?")
_PARTED = re.compile(r"[、,，;；/／|｜\n]")
_BORNE = re.compile("免赔|自负|自担")


def by_whom(cols: Columns, row: Mapping[int, Unit], name: Unit, caption: str) -> list[Row]:
    """The two covers that the sums of one cell tell; empty where they do not name people and goods apart."""
    if not (code_of(name.text) or "").startswith("third"):
        return []
    for role in _LIMITS:
        unit = cols.cell(row, role)
        if unit is not None and (rows := people_and_goods(unit, name, role, cols.header_of(role), caption)):
            premium = cols.cell(row, "premium")
            return rows if premium is None else _with_premium(rows, premium, cols.header_of("premium"))
    return []


def people_and_goods(unit: Unit, name: Unit, role: str = "limit", header: str = "", caption: str = "") -> list[Row]:
    """The two covers of third parties that the sums of a cell beside their name tell; empty where it does not name both."""
    sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
    told: dict[str, dict[str, Reading[Any]]] = {}
    at, last = 0, None
    for token in sums:
        words = _PARTED.split(unit.text[at : token.start])[-1]
        behind = _BEHIND.match(unit.text, token.stop)
        at = token.stop
        code = code_within(name.text, words) if code_of(words) is not None else None
        dimension = dimension_of(words) or (dimension_of(behind[1]) if behind else None)
        own = dimension or (role if role != "limit" else "per_accident")
        if code is None and dimension is not None and not _BORNE.search(words):
            code = last  # 人身：每次200万元，全年400万元
        last = code
        if code in _BOTH:
            value = worth_of(unit, token, scale_of(header, caption))
            sure = round(0.85 * unit.confidence, 3)
            told.setdefault(code, {}).setdefault(own, Reading(value, unit.span(token.start, token.stop), "table", sure))
    return [row_of(name, 0, len(name.text), told[code], code) for code in _BOTH] if len(told) == len(_BOTH) else []


def _with_premium(rows: list[Row], unit: Unit, header: str) -> list[Row]:
    """The premium stands with the first of the two: it is of both, and printed once."""
    token = next((t for t in unit.tokens if t.kind in ("amount", "number")), None)
    if token is None:
        return rows
    paid = Reading(worth_of(unit, token, scale_of(header)), unit.span(token.start, token.stop), "table", 0.9)
    return [Row({**rows[0].cells, "premium": paid}, rows[0].span), *rows[1:]]
