"""A paper from bytes to Record: read, classify, extract. This is what runs in a worker process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from extractor.classify import KindGuess, classify
from extractor.document import Document
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
from extractor.locate import Sheet
from extractor.locked import Passwords
from extractor.mend import mend_document
from extractor.reading import read
from extractor.record import Record
from extractor.second_reading import TABLE, second_reading

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
    }
    if guess.kind == "notice":
        return replace(notice.extract(document), **common)
    module = _EXTRACT.get(guess.kind)
    if module is None:
        return Record(document.name, document.sha256, guess.kind, **common)
    found = module(sheet or Sheet(document))
    return Record(document.name, document.sha256, guess.kind, found.fields, found.tables, found.witnesses, **common)


def examine(
    parts: Sequence[tuple[str, bytes]], *, limits: Limits = DEFAULT, kind: str | None = None, passwords: Passwords = ()
) -> Record:
    """One paper, given as the bytes of its file, or of its files where several images are its pages.

    ``kind`` is what a person says the paper is, against what its words may suggest; ``passwords`` are words to try.
    Raises a ``PaperError`` for a paper that cannot be read.
    """
    if len(parts) > 1:
        from extractor.formats import image  # needs the picture libraries, which most papers do not

        document = image.read_many(parts, limits)
    else:
        name, data = parts[0]
        document = read(data, name, limits=limits, passwords=passwords)
    document = mend_document(document)
    sheet = Sheet(document)
    guess = classify(document, sheet) if kind is None else KindGuess(kind, 1.0, ("told by a person",))
    record = extract(document, guess, sheet)
    otherwise = second_reading(document, record, lambda believed: extract(believed, guess))
    return replace(record, tables={**record.tables, TABLE: otherwise}) if otherwise else record
