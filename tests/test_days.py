"""Counting days: what the calendar does not cover is undecided, not guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from validators import days
from validators.cases import facts_of
from validators.checks import within_days, within_workdays
from validators.days import is_day_off, last_workday, lateness, rolled_over

UNKNOWN = date(2041, 9, 23)  # a Monday; the State announces its days off a year ahead


def test_the_calendar_does_not_cover_that_year() -> None:
    assert is_day_off(UNKNOWN) is None


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (7, False),  # in time by every calendar
        (8, None),  # the seventh day may have been a day off
        (7 + days.LONGEST_HOLIDAY, None),
        (8 + days.LONGEST_HOLIDAY, True),  # no run of days off is so long
    ],
)
def test_a_deadline_in_an_unknown_year(after: int, late: bool | None) -> None:
    assert lateness(UNKNOWN, UNKNOWN + timedelta(days=after), 7).late is late


def test_a_rule_in_an_unknown_year_is_undecided() -> None:
    rule = within_days.Params(("sign_date",), "uploaded_at", value=7)
    facts = facts_of({"sign_date": "2041-09-23", "uploaded_at": "2041-10-02T09:00:00+08:00"})
    outcome = within_days.check(facts, rule)
    assert (outcome.verdict.value, "calendar" in outcome.why) == ("undecided", True)


def test_working_days_in_an_unknown_year() -> None:
    assert last_workday(UNKNOWN, 10) is None
    rule = within_workdays.Params("complained_on", "answered_on", value=10)
    late = facts_of({"complained_on": "2041-09-23", "answered_on": "2041-10-08"})
    soon = facts_of({"complained_on": "2041-09-23", "answered_on": "2041-10-03"})
    assert within_workdays.check(late, rule).verdict.value == "undecided"
    assert within_workdays.check(soon, rule).verdict.value == "satisfied"  # ten days hold no more than ten working days


@pytest.mark.parametrize(
    ("start", "allowed", "last"),
    [
        (date(2024, 3, 4), 5, date(2024, 3, 11)),  # Monday + 5, one weekend between
        (date(2024, 9, 27), 2, date(2024, 9, 30)),  # Sunday 29 September was made up for the holiday
        (date(2024, 9, 30), 1, date(2024, 10, 8)),  # the seven days of National Day
        (date(2025, 1, 24), 3, date(2025, 2, 5)),  # 26 January made up, then Spring Festival to 4 February
    ],
)
def test_working_days(start: date, allowed: int, last: date) -> None:
    assert last_workday(start, allowed) == last


@pytest.mark.parametrize("allowed", [0, -1, days.MOST_WORKDAYS + 1])
def test_no_number_of_working_days(allowed: int) -> None:
    assert last_workday(date(2024, 3, 4), allowed) is None


def test_the_last_day_rolls_over_where_the_calendar_is_known() -> None:
    assert rolled_over(date(2024, 10, 1)) == date(2024, 10, 8)
    assert rolled_over(UNKNOWN) == UNKNOWN
