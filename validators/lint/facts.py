"""Rules that ask for what no paper gives, or what is given for something else; found by watching what their checks read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from validators import checks
from validators.cases import facts_of
from validators.facts import Fact, Facts
from validators.given import given
from validators.law.pack import Pack, Rule
from validators.law.pack_reading import shipped
from validators.law.pack_text import JUNK
from validators.lint._ground import Code, Fault, Ground, Loaded, cases_in

CODES = {
    "fact-unknown": Code("error", "a fact that no paper, no joining of papers and no case gives", "改用已有的事实名", "use the name of a fact that there is"),
    "fact-not-read": Code("warning", "a fact that only cases give: no reader reads it yet, so the rule decides nothing on papers", "等读取实现后再用，或写 allow 说明", "wait for its reader, or allow it with the reason"),
    "fact-of-another": Code("error", "a fact that papers give for another subject than the rule's about", "改 about，或改用该对象的事实", "correct about, or use a fact of that subject"),
}  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class _Watched(Facts):
    """Facts that remember which were asked for."""

    __slots__ = ("asked",)

    def __init__(self, own: Mapping[str, Fact], under: Facts | None = None) -> None:
        super().__init__(own, under)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Fact:
        self.asked.add(name)
        return super().__getitem__(name)


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    in_cases = {name for one in ground.loaded for name in _case_names(one.pack)} | _shipped_case_names()
    for one, rule in ground.rules():
        for name in sorted(asked(one.pack, rule)):
            yield from _of_name(one, rule, name, name in in_cases)


def asked(pack: Pack, rule: Rule) -> frozenset[str]:
    """The names of the facts that a rule rests on: what its check reads in any of its cases, and what decides whether it
    applies. What is only shown in its sentence is not among them."""
    names = {*rule.when, *(special.fact for special in rule.exceptions)} | _settings(rule)
    if rule.governed_by != "any":
        names.add(rule.governed_by)
    module = checks.modules()[rule.check]
    for case in ({}, *cases_in(pack, rule)):
        said = facts_of(case)
        facts = _Watched({name: said[name] for name in said.names()})
        for value in rule.values or (None,):
            try:
                module.check(facts, rule.params(value))
            except JUNK:  # the rehearsal says so
                continue
        names |= facts.asked
    shown = set(rule.with_.get("shown") or ()) | set(
        getattr(rule.params(rule.values[0] if rule.values else None), "shown", ())
    )
    return frozenset(name for name in names - (shown - _settings(rule)) if _NAME.fullmatch(name))


def _settings(rule: Rule) -> set[str]:
    """Facts named by the words that every check uses for facts."""
    words = ("fact", "than", "other", "start", "end", "complete", "any_of", "facts", "parts", "total", "unclear")
    out: set[str] = set()
    for word in words:
        value = rule.with_.get(word)
        out |= {value} if isinstance(value, str) else set(map(str, value)) if isinstance(value, list | tuple) else set()
    return out


def _case_names(pack: Pack) -> Iterator[str]:
    for rule in pack.rules:
        for case in cases_in(pack, rule):
            yield from case


@cache
def _shipped_case_names() -> frozenset[str]:
    return frozenset(name for pack in shipped() for name in _case_names(pack))


def _of_name(one: Loaded, rule: Rule, name: str, in_cases: bool) -> Iterator[Fault]:
    papers = given()
    if name in papers[rule.about]:
        return
    word = next(
        (w for w in ("when", "with", "date", "except") if name in str(one.rules[rule.name].get(w, ""))), "check"
    )
    others = [about for about, names in papers.items() if name in names and about != rule.about]
    if others and not (in_cases and rule.about not in ("policy", "report", "hazard", "claim")):
        zh = f"事实“{name}”属于 {'、'.join(others)}，不属于规则的对象 {rule.about}"
        en = f"the fact {name} is one of {', '.join(others)}, not of {rule.about}"
        yield one.fault("fact-of-another", "error", zh, en, rule, word)
    elif in_cases:
        zh, en = f"事实“{name}”只有算例给出，还没有材料能读出", f"only cases give the fact {name}; no paper does yet"
        yield one.fault("fact-not-read", "warning", zh, en, rule, word)
    else:
        zh, en = f"没有叫“{name}”的事实", f"there is no fact {name}"
        yield one.fault("fact-unknown", "error", zh, en, rule, word)
