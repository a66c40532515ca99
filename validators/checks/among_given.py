"""A company is one of a list that was handed in beside the papers (manifest ``parameters``); without the list, undecided.

A branch is its company; a name that is nearly one of the list is undecided.

>>> from validators.cases import facts_of
>>> rule = Params("insurer", "given.members")
>>> list_ = ["示例财产保险股份有限公司宿州中心支公司"]
>>> [check(facts_of({"insurer": name, "given.members": list_}), rule).verdict.value
...  for name in ("示例财产保险股份有限公司", "另一财产保险股份有限公司", "示例财险")]
['satisfied', 'violated', 'undecided']
>>> check(facts_of({"insurer": "示例财产保险股份有限公司"}), rule).verdict.value
'undecided'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from validators.alike import nearly
from validators.checks import missing, not_applicable, satisfied, undecided, violated
from validators.company import company
from validators.facts import Facts
from validators.finding import Outcome

COMBINE = "each"


@dataclass(frozen=True, slots=True)
class Params:
    """``fact``: a company's legal name; ``list``: the fact with the names; ``legal_form``: words of a full name;
    ``optional``: where no list was handed in the rule does not apply."""

    fact: str
    list: str
    legal_form: str = "有限公司"
    optional: bool = False


def check(facts: Facts, params: Params) -> Outcome:
    if params.optional and facts[params.list].state == "absent":
        return not_applicable("no list was handed in")
    if lack := missing(facts, params.list, params.fact):
        return lack
    name, given = company(str(facts.value(params.fact))), facts.value(params.list)
    listed = [company(one) for one in _names(given)]
    if name in listed:
        return satisfied(params.fact)
    if params.legal_form not in name or not listed or any(nearly(name, one) for one in listed):
        return undecided("the name was not read as a full legal name that can be compared", params.fact)
    return violated(params.fact, **{params.fact: facts.value(params.fact)})


def _names(given: Any) -> list[str]:
    """The names of a list, of the first column of a table, or before the colons of a mapping."""
    if not isinstance(given, tuple | list | Mapping):
        return []
    rows = [row[0] if isinstance(row, tuple | list) and row else row for row in given]
    return [row for row in rows if isinstance(row, str) and row.strip()]
