"""What of a premium was charged and received, as policies and ledgers tell it, and the cap of spending that is on it."""

from __future__ import annotations

from decimal import Decimal

import pytest

import extractor
from extractor.record import Record
from tests.test_near_misses import grid, policy
from tests.test_near_misses_beside import NUMBER, types
from validators.finding import Verdict

TITLE = "<h1>安全生产责任保险保险单</h1><p>保险单号：PZAQ20260077</p><p>被保险人：台州润达精密铸造有限公司</p>"


def examined(html: str) -> Record:
    return extractor.examine([("a.html", f"<html><body>{html}</body></html>".encode())])


@pytest.mark.parametrize(
    "told",
    [
        grid("应收保险费（元）|减免金额（元）|实收保险费（元）", "33,600.00|5,000.00|28,600.00"),
        grid("应收保费|33,600.00元", "减免|5,000.00元", "实收保费|28,600.00元"),
        grid("项目|应收|减免|实收", "保险费（元）|33,600.00|5,000.00|28,600.00"),
        grid("保费合计|应收33,600.00元；减免5,000.00元；实收28,600.00元"),
        grid("险别|应收保费|优惠|实收保费", "主险|30,000|4,500|25,500", "附加险|3,600|500|3,100", "合计|33,600|5,000|28,600"),
        "<p>应收保费：33,600.00元　优惠减免：5,000.00元　实收保费：28,600.00元</p>",
    ],
)  # fmt: skip
def test_the_premium_is_what_is_left_of_it_after_a_remission(told: str) -> None:
    assert examined(TITLE + told).value("premium") == 28600


@pytest.mark.parametrize(
    ("told", "premium"),
    [
        (grid("应交保费|政府补贴|企业自缴", "33,600.00|10,080.00|23,520.00"), 33600),
        (grid("总保险费|33,600.00元", "已收保险费|16,800.00元", "待收|16,800.00元"), 33600),
    ],
)
def test_what_another_pays_or_is_still_due_is_not_taken_off(told: str, premium: int) -> None:
    assert examined(TITLE + told).value("premium") == premium


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        ("实收保费：9,000.00元", True),
        ("已收保费4,500.00元。首期已收保费4,500.00元", False),  # one sum told twice
        ("第一期实收保费4,000.00元，第二期实收保费5,000.00元", True),
        ("保险费已于2025年8月8日全额到账。", True),
        ("付款状态：已付清（2025-08-08 到账）", True),
        ("付款状态：未付", False),
        ("合计保险费 9,900.00元　减免 900.00元　实收 9,000.00元", True),
        ("保险费应于2025年8月8日前缴清。", False),
        ("保险费未缴清的，本公司不承担责任。", False),
        ("已缴保费：4,500.00元", False),
    ],
)
def test_a_policy_may_say_that_its_premium_was_received(told: str, whole: bool) -> None:
    record = examined(policy(more=f"<p>{told}</p>"))
    assert record.value("premium_received") == (9000 if whole else None)


def booked(head: str, *lines: str, over: str = "") -> str:
    return f"<h1>事故预防费用台账</h1><p>保单号：{NUMBER}{over}</p>" + grid(head, *lines)


HEAD, SPENT = "日期|摘要|提取|支出|收款方", "2025-09-10|隐患排查服务费||{}|赣州数安安全技术有限公司"
SET_ASIDE = "2025-08-20|计提预防费|1,350.00||"
WITH_COLUMN = "日期|摘要|实收保费（元）|提取|支出|收款方"


@pytest.mark.parametrize(
    ("book", "verdict"),
    [
        (booked(HEAD, SET_ASIDE, SPENT.format("900.00")), Verdict.SATISFIED),  # a tenth of the whole premium
        (booked(HEAD, SET_ASIDE, SPENT.format("1,300.00")), Verdict.UNDECIDED),
        (booked(HEAD, SET_ASIDE, SPENT.format("1,300.00"), over="　实收保费：9,000.00元"), Verdict.SATISFIED),
        (booked(HEAD, SET_ASIDE.replace("计提", "按实收保费9,000元计提"), SPENT.format("1,300.00")), Verdict.SATISFIED),
        (booked(WITH_COLUMN, "2025-08-20|计提预防费|9,000.00|1,350.00||", "2025-09-10|隐患排查||| 1,300.00|赣州数安安全技术有限公司"), Verdict.SATISFIED),
        (booked(WITH_COLUMN, "2025-08-20|计提预防费|6,000.00|900.00||", "2025-09-10|隐患排查||| 1,300.00|赣州数安安全技术有限公司"), Verdict.VIOLATED),
        (booked(HEAD, SET_ASIDE, SPENT.format("2,000.00")), Verdict.VIOLATED),
    ],
)  # fmt: skip
def test_the_cap_of_spending_asks_only_where_the_papers_leave_it_open(book: str, verdict: Verdict) -> None:
    told = {kind: "prevention_spend_above_cap" in types(policy(), book, kind=kind) for kind in (Verdict.VIOLATED, Verdict.UNDECIDED)}  # fmt: skip
    assert told == {kind: kind is verdict for kind in told}


