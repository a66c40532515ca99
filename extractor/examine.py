"""A paper from bytes to Record: read, classify, extract. This is what runs in a worker process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor import attendance, bundles
from extractor.classify import KindGuess, classify
from extractor.document import Document
from extractor.evidence.considered import watching
from extractor.evidence.sheet import Sheet
from extractor.hazards.apart import told_authority
from extractor.kinds import (
    application,
    claim_record,
    endorsement,
    fee_ledger,
    invoice,
    notice,
    policy,
    roster,
    service_report,
    staff_list,
)
from extractor.kinds.base import Extracted
from extractor.likeness import of_pages
from extractor.limits import DEFAULT, Limits
from extractor.locked import Passwords
from extractor.reading import read
from extractor.record import Record
from extractor.scans import seals
from extractor.scans.mend import mend_document
from extractor.scans.second_reading import TABLE, second_reading, with_rivals
from extractor.scans.under_seals import with_both_readings

_EXTRACT: Mapping[str, Callable[[Sheet], Extracted]] = {
    module.KIND: module.extract
    for module in (
        application,
        claim_record,
        endorsement,
        fee_ledger,
        invoice,
        policy,
        roster,
        service_report,
        staff_list,
    )
}


def extract(document: Document, guess: KindGuess, sheet: Sheet | None = None) -> Record:
    """The fields and lists of a document of a known kind; a document of no known kind has none."""
    pages_read = {
        how: tuple(p.number for p in document.pages if p.number is not None and p.read == how)
        for how in ("text", "ocr", "failed")
    }
    common: dict[str, Any] = {
        "problems": document.problems,
        "pages": len(document.pages) if document.paged else None,
        "pages_read": pages_read,
        "parts": document.parts,
        "kind_evidence": guess.evidence,
        "kind_confidence": guess.confidence,
        "page_sizes": tuple((p.width, p.height) for p in document.pages) if document.paged else (),
        "page_turns": tuple(p.turn for p in document.pages) if document.paged else (),
        "likeness": of_pages(document.pages),
        "page_range": document.page_range,
    }
    said = seals.read(document, guess.kind)
    stamped = {seals.TABLE: said} if said else {}
    if guess.kind == "notice":
        record = notice.extract(document)
        return replace(record, tables={**record.tables, **stamped}, **common)
    module = _EXTRACT.get(guess.kind)
    looked_at = sheet or Sheet(document)
    if guess.kind in ("unknown", "service_report") and (told := told_authority.told_authority(looked_at)):
        stamped[told_authority.TABLE] = told  # letters to an authority are of no kind
    if guess.kind in ("unknown", "service_report") and (signed := attendance.signed_in(looked_at)):
        stamped[attendance.TABLE] = signed
    found = looked_at.once(module) if module is not None else Extracted()
    if sheet is None:
        looked_at.let_go()
    tables = {**found.tables, **stamped}
    return Record(document.name, document.sha256, guess.kind, found.fields, tables, found.witnesses, **common)


def examine(
    parts: Sequence[tuple[str, bytes]], *, limits: Limits = DEFAULT, kind: str | None = None, passwords: Passwords = ()
) -> Record:
    """One paper, given as the bytes of its file, or of its files where several images are its pages.

    ``kind`` is what a person says the paper is, against what its words may suggest; ``passwords`` are words to try. A file that
    holds several papers is read as one: ``papers`` gives each. Raises a ``PaperError`` for a paper that cannot be read.
    """
    return _examined(_document(parts, limits, passwords), kind)


def papers(
    parts: Sequence[tuple[str, bytes]], *, limits: Limits = DEFAULT, kind: str | None = None, passwords: Passwords = (),
    page_range: tuple[int, int] | None = None, asked: str | None = None,
) -> tuple[Record, ...]:  # fmt: skip
    """The papers of a file, as ``examine`` reads each: mostly one, several where they were bound into one file.

    With ``kind`` the file is one paper, which a person has looked at; with ``page_range`` (first and last page, 1-based) only
    those pages are read, as one paper. ``asked`` is a field of which the records shall also tell what else was considered.
    """
    document = _document(parts, limits, passwords)
    if page_range is not None:
        return (_examined(bundles.pages_of(document, page_range[0] - 1, page_range[1]), kind, asked),)
    if kind is not None:
        return (_examined(document, kind, asked),)
    return tuple(_examined(paper, None, asked) for paper in bundles.split(document, _recognised))


def _document(parts: Sequence[tuple[str, bytes]], limits: Limits, passwords: Passwords) -> Document:
    if len(parts) > 1:
        from extractor.formats import image  # needs the picture libraries, which most papers do not

        return mend_document(image.read_many(parts, limits))
    name, data = parts[0]
    return mend_document(read(data, name, limits=limits, passwords=passwords))


def _recognised(document: Document) -> Record:
    sheet = Sheet(document)
    record = extract(document, classify(document, sheet), sheet)
    sheet.let_go()
    return record


def _examined(document: Document, kind: str | None, asked: str | None = None) -> Record:
    sheet = Sheet(document)
    guess = classify(document, sheet) if kind is None else KindGuess(kind, 1.0, ("told by a person",))
    with watching(asked) as watch:
        first = extract(document, guess, sheet)
    if watch is not None:
        first = replace(first, considered=watch.told())
    sheet.let_go()
    record = with_both_readings(document, first, lambda other: extract(other, guess))
    otherwise = second_reading(document, record, lambda believed: extract(believed, guess))
    return with_rivals(replace(record, tables={**record.tables, TABLE: otherwise}), otherwise) if otherwise else record
