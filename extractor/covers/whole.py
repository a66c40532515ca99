"""Lines of a list of covers that name none and tell up to what all of them together are paid: 累计限额 | 全部责任合计 | 1000."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from extractor.covers.captions import caption_for
from extractor.covers.names import code_of
from extractor.covers.sums import dimension_of, money_of, scale_of
from extractor.evidence.columns import Columns
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.record import Reading

_ALL = re.compile(r"[全各总合共]|本单|本保单|整张")
_OTHER = ("premium", "prevention", "deductible", "period", "words", "tax", "ratio")
_LEAST = 1000
"""Yuan from which a sum is a limit."""


def limits_of_all(cols: Columns, caption: str) -> dict[str, Reading[Decimal]]:
    """What all covers together pay for each accident or in all, where lines of a list with one column of limits say so."""
    if "limit" not in cols.roles or "name" not in cols.roles:
        return {}
    out: dict[str, Reading[Decimal]] = {}
    for role, unit, scale in _lines(cols, caption):
        got = money_of(unit, scale)
        if got is not None and got[0] >= _LEAST:
            value, start, stop = got
            out.setdefault(role, Reading(value, unit.span(start, stop), "table", round(0.85 * unit.confidence, 3)))
    return out


def _lines(cols: Columns, caption: str) -> Iterator[tuple[str, Unit, Decimal]]:
    for row in cols.rows:
        name, unit = cols.cell(row, "name"), cols.cell(row, "limit")
        if name is None or unit is None or code_of(name.text) is not None or not _ALL.search(name.text):
            continue
        words = [u.text for u in _words(row)]
        if any(meaning(text).any(*_OTHER) for text in words):
            continue
        told = {dim for text in words if (dim := dimension_of(text)) in ("per_accident", "aggregate")}
        if len(told) == 1:
            beside = next((text for text in words if "元" in text and len(text) <= len("(人民币万元)")), "")
            scale = scale_of(cols.header_of("limit"), beside or caption_for("limit", caption))
            yield told.pop() or "", unit, scale


def _words(row: Mapping[int, Unit]) -> Iterator[Unit]:
    """The cells of a row that hold words alone, each once."""
    yield from {id(u): u for _, u in sorted(row.items()) if not u.tokens}.values()
