"""Papers in order that look wrong, and the fault in the same disguise beside each: what is right is accused of nothing."""

from __future__ import annotations

from datetime import date

import pytest

import extractor
from extractor.clauses import doubtful, recognise
from extractor.record import Record
from tests import filings as papers
from tests.archive_kit import client, filing, found, period
from validators import Manifest, assemble, validate
from validators.finding import Verdict

REQUIRED = {"prevention_service", "advance_payment", "all_employees"}


def verdicts(*papers: str, kind: Verdict = Verdict.VIOLATED) -> set[str]:
    """The types of what is found of a filing of web pages."""
    files = [(f"{number}.html", f"<html><body>{paper}</body></html>".encode()) for number, paper in enumerate(papers)]
    records = [extractor.examine([file]) for file in files]
    report = validate(assemble(records, Manifest("F", date(2026, 3, 1))))
    return {finding.type for finding in report.findings if finding.verdict is kind}


def form(**said: str) -> str:
    return "<table>" + "".join(f"<tr><th>{label}</th><td>{text}</td></tr>" for label, text in said.items()) + "</table>"


def grid(*rows: str) -> str:
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in rows)
        + "</table>"
    )


def policy(
    *,
    people: str = "40人",
    covered: str = "40人",
    lines: tuple[str, ...] = (),
    premium: str = "9,000.00",
    more: str = "",
) -> str:
    head = form(
        保险单号="PZ20250808001", 投保人="赣州石桥板材有限公司", 被保险人="赣州石桥板材有限公司", 地址="江西省赣州市南康区龙岭镇工业西区",
        从业人员人数=people, 投保人数=covered, 保险期间="2025年8月9日零时起至2026年8月8日二十四时止", 签单日期="2025年8月8日",
    )  # fmt: skip
    lists = lines or (
        "从业人员伤亡|50万元|500万元|1000万元|8,000.00",
        "医疗费用|5万元|50万元|100万元|600.00",
        "第三者伤亡|50万元|100万元|100万元|400.00",
    )
    covers = grid("保障项目|每人限额|每次事故限额|累计限额|保险费（元）", *lists)
    return f"<h1>安全生产责任保险保险单</h1>{head}{covers}<p>保险费合计：{premium}元</p>{more}<p>承保公司：甲安财产保险股份有限公司赣州中心支公司</p>"


@pytest.mark.parametrize(
    ("people", "covered", "verdict"),
    [
        ("30人，其中在册21人、派遣9人", "30人", Verdict.SATISFIED),
        ("30（在册21、派遣9）", "30", Verdict.SATISFIED),
        ("30人，其中在册21、派遣9", "21人", Verdict.VIOLATED),
        ("30（在册21、派遣9）", "21", Verdict.VIOLATED),
        ("30人，其中在册21人，退休返聘9人不参保", "21人", Verdict.UNDECIDED),
    ],
)
def test_parts_of_a_count_are_no_counts_beside_it(people: str, covered: str, verdict: Verdict) -> None:
    assert "insured_fewer_than_employees" in verdicts(policy(people=people, covered=covered), kind=verdict)


@pytest.mark.parametrize(
    ("days", "late"),
    [
        ({"报告日期": "2025年11月3日", "现场时间": "9月12日"}, False),
        ({"服务日期": "2025年9月12日", "报告编制日期": "2025年11月3日"}, False),
        ({"服务日期": "2025年11月3日", "合同签订日期": "2025年9月12日"}, True),
    ],
)
def test_the_day_of_a_report_is_not_that_of_its_visit(days: dict[str, str], late: bool) -> None:
    head = form(受检单位="赣州石桥板材有限公司", 服务单位="江西安衡技术服务有限公司", 保险单号="PZ20250808001", **days)
    said = f"<h1>事故预防技术服务报告</h1>{head}<p>本次开展隐患排查，经排查未发现隐患。</p>"
    insured = policy().replace("江西省赣州市南康区龙岭镇工业西区", "安徽省宿州市埇桥区汴阳街道锻工路9号")
    signed = "<p>企业负责人（签字）：刘长青　2025年11月3日</p>"
    assert ("first_service_late" in verdicts(insured, said + signed)) is late


