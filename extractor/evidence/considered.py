"""What else was considered for one field, and why it was not taken: kept only while somebody asks.

``watching`` is set around the reading of a paper; the finders of values tell what they found, passed over and set aside, and
``put`` which of it came to a decision. Nobody asking, all of this is one look at a variable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.evidence.concepts import Formula
from extractor.evidence.units import Label
from extractor.record import Considered

if TYPE_CHECKING:
    from extractor.evidence.candidates import Candidate

MOST = 20
"""Losers that are told of a field, the best first."""


class Look(NamedTuple):
    """A candidate, the words of its label, why it went no further ("" where it did), the concepts that speak against it."""

    candidate: Candidate
    label: str
    why: str
    against: tuple[str, ...]


@dataclass
class Watch:
    """The field that is asked for, what was looked at since the last field was settled, and what has lost."""

    name: str
    looked_at: list[Look] = field(default_factory=list)
    lost: list[Considered] = field(default_factory=list)

    def settle(self, name: str, found: Sequence[Candidate]) -> None:
        """``found`` has come to a decision about the field ``name``: the best of it is taken."""
        looked_at, self.looked_at = self.looked_at, []
        if name != self.name:
            return
        words = {_place(c): label for c, label, _, _ in looked_at}
        for c in found[1:]:
            if c.value != found[0].value:
                self._add(c, words.get(_place(c), ""), "behind", (), found[0].score - c.score)
        decided = {_place(c) for c in found}
        kinds = {type(c.value) for c in found}
        for c, label, why, against in looked_at:
            if _place(c) in decided or (found and _overlap(c, found[0])):
                continue
            if not kinds or why == "form" or type(c.value) in kinds:
                self._add(c, label, why or "aside", against)

    def _add(self, c: Candidate, label: str, why: str, against: tuple[str, ...], behind: float | None = None) -> None:
        self.lost.append(
            Considered(c.value, c.span(), c.how, round(c.score, 3), label, why, against, behind and round(behind, 3))
        )

    def told(self) -> tuple[Considered, ...]:
        """The losers, each place once with what brought it furthest, best first."""
        best: dict[tuple[Any, ...], Considered] = {}
        for one in sorted(self.lost, key=lambda one: (-one.score, one.why)):
            best.setdefault((one.span, repr(one.value)), one)
        return tuple(best.values())[:MOST]


def _place(c: Candidate) -> tuple[int, int]:
    return c.unit.index, c.start


def _overlap(one: Candidate, two: Candidate) -> bool:
    return one.unit is two.unit and one.start < two.stop and two.start < one.stop


_ASKED: ContextVar[Watch | None] = ContextVar("asked", default=None)
asked = _ASKED.get


@contextmanager
def watching(name: str | None) -> Iterator[Watch | None]:
    """Whatever is read inside tells what else was considered for the field ``name``; None asks for nothing."""
    before = _ASKED.set(watch := None if name is None else Watch(name))
    try:
        yield watch
    finally:
        _ASKED.reset(before)


def words_of(label: Label, wanted: Formula) -> str:
    """The words of a label that speak most for ``wanted``; of those that demand what it must not carry, the nearest."""
    told = list(zip(label.options, label.meant, strict=True))
    best = max(told, key=lambda one: (wanted.score(one[1]) * one[0][1], wanted.possible(one[1].concepts), one[0][1]))
    return best[0][0]


def passed_over(label: Label, wanted: Formula, score: float) -> tuple[str, tuple[str, ...]]:
    """Why a value whose label has what is demanded was not taken up: (why, concepts that speak against it)."""
    if score:
        return "weak", ()
    against = [wanted.against(one) for one in label.meant if wanted.possible(one.concepts)]
    return "label", tuple(sorted(frozenset[str]().union(*against)))
