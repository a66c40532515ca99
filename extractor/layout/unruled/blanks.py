"""Columns that a text file makes with blanks or bars: lines one below the other with as many parts each → a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.document import Block, Cell, Line, Table

_GAP = re.compile(r"[ \u00a0]{2,}|\s*[\t\u3000]\s*")
_LEAST_COLUMNS = 3
_LEAST_LINES = 3
_LABELLED = re.compile(r"[:：]")
"""A part with its own label is no cell: lines of labels and values side by side are read as such."""
_RULE = re.compile(r"[\s\-=_+*~|:·—─━═┄┈┼╪├┤┌┐└┘┬┴╋┣┫┏┓┗┛┳┻╔╗╚╝╠╣╦╩╬│┃║]{3,}")
"""A line of a typed table that only parts others."""
_BARS = re.compile("[|│┃║｜]")
_LEAST_BARS = 3
"""Bars of a line that neither begins nor ends with one."""


class _Part(NamedTuple):
    start: int  # in columns of a screen, where a Han character takes two
    stop: int
    text: str


def tables_of_blanks(lines: Sequence[tuple[int, str]]) -> list[Block]:
    """The lines of a text file, each with its number, as lines and tables: columns are parted by two blanks or more."""
    out: list[Block] = []
    at = 0
    while at < len(lines):
        run = list(_run(lines, at))
        if len(run) >= _LEAST_LINES:
            out.append(_table(run))
            last = run[-1][0]
            while at < len(lines) and lines[at][0] <= last:
                at += 1
        else:
            number, text = lines[at]
            out.append(Line(" ".join(text.split("\t")).strip(), where=f"第{number}行"))
            at += 1
    return out


def _run(lines: Sequence[tuple[int, str]], first: int) -> Iterator[tuple[int, dict[int, str]]]:
    """The lines from ``first`` on that stand under it in its columns: their number, and their parts by column."""
    if barred := _barred(lines[first][1]):
        yield from _run_of_bars(lines, first, len(barred))
        return
    if (mark := _mark_of_header(lines[first][1])) is not None:
        yield from _run_of_marks(lines, first, mark)
        return
    head = _parts(lines[first][1])
    if len(head) < _LEAST_COLUMNS:
        return
    before = lines[first][0]
    pasted = lines[first][1].strip().count("\t") == len(head) - 1
    for at in range(first, len(lines)):
        number, text = lines[at]
        if number == before + 1 and _RULE.fullmatch(text):
            before = number
            continue
        placed = _pasted(text, len(head)) if pasted and "\t" in text else None
        placed = placed or _placed(_parts(text), head)
        if number > before + 1 or placed is None:
            return
        before = number
        yield number, placed


def _run_of_bars(lines: Sequence[tuple[int, str]], first: int, columns: int) -> Iterator[tuple[int, dict[int, str]]]:
    """The same for lines whose cells are parted by bars, as many in each."""
    for number, text in lines[first:]:
        if _RULE.fullmatch(text):
            continue
        cells = _barred(text)
        if len(cells) != columns:
            return
        yield number, {c: cell for c, cell in enumerate(cells) if cell}


def _mark_of_header(text: str) -> str | None:
    """The mark that parts a line of short words without digits or stops: the header of an export pasted as text."""
    for mark in ";,":
        cells = text.split(mark)
        if len(cells) > _LEAST_BARS and all(_SHORT_HEAD.fullmatch(cell) for cell in cells):
            return mark
    return None


_SHORT_HEAD = re.compile(r'\s*"?[\u4e00-\u9fffA-Za-z_ （）()/]{1,16}"?\s*')


def _run_of_marks(lines: Sequence[tuple[int, str]], first: int, mark: str) -> Iterator[tuple[int, dict[int, str]]]:
    """The header and the lines under it with as many cells."""
    columns = lines[first][1].count(mark)
    for number, text in lines[first:]:
        if text.count(mark) != columns:
            return
        yield number, {c: cell for c, part in enumerate(text.split(mark)) if (cell := part.strip(' \t"'))}


def _barred(text: str) -> list[str]:
    """The cells of a line that begins and ends with a bar or has several without labels, empty ones too; none of any other."""
    bare = text.strip()
    if len(bare) < 2 or _BARS.search(bare) is None or _RULE.fullmatch(bare):
        return []
    if _BARS.match(bare) and _BARS.match(bare[-1]):
        bare = bare[1:-1]
    elif len(_BARS.findall(bare)) < _LEAST_BARS or "：" in bare:
        return []
    cells = [cell.strip() for cell in _BARS.split(bare)]
    return cells if len(cells) >= _LEAST_COLUMNS else []


def _pasted(text: str, columns: int) -> dict[int, str] | None:
    """The cells of a line pasted from a workbook, a tab between any two and none where one is empty; None for another line."""
    cells = text.split("\t")
    filled = {k: cell.strip() for k, cell in enumerate(cells) if cell.strip()}
    return filled if len(filled) >= 2 and len(cells) <= columns and any(not c.strip() for c in cells) else None


def _parts(text: str) -> list[_Part]:
    """The parts of a line; none where one of them is labelled."""
    out: list[_Part] = []
    at = 0
    for match in [*_GAP.finditer(text), None]:
        piece = text[at : match.start() if match else len(text)]
        if piece.strip():
            start = _width(text[:at])
            out.append(_Part(start, start + _width(piece), piece.strip()))
        at = match.end() if match else at
    return [] if any(_LABELLED.search(part.text) for part in out) else out


def _width(text: str) -> int:
    return sum(8 if c == "\t" else 1 + (unicodedata.east_asian_width(c) in "WFA") for c in text)


def _placed(parts: Sequence[_Part], head: Sequence[_Part]) -> dict[int, str] | None:
    """Which column of ``head`` each part stands in: by order where there are as many, else by where it stands; None where
    that is not plain."""
    if len(parts) == len(head):
        return {k: part.text for k, part in enumerate(parts)}
    if not 2 <= len(parts) < len(head):
        return None
    out: dict[int, str] = {}
    for part in parts:
        under = [k for k, h in enumerate(head) if part.start < h.stop and part.stop > h.start]
        if len(under) != 1 or under[0] in out:
            return None
        out[under[0]] = part.text
    return out


def _table(run: Sequence[tuple[int, dict[int, str]]]) -> Table:
    cells = tuple(
        Cell(r, c, (Line(text, where=f"第{number}行"),), where=f"第{number}行第{c + 1}列")
        for r, (number, placed) in enumerate(run)
        for c, text in placed.items()
    )
    return Table(cells, len(run), 1 + max(c for _, placed in run for c in placed), method="native")
