"""What lists show of a judged filing: its findings as rows, its facts as columns."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from api.search import terms_of
from api.tables.filings import (
    FilingAgency,
    FilingRow,
    FindingRow,
    Judgement,
)
from api.tallies.service import sector_of
from extractor.values.dates import Moment
from validators.facts import Facts
from validators.finding import Finding
from validators.report import Report
from validators.report_json import finding_to_json
from validators.routing import Route, department_of
from validators.say import say, wrong


def finding_rows(filing: FilingRow, judgement: Judgement, judged: Report) -> list[FindingRow]:
    return [
        FindingRow(
            filing_id=filing.id, filing_seq=filing.seq or 0, judgement_id=judgement.id, place=place,
            fingerprint=finding.fingerprint, rule=finding.rule, type=finding.type, verdict=finding.verdict.value,
            severity=finding.severity.value, matters=finding.matters, body=finding_body(finding, department_of(judged, finding)),
        )
        for place, finding in enumerate(judged.shown())
    ]  # fmt: skip


def finding_body(finding: Finding, route: Route | None = None) -> dict[str, Any]:
    """The finding as in the report, its sentences in both languages, and what it is about; ``route``: who looks after it."""
    return {
        **finding_to_json(finding, route=route),
        "summary_en": wrong(finding, "en"),
        "message_en": say(finding, "en"),
        "subject": finding.subject,
    }


def describe(session: Session, filing: FilingRow, judged: Report) -> None:
    """Copy what lists show and filter by from the facts."""
    policies = judged.filing.policies
    facts = policies[0].facts if policies else Facts({})

    def text(name: str, most: int = 200) -> str:
        fact = facts[name]
        return str(fact.value or "")[:most] if fact.state != "absent" else ""

    filing.policy_no, filing.policyholder = text("policy_no", 100), text("policyholder")
    filing.uscc, filing.insurer, filing.insurer_branch = text("uscc", 18), text("insurer"), text("insurer_branch")
    filing.sector = sector_of(text("industry"))
    code = text("region_code", 12)
    filing.region_code, filing.place = code, text("jurisdiction", 100)
    filing.province, filing.city, filing.county, filing.street = _levels(code)
    filing.sign_date = _day(facts.value("sign_date")) or _day(facts.value("contract_date"))
    filing.period_start, filing.period_end = _day(facts.value("period_start")), _day(facts.value("period_end"))
    filing.premium, filing.prevention_fee = facts.value("premium"), facts.value("prevention_fee")
    filing.fee_spent = facts.value("ledger_spent")
    filing.insured_count = facts.value("insured_count")
    records = judged.filing.records
    filing.papers = len(records)
    agencies = sorted({str(r.value("service_org"))[:200] for r in records if r.value("service_org")})
    session.execute(delete(FilingAgency).where(col(FilingAgency.filing_id) == filing.id))
    session.add_all(FilingAgency(filing_id=filing.id, name=name) for name in agencies)
    filing.terms = terms_of(filing, *agencies)


def _levels(code: str) -> tuple[str, str, str, str]:
    """A region code cut at its levels; a level that it does not reach is empty.

    >>> _levels("341302"), _levels("330604001"), _levels("341300")
    (('34', '3413', '341302', ''), ('33', '3306', '330604', '330604001'), ('34', '3413', '', ''))
    """
    digits = "".join(c for c in code if c.isdigit())
    while len(digits) in (2, 4, 6) and digits.endswith("00"):
        digits = digits[:-2]
    cut = [digits[:n] if len(digits) >= n else "" for n in (2, 4, 6, 9)]
    return cut[0], cut[1], cut[2], cut[3]


def _day(value: Any) -> date | None:
    if isinstance(value, Moment):
        return value.day
    return value if type(value) is date else None
