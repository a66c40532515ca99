"""Invoices, receipts and bank slips in layouts drawn here: ruled tables, two blocks side by side, sentences, plain lines.

Names are invented; codes carry a right check character.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docx import Document as NewDocx

from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.kinds import invoice
from extractor.reading import read
from extractor.record import Reading
from extractor.values import uscc
from tests.pdf_pages import Sheets


def code(head: str) -> str:
    return head + str(uscc.check_character(head))


BUYER, SELLER = "淮北市长丰铸造有限公司", "恒岳财产保险股份有限公司淮北中心支公司"
BUYER_CODE, SELLER_CODE = code("91340600MA2N8K3P4"), code("91340600850123456")


def fields_of(data: bytes, name: str) -> dict[str, Reading[Any]]:
    return dict(invoice.extract(Sheet(read(data, name))).fields)


def said(found: dict[str, Reading[Any]]) -> dict[str, Any]:
    return {name: reading.value for name, reading in found.items()}


def text(*lines: str) -> dict[str, Any]:
    return said(fields_of("\n".join(lines).encode(), "票.txt"))


def docx(rows: Sequence[Sequence[str]], before: Sequence[str] = (), after: Sequence[str] = ()) -> bytes:
    paper = NewDocx()
    for line in before:
        paper.add_paragraph(line)
    table = paper.add_table(rows=0, cols=max(len(row) for row in rows))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=False):
            cell.text = words
    for line in after:
        paper.add_paragraph(line)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def side_by_side() -> bytes:
    """The fully digital invoice: buyer and seller in two blocks, their names printed downward at the left of each."""
    page = Sheets()
    page.text(230, 60, "电子发票（普通发票）", 16)
    page.text(400, 50, "发票号码：25342000000017654321", 9)
    page.text(400, 66, "开票日期：2025年07月09日", 9)
    for x in (30, 50, 300, 320, 570):
        page.rule(x, 90, x, 170)
    for y in (90, 170):
        page.rule(30, y, 570, y)
    for x, words in ((35, "购买方信息"), (305, "销售方信息")):
        for k, char in enumerate(words):
            page.text(x, 103 + 14 * k, char, 9)
    page.text(54, 110, f"名称：{BUYER}", 9)
    page.text(54, 145, f"统一社会信用代码/纳税人识别号：{BUYER_CODE}", 9)
    page.text(324, 110, f"名称：{SELLER}", 9)
    page.text(324, 145, f"统一社会信用代码/纳税人识别号：{SELLER_CODE}", 9)
    for x, words in (
        (40, "项目名称"),
        (200, "规格型号"),
        (280, "单价"),
        (350, "金额"),
        (430, "税率/征收率"),
        (510, "税额"),
    ):
        page.text(x, 190, words, 9)
    for x, words in ((40, "*保险服务*安责险"), (280, "20000.00"), (350, "20000.00"), (430, "6%"), (510, "1200.00")):
        page.text(x, 208, words, 9)
    page.text(40, 300, "合计", 9)
    page.text(345, 300, "¥20000.00", 9)
    page.text(505, 300, "¥1200.00", 9)
    page.text(40, 325, "价税合计（大写）", 9)
    page.text(150, 325, "贰万壹仟贰佰圆整", 9)
    page.text(400, 325, "（小写）¥21200.00", 9)
    page.text(40, 350, "备注：保单号 HY34062025000012345，保险期间2025年7月10日至2026年7月9日", 9)
    page.text(40, 420, "开票人：方敏", 9)
    return page.canvas and _pdf(page)


def _pdf(page: Sheets) -> bytes:
    page.canvas.save()
    return page.buffer.getvalue()


WHOLE = {
    "buyer": BUYER, "buyer_uscc": BUYER_CODE, "seller": SELLER, "invoice_date": date(2025, 7, 9), "total": Decimal("21200.00"),
}  # fmt: skip


def test_two_blocks_side_by_side() -> None:
    found = fields_of(side_by_side(), "a.pdf")
    assert said(found) == WHOLE | {"invoice_no": "25342000000017654321"}
    assert found["total"].span.text == "¥21200.00"
    assert found["buyer_uscc"].span.box is not None
    assert found["buyer_uscc"].span.box.x1 < 320


def test_kind_is_invoice() -> None:
    assert examine([("a.pdf", side_by_side())]).kind == "invoice"


def test_old_form_with_buyer_above_and_seller_below() -> None:
    rows = [
        ["购货单位", f"名称：{BUYER}", "密码区", "03<*9/-87>+214"],
        ["购货单位", f"纳税人识别号：{BUYER_CODE}", "", ""],
        ["货物或应税劳务名称", "金额", "税率", "税额"],
        ["保险费", "20,000.00", "6%", "1,200.00"],
        ["价税合计", "（大写）贰万壹仟贰佰元整", "（小写）", "￥21,200.00"],
        ["销货单位", f"名称：{SELLER}", "备注", "校验码 71233 09812"],
        ["销货单位", f"纳税人识别号：{SELLER_CODE}", "", ""],
    ]
    data = docx(rows, ["安徽增值税普通发票", "发票代码：034002500111    发票号码：08812345", "开票日期：2025年7月9日"])
    assert said(fields_of(data, "b.docx")) == WHOLE | {"invoice_no": "08812345"}


def test_receipt_in_a_sentence() -> None:
    got = text(
        "收 款 收 据",
        "No 0056712",
        "2025年7月9日",
        f"今收到 {BUYER} 交来安责险保险费",
        "人民币（大写）贰万壹仟贰佰元整      ￥21200.00",
        f"收款单位（盖章）：{SELLER}    经手人：方敏",
    )
    assert got == {
        "buyer": BUYER,
        "seller": SELLER,
        "invoice_no": "0056712",
        "invoice_date": date(2025, 7, 9),
        "total": Decimal("21200.00"),
    }


def test_payment_certificate_of_pairs() -> None:
    got = text(
        "保险费缴费凭证",
        "凭证编号：JF-2025-0709-0031",
        f"缴费企业：{BUYER}",
        f"税号：{BUYER_CODE}",
        "险种：安全生产责任保险",
        "保单号：HY34062025000012345",
        "保险起期：2025-07-10  保险止期：2026-07-09",
        "实缴金额：21,200.00元",
        "缴费时间：2025-07-09 10:22:31",
        f"承保公司：{SELLER}",
        f"承保公司税号：{SELLER_CODE}",
    )
    assert got == WHOLE | {"invoice_no": "JF-2025-0709-0031"}


def test_bank_slip_with_accounts() -> None:
    rows = [
        ["付款人", "全称", BUYER, "收款人", "全称", SELLER],
        ["付款人", "账号", "6214850011223344556", "收款人", "账号", "1305021109200012345"],
        ["付款人", "开户行", "徽光银行股份有限公司淮北分行", "收款人", "开户行", "淮岳银行淮北支行"],
        ["金额", "人民币（大写）贰万壹仟贰佰元整", "", "（小写）", "¥21,200.00", ""],
        ["用途", "安责险保费", "", "", "", ""],
    ]
    data = docx(rows, ["电子回单", "回单编号：20250709887766   交易日期：2025-07-09"])
    got = said(fields_of(data, "c.docx"))
    assert got == {
        "buyer": BUYER,
        "seller": SELLER,
        "invoice_no": "20250709887766",
        "invoice_date": date(2025, 7, 9),
        "total": Decimal("21200.00"),
    }


def test_wrapped_name_is_joined() -> None:
    page = Sheets()
    page.text(200, 60, "增值税电子普通发票", 14)
    page.grid(
        [40, 110, 250, 320, 560],
        [100, 145, 190],
        [["购买方", "", "销售方", ""], ["税号", BUYER_CODE, "税号", SELLER_CODE]],
    )
    for x, name in ((113, BUYER), (323, SELLER)):
        for k in range(0, len(name), 9):
            page.text(x, 114 + 13 * (k // 9), name[k : k + 9], 10)
    got = said(fields_of(_pdf(page), "d.pdf"))
    assert (got["buyer"], got["seller"], got["buyer_uscc"]) == (BUYER, SELLER, BUYER_CODE)


def test_code_of_the_seller_is_not_the_buyers() -> None:
    got = text("发票", f"购方：{BUYER}", f"销方：{SELLER}", f"销方税号：{SELLER_CODE}", "价税合计：¥100.00")
    assert "buyer_uscc" not in got
    assert got["seller"] == SELLER


def test_codes_under_names_go_by_order() -> None:
    got = text(
        "电子发票",
        f"购买方名称：{BUYER}    销售方名称：{SELLER}",
        f"纳税人识别号：{BUYER_CODE}    纳税人识别号：{SELLER_CODE}",
    )
    assert (got["buyer"], got["seller"], got["buyer_uscc"]) == (BUYER, SELLER, BUYER_CODE)


def test_an_insurer_may_be_the_buyer() -> None:
    """A service agency bills the insurer for prevention services: the words decide, not who is an insurer."""
    got = text("发票", f"购买方名称：{SELLER}", "销售方名称：安衡安全技术服务有限公司", "价税合计（小写）¥3,180.00")
    assert (got["buyer"], got["seller"]) == (SELLER, "安衡安全技术服务有限公司")


def test_without_labels_the_insurer_is_paid() -> None:
    got = text("收据", BUYER, "安责险保费 ¥5,300.00", SELLER, "2025年7月9日")
    assert (got["buyer"], got["seller"]) == (BUYER, SELLER)


def test_an_account_named_under_the_payer_is_the_insurers() -> None:
    got = text(
        "缴款通知",
        f"致：{BUYER}",
        "请于2025年8月1日前将安责险保费￥21,200.00汇入以下账户",
        f"户名：{SELLER}",
        "通知日期：2025年7月9日",
    )
    assert (got["buyer"], got["seller"], got["invoice_date"]) == (BUYER, SELLER, date(2025, 7, 9))


def test_everything_told_in_one_sentence() -> None:
    got = text(
        "付费确认书",
        f"贵单位{BUYER}（信用代码 {BUYER_CODE}）于2025年7月9日缴纳安责险保费21,200元（贰万壹仟贰佰元整），流水号为 PAY202507090001，收款方为{SELLER}。",
    )
    assert got == WHOLE | {"invoice_no": "PAY202507090001"}


def test_parties_as_columns_and_as_one_row() -> None:
    head = ["电子发票", "发票号码 25342000000017654321", "开票日期 2025年7月9日"]
    columns = docx(
        [["项目", "购买方", "销售方"], ["名称", BUYER, SELLER], ["纳税人识别号", BUYER_CODE, SELLER_CODE]],
        head,
        ["价税合计 贰万壹仟贰佰元整 ¥21200.00"],
    )
    row = docx(
        [
            ["发票号码", "开票日期", "购方名称", "购方税号", "销方名称", "金额", "税额", "价税合计"],
            ["25342000000017654321", "2025-07-09", BUYER, BUYER_CODE, SELLER, "20000.00", "1200.00", "21200.00"],
        ]
    )
    for data in (columns, row):
        assert said(fields_of(data, "f.docx")) == WHOLE | {"invoice_no": "25342000000017654321"}


def test_a_shop_without_a_legal_form_pays() -> None:
    assert text("收据", "交款人：李家湾烟花爆竹零售点", f"收款单位：{SELLER}")["buyer"] == "李家湾烟花爆竹零售点"


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        (["金额 9,433.96", "税额 566.04", "总额 10,000.00"], "10000.00"),
        (["不含税金额：9433.96元  税额：566.04元  含税金额：10000.00元"], "10000.00"),
        (["人民币壹万元整"], "10000.00"),
        (["保险费 4,000.00", "附加保险费 6,000.00", "合计 10,000.00"], "10000.00"),
        (["保费金额：1万元"], "10000.00"),
        (["每人责任限额 800,000.00", "缴费金额 10,000.00"], "10000.00"),
    ],
)  # fmt: skip
def test_total_by_label_words_and_arithmetic(lines: list[str], total: str) -> None:
    assert text("电子发票", *lines)["total"] == Decimal(total)


def test_net_and_tax_alone_make_no_total() -> None:
    assert "total" not in text("发票", "不含税金额：9433.96元", "税额：566.04元")


def test_words_and_digits_that_differ_stay_rivals() -> None:
    found = fields_of("收据\n合计（大写）壹万元整  （小写）¥10,100.00".encode(), "e.txt")
    both = {found["total"].value, *(r.value for r in found["total"].rivals)}
    assert both == {Decimal("10000.00"), Decimal("10100.00")}
    assert found["total"].confidence < 0.9


def test_days_of_cover_are_not_the_day_of_issue() -> None:
    assert "invoice_date" not in text("发票", "保险期间：自2025年7月10日零时起至2026年7月9日二十四时止")
    assert text("发票", "保险期间：2025年7月10日至2026年7月9日", "日期：2025年7月9日")["invoice_date"] == date(
        2025, 7, 9
    )


def test_policy_number_and_invoice_code_are_not_the_number() -> None:
    assert "invoice_no" not in text(
        "收据", "保单号码：HY34062025000012345", "账号：1305021109200012345", "发票代码：034002500111"
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("缴费回执", "invoice"),
        ("保费缴纳回执", "invoice"),
        ("收费回单", "invoice"),
        ("保险费收讫单", "invoice"),
        ("整改回执", "unknown"),
        ("送达回执", "unknown"),
    ],
)
def test_a_slip_for_what_was_paid_is_a_receipt_by_whatever_word(title: str, kind: str) -> None:
    rows = [["付款单位", BUYER], ["收款单位", SELLER], ["款项", "安责险保险费"], ["金额（小写）", "¥21,200.00"]]
    data = docx(rows, before=[title, "回执号：HZ20250709-8841　　2025年7月9日"], after=["收款专用章　出纳：卢某"])
    found = examine([("回执.docx", data)])
    assert found.kind == kind
    assert kind == "unknown" or (found.value("buyer"), found.value("total")) == (BUYER, Decimal("21200.00"))
