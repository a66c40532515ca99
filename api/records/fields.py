"""The catalogue of fields: what each is called, in which order people read them, and how its value is written.

``parse`` reads what a person typed, ``to_input`` writes a value into the box it is edited in, ``show`` for reading.
``parse(type, to_input(type, value)) == value`` for every value that an extractor gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractor import clauses
from extractor.values import dates, money, region
from extractor.values.dates import Moment


class BadValue(ValueError):
    """Typed words that are no value of the field's type. ``detail`` says what is wrong, ``remedy`` shows a right form;
    both Chinese."""

    def __init__(self, detail: str, remedy: str) -> None:
        self.detail = detail
        self.remedy = remedy
        super().__init__(f"{detail}；{remedy}")


# --- what there is ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or a column of a list. ``repeats`` names the field whose value this one gives under a second name."""

    name: str
    type: str
    zh: str
    en: str
    repeats: str | None = None

    def label(self, lang: str = "zh") -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Table:
    """A list on a paper, its columns in reading order."""

    name: str
    zh: str
    en: str
    columns: Mapping[str, Field]

    def label(self, lang: str = "zh") -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Paper:
    """What a kind of paper can say: fields, lists, and the lists or sections that a witness vouches for."""

    kind: str
    fields: Mapping[str, Field]
    tables: Mapping[str, Table]
    witnesses: tuple[str, ...]


def paper(kind: str) -> Paper:
    """The catalogue of one kind; an unknown kind has nothing."""
    return _catalogue()[0].get(kind) or Paper(kind, {}, {}, ())


def kinds() -> tuple[str, ...]:
    return tuple(_catalogue()[0])


def codes(type: str) -> Mapping[str, tuple[str, str]]:
    """Code → (Chinese, English) for a type such as ``"code:coverage"``; empty for a type without codes."""
    return _catalogue()[1].get(type.partition(":")[2], {})


@cache
def _catalogue() -> tuple[Mapping[str, Paper], Mapping[str, Mapping[str, tuple[str, str]]]]:
    data = yaml.safe_load((files("api.records") / "fields.yaml").read_text("utf-8"))
    papers = {
        kind: Paper(kind, _fields(entry["fields"]), _tables(entry["tables"]), tuple(entry["witnesses"]))
        for kind, entry in data["kinds"].items()
    }
    words = {name: {code: (zh, en) for code, (zh, en) in entry.items()} for name, entry in data["codes"].items()}
    return papers, words


def _fields(entries: Mapping[str, list[str]]) -> Mapping[str, Field]:
    return {name: Field(name, *entry) for name, entry in entries.items()}


def _tables(entries: Mapping[str, Any]) -> Mapping[str, Table]:
    return {
        name: Table(name, zh=entry["label"][0], en=entry["label"][1], columns=_fields(entry["columns"]))
        for name, entry in entries.items()
    }


# --- reading what was typed ------------------------------------------------------------------------------------------


def parse(type: str, text: str) -> Any:
    """The value that the words write, of the Python type the extractor gives; raises BadValue.

    >>> parse("money", "30万元"), parse("ratio", "12%"), parse("day", "2025年3月29日")
    (Decimal('300000.00'), Decimal('12'), datetime.date(2025, 3, 29))
    >>> parse("moment", "2025-02-28T24:00").isoformat(), parse("flag", "否"), parse("codes:service", "应急演练、隐患排查")
    ('2025-02-28T24:00', False, ('drill', 'inspection'))
    >>> parse("code:service", "培训")
    Traceback (most recent call last):
    ...
    api.records.fields.BadValue: “培训”不在可选项之中；可以填写：宣传教育培训、隐患排查、风险评估、应急演练、标准化建设
    """
    bare = text.strip()
    if not bare:
        raise BadValue("没有填写内容", "纸面上没有这一项时，请选“纸面上没有”，不要留空")
    return _TYPES[type.partition(":")[0]].parse(type, bare)


def _bad(text: str, what: str, examples: str) -> BadValue:
    shown = text if len(text) <= 30 else text[:30] + "……"
    return BadValue(f"“{shown}”{what}", f"正确的写法如 {examples}")


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


_SUM = re.compile(
    r"(?:人民币|RMB|CNY|¥|[(]?大写[)]?|:)*(?P<minus>-)?(?:¥)?"
    r"(?P<sum>\d[\d,]*(?:\.(?P<decimals>\d+))?(?P<unit>亿元?|百万元?|千元|万[元圆]?|[元圆])?|[^\d%-]+)[整正]?"
)
_MOST = Decimal(10) ** 13
_DIGITS = 13
"""More digits than this before the point are no sum that an extractor would read at all."""


