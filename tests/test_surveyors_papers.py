"""Papers of survey firms and enterprises: hazards in forms and cells, who signed, what an agreement deducts, books with two sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor import classify, extract, read
from extractor.clauses import recognise
from extractor.document import Box
from extractor.kinds.claim_record import stands_together
from extractor.record import Reading, Record, Row
from extractor.span import Span
from tests.strangers.kit import Paper, drawn


def record(paper: Paper) -> Record:
    name, data = drawn(paper)
    document = read(data, name)
    return extract(document, classify(document))


def report(*blocks: Any, form: str = "docx") -> Record:
    head = [
        ("title", "安全服务意见书"),
        "意见书编号：FW-2024-017",
        "保险单号：GKX2024000731552",
        "受检单位：临江恒晟铸造有限公司",
        "服务机构：江右安环技术有限公司　服务日期：2024年5月6日　服务类型：隐患排查",
    ]
    return record(Paper("report", form, [*head, *blocks], "service_report"))


def hazards(found: Record, *columns: str) -> list[list[Any]]:
    return [[row.value(c) for c in columns] for row in found.tables["hazards"]]


def form_of(number: str, level: str, body: str, due: str, state: str, done: str, told: str) -> tuple[str, Any]:
    cells = [
        ["隐患序号", number, "隐患等级", level],
        ["隐患描述", body, "整改建议", "立即处理"],
        ["整改期限", due, "复查结论", state],
        ["整改完成日期", done, "报告监管部门", told],
    ]
    return ("table", cells)


def test_a_form_of_its_own_for_each_hazard_that_was_looked_at_again() -> None:
    found = report(
        form_of("1", "一般隐患", "砂箱吊耳裂纹", "2024-05-20", "已整改", "2024-05-18", "/"),
        form_of("2", "重大隐患", "熔炼炉水冷断水无联锁", "2024-05-16", "拒绝整改", "/", "已于2024-05-28报告街道办事处"),
    )
    assert hazards(
        found, "level", "description", "deadline", "rectified", "rectified_on", "refused", "reported_on"
    ) == [
        ["一般", "砂箱吊耳裂纹", date(2024, 5, 20), True, date(2024, 5, 18), False, None],
        ["重大", "熔炼炉水冷断水无联锁", date(2024, 5, 16), False, None, True, date(2024, 5, 28)],
    ]


@pytest.mark.parametrize(
    ("lines", "name", "day"),
    [
        (["被勘查单位负责人：魏长庚", "日期：2024-05-07"], "魏长庚", date(2024, 5, 7)),
        (["被勘查单位负责人：魏长庚", "勘查照片另附。"], None, None),
        (["勘查单位负责人：魏长庚", "日期：2024-05-07"], None, None),
    ],
)
def test_a_name_over_a_day_at_the_end_signs(lines: list[str], name: str | None, day: date | None) -> None:
    fields = report("本次排查未发现安全隐患。", *lines).fields
    assert (fields["signoff_name"].value if "signoff_name" in fields else None) == name
    assert (fields["signoff_date"].value if "signoff_date" in fields else None) == day


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("每次事故赔款先扣2000元。", Decimal("2000")),
        ("每次事故的赔偿先行扣除人民币1,500元。", Decimal("1500")),
        ("已先行垫付的赔款，结案时从应付赔款中扣除50000元。", None),
        ("保险费欠交的，从赔款中扣除欠费5000元。", None),
    ],
)
def test_what_is_taken_from_each_loss_is_a_deductible(said: str, amount: Decimal | None) -> None:
    told = [m.amount for m in recognise(said) if m.code == "deductible"]
    assert told == ([] if amount is None else [amount])


def test_a_number_in_blanks_before_the_word_for_a_policy_and_the_papers_own() -> None:
    blocks = [
        ("title", "技术服务记录"),
        "文书号：BQ-R24-0071",
        "临江恒晟铸造有限公司：根据GKX2024 0007 315520号保险单约定，我机构于2024年5月6日对你单位开展安全培训。",
        "参加人员四十二名，现场答题全部合格。",
        "企业签收人：魏长庚　2024年5月6日",
    ]
    fields = record(Paper("record", "docx", blocks, "service_report")).fields
    assert fields["policy_no"].value == "GKX20240007315520"
    assert fields["report_no"].value == "BQ-R24-0071"


def test_cards_in_cells_side_by_side() -> None:
    cells = [
        ["隐患1（一般）\n问题：砂箱吊耳裂纹\n措施：更换吊耳\n限期：2024年5月20日\n进展：尚未整改", "隐患2（重大）\n问题：熔炼炉水冷断水无联锁\n措施：停炉加装联锁\n限期：2024年5月16日\n进展：企业拒绝整改\n上报：2024年5月28日报街道办事处"],
        ["隐患3（一般）\n问题：除尘管道积灰\n措施：清灰\n限期：2024年5月20日\n进展：已于2024年5月18日改好", ""],
    ]  # fmt: skip
    told = hazards(report(("table", cells)), "level", "description", "deadline", "rectified", "refused", "reported_on")
    assert told == [
        ["一般", "砂箱吊耳裂纹", date(2024, 5, 20), False, False, None],
        ["重大", "熔炼炉水冷断水无联锁", date(2024, 5, 16), False, True, date(2024, 5, 28)],
        ["一般", "除尘管道积灰", date(2024, 5, 20), True, False, None],
    ]


@pytest.mark.parametrize(
    ("said", "codes"), [("风险勘查（隐患排查）", ("inspection",)), ("安全培训、应急演练", ("training", "drill"))]
)
def test_brackets_that_call_a_service_otherwise_add_none(said: str, codes: tuple[str, ...]) -> None:
    blocks = ["现场与企业负责人交换了意见。"]
    head = f"我机构于2024年5月6日对你单位实施{said}，使用事故预防费800元。"
    paper = [("title", "技术服务记录"), "保险单号：GKX2024000731552", head, *blocks]
    assert record(Paper("record", "docx", paper, "service_report")).fields["service_types"].value == codes


def entries(paper: Paper) -> list[list[Any]]:
    rows = record(paper).tables["rows"]
    return [[row.value(c) for c in ("date", "kind", "payee", "amount")] for row in rows]


AGENCY = "江右安环技术有限公司"
ONE, OTHER = "GKX2024000731552", "GKX2024000731560"


def test_two_sides_under_heads_that_were_not_merged() -> None:
    sheet: list[list[Any]] = [
        ["预防费收支对照", "", "", "", "", "", "", "", ""],
        ["提取", "", "", "", "支用", "", "", "", ""],
        ["日期", "保单号", "摘要", "金额", "日期", "保单号", "摘要", "收款方", "金额"],
        ["2024-05-18", ONE, "计提预防费", 9571.4, "2024-08-06", ONE, "隐患排查费", AGENCY, 1200],
        ["2024-05-20", OTHER, "计提预防费", 4647, "2024-09-24", ONE, "培训费", AGENCY, 800],
        ["", "", "", "", "2024-09-27", OTHER, "演练费", AGENCY, 942],
    ]
    assert entries(Paper("收支对照", "xlsx", [("sheet", "对照", sheet)], "fee_ledger")) == [
        [date(2024, 5, 18), "extract", None, Decimal("9571.40")],
        [date(2024, 5, 20), "extract", None, Decimal("4647.00")],
        [date(2024, 8, 6), "spend", AGENCY, Decimal("1200.00")],
        [date(2024, 9, 24), "spend", AGENCY, Decimal("800.00")],
        [date(2024, 9, 27), "spend", AGENCY, Decimal("942.00")],
    ]


def test_a_column_for_each_purpose() -> None:
    head = ["序号", "发生日期", "所属保单", "提取金额", "安全培训支出", "隐患排查支出", "收款单位", "累计余额"]
    sheet: list[list[Any]] = [
        head,
        [1, "2024-05-18", ONE, 9571.4, "", "", "", 9571.4],
        [2, "2024-08-06", ONE, "", "", 1200, AGENCY, 8371.4],
        [3, "2024-09-24", ONE, "", 800, "", AGENCY, 7571.4],
    ]
    assert entries(Paper("使用台账", "xlsx", [("sheet", "台账", sheet)], "fee_ledger")) == [
        [date(2024, 5, 18), "extract", None, Decimal("9571.40")],
        [date(2024, 8, 6), "spend", AGENCY, Decimal("1200.00")],
        [date(2024, 9, 24), "spend", AGENCY, Decimal("800.00")],
    ]


def test_a_sheet_for_what_was_set_aside_and_one_for_what_was_spent() -> None:
    head = ["日期", "保单号", "事由", "单位", "金额"]
    sheets = [
        ("sheet", "提取", [head, ["2024-05-18", ONE, "一季度", "", 9571.4], ["2024-08-01", ONE, "二季度", "", 100]]),
        ("sheet", "使用", [head, ["2024-08-06", ONE, "勘查", AGENCY, 1200], ["2024-09-24", ONE, "培训", AGENCY, 800]]),
    ]
    assert [row[1:3] for row in entries(Paper("预防费明细", "xlsx", sheets, "fee_ledger"))] == [
        ["extract", None],
        ["extract", None],
        ["spend", AGENCY],
        ["spend", AGENCY],
    ]


def test_lines_of_a_checklist_that_passed_are_no_hazards() -> None:
    head = ["序号", "检查内容", "合格", "不合格", "隐患等级", "整改要求", "完成期限", "复查结果"]
    lines = [
        ["1", "特种作业人员是否持证", "√", "", "", "", "", ""],
        ["2", "砂箱吊耳裂纹", "", "×", "一般", "更换吊耳", "2024-05-20", "未整改"],
        ["3", "应急预案备案", "√", "", "", "", "", ""],
        ["4", "除尘管道积灰", "", "×", "一般", "清灰", "2024-05-20", "2024-05-18已整改"],
    ]
    told = hazards(report(("table", [head, *lines])), "description", "rectified")
    assert told == [["砂箱吊耳裂纹", False], ["除尘管道积灰", True]]


def test_instructions_on_a_shipping_order_are_no_hazards() -> None:
    blocks = [
        ("title", "托运单"),
        ("table", [["托运人", "临江恒晟铸造有限公司", "船名", "海丰"], ["装货港", "宁波", "目的地", "开普敦"]]),
        "注意事项：",
        "1.运费一栏按双方协定的金额填写，不得空白。",
        "2.危险品与冷藏品托运，须填写清楚本单要求的栏目，并注明特殊要求。",
        "经办人：",
    ]
    name, data = drawn(Paper("托运单", "docx", blocks, "unknown"))
    assert classify(read(data, name)).kind == "unknown"


def test_a_claim_stands_on_one_page_and_those_beside_it() -> None:
    def cell(page: int) -> Reading[Any]:
        return Reading("x", Span("x", page, (Box(0, 0, 1, 1),), None), "label", 0.9)

    assert stands_together(Row({"report_no": cell(3), "paid": cell(4), "closed_date": cell(5)}, cell(3).span))
    assert not stands_together(Row({"report_no": cell(5), "paid": cell(16), "closed_date": cell(11)}, cell(5).span))


def test_a_list_under_a_form_in_one_grid() -> None:
    grid = [
        ["服务单位", "江右安环技术有限公司", "服务日期", "2024年5月6日", "", ""],
        ["服务方式", "隐患排查", "服务人员", "魏长庚", "", ""],
        ["被服务单位", "临江恒晟铸造有限公司", "", "", "", ""],
        ["技术服务单位", "江右安环技术有限公司", "服务日期", "2024年5月6日", "", ""],
        ["使用预防费", "800元", "", "", "", ""],
        ["专业", "隐患内容", "级别", "治理措施", "治理时限", "销号情况"],
        ["电气", "配电柜前被货架挡住", "一般", "移走货架", "2024-05-20", "未销号"],
        ["机械", "升降平台急停按钮失效", "一般", "停用检修后再投用", "2024-05-20", "未销号"],
    ]
    told = hazards(report(("table", grid)), "description", "deadline")
    assert told == [["配电柜前被货架挡住", date(2024, 5, 20)], ["升降平台急停按钮失效", date(2024, 5, 20)]]
