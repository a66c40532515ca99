"""One payment that stands twice in one book, for one policy: the same voucher, day, payee, sum and purpose. A person has to look.

A voucher may pay two things of one price, so the purpose counts; what was taken back (red entries) and what another sheet of the book
repeats, a month's or a summary, is no second booking.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from extractor.record import Record, Row
from validators.archive.bookings import RULE
from validators.archive.matching import buckets, sure
from validators.archive.trace import ENGINE
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint, plain

_WHY: Final = "a voucher may pay for the same thing twice in equal parts"
_SAY: Final = {
    "zh": "凭证{voucher}（{day}，{payee}，{amount}元）在{paper}中就同一事项列支{times}次，是否重复列支请人工核对",
    "en": "Voucher {voucher} ({day}, {payee}, {amount} yuan) is booked {times} times for one purpose in {paper}; a person has to look",
}
Payment = tuple[str, str, str, int, str, str, str]


def booked_again(filing: Filing) -> Iterator[Finding]:
    """A note for each payment that one sheet of a book holds more than once, and that it does not take back."""
    told: set[str] = set()
    for record in filing.records:
        if record.kind != "fee_ledger" or (record.content or record.name) in told:
            continue
        told.add(record.content or record.name)
        paid = [(payment, (payment, row)) for row in record.rows("rows") if (payment := _payment(row)) is not None]
        for again in buckets(paid).values():
            payment, rows = again[0][0], [row for _, row in again]
            if not any(_takes_back(row, payment) for row in record.rows("rows")):
                yield _finding(filing, record, payment, rows)


def _payment(row: Row) -> Payment | None:
    """Sheet, voucher, day, sum, payee, purpose and policy of what was spent; None where one that tells payments apart was not read."""
    amount, day = sure(row.cells.get("amount")), sure(row.cells.get("date"))
    voucher, payee, item = (fold(str(sure(row.cells.get(name)) or "")) for name in ("voucher", "payee", "item"))
    if row.value("kind") != "spend" or not isinstance(amount, Decimal) or amount <= 0:
        return None
    if not (voucher and payee and item and day):
        return None
    policy = fold(str(row.value("policy_no") or ""))
    return _sheet(row), voucher, str(plain(day)), int(amount * 100), payee, item, policy


def _sheet(row: Row) -> str:
    return (row.span.where or "").partition("!")[0] if "!" in (row.span.where or "") else ""


def _takes_back(row: Row, payment: Payment) -> bool:
    amount = row.value("amount")
    return isinstance(amount, Decimal) and int(amount * 100) == -payment[3]


def _finding(filing: Filing, record: Record, payment: Payment, rows: list[Row]) -> Finding:
    _, voucher, day, fen, payee, _, policy = payment
    params = {
        "paper": record.name, "voucher": voucher, "day": day, "payee": payee, "amount": Decimal(fen) / 100,
        "policy_no": policy, "times": len(rows),
    }  # fmt: skip
    mark = fingerprint(RULE, filing.filing_id, record.name, params)
    places = tuple(Evidence(record.path, "rows", row.span) for row in rows)
    return Finding(
        RULE,
        "fee_booked_twice",
        Verdict.UNDECIDED,
        Severity.NOTE,
        record.name,
        params,
        places,
        ENGINE,
        mark,
        _WHY,
        say=_SAY,
    )
