"""One file that holds several papers – a policy, its reports, claims and invoices bound together – and where they part.

Cutting a paper in two loses what its second half says; leaving two together mixes what they say. The first is worse, so a file
is parted only where a page opens with a heading of its own or counts its pages anew, and both what stands before and what
stands after are surely papers by themselves. Pages of no paper of their own (photos, lists for signing in, clauses) stay with
the paper before them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.bundles.identity import are_two, is_whole
from extractor.bundles.openings import Opening, openings
from extractor.classify import headed_kinds
from extractor.document import Document
from extractor.kinds import UNKNOWN
from extractor.record import Record
from extractor.text.fold import squeeze

Reader = Callable[[Document], Record]
"""A document as a record: its kind and fields."""

LOOK_AHEAD = 4
"""Later openings up to which a paper is sought that the first pages of do not yet show."""
COPY_SHARE = 0.8
"""Share of two papers' lines that are the same, from which one is a copy of the other."""
PARTS = {
    "policy": frozenset({"application", "staff_list", "roster"}),
    "application": frozenset({"staff_list", "roster"}),
    "notice": frozenset({"policy", "application", "service_report", "fee_ledger", "claim_record", "invoice", "roster",
                         "staff_list", "endorsement", "notice"}),
}  # fmt: skip
"""Kinds that a paper may have inside it, as its schedule or as a form: they are papers of their own only with page
numbers of their own."""
NOTICE = "notice"
LISTS = frozenset({"fee_ledger", "claim_record", "roster", "staff_list", "application", "notice"})
"""Kinds of which one paper has many sheets under one heading each: never parted from their own kind."""


def split(document: Document, read: Reader) -> tuple[Document, ...]:
    """The papers of a document in their order, each with its pages as the file numbers them; mostly the one it is."""
    if not document.paged or len(document.pages) < 2:
        return (document,)
    found = openings(document.pages)
    if not found:
        return (document,)
    finder = _Finder(document, read, found)
    starts = finder.starts()
    if finder.whole < 2:
        return (document,)
    stops = [*starts[1:], len(document.pages)]
    return tuple(pages_of(document, start, stop) for start, stop in zip(starts, stops, strict=True))


def pages_of(document: Document, start: int, stop: int) -> Document:
    """The pages ``start`` to ``stop`` (0-based, the last not included) as a document of their own."""
    pages = document.pages[start:stop]
    numbers = {page.number for page in pages}
    problems = tuple(said for said in document.problems if said.page is None or said.page in numbers)
    return replace(document, pages=pages, problems=problems, page_range=(start + 1, stop))


class _Finder:
    def __init__(self, document: Document, read: Reader, found: Sequence[Opening]) -> None:
        self.document = document
        self.read = read
        self.found = found
        self.records: dict[tuple[int, int], Record] = {}
        self.whole = 0  # papers recognised

    def starts(self) -> list[int]:
        """The pages (0-based) on which the papers begin."""
        starts = [0]
        for place, opening in enumerate(self.found):
            before = self._record(starts[-1], opening.index)
            known = is_whole(before)
            if not known and (starts != [0] or before.kind != UNKNOWN):
                continue  # a sheet before the first paper may be anything; what is half a paper is not cut off
            if self._begins(before, starts[-1], place):
                self.whole += 1 + (known and starts == [0])
                starts.append(opening.index)
        return starts

    def _record(self, start: int, stop: int) -> Record:
        if (start, stop) not in self.records:
            self.records[start, stop] = self.read(pages_of(self.document, start, stop))
        return self.records[start, stop]

    def _begins(self, before: Record, start: int, place: int) -> bool:
        """Whether the opening begins a paper, ended by one of the next openings or by the file."""
        opening = self.found[place]
        later = self.found[place + 1 : place + 1 + LOOK_AHEAD]
        stops = [*(other.index for other in later), len(self.document.pages)]
        return any(self._is_paper(before, start, opening, stop) for stop in stops)

    def _is_paper(self, before: Record, start: int, opening: Opening, stop: int) -> bool:
        after, first = self._record(opening.index, stop), self._record(opening.index, opening.index + 1)
        if not is_whole(after) or first.kind not in (after.kind, UNKNOWN):
            return False
        if after.kind == before.kind:
            return after.kind not in LISTS and self._are_two(before, after, start, opening, stop)
        if after.kind in PARTS.get(before.kind, ()):
            return opening.anew
        return opening.anew or (bool(opening.heads) and self._is_headed(opening, after))

    def _is_headed(self, opening: Opening, after: Record) -> bool:
        """Whether the heading names the paper's kind, or names no other kind on a sheet unlike the one before."""
        if after.kind == NOTICE:  # known by its organs, number and title, which all are its own
            return any(
                name in after.fields and after.fields[name].span.page == opening.index + 1
                for name in ("title", "doc_number")
            )
        named = headed_kinds("\n".join(opening.heads))
        return after.kind in named or (not named and opening.other_sheet)

    def _are_two(self, before: Record, after: Record, start: int, opening: Opening, stop: int) -> bool:
        headed = after.kind in headed_kinds("\n".join((*opening.heads, *opening.repeated)))
        if not (headed or opening.anew):
            return False
        return are_two(before, after, anew=opening.anew) or self._is_copy(start, opening.index, stop)

    def _is_copy(self, start: int, middle: int, stop: int) -> bool:
        """Whether the pages from ``middle`` say what those before them say."""
        one, two = self._lines(start, middle), self._lines(middle, stop)
        return len(one & two) >= COPY_SHARE * len(one | two)

    def _lines(self, start: int, stop: int) -> set[str]:
        pages = self.document.pages[start:stop]
        return {text for page in pages for line in page.lines() if len(text := squeeze(line.text)) > 1}
