"""What a filing puts up for comparison with others, and what is asked of all that were put up.

A class of findings across filings (a module of this room with ``traces`` and ``findings``) says twice what it wants: the traces
it needs of each filing, and the findings on one trace, asking for those of other filings by what they have in common. Where they
are kept, in lists or in the tables of an audit, it does not know; so both give the same findings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final, NamedTuple, Protocol

from validators.archive.owner import Owner
from validators.citation import Citation
from validators.facts import Evidence, Filing
from validators.finding import Finding

MOST_SAID: Final = 64
"""Of different contexts and speakers of one phrase, as many are looked at."""

ENGINE: Final = Citation("anze", "anze 的判定规则", "", confidence="V")  # no notice known says it in so many words


@dataclass(frozen=True, slots=True)
class Trace:
    """What of a filing is compared. ``body`` holds text, whole numbers, flags and tuples of such alone, so that it can be kept as
    JSON; ``keys`` are what comparable traces share; ``said`` are (phrase, context, speaker), by which phrases that everybody uses
    are known; ``measures`` are (group, whole number); ``places`` are on the papers of the filing."""

    body: Mapping[str, Any]
    keys: tuple[int, ...] = ()
    said: tuple[tuple[int, int, int], ...] = ()
    measures: tuple[tuple[int, int], ...] = ()
    places: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A trace where it stands: ``filing`` is the place of its filing in the order of all, ``seq`` its own within that."""

    filing: int
    seq: int
    name: str
    owner: Owner
    trace: Trace = field(repr=False)

    @property
    def at(self) -> tuple[int, int]:
        return self.filing, self.seq


class Spread(NamedTuple):
    """How the numbers of a group lie: how many, their median and the median of their distances from it."""

    size: int
    median: int
    mad: int


class Known(Protocol):
    """All traces of an archive, as they are asked for."""

    def alike(self, key: int, most: int) -> Sequence[Placed]:
        """The first ``most`` traces with this key, in the order of filings; that which asks may be among them."""

    def few(self, key: int, most: int) -> Sequence[Placed] | None:
        """As ``alike`` where there are fewer than ``most``; None where there are as many, which then need not be looked up."""

    def said(self, phrase: int) -> Sequence[tuple[int, int]]:
        """The (context, speaker) of a phrase, each once, in rising order, ``MOST_SAID`` of them."""

    def spread(self, group: int) -> Spread | None:
        """How the numbers of a group lie, None where there are none."""


class Kind(Protocol):
    """A module of the room. One that is ``BY_KEYS`` finds nothing on a trace whose keys no other has, and need not be asked about it."""

    def traces(self, filing: Filing, owner: Owner) -> Iterator[Trace]:
        """What of the filing is compared with others'."""

    def findings(self, own: Placed, known: Known) -> Iterable[Finding]:
        """What is wrong with the filing of this trace, seen beside the others."""


_as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode  # made once: keys are counted in hundreds a filing
_quoted = json.encoder.encode_basestring
_PLAIN = frozenset({str, int})


def key(*parts: Any) -> int:
    """A number of 64 bits that equal parts share on every machine.

    >>> key("number", "PX1") == key("number", "PX1"), key("a", "bc") == key("ab", "c")
    (True, False)
    >>> key('a"b', "安", -7), key('a"b', "安", -7, None)  # kept in journals and tables: never to change
    (-7376402565002246823, -1488226092046972154)
    """
    if _PLAIN.issuperset(map(type, parts)):  # nearly all: written as below, without making a writer for each
        said = ", ".join([_quoted(part) if type(part) is str else str(part) for part in parts])
        text = f"[{said}]".encode("utf-8", "surrogatepass")
    else:
        text = _as_json(parts).encode("utf-8", "surrogatepass")
    return _number(text)


def keys_of(name: str, numbers: Iterable[int]) -> list[int]:
    """The key of a name with each of these numbers.

    >>> keys_of("piece", [7, -7]) == [key("piece", 7), key("piece", -7)]
    True
    """
    form = _as_json([name]).encode("utf-8", "surrogatepass").replace(b"%", b"%%")[:-1] + b", %d]"
    return [_number(form % number) for number in numbers]


def _number(text: bytes) -> int:
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def elsewhere(own: Placed, known: Known, wanted: int, most: int) -> Iterator[Placed]:
    """Traces of other filings with this key."""
    return (other for other in known.alike(wanted, most) if other.filing != own.filing)


def beside(own: Placed, others: Iterable[Placed]) -> tuple[Evidence, ...]:
    """The places of the trace, then the first place of each of the others, whose paper is named with its filing before it."""
    theirs = [replace(p, path=f"{other.name}/{p.path}") for other in others for p in other.trace.places[:1]]
    return (*own.trace.places, *theirs)


def first(values: Sequence[Any]) -> Any:
    """One value as itself, several as a list: how params name others."""
    return values[0] if len(values) == 1 else list(values)
