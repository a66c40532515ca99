"""A paper as PDF with a box around every value that was read, and the name of its field beside it.

A PDF keeps its own pages, words and all; the boxes are laid over them. Other papers that have pages are drawn as pictures.
Runs in a worker process, as everything that opens a paper does. Formats without pages have no boxes: ``NoPages``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from api.collect import Part
from api.commands.free_places import INK_DPI, Ink, free_place
from api.exports.rectifications.as_pdf import FONT, letter_font
from api.records.fields import called
from api.rendering.page import CROP_DPI, MARGIN_PT
from extractor import laid_out, picture
from extractor.document import Box
from extractor.evidence.calibration import calibrated, from_pixels
from extractor.limits import Limits
from extractor.locked import opened
from extractor.pdf import overlay
from extractor.picture import NoPages
from extractor.record import Record
from validators.say import word

SURE = 0.9
"""Below it a value is drawn in the colour of doubt."""
COLOURS = {"sure": (0.10, 0.38, 0.72), "doubt": (0.85, 0.45, 0.05), "row": (0.35, 0.55, 0.35)}
_SIZE_PT = 6.5
_GAP_PT = 1.0
_PICTURE_DPI = 150.0
_ROWS = {"coverages": "险种", "special_agreements": "特别约定", "hazards": "隐患", "rows": "明细"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page (1-based) with what stands beside it."""

    page: int
    box: Box
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class DrawTask:
    """The papers of one file, as read, wanted as PDF; ``lay_out``: its pages are those that LibreOffice gives it."""

    parts: tuple[Part, ...]
    records: tuple[Record, ...]
    passwords: tuple[str, ...] = ()
    lang: str = "zh"
    lay_out: bool = False


def marks(record: Record, lang: str = "zh") -> Iterator[Mark]:
    """The boxes of the record's fields and list rows, fields first."""
    for name, reading in record.fields.items():
        sure = calibrated(reading, ocr=from_pixels(record, reading)) >= SURE and not reading.rivals
        shown = called(record.kind, name) if lang == "zh" else word(name, lang)
        for box in reading.span.boxes if reading.span.page else ():
            yield Mark(reading.span.page or 1, box, shown, "sure" if sure else "doubt")
            shown = ""
    for table, title in _ROWS.items():
        for number, row in enumerate(record.rows(table), 1):
            shown = f"{title}{number}" if lang == "zh" else f"{table} {number}"
            for box in row.span.boxes if row.span.page else ():
                yield Mark(row.span.page or 1, box, shown, "row")
                shown = ""


def _joined(found: Iterable[Mark]) -> list[Mark]:
    """One mark for the values that stand in the same box, with all their names."""
    boxes: dict[tuple[int, Box], Mark] = {}
    for mark in found:
        known = boxes.get((mark.page, mark.box))
        if known is None:
            boxes[mark.page, mark.box] = mark
        elif mark.name:
            boxes[mark.page, mark.box] = replace(known, name=_with(known.name, mark.name))
    return list(boxes.values())


def _with(names: str, name: str) -> str:
    """Several fields may go by one word (地址, 所在地): each word once."""
    return "、".join(dict.fromkeys(filter(None, (*names.split("、"), name))))


def draw(task: DrawTask) -> bytes:
    """The PDF. Raises ``NoPages`` for a format without pages, else what opening the paper raises."""
    parts = _loaded(task)
    found = _joined(mark for record in task.records for mark in marks(record, task.lang))
    turns = {record.first_page + i: turn for record in task.records for i, turn in enumerate(record.page_turns)}
    if len(parts) == 1 and parts[0][1][:1024].lstrip().startswith(b"%PDF"):
        data, sizes = parts[0][1], overlay.sizes(parts[0][1], turns)
        named = {mark.page for mark in found if mark.name}
        ink = {i: Ink.of(picture.draw(parts, i, lambda _: INK_DPI, turn=turns.get(i, 0))) for i in named}
        return overlay.laid_over(data, _layer(sizes, found, ink), turns)
    return _over_pictures(parts, found, turns)


