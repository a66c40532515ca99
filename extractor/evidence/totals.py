"""The whole sum of an invoice or a receipt, tax included: by its label, by its words (大写) and by arithmetic.

No witness decides alone: a label may be missing or mean the net sum, words may be wrong, and sums may add up by chance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.evidence.candidates import Candidate
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values.scan import Token

_WHOLE_SUM = re.compile(
    r"价税|总计|总额|总价|含税(?<!不含税)|实[收付缴]|应[收付缴]|小写|合计|共计|(?:缴费|缴款|交费|交款|"
    r"付款|收款|交易|支付|收费|开票|结算|票面|本次|发票)金?额|收到|交来|grandtotal|total|amountdue|"
    r"amountpaid",
    re.I,
)
_SOME_SUM = re.compile(r"金额|保险费|保费|人民币|款项|费用|价款|amount|premium", re.I)
_PART_SUM = re.compile(
    r"不含税|税额|税款|税金(?!额)|单价|数量|税率|净额|净价|折扣|优惠|余额|限额|保额|保险金额|赔偿|每人|"
    r"预防|服务费|未税|手续费|滞纳|tax(?!incl)|net|price|vat",
    re.I,
)
_CENT = Decimal("0.01")
_TAX_RATES = (Decimal("0.005"), Decimal("0.20"))  # from the lowest levy in use to above the highest VAT rate


def whole_sums(sheet: Sheet) -> list[Candidate]:
    """Sums weighed as the total with tax: by label, by words that say the same, by net + tax and by the items' sum."""
    words = [(u, t) for u, t in sheet.tokens("words") if t.value > 0]
    said = {t.value for _, t in words}
    sums: list[Candidate] = []
    for unit, token in sheet.tokens("amount", "number"):
        value = _sum(unit, token)
        if value is not None:
            sums.append(Candidate(value, unit, token.start, token.stop, _worth(sheet, unit, token), "label"))
    values = [c.value for c in sums]
    wholes, nets = _net_and_tax(values)
    added = _added_up(values)
    out = []
    for c in sums:
        bonus = (
            0.5 * (abs(c.value) in said)
            + 0.35 * (c.value in wholes)
            - 0.4 * (c.value in nets and c.value not in wholes)
        )
        bonus += 0.15 * (c.value in added)
        out.append(c.plus(bonus, "arithmetic" if bonus > 0 else ""))
    out += [
        Candidate(t.value, u, t.start, t.stop, 0.4 + 0.3 * bool(_WHOLE_SUM.search(_label_text(sheet, u, t))), "words")
        for u, t in words
    ]
    told = [c for c in out if c.score >= 0.35]
    exact = {abs(c.value) for c in sums if _IN_CENTS.search(c.unit.text[c.start : c.stop])}
    if told or len(exact) != 1:
        return told
    # a bill of a payment names no sum and prints one: -4,480.00
    return [Candidate(abs(c.value), c.unit, c.start, c.stop, 0.4, "alone") for c in sums if abs(c.value) in exact]


_IN_CENTS = re.compile(r"\.\d\d(?!\d)")


def _sum(unit: Unit, token: Token) -> Decimal | None:
    written = unit.text[token.start : token.stop]
    if token.kind == "number" and "." not in written and "," not in written and abs(token.value) < 100:
        return None
    if (
        token.kind == "number"
        and re.fullmatch(r"\d{6,}|\d{4}", written)
        and not re.search(r"[¥元]", unit.text[max(0, token.start - 3) : token.stop + 2])
    ):
        # a run of digits without point, comma or currency is a number of something rather than money
        return None
    value = Decimal(token.value).quantize(_CENT)
    return value if value else None


def _label_text(sheet: Sheet, unit: Unit, token: Token) -> str:
    return "|".join(text for text, _, _ in sheet.label(unit, token.start).options[:1])


def _worth(sheet: Sheet, unit: Unit, token: Token) -> float:
    """How plainly the label says that this is the whole sum."""
    best, part = 0.0, False
    for k, (text, weight, _) in enumerate(sheet.label(unit, token.start).options):
        bare = "".join(text.split())
        if _PART_SUM.search(bare) and "价税" not in bare:
            part = part or k <= 1
            continue
        kind = (
            0.75
            if re.search("价税|小写", bare)
            else 0.65
            if _WHOLE_SUM.search(bare)
            else 0.45
            if _SOME_SUM.search(bare)
            else 0.0
        )
        best = max(best, kind * weight)
    marked = 0.05 if token.kind == "amount" else 0.0
    return best + marked - (0.5 if part else 0.0)


def _net_and_tax(values: Sequence[Decimal]) -> tuple[set[Decimal], set[Decimal]]:
    """(sums that are another sum with its tax, those nets and taxes), by value."""
    present = set(values)
    wholes: set[Decimal] = set()
    parts: set[Decimal] = set()
    for net in present:
        for tax in present:
            if tax < net and _TAX_RATES[0] <= tax / net <= _TAX_RATES[1]:
                whole = next((w for w in present if abs(w - net - tax) <= _CENT), None)
                if whole is not None:
                    wholes.add(whole)
                    parts |= {net, tax}
    return wholes, parts


def _added_up(values: Sequence[Decimal]) -> set[Decimal]:
    """Sums that all the smaller ones together make: the total under a list of items."""
    out = set()
    for value in set(values):
        smaller = [v for v in values if 0 < v < value]
        if len(smaller) >= 2 and abs(sum(smaller, Decimal(0)) - value) <= _CENT:
            out.add(value)
    return out
