"""What each column of a list of covers is for."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.covers.meaning.names import NOT_A_COVER, code_of
from extractor.covers.meaning.sums import dimension_of, together
from extractor.evidence.columns import Columns, Role, is_money
from extractor.evidence.concepts import formula
from extractor.evidence.units import Unit


def is_cover_name(unit: Unit) -> bool:
    return (
        len(unit.text) <= 40
        and not any(t.kind in ("amount", "moment") for t in unit.tokens)
        and code_of(unit.text) is not None
        and not NOT_A_COVER.search(unit.text)
    )


_EACH = re.compile(r"(?:\s*\d[\d,.]*\s*[万亿]?元?\s*[/／]\s*每?(?:人|次|起|年|期)(?:事故)?\s*[;；,，、]?)+\s*")
"""Sums each with what it is for behind it: 100/人；500/次；1000/年."""
_DIVIDED = re.compile(r"[\d.,，\s/／|—\-×无万亿元]+")


def _is_limit(unit: Unit) -> bool:
    return (
        is_money(unit)
        or _EACH.fullmatch(unit.text) is not None
        or any(t.kind == "amount" for t in unit.tokens)
        or ("/" in unit.text and bool(unit.tokens) and _DIVIDED.fullmatch(unit.text) is not None)
    )


ROLES = (
    Role("name", formula("cover", none_of="premium per_person per_accident aggregate"), is_cover_name, by_form=0.7),
    Role("per_person", formula("per_person", "limit", none_of="premium deductible"), _is_limit),
    Role("per_accident", formula("per_accident", "limit", none_of="premium per_person deductible"), _is_limit),
    Role("aggregate", formula("aggregate", "limit", none_of="premium per_person per_accident deductible"), _is_limit),
    Role(
        "limit", formula("limit", none_of="premium per_person per_accident aggregate deductible prevention"), _is_limit
    ),
    Role("premium", formula("premium", "total", none_of="limit prevention ratio deductible"), is_money),
    Role(
        "charge",
        formula(
            "amount|fee",
            none_of="limit prevention ratio deductible premium injury medical per_person per_accident aggregate",
        ),
        is_money,
    ),
    Role("deductible", formula("deductible"), None),
)


def by_dimension(cols: Columns, n_cols: int) -> Columns:
    """The columns where each line of a cover says what its sum is for (每人, 每次事故): the sums are limits."""
    if "charge" not in cols.roles or "limit" in cols.roles:
        return cols
    for c in set(range(n_cols)) - set(cols.roles.values()):
        words = [row[c].text for row in cols.rows if c in row]
        if len(words) >= 2 and sum(dimension_of(w) is not None or bool(together(w)) for w in words) >= 0.7 * len(words):
            roles = {("limit" if role == "charge" else role): col for role, col in cols.roles.items()}
            return replace(cols, roles=roles)
    return cols


_SUM_ROLES = ("per_person", "per_accident", "aggregate", "limit", "charge", "premium")


def by_names(cols: Columns, n_cols: int) -> Columns:
    """The one column of sums as limits where the covers' names say what each is for (医疗费用每人), whatever it is headed."""
    if set(cols.roles) & set(_SUM_ROLES) or "name" not in cols.roles:
        return cols
    rows = [row for row in cols.rows if (u := cols.cell(row, "name")) is not None and is_cover_name(u)]
    told = [row for row in rows if dimension_of(row[cols.roles["name"]].text) is not None]
    if len(told) < 3 or len(told) < 0.7 * len(rows):
        return cols
    taken = set(cols.roles.values())
    sums = [c for c in range(n_cols) if c not in taken and any(c in row for row in told)]
    if len(sums) == 1 and all(is_money(row[sums[0]]) for row in told if sums[0] in row):
        return replace(cols, roles={**cols.roles, "limit": sums[0]})
    return cols
