"""One rule × the facts of one subject → what comes of it: first what the rule presupposes, then its exceptions, then its check."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from validators import checks
from validators.days import as_day
from validators.facts import ABSENT, CHANGED, Facts
from validators.finding import Outcome, Verdict
from validators.law.pack import Rule
from validators.law.plan import Item

# Below this confidence what a rule presupposes (an inspection, a major hazard) is too unsure to accuse anybody by.
PRESUPPOSED = 0.7


def outcome_of(item: Item, facts: Facts) -> Outcome:
    """What comes of one rule."""
    outcome: Outcome = item.check(facts, item.params) if item.plain else _outcome(item, facts)
    if (
        outcome.verdict is Verdict.UNDECIDED
        and not outcome.parts
        and any(facts[n].why == CHANGED for n in outcome.lacking)
    ):
        return _before_and_after(item, facts, outcome)
    return _by_another_day(item, facts, outcome) if outcome.verdict is Verdict.VIOLATED else outcome


def _by_another_day(item: Item, facts: Facts, accused: Outcome) -> Outcome:
    """A question where one of the days it rests on has a second reading on its paper by which the rule would be kept."""
    if accused.parts:
        return accused
    for name in accused.facts:
        fact = facts[name]
        if not fact.doubts or not fact.known or (day := as_day(fact.value)) is None:
            continue
        for doubt in sorted(fact.doubts, key=str):
            if (other := as_day(doubt)) is None or other == day:
                continue
            read_so = Facts({name: replace(fact, value=doubt, doubts=())}, facts)
            again = item.check(read_so, item.params) if item.plain else _outcome(item, read_so)
            if again.verdict is Verdict.SATISFIED:
                why = f"the paper tells of {other} too, which may be the day meant and by which the rule is kept"
                days = {**accused.params, "item": f"{day} / {other}"}
                return checks.undecided(f"{name}: {why} (not {day})", name, **days)
    return accused


def _before_and_after(item: Item, facts: Facts, open_: Outcome) -> Outcome:
    """What comes of the rule by the values before an endorsement and by each after it, where it is the same of all of them."""
    changed = {name: facts[name] for name in open_.lacking if facts[name].why == CHANGED}
    said = list[Outcome]()
    for nth in range(max(len(fact.rivals) for fact in changed.values()) + 1):
        settled = {
            name: replace(fact, state="known", value=fact.candidates()[min(nth, len(fact.rivals))], rivals=(), why="")
            for name, fact in changed.items()
        }
        as_then = Facts(settled, facts)
        said.append(item.check(as_then, item.params) if item.plain else _outcome(item, as_then))
    return said[0] if len({outcome.verdict for outcome in said}) == 1 and not said[0].parts else open_


def _outcome(item: Item, facts: Facts) -> Outcome:
    """The outcome of a rule that presupposes something, has an exception, or lacks its number."""
    rule = item.rule
    if (early := condition(rule, facts)) is not None:
        return early
    for special in rule.exceptions:
        word = str(facts.value(special.fact) or "")
        code = str(facts.value("region_code") or "")
        day = as_day(facts.value("contract_date"))
        in_time = special.since is None or (day is not None and day >= special.since)
        if in_time and code.startswith(special.region) and any(w in word for w in special.contains):
            return _softened(item.check(facts, item.params), special.why)
    outcome: Outcome = item.check(facts, item.params)
    if item.reason and outcome.verdict is not Verdict.NOT_APPLICABLE:
        return checks.undecided(item.reason)
    if any(facts[name].confidence < PRESUPPOSED for name in rule.when):
        return _softened(outcome, "what the rule presupposes was not read surely")
    return outcome


def _softened(outcome: Outcome, why: str) -> Outcome:
    """Where a more special text may allow it, a violation is only a question."""
    return outcome._replace(verdict=Verdict.UNDECIDED, why=why) if outcome.verdict is Verdict.VIOLATED else outcome


def condition(rule: Rule, facts: Facts) -> Outcome | None:
    """Not applicable (or undecided) where what the rule presupposes is not so (or not known)."""
    for name, wanted in rule.when.items():
        if name not in facts:
            return _unsaid(name, rule.if_unknown)
        fact = facts[name]
        if not fact.known:
            if rule.if_unknown == "undecided":
                return checks.undecided(f"{name}: {fact.why or fact.state}", name)
            return checks.not_applicable(f"{name}: {fact.why or fact.state}")
        if isinstance(fact.value, _SEVERAL):
            if not set(fact.value) & set(wanted):
                return _is_not(name, wanted)
        elif fact.value not in wanted:
            return _is_not(name, wanted)
    return None


_SEVERAL = (frozenset, tuple, list)


@cache
def _is_not(name: str, wanted: tuple[Any, ...]) -> Outcome:
    """What comes of a rule that presupposes what is not so."""
    return checks.not_applicable(f"{name} is not {' / '.join(map(str, wanted))}")


@cache
def _unsaid(name: str, if_unknown: str) -> Outcome:
    """What comes of a rule that presupposes what no paper of the filing speaks of."""
    why = f"{name}: {ABSENT.why}"
    return checks.undecided(why, name) if if_unknown == "undecided" else checks.not_applicable(why)
