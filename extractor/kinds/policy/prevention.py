"""What the insurer sets aside of the premium to prevent accidents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.evidence.candidates import Candidate, by_token, ranked
from extractor.evidence.concepts import formula
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import put
from extractor.kinds.policy.premium import in_yuan, premium_of_share
from extractor.record import Reading

_LONGEST = 60
"""Characters of a line or cell; in longer ones a share may be of anything."""

FEE = formula("prevention", "fee amount", "limit deductible balance")

FEE_RATIO = formula("prevention|ratio", "ratio prevention fee", "limit deductible tax injury medical paid")


def put_fee(sheet: Sheet, fields: dict[str, Reading[Any]], outside: set[int], in_agreements: set[int]) -> None:
    fees = by_token(sheet, ("amount", "number", "words"), FEE, value=lambda u, t: in_yuan(sheet, u, t), least=0.45)
    ratios = by_token(sheet, ("ratio",), FEE_RATIO, least=0.45)
    if not ratios:  # "事故预防费比例（%）：15": the label writes the sign
        ratios = [
            c
            for c in by_token(sheet, ("number",), FEE_RATIO, least=0.6)
            if _can_be_share(c)
            and (any("%" in text for text, _, _ in sheet.label(c.unit, c.start).options[:2]) or _percent_beside(c.unit))
        ]
    premium = fields["premium"].value if "premium" in fields else None
    if not fees:
        fees = _put_to_use(sheet, outside)

    def weigh(c: Candidate) -> Candidate:
        return c.plus(-0.4 * (id(c.unit) in in_agreements) - _RATE * _is_rate(c.unit))

    if not ratios and premium:  # a sheet's 0.15 is 15 % where the fee is that share of the premium
        parts = by_token(
            sheet,
            ("number",),
            FEE_RATIO,
            least=0.6,
            value=lambda _, t: Decimal(t.value) * 100 if 0 < t.value < 1 else None,
        )
        ratios = [c for c in parts if any(abs(f.value - premium * c.value / 100) <= Decimal("0.02") for f in fees)]
    if not ratios and premium:
        ratios = _share_of(sheet, premium, fees)
    fees, ratios = (
        [
            weigh(c)
            for c in fees
            if c.value != premium and not (_numbers_an_item(c) or _COUNTED.match(c.unit.text, c.stop))
        ],
        [weigh(c) for c in ratios if _can_be_share(c)],
    )
    if premium:
        fees += _in_row_of_share(premium, ratios, fees)
        for k, fee in enumerate(fees):
            if any(abs(fee.value - premium * r.value / 100) <= Decimal("0.02") for r in ratios):
                fees[k] = fee.plus(0.3, "arithmetic")
        for k, ratio in enumerate(ratios):
            if any(abs(f.value - premium * ratio.value / 100) <= Decimal("0.02") for f in fees):
                ratios[k] = ratio.plus(0.3, "arithmetic")
        if not fees:
            fees, ratios = _by_share(sheet, premium, outside, ratios)
    put(fields, "prevention_fee", ranked(fees))
    put(fields, "prevention_fee_ratio", ranked(ratios))
    if premium is None:
        premium_of_share(sheet, fields, outside)


def _put_to_use(sheet: Sheet, outside: set[int]) -> list[Candidate]:
    """Sums taken out of what is paid of which the words behind them say that they are for prevention: 从中提留9186元用于替贵公司查隐患."""
    return [
        Candidate(value, unit, token.start, token.stop, 0.6, "prose")
        for unit in sheet.units
        if id(unit) in outside and _FOR_PREVENTION.search(unit.text)
        for token in unit.tokens
        if token.kind in ("amount", "words")
        and _TAKEN_OUT.search(unit.text[: token.start])
        and _FOR_PREVENTION.match(unit.text, token.stop)
        and (value := in_yuan(sheet, unit, token)) is not None
    ]


_TAKEN_OUT = re.compile(
    r"(?:提[取留存]|计提|[列划拨]出|列支|[划拨]付|安排|拿出|留[出足存]|抽出|切出|预留|其中)[^。；;\d]{0,8}(?:人民币|¥|RMB)?\s*$"
)
_FOR_PREVENTION = re.compile(
    r"\s*(?:[(（][^()（）]{0,24}[)）])?[,，]?\s*(?:全部|全额|专项|专门?|单独|统一|今后|另行)*(?:用于|用作|用来|作为|用以|拿来|供)"
    r"(?!.{0,20}(?:税|手续费|佣金|赔[付款偿]))[^。；;\d]{0,16}(?:预防|防灾|防损|隐患|安全服务|技术服务|风险减量|培训|演练|排查)"
)
"""Behind a sum: （占15%）用于替贵公司查隐患、办培训; what is for taxes or for those who sell is none of it."""
_COUNTED = re.compile(r"\s*(?:[次项场期名人家天日年月个]|季度)")
"""What is counted behind a number that is no sum: 隐患排查、培训各1次."""
_RATE = 0.8
"""How much less likely a share is the one set aside where it is one of a column of rates."""


def _is_rate(unit: Unit) -> bool:
    """Whether a share stands in a column of shares, as the rates do by which the premiums of covers are worked out, or between two in
    a row, as in a scale of what is paid."""
    if unit.table is None:
        return False
    around = [
        u is not None and u.table is unit.table and any(t.kind == "ratio" for t in u.tokens)
        for u in (unit.above, unit.below, unit.left, unit.right)
    ]
    return any(around[:2]) or all(around[2:])


_ORDINAL = re.compile(r"\s*\d{1,2}\s*")
_SENTENCE = re.compile(r"(?s)^(?=(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){8}).*(?:[，,；;。]\s*[^\s\d]|[。；;]\s*$)")
_ITEM = re.compile(r"\s*[\[【（(]?\s*")


def _numbers_an_item(c: Candidate) -> bool:
    """Whether a number is that of the sentence which it begins: "[3] 事故预防费＝保险费×15%"; or in a cell beside its own."""
    if _ORDINAL.fullmatch(c.unit.text) and c.unit.right is not None and _SENTENCE.search(c.unit.right.text):
        return True
    return (
        _ITEM.fullmatch(c.unit.text[: c.start].rpartition("\n")[2]) is not None
        and re.match(r"\s*[\]】）)、.]\s*[\u4e00-\u9fff]", c.unit.text[c.stop :]) is not None
    )


_ACROSS = 6
"""Cells beside a share that may hold the sum that it is."""


def _in_row_of_share(premium: Decimal, ratios: list[Candidate], known: list[Candidate]) -> list[Candidate]:
    """Sums in the row of a share that are this share of the premium: 事故预防费 | 按 15% 提取 | 7,894.65; 金额 | 7,894.65 | 比例 | 15%."""
    out: list[Candidate] = []
    held = {c.span() for c in known}
    for ratio in ratios:
        for unit in _row_around(ratio.unit) if ratio.unit.table is not None else ():
            for token in unit.tokens:
                if (
                    token.kind in ("amount", "number")
                    and unit.span(token.start, token.stop) not in held
                    and abs(Decimal(token.value) - premium * ratio.value / 100) <= Decimal("0.02")
                ):
                    out.append(Candidate(Decimal(token.value), unit, token.start, token.stop, 0.5, "arithmetic"))
    return out


def _row_around(unit: Unit) -> Iterator[Unit]:
    """The cells of a row on both sides of one."""
    for side in ("right", "left"):
        at: Unit | None = unit
        for _ in range(_ACROSS):
            at = getattr(at, side) if at is not None else None
            if at is not None and at.table is unit.table:
                yield at


def _can_be_share(c: Candidate) -> bool:
    """Whether a ratio may be the share set aside; what is told in thousandths is what a premium is worked out with."""
    return 0 <= c.value <= 60 and "‰" not in c.unit.text[c.start : c.stop]


def _percent_beside(unit: Unit) -> bool:
    """Whether the cell to the right holds the sign alone: 预防费比例 | 15 | %."""
    return unit.right is not None and unit.right.text.strip(" ()") in ("%", "‰", "百分比")


_OTHER_SHARE = re.compile("税|手续费|佣金|份额|共保|折扣|优惠|首期|定金|订金|分[一二三四两2-4]期|[主从]承|再保")


def _share_of(sheet: Sheet, premium: Decimal, fees: list[Candidate]) -> list[Candidate]:
    """The one share on the paper that the fee is of the premium, whatever words stand beside it: "提存率 9%"."""
    found = [
        Candidate(Decimal(token.value), unit, token.start, token.stop, 0.5, "arithmetic")
        for unit, token in sheet.tokens("ratio")
        if not _OTHER_SHARE.search(_around(sheet, unit, token.start, token.stop))
        and any(
            f.value != premium and abs(f.value - premium * Decimal(token.value) / 100) <= Decimal("0.02") for f in fees
        )
    ]
    return found if len({c.value for c in found}) == 1 else []


def _around(sheet: Sheet, unit: Unit, start: int, stop: int) -> str:
    """The words about a share: its line where that is short, a few characters on both sides in a sentence, its label."""
    label = " ".join(text for text, _, _ in sheet.label(unit, start).options[:1])
    return f"{unit.text if len(unit.text) <= _LONGEST else unit.text[max(0, start - 12) : stop + 8]} {label}"


def _by_share(
    sheet: Sheet, premium: Decimal, outside: set[int], ratios: list[Candidate]
) -> tuple[list[Candidate], list[Candidate]]:
    """A sum under words that nobody knew, beside the share of the premium that it is: "防患经费 4,500.00元（占15%）"."""
    fees: list[Candidate] = []
    shares = list(ratios)
    for unit in sheet.units:
        plain = id(unit) in outside and len(unit.text) <= _LONGEST and not _OTHER_SHARE.search(unit.text)
        sums = [t for t in unit.tokens if t.kind in ("amount", "number", "words")]
        for share in (t for t in unit.tokens if t.kind == "ratio" and 1 < t.value <= 60):
            if not (plain or _OF_SERVICE.search(_clause_of(unit, share.start)) or _is_their_cost(unit, share.start)):
                continue
            for one in sums:
                if abs(Decimal(one.value) - premium * share.value / 100) <= Decimal("0.02"):
                    fees.append(Candidate(Decimal(one.value), unit, one.start, one.stop, 0.4, "arithmetic"))
                    if not ratios:
                        shares.append(Candidate(share.value, unit, share.start, share.stop, 0.4, "arithmetic"))
    return (fees, shares) if len({c.value for c in fees}) == 1 else ([], ratios)


_OF_SERVICE = re.compile(rf"^(?!.*(?:{_OTHER_SHARE.pattern})).*服务(?:费用?|经费)[^。；;]{{0,16}}(?:保费|保险费)")
"""A sentence of the agreements on what the services cost, as a share of the premium: "服务费用按保费20%即8,000元列支", "服务费4800元（保费的16%）"."""


def _is_their_cost(unit: Unit, at: int) -> bool:
    """Whether a clause, or one before it in its sentence, says that something is paid from the premium, and services are named before."""
    before = re.split(r"[。；;]", unit.text[:at])[-1]
    clauses = [*_CLAUSE_ENDS.split(before), _clause_of(unit, at)]
    return any(map(_COSTS.match, clauses)) and _SERVICES.search(before) is not None


_COSTS = re.compile(
    rf"(?!.*(?:{_OTHER_SHARE.pattern}))(?:所需|相关|有关|其|上述)*(?:费用|开支|经费|花费|花销|支出|钱|款项?)[^。；;\d]{{0,12}}(?:保费|保险费)"
)
_SERVICES = re.compile("排查|查[^，,。]{0,4}隐患|培训|安全课|讲课|演练|预防|风险评估|安全检查")
"""费用从保费的16%（11,488元）里出, behind "我们一年内排查隐患四次、做培训两次，不另收钱"."""
_CLAUSE_ENDS = re.compile(r"[。；;\n]|[,，](?!\d{3})")


def _clause_of(unit: Unit, at: int) -> str:
    """The clause around a place of a text, a comma within a sum no end of it."""
    start = max((m.end() for m in _CLAUSE_ENDS.finditer(unit.text, 0, at)), default=0)
    return _CLAUSE_ENDS.split(unit.text[start:])[0]
