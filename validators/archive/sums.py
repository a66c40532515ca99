"""What a ledger sets aside for policies of other filings, held against the prevention fees that those policies name.

A filing's own policy is held against its ledger by the packs. Here the book of an insurer that speaks of many policies is added up
over those that the archive holds; what is missing from the archive leaves the sum open.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from extractor.record import Record
from validators.archive.matching import MOST_COMPARED, MOST_NAMED, sure
from validators.archive.owner import Owner
from validators.archive.trace import ENGINE, Known, Placed, Trace, beside, first, key
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

TYPES = frozenset({"ledger_sum_mismatch"})
RULE: Final = "archive.ledger-sum"
SLACK_FEN: Final = 100
"""A fee is rounded to whole yuan in many books."""
PLACES: Final = 20
_SAY: Final = {
    "zh": "{paper}为归档中{policies}份保单提取合计{extracted}元，保单载明的预防费用合计{fees}元，差额{difference}元（如保单{first_policy}），请人工核对",
    "en": "{paper} sets {extracted} aside for {policies} policies of the archive whose fees add up to {fees} (difference {difference}; first {first_policy}); a person has to look",
}
_SAY_SOME: Final = {
    "zh": _SAY["zh"].removesuffix("请人工核对") + "台账所列另有{missing}份保单未能比对，请人工核对",
    "en": _SAY["en"].removesuffix("a person has to look") + "{missing} more could not be compared",
}


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each policy's fee, and each ledger that sets something aside for policies of others."""
    endorsed = any(record.kind == "endorsement" for record in filing.records)
    told: set[str] = set()
    for subject in filing.policies:
        number, fee = fold(str(subject.facts["policy_no"].value)), subject.facts["prevention_fee"]
        if subject.facts["policy_no"].known and number not in told:
            told.add(number)
            fen = int(fee.value * 100) if fee.known else -1
            yield Trace(
                {"fen": fen, "endorsed": endorsed, "number": number}, (key("fee", number),), places=fee.evidence[:1]
            )
    books: set[str] = set()
    for record in filing.records:
        if record.kind == "fee_ledger" and (record.content or record.name) not in books:
            books.add(record.content or record.name)
            yield from _book(record, owner)


def _book(record: Record, owner: Owner) -> Iterator[Trace]:
    """Policy → what is set aside for it and in how many lines; a sum that was not surely read is -1."""
    sums: dict[str, tuple[int, int]] = {}
    places: dict[str, Evidence] = {}
    for row in record.rows("rows"):
        number, amount = fold(str(row.value("policy_no") or "")), sure(row.cells.get("amount"))
        if row.value("kind") != "extract" or not number or number in owner.numbers:
            continue
        fen, lines = sums.get(number, (0, 0))
        unread = fen < 0 or not isinstance(amount, Decimal) or amount < 0
        sums[number] = (-1, lines + 1) if unread else (fen + int(amount * 100), lines + 1)
        places.setdefault(number, Evidence(record.path, "rows", row.span))
    if sums:
        body = {"paper": record.name, "book": tuple((number, *sums[number]) for number in sorted(sums))}
        yield Trace(body, places=tuple(places[number] for number in sorted(sums)))


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """A book whose sums differ from the fees of the policies it names."""
    if "book" not in own.trace.body:
        return
    compared: list[tuple[str, int, int]] = []
    missing, why, places = 0, "", list[tuple[Any, ...]]()
    for (number, extracted, lines), place in zip(own.trace.body["book"], own.trace.places, strict=True):
        found = known.alike(key("fee", number), MOST_COMPARED)
        fees = {int(other.trace.body["fen"]) for other in found}
        if len(fees) != 1 or -1 in fees or extracted < 0:
            missing += 1  # not in the archive, unread, or two papers disagree
            continue
        fee = fees.pop()
        compared.append((number, extracted, fee))
        if abs(extracted - fee) > SLACK_FEN:
            places.append((number, place, *beside(own, found[:1])[len(own.trace.places) :]))
            why = why or _doubt(any(other.trace.body["endorsed"] for other in found), lines)
    difference = sum(extracted - fee for _, extracted, fee in compared)
    if places and abs(difference) > SLACK_FEN:
        yield _finding(own, compared, missing, why, places)


def _doubt(endorsed: bool, lines: int) -> str:
    """Why a sum may differ from the fee by right."""
    if lines > 1:
        return "several lines of one policy may be of several years, or taken back"
    return "an endorsement may have changed a fee" if endorsed else ""


def _finding(
    own: Placed, compared: list[tuple[str, int, int]], missing: int, why: str, places: list[tuple[Any, ...]]
) -> Finding:
    paper = str(own.trace.body["paper"])
    extracted, fees = sum(sum_ for _, sum_, _ in compared), sum(fee for _, _, fee in compared)
    params = {
        "paper": paper, "policies": len(compared), "extracted": Decimal(extracted) / 100, "fees": Decimal(fees) / 100,
        "difference": Decimal(extracted - fees) / 100, "missing": missing,
        "first_policy": first([number for number, *_ in places[:MOST_NAMED]]),
    }  # fmt: skip
    if missing:
        why = "not every policy of the ledger could be compared"
    elif not why and extracted < fees:
        why = "more may be set aside later"
    mark = fingerprint(RULE, own.name, paper, params)
    return Finding(
        RULE, "ledger_sum_mismatch", Verdict.UNDECIDED if why else Verdict.VIOLATED, Severity.NOTE if why else Severity.WARNING,
        paper, params, tuple(place for _, *said in places[:PLACES] for place in said), ENGINE, mark, why, say=(_SAY_SOME if missing else _SAY) if why else {},
    )  # fmt: skip
