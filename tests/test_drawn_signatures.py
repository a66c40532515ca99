"""A hand's strokes, a picture of them or a seal in the place for a signature are seen to be there. No recogniser."""

from __future__ import annotations

import itertools
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader

from extractor.document import Box, Document, Line, Page, Seal
from extractor.evidence.sheet import Sheet
from extractor.evidence.signoff import read
from extractor.examine import examine
from extractor.layout.pixels.scan_signs import is_dash
from extractor.layout.pixels.sealed_rules import on_under_seals, through_seals, without_rims
from extractor.record import Reading
from extractor.scans.recogniser import Recognised
from extractor.scans.scrawls import scrawls, without_waves
from extractor.span import Span
from tests.pdf_pages import FONT, Sheets

LABEL, DAY = Line("企业负责人（签字）：", Box(50, 430, 150, 444)), Line("日期：2024年6月13日", Box(245, 430, 348, 444))
HAND = Box(165, 428, 205, 446)
SEAL = Box(130, 380, 246, 496)


def signed(**drawn: Any) -> dict[str, Any]:
    page = Page(1, 595, 842, (LABEL, DAY), drawn.pop("read", "text"), **drawn)
    fields: dict[str, Reading[Any]] = {"client": Reading("泗县百川水泥制品有限公司", Span("x", 1))}
    read(Sheet(Document("报告.pdf", "0", "pdf", (page,))), fields)
    return {name: reading.value for name, reading in fields.items() if name != "client"}


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ({"scrawls": (HAND,)}, True),
        ({"pictures": (HAND,)}, True),  # an electronic signature is an image
        ({}, False),
        ({"scrawls": (Box(400, 428, 440, 446),)}, False),  # beside the day, not in the place
        ({"scrawls": (Box(165, 328, 205, 346),)}, False),  # in another line
        ({"pictures": (Box(0, 0, 595, 842),)}, False),  # the paper's ground
        ({"seals": (SEAL,)}, None),  # whose it is, is not read: nobody says that nobody signed
        ({"seals": (SEAL,), "seal_words": (Seal(SEAL, "泗县百川水泥制品有限公司", "", 0.99),)}, True),
        ({"seals": (SEAL,), "seal_words": (Seal(SEAL, "淮海安全评价有限公司", "", 0.99),)}, None),
        ({"seals": (SEAL,), "seal_words": (Seal(SEAL, "泗县百州水泥制品有限公司", "", 0.9),)}, True),  # a sign off
        ({"seals": (Box(400, 380, 516, 496),)}, False),  # beside the empty place
    ],
)
def test_what_is_drawn_in_the_place(drawn: dict[str, Any], meant: bool | None) -> None:
    assert signed(**drawn).get("customer_signed") is meant


def test_what_was_read_of_a_hand_is_not_what_stands_beside_its_place() -> None:
    page = Page(1, 595, 842, (LABEL, Line("五Q", HAND, confidence=0.51), DAY), "ocr", scrawls=(HAND,))
    fields: dict[str, Reading[Any]] = {}
    read(Sheet(Document("报告.pdf", "0", "pdf", (page,))), fields)
    assert fields["customer_signed"].value is True


def test_the_day_beside_a_hand_is_its_day() -> None:
    assert str(signed(scrawls=(HAND,))["signoff_date"]) == "2024-06-13"


def page_with(*strokes: list[tuple[int, int]]) -> NDArray[np.uint8]:
    image = np.zeros((60, 500), np.uint8)
    cv2.polylines(image, [np.array(s, np.int32) for s in strokes], False, 255, 2)
    return image


SEGMENT = (20.0, 10.0, 460.0, 50.0)
WAVES = [(300, 40), (320, 14), (335, 42), (355, 18), (370, 44), (390, 15), (410, 38)]
PRINT = Recognised("签字：", 0.99, (0.05, 0.1, 0.15))


@pytest.mark.parametrize(
    ("image", "words", "found"),
    [
        (page_with(WAVES), PRINT, 1),
        (page_with([(300, 30), (450, 30)]), PRINT, 0),  # what a rule left
        (page_with([(300, 30), (303, 30)], [(400, 20), (402, 20)]), PRINT, 0),  # specks
        (
            page_with(WAVES),
            Recognised("签字：张三李四王五", 0.99, tuple(np.linspace(0.05, 0.95, 9))),
            0,
        ),  # print to the end
        (page_with(WAVES), Recognised("", 0.0, ()), 1),  # a whole segment that gave no words
        (page_with(WAVES), Recognised("LA0X", 0.66, (0.65, 0.7, 0.8, 0.9)), 1),  # what was made of strokes
        (page_with(WAVES), Recognised("年月", 0.66, (0.65, 0.9)), 0),  # a place's own words, faint
    ],
)
def test_ink_behind_the_last_sign_is_a_scrawl(image: NDArray[np.uint8], words: Recognised, found: int) -> None:
    assert len(scrawls([SEGMENT], [words], [], image)) == found


