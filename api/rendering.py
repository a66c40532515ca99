"""A paper as people look at it: pages as pictures, the content of formats without pages as blocks with their places.

Plain functions that run in a worker process, as everything that opens a paper does: they take file paths, give back
something small, and raise a ``PaperError`` for a paper that cannot be shown.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import extractor
from api.collect import Parcel, Part, archive_opener, files_to_parcels
from extractor import picture
from extractor.document import Box, Cell, Line, Table
from extractor.errors import PaperError
from extractor.limits import Limits
from extractor.locked import opened
from extractor.picture import NoPages

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

PAGE_DPI = 120.0
"""Sharpness of a page where none is asked for: A4 is 992 pixels wide, half a screen of 1920."""
CROP_DPI = 200.0
MARGIN_PT = 6.0
"""What a crop shows around its box: half a line of print, so that one sees where the words stand."""
MOST_WIDTH_PX = 4000
MOST_CELLS = 20_000
"""Table cells and lines of one text view: some 2 MB of JSON, what a browser lays out without a pause. The rest of a larger
workbook is left out, and the view says so."""

__all__ = [
    "HasPages", "NoPages", "RenderTask", "Rendered", "SizesTask", "TextBlock", "TextCell", "TextRow", "TextTable", "TextTask",
    "TextView", "UnlockTask", "UnpackTask", "WarmTask", "page_sizes", "perform", "render_page", "text_view", "warm",
]  # fmt: skip

_PLAIN_SHARE = 0.4
"""Share of pixels of one brightness from which a page was drawn and not photographed: paper that is all one white."""
_PALETTE = 128
"""Colours of a drawn page: black on white with every step between, and some for seals and logos."""
_WHITE = 252
"""Levels that stand for white: the palette's cells are eight levels wide and give their mean."""
_WEBP_QUALITY = 80


class HasPages(PaperError):
    """The text view is asked of a paper that is shown page by page."""

    code, cause, remedy = "has_pages", "该文件按页显示", "请查看页面图像"


@dataclass(frozen=True, slots=True)
class SizesTask:
    """A paper whose page sizes are wanted."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TextTask:
    """A paper whose content is wanted as text."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class UnlockTask:
    """A paper behind a password, wanted without. The word goes to the process that tries it and is kept nowhere."""

    part: Part
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnpackTask:
    """Files of an upload, with an archive behind a password among them, wanted unpacked; what they hold goes to numbered files of
    ``spool``. The word goes no further, as above."""

    files: tuple[Part, ...]
    spool: Path
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WarmTask:
    """A process that draws is wanted soon."""


def perform(
    task: RenderTask | SizesTask | TextTask | UnlockTask | UnpackTask | WarmTask,
) -> Rendered | list[tuple[float, float]] | TextView | bytes | tuple[Parcel, ...] | None:
    """Whichever of these is asked for: the one function of the workers that show papers."""
    if isinstance(task, WarmTask):
        warm()
        return None
    if isinstance(task, RenderTask):
        return render_page(task)
    if isinstance(task, SizesTask):
        return page_sizes(task.parts)
    if isinstance(task, UnlockTask):
        return opened(task.part.load(), (task.password,), Limits())
    if isinstance(task, UnpackTask):
        return tuple(files_to_parcels("", task.files, archive_opener(task.spool, Limits(), (task.password,))))
    return text_view(task.parts)


