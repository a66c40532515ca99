"""What whole filings of six trades and regions had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.clauses import doubtful, recognise
from tests.printed_kit import line, units
from tests.test_typed_by_hand import page
from validators import purposes

VISIT = (
    "安全隐患排查报告",
    "服务对象：某县白沙湾气体充装有限公司",
    "服务机构：某市东源安全事务有限公司",
    "保单号：HA20251234567",
    "排查日期：2026年1月14日",
    "检查人员：阮卓文",
    "1.充装间软管老化，建议更换。",
)


def told(name: str, *parts: str) -> dict[str, Any]:
    return {field: reading.value for field, reading in page(name, *parts).fields.items()}


@pytest.mark.parametrize(
    ("said", "signed"),
    [
        ("客户说：“照做。”——站长 钟伟雄（手写签名）2026.1.14", (True, "钟伟雄")),
        ("企业：同意整改。 厂长 钟伟雄（本人签字） 2026.1.14", (True, "钟伟雄")),
        ("企业负责人（手写签名）：", (False, None)),
        ("企业代表 钟伟雄（未签字）", (False, None)),
    ],
)
def test_a_bracket_behind_a_name_says_how_was_signed(said: str, signed: tuple[bool, str | None]) -> None:
    fields = told("报告.html", *VISIT, said)
    assert (fields.get("customer_signed"), fields.get("signoff_name")) == signed


def test_a_line_farther_below_than_the_lines_of_its_paragraph_begins_another() -> None:
    lines = [
        line("走访单位某县白沙湾气体充装有限公司，单子挂靠的保单是去年九月所出，其单号为", 60, right=530),
        line("二〇二五年第十七号，我方某市安全事务有限公司派阮卓文和缪小洁", 72, right=530),
        line("看了什么　充装间、实瓶库。", 91),
    ]
    read = units(*lines)
    assert read[-1].startswith("看了什么")


BOOK = "序号|交易日期|保单号|交易内容|对手方|{}\n1|20250410|PZEK20253413230000021A|提取安全事故预防费|—|6210\n2|20250603|PZEK20253413230000021A|入场教育|某市工程安全咨询有限公司|-2400"


@pytest.mark.parametrize(
    "header", ["金额（支出为负）", "发生额（负数为支出）", "金额（元，付出记负）", "金额(使用以负数填列)"]
)
def test_a_header_that_says_only_how_what_is_spent_is_written(header: str) -> None:
    rows = page("台账.html", "预防费使用台账", BOOK.format(header)).tables["rows"]
    assert [(row.value("kind"), row.value("amount")) for row in rows] == [
        ("extract", Decimal(6210)),
        ("spend", Decimal(2400)),
    ]


@pytest.mark.parametrize("said", ["（计提入账）", "本单计提", "计提"])
def test_what_stands_for_a_payee_where_nobody_is_paid_says_that_it_was_set_aside(said: str) -> None:
    body = f"发生日期|收款单位|用途|金额（元）\n2025-06-05|{said}|—|7,236.00\n2025-07-10|某州北庭安全科技有限公司|矿山体检|4,200.00"
    rows = page("备案.html", "保单预防费用使用备案", body).tables["rows"]
    assert [(row.value("kind"), row.value("payee")) for row in rows] == [
        ("extract", None),
        ("spend", "某州北庭安全科技有限公司"),
    ]


def test_people_kind_by_kind_are_the_total_under_them() -> None:
    body = "用工形式|在册（人）|投保（人）\n合同制|41|41\n劳务派遣|12|12\n项目临时用工|20|18\n合计|73|71"
    fields = told(
        "保单.html",
        "安全生产责任保险保险单",
        "保险单号：TJZX2025120116W00853",
        "投保人：某市磬云建设工程有限公司",
        body,
    )
    assert (fields["employee_count"], fields["insured_count"]) == (73, 71)


@pytest.mark.parametrize(
    ("said", "name", "day"),
    [
        (
            "矿方确认栏：本矿已收到报告，对内容无异议。　矿长：库尔班江·托合提　2026-01-21",
            "库尔班江·托合提",
            "2026-01-21",
        ),
        ("企业安全总监阅：照此整改。鄂建民　2026.1.16", "鄂建民", "2026-01-16"),
        ("单位意见|同意。安全总监 鄂建民|时间|2026-01-16", "鄂建民", "2026-01-16"),
        ("费用|2,200元|企业签认|文建　1月15日", "文建", "2026-01-15"),
        ("施工单位（签）：单长胜　1月16日", "单长胜", "2026-01-16"),
    ],
)
def test_who_agrees_for_the_enterprise_has_signed(said: str, name: str, day: str) -> None:
    fields = told("报告.html", *VISIT, said)
    assert (fields["customer_signed"], fields["signoff_name"], str(fields["signoff_date"])) == (True, name, day)


def test_a_paper_that_the_enterprise_sends_is_signed_at_its_end() -> None:
    lines = (
        "年度安全培训回执",
        "编号LYGA-2026-0108",
        "致某市庐阳安技术服务有限公司：",
        "贵公司鲁进于2026年1月8日在我厂培训，培训费1,500元从保单1134132425AZX00070预防费列支，我厂无异议。",
        "某县虹州精密铸锻有限公司",
        "安全科 柏艳",
        "2026年1月9日",
    )
    fields = told("回执.html", *lines)
    assert (fields["signoff_name"], str(fields["signoff_date"]), fields["report_no"]) == (
        "柏艳",
        "2026-01-09",
        "LYGA-2026-0108",
    )


@pytest.mark.parametrize("title", ["入场教育实施回单", "透水事故应急演练纪实"])
def test_what_a_service_leaves_behind_is_a_report(title: str) -> None:
    done = "受保险公司之托，某市安泰工程安全咨询有限公司于5月20日在某产业园项目部为某省磬云建设工程有限公司73名务工人员进行了入场安全教育（保单：PZEK20253413230000021A）。"
    record = page(
        "回单.html",
        title,
        "回单号 HBAT2025-05-20-A",
        done,
        "项目经理验收意见：已完成。（签字）单长胜　二〇二五年五月二十日",
    )
    assert record.kind == "service_report"
    if "教育" in title:
        assert record.fields["client"].value == "某省磬云建设工程有限公司"
        assert str(record.fields["service_start"].value) == "2025-05-20"


def test_the_day_on_which_a_letter_was_received_is_no_day_of_the_visit() -> None:
    fields = told(
        "函.html",
        "某省安卫士安全服务股份公司",
        "某市焰彩花炮制造有限公司：",
        "9月4日我公司指派两位工程师到贵公司检查。现将情况函告如下。",
        "其余三条待贵公司回复。",
        "二〇二五年九月五日",
        "收函人：汤正良　收函日期：2025年9月6日",
    )
    assert (str(fields["service_start"]), str(fields["service_end"])) == ("2025-09-04", "2025-09-04")


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("检查时间：2025年3月2日（星期日）至4日", "2025-03-02", "2025-03-04"),
        ("开班时间|2025年3月2日|结业时间|2025年3月4日", "2025-03-02", "2025-03-04"),
    ],
)
def test_from_which_day_to_which(said: str, first: str, last: str) -> None:
    fields = told("小结.html", "安全教育培训小结", "参训企业：某县白沙湾气体充装有限公司", said)
    assert (str(fields["service_start"]), str(fields["service_end"])) == (first, last)


LIST = ("1.充装间软管老化，建议更换。", "2.风机不转，建议修理。", "3.护栏缺失，建议加装。")


@pytest.mark.parametrize(
    ("said", "grave"),
    [
        ("第2项列为重大隐患，其余为一般隐患。", "般重般"),
        ("2号隐患按重大事故隐患管理。", "般重般"),
        ("以上第1、2条按重大隐患处理。", "重重般"),
        ("第3项纳入重大隐患管控。", "般般重"),
        ("第1条不属于重大隐患。", "般般般"),
        ("第2项不构成重大隐患，第3项构成重大隐患。", "般般重"),
    ],
)
def test_how_grave_hazards_are_by_their_numbers(said: str, grave: str) -> None:
    rows = page("报告.html", *VISIT[:-1], *LIST, said).tables["hazards"]
    assert "".join("重" if row.value("level") == "重大" else "般" for row in rows) == grave


def test_headings_that_are_marks_of_the_papers_own_key() -> None:
    body = (
        "甲类问题（须停产）",
        LIST[0],
        "乙类问题",
        *LIST[1:],
        "注：甲类问题系重大事故隐患，乙类问题系一般事故隐患。",
    )
    rows = page("报告.html", *VISIT[:-1], *body).tables["hazards"]
    assert [row.value("level") for row in rows] == ["重大", "一般", "一般"]


def test_the_number_before_a_level_of_a_mine_is_that_of_the_item() -> None:
    body = (
        "1.1820中段水仓清淤不到位。措施：清淤。期限：2月25日。",
        "2.1860中段风筒破损3处。措施：修补。期限：2月18日。",
    )
    rows = page("报告.html", *VISIT[:-1], *body).tables["hazards"]
    assert [row.value("description") for row in rows] == ["1820中段水仓清淤不到位", "1860中段风筒破损3处"]


@pytest.mark.parametrize(
    ("heads", "said"),
    [
        ("方案A|方案B ✔|方案C", ""),
        ("一档|二档（选定）|三档", ""),
        ("方案A|方案B|方案C", "承保档次：方案B"),
    ],
)
def test_the_one_plan_that_is_marked_or_named_is_the_policys(heads: str, said: str) -> None:
    body = f"给付事由|{heads}\n员工身故、伤残（每人）|40万|60万|80万\n员工医疗（每人）|4万|6万|8万\n全年合计（员工）|400万|600万|800万\n法律（每次）|5万|10万|20万"
    fields = told("保单.html", "安全生产责任保险保险单", "保险单号：TJZX2025120116W00853", *filter(None, [said]), body)
    assert (fields["per_person_limit"], fields["aggregate_limit"], fields["legal_limit"]) == (600000, 6000000, 100000)


def test_where_a_holder_works_runs_into_its_address() -> None:
    said = "投保人：某市瀚海物流有限公司，生产经营于湖南省株洲市攸县联星街道望云路88号。"
    fields = told("保单.html", "安全生产责任保险保险单", "保险单号：TJZX2025120116W00853", said)
    assert fields["address"] == "湖南省株洲市攸县联星街道望云路88号"


def test_claims_headed_by_their_numbers_are_told_apart() -> None:
    lines = (
        "理赔进度通报",
        "某县白沙湾气体充装有限公司（保单HA-ZR-2025-44132300-000702）自起保以来共报案2起。",
        "① HD26-0031：2026年2月11日充装工卢志强搬瓶砸伤左脚，当日报案；3月25日赔付7,315元并结案，结果于3月27日报送省平台。",
        "② HD26-0066：2026年4月19日叉车工骆小兵撞伤手臂，4月20日报案；目前仍在治疗，赔付金额待定。",
        "某海财产保险有限公司惠州中心支公司 2026年5月6日",
    )
    rows = page("通报.html", *lines).tables["rows"]
    assert [(row.value("report_no"), row.value("victim"), str(row.value("uploaded"))) for row in rows] == [
        ("HD26-0031", "卢志强", "2026-03-27"),
        ("HD26-0066", "骆小兵", "None"),
    ]


def test_the_day_beside_who_signs_a_letter_is_no_step_of_a_claim() -> None:
    said = "保单AZ-ZZ-25-GC-0418仅有一笔赔付：瓦工刘四喜于2026年3月11日受伤，3月12日报案，报案号ZZAZ26031207，实付4,060元，5月9日结案。"
    row = page("说明.html", "赔付说明", said, "某湖财产保险股份有限公司株洲中心支公司 2026年6月8日").tables["rows"][0]
    assert (str(row.value("closed_date")), row.value("uploaded")) == ("2026-05-09", None)


@pytest.mark.parametrize(
    ("said", "codes", "asked"),
    [
        ("投保主体承诺保费自行承担，未向务工人员收取", ["neg_premium"], []),
        ("未向员工收取的部分由员工年底补交", [], ["premium_charged_to_workers"]),
        ("本单按保费的22.5%提取事故预防服务费，折合29,835元", ["fee"], []),
        ("事故预防费折合现金返还投保人", ["fee_returned"], []),
        ("保险事故的赔款，在双方就赔偿金额达成协议后十日内支付", [], []),
        ("责任核定后3日内支付50%赔款用于善后", ["fast_settlement", "advance_payment"], []),
        ("新疆维吾尔自治区以外的作业活动不在本保单承保之列", [], []),
        ("名单以外的作业人员不在本保单承保之列", ["named_only"], []),
    ],
)
def test_what_agreements_say_plainly_is_not_asked(said: str, codes: list[str], asked: list[str]) -> None:
    assert [match.code for match in recognise(said)] == codes
    assert [match.code for match in doubtful(said)] == asked


def test_tortoise_shell_brackets_number_a_list() -> None:
    body = ("特别约定", "〔1〕保险人每年开展隐患排查2次、培训1次。", "〔2〕保费不得由从业人员承担。")
    record = page("保单.html", "安全生产责任保险保险单", "保险单号：TJZX2025120116W00853", *body)
    assert [row.value("text")[:4] for row in record.tables["special_agreements"]] == ["保险人每", "保费不得"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("体检人员：买尔旦·艾合买提，组长；贺成玉，采矿；杜海滨，机电", ("买尔旦·艾合买提", "贺成玉", "杜海滨")),
        ("我司于当日开展培训，教师汪道远、苗青，共4学时。", ("汪道远", "苗青")),
        ("演练由王晓任导演，李志强任评估员。", ("王晓", "李志强")),
    ],
)
def test_who_came_with_what_he_is(said: str, names: tuple[str, ...]) -> None:
    assert told("报告.html", *VISIT[:5], said)["experts"] == names


def test_a_paper_that_says_that_nothing_was_found_is_of_an_inspection() -> None:
    body = "记录号|BT-2025-1103-01|日期|2025年11月3日\n矿山|某市瑶池矿业开发有限公司|保单|XJTS2025000386\n结论|所查项目均符合要求，没有发现需要整改的问题。"
    for title in ("复工前安全核查记录表", "复工前安全记录表"):
        assert told("记录.html", title, body)["service_types"] == ("inspection",)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("季度走访（5月）", "inspection"),
        ("安全标语牌及手册", "training"),
        ("付某注安师事务所第1次驻场辅导费", "inspection"),
        ("一月上门服务", "inspection"),
        ("客户走访礼品", "gift"),
        ("客户走访", None),
        ("出险车辆查勘费", None),
    ],
)
def test_what_the_fund_was_spent_on(item: str, code: str | None) -> None:
    assert purposes.parse(item) == code


@pytest.mark.parametrize(
    ("said", "trade"),
    [
        ("类型：建筑施工（房屋建筑工程）", "建筑施工(房屋建筑工程)"),
        ("行业归类：危险化学品经营（气体充装）", "危险化学品经营(气体充装)"),
        ("企业类型：有限责任公司（自然人独资）", None),
    ],
)
def test_a_trade_with_its_kind_in_brackets(said: str, trade: str | None) -> None:
    fields = told(
        "保单.html", "安全生产责任保险保险单", "保险单号：TJZX2025120116W00853", "投保主体：某市焰彩花炮有限公司", said
    )
    assert fields.get("industry") == trade


HEAD = ("安全生产责任保险保险单", "保险单号：TJZX2025120116W00853", "投保人：某市瀚海物流有限公司")


@pytest.mark.parametrize(
    "said",
    [
        "每人520元，176人，共91,520元（玖万壹仟伍佰贰拾元）",
        "按176人、每人520元收取，合计91,520元",
        "保费=520元×176人=91520元",
    ],
)
def test_what_is_reckoned_by_the_head_is_the_premium_and_no_limit(said: str) -> None:
    fields = told("保单.html", *HEAD, "从业人员死亡伤残：每人限额80万元，每次事故限额800万元", said)
    assert (fields["premium"], fields["per_person_limit"]) == (91520, 800000)


def test_labels_each_before_its_own_sum_are_no_list_of_covers() -> None:
    form = (
        "每人责任限额（元）|800000.00|其中医疗（元）|80000.00\n每次事故责任限额（元）|8000000.00|累计责任限额（元）|8000000.00\n"
        "附加第三者责任|每次事故人身500000.00元；财产300000.00元|附加施救|每次事故500000.00元\n"
        "附加法律费用|每次事故100000.00元|附加鉴定费用|每次事故50000.00元"
    )
    fields = told("保单.html", *HEAD, form)
    wanted = {
        "per_person_limit": 800000,
        "medical_limit": 80000,
        "per_accident_limit": 8000000,
        "aggregate_limit": 8000000,
        "third_party_limit": 500000,
        "third_party_property_limit": 300000,
        "rescue_limit": 500000,
        "legal_limit": 100000,
        "appraisal_limit": 50000,
    }
    assert {name: fields.get(name) for name in wanted} == wanted


def test_people_counted_in_a_sentence_as_it_is_spoken() -> None:
    fields = told("保单.html", *HEAD, "全厂共有176人，本次把176人全都保进来")
    assert (fields["employee_count"], fields["insured_count"]) == (176, 176)


def test_a_letter_of_reinspection_names_hazards_in_brackets_behind_their_numbers() -> None:
    said = (
        "2026年1月14日，我公司专家对你矿2025年12月18日检查所列隐患进行了复查。第1项（主扇未装备用电机，重大隐患，限12月31日前）未整改，"
        "你矿拒绝整改，我公司已于2026年1月15日书面报告某市应急管理局；第2项（井口灭火器过期，限12月25日前）已于12月22日整改；"
        "第3、4项（分别为爆破器材台账漏登、压风管路漏气，均限2026年1月10日前）已整改。"
    )
    rows = page("复查.html", "隐患整改复查意见", "复查编号：HN-FC-26-015", "某市湘钨矿业有限公司：", said).tables[
        "hazards"
    ]
    columns = ("level", "description", "deadline", "rectified", "refused", "reported_on")
    assert [tuple(str(row.value(name)) for name in columns) for row in rows] == [
        ("重大", "主扇未装备用电机", "2025-12-31", "False", "True", "2026-01-15"),
        ("一般", "井口灭火器过期", "2025-12-25", "True", "False", "None"),
        ("一般", "爆破器材台账漏登", "2026-01-10", "True", "False", "None"),
        ("一般", "压风管路漏气", "2026-01-10", "True", "False", "None"),
    ]
    lesson = "本次培训第1项（消防知识）由张三讲授，第2项（应急救护）由李四讲授。"
    assert not page("小结.html", "安全培训小结", "编号：PX-1", lesson).tables.get("hazards")


def test_answers_by_numbers_written_with_a_nought() -> None:
    body = "No|什么问题|怎么办|几号前|轻重\n01|2号冲床光电保护失效|停用|3.6|重\n02|消防栓被货物挡住|清开|3.6|轻\n03|安全阀未校验|送检|3.20|轻"
    lines = ("安全服务工作联系单", "服务对象：某市锐锋精密五金制品有限公司", "检查日期：2026年3月5日", body)
    rows = page("联系单.html", *lines, "贵厂回复：01已于3月6日修好，02当天已清理，03未完成。").tables["hazards"]
    assert [(str(row.value("deadline")), row.value("rectified")) for row in rows] == [
        ("2026-03-06", True),
        ("2026-03-06", True),
        ("2026-03-20", False),
    ]


def test_what_services_cost_in_plain_words_is_the_prevention_fee() -> None:
    said = "A. 保险公司每季度派人来查一次隐患，讲一次安全课，钱从保费里出（保费的18%，16,473.6元）。"
    fields = told("保单.html", *HEAD, "保费：91,520元", "特别约定", said)
    assert (fields["prevention_fee"], fields["prevention_fee_ratio"]) == (Decimal("16473.60"), 18)


def test_what_befell_somebody_in_brackets_is_no_part_of_his_name() -> None:
    lines = (
        "理赔记录",
        "报案号：HYCL20260207",
        "伤亡人员：瞿德胜（伤残九级）",
        "出险日期：2026年2月7日",
        "实付赔款：158,000元",
    )
    assert page("理赔.html", *lines).tables["rows"][0].value("victim") == "瞿德胜"


def test_what_a_cover_is_for_beside_its_limit_is_no_label_of_the_premium() -> None:
    body = (
        "赔偿项目|限额（元）|说明|分项保费（元）\n员工伤亡|每人500,000 每次3,000,000 累计5,000,000|死亡、伤残|78,000\n员工医疗|每人50,000|次免赔200元|9,800\n"
        "三者伤亡|每人300,000 每次1,000,000|厂区外周边居民|6,200\n救援费|每次400,000|消防、排爆、搜救|3,400\n法律费|每次100,000|—|1,100"
    )
    rows = page("保单.html", *HEAD, body).tables["coverages"]
    assert [row.value("premium") for row in rows] == [78000, 9800, 6200, 3400, 1100]


def test_minutes_that_count_what_they_list_and_say_what_became_of_all_and_of_one() -> None:
    lines = (
        "安责险季度走访纪要",
        "时间：2025年5月14日",
        "一、专家组首日查阅资料，次日进现场，共提出两项问题，均属一般隐患，未见重大隐患：",
        "第一，甲醇储罐区围堰排水阀处于常开状态。请安环部在五月二十日前改为常闭并挂牌。第二，循环水泵房联轴器护罩缺失，须于5月22日前装好。",
        "三、6月4日，蒲春林线上核对企业发来的照片与记录，两项均已销号，其中第二项销号日期为5月21日。",
    )
    rows = page("纪要.html", *lines).tables["hazards"]
    assert [(row.value("description"), row.value("rectified")) for row in rows] == [
        ("甲醇储罐区围堰排水阀处于常开状态", True),
        ("循环水泵房联轴器护罩缺失", True),
    ]
    assert rows[0].value("rectified_on") is None


@pytest.mark.parametrize("term", ["；10月12日", "（10月12日前）", "，限10月12日前完成", "/10月12日"])
def test_what_is_to_be_done_with_its_term_behind_a_stroke(term: str) -> None:
    body = f"隐患|等级|怎么改/改到什么时候|闭环\n除尘器卸灰阀未锁|一般|上锁{term}|10月11日 闭环\n冷却水泄漏无报警|一般|装流量报警{term}|未闭环"
    rows = page(
        "记录.html", "隐患排查记录", "服务对象：某市锐锋精密五金制品有限公司", "检查日期：2025年10月9日", body
    ).tables["hazards"]
    assert [(row.value("advice"), str(row.value("deadline"))) for row in rows] == [
        ("上锁", "2025-10-12"),
        ("装流量报警", "2025-10-12"),
    ]


def test_a_line_that_speaks_of_each_is_none_of_the_last_hazards() -> None:
    items = (
        "1.充装间软管老化，建议更换，1月20日前。",
        "2.风机不转，建议修理，1月18日前。",
        "3.护栏缺失，建议加装，1月31日前。",
    )
    said = "整改情况：1项1月17日已换；2项1月18日已修；3项未改。"
    rows = page("报告.html", *VISIT[:-1], *items, said).tables["hazards"]
    assert [row.value("rectified") for row in rows] == [True, True, False]
