"""Rules and numbers that bind nobody: a time that is empty, cut off by the pack's, or overtaken before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from validators.law.pack import Rule
from validators.lint._ground import Code, Fault, Ground, Loaded

CODES = {
    "never-in-force": Code("error", "the rule's first day lies after its last", "改正 from、to", "correct from and to"),
    "outside-pack": Code("warning", "the rule's own time reaches beyond its pack's and is cut off", "与 in_force 取齐", "keep within in_force"),
    "number-overtaken": Code("error", "a number never binds: the next begins no later, or the rule has ended", "按日期先后排列，或删去", "put numbers in the order of their days, or drop it"),
    "number-gap": Code("error", "the rule binds before its first number does", "补上更早的数值（不知道的写 null 和 reason），或推迟 from", "add the earlier number (null with its reason), or a later from"),
}  # fmt: skip


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    for one, rule in ground.rules():
        if rule.since and rule.until and rule.since > rule.until:
            zh, en = (
                f"规则从{rule.since}起，到{rule.until}止，没有一天有效",
                f"binds from {rule.since} to {rule.until}: never",
            )
            yield one.fault("never-in-force", "error", zh, en, rule, "from", "to")
            continue
        yield from _cut_off(one, rule)
        yield from _numbers(one, rule)


def _cut_off(one: Loaded, rule: Rule) -> Iterator[Fault]:
    written = one.rules[rule.name]
    first, last = written.get("from"), written.get("to")
    if isinstance(first, date) and one.pack.since and first < one.pack.since:
        zh, en = (
            f"from {first} 早于规则包的 {one.pack.since}，不起作用",
            f"from {first} lies before the pack's {one.pack.since}",
        )
        yield one.fault("outside-pack", "warning", zh, en, rule, "from")
    if isinstance(last, date) and one.pack.until and last > one.pack.until:
        zh, en = (
            f"to {last} 晚于规则包的 {one.pack.until}，不起作用",
            f"to {last} lies after the pack's {one.pack.until}",
        )
        yield one.fault("outside-pack", "warning", zh, en, rule, "to")


def _numbers(one: Loaded, rule: Rule) -> Iterator[Fault]:
    for index, value in enumerate(rule.values):
        begins = max((day for day in (value.since, rule.since) if day), default=None)
        following = rule.values[index + 1].since if index + 1 < len(rule.values) else None
        overtaken = index + 1 < len(rule.values) and (following is None or (begins is not None and following <= begins))
        if overtaken or (value.since and rule.until and value.since > rule.until):
            zh = f"{value.since or '开头'}起的数值 {value.value} 从不起作用"
            en = f"the number {value.value} from {value.since} never binds"
            yield one.fault("number-overtaken", "error", zh, en, rule, line=one.value_line(rule, index))
    first = rule.values[0].since if rule.values else None
    if first is not None and (rule.since is None or first > rule.since):
        zh, en = (
            f"规则从{rule.since or '不限'}起，数值从{first}才有",
            f"binds from {rule.since}, its first number from {first}",
        )
        yield one.fault("number-gap", "error", zh, en, rule, line=one.value_line(rule, 0))
