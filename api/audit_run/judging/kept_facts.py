"""The facts that rules ask, kept beside a filing's judgement, so that other rules can be asked of them without its papers.

One text for each filing: a line that says which subject has which fact, then a line for each fact as JSON, without its places.
Equal lines are equal facts, so that an answer found for one filing serves every other whose facts have the same lines
(``same_outcomes``). Facts are made of a line only when a rule asks for them. What cannot be kept whole – a fact whose value has no
form here, the places of any – raises NotKept when it is asked for: then the papers have to be joined again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import compress
from operator import is_, is_not, itemgetter
from types import NoneType
from typing import Any, NamedTuple, NoReturn

from api.records.codec import value_from_json, value_to_json
from validators.facts import ABSENT, Cited, Clause, Evidence, Fact, Facts, Filing, State, Subject

LEVEL = 3
UNKEPT = ""
"""The line of a fact that has no form here."""
MOST_SHAPES = 4096
MOST_FACTS = 20_000
"""First lines and facts remembered; most filings of one kind share their first line, and most of their facts with some other."""
_as_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_STATES: tuple[State, ...] = ("known", "absent", "contradicted")


class NotKept(Exception):
    """Something of a fact was asked for that is not kept."""


class KeptFact:
    """A fact as ``validators.facts.Fact``, without its places."""

    __slots__ = ("confidence", "doubts", "rivals", "state", "value", "why")

    def __init__(
        self, value: Any, state: State, why: str, confidence: float, rivals: tuple[Any, ...], doubts: tuple[Any, ...]
    ) -> None:
        self.value, self.state, self.why = value, state, why
        self.confidence, self.rivals, self.doubts = confidence, rivals, doubts

    @property
    def known(self) -> bool:
        return self.state == "known"

    def candidates(self) -> tuple[Any, ...]:
        return () if self.state == "absent" else (self.value, *self.rivals)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        raise NotKept("evidence")


class KeptSubject(NamedTuple):
    """One thing that rules are about: the places of its facts by name, among the lines of the filing."""

    about: str
    places: Mapping[str, int]
    lines: Sequence[str]

    def line(self, name: str) -> str | None:
        """What is kept of a fact, None where nothing is: equal lines are equal facts."""
        place = self.places.get(name)
        return None if place is None else self.lines[place]


# --- kept ------------------------------------------------------------------------------------------------------------


def pack(filing: Filing) -> bytes:
    """The subjects of a filing as compressed text."""
    lines: list[str] = []
    numbers: dict[int, int] = {}
    places: dict[int, int] = {}
    shape = [_shape(filing.subjects, at, places, numbers, lines) for at in range(len(filing.subjects))]
    text = "\n".join((_as_json(shape), *lines))
    return zlib.compress(text.encode("ascii"), LEVEL)


def _shape(
    subjects: Sequence[Subject], at: int, places: dict[int, int], numbers: dict[int, int], lines: list[str]
) -> list[Any]:
    """``[about, base, {name: line}]``: the facts of the subject that are not those of ``base``, an earlier one, -1 for none.
    ``places`` are those of the subjects so far by the identity of their facts, ``numbers`` those of the lines by that of a fact."""
    subject = subjects[at]
    base = places.get(id(subject.facts.under), -1)
    if base >= 0:
        over: Iterable[tuple[str, Fact]] = subject.facts.own.items()
    else:
        base = next((before for before in range(at - 1, -1, -1) if _under(subject.facts, subjects[before].facts)), -1)
        over = _over(subject.facts, subjects[base].facts if base >= 0 else {})
    places[id(subject.facts)] = at
    own: dict[str, int] = {}
    for name, fact in sorted(over, key=itemgetter(0)):
        known = numbers.setdefault(id(fact), len(lines))
        if known == len(lines):
            lines.append(_line(fact))
        own[name] = known
    return [subject.about, base, own]


def _over(facts: Facts, under: Mapping[str, Fact]) -> Iterable[tuple[str, Fact]]:
    return compress(facts.items(), map(is_not, facts.values(), map(under.get, facts)))


def _under(facts: Facts, base: Facts) -> bool:
    """Whether one's facts stand over the other's: all names of the base are there, and half of them with its very facts."""
    return facts.keys() >= base.keys() and 2 * sum(map(is_, base.values(), map(facts.get, base))) > len(base)


def _line(fact: Fact) -> str:
    if not (fact.rivals or fact.doubts) and type(fact.value) in _SAID_OFTEN:
        return _said_often(fact.value, type(fact.value).__name__, fact.state, fact.why, fact.confidence)
    return _written(fact)


_SAID_OFTEN = frozenset({NoneType, bool, str, int, date})
"""Of whose values equal ones are written alike: 1.0 and 1.00 are equal, and are not."""


@lru_cache(maxsize=MOST_FACTS)
def _said_often(value: Any, kind: str, state: State, why: str, confidence: float) -> str:
    """The line of a fact with nothing beside it: most are what no paper says, or yes and no, over and over."""
    return _written(Fact(value, state=state, why=why, confidence=confidence))


def _written(fact: Fact) -> str:
    try:
        said = [_plain(fact.value), _STATES.index(fact.state), fact.why, fact.confidence,
                [_plain(rival) for rival in fact.rivals], [_plain(doubt) for doubt in fact.doubts]]  # fmt: skip
    except TypeError:
        return UNKEPT
    while len(said) > 1 and said[-1] == _DEFAULTS[len(said) - 1]:
        said.pop()
    return _as_json(said)


_DEFAULTS: list[Any] = [None, 0, "", 1.0, [], []]


def _plain(value: Any) -> Any:
    """As ``api.records.codec``, and the things that only facts hold. Raises TypeError for what has no form."""
    if type(value) is Clause:
        return ["C", value.code, value_to_json(value.text), None if value.amount is None else str(value.amount)]
    if type(value) is Cited:
        return ["c", value_to_json(value.doc_number), value_to_json(value.title)]
    if type(value) is tuple:
        return ["t", *map(_plain, value)]
    if type(value) is frozenset:
        return ["s", *sorted(map(_plain, value), key=repr)]
    return value_to_json(value)


# --- and read again --------------------------------------------------------------------------------------------------


def unpack(packed: bytes) -> list[KeptSubject]:
    """The subjects in their order."""
    first, *lines = zlib.decompress(packed).decode("ascii").split("\n")
    return [KeptSubject(about, places, lines) for about, places in _places(first)]


@lru_cache(maxsize=MOST_SHAPES)
def _places(first: str) -> tuple[tuple[str, Mapping[str, int]], ...]:
    out: list[tuple[str, Mapping[str, int]]] = []
    for about, base, own in json.loads(first):
        out.append((about, {**out[base][1], **own} if base >= 0 else own))
    return tuple(out)


class KeptFacts:
    """The facts of a subject as a rule asks for them; ``names`` are those that were asked for, in order.

    Answers as ``validators.facts.Facts`` to what checks ask of it, and to nothing else: a check that asks otherwise fails, and
    whoever runs it judges by the papers.
    """

    __slots__ = ("_subject", "names")

    def __init__(self, subject: KeptSubject) -> None:
        self._subject = subject
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> Any:
        self.names[name] = None
        line = self._subject.line(name)
        return ABSENT if line is None else fact_of(line)

    def __contains__(self, name: object) -> bool:
        self.names[str(name)] = None
        return name in self._subject.places

    def __iter__(self) -> NoReturn:
        raise NotKept("all names")

    def value(self, name: str) -> Any:
        fact = self[name]
        return fact.value if fact.state == "known" else None


@lru_cache(maxsize=MOST_FACTS)
def fact_of(line: str) -> KeptFact:
    """The fact of a line. Raises NotKept for one that could not be kept."""
    if line == UNKEPT:
        raise NotKept("value")
    said = json.loads(line)
    value, state, why, confidence, rivals, doubts = said + _DEFAULTS[len(said) :]
    return KeptFact(_read(value), _STATES[state], why, confidence, tuple(map(_read, rivals)), tuple(map(_read, doubts)))


def _read(data: Any) -> Any:
    if not isinstance(data, list):
        return data
    match data[0]:
        case "C":
            return Clause(data[1], value_from_json(data[2]), None if data[3] is None else Decimal(data[3]))
        case "c":
            return Cited(value_from_json(data[1]), value_from_json(data[2]))
        case "t":
            return tuple(map(_read, data[1:]))
        case "s":
            return frozenset(map(_read, data[1:]))
    return value_from_json(data)
