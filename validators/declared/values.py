"""What a cell of the platform's table says, by the kind of its field, and whether the paper says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from extractor.values import dates
from extractor.values.dates import Moment
from validators.alike import ALIKE, nearly
from validators.company import has_legal_form
from validators.facts import Fact, cut_off, fold

UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "百万元": Decimal(1_000_000),
         "亿元": Decimal(100_000_000), "%": Decimal(1), "‰": Decimal("0.1"), "1": Decimal(100)}  # fmt: skip
"""Units of sums in yuan, and of ratios in percent (``1``: 0.12 means 12 %)."""
DATES = ("auto", "YYYY-MM-DD", "YYYYMMDD", "DD/MM/YYYY", "MM/DD/YYYY", "excel", "epoch", "epoch_ms")
FEN = Decimal("0.005")
"""Half a fen: sums that print alike to the fen are one sum."""
PERCENT = Decimal("0.005")
"""Half of the second decimal of a percentage, the last that papers print."""
SURE = 0.8
"""Below this confidence of a reading a near value may be a misread character, and nobody is accused by it."""
NOT_SECOND = Decimal(10_000)
"""A sum that differs by exactly this is in 万元; without a unit nobody can say which of the two was meant."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says. ``value`` is None where its words were not understood. ``slack`` is half a unit of its last
    written digit (yuan, percent) where it was scaled; ``unit`` "" where nothing names it. ``listed``: the mapping lists
    the words, so that other words mean another thing."""

    kind: str
    text: str
    value: Any
    slack: Decimal = Decimal(0)
    unit: str = ""
    listed: bool = False


def said(kind: str, text: str, unit: str = "", written: str = "", listed: bool = False) -> Said:
    """The cell's words as a value of that kind.

    >>> said("amount", "12.18", "万元").value, said("amount", "￥121,800.00").value, said("ratio", "0.12", "1").value
    (Decimal('121800.00'), Decimal('121800.00'), Decimal('12.00'))
    >>> said("day", "31/12/2024", written="DD/MM/YYYY").value, said("day", "2024年3月1日").value
    (datetime.date(2024, 12, 31), datetime.date(2024, 3, 1))
    >>> said("count", "约30人").value is None
    True
    """
    if kind in ("amount", "ratio"):
        return _quantity(kind, text, unit)
    if kind == "count":
        bare = fold(text).replace(",", "").removesuffix("人").removesuffix("名").removesuffix(".0")
        return Said(kind, text, int(bare) if bare.isdigit() else None)
    if kind == "day":
        return Said(kind, text, _day(text, written))
    return Said(kind, text, fold(text), listed=listed)


_NUMBER = re.compile(r"(?:RMB|CNY|人民币|¥|￥)?(-?\d[\d,]*(?:\.\d+)?)(亿元|百万元|万元|千元|元|万|亿|%|‰)?")


def _quantity(kind: str, text: str, unit: str) -> Said:
    found = _NUMBER.fullmatch(fold(text))
    if found is None:
        return Said(kind, text, None, unit=unit)
    own = {"万": "万元", "亿": "亿元"}.get(found[2] or "", found[2] or "")
    unit = own or unit
    scale = UNITS.get(unit, Decimal(1))
    try:
        number = Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return Said(kind, text, None, unit=unit)
    places = -int(number.as_tuple().exponent)
    rounded = scale > 1 if kind == "amount" else places > 0  # a whole yuan or percent is meant as it stands
    rough = scale * Decimal(5).scaleb(-places - 1) if rounded else Decimal(0)
    return Said(kind, text, number * scale, rough, unit)


_ORDERS = {"DD/MM/YYYY": (3, 2, 1), "MM/DD/YYYY": (3, 1, 2)}


def _day(text: str, written: str) -> date | datetime | None:
    bare = " ".join(text.replace("：", ":").split())
    try:
        if written == "excel" or (written in ("", "auto") and re.fullmatch(r"[34]\d{4}(\.\d+)?", bare)):
            return datetime(1899, 12, 30) + timedelta(days=float(bare))
        if written in ("epoch", "epoch_ms") or (written in ("", "auto") and re.fullmatch(r"1\d{12}", bare)):
            seconds = float(bare) / (1 if written == "epoch" else 1000)
            return datetime(1970, 1, 1) + timedelta(seconds=seconds, hours=8)  # the platform's clock is Beijing's
        if order := _ORDERS.get(written):
            parts = re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", bare)
            return date(*(int(parts[i]) for i in order)) if parts else None
    except (ValueError, OverflowError):
        return None
    day = dates.parse(bare)
    clock = re.search(r"[T ](\d{1,2}):(\d{2})", bare)
    if day is None or clock is None or int(clock[1]) > 24 or int(clock[2]) > 59:
        return day
    return datetime(day.year, day.month, day.day) + timedelta(hours=int(clock[1]), minutes=int(clock[2]))


# --- the paper beside it ---------------------------------------------------------------------------------------------


def agree(told: Said, fact: Fact) -> tuple[bool | None, str]:
    """Whether the paper says what the platform was told: (True, ""), (False, ""), or (None, why that cannot be said)."""
    if told.value is None:
        return None, f"“{told.text}” was not understood"
    if fact.state == "absent":
        return None, fact.why or "not on the papers"
    judge = _KINDS[told.kind]
    if fact.state == "contradicted":
        return None, "the papers disagree among themselves"
    if judge(told, fact.value, fact) is True:
        return True, ""
    if any(judge(told, doubt, fact) is True for doubt in fact.doubts):
        return None, "a second reading of the paper agrees"
    answer = judge(told, fact.value, fact)
    if answer is None:
        return None, "the two cannot be compared with certainty"
    if fact.confidence < SURE:
        return None, "the paper was not read surely enough"
    return answer, ""


def _amount(told: Said, printed: Any, fact: Fact) -> bool | None:
    if not isinstance(printed, Decimal | int):
        return None
    if abs(told.value - printed) <= max(FEN, told.slack):
        return True
    if not told.unit and printed and told.value in (printed / NOT_SECOND, printed * NOT_SECOND):
        return None
    return False


def _ratio(told: Said, printed: Any, fact: Fact) -> bool | None:
    if not isinstance(printed, Decimal | int):
        return None
    if abs(told.value - printed) <= max(PERCENT, told.slack):
        return True
    if not told.unit and abs(told.value * 100 - printed) <= max(PERCENT, told.slack * 100):
        return True  # 0.12 beside 12 %: a fraction
    return None if not told.unit and told.value < 1 <= printed and told.value * 100 < 1 else False


def _count(told: Said, printed: Any, fact: Fact) -> bool | None:
    return bool(told.value == printed) if isinstance(printed, Decimal | int) else None


def _instant(value: Any) -> datetime:
    if isinstance(value, Moment):
        return value.instant()
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return datetime(value.year, value.month, value.day)


def _by_day(told: Said, printed: Any, fact: Fact) -> bool | None:
    """By the day; the end of a day and the first moment of the next are one."""
    if not isinstance(printed, date | Moment):
        return None
    day = printed.day if isinstance(printed, Moment) else printed
    own = told.value.date() if isinstance(told.value, datetime) else told.value
    return bool(own == day or _instant(told.value) == _instant(printed))


def _number(told: Said, printed: Any, fact: Fact) -> bool | None:
    one, two = bare_number(told.text), bare_number(str(printed))
    if one == two:
        return True
    alike = one.translate(ALIKE) == two.translate(ALIKE) and fact.confidence < 0.99
    return None if cut_off(one, two) or alike else False


def bare_number(number: str) -> str:
    """A written number without what people put between its parts.

    >>> bare_number("pzit 2024-0315")
    'PZIT20240315'
    """
    return re.sub(r"[-—_/.·]", "", fold(number))


_BRACKETS = str.maketrans("〔〕[]【】", "()()()")


def _name(told: Said, printed: Any, fact: Fact) -> bool | None:
    """Names folded; the name of a branch is its company's with more behind it. Short names are not compared."""
    one, two = (fold(name).translate(_BRACKETS) for name in (told.text, str(printed)))
    if one == two:
        return True
    short, long = sorted((one, two), key=len)
    if long.startswith(short) and short.endswith("公司"):
        return True
    if any(_stands_for(name, other) for name, other in ((one, two), (two, one))):
        return None  # 人保财险 for 中国人民财产保险股份有限公司
    if ("*" in short or "某" in short or "*" in long) and len(short) == len(long):
        return None  # a masked name
    return None if nearly(one, two) and fact.confidence < 0.95 else False


