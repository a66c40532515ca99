"""Whether pages are a paper by themselves, and whether two papers of one kind are two.

A paper is known by what it holds, not by its heading: a blank form in an annex has the heading of a policy and no policy's
number, holder and period.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from extractor.record import Record
from extractor.text.fold import squeeze

SURE = 0.75
"""Confidence of the kind below which pages are not recognised."""


class _Whole(NamedTuple):
    """What a paper of a kind says: at least ``least`` of ``fields`` or filled ``lists``; one of ``needs`` among them;
    ``number`` is its own number, ``differing`` what two papers of one form differ in."""

    fields: tuple[str, ...]
    least: int
    lists: Mapping[str, int] = {}
    needs: tuple[str, ...] = ()
    number: str | None = None
    differing: tuple[str, ...] = ()


_KINDS: Mapping[str, _Whole] = {
    "policy": _Whole(
        ("policy_no", "insurer", "policyholder", "insured", "period_start", "premium", "aggregate_limit",
         "per_person_limit", "sign_date"), 4, number="policy_no", differing=("policyholder", "insured", "period_start"),
    ),
    "service_report": _Whole(
        ("report_no", "client", "service_start", "service_org", "experts", "policy_no"), 3, {"hazards": 1},
        ("report_no", "service_start", "hazards"),  # a plan or promise of services names none of these
        "report_no", ("client", "service_start"),
    ),
    "claim_record": _Whole((), 1, {"rows": 1}),
    "fee_ledger": _Whole((), 1, {"rows": 2}),
    "invoice": _Whole(("invoice_no", "invoice_date", "buyer", "seller", "total"), 3, number="invoice_no",
                      differing=("buyer", "invoice_date", "total")),
    "endorsement": _Whole(("policy_no", "change", "effective_date"), 1, differing=("policy_no", "effective_date")),
    "application": _Whole(("policyholder", "uscc", "address", "region_code"), 2),
    "notice": _Whole(("title", "doc_number", "issuers", "date_issued"), 3),
    "roster": _Whole((), 1, {"enterprises": 2}),
    "staff_list": _Whole((), 1, {"staff": 2}),
}  # fmt: skip


def is_whole(record: Record) -> bool:
    """Whether pages read by themselves are surely a paper of their kind: its words, and what such a paper says."""
    known = _KINDS.get(record.kind)
    if known is None or record.kind_confidence < SURE:
        return False
    said = sum(name in record.fields for name in known.fields)
    said += sum(len(record.rows(name)) >= least for name, least in known.lists.items())
    needed = any(name in record.fields or record.rows(name) for name in known.needs)
    return said >= known.least and (needed or not known.needs)


def are_two(one: Record, two: Record, *, anew: bool) -> bool:
    """Whether two whole papers of one kind are surely two: other numbers; or, where a number is not read on both, other
    enterprises and days, which a second page counted from one (``anew``) has to bear out in one of them."""
    known = _KINDS[one.kind]
    numbers = [_plain(record.value(known.number)) for record in (one, two)] if known.number else ["", ""]
    if all(numbers):
        return numbers[0] != numbers[1]
    others = sum(
        _plain(one.value(n)) != _plain(two.value(n)) for n in known.differing if n in one.fields and n in two.fields
    )
    return others >= (1 if anew else 2)


def _plain(value: Any) -> str:
    return "" if value is None else squeeze(str(value)).upper()
