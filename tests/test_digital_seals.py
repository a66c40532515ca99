"""Seals on pages with text: found by their shape, read where a rule compares them, their letters no words of the paper.

What each file holds and what its seal says is written here by hand (``tests.seal_pdfs``, ``tests.papers.seals``).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractor import read
from extractor.examine import examine
from extractor.limits import Limits
from tests.papers import seals
from tests.seal_pdfs import Sheet, letters, level, outlines, ring, star

NAME, PURPOSE = "远山财产保险股份有限公司", "保单专用章"
PLACE = (80.0, 540.0, 199.0, 659.0)
SIDE = 119.0
DRAWN = ring(SIDE) + star(SIDE) + outlines(NAME, SIDE)
LETTERED = ring(SIDE) + star(SIDE) + letters(NAME, SIDE) + level(PURPOSE, SIDE)
LINES = (
    "安全生产责任保险单", "保险单号：AQZ20250417000123", f"保险人：{NAME}", "投保人：青石矿业有限公司",
    "保险期间：2025年4月18日零时起至2026年4月17日二十四时止", "签单日期：2025年4月17日",
)  # fmt: skip


def policy(rotate: int = 0) -> Sheet:
    """A policy whose lines from the insurer's name on run under ``PLACE``."""
    sheet = Sheet(rotate)
    for k, line in enumerate(LINES):
        sheet.text(60, 720 - 30 * k, line)
    return sheet


@cache
def stamped() -> Image.Image:
    return seals.draw(NAME, PURPOSE, width=300)


def on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGB", picture.size, "white")
    paper.paste(picture, (0, 0), picture)
    return paper


def drawn(way: str) -> bytes:
    sheet = policy(90 if way == "on a page that lies" else 0)
    match way:
        case "picture with holes":
            sheet.image(stamped(), PLACE)
        case "picture on white":
            sheet.content.insert(0, "")
            sheet.image(on_white(stamped()), PLACE)
        case "blue":
            sheet.image(seals.draw(NAME, PURPOSE, width=300, ink=seals.BLUE), PLACE)
        case "drawing":
            sheet.form(DRAWN, PLACE)
        case "drawing inside others":
            sheet.form(DRAWN, PLACE, inside=3)
        case "drawing on the page itself":
            sheet.show(f"1 0 0 1 {PLACE[0]} {PLACE[1]} cm {DRAWN}")
        case "letters":
            sheet.form(LETTERED, PLACE)
        case "signed field" | "on a page that lies":
            sheet.signature(DRAWN, PLACE)
    return sheet.pdf()


WAYS = [
    "picture with holes", "picture on white", "blue", "drawing", "drawing inside others", "drawing on the page itself", "letters",
    "signed field", "on a page that lies",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_seal_is_found_at_its_place_and_says_its_company(way: str) -> None:
    record = examine([("保单.pdf", drawn(way))])
    (row,) = record.tables["seals"]
    assert row.value("name") == NAME
    assert row.cells["name"].confidence >= 0.9
    box = row.span.boxes[0]
    assert (box.x0, 842 - box.y1, box.x1, 842 - box.y0) == pytest.approx(PLACE, abs=1)  # of the page as it is read


@pytest.mark.parametrize("way", [way for way in WAYS if way not in ("picture on white",)])
def test_the_words_under_a_seal_stay_and_its_own_are_none_of_them(way: str) -> None:
    document = read(drawn(way), "保单.pdf")
    assert [line.text for _, line in document.lines()] == list(LINES)
    assert len(document.pages[0].seals) == 1


def square(side: int = 200) -> Image.Image:
    picture = Image.new("RGBA", (side, side))
    ImageDraw.Draw(picture).rectangle((6, 6, side - 7, side - 7), outline=(205, 30, 35, 220), width=9)
    ImageDraw.Draw(picture).line((60, 60, 140, 140), fill=(205, 30, 35, 220), width=12)
    return picture


def test_a_square_name_seal_is_one_that_says_nothing() -> None:
    sheet = policy()
    sheet.image(square(), (80, 540, 137, 597))
    data = sheet.pdf()
    assert len(read(data, "保单.pdf").pages[0].seals) == 1
    assert "seals" not in examine([("保单.pdf", data)]).tables


def dotted() -> Image.Image:
    dice = np.random.default_rng(1)
    return Image.fromarray((np.kron(dice.integers(0, 2, (25, 25)), np.ones((8, 8))) * 255).astype("uint8")).convert(
        "RGB"
    )


def logo() -> Image.Image:
    picture = Image.new("RGB", (200, 120), "white")
    ImageDraw.Draw(picture).polygon([(20, 100), (100, 10), (180, 100)], fill=(200, 20, 20))
    return picture


def photo() -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), dtype=np.uint8))


@pytest.mark.parametrize("picture", [dotted, logo, photo])
def test_a_code_a_logo_and_a_photo_are_no_seals(picture: object) -> None:
    sheet = policy()
    sheet.image(picture(), (350, 540, 450, 600))  # type: ignore[operator]
    assert read(sheet.pdf(), "保单.pdf").pages[0].seals == ()


def test_a_red_field_and_a_black_circle_are_no_seals() -> None:
    sheet = policy()
    sheet.show("0 0 0 RG 400 600 120 100 re S .8 .1 .1 rg 300 600 90 80 re f")
    sheet.form(ring(SIDE, "0 0 0") + star(SIDE, "0 0 0"), (300, 300, 419, 419))
    assert read(sheet.pdf(), "保单.pdf").pages[0].seals == ()


def test_a_signature_is_told_and_not_verified() -> None:
    sheet = policy()
    sheet.signature(DRAWN, PLACE)
    sheet.signature(DRAWN, (300, 100, 419, 219), flags=2)  # hidden: it signs, and shows nothing
    document = read(sheet.pdf(), "保单.pdf")
    (problem,) = document.problems
    assert problem.code == "signature_not_verified"
    assert "2个" in problem.message
    assert "未验证" in problem.message
    assert len(document.pages[0].seals) == 1


def test_papers_that_no_rule_compares_do_not_have_their_seals_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.scans.seal_words.words_of_picture", lambda picture: pytest.fail("read"))
    sheet = policy()
    sheet.image(stamped(), PLACE)
    assert "seals" not in examine([("通知.pdf", sheet.pdf())], kind="notice").tables


def test_the_same_picture_on_every_page_is_kept_once_and_none_where_none_may_be() -> None:
    sheet = policy()
    for y in (100.0, 250.0):
        sheet.image(stamped(), (350, y, 469, y + 119))
    data = sheet.pdf()
    page = read(data, "保单.pdf").pages[0]
    assert (len(page.seals), len(page.seal_pictures)) == (2, 1)
    assert read(data, "保单.pdf", limits=Limits(seal_pictures=0)).pages[0].seal_pictures == ()