@pytest.mark.parametrize(
    ("total", "verdict"),
    [("9,000.00", Verdict.SATISFIED), ("9,540.00", Verdict.UNDECIDED), ("9,541.00", Verdict.VIOLATED)],
    ids=["the same", "with a tax that is not printed", "no tax"],
)
def test_items_without_tax_may_stand_under_a_total_with_it(total: str, verdict: Verdict) -> None:
    assert "premium_sum_mismatch" in verdicts(policy(premium=total), kind=verdict)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("本单承保全体从业人员含劳务派遣；保险人每年隐患排查两次；可先行垫付；保险费不得由从业人员负担。", REQUIRED),
        ("全部用工含派遣均在保；每年教育培训、风险辨识、隐患排查、应急演练各一次；可预付赔款；不得要求员工承担保费。", REQUIRED),
        ("保险人应被保险人或受害人请求可以预付赔款。", {"advance_payment"}),
        # what a head over the parts turns round, none of them promises
        ("本保险单不包括下列各项：被派遣人员的伤亡；战争、核辐射；间接损失。", set()),
    ],
)  # fmt: skip
def test_what_one_part_of_an_item_promises_the_others_do_not_unsay(item: str, said: set[str]) -> None:
    assert {match.code for match in recognise(item)} & REQUIRED == said


LAWFUL = ("保险人每年为被保险人组织两次隐患排查", "保险费分两期支付", "发生重大事故可先行支付部分赔款")


@pytest.mark.parametrize(
    ("accusing", "code"),
    [
        ("派遣公司派来的工人出险的，本保险不予赔付", "dispatched_workers_excluded"),
        ("保险费由职工按月从工资中分摊", "premium_charged_to_workers"),
        ("超过24小时报案的，保险人不承担任何赔偿责任", "report_deadline_forfeits"),
    ],
)
def test_what_is_forbidden_is_heard_among_what_is_lawful(accusing: str, code: str) -> None:
    assert code in {m.code for m in recognise("；".join([LAWFUL[0], accusing, *LAWFUL[1:]]) + "。")}
    # the last part may say of all before it that none holds
    undone = "；".join([*LAWFUL, accusing, "上述与法律相抵触的约定一律无效"]) + "。"
    assert code not in {m.code for m in recognise(undone)}


def test_a_promise_between_commas_is_at_least_a_doubt() -> None:
    item = (
        "本单为全体从业人员含劳务派遣投保，限额每人五十万元，出险后赔款可予预先支付一部分，保险费不得由从业人员负担。"
    )
    heard = {match.code for match in (*recognise(item), *doubtful(item))}
    assert heard >= {"all_employees", "advance_payment"}


def test_whoever_works_there_in_the_plainest_words_is_at_least_a_doubt() -> None:
    heard = {m.code for text in ("凡进厂做工的都算（不管谁招的）",) for m in (*recognise(text), *doubtful(text))}
    assert "all_employees" in heard
    assert not {m.code for m in (*recognise("凡属战争、罢工造成的都不算"), *doubtful("凡属战争、罢工造成的都不算"))}


@pytest.mark.parametrize("word", ["均", "皆"])
def test_that_all_are_covered_is_said_in_any_word_for_all(word: str) -> None:
    said = f"凡由投保企业支付劳动报酬或由派遣单位派至投保企业的人员，{word}为被保险的从业人员，不须记名。"
    assert "all_employees" in {match.code for match in recognise(said)}


def test_one_plain_clause_of_a_long_run_does_not_hide_the_others() -> None:
    text = (
        "本保险承保在册及非在册全部用工，派遣、外包、临时均含，保险人每半年上门排查隐患一次，"
        "遇重大伤亡可按估损先付一部分，保费由企业全额承担，人员变动自动承保。"
    )
    heard = {m.code for m in (*recognise(text), *doubtful(text))}
    assert heard >= {"all_employees", "advance_payment"}


PARTS = (
    "雇员伤亡|60万|300万|600万|5,700.00",
    "　　其中：死亡伤残|60万|300万|600万|5,130.00",
    "　　其中：医疗|6万|30万|60万|570.00",
    "第三者|30万|100万|100万|600.00",
    "　　其中：人身|30万|80万|80万|450.00",
    "　　其中：财产|—|20万|20万|150.00",
    "救援|—|20万|20万|200.00",
)
BARE_PARTS = tuple(line.replace("　　其中：", "") for line in PARTS)


@pytest.mark.parametrize("lines", [PARTS, BARE_PARTS], ids=["told", "added up"])
def test_parts_of_a_premium_are_not_added_to_it(lines: tuple[str, ...]) -> None:
    assert "premium_sum_mismatch" not in verdicts(policy(lines=lines, premium="6,500.00"))


