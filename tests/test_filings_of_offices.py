"""What whole filings as ordinary offices make them had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.evidence.sheet import Sheet
from extractor.kinds import claim_record, policy, service_report
from extractor.reading import read
from tests.strangers.kit import Paper, drawn
from validators.checks import agrees_with_clause


def sheet_of(*blocks: Any, form: str = "docx") -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


def report(*blocks: Any, form: str = "docx") -> dict[str, Any]:
    return {name: r.value for name, r in service_report.extract(sheet_of(*blocks, form=form)).fields.items()}


def schedule(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in policy.extract(sheet_of(*blocks)).fields.items()}


LETTER = [
    "安全生产宣传教育培训服务报告",
    "重庆綦岭建筑工程有限公司：",
    "根据贵公司投保的安全生产责任保险（保险单号：AC-50-2026-AQ-0009126），受首席承保人委托，重庆平安达安全评价有限公司于2026年7月16日"
    "为贵公司开展了安全生产宣传教育培训。",
    "重庆平安达安全评价有限公司",
    "2026年7月18日",
    "企业确认：以上服务已经完成，我单位予以认可。",
    "经办人：冉启明    日期：2026年7月18日",
]


def test_who_insures_is_no_day_of_the_cover() -> None:
    told = report(*LETTER)
    assert (str(told["service_start"]), str(told["service_end"])) == ("2026-07-16", "2026-07-16")


def test_who_signs_under_what_the_enterprise_agrees_to_has_signed() -> None:
    told = report(*LETTER)
    assert (told["customer_signed"], told["signoff_name"], str(told["signoff_date"])) == (True, "冉启明", "2026-07-18")
    asked = report(*LETTER[:-2], "企业确认：以上服务已经完成，请贵单位", LETTER[-1])
    assert "signoff_name" not in asked or asked["signoff_name"] != "冉启明"


@pytest.mark.parametrize(("hand", "name"), [("字国强", "字国强"), ("字迹不清", None)])
def test_a_rare_surname_is_one_where_no_other_word_begins_with_it(hand: str, name: str | None) -> None:
    told = report("现场检查记录", "检查时间：2026年3月10日", f"被检查单位现场负责人（签名）：{hand}　　2026年3月11日")
    assert told.get("signoff_name") == name


def test_a_label_beside_a_bodys_name_is_no_body() -> None:
    form = [
        ["客户", "宜宾金沙酒业包装有限公司"],
        ["上门日期", "2026-07-10"],
        ["工程师", "曾勇、李诗雨"],
        ["所属公司", "宜宾长江安全技术有限公司"],
    ]
    assert report("现场隐患排查服务工作单", ("table", form))["service_org"] == "宜宾长江安全技术有限公司"


def test_when_a_file_was_laid_by_is_no_day_of_the_upload() -> None:
    cover = [
        ["报案号", "AC5020260712003", "保单号", "AC-50-2026-AQ-0009126"],
        ["出险时间", "2026年7月11日15时20分", "报案时间", "2026年7月12日9时"],
        ["赔付金额", "72,300.00元", "伤者", "蒋兴华"],
        ["结案日期", "2026年9月3日", "归档日期", "2026年9月30日"],
    ]
    row = claim_record.extract(sheet_of("理赔案卷封面", ("table", cover))).tables["rows"][0]
    assert str(row.value("closed_date")) == "2026-09-03"
    assert "uploaded" not in row.cells


COVERS = [
    ["保障项目", "每人限额", "每次事故限额", "累计限额", "保险费（元）"],
    ["抢险救援费用", "—", "80万元", "80万元", "2,150.00"],
    ["从业人员伤亡", "70万元", "1400万元", "2800万元", "41,300.00"],
    ["从业人员医疗", "7万元", "140万元", "280万元", "9,100.00"],
    ["第三者伤亡", "70万元", "500万元", "500万元", "4,600.00"],
]


@pytest.mark.parametrize(
    ("accident", "aggregate", "told"),
    [
        ("1800万元", "3600万元", (18_000_000, 36_000_000)),
        ("2120万元", "3660万元", (14_000_000, 28_000_000)),  # no more than the columns added up
    ],
)
def test_the_limits_in_the_line_that_totals_are_those_of_the_policy(
    accident: str, aggregate: str, told: tuple[int, int]
) -> None:
    fields = schedule(
        "安全生产责任保险保险单", ("table", [*COVERS, ["总计", "70万元", accident, aggregate, "57,150.00"]])
    )
    assert (fields["per_accident_limit"], fields["aggregate_limit"]) == told


def test_what_a_line_calls_the_policys_limit_is_not_outdone_by_a_cover_told_in_a_line() -> None:
    fields = schedule(
        "安全生产责任保险保险单",
        "◆ 从业人员人身损害赔偿责任：每人900,000元，每次事故9,000,000元，累计18,000,000元，保险费33,180.00元",
        "◆ 从业人员医疗救治费用：每人100,000元，每次事故1,000,000元，累计2,000,000元，保险费8,400.00元",
        "◆ 第三者人身损害赔偿责任：每人900,000元，每次事故4,500,000元，累计4,500,000元，保险费3,760.00元",
        "主险责任限额：每人责任限额900,000元；每次事故责任限额10,000,000元；累计责任限额20,000,000元。",
    )
    assert (fields["per_accident_limit"], fields["aggregate_limit"]) == (10_000_000, 20_000_000)


def test_property_is_a_third_partys_said_or_not() -> None:
    schedule_says = agrees_with_clause.things("财产损失每次事故免赔额500元")
    assert agrees_with_clause.things("第三者财产损失每次事故免赔额为5,000元") == schedule_says
    assert agrees_with_clause.things("第三者人身伤亡及财产损失免赔额为5,000元") != schedule_says
