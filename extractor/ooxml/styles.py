"""The paragraph styles of a DOCX, as far as they change what is printed: numbering, bold, size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from extractor.ooxml.numbering import W

_OFF = ("0", "false", "off", "none")


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """A toggle such as w:b: on, off, or not said."""
    element = None if properties is None else properties.find(W + name)
    return None if element is None else element.get(W + "val", "1") not in _OFF


def points(properties: etree._Element | None) -> float | None:
    """w:sz, which is written in half points."""
    element = None if properties is None else properties.find(W + "sz")
    said = "" if element is None else element.get(W + "val", "")
    return int(said) / 2 if said.isdecimal() else None


def list_place(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """(list id, level) of w:numPr; either may be unsaid. List "0" means "no number, whatever the style says"."""
    element = None if properties is None else properties.find(W + "numPr")
    if element is None:
        return None, None
    number, level = element.find(W + "numId"), element.find(W + "ilvl")
    at = "" if level is None else level.get(W + "val", "")
    return (None if number is None else number.get(W + "val")), int(at) if at.isdecimal() and len(at) < 3 else None


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says after its ancestors; None where nobody says."""

    bold: bool | None = None
    size: float | None = None
    list_id: str | None = None
    level: int | None = None
    numbered_by: str = ""
    hidden: bool | None = None


class Styles:
    """All styles of a document, resolved along w:basedOn when asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._root = root
        self._resolved: dict[str, Style] = {}

    @cached_property
    def _elements(self) -> dict[str, etree._Element]:
        if self._root is None:
            return {}
        return {element.get(W + "styleId", ""): element for element in self._root.iterfind(W + "style")}

    @cached_property
    def default(self) -> str:
        """The id of the paragraph style used where a paragraph names none."""
        for name, element in self._elements.items():
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                return name
        return ""

    @cached_property
    def _base(self) -> Style:
        properties = None if self._root is None else self._root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        return Style(bold=switch(properties, "b"), size=points(properties))

    def linked_lists(self) -> dict[str, str]:
        """Numbering style → the list it stands for."""
        found = {}
        for name, element in self._elements.items():
            if element.get(W + "type") == "numbering":
                list_id, _ = list_place(element.find(W + "pPr"))
                if list_id:
                    found[name] = list_id
        return found

    def get(self, name: str) -> Style:
        """The style by id, ancestors considered; the document's defaults for an unknown one."""
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name, ())
        return self._resolved[name]

    def _resolve(self, name: str, seen: tuple[str, ...]) -> Style:
        element = self._elements.get(name)
        if element is None or name in seen or len(seen) > 30:
            return self._base
        parent = element.find(W + "basedOn")
        base = self._base if parent is None else self._resolve(parent.get(W + "val", ""), (*seen, name))
        run, list_id, level = element.find(W + "rPr"), *list_place(element.find(W + "pPr"))
        bold, size, hidden = switch(run, "b"), points(run), switch(run, "vanish")
        return Style(
            bold=base.bold if bold is None else bold,
            size=base.size if size is None else size,
            list_id=base.list_id if list_id is None else list_id,
            level=base.level if level is None else level,
            numbered_by=base.numbered_by if list_id is None and level is None else name,
            hidden=base.hidden if hidden is None else hidden,
        )
