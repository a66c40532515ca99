"""The numbers of a rule over time, and which rules of the packs in use bind where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from validators.finding import plain
from validators.law.pack import Pack, Rule, Value
from validators.law.pack_diff import Change, Difference, RuleDifference, difference, head_words, rule_words, value_words
from validators.law.precedence import merge
from validators.law.select import Place, bound

__all__ = [
    "Binding", "Change", "Difference", "RuleDifference", "bindings", "difference", "head_words", "rule_words", "thresholds",
    "value_words",
]  # fmt: skip

Words = dict[str, Any]


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
