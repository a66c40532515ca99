"""Claims that stand in no table: cards, forms, numbered paragraphs and letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.evidence.sheet import Sheet
from extractor.kinds.claim_record.bounds import claim_bounds
from extractor.kinds.claim_record.facts import Fact, facts_of
from extractor.kinds.claim_record.one_claim import one_claim
from extractor.kinds.claim_record.people_in_forms import of_each_person
from extractor.kinds.claim_record.shares import by_share
from extractor.record import Row


def _numbers_alike(sheet: Sheet, facts: Sequence[Fact]) -> Iterator[Fact]:
    """Numbers in sentences that no word names, of the same form as one that a claim is known by: 另外一个RD25000955，…"""
    known = {f.value for f in facts if f.scores.get("report_no", 0.0) >= _SURE}
    shapes = {_shape(str(value)) for value in known}
    places = {f.place for f in facts}
    others = known | {f.value for f in facts if "policy_no" in f.scores}
    for unit, token in sheet.tokens("code") if shapes else ():
        text = unit.text[token.start : token.stop]
        told = (unit.index, token.start) in places or text in others or unit.cell is not None
        if not told and len(text) >= _LEAST and _shape(text) in shapes and not _NAMED.search(unit.text, 0, token.start):
            yield Fact(text, {"report_no": 0.6}, unit, token.start, token.stop, "prose")


def _shape(number: str) -> str:
    return re.sub(r"\d", "0", number)


_SURE = 0.9
_LEAST = 8
_NAMED = re.compile(r"(?:[单证账卡号码同]|合同|电话|发票|No\.?)[:：\s]*$", re.I)
"""What names a number, so that it is the one it is called."""


def read_claims(sheet: Sheet, policy: str | None) -> list[Row]:
    """The claims of a paper without a table of claims, in printed order."""
    told_of = list(facts_of(sheet, policy))
    facts = sorted([*told_of, *_numbers_alike(sheet, told_of)], key=lambda f: f.place)
    bounds = claim_bounds(sheet, facts)
    rows: list[Row] = []
    for low, high in zip(bounds, [*bounds[1:], (len(sheet.units) + 1, 0)], strict=True):
        told = of_each_person([f for f in facts if low <= f.place < high])
        for own in told:
            if (row := one_claim(own)) is not None:
                rows += by_share(row, own)
    return rows
