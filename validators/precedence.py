"""How demands of several texts on one thing join: floors → max, ceilings and deadlines → min, sets → union; conflicts
are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from validators import checks
from validators.pack import Rule, Value

InForce = tuple[Rule, Value | None]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two texts that cannot both be met; ``kept`` is the one of higher form, ``dropped`` the other."""

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
    groups: dict[tuple[str, str, str, str], list[InForce]] = {}
    for rule, value in in_force:
        groups.setdefault(rule.key, []).append((rule, value))
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
        binding = min(with_number, key=lambda pair: (sign * pair[1].value, -pair[0].layer, pair[0].name))  # type: ignore[union-attr]
        judged.append(binding)
        absorbed.update({rule.name: binding[0] for rule, _ in with_number if rule.name != binding[0].name})
    kept, conflicts = _conflicts(judged)
    return Merged(tuple(kept), absorbed, tuple(conflicts))


def _conflicts(judged: Sequence[InForce]) -> tuple[list[InForce], list[Conflict]]:
    """A floor above a ceiling on the same fact: the higher text decides, the lower is set aside and both are named."""
    floors = [(r, v) for r, v in judged if r.check == "at_least" and v is not None and v.value is not None]
    ceilings = [(r, v) for r, v in judged if r.check == "at_most" and v is not None and v.value is not None]
    if not floors or not ceilings:
        return list(judged), []
    dropped: set[str] = set()
    conflicts: list[Conflict] = []
    for low, low_value in floors:
        for high, high_value in ceilings:
            if (
                low.about != high.about
                or low.with_.get("fact") != high.with_.get("fact")
                or low_value.value <= high_value.value
            ):
                continue
            floor_first = low.layer > high.layer
            keep, lose = (
                ((low, low_value), (high, high_value)) if floor_first else ((high, high_value), (low, low_value))
            )
            conflicts.append(Conflict(keep[0], keep[1].value, lose[0], lose[1].value))
            dropped.add(lose[0].name)
    return [pair for pair in judged if pair[0].name not in dropped], conflicts