def _money(_: str, text: str) -> Decimal:
    wanted = "2841.65、2,841.65元、30万元、叁拾万元整"
    match = _SUM.fullmatch(_fold(text).upper())
    value = _sum(match["sum"]) if match else None
    if match is not None and value is None and len(re.sub(r"\D", "", match["sum"].partition(".")[0])) > _DIGITS:
        raise _bad(text, "作为金额太大", wanted)
    if match is None or value is None:
        raise _bad(text, "不是金额", wanted)
    if (match["unit"] or "元") in "元圆" and len((match["decimals"] or "").rstrip("0")) > 2:
        raise _bad(text, "的小数超过两位（单位是元，最小到分）", wanted)
    if value >= _MOST:
        raise _bad(text, "作为金额太大", wanted)
    return -value if match["minus"] else value


def _sum(text: str) -> Decimal | None:
    """Yuan from digits with a unit, few enough to be a sum, or from 大写 and nothing else."""
    if not text[0].isdigit():
        return money.words_to_amount(text)
    return money.parse(text) if len(text) <= 24 else None


def _ratio(_: str, text: str) -> Decimal:
    bare = _fold(text)
    match = re.fullmatch(r"(\d{1,4}(?:\.\d{1,8})?)(%?)", bare)
    words = re.fullmatch("百分之[〇零一二三四五六七八九十]+(?:点[〇零一二三四五六七八九]+)?", bare)
    value = Decimal(match[1]) if match else clauses.percent(bare) if words else None
    if value is None or value > 1000:
        raise _bad(text, "不是百分比", "12%、12.5%、百分之十二")
    if match and not match[2] and 0 < value < 1:
        raise _bad(text, "是小数还是百分数不清楚", "12%")
    return value


def _day(_: str, text: str) -> date:
    bare = unicodedata.normalize("NFKC", text)
    value = dates.parse(bare)
    if value is None or dates.DATE.sub("", bare).strip():
        raise _bad(text, "不是一个日期，或没有这一天", "2025年3月29日、2025-03-29")
    return value


def _moment(_: str, text: str) -> Moment:
    bare = unicodedata.normalize("NFKC", text)
    wanted = "2025-02-28T24:00、2024年3月1日零时、2024-03-01 09:30"
    match = dates.DATE.match(bare)
    day = dates.to_date(match) if match else None
    if match is None or day is None:
        raise _bad(text, "不是一个时刻，或没有这一天", wanted)
    time = dates.time_after(bare, match.end())
    if time is None:
        raise _bad(text, "没有写明几时，或没有这个时刻", wanted)
    hour, minute, stop = time
    if re.fullmatch(r"\s*[整起止]?", bare[stop:]) is None:
        raise _bad(text, "在时刻之后还有别的内容", wanted)
    return Moment(day, hour, minute)


def _count(_: str, text: str) -> int:
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,9})(?:人|名|位|个|天|日|次|份)?", _fold(text))
    if match is None:
        raise _bad(text, "不是整数", "40、40人")
    return int(match[1].replace(",", ""))


_YES = frozenset(["是", "有", "已", "对", "√", "yes", "true", "1", "y"])
_NO = frozenset(["否", "无", "没有", "未", "×", "no", "false", "0", "n"])


def _flag(_: str, text: str) -> bool:
    bare = text.strip().lower()
    if bare not in _YES | _NO:
        raise _bad(text, "不是“是”或“否”", "是、否")
    return bare in _YES


_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def _number(_: str, text: str) -> str:
    bare = "".join(text.split()).translate(_WIDE)
    if not any(char.isdigit() for char in bare) or len(bare) > 80:
        raise _bad(text, "不是编号（编号里应有数字）", "PZIT202534130000012345")
    return bare


def _uscc(_: str, text: str) -> str:
    bare = _fold(text).upper()
    if re.fullmatch("[0-9A-Z]{18}", bare) is None:
        raise _bad(text, f"不是18位的统一社会信用代码（现有{len(bare)}位）", "91100000710931483R")
    return bare


def _region(_: str, text: str) -> str:
    bare = _fold(text)
    found = region.by_code(bare) if bare.isdigit() else region.find(bare)
    if found is None:
        raise _bad(text, "不是现行的行政区划代码，地名也不能唯一确定", "341302、安徽省宿州市埇桥区")
    return found.code


def _code(type: str, text: str) -> str:
    known = codes(type)
    bare = text.strip().lower()
    for code, names in known.items():
        if bare in (code.lower(), *(name.lower() for name in names)):
            return code
    options = "、".join(zh for zh, _ in known.values())
    raise BadValue(f"“{text[:30]}”不在可选项之中", f"可以填写：{options}")


