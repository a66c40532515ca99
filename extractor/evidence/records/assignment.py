"""The roles of all slots together: the one assignment that explains most of what the records say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.evidence.records.partitions import Partition
from extractor.evidence.records.roles import Model, Role
from extractor.evidence.records.slots import Slot

_LEAST_FIT = 0.3
_LEAST_KEY = 0.4
_MOST_SLOTS = 24
_UNEXPLAINED = 0.35
"""What a cell that no role explains costs."""


@dataclass(frozen=True, slots=True)
class Told:
    """role → its slot, with what the assignment is worth over its records. ``fits``: role → how well its slot fits;
    ``records``: those that are of the list, without what was taken for one before or after it."""

    slots: Mapping[str, Slot]
    fits: Mapping[str, float]
    score: float
    records: Sequence[int]


_Texts = tuple[str, tuple[str, ...], int]
"""The label of a slot, its texts, how many characters they begin with alike: all that tells how well it fits."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How well the slots of a paper fit the roles: rival partitions set the same texts side by side again and again."""

    model: Model
    _fits: dict[_Texts, Sequence[float]] = field(default_factory=dict)
    _worths: dict[_Texts, Sequence[float]] = field(default_factory=dict)
    _alone: dict[tuple[str, str, str, int], float] = field(default_factory=dict)

    def fits(self, slot: Slot) -> Sequence[float]:
        """How well all texts of a slot fit each role."""
        key = slot.label, slot.texts, slot.lead
        if (known := self._fits.get(key)) is None:
            known = self._fits[key] = [_fit(role, slot, slot.texts) for role in self.model.roles]
        return known

    def worths(self, slot: Slot) -> Sequence[float]:
        """What a slot is worth in each role over all records: its values that fit by themselves count, the others against it."""
        key = slot.label, slot.texts, slot.lead
        if (known := self._worths.get(key)) is None:
            known = self._worths[key] = [
                sum(self.value(role, slot, fit, r) for r in slot.atoms) if fit >= _LEAST_FIT else 0.0
                for role, fit in zip(self.model.roles, self.fits(slot), strict=True)
            ]
        return known

    def value(self, role: Role, slot: Slot, fit: float, r: int) -> float:
        """What one record's value in a slot is worth."""
        if r not in slot.atoms:
            return 0.0
        return role.weight * fit * (1.0 if self.alone(role, slot, r) >= _LEAST_FIT else _UNFIT)

    def alone(self, role: Role, slot: Slot, r: int) -> float:
        """How well one record's value fits the role of its slot by itself; 0 where it has none."""
        if (atom := slot.atoms.get(r)) is None:
            return 0.0
        key = role.name, slot.label, atom.text, slot.lead
        if (known := self._alone.get(key)) is None:
            known = self._alone[key] = _fit(role, slot, (atom.text,))
        return known


def told_by(slots: Sequence[Slot], partition: Partition, judged: Judged) -> Told | None:
    """The best assignment of the roles to the slots of a partition; None where nothing fits the key role."""
    count, model = len(partition.records), judged.model
    if not 1 < len(slots) <= _MOST_SLOTS:
        return None
    fits = [judged.fits(slot) for slot in slots]
    if not any(fit[k] >= _LEAST_KEY for fit in fits for k, role in enumerate(model.roles) if role.key):
        return None
    worth = [judged.worths(slot) for slot in slots]
    idle = [sum(not model.idle(text) for text in slot.texts) * _UNEXPLAINED for slot in slots]
    chosen: Told | None = None
    for key, role in enumerate(model.roles):
        if not role.key:
            continue
        for s, slot in enumerate(slots):
            if fits[s][key] < _LEAST_KEY or len(slot.atoms) < _LEAST_SHARE * count:
                continue
            told = _rest(slots, fits, worth, idle, judged, key, s, count)
            if chosen is None or told.score > chosen.score:
                chosen = told
    return None if chosen is None else replace(chosen, score=chosen.score + partition.worth * len(chosen.records))


_LEAST_SHARE = 0.7
_UNFIT = -0.35
"""What a value counts that does not fit the role of its slot by itself, beside those that do."""


def _rest(
    slots: Sequence[Slot],
    fits: Sequence[Sequence[float]],
    worths: Sequence[Sequence[float]],
    idle: Sequence[float],
    judged: Judged,
    key: int,
    at: int,
    count: int,
) -> Told:
    """The best assignment of the other roles where slot ``at`` has the key role: over sets of roles, slot by slot."""
    model, roles = judged.model, judged.model.roles
    states: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for s, slot in enumerate(slots):
        if s == at:
            continue
        after: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for taken, (score, given) in states.items():
            _keep(after, taken, score - idle[s], given)
            for r, role in enumerate(roles):
                if r == key or taken >> r & 1 or fits[s][r] < _LEAST_FIT:
                    continue
                worth = worths[s][r]
                if slot.order < slots[at].order and model.named(slot.label) != role.name:
                    worth *= role.before if slot.label else max(role.before, role.bare)
                if worth <= 0:
                    continue
                _keep(after, taken | 1 << r, score + worth, (*given, (r, s)))
        states = after
    score, given = max(states.values(), key=lambda told: told[0])
    told = {roles[key].name: at} | {roles[r].name: s for r, s in given}
    chosen = {
        role: (slots[told[role.name]], fits[told[role.name]][r]) for r, role in enumerate(roles) if role.name in told
    }
    kept = _of_the_list(chosen, roles[key], count, judged)
    out = [r for r in range(count) if r not in set(kept)]
    dropped = sum(judged.value(role, slot, fit, r) for role, (slot, fit) in chosen.items() for r in out)
    return Told(
        {role.name: slot for role, (slot, _) in chosen.items()},
        {role.name: fit for role, (_, fit) in chosen.items()},
        score + worths[at][key] - dropped - _DROPPED * len(out),
        kept,
    )


_DROPPED = 0.2
"""What a record costs that is none of the list."""


def _of_the_list(chosen: Mapping[Role, tuple[Slot, float]], key: Role, count: int, judged: Judged) -> Sequence[int]:
    """The records from the first to the last that tells the key by itself, or all that nearly all the others tell."""
    full = [(role, slot, fit) for role, (slot, fit) in chosen.items() if len(slot.atoms) >= _LEAST_SHARE * count]

    def is_one(r: int) -> bool:
        if judged.alone(key, chosen[key][0], r) >= _LEAST_KEY:
            return True
        return judged.alone(key, chosen[key][0], r) > 0 and all(
            r in slot.atoms and (role is key or judged.alone(role, slot, r) >= max(_LEAST_FIT, _HALF * fit))
            for role, slot, fit in full
        )

    ones = [r for r in range(count) if is_one(r)]
    return range(ones[0], ones[-1] + 1) if ones else range(0)


_HALF = 0.5
"""Of how well the whole slot fits, what a record's value must that tells no key by itself."""


def _fit(role: Role, slot: Slot, texts: Sequence[str]) -> float:
    """How well texts of a slot fit a role: as they stand, or without the words that all of them begin with."""
    fit = role.fit(slot.label, texts)
    return max(fit, role.fit(slot.label, [text[slot.lead :] for text in texts])) if slot.lead else fit


def _keep(
    states: dict[int, tuple[float, tuple[tuple[int, int], ...]]],
    taken: int,
    score: float,
    given: tuple[tuple[int, int], ...],
) -> None:
    if taken not in states or states[taken][0] < score:
        states[taken] = score, given
