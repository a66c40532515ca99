"""What only several filings together can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from validators.citation import Citation
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

# 保险法 13: the policy is the written proof of one contract; two contracts under one number prove neither.
ONE_CONTRACT = Citation(
    "中华人民共和国保险法", "中华人民共和国保险法", "第十三条", "及时向投保人签发保险单", confidence="V"
)


def across(filings: Sequence[Filing]) -> Mapping[int, tuple[Finding, ...]]:
    """Findings by the index of their filing: a policy number that another filing of the same run uses too.

    Blanks and case do not count. A filing that holds the same policy paper (the same bytes) twice over is a copy, not a
    second use; it is told apart by the paper's sha256.
    """
    users: dict[str, list[int]] = {}
    for index, filing in enumerate(filings):
        for number in {
            fold(str(s.facts["policy_no"].value)) for s in filing.policies if s.facts["policy_no"].state != "absent"
        }:
            users.setdefault(number, []).append(index)
    out: dict[int, list[Finding]] = {}
    for number, indexes in sorted(users.items()):
        for index in indexes:
            others = [
                filings[i].filing_id for i in indexes if i != index and not _copies(filings[i], filings[index], number)
            ]
            if others:
                out.setdefault(index, []).append(_reused(filings[index], number, sorted(others)))
    return {index: tuple(found) for index, found in out.items()}


def _papers(filing: Filing, number: str) -> frozenset[str]:
    return frozenset(
        r.sha256
        for r in filing.records
        if r.kind == "policy" and r.sha256 and fold(str(r.value("policy_no") or "")) == number
    )


def _copies(one: Filing, two: Filing, number: str) -> bool:
    return bool(_papers(one, number) & _papers(two, number))


def _reused(filing: Filing, number: str, others: Sequence[str]) -> Finding:
    subject = next(s for s in filing.policies if fold(str(s.facts["policy_no"].value)) == number)
    fact = subject.facts["policy_no"]
    params = {"policy_no": fact.value, "other_filing": others[0] if len(others) == 1 else list(others)}
    evidence: tuple[Evidence, ...] = fact.evidence
    mark = fingerprint("archive.policy-number", filing.filing_id, subject.key, params)
    return Finding(
        "archive.policy-number",
        "policy_no_reused",
        Verdict.VIOLATED,
        Severity.ERROR,
        subject.key,
        params,
        evidence,
        ONE_CONTRACT,
        mark,
        matters=True,
    )
