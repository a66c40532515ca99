"""Fee ledgers in forms drawn here: any column order, words no list holds, books in which 借 means either side.

Names, numbers and sums are invented. Rows are compared as (day, kind, policy, payee, amount).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.kinds import fee_ledger
from extractor.reading import read

POLICY, OTHER = "QYAZ202534000012345", "QYAZ202534000099999"
HALL, LAB = "泾州泰安安全技术服务有限公司", "泾州市明理检测中心"
Entry = tuple[str, str, str, str, str | None, float]
BOOK: tuple[Entry, ...] = (
    ("2025-01-15", "extract", POLICY, "按保费计提", None, 30000.0),
    ("2025-03-02", "spend", POLICY, "现场检查", HALL, 2500.0),
    ("2025-04-09", "extract", OTHER, "按保费计提", None, 8000.0),
    ("2025-06-18", "spend", POLICY, "救援演练", LAB, 4100.5),
    ("2025-09-30", "spend", OTHER, "班组培训", HALL, 900.0),
)
MINE = tuple(entry for entry in BOOK if entry[2] == POLICY)


def left(entries: Sequence[Entry], start: float = 0.0) -> list[float]:
    out = []
    for entry in entries:
        start += entry[5] if entry[1] == "extract" else -entry[5]
        out.append(round(start, 2))
    return out


def come(entry: Entry) -> float | str:
    return entry[5] if entry[1] == "extract" else ""


def go(entry: Entry) -> float | str:
    return entry[5] if entry[1] == "spend" else ""


def csv(rows: Sequence[Sequence[object]]) -> bytes:
    return "\n".join(",".join("" if x is None else str(x) for x in row) for row in rows).encode("gb18030")


def book(sheets: dict[str, list[list[Any]]]) -> bytes:
    work = Workbook()
    work.remove(work.worksheets[0])
    for name, rows in sheets.items():
        sheet = work.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


def told(data: bytes, name: str) -> list[tuple[Any, ...]]:
    rows = fee_ledger.extract(Sheet(read(data, name))).tables["rows"]
    return [tuple(row.value(c) for c in ("date", "kind", "policy_no", "payee", "amount")) for row in rows]


def truth(entries: Sequence[Entry], *, policy: bool = True) -> list[tuple[Any, ...]]:
    return [
        (
            date.fromisoformat(day),
            kind,
            number if policy else None,
            payee,
            Decimal(str(amount)).quantize(Decimal("0.01")),
        )
        for day, kind, number, _, payee, amount in entries
    ]


@pytest.mark.parametrize("incoming", ["借方", "贷方"])
def test_the_balance_tells_what_debit_means(incoming: str) -> None:
    outgoing = "贷方" if incoming == "借方" else "借方"
    rows: list[list[Any]] = [["日期", "凭证", "摘要", incoming, outgoing, "余额", "对方单位", "保单号"]]
    rows += [
        [e[0], f"记-{i}", "业务", come(e), go(e), b, e[4], e[2]]
        for i, (e, b) in enumerate(zip(BOOK, left(BOOK), strict=True))
    ]
    assert told(csv(rows), "a.csv") == truth(BOOK)


def test_columns_with_unknown_words_are_told_by_arithmetic() -> None:
    rows: list[Sequence[object]] = [["记载日", "合约编码", "缘由", "甲栏", "乙栏", "丙栏", "受领方"]]
    rows += [[e[0], e[2], e[3], go(e), come(e), b, e[4]] for e, b in zip(BOOK, left(BOOK), strict=True)]
    assert told(csv(rows), "b.csv") == truth(BOOK)
    assert examine([("b.csv", csv(rows))]).kind == "fee_ledger"


def test_unsigned_sums_newest_first_take_their_side_from_the_balance() -> None:
    rows: list[Sequence[object]] = [["交易时间", "交易金额", "账户余额", "摘要", "对方户名", "关联保单"]]
    rows += [[e[0], e[5], b, "转账", e[4], e[2]] for e, b in reversed(list(zip(BOOK, left(BOOK), strict=True)))]
    assert told(csv(rows), "c.csv") == truth(BOOK[::-1])


def test_a_balance_for_each_policy() -> None:
    rows: list[Sequence[object]] = [["保单号", "日期", "摘要", "贷方", "借方", "本单余额", "收款人"]]
    entries: list[Entry] = []
    for number in (POLICY, OTHER):
        part = [e for e in BOOK if e[2] == number]
        entries += part
        rows += [[e[2], e[0], "业务", come(e), go(e), b, e[4]] for e, b in zip(part, left(part), strict=True)]
    assert told(csv(rows), "d.csv") == truth(entries)


def test_without_a_balance_the_entries_words_tell_debit_from_credit() -> None:
    rows: list[Sequence[object]] = [["日期", "摘要", "贷方", "借方", "收款单位", "保单号"]]
    rows += [[e[0], e[3], come(e), go(e), e[4], e[2]] for e in BOOK]
    assert told(csv(rows), "e.csv") == truth(BOOK)


def test_signed_sums_and_sums_in_brackets() -> None:
    rows: list[Sequence[object]] = [["登记日", "保单", "名目", "发生额", "受款单位"]]
    rows += [[e[0], e[2], "往来", e[5] if e[1] == "extract" else f"({e[5]:.2f})", e[4]] for e in BOOK]
    assert told(csv(rows), "f.csv") == truth(BOOK)


def test_beside_a_column_of_directions_a_sum_below_zero_is_an_expense_unless_others_of_its_kind_are_above() -> None:
    """All 支出 below zero are expenses; one below zero among others above takes an entry back."""
    head: Sequence[object] = ["时间", "保单号", "类型", "用途", "收款方", "金额/元", "余额/元"]

    def rows(sums: Sequence[float]) -> list[Sequence[object]]:
        lines = zip(BOOK, sums, left(BOOK), strict=True)
        return [head, *([e[0], e[2], "计提" if e[1] == "extract" else "支出", e[3], e[4], f"{x:+.2f}", y] for e, x, y in lines)]  # fmt: skip

    assert told(csv(rows([e[5] if e[1] == "extract" else -e[5] for e in BOOK])), "g.csv") == truth(BOOK)
    taken_back = [-e[5] if e is BOOK[-1] else e[5] for e in BOOK]
    assert [row[-1] for row in told(csv(rows(taken_back)), "h.csv")][-1] == Decimal("-900.00")


def test_carried_balances_subtotals_and_notes_are_no_entries() -> None:
    rows: list[list[Any]] = [
        ["预防费用登记簿"],
        ["日期", "摘要", "提取", "使用", "结余", "保单号", "服务商"],
        ["2025-01-01", "上年结转", None, None, 500.0, None, None],
    ]
    rows += [
        [e[0], e[3], come(e) or None, go(e) or None, b, e[2], e[4]]
        for e, b in zip(BOOK, left(BOOK, 500.0), strict=True)
    ]
    rows.insert(5, ["2025-03-31", "一季度小计", 30000, 2500, None, None, None])
    rows += [["2025-12-31", "结转下年", None, None, 30999.5, None, None], ["注：数据已核对。"]]
    assert told(book({"台账": rows}), "g.xlsx") == truth(BOOK)


def test_one_sheet_a_month_with_the_day_alone() -> None:
    sheets: dict[str, list[list[Any]]] = {
        f"{int(e[0][5:7])}月": [
            ["2025年预防资金流水"],
            ["保单号：" + POLICY],
            ["日", "收支", "金额（万元）", "去向", "事由"],
            [int(e[0][8:]), "收" if e[1] == "extract" else "支", e[5] / 10000, e[4], e[3]],
        ]
        for e in MINE
    }
    assert told(book(sheets), "h.xlsx") == truth(MINE)


def test_year_month_and_day_in_columns_of_their_own() -> None:
    rows: list[Sequence[object]] = [["年", "月", "日", "摘要", "对方", "收", "付", "存"]]
    rows += [[*map(int, e[0].split("-")), e[3], e[4], come(e), go(e), b] for e, b in zip(MINE, left(MINE), strict=True)]
    assert told(csv(rows), "i.csv") == truth(MINE, policy=False)


def test_the_month_with_its_year_in_a_column_beside_the_days() -> None:
    rows: list[Sequence[object]] = [["月份", "日", "内容", "收款人", "收入", "支出", "余额"]]
    rows += [
        [f"{e[0][:4]}年{int(e[0][5:7])}月", int(e[0][8:]), e[3], e[4], come(e), go(e), b]
        for e, b in zip(MINE, left(MINE), strict=True)
    ]
    assert told(csv(rows), "i.csv") == truth(MINE, policy=False)


def test_whose_account_it_is_was_not_paid() -> None:
    rows: list[list[Any]] = [["合同号", "户名", "日期", "类型", "事由", "收款方", "金额"]]
    rows += [
        [e[2], "泾州新源铸造有限公司", e[0], "提取" if e[1] == "extract" else "支出", e[3], e[4], e[5]] for e in BOOK
    ]
    assert told(book({"分户账": rows}), "j.xlsx") == truth(BOOK)


def test_the_unit_over_the_table_scales_its_sums() -> None:
    rows: list[list[Any]] = [
        ["预防费用台账", None, None, "金额单位：万元"],
        ["发生日", "提取", "支出", "用途", "收款方", "保单编号"],
    ]
    rows += [[date.fromisoformat(e[0]), (come(e) or 0) / 10000, (go(e) or 0) / 10000, e[3], e[4], e[2]] for e in BOOK]  # type: ignore[operator]
    assert told(book({"表": rows}), "j.xlsx") == truth(BOOK)


def test_a_column_of_vouchers_is_no_column_of_policies() -> None:
    rows: list[list[Any]] = [
        ["台账"],
        ["保单号码", POLICY, None, "被保险人", "泾州新源铸造有限公司"],
        ["日期", "用途", "收款人", "付款金额", "入账金额", "余额", "发票号码"],
    ]
    rows += [
        [date.fromisoformat(e[0]), e[3], e[4], go(e) or None, come(e) or None, b, f"25340000{i:04d}"]
        for i, (e, b) in enumerate(zip(MINE, left(MINE), strict=True))
    ]
    assert told(book({"2025": rows}), "k.xlsx") == truth(MINE)


def test_premiums_on_a_sheet_beside_the_book_are_no_entries() -> None:
    rows: list[list[Any]] = [["日期", "摘要", "保单号", "往来单位", "借方金额", "贷方金额", "余额"]]
    for entry, balance in zip(BOOK, left(BOOK), strict=True):
        rows.append([entry[0], entry[3], entry[2], entry[4], go(entry) or None, come(entry) or None, balance])
    premiums: list[list[Any]] = [
        ["日期", "保单号", "客户", "保费", "到账方式"],
        ["2025-01-10", POLICY, "泾州铸造有限公司", 200000.0, "转账"],
    ]
    data = book({"事故预防费": rows, "保费收入": premiums})
    assert len(fee_ledger.extract(Sheet(read(data, "a.xlsx"))).tables["rows"]) == len(BOOK)


def test_what_a_period_moved_is_no_entry_and_what_is_used_is_a_side() -> None:
    rows: list[list[Any]] = [["日期", "保单号", "摘要", "对方户名", "借方", "贷方", "方向", "余额"]]
    rows += [[e[0], e[2], e[3], e[4], go(e), come(e), "贷", b] for e, b in zip(BOOK, left(BOOK), strict=True)]
    rows.append([None, None, "本期发生额及余额", None, 7500.5, 38000.0, "贷", left(BOOK)[-1]])
    assert told(book({"明细账": rows}), "a.xlsx") == truth(BOOK)
    come_in, gone = ([e for e in BOOK if e[1] == kind] for kind in ("extract", "spend"))
    sides: list[list[Any]] = [["提取", None, None, None, "使用", None, None, None, None]]
    sides.append(["日期", "保单号", "摘要", "金额", "日期", "保单号", "摘要", "收款单位", "金额"])
    for k, out in enumerate(gone):
        own = come_in[k] if k < len(come_in) else None
        sides.append(
            [*([own[0], own[2], own[3], own[5]] if own else [None] * 4), out[0], out[2], out[3], out[4], out[5]]
        )
    assert told(book({"收支": sides}), "a.xlsx") == truth([*come_in, *gone])


def test_a_number_begins_with_the_short_name_of_who_gave_it() -> None:
    mine, other = "渔安2025-400190", "渔安2025-401567"
    entries = [(*e[:2], mine if e[2] == POLICY else other, *e[3:]) for e in BOOK]
    rows: list[list[Any]] = [["日期", "凭证编号（保单）", "摘要", "对方户名", "提取", "使用", "结存"]]
    rows += [[e[0], e[2], e[3], e[4], come(e), go(e), b] for e, b in zip(entries, left(entries), strict=True)]
    assert told(book({"明细账": rows}), "a.xlsx") == truth(entries)


def test_sides_with_headers_of_one_character_and_an_entry_taken_back() -> None:
    back = ("2025-06-20", "spend", POLICY, "冲销救援演练", LAB, -4100.5)
    entries = (*BOOK[:4], back)
    sheets: dict[str, list[list[Any]]] = {}
    for month in dict.fromkeys(int(e[0][5:7]) for e in entries):
        own = [e for e in entries if int(e[0][5:7]) == month]
        rows: list[list[Any]] = [
            [f"2025年{month}月预防费用收支"],
            ["日期", "凭证", "保险合同号", "用途", "收款方", "收", "付"],
        ]
        rows += [
            [f"{month}月{int(e[0][8:])}日", f"记-{k}", e[2], e[3], e[4], come(e), go(e)] for k, e in enumerate(own)
        ]
        rows.append(["合计", None, None, None, None, sum(e[5] for e in own if e[1] == "extract"), None])
        sheets[f"{month}月"] = rows
    assert told(book(sheets), "a.xlsx") == truth(entries)


def test_what_is_taken_out_of_the_premium_in_a_sentence_was_set_aside() -> None:
    lines = [
        f"预防费记账 保单号：{POLICY}",
        "2025年1月15日 收：从保费里提出900.40元，存900.40元",
        f"2025年3月2日 付：检查费450元，给{HALL}，存450.40元",
    ]
    assert [row[:2] + row[4:] for row in told("\n".join(lines).encode(), "l.txt")] == [
        (date(2025, 1, 15), "extract", Decimal("900.40")),
        (date(2025, 3, 2), "spend", Decimal("450.00")),
    ]


def test_days_without_a_year_lose_no_sums() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "收支"
    sheet.append(["预防费收支（6-12月）"])
    sheet.append(["企业：泾州平原橡胶有限公司", "", "", f"保单：{POLICY}"])
    for row in (
        ["月", "日", "凭证", "内容", "收入", "支出", "余额"],
        [6, 3, "收12", "提取", 6900, None, 6900],
        [9, 18, "付40", f"{HALL} 三季度排查", None, 1700, 5200],
        ["", "", "", "合计", 6900, 1700, 5200],
    ):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    rows = examine([("预防费.xlsx", out.getvalue())]).rows("rows")
    assert [(r.value("kind"), r.value("amount")) for r in rows] == [
        ("extract", Decimal(6900)),
        ("spend", Decimal(1700)),
    ]
    assert all("date" not in r.cells for r in rows)


def test_rows_that_number_a_part_and_totals_are_of_no_column() -> None:
    """一 | 第一季度 stands in the policies' column and cost every entry its number."""
    head: list[object] = ["序号", "保单号", "企业名称", "业务日期", "摘要", "收入", "支出", "供应商"]
    first: list[object] = [1, POLICY, "青铜峡市峡口建筑材料有限公司", "2026-03-02", "提取", 1629.75, "", ""]
    second: list[object] = [
        2,
        POLICY,
        "青铜峡市峡口建筑材料有限公司",
        "2026-06-25",
        "二季度服务费",
        "",
        1500.0,
        "宁夏安泰技术咨询有限公司",
    ]
    sums: list[object] = ["", "总计", "", "", "", 1629.75, 1500.0, ""]
    rows: list[list[object]] = [
        ["某中支2026年事故预防费用台账"],
        head,
        ["一", "第一季度"],
        first,
        ["二", "第二季度"],
        second,
        sums,
    ]
    read_rows = fee_ledger.extract(Sheet(read(csv(rows), "台账.csv"))).tables["rows"]
    assert [row.value("policy_no") for row in read_rows] == [POLICY, POLICY]
