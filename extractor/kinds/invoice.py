"""发票、收据 (invoice or receipt): shows that a premium was billed or paid; it names sums like a policy and is none."""

from __future__ import annotations

from extractor.kinds.base import Extracted
from extractor.locate import Sheet

KIND = "invoice"


def extract(sheet: Sheet) -> Extracted:
    """Nothing is read from an invoice yet beyond what kind of paper it is."""
    return Extracted()
