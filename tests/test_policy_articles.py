"""Policies written as articles: what a sentence says of the enterprise beside what it is asked for."""

from __future__ import annotations

import pytest

from tests.test_filings_of_counties import examined

TITLE = ("<h1>安全生产责任保险单</h1>", "保险单号：QX15062221000345817")
PERIOD = "第三条　保险期间为一年，自2026年5月20日0时起，至2027年5月19日24时止。"


@pytest.mark.parametrize("business", ["从事黑色金属铸造", "主要从事黑色金属铸造", "经营危险货物运输"])
def test_what_is_done_there_is_no_part_of_an_address(business: str) -> None:
    told = f"第一条　投保人：无锡惠澄精密铸造有限公司，住所地：江苏省无锡市惠山区前洲街道兴洲路9号，{business}。"
    assert examined(*TITLE, told, PERIOD).fields["address"].value == "江苏省无锡市惠山区前洲街道兴洲路9号"


@pytest.mark.parametrize("moment", ["投保时", "起保时", "签单之日", ""])
def test_people_there_when_it_was_taken_out_are_not_those_covered(moment: str) -> None:
    told = f"第二条　被保险人：无锡惠澄精密铸造有限公司。{moment}从业人员共计180人，投保从业人员173人。"
    fields = examined(*TITLE, told, PERIOD).fields
    assert (fields["employee_count"].value, fields["insured_count"].value) == (180, 173)
