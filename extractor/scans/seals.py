"""What the seals on a paper say, as rows of the table ``seals``: company and purpose, each with its page and box."""

from __future__ import annotations

from extractor.document import Document
from extractor.record import Reading, Row
from extractor.span import Span

TABLE = "seals"


def read(document: Document) -> tuple[Row, ...]:
    """A row for each seal whose words were read, in page order: ``name`` (along the rim), ``purpose`` (below the middle)."""
    rows = []
    for page in document.pages:
        for seal in page.seal_words:
            span = Span(" ".join(filter(None, (seal.name, seal.purpose))), page.number, (seal.box,))
            said = {"name": seal.name, "purpose": seal.purpose}
            cells = {column: Reading(words, span, TABLE, seal.confidence) for column, words in said.items() if words}
            rows.append(Row(cells, span))
    return tuple(rows)
