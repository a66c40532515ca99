"""Numbers that a row of running text breaks off, as word processors break them: at a hyphen, before the last digits."""

from __future__ import annotations

import pytest

import extractor
from tests.pdf_pages import Sheets

LEFT = 60.0


def read(*rows: str) -> str:
    sheets = Sheets()
    sheets.text(230, 60, "事故预防服务报告", 14)
    for nth, row in enumerate(rows):
        sheets.text(LEFT, 100 + 16 * nth, row, 11)
    (record,) = extractor.papers([("报告.pdf", sheets.pdf())])
    found = record.fields.get("policy_no")
    return "" if found is None else str(found.value)


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (("受示例财产保险公司委托，于2024年7月22日对示例县示例金属公司（保单号：ZHAX-", "2024-21168087）开展了隐患排查，参加服务的专家为陈一、张一。"), "ZHAX-2024-21168087"),
        (("受示例保险公司委托，于2024年7月22日对示例县示例公司（保单号：8054 1032 0254 1957 9997", "1）开展了隐患排查，参加服务的专家为陈一、张一，服务时间为一天。"), "805410320254195799971"),
        (("受示例保险公司委托，于2024年7月22日对示例县示例公司（保单号：8054 1032 0254 1957 9997）", "1）开展了隐患排查，参加服务的专家为陈一、张一，服务时间为一天。"), "80541032025419579997"),
    ],
)  # fmt: skip
def test_a_number_that_goes_on_in_the_next_row_is_whole(rows: tuple[str, ...], number: str) -> None:
    assert read(*rows) == number


def test_a_hyphen_at_the_end_of_a_row_is_a_hyphen() -> None:
    sheets = Sheets()
    sheets.text(LEFT, 100, "policy DH-AZX-")
    sheets.text(LEFT, 116, "2024-21168087")
    texts = [line.text for _, line in extractor.read(sheets.pdf(), "a.pdf").lines()]
    assert texts == ["policy DH-AZX-", "2024-21168087"]


def test_the_number_of_a_paragraph_is_no_amount() -> None:
    rows = (
        "安全生产责任保险合同明细",
        "保险单号：ZHAX-2024-21168087",
        "3.3 每次事故赔偿限额 600万元",
        "3.4 每次事故免赔额无",
        "3.5 总保险费 12,000.00元",
    )
    (record,) = extractor.papers([("保单.txt", "\n".join(rows).encode())])
    assert record.value("premium") == 12000
    assert record.value("deductible") in (None, 0)


def test_a_day_that_the_last_field_of_a_row_breaks_off_is_whole() -> None:
    sheets = Sheets()
    sheets.text(230, 60, "企业安全检查表", 14)
    sheets.text(LEFT, 100, "受检企业：示例县示例铸造有限公司", 11)
    sheets.text(300, 100, "检查单位：示例注册安全工程师事务所", 11)
    sheets.text(LEFT, 120, "检查类别：隐患排查", 11)
    sheets.text(300, 120, "检查时间：2024年12月26日至2024年12月", 11)
    sheets.text(LEFT, 136, "27日", 11)
    (record,) = extractor.papers([("报告.pdf", sheets.pdf())])
    assert [str(record.value(name)) for name in ("service_start", "service_end")] == ["2024-12-26", "2024-12-27"]


def test_a_day_is_no_number_of_a_policy() -> None:
    rows = ("安全生产责任保险保险单", "保单详情 2024-03-24", "投保人：示例县示例机械有限公司", "保险费：12,000.00元")
    (record,) = extractor.papers([("保单.txt", "\n".join(rows).encode())])
    assert record.value("policy_no") is None
