"""What forms of policies showed to a reader who had seen none of the code: labels in brackets, articles throughout, lists under tables,
companies named by what they are to another."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from extractor import clauses
from extractor.classify import classify
from extractor.evidence.sheet import Sheet
from extractor.kinds import policy
from extractor.reading import read
from tests.papers import render
from tests.test_filings_of_counties import examined

TITLE = ("<h1>安全生产责任保险单</h1>", "保险单号：QX15062221000345817")
HOLDER = "本溪南芬金石采矿有限公司"
STAFF, SERVICE, ADVANCE = (
    "从业人员含劳务派遣人员、临时用工，全部纳入保障且限额一致。",
    "保险人每季度提供隐患排查一次，每年提供安全培训两次。",
    "符合先行赔付条件的，五个工作日内垫付医疗费。",
)


def printed(body: str) -> Any:
    """What is read of a policy as a PDF."""
    return policy.extract(Sheet(read(render.draw(body, random.Random(3)), "保单.pdf")))


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_who_issued_the_policy_stands_below_a_full_line_of_the_last_agreement() -> None:
    wages = "保险费全部由投保人负担，从业人员个人不承担保险费，任何人不得从工资中代扣。"
    signed = "签单公司　中国人民财产保险股份有限公司本溪市分公司　签单日期　2025年9月25日"
    lines = (f"投保人　{HOLDER}", "特别约定", f"1. {STAFF}", f"2. {SERVICE}", f"3. {wages}", signed)
    fields = printed("<h3>安全生产责任保险保险单</h3>" + paragraphs(*lines)).fields
    assert (str(fields["sign_date"].value), fields["insurer"].value) == ("2025-09-25", "中国人民财产保险股份有限公司")


def test_words_in_brackets_head_the_agreements_in_their_line_and_the_next_of_them_ends_these() -> None:
    lines = (
        f"【投保人】{HOLDER}",
        "【免赔】每次事故100元",
        f"【约定】①{STAFF}②{SERVICE}③{ADVANCE}",
        "【签发】2025年9月25日",
    )
    read_ = examined(*TITLE, *lines)
    assert [row.value("text") for row in read_.tables["special_agreements"]] == [STAFF, SERVICE, ADVANCE]
    assert read_.witnesses["special_agreements"].complete


def test_a_list_under_a_table_begins_at_its_first_number() -> None:
    covers = "<table><tr><td>责任</td><td>每人限额</td><td>保费</td></tr><tr><td>伤亡</td><td>50万元</td><td>6000</td></tr></table>"
    lines = (
        covers,
        "合计保费：人民币陆仟元整（¥6,000.00）",
        f"一、{STAFF}",
        f"二、{SERVICE}",
        f"三、{ADVANCE}",
        "附表：渔船清单",
    )
    read_ = examined(*TITLE, *lines)
    assert [row.value("text") for row in read_.tables["special_agreements"]] == [STAFF, SERVICE, ADVANCE]
    assert read_.witnesses["special_agreements"].complete


@pytest.mark.parametrize(
    ("first", "whole"),
    [(f"投保人：{HOLDER}。", True), ("投保人应当如实告知。", False)],
    ids=["names the holder", "clauses"],
)
def test_a_policy_in_articles_throughout_is_read_to_its_end(first: str, whole: bool) -> None:
    told = (first, "被保险人从业人员共计241人。", "保险期间自2026年2月1日0时起至2026年12月31日24时止。", "总保险费为人民币肆万捌仟陆佰元整（￥48,600.00）。")  # fmt: skip
    lines = [f"第{'一二三四五六七'[i]}条　{text}" for i, text in enumerate((*told, STAFF, SERVICE, ADVANCE))]
    read_ = examined(
        "<h1>安全生产责任保险（集团统保）保险单</h1>",
        TITLE[1],
        *lines,
        "诚泰财产保险股份有限公司红河中心支公司",
        "2026年1月28日",
    )
    assert read_.witnesses["special_agreements"].complete is whole


def test_a_company_that_is_only_called_what_it_is_to_another_is_not_the_insured() -> None:
    lines = (
        f"第一条　投保人：{HOLDER}，住所为辽宁省本溪市。",
        f"第二条　被保险人：{HOLDER}及其全资子公司本溪卡房选矿厂有限公司。",
    )
    insured = printed("<h3>安全生产责任保险保险单</h3>" + paragraphs(*lines)).fields["insured"]
    assert (insured.value, [rival.value for rival in insured.rivals]) == (HOLDER, ["本溪卡房选矿厂有限公司"])


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("本保单无免赔。", "service_refused"),
        ("外包队人员由外包单位自行投保工伤保险。", "dispatched_workers_excluded"),
        ("理赔时须提供伤残等级鉴定书。", "disability_ungraded"),
        ("事故预防费实际支出上限为保险费的21%。", "fee_returned"),
        ("劳务派遣人员发生保险事故的，由被保险人负责办理索赔手续。", "dispatched_workers_excluded"),
        (
            "与被保险人无劳动关系、劳务派遣关系或临时用工关系的人员不属于从业人员，其损失按第三者责任处理。",
            "dispatched_workers_excluded",
        ),
    ],
)
def test_nobody_is_asked_about_a_sentence_that_names_none_of_what_it_might_forbid(sentence: str, code: str) -> None:
    assert code not in {match.code for match in (*clauses.recognise(sentence), *clauses.doubtful(sentence))}


LETTER = (
    "连江县苔菉远洋捕捞有限公司：",
    "我公司受太平洋产险福州中心支公司委托，于2025年9月11日登轮开展渔船隐患排查，排查人员：卓少华、翁文清。发现问题如下：",
    "1、驾驶台应急灯不亮。级别：一般。要求：更换电瓶。期限：2025年9月25日。",
)


@pytest.mark.parametrize("agency", ["福建闽航船舶安全技术服务有限公司", "石家庄冀安注安师事务所"])
def test_who_had_the_service_done_is_not_served_and_who_ends_the_letter_served(agency: str) -> None:
    fields = examined("<h1>隐患排查结果</h1>", *LETTER, agency, "2025年9月12日").fields
    assert (fields["client"].value, fields["service_org"].value) == ("连江县苔菉远洋捕捞有限公司", agency)


@pytest.mark.parametrize(
    ("title", "done", "sure"),
    [
        ("隐患排查服务报告", "专家组抽查车辆12台，查阅了监控记录。", True),
        ("隐患排查服务报告", "专家组听取了企业的介绍。", False),
        ("隐患排查及安全培训服务报告", "专家组抽查车辆12台。", False),
    ],
)
def test_a_title_that_is_one_service_and_a_word_for_the_paper_tells_it_surely(
    title: str, done: str, sure: bool
) -> None:
    lines = ("报告编号：BA〔2025〕排字117号", "受检单位：黄骅市通达危险货物运输有限公司", "服务时间：2025年8月19日", "服务机构：沧州渤安注册安全工程师事务所有限公司", done)  # fmt: skip
    assert (examined(f"<h1>{title}</h1>", *lines).fields["service_types"].confidence > 0.8) is sure


BLOCKS = (
    "<style>.i{display:inline-block;width:49%;margin:1px 0}.k{display:inline-block;width:32%;font-size:9pt}</style>"
)


def block(*fields: tuple[str, str]) -> str:
    """A label and its value each, two on a line, as e-policies set them."""
    cells = (f"<div class=i><span class=k>{label}</span><span class=v>{value}</span></div>" for label, value in fields)
    return f"<div>{''.join(cells)}</div>"


def test_values_of_an_e_policy_that_wrap_back_to_their_labels_are_whole() -> None:
    body = (
        BLOCKS
        + "<h3>安全生产责任保险电子保单</h3>"
        + block(
            ("保单号码", "2025-4205-AZ-0009316"),
            ("出单日期", "2025-05-26"),
            ("出单机构", "长江财产保险股份有限公司宜昌中心支公司"),
        )
        + block(("投保人", HOLDER), ("被保险人", HOLDER))
        + block(
            ("经营地址", "湖北省宜昌市夷陵区樟村坪镇桃坪河村三组"),
            ("行业类别", "非煤矿山"),
            ("员工总数", "148人"),
            ("投保人数", "148人"),
        )
        + block(
            ("总保险费", "￥92,000.00"),
            ("缴费方式", "一次缴清"),
            ("绝对免赔额", "医疗费用每次事故300元"),
            ("保费大写", "人民币玖万贰仟元整"),
        )
        + paragraphs("特别约定", f"1. {STAFF}", f"2. {SERVICE}", f"3. {ADVANCE}")
    )
    read_ = printed(body)
    fields = read_.fields
    told = {name: fields[name].value for name in ("insurer_branch", "address", "industry", "employee_count")}
    assert told == {
        "insurer_branch": "长江财产保险股份有限公司宜昌中心支公司",
        "address": "湖北省宜昌市夷陵区樟村坪镇桃坪河村三组",
        "industry": "非煤矿山",
        "employee_count": 148,
    }
    assert [row.value("text") for row in read_.tables["special_agreements"]] == [STAFF, SERVICE, ADVANCE]


def test_a_sentence_in_english_that_names_nobody_tells_no_jobs_apart() -> None:
    sentence = "Advance payment up to 60% of the estimated loss."
    assert "differing_sums_by_job" not in {match.code for match in clauses.doubtful(sentence)}


def test_a_trade_that_was_filled_in_between_blanks() -> None:
    line = f"鉴于投保人 {HOLDER}（住所 贵州省遵义市播州区石板镇乐意村，从事 烟花爆竹 生产经营）已向本公司提出投保申请并承诺按约定交付保险费，本公司特签发此凭证，承担下列保险责任，并按照所附条款的约定在保险期间内对保险事故造成的损失负责赔偿。"
    assert examined(*TITLE, line).fields["industry"].value == "烟花爆竹"


INSURER = "大地财产保险股份有限公司"


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ((f"投保人：{HOLDER}", f"被保险人名称：{HOLDER}（含其下属各分支机构）"), "insured", HOLDER),
        (("投保人：石鼓区喜庆烟花爆竹零售店", "被保险人：石鼓区喜庆烟花爆竹零售店（个体工商户）"), "insured", "石鼓区喜庆烟花爆竹零售店"),
        (("投保人：衡阳市有色金属行业协会（代会员单位投保）", f"被保险人：{HOLDER}"), "policyholder", "衡阳市有色金属行业协会"),
        (("上年度承保公司：紫金财产保险股份有限公司", f"保险人：{INSURER}衡阳中心支公司"), "insurer", INSURER),
        ((f"保险人：{INSURER}湖南分公司营业部",), "insurer_branch", f"{INSURER}湖南分公司营业部"),
        (("投保日期：2025年2月24日　核保日期：2025年2月25日　签单日期：2025年2月26日",), "sign_date", date(2025, 2, 26)),
        (("保单生成时间：2025-02-26 10:22:31　打印时间：2025-03-05 09:00:00",), "sign_date", date(2025, 2, 26)),
        (("电子保单生成时间：2025-02-26 10:22:31",), "sign_date", date(2025, 2, 26)),
        (("保单生成时间：2025-02-27 00:10:31　签单日期：2025年2月26日",), "sign_date", date(2025, 2, 26)),
        (("标准保费82,666.67元，优惠后保费74,400.00元",), "premium", 74400),
        (("保险费：原价80,000.00元，现价74,400.00元",), "premium", 74400),
        (("保费小计70,188.68　税额4,211.32　价税合计74,400.00",), "premium", 74400),
        (("被保险人地址/邮编：湖南省衡阳市常宁市水口山镇新华路8号/421513",), "address", "湖南省衡阳市常宁市水口山镇新华路8号"),
        (("责任限额（单位：万元）　每人：80.00　每次事故：800.00　累计：1,600.00",), "aggregate_limit", 16000000),
        (("注册地址：湖南省长沙市岳麓区麓谷大道100号　经营地址：湖南省衡阳市常宁市水口山镇新华路8号",), "address", "湖南省衡阳市常宁市水口山镇新华路8号"),
        (("单位住所：湖南省长沙市岳麓区麓谷大道100号　作业场所：湖南省衡阳市常宁市水口山镇新华路8号",), "address", "湖南省衡阳市常宁市水口山镇新华路8号"),
        (("单位住所：湖南省长沙市岳麓区麓谷大道100号",), "address", "湖南省长沙市岳麓区麓谷大道100号"),
        (("注册地址：湖南省长沙市岳麓区麓谷大道100号",), "address", "湖南省长沙市岳麓区麓谷大道100号"),
    ],
)  # fmt: skip
def test_of_two_that_a_form_names_the_one_that_is_meant(lines: tuple[str, ...], field: str, value: object) -> None:
    read_ = examined(*TITLE, *lines).fields[field].value
    assert read_ == value


@pytest.mark.parametrize("count", [3, 4])
def test_a_heading_beside_the_middle_of_the_agreements_leads_them(count: int) -> None:
    items = (STAFF, SERVICE, ADVANCE, "附加险不另设免赔。")[:count]
    cell = "<br>".join(f"{i}.{item}" for i, item in enumerate(items, 1))
    form = f"<table><tr><td style='width:90pt'>特别约定</td><td>{cell}</td></tr></table>"
    read_ = printed("<h3>安全生产责任保险保险单</h3>" + paragraphs(f"投保人：{HOLDER}", "保险费：6,000.00元") + form)
    assert [row.value("text") for row in read_.tables["special_agreements"]] == list(items)


@pytest.mark.parametrize("first", [("投保人", "被保险人", "投保人数"), ("甲方（投保人）", "乙方（保险人）", "人数")])
def test_a_policy_that_promises_services_is_no_report_of_them(first: tuple[str, ...]) -> None:
    heads, cells = (f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (first, (HOLDER, f"{INSURER}衡阳中心支公司", "186")))  # fmt: skip
    body = f"<h3>安全生产责任保险保险单</h3><table>{heads}{cells}</table>" + paragraphs(
        "特别约定", f"1. {STAFF}", f"2. {SERVICE}", f"3. {ADVANCE}"
    )
    assert classify(read(render.draw(body, random.Random(3)), "保单.pdf")).kind == "policy"
