"""Papers that apps print as cards without rules: a heading, and under it labels at the left with their values at the right."""

from __future__ import annotations

from extractor import classify, extract, read
from extractor.covers.table import find
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.record import Record
from tests.pdf_pages import Sheets

LEFT, RIGHT = 20.0, 280.0
COVERS = [
    ("员工身故残疾保障", [("单人最高", "60万元"), ("每次事故最高", "600万元"), ("全年最高", "900万元"), ("保费", "7,200.00元")]),
    ("救援费用保障", [("每次事故最高", "40万元"), ("保费", "310.00元")]),
    ("法律费用保障", [("每次事故最高", "20万元"), ("全年最高", "30万元"), ("保费", "95.00元")]),
]  # fmt: skip


def cards(*blocks: tuple[str, list[tuple[str, str]]]) -> bytes:
    page = Sheets(300, 620)
    y = 30.0
    for heading, pairs in blocks:
        page.text(LEFT, y, heading, 10)
        for label, value in pairs:
            y += 15
            page.text(LEFT, y, label, 8)
            page.right(RIGHT, y, value, 8)
        y += 24
    return page.pdf()


def record(data: bytes) -> Record:
    paper = read(data, "x.pdf")
    return extract(paper, classify(paper))


def test_a_line_that_names_a_cover_heads_the_sums_under_it() -> None:
    found = find(Sheet(read(cards(*COVERS), "x.pdf")))
    columns = ("code", "per_person", "per_accident", "aggregate", "premium")
    assert found is not None
    assert [tuple(row.value(c) for c in columns) for row in found.rows] == [
        ("employee_injury", 600000, 6000000, 9000000, 7200),
        ("rescue", None, 400000, None, 310),
        ("legal", None, 200000, 300000, 95),
    ]


def test_a_name_at_the_right_of_a_card_goes_on_under_its_end() -> None:
    page = Sheets(300, 300)
    for y, label, value in [(60, "保单号", "QX202500117"), (80, "承保机构", "启新财产保险股份有限公司衡州中心支公"), (112, "出单时间", "2025-02-24")]:  # fmt: skip
        page.text(LEFT, y, label, 8)
        page.right(RIGHT, y, value, 8)
    page.right(RIGHT, 92, "司", 8)
    units = [unit.text for unit in Sheet(read(page.pdf(), "x.pdf")).units]
    assert "启新财产保险股份有限公司衡州中心支公司" in units


HAZARDS = [
    ("【一般】配电柜前堆放杂物", [("整改措施", "清理杂物并划线"), ("整改期限", "2025-03-25"), ("状态", "已完成 2025-03-21")]),
    ("【重大】防爆墙拆除后未恢复", [("整改措施", "停产恢复防爆墙"), ("整改期限", "2025-03-20"), ("状态", "待整改")]),
]  # fmt: skip


def test_a_level_in_brackets_heads_a_card_and_is_that_of_no_other() -> None:
    data = cards(("隐患记录", []), *HAZARDS)
    rows = hazards.find(Sheet(read(data, "x.pdf")))[0]
    assert [(r.value("level"), r.value("description"), r.value("rectified")) for r in rows] == [
        ("一般", "配电柜前堆放杂物", True),
        ("重大", "防爆墙拆除后未恢复", False),
    ]
    report = record(
        cards(("事故预防服务报告", [("报告编号", "QX-0317"), ("服务时间", "2025-03-17")]), ("隐患记录", []), *HAZARDS)
    )
    assert [r.value("level") for r in report.tables["hazards"]] == ["一般", "重大"]


def test_who_signed_stands_behind_the_confirmation_in_its_line() -> None:
    body = """<meta charset=utf-8><h1>事故预防服务报告</h1><p>服务日期：2025-09-02</p><p>服务类别：隐患排查</p>
    <p>客户确认：电子签名已采集 签署人：韩磊 签署时间：2025-09-03 16:30</p>"""
    paper = read(body.encode(), "x.html")
    fields = extract(paper, classify(paper)).fields
    assert fields["signoff_name"].value == "韩磊"


def test_the_last_day_of_a_service_is_no_day_to_mend_by() -> None:
    body = """<meta charset=utf-8><h1>事故预防服务报告</h1><table><tr><td>服务起始日</td><td>2025-09-08</td><td>服务截止日</td>
    <td>2025-09-09</td></tr><tr><td>服务类别</td><td>隐患排查</td><td>服务机构</td><td>衡州安评检测有限公司</td></tr></table>"""
    paper = read(body.encode(), "x.html")
    fields = extract(paper, classify(paper)).fields
    assert [fields[n].value.isoformat() for n in ("service_start", "service_end")] == ["2025-09-08", "2025-09-09"]


def test_labels_of_a_card_may_stand_over_their_sums() -> None:
    page = Sheets(300, 620)
    y = 20.0
    for heading, pairs in COVERS:
        page.text(LEFT, y := y + 20, heading, 10)
        for label, value in pairs:
            page.text(LEFT, y := y + 14, label, 7)
            page.text(LEFT, y := y + 14, value, 10)
    found = find(Sheet(read(page.pdf(), "x.pdf")))
    assert found is not None
    assert [len(row.cells) - 2 for row in found.rows] == [4, 2, 3]
    assert [row.value("per_accident") for row in found.rows] == [6000000, 400000, 200000]
