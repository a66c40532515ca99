"""What follows from corrected words: the clauses and citations of an agreement, what the title of a notice says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from api.records.draft import Draft, RowDraft
from extractor import clauses
from extractor.document import Document, Line, Page
from extractor.evidence.candidates import derived
from extractor.notices import titles
from extractor.notices.paragraphs import paragraphs
from extractor.record import Reading
from extractor.span import Span
from extractor.values.repealed import relied_on


def agreements(draft: Draft) -> None:
    """What an agreement says, and what it cites, is read anew from its corrected words."""
    for number, row in enumerate(draft.tables.get("special_agreements", [])):
        before, now = row.was("text") or "", row.value("text") or ""
        if before == now:
            continue
        matches = clauses.recognise(now)
        if f"tables.special_agreements[{number}].topic" not in draft.by_hand and now:
            row.cells["topic"] = Reading(clauses.topic_of(matches), row.cells["text"].span, "meaning", 0.9)
        gone = [{"code": m.code, "text": before[m.start : m.stop]} for m in clauses.recognise(before)]
        come = [_clause(match, now, row.cells["text"].span) for match in matches] if now else []
        _exchange(draft, "clauses", gone, come)
        cited = [{"doc_number": found.canonical} for _, _, found in relied_on(before)]
        cites = [found.canonical for _, _, found in relied_on(now)]
        span = row.cells["text"].span if now else row.span
        _exchange(draft, "citations", cited, [{"doc_number": Reading(name, span, "form", 0.97)} for name in cites])


def _clause(match: clauses.ClauseMatch, text: str, span: Span) -> dict[str, Reading[Any]]:
    said = {
        "code": match.code,
        "text": text[match.start : match.stop],
        "words": match.words,
        "amount": match.amount,
        "ratio_percent": match.ratio_percent,
        "kind": match.kind,
    }
    return {column: Reading(value, span, "meaning", 0.9) for column, value in said.items() if value is not None}


def _exchange(
    draft: Draft, table: str, gone: Sequence[dict[str, Any]], come: Sequence[dict[str, Reading[Any]]]
) -> None:
    """Rows that held ``gone`` are struck and ``come`` added after the rest, except where a person spoke about a row."""
    rows = draft.tables.setdefault(table, [])
    for values in gone:
        for row in _untouched(draft, table):
            if all(row.was(column) == value for column, value in values.items()):
                row.struck = True
                break
    rows.extend(RowDraft(None, dict(cells), next(iter(cells.values())).span) for cells in come)


def _untouched(draft: Draft, table: str) -> Iterator[RowDraft]:
    for number, row in enumerate(draft.tables[table]):
        mine = f"tables.{table}[{number}]"
        if not row.struck and row.read and not any(t == mine or t.startswith(f"{mine}.") for t in draft.by_hand):
            yield row


_OF_TITLE = ("genre", "stage", "binding", "issued_title", "issued_genre")


def of_title(draft: Draft) -> None:
    """What a notice's title says of it, read anew from the corrected title."""
    if not draft.changed("title"):
        return
    title = draft.fields.get("title")
    read = None if title is None else titles.find_title(paragraphs(_one_line(title.value)))
    said: dict[str, Any] = {}
    if read is not None:
        said = dict(zip(_OF_TITLE, (read.genre, read.stage, read.binding, read.issued, read.issued_genre), strict=True))
    for name in _OF_TITLE:
        if draft.spoken_of(name):
            continue
        draft.fields.pop(name, None)
        if title is not None and said.get(name) is not None:
            draft.fields[name] = derived(title, said[name], "derived:title")


def _one_line(text: str) -> Document:
    return Document("", "", "text", (Page(None, 0.0, 0.0, (Line(text, where="第1段"),)),), paged=False)
