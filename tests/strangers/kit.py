"""Papers as an unknown author would write them: blocks drawn in any format, read, and compared with what the paper says.

A block is a string (a paragraph), or a tuple: ("title", text), ("right", text), ("table", rows), ("loose", rows) for columns
without rules, ("cards", [[text, …], …]), ("sheet", name, rows) in a workbook. "<" in a ruled table goes on with the cell to
its left, "^" with the one above; ("merged", name, rows) is a sheet whose cells are merged so. ("raw", markup) stands in a web page as it is. ("photos", [[text, …], …]): a picture at the left, its lines at the right; ("pairs", the same):
such pictures two to a row, their lines below each; ("running", rows): a table whose first row stands again on every page; ("page",): what
follows begins a new page. A mail's first block is its subject.
"""

from __future__ import annotations

import csv
import html
import io
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from openpyxl import Workbook
from reportlab.pdfbase import pdfmetrics

from extractor.archives import open_archive
from extractor.limits import Limits
from tests.pdf_pages import FONT, Sheets

Block = Any
LEFT, RIGHT, BOTTOM = 56.0, 539.0, 790.0


@dataclass(frozen=True)
class Paper:
    """``rows``: what its list holds, each row as the values of ``columns``; None where the list is not compared."""

    what: str
    form: str
    blocks: Sequence[Block]
    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    columns: str = ""
    rows: Sequence[tuple[Any, ...]] | None = None
    table: str = "rows"


def drawn(paper: Paper) -> tuple[str, bytes]:
    """(file name, bytes) of the paper; of a mail its body, as mails are taken apart before they are read."""
    data = _WRITERS[paper.form](paper.blocks)
    if paper.form == "eml":
        body = open_archive(io.BytesIO(data), "paper.eml", Limits())[-1]
        return body.path, b"".join(body.chunks())
    return f"paper.{paper.form}", data


# -- writers


def _grid(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str, int, int]]:
    """(row, column, text, columns spanned, rows spanned) of each cell that stands for itself."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            across = 1
            while c + across < len(row) and row[c + across] == "<":
                across += 1
            down = 1
            while r + down < len(rows) and c < len(rows[r + down]) and rows[r + down][c] == "^":
                down += 1
            yield r, c, str(text), across, down


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _docx(blocks: Sequence[Block]) -> bytes:
    """The least package that is a Word document: written by hand, since a template's parts cost more than reading it."""
    body = "".join(map(_docx_block, blocks))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>")
    return out.getvalue()


def _docx_block(block: Block) -> str:
    if isinstance(block, str):
        return _docx_text(block)
    if block[0] in ("title", "right"):
        return _docx_text(block[1])
    if block[0] == "cards":
        return "".join(_docx_text(line) for card in block[1] for line in card)
    if block[0] == "page":
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    rows = _as_rows(block)
    width = max(map(len, rows))
    lines: list[dict[int, str]] = [{} for _ in rows]
    for r, c, text, across, down in _grid([[*row, *[""] * (width - len(row))] for row in rows]):
        for k in range(down):
            merge = "" if down == 1 else '<w:vMerge w:val="restart"/>' if k == 0 else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
            lines[r + k][c] = f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{_docx_text('' if k else text)}</w:tc>"
    grid = '<w:gridCol w:w="1200"/>' * width
    body = "".join(f"<w:tr>{''.join(cell for _, cell in sorted(line.items()))}</w:tr>" for line in lines)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _as_rows(block: Block) -> Sequence[Sequence[str]]:
    """Pictures with their lines as the table that a word processor puts them in."""
    if block[0] == "photos":
        return [["", "\n".join(card)] for card in block[1]]
    if block[0] == "pairs":
        texts = ["\n".join(card) for card in block[1]]
        return [texts[i : i + 2] for i in range(0, len(texts), 2)]
    return block[-1]


def _docx_text(text: str) -> str:
    parts = [f'<w:t xml:space="preserve">{html.escape(line, quote=False)}</w:t>' for line in text.split("\n")]
    return f"<w:p><w:r>{'<w:br/>'.join(parts)}</w:r></w:p>"


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _html(blocks: Sequence[Block]) -> bytes:
    e = html.escape
    out = ["<!doctype html><meta charset=utf-8><body>"]
    for block in blocks:
        if isinstance(block, str):
            out.append(f"<p>{e(block)}</p>")
        elif block[0] == "title":
            out.append(f"<h1>{e(block[1])}</h1>")
        elif block[0] == "right":
            out.append(f"<p align=right>{e(block[1])}</p>")
        elif block[0] == "raw":
            out.append(block[1])
        elif block[0] == "cards":
            out += ["<section>" + "".join(f"<div>{e(line)}</div>" for line in card) + "</section>" for card in block[1]]
        else:
            cells: dict[int, list[str]] = {}
            for r, _, text, across, down in _grid(_as_rows(block)):
                inner = e(text).replace("\n", "<br>")
                cells.setdefault(r, []).append(f"<td colspan={across} rowspan={down}>{inner}</td>")
            out.append("<table>" + "".join(f"<tr>{''.join(c)}</tr>" for _, c in sorted(cells.items())) + "</table>")
    return "".join(out).encode()


