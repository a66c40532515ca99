"""Seals that a scan without colour made grey or black: found, lifted off the print, read; and what is no seal stays.

Pages are drawn here, with seals pressed by ``tests.papers.seals``; nothing is read by the recogniser but what seals say.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractor.layout.pixels.rules import ruling_lines
from extractor.layout.pixels.scan import blue_seals, grey, ink
from extractor.layout.pixels.straighten import skew_angle
from extractor.layout.seals.black_seal import rings
from extractor.layout.seals.scan_grey_seals import Lifted, without_grey_seals
from extractor.scans.recogniser import recognise
from extractor.scans.seal_words import read_seals
from tests.papers import seals

GREY = (120, 120, 120)
NAME = "远山财产保险股份有限公司"
ROWS = range(150, 1000, 60)
"""Tops of the printed rows."""


def sheet() -> Image.Image:
    """Rows of print, dark, with a shaded row and a heading in bold."""
    page = Image.new("RGB", (1000, 1100), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((80, 140, 920, 200), fill=(225, 225, 225))
    pen.text((300, 60), "安全生产责任保险单", font=seals._font(50), fill=(10, 10, 10))
    for top in ROWS:
        pen.text(
            (100, top), "保险费人民币壹万贰仟叁佰元整签发日期2024年5月16日", font=seals._font(28), fill=(10, 10, 10)
        )
    return page


def grained(page: Image.Image) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, 4, (page.height, page.width, 1))
    return np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8)


@cache
def stamped(ink: tuple[int, int, int], strength: float, places: tuple[tuple[int, int], ...]) -> np.ndarray:
    page = sheet()
    for place in places:
        seals.press(page, seals.draw(NAME, "业务专用章", ink=ink, strength=strength, width=320), place)
    return grained(page)


@cache
def lifted(ink: tuple[int, int, int], strength: float, places: tuple[tuple[int, int], ...]) -> Lifted:
    return without_grey_seals(stamped(ink, strength, places))


@pytest.mark.parametrize(
    ("ink", "strength", "doubtful"), [(GREY, 0.8, False), (GREY, 0.5, False), (seals.BLACK, 0.95, True)]
)
def test_a_seal_is_found_where_it_was_pressed(ink: tuple[int, int, int], strength: float, doubtful: bool) -> None:
    (found,) = lifted(ink, strength, ((500, 600),)).seals
    assert np.allclose(found.rect, (340, 440, 660, 760), atol=8)
    assert found.doubtful is doubtful


def test_its_strokes_become_paper_and_the_print_stays() -> None:
    bare, pressed = grey(grained(sheet())).astype(int), grey(stamped(GREY, 0.8, ((500, 600),))).astype(int)
    clear = grey(lifted(GREY, 0.8, ((500, 600),)).clear).astype(int)
    inside = np.zeros(bare.shape, bool)
    inside[440:760, 340:660] = True
    inked, print_ = inside & (bare > 230) & (pressed < 200), inside & (bare < 40)
    assert (clear[inked] > 200).mean() > 0.9  # thin strokes of its characters stay
    assert (clear[print_] < 110).mean() > 0.97
    assert np.array_equal(clear[:400], pressed[:400])  # elsewhere nothing is changed


@pytest.mark.parametrize("look", ["clear", "finer"])
def test_thin_print_stays_beside_and_under_a_black_seal(look: str) -> None:
    pressed = stamped(seals.BLACK, 0.95, ((500, 600),))
    bare, without = grey(grained(sheet())).astype(int), grey(getattr(lifted(seals.BLACK, 0.95, ((500, 600),)), look))
    inside = np.zeros(bare.shape, bool)
    inside[440:760, 340:660] = True
    inked, print_ = inside & (bare > 230) & (grey(pressed) < 100), inside & (bare < 100)
    assert (without[inked] > 150).mean() > {"clear": 0.8, "finer": 0.9}[look]
    assert (without[print_] < 150).mean() > {"clear": 0.97, "finer": 0.94}[look]


def test_two_that_lie_over_one_another_are_two() -> None:
    found = lifted(GREY, 0.8, ((450, 560), (540, 650))).seals
    assert sorted(round(seal.rect[0] + 160, -1) for seal in found) == [450, 540]


def test_print_shading_and_headings_are_no_seals() -> None:
    page = grained(sheet())
    assert without_grey_seals(page).seals == ()
    assert without_grey_seals(page).clear is page


def test_a_seal_as_black_as_the_print_is_left_to_its_ring() -> None:
    pressed = stamped(seals.BLACK, 1.0, ((500, 600),))
    fax = np.where(pressed > 120, 255, 0).astype(np.uint8)
    assert without_grey_seals(fax).seals == ()


def test_a_ring_is_found_though_print_stands_right_outside_it() -> None:
    ink = np.zeros((1100, 1000), np.uint8)
    cv2.circle(ink, (500, 600), 120, 255, 9)
    for top in range(430, 470, 20):
        cv2.rectangle(ink, (400, top), (600, top + 9), 255, -1)
    apart = ink.copy()
    apart[430:460, 400:601] = 0
    (ring,) = rings(ink, apart)
    assert np.allclose((ring.x, ring.y, ring.outer), (500, 600, 125), atol=4)


def test_a_long_strip_is_not_enlarged_to_look_for_seals() -> None:
    strip = np.full((40, 100_000, 3), 255, np.uint8)
    assert without_grey_seals(strip).seals == ()


def test_grey_and_blue_seals_say_their_names() -> None:
    pressed = stamped(GREY, 0.8, ((500, 600),))
    page = sheet()
    seals.press(page, seals.draw(NAME, "业务专用章", ink=seals.BLUE, turn=12), (500, 600))
    blue = np.asarray(page)
    (faint,) = read_seals(pressed, (), (), lifted(GREY, 0.8, ((500, 600),)).seals)
    assert sum(a == b for a, b in zip(faint.name, NAME, strict=True)) >= len(NAME) - 1  # dense print runs through it
    (said,) = read_seals(blue, (), blue_seals(blue))
    assert said.name == NAME


def test_what_a_crop_says_does_not_depend_on_those_beside_it() -> None:
    page = np.asarray(sheet())
    short, long = page[140:190, 95:300], page[140:190, 95:800]
    assert recognise([short, long])[0] == recognise([short])[0]


@pytest.mark.parametrize("grain", [3, 18])
def test_the_grain_of_a_photo_is_no_ink(grain: int) -> None:
    page = np.full((700, 600), 235, np.uint8)
    cv2.rectangle(page, (100, 300), (500, 340), 20, 3)
    noise = np.random.default_rng(2).normal(0, grain, page.shape)
    found = ink(np.clip(page + noise, 0, 255).astype(np.uint8)) > 0
    assert found[:250].mean() < 0.03  # 0.12 at 8 grey levels whatever the grain
    assert found[339:342, 110:490].any(axis=0).mean() > 0.95


@pytest.mark.parametrize("degrees", [0.0, 0.4, -1.7, 4.2])
def test_the_lean_of_print_is_told_to_a_few_hundredths_of_a_degree(degrees: float) -> None:
    print_ = np.zeros((1400, 1000), np.uint8)
    for top in range(100, 1300, 50):
        for left in range(100, 900, 37):
            cv2.rectangle(print_, (left, top), (left + 24, top + 22), 255, -1)
    turned = cv2.warpAffine(print_, cv2.getRotationMatrix2D((500, 700), -degrees, 1), (1000, 1400))
    assert abs(skew_angle(turned.astype(np.uint8)) - degrees) <= 0.05


def test_rules_inside_a_black_frame_are_rules() -> None:
    print_ = np.zeros((900, 900), np.uint8)
    cv2.rectangle(print_, (10, 10), (889, 889), 255, 60)  # the lid of a scanner
    for at in (200, 300, 400):
        cv2.line(print_, (200, at), (700, at), 255, 2)
    for at in (200, 450, 700):
        cv2.line(print_, (at, 200), (at, 400), 255, 2)
    level, upright = ruling_lines(print_, [], 28.0)
    assert [round(y) for y, x0, x1 in sorted(level) if x0 > 150 and x1 < 750] == [200, 300, 400]
    assert [round(x) for x, y0, y1 in sorted(upright) if y0 > 150 and y1 < 450] == [200, 450, 700]
