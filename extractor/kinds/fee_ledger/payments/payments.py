"""A table of days, sums and who was paid, on a paper about the fund, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.document import Table
from extractor.evidence.columns import (
    Columns,
    find_columns,
    is_words,
)
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.parts import with_day_paid
from extractor.kinds.fee_ledger.columns.policies import with_best_policy
from extractor.kinds.fee_ledger.columns.roles import ROLES, is_entry
from extractor.kinds.fee_ledger.columns.sums import Movement, number_in
from extractor.kinds.fee_ledger.columns.two_sides import two_sides
from extractor.kinds.fee_ledger.columns.whose import is_payee_like, with_payee
from extractor.values import organisation

FUND = re.compile(
    "(?:预防|防范|防损|减损|防灾|减量|安全服务|安全技术服务|风险管理)[^，。；]{0,6}(?:费|款|资金|经费|基金|专项|专户)"
    "|(?:安责险|安全生产责任保?险)[^，。；]{0,10}服务费|服务费用?(?:结算|支付|付款|支出|报销|列支)"
)


def of_payments(sheet: Sheet, table: Table, units: Sequence[Unit]) -> tuple[Columns, Movement | None] | None:
    """A table of days, one sum each and who was paid, on a paper about the fund, whatever its header says."""
    found = find_columns(table, units, ROLES, needed=0)
    if found is None or "date" not in found.roles:
        return None
    found = with_best_policy(found, None)
    roles = {name: c for name, c in found.roles.items() if name in ("date", "policy_no", "voucher", "item")}
    rows = [row for row in found.rows if is_entry(row)]
    if "policy_no" in roles and (paid := _by_marks(found, rows, roles)) is not None:
        return paid, None
    if not any(FUND.search(u.text) for u in sheet.units[:20]):
        return None
    if (sides := two_sides(found, rows, set(roles.values()))) is not None:
        roles = {name: c for name, c in roles.items() if c not in sides} | dict(
            zip(("extract", "spend"), sides, strict=True)
        )
        cols = with_payee(replace(found, roles=roles))
        words = [
            c
            for c in range(table.n_cols)
            if c not in cols.roles.values() and any(c in row and is_words(row[c]) for row in rows)
        ]
        more = {"item": words[0]} if words and "item" not in cols.roles else {}
        return replace(cols, roles={**cols.roles, **more}), None
    sums = [c for c in range(table.n_cols) if c not in roles.values() and rows and _all_sums(rows, c)]
    if len(sums) != 1 or "date" not in roles or _OF_PREMIUMS.search("".join(found.header[sums[0]].split())):
        return None
    cols = with_payee(replace(found, roles={**roles, "amount": sums[0]}))
    if "payee" not in cols.roles:
        one = _one_body(sheet, table, rows)
        if one is None or one in cols.roles.values():
            return None
        cols = replace(cols, roles={**cols.roles, "payee": one})
    taken = set(cols.roles.values())
    words = [c for c in range(table.n_cols) if c not in taken and any(c in row and is_words(row[c]) for row in rows)]
    more = {"item": words[0]} if words and "item" not in cols.roles else {}
    return with_day_paid(replace(cols, roles={**cols.roles, **more})), None


_OF_PREMIUMS = re.compile("(?:保险?费|应[收缴]|实[收缴])(?!.*(?:提|预防|服务|计|拨))[^，。]{0,8}$")
"""What customers paid for their policies is no use of the fund, even on a sheet beside its book."""


def _one_body(sheet: Sheet, table: Table, rows: Sequence[Mapping[int, Unit]]) -> int | None:
    """The column in which one body stands in every line, where the paper names others around the table and not this one."""
    around = [name for u in sheet.units if u.table is not table for _, _, name in organisation.find_all(u.text)]
    for c in range(table.n_cols):
        names = {"".join(row[c].text.split()) if c in row and is_payee_like(row[c]) else "" for row in rows}
        if len(names) == 1 and (name := names.pop()) and around and name not in around:
            return c
    return None


def _by_marks(found: Columns, rows: Sequence[Mapping[int, Unit]], roles: Mapping[str, int]) -> Columns | None:
    """The columns of a book in which one of two marks stands beside every sum, and bodies are paid beside only one of them."""
    taken = set(roles.values())
    sums = [c for c in range(found.table.n_cols) if c not in taken and _all_sums(rows, c)]
    if len(rows) < 2 or len(sums) != 1:
        return None
    for c in range(found.table.n_cols):
        marks = ["".join(row[c].text.split()) if c in row else "" for row in rows]
        if c in taken or c in sums or len(set(marks)) != 2 or not all(1 <= len(mark) <= 4 for mark in marks):
            continue
        for k in set(range(found.table.n_cols)) - {c, *taken, *sums}:
            paid = {mark for mark, row in zip(marks, rows, strict=True) if k in row and is_payee_like(row[k])}
            others = {mark for mark, row in zip(marks, rows, strict=True) if k not in row or not is_payee_like(row[k])}
            if len(paid) == 1 and not paid & others:
                own = {name: col for name, col in roles.items() if col not in (c, k)}
                words = [
                    i
                    for i in range(found.table.n_cols)
                    if i not in {c, k, *sums, *own.values()} and any(i in row and is_words(row[i]) for row in rows)
                ]
                if words and "item" not in own:
                    own["item"] = words[0]
                return replace(found, roles={**own, "amount": sums[0], "payee": k, "direction": c})
    return None


def _all_sums(rows: Sequence[Mapping[int, Unit]], c: int) -> bool:
    """Whether every entry has a sum in a column that does not just count the entries."""
    return all(c in row and number_in(row[c]) is not None for row in rows) and not all(
        number_in(row[c]) == i for i, row in enumerate(rows, 1)
    )
