"""The pieces of a notice that may demand something: paragraphs and cells, each with its path, headings and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.document import Cell, Document, Table
from extractor.notices.obligations.data import ordered, score, word
from extractor.notices.obligations.outline import Place, outline
from extractor.notices.paragraphs import Paragraph, Piece
from extractor.text.fold import fold


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table's grid, the row of its headings if it has one, and what each column holds."""

    grid: list[list[Cell | None]]
    header: int | None
    roles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph or cell: ``text`` is folded (same length as the paragraph's), ``row`` the words of its row by role."""

    paragraph: Paragraph
    text: str
    place: Place
    path: str
    row: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    quiet: bool = False  # a background section, a table's headings: numbers bind nobody there

    @property
    def heading(self) -> str:
        return " ".join(self.place.headings)


def units(document: Document, paragraphs: Sequence[Paragraph], after: int, annex_start: int) -> tuple[Unit, ...]:
    """Every piece below the title, in reading order, cells whole."""
    whole, tables = _cells_whole(document, paragraphs)
    annex_at = paragraphs[annex_start].number if annex_start < len(paragraphs) else None
    start = next((i for i, p in enumerate(whole) if annex_at is not None and p.number >= annex_at), len(whole))
    first = paragraphs[after].number if after < len(paragraphs) else 0
    out: list[Unit] = []
    for p, place in zip(whole, outline(whole, start), strict=True):
        if p.number < first:
            continue
        spot = tables.get(id(p.pieces[0].line))
        out.append(_cell_unit(p, place, *spot) if spot else _text_unit(p, place))
    return tuple(out)


def _text_unit(p: Paragraph, place: Place) -> Unit:
    text = fold(p.text)
    path = place.path
    if place.own and place.own.style == "a" and place.annex and _sheet_item(place, text):
        path = place.annex + ("备注" if "备注" in place.path else "") + f"第{place.own.number}项"
    quiet = any(word("noise", "background").search(h) for h in place.headings)
    return Unit(p, text, place, path, quiet=quiet)


def _sheet_item(place: Place, text: str) -> bool:
    """Whether an item of an annex is cited by its number alone, as the items of a score sheet are, whose numbers run through
    its sections: 附件第6项, not 附件二（三）6."""
    return place.depth <= 1 and ("备注" in place.path or score("sheet").search(text) is not None)


def _cell_unit(p: Paragraph, place: Place, sheet: _Sheet, cell: Cell) -> Unit:
    roles = sheet.roles
    row: dict[str, str] = {}
    for col, other in enumerate(sheet.grid[cell.row]):
        if other is not None and (role := roles.get(col)) and role not in row:
            row[role] = fold(other.text)
    if roles and sheet.header is not None and (head := sheet.grid[sheet.header][cell.col]) is not None:
        row["header"] = fold(head.text)
    number = row.get("ordinal", "").strip() or str(place.own.number if place.own else cell.row + (0 if roles else 1))
    header = sheet.header is not None and cell.row <= sheet.header
    path = (place.annex or place.path) + f"第{number}项"
    return Unit(p, fold(p.text), place, path, row, "header" if header else roles.get(cell.col, ""), header)


def _cells_whole(
    document: Document, paragraphs: Sequence[Paragraph]
) -> tuple[tuple[Paragraph, ...], Mapping[int, tuple[_Sheet, Cell]]]:
    """The paragraphs with the lines of one cell joined; and the table and the cell of each line that stands in one."""
    cells: dict[int, tuple[_Sheet, Cell]] = {}
    for table in (b for page in document.pages for b in page.blocks if isinstance(b, Table)):
        sheet = _sheet(table)
        cells.update({id(line): (sheet, cell) for cell in table.cells for line in cell.lines})
    out = [group[0] if len(group) == 1 else _joined(group) for group in _groups(paragraphs, cells)]
    return tuple(out), cells


def _groups(paragraphs: Sequence[Paragraph], cells: Mapping[int, tuple[_Sheet, Cell]]) -> Iterator[list[Paragraph]]:
    group: list[Paragraph] = []
    current: int | None = None
    for p in paragraphs:
        spot = cells.get(id(p.pieces[0].line))
        key = id(spot[1]) if spot else None
        if group and (key is None or key != current):
            yield group
            group = []
        current = key
        group.append(p)
    if group:
        yield group


def _joined(group: Sequence[Paragraph]) -> Paragraph:
    text, pieces = "", []
    for p in group:
        pieces += [Piece(len(text) + x.start, x.line, x.page, x.number, x.in_table) for x in p.pieces]
        text += p.text
    return Paragraph(text, tuple(pieces))


def _sheet(table: Table) -> _Sheet:
    """The table with its headings: the first row of short cells of which two say what their columns hold."""
    grid = table.rows()
    for i, row in enumerate(grid[:3]):
        texts = {fold(c.text) for c in row if c is not None}
        if len({r for t in texts if (r := _role(t))}) >= 2 and all(len(t) <= 16 for t in texts):
            return _Sheet(grid, i, _roles(row))
    return _Sheet(grid, None, {})


def _roles(header: Sequence[Cell | None]) -> Mapping[int, str]:
    """Column → role by its heading; a role that two columns could have goes to the first, the other is a task."""
    out: dict[int, str] = {}
    for col, cell in enumerate(header):
        role = _role(fold(cell.text)) if cell is not None else None
        if role and role not in out.values():
            out[col] = role
        elif role and "task" not in out.values():
            out[col] = "task"
    if "task" not in out.values():  # the only column that names things names what is to be done
        out = {col: "task" if role == "section" else role for col, role in out.items()}
    return out


def _role(text: str) -> str | None:
    text = "".join(text.split())
    return next((role for role, pattern in ordered("columns") if text and pattern.search(text)), None)
