"""What pixels were read into is put right where only one thing can be printed, and left alone where not. Pictures drawn here; no recogniser."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.document import Box, Cell, Document, Line, Page, Seal, Table
from extractor.evidence.sheet import Sheet
from extractor.kinds.service_report.ticked_services import without_box
from extractor.layout.pixels.rules import ruling_lines
from extractor.layout.pixels.scan import ink, red_mask, seal_rects, set_seals_aside
from extractor.layout.pixels.scan_signs import inked_columns, is_full_stop, with_lost_spaces
from extractor.layout.pixels.scan_text import overlooked
from extractor.layout.ruled.grid import Edge
from extractor.layout.scan_tables import lines_to_blocks
from extractor.scans.lookalikes import spelt
from extractor.scans.mend import mend_document
from extractor.values.uscc import check_character


def mended(*texts: str, read: str = "ocr") -> list[str]:
    lines = tuple(Line(text, Box(60, 100 + 20 * k, 60 + 10 * len(text), 112 + 20 * k)) for k, text in enumerate(texts))
    return [
        line.text for _, line in mend_document(Document("x", "0", "image", (Page(1, 595, 842, lines, read),))).lines()
    ]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("重人", "重大"),
        ("程度：重人隐患", "程度：重大隐患"),
        ("——般", "一般"),
        ("（一股）", "（一般）"),
        ("巳整改", "已整改"),
        ("末按期整改", "末按期整改"),  # not a word that was listed: left
        ("均末完成", "均未完成"),
        ("赔付15.300元", "赔付15,300元"),
        ("¥2.025", "¥2,025"),
        ("保费12.500.00", "保费12,500.00"),
        ("600,00", "600.00"),
        ("1.(一一般隐患)护栏缺失", "1.(一般隐患)护栏缺失"),
        ("2024年10月03日一2024年10月04日", "2024年10月03日—2024年10月04日"),
        ("皖政〔2024]12号和皖政[2024〕3号", "皖政〔2024〕12号和皖政〔2024〕3号"),
        ("12,000;000.00", "12,000,000.00"),
        ("¥1,200’000.00", "¥1,200,000.00"),
        ("1,000;200.00", "1,000;200.00"),  # two sums
        ("信用代码：9110000071O931483R", "信用代码：91100000710931483R"),
        ("信用代码：9110000071O931483B", "信用代码：9110000071O931483B"),  # no sign there makes it check
    ],
)
def test_words_and_sums_one_stroke_off(read: str, printed: str) -> None:
    assert spelt(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "重人的事要办",
        "一股东",
        "十月一日",
        "自己完成",
        "期末完成",
        "2025.04.06",
        "0.125元",
        "2.350元/吨",
        "12,34",
        "1.250吨",
        "1,000",
    ],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert spelt(text) == text


def test_items_lose_the_circles_around_their_numbers_and_get_them_back() -> None:
    assert mended("①上站灯不亮，请更换；", "2缓降器过期，请送检；", "2025年9月") == [
        "①上站灯不亮，请更换；",
        "②缓降器过期，请送检；",
        "2025年9月",
    ]
    assert mended("说明如下", "2缓降器过期") == ["说明如下", "2缓降器过期"]  # no item beside it has a circle


def test_roman_grades_are_written_as_in_the_papers_own_key() -> None:
    assert mended("Ⅰ级为重大隐患，Ⅱ级为一般隐患", "I", "II级")[1:] == ["Ⅰ", "Ⅱ级"]
    assert mended("I级为重大隐患", "I")[1:] == ["I"]


def test_a_text_layer_is_not_mended() -> None:
    assert mended("重人", "赔付15.300元", read="text") == ["重人", "赔付15.300元"]


@pytest.mark.parametrize(
    "other",
    ["企业名称 宿州恒泰运输有限公司", "安徽省宿州市", "91341302MA2N0Y4R5" + "X"],
    ids=["company", "address", "credit code"],
)
def test_a_county_is_known_by_the_city_of_a_company_an_address_or_a_code(other: str) -> None:
    code = other if other[0] != "9" else other[:17] + str(check_character(other[:17]))
    assert mended(code, "埔桥区服字（2024）第254号")[1] == "埇桥区服字（2024）第254号"


def test_a_county_that_there_is_stays() -> None:
    assert mended("企业名称 广州恒泰运输有限公司", "黄埔区服字（2024）第254号")[1] == "黄埔区服字（2024）第254号"
    assert mended("广州市", "埔桥区服字")[1] == "埔桥区服字"  # no county of that city is one sign away


def strip(*signs: tuple[int, int]) -> NDArray[np.uint8]:
    """A line of print 24 pixels high with signs from x to x."""
    print_ = np.zeros((60, 400), np.uint8)
    for x0, x1 in signs:
        print_[18:42, x0:x1] = 255
    return print_


def test_a_blank_as_wide_as_a_sign_is_a_space() -> None:
    signs = [(10, 32), (36, 58), (62, 84), (112, 134), (138, 160)]
    columns = inked_columns(strip(*signs), (4.0, 14.0, 170.0, 46.0))
    middles = [(a + b) / 2 for a, b in signs]
    text, places = with_lost_spaces("一八号类别", middles, columns, 24.0)
    assert (text, len(places)) == ("一八号 类别", 6)
    assert places == sorted(places)
    assert (
        with_lost_spaces("一八：类别", middles, columns, 24.0)[0] == "一八：类别"
    )  # beside a colon there is always room


def test_a_line_set_wide_has_no_spaces() -> None:
    signs = [(10 + 46 * k, 32 + 46 * k) for k in range(5)]
    columns = inked_columns(strip(*signs), (4.0, 14.0, 230.0, 46.0))
    assert with_lost_spaces("保险单号码", [(a + b) / 2 for a, b in signs], columns, 24.0)[0] == "保险单号码"


def test_a_full_stop_alone_on_a_line_is_no_nought() -> None:
    stop, nought = np.zeros((22, 20), np.uint8), np.zeros((30, 20), np.uint8)
    cv2.circle(stop, (8, 12), 5, 255, 2)
    cv2.ellipse(nought, (9, 14), (6, 10), 0, 0, 360, 255, 2)
    assert is_full_stop(stop, 28.0)
    assert not is_full_stop(nought, 28.0)
    assert not is_full_stop(np.zeros((22, 20), np.uint8), 28.0)


def test_a_line_that_no_segment_holds_is_found() -> None:
    page = np.zeros((300, 600), np.uint8)
    for top in (40, 80, 120):
        for x in range(50, 450, 28):
            cv2.rectangle(page, (x, top), (x + 22, top + 23), 255, 3)
    cv2.rectangle(page, (60, 200), (200, 290), 255, 3)  # a picture, too high for a line
    known = [(45.0, 36.0, 455.0, 68.0), (45.0, 116.0, 455.0, 148.0)]
    ((x0, y0, x1, y1),) = overlooked(page, known, 24.0)
    assert (abs(x0 - 50) < 8, abs(x1 - 464) < 8, 70 < y0 < 82, 102 < y1 < 114) == (True, True, True, True)


def test_a_lifted_seal_leaves_no_strokes() -> None:
    """Its edges, grey because a JPEG keeps colour at half the sharpness of light, are taken for paper; print beneath stays."""
    sheet = np.full((640, 560, 3), 248, np.uint8)
    yy, xx = np.mgrid[:640, :560]
    sheet[np.abs(np.hypot(xx - 300, yy - 340) - 90) < 7] = (214, 96, 98)
    sheet[330:334, 160:540] = (40, 40, 40)
    spoiled = cv2.imdecode(cv2.imencode(".jpg", sheet[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR)
    assert spoiled is not None
    image = np.ascontiguousarray(spoiled[..., ::-1], np.uint8)
    red = red_mask(image)
    clear = set_seals_aside(image, red, seal_rects(red))
    around = (np.abs(np.hypot(xx - 300, yy - 340) - 90) < 14) & (np.abs(yy - 332) > 12)
    assert ink(clear)[around].mean() < 255 * 0.02  # 0.11 with the edges left in
    assert clear[331, 210:390].max() < 110


def test_frames_one_below_the_other_are_joined_by_no_border() -> None:
    page = np.zeros((500, 600), np.uint8)
    for top in (60, 174, 288):
        cv2.rectangle(page, (40, top), (560, top + 78), 255, 2)
    words = [(60.0, top + 12.0, 200.0, top + 40.0) for top in (60, 174, 288)]
    _, upright = ruling_lines(page, words, 24.0)
    assert sorted(round(stop - start) for _, start, stop in upright) == [78] * 6


def test_specks_between_two_frames_make_no_border() -> None:
    page = np.zeros((400, 600), np.uint8)
    for top in (60, 174):
        cv2.rectangle(page, (40, top), (560, top + 78), 255, 2)
    page[148:150, 301] = page[161:163, 300] = 255
    words = [(60.0, top + 12.0, 200.0, top + 40.0) for top in (60, 174)]
    _, upright = ruling_lines(page, words, 24.0)
    assert {round(at) for at, _, _ in upright} == {40, 560}


def said(text: str, x: float, y: float) -> Line:
    return Line(text, Box(x, y, x + 9 * len(text), y + 10))


@pytest.mark.parametrize(("gap", "runs_on"), [(5.0, True), (12.0, False)], ids=["borders meet", "no border between"])
def test_two_tables_of_one_width_are_two(gap: float, runs_on: bool) -> None:
    """Neither what is left of one worn table, though their rules go on at one width."""
    top = 140.0 + gap
    heads, row = ("项目", "每人", "保费"), ("伤亡", "400000", "90")
    lines = [said("投保人", 62, 104), said("青石公司", 152, 104), said("行业", 62, 124), said("采石", 152, 124)]
    lines += [
        said(w, x, top + y) for y, words in ((5, heads), (23, row)) for x, w in zip((62, 222, 342), words, strict=True)
    ]
    level = [Edge(y, 58.0, 460.0) for y in (100.0, 120.0, 140.0, top, top + 19, top + 39)]
    sides = ((100.0, top + 39),) if runs_on else ((100.0, 140.0), (top, top + 39))
    upright = [Edge(x, *side) for x in (58.0, 460.0) for side in sides]
    upright += [Edge(148.0, 100.0, 140.0), Edge(218.0, top, top + 39), Edge(338.0, top, top + 39)]
    tables = [b for b in lines_to_blocks(lines, level, upright, 595.0) if isinstance(b, Table)]
    assert [(t.method, t.n_rows, t.n_cols) for t in tables] == [("ruled", 2, 2), ("ruled", 2, 3)]
    assert [[c.text if c else "" for c in cells] for cells in tables[1].rows()] == [list(heads), list(row)]


@pytest.mark.parametrize(("pitch", "cut"), [(22.0, True), (13.0, False)], ids=["one in each row", "a paragraph"])
def test_rules_that_a_seal_has_worn_away_part_the_rows_that_the_cells_beside_them_have(pitch: float, cut: bool) -> None:
    words = ("RF-1908-9962", "青石公司", "RH3936048404106996")
    lines = [said(w, 54, 106 + 22 * k) for k, w in enumerate(("表号", "企业", "保单号"))]
    lines += [said(w, 154, 128 + pitch * (k - 1)) for k, w in enumerate(words)]
    lines.sort(key=lambda line: line.box.y0 if line.box else 0.0)
    level = [Edge(100.0, 50, 400), Edge(166.0, 50, 400), Edge(122.0, 50, 150), Edge(144.0, 50, 150)]
    upright = [Edge(x, 100, 166) for x in (50.0, 150.0, 400.0)]
    (table,) = (b for b in lines_to_blocks(lines, level, upright, 595.0) if isinstance(b, Table))
    beside = [cell.text for cell in table.cells if cell.col == 1]
    assert beside == (list(words) if cut else ["".join(words)])


def _told(*rows: tuple[str, Box], slope: float = 0.0) -> list[str]:
    page = Page(1, 595, 842, tuple(Line(text, box) for text, box in rows), "ocr", slope=slope)
    return [unit.text for unit in Sheet(Document("x", "0", "image", (page,))).units]


def test_a_long_line_that_stands_aslant_goes_on_below() -> None:
    """Three degrees: the box of the long line is three times as high as its letters."""
    long, rest = "2.制氧站东墙泄压窗被货架遮挡。建议移走货架并保持泄压畅通。整改情况为待", "完成。"
    rows = (long, Box(43.2, 254.4, 535.6, 290.7)), (rest, Box(44.3, 293.8, 70.1, 306.0))
    assert _told(*rows, slope=-0.05) == [long + rest]


def test_an_item_whose_code_goes_on_counting_is_no_rest_of_a_full_line() -> None:
    rows = [
        ("A4 生产经营地址 山东省淄博市周村区兴业路62号", Box(40, 100, 290, 111)),
        ("A5 行业 金属制品", Box(40, 114, 130, 125)),
    ]
    assert len(_told(*rows)) == 2


def _ruled(*rows: list[list[str]], wide: float = 60.0) -> tuple[Table, ...]:
    """The tables that a whole grid of four columns gives, with the lines of each cell one above the other."""
    lines, tall = [], 34.0
    for r, row in enumerate(rows):
        for c, texts in enumerate(row):
            for k, text in enumerate(texts):
                x, y = 50 + wide * c + 4, 100 + tall * r + 4 + 14 * k
                lines.append(Line(text, Box(x, y, x + 5.2 * len(text), y + 11), size=10.0))
    level = [Edge(100 + tall * k, 50, 50 + 4 * wide) for k in range(len(rows) + 1)]
    upright = [Edge(50 + wide * k, 100, 100 + tall * len(rows)) for k in range(5)]
    return tuple(b for b in lines_to_blocks(lines, level, upright, 595.0) if isinstance(b, Table))


def test_a_number_that_goes_on_below_it_in_its_cell_is_one_number() -> None:
    head = [["NO"], ["CODE"], ["DATE"], ["REF"]]
    row = [["1"], ["GB 50058-2", "014"], ["2025-05-1", "0"], ["RW2025061", "09"]]
    (table,) = _ruled(head, row, row)
    assert table.n_rows == 3
    assert [cell.text for cell in table.cells if cell.row == 1] == ["1", "GB 50058-2014", "2025-05-10", "RW202506109"]


def test_sums_one_above_the_other_are_rows_that_lost_their_rule() -> None:
    head = [["项目"], ["限额"], ["累计"], ["保费"]]
    row = [["人身", "医疗"], ["400,000.00", "50,000.00"], ["800,000.00", "90,000.00"], ["1,800.00", "640.00"]]
    assert all(table.n_rows != 3 for table in _ruled(head, row, row))


def test_a_stroke_over_a_table_is_no_part_of_its_border() -> None:
    page = np.zeros((500, 700), np.uint8)
    for y in (200, 250, 300):
        page[y - 1 : y + 2, 50:650] = 255
    for x in (50, 350, 649):
        page[200:300, x - 1 : x + 2] = 255
    page[100:145, 349:352] = 255  # of a heading, just over the border between
    _, upright = ruling_lines(page, [], 24.0)
    assert [round(x) for x, _, _ in sorted(upright)] == [50, 350, 649]
    assert all(abs(top - 200) < 6 for _, top, _ in upright)


def test_a_lid_s_shadow_over_a_border_is_no_part_of_it() -> None:
    page = np.zeros((500, 700), np.uint8)
    for y in (200, 250, 300):
        page[y - 1 : y + 2, 50:650] = 255
    for x in (50, 350, 649):
        page[200:300, x - 1 : x + 2] = 255
    page[0:32, 349:352] = page[180:200, 350] = 255  # at the page's edge, and specks that make the border begin too high
    _, upright = ruling_lines(page, [], 24.0)
    assert [round(x) for x, _, _ in sorted(upright)] == [50, 350, 649]


@pytest.mark.parametrize("told", [True, False])
def test_a_border_along_a_seal_s_rim_is_one_where_words_stand_on_both_sides_in_each_row(told: bool) -> None:
    page = np.zeros((500, 700), np.uint8)
    for y in (200, 250, 300):
        page[y - 1 : y + 2, 50:650] = 255
    for x in (50, 350, 649):
        page[200:300, x - 1 : x + 2] = 255
    words = [(60.0, y, 200.0, y + 26.0) for y in (212.0, 262.0)]
    words += [(360.0, y, 500.0, y + 26.0) for y in (212.0, 262.0)] if told else []
    _, upright = ruling_lines(page, words, 24.0, [(345.0, 130.0, 605.0, 390.0)])
    assert [round(x) for x, _, _ in sorted(upright)] == ([50, 350, 649] if told else [50, 649])


def test_a_sign_of_a_seal_s_rim_is_no_line_of_the_paper() -> None:
    seal = Seal(Box(200, 100, 320, 220), "上虞恒源有限公司", "", 0.9)
    texts = (
        ("签字：郭晓东", 118, 60),
        ("虞", 118, 210),
        ("源", 160, 255),
        ("无", 170, 210),
        ("恒", 300, 210),
        ("限", 200, 240),
        ("日期", 200, 252),
    )
    lines = tuple(Line(text, Box(x, y, x + 10 * len(text), y + 10)) for text, y, x in texts)
    page = Page(1, 595, 842, lines, "ocr", seal_words=(seal,))
    kept = [line.text for _, line in mend_document(Document("x", "0", "image", (page,))).lines()]
    assert kept == ["签字：郭晓东", "源", "无", "恒", "限", "日期"]


@pytest.mark.parametrize(
    ("read_", "kept"),
    [
        ("企业负责人：黄文斌同专2024年11月9日", "企业负责人：黄文斌  2024年11月9日"),
        ("劳动合同2024年11月9日签订", "劳动合同2024年11月9日签订"),
        ("加盖业务专用章2枚", "加盖业务专用章2枚"),
    ],
)
def test_part_of_a_seal_s_purpose_between_a_name_and_its_day_is_white(read_: str, kept: str) -> None:
    page = Page(1, 595, 842, (Line(read_, Box(48, 260, 307, 277)),), "ocr", (Box(231, 234, 347, 350),))
    assert [line.text for _, line in mend_document(Document("x", "0", "image", (page,))).lines()] == [kept]


def test_what_a_seal_says_between_the_lines_of_a_cell_is_no_word_of_it() -> None:
    seal = Seal(Box(200, 100, 320, 220), "泰州兄弟钢构有限公司", "业务专用章", 0.9)
    words = (
        ("蓝盾安全公司", 104, 205),
        ("钢构", 110, 240),
        ("林丽、陈丽", 116, 225),
        ("公司", 130, 300),
        ("业务专用", 190, 240),
    )
    lines = tuple(Line(text, Box(x, y, x + 10 * len(text), y + 12)) for text, y, x in words)
    table = Table((Cell(0, 0, lines[:4]), Cell(1, 0, (lines[4],))), 2, 1)
    page = Page(1, 595, 842, (table,), "ocr", seal_words=(seal,))
    kept = [line.text for _, line in mend_document(Document("x", "0", "image", (page,))).lines()]
    assert kept == ["蓝盾安全公司", "林丽、陈丽", "公司", "业务专用"], (
        "a line under another, and all that a cell says, are left"
    )


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["绍兴市上虞区百官街道", "土虞金泽汽配有限公司"], "上虞金泽汽配有限公司"),  # the address names the county
        (["绍兴市上虞区百官街道", "服务对象：上虔金泽汽配有限公司"], "服务对象：上虞金泽汽配有限公司"),
        (["上海市闵行区", "土虞金泽汽配有限公司"], "土虞金泽汽配有限公司"),  # nothing on the paper is near
        (["绍兴市上虞区百官街道", "山虞金泽汽配有限公司"], "山虞金泽汽配有限公司"),  # 山 is not taken for 上
        (["绍兴市上虞区百官街道", "上海金泽汽配有限公司"], "上海金泽汽配有限公司"),  # a place of its own
    ],
)
def test_places_at_the_head_of_names(texts: list[str], meant: str) -> None:
    assert mended(*texts)[-1] == meant


def test_a_seal_names_the_place_of_the_line_it_lies_over() -> None:
    line = Line("土虞金泽汽配有限公司", Box(60, 100, 170, 112))
    seal = Seal(Box(50, 60, 160, 170), "上虞金公司", "", 0.97)
    page = Page(1, 595, 842, (line,), "ocr", seal_words=(seal,), seals=(seal.box,))
    assert [one.text for _, one in mend_document(Document("x", "0", "image", (page,))).lines()] == [
        "上虞金泽汽配有限公司"
    ]


@pytest.mark.parametrize(
    ("read_", "expected"),
    [
        ("□隐患排查 驾驶员安全培训□应急演练 □风险评估", "驾驶员安全培训"),
        ("隐患排查 □安全培训 □应急演练", "隐患排查"),
        ("□隐患排查 □安全培训 □应急演练", None),
        ("服务类别 □安全培训 □应急演练 隐患排查", None),  # not all of it are options
    ],
)
def test_an_option_without_the_box_that_the_others_have_was_ticked(read_: str, expected: str | None) -> None:
    page = Page(1, 595, 842, (Line(read_, Box(60, 100, 400, 112), None, 0.98),), "ocr")
    told = without_box(Sheet(Document("x", "0", "image", (page,))), frozenset())
    assert expected == (None if told is None else "".join(u.text[a:b] for u, a, b in told[0]))