def _loaded(task: DrawTask | CropTask) -> list[tuple[str, bytes]]:
    """Names and bytes of the files; of a Word file that was laid out the pages."""
    loaded = [(part.name, part.load()) for part in task.parts]
    if len(loaded) != 1:
        return loaded
    name, data = loaded[0]
    pages = laid_out.pdf_of(data, name) if task.lay_out else None
    return [(name, pages or (opened(data, task.passwords, Limits()) if task.passwords else data))]


def _over_pictures(parts: Sequence[tuple[str, bytes]], found: Sequence[Mark], turns: dict[int, int]) -> bytes:
    sizes = picture.sizes(parts)
    if not sizes:
        raise NoPages
    views = [picture.draw(parts, i, lambda _: _PICTURE_DPI, turn=turns.get(i)) for i in range(1, len(sizes) + 1)]
    ink = {i: Ink.of(view) for i, view in enumerate(views, 1)}
    return _layer([(view.width, view.height) for view in views], found, ink, [view.picture for view in views])


def _layer(
    sizes: Sequence[tuple[float, float]], found: Sequence[Mark], ink: Mapping[int, Ink], pictures: Sequence[Any] = ()
) -> bytes:
    """A PDF of the boxes alone, or over the pictures, each page of the size given."""
    letter_font()
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for i, (width, height) in enumerate(sizes):
        canvas.setPageSize((width, height))
        if pictures:
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(pictures[i]), 0, 0, width, height)
        if here := [mark for mark in found if mark.page == i + 1]:
            _page(canvas, width, height, here, ink.get(i + 1))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page(canvas: Canvas, width: float, height: float, found: Sequence[Mark], ink: Ink | None) -> None:
    taken: list[Box] = []
    for mark in sorted(found, key=lambda mark: mark.colour != "row"):
        red, green, blue = COLOURS[mark.colour]
        box = mark.box
        canvas.setStrokeColorRGB(red, green, blue)
        canvas.setLineWidth(0.5 if mark.colour == "row" else 0.9)
        canvas.rect(
            box.x0 - _GAP_PT, height - box.y1 - _GAP_PT, box.x1 - box.x0 + 2 * _GAP_PT, box.y1 - box.y0 + 2 * _GAP_PT
        )
    for mark in found:
        if not mark.name or ink is None:
            continue
        wide, high = pdfmetrics.stringWidth(mark.name, FONT, _SIZE_PT) + 2, _SIZE_PT + 1.5
        others = [other.box for other in found if other.box is not mark.box]
        place = free_place(mark.box, wide, high, (width, height), [*taken, *others], ink)
        taken.append(place)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFillAlpha(0.75)
        canvas.rect(place.x0, height - place.y1, place.x1 - place.x0, place.y1 - place.y0, stroke=0, fill=1)
        canvas.setFillAlpha(1)
        canvas.setFillColorRGB(*COLOURS[mark.colour])
        canvas.setFont(FONT, _SIZE_PT)
        canvas.drawString(place.x0 + 1, height - place.y1 + 1.8, mark.name)


@dataclass(frozen=True, slots=True)
class CropTask:
    """The part of a page in which a value stands, wanted as PNG; ``box`` in points of the page as read."""

    parts: tuple[Part, ...]
    page: int
    box: Box
    turn: int | None = None
    passwords: tuple[str, ...] = ()
    lay_out: bool = False


def crop(task: CropTask) -> bytes:
    """The PNG, with half a line of print around the box."""
    box = task.box
    wide = Box(box.x0 - MARGIN_PT, box.y0 - MARGIN_PT, box.x1 + MARGIN_PT, box.y1 + MARGIN_PT)
    loaded = _loaded(task)
    view = picture.draw(loaded, task.page, lambda _: CROP_DPI, box=lambda *_: wide, turn=task.turn)
    out = io.BytesIO()
    view.picture.save(out, "PNG")
    return out.getvalue()


def perform(task: DrawTask | CropTask) -> bytes:
    """The one function of the workers that draw."""
    return draw(task) if isinstance(task, DrawTask) else crop(task)
