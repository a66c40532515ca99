"""Forms as offices write them and browsers print them: what stands beside what in their rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor import KindGuess, extract, read


def record(kind: str, body: str) -> Any:
    return extract(
        read(f"<html><meta charset='utf-8'><body>{body}</body></html>".encode(), "件.html"), KindGuess(kind, 1.0, ())
    )


def table(*rows: tuple[str, ...]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"


HEAD = "<h1>企业安全体检报告书</h1>" + table(
    ("报告书编号", "体检-2024-6091", "保险单编号", "DB467/AZX/3481161"),
    ("被检企业", "泗县九鼎耐火材料有限公司", "检查机构", "中检安全技术服务有限公司"),
    ("检查专家", "胡文斌", "类别", "现场隐患排查"),
)


def test_the_head_of_the_enterprise_beside_the_day_of_consent_has_signed() -> None:
    signed = record("service_report", HEAD + table(("被检企业负责人", "林志强", "确认时间", "2024年7月5日")))
    assert signed.value("signoff_name") == "林志强"
    assert str(signed.value("signoff_date")) == "2024-07-05"


@pytest.mark.parametrize(
    "row",
    [("被检企业负责人", "林志强", "联系电话", "13900000000"), ("检查机构负责人", "林志强", "确认时间", "2024年7月5日")],
)
def test_a_head_without_a_day_of_consent_or_of_the_other_side_has_not(row: tuple[str, ...]) -> None:
    assert record("service_report", HEAD + table(row)).value("signoff_name") is None


def test_a_deductible_for_each_accident_is_no_limit_for_a_person() -> None:
    policy = record(
        "policy",
        "<h1>安全生产责任险承保表</h1>"
        + table(
            ("保单编号", "60-0717-16933290", "签单日", "2025/7/7", "", ""),
            ("限额（万元）", "每人", "40", "每次事故", "600", "累计 1200"),
            ("免赔", "每次1000元", "", "", "", ""),
            ("保费总计", "86489.00元", "", "", "", ""),
        ),
    )
    assert policy.value("per_person_limit") != Decimal(1000)


def test_the_fee_is_the_sum_in_the_row_of_its_share_and_not_the_number_of_a_sentence() -> None:
    policy = record(
        "policy",
        "<h1>安全生产责任保险单</h1>"
        + table(
            ("保险单号", "1142165759AQ303855", ""),
            ("合计保险费", "人民币伍万贰仟陆佰叁拾壹元整", "52,631.00"),
            ("事故预防费", "按 15% 提取", "7,894.65"),
        )
        + "<p>特别说明</p><p>[1] 保费须于起保前到账。</p><p>[2] 事故预防费＝保险费×15%，由保险公司统一管理。</p>",
    )
    assert policy.value("prevention_fee") == Decimal("7894.65")


def test_a_ledger_may_write_the_year_and_the_day_apart() -> None:
    ledger = record(
        "fee_ledger",
        "<h1>事故预防费台账</h1>"
        + table(
            ("年", "月日", "凭证号", "保单编号", "内容", "往来单位", "提取", "支出"),
            ("2025", "06.22", "978", "53-2517-01463891", "按保费计提", "", "16,540.68", ""),
            ("2025", "07.19", "656", "53-2517-01463891", "企业员工安全培训", "正信安全评价有限公司", "", "1,200.00"),
        ),
    )
    assert [str(row.value("date")) for row in ledger.tables["rows"]] == ["2025-06-22", "2025-07-19"]


def test_a_letters_own_number_may_begin_with_letters_and_its_year() -> None:
    letter = record(
        "service_report",
        "<p>事故预防技术服务报告</p><p>AC〔2024〕预108号</p><p>被服务企业：襄城福满堂食品有限公司</p><p>保险凭证号：ACAQ83B235602567</p>",
    )
    assert letter.value("report_no") == "AC〔2024〕预108号"


def test_a_dash_of_another_shape_is_no_sum_in_a_column_of_limits() -> None:
    policy = record(
        "policy",
        "<h1>安全生产责任保险单</h1>"
        + table(
            ("险别及项目", "限额（每人）", "限额（每起）", "分项保险费"),
            ("雇佣人员伤亡责任", "80万", "400万", "29,867.53"),
            ("雇佣人员医药费", "5万", "※", "8,960.26"),
            ("第三者物损", "※", "50万", "4,778.80"),
            ("救援费用", "※", "40万", "3,584.10"),
            ("仲裁诉讼费", "※", "15万", "2,389.40"),
            ("查勘鉴定费", "※", "10万", "1,194.70"),
        ),
    )
    assert policy.tables["coverages"][0].value("per_person") == Decimal(800000)


def test_what_is_wrong_may_stand_under_a_label_of_its_own_below_the_other_entries() -> None:
    report = record(
        "service_report",
        HEAD
        + "<p>隐患1　级别：一般　整改截止：2024-09-13　状态：已整改（2024-09-11）</p><p>描述：高处作业平台无踢脚板</p><p>建议：加装踢脚板</p>"
        + "<p>隐患2　级别：重大　整改截止：2024-09-18　状态：企业拒绝整改</p><p>描述：罐区紧急切断阀失灵</p><p>建议：停止卸料并修复</p>",
    )
    rows = report.tables["hazards"]
    assert [
        (r.value("description"), r.value("level"), str(r.value("deadline")), r.value("rectified")) for r in rows
    ] == [
        ("高处作业平台无踢脚板", "一般", "2024-09-13", True),
        ("罐区紧急切断阀失灵", "重大", "2024-09-18", False),
    ]


SIGNED = (
    ("受服务企业（签章）", "服务机构（签章）"),
    ("经办人：李海燕", "经办人：朱秀兰"),
    ("日期：2025-07-11", "日期：2025-07-11"),
)


def test_who_acts_for_the_party_named_in_the_cell_above_has_signed_for_it() -> None:
    report = record("service_report", HEAD + table(*SIGNED))
    assert (report.value("customer_signed"), report.value("signoff_name")) == (True, "李海燕")


def test_a_label_without_a_name_behind_it_is_no_signature() -> None:
    empty = (SIGNED[0], ("经办人：", "经办人：朱秀兰"), ("日期：", "日期：2025-07-11"))
    assert record("service_report", HEAD + table(*empty)).value("customer_signed") is False


def test_a_tick_in_brackets_chooses_its_own_service_and_no_more() -> None:
    kinds = "(  ) 从业人员安全教育<br>(√) 事故隐患查找<br>(  ) 风险辨识与评价<br>(  ) 应急处置演习"
    report = record("service_report", "<h1>事故预防服务报告单</h1>" + table(("服务事项", kinds)))
    assert report.value("service_types") == ("inspection",)
