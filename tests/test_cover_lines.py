"""Lines within a cover, labels that name cover and sum, lists beside the list, lines of one cell."""

from __future__ import annotations

from typing import Any

from extractor import examine
from extractor.document import Box, Cell, Line
from extractor.evidence.tables.cards import joiners
from extractor.record import Record

Row = tuple[Any, ...]


def _read(tables: str) -> Record:
    head = "<p>安全生产责任保险保险单</p><p>保险单号：PDAQ20253304517　投保人：长兴煤岭石灰岩矿业有限公司　保险人：浙岭财产保险股份有限公司长兴支公司</p>"
    return examine([("保单.html", f'<meta charset="utf-8"><body>{head}{tables}</body>'.encode())])


def _rows(record: Record) -> dict[str, Row]:
    return {
        str(row.value("code")): tuple(row.value(c) for c in ("per_person", "per_accident", "premium"))
        for row in record.tables["coverages"]
    }


def test_what_the_whole_policy_pays_ends_no_list_of_covers() -> None:
    lines = (
        ("每人死亡伤残责任限额", "600,000"),
        ("每人医疗费用责任限额", "60,000"),
        ("每次事故责任限额", "6,000,000"),
        ("其中：每次事故第三者责任限额", "1,000,000"),
        ("其中：每次事故法律费用责任限额", "100,000"),
    )
    body = "".join(f"<tr><td>{name}</td><td>{limit}</td></tr>" for name, limit in lines)
    record = _read(f"<table><tr><td>责任限额项目</td><td>限额（元）</td></tr>{body}</table>")
    assert set(_rows(record)) == {"employee_injury", "medical", "third_party_injury", "legal"}
    assert record.value("per_accident_limit") == 6_000_000


def test_a_name_over_several_lines_tells_of_which_cover_each_is() -> None:
    record = _read(
        "<table><tr><th colspan=2>责任</th><th>每人限额（万元）</th><th>每次事故限额（万元）</th><th>保费（元）</th></tr>"
        "<tr><td rowspan=2>从业人员</td><td>死亡伤残</td><td>80</td><td>1600</td><td>22,800</td></tr><tr><td>医疗费用</td><td>8</td><td>160</td><td>4,560</td></tr>"
        "<tr><td rowspan=2>第三者</td><td>人身伤亡</td><td>—</td><td>200</td><td>800</td></tr><tr><td>财产损失</td><td>—</td><td>100</td><td>400</td></tr></table>"
    )
    rows = _rows(record)
    assert rows["third_party_injury"] == (None, 2_000_000, 800)
    assert rows["third_party_property"] == (None, 1_000_000, 400)
    assert rows["employee_injury"] == (800_000, 16_000_000, 22_800)


def test_a_second_list_of_the_same_covers_is_no_further_one() -> None:
    head = "<tr><th>险别</th><th>每人责任限额</th><th>每次事故责任限额</th></tr>"
    main = f"<table>{head}<tr><td>从业人员伤亡</td><td>70万元</td><td>700万元</td></tr><tr><td>从业人员医疗</td><td>7万元</td><td>70万元</td></tr></table>"
    other = f"<table>{head}<tr><td>从业人员医疗</td><td>9万元</td><td>90万元</td></tr><tr><td>救援费用</td><td></td><td>20万元</td></tr></table>"
    assert set(_rows(_read(main + other))) == {"employee_injury", "medical"}


def _line(text: str, y: float, x1: float) -> Line:
    return Line(text, Box(100, y, x1, y + 10))


def test_a_line_that_leaves_room_before_a_named_value_is_an_item() -> None:
    cell = Cell(0, 1, box=Box(98, 0, 402, 60))
    items = [_line("从业人员总数：274人", 0, 190), _line("承保人数：274人", 12, 170)]
    wrapped = [_line("员工死亡伤残每人限额80万元，每次事故限额1600万元，累计", 0, 400), _line("限额3200万元", 12, 160)]
    assert joiners(cell, items, False) == ["\n"]
    assert joiners(cell, wrapped, False) == [""]
