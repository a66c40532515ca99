"""Documents that a paper cites: neither the year nor the serial of their numbers is a value of the paper."""

from __future__ import annotations

import pytest

from extractor.values.scan import scan
from tests.test_filings_of_counties import POLICY, examined


@pytest.mark.parametrize("number", ["应急监二〔2023〕84号", "应急〔2025〕27号", "安监总办[2017]140号"])
def test_the_year_of_a_cited_number_is_no_sum(number: str) -> None:
    fields = examined(*POLICY, f"事故预防费：按{number}文件规定比例提取", f"免赔额：按{number}示范条款执行").fields
    assert "prevention_fee" not in fields
    assert "deductible" not in fields or fields["deductible"].value == 0
    fields = examined(*POLICY, "保险费：10,900.00元", f"事故预防费：按保险费的12%提取（{number}）").fields
    assert "prevention_fee" not in fields or fields["prevention_fee"].value == 1308
    assert fields["prevention_fee_ratio"].value == 12


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("按应急监二〔2023〕", "84号文件提取"), ("按应急监二〔20", "23〕84号"), ("按应急监二〔2023〕84", "号")],
)
def test_a_cited_number_broken_at_the_end_of_a_line(upper: str, lower: str) -> None:
    assert (scan(upper), scan(lower), scan(f"{upper}\n{lower}")) == ((), (), ())


def test_what_is_numbered_besides_is_a_value() -> None:
    assert [str(t.value) for t in scan("84号楼，保费300")] == ["84", "300"]
