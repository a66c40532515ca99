"""What parts two texts of a pack: every word of its head and its rules as it was understood, one by one. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import unified_diff
from typing import Any

from validators.finding import plain
from validators.law.pack import Pack, Rule, Value
from validators.law.rehearsal import cases_of

Words = dict[str, Any]


def head_words(pack: Pack) -> Words:
    """The head of a pack, every word with what it came out as."""
    return {
        "title": pack.title,
        "document": pack.document,
        "aliases": list(pack.aliases),
        "issuer": list(pack.issuer),
        "region": pack.region,
        "place": pack.place,
        "street_words": list(pack.street_words),
        "issued": plain(pack.issued),
        "from": plain(pack.since),
        "to": plain(pack.until),
        "layer": pack.layer,
        "confidence": pack.confidence,
        "advisory": pack.advisory,
        "url": pack.url,
        "notes": pack.notes,
        "allow": plain(pack.allow),
        "milestones": [plain(asdict(milestone)) for milestone in pack.milestones],
        "routing": [plain(asdict(assignment)) for assignment in pack.routing],
    }


def rule_words(rule: Rule) -> Words:
    """A rule, every word with what it came out as: defaults filled in, severity as it will be used."""
    return {
        "name": rule.name,
        "type": rule.type,
        "article": rule.article,
        "quote": rule.quote,
        "about": rule.about,
        "date": rule.governed_by,
        "from": plain(rule.since),
        "to": plain(rule.until),
        "check": rule.check,
        "with": plain(rule.with_),
        "values": [value_words(value) for value in rule.values],
        "when": plain(rule.when),
        "if_unknown": rule.if_unknown,
        "except": [
            {
                "region": special.region,
                "from": plain(special.since),
                "fact": special.fact,
                "contains": list(special.contains),
                "why": special.why,
            }
            for special in rule.exceptions
        ],
        "severity": rule.severity.value,
        "bound": rule.bound,
        "confidence": rule.confidence,
        "undecided_matters": rule.matters,
        "say": plain(rule.say),
        "reason": rule.reason,
        "former_names": list(rule.former_names),
        "bars": list(rule.bars),
        "allow": plain(rule.allow),
    }


def value_words(value: Value) -> Words:
    """One number of a rule as it is written; ``value`` null where it is not known to us."""
    return {
        "from": plain(value.since),
        "value": plain(value.value),
        "source": value.source,
        "confidence": value.confidence,
        "reason": value.reason,
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One word that came out differently."""

    word: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """``state``: added, removed or changed. ``name`` is the newer one, ``former`` the older where the rule was renamed.
    ``cases`` tells whether its cases changed. ``before`` and ``after`` are the rule in each text, None where it has none."""

    name: str
    state: str
    changes: tuple[Change, ...] = ()
    cases: bool = False
    former: str = ""
    before: Rule | None = None
    after: Rule | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What parts two versions: words of the head, rules one by one in the order of the newer, and the text by lines."""

    head: tuple[Change, ...]
    rules: tuple[RuleDifference, ...]
    text: str


def difference(before: Pack, after: Pack, text_before: str, text_after: str) -> Difference:
    """From one version to another. A rule that took another name is the same rule when it says so (``former_names``)."""
    old = {rule.name: rule for rule in before.rules}
    cases_before, cases_after = cases_of(before), cases_of(after)
    rules: list[RuleDifference] = []
    for rule in after.rules:
        known = next((name for name in (rule.name, *rule.former_names) if name in old), None)
        if known is None:
            rules.append(RuleDifference(rule.name, "added", after=rule))
            continue
        former = old.pop(known)
        changes = _changes(rule_words(former), rule_words(rule))
        other_cases = cases_before.get(known) != cases_after.get(rule.name)
        if changes or other_cases:
            name = known if known != rule.name else ""
            rules.append(RuleDifference(rule.name, "changed", changes, other_cases, name, former, rule))
    rules.extend(RuleDifference(name, "removed", before=rule) for name, rule in old.items())
    lines = unified_diff(
        text_before.splitlines(), text_after.splitlines(), before.version, after.version, lineterm="", n=3
    )
    return Difference(_changes(head_words(before), head_words(after)), tuple(rules), "\n".join(lines))


def _changes(before: Words, after: Words) -> tuple[Change, ...]:
    return tuple(Change(word, before[word], after[word]) for word in after if before[word] != after[word])


# --- what a reader wants to see first --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NumberChange:
    """From ``since`` on (None: from the beginning) the number is another; ``before`` or ``after`` None where the rule has none
    then, or does not bind."""

    since: date | None
    before: Value | None
    after: Value | None


def number_changes(before: Rule, after: Rule) -> Iterator[NumberChange]:
    """The numbers of two rules side by side on every day from which they differ in another way than before."""
    if not (before.values or after.values):
        return
    days = {day for rule in (before, after) for day in (rule.since, *(v.since for v in rule.values)) if day}
    days |= {date.fromordinal(rule.until.toordinal() + 1) for rule in (before, after) if rule.until}
    beginning: list[date | None] = [] if before.since and after.since else [None]
    told: tuple[object, object] | None = None
    for day in (*beginning, *sorted(days)):
        one, two = _number(before, day), _number(after, day)
        said = (one and one.value, two and two.value)
        if said != told and said[0] != said[1]:
            yield NumberChange(day, one, two)
        told = said


def _number(rule: Rule, day: date | None) -> Value | None:
    if day is not None and not rule.in_force(day):
        return None
    if day is None and rule.since is not None:
        return None
    fitting = [v for v in rule.values if v.since is None or (day is not None and v.since <= day)]
    return fitting[-1] if fitting else None


@dataclass(frozen=True, slots=True)
class PackPair:
    """A pack in two collections; None where it is only in the other."""

    before: Pack | None
    after: Pack | None


def pairs(old: Sequence[Pack], new: Sequence[Pack]) -> tuple[PackPair, ...]:
    """Packs of one name; one pack on either side is a pair whatever they are called."""
    if len(old) == len(new) == 1:
        return (PackPair(old[0], new[0]),)
    earlier = {pack.name: pack for pack in old}
    found = [PackPair(earlier.pop(pack.name, None), pack) for pack in new]
    return (*found, *(PackPair(pack, None) for pack in earlier.values()))
