"""The company behind an insurer's name, so that its branches are known as one."""

from __future__ import annotations

import re

from validators.facts import fold

_LEGAL_FORM = re.compile("有限责任公司|股份有限公司|有限公司")


def company(name: str) -> str:
    """What stands up to the legal form, blanks and bracket forms set aside. A name without a legal form stands for itself alone,
    for nobody knows whose short name it is.

    >>> company("示例财产保险股份有限公司宿州中心支公司") == company("示例财产保险 股份有限公司")
    True
    >>> company("示例财险") == company("示例财产保险股份有限公司")
    False
    """
    plain = fold(name)
    found = _LEGAL_FORM.search(plain)
    return plain[: found.end()] if found else plain


def has_legal_form(name: str) -> bool:
    """Whether a name is told to its legal form; a short name is not.

    >>> has_legal_form("示例财产保险股份有限公司宿州中心支公司"), has_legal_form("示例财险宿州中心支公司")
    (True, False)
    """
    return _LEGAL_FORM.search(fold(name)) is not None
