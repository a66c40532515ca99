"""Ledgers, rosters, endorsements, platform rows and other filings that are in order and look wrong, and the fault in the same disguise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import extractor
from extractor import clauses
from tests.archive_kit import client, code, filing, found, period, report, roster
from tests.filings import rows
from tests.test_near_misses import form, grid, policy
from validators import Manifest, assemble, validate
from validators.cases import facts_of
from validators.checks import (
    agrees_with_clause,
    agrees_with_declared,
    contains_all,
    free_of_words,
    price_at_most,
    share_at_most,
)
from validators.facts import Facts, Filing
from validators.finding import Finding, Verdict
from validators.say import wrong

NUMBER = "PZ20250808001"


def judged(*papers: str) -> tuple[Finding, ...]:
    files = [(f"{number}.html", f"<html><body>{paper}</body></html>".encode()) for number, paper in enumerate(papers)]
    records = [extractor.examine([file]) for file in files]
    return validate(assemble(records, Manifest("F", date(2026, 9, 1)))).findings


def types(*papers: str, kind: Verdict = Verdict.VIOLATED) -> set[str]:
    return {finding.type for finding in judged(*papers) if finding.verdict is kind}


def endorsement(line: str) -> str:
    return f"<h1>批　单</h1><p>批单号：PD-2025-0031　　所属保单号：{NUMBER}</p><p>{line}</p>"


def ledger(*entries: str) -> str:
    heads = "日期|摘要|保单号|提取|支出|收款方|凭证号"
    return "<h1>事故预防费用台账</h1>" + grid(heads, f"2025-08-20|计提预防费|{NUMBER}|1,350.00|||记-1", *entries)


MORE = "自2025年9月1日零时起增加被保险人员10名，增收保险费人民币贰仟元整（¥2,000.00）。"
SPENT = f"2025-09-10|隐患排查服务费|{NUMBER}||2,000.00|赣州数安安全技术有限公司|付-3"


def test_the_cap_of_spending_is_on_the_premium_that_endorsements_raised() -> None:
    assert "prevention_spend_above_cap" in types(policy(), ledger(SPENT))
    assert "prevention_spend_above_cap" not in types(policy(), endorsement(MORE), ledger(SPENT))
    assert "prevention_spend_above_cap" in types(policy(), endorsement(MORE.replace("贰仟元整（¥2,000", "壹佰元整（¥100")), ledger(SPENT))  # fmt: skip


def test_a_base_that_became_smaller_is_not_the_larger_one() -> None:
    rule = share_at_most.Params("ledger_spent", "premium_received", "premium", "premium_endorsed", Decimal(21))
    said = {"ledger_spent": 2000, "premium": 10000, "premium_endorsed": 9000}
    assert share_at_most.check(facts_of(said), rule).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("row", "facts", "verdict"),
    [
        ({"premium": "24000"}, {"premium": 21600, "premium_endorsed": 24000}, "satisfied"),
        ({"premium": "21600"}, {"premium": 21600, "premium_endorsed": 24000}, "satisfied"),
        ({"premium": "23000"}, {"premium": 21600, "premium_endorsed": 24000}, "undecided"),
        ({"premium": "23000"}, {"premium": 21600}, "violated"),
        ({"insurer": "人保财险杭州市分公司滨江支公司"}, {"insurer": "中国人民财产保险股份有限公司"}, "undecided"),
        ({"insurer": "平安产险杭州中心支公司"}, {"insurer": "中国人民财产保险股份有限公司"}, "violated"),
    ],
)  # fmt: skip
def test_a_platforms_row_tells_the_state_of_today_and_short_names(row: dict[str, str], facts: dict[str, object], verdict: str) -> None:  # fmt: skip
    outcome = agrees_with_declared.check(facts_of({**facts, "declared_policy": [row]}), agrees_with_declared.Params())
    assert [part.verdict.value for part in outcome.parts] == [verdict]


def test_what_an_endorsement_leaves_in_order_is_asked_of_nobody() -> None:
    longer = endorsement("保险止期由2026年8月8日24时延长至2026年8月31日24时，加收保险费500.00元。")
    asked = {"policy_content_missing", "period_end_before_start", "sign_date_after_expiry"}
    assert not types(policy(), longer, kind=Verdict.UNDECIDED) & asked
    assert "period_not_one_year" in types(policy(), longer, kind=Verdict.UNDECIDED)


def test_a_shop_across_the_road_is_no_department() -> None:
    rule = free_of_words.Params("entry_payee", ("公安局", "应急管理局"), (), ("门市部", "协会"))
    said = {
        name: free_of_words.check(facts_of({"entry_payee": name}), rule).verdict.value
        for name in ("县公安局对面永安消防器材门市部", "县公安局对面门市部（个体）", "泗县应急管理局", "泗县应急管理局（宣教科）")
    }  # fmt: skip
    assert list(said.values()) == ["satisfied", "satisfied", "violated", "violated"]
    paid = ledger(SPENT.replace("2,000.00|赣州数安安全技术有限公司", "500.00|县公安局对面永安消防器材门市部"))
    assert "fee_paid_to_department" not in types(policy(), paid)
    assert "fee_paid_to_department" in types(policy(), paid.replace("对面永安消防器材门市部", ""))


def test_what_was_taken_back_was_spent_on_nothing() -> None:
    wrong = f"2025-10-10|客户招待费|{NUMBER}||500.00|赣州宾客楼|付-4"
    back = f"2025-10-12|退回（红字）|{NUMBER}||-500.00|赣州宾客楼|付-5"
    assert "fee_spent_outside_service" in types(policy(), ledger(SPENT, wrong))
    for kind in (Verdict.VIOLATED, Verdict.UNDECIDED):
        assert "fee_spent_outside_service" not in types(policy(), ledger(SPENT, wrong, back), kind=kind)
    partly = back.replace("-500.00", "-300.00")
    assert "fee_spent_outside_service" in types(policy(), ledger(SPENT, wrong, partly))


HEADS = "序号|企业名称|主要业务|在册人数|是否属于应保范围|投保情况|备注"


def listed(*lines: str) -> str:
    return "<h1>山东省临沂市沂水县应保企业投保情况统计表</h1><p>截至2025年12月31日</p>" + grid(HEADS, *lines)


@pytest.mark.parametrize(
    ("trade", "remark", "violated", "undecided"),
    [
        ("非煤矿山", "", True, False),
        ("非煤矿山", "2024年3月已注销，采矿许可证收回", False, False),
        ("非煤矿山", "拟关闭", True, False),
        ("非煤矿山", "停产检修", False, True),
        ("非煤矿山", "曾停产，现已复产", True, False),
        ("运输设备（挂车）制造", "", False, False),
        ("道路普通货物运输", "", True, False),
        ("建筑装饰材料零售", "", False, False),
        ("建筑施工及建筑装饰材料销售", "", True, False),
    ],
)
def test_who_is_closed_or_only_sounds_dangerous_need_not_insure(
    trade: str, remark: str, violated: bool, undecided: bool
) -> None:
    paper = listed(
        "1|沂水县黄山铺冶炼厂|金属冶炼|118|是|已投保|", f"2|沂水县诸葛实业有限公司|{trade}|14|否|未投保|{remark}"
    )
    assert ("high_risk_enterprise_uninsured" in types(paper)) is violated
    assert ("high_risk_enterprise_uninsured" in types(paper, kind=Verdict.UNDECIDED)) is undecided


def test_who_is_closed_is_counted_nowhere() -> None:
    due = "1|宿州永固采石有限公司|非煤矿山|51|是|已投保|", "2|宿州旧河砂石厂|非煤矿山|0|是|未投保|2024年3月已注销"
    paper = listed(*due).replace("山东省临沂市沂水县", "安徽省宿州市埇桥区")
    assert "due_units_not_all_insured" not in types(paper)
    assert "due_units_not_all_insured" in types(paper.replace("2024年3月已注销", ""))


def test_a_question_about_a_line_names_the_enterprise_and_what_is_asked() -> None:
    paper = listed("1|沂水县黄山铺冶炼厂|金属冶炼|118|是|已投保|", "2|沂水县诸葛铁矿|铁矿开采|14|是||")
    asked = [f for f in judged(paper) if f.type == "high_risk_enterprise_uninsured" and f.verdict is Verdict.UNDECIDED]
    assert [wrong(finding) for finding in asked] == ["未能核对高危行业应当投保（沂水县诸葛铁矿），需要：是否已投保"]


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        ("因采矿许可证到期未予延续，县人民政府依法予以关闭，自2025年10月12日起解除保险合同。", True),
        ("因完全停产，自2025年10月12日起解除保险合同。", True),
        ("因停产检修，自2025年10月12日起解除保险合同。", False),
        ("经核实企业未被责令关闭，自2025年10月12日起解除保险合同。", False),
        ("如企业依法关闭，凭证明办理；自2025年10月12日起解除保险合同。", False),
    ],
)
def test_a_licence_that_was_not_renewed_denies_no_closing(said: str, closed: bool) -> None:
    record = extractor.examine([("批单.html", f"<html><body>{endorsement(said)}</body></html>".encode())])
    assert (record.value("closure") is True) is closed


def test_a_paper_about_last_years_policy_is_none() -> None:
    told = (
        "<h1>上年度保单情况说明</h1><p>上年度保险单号JX2024XZ00817，保险期间2024年7月12日至2025年7月11日，无理赔。</p>"
    )
    assert extractor.examine([("说明.html", f"<html><body>{told}</body></html>".encode())]).kind != "policy"
    assert extractor.examine([("保单.html", f"<html><body>{policy()}</body></html>".encode())]).kind == "policy"


def served(said: str) -> object:
    paper = "<h1>安责险隐患排查服务单</h1>" + form(
        服务单号="FW26-0113", 保单号=NUMBER, 企业名称="赣州石桥板材有限公司", 服务日期="2026年1月13日", 服务内容="隐患排查",
        服务机构="赣州数安安全技术有限公司", 专家="陈再兴", 排查情况=said,
    )  # fmt: skip
    return extractor.examine([("单.html", f"<html><body>{paper}</body></html>".encode())]).value("remote")


def test_who_looked_over_a_line_was_not_on_the_spot() -> None:
    assert served("本次采用腾讯会议远程方式开展，未发现隐患")
    assert served("专家未到现场，由安全员手持终端配合，未发现隐患")
    assert not served("现场排查，未发现隐患；建议下次采用线上培训")
    assert not served("远程监控系统完好，未发现隐患")
    days: dict[str, Any] = {"service_start": date(2024, 6, 5), "service_end": date(2024, 6, 5), "experts": ("林海",), "service_org": "安徽智诚安全科技有限公司"}  # fmt: skip
    places = ("340104", "340207", "341203")

    def three(**said: Any) -> list[Filing]:
        told = [{**days, **(said if n else {})} for n in range(3)]
        return [filing(n, report(n, **told[n]), region_code=place) for n, place in enumerate(places)]

    assert found(three(), "expert_in_two_places")
    assert not found(three(remote=True), "expert_in_two_places")


def test_a_company_named_in_its_groups_policy_has_one() -> None:
    lines = [{"enterprise": client(n), "uscc": code(n), "is_due": True} for n in (0, 1)]
    whole = Manifest("R", parameters={"archive_complete": True})
    told = roster(*lines)
    alone = [filing(0), assemble([told], whole, "R")]
    assert found(alone, "due_without_policy")
    holder = "<p>被保险人清单：赣州石桥板材有限公司40人；" + client(1) + f"（统一社会信用代码{code(1)}）20人。</p>"
    group = extractor.examine([("保单.html", f"<html><body>{policy(more=holder)}</body></html>".encode())])
    assert {cell.value for row in group.rows("named") for cell in row.cells.values()} == {client(1), code(1)}
    assert not found([filing(0), assemble([group], None, "G"), assemble([told], whole, "R")], "due_without_policy")


HALT = "<p>说明：被保险人自2025年6月20日至8月8日完全停止生产经营，有县应急管理局停产证明。</p>"
RULE = "<p>除被依法关闭取缔、完全停止生产经营活动外，投保人不得延迟续保，本条自2025年3月29日起施行。</p>"


@pytest.mark.parametrize(("said", "verdict"), [(HALT, "undecided"), (RULE, "violated"), ("", "violated")])
def test_a_gap_in_which_the_works_had_stopped_is_a_question(said: str, verdict: str) -> None:
    ago = {"2025年8月9日": "2024年6月1日", "2026年8月8日": "2025年5月31日", "2025年8月8日": "2024年5月30日"}
    before = policy().replace(NUMBER, "PZ20240601009")
    for new, old in ago.items():
        before = before.replace(new, old)
    told = {f.verdict for f in judged(before, policy(more=said)) if f.type == "renewal_gap"}
    assert {one.value for one in told & {Verdict.VIOLATED, Verdict.UNDECIDED}} == {verdict}


def test_a_policy_issued_once_more_is_a_question_and_another_under_its_number_none() -> None:
    def of(premium: int, name: str) -> Filing:
        said = {
            "insurer": "甲安财产保险股份有限公司",
            "insured_count": 40,
            **period(date(2025, 1, 1), date(2025, 12, 31)),
        }
        made = filing(0, policy_no="PX9", premium=Decimal(premium), **said)
        return assemble([replace(record, sha256=name) for record in made.records], None, name)

    def verdicts(*filings: Filing) -> set[Verdict]:
        return {f.verdict for items in found(filings, "policy_no_reused").values() for f in items}

    assert verdicts(of(100, "A"), of(100, "B")) == {Verdict.UNDECIDED}
    assert verdicts(of(100, "A"), of(200, "B")) == {Verdict.VIOLATED}


def test_advice_behind_the_list_is_not_missing() -> None:
    rows = grid("序号|隐患描述|等级", "1|安全通道画线磨损|一般", "2|配电房挡鼠板缺失|一般")
    head = "<h1>安责险隐患排查服务报告</h1>" + form(
        报告编号="SY-1013", 保险单号=NUMBER, 服务对象="赣州石桥板材有限公司", 服务日期="2025年10月12日", 服务项目="隐患排查",
        服务机构="浙江虞安安全科技有限公司", 专家="章树根",
    )  # fmt: skip
    place = policy().replace("江西省赣州市南康区龙岭镇工业西区", "浙江省绍兴市上虞区百官街道人民路1号")
    advised = "<p>整改建议：第1项，重新画线；第2项，加装挡鼠板。</p>"
    here = [paper.replace("赣州石桥", "上虞石桥") for paper in (place, head + rows)]
    assert "hazard_without_advice" in types(*here)
    assert "hazard_without_advice" not in types(here[0], here[1] + advised)


def test_a_year_of_services_is_no_report_of_one() -> None:
    told = "<h1>2025年度安全生产责任保险事故预防服务工作报告</h1><p>报告单位：甲安财产保险股份有限公司</p><p>本年度承保426家，开展隐患排查512次、培训88场。</p>"
    paper = extractor.examine([("年报.html", f"<html><body>{told}</body></html>".encode())])
    assert paper.kind != "service_report"


def test_some_vehicles_taken_out_leave_the_policy_in_force() -> None:
    some = "因两台自卸车报废，自2025年10月12日起从附加车辆责任中退保，退还保险费480.00元，主险继续有效。"
    record = extractor.examine([("批单.html", f"<html><body>{endorsement(some)}</body></html>".encode())])
    assert record.value("change") is None
    whole = "应投保人申请，自2025年10月12日起办理退保，退还保险费480.00元。"
    record = extractor.examine([("批单.html", f"<html><body>{endorsement(whole)}</body></html>".encode())])
    assert record.value("change") == "surrender"


def test_a_quick_way_told_beside_the_agreements_is_told() -> None:
    place = policy(more="<p>特别约定：1．承保全部从业人员，含劳务派遣。2．保险费不得由从业人员负担。</p>").replace(
        "江西省赣州市南康区龙岭镇工业西区", "河南省许昌市襄城县湛北乡"
    )
    quick = place.replace(
        "<p>承保公司", "<p>保险人对事实清楚的案件开通快速理赔通道，资料齐全后3日内赔付。</p><p>承保公司"
    )
    assert "clause_advised" in types(place)
    assert "clause_advised" not in types(quick)


def test_a_price_with_that_of_each_visit_beside_it_is_a_question() -> None:
    rule = price_at_most.Params("fee_used", "inspection", value=Decimal(3000))
    facts = facts_of({"service_types": ["inspection"], "service_start": "2025-09-09", "fee_used": 6000})
    assert price_at_most.check(facts, rule).verdict is Verdict.VIOLATED
    told = Facts({**facts, "fee_used": replace(facts["fee_used"], doubts=(Decimal(3000),))})
    assert price_at_most.check(told, rule).verdict is Verdict.UNDECIDED


def test_where_the_client_stamps_it_also_signs() -> None:
    signed = "<p>受检单位确认（盖章）：情况属实，同意整改。 杨胜 2025年10月9日</p>"
    head = "<h1>安责险隐患排查服务报告</h1>" + form(
        报告编号="SY-1013", 保险单号=NUMBER, 服务对象="赣州石桥板材有限公司", 服务日期="2025年10月9日", 服务项目="隐患排查",
        服务机构="江西安环科技有限公司", 专家="龙江",
    )  # fmt: skip
    record = extractor.examine([("报告.html", f"<html><body>{head}{signed}</body></html>".encode())])
    assert record.value("customer_signed") is True
    assert record.value("signoff_name") == "杨胜"


def test_a_list_of_the_day_of_an_endorsement_is_held_against_what_it_changed() -> None:
    people = [
        "序号|姓名|岗位",
        *(f"{n}|{'赵钱孙李周吴郑王冯陈'[n % 10]}{'一二三四五'[n // 10]}平|切割" for n in range(45)),
    ]
    more = endorsement("自2025年9月1日零时起，投保人数由40人变更为45人，加收保险费900.00元。")

    def listed_on(day: str) -> tuple[set[str], set[str]]:
        paper = f"<h1>赣州石桥板材有限公司从业人员名单（{day}）</h1>" + grid(*people)
        both = (Verdict.VIOLATED, Verdict.UNDECIDED)
        violated, undecided = (
            {f.rule for f in judged(policy(), more, paper) if f.verdict is kind and "staff_list" in f.type}
            for kind in both
        )
        return violated, undecided

    assert listed_on("2025年9月1日") == (set(), set())
    assert listed_on("2025年8月20日")[1] == {"measures-2025.listed-staff-insured"}


def test_whose_seal_the_report_has_has_confirmed_it() -> None:
    def confirmed(*seals: str) -> str:
        made = report(0, customer_signed=None)
        stamped = replace(made, tables={**made.tables, "seals": rows([{"name": seal} for seal in seals])})
        findings = validate(filing(0, stamped)).findings
        return next(f.verdict.value for f in findings if f.rule == "aq-9010.service-confirmed")

    assert confirmed(client(0)) == "satisfied"
    assert confirmed("安徽安衡技术服务有限公司") != "satisfied"


def test_a_policy_held_twice_costs_what_one_of_its_copies_says() -> None:
    copy = policy(more="<p>副本</p>")
    assert "premium_sum_mismatch" not in types(policy(), copy)
    assert "premium_sum_mismatch" in types(policy(premium="8,700.00"), policy(premium="8,700.00", more="<p>副本</p>"))


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("附加险雇员财物损失免赔200元，本单未投保该附加险", "satisfied"),
        ("附加雇员财物损失条款每次事故免赔200元", "undecided"),
        ("每次事故免赔额200元", "violated"),
    ],
)
def test_a_riders_deductible_contradicts_no_schedule(said: str, verdict: str) -> None:
    rule = agrees_with_clause.Params("deductible", "deductible")
    facts = facts_of({"deductible": 0, "clauses": [{"code": "deductible", "text": said, "amount": 200}]})
    assert agrees_with_clause.check(facts, rule).verdict.value == verdict


@pytest.mark.parametrize(("unclear", "verdict"), [(["dispatched_workers_excluded"], "undecided"), ([], "violated")])
def test_a_sentence_nobody_understood_on_dispatched_workers_may_cover_them(unclear: list[str], verdict: str) -> None:
    rule = contains_all.Params("clauses", ("all_employees",), "agreements_complete", "clause")
    said = {"clauses": ["advance_payment"], "unclear_clauses": unclear, "agreements_complete": True}
    assert contains_all.check(facts_of(said), rule).verdict.value == verdict


@pytest.mark.parametrize(
    ("said", "shut"),
    [
        ("雇主责任险保单中“派遣人员除外”的约定不适用于本保单。", False),
        ("总条款“被派遣劳动者除外”的规定予以删除。", False),
        ("派遣人员除外。", True),
        ("“免赔二百元”的约定不适用于本保单。派遣人员除外。", True),
        ("总条款“派遣人员除外”的约定不适用于第三者；派遣人员除外。", True),
    ],
)
def test_an_exclusion_that_is_quoted_to_be_set_aside_excludes_nobody(said: str, shut: bool) -> None:
    assert ("dispatched_workers_excluded" in {match.code for match in clauses.recognise(said)}) is shut


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ("对照检查表逐项检查，各项均符合要求。", Verdict.UNDECIDED),
        ("本次为复查，上次隐患均已销号，未见新增。", Verdict.UNDECIDED),
        ("查看了炉区和成品库，听取了介绍。", Verdict.VIOLATED),
    ],
)
def test_words_that_may_say_that_nothing_was_found_leave_a_missing_list_open(found: str, verdict: Verdict) -> None:
    paper = (
        "<h1>隐患排查服务报告</h1>"
        + form(
            报告编号="QZ-2025-0120", 保单号=NUMBER, 服务对象="赣州石桥板材有限公司", 服务日期="2025年9月20日", 服务项目="隐患排查",
            服务机构="赣州数安安全技术有限公司", 服务人员="罗永年",
        )
        + f"<p>排查情况</p><p>{found}</p><p>企业签字：石磊　2025年9月20日</p>"
    )  # fmt: skip
    told = {f.verdict for f in judged(policy(), paper) if f.type == "report_missing_hazard_list"}
    assert told - {Verdict.NOT_APPLICABLE} == {verdict}
