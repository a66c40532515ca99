"""Papers as their programs write them: web pages, CSV for spreadsheets, leaders of dots, tables that share one grid."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor import papers
from extractor.covers.meaning.names import code_of
from extractor.document import Box, Cell, Line
from extractor.evidence.tables.cards import joiners
from extractor.record import Record
from extractor.values.scan import scan


def one(name: str, words: str) -> Record:
    (record,) = papers([(name, words.encode())])
    return record


def row(*cells: tuple[str, int]) -> str:
    return "<tr>" + "".join(f"<td colspan={wide}>{text}</td>" for text, wide in cells) + "</tr>"


def test_a_list_of_covers_between_forms_of_one_grid_keeps_its_first_row() -> None:
    """Where the cells of several tables share one grid a name goes over two of its columns: the second is none."""
    wide = (2, 1, 3, 2, 1)
    covers = [
        ("保险责任", "每人赔偿限额（元）", "每次事故赔偿限额（元）", "累计赔偿限额（元）", "保险费（元）"),
        ("死亡伤残赔偿", "1,000,000.00", "4,000,000.00", "8,000,000.00", "21,269.60"),
        ("医疗费用赔偿", "80,000.00", "—", "—", "5,726.43"),
        ("救援费用", "—", "300,000.00", "300,000.00", "2,454.18"),
    ]
    form = row(("投保单位", 1), ("泗州锦程纺织有限公司", 4), ("被保险单位", 2), ("泗州锦程纺织有限公司", 2))
    table = form + "".join(row(*zip(cells, wide, strict=True)) for cells in covers)
    record = one(
        "保单.html",
        f"<html><h1>安全生产责任保险保险单</h1><p>保险单号：ZK2064837178561571</p><table>{table}</table></html>",
    )
    rows = record.rows("coverages")
    assert [r.value("code") for r in rows] == ["employee_injury", "medical", "rescue"]
    assert rows[0].value("aggregate") == Decimal("8000000.00")
    assert rows[0].value("premium") == Decimal("21269.60")


def test_an_entry_of_the_form_around_a_nested_list_is_no_cover() -> None:
    """A list in a cell of a form, printed: the entries of the form below it go over all columns of the list."""
    table = (
        row(("投保人", 1), ("泗州云帆船舶配件有限公司", 6))
        + "<tr><td rowspan=4>保障明细</td><td rowspan=4>保障明细（元）</td><td>项目</td><td>每人</td><td>每次</td><td>累计</td><td>保险费</td></tr>"
        + row(("雇员死亡及残疾", 1), ("600,000.00", 1), ("4,000,000.00", 1), ("4,000,000.00", 1), ("36,676.71", 1))
        + row(("雇员医疗", 1), ("80,000.00", 1), ("无", 1), ("无", 1), ("10,174.50", 1))
        + row(("抢险救援", 1), ("无", 1), ("300,000.00", 1), ("300,000.00", 1), ("4,231.93", 1))
        + row(("免赔额", 1), ("1000元/次", 6))
        + row(("保险费", 1), ("人民币51,083.14元", 6))
    )
    record = one(
        "保单.html", f"<html><h1>安全生产责任保险单</h1><p>保险单号：TH-2021-AQ-787343</p><table>{table}</table></html>"
    )
    assert [r.value("code") for r in record.rows("coverages")] == ["employee_injury", "medical", "rescue"]
    assert (record.value("deductible"), record.value("premium")) == (Decimal("1000.00"), Decimal("51083.14"))


@pytest.mark.parametrize("written", ["NHX（2022）22514", "ZJAZ[2024]0012345"])
@pytest.mark.parametrize("label", ["保险单号", "保险凭证号"])
def test_a_number_of_letters_with_a_bracketed_year(label: str, written: str) -> None:
    record = one(
        "a.txt",
        f"安全生产责任保险凭证\n{label}：{written}\n投保人：雁北福临烟花有限公司\n被保险人：雁北福临烟花有限公司\n"
        "保险期间：自2025年7月20日0时起，至2026年7月19日24时止\n每人赔偿限额50万元\n保险费：98357.50元\n",
    )
    assert record.value("policy_no") == written.replace("（", "(").replace("）", ")")


def test_a_csv_that_keeps_spreadsheets_from_rounding_its_numbers() -> None:
    record = one(
        "台账.csv",
        "日期,保险单号,收支类别,事项,对方单位,金额(元),余额(元)\n"
        "20240811,'2064837178561571,提取,提取预防费,,6413.60,6413.60\n"
        '20241004,"=""2064837178561571""",支出,检查服务,防灾减损技术中心,2600.00,3813.60\n',
    )
    assert [r.value("policy_no") for r in record.rows("rows")] == ["2064837178561571"] * 2


