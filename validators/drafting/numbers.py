"""What a number of a notice becomes: the three that make rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NumberShape:
    """What a number of a notice becomes. ``way``: "most" for days that may pass, "least" for a share."""

    slug: str
    type: str
    check: str
    with_: Mapping[str, Any]
    severity: str
    way: str
    optional: bool


SHAPES: Mapping[str, NumberShape] = {
    "upload_days": NumberShape(
        "policy-upload", "policy_upload_late", "within_days",
        {"start": ["contract_date"], "end": "uploaded_at", "optional": True}, "error", "most", True,
    ),
    "first_service_days": NumberShape(
        "first-service", "first_service_late", "within_days",
        {"start": ["contract_date", "period_start"], "end": "first_service"}, "error", "most", True,
    ),
    "min_fee_percent": NumberShape(
        "fee-floor", "prevention_fee_below_minimum", "at_least",
        {"fact": "fee_ratio", "label": "ratio_percent", "bound": "minimum_percent", "shown": ["prevention_fee", "premium"]},
        "error", "least", False,
    ),
}  # fmt: skip
