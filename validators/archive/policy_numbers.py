"""One policy number in two filings. 保险法 13: the policy is the written proof of one contract; two under one number prove neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validators.archive.matching import MOST_COMPARED, MOST_NAMED
from validators.archive.owner import Owner
from validators.archive.trace import Known, Placed, Trace, beside, elsewhere, first, key
from validators.citation import Citation
from validators.facts import Filing, fold
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
        body = {"subject": subject.key, "number": str(fact.value), "papers": papers_of(filing, number)}
        yield Trace(body, (key("number", number),), places=fact.evidence)


def papers_of(filing: Filing, number: str) -> tuple[str, ...]:
    """The contents of the policy papers of that number, told apart by their bytes."""
    said = {
        r.content
        for r in filing.records
        if r.kind == "policy" and r.content and fold(str(r.value("policy_no") or "")) == number
    }
    return tuple(sorted(said))


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """A filing that holds the same policy paper (the same bytes) twice over is a copy, not a second use."""
    body = own.trace.body
    others = [
        other
        for other in elsewhere(own, known, own.trace.keys[0], MOST_COMPARED + 1)
        if not set(other.trace.body["papers"]) & set(body["papers"])
    ][:MOST_COMPARED]
    if others:
        params = {"policy_no": body["number"], "other_filing": first(sorted(other.name for other in others))}
        mark = fingerprint(RULE, own.name, body["subject"], params)
        yield Finding(
            RULE, "policy_no_reused", Verdict.VIOLATED, Severity.ERROR, body["subject"], params, beside(own, others[:MOST_NAMED]),
            ONE_CONTRACT, mark, matters=True,
        )  # fmt: skip
