"""Papers that insurers' systems and provincial platforms print themselves: web pages, forms in two languages, lists between
three lines; and papers beside them that a filing need not have."""

from __future__ import annotations

import pytest

from extractor import classify, extract, read
from extractor.document import Document
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.record import Record
from tests.pdf_pages import Sheets
from tests.strangers.kit import Block, Paper, drawn


def document(*blocks: Block) -> Document:
    name, data = drawn(Paper("paper", "docx", blocks, ""))
    return read(data, name)


def record(*blocks: Block) -> Record:
    paper = document(*blocks)
    return extract(paper, classify(paper))


PLANNED = [
    ["季度", "计划服务内容", "计划时间", "预计费用（元）"],
    ["一季度", "隐患排查", "2025年8月14日", "1,500.00"],
    ["二季度", "安全培训", "2025年11月12日", "1,000.00"],
]


def test_a_plan_of_services_with_their_prices_is_no_ledger() -> None:
    for title in ("年度事故预防服务方案", "预防工作全年安排"):
        assert classify(document(("title", title), "保险单号：PZ20250000071", ("table", PLANNED))).kind != "fee_ledger"


def test_entries_between_three_lines_stay_apart_where_no_row_fills_every_column() -> None:
    page = Sheets(842, 595)
    page.text(330, 60, "事故预防费用收支明细", 14)
    xs = (44, 120, 260, 340, 520, 600, 690)
    rows = [
        ("日期", "保险单号", "科目", "对方户名", "提取额", "支付额", "结余"),
        ("2024-11-27", "6476AQ672557026", "提取", "", "3,779.94", "", "3,779.94"),
        ("2024-12-21", "6476AQ672557026", "检查费", "晋安安全技术有限公司", "", "800.00", "2,979.94"),
        ("2025-03-04", "6476AQ672557026", "培训费", "晋安安全技术有限公司", "", "1,200.00", "1,779.94"),
    ]
    for n, row in enumerate(rows):
        for x, words in zip(xs, row, strict=True):
            page.text(x, 100 + 15 * n + 8 * (n > 0), words, 9)
    for y in (84, 108, 168):
        page.rule(40, y, 760, y)
    paper = read(page.pdf(), "ledger.pdf")
    got = extract(paper, classify(paper)).tables["rows"]
    assert [(str(r.value("date")), r.value("kind"), str(r.value("amount"))) for r in got] == [
        ("2024-11-27", "extract", "3779.94"), ("2024-12-21", "spend", "800.00"), ("2025-03-04", "spend", "1200.00"),
    ]  # fmt: skip


def test_who_confirms_is_asked_for_under_a_heading_of_the_client() -> None:
    head = [
        ("title", "风险服务报告 SERVICE REPORT"),
        "客户：周村三禾石料有限公司",
        "服务日期：2025-07-25",
        "服务内容：安全培训",
    ]
    signed = [["姓名\nName", "严少华", "日期\nDate", "2025-07-26"]]
    bare = [["姓名\nName", "", "日期\nDate", ""]]
    for rows, expected in ((signed, (True, "严少华", "2025-07-26")), (bare, (False, "None", "None"))):
        got = record(*head, "客户确认 CLIENT ACKNOWLEDGEMENT", ("table", rows)).fields
        read_ = [got[n].value if n in got else None for n in ("customer_signed", "signoff_name", "signoff_date")]
        assert (read_[0], str(read_[1]), str(read_[2])) == expected
    other = record(*head, "服务机构确认", ("table", bare)).fields
    assert "customer_signed" not in other


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("table", [["船东（企业）确认", "梁晓东", "确认日期", "2024-05-04"]])], (True, "梁晓东", "2024-05-04")),
        (["施工企业意见：", "签字：", "年 月 日"], (False, "None", "None")),
        (["服务专家意见：继续保持。", "签字：梁晓东"], (None, "None", "None")),
    ],
)
def test_whose_place_it_is_the_brackets_or_the_opinion_before_tell(
    rows: list[Block], expected: tuple[bool | None, str, str]
) -> None:
    got = record("隐患排查服务记录", "企业名称：周村三禾石料有限公司", "服务日期：2024-05-03", *rows)
    read_ = [
        got.fields[n].value if n in got.fields else None for n in ("customer_signed", "signoff_name", "signoff_date")
    ]
    assert (read_[0], str(read_[1]), str(read_[2])) == expected
    if expected[0] is False:
        assert got.witnesses["signoff"].complete


