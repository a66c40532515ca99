"""What a record may tell, as its reader states it: roles, and how well a label or values fit them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One thing that records tell. ``weight``: what a record that tells it is worth. ``fit``: how well the label and the
    values of a slot fit it, 0…1; ``key``: a record without it is none. ``before``: what is left of its worth where it stands
    before the key role though its label does not name it: what is to be done comes after what is wrong. ``bare``: the same where
    it has no label at all."""

    name: str
    weight: float
    fit: Callable[[str, Sequence[str]], float]
    key: bool = False
    before: float = 1.0
    bare: float = 0.0


def _tells_none(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Model:
    """The roles of a list; ``kind``: what words are by their form alone, "" for words of any other form, so that what has a
    kind is no label though it repeats (a level, a state, a day); ``is_end``: words that close a list (a signature);
    ``idle``: words that a record may hold without telling any role; ``may_be_key``: what may tell the key role, by (label,
    words) alone: a partition most of whose records have nothing like it is not weighed; ``named``: the role that a label names;
    ``asks``: whether words begin with asking for something; ``tells``: the role that
    words tell by themselves, whatever names them, "" where they tell none."""

    roles: Sequence[Role]
    kind: Callable[[str], str]
    is_end: Callable[[str], bool]
    idle: Callable[[str], bool]
    may_be_key: Callable[[str, str], bool]
    named: Callable[[str], str | None]
    asks: Callable[[str], bool]
    tells: Callable[[str], str] = _tells_none

    def is_value(self, text: str) -> bool:
        """Whether words are of one of the telling forms."""
        return self.kind(text) != ""
