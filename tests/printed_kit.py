"""Papers printed by hand: lines at places of a page, as a reader finds them, and the units they make."""

from __future__ import annotations

from extractor.document import Box, Document, Line, Page
from extractor.evidence.sheet import Sheet


def line(text: str, y: float, x: float = 60.0, right: float | None = None) -> Line:
    """A line of ten points whose characters are as wide as high, or which ends at ``right``."""
    return Line(text, Box(x, y, right or x + 10.0 * len(text), y + 10.0), size=10.0)


def paper(*lines: Line, how: str = "text") -> Document:
    return Document("a.pdf", "0" * 64, "pdf", (Page(1, 595.0, 842.0, lines, read=how),))


def units(*lines: Line) -> list[str]:
    return [unit.text for unit in Sheet(paper(*lines)).units]
