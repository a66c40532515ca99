"""Every typed value in a run of text, in one pass: days, moments, sums, ratios, counts, codes.

The order of the alternatives decides what a run of digits is: a day before a code, a code before a sum, a sum with its unit
before a bare number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractor.text.fold import fold
from extractor.values import dates, doc_number, money, policy_no, uscc
from extractor.values.dates import Moment


@dataclass(frozen=True, slots=True)
class Token:
    """A typed value in a text: ``text[start:stop]`` as folded.

    ``kind``: "moment" (value Moment; ``timed`` tells whether an hour is written), "amount" (Decimal yuan, unit or currency
    written), "words" (Decimal from 大写), "ratio" (Decimal percent), "count" (int with 人/名/位), "number" (Decimal, no unit),
    "uscc" (str), "code" (str).
    """

    kind: str
    start: int
    stop: int
    value: Any
    timed: bool = False
    mark: bool = False


_CURRENCY = r"(?:人民币|RMB|CNY|¥|rmb|cny)\s*:?\s*"
_DIGITS = r"(?:\d{1,3}(?:\.\d{3})+\.\d{2}(?!\d)|(?:\d{1,3}(?:[,，]\s?\d{3})+|\d+)(?:\.\d+)?)"
_UNITS = r"(?:亿元|百万元|万元|千元|万圆|元|圆|万(?!户|[\u4e00-\u9fff]{0,2}分之)|亿)"
_MASTER = re.compile(
    r"(?P<glued>(?P<gy>20\d\d)(?P<gs>[-/.])(?P<gm>\d{1,2})(?P=gs)(?P<grun>\d{2,4})(?:[:：](?P<gmi>[0-5]\d)(?P<gsec>[:：][0-5]\d)?|[时点]))"
    rf"|(?P<moment>{dates.DATE.pattern})"
    rf"|(?P<uscc>{uscc.FORM.pattern})"
    r"|(?P<code>(?:(?<![0-9A-Za-z.])(?<![0-9A-Za-z.],)|(?<=[Nn][Oo]\.)|(?<=\.\.))(?=(?:[A-Za-z/-]*\d){6})(?:[A-Za-z0-9](?:[0-9A-Za-z]|[-/](?=[0-9A-Za-z])){6,38}[0-9A-Za-z])(?![0-9A-Za-z]|\.\d(?!\d{3}\s?年)|,\d{3}(?!\d)))"
    r"|(?P<dotted>(?<![0-9A-Za-z·])[A-Z]{2,}[A-Z\d]*(?=(?:[A-Z·]*\d){6})(?:·[A-Z\d]+){2,}(?![0-9A-Za-z·]))"
    rf"|(?P<year_first>{policy_no.YEAR_FIRST.pattern})"
    rf"|(?P<lettered>{policy_no.SERIAL.pattern})"
    r"|(?P<ratio>(?P<rnum>\d{1,3}(?:\.\d+)?)\s*(?:[%％‰]|个百分点)|百分之\s*(?P<rdigits>\d{1,3}(?:\.\d+)?)|百分之(?P<rcn>[〇零一二三四五六七八九十]{1,4})(?:点(?P<rcp>[〇零一二三四五六七八九]{1,4}))?)"
    rf"|(?P<words>(?:人民币|RMB|¥)?\s*:?\s*{money.WORDS.pattern})"
    rf"|(?P<amount>(?:(?P<cur>{_CURRENCY})(?P<anum>\d{{1,3}}(?: \d{{3}})+\.\d{{2}}(?!\d)|{_DIGITS})\s*(?P<aunit>{_UNITS})?|(?P<bnum>{_DIGITS})\s*(?P<bunit>{_UNITS}))(?!\d))"
    rf"|(?P<count>(?<![A-Za-z])(?P<cnum>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s*(?:余)?\s*(?:个)?(?P<cunit>人(?!民)|名|位|员)|(?<![〇一二三四五六七八九十百千两万])(?P<ccn>[一二三四五六七八九两][千百十](?:[〇零一二三四五六七八九十百千两]{{0,7}})|十[一二三四五六七八九]?|[壹贰叁肆伍陆柒捌玖][仟佰拾][零壹贰叁肆伍陆柒捌玖拾佰]{{0,7}})(?:余)?(?:(?:个|名|位)?人(?![民次份均]|以[上下内])|名(?![称义单下录册字词次额])))"
    rf"|(?P<number>(?<![A-Za-z\d])(?<![^.]\.)(?!(?:(?<=[A-Za-z]\d{{3}},)|(?<=[A-Za-z]\d\d,)|(?<=[A-Za-z]\d,))\d{{3}}(?!\d))(?:(?<![年月日号时点分元圆万亿])-)?{_DIGITS}(?![A-Za-z\d]))"
)


# "100/3000/6000万元" are three sums and no code
_PARALLEL = re.compile(r"\d{1,6}(?:/\d{1,6}){1,3}|[1-9]\d{0,5}000(?:/[1-9]\d{0,5}000){1,3}")
_COUNTED = re.compile(r"\s*(?:亿|万|千元|元|人|名|位)")


def _rises(code: str) -> bool:
    """Whether numbers with "/" between them grow like limits for a person, an accident and all (50/1000/2000), and are
    neither a day (01/07/2025) nor a year with a running number (2025/30771)."""
    parts = code.split("/")
    values = [int(p) for p in parts]
    if any(p.startswith("0") for p in parts) or any(1990 <= v <= 2100 for v in (values[0], values[-1]) if v != 2000):
        return False
    return values == sorted(values) and values[0] < values[-1]


# "3.4 每次事故免赔额 无": what numbers a paragraph is no value of it
_PARAGRAPH = re.compile(
    r"[1-9]\d?(?:\.[1-9]\d?){1,2}[\s、.]*(?![元万亿人名位倍米年月日天时个件次起折度级公吨平立])[\u4e00-\u9fff]{2}"
)
# A line that breaks within a document's number leaves "应急监二〔2023〕" above and "84号" below.
_BROKEN_OFF = re.compile(r"[\u4e00-\u9fff]\s?[〔﹝]\s?\d{0,4}(?:\s?[〕﹞]\s?(?:第\s?)?\d{0,5})?\s*$")
_GOING_ON = re.compile(
    r"(?:\d{0,4}\s?[〕﹞]\s?(?:第\s?)?\d{1,5}\s?号|(?:第\s?)?\d{1,5}\s?号(?=文|规定|要求|通知|[)）》」]))"
)
# "特别约定:1.保险人……。2.争议……": what numbers a sentence is none either
_ITEM = re.compile(r"(?:(?<=:)1\.|(?<=[。;])[1-9]\d?[.、])\s?(?![元万亿人名])[\u4e00-\u9fff]{2}")

# "from 00:00 on 2025-08-01": the hour before its day, unless it ends a day before it
_CLOCK_AHEAD = re.compile(
    r"(?<![\d日号时点:]\s)(?<![\d日号时点:])([01]?\d|2[0-4]):([0-5]\d)(?::[0-5]\d)?\s*(?:hrs?\.?|hours?|am|noon|midday|midnight)?\s*(?:on|of|,)?\s*(?:the\s*)?$"
)


_WIDE = re.compile(r"\s*([1-9](?: 0){1,3})\s*")
"""A round number alone whose figures are printed so far apart that they were read one by one."""


@lru_cache(maxsize=4096)
def scan(text: str) -> tuple[Token, ...]:
    """The typed values of ``text``, left to right, never overlapping.

    >>> [(t.kind, str(t.value)) for t in scan("参保62名，保费¥19,859.00（占13%）")]
    [('count', '62'), ('amount', '19859.00'), ('ratio', '13')]
    >>> [t.value.isoformat() for t in scan("2024年6月2日-2024年6月3日")]
    ['2024-06-02T00:00', '2024-06-03T00:00']
    >>> [str(t.value) for t in scan("按百分之十一点五提取，百分之二十点零五为限，百分之十点收")]
    ['11.5', '20.05', '10']
    >>> [(t.kind, str(t.value)) for t in scan("按保险费的百分之11.5列支")]
    [('ratio', '11.5')]
    >>> [t.value.isoformat() for t in scan("自2024年3月1日零时起至2025年2月28日二十四时止")]
    ['2024-03-01T00:00', '2025-02-28T24:00']
    >>> scan("GNY283,976.49")  # its first digits belong to something else: its last ones are no value
    ()
    >>> [(t.kind, t.value) for t in scan("№ XL·AZ·361002·2024·0752")]
    [('code', 'XL·AZ·361002·2024·0752')]
    >>> scan("3.4 每次事故免赔额无"), [str(t.value) for t in scan("每次事故免赔额 3.4 由企业承担")]
    ((), ['3.4'])
    >>> scan("特别约定：1.保险人提供服务。2.争议由法院管辖；3、其他"), [str(t.value) for t in scan("死亡：1、重伤：2；合计：3.5")]
    ((), ['1', '2', '3.5'])
    >>> [str(t.value) for t in scan("按应急监二〔2023〕84号文件提取12%")]  # neither the year nor the serial is a value
    ['12']
    >>> [(t.kind, str(t.value)) for t in (*scan("12000000元"), *scan("6 0"), *scan("6 5"))]  # a cell of a scan, whose print is wide
    [('amount', '12000000.00'), ('number', '60'), ('number', '6'), ('number', '5')]
    """
    text = fold(text)
    if (wide := _WIDE.fullmatch(text)) is not None:
        return (Token("number", *wide.span(1), Decimal(wide[1].replace(" ", ""))),)
    tokens: list[Token] = []
    at = 0
    while match := _MASTER.search(text, at):
        token = _token(text, match)
        if token is None and match.group("glued"):  # a day with its own digits only: read it without the hour
            plain = dates.DATE.match(text, match.start())
            day = dates.to_date(plain) if plain else None
            token = Token("moment", match.start(), plain.end(), Moment(day)) if plain and day else None
        if token is None:
            at = match.start() + 1
            # a refused run of digits is skipped whole, lest its tail be read as a value
            while at < match.end() and text[at - 1].isalnum() and text[at].isascii() and text[at].isalnum():
                at += 1
            continue
        while tokens and tokens[-1].stop > token.start:  # the hour before a day belongs to it
            tokens.pop()
        tokens.append(token)
        at = token.stop
    return _without_cited(text, tokens)


def _without_cited(text: str, tokens: list[Token]) -> tuple[Token, ...]:
    """The values that are no part of the number of a document or a standard: its year and its serial count nothing."""
    if not any(token.kind == "number" for token in tokens):
        return tuple(tokens)
    cited = [(start, stop) for start, stop, _ in doc_number.find_all(text.replace("\n", " "))]
    if half := _BROKEN_OFF.search(text):
        cited.append(half.span())
    if half := _GOING_ON.match(text):
        cited.append(half.span())
    if not cited:
        return tuple(tokens)
    return tuple(
        token
        for token in tokens
        if token.kind != "number" or not any(start <= token.start and token.stop <= stop for start, stop in cited)
    )


def _unglue(group: Mapping[str, str | None]) -> Moment | None:
    """The moment in "2026-01-0212:00" or "2024-03-060时": recognisers drop the blank between a day and its hour.

    None where the digits after the month are a day alone.
    """
    year, month, run = int(group["gy"] or 0), int(group["gm"] or 0), group["grun"] or ""
    padded = (group["gm"] or "").startswith("0") or run.startswith("0")
    for size in (2, 1) if padded or not group["gsec"] else (1, 2):
        day, hour = run[:size], run[size:]
        if not hour or len(hour) > 2 or int(hour) > 24:
            continue
        try:
            return Moment(date(year, month, int(day)), int(hour), int(group["gmi"] or 0))
        except ValueError:
            continue
    return None


def _token(text: str, match: re.Match[str]) -> Token | None:
    kind = match.lastgroup
    start, stop = match.span()
    group = match.groupdict()
    if group["glued"]:
        moment = _unglue(group)
        return None if moment is None else Token("moment", start, stop, moment, timed=True)
    if group["moment"]:
        return _moment(text, match)
    if group["uscc"]:
        return Token("uscc", start, stop, match[0])
    if group["code"]:
        return _code(text, start, match[0])
    if group["year_first"] or group["dotted"]:
        return Token("code", start, stop, match[0])
    if group["lettered"]:
        begin = policy_no.office_before(text, start)
        return Token("code", begin, stop, text[begin:stop]) if begin < start else None
    if group["ratio"]:
        return _ratio(match)
    if group["words"]:
        return _words(text, match)
    if group["amount"]:
        return _amount(match)
    if group["ccn"]:
        people = money.whole(group["ccn"])
        return None if people is None else Token("count", start, stop, people)
    if group["count"]:
        return Token("count", start, stop, int(group["cnum"].replace(",", "")))
    if _ITEM.match(text, start):
        return None
    if _PARAGRAPH.match(text, start) and not text[text.rfind("\n", 0, start) + 1 : start].strip():
        return None
    value = money.number(group["number"]) if group["number"] else None
    return None if value is None or kind is None else Token("number", start, stop, value)


def _moment(text: str, match: re.Match[str]) -> Token | None:
    """A day with the hour behind or before it; None where no calendar has the day."""
    start, stop = match.span()
    day = dates.to_date(match)
    if day is None:
        return None
    clock = dates.time_after(text, stop)
    before = max(0, start - 32)
    if clock is None and (ahead := _CLOCK_AHEAD.search(text[before:start])) is not None:
        return Token("moment", before + ahead.start(), stop, Moment(day, int(ahead[1]), int(ahead[2])), timed=True)
    if clock is None:
        return Token("moment", start, stop, Moment(day))
    return Token("moment", start, clock[2], Moment(day, clock[0], clock[1]), timed=True)


_IN_YUAN = re.compile(rf"\s*({_UNITS})(?!\d)")
_LONGEST_SUM = 12
"""Digits of a sum without marks between them: 12000000元."""


def _code(text: str, start: int, code: str) -> Token | None:
    """A code, or the sum or number that a short run of digits, or the first of two side by side, is."""
    stop = start + len(code)
    if _PARALLEL.fullmatch(code) and (_COUNTED.match(text, stop) or _rises(code)):
        first = code.partition("/")[0]
        return Token("number", start, start + len(first), money.number(first))
    if code.isdigit() and len(code) <= _LONGEST_SUM and (unit := _IN_YUAN.match(text, stop)) is not None:
        return _sum(code, unit[1], start, unit.end(), mark=False)
    if code.isdigit() and len(code) < 10:
        return Token("number", start, stop, money.number(code))
    return Token("code", start, stop, code)


def _ratio(match: re.Match[str]) -> Token | None:
    """A ratio in percent, from digits or from characters."""
    if match["rnum"]:
        value = Decimal(match["rnum"]) / (10 if match[0].endswith("‰") else 1)
        return Token("ratio", match.start(), match.end(), value)
    if match["rdigits"]:
        return Token("ratio", match.start(), match.end(), Decimal(match["rdigits"]))
    percent = dates.chinese_int(match["rcn"])
    if percent is None:
        return None
    part = "".join(str(dates.chinese_int(digit)) for digit in match["rcp"] or "")
    return Token("ratio", match.start(), match.end(), Decimal(f"{percent}.{part}" if part else percent))


def _words(text: str, match: re.Match[str]) -> Token | None:
    """A sum in characters; None for what is half a sum or the unit of others."""
    start, stop = match.span()
    value = money.words_to_amount(match[0])
    if match[0][0] in "百千佰仟万亿":
        return None  # 千元 over a column is the unit of its sums
    if text[stop : stop + 1] in money.NUMERALS:  # cut at a line's end: half a sum is no sum
        return None
    if text[max(0, start - 1) : start] in money.NUMERALS or text[:start] in ("万", "亿"):  # or at a line's beginning
        return None
    return None if value is None else Token("words", start, stop, value, mark="人民币" in match[0])


def _amount(match: re.Match[str]) -> Token | None:
    """A sum in digits with its unit or its sign."""
    digits, unit = (match["anum"], match["aunit"]) if match["anum"] else (match["bnum"], match["bunit"])
    return _sum(digits.replace(" ", ""), unit, match.start(), match.end(), mark=bool(match["cur"]))


def _sum(digits: str, unit: str | None, start: int, stop: int, *, mark: bool) -> Token | None:
    value = money.number(digits)
    if value is None:
        return None
    yuan = (value * money.SCALE[unit or ""]).quantize(Decimal("0.01"))
    return Token("amount", start, stop, yuan, mark=mark)
