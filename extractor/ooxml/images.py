"""The pictures of a DOCX, and how large each is shown. Source: ECMA-376 part 1, 20.4 (DrawingML), part 4, 19.1 (VML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

_EMU_PER_POINT = 12_700
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_LENGTH = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d+(?:\.\d+)?)\s*([a-z]*)")

PAGE_WIDTH, PAGE_HEIGHT = 340.0, 480.0
"""Points (12 × 17 cm) from which a picture fills a page: the print of an A4 page with Word's margins is 415 × 697."""


class Image(NamedTuple):
    """A picture: its relationship id, and its width and height in points as shown, 0 where the file does not say."""

    name: str
    width: float = 0.0
    height: float = 0.0

    @property
    def fills_a_page(self) -> bool:
        """Whether it is shown as large as a page, upright or lying."""
        short, long = sorted((self.width, self.height))
        return short >= PAGE_WIDTH and long >= PAGE_HEIGHT


def images_of(drawing: etree._Element) -> Iterator[Image]:
    """The pictures of a ``w:drawing``, ``w:pict`` or ``w:object``, in order."""
    extent = next(drawing.iter(WP + "extent"), None)
    size = (0.0, 0.0) if extent is None else (_emu(extent.get("cx")), _emu(extent.get("cy")))
    for picture in drawing.iter(A + "blip", V + "imagedata"):
        name = picture.get(R + "embed") or picture.get(R + "id")
        if name:
            yield Image(name, *(_shape(picture) if picture.tag == V + "imagedata" else size))


def _emu(said: str | None) -> float:
    return int(said) / _EMU_PER_POINT if said and said.isdecimal() and len(said) < 12 else 0.0


def _shape(picture: etree._Element) -> tuple[float, float]:
    """The size of the VML shape around a picture, as its style says."""
    shape = picture.getparent()
    said = {} if shape is None else {key: (size, unit) for key, size, unit in _LENGTH.findall(shape.get("style", ""))}
    width, height = (
        float(size) * _POINTS.get(unit, 1.0) for size, unit in (said.get(k, ("0", "")) for k in ("width", "height"))
    )
    return width, height
