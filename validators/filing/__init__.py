"""Joins the papers of one policy into named facts; a fact that is absent or contradicted says so, with its places.

A paper of another kind never lends a fact to the policy: applications, invoices and notices stay in the filing's list
of papers and out of its facts. Nothing here opens a file or asks a clock: arrival times and the day of review are
handed in. What each kind of paper gives is in a module of its own: ``policies`` (with ``schedule``, ``agreements``, ``fees``),
``reports``, ``hazards``, ``services``, ``claims``; ``belonging`` says whose a paper is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.record import Record
from validators import joined as rooms
from validators.facts import ABSENT, Evidence, Fact, Facts, Filing, Manifest, Subject, fold
from validators.filing.belonging import by_policy, is_beside, is_foreign, named_by_number, outvoted, owner_of
from validators.filing.belonging import number_of as number_of
from validators.filing.claims import claim_to_facts
from validators.filing.fees import fee_ratio, ledger_facts
from validators.filing.followed import listed, told_authority, with_later, with_letters
from validators.filing.hazards import hazard_to_facts
from validators.filing.policies import policy_to_facts
from validators.filing.reports import report_to_facts
from validators.filing.services import first_service, over_time

Policies = Sequence[tuple[str | None, Facts]]
"""The policies of a filing with their numbers, folded for comparison; None for one that has none."""


def assemble(records: Sequence[Record], manifest: Manifest | None = None, filing_id: str | None = None) -> Filing:
    """The papers of one filing, joined into facts about its policies, reports, hazards and claims."""
    records = named_by_number(records)
    reports = [(record, report_to_facts(record)) for record in records if record.kind == "service_report"]
    groups = by_policy([record for record in records if record.kind == "policy"])
    policies: list[tuple[str | None, Facts]] = []
    subjects: list[Subject] = []
    numbers = [next((n for n in map(number_of, group) if n), None) for group in groups]
    for group, number in zip(groups, numbers, strict=True):
        theirs = [pair for pair in reports if len(groups) == 1 or _may_be_of(number_of(pair[0]), number, numbers)]
        facts = Facts(_facts_of_policy(number, group, theirs, records, manifest))
        policies.append((number, facts))
        subjects.append(Subject("policy", number or group[0].path, facts))
    shared = _shared(manifest)
    subjects += _of_reports(reports, policies, shared, records)
    subjects += _of_claims(records, policies, shared)
    for module in rooms.modules():
        if hasattr(module, "subjects"):
            subjects.extend(module.subjects(records, policies, shared))
    name = filing_id or (manifest.filing_id if manifest else None) or (policies[0][0] if policies else None)
    return Filing(name or (records[0].path if records else ""), tuple(records), tuple(subjects), manifest)


def _may_be_of(named: str | None, number: str | None, numbers: Sequence[str | None]) -> bool:
    """Whether a report may be of the policy with ``number``: it names it, or none of the filing's and so a wrong one."""
    return named == number or (named is not None and named not in numbers)


def _facts_of_policy(
    number: str | None,
    group: Sequence[Record],
    reports: Sequence[tuple[Record, dict[str, Fact]]],
    records: Sequence[Record],
    manifest: Manifest | None,
) -> dict[str, Fact]:
    """What all papers of the filing say of one policy; ``group``: the policy's own."""
    facts = policy_to_facts(group, manifest)
    said = [pair[1] for pair in reports]
    theirs = [
        (record, report)
        for record, report in reports
        if not is_foreign(report, facts, number) and not is_beside(report, facts, number, said)
    ]
    services = [said for _, said in theirs]
    facts.update(first_service(services, number))
    facts["report_count"] = Fact(len(theirs), tuple(Evidence(r.path, "report_no") for r, _ in theirs))
    # another number that its paper may mean, and that is not known as another policy's
    doubted = {fold(str(other)) for other in facts.get("policy_no", ABSENT).doubts}
    doubted -= {number_of(record) for record in records if record.kind == "policy"}
    facts.update(ledger_facts([record for record in records if record.kind == "fee_ledger"], number, doubted))
    facts["fee_ratio"] = fee_ratio(facts, facts.get("ledger_extracted", ABSENT))
    facts["policy_no"] = outvoted(facts.get("policy_no", ABSENT), [r for r in records if r.kind != "policy"])
    facts.update(over_time(facts, services))
    facts["policy_path"] = Fact(group[0].path, (Evidence(group[0].path, "policy_no"),))
    papers = rooms.Papers(number, tuple(group), tuple(r for r, _ in theirs), tuple(records), manifest)
    for module in rooms.modules():
        if hasattr(module, "policy"):
            facts.update(module.policy(facts, papers))
    return facts


def _of_reports(
    reports: Sequence[tuple[Record, Mapping[str, Fact]]], policies: Policies, shared: Facts, records: Sequence[Record]
) -> Iterator[Subject]:
    """Each report, followed by its hazards; one of somebody else's policy is not this filing's, as a claim is not."""
    numbered = [(number, policy) for number, policy in policies if number]
    said = [facts for _, facts in reports]
    hazards, letters = listed([record for record, _ in reports]), told_authority(records)
    for record, facts in reports:
        if policies and all(is_foreign(facts, policy, number) for number, policy in policies):
            continue
        if numbered and all(is_beside(facts, policy, number, said) for number, policy in numbered):
            facts = {**facts, "for_reference": Fact(True, why="of a policy before or after the one filed, or of none")}
        own = Facts(facts, owner_of(record, policies) or shared)
        key = str(record.value("report_no") or record.name)
        yield Subject("report", key, own)
        for index, row in enumerate(record.rows("hazards")):
            told = with_later(hazard_to_facts(record, row), record, row, hazards)
            told = with_letters(told, record, row, letters)
            yield Subject("hazard", f"{key}#{index}", Facts(told, own))


def _of_claims(records: Sequence[Record], policies: Policies, shared: Facts) -> Iterator[Subject]:
    for record in records:
        for index, row in enumerate(record.rows("rows") if record.kind == "claim_record" else ()):
            facts = claim_to_facts(record, row)
            named = facts["claim_policy_no"]
            mine = [f for number, f in policies if named.known and number == fold(str(named.value))]
            if named.known and policies and not mine:
                continue  # a claim under somebody else's policy is not this filing's
            owner = mine[0] if mine else (policies[0][1] if len(policies) == 1 else shared)
            key = str(row.value("report_no") or f"{record.name}#{index}")
            yield Subject("claim", key, Facts(facts, owner))


def _shared(manifest: Manifest | None) -> Facts:
    """What holds for every subject: the day of review, and what was handed in beside the papers, as ``given.<name>``."""
    facts: dict[str, Fact] = {}
    if manifest is not None:
        facts |= {f"given.{name}": Fact(value, why="manifest") for name, value in manifest.parameters.items()}
        if manifest.review_date:
            facts["review_date"] = Fact(manifest.review_date)
    return Facts(facts)
