"""What became of each demand of the texts, as one table; and what is missing from it. Pure.

A row is a demand by its id (SZ-12, F-06) with the rules, score items, figures and milestones that judge it, the mechanism of the
engine that does, or why only a person can. A demand may need a parameter, table or text that is not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from validators.law.pack import Pack
from validators.law.requirements import Requirement
from validators.scores import schemes

WAYS = ("rules", "scores", "kpis", "milestones", "engine", "person")
"""How a demand is met, the surest first: a row is counted once, by the first of its ways."""
UNCLAIMED, NO_DEMANDS = "unclaimed", "no-requirements"
"""The lint's codes for a rule that no demand names, and for a pack beside which none are listed; a pack allows them with the
reason, as for the engine's own checks."""


@cache
def kpi_names() -> Mapping[str, str]:
    """Every figure that a demand may name, with its Chinese name."""
    table = yaml.load((files("validators") / "kpis.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {name: str(zh) for group in table.values() for name, zh in group.items()}


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a demand can point to, by the word that points."""

    rules: frozenset[str]
    scores: frozenset[str]
    kpis: frozenset[str]
    milestones: frozenset[str]

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> Names:
        """What there is in these packs, the score sheets and the figures. A rule's former names are none of its own."""
        packs = list(packs)
        scores = (
            f"{name}/{item.name}" for name, scheme in schemes().items() for s in scheme.sections for item in s.items
        )
        return cls(
            frozenset(rule.name for pack in packs for rule in pack.rules),
            frozenset((*schemes(), *scores)),
            frozenset(kpi_names()),
            frozenset(milestone.name for pack in packs for milestone in pack.milestones),
        )


def strays(requirement: Requirement, names: Names) -> Iterator[tuple[str, str]]:
    """(word, name) of everything that a demand points to and that is not there."""
    for word in ("rules", "scores", "kpis", "milestones"):
        for name in getattr(requirement, word):
            if name not in getattr(names, word):
                yield word, name


def unclaimed(packs: Iterable[Pack], requirements: Iterable[Requirement]) -> Iterator[tuple[Pack, str]]:
    """Rules that no demand names and no pack marks as nobody's demand."""
    claimed = {name for requirement in requirements for name in requirement.rules}
    for pack in packs:
        for rule in pack.rules if NO_DEMANDS not in pack.allow else ():
            if rule.name not in claimed and UNCLAIMED not in {*rule.allow, *pack.allow}:
                yield pack, rule.name


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table. ``missing``: ids asked for that stand nowhere; ``strays``: (id, word, name) of what is not there;
    ``unclaimed``: (pack, rule) that no demand names."""

    rows: tuple[Requirement, ...]
    missing: tuple[str, ...]
    strays: tuple[tuple[str, str, str], ...]
    unclaimed: tuple[tuple[str, str], ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Demands by the first of their ways; ``needs``: those of all that lack something not given."""
        counted = {way: sum(row.ways[0] == way for row in self.rows) for way in WAYS}
        return {**counted, "needs": sum(bool(row.needs) for row in self.rows)}

    @property
    def whole(self) -> bool:
        return not (self.missing or self.strays or self.unclaimed)


def coverage(
    packs: Sequence[Pack], requirements: Sequence[Requirement], ids: Iterable[str] = (), *, files: Iterable[str] = ()
) -> Coverage:
    """The table of all demands, or of those in some ``files`` only; ``ids`` are those that must be there.

    Names are looked up in all packs, whichever rows are shown.
    """
    shown = set(files)
    rows = tuple(row for row in requirements if not shown or row.file in shown)
    names, known = Names.of(packs), {row.id for row in requirements}
    judged = [pack for pack in packs if not shown or requirements_file(pack) in shown]
    return Coverage(
        rows,
        tuple(id_ for id_ in ids if id_ not in known),
        tuple((row.id, word, name) for row in rows for word, name in strays(row, names)),
        tuple((pack.name, rule) for pack, rule in unclaimed(judged, requirements)),
    )


def requirements_file(pack: Pack) -> str:
    """The name of the file of demands beside a pack's."""
    return f"{pack.file.removesuffix('.yaml')}.requirements.yaml"
