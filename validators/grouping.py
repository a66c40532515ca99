"""Loose papers, given without a manifest, put into filings by the policy number they print; what names nobody (a photo, a sheet of
signatures) by the folder in which it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Protocol, TypeVar

from extractor.record import Record
from validators.alike import nearly
from validators.facts import fold
from validators.filing import number_of


def numbers_of(record: Record) -> set[str]:
    """Every policy number the paper names: its own field and the rows of a ledger or a claim list."""
    named = {fold(str(row.value("policy_no"))) for row in record.rows("rows") if row.value("policy_no")}
    own = number_of(record)
    return named | {own} if own else named


K = TypeVar("K")


def names_of(record: Record) -> set[str]:
    """Every name the paper gives for the enterprise it is about, folded."""
    return {
        fold(str(record.value(field)))
        for field in ("policyholder", "insured", "client", "enterprise")
        if record.value(field)
    }


def period_of(record: Record) -> str:
    """The first and the last day for which a policy holds, as "2024-06-01/2025-05-31"; empty where one of them was not read."""
    days = [_day(record.value(name)) for name in ("period_start", "period_end")]
    return "/".join(days) if all(days) else ""


def day_of(record: Record) -> str:
    """The day that a paper speaks of, as ISO text; empty where it tells none."""
    return next(
        (day for name in ("service_start", "list_date", "roster_date") if (day := _day(record.value(name)))), ""
    )


def _day(value: object) -> str:
    day = getattr(value, "day", None)
    day = value if isinstance(value, date) else day
    return day.isoformat() if isinstance(day, date) else ""


def held_on(day: str, periods: Mapping[K, str]) -> Sequence[K]:
    """Of an enterprise's policies, with their periods, the only one that holds on a day; none where two do, or a period is unknown.

    >>> held_on("2025-03-01", {1: "2024-06-01/2025-05-31", 2: "2025-06-01/2026-05-31"}), held_on("2025-03-01", {1: "2024-06-01/2025-05-31", 2: ""})
    ([1], [])
    """
    if not day or not all(periods.values()):
        return []
    held = [key for key, period in periods.items() if period[:_ISO] <= day <= period[-_ISO:]]
    return held if len(held) == 1 else []


_ISO = 10
K_co = TypeVar("K_co", covariant=True)


class Policies(Protocol[K_co]):
    """The policies that a paper may belong to; ``K_co`` names one. In memory for a pool of papers, in a table for an archive."""

    def numbered(self, numbers: AbstractSet[str]) -> Sequence[K_co]:
        """Those with one of these numbers, in the order they came."""

    def named(self, names: AbstractSet[str]) -> Sequence[K_co]:
        """Those of an enterprise with one of these names; two are enough to know that there are several."""

    def only(self) -> Sequence[K_co]:
        """The only policy there is; none where there are several."""


def homes(kind: str, numbers: AbstractSet[str], names: AbstractSet[str], policies: Policies[K_co]) -> Sequence[K_co]:
    """The policies that a paper joins: every one whose number it names (a ledger covers many); one that names no policy
    that is here joins the only policy of the same enterprise, or where it names nobody the only policy there is. Notices
    join none."""
    if kind == "notice":
        return ()
    if here := policies.numbered(numbers):
        return here
    same = policies.named(names)
    if len(same) == 1:
        return same
    return () if names else policies.only()


def folders_of(path: str) -> list[str]:
    """The folders that a paper lies in, the innermost first, without the pool's own.

    >>> folders_of("宿州/奇石厂/照片/1.jpg"), folders_of("1.jpg")
    (['宿州/奇石厂/照片', '宿州/奇石厂', '宿州'], [])
    """
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]


def may_go_by_folder(kind: str, numbers: AbstractSet[str]) -> bool:
    """Whether a paper that found no home may go to the only policy of its folder, or of the folder around that: no number speaks for
    another's."""
    return kind != "notice" and not numbers


def fits(names: AbstractSet[str], holders: AbstractSet[str]) -> bool:
    """Whether a paper that lies with a policy is of its enterprise: it names nobody, or a name that is the holder's in short or misread.

    >>> fits({"奇石厂"}, {"灵璧县奇石厂"}), fits({"青禾鍛造厂"}, {"青禾锻造厂"}), fits({"别家公司"}, {"灵璧县奇石厂"}), fits(set(), {"灵璧县奇石厂"})
    (True, True, False, True)
    """
    return not names or any(one in two or two in one or nearly(one, two) for one in names for two in holders)


def group(records: Iterable[Record]) -> list[tuple[Record, ...]]:
    """Papers by policy, each group in the order given. ``homes`` says where a paper belongs; what fits nowhere stands alone."""
    papers = list(records)
    groups: dict[str, list[int]] = {}
    for index, record in enumerate(papers):
        if record.kind == "policy":
            groups.setdefault(number_of(record) or f"\0{index}", []).append(index)
    holders = {key: set().union(*(names_of(papers[i]) for i in found)) for key, found in groups.items()}
    policies = _InMemory(holders)
    periods = {key: next((p for i in found if (p := period_of(papers[i]))), "") for key, found in groups.items()}
    lying: dict[str, list[str]] = {}
    for key, indexes in groups.items():
        for folder in {folder for i in indexes for folder in folders_of(papers[i].path)}:
            lying.setdefault(folder, []).append(key)
    alone: list[int] = []
    for index, record in enumerate(papers):
        if record.kind == "policy":
            continue
        numbers, names = numbers_of(record), names_of(record)
        found = homes(record.kind, numbers, names, policies) or _bound_with(record, papers, groups)
        if not found and names and may_go_by_folder(record.kind, numbers):
            found = held_on(day_of(record), {key: periods[key] for key in policies.named(names)})
        if not found and may_go_by_folder(record.kind, numbers):
            near = next((lying[folder] for folder in folders_of(record.path) if folder in lying), ())
            found = near if len(near) == 1 and fits(names, holders[near[0]]) else ()
        for key in found:
            groups[key].append(index)
        if not found:
            alone.append(index)
    out = [sorted(indexes) for indexes in groups.values()] + [[index] for index in alone]
    return [tuple(papers[i] for i in indexes) for indexes in sorted(out)]


def _bound_with(record: Record, papers: Sequence[Record], groups: Mapping[str, Sequence[int]]) -> Sequence[str]:
    """The one policy that lies in the same file, where somebody bound them together."""
    if record.page_range is None:
        return ()
    beside = [key for key, indexes in groups.items() if any(papers[i].path == record.path for i in indexes)]
    return beside if len(beside) == 1 else ()


class _InMemory:
    """Policies by number, each with the names of its holder."""

    def __init__(self, holders: Mapping[str, set[str]]) -> None:
        self._places = {key: place for place, key in enumerate(holders)}
        self._keys = list(holders)
        self._named: dict[str, list[int]] = {}
        for place, names in enumerate(holders.values()):
            for name in names:
                self._named.setdefault(name, []).append(place)

    def numbered(self, numbers: AbstractSet[str]) -> Sequence[str]:
        return [self._keys[place] for place in sorted(self._places[n] for n in numbers if n in self._places)]

    def named(self, names: AbstractSet[str]) -> Sequence[str]:
        return [self._keys[place] for place in sorted({place for name in names for place in self._named.get(name, ())})]

    def only(self) -> Sequence[str]:
        return self._keys if len(self._keys) == 1 else ()
