"""A later report tells what became of a hazard that an earlier one listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.record import Reading, Record, Row
from extractor.span import Span
from validators.filing.followed import listed, with_later
from validators.filing.hazards import hazard_to_facts


def report(path: str, day: date, **cells: Any) -> Record:
    place = Span("")
    told = {name: Reading(value, place, "table", 1.0) for name, value in cells.items()}
    return Record(path, "0" * 64, "service_report", {"service_start": Reading(day, place, "label", 1.0)}, {"hazards": (Row(told, place),)})  # fmt: skip


REFUSED = {"description": "煤气水封 水位不足", "level": "重大", "refused": True, "rectified": False}


@pytest.mark.parametrize(
    ("day", "later", "wanted"),
    [
        (date(2024, 2, 1), {"reported_on": date(2024, 1, 19)}, {"hazard_reported_on": date(2024, 1, 19), "hazard_refused": True}),
        (date(2024, 2, 1), {"rectified": True, "refused": False}, {"hazard_rectified": True, "hazard_refused": None}),
        (date(2024, 2, 1), {"description": "别处的水封漏气", "reported_on": date(2024, 1, 19)}, {"hazard_reported_on": None}),
        (date(2023, 12, 1), {"reported_on": date(2024, 1, 19)}, {"hazard_reported_on": None}),
    ],
    ids=["reported", "mended", "another", "an earlier report"],
)  # fmt: skip
def test_an_earlier_hazard_knows_what_a_later_report_says(day: date, later: Any, wanted: dict[str, Any]) -> None:
    first = report("a.pdf", date(2024, 1, 1), **REFUSED)
    second = report("b.pdf", day, **{**REFUSED, "description": "煤气水封水位不足", **later})
    row = first.rows("hazards")[0]
    facts = with_later(hazard_to_facts(first, row), first, row, listed([first, second]))
    assert {name: facts[name].value if facts[name].known else None for name in wanted} == wanted
