"""Claims that stand in no table: cards, forms, numbered paragraphs and letters."""

from __future__ import annotations

from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.bounds import claim_bounds
from extractor.kinds.claim_record.facts import facts_of
from extractor.kinds.claim_record.one_claim import one_claim
from extractor.kinds.claim_record.people_in_forms import of_each_person
from extractor.kinds.claim_record.shares import by_share
from extractor.record import Row


def read_claims(sheet: Sheet, policy: str | None) -> list[Row]:
    """The claims of a paper without a table of claims, in printed order."""
    facts = sorted(facts_of(sheet, policy), key=lambda f: f.place)
    bounds = claim_bounds(sheet, facts)
    rows: list[Row] = []
    for low, high in zip(bounds, [*bounds[1:], (len(sheet.units) + 1, 0)], strict=True):
        told = of_each_person([f for f in facts if low <= f.place < high])
        for own in told:
            if (row := one_claim(own)) is not None:
                rows += by_share(row, own)
    return rows