def test_the_lines_of_a_book_tell_what_was_received_in_parts() -> None:
    parts = ("2025-08-20|首期计提|4,500.00|675.00||", "2026-02-20|二期计提|4,500.00|675.00||")
    record = examined(booked(WITH_COLUMN, *parts))
    assert [row.value("premium_received") for row in record.rows("rows")] == [Decimal(4500)] * 2


def test_a_share_set_aside_of_what_was_received_is_an_entry() -> None:
    lines = (
        "事故预防费收支簿",
        f"保单 {NUMBER}",
        "2026-04-20 保费到账12,852.00元，按20%提 2,570.40",
        "2026-05-12 付 绍兴磐安安全咨询有限公司 隐患排查 900.00",
    )
    record = extractor.examine([("a.txt", "\n".join(lines).encode())])
    told = [(row.value("kind"), row.value("amount"), row.value("premium_received")) for row in record.rows("rows")]
    assert told == [("extract", Decimal("2570.40"), 12852), ("spend", 900, None)]


def test_a_confirmation_of_cover_for_who_asked_for_it_is_a_policy() -> None:
    lines = ("安全生产责任保险承保确认书", "确认书号 ZAX-3306-26-0417", "要保单位 诸暨市宏泽五金冲压厂", "受保单位 诸暨市宏泽五金冲压厂", "保障起讫 2026年4月18日00:00至2027年4月17日24:00",
             "每人身故伤残最高赔 60万元", "应缴保费 15,120.00 元　费率优惠 2,268.00 元　实缴保费 12,852.00 元", "特约", "1 我司每季度派员上门排查一次隐患。")  # fmt: skip
    record = extractor.examine([("a.txt", "\n".join(lines).encode())])
    assert (record.kind, record.value("premium"), record.value("premium_received")) == ("policy", 12852, 12852)


def test_what_was_used_is_told_without_a_word_of_paying() -> None:
    lines = (
        "安责险事故预防服务费使用情况（2025年8—12月）",
        f"保单号{NUMBER}，投保人赣州石桥板材有限公司，实收保费9,000元，计提比例15%，计提1,350元（2025年8月20日）。",
        "使用情况：9月3日赣州数安安全技术有限公司隐患排查，900元；11月21日同一机构安全培训，300元。",
        "截至12月31日结余150元。",
    )
    record = extractor.examine([("a.txt", "\n".join(lines).encode())])
    told = [
        tuple(str(row.value(name)) for name in ("date", "kind", "amount", "payee", "item"))
        for row in record.rows("rows")
    ]
    payee = "赣州数安安全技术有限公司"
    assert told == [
        ("2025-08-20", "extract", "1350.00", "None", "None"),
        ("2025-09-03", "spend", "900.00", payee, "隐患排查"),
        ("2025-11-21", "spend", "300.00", payee, "安全培训"),
    ]


def test_the_day_on_which_was_paid_is_none_of_what_is_set_aside() -> None:
    head = "序号|保单号码|企业名称|实收保费（元）|计提比例|应计提|已使用|使用日期|使用事项|服务机构"
    lines = (
        "1|AX2026350100000417|福清海盛鞋业有限公司|18,600.00|15%|2,790.00||||",
        "|AX2026350100000417||||| 1,200.00|2026-05-12|风险评估|福建安平安全科技有限公司",
        "2|AX2026350100000533|福清龙田铸造厂|26,400.00|15%|3,960.00||||",
        "|AX2026350100000533||||| 1,500.00|2026-06-03|隐患排查|福建安平安全科技有限公司",
    )
    record = examined("<h1>安责险事故预防费管理台账</h1>" + grid(head, *lines))
    told = [(row.value("kind"), str(row.value("date")), row.value("premium_received")) for row in record.rows("rows")]
    assert told == [
        ("extract", "None", 18600),
        ("spend", "2026-05-12", None),
        ("extract", "None", 26400),
        ("spend", "2026-06-03", None),
    ]


@pytest.mark.parametrize(
    ("told", "in_parts"),
    [
        ("保险费分四期缴付，首期于签单当日付清。", True),
        ("付费方式：按季缴付", True),
        ("付费约定：签单后10日内付第一期保险费的30%，余下保险费于六个月内交清。", True),
        ("保险费于签单后十日内一次性缴清，不分期缴付。", None),
        ("交费方式：趸交", None),
        ("保险人先行支付百分之五十的赔款，其余部分于结案后支付。", None),
        ("保险人应当按月向主管部门报送承保、服务和理赔的情况。", None),
    ],
)
def test_a_premium_paid_in_parts_is_told_as_such(told: str, in_parts: bool | None) -> None:
    assert examined(f"{TITLE}<p>总保险费：33,600.00元</p><p>{told}</p>").value("premium_in_parts") is in_parts
