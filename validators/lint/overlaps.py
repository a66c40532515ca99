"""Two rules that say the same thing: inside one pack, and a lower text beside a higher one."""

from __future__ import annotations

from collections.abc import Iterator

from validators import checks
from validators.law.pack import Rule
from validators.lint._ground import Code, Fault, Ground, numbers_together, same_case, same_place, same_time
from validators.lint.conditions import things

CODES = {
    "overlap": Code("warning", "two rules of one pack demand one thing of the same papers at the same time", "合并，或用 when、from、to 分开", "join them, or part them by when, from, to"),
    "weaker-repeat": Code("note", "a lower text repeats a demand that a higher one makes as strictly or more", "无须改动；这条规则不会单独判断", "nothing to do; the rule never decides by itself"),
}  # fmt: skip


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    for one, rule in ground.rules():
        for other in one.pack.rules[: one.pack.rules.index(rule)]:
            if _one_demand(rule, other):
                zh, en = f"与本包的 {other.name} 要求同一件事", f"demands the same thing as {other.name} of this pack"
                yield one.fault("overlap", "warning", zh, en, rule, "check")
        for pack in ground.others(one):
            for other in pack.rules:
                if other.layer > rule.layer and same_place(one.pack, pack) and _weaker(rule, other):
                    zh, en = f"{other.name} 的要求相同或更严", f"{other.name} demands as much or more"
                    yield one.fault("weaker-repeat", "note", zh, en, rule, "value", "values", "check")


def _meet(one: Rule, two: Rule) -> bool:
    return one.key == two.key and same_time(one, two) and same_case(one, two)


def _one_demand(one: Rule, two: Rule) -> bool:
    if not _meet(one, two):
        return False
    combine = checks.modules()[one.check].COMBINE
    if combine == "union":
        return bool(set(things(one)) & set(things(two)))
    if combine in ("max", "min") and one.values and two.values:
        return True
    return dict(one.with_) == dict(two.with_) and [v.value for v in one.values] == [v.value for v in two.values]


def _weaker(lower: Rule, higher: Rule) -> bool:
    """Whether the higher text's number is as strict or stricter on every day that both bind."""
    combine = checks.modules()[lower.check].COMBINE
    if combine not in ("max", "min") or not _meet(lower, higher) or higher.when:
        return False
    pairs = [(first, second) for _, first, second in numbers_together(lower, higher)]
    return bool(pairs) and all(first <= second if combine == "max" else first >= second for first, second in pairs)
