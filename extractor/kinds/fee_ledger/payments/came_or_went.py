"""Lines that tell before their day whether the money came or went: 支：2025-04-09 某某公司 排查 1,300.00 保单….

Only lines that name their policy themselves: of those under a policy's heading the readers of headings and books tell.
"""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.units import Unit
from extractor.record import Reading

BEGINS = re.compile(r"\s*[【\[(（]?(?:(?P<extract>收入?|入账?)|(?P<spend>支出?|出账?))(?=[】\])）]?\s*[:：]?\s*20\d\d)")


def came_or_went(unit: Unit, policy: Reading[Any] | None) -> re.Match[str] | None:
    """The word that begins a line, as ``extract`` or ``spend``."""
    return BEGINS.match(unit.text) if policy is not None and str(policy.value) in unit.text else None


def before_day(text: str) -> int:
    """Where the day of a line begins that such a word leads; 0 where none does."""
    found = BEGINS.match(text)
    if found is None:
        return 0
    return found.end() + len(re.match(r"[】\])）]?\s*[:：]?\s*", text[found.end() :])[0])  # type: ignore[index]
