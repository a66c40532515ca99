"""Sums of money as written on Chinese insurance papers: digits with 元/万元/亿元, and 大写 in words. Values are yuan."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGIT = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGIT.update({c: i for i, c in enumerate("〇一二三四五六七八九")})
_DIGIT.update({"两": 2, "貳": 2, "參": 3, "陸": 6, "弍": 2, "幺": 1, "叄": 3, "贰": 2, "染": 7, "捌": 8, "玫": 9})
_UNIT = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_WORD = "零壹贰叁肆伍陆柒捌玖〇一二三四五六七八九两貳參叄陸弍拾十佰百仟千"

NUMERALS = frozenset("零壹贰叁肆伍陆柒捌玖拾佰仟")

SCALE = {"": Decimal(1), "元": Decimal(1), "圆": Decimal(1), "万": Decimal(10000), "万元": Decimal(10000), "千元": Decimal(1000), "百万元": Decimal(1000000),
         "亿": Decimal(100000000), "亿元": Decimal(100000000), "万圆": Decimal(10000), "百万": Decimal(1000000)}  # fmt: skip

MOST = Decimal(10) ** 15
"""Yuan from which digits are no sum of anybody's: all insurance of the country together is below a hundredth of it. What
is longer is a number of another kind or damage, and would not fit the context that sums are rounded in."""

# At least one big numeral or 元, so that "一次" and "三者" are not sums.
WORDS = re.compile(
    rf"[{_WORD}][{_WORD}万亿\s]*(?:[元圆圓](?:\s*[{_WORD}]\s*角)?(?:\s*零?\s*[{_WORD}]\s*分)?\s*[整正]?|[整正])"
)


def words_to_amount(text: str) -> Decimal | None:
    """The sum that the words say, right or wrong; None where they are no number.

    >>> words_to_amount("人民币壹万玖仟捌佰伍拾玖元整"), words_to_amount("伍万肆仟零伍拾捌元叁角叁分")
    (Decimal('19859.00'), Decimal('54058.33'))
    >>> words_to_amount("贰佰万元"), words_to_amount("叁拾萬圆整")
    (Decimal('2000000.00'), Decimal('300000.00'))
    """
    body = "".join(text.split()).replace("萬", "万").replace("億", "亿").replace("圓", "元").replace("圆", "元")
    body = re.sub(r"^(?:人民币|RMB|CNY|¥)[:]?", "", body).rstrip("整正")
    whole, mark, rest = body.partition("元")
    if not mark and re.search(r"[角分]", body):
        whole, rest = "", body
    yuan = _integer(whole) if whole else 0
    if yuan is None:
        return None
    fen = 0
    for unit, worth in (("角", 10), ("分", 1)):
        match = re.search(rf"([{_WORD}]){unit}", rest)
        if match:
            fen += _DIGIT.get(match[1], 0) * worth
    leftover = re.sub(rf"[{_WORD}][角分]|零", "", rest)
    if leftover or (not whole and not fen) or yuan >= MOST:
        return None
    return (Decimal(yuan) + Decimal(fen) / 100).quantize(Decimal("0.01"))


def whole(words: str) -> int | None:
    """A whole number in words.

    >>> whole("一百四十二"), whole("两千零五"), whole("十六"), whole("三个")
    (142, 2005, 16, None)
    """
    return _integer(words)


def _integer(words: str) -> int | None:
    """A whole number in words, by sections of 万 and 亿."""
    total = section = digit = 0
    seen = False
    for char in words:
        if char in _DIGIT:
            digit, seen = _DIGIT[char], True
        elif char in _UNIT:
            section += (digit or 1) * _UNIT[char]
            digit, seen = 0, True
        elif char in "万亿":
            worth = 10_000 if char == "万" else 100_000_000
            section = (section + digit) or (1 if not seen else 0)
            total = (total + section) * worth if char == "亿" else total + section * worth
            section = digit = 0
        else:
            return None
    return total + section + digit if seen else None


_NUMBER = re.compile(
    r"^[^\d-]{0,6}(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?(亿元|百万元|万元|千元|万圆|百万|元|圆|亿|万)?[^\d]{0,4}$"
)


def number(text: str) -> Decimal | None:
    """Digits with optional thousands commas, nothing scaled; None from ``MOST`` on. Callers give the run they matched."""
    if text.count(".") > 1:  # "1.500.00": a recogniser's point for a comma
        text = text.replace(".", "", text.count(".") - 1)
    try:
        value = Decimal(text.replace(",", "").replace("，", "").replace(" ", ""))
    except ArithmeticError:
        return None
    return value if abs(value) < MOST else None


def parse(text: str, scale: Decimal = Decimal(1)) -> Decimal | None:
    """The one sum in ``text`` (folded), in yuan; ``scale`` applies where the text has no unit of its own.

    >>> parse("RMB 500,000.00"), parse("30万元"), parse("50", Decimal(10000)), parse("/")
    (Decimal('500000.00'), Decimal('300000.00'), Decimal('500000.00'), None)
    """
    bare = "".join(text.split())
    match = _NUMBER.match(bare)
    if match is None:
        words = WORDS.search(bare)
        return words_to_amount(words[0]) if words else None
    value = number(match[1] + (match[2] or ""))
    if value is None:
        return None
    return (value * (SCALE[match[3]] if match[3] else scale)).quantize(Decimal("0.01"))


def format(amount: Decimal) -> str:
    """Two decimals with thousands commas, as printed on papers.

    >>> format(Decimal("19859"))
    '19,859.00'
    """
    return f"{amount:,.2f}"


def to_words(amount: Decimal) -> str:
    """The sum in 大写, whole fen.

    >>> to_words(Decimal("54058.33")), to_words(Decimal("100010"))
    ('伍万肆仟零伍拾捌元叁角叁分', '壹拾万零壹拾元整')
    """
    fen = int((amount * 100).to_integral_value())
    yuan, jiao, last = fen // 100, fen // 10 % 10, fen % 10
    numerals = "零壹贰叁肆伍陆柒捌玖"
    groups: list[str] = []
    rest, place = yuan, 0
    while rest:
        part, rest = rest % 10000, rest // 10000
        words, gap = "", False
        for power, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = part // power % 10
            if digit:
                words += ("零" if gap else "") + numerals[digit] + unit
                gap = False
            elif words:
                gap = True
        if part:
            lead = "零" if rest and part < 1000 else ""
            groups.insert(0, lead + words + ("", "万", "亿", "万亿")[place])
        elif groups and not groups[0].startswith("零") and rest:
            groups.insert(0, "零")
        place += 1
    out = ("".join(groups) + "元") if yuan else ""
    if jiao:
        out += numerals[jiao] + "角"
    elif last and yuan:
        out += "零"
    return out + (numerals[last] + "分" if last else "整") if fen else "零元整"
