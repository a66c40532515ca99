"""One paper, read: what runs in a worker process, and what stands for a paper that could not be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import extractor
from api.collect import Paper, Part
from extractor.errors import LeftOut, PaperError
from extractor.record import Record


@dataclass(frozen=True, slots=True)
class Read:
    """A paper's record. ``refused``: nothing of it could be read."""

    record: Record
    refused: bool = False

    @property
    def whole(self) -> bool:
        """Whether all of it was read."""
        return not self.refused and not self.record.pages_read.get("failed")


def read_paper(paper: Paper, kind: str | None = None) -> Read:
    """Open, read, classify (unless ``kind`` is told), extract; raises a PaperError for a paper that cannot be read."""
    parts = [(part.name, part.load()) for part in paper.parts]
    return Read(extractor.examine(parts, kind=kind, passwords=paper.passwords))


def unread(paper: Paper, error: PaperError) -> Read:
    """The record of a paper that could not be read: its name, the digest of its bytes, and why."""
    names = tuple(part.name for part in paper.parts) if len(paper.parts) > 1 else ()
    record = Record(paper.path, _digest(paper.parts), "unknown", problems=(error.problem(),), parts=names)
    return Read(record, refused=not isinstance(error, LeftOut))


def _digest(parts: tuple[Part, ...]) -> str:
    """SHA-256 of the parts' bytes one after another, "" where one cannot be opened."""
    digest = hashlib.sha256()
    for part in parts:
        if part.file is None:
            return ""
        try:
            with part.file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
        except OSError:
            return ""
    return digest.hexdigest()
