"""The types of values: how each is read from typing, written into the box it is edited in, and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.records.fields.typed import (
    BadValue,
    read_code,
    read_codes,
    read_count,
    read_day,
    read_flag,
    read_lines,
    read_moment,
    read_money,
    read_names,
    read_number,
    read_ratio,
    read_region,
    read_text,
    read_uscc,
)
from api.records.fields.written import (
    as_is,
    digits,
    joined_by,
    show_code,
    show_codes,
    show_flag,
    show_joined,
    show_moment,
    show_money,
)
from extractor.values import dates


def parse(type: str, text: str) -> Any:
    """The value that the words write, of the Python type the extractor gives; raises BadValue.

    >>> parse("money", "30万元"), parse("ratio", "12%"), parse("day", "2025年3月29日")
    (Decimal('300000.00'), Decimal('12'), datetime.date(2025, 3, 29))
    >>> parse("moment", "2025-02-28T24:00").isoformat(), parse("flag", "否"), parse("codes:service", "应急演练、隐患排查")
    ('2025-02-28T24:00', False, ('drill', 'inspection'))
    >>> parse("code:service", "培训")
    Traceback (most recent call last):
    ...
    api.records.fields.typed.BadValue: “培训”不在可选项之中；可以填写：宣传教育培训、隐患排查、风险评估、应急演练、标准化建设
    """
    bare = text.strip()
    if not bare:
        raise BadValue("没有填写内容", "纸面上没有这一项时，请选“纸面上没有”，不要留空")
    return _TYPES[type.partition(":")[0]].parse(type, bare)


def to_input(type: str, value: Any) -> str:
    """The text put in the box where the value is edited; "" where there is none.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from extractor.values.dates import Moment
    >>> to_input("money", Decimal("2841.65")), to_input("moment", Moment(date(2025, 2, 28), 24)), to_input("flag", False)
    ('2841.65', '2025-02-28T24:00', '否')
    """
    return "" if value is None else _TYPES[type.partition(":")[0]].to_input(type, value)


def show(type: str, value: Any, lang: str = "zh") -> str:
    """The value for people; "" where there is none. ``lang`` is ``zh`` or ``en``.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from extractor.values.dates import Moment
    >>> show("money", Decimal("2841.65")), show("ratio", Decimal("12.0")), show("day", date(2025, 3, 29))
    ('2,841.65元', '12%', '2025年3月29日')
    >>> show("money", Decimal("2841.65"), "en"), show("moment", Moment(date(2025, 2, 28), 24), "en")
    ('CNY 2,841.65', '2025-02-28 24:00')
    """
    return "" if value is None else _TYPES[type.partition(":")[0]].show(type, value, lang)


@dataclass(frozen=True, slots=True)
class _Type:
    """How values of one type are read and written."""

    parse: Callable[[str, str], Any]
    to_input: Callable[[str, Any], str]
    show: Callable[[str, Any, str], str]


_TYPES: Mapping[str, _Type] = {
    "text": _Type(read_text, as_is, as_is),
    "number": _Type(read_number, as_is, as_is),
    "uscc": _Type(read_uscc, as_is, as_is),
    "region": _Type(read_region, as_is, as_is),
    "money": _Type(read_money, lambda _, value: f"{value:.2f}", show_money),
    "ratio": _Type(read_ratio, lambda _, value: f"{digits(value)}%", lambda _, value, lang: f"{digits(value)}%"),
    "day": _Type(
        read_day,
        lambda _, value: value.isoformat(),
        lambda _, value, lang: dates.format(value) if lang == "zh" else value.isoformat(),
    ),
    "moment": _Type(read_moment, lambda _, value: value.isoformat(), show_moment),
    "count": _Type(read_count, as_is, lambda _, value, lang: f"{value:,}"),
    "flag": _Type(read_flag, lambda _, value: show_flag("", value, "zh"), show_flag),
    "code": _Type(read_code, lambda type, value: show_code(type, value, "zh"), show_code),
    "codes": _Type(read_codes, lambda type, value: show_codes(type, value, "zh"), show_codes),
    "names": _Type(read_names, joined_by("、"), show_joined),
    "lines": _Type(read_lines, joined_by("\n"), show_joined),
}
TYPES = frozenset(_TYPES)
