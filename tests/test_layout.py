"""Characters and rules → lines and tables: each case is a page drawn for it, read back through the PDF reader."""

from __future__ import annotations

import io

import pdfplumber
import pytest

from extractor.document import Box, Line, Page, Table
from extractor.edges import Edges
from extractor.formats import pdf
from extractor.layout.characters.lines import runs_to_lines
from extractor.layout.characters.runs import glyphs_to_runs
from extractor.layout.order import columns_apart
from extractor.layout.ruled.grid import Edge, edges_to_grids
from extractor.layout.unruled.columns import cut_line, is_number, list_length
from tests.pdf_pages import Sheets


def page_of(sheets: Sheets) -> Page:
    document = pdf.read(sheets.pdf(), "drawn.pdf")
    assert not document.problems
    return document.pages[0]


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Line)]


def tables(page: Page) -> list[Table]:
    return [block for block in page.blocks if isinstance(block, Table)]


def words(table: Table) -> list[list[str]]:
    """The grid's words; a place covered by a merged cell repeats them, a hole is None."""
    return [["" if cell is None else cell.text for cell in row] for row in table.rows()]


# -- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words_", "size", "spacing", "expected"),
    [
        pytest.param("保险单", 20, 30, "保险单", id="wide letter-spacing stays one line"),
        pytest.param("１．保单编号：８０５３４１", 10, 4, "１．保单编号：８０５３４１", id="spaced full-width digits"),
        pytest.param("805341320", 10, 3, "805341320", id="spaced digits get no spaces of ours"),
        pytest.param("工　作　方　案", 18, 0, "工　作　方　案", id="ideographic spaces stay as printed"),
        pytest.param("Policy No. ABC-123 of 2024", 10, 0, "Policy No. ABC-123 of 2024", id="Latin words"),
        pytest.param("保单  号", 10, 0, "保单 号", id="several spaces are one"),
    ],
)
def test_a_run_of_text_is_one_line(words_: str, size: float, spacing: float, expected: str) -> None:
    sheets = Sheets()
    sheets.text(50, 100, words_, size, spacing)
    assert texts(page_of(sheets)) == [expected]


def test_a_wide_gap_parts_label_and_value() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "投保人名称")
    sheets.text(150, 100, "甲乙有限公司")
    assert texts(page_of(sheets)) == ["投保人名称", "甲乙有限公司"]


def test_words_set_apart_without_a_space_character_are_not_glued() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "12,000")
    sheets.text(86, 100, "34,000")
    assert texts(page_of(sheets)) == ["12,000 34,000"]


def test_a_label_of_two_characters_spread_over_its_column_is_one_line() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "姓")
    sheets.text(90, 100, "名")
    sheets.text(150, 100, "张三")
    assert texts(page_of(sheets)) == ["姓名", "张三"]


def test_column_numbers_are_not_letter_spacing() -> None:
    sheets = Sheets()
    for k in range(4):
        sheets.text(50 + 40 * k, 100, str(k + 1))
    assert texts(page_of(sheets)) == ["1", "2", "3", "4"]


def test_characters_keep_their_edges() -> None:
    sheets = Sheets()
    sheets.text(50, 100, "保单号：12", 10)
    (line,) = page_of(sheets).lines()
    box = line.box_of(1, 3)
    assert box is not None
    assert (round(box.x0), round(box.x1)) == (60, 80)
    assert box.y0 < 100 < box.y1 + 1


