"""Automatic list numbering: which number Word prints before a paragraph.

A paragraph only says "level 2 of list 7"; the number comes from counting. Source: ECMA-376 part 1, 17.9 (numbering)
and 17.18.59 (ST_NumberFormat). Numbers are part of what a paper says ("第三条", "（二）"), and no text holds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_BULLETS = {"\uf0a8": "☐", "\uf071": "☐", "\uf06f": "☐", "\uf0fe": "☑", "\uf0fc": "✓", "□": "□", "☐": "☐", "■": "■"}


def chinese(number: int, digits: str = _DIGITS, units: tuple[str, str, str] = ("十", "百", "千")) -> str:
    """A number below 10,000 in counting words.

    >>> chinese(10), chinese(12), chinese(20), chinese(105), chinese(2016)
    ('十', '十二', '二十', '一百零五', '二千零一十六')
    """
    if not 0 < number < 10000:
        return str(number)
    parts: list[str] = []
    pending_zero = False
    for unit, power in ((units[2], 1000), (units[1], 100), (units[0], 10), ("", 1)):
        digit = number // power % 10
        if digit == 0:
            pending_zero = bool(parts)
            continue
        parts.append(("零" if pending_zero else "") + digits[digit] + unit)
        pending_zero = False
    said = "".join(parts)
    return said[1:] if 10 <= number < 20 and digits is _DIGITS else said


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    said = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        said += letters * (number // value)
        number %= value
    return said


def _letters(number: int) -> str:
    """A … Z, AA, BB … as Word repeats the letter."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 780 else str(number)


def _from(first: str, count: int, number: int, zero: str = "") -> str:
    """The character ``number`` places into a run of enclosed numerals; plain digits beyond the run."""
    if number == 0 and zero:
        return zero
    return chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return _from("㉑", 15, number - 20)
    if 36 <= number <= 50:
        return _from("㊱", 15, number - 35)
    return _from("①", 20, number, "⓪")


def say(number: int, style: str) -> str:
    """A counter's value in one of Word's number formats; a format not known here is said in digits."""
    match style:
        case "none" | "bullet":
            return ""
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | ("taiwaneseCountingThousand" | "koreanDigital2")
        ):
            return chinese(number)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return chinese(number, _FORMAL, ("拾", "佰", "仟"))
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(number))
        case "ideographTraditional":
            return _STEMS[(number - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % 12]
        case "ideographEnclosedCircle":
            return _from("㊀", 10, number)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese":
            return _circled(number)
        case "decimalEnclosedParen":
            return _from("⑴", 20, number)
        case "decimalEnclosedFullstop":
            return _from("⒈", 20, number)
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord("０") + int(digit)) for digit in str(number))
        case "decimalZero":
            return f"{number:02d}"
        case "numberInDash":
            return f"- {number} -"
        case "upperRoman":
            return _roman(number)
        case "lowerRoman":
            return _roman(number).lower()
        case "upperLetter":
            return _letters(number)
        case "lowerLetter":
            return _letters(number).lower()
    return str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``restart`` is None for the usual rule, 0 for never, n for "after level n" (1-based)."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    overrides: dict[int, int]


def _value(element: etree._Element, name: str, default: str = "") -> str:
    child = element.find(W + name)
    return default if child is None else child.get(W + "val", default)


def _number(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else default


def _level(element: etree._Element) -> Level:
    style = _value(element, "numFmt", "decimal")
    restart = _value(element, "lvlRestart")
    legal = element.find(W + "isLgl")
    return Level(
        start=_number(_value(element, "start"), 0 if style == "none" else 1),
        style=style,
        text=_value(element, "lvlText"),
        restart=_number(restart, 0) if restart else None,
        legal=legal is not None and legal.get(W + "val", "1") not in ("0", "false", "off"),
        paragraph_style=_value(element, "pStyle"),
    )


class Numbering:
    """The lists of one document and how far each has been counted; ask for labels in document order."""

    def __init__(self, root: etree._Element | None, linked: dict[str, str] | None = None) -> None:
        """``linked`` maps a numbering style to the list it stands for (w:numStyleLink leads there)."""
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root, linked or {})

    def _read(self, root: etree._Element, linked: dict[str, str]) -> None:
        abstract: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for element in root.iterfind(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            abstract[name] = {_number(e.get(W + "ilvl", ""), 0): _level(e) for e in element.iterfind(W + "lvl")}
            links[name] = linked.get(_value(element, "numStyleLink"), "")
        kept = {element.get(W + "numId", ""): element for element in root.iterfind(W + "num")}
        for number, element in kept.items():
            name = _value(element, "abstractNumId")
            if links.get(name) in kept:
                name = _value(kept[links[name]], "abstractNumId")
            levels, starts = dict(abstract.get(name, {})), {}
            for change in element.iterfind(W + "lvlOverride"):
                at = _number(change.get(W + "ilvl", ""), 0)
                redefined = change.find(W + "lvl")
                if redefined is not None:
                    levels[at] = _level(redefined)
                start = _value(change, "startOverride")
                if start:
                    starts[at] = _number(start, 1)
                    levels[at] = replace(levels.get(at, Level()), start=starts[at])
            self._lists[number] = _List(name, levels, starts)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level a paragraph style stands for in a list, 0 where none says so."""
        found = self._lists.get(list_id)
        return next((at for at, level in found.levels.items() if level.paragraph_style == style), 0) if found else 0

    def label(self, list_id: str, at: int) -> str:
        """Count one paragraph of this list at this level (0-based) and say its number as printed."""
        found = self._lists.get(list_id)
        if found is None or at not in found.levels:
            return ""
        level = found.levels[at]
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        self._count(list_id, found, counts, at)
        if level.style == "bullet":
            return _BULLETS.get(level.text, "•")

        def counted(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            own = found.levels.get(index, Level())
            value = counts[index]
            return say(own.start if value is None else value, "decimal" if level.legal else own.style)

        return re.sub(r"%([1-9])", counted, level.text).strip()

    def _count(self, list_id: str, found: _List, counts: list[int | None], at: int) -> None:
        before = counts[at]
        if at in found.overrides and (list_id, at) not in self._overridden:
            self._overridden.add((list_id, at))
            before = None
        counts[at] = found.levels[at].start if before is None else before + 1
        for lower in range(at):
            if counts[lower] is None:
                counts[lower] = found.levels.get(lower, Level()).start
        for deeper in range(at + 1, LEVELS):
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or (restart != 0 and at < restart):
                counts[deeper] = None
