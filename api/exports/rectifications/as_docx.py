"""DOCX in plain official style (GB/T 9704: A4, 156 mm of text, 仿宋 with 黑体 headings). Fonts are named, not embedded: every
Chinese office has these, and a program without them takes its own.

The same letters give the same bytes: the file's parts are stored under one fixed moment, the day of issue is the only date.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from api.exports.rectifications.letter import HEADS, WIDTHS_MM, Letter, Section

SONG, FANGSONG, HEI = "宋体", "仿宋", "黑体"
_FIXED = datetime(2000, 1, 1)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that a ZIP can name


def write(letters: Sequence[Letter], stream: IO[bytes]) -> None:
    document = Document()
    _page(document)
    for number, letter in enumerate(letters):
        _letter(document, letter, new_page=number > 0)
    core = document.core_properties
    core.title, core.author, core.comments = letters[0].title if letters else "", "anze", ""
    core.created = core.modified = _FIXED
    core.last_modified_by, core.revision = "anze", 1
    made = io.BytesIO()
    document.save(made)
    _store(made.getvalue(), stream)


def _store(made: bytes, stream: IO[bytes]) -> None:
    """The parts in their order under a fixed moment."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.infolist():
            out.writestr(zipfile.ZipInfo(part.filename, _EPOCH), parts.read(part), zipfile.ZIP_DEFLATED)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(footer, "— ", SONG, 14)
    _field(footer, "PAGE")
    _run(footer, " —", SONG, 14)


def _field(paragraph: Any, code: str) -> None:
    run = _run(paragraph, "", SONG, 14)
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _run(paragraph: Any, text: str, font: str, size: float, bold: bool = False) -> Any:
    run = paragraph.add_run(_legal(text))
    run.font.size, run.bold, run.font.name = Pt(size), bold or None, font
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _legal(text: str) -> str:
    """The text without what XML cannot hold: words come from strangers' papers."""
    return "".join(
        c for c in text if c in "\t\n" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 and c not in "\ufffe\uffff")
    )


def _paragraph(document: Any, text: str, font: str = FANGSONG, size: float = 16, *, indent: bool = False,
               align: Any = None, after: float = 0) -> None:  # fmt: skip
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), Pt(28)
    if indent:
        form.first_line_indent = Pt(2 * size)
    if align is not None:
        paragraph.alignment = align
    _run(paragraph, text, font, size)


def _letter(document: Any, letter: Letter, new_page: bool) -> None:
    title = document.add_paragraph()
    title.paragraph_format.page_break_before = new_page or None
    title.alignment, title.paragraph_format.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(14)
    _run(title, letter.title, SONG, 22, bold=True)
    _paragraph(document, letter.addressee)
    _paragraph(document, letter.opening, indent=True, after=6)
    for section in letter.sections:
        _paragraph(document, section.heading, HEI, indent=True, after=4)
        _table(document, section)
    _paragraph(document, letter.closing, indent=True, after=20)
    right = WD_ALIGN_PARAGRAPH.RIGHT
    _paragraph(document, letter.sender or "（盖章）", align=right)
    _paragraph(document, letter.day, align=right)
    if letter.copies:
        _paragraph(document, letter.copies, size=14, after=0)


def _table(document: Any, section: Section) -> None:
    table = document.add_table(rows=1, cols=len(HEADS))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], HEADS, HEI, centred=range(len(HEADS)))
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in section.rows:
        _fill(table.add_row(), row, FANGSONG, centred=(0,))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _fill(row: Any, texts: Sequence[str], font: str, centred: Sequence[int] | range) -> None:
    keep = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(keep)
    for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Mm(WIDTHS_MM[at])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if at in centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, text, font, 10.5)
