"""Papers that lie in a filing beside its own: last year's policy, a neighbour's report, minutes and forms of authorities."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from extractor import classify, near_kinds, read
from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.kinds import service_report
from extractor.kinds.service_report import categories
from extractor.record import Record
from extractor.values.dates import Moment
from tests import filings
from tests.pdf_pages import Sheets
from tests.printed_kit import line, paper
from tests.strangers.kit import Paper, drawn
from validators import assemble, validate
from validators.facts import Fact, Manifest
from validators.filing.belonging import is_beside
from validators.finding import Severity, Verdict
from validators.law.pack_reading import shipped

HOLDER: dict[str, Any] = {"policyholder": "泗县长河矿业有限公司", "insured": "泗县长河矿业有限公司", "uscc": None}


def of_year(year: int) -> Record:
    return filings.policy(
        f"{year}.pdf", policy_no=f"SLXB{year}0001", sign_date=date(year, 6, 10), per_person_limit=Decimal(250_000),
        period_start=Moment(date(year, 6, 16)), period_end=Moment(date(year + 1, 6, 15), 24), **HOLDER,
    )  # fmt: skip


def low_limits(arrived: datetime) -> dict[str, Severity]:
    manifest = Manifest("F", date(2024, 7, 1), {"2023.pdf": arrived, "2024.pdf": datetime(2024, 6, 12, tzinfo=UTC)})
    found = validate(assemble([of_year(2023), of_year(2024)], manifest), shipped()).findings
    low = [f for f in found if f.type == "per_person_limit_below_minimum" and f.verdict is Verdict.VIOLATED]
    return {f.evidence[0].path: f.severity for f in low}


def test_what_is_wrong_on_last_years_policy_is_a_note_where_it_came_with_the_new_one() -> None:
    copied = low_limits(datetime(2024, 6, 12, tzinfo=UTC))
    assert copied["2023.pdf"] is Severity.NOTE
    assert copied["2024.pdf"] is not Severity.NOTE
    assert Severity.NOTE not in low_limits(datetime(2023, 6, 12, tzinfo=UTC)).values()


def test_a_neighbours_report_is_not_judged_with_this_filing() -> None:
    ours = filings.policy(**HOLDER)
    slip = filings.report("own.pdf", policy_no="SLXB20999999", client=HOLDER["policyholder"])
    theirs = filings.report("theirs.pdf", policy_no="SLXB20999999", client="砀山县宝利来塑胶制品厂")
    nameless = filings.report("list.xlsx", policy_no=None, client="永兴木业有限公司")
    told = [s.key for s in assemble([ours, slip, theirs, nameless]).subjects if s.about == "report"]
    assert len(told) == 1


def test_last_years_report_is_no_slip_in_this_years_and_not_its_first_service() -> None:
    ours = filings.policy(
        policy_no="SLXB20240001", sign_date=date(2024, 6, 10), period_start=Moment(date(2024, 6, 16)),
        period_end=Moment(date(2025, 6, 15), 24), **HOLDER,
    )  # fmt: skip
    own = filings.report("own.pdf", policy_no="SLXB20240001", service_start=date(2024, 9, 1))
    old = filings.report(
        "old.pdf", policy_no="SLXB20239999", client=HOLDER["policyholder"], service_start=date(2023, 8, 1)
    )
    filing = assemble([ours, old, own])
    assert filing.policies[0].facts.value("first_service") == date(2024, 9, 1)
    found = [f for f in validate(filing, shipped()).findings if f.verdict is Verdict.VIOLATED]
    told = {f.type: f.severity for f in found if f.evidence[0].path == "old.pdf"}
    assert told["report_policy_no_mismatch"] is told["service_date_outside_period"] is Severity.NOTE
    # a wrong number alone, or a day alone, is said of this filing
    slip = assemble(
        [
            ours,
            filings.report(
                "own.pdf", policy_no="SLXB20249999", service_start=date(2024, 9, 1), client=HOLDER["policyholder"]
            ),
        ]
    )
    said = [f for f in validate(slip, shipped()).findings if f.type == "report_policy_no_mismatch"]
    assert [f.severity for f in said] == [Severity.ERROR]


@pytest.mark.parametrize(
    ("named", "beside"),
    [
        ("SLXB20241070", False),  # two digits changed places
        ("SLXB20241016", False),
        ("SLXB20231007", True),  # the year's before
        ("SLXB20238841", True),
        ("SLXB2024100", False),  # cut off
    ],
)
def test_a_slip_in_the_number_and_a_day_outside_are_both_this_filings(named: str, beside: bool) -> None:
    policy = {
        "period_start": Fact(Moment(date(2024, 8, 1))),
        "period_end": Fact(Moment(date(2025, 7, 31), 24)),
    }
    report = {"report_policy_no": Fact(named), "service_start": Fact(date(2024, 7, 1)), "client": Fact("某厂")}
    assert is_beside(report, policy, "SLXB20241007", [report]) is beside


@pytest.mark.parametrize(
    ("title", "said", "none"),
    [
        ("安全生产例会会议纪要", "保险公司客户经理介绍服务安排，本年度计划开展排查两次。", True),
        ("安委会会议纪要", "劳务派遣人员一并纳入管理。", True),
        ("安全生产例会会议纪要", "本次培训由安评公司讲师授课。", False),
        ("隐患排查服务会议纪要", "劳务派遣人员一并纳入管理。", False),
        ("生产经营单位生产安全事故应急预案备案登记表", "备案编号：2024-0117", True),
        ("安全生产许可证", "许可范围：建筑施工", True),
        ("安全评价机构资质证书", "有效期至2028年6月14日", True),
        ("现场检查记录", "检查人员：王建国，执法证号：皖A00123", True),
        ("安全现状评价报告", "建议完善危险作业审批制度。", True),
        ("安全现状评价报告", "受保险人委托开展本次评价。", False),
    ],
)
def test_minutes_and_forms_of_authorities_are_no_reports(title: str, said: str, none: bool) -> None:
    assert near_kinds.tells_of_no_service(title, [title, said]) is none


def test_what_was_looked_at_is_no_name_of_a_service() -> None:
    assert not categories.only_types("查看了生产现场和资料。")
    assert categories.only_types("隐患排查、安全培训")
    assert not categories.only_types("红色为重大隐患，黄色为一般隐患。")


def test_an_answer_beside_an_empty_box_is_no_signature() -> None:
    form = [
        ("title", "隐患排查服务报告"),
        ("table", [["服务企业", "泗县长河矿业有限公司", "服务专家", "吴国栋"], ["服务日期", "2025年8月1日", "服务内容", "隐患排查"]]),
        "经检查未发现隐患。",
        "企业负责人签字：□ 情况属实　□ 有异议　　签字：",
    ]  # fmt: skip
    name, data = drawn(Paper("report", "docx", form, "service_report"))
    fields = examine([(name, data)]).fields
    assert fields["customer_signed"].value is False
    assert "signoff_name" not in fields


def test_a_label_goes_on_below_with_its_unit_alone() -> None:
    sheets = Sheets()
    rows = [
        ("保险单号：", "64009072025311453494"),
        ("保险费（小写）：", "￥33,627.36"),
        ("其中：事故预防费用", ""),
        ("（元）：", "3,026.46"),
    ]
    sheets.text(200, 60, "安全生产责任保险保险单", 16)
    for k, (label, value) in enumerate(rows):
        sheets.text(60, 100 + 18 * k, label)
        sheets.text(190, 100 + 18 * k, value)
    sheets.canvas.showPage()
    sheets.canvas.save()
    fields = examine([("a.pdf", sheets.buffer.getvalue())]).fields
    assert fields["prevention_fee"].value == Decimal("3026.46")


def test_a_brother_companys_policy_beside_is_told_and_sends_nothing_back() -> None:
    ours = filings.policy("own.pdf", policy_no="SLXB20240001", **HOLDER)
    theirs = filings.policy(
        "brother.pdf", policy_no="SLXB20240777", policyholder="泗县金利来包装制品有限公司", insured="泗县金利来包装制品有限公司", uscc=None
    )  # fmt: skip
    report = filings.report("r.pdf", policy_no="SLXB20240001", client=HOLDER["policyholder"])
    assert [s.facts["for_reference"].known for s in assemble([ours, theirs, report]).policies] == [False, True]
    assert [s.facts["for_reference"].known for s in assemble([ours, theirs]).policies] == [False, False]


@pytest.mark.parametrize(
    ("title", "said", "draft"),
    [
        ("安全生产责任保险保险单（送审稿）", "保单号：待生成", True),
        ("安全生产责任保险保险单", "本件仅供核对，不作为承保依据。", True),
        ("安全生产责任保险保险单", "保单号：PZAQ20240001，本件仅供核对。", False),
    ],
)
def test_a_draft_of_a_policy_is_no_policy(title: str, said: str, draft: bool) -> None:
    assert near_kinds.is_a_draft(title, [title, said]) is draft


def test_agreements_numbered_by_their_name_alone_and_one_on_seals() -> None:
    said = ("未经盖章无效。", "全部员工一次性足额投保，劳务派遣员工视同本单位员工。", "保险费由各班组分摊到人。")
    table = ("table", [["条款", "内容"], *([f"特约{k}", text] for k, text in enumerate(said, 1))])
    name, data = drawn(Paper("policy", "docx", [("title", "安全生产责任保险单"), "特别约定", table], "policy"))
    items = [str(row.value("text")) for row in examine([(name, data)]).tables["special_agreements"]]
    assert items == list(said)


def test_what_an_enterprise_did_by_itself_is_no_service_where_the_reports_name_their_policy() -> None:
    ours = filings.policy(**HOLDER)
    number = str(ours.value("policy_no"))
    drill = filings.report(
        "drill.docx", policy_no=None, service_org=None, client=HOLDER["policyholder"], service_start=date(2024, 3, 20)
    )
    served = filings.report("r.pdf", policy_no=number, client=HOLDER["policyholder"], service_start=date(2024, 5, 1))
    facts = assemble([ours, drill, served]).policies[0].facts
    assert (facts.value("report_count"), facts.value("first_service")) == (1, date(2024, 5, 1))
    assert assemble([ours, drill]).policies[0].facts.value("report_count") == 1
    # what a scan does not show is not absent
    cut = filings.report("scan.pdf", policy_no=None, service_org=None, client=HOLDER["policyholder"], whole=False)
    assert assemble([ours, cut, served]).policies[0].facts.value("report_count") == 2


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (["甲方（首席承保人）：甲财产保险股份有限公司", "甲方份额70%，乙方份额30%。", "有效期自2025年1月1日起三年。"], "unknown"),
        (["投保人：甲厂", "被保险人：甲厂", "保险费：1,000.00元", "保险期间：2025年1月1日至2025年12月31日"], "policy"),
    ],
)  # fmt: skip
def test_what_insurers_agree_on_is_no_policy(said: list[str], kind: str) -> None:
    paper = Paper("agreement", "docx", [("title", "安全生产责任保险共同保险协议"), *said], "policy")
    assert classify(read(drawn(paper)[1], "a.docx")).kind == kind


def test_services_that_go_on_behind_a_semicolon_are_all_told() -> None:
    told = [
        "安责险事故预防服务记录单",
        "记录编号：YF2024-5643",
        "服务类型：安全生产隐患排查治理；安全生产教育培训",
        "本次费用：RMB 1,500.00",
        "企业负责人签字：曹洋涛",
    ]
    sheet = Sheet(paper(*(line(text, 80 + 20.0 * k) for k, text in enumerate(told))))
    assert service_report.extract(sheet).fields["service_types"].value == ("inspection", "training")


@pytest.mark.parametrize("printed", ["HHAZX-5325-25-001284", "SLXB 20240300017", "SLXB20240300017"])
@pytest.mark.parametrize("label", ["确认书号码", "关联文本", "受理号"])
def test_a_report_that_prints_the_policys_number_under_any_word_is_of_that_policy(label: str, printed: str) -> None:
    told = {"numbers_told": filings.rows([{"number": "FW20260401"}, {"number": printed}])}
    report = filings.report(policy_no=None)
    joined = assemble([filings.policy(), replace(report, tables={**report.tables, **told})])
    named = next(s for s in joined.subjects if s.about == "report").facts["report_policy_no"]
    assert named.known == printed.startswith("SLXB")
    paper = read_report(label, printed)
    assert "policy_no" in paper.fields or printed in [row.value("number") for row in paper.rows("numbers_told")]


def read_report(label: str, number: str) -> Record:
    rows = [["小结编号", "YNAK-2025-1126", label, number], ["客户", "个旧市锡都冶炼有限公司", "检查日期", "2025-11-26"]]
    name, data = drawn(Paper("report", "docx", ["安全检查服务小结", ("table", rows)], "service_report"))
    return examine([(name, data)], kind="service_report")


def test_the_number_of_last_years_policy_is_not_told() -> None:
    assert not read_report("上年确认书号码", "HHAZX-5325-24-000071").rows("numbers_told")
