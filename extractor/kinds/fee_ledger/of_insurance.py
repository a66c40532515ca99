"""Whether a book speaks of insurance or of the fund at all."""

from __future__ import annotations

import re

from extractor.evidence.sheet import Sheet
from extractor.kinds.fee_ledger.payments.payments import FUND

_OWN_MONEY = re.compile("安全(?:生产)?费用?(?:提取|使用|支出|投入|台账|管理|明细)")
"""What an enterprise sets aside for its own safety, by a law of its own: 企业安全生产费用."""
_SURELY_OF_INSURANCE = re.compile("保险|保单|保费|安责|承保|投保|预防")
_OF_INSURANCE = re.compile(
    r"保险|保单|保费|安责|承保|投保|预防|[A-Z]{2,}[A-Z\d\-]{8,}|(?<![\d.])\d{12,24}(?![\d.])|提[取列存]|计提"
)


def is_of_insurance(sheet: Sheet) -> bool:
    """Whether anything on the paper speaks of insurance or of the fund; else it is a book of something else."""
    words = [*(u.text for u in sheet.units), *(table.name or "" for table, _ in sheet.tables)]
    if any(_OWN_MONEY.search(text) for text in words):
        return any(_SURELY_OF_INSURANCE.search(text) or FUND.search(text) for text in words)
    if any(_COMMISSION.search(text) for text in words) and not any(FUND.search(text) for text in words):
        return False
    heading = (*words[:_HEADING], *(table.name or "" for table, _ in sheet.tables))
    if any(_PREMIUMS.search(text) for text in heading) and not any(
        FUND.search(t) or _SET_ASIDE.search(t) for t in words
    ):
        return False
    return any(_OF_INSURANCE.search(text) or FUND.search(text) for text in words)


_PREMIUMS = re.compile(
    "保险?费(?:收入|收缴|收取|实收|到账|收款|补[贴助])|(?:补[贴助]|奖补)(?:资金|款|经费)"
    "|(?:账户|交易|银行)[^，。]{0,6}(?:明细|流水)|对账单"
)
"""What customers paid for their policies, or an authority in their stead, and what a bank tells of an account: a book of that alone is none
of the fund."""
_HEADING = 3  # units
_SET_ASIDE = re.compile("提取|计提|提存|预防")
_COMMISSION = re.compile("手续费|佣金|经纪费|代理费")
"""What is paid for selling policies and is no use of the fund."""
