"""That a policy has no deductible, as its schedule says beside a label among others of one line."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet

_NONE_BESIDE = re.compile(
    r"(?:^|[\s|｜;；,，])(?:每次(?:事故)?)?(?:绝对|相对)?免赔(?:额|金额)?\s*[:：]\s*(?:无免赔|无|零|不设)(?=[\s|｜;；,，。]|$)"
)


def none_beside_label(sheet: Sheet, outside: Collection[int]) -> list[Candidate]:
    """The label with its answer, outside the agreements: "免赔：无　事故预防费：7,800.00元"."""
    return [
        Candidate(Decimal("0.00"), unit, match.start(), match.end(), 0.75, "inline")
        for unit in sheet.units
        if id(unit) in outside and (match := _NONE_BESIDE.search(unit.text)) is not None
    ]
