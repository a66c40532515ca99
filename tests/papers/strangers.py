"""Papers written by hand, wording and all, before the reader was run on them: their bytes, and what they say.

    python -m tests.papers.strangers tests/data/strangers/first.yaml [--misses]

A file is a list of papers: ``name``, ``kind``, ``form`` (pdf, html, docx, xlsx, txt), ``body`` (HTML, or the text itself),
``fields`` and ``coverages`` (code, per person, per accident, aggregate, premium), or a ``table`` of another list. Money in yuan, days and moments as the
report prints them; null instead of a list of covers means that it is not compared.
"""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.papers import render

COLUMNS = ("code", "per_person", "per_accident", "aggregate", "premium")


@dataclass(frozen=True, slots=True)
class Stranger:
    """One paper with what it says. ``coverages`` None: its list is not compared."""

    name: str
    kind: str
    form: str
    body: str
    fields: dict[str, Any]
    coverages: tuple[tuple[Any, ...], ...] | None
    landscape: bool = False
    table: dict[str, Any] | None = None
    """Rows of another list: ``name``, ``columns``, ``rows``."""


@cache
def load(path: Path) -> tuple[Stranger, ...]:
    """The papers of a file, in its order."""
    raw = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return tuple(
        Stranger(
            **{
                **entry,
                "coverages": None if entry["coverages"] is None else tuple(tuple(row) for row in entry["coverages"]),
            }
        )
        for entry in raw
    )


def to_bytes(paper: Stranger, form: str | None = None) -> bytes:
    """The paper as a file of its form, or of another one."""
    form = form or paper.form
    if paper.form == "txt":
        return paper.body.encode()
    if form == "html":
        return f"<meta charset=utf-8><body>{paper.body}</body>".encode()
    if form == "docx":
        return _docx(paper.body)
    if form == "xlsx":
        return _xlsx(paper.body)
    return render.draw(paper.body, random.Random(len(paper.body)), landscape=paper.landscape)


def _docx(body: str) -> bytes:
    """Paragraphs and plain tables of the HTML as a Word document."""
    import docx
    import lxml.html

    document = docx.Document()
    for node in lxml.html.fragments_fromstring(body):
        if isinstance(node, str):
            continue
        if node.tag != "table":
            document.add_paragraph(_words(node))
            continue
        rows = [[_words(cell) for cell in row] for row in node.iter("tr")]
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                table.cell(r, c).text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _words(element: Any) -> str:
    return str(element.text_content())  # of lxml.html, which its stubs do not know


def _xlsx(body: str) -> bytes:
    """Paragraphs and tables of the HTML one below the other on one sheet."""
    import lxml.html
    import openpyxl

    book = openpyxl.Workbook()
    for node in lxml.html.fragments_fromstring(body):
        if isinstance(node, str):
            continue
        if node.tag != "table":
            book.worksheets[0].append([_words(node)])
        for row in node.iter("tr"):
            book.worksheets[0].append([_words(cell) or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing compared: ``name`` is "kind", a field or a row of the list of covers."""

    name: str
    expected: Any
    read: Any

    @property
    def right(self) -> bool:
        return bool(self.expected == self.read)

    @property
    def wrong(self) -> bool:
        """Something is read that is not printed, which is worse than reading nothing."""
        return not self.right and self.read is not None


def answers(paper: Stranger, form: str | None = None) -> Iterator[Answer]:
    """What is printed beside what is read; a row read that is not printed counts as an answer to nothing."""
    from extractor import extract
    from extractor.classify import KindGuess, classify
    from extractor.evidence.sheet import Sheet
    from extractor.reading import read

    document = read(to_bytes(paper, form), f"paper.{paper.form if paper.form == 'txt' else form or paper.form}")
    sheet = Sheet(document)
    yield Answer("kind", paper.kind, classify(document, sheet).kind)
    if paper.kind == "unknown":
        return
    found = extract(document, KindGuess(paper.kind, 1.0, ()), sheet)
    for name, expected in paper.fields.items():
        reading = found.fields.get(name)
        yield Answer(name, plain(expected), None if reading is None else plain(reading.value))
    if paper.coverages is not None:
        yield from _rows(COLUMNS, paper.coverages, found.tables.get("coverages", ()))
    if paper.table is not None:
        rows = tuple(tuple(row) for row in paper.table["rows"])
        yield from _rows(tuple(paper.table["columns"]), rows, found.tables.get(paper.table["name"], ()))


def _rows(columns: tuple[str, ...], printed: tuple[tuple[Any, ...], ...], found: tuple[Any, ...]) -> Iterator[Answer]:
    """Each printed row beside the one read for it; rows are told apart by their first column."""
    have = [tuple(plain(row.value(c)) for c in columns) for row in found]
    for row in (tuple(map(plain, row)) for row in printed):
        same = next((h for h in have if h == row), None)
        if same is not None:
            have.remove(same)
        else:
            same = next((h for h in have if h[0] == row[0]), None)
        yield Answer("row", row, same)
    for extra in have:
        if extra[0] not in {row[0] for row in printed}:
            yield Answer("row", None, extra)


def plain(value: Any) -> Any:
    """A value as the report prints it."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "quantize"):
        return int(value) if value == int(value) else float(value)
    return value.replace("（", "(").replace("）", ")") if isinstance(value, str) else value


def main() -> None:
    """Prints how much of each paper was read right, and with ``--misses`` what was not."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("files", nargs="+", type=Path)
    ask.add_argument("--misses", action="store_true")
    ask.add_argument("--form", help="deliver every paper in this form instead of its own")
    told = ask.parse_args()
    totals: dict[str, list[int]] = {}
    for path in told.files:
        for paper in load(path):
            given = list(answers(paper, told.form))
            print(f"{sum(a.right for a in given):3}/{len(given):3}  {paper.name}")
            for a in given:
                sort = a.name if a.name in ("kind", "row") else "field"
                count = totals.setdefault(sort, [0, 0, 0])
                count[0] += a.right
                count[1] += 1
                count[2] += a.wrong
                if told.misses and not a.right:
                    print(f"        {a.name}: {a.read!r}, printed {a.expected!r}")
    for sort, (right, all_, wrong) in sorted(totals.items()):
        print(f"{sort}: {right} of {all_} ({right / all_:.3f}), wrong {wrong} ({wrong / all_:.3f})")


if __name__ == "__main__":
    main()
