"""保险单 (policy): what is insured, for whom, for how long, for how much."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor.covers import table as coverages
from extractor.covers.table import Coverages
from extractor.evidence import parties
from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.kinds.base import Extracted, put
from extractor.kinds.policy.counts import put_counts
from extractor.kinds.policy.earlier import earlier
from extractor.kinds.policy.holders import put_parties
from extractor.kinds.policy.in_parts import put_in_parts
from extractor.kinds.policy.items import Items, agreement_items, told_by_schedule
from extractor.kinds.policy.limits import put_limits
from extractor.kinds.policy.limits_as_covers import with_limits
from extractor.kinds.policy.named import others_named
from extractor.kinds.policy.numbers import credit_codes, policy_numbers
from extractor.kinds.policy.period import put_period, put_term_of_works
from extractor.kinds.policy.places import addresses, at_its_day, down_to_street, place
from extractor.kinds.policy.plans import not_taken
from extractor.kinds.policy.premium import put_premium
from extractor.kinds.policy.prevention import put_fee
from extractor.kinds.policy.signing import put_sign_date
from extractor.kinds.policy.stopped import put_stopped
from extractor.kinds.policy.sums_by_post import sums_by_post
from extractor.kinds.policy.trades import industries
from extractor.kinds.received import whole_received
from extractor.record import Reading, Row, Witness

__all__ = ["KIND", "addresses", "at_its_day", "credit_codes", "down_to_street", "extract", "place", "policy_numbers"]

KIND = "policy"


def extract(sheet: Sheet) -> Extracted:
    """All fields and lists of a policy."""
    fields: dict[str, Reading[Any]] = {}
    then = earlier(sheet) | not_taken(sheet)
    covers = coverages.find(sheet, then)
    set_apart = set(covers.units) if covers and covers.how == "table" else set()
    items = agreement_items(sheet)
    outside = {id(u) for u in sheet.units} - set_apart - items.units
    if not _headed_as_agreements(items) and _holds_schedule(sheet, items.units):
        outside |= items.units
        items.units = set()
        told = items.witnesses["special_agreements"]
        if not items.contract:
            items.witnesses["special_agreements"] = replace(told, complete=False, why="the sentences are the schedule")
    outside -= then
    aside = items.units | then
    named = [c for c in parties.bodies(sheet) if id(c.unit) not in aside]

    put(fields, "policy_no", policy_numbers(sheet, aside))
    legal, branches = parties.insurer(named, sheet)
    if not branches:  # who issued it, in the line below the last agreement, which goes on with that
        closing, branches = parties.insurer([c for c in parties.bodies(sheet) if _closes(c)], sheet)
        legal = legal or closing
    put(fields, "insurer", legal)
    put(fields, "insurer_branch", branches)
    put_parties(sheet, named, fields)
    put(fields, "uscc", credit_codes(sheet, fields))
    put(fields, "address", addresses(sheet))
    put(fields, "industry", industries(sheet, aside))
    place(fields, named, sheet)
    put_counts(sheet, fields, outside)
    put_limits(sheet, fields, covers, outside, items.units)
    put_premium(sheet, fields, covers, outside)
    if "premium" in fields and (paid := whole_received(sheet, fields["premium"].value)) is not None:
        fields["premium_received"] = paid
    put_fee(sheet, fields, outside, aside)
    put_period(sheet, fields, aside)
    put_term_of_works(sheet, fields)
    put_sign_date(sheet, fields, aside)
    put_stopped(sheet, fields)
    put_in_parts(sheet, fields)
    at_its_day(fields)
    down_to_street(fields)

    tables: dict[str, tuple[Row, ...]] = {}
    witnesses: dict[str, Witness] = {"coverages": _coverage_witness(covers, fields)}
    if rows := with_limits(covers.rows if covers is not None else (), fields):
        tables["coverages"] = rows
    by_post = sums_by_post(sheet, covers.rows if covers is not None else (), then)
    posts = tuple(told_by_schedule("differing_sums_by_job", words, span) for words, span in by_post)
    tables.update({**items.tables, "clauses": (*items.tables["clauses"], *posts)})
    if others := others_named(sheet, named, fields):
        tables["named"] = others
    witnesses.update(items.witnesses)
    return Extracted(fields, tables, witnesses)


def _closes(body: Candidate) -> bool:
    """Whether a name stands at the end of its text behind a full stop, as of whoever signs, with a label before it or none; or
    behind the label for whoever issues the policy that begins a line, also one with the mark of an item."""
    before, after = body.unit.text[: body.start], body.unit.text[body.stop :].strip(" 　()（）盖章公")
    return (_SIGNED_BELOW.search(before) is not None and not after) or _ISSUED_BY.fullmatch(before) is not None


_ISSUED_BY = re.compile(
    r"[●•·■◆▪○*\-—\d.．、()（）①-⑳一二三四五六七八九十\s]*(?:签发|出单|签单|出具|承保)(?:机构|公司|单位|部门)\s*[:：]\s*"
)
_SIGNED_BELOW = re.compile(r"[。；;]\s*(?:[\u4e00-\u9fff]{2,6}(?:机构|公司|单位|部门|人)\s*[:：]?\s*)?$")


def _headed_as_agreements(items: Items) -> bool:
    """Whether a heading of its own says that agreements follow; a letter's "具体约定如下" in a sentence leads to all it says."""
    heading = items.witnesses["special_agreements"].span
    return items.headed and not (heading is not None and re.search("[,，].*如下", heading.text))


def _holds_schedule(sheet: Sheet, units: Collection[int]) -> bool:
    """Whether sentences taken for agreements, under a heading that nobody knew, are the schedule itself: the period and
    the premium in words stand nowhere else."""
    inside = [u for u in sheet.units if id(u) in units]
    return any(sum(t.kind == "moment" for t in u.tokens) >= 2 for u in inside) or any(
        t.kind == "words" for u in inside for t in u.tokens
    )


def _coverage_witness(covers: Coverages | None, fields: dict[str, Reading[Any]]) -> Witness:
    if covers is None:
        return Witness(False, False, "no list of covers found")
    parts = [r.value("premium") for r in covers.rows]
    premium = fields["premium"].value if "premium" in fields else None
    if (
        premium is not None
        and all(p is not None for p in parts)
        and abs(sum(parts, Decimal(0)) - premium) <= Decimal("0.01")
    ):
        return Witness(True, True, "item premiums add up to the total", covers.span)
    if covers.how in ("table", "prose") and covers.ended:
        return Witness(True, True, "the list's end is shown", covers.span)
    return Witness(True, False, "the list's end was not seen", covers.span)
