"""What a report says of one hazard."""

from __future__ import annotations

from extractor.record import Record, Row
from validators.facts import Fact, cell

_HAZARD_COLUMNS = (
    "level", "deadline", "rectified", "rectified_on", "refused", "refused_on", "reported_to", "reported_on", "advice",
)  # fmt: skip


def hazard_to_facts(record: Record, row: Row) -> dict[str, Fact]:
    facts = {f"hazard_{column}": cell(row, column, record.path, "hazards") for column in _HAZARD_COLUMNS}
    facts["hazard"] = cell(row, "description", record.path, "hazards")
    facts["hazard_refusal"] = _refusal(facts["hazard_refused_on"], facts["hazard_deadline"])
    return facts


def _refusal(refused_on: Fact, deadline: Fact) -> Fact:
    """When a refusal stands: the later of the day it was recorded and the deadline, so that nobody is late by one reading alone."""
    told = [fact for fact in (refused_on, deadline) if fact.known]
    return max(told, key=lambda fact: fact.value) if told else deadline
