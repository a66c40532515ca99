"""The enterprises that a policy names beside its holder: a group's companies, branches, works of a project insured with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.record import Reading, Row
from extractor.text.fold import squeeze

_OF_INSURING = re.compile("保险|经纪|公估|评估|检测|技术服务|银行")
_MOST = 500
"""Names of one policy; a fleet's or a market's list has hundreds."""


def others_named(sheet: Sheet, bodies: Iterable[Candidate], fields: Mapping[str, Reading[Any]]) -> tuple[Row, ...]:
    """A row for each other enterprise, and for each credit code that is not the holder's, in the order of the paper."""
    own = {
        squeeze(str(fields[name].value)) for name in ("policyholder", "insured", "uscc", "industry") if name in fields
    }
    found: dict[str, Row] = {}
    for body in bodies:
        name = squeeze(str(body.value))
        if name not in own and name not in found and not _OF_INSURING.search(name):
            span = body.unit.span(body.start, body.stop)
            found[name] = Row({"enterprise": Reading(name, span, "form", 0.9)}, span)
    for unit, token in sheet.tokens("uscc"):
        if token.value not in own and token.value not in found:
            span = unit.span(token.start, token.stop)
            found[token.value] = Row({"uscc": Reading(token.value, span, "form", 0.9)}, span)
    return tuple(found.values())[:_MOST]