def test_waves_behind_a_label_are_no_words() -> None:
    assert without_waves(Recognised("（签字）：~~", 0.9, (0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.8))).text == "（签字）："
    kept = Recognised("3~5人", 0.9, (0.1, 0.2, 0.3, 0.4))
    assert without_waves(kept) is kept


def test_rules_under_a_lifted_seal() -> None:
    seal = (180.0, 70.0, 300.0, 190.0)
    level = [(116.0, 48.0, 198.0), (115.0, 301.0, 546.0)]
    assert [(a, b) for _, a, b in through_seals(level, [], [seal], [], 10)] == [(48.0, 546.0)]
    merged = [(198.0, 90.0, 150.0), (301.0, 90.0, 150.0)]  # both end at an upright: a merged cell, or two tables
    assert len(through_seals(level, merged, [seal], [], 10)) == 2
    assert len(through_seals(level, [], [seal], [(210.0, 105.0, 290.0, 127.0)], 10)) == 2  # words stand across the gap
    assert without_rims([(181.0, 110.0, 140.0), (240.0, 110.0, 140.0)], [seal]) == [(240.0, 110.0, 140.0)]
    border = on_under_seals([(240.0, 20.0, 100.0)], [(150.0, 48.0, 241.0), (170.0, 48.0, 400.0)], [seal], 10)
    assert border == [(240.0, 20.0, 150.0)]  # on to the rule that ends at it, not to one of another table


def test_a_dash_in_an_empty_cell_is_no_one() -> None:
    assert is_dash(page_with([(100, 30), (140, 30)]), 30)
    assert not is_dash(page_with([(100, 15), (100, 45)]), 30)


@pytest.mark.parametrize(
    ("heading", "top", "complete"),
    [
        ("现场照片", 172.0, True),
        ("现场情况", 172.0, False),  # what it shows is not said: it may be a hand's, set too high
        ("现场照片", 212.0, False),  # down into the row of the place
    ],
)
def test_a_photo_above_an_empty_place_is_no_signature(heading: str, top: float, complete: bool) -> None:
    sheets = Sheets()
    sheets.centred(297, 70, "隐患排查服务报告", 16)
    for k, said in enumerate(("服务对象：泗县百川水泥制品有限公司", "服务日期：2024年6月13日")):
        sheets.text(60, 100 + 16 * k, said)
    rows = (
        (140, 164, (heading, "隐患描述", "等级", "整改期限")),
        (164, 224, ("", "皮带机无防护罩", "一般", "2024-06-20")),
        (224, 260, ("被服务单位签章", "", "日期", "")),
    )
    for y0, y1, words in rows:
        for (x0, x1), said in zip(itertools.pairwise((55, 200, 340, 400, 540)), words, strict=True):
            sheets.frame(x0, y0, x1, y1)
            sheets.text(x0 + 4, (y0 + y1) / 2 + 4, said)
    image = ImageReader(Image.new("RGB", (60, 40), (90, 140, 160)))
    sheets.canvas.drawImage(image, 65, 842 - top - 40, 60, 40)
    paper = examine([("报告.pdf", sheets.pdf())])
    assert paper.witnesses["signoff"].complete is complete


@pytest.mark.parametrize(("slant", "signed"), [(3.0, True), (-8.0, True), (45.0, False)])  # what is steep is no hand's
def test_a_name_in_slanting_letters_before_its_day_is_a_signature(slant: float, signed: bool) -> None:
    sheets = Sheets()
    sheets.centred(297, 70, "走访服务单", 16)
    rows = (("服务对象", "泗县百川水泥制品有限公司"), ("走访日期", "2024年6月13日"), ("企业确认", "签字："))
    for k, words in enumerate(rows):
        for (x0, x1), said in zip(((55, 140), (140, 540)), words, strict=True):
            sheets.frame(x0, 100 + 40 * k, x1, 140 + 40 * k)
            sheets.text(x0 + 4, 124 + 40 * k, said)
    sheets.text(250, 204, "2024年6月14日")
    sheets.canvas.translate(178, 842 - 204)
    sheets.canvas.rotate(slant)
    sheets.canvas.setFont(FONT, 14)
    sheets.canvas.drawString(0, 0, "孙长河")
    paper = examine([("走访单.pdf", sheets.pdf())], kind="service_report")
    assert paper.fields["customer_signed"].value is signed
