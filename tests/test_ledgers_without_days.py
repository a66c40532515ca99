"""Books of the fund's money that tell no day: their lines are entries all the same; budgets and price lists, which tell none either, are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.kinds import fee_ledger
from extractor.reading import read
from tests.strangers.kit import Paper, drawn

HALL, LAB, SCHOOL = "泾州泰安安全技术服务有限公司", "泾州市明理检测中心", "泾州职业技术学校"
Grid = Sequence[Sequence[str]]


def page(title: str, grid: Grid) -> tuple[str, bytes]:
    return drawn(Paper("", "html", [("title", title), ("table", [list(row) for row in grid])], "fee_ledger"))


def rows(title: str, grid: Grid) -> list[tuple[Any, ...]]:
    name, data = page(title, grid)
    found = fee_ledger.extract(Sheet(read(data, name))).tables["rows"]
    assert not any("date" in row.cells for row in found)
    return [(row.value("kind"), row.value("item"), row.value("payee"), row.value("amount")) for row in found]


PAID = [("spend", "现场检查", HALL, 2500), ("spend", "粉尘检测", LAB, 4100), ("spend", "班组培训", SCHOOL, 900)]


@pytest.mark.parametrize(
    ("title", "grid"),
    [
        ("事故预防费用台账", [["序号", "费用项目", "金额（元）", "收款单位"], ["1", "现场检查", "2500", HALL], ["2", "粉尘检测", "4100", LAB],
                         ["3", "班组培训", "900", SCHOOL], ["", "合计", "7500", ""]]),
        ("安责险预防资金支付明细", [["凭证号", "付给谁", "支出金额", "用途"], ["记-4", HALL, "2500", "现场检查"], ["记-9", LAB, "4100", "粉尘检测"],
                          ["记-11", SCHOOL, "900", "班组培训"]]),
    ],
)  # fmt: skip
def test_lines_without_days_are_entries(title: str, grid: Grid) -> None:
    assert rows(title, grid) == PAID
    name, data = page(title, grid)
    assert examine([(name, data)]).kind == "fee_ledger"


def test_in_what_is_called_a_book_what_for_and_how_much_will_do() -> None:
    grid = [
        ["序号", "支出项目", "支出金额", "备注"],
        ["1", "现场检查", "2500", ""],
        ["2", "班组培训", "900", "附签到表"],
        ["", "合计", "3400", ""],
    ]
    assert rows("事故预防费用登记簿", grid) == [("spend", "现场检查", None, 2500), ("spend", "班组培训", None, 900)]
    assert rows("事故预防费用说明", grid) == []


@pytest.mark.parametrize(
    "title", ["事故预防费用预算台账", "事故预防服务费用支付标准", "下半年预防费用使用计划", "员工餐费台账"]
)
def test_what_is_planned_or_priced_or_of_other_money_is_none(title: str) -> None:
    assert (
        rows(title, [["项目", "支出金额", "服务机构"], ["现场检查", "2500", HALL], ["班组培训", "900", SCHOOL]]) == []
    )


def test_rows_without_days_make_no_list_of_prices_a_ledger() -> None:
    name, data = page(
        "事故预防服务费用明细", [["项目", "金额", "收款单位"], ["现场检查", "2500", HALL], ["班组培训", "900", SCHOOL]]
    )
    sheet = Sheet(read(data, name))
    assert fee_ledger.extract(sheet).tables["rows"]
    assert not fee_ledger.books_anything(sheet)
