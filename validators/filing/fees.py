"""What is set aside for prevention and spent on it, from the policy and the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.record import Reading, Record, Row
from validators.facts import ABSENT, FAINT, Evidence, Fact, fold

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


def ledger_facts(
    records: Sequence[Record], number: str | None, doubted: Collection[str] = frozenset()
) -> dict[str, Fact]:
    """What the ledger says of this policy: sums of what was set aside and of what was spent, yuan.

    ``doubted``: other numbers that may be the policy's; where the ledger has lines of one, which lines are the policy's is not known.
    """
    out: dict[str, Fact] = {}
    if number is None or any(
        fold(str(row.value("policy_no") or "")) in doubted for record in records for row in record.rows("rows")
    ):
        return out
    for kind, name in (("extract", "ledger_extracted"), ("spend", "ledger_spent")):
        books = [
            (record, [row for row in record.rows("rows") if row.value("kind") == kind and _may_be_of(row, number)])
            for record in records
        ]
        rows = [(record, row) for record, own in books if any(row.value("policy_no") for row in own) for row in own]
        told = [row.cells.get("amount") for _, row in rows]
        # a line whose policy or sum was not read may be of this policy: no sum over the book is whole without it
        if rows and all(row.value("policy_no") for _, row in rows) and all(map(_surely_read, told)):
            counted = _each_once(rows)
            places = tuple(Evidence(record.path, "rows", row.span) for record, row in counted)
            sure = min(amount.confidence for amount in told if amount is not None)
            out[name] = Fact(sum((row.value("amount") for _, row in counted), Decimal(0)), places, confidence=sure)
    return out


def _may_be_of(row: Row, number: str) -> bool:
    own = row.value("policy_no")
    return not own or fold(own) == number


def _surely_read(amount: Reading[Any] | None) -> bool:
    return amount is not None and amount.value is not None and amount.confidence >= FAINT


def _each_once(rows: Sequence[tuple[Record, Row]]) -> list[tuple[Record, Row]]:
    """The lines without those that another paper tells too: a book handed in twice, or one that goes on from an earlier one."""
    out: list[tuple[Record, Row]] = []
    told: Counter[tuple[Any, ...]] = Counter()
    for record in dict.fromkeys(id(r) for r, _ in rows):
        own: Counter[tuple[Any, ...]] = Counter()
        for book, row in ((b, r) for b, r in rows if id(b) == record):
            key = (row.value("date"), row.value("amount"), fold(str(row.value("payee") or "")))
            own[key] += 1
            if own[key] > told[key] or key[0] is None:
                out.append((book, row))
        told |= own
    return out
