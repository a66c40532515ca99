"""Tracked changes of a DOCX: who put in and took out what. Source: ECMA-376 part 1, 17.13.5."""

from __future__ import annotations

from lxml import etree

from extractor.document import Change
from extractor.ooxml.elements import INSERTED
from extractor.ooxml.numbering import W


def change_of(element: etree._Element, where: str) -> Change | None:
    """The tracked change that a wrapper (``w:ins``, ``w:del`` …) is; None for one without words."""
    words = "".join(text.text or "" for text in element.iter(W + "t", W + "delText"))
    if not words.strip():
        return None
    kind = "inserted" if element.tag in INSERTED else "deleted"
    return Change(kind, words, element.get(W + "author", "").strip(), element.get(W + "date", "")[:10], where)
