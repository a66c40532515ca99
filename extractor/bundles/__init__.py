"""One file that holds several papers – a policy, its reports, claims and invoices bound together – and where they part.

Cutting a paper in two loses what its second half says; leaving two together mixes what they say. The first is worse, so a file
is parted only where a page opens with a heading of its own or counts its pages anew, and both what stands before and what
stands after are surely papers by themselves. Pages of no paper of their own (photos, lists for signing in, clauses) stay with
the paper before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from extractor.bundles.identity import are_two, is_whole
from extractor.bundles.openings import Opening, is_official, openings
from extractor.classify.signs import headed_kinds
from extractor.document import Document
from extractor.kinds import UNKNOWN
from extractor.record import Record
from extractor.text.fold import squeeze

Reader = Callable[[Document], Record]
"""A document as a record: its kind and fields."""

LOOK_AHEAD = 4
"""Later openings up to which a paper is sought that the first pages of do not yet show."""
FIRST_PAGES = 6
"""Pages by which a paper is known; more are not read for it, or a long file would be read over and over."""
COPY_SHARE = 0.8
"""Share of two papers' lines that are the same, from which one is a copy of the other."""
_COPY = re.compile(r"[(（]?(?:正本|副本|复印件|第[一二三四五1-5]联|[\u4e00-\u9fff]{2,4}联)[)）]?")
"""What only says which of several copies a page is of."""
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


def _is_bill(record: Record) -> bool:
    """Whether a ledger only lists what was spent: what a report may have on its last page."""
    rows = record.rows("rows")
    return record.kind == "fee_ledger" and not any(r.value("kind") == "extract" or "balance" in r.cells for r in rows)


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
            if not self._is_promising(opening):
                continue
            for stop in self._stops(place, starts[-1]):
                after = self._after(opening, stop)
                if after is None or not self._parts(starts, opening, after, stop):
                    continue
                self.whole += 1 + (starts == [0] and is_whole(self._before(0, opening)))
                starts.append(opening.index)
                break
        return starts

    def _is_promising(self, opening: Opening) -> bool:
        """Whether the page is worth reading by itself: most headings are those of a part."""
        heads = "\n".join((*opening.heads, *opening.repeated))
        return opening.anew or opening.other_sheet or is_official(opening.heads) or bool(headed_kinds(heads))

    def _stops(self, place: int, start: int) -> list[int]:
        """Where a paper that the opening begins may end: with its page, as a copy would, or before a later opening."""
        index, count = self.found[place].index, len(self.document.pages)
        later = [opening.index for opening in self.found[place + 1 : place + 1 + LOOK_AHEAD]]
        end = [] if len(later) == LOOK_AHEAD else [min(count, index + FIRST_PAGES)]
        return sorted({index + 1, *later, *end, min(count, 2 * index - start)} - {index})

    def _record(self, start: int, stop: int) -> Record:
        stop = min(stop, start + FIRST_PAGES)
        if (start, stop) not in self.records:
            self.records[start, stop] = self.read(pages_of(self.document, start, stop))
        return self.records[start, stop]

    def _before(self, start: int, opening: Opening) -> Record:
        return self._record(start, opening.index)

    def _after(self, opening: Opening, stop: int) -> Record | None:
        """The pages from the opening as a paper; None where they are none, or their first page is of another."""
        after, first = self._record(opening.index, stop), self._record(opening.index, opening.index + 1)
        return after if is_whole(after) and first.kind in (after.kind, UNKNOWN) else None

    def _parts(self, starts: Sequence[int], opening: Opening, after: Record, stop: int) -> bool:
        """Whether the opening parts the paper that begins with the last of ``starts`` from the one after it."""
        before = self._before(starts[-1], opening)
        if not is_whole(before) and (len(starts) > 1 or before.kind != UNKNOWN):
            return False  # a sheet before the first paper may be anything; what is half a paper is not cut off
        if after.kind == before.kind:
            return after.kind not in LISTS and self._are_two(before, after, starts[-1], opening, stop)
        if after.kind in PARTS.get(before.kind, ()) or (before.kind == "service_report" and _is_bill(after)):
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
        return are_two(before, after, anew=opening.anew or opening.renumbered) or self._is_copy(
            start, opening.index, stop
        )

    def _is_copy(self, start: int, middle: int, stop: int) -> bool:
        """Whether the pages from ``middle`` say what those before them say."""
        if stop - middle != middle - start:
            return False
        one, two = self._lines(start, middle), self._lines(middle, stop)
        return len(one & two) >= COPY_SHARE * len(one | two)

    def _lines(self, start: int, stop: int) -> set[str]:
        pages = self.document.pages[start:stop]
        return {text for page in pages for line in page.lines() if len(text := _COPY.sub("", squeeze(line.text))) > 1}
