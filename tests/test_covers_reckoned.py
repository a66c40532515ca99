"""Covers whose sums are reckoned, parted in brackets or told workshop by workshop, beside what is another insurer's or another year's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor import examine


def read(body: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """(fields, covers as code, per person, per accident, aggregate, premium) of a policy with ``body`` in it."""
    page = f"<meta charset=utf-8><h1>安全生产责任保险单</h1><p>保险单号：AB12345678901234</p>{body}"
    record = examine([("policy.html", page.encode())])
    columns = ("code", "per_person", "per_accident", "aggregate", "premium")
    rows = [tuple(row.value(c) for c in columns) for row in record.tables.get("coverages", ())]
    return {name: reading.value for name, reading in record.fields.items()}, rows


def table(*rows: str) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split("|")) + "</tr>" for row in rows) + "</table>"  # fmt: skip


LIST = (
    "责任项目|责任限额|保险费（元）",
    "从业人员伤亡|每人120万元；每次事故600万元；累计1200万元|每人210元×240人＝50,400.00",
    "医疗费用|每人12万元；累计120万元|30元×240人=7,200.00元",
    "救援费用|每次事故100万元；累计100万元|1,500.00",
    "总保险费|大写：伍万玖仟壹佰元整|59,100.00",
)


def test_a_premium_by_the_head_is_what_it_comes_to() -> None:
    fields, rows = read(table(*LIST))
    assert [row[4] for row in rows] == [50400, 7200, 1500]
    assert fields["premium"] == 59100
    assert fields["per_person_limit"] == 1200000  # 每人 in a cell over the total heads no column


def test_what_one_of_several_insurers_gets_is_not_the_premium() -> None:
    shares = table(
        "共保人|份额|保费分摊（元）", "阴山财产保险股份有限公司|60%|35,460.00", "河套财产保险股份有限公司|40%|23,640.00"
    )
    fields, _ = read(shares + table(*LIST))
    assert fields["premium"] == 59100


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("每次事故及累计500,000元（其中管线损失200,000元）", (None, 500000, 500000)),
        ("每人500,000元；每次事故及累计1,500,000元（其中医疗费用每人30,000元）", (500000, 1500000, 1500000)),
        ("每次事故200万元（其中每人50万元）", (500000, 2000000, None)),
    ],
)
def test_what_brackets_limit_a_part_to_is_not_the_covers_limit(cell: str, told: tuple[int | None, ...]) -> None:
    _, rows = read(table("责任|责任限额", "从业人员伤亡|每人50万元；每次事故500万元", f"第三者人身伤亡|{cell}", "法律费用|每次事故10万元"))  # fmt: skip
    assert rows[1][1:4] == told


WORKSHOPS = (
    "车间|人数|每人责任限额|每人保险费|保险费小计", "铸造|46|500,000|185|8,510.00", "涂装|21|500,000|205|4,305.00",
    "小计|67|||12,815.00",
)  # fmt: skip
OTHERS = "责任|责任限额|保险费", "医疗费用|每人50,000元|2,400.00", "法律费用|每次事故100,000元|100.00"


def test_a_list_of_workshops_under_the_name_of_a_cover_is_that_cover() -> None:
    body = f"<p>（一）各车间从业人员人身伤亡责任</p>{table(*WORKSHOPS)}<p>（二）其他责任</p>{table(*OTHERS)}"
    _, rows = read(f"{body}<p>保险费总计：￥15,315.00</p>")
    assert rows[0] == ("employee_injury", 500000, None, None, Decimal(12815))
    assert sum(row[4] for row in rows) == 15315


def test_workshops_with_unlike_limits_are_no_one_cover() -> None:
    body = table(*WORKSHOPS).replace("21</td><td>500,000", "21</td><td>400,000")
    _, rows = read(f"<p>（一）各车间从业人员人身伤亡责任</p>{body}<p>（二）其他责任</p>{table(*OTHERS)}")
    assert all(row[0] != "employee_injury" for row in rows)


def test_a_line_that_tells_both_years_tells_this_one() -> None:
    fields, _ = read("<p>员工人数：上期98人；本期105人</p><p>免赔额：上期每次事故2000元；本期每次事故1500元</p>")
    assert (fields["employee_count"], fields["deductible"]) == (105, 1500)


def test_the_title_of_an_article_names_no_count() -> None:
    fields, _ = read("<p>第一条　投保范围　甲方现有职工人数捌拾陆人，全部由乙方承保，承保人数为捌拾陆人。</p>")
    assert (fields["employee_count"], fields["insured_count"]) == (86, 86)


def test_an_address_ends_before_its_translation() -> None:
    fields, _ = read(table("地址|福建省晋江市陈埭镇苏厝工业区12号 No. 12 Sucuo Industrial Zone, Chendai, Jinjiang"))
    assert fields["address"] == "福建省晋江市陈埭镇苏厝工业区12号"


def test_a_division_of_trades_in_a_sentence() -> None:
    fields, _ = read("<p>贵公司住所位于湖南省津市市嘉山大道118号，属化学原料和化学制品制造业，现有从业人员215人。</p>")
    assert fields["industry"] == "化学原料和化学制品制造业"
