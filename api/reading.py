"""One paper, read: what runs in a worker process, and what stands for a paper that could not be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import extractor
from api.collect import Paper, Part
from extractor.errors import LeftOut, PaperError
from extractor.record import Record


@dataclass(frozen=True, slots=True)
class Read:
    """A paper's record. ``refused``: nothing of it could be read. ``more`` are the other papers that its file holds."""

    record: Record
    refused: bool = False
    more: tuple[Record, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it was read."""
        return not self.refused and not any(record.pages_read.get("failed") for record in (self.record, *self.more))

    def each(self) -> tuple[Read, ...]:
        """One for each paper of the file, in its order."""
        return (replace(self, more=()), *(Read(record, self.refused) for record in self.more)) if self.more else (self,)


def read_paper(
    paper: Paper, kind: str | None = None, pages: tuple[int, int] | None = None, asked: str | None = None, lay_out: bool = False
) -> Read:  # fmt: skip
    """Open, read, classify (unless ``kind`` is told), extract; raises a PaperError for a paper that cannot be read.

    A file that holds several papers gives all of them, with ``pages`` (first and last) only the one on those. ``asked`` is a
    field of which to tell what else was considered. With ``lay_out`` the places of a Word file get pages and boxes."""
    parts = [(part.name, part.load()) for part in paper.parts]
    found = extractor.papers(parts, kind=kind, passwords=paper.passwords, page_range=pages, asked=asked)
    record, *more = _laid_out(found, parts) if lay_out else found
    return Read(record, more=tuple(more))


def _laid_out(found: tuple[Record, ...], parts: list[tuple[str, bytes]]) -> tuple[Record, ...]:
    """The records with pages and boxes; what cannot be laid out was read all the same, and says so."""
    from extractor import laid_out

    if len(parts) > 1:
        return found
    try:
        return laid_out.placed(found, parts[0][1], parts[0][0])
    except PaperError as error:
        said = replace(error.problem(), code="not_laid_out", message=f"未能排版，没有页码：{error}")
        return tuple(replace(record, problems=(*record.problems, said)) for record in found)


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
