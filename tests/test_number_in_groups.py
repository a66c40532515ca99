"""A policy's number printed in groups is one number; what stands beside a number is none of its groups."""

from __future__ import annotations

import pytest

from tests.test_filings_of_counties import examined


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("2025361181 QAQ0000583", "2025361181QAQ0000583"),
        ("AZ20254101 81000352", "AZ2025410181000352"),
        ("PDAA 2025 4101 8100 0003 52", "PDAA202541018100000352"),
        ("33032520 AZX 000583", "33032520AZX000583"),
        ("6123-2025 AZX-000412", "6123-2025AZX-000412"),
        ("PZHY202541018100000352 0571-88889999", "PZHY202541018100000352"),
        ("PZHY2025410181 2025-06-30", "PZHY2025410181"),
        ("PZHY2025410181 PZHY2025410190", "PZHY2025410181"),
        ("PZHY2025410181 91410181MA9F3X0DXK", "PZHY2025410181"),
    ],
)
@pytest.mark.parametrize(
    "label", ["保险单号 {}", "保险单号：{}", "<table><tr><td>保险单号</td><td>{}</td></tr></table>"]
)
def test_groups_of_one_number_are_joined(printed: str, number: str, label: str) -> None:
    told = examined(
        "<h1>安全生产责任保险保险单</h1>", label.format(printed), "投保人：清河远山建材有限公司", "保险费：100元"
    )
    assert told.fields["policy_no"].value == number


def test_a_report_names_its_policy_in_groups() -> None:
    told = examined("<h1>应急演练会议纪要</h1>", "保单号：2025361181 QAQ0000583", "服务对象：清河远山建材有限公司")
    assert told.fields["policy_no"].value == "2025361181QAQ0000583"
