"""What only several filings together can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from validators import renewal
from validators.archive import reuse
from validators.archive.twice import twice
from validators.citation import Citation
from validators.facts import Evidence, Fact, Facts, Filing, Subject, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

# 保险法 13: the policy is the written proof of one contract; two contracts under one number prove neither.
ONE_CONTRACT = Citation(
    "中华人民共和国保险法", "中华人民共和国保险法", "第十三条", "及时向投保人签发保险单", confidence="V"
)


def across(filings: Sequence[Filing]) -> Mapping[int, tuple[Finding, ...]]:
    """Findings by the index of their filing: a policy number that another filing of the same run uses too, service reports and
    photos that stand in filings of other enterprises too, and papers that one filing holds twice.

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
    for index, found in reuse.reused(filings).items():
        out.setdefault(index, []).extend(found)
    for index, filing in enumerate(filings):
        if notes := twice(filing):
            out.setdefault(index, []).extend(notes)
    return {index: tuple(found) for index, found in out.items()}


def _papers(filing: Filing, number: str) -> frozenset[str]:
    return frozenset(
        r.content
        for r in filing.records
        if r.kind == "policy" and r.content and fold(str(r.value("policy_no") or "")) == number
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


# --- the policy before this one --------------------------------------------------------------------------------------


def linked(filings: Sequence[Filing]) -> list[Filing]:
    """The filings, each policy knowing when the policy before it of the same holder ended, where another filing holds that one.

    Holders are told by their credit codes alone: among many filings two enterprises may share a name. A policy that knows the
    one before it from its own filing keeps it.
    """
    by_code: dict[str, list[renewal.Policy]] = {}
    for filing in filings:
        for subject in filing.policies:
            told = renewal.of_facts(_named(subject.facts), filing.filing_id)
            if told.code:
                by_code.setdefault(told.code, []).append(told)
    shared = {code: told for code, told in by_code.items() if len({policy.where for policy in told}) > 1}
    return [_with_links(filing, shared) if shared else filing for filing in filings]


def _named(facts: Facts) -> dict[str, Fact]:
    return {name: facts[name] for name in renewal.NEEDED}


def _with_links(filing: Filing, shared: Mapping[str, Sequence[renewal.Policy]]) -> Filing:
    subjects = tuple(
        _with_link(filing, subject, shared) if subject.about == "policy" else subject for subject in filing.subjects
    )
    return (
        replace(filing, subjects=subjects)
        if any(a is not b for a, b in zip(subjects, filing.subjects, strict=True))
        else filing
    )


def _with_link(filing: Filing, subject: Subject, shared: Mapping[str, Sequence[renewal.Policy]]) -> Subject:
    own = renewal.of_facts(_named(subject.facts), filing.filing_id)
    others = [policy for policy in shared.get(own.code, ()) if policy.where != filing.filing_id]
    if not others or subject.facts["previous_period_end"].known:
        return subject
    found = renewal.previous(own, others, by_name=False)
    return replace(subject, facts=Facts(found, subject.facts)) if found else subject
