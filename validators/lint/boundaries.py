"""Numbers whose edge no case shows: at it, just on either side. A rule is wrong there first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from extractor.values.dates import Moment
from validators import checks
from validators.cases import facts_of
from validators.facts import Facts
from validators.law.pack import Rule, Value
from validators.law.pack_text import JUNK
from validators.lint._ground import Code, Fault, Ground, Loaded, cases_in

CODES = {
    "edge-without-case": Code("warning", "a number without a case at it, one beyond it and one within it", "在算例里补上", "add them to the cases"),
}  # fmt: skip
_SIDES_ZH = {-1: "小于它", 0: "等于它", 1: "大于它"}
_SIDES_EN = {-1: "below", 0: "at", 1: "above"}


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    for one, rule in ground.rules():
        for index, value in enumerate(rule.values):
            if isinstance(value.value, int | float) and not isinstance(value.value, bool):
                yield from _sides(one, rule, index, value)


def _sides(one: Loaded, rule: Rule, index: int, value: Value) -> Iterator[Fault]:
    seen = {_side(rule, value, case) for case in _cases(one, rule, value)}
    wanted = {-1, 0, 1}
    if rule.check == "within_days" and value.value == 0:
        wanted = {0, 1}  # nothing is done before the day that the days are counted from
    if rule.check == "at_least" and value.value == 100 and str(rule.with_.get("fact")).endswith(("_rate", "_share")):
        wanted = {-1, 0}  # no more than the whole
    missing = sorted(wanted - seen)
    if missing and _measures(rule):
        zh = f"数值 {value.value} 缺少{'、'.join(_SIDES_ZH[s] for s in missing)}的算例"
        en = f"no case {', '.join(_SIDES_EN[s] for s in missing)} the number {value.value}"
        yield one.fault("edge-without-case", "warning", zh, en, rule, line=one.value_line(rule, index))


def _measures(rule: Rule) -> bool:
    return rule.check in ("at_least", "at_most", "within_days")  # hours hang on moments that most papers do not print


def _cases(one: Loaded, rule: Rule, value: Value) -> Iterator[Facts]:
    """The cases that this number of the rule judges."""
    for facts in map(facts_of, cases_in(one.pack, rule)):
        day = facts.value(rule.governed_by)
        day = day.day if isinstance(day, Moment) else day.date() if isinstance(day, datetime) else day
        if rule.value_at(day if isinstance(day, date) else None) is value:
            yield facts


def _side(rule: Rule, value: Value, facts: Facts) -> int | None:
    """-1, 0 or 1 where the case lies below, at or above the number; None where that cannot be told."""
    measured = _measured(rule, value, facts)
    if measured is None:
        return None
    number = Decimal(str(value.value))
    return (measured > number) - (measured < number)


def _measured(rule: Rule, value: Value, facts: Facts) -> Decimal | None:
    if rule.check in ("at_least", "at_most"):
        said: Any = facts.value(str(rule.with_.get("fact")))
    else:
        said = _counted(rule, value, facts).get("days")
    return Decimal(str(said)) if isinstance(said, int | float | Decimal) and not isinstance(said, bool) else None


def _counted(rule: Rule, value: Value, facts: Facts) -> Mapping[str, Any]:
    try:
        params: Mapping[str, Any] = checks.modules()[rule.check].check(facts, rule.params(value)).params
    except JUNK:  # the rehearsal says so
        return {}
    return params
