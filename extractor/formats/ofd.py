"""OFD (GB/T 33190-2016): text, rules and pictures as placed on its pages; OCR for pages of pictures."""

from __future__ import annotations

import re

from extractor.document import Document
from extractor.limits import DEFAULT, Limits

EXTENSIONS = ("ofd",)


_PAGES = re.compile(rb"Doc_\d+/Pages/", re.IGNORECASE)
"""Where the pages lie; of a long paper's list of parts only the end is at hand, which OFD.xml may not be in."""


def sniff(head: bytes) -> float:
    """A ZIP with a member OFD.xml, or with pages where OFD keeps them; DOCX and XLSX are surer of themselves."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    if b"ofd.xml" in head.lower():
        return 0.9
    return 0.6 if _PAGES.search(head) else 0.0


def read(data: bytes, name: str, *, limits: Limits = DEFAULT) -> Document:
    """Read an OFD. Pages without trustworthy text go to OCR.

    Raises a ``PaperError`` when no page can be read at all; one failing page is a ``Problem`` of that page.
    """
    from extractor.ofd.reader import read_ofd

    return read_ofd(data, name, limits=limits)
