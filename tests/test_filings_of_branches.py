"""What whole filings as insurers' branches print them had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.kinds import claim_record, policy, service_report
from extractor.reading import read
from extractor.values import organisation
from tests.strangers.kit import Paper, drawn


def sheet_of(*blocks: Any, form: str = "docx") -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


def report(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in service_report.extract(sheet_of(*blocks)).fields.items()}


def schedule(*blocks: Any) -> dict[str, Any]:
    return {name: r.value for name, r in policy.extract(sheet_of(*blocks)).fields.items()}


VISIT = [["服务对象", "山西金鼎峪煤业有限公司"], ["服务时间", "2025年10月22日"]]


@pytest.mark.parametrize(
    ("written", "signed"),
    [
        ("＿＿＿＿＿＿　　（单位公章）　　　＿＿年＿＿月＿＿日", False),
        ("　　　　　（加盖公章处）　　　　年　　月　　日", False),
        ("刘二平　　（单位公章）　　2025年10月22日", True),
    ],
)
def test_where_a_seal_goes_is_told_in_brackets_and_is_no_ink(written: str, signed: bool) -> None:
    assert report("事故预防服务记录", ("table", VISIT), f"企业负责人签字：{written}")["customer_signed"] is signed


def test_a_seal_behind_the_enterprises_name_is_nobodys_signature() -> None:
    last = "被检查单位负责人：蔡水旺（签字）　石狮市顺发渔业专业合作社（印章）　2025年6月22日"
    told = report("渔船安全检查报告", ("table", VISIT), last)
    assert (told["signoff_name"], told["customer_signed"]) == ("蔡水旺", True)


def test_what_was_taught_is_no_service_beside_a_label_that_names_one() -> None:
    taught = ["培训内容摘要", "讲解支护质量、隐患辨识与应急避险，组织现场答题。"]
    assert report("事故预防服务记录", ("table", [*VISIT, taught]))["service_types"] == ("training",)


def test_who_led_stands_beside_who_was_in_the_group() -> None:
    group = ["专家组组长", "贺永强（高级工程师）", "组员", "冀建华、任晓东"]
    assert report("隐患排查报告", ("table", [["服务对象", "某某煤业有限公司", "服务时间", "2025年10月22日"], group]))[
        "experts"
    ] == ("贺永强", "冀建华", "任晓东")


def test_a_number_has_the_place_of_its_office_in_brackets() -> None:
    assert report("安全风险评估报告", "报告编号：鲁安咨（周）2019-033")["report_no"] == "鲁安咨(周)2019-033"


def test_who_was_sent_by_an_insurer_is_no_body() -> None:
    said = "验船师吴清波、庄志明受保险公司委托，对石狮市顺发渔业专业合作社所属渔船进行了排查"
    assert [name for _, _, name in organisation.find_all(said)] == ["石狮市顺发渔业专业合作社"]
    assert [n for _, _, n in organisation.find_all("南京供应服务有限公司")] == ["南京供应服务有限公司"]


FORM = (
    "table",
    [
        ["隐患描述", "卸料平台主梁锚固失效"],
        ["整改建议", "立即停用并重新安装"],
        ["整改期限", "2024年7月26日"],
        ["整改情况", "未整改"],
    ],
)


@pytest.mark.parametrize("head", ["隐患1（重大）", "隐患一：重大隐患", "问题2【重大】", "一、重大事故隐患"])
def test_the_line_over_a_form_says_how_grave_its_hazard_is(head: str) -> None:
    rows = hazards.find(sheet_of("隐患排查报告", "发现的隐患", head, FORM, "隐患3（一般）", FORM))[0]
    assert [row.value("level") for row in rows] == ["重大", "一般"]


def test_of_two_numbers_of_a_case_the_one_under_which_it_was_reported() -> None:
    form = [
        ["报案号", "90587000900312847755", "赔案号", "50587000900312849921"],
        ["出险时间", "2024年06月03日", "报案时间", "2024年06月03日"],
        ["赔付金额", "121,350.00元", "结案时间", "2024年08月15日"],
    ]
    rows = claim_record.extract(sheet_of("赔案结案通知书", ("table", form))).tables["rows"]
    assert [row.value("report_no") for row in rows] == ["90587000900312847755"]


def test_a_rate_of_a_cover_is_not_the_share_set_aside() -> None:
    covers = [
        ["责任名称", "每人限额", "费率", "保费"],
        ["从业人员人身伤亡责任", "600,000.00", "0.075%", "243,000.00"],
        ["医疗费用责任", "60,000.00", "0.06%", "19,440.00"],
        ["法律费用", "300,000.00", "0.1%", "300.00"],
    ]
    agreed = "1. 事故预防费用为本保单保险费的18%，即47,293.20元。"
    told = schedule("安全生产责任保险保险单", ("table", covers), "总保险费：262,740.00元", "特别约定", agreed)
    assert told["prevention_fee_ratio"] == 18


def test_the_form_over_a_list_of_covers_in_one_grid_tells_of_people() -> None:
    grid = [
        ["被保险人", "石狮市顺发渔业专业合作社", "", "船员/投保人数", "96人/96人", ""],
        ["保障", "船员死亡伤残", "船员医疗", "第三者人身", "救助救援", "法律费用"],
        ["每人限额（元）", "800000", "60000", "800000", "", ""],
        ["累计限额（元）", "9600000", "720000", "2000000", "500000", "100000"],
    ]
    told = schedule("渔业安全生产责任保险保险单", ("table", grid))
    assert (told["employee_count"], told["insured_count"]) == (96, 96)


def test_an_address_under_the_insurer_is_not_the_enterprises_with_the_day_beside_it() -> None:
    form = ["被保险人", "淄博鸿润达化工有限公司"], ["营业处所", "山东省淄博市周村区恒通路东首6号"]
    signed = ["签单公司：中国太平洋财产保险股份有限公司淄博市周村支公司", "签单日：2018-11-28"]
    below = ["地址：淄博市周村区新建东路", "授权签字：王翠萍"]
    paper = sheet_of("安全生产责任保险单", ("table", form), "责任限额40万元", ("loose", [signed, below]), form="pdf")
    assert policy.extract(paper).fields["address"].value == "山东省淄博市周村区恒通路东首6号"


def test_the_number_of_a_report_is_no_policys_with_an_office_before_it() -> None:
    assert "policy_no" not in report("安全风险评估报告", "报告编号：鲁安咨（周）2019-033")
