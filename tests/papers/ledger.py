"""The fee ledger as a workbook or CSV: any column order, one or two sheets, subtotals, rows of other policies."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook

from tests.papers import world, write
from tests.papers.world import Filing


def build(f: Filing) -> tuple[str, bytes, list[dict[str, Any]]]:
    """File ending, bytes, and the truth of its rows."""
    rng = f.rng
    form = rng.choice(["one", "one", "two", "signed", "csv"])
    day = write.date_style(rng)
    rows_truth: list[dict[str, Any]] = []
    if form == "two":
        workbook = Workbook()
        workbook.remove(workbook.active)
        for kind, name in (
            ("extract", rng.choice(["计提", "归集", "提取明细"])),
            ("spend", rng.choice(["支用", "列支", "使用明细"])),
        ):
            rows_truth += _sheet(f, workbook.create_sheet(name), [r for r in f.ledger if r["kind"] == kind], kind, day)
        return "xlsx", _save(workbook), rows_truth
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = rng.choice(["Sheet1", "台账", "明细账", "2025"])
    rows_truth = _sheet(f, sheet, f.ledger, "both" if form != "signed" else "signed", day)
    if form != "csv":
        return "xlsx", _save(workbook), rows_truth
    out = io.StringIO()
    csv.writer(out).writerows([["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)])
    for row in rows_truth:
        row["sheet"] = None
    return "csv", out.getvalue().encode(rng.choice(["utf-8-sig", "gb18030", "utf-8"])), rows_truth


def _save(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _sheet(f: Filing, sheet: Any, rows: list[dict[str, Any]], form: str, day: Any) -> list[dict[str, Any]]:
    rng = f.rng
    columns = {"both": ["extract", "spend"], "signed": ["kind", "amount"], "extract": ["extract"], "spend": ["spend"]}[
        form
    ]
    columns += (
        ["ledger_date", "ledger_policy", "ledger_item"]
        + (["payee"] if form != "extract" else [])
        + (["balance"] if form in ("both", "signed") and rng.random() < 0.7 else [])
    )
    balance, voucher = "balance" in columns, rng.random() < 0.7
    columns += ["voucher"] if voucher else []
    if rng.random() < 0.5:
        rng.shuffle(columns)
    else:
        columns.sort(
            key=[
                "ledger_date",
                "voucher",
                "ledger_policy",
                "ledger_item",
                "payee",
                "kind",
                "extract",
                "spend",
                "amount",
                "balance",
            ].index
        )
    extra = rng.choice([None, "备注", "经办人"])
    labels = {"kind": rng.choice(["收支方向", "类别"]), "amount": rng.choice(["金额", "发生额"])}
    heads = [labels.get(c) or f.label_of(c) for c in columns] + ([extra] if extra else [])
    if rng.random() < 0.8:
        sheet.append([f.word("titles", "ledger")])
        if rng.random() < 0.5:
            sheet.append([f"编制单位：{f.policy['insurer_branch']}", None, None, "单位：元"])
    sheet.append(heads)
    dates_as_dates, truth = rng.random() < 0.4, []
    income, outgo = rng.choice([("计提", "支出"), ("转入", "使用"), ("提取", "列支")])
    person, halfway = f.person(), rng.random() < 0.2 and len(rows) > 3
    for i, row in enumerate(rows):
        if halfway and i == 2:
            sheet.append(_sums(columns, rows[:2], "小计"))
        cell = {
            "ledger_date": row["date"] if dates_as_dates else day(row["date"]),
            "ledger_policy": row["policy_no"],
            "ledger_item": row["item"],
            "payee": row["payee"],
            "kind": income if row["kind"] == "extract" else outgo,
            "amount": float(row["amount"]),
            row["kind"]: float(row["amount"]),
            "balance": float(row["balance"]),
            "voucher": row["voucher"],
        }
        sheet.append([cell.get(c) for c in columns] + ([person if extra == "经办人" else None] if extra else []))
        truth.append({"sheet": sheet.title, "row": sheet.max_row, **{k: world.plain(v) for k, v in row.items()}})
        truth[-1]["balance"] = truth[-1]["balance"] if balance else None
        truth[-1]["voucher"] = row["voucher"] if voucher else None
        if "payee" not in columns:
            truth[-1]["payee"] = None
    if rows and rng.random() < 0.6:
        sheet.append(_sums(columns, rows, rng.choice(["合计", "本期合计", "累计"])))
    return truth


def _sums(columns: list[str], rows: list[dict[str, Any]], label: str) -> list[Any]:
    """A total or subtotal row."""
    sums = {k: float(sum(r["amount"] for r in rows if r["kind"] == k)) for k in ("extract", "spend")}
    total: list[Any] = [sums.get(c) for c in columns]
    total[next(i for i, c in enumerate(columns) if c not in sums)] = label
    return total
