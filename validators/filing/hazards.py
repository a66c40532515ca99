"""What a report says of one hazard."""

from __future__ import annotations

from extractor.record import Record, Row
from validators.facts import Fact, cells

_HAZARD_COLUMNS = (
    "level", "deadline", "rectified", "rectified_on", "refused", "refused_on", "reported_to", "reported_on", "advice",
)  # fmt: skip
_COLUMNS = (*_HAZARD_COLUMNS, "description")
_FACTS = (*(f"hazard_{column}" for column in _HAZARD_COLUMNS), "hazard")


def hazard_to_facts(record: Record, row: Row) -> dict[str, Fact]:
    facts = dict(zip(_FACTS, cells(row, _COLUMNS, record.path, "hazards"), strict=True))
    facts["hazard_refusal"] = _refusal(facts["hazard_refused_on"], facts["hazard_deadline"])
    return facts


def _refusal(refused_on: Fact, deadline: Fact) -> Fact:
    """When a refusal stands: the later of the day it was recorded and the deadline, so that nobody is late by one reading alone."""
    told = [fact for fact in (refused_on, deadline) if fact.known]
    return max(told, key=lambda fact: fact.value) if told else deadline
