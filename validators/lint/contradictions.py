"""Demands that cannot both be met by one paper at one time and place."""

from __future__ import annotations

from collections.abc import Iterator

from validators.law.pack import Pack, Rule
from validators.lint._ground import (
    Code,
    Fault,
    Ground,
    Level,
    Loaded,
    numbers_together,
    same_case,
    same_place,
    same_time,
)
from validators.lint.conditions import fact_of, things

CODES = {
    "floor-above-ceiling": Code("error", "a minimum lies above a maximum of the same fact, together in force", "核对两处数值；两部文件确有冲突的，写 allow 说明", "check both; where two texts do conflict, allow it with the reason"),
    "forbidden-and-demanded": Code("error", "one rule forbids what another demands", "核对两条规则", "check both rules"),
    "lists-apart": Code("error", "two closed lists of the same fact have no name in common", "核对两份名单", "check both lists"),
}  # fmt: skip


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``. Within a pack an error, between two packs a warning: there the higher text decides, and the finding shows it."""
    for one, rule in ground.rules():
        for pack, other in _opposite(ground, one, rule):
            if not (same_time(rule, other) and same_place(one.pack, pack) and same_case(rule, other)):
                continue
            level: Level = "error" if pack is one.pack else "warning"
            for code, zh, en in _against(rule, other):
                whose = "" if pack is one.pack else f"（规则包 {pack.name}）"
                yield one.fault(code, level, f"与 {other.name}{whose} 不能同时满足：{zh}", f"cannot be met with {other.name}: {en}", rule, "value", "values", "with")  # fmt: skip


def _opposite(ground: Ground, one: Loaded, rule: Rule) -> Iterator[tuple[Pack, Rule]]:
    """The rules on the same kind of subject; each pair within the linted packs only once."""
    after = False
    for loaded in ground.loaded:
        for other in loaded.pack.rules:
            if after and other.about == rule.about:
                yield loaded.pack, other
            after = after or (loaded is one and other is rule)
    for pack in ground.beside:
        yield from ((pack, other) for other in pack.rules if other.about == rule.about)


def _against(one: Rule, two: Rule) -> Iterator[tuple[str, str, str]]:
    """Code, Chinese and English words for each way in which two rules oppose each other."""
    for low, high in ((one, two), (two, one)):
        if low.check == "at_least" and high.check == "at_most" and low.with_.get("fact") == high.with_.get("fact"):
            for day, floor, ceiling in numbers_together(low, high):
                if floor > ceiling:
                    since = f"{day}起" if day else ""
                    yield (
                        "floor-above-ceiling",
                        f"{since}下限 {floor} 高于上限 {ceiling}",
                        f"from {day}, floor {floor} above ceiling {ceiling}",
                    )
                    return
        if low.check == "contains_all" and high.check == "forbidden_wording" and fact_of(low) == fact_of(high):
            forbidden = set(things(high))
            for name, codes in things(low).items():
                if codes <= forbidden:
                    yield "forbidden-and-demanded", f"一处要求“{name}”，一处禁止", f"{name} is demanded and forbidden"
    if one.check == two.check == "member_of" and fact_of(one) == fact_of(two):
        for _, first, second in numbers_together(one, two):
            if not set(map(str, first)) & set(map(str, second)):
                yield "lists-apart", "两份名单没有共同的名称", "the two lists have no name in common"
                return
