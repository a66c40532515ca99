"""Records that systems write as names and values are tables, and what people write so is none."""

from __future__ import annotations

import pytest

from extractor.document import Line, Table
from extractor.layout.unruled.fields import records_of


def tables(text: str) -> list[list[list[str]]]:
    """Every table of a text as rows of words, empty where a cell is."""
    out = []
    for _, _, blocks in records_of(list(enumerate(text.strip().split("\n"), 1))):
        for block in blocks:
            if isinstance(block, Table):
                out.append([[cell.text if cell else "" for cell in row] for row in block.rows()])
    return out


JSON = """
{"batch": "安责险", "sent": "2025-07-01", "policyNo": "P1",
 "list": [
  {"claimNo": "C1", "who": {"name": "\\u5f20\\u4e09", "age": 40}, "paid": 1.5, "closed": null},
  {"claimNo": "C2", "who": {"name": "李四", "age": 41}, "paid": 2, "closed": "2025-06-01", "photos": ["a.jpg", "b.jpg"]}
 ]}
"""


def test_objects_of_a_list_are_rows_with_what_is_said_over_them_but_days() -> None:
    ((head, *rows),) = tables(JSON)
    assert head == ["claimNo", "who.name", "who.age", "paid", "closed", "batch", "policyNo"]
    assert rows[0] == ["C1", "张三", "40", "1.5", "", "安责险", "P1"]
    assert rows[1][:5] == ["C2", "李四", "41", "2", "2025-06-01"]


def test_what_is_said_over_a_list_stands_in_lines_of_its_own() -> None:
    ((first, last, blocks),) = records_of(list(enumerate(JSON.strip().split("\n"), 1)))
    assert (first, last) == (0, 4)
    assert [(b.text, b.where) for b in blocks if isinstance(b, Line)][:2] == [
        ("batch：安责险", "第1行"),
        ("sent：2025-07-01", "第1行"),
    ]
    cells = next(b for b in blocks if isinstance(b, Table)).cells
    assert next(c.where for c in cells if c.text == "2025-06-01") == "第4行 closed"


def test_an_object_in_each_line_and_one_on_its_own() -> None:
    lines = '{"a": 1, "b": 2, "c": 3, "d": 4}\n{"a": 5, "b": 6, "c": 7, "d": 8}'
    assert tables(lines) == [[["a", "b", "c", "d"], ["1", "2", "3", "4"], ["5", "6", "7", "8"]]]
    assert tables(lines.split("\n")[0])[0][1:] == [["1", "2", "3", "4"]]


def test_names_and_values_side_by_side_and_one_to_a_line() -> None:
    side = "09:00 INFO claimNo=C1, policyNo=P1, closeTime=2025-01-02 10:00:00, name='张三'\n09:01 INFO claimNo=C2, policyNo=P1, closeTime=, name=李四"
    assert tables(side) == [
        [
            ["claimNo", "policyNo", "closeTime", "name"],
            ["C1", "P1", "2025-01-02 10:00:00", "张三"],
            ["C2", "P1", "", "李四"],
        ]
    ]
    each = "claim_no: C1\npolicy_no: P1\npaid_amt: 3.5\nname: 张三\n---\nclaim_no: C2\npolicy_no: P1\npaid_amt: 4\nname: 李四"
    assert [row[0] for row in tables(each)[0]] == ["claim_no", "C1", "C2"]


@pytest.mark.parametrize(
    "text",
    [
        "From: a@example.com\nTo: b@example.com\nSubject: 理赔\nDate: 2025-01-01\nCc: c",
        "见 https://example.com/q?claimNo=1&policyNo=2&a=3&b=4",
        "医疗费=100，误工费=200，护理费=300，合计=600",
        "[2025]12号\n{一}、依据\n[附件]",
        "{未完",
        '{"claimNo": "C1", "policyNo": "P1", "paid": 2, "who": "张三"',
        "报案号：A1\n保单号：B1\n出险日期：2025-01-01\n伤者：张三",
    ],
)
def test_what_people_write_and_what_breaks_off_is_none(text: str) -> None:
    assert tables(text) == []


def test_objects_that_nothing_closes_are_lines() -> None:
    assert tables("\n".join(['[{"a": 1, "b": 2, "c": 3, "d": 4},'] * 2000)) == []
