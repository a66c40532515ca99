"""What the policy costs, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from extractor.covers.meaning.sums import scale_of
from extractor.covers.table import Coverages
from extractor.evidence.candidates import Candidate, by_token, derived, ranked
from extractor.evidence.concepts import formula, meaning
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds.base import put
from extractor.kinds.policy.earlier import told_of_then
from extractor.kinds.policy.items_beside_premium import beside_items, with_its_tax
from extractor.kinds.policy.reckoned import by_the_head, is_rate, is_reckoned
from extractor.kinds.policy.reductions import charged
from extractor.kinds.policy.shares import is_of_one_insurer
from extractor.record import Reading
from extractor.values.scan import Token

PREMIUM = formula(
    "premium",
    "total digits amount",
    "limit prevention ratio fee deductible per_person per_accident aggregate tax words",
)

TOTAL = formula(
    "total|digits",
    "amount",
    "limit prevention ratio fee deductible per_person per_accident aggregate tax employees count insured_count",
)

PREMIUM_WORDS = formula(
    "premium|words|total", "total words", "limit prevention deductible per_person per_accident aggregate fee"
)


def in_yuan(sheet: Sheet, unit: Unit, token: Token) -> Decimal | None:
    """A sum in yuan; a bare number takes the unit that its label or its column's header names."""
    if token.kind != "number":
        return Decimal(token.value)
    label = sheet.label(unit, token.start)
    scale = next(
        (
            scale_of(text)
            for text, _, _ in label.options
            if ("元" in text or _IN_WAN.search(text)) and not _HOLDS_SUM.search(text)
        ),
        None,
    ) or scale_of(named[0] if (named := _UNIT_OF_LINE.search(unit.text, 0, token.start)) else _corner(unit))
    return (Decimal(token.value) * scale).quantize(Decimal("0.01"))


_HOLDS_SUM = re.compile(r"\d\s*[百千万亿]*元|[零壹贰叁肆伍陆柒捌玖拾佰仟]{2}")
"""Another sum, whose unit is its own."""
_IN_WAN = re.compile(r"[(（]万[)）]")
_UNIT_OF_LINE = re.compile(r"[(（]\s*(?:金额)?单位\s*[:：]?\s*(?:人民币)?万?元\s*[)）]")
"""The unit of all bare sums of a line, before the first of them: 责任限额（单位：万元）　每人：80.00　累计：1,600.00."""
_UNIT_AT_END = re.compile(r"[(（].{0,6}元[)）]\s*$")
_MOST_ROWS = 40


def _corner(unit: Unit) -> str:
    """The head of the labels' column where it names the unit of all sums beside them: 保障责任(万元) over 每次事故总限额."""
    top = unit.left
    while top is not None and top.tokens:
        top = top.left
    for _ in range(_MOST_ROWS):
        if top is None or top.above is None or top.above.table is not unit.table:
            break
        top = top.above
    return top.text if top is not None and top.cell is not None and _UNIT_AT_END.search(top.text) else ""


def put_premium(sheet: Sheet, fields: dict[str, Reading[Any]], covers: Coverages | None, outside: set[int]) -> None:
    """``premium`` and ``premium_words``; ``outside``: ids of the units that tell of the whole policy, not of an item or of another year."""
    listed = covers.units if covers else frozenset()
    closing = covers.units | covers.closing if covers else frozenset()
    words = _spelled(sheet, {*outside, *listed})
    put(fields, "premium_words", words)
    parts = [r.value("premium") for r in covers.rows if r.value("premium") is not None] if covers else []
    summed = sum(parts, Decimal(0)) if len(parts) >= 2 else None
    said = {c.value for c in words}
    labelled = _sums(sheet, said, summed)
    # Digits and words outside the list agree: what its own last line adds up tells the items, not the premium
    twice = {c.value for c in labelled if c.value in said and c.score >= 0.8 and id(c.unit) not in listed}
    twice |= {c.value for c in words if id(c.unit) not in listed and _in_digits_beside(c)}
    adds_up = {summed} - {None} if not twice or summed in twice else set()
    found = []
    for c in labelled:
        of_an_item = c.value in parts and c.value != summed
        if id(c.unit) not in outside or (id(c.unit) in listed and of_an_item):
            continue
        if twice and c.value == summed and summed not in twice and id(c.unit) in closing:
            continue
        bonus = 0.3 * (c.value in said) + 0.3 * (c.value in adds_up) - 0.25 * of_an_item
        beside_words = any(t.kind == "words" for t in c.unit.tokens)
        found.append(c.plus(bonus + 0.1 * beside_words))
    total = covers.total if covers is not None else None
    if total is not None and not found:
        fields["premium"] = total
        return
    if total is not None:
        found = [c.plus(0.1 * (c.value == total.value and (not twice or c.value in twice))) for c in found]
    put(fields, "premium", ranked(found or by_the_head(sheet, outside)))
    if "premium" not in fields and words and words[0].score >= 0.6:  # a letter writes it in words only
        fields["premium"] = derived(fields["premium_words"], words[0].value, "words")
    # Words and items agree and the digits found agree with neither: the digits are another sum, not the premium
    spelled = fields.get("premium_words")
    if (
        spelled is not None
        and summed is not None
        and spelled.value == summed
        and fields.get("premium", spelled).value != summed
    ):
        fields["premium"] = derived(spelled, spelled.value, "words")
    with_its_tax(sheet, fields, ranked(c for c in labelled if c.value in said))
    beside_items(sheet, fields, covers, summed)


