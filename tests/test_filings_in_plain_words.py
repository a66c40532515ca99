"""What a policy, a report or a book says in words of everyday, by causes that filings written blind brought to light."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.classify import classify
from extractor.clauses import doubtful, recognise
from extractor.hazards.meaning.outcome_words import outcome
from extractor.kinds import claim_record, fee_ledger, service_report
from extractor.kinds import policy as policy_kind
from extractor.values import organisation
from tests.printed_kit import line, units
from tests.test_filings_of_offices import report, schedule, sheet_of
from validators import purposes

FACTORY = "嘉陵青岚精细化工有限公司"
HEAD = ("安全生产责任保险保险单", "保险单号：AZ-50-2025-0061-7738")


@pytest.mark.parametrize(
    ("sentence", "borne"),
    [
        ("每次事故，凡涉及赔付的，均先由甲方自行承担3,000元，余额由我司赔付。", 3000),
        ("每起事故先由贵单位承担1,500元，余下部分我司再赔。", 1500),
        ("凡发生赔付，企业自己出800元，剩下的由保险公司出。", 800),
        ("每次出险，被保险人须自行消化500元，其余我司赔付。", 500),
    ],
)
def test_what_the_enterprise_bears_first_is_a_deductible_whoever_it_is_called(sentence: str, borne: int) -> None:
    assert [(m.code, m.amount) for m in recognise(sentence)] == [("deductible", Decimal(borne))]


@pytest.mark.parametrize(
    "sentence", ["整改所需费用由甲方自行承担，余额由我司赔付。", "甲方自行承担保费500元，余额由政府补贴。"]
)
def test_other_costs_that_are_borne_are_none(sentence: str) -> None:
    assert not [m for m in recognise(sentence) if m.code == "deductible"]


def test_who_goes_to_the_plant_and_how_often_is_no_body() -> None:
    assert organisation.find_all("我司每季度派专家下厂一次看隐患") == []
    assert [name for *_, name in organisation.find_all("古浪县石下厂投保")] == ["古浪县石下厂"]


def test_labels_over_values_side_by_side_name_no_party() -> None:
    cells = [["甲方（付费方）", "证照代码"], [FACTORY, "91500115MA5U7K2Q4R"], ["受保障单位", "生产经营场所"]]
    policy = schedule(*HEAD, ("table", [*cells, ["同甲方", "重庆市长寿区晏家街道化北二路19号"]]))
    assert policy["policyholder"] == policy["insured"] == FACTORY


@pytest.mark.parametrize(
    ("said", "fee"),
    [
        ("上款内提取5,854.66元用于事故预防。", "5854.66"),
        ("我司从中提留9186元（占15%）用于替贵公司查隐患、办培训。", "9186"),
        ("保费中列出4,200元，专门用作防灾防损。", "4200"),
    ],
)
def test_a_sum_put_to_the_use_of_prevention_is_its_fee(said: str, fee: str) -> None:
    value = schedule(*HEAD, f"投保人：{FACTORY}", "保险费合计：61,240元", said)["prevention_fee"]
    assert str(value).removesuffix(".00") == fee


@pytest.mark.parametrize("charged", ["按134人计收保费", "以134名缴纳保费", "保费依134人核算收费"])
def test_those_for_whom_the_premium_is_paid_are_the_insured(charged: str) -> None:
    read = policy_kind.extract(sheet_of(*HEAD, f"投保人：{FACTORY}", f"人员：投保时在职143人，{charged}")).fields
    staff, insured = read["employee_count"], read["insured_count"]
    assert (staff.value, insured.value) == (143, 134)
    assert min(staff.confidence, insured.confidence) > 0.9  # neither is in doubt for the other


def test_the_premium_in_words_under_the_covers_is_no_limit() -> None:
    rows = [["责任", "每人", "每次", "累计", "保费"], ["员工伤亡", "400000", "10000000", "15000000", "70000"]]
    last = [["总保费", "", "", "", "70000"], ["大写", "柒万元整", "", "", ""]]
    assert schedule(*HEAD, ("table", [*rows, *last]))["per_person_limit"] == 400000


def test_where_the_enterprise_works_is_told_before_where_its_insurer_is() -> None:
    policy = schedule(
        *HEAD,
        f"投保人：{FACTORY}",
        "贵公司矿区位于甘肃省兰州市永登县武胜驿镇石板沟村，从事石灰石、石膏开采；现有职工37人。",
        "承保：陇源财产保险有限公司兰州中心支公司",
        "二〇二五年八月四日",
        "地址：兰州市城关区张掖路88号　电话：0931-8800000",
    )
    assert policy["address"] == "甘肃省兰州市永登县武胜驿镇石板沟村"
    assert (policy["jurisdiction"], policy["industry"]) == ("兰州市永登县", "石灰石、石膏开采")


ORG = "甘肃砺石矿山安全咨询有限公司"
LETTER = (
    "砺安函字2025第113号",
    f"{FACTORY}：",
    "受陇源财产保险有限公司委托，我公司席永胜、拓志刚二人于2025年9月17日在贵公司作了隐患排查（保险单AZ-50-2025-0061-7738项下）。",
)
END = (ORG, "2025年9月20日")


def hazards(*blocks: Any) -> list[dict[str, Any]]:
    told = service_report.extract(sheet_of(*blocks)).tables["hazards"]
    names = ("level", "description", "advice", "deadline", "rectified", "rectified_on")
    return [{n: row.value(n) for n in names if row.value(n) not in (None, False)} for row in told]


def test_items_told_first_second_and_third_in_a_letter() -> None:
    told = hazards(
        *LETTER,
        "第一，东侧边坡角度达到74度，坡顶有三处张裂缝。这属于重大事故隐患，应当立刻停采，务必在9月30日前办妥。",
        "第二，运输道路外侧没有挡车墙，属一般隐患。请于10月20日前补砌挡墙。",
        "另外，贵公司的值班记录、领退登记都做得规范，值得肯定。",
        *END,
    )
    assert [(h["level"], h["description"], h["deadline"]) for h in told] == [
        ("重大", "东侧边坡角度达到74度，坡顶有三处张裂缝", date(2025, 9, 30)),
        ("一般", "运输道路外侧没有挡车墙", date(2025, 10, 20)),
    ]


@pytest.mark.parametrize("seen", ["这次新看到一处：", "现场见到", "我们注意到一处问题："])
def test_a_single_hazard_in_a_sentence_beside_what_was_found_well(seen: str) -> None:
    told = hazards(
        *LETTER,
        f"{seen}烧毛机燃气软管用了两年多没有换，按一般隐患对待，请换成金属软管，最迟10月8日。此外，消防泵房、空压站都看过，没有问题。",
        *END,
    )
    want = {"level": "一般", "description": "烧毛机燃气软管用了两年多没有换", "advice": "换成金属软管"}
    assert told == [want | {"deadline": date(2025, 10, 8)}]


@pytest.mark.parametrize(
    ("before", "after"), [("图1 整改前", "图2 整改后"), ("【整改前照片】", "【整改后照片】"), ("改前：", "改后：")]
)
def test_a_photo_sheet_with_pictures_before_and_after(before: str, after: str) -> None:
    sheet = [
        [f"{before}\n筒仓顶人孔盖没有上锁（一般隐患）\n措施：挂锁；期限：10月10日", f"{after}\n10月8日复拍，已改好"],
        [f"{before}\n输送机防护网缺一角（一般隐患）\n措施：补焊；期限：10月15日", f"{after}\n仍未补焊"],
    ]
    told = hazards("秋季隐患排查影像记录", f"2025年9月25日　受检 {FACTORY}", ("table", sheet))
    assert [(h["description"], h["advice"], h["deadline"].day, h.get("rectified_on")) for h in told] == [
        ("筒仓顶人孔盖没有上锁", "挂锁", 10, date(2025, 10, 8)),
        ("输送机防护网缺一角", "补焊", 15, None),
    ]


def test_minutes_with_hazards_in_one_cell_of_which_one_was_mended_at_once() -> None:
    cell = (
        "翟方亮反馈：\n1.烟道油垢厚约2厘米，有起火风险（一般），要求停机清理，3月25日前完成；"
        "\n2.保险粉与氧化剂同垛混放（重大），要求当天分库，下午三点半复看时已分开；\n3.调节池没有警示牌（一般），要求挂牌，3月20日前完成。"
    )
    form = [["会议时间", "2025年3月14日"], ["被查企业", FACTORY], ["会议内容", cell]]
    told = hazards("上门排查末次会记录", ("table", form))
    assert [(h["level"], h["advice"], h.get("rectified", False)) for h in told] == [
        ("一般", "停机清理", False),
        ("重大", "当天分库", True),
        ("一般", "挂牌", False),
    ]


def test_what_a_return_visit_saw_ends_a_hazard() -> None:
    lines = [
        ["原问题", "原定级", "原期限", "回访所见"],
        ["爬梯无护笼", "一般", "2025年12月10日", "2025年12月8日装好护笼，回访核实"],
    ]
    told = hazards("隐患整改回访单", f"2026年1月6日回访{FACTORY}", ("table", lines))
    assert told[0]["rectified_on"] == date(2025, 12, 8)


def test_days_without_a_year_are_counted_from_the_first_term_of_a_list() -> None:
    lines = [
        ["序", "看到的情况", "风险等次", "怎么改", "最迟", "办结与复查"],
        ["1", "法兰处有结晶堵塞", "一般", "清洗后测试", "2025-08-31", "已处理，8月22日复查合格"],
        ["2", "鹤管联锁被人为短接", "重大", "立即恢复联锁", "2025-07-25", "已处理，7月24日复查合格"],
    ]
    told = hazards("企业现场安全核查情况表", f"受核查单位：{FACTORY}", ("table", lines))
    assert [h["rectified_on"] for h in told] == [date(2025, 8, 22), date(2025, 7, 24)]


def test_who_came_and_who_answered_a_letter() -> None:
    read = report(
        *LETTER,
        "第一，护栏断开，属一般隐患，请于10月8日前焊好。",
        *END,
        "回执：来函收悉，我公司认可函中所列事项。毕可军　2025年9月22日",
    )
    assert read["experts"] == ("席永胜", "拓志刚")
    assert (read["signoff_name"], read["signoff_date"]) == ("毕可军", date(2025, 9, 22))
    assert read["report_no"] == "砺安函字2025第113号"


def test_a_receipt_that_the_enterprise_wrote_itself_is_signed() -> None:
    told = (
        "安全课开课回执",
        "致：宁夏朗恒安全生产技术服务中心",
        "贵中心纳学军老师2026年3月12日为我公司讲授煤气作业安全，到课93人，列入保单AZ-50-2025-0061-7738的预防服务，我公司予以确认。",
        FACTORY,
        "经手：仇自刚",
        "2026年3月13日",
    )
    read = report(*told)
    assert read["experts"] == ("纳学军",)
    assert (read["customer_signed"], read["signoff_name"], read["signoff_date"]) == (True, "仇自刚", date(2026, 3, 13))
    unsigned = report(*told[:4], "经手：", "2026年3月13日")
    assert "customer_signed" not in unsigned or not unsigned["customer_signed"]


def test_people_beside_the_short_name_of_their_agency() -> None:
    read = report(
        "现场排查碰头会纪要",
        "与会：衡远评价 麻秀山、焦立春；企业 初明辉",
        f"今天上午吉林省衡远安全评价有限公司对{FACTORY}作了隐患排查，未见隐患。",
    )
    assert read["experts"] == ("麻秀山", "焦立春")


def test_an_agency_that_is_no_company_before_whom_it_visited() -> None:
    names = [n for *_, n in organisation.find_all(f"宁夏朗恒安全生产技术服务中心强桂香到{FACTORY}回访")]
    assert names == ["宁夏朗恒安全生产技术服务中心", FACTORY]


def test_a_number_ends_before_the_day_that_begins_the_next_line() -> None:
    told = units(line("编号 HY-2024-031 保单 CBA2402200122000086", 100), line("2024年9月25日 拍摄", 114))
    assert " 2024年9月25日" in " ".join(told)


def test_a_sum_guessed_for_an_open_case_was_not_paid() -> None:
    form = [
        ["案号", "CQ2025-12-0083"],
        ["保单", "AZ-50-2025-0061-7738"],
        ["出事时间", "2025年12月2日"],
        ["伤者", "艾成芳，滑倒致腕部骨裂"],
        ["报来时间", "12月3日"],
        ["核赔", "伤者仍在治疗，暂估9,000元"],
        ["销案", "未"],
    ]
    (row,) = claim_record.extract(sheet_of("理赔案件卡", ("table", form))).tables["rows"]
    assert (row.value("victim"), row.value("paid")) == ("艾成芳", None)


def test_what_was_paid_for_stands_beside_who_was_paid() -> None:
    book = [
        ["日期", "事由／收款单位", "存入", "支用", "剩余"],
        ["2025-09-25", "按21%提存", "18,648.00", "", "18,648.00"],
        ["2025-11-10", "现场诊断／宁夏朗恒安全生产技术服务中心", "", "7,000.00", "11,648.00"],
    ]
    rows = fee_ledger.extract(sheet_of("预防费用使用情况", "保单：AZ-50-2025-0061-7738", ("table", book))).tables[
        "rows"
    ]
    assert (rows[1].value("item"), rows[1].value("payee")) == ("现场诊断", "宁夏朗恒安全生产技术服务中心")
    assert [purposes.parse(w) for w in ("现场诊断", "讲课劳务", "7月现场核查")] == [
        "inspection",
        "training",
        "inspection",
    ]


@pytest.mark.parametrize("listed", ["职工含正式、派遣、临时、返聘人员。", "员工包括正式工、外派工和实习生"])
def test_who_counts_as_staff_asks_nothing_about_sums(listed: str) -> None:
    assert "differing_sums_by_job" not in {m.code for m in (*doubtful(listed), *recognise(listed))}


@pytest.mark.parametrize(
    ("said", "borne"),
    [
        ("无免赔。有员工死亡的，保险人应在接到事故认定前先支付每人15万元应急款。", 0),
        ("无免赔。死亡案件先支付5万元丧葬费。", 0),
        ("每次事故先由厂里承担500元。", 500),
    ],
)
def test_what_an_insurer_pays_first_is_no_deductible(said: str, borne: int) -> None:
    assert schedule(*HEAD, f"投保人：{FACTORY}", said)["deductible"] == borne


def test_a_branch_in_brackets_is_named_without_the_word_before_it() -> None:
    named = [
        n
        for *_, n in organisation.find_all(
            "保险人：塞上财产保险股份有限公司（由塞上财产保险股份有限公司中宁支公司承办）"
        )
    ]
    assert named[-1] == "塞上财产保险股份有限公司中宁支公司"


@pytest.mark.parametrize(
    ("state", "mended"),
    [("护罩已做但未装上，继续督促", False), ("已订货，继续督促整改", False), ("护罩已装好，继续跟踪", True)],
)
def test_what_is_done_in_part_is_not_mended(state: str, mended: bool) -> None:
    assert outcome(state, status=True)["rectified"] is mended


def test_hazards_by_letter_in_a_note_under_minutes() -> None:
    told = hazards(
        "隐患排查座谈纪要",
        f"2025年6月5日下午，{ORG}俄永泰、禄彩霞在{FACTORY}办公室就当天排查情况座谈。",
        "排查组指出的隐患（均为一般）：",
        "A. 检修平台没有栏杆。建议补装栏杆，6月30日前完成。",
        "B. 加料口未设格栅。建议加格栅，6月20日前完成。",
        "C. 宿舍私接电炉。建议收缴电炉，6月5日前完成。",
        "附记：A项6月28日改完，B项7月2日改完（晚了12天，因等料），C项尚未处理。",
    )
    assert [h.get("rectified_on") for h in told] == [date(2025, 6, 28), date(2025, 7, 2), None]
    assert "rectified" not in told[2]


def test_people_of_any_surname_right_behind_their_agency() -> None:
    first = f"2025年6月5日下午，{ORG}俄永泰、禄彩霞在{FACTORY}办公室就当天隐患排查情况座谈，未发现隐患。"
    assert report("隐患排查座谈纪要", first)["experts"] == ("俄永泰", "禄彩霞")
    ours = "我司暴国斌、连晓红按照保单AZ-50-2025-0061-7738对你单位开展了隐患排查，未发现隐患。"
    assert report("隐患告知通知书", f"{FACTORY}：", ours, *END)["experts"] == ("暴国斌", "连晓红")


def test_the_name_of_an_agency_tells_no_service() -> None:
    read = report(
        "整改复核报告",
        f"2025年10月28日，重庆瀚坤安全评价事务所瞿小凤到{FACTORY}，对9月9日查出的问题逐条复核，结果如下。",
    )
    assert "risk" not in read.get("service_types", ())


@pytest.mark.parametrize(
    "signed",
    [
        ("收件：申屠明　2025年9月22日",),
        ("企业评语", "讲得接地气，我们收获很大。申屠明 2025年9月22日"),
        ("确认情况：申屠明于2025年9月22日在小程序点击“确认无误”",),
        ("企业核对人：申屠明　2025年9月22日",),
    ],
)
def test_other_ways_in_which_an_enterprise_signs(signed: tuple[str, ...]) -> None:
    read = report(*LETTER, "现场未发现隐患。", *END, *signed)
    assert (read["customer_signed"], read["signoff_name"], read["signoff_date"]) == (True, "申屠明", date(2025, 9, 22))


def test_a_book_of_what_goes_in_and_out() -> None:
    book = [
        ["入/出", "时间", "金额", "备考"],
        ["入", "2025年10月15日", "6480", "按18%"],
        ["出", "2025年12月5日", "2400", f"付{ORG}，11月排查"],
    ]
    sheet = sheet_of("中宁支公司 安责险防损款", ("table", [["保单", "3021640521202500088"]]), ("table", book))
    assert classify(sheet.document, sheet).kind == "fee_ledger"
    rows = fee_ledger.extract(sheet).tables["rows"]
    assert [(row.value("kind"), row.value("amount"), row.value("payee")) for row in rows] == [
        ("extract", 6480, None),
        ("spend", 2400, ORG),
    ]


def test_claims_with_short_days_in_pairs_and_before_what_befell() -> None:
    table = [
        ["赔案", "何人", "何事", "何时来报", "给付", "了结 / 传平台"],
        ["WW-25-0806", "向桂莲", "8月6日砖垛倒塌砸伤", "8月7日", "5,210.00", "9月10日 / 9月12日"],
        ["WW-25-1019", "寸建业", "10月19日自述腰痛", "10月20日", "0", "11月5日 / 11月6日"],
    ]
    rows = claim_record.extract(
        sheet_of("赔案跟踪簿", "保单：AZ-50-2025-0061-7738", ("table", table), "2025年12月1日制表")
    ).tables["rows"]
    names = ("accident_date", "reported_date", "closed_date", "uploaded")
    assert [row.value(n) for n in names for row in rows[:1]] == [
        date(2025, 8, 6), date(2025, 8, 7), date(2025, 9, 10), date(2025, 9, 12),
    ]  # fmt: skip


def test_a_bracket_that_only_its_last_line_closes() -> None:
    told = units(
        line("企业 周村凤凰耐火材料有限公司 排查人 苗在军（山东昊正安全评价有限", 100),
        line("公司）", 114),
        line("费用 1000元", 140),
    )
    assert any("安全评价有限公司" in text for text in told)


def test_a_fee_behind_no_deductible_in_one_line_is_none() -> None:
    policy = schedule(
        *HEAD,
        f"投保人：{FACTORY}",
        "保险费总额39,000.00元　免赔：无　事故预防费：7,800.00元（20%）",
        "特别约定：",
        "1. 派遣人员均纳入保障。",
        "2. 每次事故医疗费用绝对免赔额200元。",
    )
    assert policy["deductible"] == 0


def test_a_contract_between_an_insurer_and_a_holder_is_read_to_its_end() -> None:
    paper = policy_kind.extract(
        sheet_of(
            "安全生产责任保险合同书",
            "合同（保单）号：AZ-50-2025-0061-7738",
            "保险人：塞上财产保险股份有限公司",
            f"投保人、被保险人：{FACTORY}，有员工72名，悉数参保。",
            "第一条　员工伤亡每人70万元，每次700万元，保费26,000元。",
            "第二条　保险期一年，自2025年10月12日零时起算，到2026年10月11日24时届满。",
            "第三条　全部保费叁万陆仟元整（36,000元），无免赔。",
            "第四条　保险人把保费的18%即6,480元用作事故预防，每年安排隐患排查2次、培训1次。",
            "第五条　劳务外包、派遣、零工等一切在厂作业的人，均视为员工。",
            "第六条　有员工死亡的，保险人先支付每人15万元应急款，结案时抵扣。",
            "第七条　本合同自双方盖章之日生效。",
            "2025年10月9日",
        )
    )
    assert paper.witnesses["special_agreements"].complete


def test_a_list_of_risks_told_as_defects_holds_no_hazards() -> None:
    risks = [
        ["单元", "危险因素", "可能后果", "风险等级"],
        ["浸出车间", "溶剂油泄漏遇火源", "爆炸", "重大风险"],
        ["锅炉房", "缺水干烧", "锅炉损坏", "较大风险"],
        ["原料库", "堆垛倒塌", "砸伤", "一般风险"],
    ]
    assert (
        hazards("安全风险评估报告", f"评估对象：{FACTORY}", "一、主要风险", ("table", risks), "企业总体风险可控。")
        == []
    )


def test_what_a_drill_fell_short_of_is_no_hazard_under_a_long_form() -> None:
    form = [
        ["演练单位", FACTORY, "保险单号", "AZ-50-2025-0061-7738"],
        ["演练日期", "2025年11月15日", "指导机构", ORG],
        ["指导专家", "席永胜", "指导费", "2000元"],
        ["演练科目", "储罐泄漏处置", "参演人数", "42人"],
        ["点评", "报警、警戒、堵漏环节清楚；疏散点名用时偏长，应在下次演练中改进。", "<", "<"],
    ]
    assert hazards("应急演练指导记录", ("table", form)) == []


def test_columns_in_the_words_of_a_workshop() -> None:
    lines = [
        ["编", "区域", "毛病", "分级", "该怎么弄", "弄好日子", "销账情况"],
        ["1", "制冷", "液氨储罐液位计失灵", "重大", "更换液位计", "2026/3/25", "3月26日复看仍未更换"],
        ["2", "包装", "安全出口上锁", "一般", "开锁并拆除插销", "2026/3/19", "当场改好"],
        ["3", "锅炉", "值班记录漏填三天", "一般", "补训值班员", "2026/3/27", "3月26日已补训"],
    ]
    told = hazards("一季度隐患排查台账", f"被查企业：{FACTORY}", ("table", lines))
    assert [(h["description"], h["advice"], h.get("rectified", False)) for h in told] == [
        ("液氨储罐液位计失灵", "更换液位计", False),
        ("安全出口上锁", "开锁并拆除插销", True),
        ("值班记录漏填三天", "补训值班员", True),
    ]


def test_what_an_enterprise_wrote_beside_each_hazard() -> None:
    lines = [
        ["号", "隐患", "级别", "整改要求", "期限", "企业回执"],
        ["1", "储罐区未设置紧急切断阀", "重大", "加装紧急切断阀", "2019年7月31日", "已签设备合同，预计7月底装完"],
        ["2", "静电夹锈蚀", "一般", "更换", "2019年6月22日", "6月21日换了新夹"],
    ]
    told = hazards("隐患排查清单及整改回执", f"企业：{FACTORY}　2019年6月18日", ("table", lines))
    assert [h.get("rectified_on") for h in told] == [None, date(2019, 6, 21)]


def test_a_letter_that_tells_what_became_of_each_behind_dashes() -> None:
    told = hazards(
        "隐患整改验收函",
        f"{FACTORY}：",
        "2025年8月26日，我公司郝维珍到贵公司，对7月30日排查所列三条逐一验收，结果是：",
        "浓缩池护栏高度只有0.8米——8月18日已加高到1.25米，合格；",
        "走廊急停拉绳断开——8月2日接通，试验三次均动作，合格；",
        "介质库堆料过高——料堆虽有降低，仍高出挡墙约半米，不合格，请继续清理。",
        *END,
    )
    assert [h.get("rectified_on") for h in told] == [date(2025, 8, 18), date(2025, 8, 2), None]
    assert told[0]["description"] == "浓缩池护栏高度只有0.8米"


def test_a_service_told_in_a_chat() -> None:
    read = report(
        "隐患排查服务工作群记录（导出）",
        f"群名：{FACTORY}安责险服务群（保单AZ-50-2025-0061-7738）",
        "2025-12-16 15:02 峡安牟永川：",
        f"各位好，我是{ORG}的牟永川，今天上午对贵公司做了隐患排查，未发现隐患。",
        "2025-12-16 15:20 骆玉兰（企业安全总监）：",
        "收到，情况属实，我们马上安排。",
    )
    assert (read["service_org"], read["experts"]) == (ORG, ("牟永川",))
    assert (read["signoff_name"], read["signoff_date"]) == ("骆玉兰", date(2025, 12, 16))


def test_a_service_told_in_a_mail() -> None:
    sheet = sheet_of(
        f"发件人：{ORG}",
        f"收件人：{FACTORY}",
        "日期：2026年5月12日",
        "主题：安全培训服务报告",
        "骆总：",
        "按照保单AZ-50-2025-0061-7738，我公司谯志红5月12日下午给贵公司班组长讲了“涉氨制冷应急”一课，到场35人。",
        ORG,
        "企业回复：收到，予以确认。骆玉兰　2026年5月13日",
    )
    assert classify(sheet.document, sheet).kind == "service_report"
    read = {name: r.value for name, r in service_report.extract(sheet).fields.items()}
    assert (read["service_start"], read["experts"], read["signoff_name"]) == (date(2026, 5, 12), ("谯志红",), "骆玉兰")


def test_what_is_left_at_the_end_of_a_page_was_not_set_aside() -> None:
    book = [
        ["时日", "由头", "收进", "付出", "付给哪家"],
        ["2025.11.15", "按20%拨入", "7,800.00", "", ""],
        ["2026.4.2", "一季度排查", "", "2,500.00", ORG],
        ["", "本页结存", "5,300.00", "", ""],
    ]
    rows = fee_ledger.extract(sheet_of("事故预防费收支卡", "单号：AZ-50-2025-0061-7738", ("table", book))).tables[
        "rows"
    ]
    assert [(row.value("kind"), row.value("amount")) for row in rows] == [("extract", 7800), ("spend", 2500)]


def test_a_grave_hazard_told_and_refused_in_two_paragraphs() -> None:
    told = service_report.extract(
        sheet_of(
            "重大隐患告知书",
            f"{FACTORY}：",
            "2025年8月19日，我公司席永胜对贵公司（保单AZ-50-2025-0061-7738）检查时发现：氯气钢瓶库未设置泄漏吸收装置，"
            "属于重大事故隐患。要求2025年9月10日前整改完毕。",
            "9月12日复查，贵公司未整改，并书面表示暂不整改。我公司已于2025年9月15日将情况报告长寿区应急管理局。",
            ORG,
            "2025年9月15日",
        )
    )
    (row,) = told.tables["hazards"]
    assert (row.value("level"), row.value("description")) == ("重大", "氯气钢瓶库未设置泄漏吸收装置")
    assert (row.value("deadline"), row.value("refused"), row.value("reported_on")) == (
        date(2025, 9, 10), True, date(2025, 9, 15),
    )  # fmt: skip
    assert told.fields["service_start"].value == date(2025, 8, 19)


def test_entries_of_a_form_by_bare_numbers() -> None:
    form = [
        ["去哪家", FACTORY, "谁去", "席永胜、拓志刚"],
        ["服务日", "2025年8月12日", "干什么", "查隐患"],
        ["发现什么", "1.安全阀超期未检；2.电焊机二次线绝缘破损；3.消防水池水位不足一半", "<", "<"],
        ["轻重", "1重大，2、3一般", "<", "<"],
        ["咋办", "1停用送检；2换线；3补水", "<", "<"],
        ["几时办完", "1：8月15日；2：8月14日；3：8月20日", "<", "<"],
        ["办得怎样", "1已于8月15日送检换新；2已换；3正补水中", "<", "<"],
    ]
    told = hazards("上门服务派工单", ("table", form))
    assert [(h["level"], h["advice"], h["deadline"].day, h.get("rectified", False)) for h in told] == [
        ("重大", "停用送检", 15, True),
        ("一般", "换线", 14, True),
        ("一般", "补水", 20, False),
    ]


def test_circled_numbers_part_entries_without_a_stop() -> None:
    form = [
        ["受检单位", FACTORY, "检查日期", "2025年6月11日"],
        ["存在问题", "① 反应釜爆破片到期未换（一般）② 罐区围堰有裂缝（一般）", "<", "<"],
        ["整改要求", "① 6月20日前更换 ② 6月30日前修补", "<", "<"],
        ["整改情况", "①6月18日已更换 ②未完成", "<", "<"],
    ]
    told = hazards("隐患整改通知单", ("table", form))
    assert [(h["description"], h.get("rectified_on")) for h in told] == [
        ("反应釜爆破片到期未换", date(2025, 6, 18)),
        ("罐区围堰有裂缝", None),
    ]


def test_one_is_and_another_is() -> None:
    said = "席永胜：今天查了四个车间，发现2个问题。一个是二楼平台洞口没盖，已经当场盖上；一个是危废间没有防渗托盘，请在9月20日前买来放好。"
    told = hazards(
        "事故预防服务会议纪要", "时间：2025年9月3日", f"厂方：{FACTORY}　机构：{ORG}", "一、通报排查情况", said
    )
    assert [h["description"] for h in told] == ["二楼平台洞口没盖", "危废间没有防渗托盘"]
    assert told[0]["rectified"]


def test_kinds_of_risks_beside_a_list_of_hazards_are_none() -> None:
    told = hazards(
        "安全风险评估服务报告",
        f"评估对象：{FACTORY}　评估日期：2025年5月20日",
        "二、评估中发现的隐患",
        (
            "table",
            [["序号", "隐患描述", "级别", "建议", "期限"], ["1", "呼吸管无防护网", "一般", "加装", "2025-06-10"]],
        ),
        "三、主要风险",
        ("table", [["风险点", "风险类型", "等级"], ["硫酸储罐", "泄漏灼烫", "较大"], ["锅炉", "爆炸", "重大"]]),
    )
    assert [h["description"] for h in told] == ["呼吸管无防护网"]


def test_problems_of_a_drill_are_no_hazards() -> None:
    told = hazards(
        "综合应急预案演练评估报告",
        f"演练单位：{FACTORY}",
        f"演练时间：2025年9月26日　组织指导：{ORG} 席永胜",
        "存在问题：1.部分员工未佩戴空气呼吸器；2.通讯中断一次；3.集合点未清点人数。",
        "改进措施：加强培训，更换对讲机电池。",
    )
    assert told == []


def test_a_checklist_on_which_all_is_as_it_should_be_says_that_nothing_was_found() -> None:
    table = [["检查项目", "检查标准", "检查结果"], ["消防设施", "完好有效", "合格"], ["电气线路", "无破损", "合格"]]
    read = report(
        "安全检查记录表",
        f"单位：{FACTORY}　检查时间：2025年4月9日　检查人：席永胜（{ORG}）",
        ("table", table),
        "检查意见：各项符合要求，继续保持。",
    )
    assert read["states_no_hazards"]


PARAGRAPHS = (
    f"关于对{FACTORY}开展隐患排查的报告",
    "重庆渝东财产保险股份有限公司：",
    f"受贵公司委托，我公司席永胜于2025年7月10日对{FACTORY}（保单号AZ-50-2025-0061-7738）进行了隐患排查，现报告如下。",
    "（一）合成车间。冷却水泵备用泵无法启动，属一般隐患，建议7月20日前检修。",
    "（二）罐区。苯储罐氮封系统停用，属重大事故隐患，建议立即恢复，7月12日前完成。",
    "企业已于7月11日恢复氮封系统，其余正在整改。",
    ORG,
    "2025年7月13日",
    "附：企业确认单（焦小琴签字，2025年7月10日）",
)


def test_where_it_is_wrong_as_a_sentence_of_its_own_and_what_was_done_to_which_thing() -> None:
    told = hazards(*PARAGRAPHS)
    assert [(h["level"], h["description"], h.get("rectified_on")) for h in told] == [
        ("一般", "冷却水泵备用泵无法启动", None),
        ("重大", "苯储罐氮封系统停用", date(2025, 7, 11)),
    ]


def test_a_bracket_that_tells_who_signed_is_no_empty_place() -> None:
    read = report(*PARAGRAPHS)
    assert (read["customer_signed"], read["signoff_name"], read["signoff_date"]) == (True, "焦小琴", date(2025, 7, 10))


@pytest.mark.parametrize("head", ["责任部门", "整改责任部门", "整改责任人", "落实单位"])
def test_who_is_to_mend_is_no_advice(head: str) -> None:
    lines = [
        ["编号", "隐患描述", "隐患等级", head, "计划完成", "实际完成"],
        ["1", "硫磺库未设防爆灯", "一般", "设备部", "2025-03-31", "2025-03-29"],
        ["2", "工艺报警未处置", "重大", "生产部", "2025-03-15", ""],
    ]
    told = hazards("隐患整改跟踪表", f"企业：{FACTORY}　排查日期：2025-03-12", ("table", lines))
    assert [(h["description"], h.get("advice")) for h in told] == [("硫磺库未设防爆灯", None), ("工艺报警未处置", None)]


def test_a_second_visit_told_in_one_paragraph_with_its_only_hazard() -> None:
    told = hazards(
        "年度事故预防服务报告",
        f"服务企业：{FACTORY}",
        "第一次服务：2025年3月18日，发现隐患2项：1.配电柜未锁（一般），已于3月20日整改；2.压力表超期（一般），已于3月28日整改。",
        "第二次服务：2025年9月16日，服务人员席永胜，发现隐患1项：1.高位槽液位计不清（一般），要求9月30日前更换。",
    )
    assert [h["description"] for h in told] == ["配电柜未锁", "压力表超期", "高位槽液位计不清"]


def test_a_letter_of_advice_after_an_inspection_is_no_proposal() -> None:
    sheet = sheet_of(
        "安全检查建议书",
        f"致：{FACTORY}",
        "保单：AZ-50-2025-0061-7738",
        f"我司（{ORG}）于2025年6月3日派席永胜到贵司检查，提出以下建议：",
        "• 氮气瓶与氧气瓶混放，建议分区（一般，6月5日前）",
        "• 应急照明灯损坏2盏，建议更换（一般，6月15日前）",
        *END,
    )
    assert classify(sheet.document, sheet).kind == "service_report"


def test_an_agency_whose_people_walk_in() -> None:
    names = [n for *_, n in organisation.find_all(f"{ORG}向前进走进{FACTORY}，为员工讲授动火作业安全")]
    assert names == [ORG, FACTORY]


def test_payments_of_one_line_counted_in_their_labels() -> None:
    book = [
        ["保单号", "提取日", "提取额", "第一次支付日", "金额", "收款方", "第二次支付日", "金额", "收款方"],
        ["AZ-50-2025-0061-7738", "2025-03-10", "6000", "2025-05-22", "1800", ORG, "2025-09-03", "1200", "重庆安培学校"],
    ]
    rows = fee_ledger.extract(sheet_of("预防费用支付明细", ("table", book))).tables["rows"]
    assert [(row.value("kind"), row.value("date"), row.value("amount")) for row in rows] == [
        ("extract", date(2025, 3, 10), 6000),
        ("spend", date(2025, 5, 22), 1800),
        ("spend", date(2025, 9, 3), 1200),
    ]


def test_the_year_of_short_days_under_the_table() -> None:
    table = [
        ["案号", "保单号", "人员", "发生", "报案", "付款", "金额", "结案", "推送"],
        ["BA2504-031", "AZ-50-2025-0061-7738", "焦小明", "4/17", "4/18", "5/31", "3,260.50", "6/2", "6/5"],
        ["BA2507-008", "AZ-50-2025-0061-7738", "晏小兰", "7/8", "7/8", "", "", "", ""],
    ]
    rows = claim_record.extract(sheet_of("赔案进度表", ("table", table), "统计年度：2025年")).tables["rows"]
    assert [(row.value("accident_date"), row.value("paid")) for row in rows] == [
        (date(2025, 4, 17), Decimal("3260.50")),
        (date(2025, 7, 8), None),
    ]


def test_a_grave_hazard_named_by_a_letter_that_presses_for_its_mending() -> None:
    sheet = sheet_of(
        "隐患整改督办单",
        f"企业：{FACTORY}　保单号：AZ-50-2025-0061-7738　督办机构：{ORG}　督办人：向前进　日期：2025年8月1日",
        "督办事项：6月30日排查发现的重大隐患——液氨充装臂紧急脱离装置失效，整改期限7月15日，至今未完成。",
        "企业签收：覃小琴 2025年8月1日",
    )
    (hazard,) = service_report.extract(sheet).tables["hazards"]
    assert hazard.value("level") == "重大"
    assert "液氨充装臂紧急脱离装置失效" in str(hazard.value("description"))
    assert hazard.value("deadline") == date(2025, 7, 15)


def test_who_signs_beside_the_opinion_of_the_enterprise() -> None:
    form = [
        ["受检企业", FACTORY, "检查日期", "2025年5月28日"],
        ["保单号", "AZ-50-2025-0061-7738", "专家姓名", "向前进"],
        ["专家意见", "1.面具过期，应于6月5日前更换，属一般隐患。", "签字", "向前进"],
        ["企业意见", "无异议，按期整改", "签字", "覃小琴"],
    ]
    report = service_report.extract(sheet_of("专家检查意见表", ("table", form)))
    assert report.fields["customer_signed"].value is True
    assert report.fields["signoff_name"].value == "覃小琴"


def test_a_card_that_tells_in_brackets_behind_the_term_that_it_was_mended() -> None:
    cards = [
        ["（照片1）", "隐患：木粉仓周边有烟头\n级别：一般\n完成时限：2025年7月22日（当天已清理完）"],
        ["（照片2）", "隐患：泄爆片被铁皮焊死\n级别：一般\n完成时限：2025年8月5日（如已整改请附照片）"],
    ]
    report = service_report.extract(sheet_of("隐患图册", "册号：TJ-0722　检查日期：2025年7月22日", ("table", cards)))
    assert [(h.value("deadline"), h.value("rectified")) for h in report.tables["hazards"]] == [
        (date(2025, 7, 22), True),
        (date(2025, 8, 5), False),
    ]
    assert report.fields["report_no"].value == "TJ-0722"
    sheet = sheet_of("季度排查表", "表码：HZ周19-1　日期：2025年7月22日", "发现：泄爆片被铁皮焊死，一般，8月5日前改。")
    assert service_report.extract(sheet).fields["report_no"].value == "HZ周19-1"


def test_what_must_be_mended_was_not_and_what_was_cleared_on_a_day_was() -> None:
    said = ("必须修好", "月底前修好", "须修好", "07-14修复", "10月17日清走", "7月22日恢复运行", "10月17日前清走")
    told = [outcome(text, status=True, after=date(2025, 7, 1)) for text in said]
    assert [one["rectified"] for one in told] == [False, False, False, True, True, True, False]
    assert [one["rectified_on"] for one in told[3:6]] == [date(2025, 7, 14), date(2025, 10, 17), date(2025, 7, 22)]


def test_a_sentence_before_the_advice_is_what_is_wrong_and_no_place() -> None:
    sheet = sheet_of(
        "关于安责险事故预防服务的意见函",
        f"{FACTORY}：",
        f"{ORG}专家向前进于2025年11月5日对贵公司开展了安责险服务，意见如下：",
        "（1）圆锯分料刀拆下后一直放在工具柜里。建议装回分料刀并调好间隙。（2025年11月8日前）",
        "（2）油漆和锯末同放一间。建议另设油漆间。（2025年11月15日前）",
        "（3）合成车间。冷却水泵备用泵无法启动。建议修复备用泵。（2025年11月15日前）",
        *END,
    )
    told = [h.value("description") for h in service_report.extract(sheet).tables["hazards"]]
    assert told == ["圆锯分料刀拆下后一直放在工具柜里", "油漆和锯末同放一间", "冷却水泵备用泵无法启动"]
