"""What a record of claims says of one claim."""

from __future__ import annotations

from functools import cache

from extractor.record import Record, Row
from validators.facts import Fact, cell

_CLAIM_NAMES = {
    "report_no": "claim_report_no",
    "policy_no": "claim_policy_no",
    "uploaded": "claim_uploaded",
    "kind": "claim_kind",
    "docs_date": "claim_docs_date",
    "assessed_date": "claim_assessed_date",
    "agreed_date": "claim_agreed_date",
    "refused_date": "claim_refused_date",
    "advance_date": "claim_advance_date",
    "paid_date": "claim_paid_date",
}
_CLAIM_COLUMNS = (
    "report_no",
    "policy_no",
    "accident_date",
    "reported_date",
    "closed_date",
    "uploaded",
    "claimed",
    "paid",
    "kind",
    "victim",
)


@cache
def _claim_columns() -> tuple[str, ...]:
    # the reader of claims, which a filing without claims does not need
    from extractor.kinds.claim_record.meaning import steps

    return (*_CLAIM_COLUMNS, *steps.COLUMNS)


def claim_to_facts(record: Record, row: Row) -> dict[str, Fact]:
    return {_CLAIM_NAMES.get(column, column): cell(row, column, record.path, "rows") for column in _claim_columns()}
