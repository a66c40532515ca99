"""What a rule concluded: verdict, severity, and the finding that stands on a place and an article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from extractor.values.dates import Moment
from validators.citation import Citation
from validators.facts import Evidence


class Verdict(StrEnum):
    """What a check says. ``undecided``: a fact it needs is missing or contradicted; never a pass."""

    SATISFIED = "satisfied"
    VIOLATED = "violated"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not_applicable"


PARTIES = ("insurer", "policyholder", "agency", "department", "conference")
"""Who can be bound: the insurer, the insured enterprise (投保单位), the technical service agency, a department, the joint
conference (联席会)."""


class Severity(StrEnum):
    """How grave a violation is; the pack says so. A ``note`` never makes a filing's verdict worse."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Outcome(NamedTuple):
    """A check's answer: the verdict, the numbers for its sentence, and the names of the facts it rests on.

    ``places`` are places beside those of the facts (one sentence among many). ``lacking`` names the facts that would
    settle an undecided one. ``parts`` holds one outcome per item where a check judges several; then the rest is their
    summary. A tuple, since one is made for every rule on every subject.
    """

    verdict: Verdict
    params: Mapping[str, Any] = MappingProxyType({})
    facts: tuple[str, ...] = ()
    why: str = ""
    lacking: tuple[str, ...] = ()
    places: tuple[Evidence, ...] = ()
    parts: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One rule's verdict on one subject, with the places on the papers and the article it stands on.

    ``also`` are citations of other rules in force that demand the same. ``matters`` is whether leaving it undecided
    leaves the filing incomplete. ``fingerprint`` is stable: rule, filing and the numbers. ``bound`` is who must meet the
    rule, one of ``PARTIES``. ``applied_on`` is the day that decided that the rule binds (of signing, of the event …), None
    where the rule holds at every date or that day is unknown.
    """

    rule: str
    type: str
    verdict: Verdict
    severity: Severity
    subject: str
    params: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    citation: Citation
    fingerprint: str
    why: str = ""
    lacking: tuple[str, ...] = ()
    also: tuple[Citation, ...] = ()
    say: Mapping[str, str] = field(default_factory=dict)
    matters: bool = False
    bound: str = "insurer"
    applied_on: date | None = None


_AS_IT_IS = frozenset({str, bool, int, float})


def plain(value: Any) -> Any:
    """A value as JSON has it: amounts as numbers, days and moments as ISO text, sets in order.

    >>> plain(Decimal("12.50")), plain(Decimal("300000.00"))
    (12.5, 300000)
    >>> plain(date(2024, 3, 1)), plain(Moment(date(2025, 2, 28), 24))
    ('2024-03-01', '2025-02-28T24:00')
    """
    if value is None or type(value) in _AS_IT_IS:  # by far the most
        return value
    write = _WRITE.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime | Moment):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(v) for v in value)
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    return str(value)


_WRITE: Mapping[type, Callable[[Any], Any]] = {
    date: date.isoformat,
    datetime: datetime.isoformat,
    Moment: Moment.isoformat,
    list: lambda value: [plain(v) for v in value],
    tuple: lambda value: [plain(v) for v in value],
    dict: lambda value: {str(k): plain(v) for k, v in value.items()},
}
"""The usual kinds, by their very type; what is of a kind of its own is told as ``plain`` goes on."""
_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_quoted = lru_cache(maxsize=4096)(_as_json)  # the same few names for every rule on every subject of a filing


def fingerprint(rule: str, filing_id: str, subject: str, params: Mapping[str, Any]) -> str:
    """A name for a finding that is the same on every machine and every run."""
    said = _as_json(plain(params)) if params else "{}"
    essence = f"[{_quoted(rule)}, {_quoted(filing_id)}, {_quoted(subject)}, {said}]"
    return hashlib.sha256(essence.encode("utf-8")).hexdigest()[:32]
