"""A policy of somebody else that lies in a filing: no other paper names its number, and they name that of another enterprise's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from extractor.record import Record
from validators import renewal
from validators.facts import Fact, fold, of_reading
from validators.joined import Papers

WHY = "no other paper of the filing names this policy, and they name one of another enterprise"


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``for_reference`` where the filing's other papers are of another enterprise's policy: what does not hold on this one is
    told and sends nothing back. Nothing where there is one policy, or where no paper says which is meant."""
    policies = [record for record in papers.all if record.kind == "policy"]
    if len(policies) <= len(papers.policy) or papers.number is None:
        return {}
    named = set(_named(record for record in papers.all if record.kind not in ("policy", "notice")))
    mine = renewal.of_facts(facts)
    if papers.number in named or not (mine.names or mine.code):
        return {}
    others = (_told(record) for record in policies if fold(str(record.value("policy_no") or "")) in named)
    meant = [other for other in others if other.names or other.code]
    if not meant or any(renewal.same_holder(mine, other, by_name=True) for other in meant):
        return {}
    return {"for_reference": Fact(True, why=WHY)}


def _named(records: Iterable[Record]) -> Iterable[str]:
    """Every policy number that these papers name: in a field of their own, and in the rows of ledgers and claims."""
    for record in records:
        told = [record.value("policy_no"), *(row.value("policy_no") for row in record.rows("rows"))]
        yield from (fold(str(number)) for number in told if number)


def _told(record: Record) -> renewal.Policy:
    facts = {
        name: of_reading(record.fields[name], record.path, name) for name in renewal.NEEDED if name in record.fields
    }
    return renewal.of_facts(facts)