def test_a_watermark_across_the_text_does_not_mix_into_it() -> None:
    sheets = Sheets()
    sentence = "凡涉及本合同的约定均应采用书面形式并由双方签字确认后生效"
    for k in range(8):
        sheets.text(50, 300 + 15 * k, sentence)
    canvas = sheets.canvas
    canvas.saveState()
    canvas.translate(60, 430)
    canvas.rotate(40)
    canvas.setFont("STSong-Light", 60)
    canvas.drawString(0, 0, "样本")
    canvas.restoreState()
    read = texts(page_of(sheets))
    assert read.count(sentence) == 8
    assert "样本" in read


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    sheets = Sheets()
    sheets.centred(297, 40, "保险条款")
    for k in range(8):
        sheets.text(50, 70 + 15 * k, f"左{k}保险人按照本保险合同的约定负责赔偿一二三")
        sheets.text(310, 72 + 15 * k, f"右{k}发生保险事故造成从业人员伤亡的依法承担")
    read = texts(page_of(sheets))
    assert [line[:2] for line in read] == ["保险", *(f"左{k}" for k in range(8)), *(f"右{k}" for k in range(8))]


def test_a_form_of_two_columns_is_read_row_by_row() -> None:
    sheets = Sheets()
    for k in range(8):
        sheets.text(50, 70 + 15 * k, f"项目{k}")
        sheets.text(310, 70 + 15 * k, f"内容{k}")
    assert texts(page_of(sheets))[:4] == ["项目0", "内容0", "项目1", "内容1"]


def test_a_short_list_in_two_columns_is_read_by_its_numbers() -> None:
    sheets = Sheets()
    sheets.text(50, 55, "核保：某人")
    sheets.text(310, 55, "制单：某人")
    for k, (one, two) in enumerate([("约定", "4.丁"), ("1.甲", "5.戊"), ("2.乙", "续戊"), ("3.丙", "6.己")]):
        sheets.text(50, 70 + 15 * k, one)
        sheets.text(310, 70 + 15 * k, two)
    sheets.text(50, 145, "附表")
    below = ["约定", "1.甲", "2.乙", "3.丙", "4.丁", "5.戊", "续戊", "6.己", "附表"]
    assert texts(page_of(sheets)) == ["核保：某人", "制单：某人", *below]


def test_a_list_whose_numbers_run_across_is_read_row_by_row() -> None:
    sheets = Sheets()
    for k in range(3):
        sheets.text(50, 70 + 15 * k, f"{2 * k + 1}. 甲")
        sheets.text(310, 70 + 15 * k, f"{2 * k + 2}. 乙")
    assert [text[0] for text in texts(page_of(sheets))] == list("123456")


def test_two_columns_of_numbered_sections_are_read_one_after_the_other() -> None:
    """The third section stands under both columns and goes on counting; no line of one column is the other's value."""
    sheets = Sheets()
    for k, text in enumerate(["1 单据", "单号：AB-1", "2 客户", "投保企业：甲厂", "用工203人，全部参保"]):
        sheets.text(50, 70 + 15 * k, text)
    for k, text in enumerate(["3 限额", "每人以70万元为限", "4 保费", "总计1200元", "于起保前付清"]):
        sheets.text(310, 70 + 15 * k, text)
    sheets.text(50, 180, "5 附加说明")
    page = page_of(sheets)
    read = texts(page)
    assert read[:6] == ["1 单据", "单号：AB-1", "2 客户", "投保企业：甲厂", "用工203人，全部参保", "3 限额"]
    assert read[-1] == "5 附加说明"
    parts = [[line.text[0] for line in part] for part in columns_apart(list(page.lines()))]
    assert parts == [["1", "单", "2", "投", "用"], ["3", "每", "4", "总", "于", "5"]]


def test_prose_beside_statements_that_keep_to_heights_of_their_own() -> None:
    sheets = Sheets()
    for k in range(8):
        sheets.text(50, 70 + (15 if k < 4 else 20) * k, f"左{k}投保企业的名称与住所：甲乙丙{'丁' * (k % 3) * 4}")
        sheets.text(310, 70 + 15 * k, f"右{k}发生保险事故造成从业人员伤亡的依法承担")
    read = texts(page_of(sheets))
    assert [line[:2] for line in read] == [*(f"左{k}" for k in range(8)), *(f"右{k}" for k in range(8))]


# -- ruled tables -----------------------------------------------------------------------------------------------------


