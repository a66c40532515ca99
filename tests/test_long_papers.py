"""Long lines and long columns: what is asked for each value must not look through all of them. At these sizes it would take minutes."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

import extractor
from extractor.clauses import recognise
from extractor.document import Cell, Line, Table
from extractor.evidence.units import Unit
from extractor.notices.obligations.context import Sentence
from extractor.pdf import layer
from extractor.values.scan import scan


@pytest.mark.parametrize("part", ["1", "1,", "一", "壹", "1.", "1月、"])
def test_a_run_of_digits_says_nothing_of_itself(part: str) -> None:
    assert not recognise(part * (30_000 // len(part)) + "。")


def test_numbers_as_people_write_them_are_whole() -> None:
    (said,) = (m for m in recognise("每次事故绝对免赔额为123,456,789.00元。") if m.code == "deductible")
    assert said.amount == 123_456_789


def test_a_line_of_a_thousand_sums_is_read() -> None:
    text = "安全生产责任保险保险单\n保险单号：AQZR20250001234\n特别约定：" + "1,000元，" * 570
    assert extractor.examine([("policy.txt", text.encode())]).kind == "policy"


def unit(text: str, index: int = 0, table: Table | None = None) -> Unit:
    cell = None if table is None else Cell(index, 0, (Line(text),))
    return Unit(index, text, text, (), None, None, table, cell, tokens=scan(text))


def test_values_are_found_by_their_places() -> None:
    one = unit("参保62名，保费¥19,859.00（占13%），每人10万元")
    for place in range(len(one.text) + 1):
        assert one.ended_by(place) == sum(t.stop <= place for t in one.tokens)
        assert one.token_at(place) == next((k for k, t in enumerate(one.tokens) if t.start == place), None)
    for low, high in itertools.combinations(range(0, len(one.text), 3), 2):
        assert one.begun_in(low, high) == tuple(t for t in one.tokens if low <= t.start < high)


def test_the_top_of_a_long_column_is_looked_for_once() -> None:
    table = Table((), 20_000, 1)
    column = [unit("5", row, table) for row in range(20_000)]
    for over, under in itertools.pairwise(column):
        under.above = over
    assert all(one.topmost() is column[0] for one in column)
    assert unit("5", 0, table).topmost().text == "5"


@pytest.mark.parametrize("repeated", ["应当按照下列要求办理，", "下列"])
def test_what_leads_a_list_in_is_looked_for_once_in_a_paragraph(repeated: str) -> None:
    text = (
        repeated * (60_000 // len(repeated))
        + "不低于1000元。保险费按三档，赔付不得低于下列标准:(一)30万元;(二)50万元。"
    )
    unit: Any = SimpleNamespace(text=text, place=SimpleNamespace(start=0))
    assert Sentence(unit, 0, len(text), None, None, None).lead == "保险费按三档，赔付不得低于下列标准:"
    assert Sentence(unit, 0, 60_000, None, None, None).lead == ""


def test_characters_taller_than_any_page_cover_nothing_and_are_not_looked_up_row_by_row() -> None:
    giant = [("投", 0.7, -2e11, 116.0, 5e10), ("保", 116.0, -2e11, 232.0, 5e10)]
    print_ = [("险", 10.0, 100.0, 20.0, 110.0)]
    hidden = [(glyph, "same_colour") for glyph in (*giant, *print_)]
    assert layer._without_shadows(hidden, [*giant, *print_]) == hidden[:2]
