"""The column of premiums with tax, in a list of covers that tells them without tax too: 不含税保费 | 税额 | 价税合计."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from extractor.covers.meaning.sums import money_of, scale_of
from extractor.evidence.columns import Columns
from extractor.evidence.taxes import TAX, WITH_TAX, WITHOUT_TAX
from extractor.evidence.units import Unit


def with_tax(cols: Columns, n_cols: int) -> Columns:
    """The columns; for the premium the one with its tax, where the one taken is without: what is paid, and what a total adds up."""
    role = next((r for r in ("premium", "charge") if r in cols.roles), None)
    if role is None:
        return cols
    now = cols.roles[role]
    heads = ["".join(head.split()) for head in cols.header]
    net = WITHOUT_TAX.search(heads[now]) is not None
    taxes = [c for c in range(n_cols) if TAX.fullmatch(heads[c].split("|")[-1])]
    if not net and not taxes:
        return cols
    sums = {c: told for c in range(n_cols) if (told := _told(cols, c))}
    called = [c for c, head in enumerate(heads) if WITH_TAX.search(head) and not WITHOUT_TAX.search(head)]
    whole = [c for c in called if c != now and net and _over(sums.get(now, {}), sums.get(c, {}))]
    whole = whole or [c for c in sums if c != now and any(_adds_up(sums, now, tax, c) for tax in taxes if tax != now)]
    if len(whole) != 1:
        return cols
    return replace(cols, roles={**{r: c for r, c in cols.roles.items() if c != whole[0]}, role: whole[0]})


def _told(cols: Columns, c: int) -> Mapping[int, Decimal]:
    """The sums of a column by line."""
    scale = scale_of(cols.header[c])
    read = ((k, money_of(row[c], scale)) for k, row in enumerate(cols.rows) if _is_apart(row, c))
    return {k: money[0] for k, money in read if money is not None}


def _is_apart(row: Mapping[int, Unit], c: int) -> bool:
    return c in row and row.get(c - 1) is not row[c]


def _over(net: Mapping[int, Decimal], whole: Mapping[int, Decimal]) -> bool:
    return bool(net) and all(k in whole and value <= whole[k] for k, value in net.items())


def _adds_up(sums: Mapping[int, Mapping[int, Decimal]], net: int, tax: int, whole: int) -> bool:
    """Whether a column is in every line that has a premium what it is without tax, and the tax."""
    if net not in sums or tax not in sums or whole in (net, tax):
        return False
    return all(
        k in sums[whole] and abs(value + sums[tax].get(k, Decimal(0)) - sums[whole][k]) <= _SLACK
        for k, value in sums[net].items()
    ) and any(sums[tax].values())


_SLACK = Decimal("0.02")