def test_a_ruled_table_and_the_lines_around_it_in_reading_order() -> None:
    sheets = Sheets()
    sheets.text(50, 40, "上文")
    sheets.grid([50, 150, 300], [60, 80, 100], [["项目", "限额"], ["伤亡", "40万元"]])
    sheets.text(50, 130, "下文")
    page = page_of(sheets)
    assert [type(block) for block in page.blocks] == [Line, Table, Line]
    (table,) = tables(page)
    assert table.method == "ruled"
    assert words(table) == [["项目", "限额"], ["伤亡", "40万元"]]
    assert table.box == pytest.approx(Box(50, 60, 300, 100), abs=1.5)


def test_merged_cells_have_spans() -> None:
    sheets = Sheets()
    sheets.frame(50, 50, 500, 130)
    for x0, y0, x1, y1 in (
        (50, 70, 500, 70),
        (150, 90, 500, 90),
        (50, 110, 500, 110),
        (150, 70, 150, 130),
        (300, 90, 300, 110),
    ):
        sheets.rule(x0, y0, x1, y1)
    for x, y, text in (
        (200, 64, "基本信息"),
        (60, 92, "被保险人"),
        (160, 84, "甲公司"),
        (160, 104, "信用代码"),
        (310, 104, "9134"),
        (60, 124, "地址"),
        (160, 124, "埇桥区"),
    ):
        sheets.text(x, y, text)
    (table,) = tables(page_of(sheets))
    spans = {cell.text: (cell.row, cell.col, cell.rowspan, cell.colspan) for cell in table.cells}
    assert spans == {
        "基本信息": (0, 0, 1, 3),
        "被保险人": (1, 0, 2, 1),
        "甲公司": (1, 1, 1, 2),
        "信用代码": (2, 1, 1, 1),
        "9134": (2, 2, 1, 1),
        "地址": (3, 0, 1, 1),
        "埇桥区": (3, 1, 1, 2),
    }


def test_wrapped_words_stay_in_their_cells() -> None:
    sheets = Sheets()
    sheets.grid([50, 120, 300], [60, 95, 120], [["从业人员", "4,000,000.00"], ["医疗", "50,000.00"]])
    sheets.text(53, 86, "伤亡责任")
    (table,) = tables(page_of(sheets))
    assert words(table) == [["从业人员伤亡责任", "4,000,000.00"], ["医疗", "50,000.00"]]
    assert [line.text for line in table.cells[0].lines] == ["从业人员", "伤亡责任"]


def test_two_numbers_side_by_side_in_a_cell_are_not_glued() -> None:
    sheets = Sheets()
    sheets.grid([50, 250, 300], [60, 80], [["12,000", "元"]])
    sheets.text(150, 73, "34,000")
    (table,) = tables(page_of(sheets))
    assert [line.text for line in table.cells[0].lines] == ["12,000", "34,000"]
    assert table.cells[0].text == "12,000 34,000"


def test_words_too_long_for_their_cell_are_not_cut_at_its_border() -> None:
    sheets = Sheets()
    sheets.grid([50, 100, 200], [60, 80], [["从业人员伤亡", ""]])
    sheets.right(198, 73, "400,000.00")
    (table,) = tables(page_of(sheets))
    assert words(table) == [["从业人员伤亡", "400,000.00"]]


def test_words_of_neighbouring_cells_in_one_drawing_order_are_cut_at_the_border() -> None:
    sheets = Sheets()
    for y in (60, 80):
        sheets.rule(50, y, 200, y)
    for x in (50, 94, 200):
        sheets.rule(x, 60, x, 80)
    sheets.text(52, 73, "责任限额")
    sheets.text(97, 73, "保险费")
    (table,) = tables(page_of(sheets))
    assert words(table) == [["责任限额", "保险费"]]


def test_a_table_with_open_sides_keeps_its_outer_columns() -> None:
    sheets = Sheets()
    for y in (50, 70, 90):
        sheets.rule(50, y, 540, y)
    for x in (200, 350):
        sheets.rule(x, 50, x, 90)
    for k, row in enumerate((["姓名", "职务", "单位"], ["张三", "主任", "甲公司"])):
        for x, text in zip((55, 205, 355), row, strict=True):
            sheets.text(x, 64 + 20 * k, text)
    (table,) = tables(page_of(sheets))
    assert words(table) == [["姓名", "职务", "单位"], ["张三", "主任", "甲公司"]]


