"""What stands at a box that was left empty, beside one that was ticked, is not what the paper says."""

from __future__ import annotations

import pytest

from tests.test_filings_of_counties import examined

TITLE = ("<h1>安全生产责任保险单</h1>", "保险单号：QX15062221000345817", "投保人：无锡惠澄精密铸造有限公司")


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("每人死亡伤残责任限额：□30万元 □50万元 ☑80万元 □100万元", 800000),
        ("每人死亡伤残责任限额：30万元□ 50万元√ 80万元□", 500000),
        ("每人死亡伤残责任限额：■60万元　□80万元", 600000),
        ("每人死亡伤残责任限额：☐40万元 ☒90万元", 900000),
        ("□ 每人死亡伤残责任限额：80万元", 800000),
    ],
    ids=["before", "behind", "filled", "crossed", "a mere mark of a list"],
)
def test_the_ticked_sum_is_read(line: str, limit: int) -> None:
    assert examined(*TITLE, line).fields["per_person_limit"].value == limit


def test_boxes_in_cells_of_one_row() -> None:
    table = (
        "<table><tr><td>每人死亡伤残责任限额</td><td>□40万元</td><td>☑60万元</td><td>□80万元</td></tr>"
        "<tr><td>每次事故责任限额</td><td>☑600万元</td><td>□800万元</td><td>□1000万元</td></tr></table>"
    )
    fields = examined(*TITLE, table).fields
    assert (fields["per_person_limit"].value, fields["per_accident_limit"].value) == (600000, 6000000)


@pytest.mark.parametrize(("line", "borne"), [("免赔：☑无　□每次事故1000元", 0), ("免赔：□无　☑每次事故1000元", 1000)])
def test_a_deductible_to_choose(line: str, borne: int) -> None:
    assert examined(*TITLE, line).fields["deductible"].value == borne


def test_an_empty_option_parts_no_label_from_its_sum() -> None:
    rows = (
        "<table><tr><td>附加第三者责任</td><td>不投保 □</td><td>每次20万元 □</td><td>每次50万元 ☑</td></tr>"
        "<tr><td>每人伤亡限额</td><td>30万元 □</td><td>60万元 ☑</td><td>80万元 □</td></tr></table>"
    )
    fields = examined(*TITLE, rows).fields
    assert (fields["third_party_limit"].value, fields["per_person_limit"].value) == (500000, 600000)
    assert "per_accident_limit" not in fields
    assert "per_accident_limit" not in examined(*TITLE, rows.partition("</tr>")[0]).fields
