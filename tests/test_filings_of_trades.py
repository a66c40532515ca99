"""What whole filings of six trades and regions had that was read wrongly at first sight, each cause by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.printed_kit import line, units
from tests.test_typed_by_hand import page

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
