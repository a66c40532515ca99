"""Of which policy a ledger's entries are: the column of its numbers among all columns of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor.evidence.columns import Columns
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import is_entry, is_number_like
from extractor.kinds.fee_ledger.columns.whose import WORDS
from extractor.record import Reading


def _each_once(cells: Sequence[Unit]) -> bool:
    texts = ["".join(unit.text.split()) for unit in cells]
    return len(texts) > 1 and len(set(texts)) == len(texts)


def _is_of_vouchers(header: str) -> bool:
    return _VOUCHER_WORDS.search(header) is not None and "保" not in header


_VOUCHER_WORDS = re.compile(WORDS["vouchers"])


_ACCOUNT_WORDS = re.compile(WORDS["accounts"])
"""Headers of numbers that come again as a policy's does, and are those of accounts and bodies."""


def _is_of_services(cols: Columns, column: int, policy: str) -> bool:
    """Whether a column numbers contracts with those who were paid, where the ``policy`` is told elsewhere: 合同编号 beside 服务机构."""
    if _CONTRACT.search(cols.header[column]) is None or _OF_INSURANCE.search(cols.header[column]):
        return False
    return all("".join(row[column].text.split()) != policy for row in cols.rows if column in row)


_CONTRACT = re.compile("合同|协议|契约|contract", re.I)
_OF_INSURANCE = re.compile("保|policy|insur", re.I)


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
        score -= 0.5 * bool(_ACCOUNT_WORDS.search(header) and not re.search("保", header))
        if whole is not None and _is_of_services(cols, c, str(whole.value)):
            continue
        score += 0.5 if whole is not None and whole.value in texts else 0.0
        score += 0.2 if cols.roles.get("policy_no") == c else 0.0
        if best is None or score > best[0]:
            best = (score, c)
    now = cols.roles.get("policy_no")
    if whole is not None and now is not None and _is_of_services(cols, now, str(whole.value)):
        return replace(cols, roles={n: c for n, c in cols.roles.items() if c != now})
    if now is not None and _ACCOUNT_WORDS.search(cols.header[now]) and "保" not in cols.header[now]:
        # where a bank keeps the payee's money, which no policy is numbered by: 对方账号
        cols = replace(cols, roles={name: c for name, c in cols.roles.items() if c != now})
        best, now = (None if best is None or best[1] == now else best), None
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
