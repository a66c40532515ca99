"""Small fact dictionaries: the cases of a pack, and examples in docstrings, as facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extractor.values.dates import Moment
from validators.declared import ABOUT, Cell, Columns, DeclaredRow, understood
from validators.facts import Cited, Clause, Fact, Facts

_SETS = {"coverages", "service_types"}
_DECLARED = {f"declared_{about}": about for about in ABOUT}


def _moment(text: str) -> Moment:
    day, _, clock = text.partition("T")
    hour, _, minute = clock.partition(":")
    return Moment(date.fromisoformat(day), int(hour or 0), int(minute[:2] or 0))


def _value(name: str, value: Any) -> Any:
    if name in ("period_start", "period_end", "previous_period_end"):
        return _moment(value.isoformat() if isinstance(value, date) else str(value))
    if name in ("clauses", "unclear_clauses"):
        return tuple(_clause(item) for item in value)
    if name in ("citations", "report_citations"):
        return tuple(Cited(c) if isinstance(c, str) else Cited(c["doc_number"], c.get("title")) for c in value)
    if name in _SETS:
        return frozenset(value)
    if name in _DECLARED:
        return _declared(_DECLARED[name], value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    if isinstance(value, list):
        return tuple(_value("", item) for item in value)
    if isinstance(value, str):
        return _time(value)
    return value


def _declared(about: str, rows: Sequence[Mapping[str, Any]]) -> tuple[DeclaredRow, ...]:
    """Rows of the platform's table, column → words."""
    cells = [{name: Cell(str(text or ""), name) for name, text in row.items()} for row in rows]
    return understood("platform.csv", cells, Columns(about)).rows


def _clause(item: str | Mapping[str, Any]) -> Clause:
    if isinstance(item, str):
        return Clause(item)
    amount = item.get("amount")
    return Clause(item["code"], item.get("text", ""), None if amount is None else Decimal(str(amount)))


def _time(text: str) -> Any:
    """Days and moments written as text; anything else stays text."""
    if len(text) >= 10 and text[4:5] == text[7:8] == "-" and text[:4].isdigit():
        try:
            return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        except ValueError:
            return text
    return text


def facts_of(case: Mapping[str, Any]) -> Facts:
    """Facts from plain values; ``{"contradicted": [1, 2]}`` is a fact that two papers contradict; null is absent.

    >>> facts_of({"premium": 12.5}).value("premium")
    Decimal('12.5')
    """
    facts: dict[str, Fact] = {}
    for name, value in case.items():
        if value is None:
            continue
        if isinstance(value, Mapping) and set(value) == {"contradicted"}:
            first, *others = (_value(name, v) for v in value["contradicted"])
            facts[name] = Fact(first, (), "contradicted", "the papers disagree", rivals=tuple(others))
        else:
            facts[name] = Fact(_value(name, value))
    if "sign_date" in facts and "contract_date" not in facts:
        facts["contract_date"] = facts["sign_date"]
    return Facts(facts)