def _spelled(sheet: Sheet, schedule: Collection[int]) -> list[Candidate]:
    """Sums in words that may be the premium: by their label, else by being the only kind of sum that is spelled in the ``schedule``
    (ids of its units), where no agreement speaks of other sums."""
    words = [
        Candidate(c.value, c.unit, c.start, c.stop, c.score, c.how) for c in by_token(sheet, ("words",), PREMIUM_WORDS)
    ]
    if not words:
        words = [
            Candidate(t.value, u, t.start, t.stop, 0.5, "form")
            for u, t in sheet.tokens("words")
            if t.value >= 100 and id(u) in schedule and not _names_another_sum(sheet, u, t)
        ]
    return ranked(c.plus(_called_premium(sheet, c)) for c in words)


def _in_digits_beside(words: Candidate) -> bool:
    """Whether a sentence on the premium writes the same sum in digits right beside its words: 人民币伍万元整（50,000.00元）为总保险费."""
    text, left = words.unit.text, words.unit.left
    said = text if left is None or words.unit.cell is None else f"{left.text} {text}"
    return _PREMIUM_SAID.search(said) is not None and any(
        t.kind in ("amount", "number")
        and t.value == words.value
        and (_BESIDE.fullmatch(text, words.stop, t.start) or _BESIDE.fullmatch(text, t.stop, words.start))
        for t in words.unit.tokens
    )


_PREMIUM_SAID = re.compile("(?<!最低)(?:保险费|保费)")
_BESIDE = re.compile(r"[\s()（）:：,，即计为]*(?:小写|大写)?[\s()（）:：]*(?:人民币)?[¥￥]?\s*")


def _called_premium(sheet: Sheet, candidate: Candidate) -> float:
    options = sheet.label(candidate.unit, candidate.start).options
    return 0.1 * meaning(options[0][0]).has("premium") if options else 0.0


def _sums(sheet: Sheet, said: Collection[Any], summed: Decimal | None) -> list[Candidate]:
    """Sums labelled as premium or total, and those that the words (``said``) or the items (``summed``) repeat."""

    def scaled(unit: Unit, token: Token) -> Decimal | None:
        """The sum in yuan: a bare number under "保费（万元）" counts ten thousands."""
        if told_of_then(unit, token.start) or is_rate(unit, token):
            return None
        plain, value = sum_value(unit, token), in_yuan(sheet, unit, token)
        return value if value is not None and value >= 100 and value != plain else plain

    labelled = [
        *by_token(sheet, ("amount", "number"), PREMIUM, value=scaled),
        *(c.plus(-0.15) for c in by_token(sheet, ("amount", "number"), TOTAL, value=scaled)),
    ]
    labelled = [c for c in labelled if c.value in said or c.value == summed or not _is_no_sum(sheet, c)]
    labelled = [c for c in labelled if c.value in said or not _is_share(sheet, c)]
    labelled = _after_rating(sheet, labelled)
    labelled = [c for c in labelled if c.value in said or c.value == summed or not _in_cell_of_fee(sheet, c)]
    known = {(id(c.unit), c.start) for c in labelled}
    # A sum that the words or the items repeat is the premium whatever stands beside it
    for unit, token in sheet.tokens("amount", "number"):
        value = sum_value(unit, token)
        if value is not None and (value in said or value == summed) and (id(unit), token.start) not in known:
            labelled.append(Candidate(value, unit, token.start, token.stop, 0.35, "arithmetic"))
    return labelled


_BEFORE_RATING = re.compile(
    r"(?:(?:标准|基准|基本|基础|优惠前|折前|折扣前|浮动前|调整前|原)(?:年)?(?:保险费|保费)|原价|最低保?费|(?:保险费|保费)小计|不含税(?:保险费|保费|金额)?)\s*[:：]?\s*[¥￥]?\s*$"
)
"""Before the sum that a discount is taken off, which is the premium only where no other is told."""


