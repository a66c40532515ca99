"""Word documents (.docx): paragraphs, tables, text boxes, headers and footnotes in the order they are printed.

python-docx leaves out list numbers, content controls and tracked insertions, so the body is walked here; see
``extractor.ooxml.story`` for what is followed and what is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from extractor.document import Block, Document, Line, Page, Problem
from extractor.errors import Damaged, PaperError
from extractor.formats import named_for
from extractor.limits import Limits
from extractor.ooxml.numbering import Numbering, W
from extractor.ooxml.package import Package, Relation
from extractor.ooxml.story import R, Setting, Story
from extractor.ooxml.styles import Styles

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
    styles = Styles(_optional(package, relations, "styles"))
    numbering = Numbering(_optional(package, relations, "numbering"), styles.linked_lists())
    setting = Setting(styles, numbering, limits.cells)
    root = package.xml(main)
    body = root.find(W + "body")
    if body is None:
        raise Damaged("找不到正文")
    story = Story(setting)
    try:
        blocks = story.blocks(body)
        around = _headers_and_footers(package, relations, body, setting)
        notes = _notes(package, relations, setting)
    except RecursionError as error:
        raise Damaged("结构嵌套过深") from error
    page = Page(None, 0.0, 0.0, (*around["header"], *blocks, *notes, *around["footer"]))
    document = Document(name, hashlib.sha256(data).hexdigest(), "docx", (page,), paged=False)
    pictures = [relations[key].target for key in story.images if key in relations]
    return _with_pictures(document, package, pictures, limits, show)


def _optional(package: Package, relations: dict[str, Relation], kind: str) -> etree._Element | None:
    part = next((relation.target for relation in relations.values() if relation.kind == kind), None)
    return package.xml(part) if part is not None and part in package else None


def _headers_and_footers(
    package: Package, relations: dict[str, Relation], body: etree._Element, setting: Setting
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
            for block in Story(setting, label).blocks(package.xml(relation.target)):
                if not isinstance(block, Line) or (block.text not in seen and not block.text.isdecimal()):
                    found[kind].append(block)
                if isinstance(block, Line):
                    seen.add(block.text)
    return found


def _notes(package: Package, relations: dict[str, Relation], setting: Setting) -> list[Block]:
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
                blocks += Story(setting, f"{label}{number}").blocks(note)
    return blocks


def page_pictures(data: bytes, name: str, *, limits: Limits) -> list[bytes]:
    """The image files that are the pages of a document of nothing but pictures; none of any other document."""
    found: list[bytes] = []
    _read(data, name, limits, found.extend)
    return found


def _with_pictures(
    document: Document,
    package: Package,
    pictures: list[str],
    limits: Limits,
    show: Callable[[list[bytes]], None] | None,
) -> Document:
    pages_of = [part for part in pictures if part.rsplit(".", 1)[-1].lower() in _PICTURES and part in package]
    if not pages_of:
        return document
    if sum(len(line.text) for _, line in document.lines()) >= _LITTLE_TEXT:
        return replace(document, notes=(*document.notes, f"文内有{len(pages_of)}幅图片，未识别图中文字"))
    if show is not None:
        show([data for part in pages_of if len(data := package.part(part)) >= _FEWEST_PIXEL_BYTES])
        return document
    readers = named_for("png")
    if not readers:
        return document
    pages: list[Page] = []
    problems: list[Problem] = []
    for part in pages_of:
        data = package.part(part)
        if len(data) < _FEWEST_PIXEL_BYTES:
            continue
        try:
            seen = readers[0].read(data, part.rsplit("/", 1)[-1], limits=limits)
        except PaperError as error:
            problems.append(error.problem(len(pages) + 1))
            pages.append(Page(len(pages) + 1, 0.0, 0.0, (), read="failed"))
            continue
        problems += seen.problems
        pages += [replace(page, number=len(pages) + offset) for offset, page in enumerate(seen.pages, 1)]
    if not pages:
        return document
    words = tuple(document.pages[0].blocks)
    pages[0] = replace(pages[0], blocks=(*words, *pages[0].blocks))
    return replace(document, pages=tuple(pages), problems=(*document.problems, *problems), paged=True)
