"""What each column of a list of covers is for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.covers.rows import NOT_A_COVER, code_of, dimension_of, money_of, scale_of, understood
from extractor.evidence.columns import NOTHING, Columns, Role, is_money
from extractor.evidence.concepts import formula
from extractor.evidence.units import Unit


def _is_cover_name(unit: Unit) -> bool:
    return (
        len(unit.text) <= 40
        and not any(t.kind in ("amount", "moment") for t in unit.tokens)
        and code_of(unit.text) is not None
        and not NOT_A_COVER.search(unit.text)
    )


_DIVIDED = re.compile(r"[\d.,，\s/／|—\-×无万亿元]+")


def _is_limit(unit: Unit) -> bool:
    return (
        is_money(unit)
        or any(t.kind == "amount" for t in unit.tokens)
        or ("/" in unit.text and bool(unit.tokens) and _DIVIDED.fullmatch(unit.text) is not None)
    )


ROLES = (
    Role("name", formula("cover", none_of="premium per_person per_accident aggregate"), _is_cover_name, by_form=0.7),
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
        if len(words) >= 2 and sum(dimension_of(w) is not None for w in words) >= 0.7 * len(words):
            roles = {("limit" if role == "charge" else role): col for role, col in cols.roles.items()}
            return replace(cols, roles=roles)
    return cols


def by_shape(cols: Columns, n_cols: int, printed: frozenset[Decimal]) -> Columns:
    """The columns with those given a role that no header names. Sums that add up to one printed elsewhere are premiums;
    sums that rise from left to right in every row are the limits for a person, an accident and all accidents, a person's
    blank where no person is meant."""
    known = set(cols.roles.values())
    loose = [c for c in range(n_cols) if c not in known and c > cols.roles["name"] and _is_money_column(cols, c)]
    if not {"premium", "charge"} & set(cols.roles):
        for c in reversed(loose):
            sums = [value for _, value in _sums_of(cols, c)]
            if len(sums) >= 3 and (sum(sums) in printed or sum(sums[:-1]) == sums[-1]):
                cols = replace(cols, roles={**cols.roles, "premium": c})
                loose.remove(c)
                break
    missing = [role for role in ("per_person", "per_accident", "aggregate") if role not in cols.roles]
    single = cols.roles.get("limit")
    if single is not None and len(loose) in (1, 2):
        loose = sorted([single, *loose])
    if len(loose) < 2 or len(missing) != 3 or not _rises(cols, loose):
        return cols
    if len(loose) == 2 and not _blank_for_others(cols, loose[0]):
        return cols
    roles = {role: c for role, c in cols.roles.items() if role != "limit"}
    roles.update(zip(missing, loose, strict=False))
    return replace(cols, roles=roles)


def _is_money_column(cols: Columns, col: int) -> bool:
    if understood(cols.header[col]).any("premium", "deductible", "ratio", "fee", "count", "number"):
        return False
    cells = [row[col] for row in cols.rows if col in row and not NOTHING.match(row[col].text)]
    return len(cells) >= 2 and all(is_money(u) for u in cells)


def _sums_of(cols: Columns, col: int) -> list[tuple[int, Decimal]]:
    got = ((k, money_of(row[col], scale_of(cols.header[col]))) for k, row in enumerate(cols.rows) if col in row)
    return [(k, found[0]) for k, found in got if found is not None]


def _rises(cols: Columns, cells: Sequence[int]) -> bool:
    by_row = [dict(_sums_of(cols, c)) for c in cells]
    return all(
        lower.get(k, Decimal(0)) <= upper[k] for lower, upper in itertools.pairwise(by_row) for k in upper
    ) and any(lower[k] < upper[k] for lower, upper in itertools.pairwise(by_row) for k in upper if k in lower)


def _blank_for_others(cols: Columns, col: int) -> bool:
    """Whether a column is filled for persons' own injuries and blank for other covers."""
    filled = {k for k, _ in _sums_of(cols, col)}
    codes = {k: code_of(name.text) for k, row in enumerate(cols.rows) if (name := cols.cell(row, "name")) is not None}
    others = [k for k, code in codes.items() if code in ("rescue", "legal", "appraisal", "third_party_property")]
    return bool(others) and not any(k in filled for k in others)
