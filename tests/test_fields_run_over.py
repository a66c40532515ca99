"""Lines of several fields of which the last runs over to the next line's start."""

from __future__ import annotations

import pytest

from extractor.document import Box, Line
from extractor.evidence.lines.wrapping import grouped

LEFT, RIGHT, SIZE = 56.0, 539.0, 12.0


def line(text: str, x0: float, x1: float, row: int) -> Line:
    top = 100.0 + 18 * row
    return Line(text, Box(x0, top, x1, top + SIZE))


def joined(last: str, below: str, *, ends: float = RIGHT - 4) -> bool:
    """Whether ``below`` goes on with the field that ends the line above it."""
    rows = [
        [line("报告编号：FW-1", LEFT, 180.0, 0), line(last, 320.0, ends, 0)],
        [line(below, LEFT, LEFT + 13.0 * len(below), 1)],
    ]
    return len(grouped(rows, RIGHT)) == 2


@pytest.mark.parametrize(
    ("last", "below", "goes_on"),
    [
        ("施工单位：湖北楚建", "工程有限公司", True),
        ("检查机构：滁州市皖东安全技术", "咨询有限公司", True),
        ("行业分类：机械零件制造", "楚建工程有限公司", False),
        ("检查机构：皖东安全技术中心", "楚建工程有限公司", False),
        ("服务日期：2025年9", "月23日至2025年9月25日", True),
        ("服务日期：2025年", "9月23日至2025年9月25日", True),
        ("服务日期：2025年9月23", "日", True),
        ("服务日期：2025年9月23日", "检查结果", False),
        ("参加人数：2025", "月报表附后见下页说明文字", False),
    ],
)
def test_a_name_or_a_day_that_breaks_off_goes_on_below(last: str, below: str, goes_on: bool) -> None:
    assert joined(last, below) is goes_on


def test_a_number_that_no_line_breaks_goes_below_its_label() -> None:
    assert joined("保单号：", "PZWH202537030000000820", ends=400.0)
    assert not joined("保单号：", "PZWH20253703", ends=340.0), "there was room for it beside its label"