def _xlsx(blocks: Sequence[Block]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for shape, name, rows in blocks:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell in ("", "<", "^") else cell for cell in row])
        for r, c, _, across, down in _grid(rows) if shape == "merged" else ():
            if across * down > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + down, end_column=c + across)
    return _saved(book)


def _csv(blocks: Sequence[Block]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        blocks[0][-1]
    )  # a sum with a comma stands in quotes, as every export has it
    return out.getvalue().encode("gb18030")


def _txt(blocks: Sequence[Block]) -> bytes:
    return "\n".join(b if isinstance(b, str) else b[1] for b in blocks).encode()


def _eml(blocks: Sequence[Block]) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", blocks[0][1]
    mail["Date"], mail["Message-ID"] = "Sun, 12 Oct 2025 09:30:00 +0800", "<1@example.com>"
    mail.set_content(_html(blocks[1:]).decode(), subtype="html")
    return mail.as_bytes()


def _pdf(blocks: Sequence[Block]) -> bytes:
    pages = _Pages(max((len(b[-1][0]) for b in blocks if not isinstance(b, str) and b[0] == "table"), default=0) > 8)
    for block in blocks:
        pages.put(block)
    return pages.done()


class _Pages:
    """A page that fills from the top."""

    def __init__(self, wide: bool) -> None:
        self.sheets = Sheets(842.0, 595.0) if wide else Sheets()
        self.right, self.bottom = (786.0, 545.0) if wide else (RIGHT, BOTTOM)
        self.y = 70.0

    def _room(self, height: float) -> None:
        if self.y + height > self.bottom:
            self.sheets.canvas.showPage()
            self.y = 60.0

    def put(self, block: Block) -> None:
        if isinstance(block, str):
            self._lines(block, 10.5, LEFT)
            self.y += 3
        elif block[0] == "title":
            self._room(30)
            self.sheets.centred((LEFT + self.right) / 2, self.y, block[1], 16)
            self.y += 28
        elif block[0] == "right":
            self._room(18)
            self.sheets.right(self.right, self.y, block[1], 10.5)
            self.y += 18
        elif block[0] == "cards":
            for card in block[1]:
                self._room(16.0 * len(card) + 14)
                top = self.y - 12
                for line in card:
                    self.sheets.text(LEFT + 8, self.y + 2, line, 10)
                    self.y += 16
                self.sheets.frame(LEFT, top, self.right, self.y - 8)
                self.y += 16
        elif block[0] in ("photos", "pairs"):
            self._pictures(block[1], 1 if block[0] == "photos" else 2)
        elif block[0] == "page":
            self._room(BOTTOM)
        else:
            self._table(block[-1], ruled=block[0] != "loose", again=block[0] == "running")

    def _pictures(self, cards: Sequence[Sequence[str]], across: int) -> None:
        wide = (self.right - LEFT) / across
        for start in range(0, len(cards), across):
            row = cards[start : start + across]
            room = wide - 150 if across == 1 else wide - 16
            texts = [[line for part in card for line in _wrapped(part, room, 9.5)] for card in row]
            tall = max(len(t) for t in texts) * 15.0
            self._room(max(tall, 100.0) + 14 if across == 1 else tall + 106)
            for i, lines in enumerate(texts):
                x = LEFT + i * wide
                self.sheets.frame(x, self.y - 8, x + (130 if across == 1 else wide - 16), self.y + 82)
                left, top = (x + 140, self.y + 4) if across == 1 else (x, self.y + 98)
                for k, line in enumerate(lines):
                    self.sheets.text(left, top + 15 * k, line, 9.5)
            self.y += max(tall, 92.0) + 14 if across == 1 else tall + 106

    def _lines(self, text: str, size: float, x: float) -> None:
        for line in _wrapped(text, self.right - x, size):
            self._room(17)
            self.sheets.text(x, self.y, line, size)
            self.y += 17

    def _table(self, rows: Sequence[Sequence[str]], *, ruled: bool, again: bool = False) -> None:
        size = 9.0
        widths = self._widths(rows, size)
        xs = [LEFT + sum(widths[:i]) for i in range(len(widths) + 1)]
        cells = list(_grid(rows))
        heights = []
        for r in range(len(rows)):
            count = max(
                (len(_wrapped(t, xs[c + a] - xs[c] - 6, size)) for r2, c, t, a, d in cells if r2 == r and d == 1),
                default=1,
            )
            heights.append(count * 12.0 + 6)
        for r, height in enumerate(heights):
            fits = self.y + height <= self.bottom
            self._room(height)
            for k in [r] if fits or not again or r == 0 else [0, r]:
                self._row([c for c in cells if c[0] == k], xs, heights[k:], ruled)
        self.y += 12

    def _row(
        self,
        cells: Sequence[tuple[int, int, str, int, int]],
        xs: Sequence[float],
        heights: Sequence[float],
        ruled: bool,
    ) -> None:
        size, top = 9.0, self.y - 8
        for _, c, text, across, down in cells:
            if ruled:
                self.sheets.frame(xs[c], top, xs[c + across], top + sum(heights[:down]))
            for i, line in enumerate(_wrapped(text, xs[c + across] - xs[c] - 6, size)):
                self.sheets.text(xs[c] + 3, top + 11 + 12 * i, line, size)
        self.y += heights[0]

    def _widths(self, rows: Sequence[Sequence[str]], size: float) -> list[float]:
        n = max(map(len, rows))
        need = [24.0] * n
        for _, c, text, across, _ in _grid(rows):
            if across == 1:
                need[c] = max(need[c], min(190.0, _width(text, size) + 10))
        scale = (self.right - LEFT) / sum(need)
        return [w * scale for w in need]

    def done(self) -> bytes:
        self.sheets.canvas.showPage()
        self.sheets.canvas.save()
        return self.sheets.buffer.getvalue()


