"""What brokers, service firms and enterprises type themselves, in the words and orders of their offices."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from extractor import examine
from extractor.clauses import recognise
from extractor.record import Record
from extractor.values import doc_number


def page(name: str, *parts: str) -> Record:
    """The paper of these lines; a part with ``|`` in it is a table, its rows on lines of their own."""
    body = "".join(_table(part) if "|" in part else f"<p>{part}</p>" for part in parts)
    return examine([(name, f"<meta charset=utf-8>{body}".encode())])


def _table(part: str) -> str:
    rows = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in part.split("\n"))
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


COVERS = "保障项目|分项保费|每人|每次事故|全年累计\n雇员伤亡赔偿|36,803.00|600,000.00|6,000,000.00|6,000,000.00\n雇员医药费|9,908.50|80,000.00|/|/"
HEAD = ("鄱湖财产保险股份有限公司", "安全生产责任保险单", "单号：PHAZ-951929-97995")


@pytest.mark.parametrize(
    ("over", "paid"),
    [
        ("三、赔偿额度：每人最高赔60万元，每次事故最高赔600万元。分项如下（金额单位：元）：", 600000),
        ("每次事故最高赔600万元，明细（单位：元）", 600000),
    ],
)
def test_a_sum_over_a_list_tells_no_unit_for_it(over: str, paid: int) -> None:
    rows = page("保单.html", *HEAD, over, COVERS).tables["coverages"]
    assert [row.value("per_person") for row in rows] == [Decimal(paid), Decimal(80000)]


def test_the_list_under_a_heading_of_any_words_is_read_whole() -> None:
    said = ("承保公司每年派专家到企业查隐患两次、讲安全课一次。", "保费须于起保前付清。", "包括派遣来的、临时招的，所有从业人员都在承保之列。")  # fmt: skip
    items = [f"（{n}）{text}" for n, text in enumerate(said, 1)]
    record = page(
        "保单.html", *HEAD, "五、应交保费：69,359.50元", "六、双方另外说好的事：", *items, "出单日期：2025年7月2日"
    )
    assert [row.value("text") for row in record.tables["special_agreements"]] == list(said)
    assert record.witnesses["special_agreements"].complete


def test_what_was_done_is_nobody_who_came() -> None:
    lines = (
        "上门服务纪要",
        "做了什么：查隐患",
        "谁去的：晋安安全技术有限公司　陈淑珍、朱玉华",
        "去了哪家：赣州城南渔业有限公司",
    )
    assert page("纪要.html", *lines).fields["experts"].value == ("陈淑珍", "朱玉华")


def test_a_claims_number_may_be_written_around_a_day() -> None:
    head = "上传平台时间|结案时间|出险时间|报案时间|报案号|保单号|伤者|赔了多少"
    row = "2025-10-01|2025-09-29|2025-08-10|2025-08-12|报20250810-{n}|PHAZ-951929-97995|孙晓东|49715.5"
    rows = page("赔付.html", "安责险出险赔付情况", "\n".join([head, *(row.format(n=n) for n in (1, 2))])).tables["rows"]
    assert [row.value("report_no") for row in rows] == ["报20250810-1", "报20250810-2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("预防费使用照应急监二〔2021〕84号执行", "应急监二"),
        ("参考应急〔2025〕27号", "应急"),
        ("按日照政办〔2020〕3号", "日照政办"),
    ],
)
def test_an_issuer_is_cut_from_the_words_before_it(text: str, code: str) -> None:
    assert [number.issuer_code for _, _, number in doc_number.find_all(text)] == [code]


def text_rows(name: str, *lines: str) -> list[tuple[object, ...]]:
    record = examine([(name, "\n".join(lines).encode())])
    return [tuple(row.value(c) for c in ("kind", "payee", "amount")) for row in record.tables["rows"]]


def test_a_list_pasted_with_tabs_keeps_its_columns_where_cells_are_empty() -> None:
    lines = (
        "事故预防费台账",
        "序号\t日期\t保单号码\t类别\t金额\t收款单位\t摘要\t凭证号",
        "1\t2025/5/7\tDMQC6022842211058\t提取\t11269.66\t\t计取\t记-236",
        "2\t2025/5/31\tDMQC6022842211058\t使用\t800.00\t华信安评安全技术有限公司\t安全检查\t记-12",
    )
    assert text_rows("台账.txt", *lines) == [
        ("extract", None, Decimal("11269.66")),
        ("spend", "华信安评安全技术有限公司", Decimal(800)),
    ]


def test_pairs_set_apart_in_a_line_keep_their_own_values() -> None:
    lines = ("被保险人\t砀山华东化纤有限公司\t\t从事行业\t金属制品加工", "累计限额\t6,000,000.00元\t\t绝对免赔\t无")
    fields = examine([("保单.txt", "\n".join([*HEAD, *lines]).encode())]).fields
    assert fields["industry"].value == "金属制品加工"
    assert (fields["aggregate_limit"].value, fields["deductible"].value) == (6000000, 0)


def test_a_book_of_two_sides_may_have_columns_of_both() -> None:
    body = (
        "<h1>预防费提留使用表</h1><table><tr><td rowspan=2>保险单号<td colspan=2>提留<td colspan=4>使用<td rowspan=2>备注</tr>"
        "<tr><td>日期<td>金额<td>日期<td>项目<td>收款单位<td>金额</tr>"
        "<tr><td>ZYCX47012/2021/89802<td>2025-04-16<td>6919.10<td>2025-05-11<td>隐患排查服务费<td>晋安安全技术有限公司<td>2600<td></tr>"
        "<tr><td>ZYCX47012/2021/81179<td>2025-04-18<td>2431.75<td>2025-05-13<td>演练服务费<td>明远职业培训学校<td>766<td></tr></table>"
    )
    rows = examine([("账.html", f"<meta charset=utf-8>{body}".encode())]).tables["rows"]
    assert [(row.value("kind"), row.value("amount")) for row in rows] == [
        ("extract", Decimal("6919.10")),
        ("extract", Decimal("2431.75")),
        ("spend", Decimal(2600)),
        ("spend", Decimal(766)),
    ]
    assert {row.value("policy_no") for row in rows} == {"ZYCX47012/2021/89802", "ZYCX47012/2021/81179"}


VISIT = ("事故预防服务报告", "保险单号：ZYCX47012/2021/89802", "被服务企业：襄城长宁鞭炮有限公司", "服务日期：2025年5月1日", "服务内容：隐患排查", "服务机构：晋安安全技术有限公司")  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["来函收悉，情况属实。　　经手人：陈淑珍　2025年5月3日", "企业回复：收到，确认。陈淑珍 2025年5月3日"],
)
def test_who_answers_for_the_enterprise_signed(said: str) -> None:
    fields = page("函.html", *VISIT, "未发现隐患。", said).fields
    assert (fields["customer_signed"].value, fields["signoff_name"].value) == (True, "陈淑珍")


@pytest.mark.parametrize(
    "said", ["企业回复：", "保险公司回复：收到。陈淑珍 2025年5月3日", "企业回复：不同意整改 2025年5月3日"]
)
def test_other_answers_are_no_signature(said: str) -> None:
    fields = page("函.html", *VISIT, "未发现隐患。", said).fields
    assert "customer_signed" not in fields or fields["customer_signed"].value is not True


def test_a_day_before_which_to_mend_stands_in_the_column_of_results() -> None:
    rows = page("函.html", *VISIT, "序|隐患及等级|建议|期限/结果\n1|1.雷管发放登记漏签（一般）|补签并加强核对|2025年5月9日前／2025年5月7日已完成\n2|2.安全出口上锁（一般）|打开并专人管理|2025年6月1日前／未完成").tables["hazards"]  # fmt: skip
    assert [(row.value("description"), str(row.value("deadline")), row.value("rectified")) for row in rows] == [
        ("雷管发放登记漏签", "2025-05-09", True),
        ("安全出口上锁", "2025-06-01", False),
    ]


def test_a_number_printed_in_groups_in_a_cell_is_one() -> None:
    record = page(
        "服务单.html",
        "企业安全服务单",
        "单号|DMFW-202409-889|保单号码|DMQC3947 706746887\n客户名称|泗县双龙木器有限公司|服务项目|安全培训",
    )
    assert record.fields["policy_no"].value == "DMQC3947706746887"


def test_a_columns_header_tells_what_its_signs_mean() -> None:
    rows = page("台账.html", "预防费台账", "发生日期|发生额（提取为正、支出为负）|保单号|摘要|收款方|凭证\n2025-04-16|+12183.71|LHA931062847320|提取|  |记-261\n2025-05-13|-2600.00|LHA931062847320|排查费|晋安安全技术有限公司|记-241").tables["rows"]  # fmt: skip
    assert [(row.value("kind"), row.value("amount")) for row in rows] == [
        ("extract", Decimal("12183.71")),
        ("spend", Decimal(2600)),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        (
            "事故预防服务报告（空白模板）",
            "报告编号||保险单号|\n被服务企业||服务日期|年　月　日",
            "隐患清单",
            "序号|隐患|等级|整改期限\n1|||",
            "被服务企业签字：　　　日期：",
        ),
        (
            "安全培训签到表",
            "单位：襄城长宁鞭炮有限公司　　时间：2025年5月1日",
            "序号|姓名|班组|签字\n1|陈建|一班|\n2|蒋力|二班|",
        ),
    ],
)
def test_blank_forms_and_lists_of_those_who_came_are_no_reports(parts: tuple[str, ...]) -> None:
    assert page("附件.html", *parts).kind != "service_report"


def test_steps_and_two_sums_may_share_a_cell() -> None:
    head = "保单号|案件号|时间节点|人员|索赔／赔付（元）"
    lines = (
        "LHA931062847320|LHBA2025080{n}|出险2025-08-0{n}；报案2025-08-07；结案2025-09-26；上传2025-10-19|马立新|8,800.00／7,900.00",
        "LHA931062847320|LHBA2025080{n}|出险2025-08-0{n}；报案2025-08-07；未结案|陈淑珍|8,800.00／—",
    )
    rows = page("赔案.html", "赔案明细", "\n".join([head, *(line.format(n=n) for n, line in enumerate(lines, 1))])).tables["rows"]  # fmt: skip
    assert [[str(row.value(c)) for c in ("accident_date", "closed_date", "uploaded", "claimed", "paid")] for row in rows] == [
        ["2025-08-01", "2025-09-26", "2025-10-19", "8800.00", "7900.00"],
        ["2025-08-02", "None", "None", "8800.00", "None"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "parts",
    [
        ("企业安全隐患自查登记表", "检查日期|检查部位|隐患内容|隐患级别|整改责任人|整改期限|整改完成日期|验收人\n2025-05-01|车间|安全出口上锁|一般|老陈|2025-05-08|2025-05-07|老吴\n2025-06-01|库房|电线私拉乱接|重大|老陈|2025-06-08||老吴"),
        ("企业安全生产费用提取使用台账", "编制单位：襄城长宁鞭炮有限公司", "日期|凭证号|摘要|提取金额|使用金额|结余\n2025-05-01|记-3|按营业收入提取安全费用|50000||50000\n2025-06-01|记-4|购买劳保用品||3777|46223"),
    ],
)  # fmt: skip
def test_an_enterprises_own_registers_are_none_of_a_filings_papers(parts: tuple[str, ...]) -> None:
    assert page("台账.html", *parts).kind not in ("service_report", "fee_ledger")


def test_the_same_registers_of_an_insurer_are() -> None:
    report = ("安责险服务企业隐患自查辅导记录表", "保单号：ZYCX47012/2021/89802", "服务机构：晋安安全技术有限公司", "服务日期：2025年5月1日", "序号|隐患内容|隐患级别|整改期限\n1|安全出口上锁|一般|2025-05-08\n2|电线私拉乱接|一般|2025-06-08")  # fmt: skip
    assert page("表.html", *report).kind == "service_report"
    book = ("安责险事故预防费用台账（安全费用明细）", "日期|凭证号|保单号|摘要|提取金额|使用金额|结余\n2025-05-01|记-3|ZYCX470122021|提取|5000||5000\n2025-06-01|记-4|ZYCX470122021|排查费||3777|1223")  # fmt: skip
    assert page("账.html", *book).kind == "fee_ledger"


def test_who_is_to_do_what_in_minutes_is_the_advice() -> None:
    said = "1．安全出口上锁，属一般隐患，由企业打开并专人管理，2025年6月1日前完成。会议时尚未整改。"
    rows = page("纪要.html", *VISIT, "议定事项：", said, said.replace("1．安全出口上锁", "2．电机未装防护罩").replace("打开并专人管理", "加装防护罩")).tables["hazards"]  # fmt: skip
    assert [row.value("advice") for row in rows] == ["打开并专人管理", "加装防护罩"]


def test_a_claim_told_as_people_speak() -> None:
    lines = (
        "张总：",
        "宏远建材有限公司（保单SS24AQ3846876）理赔的事汇报一下。",
        "第一笔，报案号SSBA2025011001，何志强2025年1月10日在厂区道路出的事，1月11日报的案，最后赔了88,068.50元，2025年3月9日结的案，2025年3月11日传到了平台。",
    )
    (row,) = page("汇报.html", *lines).tables["rows"]
    told = [str(row.value(name)) for name in ("accident_date", "reported_date", "paid", "closed_date", "uploaded")]
    assert told == ["2025-01-10", "2025-01-11", "88068.50", "2025-03-09", "2025-03-11"]


def test_a_line_with_its_own_number_labels_no_number_under_it() -> None:
    step = "{0}-28 出险", "{0}-29 报案", "2025-09-06 结案，赔款 17,318.00 元", "2025-09-08 上传平台"
    cards = [line.format(month) for n, month in ((1, "2025-06"), (2, "2025-07")) for line in (f"ZSA2025062800{n}　罗立新（伤残）", *step)]  # fmt: skip
    rows = page("进度.html", "理赔进度", "保单号　ZS72143719970346", *cards).tables["rows"]
    assert [(r.value("report_no"), str(r.value("accident_date"))) for r in rows] == [
        ("ZSA20250628001", "2025-06-28"),
        ("ZSA20250628002", "2025-07-28"),
    ]


def test_what_became_of_a_hazard_is_not_what_is_wrong_whatever_its_label() -> None:
    lines = (
        "隐患1：液化气储罐安全阀被关死",
        "级别：重大",
        "建议：立即打开并挂牌",
        "期限：2025年1月15日",
        "现状：企业拒绝整改",
    )
    record = page("服务报告.html", "安责险事故预防服务报告", "服务日期：2025年1月3日", "服务机构：安诺安全工程咨询有限公司", "一共发现1处隐患：", *lines)  # fmt: skip
    (row,) = record.tables["hazards"]
    assert (row.value("description"), row.value("level"), row.value("refused")) == (
        "液化气储罐安全阀被关死",
        "重大",
        True,
    )


def test_the_answer_of_a_question_tells_the_state_beside_a_column_of_days() -> None:
    listed = (
        "限期|改了没有|改好日期|隐患情况|等级|怎么改\n2025/7/15|已改|2025/7/9|粉碎间吸尘管漏灰|一般|堵漏并清扫积灰\n"
        "2025/7/17|拒改||液氯仓库没有泄漏吸收装置|重大|停用，装好碱液喷淋再开\n企业确认人|罗海燕|确认日期|2025/7/6||"
    )
    rows = page("记录.html", "安责险技术服务记录", "到场日期：2025/7/5", listed).tables["hazards"]
    assert [(row.value("rectified"), row.value("refused")) for row in rows] == [(True, False), (False, True)]
    assert str(rows[0].value("rectified_on")) == "2025-07-09"


def test_an_entry_told_in_a_sentence_is_of_the_policy_that_the_sentence_names() -> None:
    lines = (
        "1. 2024年12月19日，从保单SS24AQ3846876的保费中计提预防费14,280.00元。",
        "2. 2024年12月21日，从保单SS24AQ3848253的保费中计提预防费3,646.75元。",
        "3. 2025年1月14日，向新安培训服务有限公司支付培训费491.00元（保单SS24AQ3848253）。",
        "截至目前保费合计收到119,000.00元。",
    )
    rows = page("台账.html", "事故预防费用台账（手工）", *lines).tables["rows"]
    assert [(row.value("kind"), row.value("policy_no"), str(row.value("amount"))) for row in rows] == [
        ("extract", "SS24AQ3846876", "14280.00"),
        ("extract", "SS24AQ3848253", "3646.75"),
        ("spend", "SS24AQ3848253", "491.00"),
    ]


@pytest.mark.parametrize(
    ("said", "borne"),
    [
        ("每次事故企业先承担2000元，剩下的保险公司赔。", [Decimal("2000.00")]),
        ("每次事故先由企业承担1500元，其余由保险公司赔。", [Decimal("1500.00")]),
        ("保险公司先承担2000元，其余由企业承担。", []),
        ("企业先垫付2000元，保险公司随后支付。", []),
    ],
)
def test_what_the_enterprise_bears_first_is_a_deductible(said: str, borne: list[Decimal]) -> None:
    assert [match.amount for match in recognise(said) if match.code == "deductible"] == borne


def test_a_name_in_brackets_and_deeds_in_a_row() -> None:
    lines = (
        "安责险事故预防服务报告（上虞永乐针织有限公司）",
        "服务日期：2025年1月3日",
        "承办机构：安诺安全评价有限公司",
    )
    record = page("报告.html", *lines, "排查经过：看现场、听汇报、查台账。")
    assert record.fields["client"].value == "上虞永乐针织有限公司"
    assert "experts" not in record.fields


def test_entries_of_two_lines_with_one_wide_cell_below_are_lines_of_one_list() -> None:
    rows = [
        ("项次", "类别", "整改期限", "是否改毕", "报告"),
        ("隐患内容及整改办法",),
        ("1", "一般隐患", "2025年05月10日", "改毕", ""),
        ("熔化工段地沟盖板少两块。办法：补齐盖板",),
        ("2", "重大隐患", "2025年05月07日", "拒改", "2025年05月16日报百官街道办事处"),
        ("采空区没有封闭且上方仍在装车。办法：停止装车",),
    ]
    body = "".join("<tr>" + ("<td></td><td colspan=4>" if len(r) == 1 else "<td>") + "</td><td>".join(r) + "</td></tr>" for r in rows)  # fmt: skip
    record = page(
        "回单.html", "预防服务回单", "服务项目：安全隐患排查", "服务日期：2025年4月24日", f"<table>{body}</table>"
    )
    told = [(r.value("level"), r.value("description"), r.value("advice"), r.value("refused")) for r in record.tables["hazards"]]  # fmt: skip
    assert told == [
        ("一般", "熔化工段地沟盖板少两块", "补齐盖板", False),
        ("重大", "采空区没有封闭且上方仍在装车", "停止装车", True),
    ]


def test_cards_in_cells_begin_with_a_number_whatever_is_wrong() -> None:
    entries = [
        f"{n}、{what}<br>隐患级别：一般<br>整改建议：{todo}<br>整改期限：2025年6月{day}日<br>整改状态：{state}"
        for n, what, todo, day, state in (
            (1, "甲板护绳松弛", "收紧护绳", 14, "未整改"),
            (2, "宿舍楼道停放电动车充电", "清走电动车，设集中充电点", 22, "已整改，2025年6月20日"),
            (3, "叉车轮胎磨平", "更换轮胎", 17, "未整改"),
        )
    ]
    table = "\n".join(["现场照片|情况说明", *(f"（照片）|{entry}" for entry in entries)])
    rows = page("报告.html", "安责险事故预防服务报告", "服务时间：2025年6月7日", "发现问题及整改情况：", table).tables[
        "hazards"
    ]
    assert [row.value("description") for row in rows] == ["甲板护绳松弛", "宿舍楼道停放电动车充电", "叉车轮胎磨平"]
    assert [row.value("rectified") for row in rows] == [False, True, False]


def test_what_each_of_the_hurt_was_paid_in_one_cell() -> None:
    form = "报案号|MJP2024102001|保险单号|MJA14095-2024-6601\n事故日期|2024年10月20日|报案日期|2024年10月21日\n伤亡人员|杨建国、陈伟|事故地点|巷道\n赔款明细|杨建国84,852.36元；陈伟104,801.36元||\n结案日期|2024年12月19日|结果上传日期|2024年12月21日"
    rows = page("登记卡.html", "理赔情况登记卡", form).tables["rows"]
    assert [(r.value("victim"), str(r.value("paid"))) for r in rows] == [("杨建国", "84852.36"), ("陈伟", "104801.36")]


def test_two_steps_in_a_cell_twice_in_a_line_and_one_more_of_the_hurt_below() -> None:
    listed = (
        "案号|出险与报案|受害人|补偿金额|结案与上传|保险单号\n"
        "DCL202510121|出险 2025年10月12日<br>报案 2025年10月13日|张淑珍|49,751.36元|结案 2025年11月28日<br>上传 2025年11月30日|DCXH-B739830480\n"
        "DCL202510152|出险 2025年10月15日<br>报案 2025年10月16日|林雪梅|7,900.00元|结案 2025年11月24日<br>上传 2025年11月27日|DCXH-B739831857\n"
        "||何建国|3,200.00元||"
    )
    rows = page("登记.html", "补偿案件登记", listed).tables["rows"]
    assert [(str(r.value("closed_date")), str(r.value("uploaded"))) for r in rows[:2]] == [
        ("2025-11-28", "2025-11-30"),
        ("2025-11-24", "2025-11-27"),
    ]
    assert (rows[2].value("report_no"), rows[2].value("victim")) == ("DCL202510152", "何建国")


def test_the_year_of_a_ledger_may_stand_under_it() -> None:
    book = "月|日|凭证|保险单|摘要|往来单位|收|付|余\n6|12|记-108|GJPH202531209090|提取||3,148.32||3,148.32\n7|6|记-9|GJPH202531209090|隐患排查|科信安全工程咨询有限公司||500.00|2,648.32"
    rows = page("账.html", "事故预防费明细账", book, "2025年度").tables["rows"]
    assert [str(row.value("date")) for row in rows] == ["2025-06-12", "2025-07-06"]


def test_a_column_of_what_was_mended_beside_one_of_what_was_refused() -> None:
    listed = (
        "隐患描述|重大隐患|期限|整改措施|已整改|整改完成日|拒绝整改|上报情况\n（1）拌料口格栅焊缝开了|否|2024-07-15|补焊格栅|是|2024-07-13|否|\n"
        "（2）井下主排水泵只剩一台能用|是|2024-07-18|停止掘进，修复备用泵|否||是|2024-08-10报百官街道办事处"
    )
    rows = page("报告.html", "安责险服务报告", "服务日期：2024-07-05", "【企业确认】周海燕 2024-07-06", listed)
    told = [(r.value("level"), r.value("description"), r.value("rectified"), r.value("refused")) for r in rows.tables["hazards"]]  # fmt: skip
    assert told == [
        ("一般", "拌料口格栅焊缝开了", True, False),
        ("重大", "井下主排水泵只剩一台能用", False, True),
    ]
    assert rows.fields["signoff_name"].value == "周海燕"


def test_levels_days_and_states_in_every_line_show_what_is_wrong_without_a_head() -> None:
    listed = (
        "1）安全出口指示灯朝向反了|一般|重新安装|2025-06-01前|已整改（2025-05-30）\n"
        "2）员工餐厅液化气瓶与灶台同室|一般|气瓶移到室外专用间|2025-05-12前|未整改"
    )
    record = page("报告.html", "安责险服务报告", "服务日期：2025-05-01", "隐患清单", listed)
    told = [(r.value("description"), str(r.value("deadline")), r.value("rectified")) for r in record.tables["hazards"]]
    assert told == [
        ("安全出口指示灯朝向反了", "2025-06-01", True),
        ("员工餐厅液化气瓶与灶台同室", "2025-05-12", False),
    ]


def test_the_day_of_signing_may_stand_columns_apart_in_a_sheet() -> None:
    book = openpyxl.Workbook()
    for row in (
        ["安责险服务报告"], ["企业名称", "泗县飞腾槽罐车有限公司", None, "服务机构", "国泰安安全评价有限公司"],
        ["服务起", "2024-09-15", None, "服务止", "2024-09-15"], ["服务类型", "风险评估", None, "服务人", "王淑珍"],
        ["服务费", "1200元"], ["服务结果", "33人参加"], ["企业签认", "吴海燕", None, "签认日期", "2024-09-16"],
    ):  # fmt: skip
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    fields = examine([("报告.xlsx", stream.getvalue())]).fields
    assert (fields["signoff_name"].value, str(fields["signoff_date"].value)) == ("吴海燕", "2024-09-16")


def test_a_heading_over_hazards_and_what_to_do_is_no_hazard() -> None:
    lines = (
        "六、发现的隐患及处理意见：",
        "（一）拌料口格栅焊缝开了。",
        "级别：一般隐患；处理意见：补焊格栅；完成期限：2025年12月24日；落实情况：未完成。",
    )
    record = page("记录.html", "隐患排查记录", "一、时间：2025年11月24日", *lines)
    assert [row.value("description") for row in record.tables["hazards"]] == ["拌料口格栅焊缝开了"]
