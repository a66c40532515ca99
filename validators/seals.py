"""Whose seal it is: the name along a seal's rim held against the names that the papers print.

A name read from a seal may lack or exchange a character, so two names are one, two, or too near to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.record import Record
from extractor.text.changes import changes
from validators.facts import Evidence, Fact, fold

TABLE = "seals"
SURE = 0.9
"""Confidence from which a name along a rim is taken at its word; names misread in one character score up to 0.98."""

_LEGAL_FORM = re.compile("(?:股份)?有限(?:责任)?公司")
_TRADE = re.compile("(?:财产|责任|相互|农业|健康|养老|人寿)?保险$|(?:财产)?保险(?:经纪|公估|代理)$")


def seals_of(records: Sequence[Record]) -> Fact:
    """The names on the seals of some papers; absent where none was read surely and to its legal form."""
    found: dict[str, Evidence] = {}
    weakest = 1.0
    for record in records:
        for row in record.rows(TABLE):
            name = row.cells.get("name")
            if name is not None and name.confidence >= SURE and _LEGAL_FORM.search(fold(name.value)):
                found.setdefault(name.value, Evidence(record.path, TABLE, row.span))
                weakest = min(weakest, name.confidence)
    if not found:
        return Fact(state="absent", why="no seal with a company's name was read")
    return Fact(tuple(found), tuple(found.values()), confidence=weakest)


def same_company(one: str, other: str) -> bool | None:
    """Whether two names are one company's, its branches included; None where they are too near to tell, or a short name.

    >>> same_company("中国人民财产保险股份有限公司", "中国人民财产保险股份有限公司宿州市分公司")
    True
    >>> same_company("中国太平洋财产保险股份有限公司", "中国人民财产保险股份有限公司")
    False
    >>> same_company("中国人民财产保险股份有限公司", "中国人寿财产保险股份有限公司") is None
    True
    """
    a, b = _own(one), _own(other)
    if not a or not b:
        return None
    apart, longest = changes(a, b), max(len(a), len(b))
    if a in b or b in a or apart <= longest // 6:
        return True
    return False if apart >= max(2.0, longest / 2) else None


def _own(name: str) -> str:
    """What is a company's own in its name: before the legal form, the trade of insurers set aside; "" for a short name."""
    plain = fold(name)
    found = _LEGAL_FORM.search(plain)
    if found is None:
        return ""
    head = plain[: found.start()]
    return _TRADE.sub("", head) or head
