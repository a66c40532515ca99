"""Characters an expression cannot do without: no sign may be overlooked for want of a search."""

from __future__ import annotations

import re

import pytest

from extractor.classify.signs import of_kinds
from extractor.text.needed import Sign, needed

TEXT = "安全生产责任保险保险单\n保险单号:PZ20250001 投保人:某某公司 AQ9010 隐患整改 发票 总则\n"


@pytest.mark.parametrize(
    "expression",
    ["保险单(?!号)", "批单|保单?", "(?:^|\n)总则(?:\n|$)", "[投参]保人", "aq\\s*/?9", "公{2,}司|发票", "不在"],
)
def test_a_sign_is_found_where_the_expression_is(expression: str) -> None:
    plain, sign = re.compile(expression, re.I).search(TEXT), Sign.of(expression, re.I).search(TEXT, frozenset(TEXT))
    assert (plain and plain.span()) == (sign and sign.span())


def test_letters_are_not_asked_for_and_lookarounds_demand_nothing() -> None:
    assert needed("policy", re.I) == (frozenset(),)
    assert needed("(?<!投)保(?!人)") == (frozenset("保"),)


def test_signs_of_kinds_are_found_character_by_character() -> None:
    """Each sign of a kind is found in what it found itself, with no characters around it to help."""
    for signals in of_kinds().values():
        for sign, _ in (*signals.title, *signals.body, *signals.against):
            if (match := sign.pattern.search(TEXT)) is not None:
                assert any(way <= frozenset(match[0]) for way in sign.ways)


def test_the_package_gives_its_functions_whatever_modules_were_loaded() -> None:
    import extractor.classify
    import extractor.examine

    assert callable(extractor.examine)
    assert callable(extractor.classify)
    assert extractor.papers.__module__ == "extractor.examine"
