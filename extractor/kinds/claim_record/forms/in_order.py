"""What each of several people was paid, told in the order of their names: 伤者 甲、乙、丙 beside 赔款 9,100元、6,250元、14,000元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from extractor.evidence.units import Unit
from extractor.kinds.claim_record.meaning.words import ASKS, PAYS
from extractor.record import Reading, Row
from extractor.values import person
from extractor.values.scan import Token

_BETWEEN = re.compile(r"[\s、，,；;/／和及与元]*")
_APART = re.compile(r"[、，,；;/／\s]+|(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})")
_LIKE_A_NAME = re.compile(r"[\u4e00-\u9fff·]{2,10}|[\u4e00-\u9fff][某*×]{1,2}")
_EACH = re.compile(
    r"(?P<names>[\u4e00-\u9fff·]{2,10}(?:[、和及与][\u4e00-\u9fff·]{2,10})+?)(?:等?[两二三四五六七八九十\d]{1,2}[名位]?人?)?(?:家属)?"
    r"(?:依次|分别)(?:[获赔付支给予得到偿款补为共计]|人民币|[¥￥])*$"
)
"""甲、乙、丙分别获赔: those whose sums follow in their order."""


def in_order(row: Row, units: Sequence[Unit]) -> list[Row]:
    """The claim as one row for each of the people named as one, where as many sums stand in one place; else as it is.

    ``units``: those of the claim's own stretch of the paper.
    """
    named = row.cells.get("victim")
    names = _names(str(named.value)) if named is not None else []
    for unit in units:
        for run in _runs(unit):
            lead = unit.text[: run[0].start]
            own = _EACH.search(lead)
            if own is not None and (told := _of_sentence(unit, own)) and len(told) == len(run):
                return [_row(row, name, unit, token) for name, token in zip(told, run, strict=True)]
            if named is not None and 1 < len(names) == len(run) and _says_paid(unit, lead):
                readings = [Reading(name, named.span, named.how, named.confidence) for name in names]
                return [_row(row, name, unit, token) for name, token in zip(readings, run, strict=True)]
    return [row]


def each_in_cell(row: Row, names: str, paid: Unit) -> list[Row]:
    """A line of a list as one for each of several people in its cell, where the cell of sums holds as many in their order."""
    told = _names(names)
    sums = [token for token in paid.tokens if token.kind in ("amount", "number")]
    gaps = [paid.text[a.stop : b.start] for a, b in pairwise(sums)]
    if len(told) < 2 or len(told) != len(sums) or not all(map(_BETWEEN.fullmatch, gaps)) or "victim" not in row.cells:
        return [row]
    named = row.cells["victim"]
    readings = [Reading(name, named.span, named.how, named.confidence) for name in told]
    return [_row(row, name, paid, token) for name, token in zip(readings, sums, strict=True)]


def _names(text: str) -> list[str]:
    parts = [part for part in _APART.split(text) if part]
    sure = sum(map(person.is_name, parts))
    return parts if len(parts) > 1 and 2 * sure >= len(parts) and all(map(_LIKE_A_NAME.fullmatch, parts)) else []


def _of_sentence(unit: Unit, match: re.Match[str]) -> list[Reading[Any]]:
    """The names right before 分别, with their places; the first may follow other words of its sentence."""
    start, out = match.start("names"), []
    parts = re.split("[、和及与]", match["names"])
    first = next((i for i in range(len(parts[0]) - 1) if person.is_name(parts[0][i:])), None)
    if first is None or not all(map(_LIKE_A_NAME.fullmatch, parts)):
        return []
    start, parts[0] = start + first, parts[0][first:]
    for part in parts:
        begin = unit.text.index(part, start)
        start = begin + len(part)
        out.append(Reading(part, unit.span(begin, start), "prose", 0.8))
    return out


def _runs(unit: Unit) -> list[list[Token]]:
    """The sums of a unit that stand one behind the other with nothing but strokes between, two or more."""
    sums = [token for token in unit.tokens if token.kind == "amount"]
    runs: list[list[Token]] = []
    for token in sums:
        if runs and _BETWEEN.fullmatch(unit.text[runs[-1][-1].stop : token.start]):
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if len(run) > 1]


def _says_paid(unit: Unit, lead: str) -> bool:
    label = lead.strip() or (unit.left.text if unit.cell is not None and unit.left is not None else "")
    label = re.split("[。；;，,]", label)[-1]
    return PAYS.search(label) is not None and not ASKS.search(label)


def _row(row: Row, name: Reading[Any], unit: Unit, token: Token) -> Row:
    amount = Decimal(token.value).quantize(Decimal("0.01"))
    paid = Reading(amount, unit.span(token.start, token.stop), "label", 0.85)
    return Row({**row.cells, "victim": name, "paid": paid}, row.span)