def test_a_page_frame_and_a_box_around_prose_are_no_tables() -> None:
    sheets = Sheets()
    sheets.frame(30, 30, 565, 812)
    sheets.frame(50, 60, 540, 130)
    for k in range(4):
        sheets.text(60, 80 + 15 * k, f"第{k + 1}条 凡涉及本合同的约定均应采用书面形式。")
    page = page_of(sheets)
    assert not tables(page)
    assert len(texts(page)) == 4


def test_a_table_inside_a_page_frame_is_found() -> None:
    sheets = Sheets()
    sheets.frame(30, 30, 565, 812)
    sheets.grid([50, 150, 300], [60, 80, 100], [["项目", "限额"], ["伤亡", "40万元"]])
    page = page_of(sheets)
    assert [words(table) for table in tables(page)] == [[["项目", "限额"], ["伤亡", "40万元"]]]


def test_bands_with_label_and_value_are_lines_and_not_cells() -> None:
    sheets = Sheets()
    for k, (label, value) in enumerate((("投保人名称", "甲公司"), ("所属行业", "矿山"), ("经营地址", "埇桥区"))):
        sheets.frame(50, 50 + 18 * k, 540, 68 + 18 * k, (0.9, 0.95, 1))
        sheets.text(55, 62 + 18 * k, label)
        sheets.text(180, 62 + 18 * k, value)
    page = page_of(sheets)
    assert not tables(page)
    assert texts(page) == ["投保人名称", "甲公司", "所属行业", "矿山", "经营地址", "埇桥区"]


def test_cells_without_any_word_are_no_table() -> None:
    sheets = Sheets()
    sheets.grid([400, 450, 500], [700, 720, 740], [])
    sheets.text(50, 100, "正文")
    assert not tables(page_of(sheets))


def test_grid_geometry_with_a_hole() -> None:
    """Three cells of a 2 × 2 grid: the fourth has no side at right and bottom, so it is no cell."""
    horizontal = [Edge(0, 0, 20), Edge(10, 0, 20), Edge(20, 0, 10)]
    vertical = [Edge(0, 0, 20), Edge(10, 0, 20), Edge(20, 0, 10)]
    (grid,) = edges_to_grids(horizontal, vertical, tolerance=0.5)
    assert (grid.n_rows, grid.n_cols) == (2, 2)
    assert {(cell.row, cell.col) for cell in grid.cells} == {(0, 0), (0, 1), (1, 0)}


def test_the_border_of_cards_nearly_touching_opens_no_side_in_the_card_between() -> None:
    """Three cards under one another, whose right borders meet: the inner rules of the first and the third begin at one x."""
    horizontal = [Edge(y, -1, 101) for y in (0, 20, 24, 44, 48, 68)]
    horizontal += [Edge(10, 19, 101), Edge(34, 9, 101), Edge(58, 19, 101)]
    vertical = [Edge(x, y - 1, y + 21) for x in (0, 60, 100) for y in (0, 24, 48)]
    vertical += [Edge(20, -1, 21), Edge(10, 23, 45), Edge(20, 47, 69)]
    cells = [cell.box for grid in edges_to_grids(horizontal, vertical) for cell in grid.cells]
    assert {round(box.x0) for box in cells if 24 <= box.y0 < 44} == {0, 10, 60}


@pytest.mark.parametrize("turned", [1, -1], ids=["open below", "open above"])
def test_cells_that_go_on_over_the_page_are_closed(turned: int) -> None:
    """Three columns whose last row has a rule under its middle cell only, as where the page parts cells of several rows."""
    horizontal = [Edge(0, 0, 30), Edge(turned * 10, 0, 30), Edge(turned * 20, 10, 20)]
    vertical = [Edge(x, *sorted((0, turned * 20))) for x in (0, 10, 20, 30)]
    (grid,) = edges_to_grids(horizontal, vertical, tolerance=0.5)
    assert (grid.n_rows, grid.n_cols, len(grid.cells)) == (2, 3, 6)


