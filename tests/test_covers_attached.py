"""Covers whose sums are told by no list: to which of them each belongs, and what makes the scored reading stand back."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.covers.prose.attached import attached
from extractor.covers.table import find
from extractor.evidence.sheet import Sheet
from extractor.kinds import policy
from extractor.reading import read
from tests.pdf_pages import Sheets

COLUMNS = ("code", "per_person", "per_accident", "aggregate", "premium")
Told = list[tuple[Any, ...]]


def sheet_of(body: str) -> Sheet:
    return Sheet(read(f"<meta charset=utf-8>{body}".encode(), "x.html"))


def told(sheet: Sheet) -> Told:
    found = find(sheet)
    return [] if found is None else [tuple(row.value(c) for c in COLUMNS) for row in found.rows]


def grid(*rows: tuple[str, ...]) -> Sheet:
    """Cards side by side without any rule, each a name over labels over sums."""
    page = Sheets(600, 60 + 15 * len(rows))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            page.text(40 + 180 * c, 30 + 15 * r, words, 9)
    return Sheet(read(page.pdf(), "x.pdf"))


def table(*rows: tuple[str, ...]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


CARDS = (
    ("员工身故伤残", "员工医疗", "救援费用"),
    ("每人", "每人", "每次事故"),
    ("80万元", "8万元", "50万元"),
    ("每次事故", "每次事故", "全年累计"),
    ("800万元", "80万元", "100万元"),
)


def test_a_sum_belongs_to_the_card_it_stands_in() -> None:
    assert told(grid(*CARDS)) == [
        ("employee_injury", 800000, 8000000, None, None),
        ("medical", 80000, 800000, None, None),
        ("rescue", None, 500000, 1000000, None),
    ]


def test_a_limit_that_one_card_prints_too_high_is_read_as_printed() -> None:
    rows = [*CARDS[:2], ("800万元", "8万元", "50万元"), CARDS[3], ("80万元", "80万元", "100万元")]
    assert told(grid(*rows))[0] == ("employee_injury", 8000000, 800000, None, None)


def test_sums_that_fall_in_most_cards_are_no_reading() -> None:
    rows = [*CARDS[:2], ("800万元", "80万元", "50万元"), CARDS[3], ("80万元", "8万元", "100万元")]
    assert attached(grid(*rows)) is None


def test_a_list_without_limits_takes_those_of_the_sentence_under_it() -> None:
    premiums = table(
        ("承保项目", "保费（元）"), ("从业人员伤亡", "3,200.00"), ("医疗费用", "480.00"), ("救援费用", "90.00")
    )
    said = "<p>从业人员伤亡每人限额50万元，每次事故300万元；医疗费用每人5万元；救援费用每次事故20万元。</p>"
    assert told(sheet_of(premiums + said)) == [
        ("employee_injury", 500000, 3000000, None, 3200),
        ("medical", 50000, None, None, 480),
        ("rescue", None, 200000, None, 90),
    ]


def test_what_a_list_leaves_out_of_itself_is_not_added() -> None:
    body = table(
        ("保障项目", "是否投保", "每人限额", "每次事故限额", "累计限额"),
        ("从业人员伤亡", "√", "50万元", "300万元", "600万元"),
        ("医疗费用", "√", "5万元", "30万元", "60万元"),
    )
    codes = {
        row[0]
        for row in told(
            sheet_of(body + "<p>每次事故总限额1500万元，累计限额3000万元。</p><p>某某财产保险股份有限公司</p>")
        )
    }
    assert codes == {"employee_injury", "medical"}


@pytest.mark.parametrize(("same", "limit"), [("同上", 60000), ("同第1项", 600000), ("同左", None), ("见第1项", 600000)])
def test_a_cell_may_say_what_another_says(same: str, limit: int | None) -> None:
    body = table(
        ("序号", "责任", "每人限额", "每次事故限额"),
        ("1", "从业人员伤亡", "600,000", "6,000,000"),
        ("2", "医疗费用", "60,000", "600,000"),
        ("3", "第三者伤亡", same, "2,000,000"),
    )
    assert told(sheet_of(body))[2] == ("third_party_injury", limit, 2000000, None, None)


def test_a_cell_that_says_where_its_sum_is_told_holds_none() -> None:
    body = table(
        ("序号", "责任", "每人限额", "累计限额", "保费"),
        ("1", "从业人员伤亡", "60万元", "900万元", "9,000元"),
        ("2", "医疗费用", "6万元", "与第1项共用", "含在第1项内"),
    )
    assert told(sheet_of(body))[1] == ("medical", 60000, None, None, None)


def test_letters_that_another_table_explains_are_covers() -> None:
    names = table(("代号", "责任"), ("A", "从业人员死亡伤残"), ("B", "医疗费用"), ("C", "救援费用"))
    sums = table(
        ("代号", "每人(万元)", "每次(万元)", "保费(元)"),
        ("A", "50", "300", "900.00"),
        ("B", "5", "30", "90.00"),
        ("C", "", "20", "30.00"),
    )
    assert told(sheet_of(names + "<p>限额：</p>" + sums)) == [
        ("employee_injury", 500000, 3000000, None, 900),
        ("medical", 50000, 300000, None, 90),
        ("rescue", None, 200000, None, 30),
    ]


def test_letters_of_another_list_stay_what_they_are() -> None:
    names = table(("代号", "责任", "每人限额"), ("1", "从业人员死亡伤残", "50万元"), ("2", "医疗费用", "5万元"))
    trades = table(("序号", "岗位", "人数", "每人保费"), ("1", "井下", "30", "900元"), ("2", "地面", "12", "300元"))
    assert [row[0] for row in told(sheet_of(names + "<p>人员：</p>" + trades))] == ["employee_injury", "medical"]


def test_three_sums_with_strokes_under_a_heading_are_three_limits() -> None:
    body = "<h3>从业人员伤亡</h3><p>每人/每次事故/累计：50万元/250万元/500万元</p><h3>救援费用</h3><p>每次事故/累计：20万元/40万元</p><h3>法律费用</h3><p>每次事故/累计：5万元/10万元</p><p>保费￥11,780.00</p>"
    assert told(sheet_of(body)) == [
        ("employee_injury", 500000, 2500000, 5000000, None),
        ("rescue", None, 200000, 400000, None),
        ("legal", None, 50000, 100000, None),
    ]


def test_lines_under_a_third_party_are_of_it() -> None:
    body = table(
        ("从业人员伤亡", "每人限额", "80万元"),
        ("第三者", "", ""),
        ("人身伤亡", "每次事故限额", "300万元"),
        ("财产损失", "每次事故限额", "100万元"),
    )
    assert [row[:3] for row in told(sheet_of(body))] == [
        ("employee_injury", 800000, None),
        ("third_party_injury", None, 3000000),
        ("third_party_property", None, 1000000),
    ]


def test_a_premium_takes_no_unit_from_a_sum_above_it() -> None:
    body = table(("责任", "限额"), ("法律援助", "全年累计：20万元"), ("保费", "肆万陆仟伍佰元整（46,500.00）"))
    assert policy.extract(sheet_of(body)).fields["premium"].value == 46500


def test_who_signs_under_a_last_field_is_no_part_of_it() -> None:
    page = Sheets(600, 200)
    page.text(40, 40, "总保费 35,640元　每次事故免赔 500元", 10)
    page.text(40, 55, "苏中财产保险股份有限公司泰州中心支公司", 10)
    assert [u.text for u in Sheet(read(page.pdf(), "x.pdf")).units][-1] == "苏中财产保险股份有限公司泰州中心支公司"


def test_two_covers_in_a_line_are_two_lines() -> None:
    body = table(
        ("责任", "限额", "保费", "责任", "限额", "保费"),
        ("从业人员伤亡", "每人50万元 每次400万元", "900元", "医疗费用", "每人5万元 每次40万元", "90元"),
        ("救援费用", "每次20万元", "30元", "法律费用", "每次10万元", "20元"),
    )
    assert sorted(told(sheet_of(body))) == [
        ("employee_injury", 500000, 4000000, None, 900),
        ("legal", None, 100000, None, 20),
        ("medical", 50000, 400000, None, 90),
        ("rescue", None, 200000, None, 30),
    ]


def test_a_name_cut_in_two_cells_is_one() -> None:
    body = table(
        ("保障", "从业人员", "从业人员", "第三者", "第三者"),
        ("", "伤亡", "医疗", "人身伤亡", "财产损失"),
        ("每人", "60万元", "6万元", "50万元", "/"),
        ("每次", "600万元", "60万元", "200万元", "80万元"),
    )
    assert told(sheet_of(body)) == [
        ("employee_injury", 600000, 6000000, None, None),
        ("medical", 60000, 600000, None, None),
        ("third_party_injury", 500000, 2000000, None, None),
        ("third_party_property", None, 800000, None, None),
    ]


def test_a_line_with_its_premium_heads_the_limits_under_it() -> None:
    body = "".join(
        f"<table><tr><td colspan=3>{name}（保费 {paid} 元）</td></tr><tr><td>每人：{one}万元</td><td>每次事故：{each}万元</td><td>累计：{all_}万元</td></tr></table>"
        for name, paid, one, each, all_ in [
            ("从业人员伤亡", "900.00", 60, 500, 1000),
            ("从业人员医疗", "90.00", 6, 50, 100),
        ]
    )
    assert told(sheet_of(body)) == [
        ("employee_injury", 600000, 5000000, 10000000, 900),
        ("medical", 60000, 500000, 1000000, 90),
    ]
