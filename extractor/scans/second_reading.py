"""The fields of a paper read a second time, as its text layer would have them: where that changes a value, both are kept.

A page whose text layer says otherwise than the page (``Page.layer``) is read from what people see. Here the same paper is
read as if the layer were believed, and a field that then has another value is a row of the table ``text_layer``. So is a field
that a paper with tracked changes had before them: its old value stays a rival, for nobody has decided which of the two holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.changes import made_by
from extractor.document import Box, Change, Document
from extractor.record import Reading, Record, Row
from extractor.span import Span
from extractor.values.dates import Moment

TABLE = "text_layer"
PIXELS = frozenset({"ocr_layer", "remapped"})  # causes by which the page was read from its pixels
OFF_PAGE = "页面之外"
TRACKED = "tracked"
NAMES = frozenset(
    {"policy_no", "report_no", "uscc", "insurer", "insurer_branch", "policyholder", "insured", "client", "service_org"}
)
NUMBERS = frozenset(
    {"policy_no", "per_person_limit", "per_accident_limit", "aggregate_limit", "premium", "period_start", "period_end"}
    | {"sign_date", "report_no", "service_start", "service_end"}
)  # what is compared with a scanner's words too: a faulty layer has many errors, and these are the ones that count
WHOLE_SHARE = 0.8  # of the print that a scanner's other reading must take in, to be a reading of it and not of a part
SURE = 0.9  # confidence of our own reading of the pixels below which a scanner's other reading shows nothing
_AMOUNTS = ("per_person", "per_accident", "aggregate", "premium")
_WORKED_OUT = ("derived", "arithmetic")


def second_reading(document: Document, record: Record, extract: Callable[[Document], Record]) -> tuple[Row, ...]:
    """Rows of ``field``, ``value`` (the layer's), ``seen`` (the page's) and ``cause``: fields that the layer would change.

    ``extract`` reads a document as ``record`` was read. A field that the page does not show is none of them. Rows of tracked
    changes have ``by`` too: who made them and when, where the file says so.
    """
    places = {page.number: page.layer.places for page in document.pages if page.layer is not None}
    changes = [change for page in document.pages if page.layer is not None for change in page.layer.changes]
    if not places or not record.fields:
        return ()
    believed = replace(
        document,
        pages=tuple(
            page if page.layer is None else replace(page, blocks=page.layer.blocks, layer=None)
            for page in document.pages
        ),
    )
    said, seen = dict(_readings(extract(believed))), dict(_readings(record))
    both = [(name, reading, seen[name]) for name, reading in said.items() if name in seen]
    if changes:  # the two readings differ by nothing else
        rows = [_tracked_row(name, old, now, changes) for name, old, now in both]
    else:
        rows = [_row(name, reading, now, places) for name, reading, now in both]
    return tuple(row for row in rows if row is not None)


def with_rivals(record: Record, rows: tuple[Row, ...]) -> Record:
    """The record with the value that a tracked change took away as a rival of the one that it put in."""
    fields = dict(record.fields)
    for row in rows:
        name = row.value("field")
        if row.value("cause") == TRACKED and name in fields:
            old = replace(row.cells["value"], how=TRACKED)
            fields[name] = replace(fields[name], rivals=(*fields[name].rivals, old))
    return replace(record, fields=fields)


def _tracked_row(name: str, old: Reading[Any], now: Reading[Any], changes: list[Change]) -> Row | None:
    if old.value in [now.value, *(rival.value for rival in now.rivals)] or not _is_comparable(name, old.value):
        return None
    here = [change for change in changes if change.where == now.span.where] or changes
    cells = {
        "field": Reading(name, old.span),
        "value": Reading(old.value, old.span, old.how, old.confidence),
        "seen": Reading(now.value, now.span, now.how, now.confidence),
        "cause": Reading(TRACKED, now.span),
    }
    if by := made_by(here):
        cells["by"] = Reading(by, now.span)
    return Row(cells, now.span)


def _readings(record: Record) -> Iterator[tuple[str, Reading[Any]]]:
    """The values that matter, by name: fields, and the amounts of each kind of cover that stands once."""
    for name, reading in record.fields.items():
        if not reading.how.startswith(_WORKED_OUT):
            yield name, reading
    rows = record.rows("coverages")
    codes = [row.value("code") for row in rows]
    for row, code in zip(rows, codes, strict=True):
        if code is not None and codes.count(code) == 1:
            yield from ((f"coverages.{code}.{c}", row.cells[c]) for c in _AMOUNTS if c in row.cells)


def _row(
    name: str, said: Reading[Any], seen: Reading[Any], places: Mapping[int | None, tuple[tuple[Box, str], ...]]
) -> Row | None:
    known = [seen.value, *(rival.value for rival in seen.rivals)]
    for other in (said, *said.rivals):
        cause = _cause(other.span, places.get(other.span.page, ()))
        if cause is None or other.value in known or not _is_comparable(name, other.value):
            continue
        if cause in PIXELS and not _is_sure(name, other, seen):
            continue
        span = Span(other.span.text, other.span.page, (), OFF_PAGE) if cause == "off_page" else other.span
        cells = {
            "field": Reading(name, span),
            "value": Reading(other.value, span, other.how, other.confidence),
            "seen": Reading(seen.value, seen.span, seen.how, seen.confidence),
            "cause": Reading(cause, span),
        }
        return Row(cells, span)
    return None


def _cause(span: Span, places: tuple[tuple[Box, str], ...]) -> str | None:
    """Why the words at a place are not what the page shows; None where nothing says so."""
    return next((cause for box in span.boxes for place, cause in places if _share(box, place) > 0), None)


def _is_comparable(name: str, value: Any) -> bool:
    if isinstance(value, str):
        return name in NAMES
    return isinstance(value, Decimal | int | date | Moment) and not isinstance(value, bool)


def _is_sure(name: str, said: Reading[Any], seen: Reading[Any]) -> bool:
    """Whether two readings of one place in a scan are a contradiction: numbers, of the same print, ours read surely."""
    if name not in NUMBERS or seen.confidence < SURE or seen.span.page != said.span.page:
        return False
    return any(
        _share(a, b) > 0.3 and a.width >= WHOLE_SHARE * b.width for a in said.span.boxes for b in seen.span.boxes
    )


def _share(a: Box, b: Box) -> float:
    """How much of the smaller of two boxes lies in the other."""
    wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
    least = min(a.width * a.height, b.width * b.height)
    return wide * high / least if wide > 0 and high > 0 and least > 0 else 0.0
