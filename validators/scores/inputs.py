"""What only a person can say for a score sheet, as a file: its template, and how it is read. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from validators.law.pack import Marked, PackError, checked_words, marked
from validators.scores import Entered, Input, Item, Scheme

FILE_WORDS = ("sheet", "insurer", "period", "items")
CHANGE_WORDS = ("mended", "items")
ITEM_WORDS = ("value", "excused", "on", "note")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A file of inputs. ``insurer`` and ``period`` are "" where the file is not bound to one."""

    entered: Mapping[str, Entered] = field(default_factory=dict)
    insurer: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What would be otherwise: ``mended`` findings (fingerprints, or names of filings) and other inputs."""

    mended: frozenset[str] = frozenset()
    entered: Mapping[str, Entered] = field(default_factory=dict)


def parse(text: str, file: str, scheme: Scheme) -> Inputs:
    """A file of inputs. Raises PackError (file, line, words allowed) for an unknown word or item and a number that cannot
    be.

    >>> from validators.scores import schemes
    >>> parse("items: {stars: {value: 13.5}}", "x.yaml", schemes()["suzhou-2023-84"]).entered["stars"].value
    Decimal('13.5')
    """
    table = checked_words(marked(text, file), FILE_WORDS, (), file, "填报文件")
    sheet = table.get("sheet")
    if sheet is not None and sheet != scheme.name:
        raise PackError(file, table.lines["sheet"], f"这是“{sheet}”的填报，不是“{scheme.name}”的")
    entered = dict(_items(table.get("items") or Marked(), file, scheme, strict=True))
    return Inputs(entered, str(table.get("insurer") or ""), str(table.get("period") or ""))


def parse_change(text: str, file: str, scheme: Scheme) -> Change:
    """A file of what would be otherwise. An item may be given as a bare number, also one that papers usually tell."""
    table = checked_words(marked(text, file), CHANGE_WORDS, (), file, "设想文件")
    mended = table.get("mended") or []
    if not isinstance(mended, list):
        raise PackError(file, table.lines["mended"], "mended 应当是一列指纹或案卷名")
    entered = dict(_items(table.get("items") or Marked(), file, scheme, strict=False))
    return Change(frozenset(map(str, mended)), entered)


def item_of(scheme: Scheme, name: str) -> Item | None:
    """The item of that name, or of that number in the sheet.

    >>> from validators.scores import schemes
    >>> item_of(schemes()["suzhou-2023-84"], "9").name
    'stars'
    """
    return scheme.item(name) or next((item for item in scheme.items if str(item.number) == name), None)


def number(text: Any, most: Decimal) -> Decimal:
    """A number from 0 to ``most``. Raises ValueError with the reason."""
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        raise ValueError(f"“{text}”不是数字") from None
    if isinstance(text, bool) or not value.is_finite() or not 0 <= value <= most:
        raise ValueError(f"{text} 应当在0和{most}之间")
    return value


def most_of(item: Item) -> Decimal:
    """The largest number that can be meant for an item in a supposition."""
    if item.entered is not None:
        return item.entered.most
    return Decimal(1) if item.way == "once" else Decimal(100_000)


def _items(table: Any, file: str, scheme: Scheme, *, strict: bool) -> Iterator[tuple[str, Entered]]:
    if not isinstance(table, Marked):
        raise PackError(file, 1, "items 应当是“项: 数”的表", [item.name for item in scheme.items])
    for name in table:
        line, item = table.lines[name], item_of(scheme, str(name))
        if item is None:
            raise PackError(file, line, f"没有“{name}”这一项", [item.name for item in scheme.items])
        given = table[name]
        if not isinstance(given, Marked):
            given = _bare(given, line)
        said = checked_words(given, ITEM_WORDS, (), file, str(name), line)
        entered = _entered(item, said, file, line, strict)
        if entered != Entered():
            yield item.name, entered


def _bare(value: Any, line: int) -> Marked:
    made = Marked(value=value)
    made.line, made.lines = line, {"value": line}
    return made


def _entered(item: Item, said: Marked, file: str, line: int, strict: bool) -> Entered:
    asked: dict[str, Input | None] = {"value": item.entered, "excused": item.excused}
    numbers: dict[str, Decimal | None] = {"value": None, "excused": None}
    for word, wanted in asked.items():
        if said.get(word) is None:
            continue
        if wanted is None and (strict or word == "excused"):
            allowed = [name for name, one in asked.items() if one is not None]
            raise PackError(file, said.lines[word], f"{item.name} 没有可填报的 {word}，它由材料判定", allowed)
        try:
            numbers[word] = number(said[word], wanted.most if wanted is not None else most_of(item))
        except ValueError as error:
            raise PackError(file, said.lines[word], f"{item.name} 的 {word}：{error}") from None
    on = said.get("on")
    if on is not None and (item.due is None or not isinstance(on, date)):
        raise PackError(
            file, said.lines["on"], f"{item.name} 的 on 应当是日期" if item.due else f"{item.name} 没有期限日，不填 on"
        )
    return Entered(numbers["value"], numbers["excused"], str(said.get("note") or ""), on)


def template(scheme: Scheme, insurer: str = "", period: str = "") -> str:
    """A file to fill in: each input with its question, unit and bounds, all still open.

    >>> from validators.scores import schemes
    >>> scheme = schemes()["suzhou-2023-84"]
    >>> parse(template(scheme), "x.yaml", scheme).entered
    {}
    """
    lines = [
        f"# {scheme.title}（{scheme.document} {scheme.article}）：由人填报的各项；材料能判定的可以不填。",
        "# What a person says stands before what the papers show. null is left to the papers; where they are silent too the item is open.",
        f"sheet: {scheme.name}",
        f"insurer: {json.dumps(insurer, ensure_ascii=False)}   # 填了就只用于这家保险机构；legal name, binds the file to one insurer",
        f"period: {json.dumps(period)}   # 填了就只用于这个周期；e.g. 2024 or 2024-01_2024-06",
        "items:",
    ]
    for item in scheme.items:
        if item.entered or item.excused:
            lines += _asked(item)
    return "\n".join(lines) + "\n"


def _asked(item: Item) -> Iterator[str]:
    yield f"  {item.name}:   # 第{item.number}项 {item.zh}；{item.quote} / {item.en}"
    for word, wanted in (("value", item.entered), ("excused", item.excused)):
        if wanted is not None:
            yield f"    {word}: null   # {wanted.zh}（{wanted.unit}，0～{wanted.most}）/ {wanted.en}"
    if item.due is not None:
        yield f"    on: null   # 或填完成的日期，如 2024-12-10；{item.due[0]}月{item.due[1]}日当天由人判断 / or the day it was done"
    yield '    note: ""   # 依据 / on what grounds'
