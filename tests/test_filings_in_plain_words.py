"""What a policy, a report or a book says in words of everyday, by causes that filings written blind brought to light."""

from __future__ import annotations

import pytest

from extractor.clauses import recognise
from extractor.values import organisation
from tests.test_filings_of_offices import schedule

FACTORY = "嘉陵青岚精细化工有限公司"
HEAD = ("安全生产责任保险保险单", "保险单号：AZ-50-2025-0061-7738")


@pytest.mark.parametrize(
    ("sentence", "borne"),
    [
        ("每次事故，凡涉及赔付的，均先由甲方自行承担3,000元，余额由我司赔付。", 3000),
        ("每起事故先由贵单位承担1,500元，余下部分我司再赔。", 1500),
        ("凡发生赔付，企业自己出800元，剩下的由保险公司出。", 800),
        ("每次出险，被保险人须自行消化500元，其余我司赔付。", 500),
    ],
)
def test_what_the_enterprise_bears_first_is_a_deductible_whoever_it_is_called(sentence: str, borne: int) -> None:
    assert [(m.code, m.amount) for m in recognise(sentence)] == [("deductible", borne)]


@pytest.mark.parametrize(
    "sentence", ["整改所需费用由甲方自行承担，余额由我司赔付。", "甲方自行承担保费500元，余额由政府补贴。"]
)
def test_other_costs_that_are_borne_are_none(sentence: str) -> None:
    assert not [m for m in recognise(sentence) if m.code == "deductible"]


def test_who_goes_to_the_plant_and_how_often_is_no_body() -> None:
    assert organisation.find_all("我司每季度派专家下厂一次看隐患") == []
    assert [name for *_, name in organisation.find_all("古浪县石下厂投保")] == ["古浪县石下厂"]


def test_labels_over_values_side_by_side_name_no_party() -> None:
    cells = [["甲方（付费方）", "证照代码"], [FACTORY, "91500115MA5U7K2Q4R"], ["受保障单位", "生产经营场所"]]
    policy = schedule(*HEAD, ("table", [*cells, ["同甲方", "重庆市长寿区晏家街道化北二路19号"]]))
    assert policy["policyholder"] == policy["insured"] == FACTORY


@pytest.mark.parametrize(
    ("said", "fee"),
    [
        ("上款内提取5,854.66元用于事故预防。", "5854.66"),
        ("我司从中提留9186元（占15%）用于替贵公司查隐患、办培训。", "9186"),
        ("保费中列出4,200元，专门用作防灾防损。", "4200"),
    ],
)
def test_a_sum_put_to_the_use_of_prevention_is_its_fee(said: str, fee: str) -> None:
    value = schedule(*HEAD, f"投保人：{FACTORY}", "保险费合计：61,240元", said)["prevention_fee"]
    assert str(value).removesuffix(".00") == fee


@pytest.mark.parametrize("charged", ["按134人计收保费", "以134名缴纳保费", "保费依134人核算收费"])
def test_those_for_whom_the_premium_is_paid_are_the_insured(charged: str) -> None:
    policy = schedule(*HEAD, f"投保人：{FACTORY}", f"人员：投保时在职143人，{charged}")
    assert (policy["employee_count"], policy["insured_count"]) == (143, 134)


def test_the_premium_in_words_under_the_covers_is_no_limit() -> None:
    covers = [["责任", "每人", "每次", "累计", "保费"], ["员工伤亡", 400000, 10000000, 15000000, 70000]]
    rows = [[str(cell) for cell in row] for row in covers]
    last = [["总保费", "", "", "", "70000"], ["大写", "柒万元整", "", "", ""]]
    assert schedule(*HEAD, ("table", [*rows, *last]))["per_person_limit"] == 400000


def test_where_the_enterprise_works_is_told_before_where_its_insurer_is() -> None:
    policy = schedule(
        *HEAD,
        f"投保人：{FACTORY}",
        "贵公司矿区位于甘肃省兰州市永登县武胜驿镇石板沟村，从事石灰石、石膏开采；现有职工37人。",
        "承保：陇源财产保险有限公司兰州中心支公司",
        "二〇二五年八月四日",
        "地址：兰州市城关区张掖路88号　电话：0931-8800000",
    )
    assert policy["address"] == "甘肃省兰州市永登县武胜驿镇石板沟村"
    assert (policy["jurisdiction"], policy["industry"]) == ("兰州市永登县", "石灰石、石膏开采")
