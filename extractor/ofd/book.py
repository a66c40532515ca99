"""An OFD opened: its documents' pages in order, each with its units; what goes with them – seals, attachments, notes.

Source: GB/T 33190-2016, 7.4 (OFD.xml), 7.5 (documents), 7.7 (pages), 15 (annotations), 18 (signatures), 20 (attachments).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from extractor.document import Box
from extractor.errors import Damaged, PaperError, TooLarge
from extractor.limits import Limits
from extractor.ofd.clips import hull
from extractor.ofd.package import ROOT, Parts, child, children, place_of, words_of
from extractor.ofd.resources import Resources, document_resources
from extractor.ofd.scene import Stage, Unit
from extractor.ofd.values import POINTS_PER_MM, box
from extractor.pdf.coordinates import Matrix, multiply, turned_page

Element = etree._Element

_A4 = (0.0, 0.0, 210.0, 297.0)
_BELOW = ("Background", "Body", "Foreground")
"""Layers and templates from the lowest to the highest; what is not said is the body (7.7)."""
_PICTURE_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class Seal(NamedTuple):
    """Where a signature shows on a page (millimetres), and its picture where the seal holds one we can show."""

    bounds: tuple[float, float, float, float]
    picture: bytes | None


class Attachment(NamedTuple):
    """A file inside the OFD. ``place`` is its part, None where it is not there."""

    name: str
    place: str | None


class Painted(NamedTuple):
    """A page as painted. Points of the page after ``turn``; ``hidden`` counts characters of notes that are switched off;
    ``trouble`` is what kept notes from being shown, None where nothing did. ``seal_pictures`` are those of ``seals`` that can be shown."""

    units: tuple[Unit, ...]
    width: float
    height: float
    seals: tuple[Box, ...]
    hidden: int
    trouble: PaperError | None = None
    seal_pictures: tuple[tuple[Box, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as Document.xml names it."""

    number: str
    place: str
    part_of: Part


@dataclass(slots=True)
class Part:
    """One document of the file. ``area`` is the size of pages that give none; ``notes`` are places by page number."""

    resources: Resources
    area: tuple[float, float, float, float]
    notes: dict[str, str] = field(default_factory=dict)
    seals: dict[str, list[Seal]] = field(default_factory=dict)


