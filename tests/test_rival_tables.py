"""Lists of values set under each other as rival tables, and which of them claims and ledgers take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from extractor.evidence.columns import grid
from extractor.evidence.records.grids import grids
from extractor.evidence.records.values import kind_of
from extractor.evidence.sheet import Sheet
from extractor.kinds import claim_record, fee_ledger
from extractor.reading import read
from tests.strangers.kit import Paper, drawn, plain

_CASES = [
    ("AB-25-011", "王建国", "2025-03-02", "2025-03-03", "8,420.00"),
    ("AB-25-027", "李秀英", "2025-04-05", "2025-04-06", "12,300.50"),
    ("AB-25-040", "赵国强", "2025-05-19", "2025-05-21", "990.00"),
]

MANNERS: dict[str, list[Any]] = {
    "labels before values, between strokes": [f"{k} / 案 {a} / {b} / 伤于 {c} / 报于 {d} / 赔 {e}" for k, (a, b, c, d, e) in enumerate(_CASES, 1)],
    "labels behind days": [f"{b}，案 {a}，{c}伤于，{d}报于，赔 {e}" for a, b, c, d, e in _CASES],
    "a line for each": [line for a, b, c, d, e in _CASES for line in (f"案：{a}", f"谁：{b}", f"伤于：{c}", f"报于：{d}", f"赔：{e}")],
    "two rows to each": [("table", [["案", "谁"], ["伤于", "报于"], *(row for a, b, c, d, _ in _CASES for row in ([a, b], [c, d]))])],
    "a table on its side": [("table", [["谁", *(x[1] for x in _CASES)], ["案", *(x[0] for x in _CASES)], ["伤于", *(x[2] for x in _CASES)], ["报于", *(x[3] for x in _CASES)]])],
    "a journal": [f"{day}　{a}　{what}" for a, _, c, d, _ in _CASES for day, what in ((c, "伤于"), (d, "报于"))],
}  # fmt: skip


@pytest.mark.parametrize("manner", MANNERS)
def test_the_days_of_each_case_stand_under_their_labels(manner: str) -> None:
    told = [_under(one, "伤于", "报于") for one in grids(_sheet(MANNERS[manner]).units)]
    assert [(c, d) for _, _, c, d, _ in _CASES] in told


def test_what_is_a_value_alone() -> None:
    assert [kind_of(t) for t in ("2025-03-02", "05-20", "-3,300.00", "AB-25-011", "右足压伤")] == ["day", "day", "sum", "code", ""]  # fmt: skip


def test_what_an_open_claim_leaves_out_stays_out() -> None:
    rows = [["案件号", "伤者", "出险日期", "报案日期", "赔款", "结案日期", "估损"],
            ["BA250001", "王建国", "2025-03-02", "2025-03-03", "8,420.00", "2025-05-20", ""],
            ["BA250002", "李秀英", "2025-04-05", "2025-04-06", "", "", "30,000.00"]]  # fmt: skip
    assert [plain(row.value("paid")) for row in _claims(["安责险理赔台账", ("table", rows)])] == [8420.0, None]


def test_a_claims_number_is_not_taken_for_the_policys() -> None:
    lines = [f"案 {a} / {b} / {c} 受伤 / {d} 报案 / 赔 {e}" for a, b, c, d, e in _CASES]
    rows = _claims(["安责险赔案", "保单号：PZ36042025000117", *lines])
    assert [row.value("report_no") for row in rows] == [a for a, *_ in _CASES]
    assert {row.value("policy_no") for row in rows} == {"PZ36042025000117"}


_BOOK = [
    ("2025-02-14", "+8,250.00", "提取", "8,250.00"),
    ("2025-04-18", "-3,300.00", "泾州泰安安全技术有限公司", "4,950.00"),
    ("2025-06-12", "-900.00", "泾州市文化馆", "4,050.00"),
]


def test_entries_whose_balance_comes_out_are_booked_in_any_manner() -> None:
    lines = [f"{day}；{amount}；{who}；剩 {left}" for day, amount, who, left in _BOOK]
    assert _booked(["事故预防费流水", *lines]) == [
        ("2025-02-14", "extract", None, 8250.0),
        ("2025-04-18", "spend", "泾州泰安安全技术有限公司", 3300.0),
        ("2025-06-12", "spend", "泾州市文化馆", 900.0),
    ]


def test_of_several_days_that_nothing_tells_apart_none_is_booked() -> None:
    lines = [f"{day}；{day[:-2]}28；泾州泰安安全技术有限公司；{amount}" for day, amount, *_ in _BOOK]
    assert _booked(["事故预防费流水", *lines]) == []


def _vouchers(last: str) -> list[Any]:
    head = ["日期", "凭证", "摘要", "往来", "科目", "借", "贷"]
    return ["事故预防费凭证", ("table", [
        head,
        ["2025-02-19", "转2", "计提", "", "管理费用", "9,000.00", ""], ["", "", "计提", "", "预提事故预防费", "", "9,000.00"],
        ["2025-04-30", "付7", "付排查费", "泾州泰安安全技术有限公司", "预提事故预防费", "4,300.00", ""], ["", "", "付排查费", "", "银行存款", "", last],
    ])]  # fmt: skip


def test_vouchers_with_both_sides_are_booked_once() -> None:
    assert _booked(_vouchers("4,300.00")) == [
        ("2025-02-19", "extract", None, 9000.0),
        ("2025-04-30", "spend", "泾州泰安安全技术有限公司", 4300.0),
    ]


def test_lines_that_do_not_come_out_even_are_no_sides_of_a_voucher() -> None:
    assert len(_booked(_vouchers("4,200.00"))) > 2


def _sheet(blocks: Sequence[Any]) -> Sheet:
    name, data = drawn(Paper("", "docx", blocks, "claim_record"))
    return Sheet(read(data, name))


def _under(one: Any, *heads: str) -> list[tuple[str, ...]] | None:
    head, *rows = grid(one.table, one.units)
    at = {unit.text: c for c, unit in head.items()}
    if not set(heads) <= at.keys():
        return None
    return [tuple(row[at[h]].text for h in heads) for row in rows if all(at[h] in row for h in heads)]


def _claims(blocks: Sequence[Any]) -> Sequence[Any]:
    return claim_record.extract(_sheet(blocks)).tables["rows"]


def _booked(blocks: Sequence[Any]) -> list[tuple[Any, ...]]:
    rows = fee_ledger.extract(_sheet(blocks)).tables["rows"]
    return [tuple(plain(row.value(n)) for n in ("date", "kind", "payee", "amount")) for row in rows]
