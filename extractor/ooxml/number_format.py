"""Number formats of a spreadsheet: what a stored number looks like in its cell.

A cell holds 0.15 and shows 15%, holds 45361 and shows 2024/3/10. The words of a paper are what it shows. Source:
ECMA-376 part 1, 18.8.30 (numFmt). Formats beyond dates, decimals, thousands, percent, literals and sign sections
fall back to the plain number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00',
    8: '"¥"#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: "h:mm AM/PM", 35: "h:mm:ss AM/PM", 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00', 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 55: "h:mm AM/PM", 56: "h:mm:ss AM/PM", 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The formats a file names by number alone, those of a Chinese system where they differ by language."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<general>General)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<number>[0#?.,]+)"
    r"|(?P<percent>%)|(?P<text>@)|(?P<exponent>[eE][+-])|(?P<other>.)",
    re.S,
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format (positive; negative; zero; text), as (kind, text) tokens."""

    tokens: tuple[tuple[str, str], ...]

    @property
    def is_date(self) -> bool:
        kinds = {kind for kind, _ in self.tokens}
        return "date" in kinds and "number" not in kinds | {"general"} - {"date"}

    @property
    def has_clock(self) -> bool:
        return any(kind == "date" and text[0].lower() in "hs" for kind, text in self.tokens)

    @property
    def has_day(self) -> bool:
        return any(kind == "date" and text[0].lower() in "yd" for kind, text in self.tokens) or not self.has_clock


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    found: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        text = match.group(kind)
        if kind == "other" and text == ";":
            found.append([])
        elif kind in ("quoted", "escaped", "other"):
            found[-1].append(("literal", text))
        elif kind == "bracket":
            found[-1] += _bracket(text)
        elif kind not in ("space", "fill"):
            found[-1].append((kind, text))
    return tuple(_Section(tuple(tokens)) for tokens in found)


def _bracket(text: str) -> list[tuple[str, str]]:
    """[$¥-804] prints a currency sign, [h] counts hours, colours, conditions and locales print nothing."""
    if text.startswith("$"):
        sign = text[1:].split("-", 1)[0]
        return [("literal", sign)] if sign else []
    return [("date", text)] if (text and set(text.lower()) <= {"h"}) or set(text.lower()) in ({"m"}, {"s"}) else []


def is_date(code: str) -> bool:
    """Whether a number in this format is a day or an hour."""
    return _sections(code)[0].is_date


def plain(number: Decimal) -> str:
    """A number as General shows it: no exponent, no trailing zeros.

    >>> plain(Decimal("8448.0")), plain(Decimal("844.80")), plain(Decimal("1E+3"))
    ('8448', '844.8', '1000')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(stored: str) -> Decimal | None:
    """The number a cell stores, with the noise of binary fractions removed (15 significant digits, as Excel keeps).

    >>> exact("1234.5600000000001"), exact("0.1"), exact("n/a")
    (Decimal('1234.56'), Decimal('0.1'), None)
    """
    try:
        number = float(stored)
    except ValueError:
        return None
    if number != number or number in (float("inf"), float("-inf")):
        return None
    if re.fullmatch(r"-?\d{1,18}", stored.strip()):
        return Decimal(stored.strip())
    return Decimal(plain(Decimal(format(number, ".15g"))))


def moment(serial: Decimal, code: str, *, from_1904: bool) -> date | datetime | time | None:
    """The day a serial number stands for, with a clock time where the format shows one; None outside 1900–9999."""
    if not 0 <= serial < 2_958_466:
        return None
    section = _sections(code)[0]
    seconds = int((serial * 86400).to_integral_value(ROUND_HALF_UP))
    days, clock = divmod(seconds, 86400)
    if not section.has_day:
        return (datetime.min + timedelta(seconds=clock)).time()
    if from_1904:
        base = date(1904, 1, 1)
    else:  # the serial 60 is a day that never was, 29 February 1900
        base = date(1899, 12, 30) if days >= 60 else date(1899, 12, 31)
    day = base + timedelta(days=days)
    if section.has_clock:
        return datetime.combine(day, time()) + timedelta(seconds=clock)
    return day


def show(number: Decimal, code: str, when: date | datetime | time | None = None) -> str:
    """The words in the cell. ``when`` is :func:`moment`'s answer for a format that is a date."""
    sections = _sections(code)
    if when is not None:
        return _show_moment(sections[0], when, number)
    section, number = _choose(sections, number)
    kinds = [kind for kind, _ in section.tokens]
    if "number" not in kinds or "exponent" in kinds:
        if "general" in kinds or "text" in kinds:
            return "".join(
                plain(number) if kind in ("general", "text") else text
                for kind, text in section.tokens
                if kind in ("general", "text", "literal")
            )
        return plain(number) if kinds != ["literal"] * len(kinds) or not kinds else _literals(section)
    return _show_number(section, number)


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, Decimal]:
    """The section for this sign; a negative one shows its own sign, so it gets the absolute value."""
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _literals(section: _Section) -> str:
    return "".join(text for kind, text in section.tokens if kind == "literal")


def _show_number(section: _Section, number: Decimal) -> str:
    pattern = "".join(text for kind, text in section.tokens if kind == "number")
    percents = sum(kind == "percent" for kind, _ in section.tokens)
    trimmed = pattern.rstrip(",")
    number = number.scaleb(2 * percents).scaleb(-3 * (len(pattern) - len(trimmed)))
    whole, _, decimals = trimmed.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if ',' in whole else ''}.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    least = sum(char == "0" for char in whole)
    head, dot, tail = text.rstrip(".").partition(".")
    if "," not in whole:
        head = head.zfill(least)
    shown = ("-" if rounded < 0 else "") + head + dot + tail
    parts: list[str] = []
    for kind, literal in section.tokens:
        if kind == "number" and shown:
            parts.append(shown)
            shown = ""
        elif kind == "percent":
            parts.append("%")
        elif kind == "literal":
            parts.append(literal)
    return "".join(parts).strip()


def _show_moment(section: _Section, when: date | datetime | time, serial: Decimal) -> str:
    day = when if isinstance(when, date) else date(1899, 12, 31)
    clock = when.time() if isinstance(when, datetime) else when if isinstance(when, time) else time()
    half = any(kind == "ampm" for kind, _ in section.tokens)
    parts: list[str] = []
    last = ""
    for at, (kind, text) in enumerate(section.tokens):
        if kind == "literal":
            parts.append(text)
        elif kind == "ampm":
            parts.append(("上午", "下午")[clock.hour >= 12] if "上" in text else ("AM", "PM")[clock.hour >= 12])
        elif kind == "date":
            letter = text[0].lower()
            if letter == "m" and (last == "h" or _next_letter(section, at) == "s"):
                letter = "n"
            parts.append(_part(letter, len(text), day, clock, half))
            last = letter
    return "".join(parts).strip()


def _next_letter(section: _Section, at: int) -> str:
    return next((text[0].lower() for kind, text in section.tokens[at + 1 :] if kind == "date"), "")


def _part(letter: str, width: int, day: date, clock: time, half: bool) -> str:
    if letter == "y":
        return f"{day.year:04d}" if width > 2 else f"{day.year % 100:02d}"
    if letter == "m":
        return _MONTHS[day.month - 1] if width >= 3 else f"{day.month:0{min(width, 2)}d}"
    if letter == "d":
        return f"{day.day:0{min(width, 2)}d}" if width < 3 else ""
    hour = (clock.hour % 12 or 12) if half else clock.hour
    return f"{ {'h': hour, 'n': clock.minute, 's': clock.second}[letter]:0{min(width, 2)}d}"
