"""Policies in layouts and words of our own, built in code: what is printed is read, what is not printed stays absent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

import pytest

from extractor import examine
from extractor.record import Record

HOLDER = "长兴煤岭石灰岩矿业有限公司"
INSURER = "浙岭财产保险股份有限公司长兴支公司"
HEAD = [("保险单号", "PDAQ20253304517"), ("投保人", HOLDER), ("被保险人", HOLDER), ("保险人", INSURER)]


def page(rows: Sequence[tuple[str, ...]], *lines: str) -> Record:
    """A policy as an HTML page: a form, then lines."""
    table = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    text = f'<html><head><meta charset="utf-8"></head><body><p>安全生产责任保险保险单</p><table>{table}</table>{"".join(f"<p>{escape(line)}</p>" for line in lines)}</body></html>'
    return examine([("保单.html", text.encode())])


def text(*lines: str) -> Record:
    """A policy as plain text."""
    return examine([("保单.txt", "\n".join(("安全生产责任保险 保险单", *lines)).encode())])


def schedule(*extra: str) -> tuple[str, ...]:
    return (*(f"{label}：{value}" for label, value in HEAD), *extra)


@pytest.mark.parametrize("says", ["同投保人", "与投保人一致", "Same as policyholder"])
def test_the_insured_may_be_named_by_reference(says: str) -> None:
    record = page(
        [
            ("保险单号", "PDAQ20253304517"),
            ("投保人", HOLDER),
            ("被保险人", says),
            ("所属行业", "石灰石开采"),
            ("保险人", INSURER),
        ]
    )
    assert (record.value("policyholder"), record.value("insured")) == (HOLDER, HOLDER)
    assert record.fields["insured"].span.text == says


def test_last_years_number_is_not_this_policys() -> None:
    record = page(
        [
            ("承保流水编码", "HYCX2025AZ0034051188", "上年度保单号码", "HYCX2024AZ0034029911"),
            ("投保人", HOLDER, "保险人", INSURER),
        ]
    )
    assert record.value("policy_no") == "HYCX2025AZ0034051188"


def test_an_endorsements_number_is_no_policy_number() -> None:
    record = text("凭证号：GBT2025-320583-0099   参考批单号：PD2025000001234", *schedule()[1:])
    assert record.value("policy_no") == "GBT2025-320583-0099"


def test_limits_in_a_matrix_and_premiums_in_a_second_table() -> None:
    matrix = [
        ("赔付限额（万元）", "人身伤亡", "医疗费用", "第三者财产"),
        ("每人", "60", "6", "—"),
        ("每次", "600", "60", "50"),
        ("累计", "1200", "120", "100"),
    ]
    premiums = [
        ("险项", "保费（元）"),
        ("人身伤亡", "42480.00"),
        ("医疗费用", "7080.00"),
        ("第三者财产", "1180.00"),
        ("总计", "50740.00"),
    ]
    tables = "".join(
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
        + "</table><p>下表</p>"
        for rows in (matrix, premiums)
    )
    head = "".join(f"<p>{label}：{value}</p>" for label, value in HEAD)
    record = examine(
        [
            (
                "p.html",
                f'<html><head><meta charset="utf-8"></head><body><p>安全生产责任保险保险单</p>{head}{tables}</body></html>'.encode(),
            )
        ]
    )
    assert [
        (r.value("code"), r.value("per_person"), r.value("per_accident"), r.value("premium"))
        for r in record.rows("coverages")
    ] == [
        ("employee_injury", Decimal(600000), Decimal(6000000), Decimal(42480)),
        ("medical", Decimal(60000), Decimal(600000), Decimal(7080)),
        ("third_party_property", None, Decimal(500000), Decimal(1180)),
    ]
    assert record.value("aggregate_limit") == Decimal(12000000)
    assert record.witnesses["coverages"].complete


def test_amounts_with_blanks_between_their_thousands() -> None:
    record = page([*HEAD, ("保险费", "￥ 16 500.00"), ("预防费用提取", "百分之十五"), ("预防费用金额", "￥ 2 475.00")])
    assert (record.value("premium"), record.value("prevention_fee"), record.value("prevention_fee_ratio")) == (
        Decimal(16500),
        Decimal(2475),
        Decimal(15),
    )


def test_a_fee_in_percentage_points_before_the_premium() -> None:
    record = text(
        *schedule(
            "事故预防专项经费：按保险费15个百分点计提，计6,837.00元。",
            "应收保险费 人民币肆万伍仟伍佰捌拾元整（￥45,580.00）",
        )
    )
    assert (record.value("prevention_fee_ratio"), record.value("prevention_fee"), record.value("premium")) == (
        Decimal(15),
        Decimal(6837),
        Decimal(45580),
    )


def test_units_and_percent_signs_in_labels() -> None:
    record = text(
        *schedule(
            "每人死亡/伤残限额(万元): 80",
            "每次事故限额(万元): 800",
            "保险费(元): 70400.00",
            "事故预防费(元): 10560.00",
            "事故预防费比例(%): 15",
        )
    )
    assert (record.value("per_person_limit"), record.value("per_accident_limit")) == (Decimal(800000), Decimal(8000000))
    assert (record.value("prevention_fee"), record.value("prevention_fee_ratio")) == (Decimal(10560), Decimal(15))


def test_a_premium_in_ten_thousands() -> None:
    assert page([*HEAD, ("总保费（万元）", "2.064"), ("免赔额（元）", "300")]).value("premium") == Decimal(20640)


def test_the_hour_before_its_day() -> None:
    record = page([*HEAD, ("Period of insurance", "From 00:00 2025-08-01 to 24:00 2026-07-31")])
    assert (record.value("period_start").isoformat(), record.value("period_end").isoformat()) == (
        "2025-08-01T00:00",
        "2026-07-31T24:00",
    )


def test_a_signing_day_in_formal_numerals() -> None:
    record = text(*schedule("签单日期：贰零贰伍年玖月贰拾陆日"))
    assert record.value("sign_date").isoformat() == "2025-09-26"


def test_a_brokers_address_is_not_the_enterprises() -> None:
    record = text(
        "保险经纪机构：徽安保险经纪有限公司 地址：安徽省合肥市蜀山区望江西路5号",
        *schedule("保险标的地址：安徽省宿州市灵璧县渔沟镇石材大道45号"),
    )
    assert record.value("address") == "安徽省宿州市灵璧县渔沟镇石材大道45号"


def test_a_deductible_in_words_is_no_premium() -> None:
    record = text(*schedule("保险费：4,800.00元", "每次事故免赔：人民币壹佰元"))
    assert (record.value("premium"), record.value("premium_words"), record.value("deductible")) == (
        Decimal(4800),
        None,
        Decimal(100),
    )


def test_a_total_under_a_limits_column_is_no_limit() -> None:
    rows = [
        ("项目", "每人责任限额", "人数", "金额"),
        ("伤亡责任", "70万元", "75", "21000.00"),
        ("医疗责任", "7万元", "75", "3000.00"),
        ("价税合计（大写）", "贰万肆仟元整", "（小写）", "24000.00"),
    ]
    record = page(rows, *(f"{label}：{value}" for label, value in HEAD))
    assert record.value("per_person_limit") == Decimal(700000)
    assert record.value("premium") == Decimal(24000)


def test_what_is_not_printed_stays_absent() -> None:
    record = text(*schedule("保险费：4,800.00元"))
    assert not {
        "prevention_fee",
        "prevention_fee_ratio",
        "insured_count",
        "employee_count",
        "deductible",
        "sign_date",
        "medical_limit",
        "premium_words",
    } & set(record.fields)


def test_a_ratio_written_as_a_fraction_counts_only_where_the_fee_bears_it_out() -> None:
    rows = [*HEAD, ("保险费", "57000.00元"), ("预防费占比", "0.15")]
    assert page([*rows, ("预防费", "8550.00元")]).value("prevention_fee_ratio") == Decimal(15)
    assert page([*rows, ("预防费", "5700.00元")]).value("prevention_fee_ratio") is None


def test_counts_under_one_another_in_a_form_under_a_heading_across_it_are_both_read() -> None:
    form = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td><td>{d}</td></tr>"
        for a, b, c, d in [
            ("投保单位名称", HOLDER, "主营行业", "非煤矿山"),
            ("详细地址", "长兴县煤岭镇矿前路7号", "作业人员总数", "211人"),
            ("保单号码", "PDAQ20253304517", "投保作业人员数", "204人"),
        ]
    )
    paper = (
        f'<meta charset="utf-8"><p>安全生产责任保险保险单</p><table><tr><td colspan=4>投保信息</td></tr>{form}</table>'
    )
    fields = examine([("保单.html", paper.encode())]).fields
    assert [fields[name].value for name in ("employee_count", "insured_count")] == [211, 204]


@pytest.mark.parametrize(
    ("first", "last"),
    [("保险期间自2025年3月9日12时", "起至2026年3月9日12时"), ("保险期间：自2025年3月9日12时", "至2026年3月9日12时")],
)
def test_a_period_in_two_entries_of_a_certificate(first: str, last: str) -> None:
    fields = text(
        "安全生产责任保险证书", "证书编号 41ZA75421852981", first, last, "每次事故免赔额无", "保险费7,500.00元"
    ).fields
    assert [fields[name].value.day.isoformat() for name in ("period_start", "period_end")] == [
        "2025-03-09",
        "2026-03-09",
    ]
    assert fields["deductible"].value == 0


def test_the_fee_stands_before_its_share_and_no_items_number_is_one() -> None:
    rows = [
        *HEAD,
        ("保险费", "小写", "¥10,000.00", "大写", "人民币壹万元整"),
        ("预防费用", "金额", "¥1,600.00", "比例", "16%"),
    ]
    agreed = ("特别约定", "1.请妥善保管。\n2.预防费用按保费16%提取。")
    fields = page([*rows, agreed]).fields
    assert [fields[name].value for name in ("prevention_fee", "prevention_fee_ratio")] == [Decimal("1600.00"), 16]


@pytest.mark.parametrize("trade", ["木业加工", "道路货物运输", "建筑施工"])
def test_a_trade_right_behind_its_label(trade: str) -> None:
    assert text("证书编号 41ZA75421852981", f"所属行业{trade}", "保险费7,500.00元").fields["industry"].value == trade


COVER_OF_A_DEDUCTIBLE = (
    ("<table><tr><td>免赔额</td><td>100元/次（医疗费用）</td></tr></table>", "100元/次（医疗费用）"),
    ("<table><tr><td>免赔额</td><td>每次事故100元，仅限医疗费用</td></tr></table>", "每次事故100元，仅限医疗费用"),
    ("<table><tr><td>医疗费用每次事故免赔额</td><td>100元</td></tr></table>", "医疗费用每次事故免赔额 100元"),
    ("<p>死亡伤残无免赔，医疗费用每次免赔额100元</p>", "医疗费用每次免赔额100元"),
    ("<table><tr><td>每次事故免赔额</td><td>100元</td></tr></table>", "100元"),
    ("<p>每次事故免赔额：100元，医疗费用每人限额45000元</p>", "100元"),
)


@pytest.mark.parametrize(("entry", "place"), COVER_OF_A_DEDUCTIBLE)
def test_the_place_of_a_deductible_shows_of_which_cover_it_is(entry: str, place: str) -> None:
    head = "<h1>安全生产责任保险单</h1><p>保险单号：QX15062221000345817</p><p>投保人：准格尔旗腾飞爆破服务有限公司</p>"
    read = examine([("保单.html", f"<!DOCTYPE html><html><body>{head}{entry}</body></html>".encode())])
    assert (read.fields["deductible"].value, read.fields["deductible"].span.text) == (100, place)
