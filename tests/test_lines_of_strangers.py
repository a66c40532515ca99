"""Single lines of strangers' papers, as pages and scans give them: what belongs together and what does not."""

from __future__ import annotations

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.kinds import service_report
from tests.pdf_pages import Sheets


def units_of(*lines: tuple[float, float, str], size: float = 10) -> list[str]:
    """The units of a page with text at x and y in points from the top left."""
    sheets = Sheets()
    for x, y, text in lines:
        sheets.text(x, y, text, size)
    sheets.canvas.showPage()
    sheets.canvas.save()
    return [unit.text for unit in Sheet(read(sheets.buffer.getvalue(), "页.pdf")).units]


def test_the_characters_of_a_label_set_far_apart_are_one_label() -> None:
    told = units_of((60, 80, "被保险人：泾州锦程纺织有限公司"), (60, 100, "行"), (90, 100, "业：道路货物运输"))
    assert [text.replace(" ", "") for text in told][-1] == "行业:道路货物运输"


def test_the_last_of_labels_side_by_side_does_not_run_over_into_the_first_value() -> None:
    told = units_of(
        (60, 80, "等级"), (240, 80, "整改截止"), (400, 80, "整改状态"),
        (60, 94, "一般"), (240, 94, "2025-06-11"), (400, 94, "未整改"),
    )  # fmt: skip
    assert "整改状态" in told
    assert "一般" in told


def test_what_is_left_of_a_branchs_name_stands_under_its_label() -> None:
    told = units_of(
        (60, 60, "第七条 被保险人应保管好用工名册备查，并于每季末报送保险人存档备案。"),
        (60, 80, "保险人（盖章）：中原泰和财产保险股份有限公司周村"),
        (60, 94, "支公司"),
        (320, 120, "签单日期：2019年6月3日"),
    )
    assert any(text.endswith("有限公司周村支公司") for text in told)


def test_for_whom_a_service_was_is_no_name_of_an_expert() -> None:
    page = "<meta charset=utf-8><p>预防服务报告</p><p>2024年4月13日，海岳应急服务中心派出黄立新、何丽，为服务对象提供隐患排查服务。</p>"
    fields = service_report.extract(Sheet(read(page.encode(), "报告.html"))).fields
    assert fields["experts"].value == ("黄立新", "何丽")


@pytest.mark.parametrize("blank", ["　", ""])  # a scan loses the blank before the next label
def test_a_reports_number_may_hold_a_word_among_its_letters(blank: str) -> None:
    page = f"<meta charset=utf-8><p>预防服务报告书</p><p>报告编号：TH预20190627-1{blank}保险单号：ZYTH807397932274</p>"
    fields = service_report.extract(Sheet(read(page.encode(), "报告.html"))).fields
    assert fields["report_no"].value == "TH预20190627-1"


def test_a_mark_parted_from_its_item_by_a_wide_gap_numbers_it_over_its_lines() -> None:
    told = units_of(
        (76, 80, "2."), (104, 80, "(一般隐患)消火栓箱内水带老化开裂。建议：统一更换水带。整改时限：2024年4月23日。"),
        (54, 95, "已于2024年4月21日完成整改。"),
    )  # fmt: skip
    assert len(told) == 1
    assert told[0].startswith("2.")
    assert told[0].endswith("完成整改。")


def test_narrow_columns_of_a_heading_over_level_rules_in_pieces_head_their_columns() -> None:
    """类型用途收款方 stand so near to each other that they are one run of characters."""
    edges = [50, 120, 240, 265, 290, 430, 500]
    rows = [
        ("时间", "保单号", "类型", "用途", "收款方", "金额"),
        ("2025.04.24", "61475728995323350", "计提", "计提", "", "4,381.50"),
        ("2025.05.21", "61475728995323350", "支出", "排查", "众擎科技有限公司", "800.00"),
        ("2025.08.01", "61475728995323350", "支出", "培训", "众擎科技有限公司", "2,600.00"),
    ]
    sheets = Sheets()
    sheets.text(250, 60, "预防费流水", 16)
    for r, row in enumerate(rows):
        y = 100 + 20 * r
        for x0, x1, text in zip(edges, edges[1:], row, strict=False):
            sheets.text(x0 + 3, y, text, 9)
            sheets.rule(x0, y + 5, x1, y + 5)
    (table, _), *_ = Sheet(read(sheets.pdf(), "流水.pdf")).tables
    assert (table.n_rows, table.n_cols) == (4, 6)
