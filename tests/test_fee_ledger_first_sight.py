"""Ledgers of strangers that were not read whole at first sight, and what they taught, each as small as it can be.

The sets are in ``tests/strangers/ledgers_*``; ``python -m tests.strangers.measure ledgers_first -v`` says what is read of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from extractor import classify
from extractor.document import Table
from extractor.evidence.sheet import Sheet
from extractor.kinds import fee_ledger
from extractor.kinds.fee_ledger.columns.whose import paid_in
from extractor.layout.unruled.blanks import tables_of_blanks
from extractor.reading import read
from tests.strangers import (
    ledgers_eighteenth,
    ledgers_eighth,
    ledgers_eleventh,
    ledgers_fifteenth,
    ledgers_fifth,
    ledgers_first,
    ledgers_fourteenth,
    ledgers_fourth,
    ledgers_ninth,
    ledgers_second,
    ledgers_seventeenth,
    ledgers_seventh,
    ledgers_sixteenth,
    ledgers_sixth,
    ledgers_tenth,
    ledgers_third,
    ledgers_thirteenth,
    ledgers_twelfth,
    ledgers_twentieth,
    ledgers_twentyfifth,
    ledgers_twentyfirst,
    ledgers_twentyfourth,
    ledgers_twentysecond,
    ledgers_twentyseventh,
    ledgers_twentysixth,
    ledgers_twentythird,
    ledgers_varied,
)
from tests.strangers.kit import Paper, drawn
from tests.strangers.measure import measured

MENDED = [
    pytest.param(paper, id=paper.what)
    for papers in (
        ledgers_first.MENDED,
        ledgers_second.MENDED,
        ledgers_third.MENDED,
        ledgers_fourth.MENDED,
        ledgers_fifth.MENDED,
        ledgers_sixth.MENDED,
        ledgers_seventh.MENDED,
        ledgers_eighth.MENDED,
        ledgers_ninth.MENDED,
        ledgers_tenth.MENDED,
        ledgers_eleventh.MENDED,
        ledgers_twelfth.MENDED,
        ledgers_thirteenth.MENDED,
        ledgers_fourteenth.MENDED,
        ledgers_fifteenth.MENDED,
        ledgers_sixteenth.MENDED,
        ledgers_seventeenth.MENDED,
        ledgers_eighteenth.MENDED,
        ledgers_twentieth.MENDED,
        ledgers_twentyfirst.MENDED,
        ledgers_twentysecond.MENDED,
        ledgers_twentythird.PAPERS,
        ledgers_twentyfourth.PAPERS,
        ledgers_twentyfifth.PAPERS,
        ledgers_twentysixth.PAPERS,
        [p for p in ledgers_twentyseventh.PAPERS if not p.what.startswith("quarters as bands")],  # no header, no year
        ledgers_varied.PAPERS,
    )
    for paper in papers
]


@pytest.mark.parametrize("paper", MENDED)
def test_a_strangers_ledger_is_read_as_a_person_reads_it(paper: Paper) -> None:
    kind, _, rows = measured(paper)
    assert kind == "fee_ledger"
    assert not rows.misses


@pytest.mark.parametrize(
    "paper",
    [
        *ledgers_fourth.OTHERS,
        *ledgers_sixth.OTHERS,
        *ledgers_seventh.OTHERS,
        *ledgers_ninth.OTHERS,
        *ledgers_tenth.OTHERS,
        *ledgers_thirteenth.OTHERS,
        *ledgers_fourteenth.OTHERS,
        *ledgers_seventeenth.OTHERS,
    ],
    ids=lambda paper: paper.what,
)
def test_a_paper_that_books_nothing_of_the_fund_is_no_ledger(paper: Paper) -> None:
    name, data = drawn(paper)
    assert classify(read(data, name)).kind != "fee_ledger"


def told(rows: Sequence[Sequence[object]], *lines: str) -> list[tuple[Any, ...]]:
    """(day, kind, payee, sum) of each entry of a typed table under these lines."""
    text = "\n".join([*lines, *("\t".join(map(str, row)) for row in rows)])
    found = fee_ledger.extract(Sheet(read(text.encode(), "a.txt"))).tables["rows"]
    return [
        (
            str(r.value("date")),
            r.value("kind"),
            r.value("payee"),
            None if (a := r.value("amount")) is None else float(a),
        )
        for r in found
    ]


def test_a_year_turns_where_months_fall_back() -> None:
    rows = [["日期", "摘要", "收款单位", "支出"]] + [
        [day, "排查", "泾州泰安安全技术服务有限公司", 100 + i]
        for i, day in enumerate(("11月3日", "12月9日", "1月6日", "2月8日"))
    ]
    assert [row[0] for row in told(rows, "2024年事故预防费用台账")] == [
        "2024-11-03",
        "2024-12-09",
        "2025-01-06",
        "2025-02-08",
    ]


def test_no_year_turns_in_a_book_out_of_order() -> None:
    rows = [["日期", "摘要", "收款单位", "支出"]] + [
        [day, "排查", "泾州泰安安全技术服务有限公司", 100 + i]
        for i, day in enumerate(("5月3日", "6月9日", "4月6日", "8月8日"))
    ]
    assert {row[0][:4] for row in told(rows, "2024年事故预防费用台账")} == {"2024"}


@pytest.mark.parametrize(
    ("words", "payee"),
    [
        ("付某某矿安技术有限公司三季度排查费", "某某矿安技术有限公司"),
        ("支付排查服务费（某某安评有限公司）", "某某安评有限公司"),
        ("向某某市职工培训学校付培训费", "某某市职工培训学校"),
        ("为某某化工有限公司排查隐患", None),
        ("收到某某财产保险股份有限公司预防费", None),
        ("计提预防费", None),
    ],
)
def test_who_was_paid_as_the_words_of_an_entry_tell(words: str, payee: str | None) -> None:
    place = paid_in(words)
    assert (None if place is None else words[slice(*place)]) == payee


def test_a_share_of_the_premium_is_set_aside_whatever_its_header() -> None:
    rows = [["期次", "到账日", "甲", "乙", "丙"], ["一", "2025-01-20", "60,000.00", "15%", "9,000.00"], ["二", "2025-07-21", "40,000.00", "15%", "6,000.00"]]  # fmt: skip
    assert [row[1:] for row in told(rows, "事故预防费用台账")] == [("extract", None, 9000.0), ("extract", None, 6000.0)]


def test_columns_between_bars_and_under_rules_are_a_table() -> None:
    typed = "+----+----+----+\n| 甲 | 乙 | 丙 |\n+====+====+====+\n| 1  |    | 3  |\n| 4  | 5  | 6  |\n+----+----+----+"
    [*_, table] = [b for b in tables_of_blanks(list(enumerate(typed.split("\n"), 1))) if isinstance(b, Table)]
    assert [[c.text if c else "" for c in row] for row in table.rows()] == [
        ["甲", "乙", "丙"],
        ["1", "", "3"],
        ["4", "5", "6"],
    ]


def test_the_balance_by_its_header_where_the_sums_would_do_either_way() -> None:
    rows = [
        ["日期", "内容", "支付对象", "收支方向", "发生额", "期末数"],
        ["2024-06-27", "计提事故预防费", "", "转入", "8175.59", "8175.59"],
        ["2024-07-21", "隐患排查", "泾州市明理检测中心", "使用", "2400.50", "5775.09"],
    ]
    assert [row[3] for row in told(rows, "事故预防费用台账")] == [8175.59, 2400.5]


def test_six_figures_are_days_only_under_a_head_that_asks_for_days() -> None:
    rows = [["日期", "内容", "收款方", "金额"], ["250409", "检查", "某某安达评价有限公司", "2300.00"], ["250612", "演练", "某某安达评价有限公司", "1800.00"]]  # fmt: skip
    assert [entry[0] for entry in told(rows, "事故预防费支出明细")] == ["2025-04-09", "2025-06-12"]
    assert [entry[0] for entry in told([["编号", *rows[0][1:]], *rows[1:]], "事故预防费支出明细")] == ["None", "None"]


@pytest.mark.parametrize(
    "heads", [("不含税金额", "税额", "价税合计"), ("金额", "税额", "价税合计"), ("不含税金额", "含税金额")]
)
def test_what_was_paid_is_the_sum_with_its_tax(heads: tuple[str, ...]) -> None:
    rows: list[list[object]] = [
        ["日期", "单据类型", "供应商", *heads],
        ["2025-11-28", "预防费计提", "", 2379, *[0] * (len(heads) - 2), 2379],
        ["2026-02-06", "预防费付款", "浙江衢安安全咨询有限公司", 1886.79, *[113.21] * (len(heads) - 2), 2000],
    ]
    assert [row[3] for row in told(rows, "保险单号：ZSCX3311046811", "安责险事故预防费用台账")] == [2379, 2000]


@pytest.mark.parametrize(
    ("ways", "remarks", "items"),
    [
        (("收：提取", "付：巡查费", "付：培训费"), ("按实收保费21%", "3月", "二季度"), ["按实收保费21%", "巡查费", "培训费"]),
        (("提取", "支出-隐患排查", "支出-宴请费"), ("", "第一次", ""), [None, "隐患排查", "宴请费"]),
        (("收：提取", "付：其他", "付：培训费"), ("", "3月招待餐费", "安全培训"), ["提取", "3月招待餐费", "安全培训"]),
        (("收", "付", "付"), ("提取", "3月", "培训"), ["提取", "3月", "培训"]),
    ],
)  # fmt: skip
def test_what_was_paid_for_may_stand_behind_the_way_of_the_money(
    ways: tuple[str, ...], remarks: tuple[str, ...], items: list[str | None]
) -> None:
    head = ["序号", "业务日期", "性质", "收付款单位", "金额", "备注"]
    payee = "海南椰盾安全咨询有限公司"
    rows = [
        ["1", "2025-10-30", ways[0], "", "28,896.00", remarks[0]],
        ["2", "2026-03-25", ways[1], payee, "2,000.00", remarks[1]],
        ["3", "2026-06-30", ways[2], payee, "1,600.00", remarks[2]],
    ]
    name, data = drawn(Paper("ledger", "docx", ["预防服务费收支表", ("table", [head, *rows])], "fee_ledger"))
    found = fee_ledger.extract(Sheet(read(data, name))).tables["rows"]
    assert [row.value("item") for row in found] == items
