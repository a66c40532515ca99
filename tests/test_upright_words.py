"""Words whose characters stand below one another are read as words, and columns of single characters are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

import extractor
from extractor.document import Box, Line, Table
from extractor.edges import Edges
from extractor.evidence import signoff
from extractor.evidence.naming.links import link_to_two_lines
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.kinds import policy
from extractor.layout.characters.stacked import with_upright_words
from extractor.reading import read
from tests.pdf_pages import Sheets
from tests.strangers.kit import Paper, drawn

HOLDER = "安徽宏远化工有限公司"


def down(sheets: Sheets, x: float, y: float, words: str, pitch: float = 14.0) -> None:
    for at, char in enumerate(words):
        sheets.text(x, y + at * pitch, char)


def lines_of(draw: Callable[[Sheets], None]) -> list[Line]:
    sheets = Sheets()
    draw(sheets)
    return list(read(sheets.pdf(), "a.pdf").pages[0].lines())


def test_a_label_in_a_narrow_cell_is_one_word_with_its_box() -> None:
    def draw(sheets: Sheets) -> None:
        for x in (60, 84, 160, 500):
            sheets.rule(x, 100, x, 190)
        sheets.rule(60, 100, 500, 100), sheets.rule(60, 190, 500, 190)
        for y in (130, 160):
            sheets.rule(84, y, 500, y)
        down(sheets, 67, 125, "投保人", 24)
        for at, (label, value) in enumerate((("名称", HOLDER), ("地址", "宿州市汴河路1号"), ("电话", "0557-3020000"))):
            sheets.text(90, 119 + 30 * at, label), sheets.text(166, 119 + 30 * at, value)

    sheets = Sheets()
    draw(sheets)
    [table] = read(sheets.pdf(), "a.pdf").tables()
    [line] = table.cells[0].lines
    assert (line.text, table.cells[0].rowspan) == ("投保人", 3)
    assert line.box is not None
    assert (line.box.y0 < 120, line.box.y1 > 170, line.box.width < 12) == (True, True, True)


@pytest.mark.parametrize("pitch", [11.0, 14.0, 20.0])
def test_a_label_beside_its_rows_is_one_word(pitch: float) -> None:
    def draw(sheets: Sheets) -> None:
        down(sheets, 60, 120, "投保人", pitch)
        for at, words in enumerate((f"名称：{HOLDER}", "地址：宿州市汴河路1号", "电话：0557-3020000")):
            sheets.text(90, 120 + 18 * at, words)

    lines = lines_of(draw)
    assert [line.text for line in lines] == ["投保人", f"名称：{HOLDER}", "地址：宿州市汴河路1号", "电话：0557-3020000"]


def letter_spaced(sheets: Sheets) -> None:
    for at, (label, value) in enumerate((("名    称：", HOLDER), ("地    址：", "宿州市"), ("电    话：", "3020000"))):
        (
            sheets.text(60, 120 + 16 * at, label[0]),
            sheets.text(100, 120 + 16 * at, label[-2:]),
            sheets.text(160, 120 + 16 * at, value),
        )


def a_list(sheets: Sheets) -> None:
    for at, row in enumerate((("张伟", "男", "焊工"), ("李芳", "女", "质检"), ("王强", "男", "司机"))):
        for x, words in zip((60, 130, 180), row, strict=True):
            sheets.text(x, 120 + 14 * at, words)


def numerals(sheets: Sheets) -> None:
    for at, (number, words) in enumerate((("一", "配电箱门未关闭"), ("二", "通道堵塞"), ("三", "气瓶无防倾倒"))):
        sheets.text(60, 120 + 14 * at, number), sheets.text(100, 120 + 14 * at, words)


@pytest.mark.parametrize("draw", [letter_spaced, a_list, numerals])
def test_columns_of_single_characters_are_no_words(draw: Callable[[Sheets], None]) -> None:
    texts = [line.text for line in lines_of(draw)]
    assert not {"名地电", "男女男", "一二三", "称址话"} & set(texts)


def test_a_value_beside_an_upright_label_is_read() -> None:
    sheets = Sheets()
    sheets.centred(297, 60, "安全生产责任保险保险单", 18)
    sheets.text(60, 100, "保险单号：PZAQ202534010000001234")
    down(sheets, 60, 130, "被保险人", 12)
    sheets.text(90, 148, HOLDER)
    sheets.text(60, 200, "保险期间：2025年3月1日零时起至2026年2月28日二十四时止")
    document = read(sheets.pdf(), "保单.pdf")
    sheet = Sheet(document)
    unit = next(unit for unit in sheet.units if unit.text == HOLDER)
    assert unit.left is not None
    assert unit.left.text == "被保险人"
    assert policy.extract(sheet).fields["insured"].value == HOLDER
    assert extractor.classify(document).kind == "policy"


def pixel_lines(column: str, *rows: str) -> Sequence[Line]:
    stacked = [
        Line(c, Box(60, 100 + 14 * n, 70, 110 + 14 * n), Edges([(60, 70)]), 0.9 + 0.01 * n)
        for n, c in enumerate(column)
    ]
    return [*stacked, *(Line(row, Box(90, 100 + 18 * n, 300, 110 + 18 * n)) for n, row in enumerate(rows))]


def test_characters_found_one_by_one_in_a_scan() -> None:
    found = with_upright_words(pixel_lines("投保人", "名称：甲公司", "地址：乙路"))
    assert [block.text for block in found if not isinstance(block, Table)] == ["投保人", "名称：甲公司", "地址：乙路"]
    [word] = [block for block in found if isinstance(block, Line) and block.text == "投保人"]
    assert (word.box, word.confidence) == (Box(60, 100, 70, 138), 0.9)


def test_values_level_with_the_middle_of_a_label_in_two_languages() -> None:
    """A trade has no figures; the values over and under it vouch for it."""
    units: list[Unit] = []
    for k, told in enumerate((("POLICY NO.", "保险单号码", "PZ2025000001"), ("BUSINESS", "经营性质", "木业加工"))):
        for x, down_by, words in ((40, 0, told[0]), (40, 12, told[1]), (240, 6, told[2])):
            top = 80 + 30 * k + down_by
            units.append(Unit(len(units), words, words, (), 1, Box(x, top, x + 60, top + 10)))
    link_to_two_lines(units)
    assert {u.text: u.left.text for u in units if u.left} == {"PZ2025000001": "保险单号码", "木业加工": "经营性质"}


def test_a_column_of_translations_stands_between_no_label_and_its_value() -> None:
    rows = [["企业确认签字", "Signature", "李海燕"], ["签字日期", "Date", "2025年3月2日"]]
    paper = Paper("report", "docx", ["检查日期：2025年3月1日", ("table", rows)], "service_report")
    sheet = Sheet(read(drawn(paper)[1], "a.docx"))
    beside = {u.text: u.right.text for u in sheet.units if u.right is not None}
    assert beside["企业确认签字"] == "李海燕"
    fields: dict[str, Any] = {}
    signoff.read(sheet, fields)
    assert [fields[name].value for name in ("customer_signed", "signoff_name")] == [True, "李海燕"]
