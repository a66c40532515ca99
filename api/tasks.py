"""What a worker process does with papers: open what an upload brought, or read one paper. Small things in, small out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.collect import Paper, Parcel, Part, files_to_parcels
from api.collect.opening import archive_opener
from api.reading import Read, read_paper
from extractor.limits import Limits


@dataclass(frozen=True, slots=True)
class Unpack:
    """The files of an upload; what archives hold goes to numbered files of ``spool``."""

    files: tuple[Part, ...]
    spool: Path


@dataclass(frozen=True, slots=True)
class ReadOne:
    """One paper; ``kind`` where a person has said what it is, ``pages`` (first and last) where it is known to share its file."""

    paper: Paper
    kind: str | None = None
    pages: tuple[int, int] | None = None


def perform(task: Unpack | ReadOne) -> tuple[Parcel, ...] | Read:
    """Do the task; a PaperError says why it cannot be done."""
    if isinstance(task, Unpack):
        return tuple(files_to_parcels("", task.files, archive_opener(task.spool, Limits())))
    return read_paper(task.paper, task.kind, task.pages)
