"""The steps of serving a policy that its reports show: a service body or expert at work, and a service completed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from extractor.record import Record
from validators.facts import ABSENT, FAINT, Evidence, Fact, fold, of_reading
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> dict[str, Fact]:
    """``agency_shown_on``: the first day on which a report shows a service body or expert, who was fixed by then at the
    latest; ``service_completed``: the day the first of the services was over. Both in doubt where the first service is."""
    mine = [record for record in papers.reports if _may_be(record, papers.number)]
    return {
        "agency_shown_on": _doubted(_first(_shown(mine)), facts),
        "service_completed": _doubted(_first(_ended(mine)), facts),
    }


def _may_be(record: Record, number: str | None) -> bool:
    named = record.value("policy_no")
    return number is None or not isinstance(named, str) or not named.strip() or fold(named) == number


def _shown(reports: list[Record]) -> Iterator[Fact]:
    for record in reports:
        who = next((record.fields[name] for name in ("service_org", "experts") if name in record.fields), None)
        day = record.fields.get("service_start")
        if who is not None and who.confidence >= FAINT and day is not None:
            fact = of_reading(day, record.path, "service_start")
            yield replace(fact, evidence=(*fact.evidence, Evidence(record.path, "service_org", who.span)))


def _ended(reports: list[Record]) -> Iterator[Fact]:
    """The last day of each service; a report of a single day names only one."""
    for record in reports:
        name = "service_end" if "service_end" in record.fields else "service_start"
        if name in record.fields:
            yield of_reading(record.fields[name], record.path, name)


def _first(days: Iterator[Fact]) -> Fact:
    known = [fact for fact in days if fact.known and isinstance(fact.value, date)]
    return min(known, key=lambda fact: fact.value) if known else ABSENT


def _doubted(fact: Fact, facts: Mapping[str, Fact]) -> Fact:
    first = facts.get("first_service", ABSENT)
    if fact.known and first.state == "contradicted":
        return replace(fact, state="contradicted", why=first.why, rivals=(None,))
    return fact
