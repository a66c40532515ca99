"""The list of known documents: its file is sound, and a wrong year is told from an unknown number."""

from __future__ import annotations

from datetime import date

import pytest

from validators import known


@pytest.mark.parametrize(
    ("issuer", "serial", "year", "correct"),
    [
        ("淄政办字", "16", 2017, "淄政办字〔2018〕16号"),
        ("虞安办", "29", 2022, "虞安办〔2021〕29号"),
        ("应急监二", "84", 2024, "应急监二〔2023〕84号"),
        ("应急监二", "84", 2023, None),
        ("应急监二", "85", 2023, None),  # no such serial known: nothing to correct
        ("宿应急", "84", 2024, None),  # another issuer
        ("AQ", "9010", 2018, "AQ 9010-2019"),
        ("AQ", "4128", 2018, None),  # known from memory only
    ],
)
def test_wrong_year(issuer: str, serial: str, year: int, correct: str | None) -> None:
    assert known.wrong_year(issuer, serial, year) == correct


def test_standing_by_day() -> None:
    measures = known.lookup("安监总办[2017]140号")
    assert measures is not None
    assert [
        measures.in_force(day) for day in (date(2017, 12, 31), date(2018, 1, 1), date(2025, 3, 28), date(2025, 3, 29))
    ] == [
        False,
        True,
        True,
        False,
    ]
    assert known.lookup("应急〔2024〕27号") is None
    unknown_start = known.lookup("淄政办字〔2018〕16号")
    assert unknown_start is not None
    assert unknown_start.in_force(date(2018, 9, 1)) is None


def test_same_title_issued_anew() -> None:
    assert {k.number.year for k in known.by_title("安全生产责任保险实施办法")} == {2017, 2025}


def test_every_successor_is_listed_and_no_number_twice() -> None:
    numbers = [k.number for k in known.documents()]
    assert len(set(numbers)) == len(numbers)
    for one in known.documents():
        assert one.replaced_by is None or known.lookup(one.replaced_by) is not None
    assert "AQ 4128-2019" not in set(known.numbers())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("documents: [{number: 甲, confidence: V, source: x}]", "not a document number"),
        ("documents: [{number: 应急〔2025〕27号, confidence: Q, source: x}]", "confidence"),
        ("documents: [{number: 应急〔2025〕27号, confidence: V, source: x, yaer: 1}]", "unknown key yaer"),
    ],
)
def test_a_bad_entry_says_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        known.parse_known(text)
