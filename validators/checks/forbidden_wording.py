"""No sentence of the policy says a prohibited thing; each that does is a finding of its own.

Whether a sentence says it or forbids it is the extractor's reading (``extractor.clauses``), not a search for words
here.

>>> from validators.cases import facts_of
>>> rule = Params(("dispatched_workers_excluded",))
>>> said = {"code": "dispatched_workers_excluded", "text": "劳务派遣人员不属于保险责任。"}
>>> check(facts_of({"clauses": [said], "agreements_complete": True}), rule).parts[0].params["kind"]
'dispatched_workers_excluded'
>>> check(facts_of({"clauses": [], "agreements_complete": True}), rule).verdict.value
'satisfied'
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import undecided
from validators.facts import Facts
from validators.finding import Outcome, Verdict

COMBINE = "union"


@dataclass(frozen=True, slots=True)
class Params:
    """``kinds``: codes of prohibited sayings; without ``complete`` nothing found is undecided."""

    kinds: tuple[str, ...]
    fact: str = "clauses"
    complete: str = "agreements_complete"


def check(facts: Facts, params: Params) -> Outcome:
    clauses = facts.value(params.fact)
    parts: list[Outcome] = []
    for kind in params.kinds:
        said = [clause for clause in clauses or () if clause.code == kind]
        if said:
            text = said[0].text
            places = tuple(clause.evidence for clause in said if clause.evidence)
            parts.append(Outcome(Verdict.VIOLATED, {"kind": kind, "text": text}, places=places))
    if parts:
        return Outcome(Verdict.VIOLATED, parts=tuple(parts))
    if clauses is None or not facts[params.complete].known:
        return undecided(facts[params.complete].why or "the agreements were not read to their end", params.complete)
    return Outcome(Verdict.SATISFIED, facts=(params.fact,))
