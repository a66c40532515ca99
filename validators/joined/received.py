"""What of the premium was received, and until when the ledger spent of it: the base and the period of the spending cap.

Invoices and receipts lend the policy no other fact. Even here they only confirm the policy's own sum: where those of the
policyholder add up to the whole premium, it was received; less than that may be an instalment whose fellows were not handed
in, and says nothing.
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
    out = {"premium_received": _received(facts, papers.all)}
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
