"""A sum in the schedule and the same sum in a special agreement agree.

Only when both speak of the same thing: a clause about medical costs does not contradict a schedule line about property.

>>> from validators.cases import facts_of
>>> rule = Params("deductible", "deductible")
>>> said = {"code": "deductible", "text": "医疗费用每次事故绝对免赔额1500元", "amount": 1500}
>>> check(facts_of({"deductible": 300, "clauses": [said]}), rule).params["clause_amount"]
Decimal('1500')
>>> check(facts_of({"deductible": 300, "clauses": []}), rule).verdict.value
'satisfied'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from validators.checks import Line, missing, satisfied, undecided
from validators.checks._worked import en, zh
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.say import shown

COMBINE = "each"

# What a deductible may be about; two sentences that name different ones do not contradict each other.
THINGS = ("医疗", "财产", "救援", "抢险", "法律", "诉讼", "鉴定", "第三者", "伤残", "死亡")


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the schedule's sum; ``clause``: the code of the agreement that states it too."""

    fact: str
    clause: str


_ONLY_OF_OTHERS = re.compile("第三(?:者|方)(?:的)?(?=财产)")
"""Property is a third party's wherever this insurance speaks of it, said or not."""


def things(text: str) -> set[str]:
    """What a sentence about a deductible is of.

    >>> things("第三者财产损失免赔500元") == things("财产损失免赔500元")
    True
    """
    bare = _ONLY_OF_OTHERS.sub("", text)
    return {thing for thing in THINGS if thing in bare}


_NOT_BOUGHT = re.compile("(?:未|没有|不)(?:再|另行?|予)?(?:投保|附加|加保|选择|购买|承保)")
"""That the cover in question is none of this policy: "附加险财物损失免赔200元，本单未投保该附加险"."""
_OF_A_RIDER = re.compile("附加(?:险|条款|保险|责任|[\u4e00-\u9fff]{2,12}(?:险|条款))")

_CHANGED = re.compile("改为|调整|提高|降低|变更")


def _repeats(text: str, amount: Decimal) -> bool:
    """Whether an agreement states the schedule's sum among others: "前述200元、500元免赔额分别适用于医疗费用、财产损失"."""
    sums = re.findall(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*元", text)
    return not _CHANGED.search(text) and any(Decimal(one.replace(",", "")) == amount for one in sums)


def check(facts: Facts, params: Params) -> Outcome:
    said = [c for c in facts.value("clauses") or () if c.code == params.clause and c.amount is not None]
    stated = [c for c in said if not _NOT_BOUGHT.search(c.text)]
    if not stated:
        return satisfied(params.fact)
    if lack := missing(facts, params.fact):
        return lack
    schedule = facts[params.fact]
    written = "".join(e.span.text for e in schedule.evidence if e.span is not None)
    about = things(written)
    own = [c for c in stated if not _OF_A_RIDER.search(c.text) or _OF_A_RIDER.search(written)]
    if not own:
        return undecided("the agreements speak of a rider, the schedule does not", params.fact)
    alike = [c for c in own if not about or not things(c.text) or about & things(c.text)]
    if any(c.amount == schedule.value or _repeats(c.text, schedule.value) for c in alike) or not alike:
        return satisfied(params.fact)
    alike = [c for c in alike if not about or not things(c.text) or about == things(c.text)]
    if not alike:  # "医疗、财产损失免赔100元" and "财产损失免赔500元"
        return undecided("the agreements speak of a part of what the schedule does", params.fact)
    if len({c.amount for c in alike}) > 1:
        return undecided("the agreements state several sums", params.fact)
    clause = alike[0]
    if clause.amount in schedule.doubts:
        return undecided("a second reading of the schedule agrees", params.fact)
    out = {"schedule_amount": schedule.value, "clause_amount": clause.amount, "text": clause.text}
    places = (clause.evidence,) if clause.evidence else ()
    return Outcome(Verdict.VIOLATED, out, (params.fact,), places=places)


def arithmetic(facts: Facts, params: Params, said: Mapping[str, Any]) -> Iterator[Line]:
    schedule = facts.value(params.fact)
    for clause in facts.value("clauses") or ():
        if clause.code == params.clause and clause.amount is not None and schedule is not None:
            stands = "=" if clause.amount == schedule else "≠"
            yield (
                f"明细表{zh(params.fact)}{shown(schedule)} {stands} 特别约定{shown(clause.amount)}",
                f"Schedule: {en(params.fact)} {shown(schedule)} {stands} agreement {shown(clause.amount)}",
            )
