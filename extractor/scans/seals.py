"""What the seals on a paper say, as rows of the table ``seals``: company and purpose, each with its page and box."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.document import Document, Page, Seal
from extractor.record import Reading, Row
from extractor.span import Span

TABLE = "seals"
COMPARED = frozenset({"policy", "service_report"})
"""Kinds of papers whose seals a rule holds against what is printed; the pictures of seals in others are not read."""


def read(document: Document, kind: str = "") -> tuple[Row, ...]:
    """A row for each seal whose words were read, in page order: ``name`` (along the rim), ``purpose`` (below the middle).

    Seals on scans were read with their pages; pictures of seals in digital papers are read for a ``kind`` that is compared.
    """
    rows = []
    for page in document.pages:
        for seal in _said_on(page, pictures=kind in COMPARED):
            span = Span(" ".join(filter(None, (seal.name, seal.purpose))), page.number, (seal.box,))
            said = {"name": seal.name, "purpose": seal.purpose}
            cells = {column: Reading(words, span, TABLE, seal.confidence) for column, words in said.items() if words}
            rows.append(Row(cells, span))
    return tuple(rows)


def _said_on(page: Page, *, pictures: bool) -> Iterator[Seal]:
    yield from page.seal_words
    if pictures and page.seal_pictures:
        from extractor.scans.seal_words import words_of_picture  # a run without seals never loads the recogniser

        read = (words_of_picture(p) for p in page.seal_pictures if all(p.box != said.box for said in page.seal_words))
        yield from (seal for seal in read if seal is not None)
