"""Numbers that nobody can look up, and sources that are too weak for how grave the rule is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from validators.law.pack import Rule, Value
from validators.lint._ground import Code, Fault, Ground, Loaded

CODES = {
    "number-without-source": Code("warning", "a number has no source and does not stand in the words quoted", "写 source，或引用含有这个数的短语", "write its source, or quote the term that has it"),
    "weak-source": Code("warning", "severity error on a source of grade S1 or M, which only ever warns", "写 severity: warning，或找到第二个来源", "write severity: warning, or find a second source"),
    "undated": Code("warning", "the pack has no day of issue or no day from which it binds", "写明 issued 和 in_force.from", "write issued and in_force.from"),
}  # fmt: skip
WEAK = ("S1", "M")
_CHINESE = "零一二三四五六七八九十"


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    for one in ground.loaded:
        missing = [
            word for word, day in (("issued", one.pack.issued), ("in_force.from", one.pack.since)) if day is None
        ]
        if missing:
            zh, en = f"规则包没有日期：{'、'.join(missing)}", f"the pack has no date: {', '.join(missing)}"
            yield one.fault("undated", "warning", zh, en, None, "issued", "in_force")
    for one, rule in ground.rules():
        if one.rules[rule.name].get("severity") == "error":
            yield from _weak(one, rule)
        for index, value in enumerate(rule.values):
            if value.value is not None and not value.source and not _quoted(rule, value):
                zh, en = f"数值 {_shown(value.value)} 没有出处", f"the number {_shown(value.value)} has no source"
                yield one.fault("number-without-source", "warning", zh, en, rule, line=one.value_line(rule, index))


def _weak(one: Loaded, rule: Rule) -> Iterator[Fault]:
    if rule.confidence in WEAK:
        zh, en = (
            f"来源把握 {rule.confidence}，error 会按 warning 处理",
            f"graded {rule.confidence}: error comes out as warning",
        )
        yield one.fault("weak-source", "warning", zh, en, rule, "severity")
        return
    for index, value in enumerate(rule.values):
        if value.confidence in WEAK:
            zh = f"数值 {_shown(value.value)} 的来源把握 {value.confidence}，error 会按 warning 处理"
            en = f"the number {_shown(value.value)} is graded {value.confidence}: error comes out as warning"
            yield one.fault("weak-source", "warning", zh, en, rule, line=one.value_line(rule, index))


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _quoted(rule: Rule, value: Value) -> bool:
    """Whether the quoted term has the number (or every name of a list), in any usual writing."""
    if isinstance(value.value, list):
        return all(str(item) in rule.quote for item in value.value)
    if isinstance(value.value, bool) or not isinstance(value.value, int | float):
        return str(value.value) in rule.quote
    number = Decimal(str(value.value))
    forms = {f"{number.normalize():f}", f"{number:,}"}
    for unit, size in (("万", 10_000), ("亿", 100_000_000)):
        forms.add(f"{(number / size).normalize():f}{unit}")
    if number == int(number) and 0 < number <= 10:
        forms |= {_CHINESE[int(number)], "两" if number == 2 else _CHINESE[int(number)]}
    in_words = {0: "不得|不能|禁止|严禁", 100: "全"}.get(int(number) if number == int(number) else -1)
    if in_words and re.search(in_words, rule.quote):
        return True  # none may be late; all are insured
    return any(re.search(rf"(?<![\d.]){re.escape(form)}(?![\d.]*\d)", rule.quote) for form in forms)
