"""The items of a score sheet: points lost or gained per case, caps, steps, weights of sections, bands of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.notices.obligations import grammar, quantities
from extractor.notices.obligations.data import score
from extractor.notices.obligations.demand import Demand
from extractor.notices.obligations.numerals import number
from extractor.notices.obligations.quantities import Quantity
from extractor.notices.obligations.topics import OTHER, topic
from extractor.notices.obligations.units import Unit

_LONGEST = 6000  # characters of an item of a score sheet
_PART = re.compile(r"[;。]")


@dataclass(frozen=True, slots=True)
class Award:
    """Points given or taken, with the words of their condition (``low`` to ``start``)."""

    low: int
    start: int
    stop: int
    points: Decimal
    direction: str | None
    per_case: bool


def is_sheet(units: Sequence[Unit]) -> bool:
    """Whether a notice has a score sheet at all: two pieces that give or take points."""
    return sum(1 for u in units if "分" in u.text and score("sheet").search(u.text)) >= 2


def demands(
    unit: Unit, section: str, weight: Decimal | None, party: str, sheet: bool
) -> tuple[list[Demand], list[tuple[int, int]]]:
    """The score rows of a unit and the places of its text that they use up."""
    text = unit.text
    if len(text) > _LONGEST or ("分" not in text and not score("total").search(text)):
        return [], []
    awards = _awards(text) if sheet else []
    base = Demand(
        unit,
        unit.place.start,
        len(text),
        (0, len(text)),
        "score",
        "score_item",
        party,
        modality="must",
        section=section or None,
    )
    if awards:
        return _items(base, awards, weight)
    return _bands(base)


def weight_of(text: str) -> tuple[Decimal, str, int, int] | None:
    """Points a heading gives to its section, with the heading's words: 二、技术服务（40分）, （10分） alone."""
    for name in ("weight", "weight_in_heading"):
        m = score(name).search(text)
        if m and len(text.strip()) <= 40 and (n := number(m["n"])) is not None:
            return n, text[: m.start()].strip(), m.start("n"), m.end("n") + 1
    return None


def _awards(text: str) -> list[Award]:
    caps = [m.span() for m in score("cap").finditer(text)]
    out: list[Award] = []
    low = 0
    for m in score("award").finditer(text):
        if any(a < m.end() and m.start() < b for a, b in caps):
            continue
        points = number(m["n"] or m["n2"] or "") if not m["none"] else Decimal(0)
        if points is None or (
            re.match(r"\s*(?:以上|及以上|以下|为|的(?:机构|单位|公司))", text[m.end() :]) and not m["none"]
        ):
            continue
        sign = m["sign"] or m["none"] or ""
        direction = "deduct" if score("deduct").search(sign) else "add" if sign or m["n2"] else None
        per = m["per"] is not None or score("per_case").search(text[low : m.end() + 3]) is not None
        out.append(Award(low, m.start(), m.end(), points, direction, per))
        low = m.end()
    return out


def _items(base: Demand, awards: Sequence[Award], weight: Decimal | None) -> tuple[list[Demand], list[tuple[int, int]]]:
    text = base.unit.text
    steps = [(a, span) for a in awards if (span := _interval(text, a)) is not None]
    used = [(a.start, a.stop) for a in awards] + [m.span() for m in score("cap").finditer(text)]
    if len(steps) >= 2:
        used += [(q.start, q.stop) for _, q in steps]
        return list(_steps(base, awards, dict(steps))), used
    parts = _parted(text, awards)
    if len(parts) > 1:
        found = [_items(base, part, None) for part in parts]
        return [d for items, _ in found for d in items], [span for _, spans in found for span in spans]
    cap = _cap(text, awards, weight)
    first = next((a for a in awards if a.per_case and a.points), awards[0])
    kept = [first, *(a for a in awards if a is not first and a.points and _beside(a, first))]
    items = [_item(base, a, cap) for a in sorted(kept, key=lambda a: a.start)]
    return items + list(_reached(base, first, used)), used


def _beside(a: Award, first: Award) -> bool:
    """Whether an award is one of its own: 市级的加3分，省级的加5分; not the sum of those per case (每星1分……得15分)."""
    return a.direction == first.direction and (a.direction == "deduct" or not first.per_case)


def _parted(text: str, awards: Sequence[Award]) -> list[list[Award]]:
    """Awards of one paragraph that semicolons part are items of their own."""
    out: list[list[Award]] = []
    for a in awards:
        if not out or _PART.search(text, out[-1][-1].stop, a.start):
            out.append([])
        out[-1].append(a)
    return out


