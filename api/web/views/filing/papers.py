"""Papers and what was read from them, as it is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.documents.unlocking import LOCKED
from api.records import fields as catalogue
from api.tables.documents import CorrectionRow, Paper
from api.web.views.filing.names import short, short_name
from api.web.views.filing.shapes import CorrectionView, PaperView, Place, ReadingView, Stored, TableView
from extractor.evidence.calibration import calibrated, from_pixels
from extractor.record import Reading, Record, Row
from extractor.span import Span


def paper_view(paper: Paper, record: Record, stored: Stored, lang: str) -> PaperView:
    known = catalogue.paper(record.kind)
    standing = {c.target: c for c in stored.corrections if c.paper_id == paper.id and c.withdrawn_at is None}

    def reading(field: catalogue.Field, target: str, read: Reading[Any] | None) -> ReadingView:
        sure = None if read is None else calibrated(read, ocr=from_pixels(record, read))
        return _reading(field, target, read, sure, standing.get(target), paper.id, record.path, stored, lang)

    present: list[ReadingView] = []
    missing: list[ReadingView] = []
    for name, field in known.fields.items():
        target = f"fields.{name}"
        read = record.fields.get(field.repeats or name)
        (present if read is not None or target in standing else missing).append(reading(field, target, read))
    tables = []
    for name, table in known.tables.items():
        if rows := record.rows(name):
            tables.append(_table(name, table, rows, reading, lang))
    return PaperView(
        id=paper.id, name=record.path, short=short(record), kind=record.kind, state=paper.state,
        pages=[(n, float(w), float(h)) for n, (w, h) in enumerate(record.page_sizes, record.first_page)],
        problems=record.problems, readings=present, missing=missing, tables=tables,
        files=[(at, short_name(part["name"])) for at, part in enumerate(paper.parts) if part["sha256"]],
        forced=paper.forced_kind is not None, busy=paper.id in stored.rereading,
        locked=(paper.problem or {}).get("code") in LOCKED and paper.id not in stored.rereading,
    )  # fmt: skip


def _table(name: str, table: catalogue.Table, rows: Sequence[Row], reading: Any, lang: str) -> TableView:
    columns = [c for c in table.columns.values() if any(c.name in row.cells for row in rows)]
    cells = [
        [reading(c, f"tables.{name}[{at}].{c.name}", row.cells.get(c.name)) for c in columns]
        for at, row in enumerate(rows)
    ]
    return TableView(name, table.label(lang), [c.label(lang) for c in columns], cells)


def _reading(
    field: catalogue.Field,
    target: str,
    read: Reading[Any] | None,
    sure: float | None,
    row: CorrectionRow | None,
    paper_id: str,
    path: str,
    stored: Stored,
    lang: str,
) -> ReadingView:
    value = None if read is None else read.value
    correction = None
    if row is not None:
        correction = CorrectionView(row.id, row.before or "", row.reason, stored.names.get(row.user_id, ""), row.at)
    return ReadingView(
        target=target,
        label=field.label(lang),
        value=catalogue.show(field.type, value, lang),
        input=catalogue.to_input(field.type, value),
        type=field.type.partition(":")[0],
        options=_options(field.type, lang),
        written=read.span.text if read is not None else "",
        confidence=None if sure is None else round(100 * sure),
        rivals=[catalogue.show(field.type, rival.value, lang) for rival in read.rivals] if read is not None else (),
        place=None if read is None else _span(read.span, paper_id, path, field.label(lang)),
        correction=correction,
    )


def _options(type: str, lang: str) -> Sequence[tuple[str, str]]:
    """(what is sent, what is shown) for a type with a closed list."""
    if type == "flag":
        return (("是", "是" if lang == "zh" else "yes"), ("否", "否" if lang == "zh" else "no"))
    if type.startswith("code:"):
        return [(zh, zh if lang == "zh" else en) for zh, en in catalogue.codes(type).values()]
    return ()


def _span(span: Span, paper_id: str, path: str, label: str) -> Place:
    boxes = [[round(float(edge), 1) for edge in box] for box in span.boxes]
    return Place(paper_id, short_name(path), span.page, boxes, span.where or "", span.text, label)