_TRADE = re.compile(r".{1,8}?(?:财险|产险|寿险|保险)")
"""A short name of an insurer up to its trade, the branch behind it."""


def _stands_for(name: str, whole: str) -> bool:
    """Whether a name without a legal form, or an insurer's with only its branch's, may be short for the whole one."""
    if has_legal_form(name) or "公司" not in whole:
        return False
    trade = _TRADE.match(name)
    short = trade[0] if trade is not None else name
    return len(short) >= 2 and set(short) <= set(whole) and (trade is not None or "公司" not in name)


def _region(told: Said, printed: Any, fact: Fact) -> bool | None:
    """One place lies in the other; only another city is another place for certain, as ours is derived from words."""
    one, two = (re.sub(r"^(\d{2,4}?)(?:00)+$", r"\1", fold(code)) for code in (told.text, str(printed)))
    if not one.isdigit():
        return None
    if one.startswith(two) or two.startswith(one):
        return True
    return False if one[:4] != two[:4] else None


def _text(told: Said, printed: Any, fact: Fact) -> bool | None:
    """Free words: alike or not known, unless the mapping lists what its words mean."""
    one, two = fold(told.text), fold(str(printed))
    if one in two or two in one:
        return True
    return False if told.listed else None


_KINDS: Mapping[str, Callable[[Said, Any, Fact], bool | None]] = {
    "amount": _amount, "ratio": _ratio, "count": _count, "day": _by_day, "number": _number, "name": _name,
    "code": _number, "region": _region, "text": _text,
}  # fmt: skip
