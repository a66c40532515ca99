"""Vouchers of payments one behind the other under the same heading, each with its day, its sum and who was paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from extractor.evidence.concepts import meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit, strip_label
from extractor.kinds.fee_ledger.columns.sides import SET_ASIDE
from extractor.kinds.fee_ledger.columns.whose import paid_in, without_account
from extractor.kinds.fee_ledger.payments.payments import FUND
from extractor.record import Reading, Row
from extractor.values.scan import Token

_FEWEST = 2
_HEADING = range(3, 15)  # characters
_LONGEST = 30
_NUMBERING = re.compile(r"[\s\d第号()（）〔〕\[\]:：.\-—]+")
"""What headings of vouchers differ in: 记账凭证 记字第0021号."""
_LABELLED = re.compile(
    r"\s*(?P<label>[\u4e00-\u9fff（）()、\s]{2,12}?)\s*[:：]\s*(?P<value>\S.*)|\s*(?P<apart>[\u4e00-\u9fff]{2,6})\s+(?P<beside>\S.*)"
)
"""收款人：…, or a blank between: 即付　…."""
_PAID = re.compile("付款|支付|拨付|转账|划款|汇款|出账")
_PAYEE = re.compile("^(?:付|支付|付款)给$|^[即兹今]付$|^(?:领|收|受)款")
Place = tuple[Unit, int, int]


def of_slips(sheet: Sheet, policy: Reading[Any] | None) -> list[Row]:
    """The payments, in printed order, of a paper about the fund; nothing where they are fewer than two or one is not whole."""
    if not any(FUND.search(u.text) for u in sheet.units):
        return []
    slips = list(_slips(sheet.units))
    rows = [row for slip in slips if (row := _payment(slip, policy)) is not None]
    return rows if len(rows) == len(slips) >= (1 if _is_of_payment(sheet.units[0]) else _FEWEST) else []


def _is_of_payment(unit: Unit) -> bool:
    """Whether a heading is that of a voucher by which money is paid out: one alone is an entry."""
    return _PAYS_OUT.search("".join(unit.text.split())) is not None


_PAYS_OUT = re.compile("(?:付款|支付|支出|转账|拨付|列支|报销|用款|领款|记账).{0,6}(?:凭证|凭单|单|书)$")


def _slips(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """The units under each place of the paper's heading, where that comes again."""
    texts = [_NUMBERING.sub("", u.text) if len(u.text) <= _LONGEST else "" for u in units]
    if not texts or len(texts[0]) not in _HEADING or any(t.kind == "moment" for t in units[0].tokens):
        return
    at = [i for i, text in enumerate(texts) if text == texts[0]]
    for i, stop in zip(at, [*at[1:], len(units)], strict=True):
        yield units[i + 1 : stop]


def _payment(slip: Sequence[Unit], policy: Reading[Any] | None) -> Row | None:
    day, amount, payee = _day(slip), _sum(slip), _payee(slip) or _paid_in_words(slip)
    come = next((u for u in slip if SET_ASIDE.match(u.text.strip())), None) if payee is None else None
    if day is None or amount is None or (payee is None and come is None):
        return None
    unit, token = day
    cells: dict[str, Reading[Any]] = {
        "date": Reading(token.value.day, unit.span(token.start, token.stop), "voucher", 0.85),
        "amount": Reading(Decimal(amount[1].value).quantize(Decimal("0.01")), amount[0].span(amount[1].start, amount[1].stop), "voucher", 0.85),
    }  # fmt: skip
    if payee is not None:
        name, span = payee[0].raw[payee[1] : payee[2]].replace("\n", "").strip(), payee[0].span(payee[1], payee[2])
        cells |= {"kind": Reading("spend", span, "voucher", 0.85), "payee": Reading(name, span, "voucher", 0.85)}
    elif come is not None:
        cells["kind"] = Reading("extract", come.span(), "voucher", 0.85)
    if (own := _policy(slip) or policy) is not None:
        cells["policy_no"] = own
    return Row(cells, unit.span())


def _labelled(slip: Sequence[Unit]) -> Iterator[tuple[str, Place]]:
    """Each label of a voucher with the place of its value: behind a colon, or in the cell at its right."""
    for unit in slip:
        if (match := _LABELLED.fullmatch(unit.text)) is not None:
            name, value = ("label", "value") if match["label"] else ("apart", "beside")
            yield "".join(match[name].split()), (unit, *match.span(value))
        elif unit.cell is not None and unit.right is not None and len(unit.text) <= 12 and not unit.tokens:
            yield strip_label("".join(unit.text.split())), (unit.right, 0, len(unit.right.text))


def _day(slip: Sequence[Unit]) -> tuple[Unit, Token] | None:
    """The day under the label of payment, else the only one of the voucher."""
    for label, (unit, start, stop) in _labelled(slip):
        if _PAID.search(label):
            for token in unit.tokens:
                if token.kind == "moment" and start <= token.start and token.stop <= stop:
                    return unit, token
    told = [(u, t) for u in slip for t in u.tokens if t.kind == "moment"]
    return told[0] if len({t.value.day for _, t in told}) == 1 else None


def _sum(slip: Sequence[Unit]) -> tuple[Unit, Token] | None:
    """The one sum of the voucher: in words, with its sign or word for yuan, or with its cents."""
    for kinds in (("words",), ("amount",), ("number",)):
        told = [
            (u, t)
            for u in slip
            for t in u.tokens
            if t.kind in kinds
            and (t.kind != "number" or re.search(r"\.\d\d$", u.text[t.start : t.stop]))
            and not (_OF_POLICY.search(u.text, 0, t.start) or _A_SHARE.match(u.text, t.stop))
        ]
        values = {Decimal(t.value) for _, t in told}
        if values:
            return told[0] if len(values) == 1 else None
    return None


_OF_POLICY = re.compile("(?:保险?费|限额|保额)[^，,。；;\\d]{0,4}$")
_A_SHARE = re.compile(r"元?\s*[×xX*]")
"""What the share set aside is reckoned from, and no sum that was moved: 保费65,800.00元×15%."""


def _payee(slip: Sequence[Unit]) -> Place | None:
    told = []
    for label, (unit, start, stop) in _labelled(slip):
        if _PAYEE.search(label) or meaning(label).has("payee"):
            a, b = without_account(unit.text[start:stop])
            if re.search("[\u4e00-\u9fff]{2}", unit.text[start + a : start + b]):
                told.append((unit, start + a, start + b))
    return told[0] if len({u.text[a:b].strip() for u, a, b in told}) == 1 else None


def _paid_in_words(slip: Sequence[Unit]) -> Place | None:
    """The one body that the words of the voucher's cells say was paid."""
    told = [(u, *place) for u in slip if u.cell is not None and (place := paid_in(u.text)) is not None]
    return told[0] if len({u.text[a:b] for u, a, b in told}) == 1 else None


def _policy(slip: Sequence[Unit]) -> Reading[Any] | None:
    """The one number that the voucher calls a policy's."""
    told = [
        (u, t)
        for u in slip
        for t in u.tokens
        if t.kind in ("code", "uscc")
        and meaning((u.text[: t.start] or (u.left.text if u.left is not None else ""))[-12:]).has("policy")
    ]
    if len({t.value for _, t in told}) != 1:
        return None
    unit, token = told[0]
    return Reading(token.value, unit.span(token.start, token.stop), "voucher", 0.85)
