"""Kinds of paper: one module for each, with its ``KIND`` and ``extract``; the fields are listed in docs/fields.md."""

from __future__ import annotations

KINDS = (
    "policy",
    "service_report",
    "fee_ledger",
    "claim_record",
    "notice",
    "application",
    "invoice",
    "roster",
    "staff_list",
    "endorsement",
)
UNKNOWN = "unknown"
