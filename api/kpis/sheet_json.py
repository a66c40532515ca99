"""A score sheet as JSON: every item with its points, and behind each point the finding, the paper, the page and the words.

The shape is described in docs/kpis.md. What people read (``sheet_lines``) is built from this alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from validators.scores import Band, Case, Input, Scored, SectionScore, Sheet
from validators.scores.evidence import Selection
from validators.scores.what_if import Move, Plan

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A sheet, what it was made of, and what was supposed. ``supposed`` is None where nothing was."""

    sheet: Sheet
    plan: Plan
    selection: Selection
    findings: Mapping[str, Json]
    insurer: str
    since: date
    until: date
    as_of: date
    unread: int = 0
    others: tuple[str, ...] = ()
    supposed: Sheet | None = None
    sums: Mapping[str, Sequence[Json]] = field(default_factory=dict)


def to_json(made: Made, lang: str) -> dict[str, Any]:
    """The whole, plain values only; amounts and points as numbers."""
    sheet, scheme = made.sheet, made.sheet.scheme
    return {
        "sheet": scheme.name, "title": scheme.title, "document": scheme.document, "article": scheme.article,
        "insurer": made.insurer, "written_as": list(made.selection.names),
        "from": made.since.isoformat(), "to": made.until.isoformat(), "as_of": made.as_of.isoformat(),
        "over": made.as_of > made.until,
        "filings": len(made.selection.filings),
        "left_out": {why: [filing.name for filing in filings] for why, filings in made.selection.left_out.items()},
        "other_insurers": sorted({f.insurer for f in made.selection.left_out.get("other_insurer", ())} | set(made.others)),
        "unread": made.unread,
        "total": _number(sheet.total), "low": _number(sheet.low), "high": _number(sheet.high),
        "band": _band(sheet.band, lang), "bands": [_band(band, lang) for band in scheme.bands],
        "printed_total": _number(scheme.printed_total), "weights_total": _number(scheme.total),
        "notes": list(scheme.remarks(lang)),
        "sections": [_section(section, made, lang) for section in sheet.sections],
        "open": [item.name for item in sheet.open],
        "next": _plan(made.plan, lang),
        "what_if": None if made.supposed is None else _supposed(sheet, made.supposed, lang),
    }  # fmt: skip


def _number(value: Decimal | None) -> int | float | None:
    """As a person writes it: whole numbers without a point, at most four places."""
    if value is None:
        return None
    rounded = round(value, 4)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _band(band: Band | None, lang: str) -> dict[str, Any] | None:
    if band is None:
        return None
    return {"least": _number(band.least), "quote": band.quote, "measure": band.zh if lang == "zh" else band.en}


def _section(section: SectionScore, made: Made, lang: str) -> dict[str, Any]:
    of = section.section
    return {
        "name": of.name, "title": of.zh if lang == "zh" else of.en, "weight": _number(of.weight),
        "caps": _number(of.caps), "over": _number(section.over), "low": _number(section.low), "high": _number(section.high),
        "items": [_item(item, made, lang) for item in section.items],
    }  # fmt: skip


def _item(one: Scored, made: Made, lang: str) -> dict[str, Any]:
    item, shown, said = one.item, one.evidence, one.entered
    asked = (("value", item.entered, said.value), ("excused", item.excused, said.excused))
    by_person = said.value is not None or said.on is not None
    return {
        "name": item.name, "number": item.number, "title": item.zh if lang == "zh" else item.en, "way": item.way,
        "quote": item.quote, "step": _number(item.step), "cap": _number(item.cap),
        "status": "judged" if one.lost is not None else "not_judged", "why": one.why,
        "lost": _number(one.lost), "at_most": _number(one.most), "found": _number(one.found), "applied": one.quote, "by_person": by_person,
        "judged": shown.judged, "filings": shown.filings, "spared": shown.spared, "running": shown.running,
        "spent": _number(shown.spent), "fee": _number(shown.fee),
        "cases": _cases(one, made.findings, by_person),
        "sums": _sums(made) if item.ratio else [],
        "hints": [_case(case, [None] * len(case.findings), made.findings) for case in shown.hints],
        "inputs": [_input(name, wanted, value, lang) for name, wanted, value in asked if wanted is not None],
        "due": None if item.due is None else "{:02}-{:02}".format(*item.due),
        "on": None if said.on is None else said.on.isoformat(),
        "note": said.note, "notes": list(item.remarks(lang)),
    }  # fmt: skip


