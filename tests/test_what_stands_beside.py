"""What belongs to a list, a form, a card or a letter, and what only stands beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

import extractor
from extractor import KindGuess
from extractor.covers.prose.closed_lists import ended_by_total, is_one_list
from extractor.document import Box, Cell, Document, Line, Page, Table
from extractor.evidence.sheet import Sheet
from extractor.evidence.tables.pictures import without_picture
from extractor.layout.page import _stacks, _torn_out_of
from extractor.layout.ruled.grid import Grid, GridCell
from extractor.notices.paragraphs import paragraphs
from tests.printed_kit import line, paper


def test_rows_of_a_form_that_are_drawn_as_a_table_each_are_no_list() -> None:
    def drawn(top: float, foot: float, *xs: float) -> Grid:
        cells = [GridCell(0, k, 1, 1, Box(x0, top, x1, foot)) for k, (x0, x1) in enumerate(pairwise(xs))]
        return Grid(tuple(cells), 1, len(cells), Box(xs[0], top, xs[-1], foot))

    form = [drawn(100, 204, 57, 84, 168, 193, 297), drawn(207, 310, 57, 84, 230, 260, 297)]
    seen = Table((), 3, 4, 1, Box(60, 130, 290, 280), "aligned")
    assert list(_stacks([*form, drawn(400, 420, 57, 297)])) == [form, [drawn(400, 420, 57, 297)]]
    assert _torn_out_of(form, [seen]) == [seen]
    assert _torn_out_of(form[:1], [seen]) == []


def test_a_field_between_strokes_is_named_by_its_own_label() -> None:
    parted = line("绝对免赔额：零 ｜ 每人伤亡责任限额：￥500000", 100)
    sheet = Sheet(paper(parted))
    [(unit, token)] = [(u, t) for u, t in sheet.tokens("amount")]
    assert not any("免赔" in text for text, _, how in sheet.label(unit, token.start).options if how == "inline")


def test_whom_a_letter_is_written_to_did_not_serve() -> None:
    lines = (
        "事故预防技术服务报告",
        "周村佳木食品厂：",
        "根据某某财产保险股份有限公司周村支公司与我单位的协议，淄博安捷安全评价中心技术人员卫桂玉已于2018年7月28日",
        "完成对周村佳木食品厂的安全生产隐患排查治理工作，所涉保单：37EKP2018859719128。企业安全管理机构健全。",
    )
    text = "\n".join(lines)
    record = extractor.examine([("a.txt", text.encode())])
    assert record.fields["service_org"].value == "淄博安捷安全评价中心"
    assert record.fields["client"].value == "周村佳木食品厂"


def test_an_address_without_its_province_is_one_where_a_sentence_says_that_it_lies_there() -> None:
    lines = (
        "安全生产责任保险保险单",
        "保险单号：AGYN33038285Q476572E",
        "1. 被保险人为乐清佳木木业有限公司，生产经营场所位于乐清市虹桥镇振兴大道353号2幢，从事木材加工行业，现有从业人员388名。",
    )
    record = extractor.examine([("a.txt", "\n".join(lines).encode())])
    assert record.fields["address"].value == "乐清市虹桥镇振兴大道353号2幢"


def test_a_sum_with_the_letters_of_its_currency_is_no_english_name_over_the_next_cards_label() -> None:
    def card(text: str, y: float, x: float, of: float = 10.0) -> Line:
        return Line(text, Box(x, y, x + of * len(text), y + of), size=of)

    told = [("每人责任限额", "RMB600,000.00"), ("每次事故责任限额", "RMB3,000,000.00"), ("累计限额", "RMB3,000,000.00")]
    cards = [
        card(text, y, 60 + 160 * k, 8 + (y - 100) / 8)
        for k, pair in enumerate(told)
        for text, y in zip(pair, (100, 116), strict=True)
    ]
    read_as = Sheet(paper(*cards, card("每次事故免赔额", 142, 60, 8.0), card("无免赔", 158, 60)))
    second = [unit for unit in read_as.units if unit.text.startswith("RMB3")]
    assert [unit.left and unit.left.text for unit in second] == ["RMB600,000.00", "RMB3,000,000.00"]


def test_a_form_on_the_next_page_is_no_rest_of_the_list_of_covers() -> None:
    def table(page: int, *rows: tuple[str, str, str]) -> Table:
        cells = [
            Cell(r, c, (line(text, 200 + 20 * r, 60 + 160 * c),))
            for r, row in enumerate(rows)
            for c, text in enumerate(row)
        ]
        return Table(tuple(cells), len(rows), 3, page=page, box=Box(58, 198, 540, 200 + 20 * len(rows)))

    covers = table(
        1,
        ("保障项目", "责任限额", "保险费（元）"),
        ("从业人员伤亡", "50万元/人，1000万元/次，1000万元/年", "132,555.00"),
        ("医疗费用", "5万元/人", "14,696.00"),
    )
    form = table(
        2,
        ("投保信息", "保费合计", "人民币147251.00元"),
        ("投保信息", "事故预防费", "人民币21123.24元"),
        ("投保信息", "提取比例", "12%"),
    )
    pages = tuple(Page(k, 595.0, 842.0, (block,)) for k, block in ((1, covers), (2, form)))
    record = extractor.extract(Document("a.pdf", "0" * 64, "pdf", pages), KindGuess("policy", 1.0, ()))
    assert [row.value("name") for row in record.tables["coverages"]] == ["从业人员伤亡", "医疗费用"]


_PRICED = (
    "从业人员伤亡：每人限额70万元，每次事故限额1400万元，累计限额1400万元，保费86,895.00元。",
    "医疗费用责任：每人限额5万元，保费9,068.62元。",
    "第三者伤亡：每次事故限额20万元，累计限额20万元，保费3,100.00元。",
)


@pytest.mark.parametrize(("behind", "complete"), [("特别约定事项", True), ("· 其他另议", False), ("", False)])
def test_marks_before_all_items_and_what_follows_close_a_list_of_covers(behind: str, complete: bool) -> None:
    lines = ["安全生产责任保险单", "保障项目", *("· " + text for text in _PRICED), *([behind] if behind else [])]
    sheet = Sheet(paper(*(line(text, 80 + 20.0 * k) for k, text in enumerate(lines))))
    used = {id(unit) for unit in sheet.units if "保费" in unit.text}
    assert is_one_list(sheet, used) is complete


@pytest.mark.parametrize(
    ("marks", "stop", "behind", "complete"),
    [
        (("3.1　", "3.2　", "3.3　"), "；", "4　免赔", True),
        (("（一）", "（二）", "（三）"), "；", "四、免赔额：无", True),
        (("1、", "2、", "3、"), "", "四、免赔额：无", True),
        (("①", "②", "③"), "", "免赔额：无", True),
        (("（一）", "（二）", "（四）"), "；", "五、免赔额：无", False),  # one is lost
        (("（二）", "（三）", "（四）"), "；", "五、免赔额：无", False),  # the first is
        (("3.1　", "3.2　", "3.3　"), "；", "3.4　其他责任见附页", False),
        (("（一）", "（二）", "（三）"), "；", "（四）其他责任见附页", False),
        (("1、", "2、", "3、"), "；", "4、其他责任见附页", False),
    ],
)
def test_numbers_without_a_hole_close_a_list_of_covers_before_another_heading(
    marks: tuple[str, ...], stop: str, behind: str, complete: bool
) -> None:
    items = [mark + text.rstrip("。") + stop for mark, text in zip(marks, _PRICED, strict=True)]
    lines = ["安全生产责任保险单", "三、责任限额", *items, behind]
    sheet = Sheet(paper(*(line(text, 80 + 20.0 * k) for k, text in enumerate(lines))))
    used = {id(unit) for unit in sheet.units if "保费" in unit.text}
    assert is_one_list(sheet, used) is complete


@pytest.mark.parametrize(
    ("second", "holder"),
    [
        ("乙方：远安财产保险股份有限公司", "清河远山建材有限公司"),
        ("乙方：清河准安安全技术有限公司", "清河立新实业有限公司"),
    ],
)
def test_the_party_of_a_contract_with_an_insurer_takes_the_policy(second: str, holder: str) -> None:
    told = ["安全生产责任保险协议", "甲方：清河远山建材有限公司", second, "第一条　被保险人为清河立新实业有限公司。"]
    document = paper(*(line(text, 80 + 20.0 * k) for k, text in enumerate(told)))
    fields = extractor.extract(document, KindGuess("policy", 1.0, ())).fields
    assert fields["policyholder"].value == holder


def test_the_limits_of_the_schedule_over_a_list_leave_it_closed_by_its_total() -> None:
    covers = ["从业人员伤亡：每人30万元，保费85,374.36元。", "医疗费用：每人5万元，保费8,950.70元。", "第三者伤亡：每次30万元，保费2,401.00元。",
              "应急救援：每次50万元，保费3,036.00元。"]  # fmt: skip
    told = ["每人伤亡责任限额：60万元", "免赔额：200元", "二、保险责任明细", *covers, "保险费合计：99,762.06元"]
    sheet = Sheet(paper(*(line(text, 80 + 20.0 * k) for k, text in enumerate(told))))
    used = {id(unit) for unit in sheet.units if "每人" in unit.text or "每次" in unit.text}
    assert ended_by_total(sheet, used, 6)
    assert not ended_by_total(sheet, {at for at in used if at != id(sheet.units[5])}, 6)


@pytest.mark.parametrize("between", ["2) 医疗费用责任", "以上不含税"])
def test_names_of_covers_between_their_sums_leave_a_list_closed_by_its_total(between: str) -> None:
    told = [
        "1) 从业人员伤亡", "每人限额 30万元；累计限额 600万元；保险费 139,353.00元",
        between, "每人赔偿限额 2万元；保险费 22,173.00元",
        "3) 第三者伤亡", "每次事故限额 10万元；保险费 4,827.00元",
        "4) 应急救援费用", "每次事故限额 30万元；保险费 4,121.00元",
        "应缴保险费：（大写）人民币壹拾捌万元整", "死亡伤残限额按工种分档：一类岗位每人90万元。",
    ]  # fmt: skip
    sheet = Sheet(paper(*(line(text, 80 + 20.0 * k) for k, text in enumerate(told))))
    used = {id(unit) for unit in sheet.units if "限额" in unit.text}
    assert ended_by_total(sheet, used, 7) is between.startswith("2)")


def test_a_claim_as_labels_and_values_in_two_pairs_is_one_claim() -> None:
    rows = [
        ("赔案号", "202446492843", "保险单号", "AQ20240348-919030"), ("出险时间", "2024年08月08日", "伤亡人员", "许欣明"),
        ("赔付金额", "18245.56元", "索赔金额", "20167.56元"), ("损失类型", "医疗", "结案日期", "2024年09月22日"),
    ]  # fmt: skip
    cells = [
        Cell(r, c, (line(text, 200 + 20 * r, 60 + 120 * c),))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    cells += [Cell(4, 0, (line("上传日期", 280, 60),)), Cell(4, 1, (line("2024年09月22日", 280, 180),), colspan=3)]
    table = Table(tuple(cells), 5, 4, page=1, box=Box(58, 198, 540, 300))
    document = Document("a.pdf", "0" * 64, "pdf", (Page(1, 595.0, 842.0, (line("理赔情况登记表", 80), table)),))
    record = extractor.extract(document, KindGuess("claim_record", 1.0, ()))
    told = [(row.value("report_no"), row.value("policy_no"), row.value("paid")) for row in record.tables["rows"]]
    assert told == [("202446492843", "AQ20240348-919030", Decimal("18245.56"))]


@pytest.mark.parametrize("remark", ["（此件公开发布）", "(联系人：周立，电话 0571-00000000)"])
def test_a_remark_under_the_day_of_a_notice_is_none_of_its_line(remark: str) -> None:
    told = line("为规范安全生产责任保险服务，请各承保机构认真贯彻执行，做到应保尽保、应服尽服。", 100, right=535)
    lines = told, line("清河县应急管理局", 140, 420, 535), line("2025年12月3日", 160, 440, 535), line(remark, 180)
    assert [p.text for p in paragraphs(paper(*lines))][-2:] == ["2025年12月3日", remark]


@pytest.mark.parametrize(("caption", "found"), [("（现场照片1）", True), ("", True), ("被检查的车间", False)])
def test_a_card_beside_a_picture_is_labels_and_values(caption: str, found: bool) -> None:
    rows = [
        ("问题1", "电焊作业未办理动火审批"),
        ("等级", "一般隐患"),
        ("整改措施", "停止作业并补办审批"),
        ("限期", "2026-03-27前"),
    ]
    cells = [Cell(0, 0, (line(caption, 220),) if caption else (), rowspan=4)]
    cells += [
        Cell(r, c + 1, (line(text, 200 + 20 * r, 160 + 120 * c),))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    card = Table(tuple(cells), 4, 3, page=1, box=Box(58, 198, 540, 280))
    assert (without_picture(card).n_cols == 2) is found
    page = Page(1, 595.0, 842.0, (line("隐患排查记录", 80), line("检查日期：2026年3月20日", 100), card))
    record = extractor.extract(Document("a.pdf", "0" * 64, "pdf", (page,)), KindGuess("service_report", 1.0, ()))
    told = [(row.value("description"), row.value("advice"), row.value("deadline")) for row in record.tables["hazards"]]
    assert not found or told == [("电焊作业未办理动火审批", "停止作业并补办审批", date(2026, 3, 27))]
