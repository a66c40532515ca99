"""Values that break where a line or a cell ends, and lines above a list that are none of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

import extractor
from extractor import KindGuess
from extractor.document import Box, Cell, Document, Line, Page, Table
from extractor.evidence.sheet import Sheet
from extractor.hazards.cards.card_entries import stacked_pair
from extractor.layout.unruled.aligned import find_aligned_tables
from extractor.layout.unruled.wrapped import BodyRow, join_wrapped
from extractor.reading import read
from extractor.scans.mend import mend_document
from extractor.text.fold import fold
from tests.pdf_pages import Sheets
from tests.printed_kit import line, paper, units


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("其中事故预防服务费：￥２９", "６６４．３９；事故预防费比例：１０％。", "29664.39;"),
        ("总保险费为人民币1,2", "08.50元，已收讫。", "1,208.50元"),
    ],
)
def test_a_sum_that_breaks_within_its_digits_is_one(upper: str, lower: str, whole: str) -> None:
    lead = line("投保单位：清河远山建材有限公司；被保险人：清河远山建材有限公司；", 80, right=535)
    read_as = units(lead, line(upper, 96, right=535), line(lower, 112))
    assert any(whole in text for text in read_as), read_as


@pytest.mark.parametrize(
    ("rest", "joined_up"), [("限公司）", True), ("限公司：王立", False), ("联系人（签字）", False)]
)
def test_a_bracket_that_the_last_of_several_fields_leaves_open_is_closed_in_the_next_line(
    rest: str, joined_up: bool
) -> None:
    fields = line("企业：清河远山建材有限公司", 96, right=200), line("复查日期：2026年1月12日", 96, x=220, right=340)
    read_as = units(*fields, line("复查人：周立（清河准安安全技术有", 96, x=360, right=535), line(rest, 112))
    assert (f"复查人:周立(清河准安安全技术有{fold(rest)}" in read_as) is joined_up, read_as


def test_an_item_that_begins_with_a_number_is_no_rest_of_a_sum() -> None:
    assert units(line("保险费：￥29", 96, right=535), line("2.5名以上的另行约定。", 112))[-1].startswith("2.5")


@pytest.mark.parametrize("number", ["391号A", "391"])
def test_what_is_left_of_a_house_number_stands_at_its_labels_start(number: str) -> None:
    address, trade = line(f"经营地址：襄城县湛北镇滨河路{number}", 100, right=290), line("行业：化工", 100, x=310)
    assert f"经营地址:襄城县湛北镇滨河路{number}区" in units(address, trade, line("区", 116))


def row(y: float, *cells: tuple[int, str]) -> BodyRow:
    return BodyRow({col: (1, [line(text, y, 60 + 160 * col)]) for col, text in cells}, y, y + 10, [0])


def joined(*rows: BodyRow) -> list[dict[int, str]]:
    return [{col: one.text(col) for col in one.cells} for one in join_wrapped(rows, (), 3)]


def test_a_number_in_groups_of_four_goes_on_in_the_line_below() -> None:
    head = row(100, (0, "报告编号"), (1, "对应保单"), (2, "服务对象"))
    first = row(114, (0, "服务〔2023〕1153号"), (1, "7053 3060 4202 3933"), (2, "绍兴万和建筑工程有限公司"))
    assert joined(head, first, row(128, (1, "8793")))[-1][1] == "7053 3060 4202 39338793"


def covers(sheets: Sheets, y: float, rows: Sequence[Sequence[str]], xs: Sequence[float], chained: bool) -> None:
    for k, cells in enumerate(rows):
        for x, words in zip(xs, cells, strict=False):
            sheets.text(x + 3, y + 20 * k, words)
        for left, right in pairwise(xs) if chained else ():
            sheets.rule(left, y + 20 * k + 6, right, y + 20 * k + 6)


XS = (60, 200, 300, 400, 480, 540)
HEAD = ("保险责任", "每人限额", "每次事故限额", "累计限额", "保险费")
ROWS = [
    ("从业人员伤亡", "40万", "400万", "400万", "36,953.00"),
    ("第三者人身伤亡", "—", "30万", "30万", "1,532.00"),
    ("应急救援费用", "—", "10万", "10万", "1,072.03"),
]
NARROW, CLOSE = ("保险责任", "每人赔偿限额", "每次事故限额", "累计限额", "保险费"), (60, 200, 266, 400, 480, 540)
TITLE = ("安全生产责任保险保险单", "保险单号：HP-2023-78053535", "被保险人：南康华盛源石材有限公司")


@pytest.mark.parametrize("caption", ["免赔额：0元", "每次事故免赔额500元，以高者为准"])
def test_a_line_close_over_a_list_is_no_part_of_its_heading(caption: str) -> None:
    sheets = Sheets()
    for k, words in enumerate(TITLE):
        sheets.text(60, 60 + 22 * k, words)
    sheets.text(63, 160, caption)
    covers(sheets, 178, [HEAD, *ROWS], XS, chained=True)
    record = extractor.examine([("a.pdf", sheets.pdf())])
    found = [(r.value("code"), r.value("per_person"), r.value("premium")) for r in record.tables["coverages"]]
    assert [(code, str(each), str(premium)) for code, each, premium in found][:2] == [
        ("employee_injury", "400000.00", "36953.00"),
        ("third_party_injury", "None", "1532.00"),
    ]


def test_one_row_and_the_total_under_the_heading_once_more_go_on_with_the_list() -> None:
    sheets = Sheets()
    for k, words in enumerate(TITLE):
        sheets.text(60, 60 + 22 * k, words)
    covers(sheets, 700, [NARROW, *ROWS], CLOSE, chained=False)
    sheets.next_page()
    covers(sheets, 60, [NARROW, ("事故鉴定费用", "—", "5万", "5万", "1,346.00")], CLOSE, chained=False)
    sheets.text(63, 100, "合计")
    sheets.text(483, 100, "40,903.03")
    sheets.text(63, 122, "特别约定")
    sheets.text(63, 142, "1. 争议由被保险人所在地人民法院处理。")
    pdf = sheets.pdf()
    assert "特别约定" in [unit.text for unit in Sheet(read(pdf, "a.pdf")).units]
    record = extractor.examine([("a.pdf", pdf)])
    assert [r.value("code") for r in record.tables["coverages"]][-1] == "appraisal"


@pytest.mark.parametrize(
    ("first", "second", "pair"),
    [("隐患描", "述", None), ("整改结", "果", None), ("整改期限", "2025-07-21", "整改期限"), ("级别", "重大", "级别")],
)
def test_a_label_that_breaks_in_its_cell_stands_over_no_value(first: str, second: str, pair: str | None) -> None:
    sheets = Sheets()
    sheets.grid(
        (60, 100, 300, 400, 530), (100, 140, 180), [("", "通道堵塞", "等级", "一般"), ("序号", "1", "地点", "库房")]
    )
    sheets.text(64, 114, first)
    sheets.text(64, 128, second)
    cell = next(u for u in Sheet(read(sheets.pdf(), "a.pdf")).units if u.text.startswith(first))
    got = stacked_pair(cell)
    assert (got and got[0]) == pair


def test_digits_as_wide_as_characters_are_put_together_where_the_page_shows_such_print() -> None:
    lines = [line("保险单号 3 4 1 3 2 3", 80), line("39 4人", 100), line("1 2 %", 120), line("7-20 24:00", 140)]
    texts = [one.text for one in mend_document(paper(*lines, how="ocr")).pages[0].lines()]
    assert texts[1:] == ["394人", "12%", "7-20 24:00"]
    assert next(one.text for one in mend_document(paper(*lines[1:], how="ocr")).pages[0].lines()) == "39 4人"


def words(text: str, x: float, y: float) -> Line:
    """A line of eleven points whose Chinese signs are as wide as they are high."""
    return Line(text, Box(x, y, x + sum(11.0 if ord(sign) > 0x2E80 else 5.5 for sign in text), y + 15.0), size=11.0)


def test_a_heading_wider_than_its_column_heads_it() -> None:
    xs = (71.0, 96.0, 185.0, 277.0, 369.0, 453.0)
    printed = [
        (500, "", "保障项目", "每人赔偿限额", "每次事故限额", "年累计限额（万", "分项保费"),
        (518, "", "", "（万元）", "（万元）", "元）", "（元）"),
        (540, "1", "从业人员人身伤", "50", "1000", "1000", "94,949.00"),
        (558, "", "亡赔偿", "", "", "", ""),
        (580, "2", "法律诉讼费用", "-", "5", "10", "5,064.07"),
        (601, "3", "善后处理费用", "-", "30", "30", "5,820.00"),
    ]
    lines = [words(str(t), x, y) for y, *row in printed for x, t in zip(xs, row, strict=True) if t]
    _, [table] = find_aligned_tables(lines, [], 1)
    heading = [cell.text for cell in table.cells if cell.row == 0]
    assert heading[1:] == [
        "保障项目",
        "每人赔偿限额（万元）",
        "每次事故限额（万元）",
        "年累计限额（万元）",
        "分项保费（元）",
    ]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("共12个月，2023-11-22 00:00", "起，2024-11-21 24:00 止"),
        ("2023-11-22 00:00起", "至2024-11-21 24:00止"),
        ("自2023-11-22 00:00 起至", "2024-11-21 24:00 止"),
    ],
)
def test_a_period_that_breaks_behind_its_first_day_keeps_both(upper: str, lower: str) -> None:
    told = [["保险责任期间", "绝对免赔额"], [upper, "0元"], [lower, ""]]
    cells = [
        Cell(
            r,
            c,
            (line(text, 200 + 18 * r, 60 + 220 * c),),
            box=Box(58 + 220 * c, 198 + 18 * r, 270 + 220 * c, 216 + 18 * r),
        )
        for r, row in enumerate(told)
        for c, text in enumerate(row)
        if text
    ]
    table = Table(tuple(cells), 3, 2, page=1, box=Box(58, 198, 490, 252), method="aligned")
    page = Page(1, 595.0, 842.0, (line("安全生产责任保险电子保单", 80), table, line("每人责任限额：600,000元", 300)))
    fields = extractor.extract(Document("a.pdf", "0" * 64, "pdf", (page,)), KindGuess("policy", 1.0, ())).fields
    found = [fields[name].value.isoformat() for name in ("period_start", "period_end")]
    assert found == ["2023-11-22T00:00", "2024-11-21T24:00"]


@pytest.mark.parametrize(("size", "whole"), [(8.0, True), (10.0, False)])
def test_a_value_that_wraps_on_a_card_is_whole_though_it_stands_first_in_its_row(size: float, whole: bool) -> None:
    def card(text: str, y: float, x: float, of: float = 10.0) -> Line:
        return Line(text, Box(x, y, x + of * len(text), y + of), size=of)

    labels = [card(text, 100, x, size) for text, x in (("服务类型", 60), ("本次费用", 220), ("专家", 380))]
    values = [
        card(text, 116, x) for text, x in (("事故隐患排查服务；安全宣传教", 60), ("CNY600.00", 220), ("周桂欣", 380))
    ]
    read_as = units(*labels, *values, card("育培训", 132, 60))
    assert ("事故隐患排查服务;安全宣传教育培训" in read_as) is whole, read_as


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [("CNY 500,00", "0", "CNY 500,000"), ("3,818.0", "0", "3,818.00"), ("CNY 500,000", "200,000", "CNY 500,000")],
)
def test_a_row_that_ends_the_sums_above_it_is_no_row_of_its_own(upper: str, lower: str, whole: str) -> None:
    def row(y: float, *texts: str) -> BodyRow:
        cells = {k: (1, [line(text, y, 60.0 + 120 * k)]) for k, text in enumerate(texts) if text}
        return BodyRow(cells, y, y + 10, [int(y)])

    rows = join_wrapped(
        [
            row(100, "从业人员伤亡责", upper, upper),
            row(113, "任", lower, lower),
            row(140, "医疗费用", "50,000", "50,000"),
        ],
        [],
        3,
    )
    assert rows[0].text(1) == whole, [r.text(1) for r in rows]


def test_two_fields_of_a_row_that_both_wrap_are_whole() -> None:
    row = line("保险期间：自2025年6月13日零时起至2026年6月12日二", 100), line("每人责任限额：80万", 100, x=400)
    read_as = units(*row, line("十四时止", 114), line("元", 114, x=400))
    assert [text[-4:] for text in read_as] == ["十四时止", "80万元"], read_as


def test_labels_over_values_are_no_fields_that_wrap() -> None:
    row = line("甲方：清河远山建材有限公司", 100), line("乙方：远安保险股份有限公司", 100, x=300)
    read_as = units(*row, line("（盖章）", 114), line("（盖章）", 114, x=300))
    assert len(read_as) == 4, read_as


@pytest.mark.parametrize(
    ("under", "apart"),
    [
        ("特别约定事项", True),
        ("二、责任限额", True),
        ("3 重大隐患", True),
        ("由保险人承担。", False),
        ("及其下属各厂", False),
    ],
)
def test_a_heading_under_a_full_line_that_ends_its_sentence_is_one(under: str, apart: bool) -> None:
    full = "· 事故鉴定费：每次事故限额CNY 500,000，累计限额CNY 500,000，保费4,298.05元" + ("。" if apart else "，")
    read_as = units(line("承保清单", 60), line(full, 100, right=540), line(under, 114))
    assert (len(read_as) == 3) is apart, read_as


def test_a_premium_that_breaks_behind_two_digits_of_its_group_is_no_item() -> None:
    read_as = units(
        line("第三者人身伤亡责任：累计限额¥400000，分项保费（元）3，2", 96, right=535),
        line("24．00", 112),
        line("第三者财产：限额5万元", 128),
    )
    assert read_as[0].endswith("3,224.00"), read_as


@pytest.mark.parametrize(
    ("row", "rest", "whole"),
    [
        (("保险期限：2024年5月21日0时起，至2025年5月20日24", "每人限额：40万"), ("时止", "元"), "24时止"),
        (
            ("统一社会信用代码：", "地址：河南省许昌市襄城县茨沟乡振兴大道143号"),
            ("91411025310893238H", "2幢"),
            "143号2幢",
        ),
    ],
)
def test_fields_of_a_row_that_wrap_are_told_by_what_breaks_off(
    row: tuple[str, str], rest: tuple[str, str], whole: str
) -> None:
    lines = [
        line(text, y, x=x) for texts, y in ((row, 100), (rest, 114)) for text, x in zip(texts, (60, 400), strict=True)
    ]
    read_as = units(*lines)
    assert [text for text in read_as if text.endswith(whole)], read_as
    assert len(read_as) == 2, read_as
