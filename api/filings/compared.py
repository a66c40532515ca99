"""What filings share with others, for whoever sees both sides: ``api.across`` as routes give it."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from api import across, judging
from api.accounts.principal import Principal
from api.filings import listing
from api.filings.schemas import AcrossOut, OtherSideOut
from api.tables.filings import FilingRow

MOST_COMPARED = 50
"""Filings of the list that one request compares with all others: a few milliseconds each."""


def across_of(session: Session, who: Principal, filing: FilingRow) -> list[AcrossOut]:
    """What the filing shares with others that the person may see."""
    return [_across_out(one) for one in across.across(session, who, filing)]


def across_page(
    session: Session, who: Principal, query: listing.Query
) -> tuple[list[tuple[FilingRow, list[AcrossOut]]], str | None]:
    """Those filings of one page of the list that share something, and the cursor of the next page."""
    rows, following = listing.page(session, who, replace(query, limit=min(query.limit, MOST_COMPARED)))
    found = [(row, across_of(session, who, row)) for row in rows]
    return [(row, shared) for row, shared in found if shared], following


def _across_out(one: across.Across) -> AcrossOut:
    finding = one.finding
    others = [
        OtherSideOut(
            filing_id=o.filing_id, filing_name=o.name, org_name=o.org_name, path=o.path, page=o.page, text=o.text
        )
        for o in one.others
    ]
    return AcrossOut(
        fingerprint=finding.fingerprint, rule=finding.rule, type=finding.type, verdict=finding.verdict.value,
        severity=finding.severity.value, body=judging.finding_body(finding), others=others,
    )  # fmt: skip
