"""What papers of new authors had that was read wrongly at first sight, each cause by itself (sets twentieth onward)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.classify import classify
from extractor.covers.table import find
from extractor.evidence.lines.broken import breaks_day
from extractor.evidence.registers.around import as_of
from extractor.evidence.sheet import Sheet
from extractor.kinds import endorsement, policy
from extractor.reading import read
from extractor.values import organisation

COLUMNS = ("per_person", "per_accident", "aggregate", "premium")


def sheet_of(body: str, form: str = "html") -> Sheet:
    return Sheet(read((f"<meta charset=utf-8>{body}" if form == "html" else body).encode(), f"x.{form}"))


def covers(body: str, form: str = "html") -> dict[str, tuple[Any, ...]]:
    found = find(sheet_of(body, form))
    return {r.value("code"): tuple(r.value(c) for c in COLUMNS) for r in found.rows} if found else {}


def fields(body: str, form: str = "html") -> dict[str, Any]:
    return {name: reading.value for name, reading in policy.extract(sheet_of(body, form)).fields.items()}


def table(*rows: str) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    return f"<table border=1>{cells}</table>"


def test_a_form_of_limits_takes_the_unit_over_its_column() -> None:
    body = table(
        "责任限额|金额（人民币万元）",
        "累计责任限额|8000",
        "其中：每人死亡伤残责任限额|120",
        "每人医疗费用责任限额|12",
        "每次事故抢险救援费用限额|300",
    )
    assert covers(body) == {
        "employee_injury": (1200000, None, None, None),
        "medical": (120000, None, None, None),
        "rescue": (None, 3000000, None, None),
    }


def test_what_a_sum_is_for_stands_in_its_own_cell() -> None:
    body = table(
        "每人伤亡责任限额|800,000元", "救援费用责任限额|每次事故500,000元", "诉讼费用责任限额|每次事故100,000元"
    )
    assert covers(body)["rescue"] == (None, 500000, None, None)


@pytest.mark.parametrize(
    "said",
    [
        "每人死亡伤残80万元；每人医疗8万元；每次事故800万元；累计1600万元；搜救费用每次事故30万元。",
        "从业人员伤亡每人80万元，医疗费用每人8万元；\n每次事故限额800万元；累计限额1600万元；\n搜救费用每次事故30万元。",
    ],
)
def test_limits_of_the_whole_policy_behind_medical_costs_are_not_theirs(said: str) -> None:
    assert covers(said, "txt") == {
        "employee_injury": (800000, None, None, None),
        "medical": (80000, None, None, None),
        "rescue": (None, 300000, None, None),
    }


def test_medical_costs_have_limits_of_their_own_where_the_injury_has() -> None:
    said = "从业人员伤亡每人80万元；每次事故800万元。\n医疗费用每人8万元；每次事故80万元。\n救援费用每次事故30万元。"
    assert covers(said, "txt")["medical"] == (80000, 800000, None, None)


def test_what_a_name_counts_is_what_its_sum_is_for() -> None:
    said = "1) 每人死亡、伤残：人民币80万元\n2) 每人医疗费用：人民币8万元\n3) 紧急救援：每次事故人民币50万元"
    assert covers(said, "txt")["employee_injury"] == (800000, None, None, None)


def test_people_for_whom_each_site_pays_are_covered() -> None:
    sites = table(
        "被保险场所|从业人数|每人限额（万元）|保险费（元）",
        "铁矿|120|100|96,000",
        "选矿厂|75|100|45,000",
        "合计|195||141,000",
    )
    assert fields(sites)["insured_count"] == 195


def test_two_covers_in_one_sentence_are_parted_by_a_comma() -> None:
    said = "第三者人身伤亡每次事故限额200万元，财产损失每次事故限额50万元；\n抢险救援费用每次事故100万元，法律费用每次事故20万元。"
    got = covers(said, "txt")
    assert {code: row[1] for code, row in got.items()} == {
        "third_party_injury": 2000000,
        "third_party_property": 500000,
        "rescue": 1000000,
        "legal": 200000,
    }


def test_people_behind_goods_are_still_third_parties() -> None:
    said = (
        "第三者财产损失每次事故50万元，人身伤亡每次事故200万元；\n抢险救援费用每次事故100万元；法律费用每次事故20万元。"
    )
    assert covers(said, "txt")["third_party_injury"] == (None, 2000000, None, None)


def test_one_sum_for_each_accident_and_all_of_them() -> None:
    cell = "1. 第三者责任险：每次事故及累计限额500万元，保费3,000元 2. 法律费用险：每次事故及累计限额50万元，保费300元"
    assert covers(f"<p>{cell}</p>") == {
        "third_party_injury": (None, 5000000, 5000000, 3000),
        "legal": (None, 500000, 500000, 300),
    }


@pytest.mark.parametrize(("second", "told"), [("100", 1000000), ("80", None)])
def test_the_same_limit_for_every_trade_is_the_covers(second: str, told: int | None) -> None:
    body = table(
        "工种|人数|死亡伤残限额（万元/人）|医疗费用限额（万元/人）|保费小计（元）",
        "井下|62|100|10|71,300.00",
        f"地面|27|{second}|10|16,740.00",
    )
    assert covers(body).get("employee_injury", (None, None, None))[:3] == (told, None, None)


def test_fetching_the_hurt_is_no_medical_cost() -> None:
    body = table(
        "项目|每人限额（万元）|每次事故限额（万元）",
        "从业人员伤亡|60|1800",
        "从业人员医疗费用|6|180",
        "医疗救护交通|—|20",
        "法律费用|—|20",
    )
    assert fields(body)["medical_limit"] == 60000


def test_a_total_written_with_a_blank_is_no_limit() -> None:
    body = table(
        "项　目|每人赔偿限额|累计赔偿限额|保险费",
        "从业人员伤亡|100万元|5000万元|238,500元",
        "从业人员医疗费用|10万元|500万元|47,700元",
        "合　计|人民币贰拾捌万陆仟贰佰元整||286,200元",
    )
    assert fields(body)["per_person_limit"] == 1000000


def test_columns_headed_by_years_alone_are_told_by_the_period() -> None:
    years = table("|2025年度|2026年度", "每人死亡伤残责任限额|80万元|100万元", "累计责任限额|6000万元|8000万元")
    now = fields(f"<p>保险期间：2026年1月1日0时至2026年12月31日24时</p>{years}")
    assert (now["per_person_limit"], now["aggregate_limit"]) == (1000000, 80000000)


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("投保单位：甲县乙矿业有限公司\n被保险人数 Number Insured：156", "insured_count", 156),
        ("承保人员为贵司所属12艘渔船的船员共计146人。", "insured_count", 146),
        ("该保单已由淮上财产保险股份有限公司于2025年6月17日签发。", "sign_date", date(2025, 6, 17)),
        ("该保单已由淮上财产保险股份有限公司滁州中心支公司签发。", "insurer", "淮上财产保险股份有限公司"),
        ("生产地址在凤阳县，行业为非煤矿山（露天开采）。", "industry", "非煤矿山(露天开采)"),
        ("开具日期：2025年9月30日\n该保单于2025年9月25日签发。", "sign_date", date(2025, 9, 25)),
        ("现有从业人员88人，全部向乙方投保。", "insured_count", 88),
        ("全部员工：28名（含临时工3名），均为本保单保障对象。", "insured_count", 28),
        ("保单流水号：DJ-2025-0093341\n保险单号：8031200025070000177", "policy_no", "8031200025070000177"),
    ],
)
def test_fields_in_words_of_their_own(said: str, name: str, value: Any) -> None:
    assert fields(said, "txt").get(name) == value


def test_a_shop_under_any_label_takes_the_policy() -> None:
    body = table("商户|宜丰县新昌镇老何烟花爆竹零售店", "承保公司|赣江财产保险股份有限公司宜丰支公司")
    assert fields(body)["policyholder"] == "宜丰县新昌镇老何烟花爆竹零售店"


def test_a_place_whose_name_ends_like_a_verb_is_part_of_a_name() -> None:
    assert organisation.parse("陕西周至秦楚石墨有限公司") == "陕西周至秦楚石墨有限公司"


def test_a_roster_speaks_of_the_end_of_a_month() -> None:
    days = [c.value for c in as_of(sheet_of("（截至2024年2月末）", "txt").units)]
    assert days == [date(2024, 2, 29)]


def test_an_enterprise_shut_as_a_whole_was_closed() -> None:
    found = endorsement.extract(sheet_of("因厂区整体关停、营业执照注销，同意解除保险合同。", "txt"))
    assert found.fields["closure"].value is True


def test_a_group_over_two_columns_tells_unit_and_dimension_of_both() -> None:
    body = (
        "<table border=1><tr><td rowspan=2>煤矿</td><td rowspan=2>人数</td><td colspan=2>每人限额（万元）</td><td rowspan=2>保费（元）</td></tr>"
        "<tr><td>伤亡</td><td>医疗</td></tr><tr><td>一矿</td><td>62</td><td>120</td><td>12</td><td>14,880</td></tr>"
        "<tr><td>二矿</td><td>48</td><td>120</td><td>12</td><td>11,520</td></tr></table>"
    )
    assert [covers(body)[code][:3] for code in ("employee_injury", "medical")] == [
        (1200000, None, None),
        (120000, None, None),
    ]


def test_a_line_that_totals_all_covers_limits_the_policy() -> None:
    body = table(
        "限额种类|项目|金额|单位",
        "每人限额|死亡伤残|50|万元",
        "每人限额|医疗费用|5|万元",
        "每次事故限额|救援费用|20|万元",
        "累计限额|全部责任合计|1000|万元",
    )
    assert fields(body)["aggregate_limit"] == 10000000


def test_the_bare_period_behind_a_sum_for_each_accident_is_the_aggregate() -> None:
    got = fields("各项合计，每次事故人民币壹仟万元，保险期间人民币贰仟万元。", "txt")
    assert (got["per_accident_limit"], got["aggregate_limit"]) == (10000000, 20000000)


def test_a_header_in_wan_without_yuan() -> None:
    body = table("保单号|每人死残限额(万)|累计限额(万)|保费(元)", "QHAZ632801250017|80|2000|52800")
    assert (fields(body)["per_person_limit"], fields(body)["aggregate_limit"]) == (800000, 20000000)


def test_a_table_of_trades_with_one_limit_for_all_tells_covers_that_sentences_under_it_add_to() -> None:
    body = table(
        "工种|人数|每人伤亡限额（元）|每人医疗限额（元）|保费（元）",
        "电焊|96|700000|70000|53760",
        "起重|54|700000|70000|34560",
    )
    more = "<p>1. 附加第三者责任：每次事故责任限额200万元，其中财产损失每次事故限额50万元。</p><p>2. 附加法律费用：每次事故责任限额10万元。</p>"
    assert covers(body + more) == {
        "employee_injury": (700000, None, None, None),
        "medical": (70000, None, None, None),
        "third_party_injury": (None, 2000000, None, None),
        "third_party_property": (None, 500000, None, None),
        "legal": (None, 100000, None, None),
    }


def test_limits_that_differ_by_trade_are_nobodys() -> None:
    body = table("工种|人数|每人伤亡限额（元）|每人医疗限额（元）", "电焊|96|700000|70000", "文员|5|500000|70000")
    assert "employee_injury" not in covers(body)


def test_a_line_without_a_name_goes_on_with_the_cover_above() -> None:
    body = "\n".join(
        (
            "责任名称              限额类型      限额(元)      保费(元)",
            "从业人员死亡伤残      每人         500000.00     39200.00",
            "                      每次事故    5000000.00",
            "                      累计       10000000.00",
            "医疗费用              每人          50000.00      4480.00",
            "事故救援费用          每次事故     200000.00      1120.00",
        )
    )
    assert covers(body, "txt")["employee_injury"] == (500000, 5000000, 10000000, 39200)


def test_a_remark_beside_a_limit_tells_another_of_the_same_cover() -> None:
    body = table(
        "保障项目|保额|说明",
        "员工身故|100万元/人|按比例给付",
        "员工医疗|10万元/人|每次免赔100元",
        "第三者人身伤亡|200万元/次|每人不超过100万元",
    )
    assert covers(body)["third_party_injury"] == (1000000, 2000000, None, None)
    assert covers(body)["medical"] == (100000, None, None, None)


def test_a_sentence_on_the_whole_policy_is_no_covers() -> None:
    said = "从业人员死亡伤残每人70万元；医疗费用每人7万元；法律费用每次事故最高10万元。整个保险期间的赔偿总额以人民币1500万元为限。"
    assert covers(said, "txt")["legal"] == (None, 100000, None, None)
    assert fields(said, "txt")["aggregate_limit"] == 15000000


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("保单编号：AQZX(2025)0417-51", "policy_no", "AQZX(2025)0417-51"),
        ("保单编号：AQZX（2023）0417", "policy_no", "AQZX(2023)0417"),
        ("合同编号：湘泰安责字第2025-01163号", "policy_no", "湘泰安责字第2025-01163号"),
        ("用工总人数：贰佰陆拾人（含劳务派遣41人）", "employee_count", 260),
        ("截至投保日在岗职工73名，全部纳入保障范围。", "employee_count", 73),
        ("保险费：142人×620元/人＝88,040.00元", "premium", 88040),
        ("每次事故责任限额（含每人伤亡）：人民币5,000,000.00元", "per_accident_limit", 5000000),
    ],
)
def test_fields_of_the_twenty_fourth_set(said: str, name: str, value: Any) -> None:
    assert fields(said, "txt").get(name) == value


def test_the_insurers_address_under_its_seal_is_not_the_enterprises() -> None:
    body = (
        table("被保险人经营地址|山东省济南市历城区郭店街道工业北路2266号")
        + "<p>保险人：东岳财产保险股份有限公司济南分公司</p><p>（保单专用章）</p><p>公司地址：济南市市中区经十路20999号</p>"
    )
    assert fields(body)["address"] == "山东省济南市历城区郭店街道工业北路2266号"


def test_what_each_co_insurer_gets_is_no_premium() -> None:
    body = "<p>保险费：80,000元</p>" + table(
        "共保人|身份|份额|保费份额（元）", "甲保险公司|首席|60%|48,000", "乙保险公司|参与|40%|32,000"
    )
    assert fields(body)["premium"] == 80000


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("自有员工386人，外包作业人员214人，合计600人，全部投保", "employee_count", 600),
        ("雇员总数：57人（自有）＋118人（外包）＝175人", "employee_count", 175),
        ("投保档次：C档（每人80万元，每次事故800万元，累计1600万元）", "per_person_limit", 800000),
        ("限额(人/次/年): 800000/8000000/16000000", "aggregate_limit", 16000000),
        ("本保单由星河财产保险股份有限公司于2025年12月3日签发", "insurer", "星河财产保险股份有限公司"),
    ],
)
def test_fields_of_the_twenty_fifth_set(said: str, name: str, value: Any) -> None:
    assert fields(said, "txt").get(name) == value


def test_lines_of_a_core_systems_print_name_covers_in_one_character() -> None:
    said = "[P11] 医疗(人)      : 80000\n[P12] 三者(次)      : 2000000\n[P13] 救援(次)      : 300000"
    assert covers(said, "txt") == {
        "medical": (80000, None, None, None),
        "third_party_injury": (None, 2000000, None, None),
        "rescue": (None, 300000, None, None),
    }


def test_nought_under_a_limit_limits_nothing() -> None:
    body = table("责任|每人（元）|每次（元）", "死亡伤残|700000|7000000", "医疗|70000|700000", "救援|0|300000")
    assert covers(body)["rescue"] == (None, 300000, None, None)


def test_injury_named_in_two_words_takes_its_sum() -> None:
    said = "1. 每人责任限额\n（1）死亡、伤残：人民币800,000元\n（2）医疗费用：人民币80,000元\n3. 施救费用每次事故责任限额：人民币300,000元"
    assert covers(said, "txt")["employee_injury"] == (800000, None, None, None)


def test_forensic_appraisal_is_appraisal() -> None:
    body = table(
        "项目|每次事故（元）|累计（元）", "诉讼仲裁|100000|200000", "司法鉴定|50000|100000", "抢险|300000|600000"
    )
    assert covers(body)["appraisal"] == (None, 50000, 100000, None)


def test_each_row_under_the_main_part_names_its_own_cover() -> None:
    body = (
        "<table border=1><tr><td>险种名称</td><td>责任名称</td><td>赔偿限额/免赔</td></tr>"
        "<tr><td rowspan=2>安全生产责任保险（主险）</td><td>从业人员死亡伤残</td><td>每人限额：100万元；每次事故限额：1000万元</td></tr>"
        "<tr><td>第三者人身伤亡</td><td>每人限额：100万元；每次事故限额：500万元</td></tr>"
        "<tr><td>附加医疗费用保险</td><td>医疗费用</td><td>每人限额：10万元；免赔：每人100元</td></tr></table>"
    )
    assert covers(body) == {
        "employee_injury": (1000000, 10000000, None, None),
        "third_party_injury": (1000000, 5000000, None, None),
        "medical": (100000, None, None, None),
    }


def test_what_an_accident_pays_for_each_person_is_per_person() -> None:
    body = table(
        "每次事故责任限额|8,000,000.00",
        "其中：每次事故每人人身伤亡责任限额|800,000.00",
        "每次事故每人医疗费用责任限额|80,000.00",
        "每次事故救援费用责任限额|500,000.00",
        "累计责任限额|16,000,000.00",
    )
    assert covers(body)["employee_injury"][0] == 800000
    assert fields(body)["medical_limit"] == 80000
    assert fields(body)["per_accident_limit"] == 8000000


def test_a_total_behind_covers_parted_by_commas_is_the_policys() -> None:
    said = "保障：员工伤亡50万/人，员工医疗5万/人，顾客及第三者伤亡50万/人、100万/次，第三者财产10万/次，全年总额300万"
    assert covers(said, "txt")["third_party_property"] == (None, 100000, None, None)
    assert fields(said, "txt")["aggregate_limit"] == 3000000


def test_people_by_whose_number_the_premium_was_reckoned_are_insured() -> None:
    assert fields("保险费：14,700.00元（420元/人×35人）", "txt")["insured_count"] == 35
    assert "insured_count" not in fields("保险费：14,800.00元（420元/人×35人）", "txt")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (
            "关于解除安全生产责任保险合同的确认书\n保险单GX2025110001自2025年12月22日24时起解除，应退保险费1,318元。",
            "endorsement",
        ),
        (
            "企业安全生产责任保险投保单\n本投保单由投保人填写后作为保险合同的组成部分\n投保人声明\n每人限额：100万元",
            "application",
        ),
        ("劳动合同书\n甲方投保安全生产责任保险。月工资5,800元。", "unknown"),
        ("主题：安责险续保报价\n某某财险：每人60万元，保费32770元", "unknown"),
    ],
)
def test_what_lies_beside_policies_is_none(said: str, kind: str) -> None:
    document = read(said.encode(), "x.txt")
    assert classify(document).kind == kind


def test_a_day_broken_behind_its_month_goes_on_in_the_next_line() -> None:
    assert breaks_day("生效:2025年6月", "13日0时 到期:2026年6月12日24时")
    assert not breaks_day("保费:2025年6月", "13人投保")
    assert breaks_day("服务日期:2025年7月1", "0日")
    assert breaks_day("服务日期:2025年1", "2月5日")
    assert not breaks_day("服务日期:2025年7月3", "5日")
    assert not breaks_day("服务日期:2025年1", "8日")


def test_the_next_field_is_no_part_of_an_address() -> None:
    assert (
        fields("单位地址：辽宁省鞍山市铁东区解放东路311号行业：钢压延加工", "txt")["address"]
        == "辽宁省鞍山市铁东区解放东路311号"
    )


def test_the_company_in_the_line_before_its_address_is_no_part_of_it() -> None:
    assert (
        fields("投保人及地址：盘锦腾达市政工程有限公司辽宁省盘锦市兴隆台区滨江大道270号", "txt")["address"]
        == "辽宁省盘锦市兴隆台区滨江大道270号"
    )


def test_the_label_of_another_entry_beside_the_insured_is_nobody() -> None:
    assert fields("被保险人名称：统一信用代码", "txt").get("insured") is None


@pytest.mark.parametrize("other", ["全部人员 / 人", "生产经营地址", "社会信用代码"])
def test_the_label_of_another_entry_beside_the_trade_is_no_trade(other: str) -> None:
    assert fields(f"行业：{other}", "txt").get("industry") is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [("□ 每次事故　　元　☑ 无", 0), ("☑ 每次事故500元　□ 无", 500), ("□ 无　□ 每次事故　　元", None)],
)
def test_that_nothing_is_deducted_may_be_ticked(said: str, expected: int | None) -> None:
    assert fields(f"免赔额：{said}", "txt").get("deductible") == expected
