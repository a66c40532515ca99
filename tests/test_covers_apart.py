"""What is printed beside a policy's own covers and is none of them: plans not taken, another year, remarks, sums a day."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import examine


def read(body: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """(fields, covers as code, per person, per accident, aggregate) of a policy with ``body`` in it."""
    page = f"<meta charset=utf-8><h1>安全生产责任保险单</h1><p>保险单号：AB12345678901234</p>{body}"
    record = examine([("policy.html", page.encode())])
    columns = ("code", "per_person", "per_accident", "aggregate")
    rows = [tuple(row.value(c) for c in columns) for row in record.tables.get("coverages", ())]
    return {name: reading.value for name, reading in record.fields.items()}, rows


def table(*rows: str) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split("|")) + "</tr>" for row in rows) + "</table>"  # fmt: skip


PLANS = ("每人死亡伤残责任限额|40万元|60万元|80万元", "每次事故责任限额|400万元|600万元|800万元")


@pytest.mark.parametrize(
    ("head", "said", "taken"),
    [
        ("保障内容|□甲款|☑乙款|□丙款", "", 600000),
        ("保障内容|☑甲款|□乙款|□丙款", "", 400000),
        ("保障内容|甲款|乙款|丙款", "<p>投保方案：丙款</p>", 800000),
    ],
)
def test_the_plan_that_was_taken_counts(head: str, said: str, taken: int) -> None:
    fields, _ = read(said + table(head, *PLANS))
    assert fields["per_person_limit"] == taken
    assert fields["per_accident_limit"] == taken * 10


def test_boxes_that_are_all_empty_choose_nothing() -> None:
    fields, _ = read(table("保障内容|□甲款|□乙款", "每人死亡伤残责任限额|40万元|60万元"))
    assert fields.get("per_person_limit") in (None, 400000)


def test_last_years_column_is_passed_over_below_other_rows() -> None:
    fields, _ = read(
        table(
            "投保人|某某县红星石场有限公司|", "行业|采石|", "项目|上年度|本年度",
            "每人死亡伤残责任限额|40万元|50万元", "每次事故责任限额|300万元|500万元", "累计责任限额|600万元|1000万元",
        )
    )  # fmt: skip
    assert [fields[f"{n}_limit"] for n in ("per_person", "per_accident", "aggregate")] == [500000, 5000000, 10000000]


def test_a_remark_between_covers_ends_no_list() -> None:
    _, rows = read(
        "<table><tr><td>保险责任</td><td>每人限额</td><td>每次事故限额</td><td>累计限额</td></tr>"
        "<tr><td>从业人员伤亡</td><td>50万元</td><td>500万元</td><td>900万元</td></tr>"
        "<tr><td colspan=4>免赔说明：无</td></tr>"
        "<tr><td>医疗费用</td><td>5万元</td><td>50万元</td><td>90万元</td></tr></table>"
    )
    assert [row[0] for row in rows] == ["employee_injury", "medical"]


def test_one_sum_for_an_accident_and_the_year_is_both_and_a_sum_a_day_is_none() -> None:
    _, rows = read(
        table(
            "附加险|限额", "附加医疗费用|每人5万元", "附加救援费用|每次事故及累计30万元", "附加法律费用|10万元（每次）、20万元（累计）",
            "误工费|100元/天", "附加第三者责任|人身100万元（每次）、财产20万元（每次）",
        )
    )  # fmt: skip
    assert rows == [
        ("medical", 50000, None, None),
        ("rescue", None, 300000, 300000),
        ("legal", None, 100000, 200000),
        ("other", None, None, None),
        ("third_party_injury", None, 1000000, None),
        ("third_party_property", None, 200000, None),
    ]


def test_forms_under_headings_are_covers() -> None:
    _, rows = read(
        "<p>主险：安全生产责任保险</p>" + table("每人伤亡责任限额|50万元|每次事故责任限额|500万元")
        + "<p>附加险：附加救援费用保险</p>" + table("每次事故责任限额|20万元|累计责任限额|40万元")
    )  # fmt: skip
    assert rows == [("employee_injury", 500000, 5000000, None), ("rescue", None, 200000, 400000)]


def test_people_that_are_paid_for_trade_by_trade_are_those_covered() -> None:
    fields, _ = read(
        table("工种|人数|每人保费（元）|保费小计（元）", "电工|12|300|3600", "焊工|20|500|10000", "合计|32||13600")
    )
    assert fields["insured_count"] == 32


@pytest.mark.parametrize(
    ("heads", "sums"),
    [
        ("不含税保费|税额|价税合计", ("40,000.00|2,400.00|42,400.00", "5,000.00|300.00|5,300.00", "45,000.00|2,700.00|47,700.00")),
        ("价税合计|不含税保费|税额", ("42,400.00|40,000.00|2,400.00", "5,300.00|5,000.00|300.00", "47,700.00|45,000.00|2,700.00")),
        ("保险费|税额|合计", ("40,000.00|2,400.00|42,400.00", "5,000.00|300.00|5,300.00", "45,000.00|2,700.00|47,700.00")),
    ],
    ids=["without, tax, with", "with first", "nothing says without"],
)  # fmt: skip
def test_an_item_costs_what_it_does_with_its_tax(heads: str, sums: tuple[str, str, str]) -> None:
    """A total with tax is no sum of what the items cost without it."""
    lines = (f"从业人员死亡伤残|800,000.00|8,000,000.00|{sums[0]}", f"医疗费用|80,000.00|800,000.00|{sums[1]}")
    body = table(f"保险责任|每人限额|每次事故限额|{heads}", *lines, f"合计|||{sums[2]}")
    total = "<p>保险费合计（含税）：人民币肆万柒仟柒佰元整（¥47,700.00）</p>"
    record = examine([("policy.html", f"<meta charset=utf-8><h1>安全生产责任保险单</h1>{body}{total}".encode())])
    assert [row.value("premium") for row in record.tables["coverages"]] == [42400, 5300]
    assert record.fields["premium"].value == 47700


@pytest.mark.parametrize(
    ("said", "sums"),
    [
        ("人民币肆万柒仟柒佰元整（¥47,700.00），其中增值税2,700.00元", {47700, 45000}),
        ("人民币肆万柒仟柒佰元整（含税6%，¥47,700.00）", {47700, 45000}),
        ("人民币肆万柒仟柒佰元整（¥47,700.00）", {47700}),
        ("人民币肆万柒仟捌佰元整（含税6%，¥47,800.00）", {47800}),
    ],
    ids=["the tax is printed", "the rate is", "no word of tax", "no tax is so high"],
)
def test_a_premium_with_tax_may_be_the_sum_of_items_without(said: str, sums: set[int]) -> None:
    """Neither of two sums that differ by the tax is a wrong one."""
    lines = table("保险责任|每人限额|保险费", "从业人员死亡伤残|800,000.00|40,000.00", "医疗费用|80,000.00|5,000.00")
    total = f"<p>总保险费：{said}</p>"
    premium = examine([("p.html", f"<meta charset=utf-8><h1>安全生产责任保险单</h1>{lines}{total}".encode())]).fields[
        "premium"
    ]
    assert {premium.value, *(r.value for r in premium.rivals)} == sums


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("<p>扩展条款</p><p>24小时扩展条款：从业人员在上下班途中发生交通事故的，每人限额100,000元。</p>", 500000),
        ("<p>附加猝死责任条款：每人限额200,000元。</p>", 500000),
        ("<p>增值服务</p><p>被保险人家属慰问金每人限额20,000元。</p>", 500000),
        ("<p>上下班途中发生事故的，每人限额100,000元，该限额包含在主险每人限额之内。</p>", 500000),
        ("<p>从业人员在上下班途中遭受交通事故伤害的，每人限额10万元。</p>", 500000),
        ("<p>附加猝死：每人限额10万元，每次事故限额50万元</p>", 500000),
        ("<p>工作时间突发疾病死亡的，按每人限额10万元赔付。</p>", 500000),
        ("<p>上下班途中伤亡每人限额10万元</p>", 500000),
        ("<p>24小时意外保障：每人限额人民币10万元</p>", 500000),
        ("<p>从业人员伤亡（含上下班途中）：每人限额40万元</p>", 400000),
        ("<p>扩展条款：无</p><p>每人责任限额：400,000元</p>", 400000),
    ],
    ids=[
        "under its heading",
        "a clause added",
        "a gift",
        "within the main one",
        "on the way to work",
        "a bare addition",
        "an illness",
        "hurt on the way",
        "round the clock",
        "the main cover and an occasion",
        "the policy's own",
    ],
)
def test_a_limit_of_an_extension_is_not_the_policys(said: str, limit: int) -> None:
    covers = table(
        "保险责任|每人限额|每次事故限额", "从业人员死亡伤残|500,000.00|5,000,000.00", "医疗费用|50,000.00|500,000.00"
    )
    fields, _ = read(covers + said)
    assert fields["per_person_limit"] == limit
