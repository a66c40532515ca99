"""What of the premium was received, and until when the ledger spent of it: the base and the period of the spending cap.

Invoices and receipts lend the policy no other fact. Even here they only confirm the policy's own sum: where those of the
policyholder add up to the whole premium, it was received; less than that may be an instalment whose fellows were not handed
in, and says nothing. Then the book of the fund is asked, which is kept on what was received, then the policy's own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from extractor.record import Record
from validators.facts import ABSENT, Evidence, Fact, fold
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``premium_received`` (yuan), ``fee_spent_until`` (last day of spending in the ledger), ``fee_spending`` (True where the
    ledger spends)."""
    billed = _received(facts, papers.all)
    told = (billed if billed.known else None) or _booked(facts, papers) or _paid(papers)
    out = {"premium_received": told or billed}
    if facts.get("ledger_spent", ABSENT).known:
        out["fee_spending"] = Fact(True, facts["ledger_spent"].evidence)
        out["fee_spent_until"] = _until(papers)
    return out


def _received(facts: Mapping[str, Fact], records: Sequence[Record]) -> Fact:
    premium = facts.get("premium", ABSENT)
    names = {fold(str(v)) for name in ("policyholder", "insured") for v in facts.get(name, ABSENT).candidates()}
    theirs = [
        record
        for record in records
        if record.kind == "invoice" and fold(str(record.value("buyer") or "")) in names and record.value("total")
    ]
    if not theirs:
        return Fact(state="absent", why="no paper shows what was received")
    places = tuple(Evidence(record.path, "total", record.fields["total"].span) for record in theirs)
    billed = sum((record.value("total") for record in theirs), Decimal(0))
    if not premium.known or billed != premium.value:
        return Fact(None, places, "absent", "the invoices do not add up to the premium; others may be missing")
    return Fact(billed, places, why="the invoices add up to the premium")


def _booked(facts: Mapping[str, Fact], papers: Papers) -> Fact | None:
    """What the lines of the ledger that set a share aside say was received of the premium; more than that is none of it."""
    premium = facts.get("premium", ABSENT)
    books = [record for record in papers.all if record.kind == "fee_ledger"]
    told = [
        (record, cell)
        for record in books
        for row in record.rows("rows")
        if papers.number is not None and fold(str(row.value("policy_no") or "")) == papers.number
        if (cell := row.cells.get("premium_received")) is not None and cell.value
    ]
    sums = {cell.value for _, cell in told}
    total = sum((cell.value for _, cell in told), Decimal(0))
    if not told or not premium.known:
        return None
    amount = premium.value if premium.value in sums else total if total <= premium.value else max(sums)
    places = tuple(Evidence(record.path, "premium_received", cell.span) for record, cell in told)
    if amount > premium.value:
        return None
    return Fact(amount, places, why="the ledger says so", confidence=min(cell.confidence for _, cell in told))


def _paid(papers: Papers) -> Fact | None:
    """The whole premium, where the policy says that it was paid."""
    for record in papers.policy:
        if record.kind == "policy" and (told := record.fields.get("premium_received")) is not None:
            return Fact(told.value, (Evidence(record.path, "premium_received", told.span),), confidence=told.confidence)
    return None


def _until(papers: Papers) -> Fact:
    """The last day on which the ledger spends for this policy."""
    rows = [
        (record, row)
        for record in papers.all
        if record.kind == "fee_ledger"
        for row in record.rows("rows")
        if row.value("kind") == "spend"
        and row.value("policy_no")
        and fold(str(row.value("policy_no"))) == papers.number
    ]
    days = [(row.value("date"), record, row) for record, row in rows if isinstance(row.value("date"), date)]
    if not days or len(days) < len(rows):
        return Fact(state="absent", why="an entry of the ledger has no day")
    last, record, row = max(days, key=lambda entry: entry[0])
    return Fact(last, (Evidence(record.path, "rows", row.span),))