def test_heads_of_two_storeys_leave_the_heads_between_them_whole() -> None:
    """Two heads over two columns each, and one between them that reaches down: the inner verticals begin together."""
    horizontal = [Edge(y, 0, 50) for y in (0, 20, 30)] + [Edge(10, 0, 20), Edge(10, 30, 50)]
    vertical = [Edge(x, 0, 30) for x in (0, 20, 30, 50)] + [Edge(x, 10, 30) for x in (5, 10, 35, 40)]
    (grid,) = edges_to_grids(horizontal, vertical, tolerance=0.5)
    assert [cell.rowspan for cell in grid.cells if cell.box[:2] == (20, 0)] == [2]


def test_boxes_side_by_side_are_not_joined_at_their_ends() -> None:
    boxes = [(0, 10), (15, 25)]
    horizontal = [Edge(y, *box) for box in boxes for y in (0, 10, 20)]
    vertical = [Edge(x, 0, 20) for box in boxes for x in box]
    assert [grid.n_cols for grid in edges_to_grids(horizontal, vertical, tolerance=0.5)] == [1, 1]


def draw_policy_form(sheets: Sheets) -> None:
    """A form of merged cells above a list with wrapped names, as policies have them."""
    sheets.frame(40, 60, 555, 140)
    for y in (80, 100, 120):
        sheets.rule(40, y, 555, y)
    for x, top, bottom in ((130, 60, 140), (300, 80, 100), (380, 80, 100), (260, 120, 140), (340, 120, 140)):
        sheets.rule(x, top, x, bottom)
    for x, y, text in (
        (45, 74, "投保人"),
        (135, 74, "甲乙有限公司"),
        (45, 94, "员工人数"),
        (135, 94, "86人"),
        (305, 94, "参保人数"),
        (385, 94, "86人"),
        (45, 114, "保险期间"),
        (135, 114, "2024年1月1日零时至2024年12月31日二十四时"),
        (45, 134, "每人限额"),
        (135, 134, "400,000.00"),
        (265, 134, "累计限额"),
        (345, 134, "4,000,000.00"),
    ):
        sheets.text(x, y, text)
    ys = [200 + 30 * k for k in range(9)]
    rows = [["序号", "保险责任", "每人", "每次事故", "保险费"]] + [
        [str(k), "从业人员伤亡", "400,000.00", "—", f"{k},000.00"] for k in range(1, 8)
    ]
    sheets.grid([40, 80, 220, 320, 430, 555], ys, rows)
    for k in range(1, 8):
        sheets.text(83, 200 + 30 * k + 26, "赔偿责任")


def test_cells_equal_those_of_another_table_finder() -> None:
    """pdfplumber, which parses the file by itself, is the witness for ruled tables."""
    sheets = Sheets()
    draw_policy_form(sheets)
    data = sheets.pdf()

    def packed(text: str | None) -> str:
        return "".join((text or "").split())

    with pdfplumber.open(io.BytesIO(data)) as document:
        theirs = [
            [[None if cell is None else packed(cell) for cell in row] for row in table]
            for table in document.pages[0].extract_tables()
        ]
    ours = []
    for table in tables(pdf.read(data, "drawn.pdf").pages[0]):
        grid: list[list[str | None]] = [[None] * table.n_cols for _ in range(table.n_rows)]
        for cell in table.cells:
            grid[cell.row][cell.col] = packed(cell.text)
        ours.append(grid)
    assert len(ours) == 2
    assert ours == theirs


# -- tables without vertical rules ------------------------------------------------------------------------------------