def test_cards_of_a_web_page_have_labels_before_their_values_with_white_between() -> None:
    lines = [
        "隐患 1",
        "隐患描述 木工带锯机防护挡板拆除后未复位",
        "隐患级别 重大",
        "整改建议 复位防护挡板",
        "限期 2025-07-10",
    ]
    rest = [
        "隐患 2",
        "隐患描述 污泥池未挂牌上锁",
        "隐患级别 一般",
        "限期 2025-07-13",
        "整改状态 已整改",
        "完成时间 2025-07-11",
    ]
    rows = hazards.find(Sheet(document(("title", "服务任务详情"), *lines, *rest)))[0]
    assert [[str(r.value(n)) for n in ("level", "description", "deadline", "rectified_on")] for r in rows] == [
        ["重大", "木工带锯机防护挡板拆除后未复位", "2025-07-10", "None"],
        ["一般", "污泥池未挂牌上锁", "2025-07-13", "2025-07-11"],
    ]


def test_what_was_asked_for_is_not_what_was_paid_on_a_refused_claim() -> None:
    form = [
        ["立案号", "QX25120600006", "事故时间", "2025年12月6日"],
        ["结案时间", "2026年2月3日", "结果录入平台", "2026年2月10日"],
    ]
    hurt = [["伤亡职工", "伤情", "申请赔付（元）", "核定赔付（元）"], ["杨慧敏", "伤残", "59,412.00", "拒赔"]]
    (row,) = record(("title", "赔付情况登记"), ("table", form), ("table", hurt)).tables["rows"]
    assert (row.value("claimed"), row.value("paid")) == (59412, None)


def test_what_is_taken_back_in_a_book_that_only_spends() -> None:
    head = ["记账日期", "凭证字号", "摘要", "保单编号", "往来单位", "借方（支出）", "贷方（提取）", "余额"]
    number, payee = "TFTX7262202590311021", "晋安安全技术有限公司"
    rows = [
        ["2025-01-04", "付-63", "排查服务费", number, payee, "1200", "", "22426.08"],
        ["2025-03-17", "付-47", "演练服务费", number, payee, "800", "", "21626.08"],
        ["2025-03-22", "付-13", "冲销演练服务费", number, payee, "-800", "", "22426.08"],
        ["2025-03-23", "转-12", "演练服务费", number, payee, "700", "", "21726.08"],
    ]
    got = record(("title", "事故预防费用明细"), ("table", [head, *rows])).tables["rows"]
    assert [(r.value("kind"), r.value("amount")) for r in got] == [("spend", v) for v in (1200, 800, -800, 700)]


def test_instalments_of_a_premium_are_no_hazards() -> None:
    rows = [
        ["期次", "应缴日期", "应缴金额（元）", "缴费状态"],
        ["第一期", "2024-03-18", "7,000.00", "已缴"],
        ["第二期", "2024-07-22", "7,000.00", "未到期"],
    ]
    assert (
        classify(document(("title", "保险费分期缴纳计划"), "保险单号：CJ2518066L1412079", ("table", rows))).kind
        != "service_report"
    )


def test_a_form_of_a_claim_under_another_policy_has_both_numbers() -> None:
    own = [
        ["赔案编号", "LP-2024-00079", "保单编号", "773-2024-AZX-112945"],
        ["事故日期", "2024.12.14", "结案日期", "2025.02.07"],
    ]
    other = [
        ["赔案编号", "LP-2024-00080", "保单编号", "773-2024-AZX-114322"],
        ["事故日期", "2024.09.25", "结案日期", "2024.11.04"],
    ]
    got = record(
        ("title", "赔案信息表"), ("table", own), "赔偿金额：96,762.50元", ("table", other), "赔偿金额：7,900.00元"
    ).tables["rows"]
    assert [(r.value("report_no"), r.value("policy_no")) for r in got] == [
        ("LP-2024-00079", "773-2024-AZX-112945"), ("LP-2024-00080", "773-2024-AZX-114322"),
    ]  # fmt: skip


def test_a_receipt_for_a_policy_is_no_policy_and_minutes_of_a_meeting_are_no_report() -> None:
    receipt = "本单位已收到某某支公司交付的安全生产责任保险单（保单号：PZ2025000123）正本一份。"
    assert classify(document(("title", "保单送达回执"), receipt, "签收日期：2025年7月8日")).kind == "unknown"
    said = ["时间：2025年8月3日　主持：总经理", "会议通报了上月安全检查情况，要求各班组月底前整改。"]
    assert classify(document(("title", "安全生产工作例会纪要"), *said)).kind == "unknown"


def test_the_name_of_an_office_of_engineers_is_no_word_of_something_else() -> None:
    told = (
        "根据安全生产责任保险合同（编号：TFTX5571202444218655）的约定，华信注册安全工程师事务所有限公司"
        "指派吕晓琳于2025年5月15日为贵单位提供了隐患排查服务。"
    )
    got = record(
        ("title", "安责险服务工作报告"),
        "致：邯郸科润医药化工有限公司",
        told,
        "签收日期：2025年5月15日",
        "2025年5月16日",
    )
    assert str(got.value("service_start")) == "2025-05-15"
