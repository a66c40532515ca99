"""People of one claim told one after the other in its form, each with what was paid: "受害人 | 甲 | 赔付金额 | …", "受害人 | 乙 | …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.kinds.claim_record.facts.facts import Fact

_LABELLED = 0.9
"""How sure a fact is that stands beside a label for it."""
_OF_A_PERSON = frozenset({"victim", "kind", "claimed", "paid"})


def of_each_person(facts: Sequence[Fact]) -> list[Sequence[Fact]]:
    """The facts of one claim for each person in it, those of the claim among them; as they are where not just one sum was paid
    for each of several people. ``facts`` stand in printed order; a total behind the last is left out."""
    people = [f for f in facts if f.scores.get("victim", 0.0) >= _LABELLED]
    if len(people) < 2 or len({f.value for f in people}) < len(people):
        return [facts]
    starts = [f.place for f in people]
    ends = [*starts[1:], (facts[-1].place[0] + 1, 0)]
    told = [[f for f in facts if low <= f.place < high] for low, high in zip(starts, ends, strict=True)]
    paid = [[f for f in own if _is_paid(f)] for own in told]
    if any(_is_paid(f) and f.place < starts[0] for f in facts):
        return [facts]
    total = paid[-1][1] if len(paid[-1]) == 2 and all(len(sums) == 1 for sums in paid[:-1]) else None
    if total is not None and total.value == sum(sums[0].value for sums in paid):
        told[-1].remove(total)
        paid[-1].remove(total)
    if any(len(sums) != 1 for sums in paid):
        return [facts]
    shared = [f for f in facts if not _OF_A_PERSON & f.scores.keys()]
    return [[*shared, *(f for f in own if _OF_A_PERSON & f.scores.keys())] for own in told]


def _is_paid(fact: Fact) -> bool:
    sure = fact.scores.get("paid", 0.0)
    label = fact.unit.left.text if fact.unit.left is not None else ""
    return sure >= _LABELLED or (sure >= _NUMBERED and _ORDINAL.search(label) is not None)


_NUMBERED = 0.7
"""The same of one beside a label with the number of a person: 赔付1."""
_ORDINAL = re.compile(r"[\u4e00-\u9fff]\s*\d{1,2}\s*[:：]?$")
