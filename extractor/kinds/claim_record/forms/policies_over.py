"""Which policy a claim told in lines is under, where a line tells the policy of all claims that follow it: 一、保单…（某某厂）."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractor.kinds.claim_record.facts.facts import Fact

Stretches = Sequence[Sequence[Fact]]


def under_their_policies(stretches: Stretches) -> Stretches:
    """The facts of each claim, with the policy told last in a line over it in place of one that heads the next claims."""
    if len(stretches) < 2:
        return stretches
    heads = _heads(stretches)
    if len({head.value for head in heads}) < 2:
        return stretches
    places = [head.unit.index for head in heads]
    lines = set(places)
    out: list[Sequence[Fact]] = []
    for told in stretches:
        own = [fact for fact in told if fact.unit.index not in lines]
        number = next((fact for fact in own if fact.role == "report_no"), None)
        if number is None:
            return stretches
        at = bisect(places, number.unit.index)
        said = any(fact.role == "policy_no" for fact in own)
        out.append(own if said or not at else [heads[at - 1], *own])
    return out


def _heads(stretches: Stretches) -> list[Fact]:
    """The policies told in lines of their own, where the first stands over every claim and each over one at least."""
    facts = sorted((fact for told in stretches for fact in told), key=lambda fact: fact.place)
    by_line: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_line[fact.unit.index].append(fact)
    heads = [told[0] for told in by_line.values() if {f.role for f in told} == {"policy_no"} and _is_one(told)]
    numbers = [fact.unit.index for fact in facts if fact.role == "report_no"]
    ends = [*(head.unit.index for head in heads), numbers[-1] + 1 if numbers else 0]
    over = all(any(low < at < high for at in numbers) for low, high in pairwise(ends))
    return heads if heads and numbers and heads[0].unit.index < numbers[0] and over else []


def _is_one(told: Sequence[Fact]) -> bool:
    return len({fact.value for fact in told}) == 1
