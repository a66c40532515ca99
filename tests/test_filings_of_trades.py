"""What whole filings of six trades and regions had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.printed_kit import line, units
from tests.test_typed_by_hand import page

VISIT = (
    "安全隐患排查报告",
    "服务对象：某县白沙湾气体充装有限公司",
    "服务机构：某市东源安全事务有限公司",
    "保单号：HA20251234567",
    "排查日期：2026年1月14日",
    "检查人员：阮卓文",
    "1.充装间软管老化，建议更换。",
)


def told(name: str, *parts: str) -> dict[str, Any]:
    return {field: reading.value for field, reading in page(name, *parts).fields.items()}


@pytest.mark.parametrize(
    ("said", "signed"),
    [
        ("客户说：“照做。”——站长 钟伟雄（手写签名）2026.1.14", (True, "钟伟雄")),
        ("企业：同意整改。 厂长 钟伟雄（本人签字） 2026.1.14", (True, "钟伟雄")),
        ("企业负责人（手写签名）：", (False, None)),
        ("企业代表 钟伟雄（未签字）", (False, None)),
    ],
)
def test_a_bracket_behind_a_name_says_how_was_signed(said: str, signed: tuple[bool, str | None]) -> None:
    fields = told("报告.html", *VISIT, said)
    assert (fields.get("customer_signed"), fields.get("signoff_name")) == signed


def test_a_line_farther_below_than_the_lines_of_its_paragraph_begins_another() -> None:
    lines = [
        line("走访单位某县白沙湾气体充装有限公司，单子挂靠的保单是去年九月所出，其单号为", 60, right=530),
        line("二〇二五年第十七号，我方某市安全事务有限公司派阮卓文和缪小洁", 72, right=530),
        line("看了什么　充装间、实瓶库。", 91),
    ]
    read = units(*lines)
    assert read[-1].startswith("看了什么")


BOOK = "序号|交易日期|保单号|交易内容|对手方|{}\n1|20250410|PZEK20253413230000021A|提取安全事故预防费|—|6210\n2|20250603|PZEK20253413230000021A|入场教育|某市工程安全咨询有限公司|-2400"


@pytest.mark.parametrize(
    "header", ["金额（支出为负）", "发生额（负数为支出）", "金额（元，付出记负）", "金额(使用以负数填列)"]
)
def test_a_header_that_says_only_how_what_is_spent_is_written(header: str) -> None:
    rows = page("台账.html", "预防费使用台账", BOOK.format(header)).tables["rows"]
    assert [(row.value("kind"), row.value("amount")) for row in rows] == [
        ("extract", Decimal(6210)),
        ("spend", Decimal(2400)),
    ]


@pytest.mark.parametrize("said", ["（计提入账）", "本单计提", "计提"])
def test_what_stands_for_a_payee_where_nobody_is_paid_says_that_it_was_set_aside(said: str) -> None:
    body = f"发生日期|收款单位|用途|金额（元）\n2025-06-05|{said}|—|7,236.00\n2025-07-10|某州北庭安全科技有限公司|矿山体检|4,200.00"
    rows = page("备案.html", "保单预防费用使用备案", body).tables["rows"]
    assert [(row.value("kind"), row.value("payee")) for row in rows] == [
        ("extract", None),
        ("spend", "某州北庭安全科技有限公司"),
    ]
