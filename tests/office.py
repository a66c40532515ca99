"""Office files written part by part, so that a test says exactly what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARED = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_MADE = (2025, 1, 1, 0, 0, 0)


def archive(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts in this order, the same bytes whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, _MADE), content, method)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<w:") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'


def docx(
    body: str, *, prolog: str = "", extra: dict[str, bytes] | None = None, parts: dict[str, str] | None = None
) -> bytes:
    """A document with this body. ``parts`` are further parts by kind (``numbering``, ``styles``, ``header`` …): the
    inside of their root; ``extra`` are files put in as they are, each related as an image by its file name."""
    roots = {
        "numbering": "numbering",
        "comments": "comments",
        "styles": "styles",
        "header": "hdr",
        "footer": "ftr",
        "footnotes": "footnotes",
    }
    parts = parts or {}
    related = {kind: (kind, f"{kind}.xml") for kind in parts}
    related |= {name: ("image", f"media/{name}") for name in extra or {}}
    references = "".join(
        f'<w:{kind}Reference w:type="default" r:id="{kind}"/>' for kind in ("header", "footer") if kind in parts
    )
    document = f"<w:document {_DECLARED}><w:body>{body}<w:sectPr>{references}</w:sectPr></w:body></w:document>"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"main": ("officeDocument", "word/document.xml")}),
        "word/document.xml": prolog + document,
        "word/_rels/document.xml.rels": _relations(related),
    }
    for kind, inside in parts.items():
        files[f"word/{kind}.xml"] = f"<w:{roots[kind]} {_DECLARED}>{inside}</w:{roots[kind]}>"
    for name, content in (extra or {}).items():
        files[f"word/media/{name}"] = content
    return archive(files)


def xlsx(
    sheets: dict[str, str], *, formats: dict[int, str] | None = None, strings: list[str] | None = None,
    from_1904: bool = False, hidden: tuple[str, ...] = (), prolog: str = "",
) -> bytes:  # fmt: skip
    """A workbook; each sheet is the inside of its ``worksheet`` element. ``formats`` maps style numbers 1, 2 … to
    number format codes; ``strings`` are the shared ones."""
    names = list(sheets)
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="s{n}" state="{"hidden" if name in hidden else "visible"}"/>'
        for n, name in enumerate(names, 1)
    )
    codes = formats or {}
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings or [])
    relations = {f"s{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)}
    relations |= {"strings": ("sharedStrings", "sharedStrings.xml"), "styles": ("styles", "styles.xml")}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"main": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{S}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(from_1904)}"/>'
            f"<sheets>{entries}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">{shared}</sst>',
        "xl/styles.xml": (
            f'<styleSheet xmlns="{S}"><numFmts>'
            + "".join(f'<numFmt numFmtId="{163 + n}" formatCode="{code}"/>' for n, code in codes.items())
            + '</numFmts><cellXfs><xf numFmtId="0"/>'
            + "".join(f'<xf numFmtId="{163 + n}"/>' for n in codes)
            + "</cellXfs></styleSheet>"
        ),
    }
    for n, inside in enumerate(sheets.values(), 1):
        files[f"xl/worksheets/sheet{n}.xml"] = f'{prolog}<worksheet xmlns="{S}">{inside}</worksheet>'
    return archive(files)


def rows(*lines: Sequence[str | int | float | None], first: int = 1) -> str:
    """Sheet data: texts inline, numbers as numbers; a text beginning with "<c" is a cell as written."""
    written = []
    for number, line in enumerate(lines, first):
        cells = []
        for column, value in enumerate(line):
            name = f"{chr(ord('A') + column)}{number}"
            if isinstance(value, str):
                content = value if value.startswith("<c") else f'<c t="inlineStr"><is><t>{value}</t></is></c>'
                cells.append(content.replace("<c", f'<c r="{name}"', 1))
            elif value is not None:
                cells.append(f'<c r="{name}"><v>{value}</v></c>')
        written.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(written)}</sheetData>"
