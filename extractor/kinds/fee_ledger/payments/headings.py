"""The policy of the sentences that follow, as a short line over them tells it."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.units import Unit
from extractor.record import Reading

POLICY_BEFORE = re.compile(r"(?:保险?单|单证|凭证)(?:编?号码?)?[:：（(\s]*$")
"""What stands right before the number of a policy in words that call it one."""
SHORTEST = 6  # characters of a policy's number


def policy_over(unit: Unit) -> Reading[Any] | None:
    """The policy of all that follows, where a short line names one and tells no sum: 二、某某石料厂（保单…）."""
    if unit.table is not None or len(unit.text) > _LONGEST_HEADING or any(t.kind == "amount" for t in unit.tokens):
        return None
    named = [t for t in unit.tokens if t.kind in ("code", "number") and POLICY_BEFORE.search(unit.text[: t.start])]
    if len(named) != 1 or named[0].stop - named[0].start < SHORTEST:
        return None
    start, stop = named[0].start, named[0].stop
    return Reading(unit.text[start:stop], unit.span(start, stop), "group", 0.8)


_LONGEST_HEADING = 60
