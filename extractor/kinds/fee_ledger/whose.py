"""Whose money it was and who was paid: the columns of policies and of payees, by what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence.columns import (
    Columns,
)
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.roles import is_body, is_entry, is_number_like
from extractor.record import Reading


def is_payee_like(unit: Unit) -> bool:
    return is_body(unit) or _BODY_END.search(unit.text.strip()) is not None


def with_payee(cols: Columns) -> Columns:
    """The payee's column by its cells where no header tells it: bodies that change from entry to entry, or that stand
    only beside what was spent."""
    if "payee" in cols.roles or "payee2" in cols.roles:
        return cols
    rows = [row for row in cols.rows if is_entry(row)]
    fixed = {c for name, c in cols.roles.items() if name not in ("item", "client", "voucher", "direction")}
    best: tuple[float, int] | None = None
    for c in range(cols.table.n_cols):
        cells = [row[c] for row in rows if c in row and row[c].text.strip(" /—-无")]
        if c in fixed or not cells or meaning(cols.header[c]).any("holder", "insured", "insurer", "branch"):
            continue
        share = sum(is_body(u) or _BODY_END.search(u.text.strip()) is not None for u in cells) / len(cells)
        names = {"".join(u.text.split()) for u in cells}
        one = len(names) == 1 and len(cells) == len(rows) and len(rows) > 1
        if share < 0.6 or (one and _SERVES.search(next(iter(names))) is None):
            continue
        score = share + 0.3 * (len(cells) < len(rows)) + 0.2 * (len(names) > 1)
        if best is None or score > best[0]:
            best = (score, c)
    if best is None:
        return cols
    return replace(cols, roles={name: c for name, c in cols.roles.items() if c != best[1]} | {"payee": best[1]})


# Bodies without a legal form that are paid for a service: a school, a shop, a station
_BODY_END = re.compile(
    r"^(?=(?:.*[\u4e00-\u9fff]){5})[^，。；]{0,30}(?:学校|学院|中心|基地|协会|学会|院|所|站|部|厂|店|行|社|队|局)$"
)


_SERVES = re.compile("安全|安环|安评|安技|注安|风控|防灾|减灾|咨询|评价|检测|检验|培训|学校|消防|应急")
"""What the name of a body tells that is paid for accident prevention, even where it alone is paid."""


def _each_once(cells: Sequence[Unit]) -> bool:
    texts = ["".join(unit.text.split()) for unit in cells]
    return len(texts) > 1 and len(set(texts)) == len(texts)


def _is_of_vouchers(header: str) -> bool:
    return _VOUCHER_WORDS.search(header) is not None and "保" not in header


_VOUCHER_WORDS = re.compile("凭证|凭单|凭据|流水|票|字号|单据|传票|收据")


def with_best_policy(cols: Columns, whole: Reading[Any] | None) -> Columns:
    """The policy's column chosen among all columns of numbers: a policy's number comes again, a voucher's does not."""
    rows = [row for row in cols.rows if is_entry(row)]
    best: tuple[float, int] | None = None
    for c in range(cols.table.n_cols):
        texts = ["".join(row[c].text.split()) for row in rows if c in row and is_number_like(row[c])]
        if not texts or len(texts) < 0.6 * len(rows) or cols.roles.get("date") == c:
            continue
        header = cols.header[c]
        score = 1.0 - len(set(texts)) / (len(texts) + 1)
        score += 0.6 * bool(re.search("保|合同|契约|policy", header, re.I)) - 0.5 * bool(
            _VOUCHER_WORDS.search(header) and not re.search("保", header)
        )
        score += 0.5 if whole is not None and whole.value in texts else 0.0
        score += 0.2 if cols.roles.get("policy_no") == c else 0.0
        if best is None or score > best[0]:
            best = (score, c)
    now = cols.roles.get("policy_no")
    if best is None or best[1] == now or best[0] < 0.3:
        distinct = now is not None and _each_once([row[now] for row in rows if now in row])
        if now is not None and (best is None or best[0] < 0.0 or distinct) and _is_of_vouchers(cols.header[now]):
            # the only numbers are those of vouchers; the policy's stands above the table
            return replace(
                cols, roles={n: c for n, c in cols.roles.items() if c != now and n != "voucher"} | {"voucher": now}
            )
        return cols
    roles = {name: c for name, c in cols.roles.items() if c != best[1]}
    roles["policy_no"] = best[1]
    if now is not None and "voucher" not in roles:
        roles["voucher"] = now
    return replace(cols, roles=roles)
