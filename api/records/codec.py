"""A Record as JSON and back, nothing lost: what the database keeps of a paper that was read.

Lists rather than objects wherever order counts, because a database may reorder an object's keys and the facts of a
filing follow the order of the readings. Places are kept once and named by number, since a row, its cells and the
fields taken from it mostly stand at the same place. A value that JSON has no form for is a list whose first item says
what it is::

    ["d", "12.50"]  Decimal    ["D", "2024-03-01"]  date        ["M", "2025-02-28T24:00"]  Moment
    ["=", ]  the words at its place, as written            ["t", …] tuple    ["s", …] frozenset, in order
    ["T", "2024-03-01T10:00:00+08:00"]  datetime           ["f", "0.25"] float    ["u", "a\\u0000b"]  see below

``["u", …]`` holds text with characters that a database refuses (NUL, lone surrogates), escaped.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from extractor.document import Box, Problem
from extractor.likeness import Likeness, Look, Photo
from extractor.record import Reading, Record, Row, Witness
from extractor.span import Span
from extractor.values.dates import Moment

VERSION: Final = 1
"""Written into every record. A change that an older reader would misread takes the next number, and a reader for each
earlier one stays."""


class BadRecord(ValueError):
    """A stored record that this version cannot read: of a later version, or damaged. Messages are for the operator."""


class UnknownVersion(BadRecord):
    """Stored by a version of anze that this one does not know."""

    def __init__(self, found: object) -> None:
        self.found = found
        super().__init__(f"档案格式版本为 {found!r}，本程序只能读取版本 {VERSION}；请升级程序，或重新读取该文件")


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as JSON has it; ``record_from_json`` gives an equal one back.

    Raises TypeError for a value of a type that no extractor gives, which is a defect of ours.
    """
    places = _Places()
    body = {
        "fields": [[name, *_reading(reading, places)] for name, reading in record.fields.items()],
        "tables": [[name, [_row(row, places) for row in rows]] for name, rows in record.tables.items()],
        "witnesses": [[name, *_witness(witness, places)] for name, witness in record.witnesses.items()],
    }
    return {
        "version": VERSION,
        "path": _text(record.path),
        "sha256": record.sha256,
        "kind": record.kind,
        "pages": record.pages,
        "page_sizes": [[float(width), float(height)] for width, height in record.page_sizes],
        "page_turns": list(record.page_turns),
        "pages_read": [[how, list(numbers)] for how, numbers in record.pages_read.items()],
        "parts": [_text(part) for part in record.parts],
        "kind_evidence": [_text(sign) for sign in record.kind_evidence],
        "kind_confidence": float(record.kind_confidence),
        "problems": [[p.code, _text(p.message), _text(p.remedy), p.page] for p in record.problems],
        **({} if record.likeness is None else {"likeness": _likeness(record.likeness)}),
        **({} if record.page_range is None else {"page_range": list(record.page_range)}),
        **body,
        "places": places.written,
    }


def record_from_json(data: Mapping[str, Any]) -> Record:
    """The record that was stored. Raises UnknownVersion, or BadRecord where it is damaged."""
    if not isinstance(data, Mapping) or "version" not in data:
        raise BadRecord("档案没有版本号，不是本程序保存的内容")
    if data["version"] != VERSION:
        raise UnknownVersion(data["version"])
    try:
        return _record(data)
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError, struct.error) as error:
        raise BadRecord(f"档案内容损坏（{type(error).__name__}：{error}），请重新读取该文件") from error


def _record(data: Mapping[str, Any]) -> Record:
    places = [_span_from(*place) for place in data["places"]]
    return Record(
        path=_text_from(data["path"]),
        sha256=data["sha256"],
        kind=data["kind"],
        fields={name: _reading_from(rest, places) for name, *rest in data["fields"]},
        tables={name: tuple(_row_from(row, places) for row in rows) for name, rows in data["tables"]},
        witnesses={name: _witness_from(rest, places) for name, *rest in data["witnesses"]},
        problems=tuple(Problem(c, _text_from(m), _text_from(r), page) for c, m, r, page in data["problems"]),
        pages=data["pages"],
        pages_read={how: tuple(numbers) for how, numbers in data["pages_read"]},
        parts=tuple(map(_text_from, data["parts"])),
        kind_evidence=tuple(map(_text_from, data["kind_evidence"])),
        kind_confidence=float(data["kind_confidence"]),
        page_sizes=tuple((float(width), float(height)) for width, height in data["page_sizes"]),
        page_turns=tuple(data["page_turns"]),
        likeness=_likeness_from(data["likeness"]) if "likeness" in data else None,
        page_range=(int(data["page_range"][0]), int(data["page_range"][1])) if "page_range" in data else None,
    )


# --- places ----------------------------------------------------------------------------------------------------------


class _Places:
    """The places named so far, each once; a place is named by its number."""

    def __init__(self) -> None:
        self._numbers: dict[Span, int] = {}
        self.seen: dict[int, int] = {}
        """The same by identity: a place that several readings share is hashed once."""
        self.written: list[list[Any]] = []

    def number(self, span: Span) -> int:
        known = self.seen[id(span)] = self._numbers.setdefault(span, len(self.written))
        if known == len(self.written):
            boxes = [list(map(float, box)) for box in span.boxes]
            where = None if span.where is None else _text(span.where)
            self.written.append([_text(span.text), span.page, boxes, where])
        return known


def _span_from(text: Any, page: int | None, boxes: Iterable[Iterable[float]], where: Any) -> Span:
    named = None if where is None else _text_from(where)
    return Span(_text_from(text), page, tuple(Box(*map(float, box)) for box in boxes), named)


