"""Hazards in tables of places by trades: each cell tells of one, or of several; other tables with the same head are none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning.outcome_words import outcome
from tests.strangers.kit import Paper, drawn

COLUMNS = ("level", "description", "deadline", "rectified", "refused", "reported_on")


def told(table: list[list[str]]) -> list[list[Any]]:
    blocks: list[Any] = [
        ("title", "现场排查汇总"),
        "排查日期：2024年3月1日",
        "按车间汇总如下。",
        ("table", table),
    ]
    name, data = drawn(Paper("report", "docx", blocks, "service_report"))
    return [[row.value(c) for c in COLUMNS] for row in hazards.find(Sheet(read(data, name)))[0]]


def test_a_cell_tells_a_hazard_whole() -> None:
    table = [
        ["车间", "电气", "机械", "消防"],
        ["锻压车间", "—", "冲床脚踏无防护罩（一般），加装护罩，2024-03-20前改完，未整改", "—"],
        [
            "油库",
            "照明灯具不防爆（重大），更换防爆灯具，2024-03-15前改完，企业拒绝整改，已于2024-04-02报告街道办事处",
            "—",
            "泡沫罐压力表归零（一般），报修，2024-03-18前改完，2024-03-16已整改",
        ],
    ]
    assert told(table) == [
        ["一般", "冲床脚踏无防护罩", date(2024, 3, 20), False, False, None],
        ["重大", "照明灯具不防爆", date(2024, 3, 15), False, True, date(2024, 4, 2)],
        ["一般", "泡沫罐压力表归零", date(2024, 3, 18), True, False, None],
    ]


def test_cells_that_only_say_what_is_wrong_one_or_several() -> None:
    table = [
        ["部位", "用电", "设备设施", "其他"],
        ["一车间", "1.配电箱门缺失\n2.插座面板破损", "", "无"],
        ["仓库", "", "货架立柱变形；叉车灯不亮", "正常"],
    ]
    assert [row[1] for row in told(table)] == ["配电箱门缺失", "插座面板破损", "货架立柱变形", "叉车灯不亮"]


@pytest.mark.parametrize(
    "table",
    [
        [["车间", "电气", "机械", "消防"], ["一车间", "√", "√", "正常"], ["二车间", "合格", "√", "√"]],
        [["班组", "用电课程", "机械课程", "消防课程"], ["甲班", "12人参加", "8人参加", "补训"], ["乙班", "—", "9人参加", "10人参加"]],
        [["部位", "风险点", "可能后果"], ["冲压区", "模具更换作业", "机械伤害"], ["配电室", "倒闸操作", "触电、设备损坏"]],
    ],
)  # fmt: skip
def test_tables_of_marks_courses_and_risks_hold_no_hazards(table: list[list[str]]) -> None:
    assert told(table) == []


def test_by_when_it_is_to_be_mended_does_not_mend_it() -> None:
    assert outcome("2024-11-16前改完，未整改")["rectified"] is False
    assert outcome("11月16日前须整改完毕")["rectified"] is False
    assert outcome("2024-11-16前改完，2024-11-14已整改")["rectified_on"] == date(2024, 11, 14)
