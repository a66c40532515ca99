"""OFD (GB/T 33190-2016): text, rules and pictures as placed on its pages; OCR for pages of pictures."""

from __future__ import annotations

from extractor.document import Document
from extractor.limits import DEFAULT, Limits

EXTENSIONS = ("ofd",)


def sniff(head: bytes) -> float:
    """A ZIP with a member OFD.xml; a little below DOCX, which may carry a file of that name in a folder."""
    return 0.9 if head.startswith(b"PK\x03\x04") and b"ofd.xml" in head.lower() else 0.0


def read(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """Read an OFD. Pages without trustworthy text go to OCR.

    Raises a ``PaperError`` when no page can be read at all; one failing page is a ``Problem`` of that page.
    """
    from extractor.ofd.reader import read_ofd

    return read_ofd(data, name, limits=limits)
