"""Word documents (.docx): paragraphs, tables, text boxes, headers and footnotes in the order they are printed.

python-docx leaves out list numbers, content controls and tracked insertions, so the body is walked here; see
``extractor.ooxml.story`` for what is followed and what is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from extractor.changes import comments_problem, tracked_problem
from extractor.document import Block, Change, Document, Layer, Line, Page, Problem
from extractor.errors import Damaged, PaperError
from extractor.formats import named_for
from extractor.likeness import Photo
from extractor.limits import Limits
from extractor.ooxml.images import Image, R
from extractor.ooxml.numbering import Numbering, W
from extractor.ooxml.package import Package, Relation
from extractor.ooxml.story import Setting, Story
from extractor.ooxml.styles import Styles
from extractor.photos import look_of_file

EXTENSIONS = ("docx", "docm", "dotx", "dotm")

_LITTLE_TEXT = 20
"""A document with fewer characters than this and with pictures is a paper that was photographed into Word."""
_PICTURES = ("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "webp")
_FEWEST_PIXEL_BYTES = 20_000
"""Pictures smaller than this are logos and lines, not pages."""


def sniff(head: bytes) -> float:
    """A ZIP whose members lie in ``word/``."""
    return 1.0 if head.startswith(b"PK\x03\x04") and b"word/" in head else 0.0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """The document with one page without number; a document of nothing but pictures has one page for each."""
    return _read(data, name, limits, None)


def _read(data: bytes, name: str, limits: Limits, show: Callable[[list[bytes]], None] | None) -> Document:
    """``show`` is given the pictures that are pages, which then are not read."""
    package = Package(data, limits)
    main = package.main_part()
    relations = package.relations(main)
    root = package.xml(main)
    blocks, images, changes = _told(package, relations, root, limits)
    layer = None
    problems: list[Problem] = []
    if changes:
        before, _, _ = _told(package, relations, root, limits, before=True)
        layer = Layer(before, changes=changes)
        problems.append(tracked_problem(changes))
    comments = _optional(package, relations, "comments")
    authors = (
        [] if comments is None else [one.get(W + "author", "").strip() for one in comments.iterfind(W + "comment")]
    )
    if (said := comments_problem(authors)) is not None:
        problems.append(said)
    page = Page(None, 0.0, 0.0, blocks, layer=layer)
    document = Document(name, hashlib.sha256(data).hexdigest(), "docx", (page,), tuple(problems), paged=False)
    pictures = [image._replace(name=relations[image.name].target) for image in images if image.name in relations]
    return _with_pictures(document, package, pictures, limits, show)


def _told(
    package: Package, relations: dict[str, Relation], root: etree._Element, limits: Limits, before: bool = False
) -> tuple[tuple[Block, ...], list[Image], tuple[Change, ...]]:
    """All that the paper says in printed order, the pictures of its body, and its tracked changes; ``before`` those."""
    styles = Styles(_optional(package, relations, "styles"))
    numbering = Numbering(_optional(package, relations, "numbering"), styles.linked_lists())
    setting = Setting(styles, numbering, limits.cells, before)
    body = root.find(W + "body")
    if body is None:
        raise Damaged("找不到正文")
    story = Story(setting)
    changes = list[Change]()
    try:
        blocks = story.blocks(body)
        around = _headers_and_footers(package, relations, body, setting, changes)
        notes = _notes(package, relations, setting, changes)
    except RecursionError as error:
        raise Damaged("结构嵌套过深") from error
    return (*around["header"], *blocks, *notes, *around["footer"]), story.images, (*story.changes, *changes)


def _optional(package: Package, relations: dict[str, Relation], kind: str) -> etree._Element | None:
    part = next((relation.target for relation in relations.values() if relation.kind == kind), None)
    return package.xml(part) if part is not None and part in package else None


def _headers_and_footers(
    package: Package, relations: dict[str, Relation], body: etree._Element, setting: Setting, changes: list[Change]
) -> dict[str, list[Block]]:
    """What stands in the margins, each text once, in the order the sections name them."""
    found: dict[str, list[Block]] = {"header": [], "footer": []}
    seen: set[str] = set()
    for kind, label in (("header", "页眉"), ("footer", "页脚")):
        for reference in body.iter(f"{W}{kind}Reference"):
            relation = relations.get(reference.get(R + "id", ""))
            if relation is None or relation.target in seen or relation.target not in package:
                continue
            seen.add(relation.target)
            story = Story(setting, label)
            for block in story.blocks(package.xml(relation.target)):
                if not isinstance(block, Line) or (block.text not in seen and not block.text.isdecimal()):
                    found[kind].append(block)
                if isinstance(block, Line):
                    seen.add(block.text)
            changes += story.changes
    return found


def _notes(package: Package, relations: dict[str, Relation], setting: Setting, changes: list[Change]) -> list[Block]:
    """Footnotes and endnotes, each with its number; the separators Word keeps beside them are left out."""
    blocks: list[Block] = []
    for kind, tag, label in (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注")):
        root = _optional(package, relations, kind)
        if root is None:
            continue
        number = 0
        for note in root.iterfind(W + tag):
            if note.get(W + "type") in (None, "normal"):
                number += 1
                story = Story(setting, f"{label}{number}")
                blocks += story.blocks(note)
                changes += story.changes
    return blocks


def page_pictures(data: bytes, name: str, *, limits: Limits) -> list[bytes]:
    """The image files that are the pages of a document of nothing but pictures; none of any other document."""
    found: list[bytes] = []
    _read(data, name, limits, found.extend)
    return found


def _with_pictures(
    document: Document,
    package: Package,
    images: list[Image],
    limits: Limits,
    show: Callable[[list[bytes]], None] | None,
) -> Document:
    images = [image for image in images if image.name.rsplit(".", 1)[-1].lower() in _PICTURES and image.name in package]
    if not images:
        return document
    if sum(len(line.text) for _, line in document.lines()) >= _LITTLE_TEXT:
        return document if show is not None else _with_sheets(document, package, images, limits)
    if show is not None:
        show([data for image in images if len(data := package.part(image.name)) >= _FEWEST_PIXEL_BYTES])
        return document
    pages: list[Page] = []
    problems: list[Problem] = []
    for image in images:
        seen = _seen(package, image, limits)
        if isinstance(seen, Document):
            problems += seen.problems
            pages += [replace(page, number=len(pages) + offset) for offset, page in enumerate(seen.pages, 1)]
        elif seen is not None:
            problems.append(seen.problem(len(pages) + 1))
            pages.append(Page(len(pages) + 1, 0.0, 0.0, (), read="failed"))
    if not pages:
        return document
    words = tuple(document.pages[0].blocks)
    pages[0] = replace(pages[0], blocks=(*words, *pages[0].blocks))
    return replace(document, pages=tuple(pages), problems=(*document.problems, *problems), paged=True)


def _with_sheets(document: Document, package: Package, images: list[Image], limits: Limits) -> Document:
    """The document with the words of the pictures that are shown as large as a page: a sheet scanned into the text.

    They follow the text and have the picture for a place, for the file says of no word on which page it is printed.
    """
    page = document.pages[0]
    blocks, problems, unread = list(page.blocks), list(document.problems), 0
    for number, image in enumerate(images, 1):
        seen = _seen(package, image, limits) if image.fills_a_page else None
        if isinstance(seen, Document):
            blocks += [_at(block, f"图{number}") for sheet in seen.pages for block in sheet.blocks]
            problems += (replace(problem, page=None) for problem in seen.problems)
        elif seen is not None:
            problems.append(replace(seen.problem(), message=f"图{number}：{seen}"))
        else:
            unread += 1
    notes = (*document.notes, f"文内有{unread}幅图片，未识别图中文字") if unread else document.notes
    whole = replace(page, blocks=tuple(blocks), photos=_photos(package, images, limits))
    return replace(document, pages=(whole,), problems=tuple(problems), notes=notes)


def _photos(package: Package, images: list[Image], limits: Limits) -> tuple[Photo, ...]:
    looked_at = enumerate(images[: limits.photos], 1)
    looks = ((number, look_of_file(package.part(image.name))) for number, image in looked_at)
    return tuple(Photo(look, where=f"图{number}") for number, look in looks if look is not None)


def _seen(package: Package, image: Image, limits: Limits) -> Document | PaperError | None:
    """A picture as read by its pixels, or why it could not be; None for one too small to be a page."""
    data = package.part(image.name)
    readers = named_for("png")
    if len(data) < _FEWEST_PIXEL_BYTES or not readers:
        return None
    try:
        return readers[0].read(data, image.name.rsplit("/", 1)[-1], limits=limits)
    except PaperError as error:
        return error


def _at(block: Block, where: str) -> Block:
    """A line or table of a picture without its boxes, which lie on no page of the document."""
    if isinstance(block, Line):
        return _line_at(block, where)
    cells = tuple(
        replace(cell, box=None, lines=tuple(_line_at(line, place) for line in cell.lines), where=place)
        for cell in block.cells
        for place in [f"{where} 第{cell.row + 1}行第{cell.col + 1}列"]
    )
    return replace(block, cells=cells, page=None, box=None)


def _line_at(line: Line, where: str) -> Line:
    return replace(line, box=None, edges=None, where=where)
