"""Tables that go on over the page are one table; two tables under each other, and forms, are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

import extractor
from extractor.document import Table
from extractor.evidence.sheet import Sheet
from extractor.layout.across import join_tables
from extractor.reading import read
from tests.pdf_pages import Sheets

XS = (60, 100, 300, 430, 530)
HEAD = ("序号", "隐患描述", "整改建议", "整改期限")


def hazard(number: int) -> tuple[str, str, str, str]:
    return str(number), f"第{number}处配电箱未上锁", "加锁并张贴标识", f"2025-04-{number + 10}"


def ruled(sheets: Sheets, rows: Sequence[Sequence[str]], y: float, xs: Sequence[float] = XS) -> None:
    sheets.grid(xs, [y + 24 * k for k in range(len(rows) + 1)], rows)


def plain(sheets: Sheets, rows: Sequence[Sequence[str]], y: float, xs: Sequence[float] = XS) -> None:
    for k, row in enumerate(rows):
        for x, words in zip(xs, row, strict=False):
            sheets.text(x, y + 20 * k, words)


def furnish(sheets: Sheets, number: int) -> None:
    sheets.text(60, 40, "安徽安环技术服务有限公司")
    sheets.centred(297, 815, f"第{number}页 共2页", 9)


Page = Callable[[Sheets], None]


def tables_of(first: Page, second: Page) -> list[Table]:
    sheets = Sheets()
    furnish(sheets, 1)
    first(sheets)
    sheets.next_page()
    furnish(sheets, 2)
    second(sheets)
    pages = read(sheets.pdf(), "a.pdf").pages
    return [block for page in join_tables(pages) for block in page.blocks if isinstance(block, Table)]


def words(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.rows()]


TWO, FOUR = [HEAD, hazard(1), hazard(2)], [HEAD, *map(hazard, range(1, 5))]


@pytest.mark.parametrize("draw", [ruled, plain])
@pytest.mark.parametrize("head", [[], [HEAD]], ids=["no heading", "heading again"])
@pytest.mark.parametrize("caption", ["", "续表"])
def test_a_list_goes_on(draw: Callable[..., None], head: list[tuple[str, ...]], caption: str) -> None:
    [table] = tables_of(
        lambda sheets: draw(sheets, TWO, 700),
        lambda sheets: (sheets.text(480, 70, caption), draw(sheets, [*head, hazard(3), hazard(4)], 90))[0],
    )
    assert words(table) == [list(row) for row in FOUR]
    assert [cell.page for cell in table.cells if cell.col == 0] == [None, None, None, 2, 2]
    assert all(cell.box is not None and cell.box.y0 < 200 for cell in table.cells if cell.page == 2)


def test_one_row_left_over_of_a_borderless_list() -> None:
    [table] = tables_of(lambda sheets: plain(sheets, TWO, 700), lambda sheets: plain(sheets, [hazard(3)], 90))
    assert words(table)[-1] == list(hazard(3))


def test_over_three_pages() -> None:
    sheets = Sheets()
    for number in range(3):
        if number:
            sheets.next_page()
        ruled(sheets, [HEAD, *map(hazard, (2 * number + 1, 2 * number + 2))], 700 if number == 0 else 60)
    pages = read(sheets.pdf(), "a.pdf").pages
    [table] = [block for page in join_tables(pages) for block in page.blocks if isinstance(block, Table)]
    assert [row[0] for row in words(table)] == ["序号", "1", "2", "3", "4", "5", "6"]


def test_a_row_that_the_page_cuts_is_one() -> None:
    sheets = Sheets()
    ruled(sheets, [HEAD, hazard(1), ("2", "配电箱门未关闭，箱内积尘", "立即清理并", "2025-04-12")], 700)
    sheets.next_page()
    ruled(sheets, [("", "严重，无警示标志", "加装标志", ""), hazard(3)], 60)
    document = read(sheets.pdf(), "a.pdf")
    sheet = Sheet(document)
    [(table, _)] = sheet.tables
    assert words(table)[2:] == [
        ["2", "配电箱门未关闭，箱内积尘严重，无警示标志", "立即清理并加装标志", "2025-04-12"],
        list(hazard(3)),
    ]
    unit = next(unit for unit in sheet.units if unit.text.startswith("配电箱门未关闭"))
    whole, rest = unit.span(), unit.span(unit.text.index("严重"))
    assert (whole.page, rest.page, len(whole.boxes), len(rest.boxes)) == (1, 2, 1, 1)
    assert whole.boxes[0].y0 > 700 > rest.boxes[0].y0


def test_a_name_over_several_rows_goes_on() -> None:
    """A cover whose name stands once for its two limits, parted by the page: the limit on the next page is its own too."""
    xs, head = (60, 200, 320, 430), ("保障项目", "限额类型", "限额")
    sheets = Sheets()
    sheets.grid(xs, [676, 700, 724], [head, ("医疗费用", "每人限额", "50,000")])
    for x in xs:
        sheets.rule(x, 724, x, 748)
    sheets.rule(200, 748, 430, 748)
    for x, said in zip(xs, ("抢险救援", "每次限额", "500,000"), strict=False):
        sheets.text(x + 4, 730, said)
    sheets.next_page()
    sheets.grid(xs, [60, 84, 108], [head, ("", "累计限额", "900,000")])
    sheets.frame(60, 108, 200, 156)
    sheets.text(64, 125, "诉讼费用")
    sheets.grid(xs[1:], [108, 132, 156], [("每次限额", "30,000"), ("累计限额", "60,000")])
    pages = read(sheets.pdf(), "a.pdf").pages
    [table] = [block for page in join_tables(pages) for block in page.blocks if isinstance(block, Table)]
    assert [row[0] for row in words(table)] == ["保障项目", "医疗费用", "抢险救援", "抢险救援", "诉讼费用", "诉讼费用"]


def test_hazards_of_two_pages_have_their_pages() -> None:
    sheets = Sheets()
    sheets.centred(297, 60, "事故预防服务报告", 18)
    for at, line in enumerate(
        (
            "报告编号：FW-2025-018",
            "受检单位：安徽宏远化工有限公司",
            "服务日期：2025年4月10日",
            "服务机构：安徽安环技术服务有限公司",
        )
    ):
        sheets.text(60, 100 + 20 * at, line)
    ruled(sheets, TWO, 720)
    sheets.next_page()
    ruled(sheets, [hazard(3), hazard(4)], 60)
    [record] = extractor.papers([("报告.pdf", sheets.pdf())])
    assert [row.value("description") for row in record.rows("hazards")] == [row[1] for row in FOUR[1:]]
    assert [row.span.page for row in record.rows("hazards")] == [1, 1, 2, 2]


OTHER = ("序号", "费用项目", "收款单位", "金额")
APART: dict[str, tuple[Page, Page]] = {
    "another heading": (lambda s: ruled(s, TWO, 700), lambda s: ruled(s, [OTHER, ("1", "排查费", "安环公司", "3,000.00")], 90)),
    "words between": (
        lambda s: (ruled(s, TWO, 600), s.text(60, 760, "以上隐患请按期整改，企业签字确认。"))[0], lambda s: ruled(s, [hazard(3), hazard(4)], 90),
    ),
    "a heading of its own before": (
        lambda s: ruled(s, TWO, 700), lambda s: (s.text(60, 75, "二、上年度隐患复查情况"), ruled(s, [hazard(3), hazard(4)], 90))[0],
    ),
    "other columns": (
        lambda s: ruled(s, TWO, 700), lambda s: ruled(s, [hazard(3), hazard(4)], 90, (60, 120, 260, 400, 530)),
    ),
    "a list that is closed": (
        lambda s: ruled(s, [OTHER, ("1", "排查费", "安环公司", "3,000.00"), ("合计", "", "", "3,000.00")], 690),
        lambda s: ruled(s, [("1", "培训费", "安环公司", "2,000.00"), ("2", "演练费", "安环公司", "1,000.00")], 90),
    ),
    "a form of labels and values": (
        lambda s: ruled(s, [("投保人", "甲公司", "被保险人", "甲公司"), ("地址", "乙路", "电话", "张三")], 700),
        lambda s: ruled(s, [("联系人", "李四", "职务", "经理"), ("备注", "无", "其他", "无")], 90),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", APART)
def test_two_tables_stay_two(name: str) -> None:
    assert len(tables_of(*APART[name])) == 2


def test_a_row_of_sums_is_no_rest_of_the_row_before() -> None:
    head = ("序号", "费用项目", "收款单位", "金额")
    [table] = tables_of(
        lambda s: ruled(
            s, [head, ("1", "排查费", "安环公司", "3,000.00"), ("2", "培训费", "安环公司", "2,000.00")], 690
        ),
        lambda s: ruled(s, [("", "本页小计", "", "5,000.00"), ("3", "演练费", "安环公司", "1,000.00")], 90),
    )
    assert [row[1] for row in words(table)] == ["费用项目", "排查费", "培训费", "本页小计", "演练费"]
