"""What the names of a database's columns of a ledger say: TXN_DATE, payeeName, JZRQ."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Table
from extractor.evidence.columns import identifiers
from extractor.evidence.units import Unit


def with_words(table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table with its header in words, where it is a row of identifiers.

    >>> [identifiers.spelled_out(name, identifiers.words_of("extractor.kinds.fee_ledger.columns")) for name in ("TXN_DATE", "payeeName", "JZRQ")]
    ['业务日期', '收款方名称', '记账日期']
    """
    return identifiers.with_words(table, units, identifiers.words_of("extractor.kinds.fee_ledger.columns"))