def test_parts_of_premiums_excuse_no_wrong_total() -> None:
    assert "premium_sum_mismatch" in verdicts(policy(lines=PARTS, premium="6,900.00"))


def test_limits_of_the_year_before_are_not_this_years() -> None:
    told = "<p>续保说明：上一年度保单每人伤亡责任限额30万元，本年度依新规提高至50万元；上一年度保险费7,960元。</p>"
    assert not verdicts(policy(more=told)) & {"per_accident_exceeds_aggregate", "per_person_limit_below_minimum"}
    low = tuple(line.replace("50万元|500", "30万元|500") for line in ("从业人员伤亡|50万元|500万元|1000万元|8,000.00",))
    rest = ("医疗费用|5万元|50万元|100万元|600.00", "第三者伤亡|50万元|100万元|100万元|400.00")
    raised = told.replace("30万元", "20万元").replace("50万元", "30万元")
    assert "per_person_limit_below_minimum" in verdicts(policy(lines=(*low, *rest), more=raised))


def test_people_insured_under_another_policy_are_a_question_and_no_accusation() -> None:
    elsewhere = policy(people="46人，其中6人常驻吉安分公司，已在分公司保单JA2025031项下投保", covered="40人")
    assert "insured_fewer_than_employees" not in verdicts(elsewhere)
    assert "insured_fewer_than_employees" in verdicts(elsewhere, kind=Verdict.UNDECIDED)
    assert "insured_fewer_than_employees" in verdicts(policy(people="46人，其中40人已投保", covered="40人"))


@pytest.mark.parametrize(
    ("filled", "lacking"),
    [
        ("承保对象：本单位全部员工40人（含劳务派遣人员11人），其中高处作业人员9人", {"advance-payment"}),
        ("承保对象：本单位在册员工40人，不含劳务派遣人员共11人", {"advance-payment", "all-employees"}),
    ],
)
def test_who_is_covered_is_told_beside_a_label_and_leaves_the_agreements_whole(filled: str, lacking: set[str]) -> None:
    agreed = (
        "保险人每年为投保人提供隐患排查两次、安全教育培训一次，不另行收费。",
        "本保险合同争议由合同签订地人民法院管辖。",
    )
    items = "".join(f"<p>{number}、{item}</p>" for number, item in enumerate(agreed, 1))
    paper = policy(more=f"<p>{filled}</p><p>特别约定</p>{items}")
    record = extractor.examine([("0.html", f"<html><body>{paper}</body></html>".encode())])
    findings = validate(assemble([record], Manifest("F", date(2026, 3, 1)))).findings
    missing = {
        finding.rule for finding in findings if finding.type == "clause_missing" and finding.verdict is Verdict.VIOLATED
    }
    assert missing == {f"measures-2025.{clause}" for clause in lacking}


def examined(name: str, paper: str) -> Record:
    return extractor.examine([(name, f"<html><meta charset=utf-8><body>{paper}</body></html>".encode())])


def test_at_whose_wish_they_came_and_to_whom_the_letter_speaks() -> None:
    letter = (
        "<h1>一季度隐患排查情况通报</h1><p>准格尔旗宏垣煤炭有限责任公司：</p>"
        "<p>受蒙泰财险鄂尔多斯分公司委派，内蒙古矿盾安全科技有限公司专家组（组长：白斯古楞，成员：郝俊岐、武彩凤）"
        "于2025年3月18日至20日对贵矿进行了隐患排查（保单1506-AZX-2025-00418），服务费12,000元。</p>"
        "<table><tr><td>编号</td><td>隐患</td><td>整改意见</td><td>限期</td><td>复查</td></tr>"
        "<tr><td>1</td><td>主运皮带机头缺灭火器</td><td>补齐</td><td>3月25日</td><td>3月24日复查合格</td></tr>"
        "<tr><td>2</td><td>地面矸石山无防滑警示牌</td><td>增设</td><td>4月10日</td><td>未完成，已延期</td></tr></table>"
        "<p>矿长：刘占彪　2025年3月20日</p>"
    )
    record = examined("通报.html", letter)
    fields = {name: reading.value for name, reading in record.fields.items()}
    assert fields["client"] == "准格尔旗宏垣煤炭有限责任公司"
    assert fields["service_org"] == "内蒙古矿盾安全科技有限公司"
    assert fields["experts"] == ("白斯古楞", "郝俊岐", "武彩凤")
    assert [row.value("rectified") for row in record.tables["hazards"]] == [True, False]


