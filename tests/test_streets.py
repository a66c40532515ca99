"""Streets and towns by county, namesake counties told apart by them, and counties that got another code."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.kinds import policy
from extractor.record import Reading
from extractor.span import Span
from extractor.values import region, region_table, street
from extractor.values.dates import Moment

STREETS = [
    ("河南省许昌市襄城县紫云镇创业路288号", "411025", "411025105"),
    ("浙江省乐清市北白象镇人民北路284号", "330382", "330382115"),
    ("长沙县 星沙 街道 特立路2号", "430121", "430121001"),
    ("广东省东莞市长安镇振安路", "441900", "441900119"),
    ("许昌市襄城县茨沟乡工业路", "411025", "411025002"),  # 茨沟街道 today
    ("许昌市襄城县紫云大道288号", "411025", None),  # a road of the town's name
    ("许昌市襄城县首山大道", "411025", None),
    ("许昌市襄城县紫云镇", "341302", None),  # not that county's
    ("许昌市襄城县紫云镇", "999999", None),
]


@pytest.mark.parametrize(("text", "county", "code"), STREETS)
def test_an_address_goes_down_to_its_street(text: str, county: str, code: str | None) -> None:
    found = street.find(text, county)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("鼓楼区水部街道五一路8号", "350102"),  # Nanjing, Xuzhou, Kaifeng and Fuzhou each have a 鼓楼区
        ("鼓楼区宁海路街道北京西路2号", "320106"),
        ("鼓楼区中山路1号", None),  # could be any of them
        ("河南省许昌市襄城县紫云镇", "411025"),
    ],
)
def test_a_street_tells_namesake_counties_apart(text: str, code: str | None) -> None:
    found = region.find(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("code", "day", "then"),
    [
        ("410381", date(2019, 3, 1), "410381"),
        ("410381", date(2021, 12, 31), "410381"),  # in the year itself a paper may print either
        ("410381", date(2022, 1, 1), "410307"),
        ("410381", None, "410381"),
        ("350681", date(2025, 6, 1), "350604"),
        ("411025", date(2025, 6, 1), "411025"),
    ],
)
def test_a_county_given_up_is_its_successor_afterwards(code: str, day: date | None, then: str) -> None:
    assert region.on(code, day) == then
    assert region.by_code(then) is not None


def test_every_replaced_county_has_a_successor_in_use() -> None:
    for old, (new, year) in region_table.table().replaced.items():
        assert region.by_code(old), old
        assert region.by_code(new), new
        assert year >= 2021


def _policy(code: str, address: str, start: date) -> dict[str, Reading[Any]]:
    place, day = Span(address, 1), Moment(start)
    values = {"region_code": code, "address": address, "period_start": day}
    fields: dict[str, Reading[Any]] = {name: Reading(value, place, "label", 0.9) for name, value in values.items()}
    policy.at_its_day(fields)
    policy.down_to_street(fields)
    return fields


def test_a_policy_says_its_street_and_the_county_of_its_day() -> None:
    late = _policy("410381", "河南省洛阳市偃师市首阳山镇", date(2024, 1, 1))
    assert (late["region_code"].value, late["street_code"].value) == ("410307", "410307004")
    early = _policy("410381", "河南省洛阳市偃师市首阳山镇", date(2020, 1, 1))
    assert early["region_code"].value == "410381"
    nowhere = _policy("411025", "许昌市襄城县某某路1号", date(2024, 1, 1))
    assert "street_code" not in nowhere
