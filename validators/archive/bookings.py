"""One payment booked under two policies. Where a cost is shared the shares may be equal, so a person has to look.

Told by voucher, day, payee and sum together, or without a voucher by what the payment was for, where that names an enterprise. A line of somebody else's policy is not this filing's, and one book that lies in many
filings is one book. Surely booked twice is what names the one enterprise it was for, in the book of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from extractor.record import Record, Row
from validators import purposes
from validators.archive.matching import MOST_COMPARED, MOST_NAMED, by_name, sure
from validators.archive.owner import Owner
from validators.archive.trace import ENGINE, Known, Placed, Trace, beside, elsewhere, first, key
from validators.archive.vocabulary import says
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint, plain

TYPES = frozenset({"fee_booked_twice"})
BY_KEYS = True
RULE: Final = "archive.fee-booked-once"
TOGETHER: Final = frozenset({"training", "drill"})
"""Purposes that several enterprises are served by at once."""
_SAY: Final = {
    "zh": "凭证{voucher}（{day}，{payee}，{amount}元）在保单{policy_no}和案卷{other_filing}的保单{other_policy}下各记一次，是分摊还是重复列支请人工核对",
    "en": "Voucher {voucher} ({day}, {payee}, {amount} yuan) is booked under policy {policy_no} and under {other_policy} of filing {other_filing}; a person has to see whether the cost is shared",
}


_OF_ONE: Final = re.compile("[\u4e00-\u9fff]{4,}(?:公司|厂|矿|合作社)")
"""What a payment was for, where it names the enterprise."""


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each payment of the filing's own policies that is told whole."""
    insurers = {fold(str(p.facts.value("insurer") or "")) for p in filing.policies}
    insurer = insurers.pop() if len(insurers) == 1 else ""
    for record in filing.records:
        if record.kind != "fee_ledger":
            continue
        for row in record.rows("rows"):
            number = fold(str(row.value("policy_no") or ""))
            number = number or (next(iter(owner.numbers)) if len(owner.numbers) == 1 else "")
            if number in owner.numbers and (body := _body(record, row, number, insurer)):
                told = body["voucher"] or body["item"]
                wanted = key("booking", told, body["day"], body["payee"], body["fen"])
                yield Trace(body, (wanted,), places=(Evidence(record.path, "rows", row.span),))


def _body(record: Record, row: Row, number: str, insurer: str) -> dict[str, Any] | None:
    amount, day = sure(row.cells.get("amount")), sure(row.cells.get("date"))
    voucher, payee = (fold(str(sure(row.cells.get(name)) or "")) for name in ("voucher", "payee"))
    item = str(row.value("item") or "")
    if (
        row.value("kind") != "spend"
        or not isinstance(amount, Decimal)
        or amount <= 0
        or not (payee and day and (voucher or _OF_ONE.search(item)))
    ):
        return None
    if says("split", f"{item}{row.span.text}"):
        return None  # the book itself says that the cost is shared
    return {
        "paper": record.name, "content": record.content, "number": number, "insurer": insurer, "voucher": voucher,
        "payee": payee, "day": str(plain(day)), "fen": int(amount * 100), "item": fold(item),
        "purpose": purposes.parse(item) or "",
    }  # fmt: skip


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The same payment under other policies of the same insurer."""
    body = own.trace.body
    again = (o for o in elsewhere(own, known, own.trace.keys[0], MOST_COMPARED + 1) if _again(own, o))
    others = by_name(again)[:MOST_NAMED]
    if not others:
        return
    params = {
        "voucher": body["voucher"] or body["item"], "day": body["day"], "payee": body["payee"], "amount": Decimal(body["fen"]) / 100,
        "policy_no": body["number"], "other_policy": first([str(o.trace.body["number"]) for o in others]),
        "other_filing": first([o.name for o in others]),
    }  # fmt: skip
    mark = fingerprint(RULE, own.name, body["paper"], params)
    why = _why(own, others)
    yield Finding(
        RULE, "fee_booked_twice", Verdict.UNDECIDED if why else Verdict.VIOLATED, Severity.NOTE if why else Severity.WARNING,
        body["paper"], params, beside(own, others), ENGINE, mark, why, say=_say(body["voucher"], why),
    )  # fmt: skip


def _say(voucher: str, why: str) -> dict[str, str]:
    """The words of the finding, {} for those of its type: of a payment without a voucher what it was for stands in its place."""
    if voucher:
        return _SAY if why else {}
    said = {lang: _VOUCHER.sub("“{voucher}”", text) for lang, text in _SAY.items()}
    return said if why else {lang: _ASKS.sub("", text) for lang, text in said.items()}


_VOUCHER: Final = re.compile(r"(?:凭证|Voucher )\{voucher\}")
_ASKS: Final = re.compile("，是分摊还是重复列支请人工核对$|; a person has to see whether the cost is shared$")


def _again(own: Placed, other: Placed) -> bool:
    mine, theirs = own.trace.body, other.trace.body
    if mine["number"] == theirs["number"] or (mine["content"] and mine["content"] == theirs["content"]):
        return False
    return not (mine["insurer"] and theirs["insurer"]) or bool(mine["insurer"] == theirs["insurer"])


def _why(own: Placed, others: list[Placed]) -> str:
    """What keeps it undecided, "" where nothing does."""
    body = own.trace.body
    if body["purpose"] in TOGETHER:
        return "a lecture or drill may be held for several enterprises at once, and its cost shared"
    for other in others:
        named = [bool(body["item"]) and owner.is_named_in(body["item"]) for owner in (own.owner, other.owner)]
        alike = body["item"] == other.trace.body["item"] and body["insurer"] and other.trace.body["insurer"]
        if not alike or sum(named) != 1 or not own.owner.stranger_to(other.owner):
            return "the cost may be shared in equal parts"
    return ""