_SEPARATOR = re.compile(r"[、，,；;\n]")


def _parts(pattern: re.Pattern[str], text: str) -> Iterable[str]:
    return (part.strip() for part in pattern.split(text) if part.strip())


def _codes(type: str, text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_code(type, part) for part in _parts(_SEPARATOR, text)))
    if not found:
        raise _bad(text, "没有列出任何一项", "、".join(zh for zh, _ in list(codes(type).values())[:2]))
    return found


def _names(_: str, text: str) -> tuple[str, ...]:
    found = tuple(_parts(_SEPARATOR, text))
    if not found:
        raise _bad(text, "没有列出任何姓名", "张卫东、杨丽华")
    return found


def _lines(_: str, text: str) -> tuple[str, ...]:
    return tuple(_parts(re.compile(r"[\r\n]+"), text))


def _text(_: str, text: str) -> str:
    return text.replace("\r\n", "\n")


# --- writing ---------------------------------------------------------------------------------------------------------


def to_input(type: str, value: Any) -> str:
    """The text put in the box where the value is edited; "" where there is none.

    >>> to_input("money", Decimal("2841.65")), to_input("moment", Moment(date(2025, 2, 28), 24)), to_input("flag", False)
    ('2841.65', '2025-02-28T24:00', '否')
    """
    return "" if value is None else _TYPES[type.partition(":")[0]].to_input(type, value)


def show(type: str, value: Any, lang: str = "zh") -> str:
    """The value for people; "" where there is none. ``lang`` is ``zh`` or ``en``.

    >>> show("money", Decimal("2841.65")), show("ratio", Decimal("12.0")), show("day", date(2025, 3, 29))
    ('2,841.65元', '12%', '2025年3月29日')
    >>> show("money", Decimal("2841.65"), "en"), show("moment", Moment(date(2025, 2, 28), 24), "en")
    ('CNY 2,841.65', '2025-02-28 24:00')
    """
    return "" if value is None else _TYPES[type.partition(":")[0]].show(type, value, lang)


def _digits(value: Decimal) -> str:
    """Plain digits without an exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_money(_: str, value: Decimal, lang: str) -> str:
    written = money.format(value)
    return f"{written}元" if lang == "zh" else f"CNY {written}"


def _show_moment(_: str, value: Moment, lang: str) -> str:
    if lang != "zh":
        return value.isoformat().replace("T", " ")
    minutes = f"{value.minute}分" if value.minute else ""
    return f"{dates.format(value.day)}{value.hour}时{minutes}"


def _show_flag(_: str, value: bool, lang: str) -> str:
    return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")


def _named(type: str, code: str, lang: str) -> str:
    names = codes(type).get(code)
    return code if names is None else names[0 if lang == "zh" else 1]


def _show_codes(type: str, value: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(_named(type, code, lang) for code in value)


def _joined(separator: str) -> Callable[[str, Iterable[str]], str]:
    return lambda _, value: separator.join(value)


def _show_joined(_: str, value: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(value)


def _as_is(_: str, value: Any, lang: str = "zh") -> str:
    return str(value)


@dataclass(frozen=True, slots=True)
class _Type:
    """How values of one type are read and written."""

    parse: Callable[[str, str], Any]
    to_input: Callable[[str, Any], str]
    show: Callable[[str, Any, str], str]


_TYPES: Mapping[str, _Type] = {
    "text": _Type(_text, _as_is, _as_is),
    "number": _Type(_number, _as_is, _as_is),
    "uscc": _Type(_uscc, _as_is, _as_is),
    "region": _Type(_region, _as_is, _as_is),
    "money": _Type(_money, lambda _, value: f"{value:.2f}", _show_money),
    "ratio": _Type(_ratio, lambda _, value: f"{_digits(value)}%", lambda _, value, lang: f"{_digits(value)}%"),
    "day": _Type(
        _day,
        lambda _, value: value.isoformat(),
        lambda _, value, lang: dates.format(value) if lang == "zh" else value.isoformat(),
    ),
    "moment": _Type(_moment, lambda _, value: value.isoformat(), _show_moment),
    "count": _Type(_count, _as_is, lambda _, value, lang: f"{value:,}"),
    "flag": _Type(_flag, lambda _, value: _show_flag("", value, "zh"), _show_flag),
    "code": _Type(_code, lambda type, value: _named(type, value, "zh"), _named),
    "codes": _Type(_codes, lambda type, value: _show_codes(type, value, "zh"), _show_codes),
    "names": _Type(_names, _joined("、"), _show_joined),
    "lines": _Type(_lines, _joined("\n"), _show_joined),
}
TYPES = frozenset(_TYPES)
