"""Whether a filing would show the same findings by other packs, told from its kept facts, many filings alike at once.

The rules that stand under the old packs and under the new are held against each other; those that are the same find the same.
Each of the others is asked, by its own check, of the kept facts: where none of them finds anything violated or undecided, before or
after, the filing stays as it was. What a rule finds hangs on the facts that it asks for and on nothing else (``validators.checks``),
so its answer is remembered under these: a floor for a limit is judged once for each limit that is written in a province, and for
all other filings looked up. Nothing here knows any check: a rule that cannot be asked so is not proven, and its filing is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from api.audit_run import bearing
from api.audit_run.kept_facts import Asked, KeptSubject, NotKept, unpack
from validators.facts import Facts
from validators.finding import Verdict
from validators.law.judge import outcome_of
from validators.law.pack import Pack
from validators.law.plan import Bound, InForceNow, Item, Schedule, plan_of
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

    def of(self, lines: Mapping[str, str]) -> Any:
        node: _Fork | tuple[Any] | None = self._root
        while type(node) is _Fork:
            node = node.by_line.get(lines.get(node.name))
        return self._found(lines) if node is None else cast(tuple[Any], node)[0]

    def forget(self) -> None:
        self._root = None

    def _found(self, lines: Mapping[str, str]) -> Any:
        asked = Asked(lines)
        try:
            answer = self._function(cast(Facts, asked))
        except Exception:  # what a check cannot be asked with these facts: it is asked with the papers
            answer = None
        self._room.take()
        self._remember([(name, lines.get(name)) for name in asked.names], (answer,))
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


class SameOutcomes:
    """Old packs and new ones, ready to be held against kept facts. ``region`` stands in for the place that the papers show."""

    def __init__(self, old: Sequence[Pack], new: Sequence[Pack], region: str | None = None) -> None:
        self._old, self._new, self._region = plan_of(old), plan_of(new), region
        self._streets = bearing.Streets((*old, *new))
        self._room = _Room()
        self._code = _Remembered(lambda facts: str(facts.value("region_code") or ""), self._room)
        self._places: dict[Place, tuple[Bound, Bound, bool]] = {}
        self._different: dict[tuple[str, int, int], _Remembered] = {}
        self._opens: dict[int, _Remembered] = {}
        self._kept: list[Any] = []
        self._known: dict[tuple[int, int], Sequence[_Remembered] | None] = {}

    def unchanged(self, packed: bytes) -> bool:
        """Whether no finding of the filing with these kept facts comes, goes or changes. False where that is not known."""
        try:
            return all(map(self._same, unpack(packed)))
        except NotKept:
            return False

    def _same(self, subject: KeptSubject) -> bool:
        lines = subject.lines
        code = self._region or self._code.of(lines)
        if code is None:
            return False
        place = Place(code)
        if self._streets.may_decide(code):
            place = place_of(cast(Facts, Asked(lines)), self._region)
        old, new, same = self._bound(place)
        if same:
            return True
        if subject.about == "policy" and bearing.possible(old) != bearing.possible(new):
            return False
        different = self._rules(subject.about, old, new).of(lines)
        return different is not None and all(rule.of(lines) is False for rule in different)

    def _bound(self, place: Place) -> tuple[Bound, Bound, bool]:
        found = self._places.get(place)
        if found is None:
            if len(self._places) >= MOST_PLACES:
                self._places.clear()
            old, new = self._old.bound(place), self._new.bound(place)
            found = self._places[place] = old, new, bearing.same_packs(old, new)
        return found

    def _rules(self, about: str, old: Bound, new: Bound) -> _Remembered:
        """What of the rules differs at the days of certain facts."""
        key = about, id(old.schedules), id(new.schedules)  # the plans keep them, so that their identity lasts
        if key not in self._different:
            pair = old.schedules.get(about), new.schedules.get(about)
            self._different[key] = _Remembered(partial(self._differing, *pair), self._room)
            self._kept.append((old, new))
        return self._different[key]

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


def _open(item: Item, facts: Facts) -> bool:
    """Whether the rule finds anything that a report would show."""
    outcome = outcome_of(item, facts)
    return any(one.verdict in _OPEN for one in outcome.parts or (outcome,))
