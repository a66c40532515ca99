"""Seals that went wrong under the stamp – pressed dry, pale, oval, square – are found by their shape and lifted; what is no seal stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractor.document import Box, Line, Table
from extractor.layout.pixels.scan import ink, red_mask, seal_rects, set_seals_aside
from extractor.layout.pixels.scan_signs import inked_columns, with_lost_spaces
from extractor.layout.pixels.seal_shapes import rims
from extractor.layout.ruled.grid import Edge
from extractor.layout.scan_tables import lines_to_blocks
from extractor.layout.seals.scan_grey_seals import without_grey_seals

PALE = (236, 178, 180)
FAINTER = (244, 222, 223)
GREY = (150, 150, 150)


def sheet() -> np.ndarray:
    page = np.full((1100, 800, 3), 250, np.uint8)
    cv2.putText(page, "4,836.20", (300, 540), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 3)
    return page


def pressed_dry(page: np.ndarray) -> np.ndarray:
    """A round seal in pieces, some of them so pale that they are hardly red."""
    for turn in range(0, 360, 10):
        cv2.ellipse(page, (380, 530), (92, 92), turn, 0, 8, PALE if turn % 80 else FAINTER, 8)
    return page


def spoiled(page: np.ndarray) -> np.ndarray:
    packed = cv2.imencode(".jpg", page[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    unpacked = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    assert unpacked is not None
    return np.ascontiguousarray(unpacked[..., ::-1])


def test_a_seal_in_pieces_is_one_seal_and_is_lifted_whole() -> None:
    image = spoiled(pressed_dry(sheet()))
    red = red_mask(image)
    (rect,) = seal_rects(red)
    assert rect == pytest.approx((284, 434, 476, 626), abs=25)
    clear = set_seals_aside(image, red, [rect])
    away = ink(clear)
    away[505:550, 295:470] = 0
    assert np.count_nonzero(away) < 150
    assert clear[505:545, 300:465].min() < 60


def framed(lean: float) -> np.ndarray:
    """A frame 220 pixels wide with two lines of words in its own grey, turned by ``lean`` degrees."""
    plate = Image.new("L", (300, 300), 0)
    pen = ImageDraw.Draw(plate)
    pen.rectangle((40, 90, 260, 210), outline=255, width=6)
    for y in (125, 165):
        for x in range(70, 230, 30):
            pen.rectangle((x, y, x + 18, y + 14), outline=255, width=5)
    page = Image.fromarray(sheet())
    page.paste(GREY, (250, 380), plate.rotate(lean, Image.Resampling.BICUBIC))
    return np.asarray(page)


def test_a_turned_square_seal_without_colour_is_lifted() -> None:
    lifted = without_grey_seals(framed(7.0))
    assert len(lifted.seals) == 1
    away = ink(lifted.clear)
    away[505:550, 295:470] = 0
    assert np.count_nonzero(away) < 150
    assert lifted.clear[505:545, 300:465].min() < 60


def test_a_level_frame_is_a_form_s() -> None:
    page = framed(0.0)
    assert without_grey_seals(page).clear is page


def test_an_oval_is_a_rim_and_a_filled_place_is_none() -> None:
    oval, full = np.zeros((500, 400), np.uint8), np.zeros((500, 400), np.uint8)
    for picture, thick in ((oval, 4), (full, -1)):
        cv2.ellipse(picture, (200, 250), (45, 30), 0, 0, 360, 1, thick)
    (rim,) = rims(oval > 0)
    assert (rim.square, rim.middle) == (False, pytest.approx((200, 250), abs=1.5))
    assert rims(full > 0) == []


def test_cards_of_the_same_columns_are_tables_each() -> None:
    """Their rules go on at one width from card to card, and none is a piece of one worn table."""
    lines, level, upright = [], [], []
    for number in range(3):
        top = 100.0 + 90 * number
        lines.append(Line(f"隐患{number + 1}", Box(60, top - 16, 90, top - 6)))
        for k, words in enumerate(
            (("等级", "一般", "期限", "2024年8月1日"), ("内容", "罐区围堰开裂"), ("状态", "未整改"))
        ):
            xs = (62, 122, 222, 282)
            lines += [
                Line(w, Box(x, top + 20 * k + 4, x + 9 * len(w), top + 20 * k + 14))
                for x, w in zip(xs, words, strict=False)
            ]
        level += [Edge(top + 20 * k, 58.0, 460.0) for k in range(4)]
        upright += [Edge(x, top, top + 60) for x in (58.0, 118.0, 460.0)]
        upright += [Edge(x, top, top + 20) for x in (218.0, 278.0)]
    tables = [b for b in lines_to_blocks(lines, level, upright, 595.0) if isinstance(b, Table)]
    assert [(table.method, table.n_rows) for table in tables] == [("ruled", 3)] * 3


def test_half_a_blank_between_two_names_is_a_space() -> None:
    """A narrow sign has as much white beside it, but its middle stands where that of a broad one would."""
    signs = [(10, 32), (36, 58), (62, 84), (101, 123), (127, 149), (153, 175)]
    narrow = [(10, 32), (36, 58), (62, 84), (95, 103), (114, 136), (140, 162)]
    for places, text in ((signs, "胡秀兰 李建国"), (narrow, "胡秀兰日建国")):
        print_ = np.zeros((60, 200), np.uint8)
        for x0, x1 in places:
            print_[18:42, x0:x1] = 255
        columns = inked_columns(print_, (4.0, 14.0, 185.0, 46.0))
        middles = [(a + b) / 2 for a, b in places]
        assert with_lost_spaces(text.replace(" ", ""), middles, columns, 24.0)[0] == text