_AFTER_RATING = re.compile(
    r"(?:(?:优惠|折扣?|浮动|调整|减免)后(?:的)?(?:年|应[收缴交]|实[收缴交际])?(?:保险费|保费)?|现价|价税合计)\s*(?:为|[:：])?\s*[¥￥]?\s*$"
)


def _after_rating(sheet: Sheet, labelled: Sequence[Candidate]) -> list[Candidate]:
    """The sums without doubt of the one before a discount, and with the one that is told to be left after it."""
    after = [
        Candidate(value, unit, token.start, token.stop, 0.9, "inline")
        for unit, token in sheet.tokens("amount", "number")
        if _AFTER_RATING.search(unit.text[: token.start]) and (value := sum_value(unit, token)) is not None
    ]
    left, beside = charged(sheet)
    after += left
    places = {(id(c.unit), c.start) for c in after}
    before = [
        c.plus(-0.2 * (c.value in beside or _BEFORE_RATING.search(c.unit.text[: c.start]) is not None))
        for c in labelled
    ]
    return [*(c for c in before if (id(c.unit), c.start) not in places), *after]


def _names_another_sum(sheet: Sheet, unit: Unit, token: Token) -> bool:
    """Whether the nearest words before a sum say that it is a limit or a deductible, hence no premium."""
    if _OF_A_DEDUCTIBLE.match(unit.text, token.stop):
        return True
    if is_reckoned(unit, token):
        return False
    options = sheet.label(unit, token.start).options
    if not options or options[0][2] not in ("inline", "cell-left", "left"):
        return False
    said = meaning(options[0][0])
    return said.any("deductible", "per_person", "per_accident") and not said.any("premium", "total", "words")


_OF_A_DEDUCTIBLE = re.compile(
    r"\s*[)）]?\s*(?:整|正)?的?(?:绝对|相对)?(?:免赔|自负|扣减|起赔)|[^，,。；;]{0,6}(?:自行?承担|自负)"
)
"""Words right behind a sum by which it is what the insured bears: 先减去人民币一千五百元的免赔额."""


def sum_value(unit: Unit, token: Token) -> Decimal | None:
    value = Decimal(token.value).quantize(Decimal("0.01"))
    written = unit.text[token.start : token.stop]
    if token.kind == "number" and "." not in written and "," not in written and value < 100:
        return None
    return value if value > 0 else None


def premium_of_share(sheet: Sheet, fields: dict[str, Reading[Any]], outside: set[int]) -> None:
    """The premium, under words that nobody knew, as the sum of which the prevention fee is the printed share."""
    fee, ratio = fields.get("prevention_fee"), fields.get("prevention_fee_ratio")
    if fee is None or ratio is None or not ratio.value:
        return
    found = [
        Candidate(value, unit, token.start, token.stop, 0.5, "arithmetic")
        for unit, token in sheet.tokens("amount", "number")
        if id(unit) in outside
        and (value := sum_value(unit, token)) is not None
        and value != fee.value
        and abs(fee.value - value * ratio.value / 100) <= Decimal("0.02")
    ]
    put(fields, "premium", ranked(found))


def _is_share(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether a sum is what one of several insurers gets: in a column of 保费份额, or in the line of its share."""
    if is_of_one_insurer(sheet, candidate.unit):
        return True
    options = sheet.label(candidate.unit, candidate.start).options
    return candidate.unit.cell is not None and any("份额" in text for text, _, how in options if how == "header")


def _in_cell_of_fee(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether words of how it is reckoned alone name the premium, in the cell of the prevention fee: 事故预防费 | 按保费15%计提，4296元."""
    if candidate.how != "inline":
        return False
    options = sheet.label(candidate.unit, candidate.start).options
    beside = [meaning(text.partition("|")[0]) for text, _, how in options if how in ("cell-left", "left")]
    return any(said.has("prevention") and not said.has("premium") for said in beside)


_MEASURE = re.compile(r"吨|千瓦|kW|公里|平方米|㎡|马力|[台辆艘户]数", re.I)
"""What counts no money in the header of a list of sites, ships or cars."""


def _is_no_sum(sheet: Sheet, candidate: Candidate) -> bool:
    """Whether a bare number stands in a column whose header counts people or measures: a list of sites or ships and its last line."""
    if candidate.unit.cell is None or any(t.kind == "amount" for t in candidate.unit.tokens):
        return False
    headers = [text for text, _, how in sheet.label(candidate.unit, candidate.start).options if how == "header"]
    counts = any(meaning(text).any("count", "employees", "insured_count") or _MEASURE.search(text) for text in headers)
    return counts and not any(meaning(text).any("premium", "amount") for text in headers)
