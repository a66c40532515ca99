"""A filing's traces (``validators.archive``) as bytes for keeping, in an audit's journal and in the service's tables."""

from __future__ import annotations

import zlib
from typing import Any, Final

from api.records import compact
from extractor.document import Box
from extractor.span import Span
from validators.archive.trace import Trace
from validators.facts import Evidence

LEVEL: Final = 3
"""Of compression."""


def to_bytes(trace: Trace) -> bytes:
    """What is compared and shown of a trace; its marks are in tables of their own, less its keys, by which it asks for others."""
    return pack(to_plain(trace))


def from_bytes(data: bytes) -> Trace:
    """The trace that was kept, without what it said of phrases."""
    return from_plain(unpack(data))


def to_plain(trace: Trace) -> list[Any]:
    """As ``to_bytes``, for whoever keeps several traces in one row."""
    places = [[place.path, place.field, _span(place.span)] for place in trace.places]
    return [trace.body, trace.keys, trace.measures, places]


def from_plain(data: list[Any]) -> Trace:
    body, keys, measures, places = data
    return Trace(
        {name: _frozen(value) for name, value in body.items()}, tuple(keys), (), _frozen(measures),
        tuple(Evidence(path, field, _span_from(span)) for path, field, span in places),
    )  # fmt: skip


def pack(plain: Any) -> bytes:
    """JSON under zlib."""
    return zlib.compress(compact.kept(plain), LEVEL)


def unpack(data: bytes) -> Any:
    return compact.read(zlib.decompress(data))


def _span(span: Span | None) -> list[Any] | None:
    if span is None:
        return None
    return [span.text, span.page, [[float(edge) for edge in box] for box in span.boxes], span.where]


def _span_from(data: list[Any] | None) -> Span | None:
    if data is None:
        return None
    text, page, boxes, where = data
    return Span(text, page, tuple(map(Box._make, boxes)), where)


def _frozen(value: Any) -> Any:
    if type(value) is not list:
        return value
    if list in map(type, value):
        return tuple(map(_frozen, value))
    return tuple(value)  # flat, as nearly all are
