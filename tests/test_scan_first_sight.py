"""What prints of unknown layouts lost on their way through a scanner or a phone: boxes to tick, lone dashes, pages in a shadow, two on a sheet.

Pictures and lines are made here; no recogniser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor import agreements
from extractor.classify import classify
from extractor.document import Box, Document, Line, Page
from extractor.evidence.sheet import Sheet
from extractor.examine import extract
from extractor.layout.pixels.scan import blue_seals
from extractor.layout.pixels.scan_text import left_over
from extractor.layout.pixels.straighten import page_corners
from extractor.layout.two_up import middle_strip
from extractor.scans.boxes import marks_of, tick_boxes, with_boxes
from extractor.scans.dashes import lone_dashes
from extractor.scans.mend import mend
from extractor.scans.recogniser import Recognised

EM = 24.0
Rows = Sequence[Sequence[tuple[float, str]]]


def blank(height: int = 200, width: int = 900) -> NDArray[np.uint8]:
    return np.zeros((height, width), np.uint8)


def box(print_: NDArray[np.uint8], x: int, y: int = 60, side: int = 20) -> None:
    cv2.rectangle(print_, (x, y), (x + side, y + side), 255, 2)


def tick(print_: NDArray[np.uint8], x: int, y: int = 60) -> None:
    cv2.polylines(print_, [np.array([(x + 5, y + 10), (x + 9, y + 15), (x + 16, y + 5)])], False, 255, 2)


def test_boxes_that_were_not_read_are_seen_by_their_shape() -> None:
    print_ = blank()
    for x in (100, 300, 500):
        box(print_, x)
    tick(print_, 300)
    box(print_, 700)
    cv2.line(print_, (700, 70), (720, 70), 255, 2)  # 日
    assert [
        (found.rect[0], found.ticked)
        for found in sorted(tick_boxes(print_, marks_of(print_), EM), key=lambda b: b.rect)
    ] == [
        (99.0, False),
        (299.0, True),
        (499.0, False),
    ]


def test_a_box_goes_before_its_option_and_its_neighbours_keep_their_places() -> None:
    print_ = blank()
    for x in (100, 300):
        box(print_, x)
    tick(print_, 300)
    rects = [(130.0, 55.0, 450.0, 85.0), (600.0, 55.0, 700.0, 85.0)]
    read = Recognised(
        "教育培训 隐患排查", 0.97, (0.05, 0.12, 0.19, 0.26, 0.4, 0.65, 0.73, 0.82, 0.92), ((5, "隐", 0.1),)
    )
    grown, words = with_boxes(
        rects, [read, Recognised("合计", 0.99, (0.2, 0.7))], tick_boxes(print_, marks_of(print_), EM), [], EM
    )
    assert [w.text for w in words] == ["□教育培训 ☑隐患排查", "合计"]
    assert grown[0][0] < 100
    assert grown[1] == rects[1]
    x0, _, x1, _ = grown[0]
    middles = [x0 + share * (x1 - x0) for share in words[0].centres]
    assert middles[1] == pytest.approx(130 + 0.05 * 320)
    assert middles[0] == pytest.approx(110, abs=2)
    assert words[0].guesses == ((7, "隐", 0.1),)


def test_a_box_that_was_read_is_ticked_as_it_is_drawn() -> None:
    print_ = blank()
    box(print_, 100)
    tick(print_, 100)
    rect = (95.0, 55.0, 230.0, 85.0)
    read = Recognised("□隐患排查", 0.9, (0.11, 0.32, 0.5, 0.68, 0.87))
    assert with_boxes([rect], [read], tick_boxes(print_, marks_of(print_), EM), [], EM)[1][0].text == "☑隐患排查"


def test_a_box_is_no_option_of_the_cell_beside_it() -> None:
    print_ = blank()
    box(print_, 100)
    rect = (135.0, 55.0, 260.0, 85.0)
    read = Recognised("隐患排查", 0.99, (0.1, 0.4, 0.6, 0.9))
    assert with_boxes([rect], [read], tick_boxes(print_, marks_of(print_), EM), [(128.0, 40.0, 100.0)], EM)[1] == [read]


def test_dashes_for_nothing_in_a_row_of_a_table() -> None:
    print_ = blank()
    row = [(40.0, 50.0, 200.0, 80.0), (700.0, 50.0, 800.0, 80.0)]
    cv2.line(print_, (400, 65), (422, 65), 255, 2)  # in the middle of the row's height
    cv2.line(print_, (550, 79), (572, 79), 255, 2)  # under it
    cv2.line(print_, (400, 150), (422, 150), 255, 2)  # in no row
    found = lone_dashes(print_, marks_of(print_), row, EM)
    assert [(read.text, 398 <= rect[0] + 4 <= 402) for rect, read in found] == [("—", True)]


def test_the_end_of_a_sheet_in_a_shadow_is_where_its_light_falls_at_once() -> None:
    light = np.linspace(0.3, 1.0, 1000, dtype=np.float32)[:, None, None]
    photo = np.full((1000, 750, 3), 55, np.float32)
    photo[60:940, 60:690] = 220
    corners = page_corners(np.asarray(photo * light, dtype=np.uint8))
    assert corners is not None
    assert np.abs(corners - [(60, 60), (690, 60), (690, 940), (60, 940)]).max() < 12


def test_two_pages_on_one_sheet_have_nothing_in_the_strip_between() -> None:
    left = [Box(40, 60 + 30 * k, 330, 72 + 30 * k) for k in range(8)]
    right = [Box(460, 60 + 30 * k, 780, 72 + 30 * k) for k in range(6)]
    title = Box(350, 30, 500, 50)
    assert middle_strip([*left, *right], [], 842, 595) == pytest.approx(395, abs=40)
    assert middle_strip([title, *left, *right], [], 842, 595) is None
    assert middle_strip([*left, *right], [], 595, 842) is None


def test_two_pages_of_which_one_is_a_form_begin_with_titles_of_their_own() -> None:
    form = [Box(x, 60 + 30 * k, x + 60, 70 + 30 * k) for k in range(8) for x in (40, 140, 260)]
    right = [Box(460, 60 + 30 * k, 780, 70 + 30 * k) for k in range(6)]
    titles = [Box(130, 30, 292, 44), Box(600, 30, 664, 44)]
    assert middle_strip([*form, *right], [], 842, 595) is None
    assert middle_strip([*titles, *form, *right], [], 842, 595) == pytest.approx(395, abs=40)
    assert middle_strip([titles[0], *form, *right], [], 842, 595) is None


def page(rows: Rows, pitch: float = 24.0) -> Document:
    lines = tuple(
        Line(text, Box(x, 60 + pitch * y, x + 11 * len(text), 72 + pitch * y), size=11.4)
        for y, row in enumerate(rows)
        for x, text in row
    )
    return Document("x.jpg", "0", "image", (Page(1, 595, 842, lines, "ocr"),))


def fields(rows: Rows) -> dict[str, object]:
    document = page(rows)
    return {name: found.value for name, found in extract(document, classify(document)).fields.items()}


def test_lines_of_ink_two_apart_are_one_paragraph() -> None:
    upper = "隐患一：破碎机皮带轮无防护罩，建议加装固定式防护罩，整改期限为"
    units = Sheet(page([[(50, upper)], [(50, "2025年7月4日前。")]], pitch=29)).units
    assert [u.text for u in units] == [upper.replace("，", ",").replace("：", ":") + "2025年7月4日前。"]


def test_a_trade_under_an_address_is_an_entry_of_its_own() -> None:
    rows = [[(220, "安全生产责任保险保险单")], [(50, "保险单号码 LN370306AQ18-00456")], [(50, "投保人 淄博远航化工有限公司")],
            [(50, "地址 山东省淄博市周村区北郊镇正阳路306号")], [(50, "行业 化工")]]  # fmt: skip
    read = fields(rows)
    assert (read["address"], read["industry"]) == ("山东省淄博市周村区北郊镇正阳路306号", "化工")


def test_colons_may_stand_with_the_values() -> None:
    rows = [[(220, "安全生产责任保险承保凭证")], [(50, "保险单号"), (180, "：HBJC42050625EB03368")],
            [(50, "投保人"), (180, "：宜昌市夷陵区金石矿业有限责任公司")], [(50, "行业"), (180, "：非煤矿山")]]  # fmt: skip
    assert fields(rows)["industry"] == "非煤矿山"


def test_a_seal_is_asked_for_between_a_name_and_its_day() -> None:
    rows = [[(220, "企业安全服务回执")], [(220, "（泽安查2025-07）")], [(50, "服务机构：贵州黔安安全技术服务有限公司")],
            [(50, "服务对象：播州区金鼎建筑劳务有限公司")], [(50, "服务日期：2024年12月18日")], [(50, "服务内容：安全培训")],
            [(50, "单位负责人：张定国"), (183, "（公章）"), (250, "2024年12月19日")]]  # fmt: skip
    read = fields(rows)
    assert (read["report_no"], read["customer_signed"], read["signoff_name"]) == ("泽安查2025-07", True, "张定国")


def test_a_district_before_a_town_that_ends_like_one() -> None:
    assert mend("湖北省黄石市西塞山区河口镇", "420200") == "湖北省黄石市西塞山区河口镇"  # there is a 铁山区 too
    assert mend("安徽省宿州市埔桥区蕲县镇工业集中区8号", "341300") == "安徽省宿州市埇桥区蕲县镇工业集中区8号"


def test_boxes_behind_their_options() -> None:
    rows = [[(220, "安全生产服务确认单")], [(50, "服务机构：贵州黔安安全技术服务有限公司")], [(50, "服务对象：播州区金鼎建筑劳务有限公司")],
            [(50, "服务日期：2024年12月18日")], [(50, "服务项目：宣传教育培训☑ 隐患排查□ 应急演练□")]]  # fmt: skip
    assert fields(rows)["service_types"] == ("training",)


def test_ink_that_was_not_read_leaves_open_what_a_section_lacks() -> None:
    rows = [[(220, "安全生产责任保险单")], [(50, "特别约定")], [(50, "1、本保单承保全体从业人员，包括劳务派遣人员。")],
            [(50, "2、保险人每年提供两次隐患排查、一次培训。")], [], [(50, "签单日期：2025年4月24日")]]  # fmt: skip
    whole = page(rows)
    assert agreements.read(whole).complete
    sheet = replace(whole.pages[0], lost=(Box(50, 150, 420, 185),))
    assert not agreements.read(replace(whole, pages=(sheet,))).complete
    aside = replace(whole.pages[0], lost=(Box(480, 400, 590, 500),))
    assert agreements.read(replace(whole, pages=(aside,))).complete


def test_ink_higher_than_a_line_may_hold_lost_words() -> None:
    print_ = blank(400)
    for x in range(60, 500, 24):
        cv2.rectangle(print_, (x, 100), (x + 18, 122), 255, 2)
    cv2.circle(print_, (480, 150), 90, 255, 3)
    lines, higher = left_over(print_, [], EM)
    assert not lines
    assert [rect[0] for rect in higher] == [59.0]


def test_a_blue_seal_in_a_shadow_is_a_seal() -> None:
    sheet = np.full((900, 700, 3), 110, np.uint8)
    cv2.circle(sheet, (400, 500), 90, (30, 30, 92), 8)
    assert len(blue_seals(sheet)) == 1


def test_a_heading_may_have_its_first_item_behind_a_blank() -> None:
    rows = [
        [(220, "安全生产责任保险单")],
        [(50, "特别约定　1.全体从业人员均为承保对象，劳务派遣人员在内。2.每次事故免赔额1000元。")],
    ]
    assert [item.text for item in agreements.read(page(rows)).items] == [
        "全体从业人员均为承保对象，劳务派遣人员在内。",
        "每次事故免赔额1000元。",
    ]
