"""One demand of a notice and the row it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.notices.obligations import grammar
from extractor.notices.obligations.units import Unit
from extractor.record import Reading, Row

Value = Decimal | date | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Words at a place of a unit; ``sure`` is how plainly they say it."""

    unit: Unit
    start: int
    stop: int
    sure: float = 0.9


@dataclass(frozen=True, slots=True)
class Demand:
    """What one row says. ``start`` and ``stop`` are its sentence in the unit, ``at`` the words that carry the value;
    ``limit`` is the part of the unit in which the act stands when it is not the sentence."""

    unit: Unit
    start: int
    stop: int
    at: tuple[int, int]
    kind: str
    subject: str
    party: str
    who: Named | None = None
    modality: str | None = None
    act: str = ""
    value: Value | None = None
    value2: Value | None = None
    unit_code: str | None = None
    operator: str | None = None
    trigger: Named | None = None
    trigger_code: str | None = None
    points: Decimal | None = None
    cap: Decimal | None = None
    section: str | None = None
    direction: str | None = None
    rival: date | None = None
    sure: float = 0.85


def row(d: Demand) -> Row:
    """The row of ``record.rows("obligations")``; what the paper does not say is absent."""
    p = d.unit.paragraph
    span, at = p.span(d.start, d.stop), p.span(*d.at)
    cells: dict[str, Reading[Any]] = {}
    if d.unit.path:
        cells["path"] = Reading(d.unit.path, span, "form")
    cells["number"] = Reading(_line_number(d), span, "line")
    cells["text"] = Reading(span.text, span, "prose", d.sure)
    if d.who is not None:
        cells["who"] = _named(d.who)
    cells["party"] = Reading(d.party, cells["who"].span if d.who else span, "meaning", d.sure)
    rivals = (Reading(d.rival, at, "prose", 0.4),) if d.rival else ()
    plain = {
        "modality": d.modality, "act": d.act or None, "kind": d.kind, "subject": d.subject, "operator": d.operator,
        "unit": d.unit_code, "section": d.section, "direction": d.direction, "trigger_code": d.trigger_code,
        "points": d.points, "cap": d.cap, "value2": d.value2,
    }  # fmt: skip
    cells.update({name: Reading(v, at, "meaning", d.sure) for name, v in plain.items() if v is not None})
    if d.value is not None:
        cells["value"] = Reading(d.value, at, "prose", 0.6 if rivals else d.sure, rivals)
    if d.trigger is not None:
        cells["trigger"] = _named(d.trigger)
    return Row(cells, span)


def _named(named: Named) -> Reading[str]:
    span = named.unit.paragraph.span(named.start, named.stop)
    return Reading(grammar.short(span.text), span, "prose", named.sure)


def _line_number(d: Demand) -> int:
    """The printed line in which the demand begins."""
    pieces = d.unit.paragraph.pieces
    return next((x.number for x in reversed(pieces) if x.start <= d.start), pieces[0].number)
