"""Forms without lines whose cells are centred on their rows, and values that a typist broke over the lines of a cell."""

from __future__ import annotations

import pytest

from extractor.document import Table
from extractor.evidence.lines.breaks import goes_on
from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.reading import read
from tests.pdf_pages import Sheets
from tests.strangers.kit import _wrapped

FORM = [
    ("保单编号：", "PZDE202441070000031862", "立约方：", "新乡市凤泉区恒岳火工器材制造有限责任公司"),
    ("受保障方：", "新乡市凤泉区恒岳火工器材制造有限责任公司", "代码：", "91410704MA9K2T7X3B"),
    ("坐落：", "河南省新乡市凤泉区大块镇块村营村东北侧民爆仓储区（原采石场内）甲字库", "投保人数：", "86人"),
    ("起讫：", "自2024年5月9日零时起至2025年5月8日二十四时止", "签单日期：", "2024年5月6日"),
    ("应交保险费：", "¥26,740.00", "承保分支机构名称：", "某某财产保险股份有限公司新乡中心支公司凤泉营销服务部"),
]
WIDTHS = (52.0, 150.0, 52.0, 150.0)


def _paper(lead: float, share: float, step: float = 13.0) -> bytes:
    """Every cell in the middle of its row (``share`` 0.5), at its top (0) or foot (1), ``lead`` points of white between rows."""
    sheets = Sheets()
    y = 100.0
    for row in FORM:
        cells = [_wrapped(text, width, 10.0) for text, width in zip(row, WIDTHS, strict=True)]
        most, x = max(map(len, cells)), 56.0
        for lines, width in zip(cells, WIDTHS, strict=True):
            for number, line in enumerate(lines):
                sheets.text(x, y + step * (number + (most - len(lines)) * share), line, 10.0)
            x += width + 8.0
        y += step * most + lead
    sheets.canvas.showPage()
    sheets.canvas.save()
    return sheets.buffer.getvalue()


@pytest.mark.parametrize("lead", [pytest.param(6.0, id="white between rows"), pytest.param(0.0, id="rows like lines")])
@pytest.mark.parametrize(
    "share", [pytest.param(0.5, id="middle"), pytest.param(0.0, id="top"), pytest.param(1.0, id="foot")]
)
def test_cells_keep_their_lines(lead: float, share: float) -> None:
    blocks = read(_paper(lead, share), "form.pdf").pages[0].blocks
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [tuple("".join(cell.text.split()) for cell in row if cell) for row in table.rows()] == FORM
    assert len(blocks) == 1


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        ("¥4,000,00", "0.00（大写：", "¥4,000,000.00（大写："),
        ("¥4,000,000", ".00", "¥4,000,000.00"),
        ("NHX", "（2021）31050722514", "NHX（2021）31050722514"),
    ],
)
def test_numbers_cut_within_a_narrow_cell(upper: str, lower: str, whole: str) -> None:
    """Where every character of a line is narrow, its print looks smaller than that of the line below: no label over a value."""
    sheets = Sheets()
    for y, (label, lines) in zip(
        (100.0, 160.0), ((["投保人"], ["某某公司"]), (["责任限额"], [upper, lower])), strict=True
    ):
        for x, words in ((56.0, label), (116.0, lines)):
            sheets.frame(x - 6, y - 15, x + 54, y + 45)
            for number, line in enumerate(words):
                sheets.text(x, y + 12.0 * number, line, 9.0)
    sheets.canvas.showPage()
    sheets.canvas.save()
    assert whole in [unit.raw for unit in Sheet(read(sheets.buffer.getvalue(), "form.pdf")).units]


BROKEN = [
    ("保险单号", "PZDE2024410700<br>00031862"),
    ("投保人", "新乡市凤泉区恒岳火工器材<br>制造有限责任公司"),
    ("地址", "河南省新乡市凤泉区大块镇<br>块村营村18号"),
    ("承保机构", "永诚财产保险股份有限公司新乡<br/>中心支公司凤泉营销服务部"),
    ("签单日期", "2024年5<br>月6日"),
]


def test_values_broken_within_a_cell() -> None:
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in BROKEN)
    page = f"<html><meta charset=utf-8><h2>安全生产责任保险保险单</h2><table>{rows}</table></html>"
    fields = examine([("保单.html", page.encode())], kind="policy").fields
    assert {name: str(fields[name].value) for name in ("policy_no", "policyholder", "address", "insurer_branch", "sign_date")} == {
        "policy_no": "PZDE202441070000031862",
        "policyholder": "新乡市凤泉区恒岳火工器材制造有限责任公司",
        "address": "河南省新乡市凤泉区大块镇块村营村18号",
        "insurer_branch": "永诚财产保险股份有限公司新乡中心支公司凤泉营销服务部",
        "sign_date": "2024-05-06",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("PZDE202441070000031862", "PZDE202441070000031863"),
        ("5000000", "20000000"),
        ("2024-05-06", "2025-05-05"),
        ("13812345678", "13912345679"),
        ("91410704MA9K2T7X3B", "13812345678"),
        ("投保单位名称", "新乡市恒岳器材有限公司"),
        ("新乡市恒岳器材有限公司", "新乡市恒泰器材有限公司"),
        ("新乡市应急管理局", "河南安信安全技术服务有限公司"),
        ("新乡市凤泉区大块镇", "焦作市山阳区王褚乡12号"),
    ],
)
def test_two_values_in_one_cell_stay_two(upper: str, lower: str) -> None:
    assert not goes_on(upper, lower)
