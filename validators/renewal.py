"""The policy before this one: of the same holder, begun earlier. Used within a filing and across filings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from extractor.values import uscc
from extractor.values.dates import Moment
from validators.facts import ABSENT, Evidence, Fact, fold

NEEDED = ("policy_no", "uscc", "policyholder", "insured", "period_start", "period_end")
"""Names of the facts that a renewal is told by."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What of a policy a renewal is told by. ``code`` and ``names`` are its holder's, folded; ``where`` names its filing, "" for
    this one."""

    number: str
    code: str
    names: frozenset[str]
    start: Fact
    end: Fact
    where: str = ""

    @property
    def dated(self) -> bool:
        return self.start.known and self.end.known


def of_facts(facts: Mapping[str, Fact], where: str = "") -> Policy:
    """The policy that these facts are of. A credit code that does not check is none: nobody is taken for another by it."""
    code = _written(facts, "uscc")
    names = frozenset(name for party in ("policyholder", "insured") if (name := _written(facts, party)))
    start, end = facts.get("period_start", ABSENT), facts.get("period_end", ABSENT)
    return Policy(_written(facts, "policy_no"), code if uscc.is_valid(code) else "", names, start, end, where)


def _written(facts: Mapping[str, Fact], name: str) -> str:
    fact = facts.get(name, ABSENT)
    return fold(str(fact.value)) if fact.known else ""


def instant(value: Moment | date) -> datetime:
    """When a moment is; a last day without an hour counts from its midnight."""
    return value.instant() if isinstance(value, Moment) else datetime(value.year, value.month, value.day)


def same_holder(one: Policy, two: Policy, *, by_name: bool) -> bool:
    """Whether two policies are of one holder: by the credit code where both have one, else (``by_name``) by a name."""
    if one.code and two.code:
        return one.code == two.code
    return by_name and bool(one.names & two.names)


def previous(own: Policy, others: Iterable[Policy], *, by_name: bool) -> dict[str, Fact]:
    """``previous_period_end`` and ``previous_policy``: of the policies that began before this one that which lasts longest.

    Nothing where there is none, or where this policy's start was not read surely.
    """
    if not own.start.known:
        return {}
    begun = instant(own.start.value)
    earlier = [
        other
        for other in others
        if other.dated and other.number != own.number and same_holder(own, other, by_name=by_name)
        if instant(other.start.value) < begun
    ]
    if not earlier:
        return {}
    last = max(earlier, key=lambda other: (instant(other.end.value), other.number, other.where))
    out = {
        "previous_period_end": Fact(
            last.end.value, last.end.evidence, confidence=min(last.end.confidence, own.start.confidence)
        ),
        "previous_policy": Fact(last.number, last.end.evidence),
    }
    if last.where:
        places = tuple(Evidence(f"{last.where}/{place.path}", place.field, place.span) for place in last.end.evidence)
        out = {name: Fact(fact.value, places, confidence=fact.confidence) for name, fact in out.items()}
        out["previous_filing"] = Fact(last.where, places)
    return out