def test_a_sum_that_is_left_by_another_is_told_from_it_by_one_character() -> None:
    book = grid(
        "保单|日期|进/出|金额|给谁|做什么|余",
        "EXAZ-420506-2508-0013|2025.08.20|进|11488||提预防费|11488",
        "EXAZ-420506-2508-0013|2025.10.15|出|4200|湖北峡安安全技术有限公司|9月排查|7288",
    )
    record = examined("预防费台账.html", f"<h1>事故预防费用台账</h1>{book}")
    assert [int(row.value("amount")) for row in record.tables["rows"]] == [11488, 4200]


@pytest.mark.parametrize(
    ("sentence", "fee"),
    [
        ("我们一年内排查隐患四次、做培训两次，不另收钱，费用从保费的16%（7,680元）里出。", 7680),
        ("发生事故后的抢险，费用按保费的16%（7,680元）为限。", None),
        ("我们一年内排查隐患四次。查勘人员到场，费用按保费的16%（7,680元）计。", None),
    ],
)
def test_what_services_cost_is_the_fee_where_it_is_that_share(sentence: str, fee: int | None) -> None:
    record = examined("保单.html", policy(premium="48,000.00", more=f"<p>特别约定</p><p>1、{sentence}</p>"))
    told = record.fields.get("prevention_fee")
    assert (told.value if told is not None else None) == fee


def test_the_policy_of_all_claims_may_end_a_sentence_under_their_list() -> None:
    claims = grid(
        "赔案编号|出险人|出险时间|理算金额|结案时间",
        "EZ2505-031|高满囤|2025/5/9|79,250.00|2025/7/2",
        "EZ2508-077|乌日根|2025/8/21|11,300.00|2025/9/5",
    )
    record = examined(
        "赔案.html", f"<h1>安责险赔案一览（截至2025年11月30日）</h1>{claims}<p>保单：1506-AZX-2025-00418。</p>"
    )
    assert {row.value("policy_no") for row in record.tables["rows"]} == {"1506-AZX-2025-00418"}


def report(*, found: str, signed: str) -> str:
    return "<h1>安责险隐患排查服务单</h1>" + form(
        服务单号="FW26-0113", 保单号="PZ20250808001", 企业名称="赣州石桥板材有限公司", 服务日期="2026年1月13日", 服务内容="隐患排查",
        服务机构="赣州数安安全技术有限公司", 专家="陈再兴", 排查情况=found, 企业签字=signed,
    )  # fmt: skip


def test_how_it_was_signed_is_no_empty_place() -> None:
    found = "未发现隐患"
    assert "report_missing_customer_signoff" not in verdicts(report(found=found, signed="余碎琴（手写签名）2026-01-13"))
    assert "report_missing_customer_signoff" in verdicts(report(found=found, signed=""))


def test_one_hazard_in_the_words_of_a_finding_is_no_missing_list() -> None:
    signed = "余碎琴 2026-01-13"
    told = report(found="停车场消防栓前堆物，一般隐患，当场清理", signed=signed)
    assert "report_missing_hazard_list" not in verdicts(told)
    assert "report_missing_hazard_list" in verdicts(report(found="按计划完成", signed=signed))


def test_a_term_of_works_is_a_question_where_it_is_no_year() -> None:
    works = policy().replace("2026年8月8日二十四时止", "2027年1月31日二十四时止（与工期一致）")
    assert "period_not_one_year" not in verdicts(works)
    assert "period_not_one_year" in verdicts(works, kind=Verdict.UNDECIDED)
    assert "period_not_one_year" in verdicts(works.replace("（与工期一致）", ""))
    labelled = works.replace("（与工期一致）", "").replace(
        "</h1>", "</h1>" + form(合同工期="2025年8月9日至2027年1月31日")
    )
    assert "period_not_one_year" not in verdicts(labelled)


STAFF = (
    "序号|姓名|工种|用工形式|在职状态|离职日期",
    "1|冀海军|爆破工|派遣|在职|",
    "2|贾丙申|司机|合同工|在职|",
    "3|闫二旺|破碎工|合同工|离职|",
    "4|盛小刚|电工|派遣|在职|",
    "5|郝来福|电工|合同工|在职|",
    "6|靳玉柱|电工|合同工||2025-10-15",
)


