"""A paper made ready for another machine: what lies under a shared root is opened there, everything else takes its bytes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from api.audit_run.reading.lots import Lot
from api.collect import Paper, Part

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Carried(Part):
    """A part whose bytes travel with its task."""

    data: bytes = field(default=b"", repr=False)

    def load(self) -> bytes:
        return self.data


def carry(argument: A, roots: Sequence[Path] = ()) -> A:
    """A lot as other machines can read it, and a paper; anything else as it is. ``roots`` are folders that all machines see under one path.

    Raises a PaperError for a file that cannot be opened.
    """
    if isinstance(argument, Lot):
        papers = tuple(one._replace(paper=carry(one.paper, roots)) for one in argument.papers)
        return replace(argument, papers=papers)
    if not isinstance(argument, Paper):
        return argument
    return replace(argument, parts=tuple(_part(part, roots) for part in argument.parts))


def _part(part: Part, roots: Sequence[Path]) -> Part:
    if part.file is None or any(part.file.resolve().is_relative_to(root.resolve()) for root in roots):
        return part
    return Carried(part.name, data=part.load())
