"""Doubtful signs of a scan, settled by what the paper says elsewhere and by nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.document import Box, Document, Line, Page
from extractor.scans.guesses import settle

Doubts = Sequence[tuple[str, str, str, float]]


def read(clear: Sequence[str], text: str, *guesses: tuple[str, str, float], read: str = "ocr") -> str:
    """What becomes of a line of which the signs in ``guesses`` (read, other, likelihood) are in doubt, among clear lines."""
    doubtful = Line(text, Box(50, 20, 300, 32), guesses=tuple((text.index(a), a, b, p) for a, b, p in guesses))
    lines = [Line(words, Box(50, 50 + 20 * k, 300, 62 + 20 * k)) for k, words in enumerate(clear)]
    page = Page(1, 595.0, 842.0, (doubtful, *lines), read)
    settled = settle(Document("paper.png", "0", "image", (page,)))
    return next(iter(settled.pages[0].lines())).text


FIRM = "南昌赣江安全技术有限公司"


@pytest.mark.parametrize(
    ("clear", "text", "guesses", "expected"),
    [
        pytest.param([FIRM] * 3, "南昌赣注安全技术有限公司", [("注", "江", 0.3)], FIRM, id="a name of other rows"),
        pytest.param([FIRM], "南昌赣注安全技术有限公司", [("注", "江", 0.55)], FIRM, id="one row, and the likelier"),
        pytest.param(
            [FIRM] * 3, "南昌赣注安全技术有限公司", [("注", "汪", 0.3)], "南昌赣注安全技术有限公司", id="only guesses are taken"
        ),
        pytest.param(
            [FIRM] * 3, "南昌赣注安全技术有限公司", [("注", "江", 0.03)], "南昌赣注安全技术有限公司", id="no wild guess"
        ),
        pytest.param(
            [FIRM] * 3 + ["南昌赣注安全技术有限公司"] * 3, "南昌赣注安全技术有限公司", [("注", "江", 0.3)],
            "南昌赣注安全技术有限公司", id="both stand in the paper: as read",
        ),
        pytest.param(["大瑶镇"] * 5, "大瑞镇", [("瑞", "瑶", 0.2)], "大瑶镇", id="the ends of a short cell count"),
        pytest.param(["人保财险"] * 3, "人保财险", [("险", "除", 0.2)], "人保财险", id="right as it is"),
        pytest.param(
            ["其中的财务科"], "人保財險", [("財", "财", 0.47), ("險", "险", 0.48)], "人保财险", id="the other script"
        ),
        pytest.param(["张喆"], "张喆", [("喆", "哲", 0.3)], "张喆", id="a rare sign that stands clearly elsewhere"),
        pytest.param(["第三者责任险"] * 3, "第二者责任险", [("二", "三", 0.3)], "第二者责任险", id="numerals are no words"),
        pytest.param(["共计8600元整"] * 3, "共计3600元整", [("3", "8", 0.4)], "共计3600元整", id="sums are never chosen"),
        pytest.param(
            ["CSAZ430181202500008", "CSAZ430181202500012"], "CSAZ43018t202500011", [("t", "1", 0.3)],
            "CSAZ430181202500011", id="a letter where the paper's numbers have digits",
        ),
        pytest.param(
            ["CSAZ430181202500008"] * 2, "CSAZ430181202500003", [("3", "8", 0.2)], "CSAZ430181202500003",
            id="the first such digit is not the last one",
        ),
    ],
)  # fmt: skip
def test_a_doubtful_sign_is_what_the_papers_other_words_have(
    clear: list[str], text: str, guesses: list[tuple[str, str, float]], expected: str
) -> None:
    assert read(clear, text, *guesses) == expected


def test_a_text_layer_is_left_alone() -> None:
    assert read([FIRM] * 3, "南昌赣注安全技术有限公司", ("注", "江", 0.3), read="text") == "南昌赣注安全技术有限公司"


@pytest.mark.parametrize(
    ("number", "sign", "expected"),
    [
        pytest.param("LFAZ137003202500225", "7", "LFAZ131003202500225", id="the number that stands in two other rows"),
        pytest.param("LFAZ131003202500725", "7", "LFAZ131003202500725", id="a digit of the serial may be another's"),
    ],
)
def test_a_number_that_the_paper_has_clearly_is_known_by_all_but_one_digit(
    number: str, sign: str, expected: str
) -> None:
    clear = ["保单LFAZ131003202500225", "LFAZ131003202500225", "LFAZ131003202500125"]
    assert read(clear, number, (sign, "1" if sign == "7" else sign, 0.2)) == expected