# --- readings, rows, witnesses ---------------------------------------------------------------------------------------


def _reading(reading: Reading[Any], places: _Places) -> list[Any]:
    read, span = reading.value, reading.span
    value = ["="] if type(read) is str and read == span.text else value_to_json(read)
    at = places.seen.get(id(span))
    out = [value, places.number(span) if at is None else at, reading.how, float(reading.confidence)]
    return [*out, [_reading(rival, places) for rival in reading.rivals]] if reading.rivals else out


def _reading_from(data: list[Any], places: list[Span]) -> Reading[Any]:
    value, number, how, confidence, *rivals = data
    span = places[number]
    read = span.text if value == ["="] else value_from_json(value)
    others = tuple(_reading_from(rival, places) for rival in rivals[0]) if rivals else ()
    return Reading(read, span, how, float(confidence), others)


def _row(row: Row, places: _Places) -> list[Any]:
    return [places.number(row.span), *([column, *_reading(cell, places)] for column, cell in row.cells.items())]


def _row_from(data: list[Any], places: list[Span]) -> Row:
    number, *cells = data
    return Row({column: _reading_from(rest, places) for column, *rest in cells}, places[number])


def _witness(witness: Witness, places: _Places) -> list[Any]:
    number = None if witness.span is None else places.number(witness.span)
    return [witness.found, witness.complete, _text(witness.why), number]


def _witness_from(data: list[Any], places: list[Span]) -> Witness:
    found, complete, why, number = data
    return Witness(found, complete, _text_from(why), None if number is None else places[number])


# --- likeness: beside the rest, so that a reader of version 1 that does not know it reads on ---------------------------


def _likeness(likeness: Likeness) -> list[Any]:
    photos = [[page, f"{look.shades:x}", f"{look.slopes:x}"] for page, look in likeness.photos]
    said = [_hashes(likeness.words), _hashes(likeness.numbers), photos]
    return [*said, list(map(_photo, likeness.within))] if likeness.within else said


def _likeness_from(data: list[Any]) -> Likeness:
    words, numbers, photos, *within = data
    seen = tuple((int(page), Look(int(shades, 16), int(slopes, 16))) for page, shades, slopes in photos)
    return Likeness(
        _hashes_from(words), _hashes_from(numbers), seen, tuple(map(_photo_from, *within)) if within else ()
    )


def _photo(photo: Photo) -> list[Any]:
    box = None if photo.box is None else [photo.box.x0, photo.box.y0, photo.box.x1, photo.box.y1]
    return [f"{photo.look.shades:x}", f"{photo.look.slopes:x}", photo.page, box, photo.where]


def _photo_from(data: list[Any]) -> Photo:
    shades, slopes, page, box, where = data
    return Photo(Look(int(shades, 16), int(slopes, 16)), page, None if box is None else Box(*box), where)


def _hashes(hashes: Sequence[int]) -> str:
    return struct.pack(f">{len(hashes)}I", *hashes).hex()


def _hashes_from(text: str) -> tuple[int, ...]:
    return struct.unpack(f">{len(text) // 8}I", bytes.fromhex(text))


# --- values ----------------------------------------------------------------------------------------------------------

_REFUSED = re.compile("[\\x00\ud800-\udfff]")


def _text(text: str) -> str | list[str]:
    """The text itself; escaped where it holds what a database refuses."""
    if _REFUSED.search(text) is None:
        return text
    doubled = text.replace("\\", "\\\\")
    return ["u", _REFUSED.sub(lambda found: f"\\u{ord(found[0]):04x}", doubled)]


_ESCAPE = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


def _text_from(data: Any) -> str:
    if isinstance(data, str):
        return data
    tag, escaped = data
    if tag != "u":
        raise ValueError(f"text expected, found {tag!r}")
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", escaped)


def _plainly(value: Any) -> Any:
    return value


_WRITE: Mapping[type, Callable[[Any], Any]] = {
    type(None): _plainly,
    bool: _plainly,
    int: _plainly,
    str: _text,
    float: lambda value: ["f", repr(value)],  # a database may keep 1.0 as 1
    Decimal: lambda value: ["d", str(value)],
    date: lambda value: ["D", value.isoformat()],
    datetime: lambda value: ["T", value.isoformat()],
    Moment: lambda value: ["M", value.isoformat()],
    tuple: lambda value: ["t", *map(value_to_json, value)],
    frozenset: lambda value: ["s", *sorted(map(value_to_json, value), key=repr)],
}


def value_to_json(value: Any) -> Any:
    """One value as above. Raises TypeError for one of a type that no extractor gives."""
    write = _WRITE.get(type(value))  # by exact type: a bool is an int, a datetime a date, and they are not the same
    if write is None:
        raise TypeError(f"a record holds a {type(value).__name__}, which has no stored form: {value!r}")
    return write(value)


def _moment(text: str) -> Moment:
    day, _, time = text.partition("T")
    hour, _, minute = time.partition(":")
    return Moment(date.fromisoformat(day), int(hour), int(minute))


_READ: Mapping[str, Callable[[str], Any]] = {
    "f": float,
    "d": Decimal,
    "D": date.fromisoformat,
    "T": datetime.fromisoformat,
    "M": _moment,
}


def value_from_json(data: Any) -> Any:
    """The value that was written."""
    if not isinstance(data, list):
        return data
    tag, *rest = data
    if tag == "t":
        return tuple(map(value_from_json, rest))
    if tag == "s":
        return frozenset(map(value_from_json, rest))
    if tag == "u":
        return _text_from(data)
    return _READ[tag](*rest)
