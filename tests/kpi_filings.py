"""Judged filings for tests of counts and score sheets, written straight into the tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from api.tables.filings import FilingRow, FindingRow, Judgement
from api.tallies.service import mark

INSURER = "示例财产保险股份有限公司"


def known(**values: Any) -> dict[str, Any]:
    """Facts that are known, as a judgement keeps them."""
    return {name: {"value": value, "state": "known"} for name, value in values.items()}


def add_filing(
    session: Session, org_id: str, name: str, *, violated: Iterable[str] = (), undecided: Iterable[str] = (),
    region: str = "341302", facts: Iterable[tuple[str, dict[str, Any]]] = (), **columns: Any,
) -> FilingRow:  # fmt: skip
    """A judged filing with findings of these types, marked to be counted."""
    values = {
        "insurer": INSURER, "sector": "mining", "sign_date": date(2025, 3, 5), "premium": Decimal("1000.00"),
        "prevention_fee": Decimal("120.00"), "fee_spent": None, "insured_count": 10, "verdict": "accepted", "state": "judged",
    }  # fmt: skip
    row = FilingRow(
        org_id=org_id, name=name, region_code=region, province=region[:2], city=region[:4], county=region[:6] if len(region) >= 6 else "",
        street=region if len(region) == 9 else "", **{**values, **columns},
    )  # fmt: skip
    session.add(row)
    session.flush()
    judge(session, row, violated, undecided, facts)
    return row


def judge(
    session: Session, row: FilingRow, violated: Iterable[str] = (), undecided: Iterable[str] = (),
    facts: Iterable[tuple[str, dict[str, Any]]] = (),
) -> None:  # fmt: skip
    """Another judgement of the filing, with these findings in place of those before."""
    said = [{"about": about, "key": str(n), "facts": given} for n, (about, given) in enumerate(facts)]
    judgement = Judgement(filing_id=row.id, cause="upload", engine="t", inputs="", verdict=row.verdict, facts=said)
    session.add(judgement)
    session.flush()
    session.execute(update(FindingRow).where(col(FindingRow.filing_id) == row.id).values(current=False))
    row.judgement_id = judgement.id
    session.add(row)
    pairs = [*((kind, "violated") for kind in violated), *((kind, "undecided") for kind in undecided)]
    for place, (kind, verdict) in enumerate(pairs):
        session.add(
            FindingRow(filing_id=row.id, filing_seq=row.seq or 0, judgement_id=judgement.id, place=place, rule="r", type=kind,
                       fingerprint=f"{row.seq}-{place}", verdict=verdict, severity="error")
        )  # fmt: skip
    mark(session, row.id)
    session.flush()