def _input(field: str, wanted: Input, value: Decimal | None, lang: str) -> dict[str, Any]:
    return {
        "field": field, "question": wanted.zh if lang == "zh" else wanted.en, "unit": wanted.unit,
        "most": _number(wanted.most), "value": _number(value),
    }  # fmt: skip


def _cases(one: Scored, findings: Mapping[str, Json], by_person: bool) -> list[dict[str, Any]]:
    """The filings behind the points, each finding with the points it cost, in order, until the cap. Null where a person's
    number decides, for nobody can say then which of them it was."""
    left, step = one.lost or Decimal(0), one.item.step or one.item.cap
    told = not by_person and not one.entered.excused and one.lost is not None
    out = []
    for case in one.evidence.cases:
        points: list[Decimal | None] = []
        for at, _ in enumerate(case.findings):
            cost = min(step, left) if at < case.count else Decimal(0)
            left -= cost
            points.append(cost if told else None)
        out.append(_case(case, points, findings))
    return out


def _sums(made: Made) -> list[dict[str, Any]]:
    """What each filing that states both sums brings to the ratio, the least spent first."""
    both = [f for f in made.selection.filings if f.spent is not None and f.fee]
    both.sort(key=lambda f: (f.spent / f.fee, f.name))  # type: ignore[operator]
    return [
        {"filing": f.name, "spent": _number(f.spent), "fee": _number(f.fee), "evidence": list(made.sums.get(f.id, ()))}
        for f in both
    ]


def _case(case: Case, points: Iterable[Decimal | None], findings: Mapping[str, Json]) -> dict[str, Any]:
    pairs = zip(case.findings, points, strict=True)
    return {"filing": case.name, "count": case.count, "findings": [_finding(m, p, findings) for m, p in pairs]}


def _finding(mark: str, points: Decimal | None, findings: Mapping[str, Json]) -> dict[str, Any]:
    known = findings.get(mark, {})
    kept = ("rule", "type", "summary", "citation", "evidence")
    return {"fingerprint": mark, "points": _number(points), **{name: known[name] for name in kept if name in known}}


def _plan(plan: Plan, lang: str) -> dict[str, Any]:
    return {
        "here": _band(plan.here, lang), "band": _band(plan.band, lang), "needed": _number(plan.needed), "spare": _number(plan.spare),
        "moves": None if plan.moves is None else [_move(move, lang) for move in plan.moves],
    }  # fmt: skip


def _move(move: Move, lang: str) -> dict[str, Any]:
    item = move.item
    return {
        "item": item.name, "number": item.number, "title": item.zh if lang == "zh" else item.en, "way": item.way,
        "count": move.count, "gain": _number(move.gain), "to": _number(move.to), "yuan": _number(move.yuan),
    }  # fmt: skip


def _supposed(before: Sheet, after: Sheet, lang: str) -> dict[str, Any]:
    pairs = zip(
        (one for section in before.sections for one in section.items),
        (one for section in after.sections for one in section.items),
        strict=True,
    )
    changed = [
        {"item": old.item.name, "number": old.item.number, "title": old.item.zh if lang == "zh" else old.item.en,
         "before": _number(old.lost), "after": _number(new.lost)}
        for old, new in pairs if old.lost != new.lost
    ]  # fmt: skip
    return {
        "total": _number(after.total), "low": _number(after.low), "high": _number(after.high),
        "band": _band(after.band, lang), "open": len(after.open), "items": changed,
    }  # fmt: skip
