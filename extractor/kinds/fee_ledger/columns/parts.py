"""Which of several sums or days in a line is that of the payment: with its tax, not without; spent, not planned; paid, not billed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.evidence.columns import NOTHING, Columns, has_date, is_money
from extractor.evidence.concepts import meaning
from extractor.evidence.taxes import BARE, TAX, WITH_TAX, WITHOUT_TAX
from extractor.evidence.units import Unit
from extractor.kinds.fee_ledger.columns.roles import MOVES, is_entry
from extractor.kinds.fee_ledger.columns.sums import number_in

_CENT = Decimal("0.02")
_PLANNED = re.compile("预算|计划|预计|概算|核批|批复|批准|额度|限额|合同|拟|应[付支]|申请|报价|上限")
_TAXES = tuple(Decimal(rate) / 100 for rate in (1, 3, 5, 6, 9, 13))
"""Rates of value-added tax: 13, 9 and 6 (公告2019年第39号), 5 and 3 by simple computation, 1 as a relief for small taxpayers."""
_NEAR = Decimal("0.003")
_FEWEST = 2
Amounts = Mapping[int, Sequence[Decimal]]


def with_paid(cols: Columns) -> Columns:
    """The columns with the one of several sums of a line that was paid; as they are where nothing tells another."""
    moves = MOVES & cols.roles.keys()
    rows = [row for row in cols.rows if is_entry(row)]
    for name in moves:
        if (parts := _divided(cols, rows, cols.roles[name])) is not None:
            kept = {n: c for n, c in cols.roles.items() if c != parts and n not in moves}
            return replace(cols, roles={**kept, name: parts})
    if len(moves) != 1:
        return cols
    name = next(iter(moves))
    if (whole := _called_whole(cols, rows, cols.roles[name])) is not None:
        return replace(cols, roles={**{n: c for n, c in cols.roles.items() if c != whole}, name: whole})
    if (paid := _called_paid(cols, rows, cols.roles[name])) is not None:
        return replace(cols, roles={**{n: c for n, c in cols.roles.items() if c != paid}, name: paid})
    if len(rows) < _FEWEST:
        return cols
    amounts = _amounts(cols, rows)
    told = (
        _with_tax(amounts)
        or _spent_of(cols, amounts, cols.roles[name])
        or _unplanned(cols, amounts, cols.roles[name])
        or _done(cols, rows, cols.roles[name])
    )
    if told is None or told == cols.roles[name]:
        return cols
    return replace(cols, roles={**{n: c for n, c in cols.roles.items() if c != told}, name: told})


def _called_whole(cols: Columns, rows: Sequence[Mapping[int, Unit]], now: int) -> int | None:
    """The one column that its header calls a sum with its tax, where that of the one taken says 不含税, or one of the tax stands by."""
    heads = ["".join(head.split("|")[-1].split()) for head in cols.header]
    whole = [c for c, head in enumerate(heads) if WITH_TAX.search(head) and not WITHOUT_TAX.search(head)]
    apart = WITHOUT_TAX.search(heads[now]) is not None or (heads[now] in BARE and any(map(TAX.fullmatch, heads)))
    if len(whole) != 1 or whole[0] == now or not apart:
        return None
    told = all(number_in(row.get(whole[0])) is not None for row in rows if number_in(row.get(now)) is not None)
    return whole[0] if told else None


_AGREED = re.compile("合同|协议|报价|预算|计划|应[付支]|申请|预计")
_PAID = re.compile("(?<!未)(?<!待)(?:已|实)(?:际)?(?:支?付|支出|支|列支)(?!日|时|比|次|方|人|单)")


def _called_paid(cols: Columns, rows: Sequence[Mapping[int, Unit]], now: int) -> int | None:
    """The one column that its header calls what was paid, where that of the one taken says what was agreed: 合同金额 | 已付金额."""
    heads = ["".join(head.split("|")[-1].split()) for head in cols.header]
    paid = [c for c, head in enumerate(heads) if _PAID.search(head)]
    if len(paid) != 1 or paid[0] == now or not _AGREED.search(heads[now]) or _PAID.search(heads[now]):
        return None
    told = any(number_in(row.get(paid[0])) is not None for row in rows)
    return paid[0] if told else None


def with_day_paid(cols: Columns) -> Columns:
    """The columns with the day of payment where that of an application, a bill or a service stands beside it in every line."""
    now = cols.roles.get("date")
    if now is None or _tells_payment(cols.header[now]):
        return cols
    rows = [row for row in cols.rows if is_entry(row)]
    others = set(cols.roles.values())
    if _OF_POLICY.search(cols.header[now]):
        booked = (c for c, head in enumerate(cols.header) if c not in others and _BOOKED.search("".join(head.split())))
        for c in booked:
            if rows and all(c in row and has_date(row[c]) for row in rows):
                return replace(cols, roles={**cols.roles, "date": c})
    for c in range(cols.table.n_cols):
        told = c not in others and _tells_payment(cols.header[c])
        if told and rows and all(c in row and has_date(row[c]) for row in rows):
            return replace(cols, roles={**cols.roles, "date": c})
        if told and _ASKED.search(cols.header[now]) and any(c in row and has_date(row[c]) for row in rows):
            # asked for and not paid yet, or never
            open_ = {id(row) for row in rows if now in row and not (c in row and has_date(row[c]))}
            kept = tuple(row for row in cols.rows if id(row) not in open_)
            return replace(cols, roles={**cols.roles, "date": c}, rows=kept)
    return cols


_OF_POLICY = re.compile("签单|出单|签发|签订|承保|起保|生效|投保|保险|缴费|保费")
_BOOKED = re.compile("(?:提取|计提|提存|提留|划拨|拨付|入账|记账|登记)[^额比率]{0,4}(?:日期|时间|日)?$")
"""The day on which money was set aside, beside one of the policy: 签单日期 | 提取日期."""
_ASKED = re.compile("申请|提交|提报|报批|发起|审批|受理|开票|发票")


_UNPAID = re.compile("申请|开票|审批|报批|签订|计划|应付|预计|到期|服务|发票")


def _tells_payment(header: str) -> bool:
    bare = "".join(header.split("|")[-1].split())
    return meaning(bare).any("spent", "payment", "spend", "payday") and not _UNPAID.search(bare)


def without_running_sums(cols: Columns) -> Columns:
    """The columns without those that hold what was booked so far, each its own sum with all above it or called 累计, and
    without prices for each of several."""
    rows = [row for row in cols.rows if is_entry(row)]
    priced = {
        n
        for n, c in cols.roles.items()
        if n in MOVES and rows and not any(number_in(r.get(c)) is not None for r in rows)
    }
    roles = {n: c for n, c in cols.roles.items() if n not in priced or len(MOVES & cols.roles.keys()) == 1}
    for name in [n for n in roles if n in MOVES]:
        own = [number_in(row.get(roles[name])) for row in rows]
        of = next((c for c in range(cols.table.n_cols) if c != roles[name] and _runs(own, rows, c)), None)
        if of is None and not (GROWN.search(cols.header[roles[name]]) and len(MOVES & roles.keys()) > 1):
            continue
        del roles[name]
        if of is not None and of not in roles.values():
            roles[name] = of
    return replace(cols, roles=roles)


GROWN = re.compile("累[计积](?!.*[余存剩])")
"""All that was set aside or spent so far: it grows with every entry as a balance does with what comes in."""


def _runs(sums: Sequence[Decimal | None], rows: Sequence[Mapping[int, Unit]], c: int) -> bool:
    """Whether ``sums`` are those of a column added up from the top, begun anew where a group of entries ends."""
    so_far, grew = Decimal(0), 0
    for told, row in zip(sums, rows, strict=True):
        number = number_in(row.get(c))
        if told is None or number is None:
            return False
        on = abs(so_far + number - told) <= _CENT
        if not on and abs(number - told) > _CENT:
            return False
        grew += on and so_far != 0
        so_far = told
    return grew > 0


def _amounts(cols: Columns, rows: Sequence[Mapping[int, Unit]]) -> Amounts:
    """The columns with a sum in every entry, dates, numbers and vouchers apart."""
    apart = {cols.roles[n] for n in ("date", "policy_no", "voucher", "ordinal", "payee", "ratio") if n in cols.roles}
    out: dict[int, list[Decimal]] = {}
    for c in set(range(cols.table.n_cols)) - apart:
        sums = [number for row in rows if (number := number_in(row.get(c))) is not None]
        if len(sums) == len(rows):
            out[c] = sums
    return out


def _divided(cols: Columns, rows: Sequence[Mapping[int, Unit]], now: int) -> int | None:
    """The column whose sums are the parts of those taken: one cell over several lines, each of which has its own share of it."""
    groups: dict[int, list[Mapping[int, Unit]]] = {}
    for row in rows:
        if now in row:
            groups.setdefault(id(row[now]), []).append(row)
    if not any(len(lines) > 1 for lines in groups.values()):
        return None
    for c in set(range(cols.table.n_cols)) - {now}:
        own = [[number_in(line.get(c)) for line in lines] for lines in groups.values()]
        apart = all(len({id(line.get(c)) for line in lines}) == len(lines) for lines in groups.values())
        wholes = [number_in(lines[0][now]) for lines in groups.values()]
        if apart and all(
            whole is not None and None not in parts and abs(sum(p or 0 for p in parts) - whole) <= _CENT
            for whole, parts in zip(wholes, own, strict=True)
        ):
            return c
    return None


def _with_tax(amounts: Amounts) -> int | None:
    """The column that is another with its tax, in every line."""
    for c, whole in amounts.items():
        for a, net in amounts.items():
            for b, tax in amounts.items():
                if len({a, b, c}) == 3 and all(map(_is_taxed, net, tax, whole)):
                    return c
    return None


def _is_taxed(net: Decimal, tax: Decimal, whole: Decimal) -> bool:
    return net > 0 and tax > 0 and abs(net + tax - whole) <= _CENT and any(abs(tax / net - r) <= _NEAR for r in _TAXES)


def _spent_of(cols: Columns, amounts: Amounts, now: int) -> int | None:
    """What was spent where the column taken for it is what was spent with what is left of it, in every line."""
    left = cols.roles.get("balance")
    if left is None or left not in amounts or now not in amounts:
        return None
    for c, spent in amounts.items():
        if c not in (now, left) and all(
            abs(a - b - d) <= _CENT for a, b, d in zip(amounts[now], spent, amounts[left], strict=True)
        ):
            return c
    return None


def _done(cols: Columns, rows: Sequence[Mapping[int, Unit]], now: int) -> int | None:
    """The same where some of what was planned was not done: the one other column of sums, without one in those lines."""
    if not _PLANNED.search(cols.header[now]):
        return None
    held = {c for n, c in cols.roles.items() if n not in MOVES}
    others = []
    for c in set(range(cols.table.n_cols)) - held - {now}:
        cells = [row[c] for row in rows if c in row and not NOTHING.match(row[c].text)]
        if len(cells) >= _FEWEST and not _PLANNED.search(cols.header[c]) and all(map(is_money, cells)):
            others.append(c)
    return others[0] if len(others) == 1 else None


def _unplanned(cols: Columns, amounts: Amounts, now: int) -> int | None:
    """The one other column of sums where the header of the one taken says that it was only planned."""
    if not _PLANNED.search(cols.header[now]):
        return None
    held = {c for n, c in cols.roles.items() if n not in MOVES}
    others = [c for c in amounts if c != now and c not in held and not _PLANNED.search(cols.header[c])]
    return others[0] if len(others) == 1 else None
