"""Claims that stand in no table: cards, forms, numbered paragraphs and letters."""

from __future__ import annotations

from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.bounds import claim_bounds
from extractor.kinds.claim_record.facts import facts_of
from extractor.kinds.claim_record.one_claim import one_claim
from extractor.record import Row


def read_claims(sheet: Sheet, policy: str | None) -> list[Row]:
    """The claims of a paper without a table of claims, in printed order."""
    facts = sorted(facts_of(sheet, policy), key=lambda f: f.place)
    bounds = claim_bounds(sheet, facts)
    rows = []
    for low, high in zip(bounds, [*bounds[1:], (len(sheet.units) + 1, 0)], strict=True):
        row = one_claim([f for f in facts if low <= f.place < high])
        if row is not None:
            rows.append(row)
    return rows
