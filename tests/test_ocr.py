"""Page images → words, lines and tables. The expected words were written by hand beside ``tests/data/ocr/draw.py``."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PilImage

from extractor.document import Box, Document, Line, Page, Table
from extractor.errors import Damaged, Empty, TooLarge
from extractor.formats import image as image_format
from extractor.layout.pixels.rules import ruling_lines
from extractor.layout.pixels.scan import blue_seals, ink, red_mask, seal_rects, streaks
from extractor.layout.pixels.scan_signs import edges_of_characters, leans_like_slash, with_commas, with_lost_marks
from extractor.layout.pixels.scan_text import in_rows, segments
from extractor.layout.pixels.straighten import skew_angle
from extractor.layout.ruled.grid import Edge
from extractor.layout.scan_tables import lines_to_blocks
from extractor.limits import Limits
from extractor.scans.mend import mend_document
from extractor.scans.ocr import OcrPage, read_image

DATA = Path(__file__).parent / "data" / "ocr"

COVERAGES = [
    ["保障项目", "每人限额", "累计限额", "保险费"],
    ["从业人员死亡伤残", "400,000.00", "4,000,000.00", "12,600.00"],
    ["医疗费用", "50,000.00", "/", "1,800.00"],
    ["第三者人身伤亡", "/", "500,000.00", "640.00"],
    ["保险费合计", "保险费合计", "保险费合计", "15,040.00"],
]
SERVICE = [
    ["服务对象", "青石矿业有限公司"],
    ["服务日期", "2025年06月03日"],
    ["服务机构", "远山安全技术服务有限公司"],
    ["发现隐患", "3处，其中重大隐患0处"],
]


@cache
def scan() -> Document:
    return image_format.read((DATA / "scan_with_seal.jpg").read_bytes(), "scan_with_seal.jpg")


@cache
def photo() -> Document:
    return image_format.read((DATA / "photo_of_sheet.jpg").read_bytes(), "photo_of_sheet.jpg")


def table_of(document: Document) -> Table:
    return next(document.tables())


def words(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.rows()]


def line_with(document: Document, part: str) -> Line:
    return next(line for _, line in document.lines() if part in line.text)


def test_ruled_table_of_a_skewed_scan_with_its_merged_total() -> None:
    table = table_of(scan())
    assert table.method == "ruled"
    assert words(table) == COVERAGES
    total = next(cell for cell in table.cells if cell.text == "保险费合计")
    assert (total.row, total.col, total.colspan) == (4, 0, 3)


def test_date_is_read_through_a_red_seal_and_the_seal_is_found() -> None:
    page = scan().pages[0]
    assert "2025年04月17日" in line_with(scan(), "签单日期").text
    assert len(page.seals) == 1
    seal = page.seals[0]
    assert 100 < seal.width < 140  # drawn 262 pixels wide at 150 dpi = 126 points
    assert 100 < seal.height < 140


def test_boxes_lie_in_the_image_as_given_in_points_of_its_stated_resolution() -> None:
    page = scan().pages[0]
    assert (round(page.width, 1), round(page.height, 1)) == (508.8, 566.4)  # 1060 × 1180 pixels at 150 dpi
    line = line_with(scan(), "AQZ20250417000123")
    number = line.box_of(line.text.index("AQZ"), len(line.text))
    assert number is not None
    # Drawn at x 735 … 948, y 157 … 180 before the sheet was turned by 1° anticlockwise around its middle.
    assert abs(number.x0 - 349) < 6
    assert abs(number.x1 - 452) < 6
    assert abs((number.y0 + number.y1) / 2 - 78.5) < 5


def test_every_character_has_edges_in_order_inside_its_line() -> None:
    for document in (scan(), photo()):
        for _, line in document.lines():
            assert line.box is not None
            assert line.edges is not None
            assert len(line.edges) == len(line.text)
            lefts = [left for left, _ in line.edges]
            assert lefts == sorted(lefts)
            assert all(left <= right for left, right in line.edges)
            assert line.box.x0 - 3 <= lefts[0]
            assert line.edges[-1][1] <= line.box.x1 + 3


def test_photo_of_a_sheet_seen_from_the_side() -> None:
    assert words(table_of(photo())) == SERVICE
    assert {"服务内容：现场检查、教育培训、应急演练指导。"} <= {line.text for _, line in photo().lines()}


def test_a_wide_gap_parts_two_segments() -> None:
    lines = [line.text for _, line in photo().lines()]
    assert "2025年06月05日" in lines
    assert any("王建国" in line and "2025" not in line for line in lines)


def test_frame_of_the_photo_is_mapped_back() -> None:
    box = table_of(photo()).box
    assert box is not None
    # The table's corners (80, 200) … (820, 456) of the sheet through the perspective of draw.py, at 200 dpi:
    # (56.6, 98.9) (323.9, 110.5) (322.1, 206.9) (59.2, 195.6).
    assert tuple(box) == pytest.approx((56.6, 98.9, 323.9, 206.9), abs=2.0)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_given_on_its_side_or_upside_down_is_turned_upright(turns: int) -> None:
    sheet = np.asarray(PilImage.open(DATA / "photo_of_sheet.jpg").convert("RGB").resize((795, 1050)))
    seen: OcrPage = read_image(np.ascontiguousarray(np.rot90(sheet, turns)), 150)
    assert seen.rotation == turns * 90
    assert (round(seen.width), round(seen.height)) == (382, 504)
    assert [words(block) for block in seen.blocks if isinstance(block, Table)] == [SERVICE]


def test_several_images_are_the_pages_of_one_paper_and_a_broken_one_is_reported() -> None:
    small = io.BytesIO()
    PilImage.open(DATA / "photo_of_sheet.jpg").resize((795, 1050)).save(small, "PNG")
    document = image_format.read_many([("一.png", small.getvalue()), ("二.jpg", b"\xff\xd8\xff\xe0broken")])
    assert document.name == "一.png"
    assert document.parts == ("一.png", "二.jpg")
    assert [(page.number, page.read) for page in document.pages] == [(1, "ocr"), (2, "failed")]
    assert [(problem.code, problem.page) for problem in document.problems] == [("damaged", 2)]
    with pytest.raises(Damaged):
        image_format.read_many([("二.jpg", b"\xff\xd8\xff\xe0broken")])


def test_blank_page_has_no_words_and_no_seals() -> None:
    blank = read_image(np.full((600, 420, 3), 250, np.uint8), 72)
    assert (blank.blocks, blank.seals, blank.rotation) == ((), (), 0)


def test_a_strip_too_thin_for_words_is_an_empty_page() -> None:
    strip = io.BytesIO()
    PilImage.new("RGB", (5000, 4), "white").save(strip, "PNG")
    (page,) = image_format.read(strip.getvalue(), "strip.png").pages
    assert (page.width, page.blocks) == (1800.0, ())


def test_size_is_refused_before_pixels_are_unpacked() -> None:
    data = io.BytesIO()
    PilImage.new("1", (9000, 9000)).save(data, "PNG")
    with pytest.raises(TooLarge):
        image_format.read(data.getvalue(), "大.png", limits=Limits(image_pixels=1_000_000))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"II*\0\x08\0\0\0\xff\xff", b"BM" + b"\0" * 60])
def test_damaged_images_say_so(data: bytes) -> None:
    with pytest.raises(Damaged):
        image_format.read(data, "x.png")


def test_a_second_frame_without_its_size_is_damage() -> None:
    """PIL raises TypeError where a later frame of a TIFF lacks a tag, and only where it is asked for."""
    data = io.BytesIO()
    strip = PilImage.new("1", (40, 4), 1)
    strip.save(data, "TIFF", save_all=True, append_images=[strip])
    width_tag = b"\x00\x01\x04\x00\x01\x00\x00\x00\x28\x00\x00\x00"  # 40 pixels
    head, width, tail = data.getvalue().rpartition(width_tag)
    assert width
    with pytest.raises(Damaged):
        image_format.read(head + b"\xfe\x00" + width[2:] + tail, "两页.tif")


def test_empty_image() -> None:
    with pytest.raises(Empty):
        image_format.read(b"", "x.png")


def test_sniff_knows_images_from_other_files() -> None:
    assert image_format.sniff((DATA / "photo_of_sheet.jpg").read_bytes()[:64]) == 1.0
    assert image_format.sniff(b"BM" + b"\0" * 12 + b"\x28\0\0\0" + b"\0" * 20) > 0.5
    assert image_format.sniff(b"BMW is a car, and this is plain text") == 0.0
    assert image_format.sniff(b"%PDF-1.7") == 0.0


def stated(size: tuple[int, int], dpi: float) -> float:
    picture = PilImage.new("L", size, 255)
    picture.info["dpi"] = (dpi, dpi)
    return image_format._resolution(picture)


@pytest.mark.parametrize(
    ("size", "dpi", "expected"),
    [
        ((1654, 2339), 200, 200),
        ((2480, 3508), 300, 300),
        ((3508, 2480), 300, 300),
        ((3024, 4032), 72, 200),  # a telephone's nominal value
        ((1240, 1754), 1, 200),
    ],
)
def test_stated_resolution_is_believed_where_it_leads_to_a_sheet(
    size: tuple[int, int], dpi: float, expected: float
) -> None:
    assert stated(size, dpi) == expected


# The geometry, without the recogniser.


def page_with(draw: list[tuple[int, int, int, int]], size: tuple[int, int] = (800, 600)) -> np.ndarray:
    sheet = np.full((*size, 3), 255, np.uint8)
    for x0, y0, x1, y1 in draw:
        sheet[y0:y1, x0:x1] = 20
    return sheet


def test_strokes_of_characters_are_no_rules_and_a_dotted_rule_is_one() -> None:
    dotted = [(x, 100, x + 9, 102) for x in range(60, 540, 18)]
    stroke = [(200 + 30 * k, 300, 224 + 30 * k, 303) for k in range(8)]
    level, upright = ruling_lines(ink(page_with(dotted + stroke)), [(195.0, 285.0, 440.0, 320.0)], em=26.0)
    assert [round(y) for y, _, _ in level] == [100]
    assert level[0][1] < 70
    assert level[0][2] > 520
    assert upright == []


def test_an_upright_that_crosses_fewer_than_two_rules_is_no_border() -> None:
    rules = [(60, 200, 540, 202), (60, 260, 540, 262)]
    border, streak = [(60, 200, 62, 262), (300, 200, 302, 262)], [(420, 0, 422, 800)]
    _, upright = ruling_lines(ink(page_with(rules + border + streak)), [], em=26.0)
    assert sorted(round(x / 10) for x, _, _ in upright) == [6, 30]


def test_a_streak_runs_from_edge_to_edge() -> None:
    assert [round(x) for x in streaks(page_with([(300, 0, 303, 800)]))] == [301]
    assert streaks(page_with([(300, 60, 303, 740)])) == []  # a border inside the margins


@pytest.mark.parametrize("degrees", [-3.0, -0.6, 0.0, 1.7])
def test_skew_is_measured(degrees: float) -> None:
    lines = [(60 + (y % 7) * 3, y, 520 - (y % 5) * 9, y + 8) for y in range(80, 720, 24)]
    sheet = PilImage.fromarray(page_with(lines))
    turned = sheet.rotate(degrees, fillcolor="white", resample=PilImage.Resampling.BICUBIC)
    assert skew_angle(ink(np.asarray(turned))) == pytest.approx(-degrees, abs=0.12)


def test_a_red_heading_is_no_seal() -> None:
    sheet = np.full((1200, 850, 3), 255, np.uint8)
    sheet[100:160, 150:700:2] = (210, 20, 20)  # 红头: a strip of red characters
    sheet[170:174, 80:770] = (210, 20, 20)
    assert seal_rects(red_mask(sheet)) == []
    yy, xx = np.mgrid[:1200, :850]
    ring = np.abs(np.hypot(xx - 600, yy - 950) - 90) < 6
    sheet[ring] = (210, 20, 20)
    ((x0, y0, x1, y1),) = seal_rects(red_mask(sheet))
    assert (abs(x0 - 504) < 12, abs(y1 - 1046) < 12) == (True, True)
    assert 180 < x1 - x0 < 215
    assert 180 < y1 - y0 < 215


def test_a_box_over_two_cells_is_cut_at_the_border() -> None:
    print_ = ink(page_with([(100, 300, 180, 320), (195, 300, 330, 320)]))
    whole = [(92.0, 292.0, 338.0, 328.0)]
    assert len(segments(whole, print_, [])) == 1
    left, right = segments(whole, print_, [(187.0, 200.0, 400.0)])
    assert left[2] < 187 < right[0]


def test_a_box_over_two_close_cells_is_cut_where_rows_around_begin_a_column() -> None:
    """A gap of 27 pixels in boxes of 36 parts cells of a table, and words of a line of running text that stands alone."""
    rows = [[(100, 160), (200, 260), (300, 360), (387, 480)], *[[(100, 160), (200, 260), (300, 360), (387, 600)]] * 2]
    cells = [(a, 100 + 50 * r, b, 122 + 50 * r) for r, row in enumerate(rows) for a, b in row]
    print_ = ink(page_with([*cells, (300, 400, 360, 422), (387, 400, 480, 422)]))
    whole = [(a - 8.0, y0 - 7.0, b + 8.0, y1 + 7.0) for a, y0, b, y1 in cells if y0 > 100 or a < 300]
    joined, alone = (292.0, 93.0, 488.0, 129.0), (292.0, 393.0, 488.0, 429.0)
    parts = segments([*whole, joined, alone], print_, [])
    assert len([part for part in parts if part[1] < 100]) == 4
    assert len([part for part in parts if part[1] > 350]) == 1


def test_a_slash_leans_and_a_one_does_not() -> None:
    slash, one = np.zeros((40, 40), np.uint8), np.zeros((40, 40), np.uint8)
    for k in range(30):
        slash[5 + k, 25 - k // 2 : 28 - k // 2] = 255
        one[5 + k, 18:22] = 255
    one[5:9, 14:22] = 255
    assert leans_like_slash(slash)
    assert not leans_like_slash(one)
    assert not leans_like_slash(np.zeros((40, 40), np.uint8))


def test_characters_part_at_the_blank_between_them() -> None:
    columns = np.zeros(100, bool)
    columns[10:30] = columns[34:60] = columns[80:95] = True
    edges = edges_of_characters("保险 单", [20.0, 47.0, 0.0, 88.0], (8.0, 97.0), (0, columns))
    assert edges == [(8.0, 30.0), (34.0, 60.0), (60.0, 80.0), (80.0, 97.0)]


def test_rows_by_their_middles() -> None:
    rows = in_rows([(200, 12, 260, 32), (10, 10, 80, 30), (10, 40, 90, 60)])
    assert [[int(rect[0]) for rect in row] for row in rows] == [[10, 200], [10]]


def printed(text: str, x: float, y: float) -> Line:
    return Line(text, Box(x, y, x + 9 * len(text), y + 10))


def test_a_worn_grid_gives_way_to_the_alignment_of_its_words() -> None:
    """The borders of two of four columns are gone, and two of five rules."""
    rows = (
        ("项目", "每人限额", "累计限额", "保费"),
        ("死亡伤残", "400000", "8000000", "9000"),
        ("医疗费用", "50000", "1000000", "800"),
        ("第三者", "60000", "900000", "700"),
        ("救援费用", "70000", "600000", "500"),
    )
    xs = (60.0, 180.0, 300.0, 420.0)
    lines = [printed(w, x + 4, 104 + 18 * k) for k, row in enumerate(rows) for x, w in zip(xs, row, strict=True)]
    rules = [Edge(100 + 18 * k, 58.0, 500.0) for k in (0, 1, 2, 4, 5)]
    sides = [Edge(58.0, 100.0, 190.0), Edge(500.0, 100.0, 190.0), Edge(296.0, 100.0, 190.0)]
    (table,) = (b for b in lines_to_blocks(lines, rules, sides, 595.0) if isinstance(b, Table))
    assert table.method == "aligned"
    assert words(table) == [list(row) for row in rows]


def test_rules_worn_to_pieces_are_drawn_on_where_no_words_stand() -> None:
    """A level rule ends in the open before the frame; an upright is gone where words begin beside it in both columns."""
    rules = [(60, y, 540, y + 2) for y in (100, 160, 220, 280)]
    rules[1] = (150, 160, 540, 162)
    sides = [(60, 100, 62, 282), (538, 100, 540, 282), (300, 100, 302, 160), (300, 220, 302, 282)]
    text = [(70.0, 176.0, 200.0, 204.0), (310.0, 176.0, 420.0, 204.0)]
    level, upright = ruling_lines(ink(page_with(rules + sides)), text, em=20.0)
    assert [(x0 < 70, x1 > 530) for _, x0, x1 in level] == [(True, True)] * 4
    assert sorted((round(x / 10), round(y0 / 10), round(y1 / 10)) for x, y0, y1 in upright) == [
        (6, 10, 28),
        (30, 10, 28),
        (54, 10, 28),
    ]


def test_a_cell_is_parted_where_the_border_of_other_rows_runs_between_its_words() -> None:
    lines = [
        printed(w, x + 4, y)
        for y, row in ((104, "甲乙"), (124, "丙丁"), (144, "戊己"))
        for x, w in zip((60, 300), row, strict=True)
    ]
    rules = [Edge(100 + 20 * k, 58.0, 500.0) for k in range(4)]
    sides = [Edge(58.0, 100.0, 160.0), Edge(500.0, 100.0, 160.0), Edge(300.0, 100.0, 120.0), Edge(300.0, 140.0, 160.0)]
    (table,) = (b for b in lines_to_blocks(lines, rules, sides, 595.0) if isinstance(b, Table))
    assert words(table) == [["甲", "乙"], ["丙", "丁"], ["戊", "己"]]


@pytest.mark.parametrize(
    ("mark", "expected"), [((48, 22, 54, 30), "王卫东、李建"), (None, "王卫东李建"), ((48, 4, 54, 36), "王卫东李建")]
)
def test_the_mark_between_two_names_is_read_from_its_ink(mark: tuple[int, int, int, int] | None, expected: str) -> None:
    line = np.zeros((40, 130), np.uint8)
    for x in (2, 17, 32, 62, 77):
        line[4:36, x : x + 12] = 255
    if mark:
        x0, y0, x1, y1 = mark
        line[y0:y1, x0:x1] = 255
    text, middles = with_lost_marks("王卫东李建", [8.0, 23.0, 38.0, 68.0, 83.0], line, (0.0, 0.0, 130.0, 40.0))
    assert text == expected
    assert len(middles) == len(text)


def test_a_name_under_a_seal_is_the_one_printed_clearly_and_a_short_year_gets_its_sign() -> None:
    seal = Box(100, 100, 200, 200)
    lines = (
        Line("远山太平财产保险股份有限公司", Box(20, 10, 180, 20), None, 0.999),
        Line("承保机构：远山大财产保险股份有限公司青石支公司", Box(20, 120, 260, 130), None, 0.96),
        Line("远山大财产保险股份有限公司青石支公司", Box(20, 300, 260, 310), None, 0.96),
        Line("二二四年七月六日签单", Box(20, 140, 120, 150), None, 0.99),
    )
    mended = mend_document(Document("x", "0", "image", (Page(1, 500, 700, lines, "ocr", (seal,)),)))
    assert [line.text for _, line in mended.lines()][1:] == [
        "承保机构：远山太平财产保险股份有限公司青石支公司",
        "远山大财产保险股份有限公司青石支公司",
        "二〇二四年七月六日签单",
    ]


def test_a_blue_ring_is_a_seal_and_a_block_of_dark_blue_print_is_none() -> None:
    sheet = np.full((1200, 850, 3), 255, np.uint8)
    yy, xx = np.mgrid[:1200, :850]
    sheet[np.abs(np.hypot(xx - 600, yy - 950) - 90) < 6] = (95, 110, 205)
    sheet[200:380:3, 100:300] = (18, 58, 107)
    ((x0, _, x1, _),) = blue_seals(sheet)
    assert 490 < x0 < 520
    assert 680 < x1 < 710


@pytest.mark.parametrize(
    ("text", "top", "expected"),
    [
        ("警示标识.箱内", 28, "警示标识，箱内"),  # ink at the foot of the line
        ("买买提江.艾力", 16, "买买提江.艾力"),  # a dot at middle height parts the names of one person
        ("保费合计1.50元", 28, "保费合计1.50元"),
        ("见第二条.", 28, "见第二条."),
    ],
)
def test_a_stop_between_two_characters_is_the_comma_that_it_was(text: str, top: int, expected: str) -> None:
    line = np.zeros((40, 30 * len(text)), np.uint8)
    at = 30 * text.index(".") + 15
    line[top : top + 7, at - 3 : at + 3] = 255
    assert with_commas(text, [30.0 * k + 15 for k in range(len(text))], line, (0, 0, line.shape[1], 40)) == expected