REPORT = "<html><head><meta charset=utf-8></head><body><h2>安责险隐患排查服务报告</h2><p>报告编号：FK201903280001</p><p>保险单号：6212886019-2025-476649</p>"


def test_a_hazard_of_a_web_page_has_its_level_as_a_tag_behind_it() -> None:
    card = "<div><b>1. {}</b> <span>{}</span></div><div>建议：更换水带</div><div>整改期限：2019-04-12</div><div>状态：{}</div>"
    first = card.format("消火栓箱内水带老化开裂", "重大隐患", "未整改")
    second = card.format("配电箱门缺失", "一般隐患", "已整改　整改日期：2019-04-05").replace("1.", "2.")
    hazards = one("a.html", REPORT + "<h4>隐患列表</h4>" + first + second + "</body></html>").rows("hazards")
    assert [(h.value("description"), h.value("level"), h.value("rectified")) for h in hazards] == [
        ("消火栓箱内水带老化开裂", "重大", False),
        ("配电箱门缺失", "一般", True),
    ]


def test_a_level_alone_beside_the_number_of_a_card_is_its_own() -> None:
    card = "<div>隐患 {}</div><div>{}隐患</div><p>隐患描述：{}</p><p>整改建议：停机检修</p><p>整改期限：2024年7月7日</p><p>治理情况：{}</p>"
    body = card.format(1, "一般", "水带老化开裂", "已治理完毕，完成日期2024-07-05") + card.format(
        2, "重大", "熔炼炉冷却水无联锁断电", "未治理"
    )
    hazards = one("a.html", REPORT + body + "</body></html>").rows("hazards")
    assert [(h.value("level"), h.value("rectified")) for h in hazards] == [("一般", True), ("重大", False)]


def test_leaders_of_dots_are_no_part_of_a_day_or_a_number() -> None:
    days = [t.value.day.isoformat() for t in scan("服务时间........2025-02-08 ~ 2025-02-09") if t.kind == "moment"]
    assert days == ["2025-02-08", "2025-02-09"]
    assert [str(t.value) for t in scan("费用........1,200.00")] == ["1200.00"]
    assert not [t for t in scan("版本v3.2025.01.02") if t.kind == "moment"]


def test_a_department_of_an_insurer_serves() -> None:
    record = one(
        "a.html",
        "<html><body><h2>安全服务情况表</h2><table><tr><td>会员单位</td><td>雁北福临烟花有限公司</td><td>服务部门</td>"
        "<td>宁海相互保险社安全服务部</td></tr><tr><td>服务时间</td><td>2025年8月7日</td><td>服务方式</td>"
        "<td>☑安全巡查 ☐安全教育 ☐应急演练</td></tr></table></body></html>",
    )
    assert record.value("service_org") == "宁海相互保险社安全服务部"


def test_who_finds_out_what_happened_is_no_third_party_that_was_hurt() -> None:
    assert code_of("第三方检测鉴定费") == "appraisal"
    assert code_of("第三者鉴定费用") == "third_party_injury"


def test_names_one_under_another_are_several_and_a_wrapped_label_is_one() -> None:
    def cell(*lines: str, wide: float) -> tuple[Cell, list[Line]]:
        found = [Line(text, Box(0, 12.0 * k, 10.0 * len(text), 12.0 * k + 10)) for k, text in enumerate(lines)]
        return Cell(0, 0, tuple(found), box=Box(0, 0, wide, 30)), found

    names, lines = cell("赵文斌", "梁海燕", wide=108)
    assert joiners(names, lines, apart=False) == ["\n"]
    label, lines = cell("每人责", "任限额", wide=34)
    assert joiners(label, lines, apart=False) == [""]