def _reached(base: Demand, a: Award, used: list[tuple[int, int]]) -> Iterator[Demand]:
    """What must be reached for a deduction not to be made: "每低于90%一个百分点扣1分" demands 90 %."""
    text = base.unit.text
    opposite = {"less": "at_least", "more": "at_most"}
    for q in quantities.quantities(text, a.low, a.start):
        if q.what in ("ratio", "count") and q.operator in opposite and q.unit != "point":
            used.append((q.start, q.stop))
            about = topic(q.what, [text, base.unit.row.get("task", "")], unit=q.unit)
            if about.code != OTHER:
                yield replace(
                    base, kind=q.what, subject=about.code, at=(q.start, q.stop), value=q.value, operator=opposite[q.operator],
                    unit_code=q.unit, section=None, act=grammar.short(text[a.low : q.stop]), sure=0.7,
                )  # fmt: skip


def _item(base: Demand, a: Award, cap: Decimal | None) -> Demand:
    text = base.unit.text
    act = grammar.short(text[max(a.low, base.unit.place.start) : a.start]) or grammar.short(
        base.unit.row.get("task", "")
    )
    return replace(base, at=(a.start, a.stop), act=act, points=a.points, cap=cap, direction=a.direction or "deduct")


def _cap(text: str, awards: Sequence[Award], weight: Decimal | None) -> Decimal | None:
    end = next((m.start() for m in _PART.finditer(text, awards[-1].stop)), len(text))
    for m in score("cap").finditer(text, awards[0].low, end):
        return number(m["n"])
    gained = [a for a in awards if a.direction == "add"]
    if len(gained) > 1 and gained[0].per_case and gained[-1].points > gained[0].points:
        return gained[-1].points
    return weight


def _interval(text: str, a: Award) -> Quantity | None:
    """The span of values for which an award is given: 60%≤比例<80%, 90%以上, 低于50%."""
    part = max((m.end() for m in _PART.finditer(text, a.low, a.start)), default=a.low)
    if a.per_case and re.search(r"每(?!年)", text[part : a.start]):
        return None
    found = [
        q
        for q in quantities.quantities(text, part, a.start)
        if q.what in ("ratio", "bare", "count", "points") and (q.limit or q.value2)
    ]
    found = found[-1:]
    return found[0] if found and not found[0].negated else None


def _steps(base: Demand, awards: Sequence[Award], spans: dict[Award, Quantity]) -> Iterator[Demand]:
    text = base.unit.text
    unit = next((q.unit for q in spans.values() if q.unit), "percent")
    direction = next((a.direction for a in awards if a.points and a.direction), "deduct")
    for a in awards:
        q = spans.get(a)
        part = max((m.end() for m in _PART.finditer(text, a.low, a.start)), default=a.low)
        step = replace(_item(base, a, None), act=grammar.short(text[part : a.start]), direction=direction)
        if q is not None:
            yield replace(step, value=q.value, value2=q.value2, operator=q.operator, unit_code=unit)
        elif score("nothing").search(text[part : a.start]):
            yield replace(step, value=Decimal(0), operator="equal", unit_code=unit)
        elif a.points:
            yield step
    full = _full_marks(spans, direction)
    about = topic("ratio", [text, base.unit.row.get("task", "")]) if full and unit == "percent" else None
    if full and about and about.code != OTHER:
        yield replace(
            base, kind="ratio", subject=about.code, at=(full.start, full.stop), value=full.value, operator=full.operator,
            unit_code=unit, section=None, act=grammar.short(text[full.start : full.stop]), sure=0.75,
        )  # fmt: skip


def _full_marks(spans: dict[Award, Quantity], direction: str) -> Quantity | None:
    """What must be reached for nothing to be lost."""
    ranked = sorted(spans, key=lambda a: a.points, reverse=direction == "add")
    best = spans[ranked[0]]
    return best if best.operator in ("at_least", "more") and best.value2 is None else None


def _bands(base: Demand) -> tuple[list[Demand], list[tuple[int, int]]]:
    """Ranges of the total and what each brings: 评分≥90分的…, 75分以上不足90分为良好."""
    text = base.unit.text
    if not score("total").search(text):
        return [], []
    found = [q for q in quantities.quantities(text) if q.limit and (q.what == "points" or q.what == "bare")]
    floors = {q.value for q in found if q.operator == "at_least"}
    out = []
    for i, q in enumerate(found):
        if q.operator == "at_most" and q.value in floors:
            q = replace(q, operator="less")  # 60分以上…，60分以下…: the number belongs to the band above
        end = found[i + 1].start if i + 1 < len(found) else len(text)
        stop = min((x for mark in "。;" if (x := text.find(mark, q.stop)) >= 0), default=len(text))
        act = grammar.short(text[q.stop : min(stop, end)])
        subject = "satisfaction" if "满意" in text[max(0, q.start - 12) : q.start] else "score_band"
        out.append(
            replace(
                base,
                subject=subject,
                at=(q.start, q.stop),
                value=q.value,
                value2=q.value2,
                operator=q.operator,
                unit_code="point",
                act=act,
                section=None,
            )
        )
    return out, [(q.start, q.stop) for q in found]
