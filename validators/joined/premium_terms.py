"""The parts and coefficients that a premium was worked out from, as handed in beside the papers: no policy prints them.

``manifest.json`` gives them as ``"parameters": {"premium_terms": {...}}``: the terms of the filing's only policy, or a mapping of
policy numbers to terms. Terms are ``employee_premium`` and ``fixed_premium`` (yuan), ``credit_coefficient``,
``standardisation_coefficient`` and ``no_claim_discount`` (factors, 1 = none).
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from validators.facts import Fact, fold
from validators.joined import Papers

PARAMETER = "premium_terms"
TERMS = ("employee_premium", "fixed_premium", "credit_coefficient", "standardisation_coefficient", "no_claim_discount")


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """The terms of this policy; a term that is no number, or whose policy is not told, is absent.

    >>> from validators.facts import Manifest
    >>> given = Manifest("F", parameters={"premium_terms": {"employee_premium": 12000, "fixed_premium": "500"}})
    >>> sorted((n, str(f.value)) for n, f in policy({}, Papers("P1", (), (), (), given)).items())
    [('employee_premium', '12000'), ('fixed_premium', '500')]
    """
    given = papers.manifest.parameters.get(PARAMETER) if papers.manifest is not None else None
    if not isinstance(given, Mapping):
        return {}
    terms = _of_number(given, papers.number) if not set(given) & set(TERMS) else given if _alone(papers) else {}
    read = {name: _number(terms.get(name)) for name in TERMS}
    return {name: Fact(value, why="manifest") for name, value in read.items() if value is not None}


def _of_number(given: Mapping[str, Any], number: str | None) -> Mapping[str, Any]:
    mine = [terms for named, terms in given.items() if number is not None and fold(str(named)) == number]
    return mine[0] if len(mine) == 1 and isinstance(mine[0], Mapping) else {}


def _alone(papers: Papers) -> bool:
    return all(record.kind != "policy" or record in papers.policy for record in papers.all)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**15 else None
