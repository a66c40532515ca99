"""What the names of a database's columns of claims say: CLM_NO, acdntTime, CXRQ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.document import Table
from extractor.evidence.columns import identifiers
from extractor.evidence.units import Unit

_HERE = "extractor.kinds.claim_record.meaning"


def with_words(table: Table, units: Sequence[Unit]) -> Sequence[Unit]:
    """The units of a table with its header in words, where it is a row of identifiers."""
    return identifiers.with_words(table, units, identifiers.words_of(_HERE))


@lru_cache(maxsize=1000)
def spelled_out(name: str) -> str:
    """What an identifier says, empty where one of its parts says nothing.

    >>> spelled_out("CLM_NO"), spelled_out("acdntTime"), spelled_out("ENDCASE_TM"), spelled_out("payAmt"), spelled_out("CXRQ")
    ('报案号', '出险时间', '结案时间', '赔付金额', '出险日期')
    >>> spelled_out("GDP"), spelled_out("RowVersion")
    ('', '')
    """
    return identifiers.spelled_out(name, identifiers.words_of(_HERE))
