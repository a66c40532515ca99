"""What a form field of Word 97 to 2003 shows: a box ticked or not, the chosen one of a list. Source: ECMA-376 part 1, 17.16."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractor.ooxml.numbering import W
from extractor.ooxml.styles import switch


def filled(mark: etree._Element) -> Iterator[str]:
    """The words of the form field that begins at ``mark`` (``w:fldChar``); none for a field of another kind.

    Those of a field for text stand in the field's result, as ordinary runs.
    """
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = switch(box, "checked")
        yield "☑" if (switch(box, "default") if ticked is None else ticked) else "☐"
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        yield from _chosen(choices)


def _chosen(choices: etree._Element) -> Iterator[str]:
    entries = [entry.get(W + "val", "") for entry in choices.iterfind(W + "listEntry")]
    chosen = choices.find(W + "result")
    chosen = choices.find(W + "default") if chosen is None else chosen
    index = "0" if chosen is None else chosen.get(W + "val", "0")
    if index.isdecimal() and int(index) < len(entries):
        yield entries[int(index)]
