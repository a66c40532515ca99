"""The columns a ledger may have, and which of its rows are entries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractor.evidence.columns import (
    TOTAL_ROW,
    Role,
    has_date,
    is_money,
    is_ordinal,
    is_words,
)
from extractor.evidence.concepts import formula
from extractor.evidence.units import Unit
from extractor.values import organisation
from extractor.values.policy_no import FORM as NUMBER_FORM

_OFFICE = re.compile(r"^[\u4e00-\u9fff]{1,4}(?=\d+-\d)")
"""The short name of who gave a number of digits, written before it: 渔安2025-400190."""


_NAMED = re.compile(r"^[\u4e00-\u9fff]{1,6}[:：](?=[A-Za-z\d])")


def unlabelled(text: str) -> str:
    """A number without what names it in its own cell.

    >>> unlabelled("项目:6108202501")
    '6108202501'
    """
    return _NAMED.sub("", text)


def is_number_like(unit: Unit) -> bool:
    """A cell that holds one policy-like number."""
    return _has_form_of_number(unit.text) and not has_date(unit)


@lru_cache(maxsize=4096)
def _has_form_of_number(text: str) -> bool:
    bare = _OFFICE.sub("", unlabelled("".join(text.split())))
    return 8 <= len(bare) <= 40 and NUMBER_FORM.fullmatch(bare) is not None


def is_body(unit: Unit) -> bool:
    return bool(organisation.find_all(unit.text))


SHORT_YEAR = re.compile(r"\s*(?P<y>[1-4]\d)\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})\s*(?P=s)\s*(?P<d>\d{1,2})\s*")
"""A day with two figures for its year: 25.2.13."""


def is_day(unit: Unit) -> bool:
    """A cell with a day, with its year or without, or with two figures for it."""
    return has_date(unit) or SHORT_YEAR.fullmatch(unit.text) is not None


_DIRECTION = re.compile(
    r"^\s*(?:提取|计提|支出|使用|收入|借|贷|收|付|列支|提存|转入|付款|提|支|入|出|结余|支付|进|增|减)\S{0,3}\s*$"
)


def _is_direction(unit: Unit) -> bool:
    return _DIRECTION.match(unit.text) is not None


_NO_PAYEE = "amount date number voucher client"


_NO_SUM = "date ratio number balance voucher"


ROLES = (
    Role("date", formula("booking_date|date", "booking_date", "amount policy number voucher"), is_day, by_form=0.7),
    Role("policy_no", formula("policy|voucher|number", "policy", "premium amount date holder insured ordinal"),
         is_number_like, by_form=0.6),
    Role("extract", formula("extract", "amount fee", f"{_NO_SUM} policy"), is_money),
    Role("spend", formula("spend|spent|payment", "amount fee", f"{_NO_SUM} policy payee item extract"), is_money),
    Role("amount", formula("amount|words", "fee", f"{_NO_SUM} premium extract spend limit debit credit"), is_money),
    Role("debit", formula("debit", none_of="credit date number balance direction"), is_money),
    Role("credit", formula("credit", none_of="debit date number balance direction"), is_money),
    Role("balance", formula("balance", none_of="date"), is_money),
    Role("premium", formula("premium", none_of="ratio extract spend date number balance"), is_money),
    Role("ratio", formula("ratio"), None),
    Role("payee", formula("payee|agency", "payee", "amount date number voucher spend"), None),
    Role("payee2", formula("payee|agency|spend enterprise", none_of=f"{_NO_PAYEE} holder insured insurer"),
         is_body),
    Role("client", formula("client|holder|insured|enterprise", none_of="payee agency amount date number"), None),
    Role("item", formula("item|service_type", "item", f"{_NO_PAYEE} payee policy"), is_words, must=False),
    Role("voucher", formula("voucher", none_of="date amount"), lambda u: not is_number_like(u)),
    Role("direction", formula("direction", none_of="amount date number item"), _is_direction, by_form=0.5),
    Role("ordinal", formula("ordinal", none_of="policy voucher"), is_ordinal),
)  # fmt: skip


OPENING = re.compile(
    "上年结转|上期结转|期初|承前页|结转下|本年结转|年初余额|上月结转|过次页|上年余额|上期余额|上年结余|上期结余|接上页|转下页|结转上"
)


_SUBTOTAL = re.compile(
    r"(?:小计|合计|总计|累计|共计|月计|季计|年计)\s*[:：]?$|^本[期月季年日]?(?:借贷方?|[借贷]方)?发生(?:额|数)|发生额[及和与](?:期末)?余额$"
)


_TOTAL_OF = re.compile(
    r"\s*(?:[A-Za-z\d\-]{6,40}\s*[（(]?(?:小计|合计|总计|余额|结余)[)）]?|(?:[一二三四五六七八九十]{1,2}|\d{1,2})[、.．]\s*(?:结余|余额|结存|剩余)(?:金?额)?)\s*[:：]?\s*"
)
"""A sum of one policy's entries, and what is left as a numbered heading of its own: PZ2025001 小计, 三、结余."""


_LEFT = re.compile(
    r"(?:截[至止][^，。]{0,8}|[本当][期月季年]|[期年月季]末|账户|专户|账面|当前|[现尚仍]|累计|滚存)*(?:结?余额?|结存|剩余|[现尚仍]余|结余资?金)(?:金?额)?[:：]?"
)
"""What is left, as the words of a cell."""


def _tells_what_is_left(row: Mapping[int, Unit]) -> bool:
    """Whether the only sum of a row is what is left of the fund, in a table with one column for all sums."""
    units = {id(u): u for u in row.values()}.values()
    return sum(map(is_money, units)) == 1 and any(
        len(text := "".join(u.text.split())) > 1 and _LEFT.fullmatch(text) for u in units
    )


MOVES = frozenset({"extract", "spend", "amount", "debit", "credit"})


def is_entry(row: Mapping[int, Unit]) -> bool:
    """A row that may book something: no total, no balance carried over, no heading across the table."""
    units = {id(u): u for u in row.values()}.values()
    return len(units) > 1 and not _tells_what_is_left(row) and not any(_tells_of_several(u.text) for u in units)


@lru_cache(maxsize=4096)
def _tells_of_several(text: str) -> bool:
    """Whether a cell says that its line is a total, or a balance carried over."""
    bare = text.strip()
    short = len(text) <= _LONGEST_TOTAL and (OPENING.search(text) or _SUBTOTAL.search(bare) or TOTAL_ROW.match(bare))
    return bool(short) or _TOTAL_OF.fullmatch(text) is not None


_LONGEST_TOTAL = 14  # characters


OTHER_SIDE = {"extract": "spend", "spend": "extract"}
