"""Lists without rules whose columns stand so close that lines run on from one into the next."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.document import Table
from extractor.reading import read
from tests.pdf_pages import Sheets
from tests.strangers.kit import _wrapped

HEAD = ["序号", "场所", "问题说明", "级别", "期限", "状态"]
ROWS = [
    ["1", "二号车间", "除尘器灰斗粉尘结块", "一般", "2025-04-10", "已整改"],
    ["2", "锅炉房", "压力表未按期检定", "重大", "2025-05-21", "未整改"],
    ["3", "制粉工段", "叉车停放在疏散通道上", "一般", "2025-06-30", "整改中"],
]


def _paper(rows: Sequence[Sequence[str]], widths: Sequence[float], gap: float, lead: float = 6.0) -> bytes:
    """Every cell at the left of its column, broken at its width, ``gap`` points before the next column."""
    sheets = Sheets()
    y = 100.0
    for row in rows:
        x, cells = 56.0, [_wrapped(text, width, 9.0) for text, width in zip(row, widths, strict=True)]
        for lines, width in zip(cells, widths, strict=True):
            for number, line in enumerate(lines):
                sheets.text(x, y + 12.0 * number, line, 9.0)
            x += width + gap
        y += 12.0 * max(map(len, cells)) + lead
    sheets.canvas.showPage()
    sheets.canvas.save()
    return sheets.buffer.getvalue()


def _read(data: bytes) -> list[list[str]]:
    blocks = read(data, "list.pdf").pages[0].blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    return [
        ["".join(cell.text.split()) for cell in row if cell is not None] for table in tables for row in table.rows()
    ]


@pytest.mark.parametrize("gap", [3.0, 4.5, 6.0])
@pytest.mark.parametrize(
    "widths",
    [
        pytest.param([20, 37, 100, 20, 51, 28], id="each column as wide as its widest cell"),
        pytest.param([20, 28, 64, 10, 46, 19], id="places, levels, days and states break"),
    ],
)
def test_columns_that_nearly_touch_are_told_apart(widths: Sequence[float], gap: float) -> None:
    assert _read(_paper([HEAD, *ROWS], widths, gap)) == [HEAD, *ROWS]


def test_a_heading_over_columns_that_no_row_fills_together_makes_a_table() -> None:
    head = ["日", "凭证", "往来单位", "进", "出", "存"]
    rows = [
        ["2025-03-05", "收-2", "", "15,000.00", "", "15,000.00"],
        ["2025-09-18", "付-7", "福建闽盾安全技术有限公司", "", "4,200.00", "10,800.00"],
        ["2025-11-26", "付-9", "永安市劳保用品经营部", "", "2,360.00", "8,440.00"],
    ]
    assert _read(_paper([head, *rows], [50, 30, 120, 50, 50, 50], 12.0)) == [head, *rows]


def test_prose_is_not_parted_where_its_lines_happen_to_have_gaps() -> None:
    lines = ["第1条 本合同自2025年3月1日起生效", "第2条 本合同至2026年2月28日终止", "第3条 本合同一式2份双方各执1份"]
    assert _read(_paper([[line] for line in lines], [400], 0.0, lead=2.0)) == []
