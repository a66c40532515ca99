"""Claims that stand in no table: cards, forms, numbered paragraphs and letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.claim_record.days.days import STOP
from extractor.kinds.claim_record.facts.facts import Fact, facts_of
from extractor.kinds.claim_record.forms.bounds import claim_bounds
from extractor.kinds.claim_record.forms.in_order import in_order
from extractor.kinds.claim_record.forms.one_claim import one_claim
from extractor.kinds.claim_record.forms.people_in_forms import of_each_person
from extractor.kinds.claim_record.forms.policies_over import under_their_policies
from extractor.kinds.claim_record.forms.shares import by_share
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


def _by_their_lines(stretches: Sequence[Sequence[Fact]]) -> Sequence[Sequence[Fact]]:
    """The facts of each claim where lines of several take turns: what a line tells is of the claim whose number it names."""
    numbers = [next((str(f.value) for f in told if f.role == "report_no"), "") for told in stretches]
    of = {number: k for k, number in enumerate(numbers) if len(number) > _SHORTEST}
    if len(stretches) < 2 or len(of) < len(stretches):
        return stretches
    out: list[list[Fact]] = [[] for _ in stretches]
    for k, told in enumerate(stretches):
        for fact in told:
            named = [n for n in of if fact.unit.cell is None and _is_told_of(n, fact)]
            out[of[named[0]] if len(named) == 1 else k].append(fact)
    return out


_SHORTEST = 3
"""Characters of a number that no day and no sum can hold by chance."""


def _is_told_of(number: str, fact: Fact) -> bool:
    """Whether a line names a claim in the sentence in which it tells a fact."""
    text = fact.unit.text
    for match in re.finditer(rf"(?<![A-Za-z0-9\-]){re.escape(number)}(?![A-Za-z0-9\-])", text):
        low, high = sorted((match.start(), fact.start))
        if STOP.search(text, low, high) is None:
            return True
    return False


def _between(sheet: Sheet, facts: Sequence[Fact]) -> Sequence[Unit]:
    """The units from the first to the last that tell of a claim."""
    indices = [fact.unit.index for fact in facts]
    return sheet.units[min(indices) : max(indices) + 1]


def read_claims(sheet: Sheet, policy: str | None) -> list[Row]:
    """The claims of a paper without a table of claims, in printed order."""
    told_of = list(facts_of(sheet, policy))
    facts = sorted([*told_of, *_numbers_alike(sheet, told_of)], key=lambda f: f.place)
    bounds = claim_bounds(sheet, facts)
    rows: list[Row] = []
    stretches = [
        [f for f in facts if low <= f.place < high]
        for low, high in zip(bounds, [*bounds[1:], (len(sheet.units) + 1, 0)], strict=True)
    ]
    for stretch in under_their_policies(_by_their_lines(stretches)):
        told = of_each_person(stretch)
        for own in told:
            if (row := one_claim(own)) is not None:
                shares = by_share(row, own)
                rows += shares if len(shares) > 1 else in_order(row, _between(sheet, own))
    return rows
