"""What pages refer to by number: fonts, pictures, drawings used again, drawing parameters, templates.

Source: GB/T 33190-2016, 7.9 (resources), 8.2 (drawing parameters), 7.6 (templates).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extractor.errors import Damaged
from extractor.ofd.package import Parts, child, children, name_of, place_of, words_of

Element = etree._Element


class Template(NamedTuple):
    """A page that others are printed over or under. ``order`` is its own ZOrder, "" where not given."""

    place: str
    order: str


@dataclass(slots=True)
class Resources:
    """By number: places of font files and pictures, and elements."""

    fonts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    composites: dict[str, Element] = field(default_factory=dict)
    parameters: dict[str, Element] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)

    def with_more(self, parts: Parts, places: list[str]) -> Resources:
        """These and those of a page's own resource parts."""
        if not places:
            return self
        more = Resources(
            dict(self.fonts), dict(self.pictures), dict(self.composites), dict(self.parameters), self.templates
        )
        for place in places:
            more.add(parts, place)
        return more

    def add(self, parts: Parts, place: str) -> None:
        """Read a resource part. One that is not there is passed over: words do not need it, and a page whose pictures or
        composites do says so itself."""
        if place not in parts:
            return
        root = parts.xml(place)
        folder = place_of((root.get("BaseLoc") or ".").rstrip("/") + "/.", place)
        # Files lie in the folder the part names; some writers count from the part itself, or from the root.
        bases = ["" if folder == "." else f"{folder}/", place, ""]
        for group in root:
            for entry in group if isinstance(group.tag, str) else ():
                self._add_entry(entry, parts, bases)

    def _add_entry(self, entry: Element, parts: Parts, bases: list[str]) -> None:
        number, kind = entry.get("ID", ""), name_of(entry)
        if kind in ("Font", "MultiMedia"):
            file = words_of(child(entry, "FontFile" if kind == "Font" else "MediaFile"))
            if file:
                (self.fonts if kind == "Font" else self.pictures)[number] = parts.find(file, *bases)
        elif kind == "CompositeGraphicUnit":
            self.composites[number] = entry
        elif kind == "DrawParam":
            self.parameters[number] = entry

    def parameter(self, number: str | None) -> Iterator[Element]:
        """A drawing parameter and those it builds on, the closest first."""
        seen: set[str] = set()
        while number and number in self.parameters and number not in seen:
            seen.add(number)
            yield self.parameters[number]
            number = self.parameters[number].get("Relative")


def document_resources(parts: Parts, root: Element, place: str) -> Resources:
    """The resources and templates that Document.xml names."""
    common = child(root, "CommonData")
    if common is None:
        raise Damaged("文档缺少CommonData")
    found = Resources()
    for named in children(common, "PublicRes", "DocumentRes"):
        found.add(parts, parts.find(words_of(named), place, ""))
    for template in children(common, "TemplatePage"):
        number = template.get("ID", "")
        found.templates[number] = Template(parts.find(template.get("BaseLoc"), place, ""), template.get("ZOrder") or "")
    return found
