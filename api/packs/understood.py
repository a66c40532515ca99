"""A pack as it was understood, in plain words; what parts two versions; which of its rules bind where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from typing import Any

from api.packs.texts import cases_of
from validators.finding import plain
from validators.pack import Pack, Rule, Value
from validators.precedence import merge
from validators.select import Place, bound

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
        "confidence": rule.confidence,
        "undecided_matters": rule.matters,
        "say": plain(rule.say),
        "reason": rule.reason,
        "former_names": list(rule.former_names),
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


def thresholds(rule: Rule) -> Iterator[Words]:
    """A rule's numbers over time: each from its day (the rule's first where it names none) to the day before the next."""
    for index, value in enumerate(rule.values):
        following = rule.values[index + 1].since if index + 1 < len(rule.values) else None
        last = date.fromordinal(following.toordinal() - 1) if following else rule.until
        yield {
            **value_words(value),
            "from": plain(value.since or rule.since),
            "to": plain(last),
            "confidence": value.confidence or rule.confidence,
            "source": value.source or f"{rule.citation.document} {rule.article}",
        }


# --- two versions ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """One word that came out differently."""

    word: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """``state``: added, removed or changed. ``name`` is the newer one. ``cases`` tells whether its cases changed."""

    name: str
    state: str
    changes: tuple[Change, ...] = ()
    cases: bool = False


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
            rules.append(RuleDifference(rule.name, "added"))
            continue
        changes = _changes(rule_words(old.pop(known)), rule_words(rule))
        other_cases = cases_before.get(known) != cases_after.get(rule.name)
        if changes or other_cases:
            rules.append(RuleDifference(rule.name, "changed", changes, other_cases))
    rules.extend(RuleDifference(name, "removed") for name in old)
    lines = unified_diff(
        text_before.splitlines(), text_after.splitlines(), before.version, after.version, lineterm="", n=3
    )
    return Difference(_changes(head_words(before), head_words(after)), tuple(rules), "\n".join(lines))


def _changes(before: Words, after: Words) -> tuple[Change, ...]:
    return tuple(Change(word, before[word], after[word]) for word in after if before[word] != after[word])


# --- where and when --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Binding:
    """One rule at a place on a day. ``state``: binds, included (a stricter rule, ``by``, includes it), overruled (it
    cannot be met together with ``by``, of higher form), not_in_force. ``value`` is the number of that day."""

    pack: Pack
    why: str
    rule: Rule
    state: str
    value: Value | None
    by: str = ""


def bindings(packs: Sequence[Pack], region: str, day: date) -> tuple[list[Binding], list[Pack]]:
    """Every rule of the packs that reach the place, as of a governing date; and the packs that might if the place were
    known more closely (a county's streets). Exceptions and presuppositions depend on the papers and are not applied."""
    chosen, possible = bound(Place(region), packs)
    in_force = [(rule, rule.value_at(day)) for c in chosen for rule in c.pack.rules if rule.in_force(day)]
    merged = merge(in_force)
    overruled: Mapping[str, Rule] = {conflict.dropped.name: conflict.kept for conflict in merged.conflicts}
    out: list[Binding] = []
    for choice in chosen:
        for rule in choice.pack.rules:
            state, by = "binds", ""
            if not rule.in_force(day):
                state = "not_in_force"
            elif stricter := merged.absorbed.get(rule.name):
                state, by = "included", stricter.name
            elif higher := overruled.get(rule.name):
                state, by = "overruled", higher.name
            out.append(Binding(choice.pack, choice.why, rule, state, rule.value_at(day), by))
    return out, possible
