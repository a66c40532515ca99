"""Who asks for cover, in words and layouts written here; names are invented, codes carry a right check character."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document as NewDocx

from extractor.evidence.sheet import Sheet
from extractor.kinds import application
from extractor.reading import read
from extractor.values import uscc
from tests.pdf_pages import Sheets


def code(head: str) -> str:
    return head + str(uscc.check_character(head))


HOLDER, INSURED, INSURER = (
    "淮北市长丰铸造有限公司",
    "濉溪县永固矿山机械有限公司",
    "恒岳财产保险股份有限公司淮北中心支公司",
)
CODE, OTHER_CODE = code("91340600MA2N8K3P4"), code("91340600850123456")
PLACE = "安徽省淮北市濉溪县百善镇工业大道18号"


def said(data: bytes, name: str) -> dict[str, Any]:
    return {k: r.value for k, r in application.extract(Sheet(read(data, name))).fields.items()}


def text(*lines: str) -> dict[str, Any]:
    return said("\n".join(lines).encode(), "申请.txt")


FULL = [
    [
        "安责险投保申请表",
        f"申请单位：{HOLDER}",
        f"统一社会信用代码：{CODE}",
        f"被保险单位：{INSURED}",
        f"生产经营地址：{PLACE}",
    ],
    ["安全生产责任保险要保书", f"要保人 {HOLDER}", f"证照号码 {CODE}", f"营业处所 {PLACE}"],
    ["投保意向书", f"客户名称：{HOLDER}", f"客户证件号码：{CODE}", f"客户地址：{PLACE}", f"拟承保机构：{INSURER}"],
    ["询价单", f"询价单位：{HOLDER}", f"税号：{CODE}", f"厂区位置：{PLACE}", f"被询价机构：{INSURER}"],
    ["投保申请书", f"{HOLDER}（统一社会信用代码{CODE}，住所地{PLACE}）拟向{INSURER}投保安全生产责任保险。"],
    [
        "投保申请书",
        f"致：{INSURER}",
        "我单位自愿申请投保安责险。",
        f"企业名称：{HOLDER}",
        f"社会信用代码：{CODE}",
        f"详细地址：{PLACE}",
    ],
    [
        "保险方案建议书",
        f"参保意向单位: {HOLDER}",
        f"组织机构代码: {CODE}",
        f"拟保障单位: {INSURED}",
        f"坐落地址: {PLACE}",
    ],
]


@pytest.mark.parametrize("lines", FULL, ids=[lines[0] + str(k) for k, lines in enumerate(FULL)])
def test_applicant_in_other_words(lines: list[str]) -> None:
    got = text(*lines)
    assert (got["policyholder"], got["uscc"], got["address"]) == (HOLDER, CODE, PLACE)
    assert (got["jurisdiction"], got["region_code"]) == ("淮北市濉溪县", "340621")


def test_blocks_for_each_party() -> None:
    got = text(
        "投保资料登记表",
        "一、投保主体信息",
        f"单位全称：{HOLDER}",
        f"统一代码：{CODE}",
        "二、被保险主体信息",
        f"单位全称：{INSURED}",
        f"统一代码：{OTHER_CODE}",
        "三、保险公司信息",
        f"公司名称：{INSURER}",
    )
    assert (got["policyholder"], got["uscc"]) == (HOLDER, CODE)


def test_parties_called_jia_and_yi() -> None:
    got = text(
        "投保单",
        f"甲方（投保方）：{HOLDER}",
        f"乙方（保险方）：{INSURER}",
        f"乙方社会信用代码：{OTHER_CODE}",
        f"甲方社会信用代码：{CODE}",
    )
    assert (got["policyholder"], got["uscc"]) == (HOLDER, CODE)


def test_insureds_code_is_not_the_applicants() -> None:
    got = text(
        "投保确认单",
        f"被保险人：{INSURED}",
        f"被保险人证件号码：{OTHER_CODE}",
        f"投保人：{HOLDER}",
        f"投保人证件号码：{CODE}",
    )
    assert (got["policyholder"], got["uscc"]) == (HOLDER, CODE)


def test_insurers_code_is_nobodys() -> None:
    got = text(
        "报价单",
        f"致 {HOLDER}",
        "贵司拟投保安全生产责任保险，我司报价如下",
        f"保险人：{INSURER}",
        f"保险人统一社会信用代码：{OTHER_CODE}",
    )
    assert got["policyholder"] == HOLDER
    assert "uscc" not in got


def test_a_paper_without_an_applicant_names_none() -> None:
    assert "policyholder" not in text("投保单", "投保人：", f"保险人：{INSURER}", "投保人（盖章）")


def test_a_shop_without_a_legal_form_applies() -> None:
    assert text("投保单", "投保人：李家湾烟花爆竹零售点")["policyholder"] == "李家湾烟花爆竹零售点"


def test_cells_of_a_word_table() -> None:
    paper = NewDocx()
    paper.add_paragraph("安责险参保信息采集表")
    table = paper.add_table(rows=0, cols=4)
    for row in (["拟投保企业全称", HOLDER, "主体代码", CODE], ["受保企业全称", INSURED, "企业坐落", PLACE]):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    paper.save(buffer)
    got = said(buffer.getvalue(), "采集表.docx")
    assert (got["policyholder"], got["uscc"], got["address"]) == (HOLDER, CODE, PLACE)


def test_labels_over_their_values_on_a_page() -> None:
    page = Sheets()
    page.text(200, 60, "安全生产责任保险投保意向表", 14)
    for x, label, value in ((50, "意向投保企业", HOLDER), (330, "统一社会信用代码", CODE)):
        page.text(x, 110, label, 8)
        page.text(x, 124, value, 11)
    page.text(50, 160, "经营场所", 8)
    page.text(50, 174, PLACE, 11)
    page.canvas.save()
    got = said(page.buffer.getvalue(), "意向表.pdf")
    assert (got["policyholder"], got["uscc"], got["address"]) == (HOLDER, CODE, PLACE)