COVERAGES = [
    ["保险责任", "每人限额", "每次事故限额", "累计限额", "保险费"],
    ["从业人员伤亡", "400,000.00", "4,000,000.00", "4,000,000.00", "12,000.00"],
    ["第三者伤亡", "—", "1,000,000.00", "1,000,000.00", "800.00"],
    ["医疗费用", "50,000.00", "", "", "300.00"],
    ["法律费用", "", "", "200,000.00", "120.50"],
    ["合计", "", "", "", "13,220.50"],
]


def draw_borderless(sheets: Sheets, rows: list[list[str]], top: float) -> float:
    for row in rows:
        sheets.text(50, top, row[0])
        for x, text in zip((200, 290, 380, 460), row[1:], strict=True):
            if text:
                sheets.right(x, top, text)
        top += 18
    return top


def test_a_borderless_list_with_blanks_and_a_total() -> None:
    sheets = Sheets()
    sheets.text(50, 40, "二、保障项目")
    bottom = draw_borderless(sheets, COVERAGES, 60)
    sheets.text(50, bottom, "保险费合计（大写）：壹万叁仟贰佰贰拾元伍角")
    page = page_of(sheets)
    (table,) = tables(page)
    assert table.method == "aligned"
    assert words(table) == COVERAGES
    assert texts(page) == ["二、保障项目", "保险费合计（大写）：壹万叁仟贰佰贰拾元伍角"]


def test_a_wrapped_name_beside_centred_amounts_is_one_row() -> None:
    sheets = Sheets()
    top = draw_borderless(sheets, COVERAGES[:4], 60)
    sheets.text(50, top, "事故抢险救援及善后")
    sheets.text(50, top + 12, "处理费用")
    for x, text in zip((200, 290, 380, 460), ("—", "300,000.00", "300,000.00", "90.00"), strict=True):
        sheets.right(x, top + 6, text)
    (table,) = tables(page_of(sheets))
    assert words(table)[-1] == ["事故抢险救援及善后处理费用", "—", "300,000.00", "300,000.00", "90.00"]


def test_a_three_line_table_without_numbers_in_its_cells() -> None:
    sheets = Sheets()
    for y in (60, 80, 150):
        sheets.rule(50, y, 540, y)
    rows = [["姓名", "职称", "单位"], ["张三", "高级工程师", "甲技术公司"], ["李四", "注册安全工程师", "乙技术公司"]]
    for k, row in enumerate(rows):
        for x, text in zip((60, 200, 380), row, strict=True):
            sheets.text(x, 74 + 24 * k, text)
    sheets.text(60, 170, "检查人：王五")
    sheets.text(300, 170, "日期：2024-04-30")
    page = page_of(sheets)
    assert [words(table) for table in tables(page)] == [rows]
    assert texts(page) == ["检查人：王五", "日期：2024-04-30"]


def test_lines_a_cell_wraps_over_join_where_rules_part_the_rows() -> None:
    sheets = Sheets()
    for y in (60, 80, 115, 135):
        sheets.rule(50, y, 540, y)
    for x, y, text in (
        (55, 74, "序号"),
        (100, 74, "隐患内容"),
        (420, 74, "期限"),
        (55, 94, "1"),
        (100, 94, "配电箱未接地，且无"),
        (420, 94, "2024-05-01"),
        (100, 108, "警示标志"),
        (55, 129, "2"),
        (100, 129, "灭火器过期"),
        (420, 129, "2024-05-02"),
    ):
        sheets.text(x, y, text)
    (table,) = tables(page_of(sheets))
    assert words(table)[1:] == [["1", "配电箱未接地，且无警示标志", "2024-05-01"], ["2", "灭火器过期", "2024-05-02"]]