# --- pages -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RenderTask:
    """A page to show.

    ``page`` is 1-based. ``width_px`` is how many pixels wide the picture should be, ``dpi`` how sharp where no width is
    asked for; both None: ``PAGE_DPI``, for a crop ``CROP_DPI``. ``box`` (points of the page as read, origin top left)
    asks for that part and ``MARGIN_PT`` around it. ``turn`` is how many degrees clockwise the page was turned to be
    read (the record's ``page_turns``); None for what the text layer of a PDF tells, which is all but pages on their side
    that were read by OCR.
    """

    parts: tuple[Part, ...]
    page: int
    width_px: int | None = None
    dpi: float | None = None
    box: tuple[float, float, float, float] | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture for a browser.

    ``width_pt`` and ``height_pt`` are the page's size and ``shown`` the part of it that the picture shows, in points of
    the page as read: a box's place in the picture is (box - shown's corner) / shown's extent. ``pages`` is how many the
    paper has; ``turn`` how many degrees clockwise the page was turned.
    """

    data: bytes
    media_type: str
    width_px: int
    height_px: int
    width_pt: float
    height_pt: float
    shown: tuple[float, float, float, float]
    pages: int
    turn: int


def render_page(task: RenderTask) -> Rendered:
    """The page, or the part of it in ``task.box``, as PNG or WebP.

    Raises ``NoPages`` for a format without pages, ``Damaged`` for a page that is not there, else what reading raises.
    """
    parts = _loaded(task.parts)
    asked = None if task.box is None else _grown(Box(*task.box))
    sharp = task.dpi or (PAGE_DPI if asked is None else CROP_DPI)

    def dpi(shown: Box) -> float:
        return sharp if task.width_px is None else min(task.width_px, MOST_WIDTH_PX) * 72 / shown.width

    box = None if asked is None else lambda width, height: asked
    view = picture.draw(parts, task.page, dpi, box=box, turn=task.turn)
    data, media_type = picture_to_bytes(view.picture)
    return Rendered(
        data, media_type, view.picture.width, view.picture.height, view.width, view.height,
        (view.shown.x0, view.shown.y0, view.shown.x1, view.shown.y1), view.pages, view.turn,
    )  # fmt: skip


def page_sizes(parts: tuple[Part, ...]) -> list[tuple[float, float]]:
    """Width and height in points of each page, as ``render_page`` shows it without ``turn``; (0, 0) for one that cannot be
    opened. Empty for a format without pages: ``text_view`` shows it."""
    return picture.sizes(_loaded(parts))


def picture_to_bytes(seen: Picture) -> tuple[bytes, str]:
    """(bytes, media type): whichever of two formats keeps print sharp and is small.

    A drawn page has few colours: as PNG with a palette no level is off by more than 14 of 255, no edge has a halo, and A4
    takes 25 to 90 KiB at 1000 pixels. Paper seen by a scanner or a camera has noise in every pixel, at which PNG is ten
    times as large; WebP is half of JPEG.
    """
    from PIL import Image

    out = io.BytesIO()
    if max(seen.convert("L").histogram()) >= _PLAIN_SHARE * seen.width * seen.height:
        few = seen.quantize(_PALETTE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.putpalette([255 if level >= _WHITE else level for level in few.getpalette() or []])
        few.save(out, "PNG", compress_level=4)
        return out.getvalue(), "image/png"
    seen.save(out, "WEBP", quality=_WEBP_QUALITY, method=0)
    return out.getvalue(), "image/webp"


def _grown(box: Box) -> Box:
    return Box(box.x0 - MARGIN_PT, box.y0 - MARGIN_PT, box.x1 + MARGIN_PT, box.y1 + MARGIN_PT)


def _loaded(parts: tuple[Part, ...]) -> list[tuple[str, bytes]]:
    return [(part.name, part.load()) for part in parts]


_BLANK = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def warm() -> None:
    """Draw an empty page, so that the first who looks at a paper does not wait for PDFium and Pillow to be loaded."""
    picture_to_bytes(picture.draw([("blank.pdf", _BLANK)], 1, lambda shown: PAGE_DPI).picture)


# --- text ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph. ``where`` is its place as readings name it; ``numbering`` is printed before the first of ``lines``.

    ``heading``: all of it is set in bold and it is short.
    """

    where: str
    lines: tuple[str, ...]
    numbering: str = ""
    heading: bool = False

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"type": "heading" if self.heading else "paragraph", "where": self.where}
        if self.numbering:
            out["numbering"] = self.numbering
        return {**out, "lines": list(self.lines)}


