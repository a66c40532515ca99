"""What decides which rules bind a filing: kept beside its judgement, so that other packs can be held against it without its papers.

A subject is bound by its place and by the days of its facts; ``validators.law.plan`` looks at nothing else. Where the old packs
and the new ones put the same rules in force for every subject, with the same numbers, the same facts are judged by the same rules
and nothing can come out otherwise: the filing is proven unchanged. Which of its facts a rule then asks is not looked at, so a
filing that is not proven may still come out the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any

from validators.days import as_day
from validators.facts import Fact, Facts, Filing
from validators.finding import Finding, Severity, Verdict
from validators.law.pack import Pack, Rule, significant
from validators.law.plan import Bound, InForceNow, plan_of
from validators.law.select import Place, place_of

MOST_KNOWN = 200_000
"""Answers remembered: a few per county and stretch of days between changes of the law."""
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def of(filing: Filing, beside: Iterable[Finding]) -> str:
    """The bearing of a filing as JSON: each kind of subject with its place and days, once, and the verdict that ``beside`` –
    findings that come of no pack – leaves it at best."""
    # Hazards of one report mostly have the same place and days: each is written once. Most facts are the report's or the policy's own,
    # which all their hazards have too: each is looked at once.
    known: dict[int, Mapping[str, tuple[str, ...]]] = {}
    said = dict.fromkeys(
        (s.about, place_of(s.facts), tuple(sorted(_days(s.facts, known).items()))) for s in filing.subjects
    )
    subjects = [_as_json([about, *place, dict(days)]) for about, place, days in said]
    return f'{{"beside":"{_verdict(beside)}","subjects":[{",".join(subjects)}]}}'.encode("utf-8", "replace").decode()


def _days(facts: Facts, known: dict[int, Mapping[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    """Every fact that has days, by name; a pack may be governed by any of them. ``known``: what was found, by the identity of facts."""
    found = known.get(id(facts))
    if found is None:
        under = {} if facts.under is None else _days(facts.under, known)
        days = {
            name: () if type(fact.value) in _NO_DAYS and not fact.rivals else _days_of(fact)
            for name, fact in facts.own.items()
        }
        found = known[id(facts)] = {name: some for name, some in {**under, **days}.items() if some}
    return found


def _days_of(fact: Fact) -> tuple[str, ...]:
    return tuple(day.isoformat() for value in fact.candidates() if (day := as_day(value)) is not None)


_NO_DAYS = frozenset({NoneType, str, bool, int, float, Decimal, tuple, frozenset})


def _verdict(beside: Iterable[Finding]) -> str:
    worst = ""
    for finding in beside:
        if finding.verdict is Verdict.VIOLATED and finding.severity is Severity.ERROR:
            return "returned"
        if finding.verdict is Verdict.UNDECIDED and finding.matters:
            worst = "incomplete"
    return worst


def at_best(verdict: str, beside: str) -> str:
    """A filing's verdict by its packs, and by what was found beside them.

    >>> at_best("accepted", "incomplete"), at_best("incomplete", "returned"), at_best("returned", ""), at_best("accepted", "")
    ('incomplete', 'returned', 'returned', 'accepted')
    """
    return next((worse for worse in ("returned", "incomplete") if worse in (verdict, beside)), verdict)


class Proof:
    """Old packs and new ones, ready to be held against bearings. ``region`` stands in for the place that the papers show."""

    def __init__(self, old: Sequence[Pack], new: Sequence[Pack], region: str | None = None) -> None:
        self._old, self._new, self._region = plan_of(old), plan_of(new), region
        self._streets = Streets((*old, *new))
        self._known: dict[tuple[Any, ...], bool] = {}
        self._equal: dict[tuple[int, int], bool] = {}

    def unchanged(self, bearing: Mapping[str, Any]) -> bool:
        """Whether the same rules bind every subject, old and new."""
        return all(self._same(about, code, words, days) for about, code, words, days in bearing["subjects"])

    def _same(self, about: str, code: str, words: str, days: Mapping[str, Sequence[str]]) -> bool:
        place = Place(self._region or code)
        if self._streets.may_decide(place.code):
            place = Place(place.code, words)
        known = self._known.get((about, place))  # nothing differs at this place, whatever the days
        if known:
            return True
        key = (about, place, tuple((name, *found) for name, found in days.items()))
        known = self._known.get(key)
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            old, new = self._old.bound(place), self._new.bound(place)
            if same_packs(old, new):
                self._known[about, place] = True
                return True
            known = self._known[key] = self._same_rules(about, old, new, _facts(days))
        return known

    def _same_rules(self, about: str, old: Bound, new: Bound, facts: Facts) -> bool:
        """Whether the same rules stand at these days, and the same packs might bind if the place were known more closely."""
        if about == "policy" and possible(old) != possible(new):
            return False
        before, after = _standing(old, about, facts), _standing(new, about, facts)
        key = (id(before), id(after))  # the plans keep what stands, so that its identity lasts
        if key not in self._equal:
            self._equal[key] = essence(before) == essence(after)
        return self._equal[key]


class Streets:
    """The streets and towns that have packs of their own."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._prefixes = sorted({pack.prefix for pack in packs if len(pack.prefix) > 6})
        self.may_decide = lru_cache(maxsize=65_536)(self._may_decide)

    def _may_decide(self, code: str) -> bool:
        """Whether an address may decide at this place: some pack is of a street of it."""
        here = significant(code) if code else ""
        return any(prefix.startswith(here) for prefix in self._prefixes)


def same_packs(old: Bound, new: Bound) -> bool:
    """Whether the very same packs bind, to the word."""

    def said(bound: Bound) -> list[list[tuple[str, str]]]:
        chosen = [choice.pack for choice in bound.chosen]
        return [[(pack.name, pack.version) for pack in packs] for packs in (chosen, bound.possible)]

    return said(old) == said(new)


def _facts(days: Mapping[str, Sequence[str]]) -> Facts:
    """As much of the facts as their days."""
    read = {name: [date.fromisoformat(day) for day in found] for name, found in days.items()}
    return Facts({name: Fact(found[0], rivals=tuple(found[1:])) for name, found in read.items()})


def _standing(bound: Bound, about: str, facts: Facts) -> InForceNow | None:
    schedule = bound.schedules.get(about)
    return None if schedule is None else schedule.at(facts)


def essence(now: InForceNow | None) -> Any:
    """What of the rules that stand can show in a finding. Rules that do not apply at these days are left out: they find
    nothing, and no list of findings tells of them."""
    if now is None:
        return (), (), ()
    items = tuple((_bare(item.rule), item.params, item.reason, item.grade) for item in now.items)
    conflicts = tuple((_bare(c.kept), c.kept_value, _bare(c.dropped), c.dropped_value) for c in now.conflicts)
    return items, conflicts, tuple(map(_bare, now.undated))


def _bare(rule: Rule) -> Rule:
    """A rule without its place in its file and its numbers at other days."""
    return replace(
        rule, since=None, until=None, with_={}, values=(), former_names=(), allow={}, file="", line=0, bars=()
    )


def possible(bound: Bound) -> list[tuple[str, date | None]]:
    return [(pack.name, pack.until) for pack in bound.possible]
