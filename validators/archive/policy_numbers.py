"""One policy number in two filings. 保险法 13: the policy is the written proof of one contract; two under one number prove neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from validators.archive.matching import MOST_COMPARED, MOST_NAMED, by_name
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

_SAY: Final = {
    "zh": "保单号{policy_no}同时出现在案卷{other_filing}中，投保人、保险期间、保险人、保险费和投保人数都相同，是否同一保单补打或重复提交请人工核对",
    "en": "Policy number {policy_no} also stands in filing {other_filing}, with the same holder, period, insurer, premium and people; a person has to see whether it is one policy issued or handed in again",
}


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
            "terms": terms_of(subject.facts),
        }
        yield Trace(body, (key("number", number),), places=fact.evidence)


def contract_of(facts: Facts) -> str:
    """Who insured what time, by which two papers of one number are known as of one contract; empty where it was not read."""
    said = [facts[name] for name in ("policyholder", "period_start", "period_end")]
    return "|".join(fold(str(fact.value)) for fact in said) if all(fact.known for fact in said) else ""


def terms_of(facts: Facts) -> str:
    """The insurer, the premium, the people insured and whose they are, by which a paper issued once more tells the same as the first;
    empty where one of them was not read surely, but for the enterprise insured, who is mostly the holder and then need not be named."""
    said = [facts[name] for name in ("insurer", "premium", "insured_count")]
    if not all(fact.known for fact in said):
        return ""
    return "|".join(fold(str(fact.value)) for fact in (*said, facts["insured"]))


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
    year before, of the same holder and time, that lies beside its successor.
    Two papers that say all the same are for a person: one policy issued again."""
    body = own.trace.body
    others = [
        other
        for other in elsewhere(own, known, own.trace.keys[0], MOST_COMPARED + 1)
        if not set(other.trace.body["papers"]) & set(body["papers"]) and not _one_contract(body, other.trace.body)
    ][:MOST_COMPARED]
    again = bool(others) and all(_issued_again(body, other.trace.body) for other in others)
    if others:
        params = {"policy_no": body["number"], "other_filing": first(sorted(other.name for other in others))}
        mark = fingerprint(RULE, own.name, body["subject"], params)
        yield Finding(
            RULE, "policy_no_reused", Verdict.UNDECIDED if again else Verdict.VIOLATED, Severity.NOTE if again else Severity.ERROR,
            body["subject"], params, beside(own, by_name(others)[:MOST_NAMED]), ONE_CONTRACT, mark,
            "one policy may have been issued once more, and handed in with both papers" if again else "",
            say=_SAY if again else {}, matters=not again,
        )  # fmt: skip


def _issued_again(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two papers of one number say the same of the contract and of its terms."""
    told = [(one.get(name), other.get(name)) for name in ("contract", "terms")]
    return all(mine and mine == theirs for mine, theirs in told)


def _one_contract(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two traces are of one contract, which one of the filings holds beside another policy of its own."""
    contract = one.get("contract")  # a journal kept before it was noted has none
    beside_another = not (one.get("alone", True) and other.get("alone", True))
    return bool(contract) and contract == other.get("contract") and beside_another
