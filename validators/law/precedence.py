"""How demands of several texts on one thing join: floors → max, ceilings and deadlines → min, sets → union; conflicts
are shown.

What a rule presupposes (``when``) is not known here, for rules are joined before any paper is looked at. So a rule that
presupposes something never silences one that does not: both are judged, and what both find is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from validators import checks
from validators.finding import Severity
from validators.law.pack import Rule, Value

InForce = tuple[Rule, Value | None]
_GRAVITY = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts that cannot both be met; ``kept`` is the one of higher form, ``dropped`` the other. The values are their
    numbers, or where one forbids what the other demands, the words of each."""

    kept: Rule
    kept_value: Any
    dropped: Rule
    dropped_value: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """``judged`` are the rules to apply; ``absorbed`` those whose demand a stricter one includes, with that one."""

    judged: tuple[InForce, ...]
    absorbed: Mapping[str, Rule]
    conflicts: tuple[Conflict, ...]


def merge(in_force: Iterable[InForce]) -> Merged:
    """The rules of all layers that bind one subject, joined."""
    standing, barred = _barred(tuple(in_force))
    groups: dict[tuple[Any, ...], list[InForce]] = {}
    for rule, value in standing:
        groups.setdefault((rule.key, tuple(sorted(rule.when.items()))), []).append((rule, value))
    judged: list[InForce] = []
    absorbed: dict[str, Rule] = {}
    for group in groups.values():
        combine = checks.modules()[group[0][0].check].COMBINE
        with_number = [pair for pair in group if pair[1] is not None and pair[1].value is not None]
        if combine not in ("max", "min") or len(with_number) < 2:
            judged.extend(group)
            continue
        judged.extend(pair for pair in group if pair not in with_number)
        sign = -1 if combine == "max" else 1
        with_number.sort(key=lambda pair: (sign * pair[1].value, -pair[0].layer, pair[0].name))  # type: ignore[union-attr]
        judged.extend(_binding(with_number, absorbed))
    kept, conflicts = _conflicts(judged)
    return Merged(tuple(kept), absorbed, tuple(barred + conflicts))


def _binding(strictest_first: Sequence[InForce], absorbed: dict[str, Rule]) -> list[InForce]:
    """The strictest rule, and each laxer one that is graver than all stricter ones: a warning from a doubtful text never
    stands in for an error of a sure one."""
    kept: list[InForce] = []
    for pair in strictest_first:
        over = next((other for other in kept if _gravity(other) >= _gravity(pair)), None)
        if over is None:
            kept.append(pair)
        else:
            absorbed[pair[0].name] = over[0]
    return kept


def _gravity(pair: InForce) -> int:
    """How grave a violation would be, after the doubt about the number's source."""
    rule, value = pair
    doubtful = value is not None and value.confidence in ("S1", "M")
    return min(_GRAVITY[rule.severity], _GRAVITY[Severity.WARNING]) if doubtful else _GRAVITY[rule.severity]


def _barred(in_force: Sequence[InForce]) -> tuple[list[InForce], list[Conflict]]:
    """What a text demands though one of higher form forbids to demand it (a closed list of insurers beside the free choice)
    is set aside, and both are named."""
    bars = [rule for rule, _ in in_force if rule.bars and not rule.when]
    standing: list[InForce] = []
    conflicts: list[Conflict] = []
    for rule, value in in_force:
        over = next((bar for bar in bars if rule.type in bar.bars and bar.layer > rule.layer), None)
        if over is None:
            standing.append((rule, value))
        else:
            conflicts.append(Conflict(over, over.quote or over.article, rule, rule.quote or rule.article))
    return standing, conflicts


def _conflicts(judged: Sequence[InForce]) -> tuple[list[InForce], list[Conflict]]:
    """A floor above a ceiling on the same fact: the higher text decides, the lower is set aside and both are named."""
    floors = [(r, v) for r, v in judged if r.check == "at_least" and v is not None and v.value is not None]
    ceilings = [(r, v) for r, v in judged if r.check == "at_most" and v is not None and v.value is not None]
    dropped: set[str] = set()
    conflicts: list[Conflict] = []
    for low, low_value in floors:
        for high, high_value in ceilings:
            if not _one_thing(low, high) or low_value.value <= high_value.value:
                continue
            pair = ((low, low_value), (high, high_value))
            keep, lose = pair if low.layer > high.layer else pair[::-1]
            if keep[0].when and keep[0].when != lose[0].when:
                continue  # the higher one may not apply at all; then the lower one must stand
            conflicts.append(Conflict(keep[0], keep[1].value, lose[0], lose[1].value))
            dropped.add(lose[0].name)
    return [pair for pair in judged if pair[0].name not in dropped], conflicts


def _one_thing(low: Rule, high: Rule) -> bool:
    return low.about == high.about and low.with_.get("fact") == high.with_.get("fact")
