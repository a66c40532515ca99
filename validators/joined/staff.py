"""Staff lists (从业人员清单) as subjects, and what they tell of a policy: how many people, in what forms of work, insured for what sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.record import Record
from extractor.values.dates import Moment
from validators.facts import ABSENT, CHANGED, Evidence, Fact, Facts, Subject, fold, of_reading, witness
from validators.joined import Papers

Policies = Sequence[tuple[str | None, Facts]]
PLACES = 20
"""As many lines are shown as evidence of the count; a list may have thousands."""
_OF_POLICY = ("staff_count", "staff_forms", "staff_limits")


def policy(facts: Mapping[str, Fact], papers: Papers) -> dict[str, Fact]:
    """staff_count, staff_forms and staff_limits of the one list that is this policy's; none where several are."""
    lists = [record for record in papers.all if record.kind == "staff_list"]
    others = [record for record in papers.all if record.kind == "policy" and record not in papers.policy]
    mine = [
        record
        for record in lists
        if _belongs(record, papers.number, facts, alone=not others)
        and not any(_may_be_of(record, other, facts) for other in others)
    ]
    if len(mine) != 1:
        return {}
    told = _facts(mine[0])
    return {name: told[name] for name in _OF_POLICY if name in told}


def subjects(records: Sequence[Record], policies: Policies, shared: Facts) -> Iterator[Subject]:
    """Every list of staff, over the facts of the policy that it belongs to."""
    for record in records:
        if record.kind != "staff_list":
            continue
        alone = len(policies) == 1
        owners = [facts for number, facts in policies if _belongs(record, number, facts, alone=alone)]
        if len(owners) > 1:  # several years of one enterprise: the day of the list tells which
            day = _day(record.value("list_date"))
            owners = [facts for facts in owners if _within(day, *(_get(facts, name).value for name in _PERIOD))]
        owner = owners[0] if len(owners) == 1 else shared
        yield Subject("staff", record.name, Facts(_facts(record) | _insured_then(record, owner), owner))


def _insured_then(record: Record, owner: Facts) -> dict[str, Fact]:
    """How many were insured on the day of the list, where one endorsement changed it and the list is of its day or later."""
    insured, since, day = owner["insured_count"], owner["insured_count_from"], _day(record.value("list_date"))
    if insured.why != CHANGED or len(insured.rivals) != 1 or not since.known or day is None or day < since.value:
        return {}
    return {"insured_count": replace(insured, state="known", value=insured.rivals[0], rivals=(), why="")}


def _belongs(record: Record, number: str | None, facts: Mapping[str, Fact] | Facts, *, alone: bool) -> bool:
    """Whether the list is this policy's: by the number it names, else by the enterprise, else as the only policy there is."""
    named = record.value("policy_no")
    if named:
        return number is not None and fold(str(named)) == number
    enterprise = record.value("enterprise")
    if not enterprise:
        return alone
    parties = [_get(facts, party) for party in ("policyholder", "insured")]
    names = {fold(str(fact.value)) for fact in parties if fact.known}
    return fold(str(enterprise)) in names if names else alone


_PERIOD = ("period_start", "period_end")


def _may_be_of(record: Record, other: Record, facts: Mapping[str, Fact]) -> bool:
    """Whether a list without a policy's number may as well be that of another policy of the same enterprise: the day of the
    list does not lie in this policy's period alone."""
    if record.value("policy_no"):
        return False
    enterprise = record.value("enterprise")
    names = {fold(str(name)) for party in ("policyholder", "insured") if (name := other.value(party))}
    if enterprise and names and fold(str(enterprise)) not in names:
        return False
    day = _day(record.value("list_date"))
    here = _within(day, *(_get(facts, name).value for name in _PERIOD))
    return not here or _within(day, *(other.value(name) for name in _PERIOD))


def _within(day: date | None, start: Moment | date | None, end: Moment | date | None) -> bool:
    first, last = _day(start), _day(end)
    return day is not None and first is not None and last is not None and first <= day <= last


def _day(value: Moment | date | None) -> date | None:
    return value.day if isinstance(value, Moment) else value


def _get(facts: Mapping[str, Fact] | Facts, name: str) -> Fact:
    return facts[name] if isinstance(facts, Facts) else facts.get(name, ABSENT)


def _facts(record: Record) -> dict[str, Fact]:
    """The list's own facts. A person who stands on it twice is counted once, where numbers of identity tell."""
    rows = record.rows("staff")
    places = tuple(Evidence(record.path, "staff", row.span) for row in rows[:PLACES])
    out = {
        "staff_complete": witness([record], "staff"),
        "report_path": Fact(record.path, (Evidence(record.path, "staff"),)),
    }
    whole = [str(number) for row in rows if (number := row.value("id_no")) and "*" not in str(number)]
    twice = len(whole) - len(set(whole))
    if rows:
        out["staff_count"] = Fact(len(rows) - twice, places)
    forms = frozenset(row.value("form") for row in rows if row.value("form"))
    if forms:
        out["staff_forms"] = Fact(forms, _places(record, "form"))
    limits: frozenset[Decimal] = frozenset(
        row.value("per_person_limit") for row in rows if row.value("per_person_limit") is not None
    )
    if limits:
        surely = min(row.cells["per_person_limit"].confidence for row in rows if "per_person_limit" in row.cells)
        out["staff_limits"] = Fact(limits, _places(record, "per_person_limit"), confidence=surely)
    if (reading := record.fields.get("list_date")) is not None:
        out["staff_date"] = of_reading(reading, record.path, "list_date")
    return out


def _places(record: Record, column: str) -> tuple[Evidence, ...]:
    """The first place of each value of a column: enough to show that they differ."""
    first: dict[object, Evidence] = {}
    for row in record.rows("staff"):
        if (reading := row.cells.get(column)) is not None:
            first.setdefault(reading.value, Evidence(record.path, "staff", reading.span))
    return tuple(first.values())