def test_a_coloured_heading_strip_shows_the_columns_below_it() -> None:
    """White words on blue, striped rows, and a value that stands close to its neighbour's column."""
    sheets = Sheets()
    xs = [50, 200, 260, 340]
    for left, right in zip(xs, [*xs[1:], 440], strict=True):
        sheets.frame(left, 50, right, 68, (0.2, 0.3, 0.6))
    sheets.canvas.setFillColorRGB(1, 1, 1)
    for x, text in zip(xs, ["项目", "每人", "每次", "保费"], strict=True):
        sheets.text(x + 3, 62, text)
    sheets.canvas.setFillColorRGB(0, 0, 0)
    rows = [["伤亡责任", "40万元", "400万元", "12000"], ["医疗", "5万元", "-", "300"], ["救援", "-", "30万元", "80"]]
    for k, row in enumerate(rows):
        if k % 2:
            sheets.frame(50, 68 + 18 * k, 440, 86 + 18 * k, (0.92, 0.94, 0.98))
        sheets.text(53, 80 + 18 * k, row[0])
        sheets.right(257, 80 + 18 * k, row[1])
        sheets.text(263, 80 + 18 * k, row[2])
        sheets.text(343, 80 + 18 * k, row[3])
    page = page_of(sheets)
    assert [words(table) for table in tables(page)] == [[["项目", "每人", "每次", "保费"], *rows]]
    assert texts(page) == []


def test_a_list_going_on_from_the_page_before_has_no_heading() -> None:
    sheets = Sheets()
    rows = [[str(k), "张三四"[: 2 + k % 2], f"34130219900101{k:04d}", "电工", "400,000.00"] for k in range(12, 18)]
    for k, row in enumerate(rows):
        for x, text in zip((50, 90, 180, 360, 420), row, strict=True):
            sheets.text(x, 50 + 16 * k, text)
    assert [words(table) for table in tables(page_of(sheets))] == [rows]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [
                ["投保人名称", "甲乙有限公司", "联系人", "张三"],
                ["行业类别", "非煤矿山", "联系电话", "13800001111"],
                ["从业人员人数", "654", "承保人数", "569"],
                ["每人责任限额", "400,000.00", "每次事故限额", "4,000,000.00"],
                ["累计责任限额", "4,000,000.00", "免赔额", "500.00"],
            ],
            id="label value label value",
        ),
        pytest.param(
            [
                ["投保人", "甲公司", "行业", "非煤矿山"],
                ["员工人数", "86", "联系人", "张三"],
                ["参保人数", "86", "单位地址", "泗城"],
                ["每人限额", "40万元", "缴费方式", "转账"],
            ],
            id="labels with words and numbers between",
        ),
        pytest.param(
            [
                ["每人限额", "每次限额", "累计限额", ""],
                ["25万元", "150万元", "300万元", ""],
                ["免赔额", "保险费", "预防费", ""],
                ["500元", "12,000元", "1,800元", ""],
            ],
            id="cards, the value under its label",
        ),
        pytest.param(
            [
                ["信用代码", "被保险人", "经营地址", ""],
                ["91330604MA80F184X8", "北方三川物流有限", "上虞区百官街", ""],
                ["", "公司", "243号2幢", ""],
            ],
            id="cards with values that wrap",
        ),
        pytest.param(
            [
                ["保单号：A1", "签单：2024-01-01", "份数：2", ""],
                ["业务员：李四", "网点：01", "渠道：直销", ""],
                ["批单：无", "页数：2", "版次：3", ""],
            ],
            id="labels with colons",
        ),
    ],
)
def test_a_form_is_not_a_table(rows: list[list[str]]) -> None:
    sheets = Sheets()
    for k, row in enumerate(rows):
        for x, text in zip((50, 180, 320, 440), row, strict=True):
            sheets.text(x, 60 + 15 * k, text)
    page = page_of(sheets)
    assert not tables(page)
    assert texts(page) == [text for row in rows for text in row if text]


def test_columns_standing_close_are_parted_where_other_rows_begin_them() -> None:
    sheets = Sheets()
    rows = [
        ["1", "从业人员人身伤亡赔偿", "700,000.00元", "7,000,000.00元", "306,906.00"],
        ["2", "医疗费用", "100,000.00元", "/", "32,607.00"],
        ["3", "第三者伤亡", "/", "300,000.00元", "8,902.00"],
        ["4", "救援费用", "/", "500,000.00元", "10,670.00"],
    ]
    heading = ["序号", "保障项目", "每人赔偿限额", "每次限额", "保险费"]
    for k, row in enumerate([heading, *rows]):
        for x, text in zip((50, 80, 190, 262, 342), row, strict=True):
            sheets.text(x, 60 + 20 * k, text)
    assert [words(table) for table in tables(page_of(sheets))] == [[heading, *rows]]


