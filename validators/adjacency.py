"""Towns joined with their neighbours into areas of enough enterprises: a proposal, the same on every machine.

A town with enough enterprises stands alone. The others are joined along common borders until each area has enough; every town
is in one area at most. Which towns border each other is told, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Neighbours = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Area:
    """Towns that border each other, in the order of their names, and how many enterprises they have together."""

    towns: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Left:
    """Towns that border each other and stay below the threshold together. ``beside`` are the towns that stand alone and border
    them: one of those would have to take them in, which the text does not foresee. () where no border is known at all."""

    towns: tuple[str, ...]
    count: int
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """``alone``: towns with enough enterprises; ``joined``: areas of several towns; ``left``: what cannot be grouped."""

    alone: tuple[Area, ...]
    joined: tuple[Area, ...]
    left: tuple[Left, ...]


def symmetric(pairs: Iterable[tuple[str, str]]) -> Neighbours:
    """Borders, each told from one side or both, as each town's neighbours.

    >>> sorted(symmetric([("甲镇", "乙镇"), ("乙镇", "甲镇")])["乙镇"])
    ['甲镇']
    """
    known: dict[str, set[str]] = {}
    for one, other in pairs:
        if one != other:
            known.setdefault(one, set()).add(other)
            known.setdefault(other, set()).add(one)
    return {town: frozenset(beside) for town, beside in known.items()}


def group_towns(counts: Mapping[str, int], borders: Neighbours, threshold: int) -> Grouping:
    """Every town of ``counts`` in exactly one area or among those left; borders of towns without a count are set aside.

    >>> borders = symmetric([("甲镇", "乙镇"), ("乙镇", "丙镇"), ("丁镇", "甲镇")])
    >>> found = group_towns({"甲镇": 90, "乙镇": 60, "丙镇": 40, "丁镇": 200, "戊镇": 10}, borders, 180)
    >>> [area.towns for area in found.alone], [area.towns for area in found.joined], [left.towns for left in found.left]
    ([('丁镇',)], [('丙镇', '乙镇', '甲镇')], [('戊镇',)])
    """
    alone = tuple(Area((town,), counts[town]) for town in sorted(counts) if counts[town] >= threshold)
    small = {town for town in counts if counts[town] < threshold}
    inner = {town: sorted(borders.get(town, frozenset()) & small) for town in small}
    joined: list[Area] = []
    left: list[Left] = []
    for towns in _connected(inner):
        if sum(counts[town] for town in towns) < threshold:
            beside = {o for town in towns for o in borders.get(town, frozenset()) if counts.get(o, 0) >= threshold}
            left.append(Left(tuple(towns), sum(counts[town] for town in towns), tuple(sorted(beside))))
        else:
            joined.extend(
                Area(tuple(sorted(part)), sum(counts[t] for t in part))
                for part in _cut(towns, inner, counts, threshold)
            )
    return Grouping(alone, tuple(joined), tuple(left))


def _connected(inner: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The towns that hang together by borders, each set in order."""
    seen: set[str] = set()
    out: list[list[str]] = []
    for start in sorted(inner):
        if start not in seen:
            order, _ = _spanned(start, inner)
            seen.update(order)
            out.append(sorted(order))
    return out


def _spanned(start: str, inner: Mapping[str, Sequence[str]]) -> tuple[list[str], dict[str, str]]:
    """The towns reached from ``start``, nearest first, and the town from which each was reached."""
    order, parent = [start], {start: start}
    for town in order:
        for other in inner[town]:
            if other not in parent:
                parent[other] = town
                order.append(other)
    return order, parent


def _cut(
    towns: Sequence[str], inner: Mapping[str, Sequence[str]], counts: Mapping[str, int], threshold: int
) -> list[list[str]]:
    """Towns that hang together and have enough enterprises, cut into areas that each hang together and have enough.

    From the rim inwards: what a town and the towns behind it have is cut off as soon as it is enough, which gives small areas.
    What is left at the heart joins the last area that was cut off beside it.
    """
    heart = max(towns, key=lambda town: (len(inner[town]), counts[town], [-ord(c) for c in town]))
    order, parent = _spanned(heart, inner)
    held = {town: [town] for town in order}
    areas: list[list[str]] = []
    for town in reversed(order):
        if sum(counts[t] for t in held[town]) >= threshold:
            areas.append(held[town])
        elif town != heart:
            held[parent[town]] += held[town]
        else:
            next(area for area in reversed(areas) if parent[area[0]] in held[town]).extend(held[town])
    return areas


def borders_of(table: Mapping[str, Iterable[str]], towns: Iterable[str]) -> tuple[Neighbours, frozenset[str]]:
    """A table of towns and their neighbours, by the names that ``towns`` have, and those of the towns that it does not name.

    A name fits another that ends with it (乐清市磐石镇 and 磐石镇), where only one does.

    >>> borders, unknown = borders_of({"磐石镇": ["北白象镇"]}, ["乐清市磐石镇", "北白象镇", "大荆镇"])
    >>> sorted(borders["北白象镇"]), sorted(unknown)
    (['乐清市磐石镇'], ['大荆镇'])
    """
    known = list(towns)
    own: dict[str, str] = {}
    pairs = [(str(town), str(other)) for town, beside in table.items() for other in beside]
    named = [*map(str, table), *(other for _, other in pairs)]
    for name in dict.fromkeys(named):
        bare = "".join(name.split())
        same = [town for town in known if town == bare] or [t for t in known if t.endswith(bare) or bare.endswith(t)]
        own[name] = same[0] if len(same) == 1 else name
    borders = symmetric((own[town], own[other]) for town, other in pairs)
    return borders, frozenset(known) - frozenset(own.values())
