"""Ends of reports, words that nothing was found and states of hazards in the manners of other offices: tests/data/manners/reports.yaml."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from extractor.evidence.sheet import Sheet
from extractor.kinds import fee_ledger, service_report
from extractor.kinds.base import Extracted
from extractor.reading import read

HEAD = (
    "隐患排查服务报告",
    "服务机构：江门市众安安全技术服务有限公司",
    "受检单位：台山市广海镇恒泰五金制品厂",
    "服务日期：2025年9月16日",
    "服务人员：黎国栋、区志明",
)
CASES = yaml.safe_load((Path(__file__).parent / "data" / "manners" / "reports.yaml").read_text("utf-8"))


def paper(*items: Any) -> Sheet:
    document = docx.Document()
    for item in items:
        if isinstance(item, str):
            document.add_paragraph(item)
            continue
        grid = document.add_table(0, max(map(len, item)))
        for line in item:
            for cell, text in zip(grid.add_row().cells, line, strict=False):
                cell.text = str(text)
    stored = io.BytesIO()
    document.save(stored)
    return Sheet(read(stored.getvalue(), "a.docx"))


def report(*items: Any) -> Extracted:
    return service_report.extract(paper(*HEAD, *items))


def value(found: Extracted, name: str) -> Any:
    return found.fields[name].value if name in found.fields else None


@pytest.mark.parametrize("case", [c for c in CASES if "signed" in c], ids=lambda c: c["name"])
def test_who_signed_for_the_enterprise(case: dict[str, Any]) -> None:
    found = report(*case["lines"])
    signed, who, day = case["signed"]
    assert (value(found, "customer_signed"), value(found, "signoff_name"), value(found, "signoff_date")) == (
        signed,
        who,
        day,
    )
    assert found.witnesses["signoff"].complete is (signed is not None)


@pytest.mark.parametrize("case", [c for c in CASES if "none" in c], ids=lambda c: c["name"])
def test_whether_it_says_that_nothing_was_found(case: dict[str, Any]) -> None:
    found = report(*case["lines"])
    assert not found.tables["hazards"]
    assert value(found, "states_no_hazards") is case["none"]
    assert case["none"] or not found.witnesses["hazards"].complete


@pytest.mark.parametrize("case", [c for c in CASES if "mended" in c], ids=lambda c: c["name"])
def test_what_became_of_each(case: dict[str, Any]) -> None:
    found = report(*case["lines"])
    assert [row.value("rectified") for row in found.tables["hazards"]] == case["mended"]


def test_the_last_day_stands_behind_a_cell_of_its_own() -> None:
    found = service_report.extract(
        paper(
            *HEAD[:2],
            [["排查日期", "2025-09-16", "至", "2025-09-17"], ["受检单位", "台山市广海镇恒泰五金制品厂", "", ""]],
        )
    )
    assert value(found, "service_end").isoformat() == "2025-09-17"


@pytest.mark.parametrize(
    "line",
    [
        "我公司指派安全专家黎国栋、区志明两位同志赴贵厂检查。",
        "检查人员签字：黎国栋　区志明",
        [["姓名", "职称", "专业"], ["黎国栋", "高级工程师", "机械"], ["区志明", "教授级高工", "电气"]],
    ],
)
def test_who_came(line: Any) -> None:
    found = service_report.extract(paper(*HEAD[:4], "专家组成员" if isinstance(line, list) else "检查情况", line))
    assert set(value(found, "experts")) == {"黎国栋", "区志明"}


def test_an_office_that_charges_is_not_served() -> None:
    found = service_report.extract(
        paper(
            "渔船隐患排查结果",
            "连江县苔菉远洋捕捞有限公司：",
            "我公司受太平洋产险福州中心支公司委托，于2025年9月11日登轮开展渔船隐患排查，排查人员：卓少华、翁文清。发现问题如下：",
            "1、应急灯不亮。级别：一般。要求：更换电瓶。期限：2025年9月25日。",
            "福建闽航船舶安全技术服务有限公司",
        )
    )
    assert value(found, "client") == "连江县苔菉远洋捕捞有限公司"


POLICY = "GDAZ440781250000318"
AGENCY = "江门市众安安全技术服务有限公司"


def booked(*items: Any) -> list[tuple[Any, ...]]:
    rows = fee_ledger.extract(paper(*items)).tables["rows"]
    return [
        (str(r.value("date")), r.value("kind"), r.value("policy_no"), r.value("payee"), int(r.value("amount")))
        for r in rows
    ]


def test_an_account_of_the_books_is_nobody_and_an_account_at_a_bank_no_policy() -> None:
    spent = [("2025-03-04", "spend", POLICY, AGENCY, 1200)]
    head = f"事故预防费明细账　保单号：{POLICY}"
    books = [["日期", "摘要", "对方科目", "收款人", "支出"], ["2025-03-04", "付检查费", "银行存款", AGENCY, "1,200.00"]]
    bank = [
        ["交易日期", "对方户名", "对方账号", "用途", "支出"],
        ["2025-03-04", AGENCY, "622200012345", "检查费", "1,200.00"],
    ]
    assert booked(head, books) == booked(head, bank) == spent


def test_what_was_agreed_is_not_what_was_paid() -> None:
    line = [
        ["保单号", "服务机构", "合同金额", "已付金额", "付款日期", "未付金额"],
        [POLICY, AGENCY, "8,000", "6,500", "2025-06-02", "1,500"],
    ]
    assert booked("预防费使用台账", line) == [("2025-06-02", "spend", POLICY, AGENCY, 6500)]


def test_what_was_set_aside_in_a_section_of_its_own() -> None:
    head, spent = (
        f"事故预防费台账　保单号：{POLICY}",
        [["日期", "收款单位", "用途", "金额"], ["2025-09-20", AGENCY, "隐患排查", "2,600"]],
    )
    told = [("2025-08-15", "extract", POLICY, None, 6828), ("2025-09-20", "spend", POLICY, AGENCY, 2600)]
    assert booked(head, "计提", [["2025-08-15", "6,828.00"]], "支出", spent) == told
    share = [["提取日期", "计提比例", "提取金额（元）"], ["2025-08-15", "20%", "6,828.00"]]
    assert booked(head, "一、提取", share, "二、支出", spent) == told


FORM: tuple[tuple[str, ...], ...] = (
    ("受检单位", "台山市广海镇恒泰五金制品厂", "检查日期", "2025年9月9日"),
    ("隐患清单",),
    ("1", "配电箱未上锁（一般隐患），建议加锁，9月20日前完成", "整改情况", "已完成，9月18日"),
    ("2", "灭火器压力不足（一般隐患），建议更换，9月20日前完成", "整改情况", "进行中"),
)


@pytest.mark.parametrize("more", [("应急演练", "9月10日组织火灾疏散演练，32人参加"), ("下次服务", "计划8月上旬")])
@pytest.mark.parametrize("signing", [(), (("客户签字", "伍绍明", "日期", "2025年9月28日"),)])
def test_a_row_that_begins_with_a_word_ends_a_list_in_a_form(more: tuple[str, ...], signing: Any) -> None:
    document = docx.Document()
    document.add_paragraph("安责险服务工单")
    grid = document.add_table(0, 4)
    for line in (*FORM, more, *signing):
        cells = grid.add_row().cells
        if len(line) < len(cells):
            cells[len(line) - 1].merge(cells[-1])
        for cell, text in zip(cells, line, strict=False):
            cell.text = text
    stored = io.BytesIO()
    document.save(stored)
    rows = service_report.extract(Sheet(read(stored.getvalue(), "a.docx"))).tables["hazards"]
    assert [(r.value("description"), r.value("rectified"), str(r.value("rectified_on"))) for r in rows] == [
        ("配电箱未上锁", True, "2025-09-18"),
        ("灭火器压力不足", False, "None"),
    ]


def test_what_is_planned_was_not_done_and_all_who_came_are_told() -> None:
    visits = [
        ["日期", "工作", "参加人员", "费用（元）"],
        ["2025年12月9日", "施工现场隐患排查", "高旭东、鲁静", "8,000"],
        ["2025年12月16日", "冬季施工安全培训", "鲁静", "4,500"],
    ]
    found = service_report.extract(
        paper(
            "安责险事故预防服务月报",
            *HEAD[1:3],
            "一、本月工作",
            visits,
            "二、下月安排",
            "计划于2026年1月中旬开展应急演练。",
        )
    )
    assert set(value(found, "experts")) == {"高旭东", "鲁静"}
    assert {row.value("code") for row in found.tables["service_types"]} == {"inspection", "training"}


def test_a_verb_behind_a_name_is_none_of_it() -> None:
    found = service_report.extract(paper(*HEAD[:4], "本次排查由注册安全工程师杨胜华、骆林参加，对该厂进行了检查。"))
    assert set(value(found, "experts")) == {"杨胜华", "骆林"}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（SYAX）改字〔2025〕第31号", "(SYAX)改字〔2025〕第31号"),
        ("第6期　简报编号 XYTH-JB-2606　2026年6月12日", "XYTH-JB-2606"),
    ],
)
def test_numbers_at_the_head(line: str, number: str) -> None:
    assert value(service_report.extract(paper("隐患排查服务报告", line, *HEAD[1:])), "report_no") == number


def test_what_it_cost_needs_no_unit() -> None:
    assert int(value(report([["服务金额", "9,800.00", "人数", "2"]]), "fee_used")) == 9800


def test_the_last_of_several_days() -> None:
    found = service_report.extract(paper(*HEAD[:3], "服务时间：2025年3月4日、3月11日、3月18日共三次"))
    assert (value(found, "service_start").isoformat(), value(found, "service_end").isoformat()) == (
        "2025-03-04",
        "2025-03-18",
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ([["检查人", "黎国栋", "检查人", "莫小兰"]], {"黎国栋", "莫小兰"}),
        ("我机构特邀广西安全生产专家黎国栋参与本次排查。", {"黎国栋"}),
    ],
)
def test_who_else_came(line: Any, names: set[str]) -> None:
    assert set(value(service_report.extract(paper(*HEAD[:4], line)), "experts")) == names
