"""Whether a filing would show the same findings by other packs, told from its kept facts, many filings alike at once.

The rules that stand under the old packs and under the new are held against each other; those that are the same find the same.
Each of the others is asked, by its own check, of the kept facts: where none of them finds anything violated or undecided, before or
after, the filing stays as it was. What a rule finds hangs on the facts that it asks for and on nothing else (``validators.checks``),
so its answer is remembered under these: a floor for a limit is judged once for each limit that is written in a province, and for
all other filings looked up. Nothing here knows any check: a rule that cannot be asked so is not proven, and its filing is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from api.audit_run.judging import bearing
from api.audit_run.judging.kept_facts import KeptFacts, KeptSubject, NotKept, unpack
from validators.facts import Facts
from validators.finding import Verdict
from validators.law.outcomes import outcome_of
from validators.law.pack import Pack, Rule
from validators.law.plan import InForceNow, Item, Schedule, plan_of
from validators.law.select import Place, place_of

MOST_ANSWERS = 300_000
"""Answers remembered, of all rules together; then they are found anew."""
LONGEST = 400
"""Characters of a fact that an answer is remembered under; longer ones (agreements, lists) are hardly ever the same twice."""
MOST_PLACES = 20_000
_OPEN = (Verdict.VIOLATED, Verdict.UNDECIDED)


class _Fork:
    """An answer hangs next on the fact of this name: by its line, a further fork or a leaf, the answer in a tuple."""

    __slots__ = ("by_line", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.by_line: dict[str | None, _Fork | tuple[Any]] = {}


class _Remembered:
    """A pure function of facts, its answers remembered under the facts that it asked for. None: it could not be asked."""

    def __init__(self, function: Callable[[Facts], Any], room: _Room) -> None:
        self._function, self._room = function, room
        self._root: _Fork | tuple[Any] | None = None
        room.all.append(self)

    def of(self, subject: KeptSubject) -> Any:
        node, places, lines = self._root, subject.places, subject.lines
        while type(node) is _Fork:
            place = places.get(node.name)
            node = node.by_line.get(None if place is None else lines[place])
        return self._found(subject) if node is None else cast(tuple[Any], node)[0]

    def forget(self) -> None:
        self._root = None

    def _found(self, subject: KeptSubject) -> Any:
        asked = KeptFacts(subject)
        try:
            answer = self._function(cast(Facts, asked))
        except Exception:  # what a check cannot be asked with these facts: it is asked with the papers
            answer = None
        self._room.take()
        self._remember([(name, subject.line(name)) for name in asked.names], (answer,))
        return answer

    def _remember(self, path: Sequence[tuple[str, str | None]], leaf: tuple[Any]) -> None:
        if any(line is not None and len(line) > LONGEST for _, line in path):
            return
        if not path:
            self._root = leaf
            return
        if self._root is None:
            self._root = _Fork(path[0][0])
        node = self._root
        for at, (name, line) in enumerate(path):
            if type(node) is not _Fork or node.name != name:
                return  # asked in another order than before: not remembered
            following = leaf if at + 1 == len(path) else _Fork(path[at + 1][0])
            node = node.by_line.setdefault(line, following)


class _Room:
    """How many answers all functions may remember together."""

    def __init__(self) -> None:
        self.all: list[_Remembered] = []
        self._taken = 0

    def take(self) -> None:
        self._taken += 1
        if self._taken > MOST_ANSWERS:
            self._taken = 0
            for one in self.all:
                one.forget()


@dataclass(frozen=True, slots=True)
class _Here:
    """A place under old packs and new. ``unsure``: other packs might bind if it were known more closely; ``touched``: which rules differ,
    for each kind of subject for which any do."""

    unsure: bool
    touched: Mapping[str, _Remembered]


class SameOutcomes:
    """Old packs and new ones, ready to be held against kept facts. ``region`` stands in for the place that the papers show."""

    def __init__(self, old: Sequence[Pack], new: Sequence[Pack], region: str | None = None) -> None:
        self._old, self._new, self._region = plan_of(old), plan_of(new), region
        self._streets = bearing.Streets((*old, *new))
        self._room = _Room()
        self._by_line: dict[str | None, _Here] = {}
        self._by_place: dict[Place, _Here] = {}
        self._touched: dict[tuple[int, int], Mapping[str, _Remembered]] = {}
        self._opens: dict[int, _Remembered] = {}
        self._known: dict[tuple[int, int], Sequence[_Remembered] | None] = {}
        self._kept: list[Any] = []
        """What is known by its identity, so that this lasts."""

    def unchanged(self, packed: bytes) -> bool:
        """Whether no finding of the filing with these kept facts comes, goes or changes. False where that is not known."""
        try:
            return all(map(self._same, unpack(packed)))
        except NotKept:
            return False

    def _same(self, subject: KeptSubject) -> bool:
        here = self._by_line.get(subject.line("region_code")) or self._here(subject)
        if here.unsure and subject.about == "policy":
            return False
        rules = here.touched.get(subject.about)
        if rules is None:
            return True
        different = rules.of(subject)
        return different is not None and all(rule.of(subject) is False for rule in different)

    def _here(self, subject: KeptSubject) -> _Here:
        place = place_of(cast(Facts, KeptFacts(subject)), self._region)
        worded = self._streets.may_decide(place.code)
        if not worded:
            place = Place(place.code)
        found = self._by_place.get(place)
        if found is None:
            if len(self._by_place) >= MOST_PLACES:
                self._by_place.clear()
            found = self._by_place[place] = self._bound(place)
        if not worded:
            self._by_line[subject.line("region_code")] = found
        return found

    def _bound(self, place: Place) -> _Here:
        old, new = self._old.bound(place), self._new.bound(place)
        if bearing.same_packs(old, new):
            return _Here(False, {})
        key = id(old.schedules), id(new.schedules)
        if key not in self._touched:
            self._kept.append((old, new))
            self._touched[key] = {
                about: _Remembered(partial(self._differing, *pair), self._room)
                for about in sorted({*old.schedules, *new.schedules})
                if _rules((pair := (old.schedules.get(about), new.schedules.get(about)))[0]) != _rules(pair[1])
            }
        return _Here(bearing.possible(old) != bearing.possible(new), self._touched[key])

    def _differing(self, old: Schedule | None, new: Schedule | None, facts: Facts) -> Sequence[_Remembered] | None:
        """The rules that stand on one side alone; None where conflicts or rules without a day differ, which are findings themselves."""
        before, after = (None if one is None else one.at(facts) for one in (old, new))
        key = id(before), id(after)
        if key not in self._known:
            self._known[key] = self._held_against(before, after)
            self._kept.append((before, after))
        return self._known[key]

    def _held_against(self, before: InForceNow | None, after: InForceNow | None) -> Sequence[_Remembered] | None:
        mine, theirs = bearing.essence(before), bearing.essence(after)
        if mine[1:] != theirs[1:]:
            return None
        both = list(mine[0])
        out = []
        for item, said in zip(after.items if after else (), theirs[0], strict=True):
            if said in both:
                both.remove(said)
            else:
                out.append(item)
        for item, said in zip(before.items if before else (), mine[0], strict=True):
            if said in both:
                both.remove(said)
                out.append(item)
        return tuple(map(self._opened, out))

    def _opened(self, item: Item) -> _Remembered:
        if id(item) not in self._opens:
            self._kept.append(item)
            self._opens[id(item)] = _Remembered(partial(_open, item), self._room)
        return self._opens[id(item)]


def _rules(schedule: Schedule | None) -> Sequence[Rule]:
    return () if schedule is None else schedule.rules


def _open(item: Item, facts: Facts) -> bool:
    """Whether the rule finds anything that a report would show."""
    outcome = outcome_of(item, facts)
    return any(one.verdict in _OPEN for one in outcome.parts or (outcome,))
