"""The lists of a notice in the codes of the facts they are held against."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.values import sector

_LEGAL = re.compile(r".*?有限(?:责任)?公司")


def codes(kind: str, printed: Sequence[str]) -> list[str]:
    """Covers (``coverage``) or services (``service``) as ``contains_all`` takes them; [] where one of them means nothing to
    us, so that nobody is asked for less than the notice wants.

    >>> codes("coverage", ("从业人员人身伤亡", "第三者财产损失", "医疗救护"))
    ['employee_injury', 'third_party_property', 'medical']
    >>> codes("service", ("安全生产教育培训", "唱歌"))
    []
    """
    from extractor.covers.table import code_of  # the readers of papers, which most who load this do not need
    from extractor.kinds.service_report.categories import type_codes

    found = [code_of(item) if kind == "coverage" else next(iter(type_codes(item)), None) for item in printed]
    return [] if None in found else list(dict.fromkeys(str(code) for code in found))


def legal_names(printed: Sequence[str]) -> list[str]:
    """The companies of a list of insurers by their full legal names, branches left off.

    >>> legal_names(("泰山财产保险股份有限公司周村支公司", "阳光财产保险股份有限公司"))
    ['泰山财产保险股份有限公司', '阳光财产保险股份有限公司']
    """
    return list(dict.fromkeys(found[0] if (found := _LEGAL.match(name)) else name for name in printed))


def sectors(printed: Sequence[str]) -> list[str]:
    """The sector codes of a list of lines of business; what is none of the named sectors is left out, as a rule about it
    could tell no enterprise of it.

    >>> sectors(("非煤矿山", "危险化学品", "渔业生产", "木材加工"))
    ['non_coal_mine', 'hazardous_chemicals', 'fishery']
    """
    found = [sector.parse(item) for item in printed]
    return [code for code in dict.fromkeys(found) if code is not None and code != sector.OTHER]
