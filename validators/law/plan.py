"""What judges a filing before its papers are looked at: the rules of the packs that bind a place, those of them in force at
its dates, joined by precedence. Worked out once for each place and each stretch of days between changes of the law.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from validators import checks
from validators.days import as_day
from validators.facts import Facts
from validators.finding import Outcome, Verdict
from validators.law.pack import Pack, Rule
from validators.law.precedence import Conflict, InForce, merge
from validators.law.select import Chosen, Place, bound

ANY = "any"
"""What governs a rule that holds at every date."""
MOST_PLANS = 64
"""Sets of packs remembered; the service judges by a few, a trial of a draft by one more."""
MOST_PLACES = 20_000
"""Places remembered for one set of packs: more than there are counties and towns with packs of their own."""
_NOT_IN_FORCE = Outcome(Verdict.NOT_APPLICABLE, why="not in force on the governing date")


@dataclass(frozen=True, slots=True)
class Item:
    """One rule to apply: its check with the parameters of the date, and the grade of the number's source.

    ``reason`` is why the number is not known, "" where it is. ``plain``: nothing presupposed and no exception, so that the
    check alone decides.
    """

    rule: Rule
    check: Any
    params: Any
    reason: str
    grade: str
    plain: bool


@dataclass(frozen=True, slots=True)
class InForceNow:
    """What stands at certain dates: rules to apply, those that do not apply with why, conflicts, and rules whose date is
    missing or contradicted."""

    items: tuple[Item, ...]
    idle: tuple[tuple[Rule, Outcome], ...]
    conflicts: tuple[Conflict, ...]
    undated: tuple[Rule, ...]


def governing(rule: Rule, facts: Facts) -> list[date]:
    """The days that decide whether the rule binds: one where the papers agree, more where they contradict each
    other."""
    return _days(rule.governed_by, facts)


def _days(name: str, facts: Facts) -> list[date]:
    fact = facts[name]
    if fact.state == "absent":
        return []
    return [day for value in (fact.value, *fact.rivals) if (day := as_day(value)) is not None]


class Schedule:
    """The rules of one kind of subject at one place; ``at`` gives what stands at the dates of a subject's facts."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._turns = {name: _turns([r for r in rules if r.governed_by == name]) for name in _names(rules)}
        self._known: dict[tuple[int | tuple[int, ...], ...], InForceNow] = {}

    def at(self, facts: Facts) -> InForceNow:
        """What stands at the dates of these facts."""
        days = [_days(name, facts) for name in self._turns]
        key = tuple(
            [
                bisect_right(turns, found[0]) if len(found) == 1 else tuple([bisect_right(turns, day) for day in found])
                for turns, found in zip(self._turns.values(), days, strict=True)
            ]
        )
        now = self._known.get(key)
        if now is None:
            now = self._known[key] = _in_force(self.rules, dict(zip(self._turns, days, strict=True)))
        return now


def _names(rules: Sequence[Rule]) -> Sequence[str]:
    return tuple(dict.fromkeys(rule.governed_by for rule in rules))


def _turns(rules: Sequence[Rule]) -> list[date]:
    """The days on which anything changes for these rules, in order."""
    turns = {value.since for rule in rules for value in rule.values if value.since}
    turns |= {rule.since for rule in rules if rule.since}
    turns |= {rule.until + timedelta(days=1) for rule in rules if rule.until and rule.until < date.max}
    return sorted(turns)


def _in_force(rules: Sequence[Rule], days: Mapping[str, Sequence[date]]) -> InForceNow:
    standing: list[InForce] = []
    idle: list[tuple[Rule, Outcome]] = []
    undated: list[Rule] = []
    for rule in rules:
        binds = _binds(rule, days[rule.governed_by])
        if binds is None:
            undated.append(rule)
        elif binds:
            standing.append((rule, rule.value_at(next(iter(days[rule.governed_by]), None))))
        else:
            idle.append((rule, _NOT_IN_FORCE))
    merged = merge(standing)
    for rule, _ in standing:
        if rule.name in merged.absorbed:
            why = f"included in the stricter {merged.absorbed[rule.name].name}"
            idle.append((rule, Outcome(Verdict.NOT_APPLICABLE, why=why)))
    items = tuple(_item(rule, value) for rule, value in merged.judged)
    return InForceNow(items, tuple(idle), merged.conflicts, tuple(undated))


def _binds(rule: Rule, days: Sequence[date]) -> bool | None:
    """Whether the rule binds on its governing date; None when that hangs on a date that is missing or contradicted."""
    if rule.governed_by == ANY or (rule.since is None and rule.until is None):
        return True
    answers = {rule.in_force(day) for day in days}
    return answers.pop() if len(answers) == 1 else None


def _item(rule: Rule, value: Any) -> Item:
    reason = value.reason if value is not None and value.value is None else ""
    grade = value.confidence if value is not None and value.confidence else rule.confidence
    plain = not (rule.when or rule.exceptions or reason)
    return Item(rule, checks.modules()[rule.check].check, rule.params(value), reason, grade, plain)


@dataclass(frozen=True, slots=True)
class Bound:
    """What binds a place: the packs with why, those that might if it were known more closely, and a schedule for each
    kind of subject."""

    chosen: tuple[Chosen, ...]
    possible: tuple[Pack, ...]
    schedules: Mapping[str, Schedule]


class Plan:
    """A set of packs, ready to judge by."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = tuple(packs)
        self._places: dict[Place, Bound] = {}
        self._known: dict[tuple[str, ...], Mapping[str, Schedule]] = {}

    def bound(self, place: Place) -> Bound:
        """The packs that bind the place, and their rules."""
        found = self._places.get(place)
        if found is None:
            if len(self._places) >= MOST_PLACES:
                self._places.clear()
            found = self._places[place] = self._bound(place)
        return found

    def _bound(self, place: Place) -> Bound:
        chosen, possible = bound(place, self._packs)
        names = tuple(choice.pack.name for choice in chosen)
        if names not in self._known:
            self._known[names] = _schedules([choice.pack for choice in chosen])
        return Bound(tuple(chosen), tuple(possible), self._known[names])


def _schedules(packs: Sequence[Pack]) -> Mapping[str, Schedule]:
    by_subject: dict[str, list[Rule]] = {}
    for pack in packs:
        for rule in pack.rules:
            by_subject.setdefault(rule.about, []).append(rule)
    return {about: Schedule(rules) for about, rules in by_subject.items()}


_PLANS: dict[tuple[int, ...], Plan] = {}


def plan_of(packs: Sequence[Pack]) -> Plan:
    """The plan of these very packs, made once: known by identity, which the plan keeps alive, as a pack's contents are long
    to compare."""
    key = tuple(map(id, packs))
    plan = _PLANS.get(key)
    if plan is None:
        if len(_PLANS) >= MOST_PLANS:
            _PLANS.clear()
        plan = _PLANS[key] = Plan(packs)
    return plan
