"""What whole filings of new hands had that was read or judged wrongly at first sight, each cause by itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor.agreements.headings import heading_words
from extractor.clauses import recognise
from extractor.covers.table import find
from extractor.evidence.lines.broken import breaks_before_sum, breaks_body, breaks_sum
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning.outcome_words import outcome
from extractor.kinds import policy, service_report
from extractor.reading import read
from extractor.values.scan import scan
from tests.strangers.kit import Paper, drawn

COLUMNS = ("per_person", "per_accident", "aggregate", "premium")


def sheet_of(*blocks: Any, form: str = "docx") -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


def covers(*blocks: Any) -> dict[str, tuple[Any, ...]]:
    found = find(sheet_of(*blocks))
    return {r.value("code"): tuple(r.value(c) for c in COLUMNS) for r in found.rows} if found else {}


def report(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in service_report.extract(sheet_of(*blocks)).fields.items()}


@pytest.mark.parametrize(
    ("said", "charged"),
    [
        ("船员个人不承担本保险费用。", False),
        ("其余百分之三十的保险费由参保职工个人按月缴付。", True),
    ],
)
def test_workers_who_bear_nothing_are_charged_nothing(said: str, charged: bool) -> None:
    assert ("premium_charged_to_workers" in {m.code for m in recognise(said)}) is charged


def test_main_covers_of_a_line_stand_over_a_list_of_additional_ones() -> None:
    assert covers(
        "每人伤亡责任限额：RMB700,000.00　每次事故每人医疗费用责任限额：RMB100,000.00",
        (
            "table",
            [
                ["扩展责任", "每次事故限额", "累计限额", "附加保险费"],
                ["第三者人身伤亡", "3,000,000.00", "3,000,000.00", "6,200.00"],
                ["应急救援费用", "600,000.00", "600,000.00", "1,850.00"],
            ],
        ),
    ) == {
        "employee_injury": (700000, None, None, None),
        "medical": (100000, None, None, None),
        "third_party_injury": (None, 3000000, 3000000, 6200),
        "rescue": (None, 600000, 600000, 1850),
    }


def test_a_cell_of_a_form_holds_several_covers() -> None:
    assert covers(
        (
            "table",
            [
                ["每人责任限额", "死亡伤残：80万元\n医疗费用：8万元", "每次事故责任限额", "800万元"],
                ["累计责任限额", "1600万元", "第三者责任", "人身伤亡每次事故200万元；财产损失每次事故100万元"],
                ["救援费用", "每次事故50万元", "法律费用", "每次事故30万元"],
            ],
        )
    ) == {
        "employee_injury": (800000, None, None, None),
        "medical": (80000, None, None, None),
        "third_party_injury": (None, 2000000, None, None),
        "third_party_property": (None, 1000000, None, None),
        "rescue": (None, 500000, None, None),
        "legal": (None, 300000, None, None),
    }


def test_a_seat_is_a_person() -> None:
    assert covers(
        (
            "table",
            [
                ["责任", "限额", "保费"],
                ["船员死亡、伤残", "每座700,000；每次事故8,000,000；年累计16,000,000", "46,000.00"],
                ["船员医疗", "每座100,000；每次事故1,000,000；年累计2,000,000", "7,040.00"],
            ],
        )
    ) == {
        "employee_injury": (700000, 8000000, 16000000, 46000),
        "medical": (100000, 1000000, 2000000, 7040),
    }


def test_a_sum_in_words_that_a_line_cuts_is_one_sum() -> None:
    assert breaks_sum("保险费合计:RMB78,220.00(人民币柒", "万捌仟贰佰贰拾元整)")
    assert not breaks_sum("保险费合计:RMB78,220.00", "捌仟贰佰贰拾元整")
    assert [t.value for t in scan("万捌仟贰佰贰拾元整)") if t.kind == "words"] == []


def test_a_block_of_labels_under_a_heading_keeps_its_lines_apart() -> None:
    body = (
        "<meta charset=utf-8><table border=1><tr><td>投保人<br>名称：个旧市锡源冶炼有限责任公司<br>地址：云南省红河哈尼族"
        "彝族自治州个旧市鸡街镇冶炼园区6号</td><td>被保险人<br>名称：个旧市锡源冶炼有限责任公司<br>行业：有色金属冶炼</td></tr></table>"
    )
    fields = policy.extract(Sheet(read(body.encode(), "x.html"))).fields
    assert (fields["address"].value, fields["industry"].value) == (
        "云南省红河哈尼族彝族自治州个旧市鸡街镇冶炼园区6号",
        "有色金属冶炼",
    )


def test_the_builder_of_works_is_served_and_not_the_works() -> None:
    fields = report(
        ("title", "施工现场安全巡查表"),
        (
            "table",
            [
                ["项目", "祥和家园三期", "巡查日", "2025-05-21"],
                ["施工单位", "鸡西市恒筑建筑工程有限公司", "保单", "BDH-JZ-230302-2025-0921"],
                ["巡查单位", "哈尔滨龙安工程咨询有限公司", "巡查人", "佟伟、姜雪"],
                ["表号", "LA-XC-0521", "类别", "隐患排查"],
            ],
        ),
    )
    assert (fields["client"], fields["report_no"]) == ("鸡西市恒筑建筑工程有限公司", "LA-XC-0521")


def test_what_a_list_says_of_mending_is_no_client() -> None:
    fields = report(
        ("title", "隐患排查告知书"),
        "致：绍兴上虞百联五金压铸有限公司",
        "2025年5月13日，浙江舜安安全科技有限公司工程师章立新、胡佩佩会同贵公司对生产现场进行了隐患排查。",
        (
            "table",
            [
                ["存在隐患", "等级", "整改到期日", "企业整改情况"],
                ["熔炼炉未设温度联锁", "重大", "2025-05-30", "企业拒绝整改"],
            ],
        ),
    )
    assert (fields["client"], fields["experts"]) == ("绍兴上虞百联五金压铸有限公司", ("章立新", "胡佩佩"))


@pytest.mark.parametrize(
    ("cell", "told"),
    [("√ 05-22", (True, date(2025, 5, 22))), ("√（5.22）", (True, date(2025, 5, 22))), ("×", (False, None))],
)
def test_a_tick_beside_its_day_mends(cell: str, told: tuple[bool, date | None]) -> None:
    read_ = outcome(cell, status=True, after=date(2025, 5, 20))
    assert (read_["rectified"], read_["rectified_on"]) == told


@pytest.mark.parametrize(
    ("heading", "strong"),
    [("Special Provisions 特别条款", True), ("特别约定 Special Conditions", True), ("Schedule of Limits 限额表", None)],
)
def test_a_heading_of_agreements_may_begin_in_english(heading: str, strong: bool | None) -> None:
    found = heading_words(heading)
    assert (found and found[0]) == strong


def test_the_last_of_several_fields_on_a_line_goes_on_below() -> None:
    assert breaks_before_sum("Deductible 免赔额:每次事故", "CNY 1,000")
    assert not breaks_before_sum("Deductible 免赔额:每次事故", "CNY 1,000 保险费:CNY 20,000")
    assert not breaks_before_sum("每次事故免赔", "1,000元")
    assert breaks_body("承检方:锦州渤", "安安全技术有限公司")
    assert not breaks_body("承检方:锦州渤安公司", "兴城安全技术有限公司")


def test_an_address_ends_where_the_next_field_begins() -> None:
    sheet = sheet_of(
        "投保企业：泗县虹乡板业有限公司；行业：人造板制造；地址：安徽省宿州市泗县泗城镇泗州大道西段；从业人数64人，投保人数64人。"
    )
    assert policy.extract(sheet).fields["address"].value == "安徽省宿州市泗县泗城镇泗州大道西段"


def test_a_service_that_was_received_was_given_by_the_body_alone() -> None:
    fields = report(
        ("title", "事故预防服务回执"),
        "我单位（襄城县紫云煤矿机械有限公司）于2025年3月12日接受了河南嵩安应急技术有限公司提供的应急演练服务，指导专家为晋松、丰海霞。",
        "讲师：关志恒　　课酬：1,200元",
    )
    assert (fields["service_org"], fields["fee_used"]) == ("河南嵩安应急技术有限公司", 1200)


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("二、检查评价：企业安全管理机构健全，制度基本完善，建议继续加强现场管理。", 0),
        ("二、检查发现：配电箱缺少防护门，属一般隐患，建议于2019年6月1日前补装。", 1),
    ],
)
def test_an_opinion_of_all_that_was_seen_is_no_hazard(said: str, listed: int) -> None:
    seen = "一、检查过程：检查组先后查看了纺丝车间、动力站和原料库，查阅了安全管理台账。"
    rows, _, _ = hazards.find(sheet_of(("title", "安全检查服务报告"), "服务时间：2019年5月21日", seen, said))
    assert len(rows) == listed


def test_a_name_of_a_rare_surname_behind_a_sure_one_is_one() -> None:
    fields = report(
        ("title", "车辆安全抽查服务单"),
        (
            "table",
            [
                ["客户", "绥德县陕北情客运有限公司", "抽查日期", "2025/10/15"],
                ["抽查机构", "榆林驼铃道路安全咨询有限公司", "抽查人", "白建功；折小娟"],
            ],
        ),
    )
    assert fields["experts"] == ("白建功", "折小娟")
