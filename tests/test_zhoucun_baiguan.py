"""Filings of 周村 and 百官 from their papers to their findings: what the two notices ask is said, near misses are not.

Names, numbers and sums are invented. What must be found was written down from the notices before the command was run.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from api import check as service
from api.settings import Settings
from extractor.values.dates import Moment
from tests import filings
from tests.test_rosters import book, code, docx
from validators import archive, assemble, validate
from validators.facts import Filing, Manifest
from validators.finding import Verdict
from validators.law.pack_reading import shipped

COVERS: Mapping[str, str] = {
    "从业人员人身伤亡": "30,000.00", "第三者人身伤亡": "4,000.00", "第三者财产损失": "2,000.00", "应急抢险救援费用": "1,500.00",
    "事故善后处理费用": "1,000.00", "医疗救护费用": "6,000.00", "事故鉴定费用": "1,000.00", "法律诉讼费用": "1,500.00",
}  # fmt: skip
AGREED = (
    "本保险的保障对象为全体从业人员，含被派遣劳动者，保险金额统一。",
    "保险期间内，保险人为投保单位提供每年一次教育培训、两次隐患排查和一次应急演练的事故预防服务。",
    "保险费由投保单位缴纳，不得以任何方式摊派给从业人员个人。",
    "发生保险事故后，保险人应先行垫付部分赔偿金。",
    "保险人按保险费总额的15%提取事故预防费用。",
)


def policy(fields: Mapping[str, str], covers: Mapping[str, str] = COVERS, agreed: Sequence[str] = AGREED) -> bytes:
    """A policy as a page: a form, the list of covers, the special agreements."""
    form = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in fields.items())
    listed = "".join(
        f"<tr><td>{name}</td><td>500,000.00</td><td>{premium}</td></tr>" for name, premium in covers.items()
    )
    terms = "".join(f"<p>{n}、{text}</p>" for n, text in enumerate(agreed, 1))
    return (
        "<html><head><meta charset='utf-8'></head><body><h1>安全生产责任保险保险单</h1>"
        f"<table border='1'>{form}</table><h2>保险责任明细表</h2>"
        f"<table border='1'><tr><td>保险责任</td><td>每人责任限额（元）</td><td>保险费（元）</td></tr>{listed}</table>"
        f"<h2>特别约定</h2>{terms}<p>（以下无正文）</p></body></html>"
    ).encode()


ZHOUCUN = {
    "保险单号": "PZAQ201837030600118", "保险人": "中国平安财产保险股份有限公司", "出单机构": "中国平安财产保险股份有限公司周村支公司",
    "投保人": "淄博恒石矿业有限公司", "被保险人": "淄博恒石矿业有限公司", "统一社会信用代码": code(301, "370306"),
    "地址": "山东省淄博市周村区王村镇石门村北", "行业类别": "非煤矿山", "从业人员总数": "60人", "投保人数": "60人",
    "每人责任限额": "500,000.00元", "累计责任限额": "6,000,000.00元", "总保险费": "47,000.00元",
    "事故预防费用": "7,050.00元（15%）", "保险期间": "自2018年11月1日零时起至2019年10月31日二十四时止", "签单日期": "2018年10月26日",
}  # fmt: skip
BAIGUAN = {
    "保险单号": "PICC202233060400071", "保险人": "中国人民财产保险股份有限公司", "出单机构": "中国人民财产保险股份有限公司上虞支公司",
    "投保人": "绍兴虞舜印染有限公司", "被保险人": "绍兴虞舜印染有限公司", "统一社会信用代码": code(401),
    "地址": "浙江省绍兴市上虞区百官街道江扬路88号", "行业类别": "印染", "从业人员总数": "60人", "投保人数": "60人",
    "每人责任限额": "500,000.00元", "累计责任限额": "6,000,000.00元", "总保险费": "47,000.00元",
    "保险期间": "自2022年5月10日零时起至2023年5月9日二十四时止", "签单日期": "2022年5月6日",
}  # fmt: skip


def folder(
    place: Path, name: str, review: str, papers: Mapping[str, bytes], parameters: Mapping[str, Any] | None = None
) -> Path:
    home = place / name
    home.mkdir(parents=True)
    for file, data in papers.items():
        (home / file).write_bytes(data)
    known = {"filing_id": name, "review_date": review, "documents": [], "parameters": dict(parameters or {})}
    (home / "manifest.json").write_text(json.dumps(known), "utf-8")
    return home


def checked(*paths: Path) -> list[dict[str, Any]]:
    return [one.report for one in service.check(paths, Settings(workers=0), lambda *_: None)]


def wrong(report: Mapping[str, Any]) -> dict[str, list[str]]:
    """Rule → what it says, of all that is violated."""
    out: dict[str, list[str]] = {}
    for finding in report["findings"]:
        if finding["verdict"] == "violated":
            out.setdefault(finding["rule"], []).append(finding["summary"])
    return out


# --- 周村 -------------------------------------------------------------------------------------------------------------


def test_a_zhoucun_filing_that_keeps_the_notice_is_clean(tmp_path: Path) -> None:
    ledger = book({"2018": [
        ["事故预防费用台账（2018年度）"],
        ["日期", "保单号", "收支", "用途", "收款单位", "金额（元）", "结余（元）"],
        ["2018-11-05", ZHOUCUN["保险单号"], "提取", "按保费15%提取", "", 7050, 7050],
        ["2018-12-03", ZHOUCUN["保险单号"], "支出", "安全奖励先进班组", "淄博恒石矿业有限公司", 800, 6250],
        ["2019-03-14", ZHOUCUN["保险单号"], "支出", "隐患排查专家费", "淄博安环技术服务有限公司", 2400, 3850],
    ]})  # fmt: skip
    [report] = checked(folder(tmp_path, "Z1", "2019-06-30", {"保单.html": policy(ZHOUCUN), "台账.xlsx": ledger}))
    assert {paper["path"]: paper["kind"] for paper in report["documents"]} == {
        "保单.html": "policy",
        "台账.xlsx": "fee_ledger",
    }
    assert not wrong(report)
    assert "zhoucun-2018" in {pack["name"] for pack in report["packs"]}


def test_a_zhoucun_filing_that_breaks_it(tmp_path: Path) -> None:
    fields = {
        **ZHOUCUN, "保险人": "鼎衡财产保险股份有限公司", "出单机构": "鼎衡财产保险股份有限公司淄博中心支公司",
        "事故预防费用": "4,700.00元（10%）", "总保险费": "46,000.00元",
    }  # fmt: skip
    covers = {name: premium for name, premium in COVERS.items() if "善后" not in name}
    agreed = ("保险费由投保单位与从业人员按七比三共同负担，职工部分从工资中代扣。", AGREED[3])
    ledger = book({"明细": [
        ["日期", "保单号", "收支", "用途", "收款单位", "金额（元）"],
        ["2018-11-05", ZHOUCUN["保险单号"], "提取", "职工缴纳部分转入", "", 4600],
        ["2018-12-03", ZHOUCUN["保险单号"], "支出", "转存一年定期", "周村农商银行", 3000],
        ["2019-01-15", ZHOUCUN["保险单号"], "支出", "客户招待费", "周村大酒店有限公司", 900],
    ]})  # fmt: skip
    papers = {"保单.html": policy(fields, covers, agreed), "台账.xlsx": ledger}
    [report] = checked(folder(tmp_path, "Z2", "2019-06-30", papers))
    found = wrong(report)
    assert {
        "zhoucun.insurer-list",
        "zhoucun.fee-floor",
        "zhoucun.other-coverages",
        "zhoucun.no-levy-entry",
    } <= found.keys()
    shared = next(finding for finding in report["findings"] if finding["type"] == "prohibited_wording")
    texts = {citation["document"] for citation in (shared["citation"], *shared["also"])}
    assert "周村区人民政府办公室2018年8月5日通知" in texts, "the national text says the same: one finding, both named"
    assert found["zhoucun.other-coverages"] == ["保险责任缺少“善后费用”"]
    spent = [text for rule in ("zhoucun.fee-purpose", "zhoucun.fee-not-diverted") for text in found.get(rule, ())]
    assert len(spent) == 2, "one finding for each line, whichever clause speaks"
    assert any("招待" in text for text in spent)
    assert any("转存" in text for text in spent)
    assert report["verdict"] == "returned"


def test_after_the_pilot_the_notice_judges_nothing(tmp_path: Path) -> None:
    fields = {
        **ZHOUCUN, "保险人": "鼎衡财产保险股份有限公司", "保险期间": "自2020年2月1日零时起至2021年1月31日二十四时止",
        "签单日期": "2020年1月20日",
    }  # fmt: skip
    [report] = checked(folder(tmp_path, "Z3", "2020-06-30", {"保单.html": policy(fields)}))
    assert not [finding for finding in report["findings"] if finding["rule"].startswith("zhoucun.")]


ROSTER: list[list[Any]] = [
    ["周村区安责险应保企业台账"],
    ["数据截止2019年6月30日"],
    ["序号", "单位", "统一代码", "所属行业", "是否参保"],
    [1, "周村恒石采石场", code(311, "370306"), "非煤矿山", "否"],
    [2, "淄博安达花炮有限公司", code(312, "370306"), "烟花爆竹批发", "是"],
    [3, "周村顺达运输有限公司", code(313, "370306"), "道路运输", "否"],
    [4, "淄博王村化工有限公司", code(314, "370306"), "化工", "待核实"],
]


def test_a_zhoucun_roster_names_both_clauses_where_they_disagree(tmp_path: Path) -> None:
    [report] = checked(folder(tmp_path, "Z4", "2019-07-10", {"台账.xlsx": book({"Sheet1": ROSTER})}))
    found = wrong(report)
    assert found["zhoucun.sectors-in-two-clauses"] == [
        "周村顺达运输有限公司（交通运输）没有投保：三（一）把这一行业列为强制实施（化工为全面推行），四（二）3却只要求先行局部试点；"
        "两款不能都照办，由主管部门确定"
    ]
    accused = {
        text.split("（")[0]
        for rule, texts in found.items()
        if rule != "zhoucun.sectors-in-two-clauses"
        for text in texts
    }
    assert "周村恒石采石场" in accused
    assert not accused & {"淄博安达花炮有限公司", "淄博王村化工有限公司"}
    assert report["verdict"] == "accepted", "a list of enterprises lacks no policy"


def test_a_zhoucun_roster_of_2021_is_not_judged_by_the_pilot(tmp_path: Path) -> None:
    rows = [*ROSTER[:1], ["数据截止2021年6月30日"], *ROSTER[2:]]
    [report] = checked(folder(tmp_path, "Z5", "2021-07-10", {"台账.xlsx": book({"Sheet1": rows})}))
    assert not [finding for finding in report["findings"] if finding["rule"].startswith("zhoucun.")]


# --- 百官 -------------------------------------------------------------------------------------------------------------


def test_two_policies_of_one_holder_in_one_filing_show_the_gap(tmp_path: Path) -> None:
    later = {
        **BAIGUAN, "保险单号": "PICC202333060400099", "保险期间": "自2023年8月1日零时起至2024年7月31日二十四时止",
        "签单日期": "2023年7月28日",
    }  # fmt: skip
    papers = {"2022.html": policy(BAIGUAN), "2023.html": policy(later)}
    [report] = checked(folder(tmp_path, "B1", "2023-09-01", papers))
    assert wrong(report)["baiguan.renewal-in-time"] == [
        "上一保单PICC202233060400071的保险期间2023年5月9日届满，本保单自2023年8月1日起保，中断83天"
    ]


def test_across_filings_the_policy_before_is_found_by_its_credit_code(tmp_path: Path) -> None:
    late = {
        **BAIGUAN, "保险单号": "PICC202333060400099", "投保人": "绍兴虞舜印染集团有限公司", "被保险人": "绍兴虞舜印染集团有限公司",
        "保险期间": "自2023年6月20日零时起至2024年6月19日二十四时止", "签单日期": "2023年6月18日",
    }  # fmt: skip
    other = {**late, "保险单号": "PICC202333060400100", "统一社会信用代码": code(402)}
    homes = [
        folder(tmp_path, name, "2023-09-01", {"保单.html": policy(fields)})
        for name, fields in (("B2022", BAIGUAN), ("B2023", late), ("C2023", other))
    ]
    reports = {report["filing"]: report for report in checked(*homes)}
    assert wrong(reports["B2023"])["baiguan.renewal-in-time"] == [
        "上一保单PICC202233060400071的保险期间2023年5月9日届满，本保单自2023年6月20日起保，中断41天"
    ]
    finding = next(f for f in reports["B2023"]["findings"] if f["rule"] == "baiguan.renewal-in-time")
    assert finding["params"]["previous_filing"] == "B2022"
    assert "baiguan.renewal-in-time" not in wrong(reports["C2023"]), "another enterprise of the same words"
    assert "baiguan.renewal-in-time" not in wrong(reports["B2022"])


TERMS = {"employee_premium": 42000, "fixed_premium": 8000, "credit_coefficient": 1.1, "no_claim_discount": 0.94}


@pytest.mark.parametrize(
    ("terms", "stands"),
    [
        ({}, True),  # nothing handed in: nothing to work out
        ({"premium_terms": {**TERMS, "credit_coefficient": 1.0}}, True),  # 50,000 × 0.94 = 47,000
        ({"premium_terms": TERMS}, False),
        ({"premium_terms": {**TERMS, "standardisation_coefficient": 1.0}}, True),  # 或: the other one fits
        ({"premium_terms": {"PICC202233060400071": TERMS}}, False),  # by number
        ({"premium_terms": {"PICC209999999999999": TERMS}}, True),  # another policy's
    ],
)
def test_the_premium_is_recomputed_where_its_coefficients_are_handed_in(
    tmp_path: Path, terms: Mapping[str, Any], stands: bool
) -> None:
    [report] = checked(folder(tmp_path, "B3", "2022-06-01", {"保单.html": policy(BAIGUAN)}, terms))
    assert ("baiguan.premium-formula" not in wrong(report)) is stands
    if not stands:
        assert wrong(report)["baiguan.premium-formula"] == [
            "保险费47,000元，按公式应为51,700元（所用系数：安全生产信用等级系数）"
        ]


def units(insured: int, lines: int) -> bytes:
    rows: list[list[Any]] = [
        ["上虞区百官街道安责险参保情况统计表"],
        ["统计截止日期：2021年12月31日"],
        ["编号", "经营主体", "信用代码", "参保状态", "列入依据", "是否应保"],
    ]
    for n in range(1, lines + 1):
        rows.append([n, f"上虞百官第{n}机械有限公司", code(500 + n), "已参保" if n <= insured else "未参保",
                     "使用重点监管危险化学品" if n == 2 else "", "否" if n in (2, 3) else "是"])  # fmt: skip
    return book({"Sheet1": rows})


@pytest.mark.parametrize(("insured", "lines", "short"), [(80, 90, False), (79, 90, True), (12, 30, False)])
def test_eighty_units_by_the_end_of_2021(tmp_path: Path, insured: int, lines: int, short: bool) -> None:
    [report] = checked(folder(tmp_path, "B4", "2022-01-10", {"统计表.xlsx": units(insured, lines)}))
    assert report["documents"][0]["kind"] == "roster"
    assert ("baiguan.insured-units" in wrong(report)) is short
    assert wrong(report)["baiguan.target-groups"] == [
        "上虞百官第2机械有限公司属于通知列明的对象（使用重点监管危险化学品），清单上却不列为应保"
    ]


def service_paper(day: str, title: str, what: str, number: str) -> bytes:
    return docx(
        [
            f"{title}记录",
            f"服务编号：{number}　保险单号：{BAIGUAN['保险单号']}",
            f"服务日期：{day}",
            "服务机构：浙江安衡技术服务有限公司",
        ],
        [
            ["服务对象", "绍兴虞舜印染有限公司"],
            ["服务内容", what],
            ["服务人员", "张卫东、李建国"],
            ["客户签字", "王强"],
        ],
    )


def test_four_services_of_a_year_are_counted_when_it_is_over_and_all_reports_are_here(tmp_path: Path) -> None:
    papers = {
        "保单.html": policy(BAIGUAN),
        "1.docx": service_paper("2022年6月2日", "安全生产宣传教育培训服务", "消防安全知识培训", "FW-22-001"),
        "2.docx": service_paper("2022年9月8日", "应急救援演练服务", "疏散演练", "FW-22-002"),
    }
    over = folder(tmp_path, "B5", "2023-06-01", papers, {"reports_complete": True})
    unsaid = folder(tmp_path, "B6", "2023-06-01", papers)
    running = folder(tmp_path, "B7", "2022-12-01", papers, {"reports_complete": True})
    closed, open_, early = checked(over, unsaid, running)
    assert sorted(wrong(closed)["baiguan.yearly-services"]) == [
        "保险年度内没有“事故隐患排查”服务", "保险年度内没有“风险辨识评估”服务",
    ]  # fmt: skip
    assert "baiguan.yearly-services" not in wrong(open_)
    assert "baiguan.yearly-services" not in wrong(early)


# --- the mechanism ---------------------------------------------------------------------------------------------------


def of(name: str, start: date, end: date, **changes: Any) -> Filing:
    terms = {
        "period_start": Moment(start),
        "period_end": Moment(end, 24),
        "sign_date": start,
        "uscc": code(601),
        **changes,
    }
    record = filings.policy(policy_no=f"P-{name}", **terms)
    return assemble([record], Manifest(name, date(2024, 6, 1)), name)


def test_a_gap_in_which_a_year_fits_accuses_nobody() -> None:
    early, late = of("A", date(2021, 8, 1), date(2022, 7, 31)), of("B", date(2024, 1, 1), date(2024, 12, 31))
    linked = archive.linked([early, late])
    assert linked[0].policies[0].facts.value("previous_period_end") is None
    assert linked[1].policies[0].facts.value("previous_period_end") == Moment(date(2022, 7, 31), 24)
    place = {"region_code": "330604001", "address": "浙江省绍兴市上虞区百官街道江扬路88号"}
    judged = [
        finding
        for finding in validate(
            archive.linked([early, of("B", date(2024, 1, 1), date(2024, 12, 31), **place)])[1], shipped()
        ).findings
        if finding.rule == "baiguan.renewal-in-time"
    ]
    assert [finding.verdict for finding in judged] == [Verdict.UNDECIDED]


def test_a_copy_of_a_policy_and_a_code_that_does_not_check_link_nothing() -> None:
    one = of("A", date(2022, 8, 1), date(2023, 7, 31))
    assert archive.linked([one, one])[0].policies[0].facts.value("previous_period_end") is None
    wrong_code = [
        of(n, date(y, 8, 1), date(y + 1, 7, 31), uscc="913306040000000000") for n, y in (("A", 2021), ("B", 2023))
    ]
    assert archive.linked(wrong_code)[1].policies[0].facts.value("previous_period_end") is None


def test_as_of_keeps_what_other_filings_told() -> None:
    pair = archive.linked([of("A", date(2022, 8, 1), date(2023, 7, 31)), of("B", date(2023, 9, 1), date(2024, 8, 31))])
    report = validate(pair[1], shipped(), as_of=date(2024, 6, 1))
    assert report.filing.policies[0].facts.value("previous_policy") == "P-A"


def test_an_enterprise_is_insured_by_the_policy_of_the_same_filing() -> None:
    day = date(2024, 4, 1)
    record = filings.policy(uscc=code(601), policyholder="宿州青禾锻造有限公司", insured="宿州青禾锻造有限公司")
    roster = roster_of(
        {"enterprise": "宿州青禾锻造有限公司", "uscc": code(601)},
        {"enterprise": "宿州青禾锻造 有限公司"},
        {"enterprise": "宿州青禾锻造有限公司", "uscc": code(602)},
        {"enterprise": "宿州别家有限公司", "uscc": code(603)},
        day=day,
    )
    subjects = list(assemble([record, roster]).of("enterprise"))
    assert [subject.facts.value("insured") for subject in subjects] == [True, True, None, None]


def test_a_line_that_contradicts_itself_and_counts_that_leave_lines_open() -> None:
    roster = roster_of(
        {"enterprise": "甲", "insured": True, "period_end": Moment(date(2024, 3, 31)), "is_due": True},
        {"enterprise": "乙", "insured": True, "is_due": True},
        {"enterprise": "丙", "policy_no": "PZ20240001", "is_due": True},
        {"enterprise": "丁", "is_due": False},
        day=date(2024, 4, 1),
    )
    filing = assemble([roster])
    [whole] = filing.of("roster")
    assert [s.facts["insured"].state for s in filing.of("enterprise")] == ["contradicted", "known", "known", "absent"]
    assert (whole.facts["insured_count_due"].value, whole.facts["insured_count_due"].rivals) == (2, (3,))
    assert (whole.facts.value("due_count"), whole.facts["coverage_rate"].state) == (3, "absent")


def test_coverage_of_a_roster_whose_lines_all_say() -> None:
    roster = roster_of(
        {"enterprise": "甲", "insured": True, "is_due": True},
        {"enterprise": "乙", "insured": False, "is_due": True},
        {"enterprise": "丙", "insured": True, "is_due": True},
        {"enterprise": "丁", "insured": False, "is_due": False},
        day=date(2024, 4, 1),
    )
    [whole] = assemble([roster]).of("roster")
    assert whole.facts.value("coverage_rate") == Decimal("66.67")
    assert whole.facts.value("insured_units") == 2


def test_a_list_of_the_uninsured_shows_no_coverage() -> None:
    roster = roster_of({"enterprise": "甲"}, {"enterprise": "乙"}, day=date(2024, 4, 1), scope="uninsured")
    filing = assemble([roster])
    [whole] = filing.of("roster")
    assert [subject.facts.value("insured") for subject in filing.of("enterprise")] == [False, False]
    assert [whole.facts[name].state for name in ("coverage_rate", "insured_units", "insured_count_due")] == [
        "absent"
    ] * 3


def roster_of(*lines: Mapping[str, Any], day: date, **fields: Any) -> Any:
    from extractor.record import Record, Witness

    told = {name: filings.reading(value) for name, value in {"roster_date": day, **fields}.items()}
    tables = {"enterprises": filings.rows(lines)}
    return Record("清单.xlsx", "sha-roster", "roster", told, tables, {"enterprises": Witness(True, True, "read")})


@pytest.mark.parametrize(
    ("refused_on", "reported_on", "late"),
    [
        (None, date(2024, 7, 20), True),  # the deadline starts the days where no day of refusal is told
        (date(2024, 7, 10), date(2024, 7, 20), False),  # ten days after the refusal was recorded
        (date(2024, 6, 20), date(2024, 7, 20), True),  # refused before the deadline: the deadline is the later
        (date(2024, 6, 20), date(2024, 7, 12), False),
    ],
)
def test_a_refusal_counts_from_the_day_it_was_recorded_and_not_before_the_deadline(
    refused_on: date | None, reported_on: date, late: bool
) -> None:
    place: dict[str, Any] = {
        "region_code": "330604001",
        "jurisdiction": "绍兴市上虞区百官街道",
        "address": "浙江省绍兴市上虞区百官街道江扬路88号",
    }
    hazard = {
        "level": "重大", "description": "除尘管道未接地", "deadline": date(2024, 6, 30), "rectified": False, "refused": True,
        "refused_on": refused_on, "reported_on": reported_on, "reported_to": "百官街道应急管理站",
    }  # fmt: skip
    filing = assemble([filings.policy(**place), filings.report(hazards=[hazard])], Manifest("R", date(2024, 9, 1)))
    verdicts = {
        finding.verdict
        for finding in validate(filing, shipped()).findings
        if finding.rule == "baiguan.refused-hazard-reported"
    }
    assert verdicts == {Verdict.VIOLATED if late else Verdict.SATISFIED}


@pytest.mark.parametrize(("majors", "verdict"), [(1, Verdict.VIOLATED), (2, Verdict.UNDECIDED)])
def test_a_report_that_says_an_authority_was_told_means_its_only_major_hazard(majors: int, verdict: Verdict) -> None:
    place: dict[str, Any] = {
        "region_code": "330604001",
        "jurisdiction": "绍兴市上虞区百官街道",
        "address": "浙江省绍兴市上虞区百官街道江扬路88号",
    }
    refused = {"level": "重大", "deadline": date(2024, 6, 20), "rectified": False, "refused": True}
    found = [{**refused, "description": text} for text in ("除尘管道未接地", "粉尘爆炸区无泄爆口")[:majors]]
    ordinary = {"level": "一般", "description": "配电柜前堆放杂物", "rectified": True, "refused": False}
    report = filings.report(hazards=[*found, ordinary])
    said = {"about": "第3项重大隐患至期满仍拒绝整改", "reported_on": date(2024, 7, 20), "reported_to": "应急管理局"}
    report = dataclasses.replace(report, tables={**report.tables, "told_authority": filings.rows([said])})
    filing = assemble([filings.policy(**place), report], Manifest("R", date(2024, 9, 1)))
    told = [f.verdict for f in validate(filing, shipped()).findings if f.rule == "baiguan.refused-hazard-reported"]
    assert set(told) - {Verdict.NOT_APPLICABLE} == {verdict}


def test_a_roster_without_a_day_says_so_once(tmp_path: Path) -> None:
    file = tmp_path / "清单.xlsx"
    file.write_bytes(book({"S": [row for row in ROSTER if "截止" not in str(row[0])]}))
    [report] = checked(file)
    assert [finding["type"] for finding in report["findings"]] == ["governing_date_unknown"]
