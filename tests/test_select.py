"""Which packs bind which place."""

from __future__ import annotations

import doctest

import pytest

from validators.cases import facts_of
from validators.law import pack as pack_module
from validators.law.pack_reading import shipped
from validators.law.select import Place, bound, place_of

NATION = {pack.name for pack in shipped() if not pack.prefix}


def test_docstrings() -> None:
    assert doctest.testmod(pack_module).failed == 0


def local(place: Place) -> tuple[set[str], set[str]]:
    chosen, possible = bound(place, shipped())
    names = {choice.pack.name for choice in chosen}
    assert names >= NATION
    return names - NATION, {pack.name for pack in possible}


@pytest.mark.parametrize(
    ("code", "words", "chosen", "possible"),
    [
        ("341302", "宿州市埇桥区", {"anhui-construction-2025", "suzhou-2023-84"}, set()),
        ("341300", "", {"anhui-construction-2025", "suzhou-2023-84"}, set()),
        ("340000", "安徽省", {"anhui-construction-2025"}, {"suzhou-2023-84"}),
        ("340100", "合肥市", {"anhui-construction-2025"}, set()),
        ("330604001", "", {"baiguan-2021"}, set()),
        ("330604", "浙江省绍兴市上虞区百官街道某路1号", {"baiguan-2021"}, set()),
        ("330604", "浙江省绍兴市上虞区曹娥街道某路1号", set(), set()),
        ("330604", "绍兴市上虞区", set(), {"baiguan-2021"}),
        ("330600", "绍兴市", set(), {"baiguan-2021"}),
        ("411025", "", {"henan-2019", "xiangcheng-2024-6"}, set()),
        ("411000", "许昌市", {"henan-2019"}, {"xiangcheng-2024-6"}),
        ("320200", "无锡市", {"wuxi-fee-2023"}, set()),
        ("310115", "上海市浦东新区", {"shanghai-construction", "shanghai-transport-2025"}, set()),
        ("440604", "佛山市禅城区", {"foshan-prices-2024", "guangdong-2021"}, set()),
        ("440000", "广东省", {"guangdong-2021"}, {"foshan-prices-2024"}),
        ("320509", "苏州市吴江区", set(), set()),
    ],
)
def test_region(code: str, words: str, chosen: set[str], possible: set[str]) -> None:
    assert local(Place(code, words)) == (chosen, possible)


def test_an_unknown_place_leaves_every_local_pack_possible() -> None:
    chosen, possible = local(Place("", "百官街道"))
    assert chosen == set()
    assert possible == {pack.name for pack in shipped() if pack.prefix and pack.rules}


def test_the_caller_may_name_the_region() -> None:
    facts = facts_of({"region_code": "341302", "address": "安徽省宿州市"})
    assert place_of(facts).code == "341302"
    assert place_of(facts, "411025").code == "411025"
    assert place_of(facts_of({})).code == ""


def test_the_reason_names_region_and_date() -> None:
    chosen, _ = bound(Place("341302"), shipped())
    why = next(c.why for c in chosen if c.pack.name == "suzhou-2023-84")
    assert why == "region 341302 in 3413, in force 2024-01-01"
