"""Cells that go over several columns or lines of a list of covers, and the entries of the form that it stands in."""

from __future__ import annotations

import pytest

from tests.test_covers_first_sight import covers, fields

_FORM = """<table border=1>
<tr><td colspan=2>保障项目</td><td>每人限额（元）</td><td>每次事故限额（元）</td><td>累计限额（元）</td><td>保费（元）</td></tr>
<tr><td rowspan=3>主险</td><td>从业人员伤亡责任</td><td>500,000</td><td>3,000,000</td><td>6,000,000</td><td>19,200.00</td></tr>
<tr><td>从业人员医疗费用</td><td>60,000</td><td>——</td><td>——</td><td>3,100.00</td></tr>
<tr><td>第三者财产损失</td><td>——</td><td>500,000</td><td>1,000,000</td><td>1,200.00</td></tr>
<tr><td>附加</td><td>抢险救援费用</td><td>——</td><td>400,000</td><td>400,000</td><td>1,000.00</td></tr>
<tr><td>{label}</td><td colspan=5>{said}</td></tr>
<tr><td>总保险费</td><td colspan=2>（大写）贰万肆仟伍佰元整</td><td colspan=3>（小写）¥24,500.00</td></tr>
<tr><td>事故预防费</td><td colspan=5>按实收保费15%计提，3,675.00元</td></tr></table>"""


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("每次事故绝对免赔额", "医疗费用项下每次500元，其余无免赔"),
        ("免赔约定", "第三者财产损失每次免赔500元"),
        ("赔偿限额说明", "医疗费用每人最高60,000元"),
    ],
)
def test_an_entry_of_the_form_under_the_list_is_no_cover(label: str, said: str) -> None:
    body = _FORM.format(label=label, said=said)
    assert covers(body)["medical"] == (60000, None, None, 3100)
    assert len(covers(body)) == 4
    read = fields(body)
    assert read["premium"] == 24500
    assert read.get("deductible") == (500 if "免赔" in label else None)


_PLAIN = """<table border=1><tr><td>保障项目</td><td>每人限额（元）</td><td>每次事故限额（元）</td><td>累计限额（元）</td><td>保费（元）</td></tr>
<tr><td>从业人员伤亡</td><td>500,000</td><td>3,000,000</td><td>6,000,000</td><td>19,200.00</td></tr>
<tr><td>从业人员医疗费用</td><td>60,000</td><td>—</td><td>—</td><td>3,100.00</td></tr>{}
<tr><td>总保险费</td><td colspan=2>贰万贰仟叁佰元整</td><td colspan=2>¥22,300.00</td></tr></table>"""


@pytest.mark.parametrize(
    "line",
    ["<td colspan=5>医疗费用每次事故免赔500元，其余无免赔</td>", "<td>医疗费用免赔</td><td colspan=4>每次500元</td>"],
)
def test_what_is_borne_of_a_cover_in_one_cell_over_the_columns_is_no_cover(line: str) -> None:
    body = _PLAIN.format(f"<tr>{line}</tr>")
    assert covers(body)["medical"] == (60000, None, None, 3100)
    assert (fields(body)["premium"], fields(body)["deductible"]) == (22300, 500)


def test_one_cell_over_limits_and_premiums_tells_no_premium() -> None:
    body = _PLAIN.format("<tr><td>法律费用</td><td colspan=4>每次事故及累计10万元，含在主险内</td></tr>")
    assert covers(body)["legal"] == (None, 100000, 100000, None)


def test_a_total_in_one_cell_over_all_columns_is_no_cover() -> None:
    assert len(covers(_PLAIN.format("<tr><td>本单应付</td><td colspan=4>22,300.00</td></tr>"))) == 2


_LONG = """<table border=1><tr><td>分项</td><td>限额类别</td><td>{head}</td><td>保费（元）</td></tr>
<tr><td rowspan=3>从业人员人身伤亡</td><td>每人</td><td>60万元</td><td rowspan=3>12,300.00</td></tr>
<tr><td>每次事故</td><td>300万元</td></tr><tr><td>累计</td><td>600万元</td></tr>
<tr><td>从业人员医疗费用</td><td>每人</td><td>5万元</td><td>2,100.00</td></tr>
<tr><td>第三者人身伤亡</td><td>{both}</td><td>100万元</td><td>1,605.60</td></tr>
<tr><td>抢险救援费用</td><td>{both}</td><td>30万元</td><td>800.00</td></tr>
<tr><td>法律费用</td><td>{both}</td><td>10万元</td><td rowspan=2>1,100.00</td></tr>
<tr><td>事故鉴定费用</td><td>{both}</td><td>10万元</td></tr></table>"""


