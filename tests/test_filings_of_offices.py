"""What whole filings as ordinary offices make them had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.classify import classify
from extractor.covers.table import find
from extractor.evidence.sheet import Sheet
from extractor.hazards.meaning.outcome_words import outcome
from extractor.kinds import claim_record, fee_ledger, policy, service_report
from extractor.reading import read
from tests.strangers.kit import Paper, drawn
from validators.checks import agrees_with_clause


def sheet_of(*blocks: Any, form: str = "docx") -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


def report(*blocks: Any, form: str = "docx") -> dict[str, Any]:
    return {name: r.value for name, r in service_report.extract(sheet_of(*blocks, form=form)).fields.items()}


def schedule(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in policy.extract(sheet_of(*blocks)).fields.items()}


LETTER = [
    "安全生产宣传教育培训服务报告",
    "重庆綦岭建筑工程有限公司：",
    "根据贵公司投保的安全生产责任保险（保险单号：AC-50-2026-AQ-0009126），受首席承保人委托，重庆平安达安全评价有限公司于2026年7月16日"
    "为贵公司开展了安全生产宣传教育培训。",
    "重庆平安达安全评价有限公司",
    "2026年7月18日",
    "企业确认：以上服务已经完成，我单位予以认可。",
    "经办人：冉启明    日期：2026年7月18日",
]


def test_who_insures_is_no_day_of_the_cover() -> None:
    told = report(*LETTER)
    assert (str(told["service_start"]), str(told["service_end"])) == ("2026-07-16", "2026-07-16")


def test_who_signs_under_what_the_enterprise_agrees_to_has_signed() -> None:
    told = report(*LETTER)
    assert (told["customer_signed"], told["signoff_name"], str(told["signoff_date"])) == (True, "冉启明", "2026-07-18")
    asked = report(*LETTER[:-2], "企业确认：以上服务已经完成，请贵单位", LETTER[-1])
    assert "signoff_name" not in asked or asked["signoff_name"] != "冉启明"


@pytest.mark.parametrize(("hand", "name"), [("字国强", "字国强"), ("字迹不清", None)])
def test_a_rare_surname_is_one_where_no_other_word_begins_with_it(hand: str, name: str | None) -> None:
    told = report("现场检查记录", "检查时间：2026年3月10日", f"被检查单位现场负责人（签名）：{hand}　　2026年3月11日")
    assert told.get("signoff_name") == name


def test_a_label_beside_a_bodys_name_is_no_body() -> None:
    form = [
        ["客户", "宜宾金沙酒业包装有限公司"],
        ["上门日期", "2026-07-10"],
        ["工程师", "曾勇、李诗雨"],
        ["所属公司", "宜宾长江安全技术有限公司"],
    ]
    assert report("现场隐患排查服务工作单", ("table", form))["service_org"] == "宜宾长江安全技术有限公司"


def test_when_a_file_was_laid_by_is_no_day_of_the_upload() -> None:
    cover = [
        ["报案号", "AC5020260712003", "保单号", "AC-50-2026-AQ-0009126"],
        ["出险时间", "2026年7月11日15时20分", "报案时间", "2026年7月12日9时"],
        ["赔付金额", "72,300.00元", "伤者", "蒋兴华"],
        ["结案日期", "2026年9月3日", "归档日期", "2026年9月30日"],
    ]
    row = claim_record.extract(sheet_of("理赔案卷封面", ("table", cover))).tables["rows"][0]
    assert str(row.value("closed_date")) == "2026-09-03"
    assert "uploaded" not in row.cells


COVERS = [
    ["保障项目", "每人限额", "每次事故限额", "累计限额", "保险费（元）"],
    ["抢险救援费用", "—", "80万元", "80万元", "2,150.00"],
    ["从业人员伤亡", "70万元", "1400万元", "2800万元", "41,300.00"],
    ["从业人员医疗", "7万元", "140万元", "280万元", "9,100.00"],
    ["第三者伤亡", "70万元", "500万元", "500万元", "4,600.00"],
]


@pytest.mark.parametrize(
    ("accident", "aggregate", "told"),
    [
        ("1800万元", "3600万元", (18_000_000, 36_000_000)),
        ("2120万元", "3660万元", (14_000_000, 28_000_000)),  # no more than the columns added up
    ],
)
def test_the_limits_in_the_line_that_totals_are_those_of_the_policy(
    accident: str, aggregate: str, told: tuple[int, int]
) -> None:
    fields = schedule(
        "安全生产责任保险保险单", ("table", [*COVERS, ["总计", "70万元", accident, aggregate, "57,150.00"]])
    )
    assert (fields["per_accident_limit"], fields["aggregate_limit"]) == told


def test_what_a_line_calls_the_policys_limit_is_not_outdone_by_a_cover_told_in_a_line() -> None:
    fields = schedule(
        "安全生产责任保险保险单",
        "◆ 从业人员人身损害赔偿责任：每人900,000元，每次事故9,000,000元，累计18,000,000元，保险费33,180.00元",
        "◆ 从业人员医疗救治费用：每人100,000元，每次事故1,000,000元，累计2,000,000元，保险费8,400.00元",
        "◆ 第三者人身损害赔偿责任：每人900,000元，每次事故4,500,000元，累计4,500,000元，保险费3,760.00元",
        "主险责任限额：每人责任限额900,000元；每次事故责任限额10,000,000元；累计责任限额20,000,000元。",
    )
    assert (fields["per_accident_limit"], fields["aggregate_limit"]) == (10_000_000, 20_000_000)


def test_property_is_a_third_partys_said_or_not() -> None:
    schedule_says = agrees_with_clause.things("财产损失每次事故免赔额500元")
    assert agrees_with_clause.things("第三者财产损失每次事故免赔额为5,000元") == schedule_says
    assert agrees_with_clause.things("第三者人身伤亡及财产损失免赔额为5,000元") != schedule_says


def hazards(*blocks: Any, form: str = "docx") -> list[dict[str, Any]]:
    rows = service_report.extract(sheet_of(*blocks, form=form)).tables["hazards"]
    return [{name: reading.value for name, reading in row.cells.items()} for row in rows]


VISIT = ["隐患排查服务台账", "企业：唐山市丰南区恒丰冷轧带钢有限公司　　服务日期：2026年7月14日"]


def test_a_head_with_a_tick_and_a_cross_asks_whether_it_was_mended() -> None:
    listed = [
        ["序号", "隐患", "级别", "整改建议", "期限", "整改√/×", "完成日", "备注"],
        ["1", "酸洗槽区域洗眼器无水", "一般", "恢复供水", "2026-07-20", "√", "2026-07-18", ""],
        ["2", "轧机乳化液系统渗漏", "一般", "更换密封", "2026-07-25", "√", "2026-07-23", ""],
        [
            "3",
            "煤气管道无切断装置",
            "重大",
            "加装盲板阀",
            "2026-08-10",
            "×",
            "",
            "企业已停用，2026-08-12书面报告应急管理局",
        ],
    ]
    told = hazards(*VISIT, ("table", listed))
    assert [one["rectified"] for one in told] == [True, True, False]
    assert [str(one.get("rectified_on")) for one in told] == ["2026-07-18", "2026-07-23", "None"]


@pytest.mark.parametrize(("hand", "name"), [("么玉山", "么玉山"), ("该铁厂", None), ("本人", None)])
def test_whatever_its_surname_a_name_before_how_it_was_signed_is_one(hand: str, name: str | None) -> None:
    told = report(*VISIT, f"本次费用5000元　　企业安全负责人：{hand}（签字）　2026年8月12日")
    assert told.get("signoff_name") == name


def test_hazards_that_tell_all_of_theirs_stand_as_another_cell_says() -> None:
    form = [
        ["投保单位", "泗县运河食品冷链有限公司"],
        ["服务日期", "2026年6月22日"],
        [
            "存在问题及建议",
            "1.氨气浓度报警器未联动风机（一般），应在2026年7月15日前完成联动改造；\n2.疏散指示灯损坏2处（一般），应在2026年7月1日前更换。",
        ],
        ["整改结果", "两项隐患均已整改完毕，复查合格。"],
    ]
    told = hazards("安全生产责任保险事故预防服务回执", ("table", form))
    assert [(h["description"], str(h["deadline"]), h["advice"], h["rectified"]) for h in told] == [
        ("氨气浓度报警器未联动风机", "2026-07-15", "完成联动改造", True),
        ("疏散指示灯损坏2处", "2026-07-01", "更换", True),
    ]


def test_the_tag_behind_what_is_wrong_is_its_level() -> None:
    lines = ["安责云·服务详情", "服务时间：2026-03-12", "隐患（3）"]
    for i, what in enumerate(("防护门联锁失效", "氧气瓶、乙炔瓶同车运输", "轨道端部缺少止挡")):
        lines += [f"#{i + 1} {what} 一般隐患", "整改建议：更换", f"整改期限：2026-03-3{i % 2} 整改状态：整改中"]
    assert [h["description"] for h in hazards(*lines)] == [
        "防护门联锁失效",
        "氧气瓶、乙炔瓶同车运输",
        "轨道端部缺少止挡",
    ]


def test_what_is_to_be_done_is_no_service_that_was_given() -> None:
    listed = [
        ["序号", "问题", "隐患等级", "整改要求", "完成时限"],
        ["1", "地坑作业未办理作业票", "一般", "立即补办作业票并开展专项培训", "2026-09-25"],
    ]
    assert report("秋粮收购前安全检查表", "检查日期：2026年9月18日", ("table", listed))["service_types"] == (
        "inspection",
    )


def test_who_issues_it_stands_below_the_last_agreement_with_a_label() -> None:
    fields = schedule(
        "阳光农业相互保险公司",
        "安全生产责任保险单",
        "特别约定：",
        "①承保全部员工（含劳务派遣用工），限额统一。",
        "②保险费由会员单位缴纳，不得向员工收取。经办机构　阳光农业相互保险公司富锦支公司",
        "出单日期　2026年8月25日",
    )
    assert fields["insurer_branch"] == "阳光农业相互保险公司富锦支公司"


def test_a_table_between_the_articles_of_a_contract_parts_none_of_them() -> None:
    limits = [["分项责任", "每人", "每次事故", "保险费（元）"], ["从业人员伤亡", "30万元", "300万元", "7,900.00"]]
    contract = sheet_of(
        "安全生产责任保险合同书",
        "甲方（投保人、被保险人）：吉林市松江民爆器材经营有限公司",
        "乙方（保险人）：安华农业保险股份有限公司吉林市中心支公司",
        "第一条  承保对象。甲方现有从业人员38人，投保人数38人。",
        "第二条  保险期间。自2026年4月1日零时起至2027年3月31日二十四时止。",
        "第三条  责任限额。每人责任限额30万元，各分项责任限额见下表：",
        ("table", limits),
        "第四条  保险费。保险费总额为人民币柒仟玖佰元整（小写：7,900.00元）。",
        "第五条  事故预防服务费。乙方按保险费总额的15%提取事故预防服务费1,185.00元。",
        "第六条  从业人员范围。包括甲方正式员工、劳务派遣员工，统一适用同一责任限额。",
        "第七条  事故预防服务。乙方每年为甲方组织安全培训2次、隐患排查2次。",
    )
    told = policy.extract(contract)
    assert told.witnesses["special_agreements"].complete
    assert len(told.tables["special_agreements"]) == 7
    assert "unclear_clauses" not in told.tables  # an article's title says nothing by itself


def test_months_and_days_stand_under_their_year() -> None:
    book = [
        ["2026年", "", "摘要", "收入", "支出", "结存"],
        ["月", "日", "", "", "", ""],
        ["9", "2", "提取预防费", "1,692.00", "", "1,692.00"],
        ["10", "12", "付黑龙江省垦安安全技术服务有限公司检查费", "", "800.00", "892.00"],
        ["11", "3", "付富锦市新兴文印社宣传品", "", "260.00", "632.00"],
    ]
    rows = fee_ledger.extract(sheet_of("事故预防费收支台账", "YG230882AZ2600000514", ("table", book))).tables["rows"]
    assert [(str(r.value("date")), r.value("amount"), r.value("payee")) for r in rows] == [
        ("2026-09-02", 1692, None),
        ("2026-10-12", 800, "黑龙江省垦安安全技术服务有限公司"),
        ("2026-11-03", 260, "富锦市新兴文印社"),
    ]


def test_lines_with_labels_of_their_own_under_a_head_are_entries() -> None:
    party = "投保人\n枝江姚家港精细化工有限公司\n统一社会信用代码：91420583MA49T6R842\n地址：湖北省宜昌市枝江市沿江大道3号\n电话：0717-4260000"
    name, data = drawn(
        Paper("paper", "pdf", ["安全生产责任保险 保险单", ("table", [[party, "行业：危险化学品生产"]])], "")
    )
    told = policy.extract(Sheet(read(data, name))).fields
    assert told["address"].value == "湖北省宜昌市枝江市沿江大道3号"


def test_limits_with_labels_in_the_line_that_totals_are_those_of_the_policy() -> None:
    covers = [
        ["保险责任", "责任限额（每人；每次事故；每年累计）", "保险费"],
        ["从业人员伤亡责任", "70万元/人；1,400万元/次；2,800万元/年", "46,200.00"],
        ["从业人员医疗费用责任", "7万元/人；140万元/次；280万元/年", "9,240.00"],
        ["应急救援费用", "100万元/次；100万元/年", "2,480.00"],
        ["合计", "每次事故总限额2,000万元；年累计总限额4,000万元", "57,920.00"],
    ]
    fields = schedule("安全生产责任保险 保险单", ("table", covers))
    assert (fields["per_accident_limit"], fields["aggregate_limit"]) == (20_000_000, 40_000_000)


def test_the_number_that_several_purposes_end_in_is_the_policys() -> None:
    book = [
        ["日期", "事项", "金额", "类型", "对方"],
        ["2025-10-09", "保费提取15%（0343048125AQZR000127）", "3409.50", "提取", ""],
        ["2025-12-30", "隐患排查（0343048125AQZR000127）", "1800", "支出", "湖南安福应急科技有限公司"],
    ]
    rows = fee_ledger.extract(sheet_of("事故预防费", ("table", book))).tables["rows"]
    assert [r.value("policy_no") for r in rows] == ["0343048125AQZR000127"] * 2


def test_a_ratio_that_a_program_writes_without_its_sign_shows_the_share() -> None:
    book = [
        ["入账日", "保单", "保费", "比例", "预防费"],
        ["2026-07-10", "HA4402AZX2026000688", "17530", "0.22", "3856.6"],
    ]
    (row,) = fee_ledger.extract(sheet_of("事故预防费收入", ("table", book))).tables["rows"]
    assert (row.value("kind"), float(row.value("amount"))) == ("extract", 3856.6)


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("回访记录（2026年9月22日）：两项均已整改完成。", True),
        ("回访记录（2026年9月22日）：三项均已整改完成。", False),
    ],
)
def test_as_many_as_were_listed_are_all_of_them(said: str, mended: bool) -> None:
    found = [
        "（一）隐患：剪切机无双手启动装置；级别：一般隐患；建议：加装双手按钮；完成时间：2026年9月10日前。",
        "（二）隐患：废料堆场与高压线安全距离不足；级别：一般隐患；建议：移位堆放；完成时间：2026年9月5日前。",
    ]
    told = hazards("隐患整改建议书", "我司于2026年8月20日对贵司进行了隐患排查服务，提出整改建议如下：", *found, said)
    assert [h["rectified"] for h in told] == [mended, mended]


@pytest.mark.parametrize(("state", "mended"), [("6.27换证", True), ("6.27停岗待换证", False), ("6.27催办", False)])
def test_a_day_with_the_deed_that_was_asked_for_says_that_it_was_done(state: str, mended: bool) -> None:
    listed = [
        ["#", "问题", "类", "怎么办", "期限", "结果"],
        ["1", "停车场与办公区未分隔", "一般", "设置隔离栏", "2026-07-15", "7.12已装"],
        ["2", "3名押运员从业资格证到期", "一般", "停岗，换证后上岗", "2026-06-30", state],
    ]
    told = hazards("车辆及场站安全检查记录", "检查日 2026年6月5日", ("table", listed))
    assert [h["rectified"] for h in told] == [True, mended]


VISITS = [
    ["次数", "服务日期", "服务人员", "发现隐患（均为一般隐患）", "整改情况", "企业签认"],
    ["第1次", "2026-05-20", "江涛、芮敏", "1．应急风机故障\n2．报警按钮失灵", "均于2026-06-05整改完成", "苗得雨"],
    ["第2次", "2026-08-18", "江涛", "1．坡道防滑条脱落", "2026-08-30整改完成", "苗得雨"],
]
REGISTER = [
    "年度事故预防服务台账",
    "企业名称：砀山县梨都果蔬速冻有限公司",
    ("table", VISITS),
    "填表：江涛 2026年9月1日",
]


def test_days_of_visits_are_no_terms_and_who_filled_the_form_in_came_on_none() -> None:
    told = report(*REGISTER)
    assert (str(told["service_start"]), str(told["service_end"])) == ("2026-05-20", "2026-08-18")
    assert all("deadline" not in h and "advice" not in h and h["rectified"] for h in hazards(*REGISTER))


@pytest.mark.parametrize("said", ["材料已到，计划4月20日前焊装", "已下单，预计4月20日前安装完成", "配件已到货"])
def test_what_is_planned_last_is_not_done(said: str) -> None:
    assert outcome(said, status=True)["rectified"] is False


def test_a_bank_statements_postscripts_name_the_policy() -> None:
    book = [
        ["交易日期", "摘要", "借方（支出）", "贷方（收入）", "余额", "对方户名", "附言"],
        [
            "2026-05-06",
            "转入",
            "",
            "5,400.00",
            "5,400.00",
            "渤海财产保险股份有限公司",
            "BHTJ-AQZR-2026-000519计提预防费",
        ],
        ["2026-05-15", "转出", "1,600.00", "", "3,800.00", "天津津安泰安全技术有限公司", "BHTJ-AQZR-2026-000519培训费"],
    ]
    rows = fee_ledger.extract(sheet_of("银行专户对账单（事故预防费）", ("table", book))).tables["rows"]
    assert [(r.value("kind"), r.value("policy_no")) for r in rows] == [
        ("extract", "BHTJ-AQZR-2026-000519"),
        ("spend", "BHTJ-AQZR-2026-000519"),
    ]


FOUND = [
    "1. 涂料车间2处接线盒未密封；",
    "2. 配电室应急照明失效；",
    "3. 消火栓箱内缺水枪；",
    "4. 温湿度计损坏；",
    "5. 废溶剂桶敞口存放；",
]


@pytest.mark.parametrize("lead", ["我公司对贵单位进行了隐患排查，共查出一般隐患5项，分述如下：", "发现以下隐患："])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_list_goes_on_under_names_of_trades_and_behind_what_only_leads(lead: str, grouped: bool) -> None:
    groups = ["一、电气安全", *FOUND[:2], "二、消防安全", FOUND[2], "三、危化品管理", *FOUND[3:]]
    due = "上述5项隐患，请贵单位于2026年5月31日前整改完毕。"
    told = hazards("事故预防服务情况报告", lead, *(groups if grouped else FOUND), due)
    assert [h["description"] for h in told] == [line[3:-1] for line in FOUND]
    assert {str(h["deadline"]) for h in told} == {"2026-05-31"}


def test_a_covers_name_may_end_in_what_is_paid() -> None:
    listed = [
        ["责任", "限额与保费"],
        ["对从业人员人身伤亡的赔偿", "每人35万元，每次事故350万元，累计700万元；保险费18,600.00元"],
        ["对第三者人身伤亡的赔偿", "每人35万元，每次事故140万元，累计140万元；保险费1,850.00元"],
        ["事故应急处置与救援费用", "每次事故50万元，累计50万元；保险费640.00元"],
    ]
    found = find(sheet_of("安全生产责任保险保单", ("table", listed)))
    assert found is not None
    assert [(row.value("name"), row.value("premium")) for row in found.rows] == [
        ("对从业人员人身伤亡的赔偿", 18600),
        ("对第三者人身伤亡的赔偿", 1850),
        ("事故应急处置与救援费用", 640),
    ]


def test_a_report_numbered_as_an_authoritys_is_one_where_it_is_of_one_policy() -> None:
    lines = [
        "安全检查情况通报",
        "洋安检通〔2026〕9号",
        "儋州洋浦恒洋船舶修理有限公司：",
        "2026年9月10日，海南椒城安全技术服务有限公司符海涛、羊才明等2人根据安责险服务计划（保险单：HT4604AQZ26000118）对你司进行检查，"
        "检查类别为隐患排查。现将有关情况通报如下：",
        "一、存在的主要问题",
        "（1）船坞脚手架连墙件缺失3处，属一般事故隐患，限2026年9月20日前整改。",
        "（2）密闭舱室作业未检测氧含量，属重大事故隐患，限2026年9月12日前整改。",
        "二、整改反馈（企业填写）",
        "（1）（2）项均已按要求整改完毕，请予复查。",
        "企业负责人：林志海     2026年9月24日",
    ]
    sheet = sheet_of(*lines)
    assert classify(sheet.document, sheet).kind == "service_report"
    assert report(*lines)["experts"] == ("符海涛", "羊才明")
    told = hazards(*lines)
    assert [(h["description"], h["rectified"]) for h in told] == [
        ("船坞脚手架连墙件缺失3处", True),
        ("密闭舱室作业未检测氧含量", True),
    ]


def test_a_row_that_only_divides_wide_heads_is_of_the_header() -> None:
    grid = [
        ["车间", "隐患内容", "隐患级别", "隐患级别", "整改要求", "整改要求", "完成日期"],
        ["", "", "一般", "重大", "措施", "时限", ""],
        ["成型", "压砖机光电保护失效", "√", "", "修复光电保护", "2026-04-30", "2026-04-28"],
        ["煤气站", "煤气发生炉水封水位不足", "", "√", "立即补水", "2026-04-18", "2026-04-18"],
    ]
    wide = "".join(
        "<tr>"
        + "".join(
            f'<td colspan="2">{t}</td>' if r == 0 and c in (2, 4) else "" if r == 0 and c in (3, 5) else f"<td>{t}</td>"
            for c, t in enumerate(row)
        )
        + "</tr>"
        for r, row in enumerate(grid)
    )
    page = f"<html><head><meta charset='utf-8'></head><body><h1>安全隐患排查表</h1><p>排查日期：2026年4月16日</p><table>{wide}</table></body></html>"
    rows = service_report.extract(Sheet(read(page.encode(), "a.html"))).tables["hazards"]
    assert [(r.value("level"), str(r.value("deadline")), r.value("rectified")) for r in rows] == [
        ("一般", "2026-04-30", True),
        ("重大", "2026-04-18", True),
    ]


def test_who_looked_again_is_no_state_and_the_day_beside_him_tells_it() -> None:
    listed = [
        ["序号", "隐患", "级别", "整改措施", "整改时限", "整改情况完成时间", "整改情况复查人"],
        ["1", "安全阀未定期校验", "一般", "送检校验", "2026-05-10", "2026-05-08", "王川"],
        ["2", "排烟管道油垢厚积", "一般", "清洗", "2026-04-25", "2026-04-24", "王川"],
    ]
    told = hazards("隐患排查治理记录", "服务日期 2026年4月15日", ("table", listed))
    assert [(h["rectified"], str(h["rectified_on"])) for h in told] == [(True, "2026-05-08"), (True, "2026-04-24")]


def test_a_heading_with_a_count_heads_the_hazards_under_it() -> None:
    told = hazards(
        "隐患排查情况报告",
        "我公司于2026年7月12日对贵公司进行了隐患排查，排查情况如下：",
        "（一）现场已整改隐患（2项）",
        "1. 配电箱门未关闭；",
        "2. 成品仓库灭火器被遮挡。",
        "（二）限期整改隐患（2项，整改期限2026年8月15日）",
        "1. 石墨化炉冷却水管渗漏；",
        "2. 破碎机检修孔盖板缺失。",
    )
    assert [(h["description"], h["rectified"], str(h.get("deadline"))) for h in told] == [
        ("配电箱门未关闭", True, "None"),
        ("成品仓库灭火器被遮挡", True, "None"),
        ("石墨化炉冷却水管渗漏", False, "2026-08-15"),
        ("破碎机检修孔盖板缺失", False, "2026-08-15"),
    ]


def test_the_share_in_brackets_and_the_side_before_a_name_are_neither_purpose_nor_payee() -> None:
    book = [
        ["日期", "用途", "金额（元）", "备注"],
        ["2026-03-13", "提取（14%）", "3780.00", "收"],
        ["2026-05-20", "隐患排查", "1300.00", "支 宿州市符安安全服务有限公司"],
        ["2026-09-08", "消防培训", "600.00", "支 埇桥区蓝天消防培训中心"],
    ]
    rows = fee_ledger.extract(sheet_of("预防费用使用登记", "保单号：RSSZ341302AQ2600188", ("table", book))).tables[
        "rows"
    ]
    assert [(r.value("kind"), r.value("payee")) for r in rows] == [
        ("extract", None),
        ("spend", "宿州市符安安全服务有限公司"),
        ("spend", "埇桥区蓝天消防培训中心"),
    ]


def test_vouchers_set_under_each_other_book_what_was_set_aside_too() -> None:
    def voucher(day: str, what: str, side: str, amount: str, payee: str) -> tuple[str, Any]:
        return (
            "table",
            [
                ["凭证日期", day, "类别", side],
                ["摘要", what, "金额（元）", amount],
                ["收款单位", payee, "保单号", "PAQY441881AQ2600315"],
            ],
        )

    vouchers = [
        voucher("2026年4月12日", "计提事故预防费", "提取", "4,860.00", "—"),
        "",
        voucher("2026年6月25日", "付隐患排查费", "支出", "2,300.00", "广东穗安安全科技有限公司"),
    ]
    rows = fee_ledger.extract(sheet_of("记账凭证汇总（预防费）", *vouchers)).tables["rows"]
    assert [(r.value("kind"), r.value("amount")) for r in rows] == [("extract", 4860), ("spend", 2300)]


def test_lines_of_entries_tell_who_was_paid_behind_the_sum() -> None:
    lines = [
        "2026-06-03 提取 ¥5,130.00",
        "2026-08-25 支出 ¥4,500.00 付湖北楚安安全评价有限公司（风险评估）",
        "2026-10-12 支出 ¥900.00 付大冶市灵成广告部（宣传展板）",
    ]
    rows = fee_ledger.extract(sheet_of("预防费用台账", "保单：DDHS420281AQ26000377", *lines)).tables["rows"]
    assert [r.value("payee") for r in rows] == [None, "湖北楚安安全评价有限公司", "大冶市灵成广告部"]


def test_what_was_taken_off_first_is_not_what_was_paid() -> None:
    told = (
        "某某耐材（保单TBJZ410822AQ2600056）2026年4月28日装窑工毋小军被砖垛砸伤一案，报案号TB410822260428001，"
        "伤者医疗费共计7,260.50元，扣除非保险责任部分后实际赔付6,860.50元，6月18日结案。"
    )
    (row,) = claim_record.extract(sheet_of("结案说明", told)).tables["rows"]
    assert float(row.value("paid")) == 6860.5


def test_a_number_in_every_line_of_an_export_is_the_reports() -> None:
    head = ["报告编号", "保单号", "服务日期", "隐患描述", "隐患等级", "整改建议", "整改期限", "整改状态"]
    lines = [
        ["YCFW-2607-15", "ZJYC320904AQ2600714", "2026-07-15", "法兰渗漏", "一般", "更换垫片", "2026-07-31", "已整改"],
        ["YCFW-2607-15", "ZJYC320904AQ2600714", "2026-07-15", "围堰裂缝", "一般", "修补围堰", "2026-08-15", "整改中"],
    ]
    assert report("服务数据", ("table", [head, *lines]))["report_no"] == "YCFW-2607-15"