def _width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def _wrapped(text: str, width: float, size: float) -> list[str]:
    out = []
    for part in text.split("\n"):
        line = ""
        for ch in part:
            if line and _width(line + ch, size) > width:
                out.append(line)
                line = ""
            line += ch
        out.append(line)
    return out


_WRITERS: Mapping[str, Callable[[Sequence[Block]], bytes]] = {
    "docx": _docx,
    "html": _html,
    "xlsx": _xlsx,
    "csv": _csv,
    "txt": _txt,
    "eml": _eml,
    "pdf": _pdf,
}


# -- comparing


def plain(value: Any) -> Any:
    """Widths and blanks apart, days as ISO text, numbers as numbers, several values in any order."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "day") and isinstance(getattr(value, "day", None), date):
        return value.day.isoformat()
    if isinstance(value, (list, tuple)):
        return sorted((plain(v) for v in value), key=str)
    if isinstance(value, (int, float, Decimal)):
        return round(float(value), 2)
    return "".join(unicodedata.normalize("NFKC", str(value)).split()).strip("。;；,，")


@dataclass
class Score:
    """Right, wrong or missing, and too many; ``misses`` say what.

    ``values`` were read, a field or a cell of a row each, and ``wrong`` of them are not what the paper says there.
    """

    right: int = 0
    wanted: int = 0
    given: int = 0
    misses: list[str] = field(default_factory=list)
    values: int = 0
    wrong: int = 0

    def add(self, other: Score) -> None:
        self.right += other.right
        self.wanted += other.wanted
        self.given += other.given
        self.misses += other.misses
        self.values += other.values
        self.wrong += other.wrong

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.wanted + self.given) if self.wanted + self.given else 1.0


def compared_fields(paper: Paper, got: Mapping[str, Any]) -> Score:
    """Each stated field; None states that it must stay unread."""
    score = Score()
    for name, wanted in paper.fields.items():
        found = plain(got[name].value) if name in got else None
        score.wanted += wanted is not None
        score.given += found is not None
        score.values += found is not None
        score.wrong += found is not None and found != plain(wanted)
        if found == plain(wanted):
            score.right += wanted is not None
        else:
            score.misses.append(f"{name}: {plain(wanted)!r} read as {found!r}")
    return score


def compared_rows(paper: Paper, got: Sequence[Any]) -> Score:
    """Whole rows, in any order."""
    score = Score()
    if paper.rows is None:
        return score
    names = paper.columns.split()
    wanted = [tuple(plain(v) for v in row) for row in paper.rows]
    found = [tuple(plain(row.value(n)) for n in names) for row in got]
    score.wanted, score.given = len(wanted), len(found)
    left = list(found)
    for row in wanted:
        if row in left:
            left.remove(row)
            score.right += 1
        else:
            score.misses.append(f"row lost: {row}")
    score.misses += [f"row read: {row}" for row in left]
    score.values = sum(value is not None for row in found for value in row)
    score.wrong = _wrong_cells(wanted, found)
    return score


def _wrong_cells(wanted: Sequence[tuple[Any, ...]], found: Sequence[tuple[Any, ...]]) -> int:
    """Cells read otherwise than printed, each row beside the printed one that it is most like; all cells of one like none."""
    open_, wrong = list(wanted), 0
    for row in sorted(found, key=lambda r: -max((_alike(r, w) for w in wanted), default=0)):
        best = max(open_, key=lambda w: _alike(row, w), default=None)
        if best is None or not _alike(row, best):
            wrong += sum(value is not None for value in row)
            continue
        open_.remove(best)
        wrong += sum(a is not None and a != b for a, b in zip(row, best, strict=True))
    return wrong


def _alike(row: tuple[Any, ...], other: tuple[Any, ...]) -> int:
    return sum(a is not None and not isinstance(a, bool) and a == b for a, b in zip(row, other, strict=True))