def test_who_has_left_is_not_counted_among_the_staff() -> None:
    record = extractor.examine([("花名册.html", ("<h1>员工花名册</h1>" + grid(*STAFF)).encode())])
    assert record.kind == "staff_list"
    assert [row.value("name") for row in record.rows("staff")] == ["冀海军", "贾丙申", "盛小刚", "郝来福"]


def test_last_years_policy_beside_its_successor_is_no_number_used_twice() -> None:
    last_year, this_year = period(date(2024, 4, 20), date(2025, 4, 19)), period(date(2025, 4, 20), date(2026, 4, 19))
    last = papers.policy("上年保单.pdf", policy_no="PX000000000000", policyholder=client(0), **last_year)
    new = filing(1, last, policyholder=client(0), insured=client(0), **this_year)
    assert not found([filing(0, **last_year), new], "policy_no_reused")
    # the number of another enterprise, or of another year, is
    assert found([filing(2, policy_no="PX000000000000", **last_year), new], "policy_no_reused")
    assert found([filing(0, **this_year), new], "policy_no_reused")


def test_an_agreement_that_states_the_schedules_sum_among_others_contradicts_nothing() -> None:
    borne = "<p>免赔额：医疗费用每次事故200元；第三者财产损失每次事故500元。</p><p>特别约定</p>"
    said = "<p>（1）前述200元、500元免赔额分别仅适用于医疗费用、第三者财产损失，其余责任不设免赔。</p>"
    more = "<p>（2）本保单由投保人自主选择保险人。</p>"
    for kind in (Verdict.VIOLATED, Verdict.UNDECIDED):
        assert "deductible_conflict" not in verdicts(policy(more=borne + said + more), kind=kind)
    raised = said.replace("前述200元、500元免赔额分别仅适用于医疗费用、第三者财产损失", "医疗费用每次事故免赔额800元")
    assert "deductible_conflict" in verdicts(policy(more=borne + raised + more))


def test_no_pay_for_a_service_is_no_charge() -> None:
    codes = {m.code for m in recognise("每年由保险人组织两次隐患排查、一次涉氨应急演练，企业无须另行付费。")}
    assert "prevention_service" in codes
    assert "service_charged" not in codes


def test_who_signs_right_behind_the_last_agreement_is_the_insurer() -> None:
    said = "<p>特别约定：一、全部从业人员含派遣均予承保。二、保险人每年提供两次隐患排查和一次培训。三、依据应急〔2025〕27号订立。"
    paper = policy().replace("<p>承保公司：甲安", said + "甲安")
    record = extractor.examine([("保单.html", f"<html><body>{paper}</body></html>".encode())])
    assert record.value("insurer_branch") == "甲安财产保险股份有限公司赣州中心支公司"


def test_a_premium_without_its_tax_is_not_held_against_the_words_for_both() -> None:
    lines = ("雇员伤亡|80万元|800万元|1600万元|20,000.00", "医疗|8万元|80万元|80万元|2,641.51")
    total = "小计||||22,641.51"
    told = "<p>不含税保费22,641.51元，增值税（6%）1,358.49元，价税合计24,000.00元（大写：贰万肆仟元整）。事故预防服务费4,800.00元。</p>"
    paper = policy(lines=(*lines, total), more=told).replace("<p>保险费合计：9,000.00元</p>", "")
    assert not verdicts(paper) & {"amount_words_mismatch", "prevention_fee_above_cap", "premium_sum_mismatch"}
    # 24,000 in words beside a premium that lacks no tax
    assert "amount_words_mismatch" in verdicts(
        paper.replace("增值税（6%）1,358.49元，价税合计24,000.00元", "合计22,641.51元")
    )


def test_a_scale_of_disability_tells_no_share_set_aside() -> None:
    scale = grid("伤残等级|一级|二级|三级|四级|五级|六级", "给付比例|100%|90%|80%|70%|60%|50%")
    assert "prevention_fee_above_cap" not in verdicts(policy(more=scale))
    assert "prevention_fee_above_cap" in verdicts(policy(more=scale + "<p>事故预防费用比例：25%</p>"))


def test_strokes_that_part_a_number_make_no_other_number() -> None:
    told = report(found="未发现隐患", signed="余碎琴 2026-01-13")
    assert "report_policy_no_mismatch" not in verdicts(policy(), told.replace("PZ20250808001", "PZ 2025-0808-001"))
    assert "report_policy_no_mismatch" in verdicts(policy(), told.replace("PZ20250808001", "PZ 2025-0880-001"))
