"""What labels on a paper of claims ask for, in the order of time."""

from __future__ import annotations

from extractor.evidence.concepts import formula

FAINT = 0.4
"""Confidence of a day that could as well be another: shown, but nobody is judged by it."""


ORDER = ("accident_date", "reported_date", "closed_date", "uploaded")


LABELS = {
    "accident_date": formula(
        "accident date|accident", "date", "reported closed uploaded number paid claimed amount sign print payday"
    ),
    "reported_date": formula("reported", "date", "closed uploaded paid claimed amount number payday"),
    "closed_date": formula("closed", "date closed", "uploaded amount number reported accident"),
    "uploaded": formula("uploaded", "date", "amount number"),
    "pay_date": formula("payday|paid", "date payday", "closed uploaded amount number"),
    "claimed": formula("claimed", "amount", "date number"),
    "paid": formula("paid", "amount total", "date number claimed premium"),
}


DATE_ROLES = (*ORDER, "pay_date")


CLAIM_NO = formula("claim_no|reported|accident", "claim_no number", "policy date amount paid contact victim")
