"""One policy number in two filings. 保险法 13: the policy is the written proof of one contract; two under one number prove neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validators.archive.matching import MOST_COMPARED, MOST_NAMED
from validators.archive.owner import Owner
from validators.archive.trace import Known, Placed, Trace, beside, elsewhere, first, key
from validators.citation import Citation
from validators.facts import Facts, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"policy_no_reused"})
BY_KEYS = True
RULE: Final = "archive.policy-number"
ONE_CONTRACT: Final = Citation(
    "中华人民共和国保险法", "中华人民共和国保险法", "第十三条", "及时向投保人签发保险单", confidence="V"
)


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each policy number once. Blanks and case do not count."""
    told: set[str] = set()
    for subject in filing.policies:
        fact = subject.facts["policy_no"]
        number = fold(str(fact.value))
        if fact.state == "absent" or number in told:
            continue
        told.add(number)
        body = {
            "subject": subject.key,
            "number": str(fact.value),
            "papers": papers_of(filing, number),
            "contract": contract_of(subject.facts),
            "alone": len(filing.policies) == 1,
        }
        yield Trace(body, (key("number", number),), places=fact.evidence)


def contract_of(facts: Facts) -> str:
    """Who insured what time, by which two papers of one number are known as of one contract; empty where it was not read."""
    said = [facts[name] for name in ("policyholder", "period_start", "period_end")]
    return "|".join(fold(str(fact.value)) for fact in said) if all(fact.known for fact in said) else ""


def papers_of(filing: Filing, number: str) -> tuple[str, ...]:
    """The contents of the policy papers of that number, told apart by their bytes."""
    said = {
        r.content
        for r in filing.records
        if r.kind == "policy" and r.content and fold(str(r.value("policy_no") or "")) == number
    }
    return tuple(sorted(said))


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """A filing that holds the same policy paper (the same bytes) twice over is a copy, not a second use; nor is the policy of the
    year before, of the same holder and time, that lies beside its successor."""
    body = own.trace.body
    others = [
        other
        for other in elsewhere(own, known, own.trace.keys[0], MOST_COMPARED + 1)
        if not set(other.trace.body["papers"]) & set(body["papers"]) and not _one_contract(body, other.trace.body)
    ][:MOST_COMPARED]
    if others:
        params = {"policy_no": body["number"], "other_filing": first(sorted(other.name for other in others))}
        mark = fingerprint(RULE, own.name, body["subject"], params)
        yield Finding(
            RULE, "policy_no_reused", Verdict.VIOLATED, Severity.ERROR, body["subject"], params, beside(own, others[:MOST_NAMED]),
            ONE_CONTRACT, mark, matters=True,
        )  # fmt: skip


def _one_contract(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two traces are of one contract, which one of the filings holds beside another policy of its own."""
    contract = one.get("contract")  # a journal kept before it was noted has none
    beside_another = not (one.get("alone", True) and other.get("alone", True))
    return bool(contract) and contract == other.get("contract") and beside_another
