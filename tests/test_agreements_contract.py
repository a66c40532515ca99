"""Policies written as a contract of two parties: its articles are what was agreed, each under a head of its own."""

from __future__ import annotations

import pytest

from extractor import agreements, classify
from extractor import read as sheet_read
from extractor.agreements import Section
from extractor.document import Block
from tests.test_agreements import page, paper, table

TITLE = "安全生产责任保险合同（建材类）"
LED = "双方于2025年6月24日签订本合同，约定如下。"
SUMS = table([["项目", "每人", "保险费"], ["伤亡", "500000", "33180.00"], ["合计", "", "33180.00"]])
CHARGED = "保险费的一半从员工工资中扣回。"
HEADS = ("保谁", "保多久", "保多少", "保险费", "乙方的服务", "甲方的承诺")
TOLD: tuple[Block | str, ...] = (
    "甲方从业人员214人，全部列入保障。",
    "自2025年6月30日0时起，至2026年6月29日24时止。",
    SUMS,
    "保险费共计33180.00元。",
    "乙方每年为甲方排查隐患2次。",
    "甲方应当按时缴费。",
)
SIGNED = ("甲方代表：苏立新　乙方代表：方敏", "2025年6月24日")


def read(*over: str, number: str = "第{}条　", behind: tuple[Block | str, ...] = SIGNED) -> Section:
    lines: list[Block | str] = list(over)
    for sign, head, told in zip("一二三四五六", HEADS, TOLD, strict=True):
        lines += [number.format(sign) + head, told]
    return agreements.read(paper(page(*lines, CHARGED, *behind)))


@pytest.mark.parametrize("title", [TITLE, "安责险承保协议书", "安全生产责任保险合同第PZ2025410181号"])
@pytest.mark.parametrize("led", [LED, "双方签订本合同。"])
@pytest.mark.parametrize("number", ["第{}条　", "{}、", "（{}）"])
@pytest.mark.parametrize(
    "parties", [("甲方（投保人）", "乙方（保险人）"), ("投保方", "承保方"), ("承保公司", "投保单位")]
)
def test_articles_under_heads_of_their_own_are_read_to_the_last(
    title: str, led: str, number: str, parties: tuple[str, str]
) -> None:
    named = [
        f"{one}：{who}" for one, who in zip(parties, ("清河远山建材有限公司", "某某财产保险股份有限公司"), strict=True)
    ]
    section = read(title, *named, led, number=number)
    assert (len(section.items), section.complete, section.contract) == (len(HEADS), True, True), section.why
    assert CHARGED[:-1] in section.items[-1].text
    assert "苏立新" not in section.items[-1].text


def test_clauses_of_the_insurer_behind_a_contract_are_none_of_its_articles() -> None:
    clauses = ("附：保险条款", "第一条　本条款由总则和责任组成。", "第二条　下列损失不负责赔偿。")
    section = read(TITLE, "甲方：清河远山建材有限公司", "乙方：某某财产保险股份有限公司", LED, behind=clauses)
    assert len(section.items) == len(HEADS)


def test_a_list_of_one_party_is_no_contract() -> None:
    assert not read("安全生产责任保险投保说明", "某某财产保险股份有限公司").contract


SAID = (
    "甲方：清河远山建材有限公司", "乙方：某某财产保险股份有限公司", "第一条　保障人员", "甲方在岗人员共214名，含派遣工22名。",
    "第二条　保障额度", "伤亡每人50万元，每次500万元，年度累计1000万元。", "第三条　价款", "保险费总额46318.50元。",
    "第四条　预防服务", "乙方每年为甲方开展隐患排查2次、安全培训1次，费用由乙方承担。",
)  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "安全生产责任保险合同",
        "安责险合同（2025版）",
        "安全生产责任保险承保协议",
        "安全生产责任保险合同 第PZHY202541018100000352号",
        "安全生产责任保险合同（合同号PZHY202541018100000352）",
    ],
)
def test_a_contract_that_promises_services_is_a_policy_and_no_report(title: str) -> None:
    assert classify(sheet_read("\n".join((title, *SAID)).encode(), "x.txt")).kind == "policy"


@pytest.mark.parametrize("title", ["安全生产责任保险技术服务合同", "安全生产责任保险事故预防委托协议"])
def test_a_contract_for_services_alone_is_no_policy(title: str) -> None:
    told = (
        "甲方：某某财产保险股份有限公司",
        "乙方：清河安泰技术服务有限公司",
        "隐患排查每次1,800元，发现隐患出具报告。",
    )
    assert classify(sheet_read("\n".join((title, *told)).encode(), "x.txt")).kind != "policy"