def test_a_label_near_its_value_is_parted_where_the_column_shows_in_other_rows() -> None:
    sheets = Sheets()
    for k, (label, value) in enumerate((("所属行业", "矿山"), ("参保人数", "86人"), ("统一社会信用代码", "9134"))):
        sheets.text(300, 60 + 20 * k, label)
        sheets.text(390, 60 + 20 * k, value)
    assert texts(page_of(sheets)) == ["所属行业", "矿山", "参保人数", "86人", "统一社会信用代码", "9134"]


def test_a_numbered_sentence_keeps_its_number() -> None:
    sheets = Sheets()
    for k in range(3):
        sheets.text(50, 60 + 20 * k, f"{k + 1}、")
        sheets.text(72, 60 + 20 * k, "保险费由投保人承担")
    assert texts(page_of(sheets)) == [f"{k + 1}、 保险费由投保人承担" for k in range(3)]


def test_two_ruled_tables_standing_close_are_two_tables() -> None:
    sheets = Sheets()
    sheets.grid([50, 150, 300], [60, 80], [["投保人", "甲公司"]])
    sheets.grid([50, 120, 200, 300], [84, 104, 124], [["项目", "限额", "保费"], ["伤亡", "40万元", "120"]])
    found = [words(table) for table in tables(page_of(sheets))]
    assert found == [[["投保人", "甲公司"]], [["项目", "限额", "保费"], ["伤亡", "40万元", "120"]]]


# -- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25万元", True),
        ("￥1,019.00", True),
        ("２０２４年３月", True),
        ("—", True),
        ("不适用", True),
        ("叁拾万元整", True),
        ("自2024年1月1日起", True),
        ("91341302MAD66PQGPQ", True),
        ("道人民路243号2幢", False),
        ("保险费", False),
        ("第三者人身伤亡责任2", False),
        ("", False),
    ],
)
def test_what_counts_as_a_number(text: str, expected: bool) -> None:
    assert is_number(text) is expected


def test_a_list_ends_where_a_new_heading_begins() -> None:
    rows = [["项目", "限额", "保费"], ["伤亡", "40万", "120"], ["医疗", "5万", "30"], ["免赔额", "方式", "备注"]]
    assert list_length(rows, ruled=False) == 3


def test_a_line_is_cut_at_the_gap_nearest_the_boundary() -> None:
    line = Line(
        "3万元-",
        Box(10, 0, 60, 10),
        Edges([(10, 15), (15, 25), (25, 35), (37, 42)]),
        size=10,
    )
    assert [piece.text for piece in cut_line(line, [36.0])] == ["3万元", "-"]
    assert [piece.text for piece in cut_line(line, [20.0])] == ["3万元-"]


def test_a_tick_that_the_file_draws_by_itself_stands_in_its_place() -> None:
    """Ticks come from another font, which a word processor draws before or after the row whose holes they fill."""
    row = [
        (c, x, 100.0, x + 10, 110.0) for c, x in zip("等级：一般重大", (60, 70, 80, 100, 110, 130, 140), strict=True)
    ]
    ticks = [("☑", 90, 100.4, 99.8, 110.2), ("□", 120, 100.4, 129.8, 110.2)]
    for glyphs in ([*row, *ticks], [*ticks, *row]):
        assert [line.text for line in runs_to_lines(glyphs_to_runs(glyphs))] == ["等级：☑一般□重大"]
    stamp = [("章", 95, 101.0, 105, 111.0)]  # over the print, in no hole
    assert [line.text for line in runs_to_lines(glyphs_to_runs([*row, *stamp]))] == ["等级： 一般 重大", "章"]
