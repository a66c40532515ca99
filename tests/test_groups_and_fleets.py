"""Papers of mining groups, ports and fishing fleets: several insurers, sites and ships beside the covers, a card for each hazard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor import examine
from extractor.evidence.lines.broken import carries_on
from extractor.record import Record


def paper(title: str, *tables: tuple[tuple[object, ...], ...]) -> Record:
    rows = (
        "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table) for table in tables
    )
    html = (
        f"<html><body><h1>{title}</h1>" + "".join(f"<table>{body}</table><p></p>" for body in rows) + "</body></html>"
    )
    return examine([("paper.html", html.encode())])


HOLDER = "云阳矿业集团有限公司"
POLICY = (("保险单编号", "JL20250003336809"), ("首席保险人", "晋原财产保险股份有限公司"), ("投保集团", HOLDER))
PERIOD = ("保险期间", "2025年5月25日零时起至2026年5月24日二十四时止")


def test_the_insurers_of_a_policy_shared_by_several_took_no_policy() -> None:
    shares = (
        ("共保人名称", "共保份额", "份额保费"),
        ("晋原财产保险股份有限公司", "55%", "13,111.10"),
        ("华泽财产保险股份有限公司", "45%", "10,727.26"),
    )
    read = paper("安全生产责任保险共保保险单", (*POLICY, PERIOD), shares)
    assert read.fields["policyholder"].value == HOLDER


def test_another_ship_is_a_stranger_and_what_is_broken_on_it_is_property() -> None:
    covers = (
        ("保障项目", "每人限额（元）", "每次事故限额（元）", "累计限额（元）", "保险费（元）"),
        ("船员伤亡", "600,000", "5,000,000", "5,000,000", "10,080.78"),
        ("他船及岸上人员伤亡", "300,000", "1,000,000", "1,000,000", "2,160.17"),
        ("他船及设施损坏", "—", "500,000", "500,000", "1,620.12"),
        ("海事诉讼费", "—", "150,000", "150,000", "900.07"),
    )
    read = paper("渔业安全生产责任保险保险单", (*POLICY, PERIOD), covers)
    codes = [row.cells["code"].value for row in read.tables["coverages"]]
    assert codes == ["employee_injury", "third_party_injury", "third_party_property", "legal"]


def test_the_term_of_a_cards_cure_is_no_day_of_its_end() -> None:
    card = (
        ("隐患序号", "1", "隐患级别", "☑一般　□重大"),
        ("隐患内容", "皮带机拉绳开关被铁丝固定", "治理建议", "拆除铁丝，逐台测试"),
        ("治理时限", "2024年4月22日", "治理状态", "☑已治理　□治理中"),
        ("完成日期", "2024年4月20日", "备注", ""),
    )
    read = paper("预防服务记录表", (("企业名称", HOLDER, "服务日期", "2024年4月11日"),), card)
    (row,) = read.tables["hazards"]
    assert row.cells["deadline"].value == date(2024, 4, 22)
    assert row.cells["rectified"].value is True


def test_what_the_enterprise_paid_first_is_not_what_was_paid() -> None:
    claims = (("报案号", "保险合同号", "出险时间", "受害人", "索赔额", "企业先行支付", "保险赔付额", "结案时间"), ("BGA2024042900", "BG5730C732035803", "2024-04-29", "胡淑珍", "58,827.00", "6,000.00", "58,527.00", "2024-06-19"), ("BGA2024061401", "BG5730C732035803", "2024-06-14", "李海燕", "88,796.50", "2,000.00", "86,000.00", "2024-07-22"))  # fmt: skip
    read = paper("安责险案件汇总表", claims)
    assert [row.cells["paid"].value for row in read.tables["rows"]] == [Decimal("58527.00"), Decimal("86000.00")]


def test_the_heads_of_a_fleet_add_up_to_no_premium() -> None:
    ships = (("船名号", "总吨", "在船人数", "参保人数"), ("浙渔68012", "190", "123", "123"), ("浙渔68013", "191", "126", "126"), ("合计", "", "249", "249"))  # fmt: skip
    fees = (("会费总计", "35,388.36元"), ("大写金额", "人民币叁万伍仟叁佰捌拾捌元叁角<br>陆分"))
    read = paper("渔业安全生产责任保险保险单", (*POLICY, PERIOD, *fees), ships)
    assert read.fields["premium"].value == read.fields["premium_words"].value == Decimal("35388.36")
    bare = paper("渔业安全生产责任保险保险单", (*POLICY, PERIOD), ships)
    assert "premium" not in bare.fields


def test_the_cents_of_a_sum_in_words_go_on_under_it() -> None:
    whole, rest = "人民币叁万伍仟叁佰捌拾捌元叁角", "陆分"
    assert carries_on(whole, rest)
    assert carries_on("人民币壹仟元", "整")
    assert carries_on("人民币玖拾玖元叁角陆", "分")
    assert not carries_on(whole, "陆分厂")
