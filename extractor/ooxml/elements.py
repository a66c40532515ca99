"""Questions to the elements of a WordprocessingML document, each answered from one element."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractor.ooxml.numbering import W
from extractor.ooxml.styles import switch

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_WRAPPERS = "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent"
THROUGH = frozenset(W + name for name in _WRAPPERS)
"""Wrappers that print what they hold, with all tracked changes accepted."""
INSERTED = frozenset((W + "ins", W + "moveTo"))
DELETED = frozenset((W + "del", W + "moveFrom"))
THROUGH_BEFORE = (THROUGH - INSERTED) | DELETED
"""Wrappers that printed what they hold before the tracked changes."""


def children(element: etree._Element, wanted: str, through: frozenset[str] = THROUGH) -> Iterator[etree._Element]:
    """Children of this tag, those inside content controls and the wrappers ``through`` included."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from children(content, wanted, through)
        elif child.tag in through:
            yield from children(child, wanted, through)


def frame(rows: list[etree._Element]) -> etree._Element | None:
    """The only cell of a table that is just a frame drawn around other tables."""
    if len(rows) != 1:
        return None
    cells = list(children(rows[0], W + "tc"))
    return cells[0] if len(cells) == 1 and next(children(cells[0], W + "tbl"), None) is not None else None


def is_away(row: etree._Element, before: bool) -> bool:
    """Whether a tracked change takes this row out, or (``before``) had yet to put it in."""
    return row.find(f"{W}trPr/{W}{'ins' if before else 'del'}") is not None


def skipped(row: etree._Element, name: str) -> int:
    element = row.find(f"{W}trPr/{W}{name}")
    said = "" if element is None else element.get(W + "val", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 0


def column_span(cell: etree._Element) -> int:
    element = cell.find(f"{W}tcPr/{W}gridSpan")
    said = "" if element is None else element.get(W + "val", "")
    return int(said) if said.isdecimal() and len(said) < 4 else 1


def row_merge(cell: etree._Element) -> str:
    element = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if element is None else element.get(W + "val", "continue")


def has_text(element: etree._Element) -> bool:
    return any((text.text or "").strip() for text in element.iter(W + "t"))


def style_name(properties: etree._Element | None) -> str:
    element = None if properties is None else properties.find(W + "pStyle")
    return "" if element is None else element.get(W + "val", "")


def font(properties: etree._Element | None) -> str:
    element = None if properties is None else properties.find(W + "rFonts")
    return "" if element is None else element.get(W + "ascii", "") or element.get(W + "hAnsi", "")


def code_point(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0


def is_prompt(control: etree._Element) -> bool:
    """Whether a content control shows only its grey prompt ("单击此处输入文字")."""
    return switch(control.find(W + "sdtPr"), "showingPlcHdr") is True


def ticked(control: etree._Element) -> bool | None:
    """The state of a check-box control, None for other controls. Its namespace differs by Office version."""
    properties = control.find(W + "sdtPr")
    box = None if properties is None else properties.find("{*}checkbox")
    if box is None:
        return None
    state = box.find("{*}checked")
    if state is None:
        return False
    return next((value for key, value in state.attrib.items() if str(key).endswith("val")), "1") in ("1", "true", "on")


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of mc:AlternateContent that is printed: the first choice that shows something, else the fallback.

    A choice may be written in a tongue that only one program speaks (WPS keeps its own marks so) and show nothing to us.
    """
    choices = [branch for branch in alternate.iterfind(MC + "Choice") if len(branch)]
    shown = next((branch for branch in choices if _shows(branch)), None)
    if shown is not None:
        return shown
    fallback = alternate.find(MC + "Fallback")
    return fallback if fallback is not None or not choices else choices[0]


def _shows(branch: etree._Element) -> bool:
    return next(branch.iter(W + "t", W + "delText", W + "sym", "{*}blip", "{*}imagedata"), None) is not None


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes below an element, each once; those inside them are found when they are read."""
    for child in element:
        if child.tag == W + "txbxContent":
            yield child
        elif child.tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from text_boxes(branch)
        elif isinstance(child.tag, str):
            yield from text_boxes(child)