@pytest.mark.parametrize("head", ["金额", "限额", "约定"])
@pytest.mark.parametrize("both", ["每次事故及累计", "每次事故、累计"])
def test_a_premium_over_several_lines_counts_once(head: str, both: str) -> None:
    found = covers(_LONG.format(head=head, both=both))
    assert found["employee_injury"][3] == 12300
    assert found["legal"][3] == 1100
    assert found["appraisal"][3] is None
    if head != "约定":
        assert found["employee_injury"] == (600000, 3000000, 6000000, 12300)
        assert found["third_party_injury"][:3] == (None, 1000000, 1000000)


_DEDUCTIBLES = """<table border=1><tr><td>项目</td><td>每人（万元）</td><td>每次事故（万元）</td><td>累计（万元）</td><td>免赔额（元）</td><td>保险费（元）</td></tr>
<tr><td>从业人员死亡伤残</td><td>90</td><td>900</td><td>1800</td><td>{0}</td><td>48,000.00</td></tr>
<tr><td>从业人员医疗</td><td>10</td><td></td><td></td><td>{1}</td><td>8,460.00</td></tr>
<tr><td>第三者财产</td><td></td><td>100</td><td>200</td><td>{2}</td><td>3,700.00</td></tr></table>
<p>特别约定</p><p>1. 医疗费用每次事故免赔额为2,000元。</p><p>2. 保险费不得由职工个人承担。</p>"""


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("0", "1,000", "0"), 1000),
        (("1,000", "1,000", "1,000"), 1000),
        (("无", "1,000元", "无"), 1000),
        (("无", "无", "3000元或核定损失的8%，取高者"), 3000),
    ],
)
def test_a_column_of_deductibles_is_the_schedules(cells: tuple[str, ...], said: int) -> None:
    assert fields(_DEDUCTIBLES.format(*cells))["deductible"] == said


@pytest.mark.parametrize(
    ("said", "sum_"),
    [
        ("每次事故免赔额为3,000元或核定损失的8%，以高者为准", 3000),
        ("每次事故绝对免赔额为损失金额的8%，最低3,000元", 3000),
        ("绝对免赔额：3,000元 | 每人赔偿限额：人民币40万元", 3000),
        ("每次事故免赔率为8%", None),
    ],
)
def test_an_agreement_may_have_a_share_of_the_loss_borne_beside_a_sum(said: str, sum_: int | None) -> None:
    assert fields(f"<p>总保险费：28,600.00元</p><p>特别约定</p><p>1. {said}。</p>").get("deductible") == sum_


def test_three_limits_in_a_cell_of_which_a_later_one_is_below_an_earlier_are_read() -> None:
    head = "<tr><td>保险责任</td><td>每人/每次事故/累计限额（万元）</td><td>保费（元）</td></tr>"
    rows = "<tr><td>从业人员伤亡</td><td>30/150/75</td><td>67,520.00</td></tr><tr><td>医疗费用</td><td>3/-/-</td><td>2,067.00</td></tr>"
    found = covers(f"<table border=1>{head}{rows}<tr><td>合计</td><td></td><td>69,587.00</td></tr></table>")
    assert found["employee_injury"] == (300000, 1500000, 750000, 67520)


def test_that_nothing_is_deducted_names_no_sum_beside_it() -> None:
    heads, sums = ("绝对免赔额", "累计赔偿限额", "每次事故赔偿限额"), ("无免赔", "8,000,000.00元", "4,000,000.00元")
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in (heads, sums))
    found = fields(f"<table border=1>{rows}</table><p>总保险费：28,600.00元</p>")
    assert found["deductible"] == 0


def test_the_label_of_the_line_below_names_no_sum_before_it() -> None:
    cell = "14,000,000.00元绝对免赔额<br>人民币500元"
    found = fields(f"<table border=1><tr><td>每次事故/累计赔偿限额</td><td>{cell}</td></tr></table><p>总保险费：28,600.00元</p>")
    assert found["deductible"] == 500
