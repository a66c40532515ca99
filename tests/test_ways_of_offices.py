"""Ways of writing that offices have besides the usual: numbers, units of sums, last days, branches, what is left of a fund."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from extractor.clauses import doubtful, recognise
from extractor.examine import examine
from extractor.text.fold import fold
from tests.test_filings_of_counties import POLICY, REPORT, examined


def sheet(*rows: list[Any]) -> Any:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return examine([("表.xlsx", out.getvalue())])


def claim(label: str, value: Any, *above: list[Any]) -> Decimal:
    rows = (["报案号", "BA2501"], ["保单号", "AZ-2025-000123-77"], ["伤者", "王五"], ["出险日期", "2025-07-01"])
    paper = sheet(["安责险理赔案件登记表"], *above, *rows, [label, value], ["结案日期", "2025-08-01"])
    return paper.tables["rows"][0].value("paid")


def test_the_unit_of_a_label_is_that_of_its_sum() -> None:
    assert claim("赔款金额（万元）", 1.52) == 15200
    assert claim("赔款金额", 1.52, ["单位：万元"]) == 15200
    assert claim("赔款金额（元）", 15200, ["单位：万元"]) == 15200
    assert claim("赔款金额", "15200元", ["单位：万元"]) == 15200


@pytest.mark.parametrize("ratio", ["保费的18%", None])
def test_the_number_of_an_agreement_is_no_sum(ratio: str | None) -> None:
    paper = sheet(
        ["安全生产责任保险保险单"],
        ["保单号", "341321-2025-AZ-7720"],
        ["投保人", "砀山螳川磷化工有限公司"],
        ["保费合计", "", "", 61800],
        ["事故预防费", ratio or "", "金额", 11124],
        ["特别约定"],
        ["1", "本保单承保全部从业人员，劳务派遣工、临时工同等对待。"],
        ["2", "医疗费用每次事故每人免赔300元，超出部分按90%赔付。"],
    )
    fee = paper.fields.get("prevention_fee")
    assert (fee.value if fee is not None else None) == (11124 if ratio else None)


NUMBERS = ("（2025）湘浏安责字第00631号", "湘安责字第202500631号", "安责字2025第00631号")


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_offices_on_every_paper(number: str) -> None:
    written = fold(number)
    papers = (
        examined(POLICY[0], f"保险单号：{number}", *POLICY[2:]),
        examined(*REPORT[:2], f"保单号：{number}", *REPORT[3:]),
    )
    assert [paper.fields["policy_no"].value for paper in papers] == [written] * 2
    ledger = sheet(
        ["事故预防服务费用台账"],
        ["日期", "保单号", "摘要", "计提", "支出"],
        ["2025-01-10", number, "按15%计提", 6000, None],
        ["2025-03-20", number, "隐患排查", None, 1500],
    )
    assert [fold(row.value("policy_no")) for row in ledger.tables["rows"]] == [written] * 2


@pytest.mark.parametrize("number", ["应急〔2025〕12号", "（2025）湘0181民初12345号", "（2025）湘财保字第00631号"])
def test_a_notice_or_a_judgment_is_no_policy(number: str) -> None:
    assert "policy_no" not in examined(POLICY[0], f"根据{number}办理。", *POLICY[2:]).fields


def test_other_words_for_including() -> None:
    said = "承保对象涵盖在册职工、短工、学徒和劳务派遣人员。"
    assert ([m.code for m in recognise(said)], doubtful(said)) == (["all_employees"], ())
    assert [m.code for m in recognise("承保对象未涵盖劳务派遣人员。")] == []


@pytest.mark.parametrize("note", ["（均含当日）", "（含首尾两日）", "，首尾两日均包括在内", ""])
def test_the_last_day_counts(note: str) -> None:
    fields = examined(*POLICY[:4], f"保险期间：2025年6月20日至2026年6月19日{note}").fields
    assert (fields["period_start"].value.hour, fields["period_end"].value.hour) == (0, 24 if note else 0)


def test_an_address_that_a_sentence_tells() -> None:
    said = "贵公司既为投保人，亦为被保险人，生产经营地址在安徽省宿州市砀山县经济开发区道北路19号，主营果蔬冷藏。"
    assert examined(*POLICY, said).fields["address"].value == "安徽省宿州市砀山县经济开发区道北路19号"


def test_a_branch_behind_a_blank() -> None:
    fields = examined(*POLICY, "黔心财产保险股份有限公司　盘州支公司").fields
    names = (fields["insurer"].value, fields["insurer_branch"].value)
    assert names == ("黔心财产保险股份有限公司", "黔心财产保险股份有限公司盘州支公司")


@pytest.mark.parametrize(
    "left",
    [
        ["", "", "结余", "", "2660元"],
        ["2025年9月30日", "余", "本期结余", "", "2660元"],
        ["截至9月底", "", "尚余", "", "2660元"],
    ],
)
def test_what_is_left_is_no_entry(left: list[str]) -> None:
    ledger = sheet(
        ["安责险事故预防经费收支表"],
        ["保险单：AZ-2025-000123-77"],
        ["时间", "收支", "款项内容", "收款人", "金额"],
        ["2025年4月23日", "收", "从保费计提", "—", "5160元"],
        ["2025年8月5日", "支", "隐患排查费", "砀山安全公司", "2500元"],
        left,
    )
    assert [row.value("kind") for row in ledger.tables["rows"]] == ["extract", "spend"]


def test_business_is_what_was_paid_for() -> None:
    ledger = sheet(
        ["事故预防服务费用台账"],
        ["序号", "日期", "业务", "对方名称", "计提数", "使用数"],
        [1, "2025-01-10", "计提", None, 6277.5, None],
        [2, "2025-03-20", "3月隐患排查", "许昌恒安安全技术服务中心", None, 1500],
    )
    assert [row.value("item") for row in ledger.tables["rows"]] == ["计提", "3月隐患排查"]
