"""What a service cost."""

from __future__ import annotations

import re
from typing import Any

from extractor.evidence.candidates import Candidate, by_token, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values.scan import Token

FEE = formula("fee|spent", "service prevention amount", "balance premium ratio hazard limit")


def fee_value(unit: Unit, token: Token) -> Any:
    written = unit.text[token.start : token.stop]
    if token.kind == "number" and (
        token.value <= 0
        or re.match(r"\s*(?:年|月|日|次|人|项|条|小时|分|%|号|个)", unit.text[token.stop :])
        or (unit.tokens[0] is token and len(written) <= 2)
    ):
        return None
    return token.value


def with_whole(fees: list[Candidate]) -> list[Candidate]:
    """The sums with the one preferred that all others add up to: the total of several visits told one by one."""
    whole = max(fees, key=lambda c: c.value, default=None)
    parts = {(id(c.unit), c.start): c.value for c in fees if whole is not None and c.value != whole.value}
    if whole is None or len(parts) < 2 or sum(parts.values()) != whole.value:
        return fees
    return ranked(c.plus(0.3, "total") if c.value == whole.value else c for c in fees)


_FEE_LABEL = re.compile(
    "(?:服务|评估|评价|诊断|检查|培训|演练|排查|体检|勘查|查勘|咨询|技术|巡查|走访|授课).{0,3}(?:费|费用|经费|收费|支出)$"
)


def fee_otherwise(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """A fee in words alone ("人民币肆仟元"), or in a line of several entries."""
    paid = formula(
        "service amount",
        "prevention",
        "balance premium ratio hazard limit per_person per_accident aggregate insured_count",
    )
    found = [
        c
        for wanted, kinds in ((FEE, ("words",)), (paid, ("amount", "words")))
        for c in by_token(sheet, kinds, wanted)
        if id(c.unit) not in in_hazards
    ]
    for slot in sheet.slots:
        label = meaning(slot.label)
        score = FEE.score(label) if label.coverage >= 0.6 else 0.0
        if (score or (score := 0.8 * (_FEE_LABEL.search(slot.label) is not None))) and id(slot.unit) not in in_hazards:
            token = next((t for t in slot.unit.tokens if slot.start <= t.start < min(slot.stop, slot.start + 12)), None)
            if token is not None and token.kind in ("amount", "words") and token.value > 0:
                found.append(
                    Candidate(
                        token.value,
                        slot.unit,
                        token.start,
                        token.stop,
                        0.8 * score * slot.weight,
                        f"label-{slot.relation}",
                    )
                )
    return ranked(found) or _only_sum(sheet, in_hazards) or _bare_sum(sheet, in_hazards)


def _bare_sum(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """A sum without its unit beside a label that asks for what the service cost: 服务金额 | 9,800.00."""
    return ranked(
        Candidate(token.value, slot.unit, token.start, token.stop, 0.7 * slot.weight, f"label-{slot.relation}")
        for slot in sheet.slots
        if _SUM_LABEL.fullmatch("".join(slot.label.split())) and id(slot.unit) not in in_hazards
        for token in slot.unit.tokens
        if token.kind == "number" and token.value > 0 and _SUM.fullmatch(slot.text.strip())
    )


_SUM_LABEL = re.compile("(?:本次)?(?:技术)?(?:服务|检查|排查|评估|培训|演练)(?:金额|价款|款项?|总价|报价)")
_SUM = re.compile(r"[¥￥]?\s*\d{1,3}(?:,?\d{3})*(?:\.\d{1,2})?")


_NO_FEE = formula("limit|premium|balance|deductible|ratio|per_person|per_accident|aggregate|claimed|employees|voucher")


_SETTLED = re.compile("结算|服务|实付|应付|付款")
"""What makes a price that of the service, whatever else such a word may name."""


def _only_sum(sheet: Sheet, in_hazards: frozenset[int]) -> list[Candidate]:
    """The one sum of a report that stands alone beside a label, where it is no sum of a policy: "花了多少钱 1,200元"."""
    slots = [
        (slot, token)
        for slot in sheet.slots
        if slot.weight >= 0.9 and len(slot.label) <= 12 and id(slot.unit) not in in_hazards
        for token in slot.unit.tokens
        if token.kind == "amount"
        and slot.start <= token.start < slot.stop
        and token.stop - token.start >= 0.6 * len(slot.text)
    ]
    if len({(id(s.unit), t.start) for s, t in slots}) != 1 or sum(1 for _ in sheet.tokens("amount")) != 1:
        return []
    return ranked(
        Candidate(token.value, slot.unit, token.start, token.stop, 0.5 * slot.weight, "form")
        for slot, token in slots
        if (not _NO_FEE.score(meaning(slot.label)) or _SETTLED.search(slot.label))
        and re.search("费|钱|花|支|款|额|价|开销|用", slot.label)
    )
