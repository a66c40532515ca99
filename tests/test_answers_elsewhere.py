"""What stands under or behind an answer is not of it: the next row's label, the next line's sum, the word for signing within it."""

from __future__ import annotations

import io

import docx
import pytest

import extractor
from extractor.record import Record
from extractor.values import person

POLICY = (
    "安全生产责任保险电子保险单",
    "保险单号　PZAQ202535010000000123",
    "投保人　连江县苔菉远洋捕捞有限公司　　被保险人　连江县苔菉远洋捕捞有限公司",
    "保险期间　2025年9月26日0时起至2026年9月25日24时止",
)


def policy(*lines: str) -> Record:
    return extractor.examine([("a.txt", "\n".join((*POLICY, *lines)).encode())])


@pytest.mark.parametrize("none", ["本保单不设免赔额", "本保单不设免赔", "各项责任均不设免赔额"])
def test_what_the_next_line_costs_is_no_deductible(none: str) -> None:
    record = policy(f"免赔　{none}", "事故预防费　10,000.00元　占保险费16%", "总保险费　62,500.00元")
    found = record.fields.get("deductible")
    assert found is None or found.value == 0


@pytest.mark.parametrize(
    "line", ["服务费　10,000.00元", "增值税　3,537.00元", "经纪费　3,125.00元", "法律费用限额　100,000.00元"]
)
def test_a_line_that_says_there_is_none_heads_no_sum(line: str) -> None:
    found = policy("免赔　本保单不设免赔额", line, "总保险费　62,500.00元").fields.get("deductible")
    assert found is None or found.value == 0


def test_a_deductible_beside_its_own_label_is_read() -> None:
    assert policy("每次事故免赔额　1,000.00元", "事故预防费　10,000.00元").fields["deductible"].value == 1000


REPORT = (
    "事故预防技术服务报告",
    "服务对象：本溪南芬金石采矿有限公司",
    "服务机构：辽宁辽东安全咨询有限公司",
    "服务日期：2025年11月18日",
)


def signed(*lines: str) -> object:
    record = extractor.examine([("a.txt", "\n".join((*REPORT, "检查未发现隐患。", *lines)).encode())])
    found = record.fields.get("customer_signed")
    return None if found is None else found.value


@pytest.mark.parametrize("answer", ["见附件签字页", "见签字页", "详见后附签字页", "见附件1《签字确认表》"])
def test_a_paper_that_says_where_it_is_signed_is_not_unsigned(answer: str) -> None:
    assert signed(f"受检单位签字：{answer}") is None


def test_an_empty_place_is_unsigned_and_a_name_signs() -> None:
    assert signed("受检单位签字：") is False
    assert signed("受检单位签字：王志刚　2025年11月18日") is True


@pytest.mark.parametrize(("under", "value"), [("费用", "2,600元"), ("经费", "2,600元"), ("成果", "报告一份")])
def test_the_label_of_the_next_row_is_nobodys_hand(under: str, value: str) -> None:
    paper = docx.Document()
    for words in REPORT:
        paper.add_paragraph(words)
    table = paper.add_table(rows=3, cols=4)
    rows = [
        ("检查情况", "未发现隐患", "检查方式", "现场"),
        ("施工单位签字（盖章）", "", "日期", ""),
        (under, value, "备注", "无"),
    ]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    out = io.BytesIO()
    paper.save(out)
    record = extractor.examine([("a.docx", out.getvalue())])
    assert record.fields["customer_signed"].value is False
    assert "signoff_name" not in record.fields


@pytest.mark.parametrize("word", ["费用", "经费", "成果", "单价", "程序", "施工", "季度", "房屋", "查收", "通知"])
def test_a_word_that_begins_like_a_name_is_none(word: str) -> None:
    assert not person.is_name(word)
