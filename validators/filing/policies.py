"""What the papers of one policy say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.record import Record
from extractor.values import region
from extractor.values.dates import Moment
from validators.facts import ABSENT, Evidence, Fact, Manifest, joined, of_reading
from validators.filing.agreements import clause_facts
from validators.filing.schedule import coverage_facts, limits, with_schedule
from validators.seals import seals_of


def _branch_region(facts: Mapping[str, Fact]) -> Fact:
    """Where the issuing branch sits, as a region code; a branch's name says it (宿州中心支公司)."""
    branch, home = facts.get("insurer_branch", ABSENT), facts.get("region_code", ABSENT)
    if not branch.known:
        return ABSENT
    found = region.find(str(branch.value)) or region.find(
        str(branch.value), within=f"{str(home.value)[:2]}0000" if home.known else None
    )
    if found is None:
        return Fact(None, branch.evidence, "absent", "the branch's name names no place")
    return Fact(found.code, branch.evidence, why="the branch's name")


def _last(path: str) -> str:
    """The file's own name, which is what manifests use."""
    return path.replace("\\", "/").rpartition("/")[2]


def _upload(records: Sequence[Record], manifest: Manifest | None) -> Fact:
    """When the policy reached the platform: its first file's arrival."""
    if manifest is None:
        return Fact(None, (), "absent", "no arrival times were given")
    times = manifest.uploaded_at
    arrived = [
        (times[key], r.path)
        for r in records
        for name in (r.path, *r.parts)
        for key in (name, _last(name))
        if key in times
    ]
    if not arrived:
        return Fact(None, (), "absent", "the manifest does not say when the policy arrived")
    moment, path = min(arrived)
    return Fact(moment, (Evidence(path, "uploaded_at"),))


def _fields(records: Sequence[Record]) -> dict[str, Fact]:
    names: dict[str, list[Fact]] = {}
    for record in records:
        for name, reading in record.fields.items():
            names.setdefault(name, []).append(of_reading(reading, record.path, name))
    return {name: joined(facts) for name, facts in names.items()}


def policy_to_facts(records: Sequence[Record], manifest: Manifest | None) -> dict[str, Fact]:
    facts = _fields(records)
    facts.update(coverage_facts(records, facts))
    facts.update(clause_facts(records))
    facts["limits"] = limits(records, facts)
    facts["per_person_limit"] = with_schedule(records, facts.get("per_person_limit", ABSENT))
    facts["branch_region"] = _branch_region(facts)
    facts["seals"] = seals_of(records)
    facts["uploaded_at"] = _upload(records, manifest)
    start = facts.get("period_start", ABSENT)
    sign = facts.get("sign_date", ABSENT)
    if sign.state == "absent" and start.known:
        day = start.value.day if isinstance(start.value, Moment) else start.value
        sign = Fact(day, start.evidence, why="the period's start, for want of a date of signing")
    facts["contract_date"] = sign
    if manifest is not None and manifest.review_date is not None:
        facts["review_date"] = Fact(manifest.review_date, (), why="manifest")
    return facts
