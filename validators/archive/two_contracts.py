"""Policy papers of one number in one filing that are of two enterprises: papers without a folder of their own are put together by that
number, and so two contracts that share it come to lie in one filing.

Surely two only where both papers name a holder, neither a branch nor a slip of the other's name, with another credit code, or another
period or premium where a code was not read: a holder that changed its name, and a paper issued anew, keep some of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

from extractor.record import Record
from extractor.values import uscc
from validators.archive.matching import MOST_COMPARED, buckets, sure
from validators.archive.owner import one_name
from validators.archive.policy_numbers import ONE_CONTRACT, RULE
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

TERMS: Final = ("period_start", "premium", "insured_count")
_SAY: Final = {
    "zh": "保单号{policy_no}用在了两份不同的保单上：{paper}的投保人为{holder}，{other_paper}的投保人为{other_holder}",
    "en": "Policy number {policy_no} stands on two different policies: {paper} is of {holder}, {other_paper} of {other_holder}",
}


def two_contracts(filing: Filing) -> Iterator[Finding]:
    """The first pair of policies of each number that are of different holders."""
    numbered = ((_said(record, "policy_no"), record) for record in filing.records if record.kind == "policy")
    for number, papers in buckets((number, record) for number, record in numbered if number).items():
        pairs = combinations(papers[:MOST_COMPARED], 2)
        found = next(((one, two) for one, two in pairs if _of_two(one, two)), None)
        if found is not None:
            yield _finding(filing, str(number), *found)


def _said(record: Record, name: str) -> str:
    return fold(str(sure(record.fields.get(name)) or ""))


def _of_two(one: Record, two: Record) -> bool:
    holders = [_said(paper, "policyholder") for paper in (one, two)]
    insured = [_said(paper, "insured") or holder for paper, holder in zip((one, two), holders, strict=True)]
    if not all(holders) or one_name(*holders) or one_name(*insured):
        return False
    codes = [code for paper in (one, two) if uscc.is_valid(code := _said(paper, "uscc"))]
    if len(codes) > 1:
        return codes[0] != codes[1]
    return sum(_differ(one, two, name) for name in TERMS) > 1


def _differ(one: Record, two: Record, name: str) -> bool:
    said: list[Any] = [sure(paper.fields.get(name)) for paper in (one, two)]
    return None not in said and said[0] != said[1]


def _finding(filing: Filing, number: str, one: Record, two: Record) -> Finding:
    params = {
        "policy_no": str(one.value("policy_no")), "paper": one.name, "holder": str(one.value("policyholder")),
        "other_paper": two.name, "other_holder": str(two.value("policyholder")),
    }  # fmt: skip
    subject = next((p.key for p in filing.policies if fold(str(p.facts["policy_no"].value)) == number), one.name)
    places = tuple(
        Evidence(paper.path, name, paper.fields[name].span)
        for paper in (one, two)
        for name in ("policy_no", "policyholder")
    )
    mark = fingerprint(RULE, filing.filing_id, subject, params)
    return Finding(
        RULE,
        "policy_no_reused",
        Verdict.VIOLATED,
        Severity.ERROR,
        subject,
        params,
        places,
        ONE_CONTRACT,
        mark,
        say=_SAY,
    )
