"""Values as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from api.records.fields.catalogue import codes
from extractor.values import dates, money
from extractor.values.dates import Moment


def digits(value: Decimal) -> str:
    """Plain digits without an exponent and without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_money(_: str, value: Decimal, lang: str) -> str:
    written = money.format(value)
    return f"{written}元" if lang == "zh" else f"CNY {written}"


def show_moment(_: str, value: Moment, lang: str) -> str:
    if lang != "zh":
        return value.isoformat().replace("T", " ")
    minutes = f"{value.minute}分" if value.minute else ""
    return f"{dates.format(value.day)}{value.hour}时{minutes}"


def show_flag(_: str, value: bool, lang: str) -> str:
    return ("是" if value else "否") if lang == "zh" else ("yes" if value else "no")


def show_code(type: str, code: str, lang: str) -> str:
    names = codes(type).get(code)
    return code if names is None else names[0 if lang == "zh" else 1]


def show_codes(type: str, value: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(show_code(type, code, lang) for code in value)


def joined_by(separator: str) -> Callable[[str, Iterable[str]], str]:
    return lambda _, value: separator.join(value)


def show_joined(_: str, value: Iterable[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(value)


def as_is(_: str, value: Any, lang: str = "zh") -> str:
    return str(value)