@dataclass(frozen=True, slots=True)
class TextCell:
    """A table cell; ``col`` is 0-based. ``where`` is its place as readings name it. ``number``: set it to the right."""

    col: int
    where: str
    lines: tuple[str, ...]
    rowspan: int = 1
    colspan: int = 1
    number: bool = False

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"col": self.col, "where": self.where, "lines": list(self.lines)}
        out |= {} if self.rowspan == 1 else {"rowspan": self.rowspan}
        out |= {} if self.colspan == 1 else {"colspan": self.colspan}
        return out | ({"number": True} if self.number else {})


@dataclass(frozen=True, slots=True)
class TextRow:
    """A row of a table. ``where`` is its place as readings that cover a whole row name it, None where they name the
    row's first cell. A cell that reaches down from above stands in its own row only."""

    where: str | None
    cells: tuple[TextCell, ...]

    def to_json(self) -> dict[str, Any]:
        return {"where": self.where, "cells": [cell.to_json() for cell in self.cells]}


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table with ``cols`` columns; ``name`` is its sheet's, None where there are no sheets."""

    cols: int
    rows: tuple[TextRow, ...]
    name: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"type": "table", "name": self.name, "cols": self.cols, "rows": [row.to_json() for row in self.rows]}


@dataclass(frozen=True, slots=True)
class TextView:
    """The content of a format without pages, in order. ``format`` is the reader's name ("docx", "xlsx", "csv" …);
    ``complete`` is False where ``MOST_CELLS`` cut it off. All text is as written, to be escaped where it is shown."""

    format: str
    blocks: tuple[TextBlock | TextTable, ...]
    notes: tuple[str, ...] = ()
    complete: bool = True

    def places(self) -> Iterator[str]:
        """Every place that can be scrolled to."""
        for block in self.blocks:
            if isinstance(block, TextBlock):
                yield block.where
                continue
            for row in block.rows:
                yield from [row.where] if row.where else []
                yield from (cell.where for cell in row.cells)

    def to_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "complete": self.complete,
            "notes": list(self.notes),
            "blocks": [block.to_json() for block in self.blocks],
        }


_HEADING_CHARS = 60


def text_view(parts: tuple[Part, ...]) -> TextView:
    """The content of a paper without pages. Raises ``HasPages`` for one with pages, else what reading raises."""
    loaded = _loaded(parts)
    if len(loaded) != 1 or picture.has_pages(*loaded[0]):
        raise HasPages
    name, data = loaded[0]
    document = extractor.read(data, name)
    blocks: list[TextBlock | TextTable] = []
    left = MOST_CELLS
    for block in (block for page in document.pages for block in page.blocks):
        if left <= 0:
            return TextView(document.format, tuple(blocks), document.notes, complete=False)
        if isinstance(block, Table):
            table, left = _table(block, left)
            blocks.append(table)
            continue
        left -= 1
        last = blocks[-1] if blocks else None
        if isinstance(last, TextBlock) and last.where == (block.where or "") and not block.numbering:
            blocks[-1] = TextBlock(last.where, (*last.lines, block.text), last.numbering, last.heading)
        else:
            blocks.append(_paragraph(block))
    return TextView(document.format, tuple(blocks), document.notes, complete=left >= 0)


def _paragraph(line: Line) -> TextBlock:
    heading = bool(line.bold) and len(line.text) <= _HEADING_CHARS
    return TextBlock(line.where or "", (line.text,), line.numbering, heading)


def _table(table: Table, left: int) -> tuple[TextTable, int]:
    """The table's rows as long as cells are ``left``, and how many then are; below 0 where rows were left out."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    rows: list[TextRow] = []
    for number in range(table.n_rows):
        if left <= 0:
            left = -1
            break
        cells = sorted(by_row.get(number, []), key=lambda cell: cell.col)
        where = None if table.name is None else f"{table.name}!{table.first_row + number}"
        rows.append(TextRow(where, tuple(map(_cell, cells))))
        left -= max(1, len(cells))
    return TextTable(table.n_cols, tuple(rows), table.name), left


def _cell(cell: Cell) -> TextCell:
    number = cell.value is not None and not isinstance(cell.value, bool)
    lines = tuple(f"{line.numbering}{line.text}" for line in cell.lines)
    return TextCell(cell.col, cell.where or "", lines, cell.rowspan, cell.colspan, number)
