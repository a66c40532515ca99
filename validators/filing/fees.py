"""What is set aside for prevention and spent on it, from the policy and the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.record import Record
from validators.facts import ABSENT, Evidence, Fact, fold

ORDER_OF_AMOUNT = Decimal("0.01")
# A share of the premium that no agreement names, percent: then one of the two sums was read from elsewhere.
_PLAUSIBLE = (Decimal(2), Decimal(60))


def fee_ratio(facts: Mapping[str, Fact], extracted: Fact) -> Fact:
    """The agreed share of the premium for prevention, percent, from up to three witnesses: as printed, fee ÷ premium,
    and as what the ledger sets aside ÷ premium. They must agree; a computed one alone must also be plausible."""
    printed, fee = facts.get("prevention_fee_ratio", ABSENT), facts.get("prevention_fee", ABSENT)
    premium = facts.get("premium", ABSENT)
    if not (fee.known and premium.known and premium.value):
        return printed
    slack = (ORDER_OF_AMOUNT / premium.value * 100) + Decimal("0.005")  # the fee is rounded to whole fen
    computed = fee.value / premium.value * 100
    confidence = min(fee.confidence, premium.confidence)
    if printed.known:
        if abs(computed - printed.value) <= slack:
            return Fact(printed.value, printed.evidence + fee.evidence, confidence=max(confidence, printed.confidence))
        why = "the printed share and fee ÷ premium differ"
        rivals = (computed.quantize(Decimal("0.0001")),)
        return Fact(printed.value, printed.evidence + fee.evidence, "contradicted", why, printed.confidence, rivals)
    if extracted.known and extracted.value != fee.value:
        why = "the ledger sets another sum aside"
        rivals = ((extracted.value / premium.value * 100).quantize(Decimal("0.0001")),)
        return Fact(computed, fee.evidence + extracted.evidence, "contradicted", why, confidence, rivals)
    if not _PLAUSIBLE[0] <= computed <= _PLAUSIBLE[1]:
        return Fact(None, fee.evidence, "absent", "fee ÷ premium is no share that is agreed", confidence)
    nearest = computed.quantize(Decimal("0.1"))
    value = nearest if abs(nearest - computed) <= slack else computed.quantize(Decimal("0.0001"))
    return Fact(value, fee.evidence + premium.evidence, why="fee ÷ premium", confidence=confidence)


def ledger_facts(records: Sequence[Record], number: str | None) -> dict[str, Fact]:
    """What the ledger says of this policy: sums of what was set aside and of what was spent, yuan."""
    out: dict[str, Fact] = {}
    if number is None:
        return out
    for kind, name in (("extract", "ledger_extracted"), ("spend", "ledger_spent")):
        rows = [
            (record, row)
            for record in records
            for row in record.rows("rows")
            if row.value("kind") == kind and row.value("policy_no") and fold(row.value("policy_no")) == number
        ]
        amounts = [row.value("amount") for _, row in rows]
        if rows and all(amount is not None for amount in amounts):
            places = tuple(Evidence(record.path, "rows", row.span) for record, row in rows)
            out[name] = Fact(sum(amounts, Decimal(0)), places)
    return out
