"""Papers that insurers' systems and provincial platforms print themselves: web pages, forms in two languages, lists between
three lines; and papers beside them that a filing need not have."""

from __future__ import annotations

from extractor import classify, extract, read
from extractor.document import Document
from extractor.record import Record
from tests.pdf_pages import Sheets
from tests.strangers.kit import Block, Paper, drawn


def document(*blocks: Block) -> Document:
    name, data = drawn(Paper("paper", "docx", blocks, ""))
    return read(data, name)


def record(*blocks: Block) -> Record:
    paper = document(*blocks)
    return extract(paper, classify(paper))


PLANNED = [
    ["季度", "计划服务内容", "计划时间", "预计费用（元）"],
    ["一季度", "隐患排查", "2025年8月14日", "1,500.00"],
    ["二季度", "安全培训", "2025年11月12日", "1,000.00"],
]


def test_a_plan_of_services_with_their_prices_is_no_ledger() -> None:
    for title in ("年度事故预防服务方案", "预防工作全年安排"):
        assert classify(document(("title", title), "保险单号：PZ20250000071", ("table", PLANNED))).kind != "fee_ledger"


def test_entries_between_three_lines_stay_apart_where_no_row_fills_every_column() -> None:
    page = Sheets(842, 595)
    page.text(330, 60, "事故预防费用收支明细", 14)
    xs = (44, 120, 260, 340, 520, 600, 690)
    rows = [
        ("日期", "保险单号", "科目", "对方户名", "提取额", "支付额", "结余"),
        ("2024-11-27", "6476AQ672557026", "提取", "", "3,779.94", "", "3,779.94"),
        ("2024-12-21", "6476AQ672557026", "检查费", "晋安安全技术有限公司", "", "800.00", "2,979.94"),
        ("2025-03-04", "6476AQ672557026", "培训费", "晋安安全技术有限公司", "", "1,200.00", "1,779.94"),
    ]
    for n, row in enumerate(rows):
        for x, words in zip(xs, row, strict=True):
            page.text(x, 100 + 15 * n + 8 * (n > 0), words, 9)
    for y in (84, 108, 168):
        page.rule(40, y, 760, y)
    paper = read(page.pdf(), "ledger.pdf")
    got = extract(paper, classify(paper)).tables["rows"]
    assert [(str(r.value("date")), r.value("kind"), str(r.value("amount"))) for r in got] == [
        ("2024-11-27", "extract", "3779.94"), ("2024-12-21", "spend", "800.00"), ("2025-03-04", "spend", "1200.00"),
    ]  # fmt: skip
