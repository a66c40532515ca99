"""The row that a cover and its sums make, and the list of such rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.names import guess_of
from extractor.covers.meaning.sums import understood
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.record import Reading, Row
from extractor.span import Span


@dataclass(frozen=True)
class Coverages:
    """Rows as found. ``ended`` tells that the list's end is shown (a total row or other text after the last row)."""

    rows: tuple[Row, ...]
    total: Reading[Decimal] | None
    ended: bool
    span: Span | None
    how: str
    units: frozenset[int] = frozenset()  # id() of the units read as part of the list
    closing: frozenset[int] = frozenset()  # id() of the units of the list's total row
    of_all: Mapping[str, Reading[Decimal]] = field(default_factory=dict)
    """Up to what all covers together are paid, by dimension."""


def row_of(name: Unit, start: int, stop: int, money: Mapping[str, Reading[Any]], code: str | None = None) -> Row:
    """The row of a cover named at ``name.text[start:stop]``; ``code`` where more than its own words tell which it is."""
    text = re.sub(
        r"^\s*(?:[（(]?(?:\d{1,2}|[A-Za-z])[)）.、．]|[一二三四五六七八九十]+、|[①-⑳●■·•])\s*",
        "",
        name.text[start:stop],
    ).strip(" :：")
    lead = name.text.find(text, start) if text else start
    span = name.span(max(lead, 0), max(lead, 0) + len(text))
    code = code or guess_of(text) or "other"
    cells: dict[str, Reading[Any]] = {
        "code": Reading(code, span, "meaning", 0.95),
        "name": Reading(span.text, span, "table", round(0.98 * name.confidence, 3)),
    }
    cells.update(money)
    return Row(cells, span)


def role_of(words: str, first: bool) -> str | None:
    """What a sum is by the words before it; ``first``: the first sum after a cover's name may go without any."""
    has = meaning(words).concepts | understood(re.split(r"[:：,，、;；\s]", words.strip(" ,，、"))[-1]).concepts
    if "premium" in has:
        return "premium"
    for role in ("per_person", "per_accident", "aggregate"):
        if role in has:
            return role
    if has & {"fee", "amount"} and "limit" not in has and not first:
        return "premium"
    return "limit" if first and ("limit" in has or not has - {"amount", "digits", "cover"}) else None


def merged(rows: Sequence[Row]) -> list[Row]:
    """The rows with those put together that tell different sums of one cover: a line for each person, one for each
    accident. Rows whose sums overlap stay apart."""
    out: list[Row] = []
    for row in rows:
        code = row.value("code")
        home = next(
            (
                k
                for k, other in enumerate(out)
                if code != "other"
                and other.value("code") == code
                and set(row.cells) - set(other.cells)
                and all(other.value(c) == row.value(c) for c in set(other.cells) & set(row.cells) - {"code", "name"})
            ),
            None,
        )
        if home is None:
            out.append(row)
        else:
            out[home] = Row({**row.cells, **out[home].cells}, out[home].span)
    return out


_FETCHED = re.compile("救护|急救|转运|担架")
"""What getting the hurt to care is called, which is no cost of care."""


def with_one_care(rows: list[Row]) -> list[Row]:
    """The rows; where one is of care for each person, one for each accident of getting people to it (医疗救护交通) is another cover."""
    if not any(r.value("code") == "medical" and "per_person" in r.cells for r in rows):
        return rows
    return [
        Row({**r.cells, "code": replace(r.cells["code"], value="other")}, r.span)
        if r.value("code") == "medical" and "per_person" not in r.cells and _FETCHED.search(str(r.value("name")))
        else r
        for r in rows
    ]


def without_headings(rows: list[Row]) -> list[Row]:
    """The rows without those that have no sum where others of the same cover have: names alone over several."""
    told = {row.value("code") for row in rows if set(row.cells) - _NAMES}
    return [row for row in rows if set(row.cells) - _NAMES or row.value("code") not in told]


_NAMES = frozenset({"code", "name"})
