"""Photos laid on the sheets of a workbook, each with the cell under its corner. Source: ECMA-376 part 1, 20.5 (SpreadsheetML drawings)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from extractor.errors import PaperError
from extractor.likeness import Photo
from extractor.limits import Limits
from extractor.ooxml.images import A, R
from extractor.ooxml.package import Package
from extractor.photos import look_of_file

_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_LETTERS = 26


def photos_of(package: Package, sheet: str, title: str, limits: Limits) -> tuple[Photo, ...]:
    """The photos of a sheet (its part and its name); none where its drawings are broken, for its cells are read all the same."""
    try:
        return tuple(photo for photo in islice(_pictures(package, sheet, title), limits.photos) if photo is not None)
    except PaperError:
        return ()


def _pictures(package: Package, sheet: str, title: str) -> Iterator[Photo | None]:
    """Each picture of a sheet: the photo that it is, None for another."""
    drawings = [r.target for r in package.relations(sheet).values() if r.kind == "drawing" and r.target in package]
    for drawing in drawings:
        images = package.relations(drawing)
        for anchor in package.xml(drawing):
            place = anchor.find(_XDR + "from")
            for picture in anchor.iter(A + "blip"):
                relation = images.get(picture.get(R + "embed") or "")
                if relation is None or relation.target not in package:
                    continue
                look = look_of_file(package.part(relation.target))
                where = f"{title}!{_cell(place)}" if place is not None else title
                yield None if look is None else Photo(look, where=where)


def _cell(place: etree._Element) -> str:
    """The cell of a corner, whose row and column count from 0.

    >>> _cell(etree.fromstring(f'<f xmlns="{_XDR[1:-1]}"><col>27</col><row>4</row></f>'))
    'AB5'
    """
    col, row = (int(place.findtext(_XDR + name) or 0) for name in ("col", "row"))
    letters = ""
    col += 1
    while col > 0:
        col, rest = divmod(col - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
