"""What may be asked of the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.tables.filings import FilingRow

MOST = 1000
"""Filings on one page at most; pages for people are shorter."""


VERDICTS = ("accepted", "returned", "incomplete")


STATES = ("reading", "judged", "failed")


SEVERITIES = ("error", "warning", "note")


SORTS = ("newest", "oldest", "updated", "sign_date", "open")


LEVELS = {2: FilingRow.province, 4: FilingRow.city, 6: FilingRow.county, 9: FilingRow.street}


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the list; None or "" asks nothing.

    ``region``: significant digits of a region code, 2, 4, 6 or 9 of them. ``type`` and ``severity`` are of a finding that is
    violated in the latest judgement. Days are inclusive; ``created_*`` in China's time. ``signed_off``: whether a person
    signed it off. ``after``: the cursor of the page before.
    """

    text: str = ""
    verdict: str = ""
    state: str = ""
    insurer: str = ""
    region: str = ""
    sector: str = ""
    type: str = ""
    severity: str = ""
    policy_no: str = ""
    org_id: str = ""
    audit_id: str = ""
    signed_from: date | None = None
    signed_to: date | None = None
    created_from: date | None = None
    created_to: date | None = None
    open_only: bool = False
    signed_off: bool | None = None
    sort: str = "newest"
    limit: int = 50
    after: str = ""
