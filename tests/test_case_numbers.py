"""A sheet of claims with two numbers of each case and none of the policy."""

from __future__ import annotations

import io

import openpyxl
import pytest

import extractor

REPORTED, CASE = ("ZH15022025112200318", "ZH15022025120100407"), ("PA1502202500001", "PA1502202500002")


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        (("立案号", "报案号"), CASE, REPORTED),
        (("报案号", "赔案号"), REPORTED, CASE),
        (("案件号", "报案编号"), CASE, REPORTED),
    ],
)
def test_neither_number_of_a_case_is_the_policys(
    heads: tuple[str, str], first: tuple[str, str], second: tuple[str, str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["安全生产责任保险赔案列表"])
    sheet.append([*heads, "出险日期", "已决赔款", "结案日期"])
    for one, two, day in zip(first, second, ("2025-11-22", "2025-12-01"), strict=True):
        sheet.append([one, two, day, 23100, "2026-01-13"])
    out = io.BytesIO()
    book.save(out)
    rows = extractor.examine([("a.xlsx", out.getvalue())]).tables["rows"]
    assert [row.value("report_no") for row in rows] == list(REPORTED)
    assert [row.value("policy_no") for row in rows] == [None, None]
