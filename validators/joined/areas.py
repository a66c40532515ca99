"""The towns of a roster: how many enterprises of industry and mining (工矿企业) each has, and how many of those are insured.

A line whose line of business does not tell is counted as "perhaps": a count is then known only where that does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from extractor.record import Record, Row
from extractor.values import sector
from extractor.values.dates import Moment
from validators.facts import Evidence, Fact, Facts, Subject, of_reading, witness

MANY = Decimal("Infinity")
"""Stands for "or any number more", where a list was not read to its end."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a roster: whether its enterprise is of industry or mining, and insured; None where it does not tell."""

    row: Row
    industrial: bool | None
    insured: bool | None


def subjects(
    records: Sequence[Record], policies: Sequence[tuple[str | None, Facts]], shared: Facts
) -> Iterator[Subject]:
    """An ``area`` for each town that a roster names: ``area``, ``area_enterprises``, ``area_coverage_rate`` (percent),
    ``area_counts`` (town → at least, at most; of the whole roster), ``area_pilot``, ``roster_date``, ``region_code``."""
    for record in records:
        if record.kind != "roster":
            continue
        towns = _towns(record)
        whole = bool(witness([record], "enterprises").value)
        unplaced = sum(
            row.value("area") is None and _industrial(record, row) is not False for row in record.rows("enterprises")
        )
        counts = {name: _count(lines, whole, unplaced) for name, lines in towns.items()}
        for name, lines in towns.items():
            facts = _facts(record, name, lines, counts, whole and not unplaced)
            facts["area_pilot"] = _pilot(name, shared)
            if "roster_date" not in facts and (review := shared["review_date"]).known:
                facts["roster_date"] = replace(review, why="the day of review, for want of a day on the roster")
            yield Subject("area", f"{record.name}#{name}", Facts(facts, shared))


def _towns(record: Record) -> dict[str, list[_Line]]:
    day = record.value("roster_date")
    towns: dict[str, list[_Line]] = {}
    for row in record.rows("enterprises"):
        if name := "".join(str(row.value("area") or "").split()):
            insured = _insured(record, row, day if isinstance(day, date) else None)
            towns.setdefault(name, []).append(_Line(row, _industrial(record, row), insured))
    return towns


def _industrial(record: Record, row: Row) -> bool | None:
    """Whether the enterprise is of industry or mining: by its line of business as written, or by the roster's own title."""
    cell = row.cells.get("industry")
    if cell is not None:
        told = sector.is_industrial(cell.span.text) if cell.span.text else None
        told = sector.is_industrial(str(cell.value)) if told is None and cell.value else told
        if told is not None:
            return told
    titled = any("工矿" in reading.span.text for reading in record.fields.values())
    return True if titled else None


def _insured(record: Record, row: Row, day: date | None) -> bool | None:
    """Whether the enterprise is insured on the roster's day: as the line says, or by its policy and the period of it."""
    said = row.value("insured")
    if isinstance(said, bool):
        return said
    scope = record.value("scope")
    if scope in ("insured", "uninsured"):
        return bool(scope == "insured")
    end = row.value("period_end")
    last = end.day if isinstance(end, Moment) else end
    if isinstance(last, date) and day is not None and last < day:
        return False
    return True if row.value("policy_no") else None


def _count(lines: Sequence[_Line], whole: bool, unplaced: int) -> tuple[int, Decimal]:
    """At least and at most so many enterprises of industry and mining."""
    least = sum(line.industrial is True for line in lines)
    most = Decimal(least + sum(line.industrial is None for line in lines) + unplaced)
    return least, most if whole else MANY


def _facts(
    record: Record, name: str, lines: Sequence[_Line], counts: dict[str, tuple[int, Decimal]], whole: bool
) -> dict[str, Fact]:
    places = (Evidence(record.path, "enterprises", lines[0].row.span),)
    least, most = counts[name]
    why = "" if least == most else "some lines do not tell, or nothing shows that the list was read whole"
    facts = {
        "area": Fact(name, places),
        "area_counts": Fact(counts, places),
        "area_enterprises": _between(Decimal(least), most, places, why),
        "area_coverage_rate": _coverage(lines, whole, places),
    }
    for field in ("roster_date", "region_code"):
        if field in record.fields:
            facts[field] = of_reading(record.fields[field], record.path, field)
    return facts


def _between(least: Decimal, most: Decimal, places: tuple[Evidence, ...], why: str) -> Fact:
    if least == most:
        return Fact(least, places)
    return Fact(least, places, "contradicted", why, rivals=(most,))


def _coverage(lines: Sequence[_Line], whole: bool, places: tuple[Evidence, ...]) -> Fact:
    """The share of the enterprises of industry and mining that is insured, percent."""
    theirs = [line for line in lines if line.industrial is not False]
    if not theirs:
        return Fact(None, places, "absent", "no line is of industry or mining")
    least = sum(line.industrial is True and line.insured is True for line in theirs)
    most = least + sum(line.industrial is None or line.insured is None for line in theirs)
    low, high = (Decimal(n * 100) / len(theirs) for n in (least, most))
    if not whole and high == 100:
        return Fact(None, places, "absent", "nothing shows that every line of the town was read")
    why = "some lines do not say whether the enterprise is insured, or what it does"
    return _between(low.quantize(Decimal("0.01")), high.quantize(Decimal("0.01")), places, why)


def _pilot(name: str, shared: Facts) -> Fact:
    """Whether the town is one of the pilots handed in beside the papers (``given.pilots``: a list of names)."""
    pilots = shared.value("given.pilots")
    if not isinstance(pilots, list | tuple):
        return Fact(None, (), "absent", "which towns are pilots was not handed in")
    return Fact(any(name.endswith(str(pilot)) or str(pilot).endswith(name) for pilot in pilots), ())
