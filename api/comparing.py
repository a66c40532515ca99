"""Findings before and after, paired so that a person sees what changed: one way for stored filings, kept ones and two runs.

Two findings are one where their fingerprints are; else where they demand the same thing of the same subject, though by another
number or another text; else where both are open and of one rule on one subject.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from validators.finding import Finding, Verdict

T = TypeVar("T")
ITEMS = ("coverage", "clause", "kind", "item", "printed")
"""Parameters that tell which thing of a list a finding is about."""
ESSENCE = ("verdict", "severity", "params", "citation", "why")
"""What a reader would call a change; the places on the papers and the wording follow from these."""
OPEN = (Verdict.VIOLATED.value, Verdict.UNDECIDED.value)


@dataclass(frozen=True, slots=True)
class Demand:
    """What a finding is known by. ``subject`` is what it is about, or the paper where that is all that is known."""

    mark: str
    rule: str
    type: str
    subject: str
    items: tuple[str, ...]
    open: bool

    @property
    def demanded(self) -> Hashable:
        return self.type, self.subject, self.items


def of_finding(finding: Finding) -> Demand:
    return Demand(finding.fingerprint, finding.rule, finding.type, finding.subject, _items(finding.params), finding.verdict.value in OPEN)  # fmt: skip


def of_body(body: Mapping[str, Any]) -> Demand:
    """Of a finding as in the report, which has no subject, or as stored, which has one."""
    first: Mapping[str, Any] = next(iter(body.get("evidence") or ()), {})
    subject = body["subject"] if "subject" in body else first.get("path", "")
    items = _items(body.get("params") or {})
    return Demand(body["fingerprint"], body["rule"], body["type"], str(subject), items, body["verdict"] in OPEN)


def _items(params: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(params.get(name)) for name in ITEMS)


def pairs(
    old: Sequence[tuple[Demand, T]], new: Sequence[tuple[Demand, T]]
) -> Iterator[tuple[T | None, T | None]]:  # fmt: skip
    """Each of both sides with its like on the other, None where there is none: the old in their order, then what is new."""
    like: dict[int, int] = {}
    taken: set[int] = set()
    for key in (lambda d: d.mark, lambda d: d.demanded, lambda d: (d.rule, d.subject, d.open) if d.open else None):
        waiting: dict[Hashable, list[int]] = {}
        for place, (demand, _) in enumerate(new):
            if place not in taken and key(demand) is not None:
                waiting.setdefault(key(demand), []).append(place)
        for place, (demand, _) in enumerate(old):
            if place not in like and (found := waiting.get(key(demand))):
                like[place] = found.pop(0)
                taken.add(like[place])
    for place, (_, one) in enumerate(old):
        yield one, new[like[place]][1] if place in like else None
    yield from ((None, two) for place, (_, two) in enumerate(new) if place not in taken)


def changed(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Whether two findings of one demand differ for a reader."""
    return any(one.get(word) != two.get(word) for word in ESSENCE)
