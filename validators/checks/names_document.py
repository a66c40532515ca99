"""A paper names a document that it must go by, by number or title; where it was not found, it may say so in other words.

>>> from validators.cases import facts_of
>>> rule = Params("report_citations", ("AQ 9010-2019",))
>>> check(facts_of({"report_citations": ["AQ9010-2019"]}), rule).verdict.value
'satisfied'
>>> check(facts_of({"report_citations": ["AQ 4128-2019"]}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from dataclasses import dataclass

from validators.checks import satisfied, undecided
from validators.facts import Facts, fold
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: the list of citations; ``values``: numbers or titles of which one must be named."""

    fact: str
    values: tuple[str, ...]


def check(facts: Facts, params: Params) -> Outcome:
    wanted = {fold(value) for value in params.values}
    for cited in facts.value(params.fact) or ():
        if wanted & {fold(cited.doc_number), fold(cited.title or "")}:
            return satisfied(params.fact)
    return undecided(f"{' / '.join(params.values)} was not found on the paper", params.fact)