@dataclass(slots=True)
class Book:
    """``signatures`` are the makers of the signatures' programs, "" where not said; ``troubles`` what could not be opened
    beside the pages."""

    parts: Parts
    sheets: list[Sheet] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    troubles: list[tuple[str, PaperError]] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    _templates: dict[str, Element] = field(default_factory=dict)

    def picture(self, place: str) -> bytes:
        """The file of a picture, those of seals included."""
        return self.pictures[place] if place in self.pictures else self.parts.part(place)

    def paint(self, index: int, turn: int = 0) -> Painted:
        """The page at ``index`` (0-based), turned clockwise by ``turn`` (0, 90, 180 or 270) degrees."""
        sheet = self.sheets[index]
        root = self.parts.xml(sheet.place)
        frame, width, height = self._frame(root, sheet.part_of, turn)
        own = [self.parts.find(words_of(named), sheet.place, "") for named in children(root, "PageRes")]
        stage = Stage(sheet.part_of.resources.with_more(self.parts, own), self.parts.limits)
        for layer in self._layers(root, sheet.part_of, ()):
            stage.add_block(layer, frame)
        stage.over = True
        trouble = None
        try:
            self._add_notes(stage, sheet, frame)
        except PaperError as error:
            trouble = error
        seals: list[Box] = []
        shown: list[tuple[Box, bytes]] = []
        for k, seal in enumerate(sheet.part_of.seals.get(sheet.number, ())):
            x, y, w, h = seal.bounds
            where = multiply((w, 0.0, 0.0, h, x, y), frame)
            seals.append(hull(where, 0.0, 0.0, 1.0, 1.0))
            if seal.picture:
                shown.append((seals[-1], seal.picture))
                self.pictures[f"seal:{index}:{k}"] = seal.picture
                stage.add_picture(f"seal:{index}:{k}", where)
        return Painted(tuple(stage.units), width, height, tuple(seals), stage.hidden, trouble, tuple(shown))

    def size(self, index: int) -> tuple[float, float]:
        """Width and height in points of the page as displayed."""
        sheet = self.sheets[index]
        _, width, height = self._frame(self.parts.xml(sheet.place), sheet.part_of, 0)
        return width, height

    def _frame(self, root: Element, part: Part, turn: int) -> tuple[Matrix, float, float]:
        """From millimetres of the page to points as displayed, and the page's size in points."""
        area = child(root, "Area")
        x, y, width, height = (box(words_of(child(area, "PhysicalBox"))) if area is not None else None) or part.area
        if width <= 0 or height <= 0:
            raise Damaged("页面尺寸无效")
        k = POINTS_PER_MM
        frame: Matrix = (k, 0.0, 0.0, k, -x * k, -y * k)
        if turn:
            return turned_page(frame, width * k, height * k, turn)
        return frame, width * k, height * k

    def _layers(self, root: Element, part: Part, inside: tuple[str, ...]) -> list[Element]:
        """The layers of a page and its templates, the lowest first."""
        found: list[tuple[float, Element]] = []
        for named in children(root, "Template"):
            number = named.get("TemplateID", "")
            if number in inside:
                raise Damaged("模板互相引用")
            if number not in part.resources.templates:
                raise Damaged(f"缺少模板{number[:40]}")
            template = part.resources.templates[number]
            order = _height(named.get("ZOrder") or template.order or "Background")
            # A template lies under the page's own layers of the same height, or for the foreground over them.
            order += 0.5 if order == len(_BELOW) - 1 else -0.5
            layers = self._layers(self._template(template.place), part, (*inside, number))
            found += [(order, layer) for layer in layers]
        content = child(root, "Content")
        for layer in children(content, "Layer") if content is not None else ():
            found.append((_height(layer.get("Type") or "Body"), layer))
        if len(found) > self.parts.limits.page_objects:
            raise TooLarge("图层过多")
        return [layer for _, layer in sorted(found, key=lambda pair: pair[0])]

    def _template(self, place: str) -> Element:
        if place not in self._templates:
            self._templates[place] = self.parts.xml(place)
        return self._templates[place]

    def _add_notes(self, stage: Stage, sheet: Sheet, frame: Matrix) -> None:
        """What notes show on the page (stamps, text added later); their remarks are not printed."""
        place = sheet.part_of.notes.get(sheet.number)
        if place is None:
            return
        for note in children(self.parts.xml(place), "Annot"):
            look = child(note, "Appearance")
            if look is None or (note.get("Visible") or "true").lower() in ("false", "0"):
                continue
            x, y, _, _ = box(look.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
            stage.add_block(look, multiply((1.0, 0.0, 0.0, 1.0, x, y), frame))


def _height(word: str) -> float:
    return float(_BELOW.index(word)) if word in _BELOW else 1.0


def open_book(data: bytes, limits: Limits) -> Book:
    """The file's documents and their pages. Raises a ``PaperError`` where there is no page to be found at all."""
    book = Book(Parts(data, limits))
    bodies = list(children(book.parts.xml(ROOT), "DocBody"))
    if not bodies:
        raise Damaged("OFD.xml中没有文档")
    for body in bodies:
        if len(bodies) == 1:
            _add_document(book, body)
            continue
        try:
            _add_document(book, body)
        except PaperError as error:
            book.troubles.append((words_of(child(body, "DocRoot")) or "文档", error))
    if not book.sheets:
        raise book.troubles[0][1] if book.troubles else Damaged("没有可读的页")
    return book


def _add_document(book: Book, body: Element) -> None:
    place = place_of(words_of(child(body, "DocRoot")), ROOT)
    root = book.parts.xml(place)
    area = child(child(root, "CommonData"), "PageArea")
    part = Part(document_resources(book.parts, root, place), box(words_of(child(area, "PhysicalBox"))) or _A4)
    pages = child(root, "Pages")
    for page in children(pages, "Page") if pages is not None else ():
        if len(book.sheets) >= book.parts.limits.pages:
            raise TooLarge(f"超过{book.parts.limits.pages}页")
        book.sheets.append(Sheet(page.get("ID", ""), book.parts.find(page.get("BaseLoc"), place, ""), part))
    for what, add in (("批注", _add_note_places), ("附件", _add_attachments)):
        try:
            add(book, part, root, place)
        except PaperError as error:
            book.troubles.append((what, error))
    if words_of(child(body, "Signatures")):
        _add_signatures(book, part, body)


def _add_note_places(book: Book, part: Part, root: Element, place: str) -> None:
    for named in children(root, "Annotations"):
        listed = book.parts.find(words_of(named), place, "")
        for page in children(book.parts.xml(listed), "Page"):
            part.notes[page.get("PageID", "")] = book.parts.find(words_of(child(page, "FileLoc")), listed, place, "")


def _add_attachments(book: Book, part: Part, root: Element, place: str) -> None:
    for named in children(root, "Attachments"):
        listed = book.parts.find(words_of(named), place, "")
        for entry in children(book.parts.xml(listed), "Attachment"):
            loc = words_of(child(entry, "FileLoc"))
            found = book.parts.find(loc, listed, place, "") if loc else ""
            suffix = f".{entry.get('Format', '').lower()}" if entry.get("Format") else ""
            name = entry.get("Name") or loc or "附件"
            book.attachments.append(
                Attachment(name if "." in name else name + suffix, found if found in book.parts else None)
            )


def _add_signatures(book: Book, part: Part, body: Element) -> None:
    """Every signature counts as one, also where what it consists of cannot be opened."""
    try:
        listed = place_of(words_of(child(body, "Signatures")), ROOT)
        entries = list(children(book.parts.xml(listed), "Signature"))
    except PaperError as error:
        book.signatures.append("")
        book.troubles.append(("签名", error))
        return
    for entry in entries:
        book.signatures.append("")
        try:
            place = book.parts.find(entry.get("BaseLoc"), listed, "")
            signed = child(book.parts.xml(place), "SignedInfo")
            if signed is None:
                continue
            maker = child(signed, "Provider")
            book.signatures[-1] = (maker.get("Company") or maker.get("ProviderName") or "") if maker is not None else ""
            picture = _seal_picture(book.parts, signed, place)
            for stamp in children(signed, "StampAnnot"):
                if bounds := box(stamp.get("Boundary")):
                    part.seals.setdefault(stamp.get("PageRef", ""), []).append(Seal(bounds, picture))
        except PaperError as error:
            book.troubles.append(("签名", error))


def _seal_picture(parts: Parts, signed: Element, place: str) -> bytes | None:
    """The PNG or JPEG inside a seal (GB/T 38540 wraps it in ASN.1); None where it is in another form."""
    loc = words_of(child(child(signed, "Seal"), "BaseLoc"))
    if not loc or (found := parts.find(loc, place, "")) not in parts:
        return None
    data = parts.part(found)
    starts = [at for mark in _PICTURE_MARKS if (at := data.find(mark)) >= 0]
    return data[min(starts) :] if starts else None
