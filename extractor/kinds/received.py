"""What of a premium was received, as a policy or the fund's book itself says: 实收保费, 保险费已全额到账."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.covers.meaning.sums import scale_of
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.span import Span

_PREMIUM = "(?:总|全部|全额)?(?:保险费|保费)"
_RECEIVED = "(?:实(?:际)?[收缴交](?:取|到|纳|付)?|已(?:经)?[收缴交付](?:取|到|纳|讫|清)?|到账|入账|收到)"
SAYS_RECEIVED = re.compile(
    rf"(?<![未应待须应需可])(?:{_RECEIVED}的?{_PREMIUM}|{_PREMIUM}的?{_RECEIVED})(?:金额|总额|合计|数额|额)?\s*(?:[(（][^)）]{{0,8}}[)）])?\s*(?:为|[:：])?\s*(?:人民币)?[¥￥]?\s*$"
)
"""What names a sum of the premium that was received: 实收保费（元）, 已缴保险费："""
_BY_ITS_TWO_HEADS = re.compile(rf"{_PREMIUM}[^|]{{0,6}}\|\s*{_RECEIVED}(?:金?额)?\s*$")
"""The same where the row names the premium and the column that it was received: 保险费（元） | 实收."""
_THEN = r"[^。；;，,]{0,6}[，,]?\s*(?:款项|上述款项|该款)?(?:均|现)?已[^。；;，,]{0,16}?"
_WAS_RECEIVED = rf"{_THEN}(?:收讫|缴清|付清|交清|结清|到账|入账|缴纳|交纳|缴付|收到|收取|支付)(?!后|之日|前|期|方|时)"
_BEHIND = re.compile(_WAS_RECEIVED)
_IS_OF_PREMIUM = re.compile(rf"{_PREMIUM}[^。；;，,\d]{{0,12}}$")
_ALL = re.compile(
    rf"(?<![应须需待未])(?:{_PREMIUM})(?:金额|款项|款)?(?:均|现)?已(?:经)?(?:于[^。；;]{{0,16}}?)?(?:由[^。；;，,]{{0,20}}?)?(?:全额|全部|足额|一次性)?(?:收讫|缴清|付清|交清|结清|到账|缴纳完毕|收齐)(?!后|之日|前|方|时|的)"
)
_STATE = re.compile(
    r"(?:缴费|交费|收费|保费|保险费|付费|付款|缴款|支付|收款)(?:缴纳|支付|收取|到账)?(?:状态|情况|状况|标志)"
)
_STATE_ALL = re.compile(
    r"\s*(?:已|全额|已全额|已足额|已全部)(?:缴清|缴费|交费|缴纳|收讫|付清|交清|到账|结清|实收|收费|收款)\s*(?:[（(][^（()）]{2,30}[)）])?\s*[。；;]?\s*"
)
_IF = re.compile("[如若]|应当?|须|需|未")


@dataclass(frozen=True, slots=True)
class Received:
    """A sum of the premium that was received, in yuan; all of it where ``amount`` is None."""

    amount: Decimal | None
    span: Span


def received(sheet: Sheet) -> Iterator[Received]:
    """Every place of a paper that says what of the premium was received."""
    for unit, token in sheet.tokens("amount", "number"):
        named = _named_so(sheet, unit, token.start)
        told = named is not None or (
            _IS_OF_PREMIUM.search(unit.text[: token.start]) and _BEHIND.match(unit.text, token.stop)
        )
        if told and token.value and not _is_ratio(unit, token.stop):
            scale = scale_of(named or "") if token.kind == "number" else Decimal(1)
            yield Received((abs(token.value) * scale).quantize(Decimal("0.01")), unit.span(token.start, token.stop))
    for unit in sheet.units:
        match = _ALL.search(unit.text)
        if match is not None and not _IF.search(re.split("[。；;，,]", unit.text[: match.start()])[-1]):
            yield Received(None, unit.span(*match.span()))
    for slot in sheet.slots:
        if _STATE.fullmatch("".join(slot.label.split())) and _STATE_ALL.fullmatch(slot.text):
            yield Received(None, slot.unit.span(slot.start, slot.stop))


def _named_so(sheet: Sheet, unit: Unit, start: int) -> str | None:
    """The words that name a sum so, right before it, beside it or over it."""
    before = unit.text[:start]
    if before.strip(" ¥￥:："):
        own = re.split("[。；;，,]", before)[-1]
        return own if SAYS_RECEIVED.search(own) else None
    options = [text for text, _, how in sheet.label(unit, start).options if how != "heading"]
    return next((text for text in options if SAYS_RECEIVED.search(text) or _BY_ITS_TWO_HEADS.search(text)), None)


def _is_ratio(unit: Unit, stop: int) -> bool:
    return unit.text[stop:].lstrip()[:1] in ("%", "％")


_CALLED = re.compile(r"(?:^|[\s，,；;。|：:])(?:实[收缴]|已[收缴])(?:金额|合计|款)?\s*[:：]?\s*(?:人民币)?[¥￥]?\s*$")
"""That a sum was received, with no word for what: 合计保险费 13,050元　实收 11,745元."""


def _called_received(sheet: Sheet, premium: Decimal) -> Iterator[Received]:
    """The premium where no more is said of it than that it was received."""
    for unit, token in sheet.tokens("amount"):
        if token.value == premium and _CALLED.search(unit.text[: token.start]):
            yield Received(premium, unit.span(token.start, token.stop))


def whole_received(sheet: Sheet, premium: Decimal) -> Reading[Decimal] | None:
    """That all of a policy's premium was received, where it says so: in one sum, in words, or in parts that add up to it."""
    told = [*received(sheet), *_called_received(sheet, premium)]
    parts = {(one.amount, one.span.text): one for one in told if one.amount is not None}
    adds_up = sum((amount for amount, _ in parts if amount is not None), Decimal(0)) == premium
    for one in told:
        if one.amount is None or one.amount == premium or adds_up:
            return Reading(premium, one.span, "received", 0.85)
    return None


def one_received(sheet: Sheet) -> Reading[Decimal] | None:
    """The one sum that a paper on a single policy says was received of its premium."""
    told = {one.amount: one for one in received(sheet) if one.amount is not None}
    if len(told) != 1:
        return None
    ((amount, one),) = told.items()
    return None if amount is None else Reading(amount, one.span, "received", 0.85)
