"""Covers whose sums are reckoned, parted in brackets or told workshop by workshop, beside what is another insurer's or another year's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor import examine
from extractor.covers.meaning.names import codes_in
from extractor.document import Box, Line
from extractor.evidence.lines.broken import begins_count, breaks_before_limit
from extractor.layout.unruled.wrapped import BodyRow, join_wrapped


def read(body: str) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """(fields, covers as code, per person, per accident, aggregate, premium) of a policy with ``body`` in it."""
    page = f"<meta charset=utf-8><h1>安全生产责任保险单</h1><p>保险单号：AB12345678901234</p>{body}"
    record = examine([("policy.html", page.encode())])
    columns = ("code", "per_person", "per_accident", "aggregate", "premium")
    rows = [tuple(row.value(c) for c in columns) for row in record.tables.get("coverages", ())]
    return {name: reading.value for name, reading in record.fields.items()}, rows


def table(*rows: str) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split("|")) + "</tr>" for row in rows) + "</table>"  # fmt: skip


LIST = (
    "责任项目|责任限额|保险费（元）",
    "从业人员伤亡|每人120万元；每次事故600万元；累计1200万元|每人210元×240人＝50,400.00",
    "医疗费用|每人12万元；累计120万元|30元×240人=7,200.00元",
    "救援费用|每次事故100万元；累计100万元|1,500.00",
    "总保险费|大写：伍万玖仟壹佰元整|59,100.00",
)


def test_a_premium_by_the_head_is_what_it_comes_to() -> None:
    fields, rows = read(table(*LIST))
    assert [row[4] for row in rows] == [50400, 7200, 1500]
    assert fields["premium"] == 59100
    assert fields["per_person_limit"] == 1200000  # 每人 in a cell over the total heads no column


def test_what_one_of_several_insurers_gets_is_not_the_premium() -> None:
    shares = table(
        "共保人|份额|保费分摊（元）", "阴山财产保险股份有限公司|60%|35,460.00", "河套财产保险股份有限公司|40%|23,640.00"
    )
    fields, _ = read(shares + table(*LIST))
    assert fields["premium"] == 59100


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("每次事故及累计500,000元（其中管线损失200,000元）", (None, 500000, 500000)),
        ("每人500,000元；每次事故及累计1,500,000元（其中医疗费用每人30,000元）", (500000, 1500000, 1500000)),
        ("每次事故200万元（其中每人50万元）", (500000, 2000000, None)),
    ],
)
def test_what_brackets_limit_a_part_to_is_not_the_covers_limit(cell: str, told: tuple[int | None, ...]) -> None:
    _, rows = read(table("责任|责任限额", "从业人员伤亡|每人50万元；每次事故500万元", f"第三者人身伤亡|{cell}", "法律费用|每次事故10万元"))  # fmt: skip
    assert rows[1][1:4] == told


WORKSHOPS = (
    "车间|人数|每人责任限额|每人保险费|保险费小计", "铸造|46|500,000|185|8,510.00", "涂装|21|500,000|205|4,305.00",
    "小计|67|||12,815.00",
)  # fmt: skip
OTHERS = "责任|责任限额|保险费", "医疗费用|每人50,000元|2,400.00", "法律费用|每次事故100,000元|100.00"


def test_a_list_of_workshops_under_the_name_of_a_cover_is_that_cover() -> None:
    body = f"<p>（一）各车间从业人员人身伤亡责任</p>{table(*WORKSHOPS)}<p>（二）其他责任</p>{table(*OTHERS)}"
    _, rows = read(f"{body}<p>保险费总计：￥15,315.00</p>")
    assert rows[0] == ("employee_injury", 500000, None, None, Decimal(12815))
    assert sum(row[4] for row in rows) == 15315


def test_workshops_with_unlike_limits_are_no_one_cover() -> None:
    body = table(*WORKSHOPS).replace("21</td><td>500,000", "21</td><td>400,000")
    _, rows = read(f"<p>（一）各车间从业人员人身伤亡责任</p>{body}<p>（二）其他责任</p>{table(*OTHERS)}")
    assert all(row[0] != "employee_injury" for row in rows)


def test_a_line_that_tells_both_years_tells_this_one() -> None:
    fields, _ = read("<p>员工人数：上期98人；本期105人</p><p>免赔额：上期每次事故2000元；本期每次事故1500元</p>")
    assert (fields["employee_count"], fields["deductible"]) == (105, 1500)


def test_the_title_of_an_article_names_no_count() -> None:
    fields, _ = read("<p>第一条　投保范围　甲方现有职工人数捌拾陆人，全部由乙方承保，承保人数为捌拾陆人。</p>")
    assert (fields["employee_count"], fields["insured_count"]) == (86, 86)


def test_an_address_ends_before_its_translation() -> None:
    fields, _ = read(table("地址|福建省晋江市陈埭镇苏厝工业区12号 No. 12 Sucuo Industrial Zone, Chendai, Jinjiang"))
    assert fields["address"] == "福建省晋江市陈埭镇苏厝工业区12号"


def test_a_division_of_trades_in_a_sentence() -> None:
    fields, _ = read("<p>贵公司住所位于湖南省津市市嘉山大道118号，属化学原料和化学制品制造业，现有从业人员215人。</p>")
    assert fields["industry"] == "化学原料和化学制品制造业"


BY_EACH = (
    "大项|小项|限额（万元）|保费",
    "A 雇员|A1 雇员责任|100/人；500/次；1000/年|150元/人×118人=17,700元",
    "|A2 雇员医疗|10/人|28元/人×118人=3,304元",
    "C 费用|C1 救援|50/次；50/年|500元",
    "|C2 法律|20/次；20/年|200元",
    "保费总计|||21,704元",
)


def test_sums_each_with_what_it_is_for_behind_a_stroke_are_limits_and_a_price_by_the_head_is_none() -> None:
    fields, rows = read(table(*BY_EACH))
    assert rows == [
        ("employee_injury", 1000000, 5000000, 10000000, 17700),
        ("medical", 100000, None, None, 3304),
        ("rescue", None, 500000, 500000, 500),
        ("legal", None, 200000, 200000, 200),
    ]
    assert fields["per_person_limit"] == 1000000


def test_no_policy_is_limited_to_the_price_of_a_head() -> None:
    fields, _ = read(table(*(row.replace("100/人；500/次；1000/年", "按条款") for row in BY_EACH)))
    assert fields.get("per_person_limit") is None


def test_the_enterprise_is_where_its_label_says_and_not_at_the_first_of_its_sites() -> None:
    own = table("注册地址|江苏省徐州市邳州市官湖镇工业集中区")
    sites = table("厂区|地址|员工数", "一厂|邳州市炮车镇镇北工业园|112", "二厂|邳州市碾庄镇五金工业园|48")
    assert read(own + sites)[0]["address"] == "江苏省徐州市邳州市官湖镇工业集中区"


@pytest.mark.parametrize(
    ("upper", "lower", "goes_on"),
    [
        ("每人 500,000 每次 2,500,000 累计", "2,500,000", True),
        ("每人 500,000 每次 2,500,000 累计", "保费 4,860.00 元", False),
        ("累计", "2,500,000", False),
    ],
)
def test_a_line_of_limits_that_breaks_off_before_its_last_sum(upper: str, lower: str, goes_on: bool) -> None:
    assert breaks_before_limit(upper, lower) is goes_on


@pytest.mark.parametrize(
    ("upper", "begins"), [("地址:东区16号 行业:木材加工", True), ("本企业行业:木材加工,现有", False)]
)
def test_how_many_work_there_is_a_line_of_its_own_under_a_value(upper: str, begins: bool) -> None:
    assert begins_count(upper, "员工136人,全员投保") is begins


DISCOUNTED = (
    "责任项目|每人限额|每次事故限额|基准保险费", "从业人员人身伤亡|700,000元|3,500,000元|24,000.00", "医疗费用|70,000元|/|2,000.00",
    "基准保险费小计|||26,000.00", "减：安全生产标准化二级企业优惠10%|||-2,600.00", "应收保险费|||23,400.00",
)  # fmt: skip


def test_what_is_taken_off_under_the_list_leaves_the_items_beside_the_premium() -> None:
    body = table(*DISCOUNTED) + "<p>应收保险费（大写）：贰万叁仟肆佰元整　事故预防费：3,510.00元（应收保险费的15%）</p>"
    record = examine([("policy.html", f"<meta charset=utf-8><h1>安全生产责任保险单</h1>{body}".encode())])
    premium = record.fields["premium"]
    assert premium.value == 23400
    assert 26000 in {rival.value for rival in premium.rivals}
    assert record.fields["prevention_fee_ratio"].value == 15  # and no sum beside a 10% of something else


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("上年度保险单（号YMZ4209842500093）将到期，我公司同意续保，续保保险单号为YMZ4209842600118。", "YMZ4209842600118"),
        ("保险单号：YMZ4209842600118，续保保单号：YMZ4209842500093。", "YMZ4209842600118"),
    ],
)  # fmt: skip
def test_the_renewals_number_is_the_policys_where_a_former_one_is_told(text: str, number: str) -> None:
    page = f"<meta charset=utf-8><h1>安全生产责任保险保险单</h1><p>贵公司{text}</p>{table(*DISCOUNTED)}"
    assert examine([("policy.html", page.encode())]).fields["policy_no"].value == number


def test_nothing_is_taken_off_of_losses() -> None:
    assert read("<p>以上各项均不扣免赔额。</p>")[0]["deductible"] == 0


def printed(y: float, **cells: str) -> BodyRow:
    """A printed row, its cells by column: c1="保险费"."""
    lines = {int(c[1:]): Line(text, Box(200.0 * int(c[1:]), y, 200.0 * int(c[1:]) + 10 * len(text), y + 10)) for c, text in cells.items()}  # fmt: skip
    return BodyRow({c: (1, [line]) for c, line in lines.items()}, y, y + 10, [int(y)])


@pytest.mark.parametrize(("line", "rows"), [("5. 事故抢险救援", 5), ("含税", 4), ("9. 事故抢险救援", 4)])
def test_an_item_with_lines_of_its_own_is_no_line_of_the_item_above(line: str, rows: int) -> None:
    body = [
        printed(0, c1="4. 第三者财产损失"), printed(12, c1="每次事故限额", c2="200万元"), printed(24, c1="保险费", c2="1,900.00元"),
        printed(36, c1=line), printed(48, c1="每次事故限额", c2="100万元"),
    ]  # fmt: skip
    assert len(join_wrapped(body, (), 3)) == rows


def test_a_bar_stands_between_a_label_and_its_value() -> None:
    fields, _ = read("<p>行业｜汽车修理与维护</p><p>免赔｜无</p><p>人数｜从业30人，投保30人</p>")
    assert (fields["industry"], fields["deductible"], fields["insured_count"]) == ("汽车修理与维护", 0, 30)


def test_a_range_whose_days_stand_apart_is_the_period_and_its_end_no_signature() -> None:
    fields, _ = read(
        "<p>承保：崆峒山财产保险股份有限公司平凉中心支公司　日期：2026/02/24</p><p>期限：2026/03/01 0时—</p><p>—2027/02/27 24时</p>"
    )
    assert fields["period_start"].instant().date() == date(2026, 3, 1)
    assert (fields["period_end"].day, fields["period_end"].hour) == (date(2027, 2, 27), 24)
    assert fields["sign_date"] == date(2026, 2, 24)


def test_a_cover_is_what_its_name_says_without_what_brackets_take_in() -> None:
    fields, rows = read(
        table("责任|限额", "从业人员死亡、伤残（含职业病）|每人50万元", "抢险救援费用（含事故鉴定）|每次事故20万元")
    )
    assert [row[0] for row in rows] == ["employee_injury", "rescue"]
    assert fields["per_person_limit"] == 500000


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("从业人员伤亡（含医疗费用）", {"employee_injury", "medical"}),
        ("第三者责任（含人身伤亡、财产损失）", {"third_party_injury", "third_party_property"}),
        ("从业人员伤亡（不含医疗费用）", {"employee_injury"}),
    ],
)
def test_what_brackets_take_in_is_not_missing(name: str, codes: set[str]) -> None:
    assert codes_in(name) == codes


def test_a_line_within_a_cover_is_not_the_limit_of_the_cover() -> None:
    fields, _ = read(
        table(
            "保险责任|每人|每次事故|累计|保险费", "从业人员伤亡|500,000|5,000,000|5,000,000|8,800.00", "救援费用|—|300,000|300,000|300.00",
            "其中：现场清理|—|50,000|50,000|已含", "合计||||9,100.00",
        )
    )  # fmt: skip
    assert fields["rescue_limit"] == 300000


def test_bars_part_limits_under_a_header_that_bars_part() -> None:
    _, rows = read(
        table("承保责任|赔偿限额（万元）<br>每人｜每次｜累计|保险费（元）", "职工伤亡责任|60｜600｜600|9,000.00", "三者财产责任|—｜50｜50|500.00")
    )  # fmt: skip
    assert [row[1:4] for row in rows] == [(600000, 6000000, 6000000), (None, 500000, 500000)]


@pytest.mark.parametrize(
    "said",
    [
        "加工厂（系个人独资，住陕西省安康市平利县长安镇中原村）投保",
        "贵公司住所位于陕西省安康市平利县长安镇中原村，投保",
    ],
)
def test_where_a_sentence_says_that_the_enterprise_lives(said: str) -> None:
    assert read(f"<p>平利县女娲茶业{said}安全生产责任保险。</p>")[0]["address"] == "陕西省安康市平利县长安镇中原村"


def test_what_each_cover_costs_may_be_told_in_a_sentence() -> None:
    listed = table(
        "责任|每人|每次事故", "从业人员伤亡责任|70万元|350万元", "医疗责任|7万元|无", "救援费用责任|无|40万元"
    )
    _, rows = read(
        f"{listed}<p>保险费：从业人员伤亡责任12,600.00元，医疗责任2,520.00元，救援费用责任400.00元，合计15,520.00元。</p>"
    )
    assert [row[4] for row in rows] == [12600, 2520, 400]
    _, rows = read(f"{listed}<p>保险费：从业人员伤亡责任12,600.00元，其余各项2,920.00元，合计15,520.00元。</p>")
    assert [row[4] for row in rows] == [None, None, None]


def test_a_total_rounded_off_is_no_other_sum() -> None:
    page = table("责任|每人限额|保险费（元）", "从业人员伤亡|50万元|4,162.86", "医疗|5万元|899.91", "小计||5,062.77", "抹零||-0.77", "应收保险费|伍仟零陆拾贰元整|5,062.00")  # fmt: skip
    record = examine([("policy.html", f"<meta charset=utf-8><h1>安全生产责任保险单</h1>{page}".encode())])
    premium = record.fields["premium"]
    assert {Decimal("5062"), Decimal("5062.77")} <= {premium.value, *(rival.value for rival in premium.rivals)}


def test_what_another_list_totals_is_not_missing_from_the_items() -> None:
    sites = table(
        "厂区|人数|每人限额|保险费",
        "长安厂|70|60万元|12,000.00元",
        "石龙厂|30|80万元|6,000.00元",
        "小计|100||18,000.00元",
    )
    others = table("责任|每人限额|每次事故限额|保险费", "医疗费用|6万元|—|2,000.00元", "第三者伤亡|60万元|180万元|2,000.00元", "小计|||4,000.00元")  # fmt: skip
    page = f"<meta charset=utf-8><h1>安全生产责任保险单</h1><p>一、从业人员伤亡</p>{sites}<p>二、其他责任</p>{others}<p>总保险费：22,000.00元（贰万贰仟元整）</p>"
    premium = examine([("policy.html", page.encode())]).fields["premium"]
    assert premium.value == 22000
    assert 18000 in {rival.value for rival in premium.rivals}
