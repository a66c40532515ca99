"""Hazards in manners of their own: cells that tell all, notes under a check-list, headings of people, paragraphs place by place."""

from __future__ import annotations

from datetime import date

import pytest

from tests.test_hazards_apart import told

DUE = date(2025, 3, 20)


def test_one_column_tells_all_and_the_next_answers() -> None:
    lines = [
        ["通知", "回复"],
        ["1、护栏缺失，一般隐患，请于3月20日前补装护栏。", "3月18日补装完毕。"],
        ["2、门锁失效，重大隐患，请于3月20日前更换门锁。", "门锁尚未更换。"],
    ]
    rows = told(("table", lines), columns="description advice deadline level rectified rectified_on")
    assert rows == [
        ("护栏缺失", "补装护栏", DUE, "一般", True, date(2025, 3, 18)),
        ("门锁失效", "更换门锁", DUE, "重大", False, None),
    ]


def test_a_verdict_that_all_is_well_is_no_hazard() -> None:
    lines = [
        ["序号", "问", "答", "认定"],
        ["1", "谁挂牌", "没有挂牌就修", "一般隐患：检修未挂牌，3月20日前建立制度"],
        ["2", "培训过吗", "都培训了", "符合"],
        ["3", "盖板谁管", "没人管", "重大隐患：盖板破损，3月20日前更换盖板"],
    ]
    rows = told(("table", lines), columns="description advice deadline level")
    assert rows == [("检修未挂牌", "建立制度", DUE, "一般"), ("盖板破损", "更换盖板", DUE, "重大")]


CHECKS = [
    ["项", "检查内容", "√/×", "备注"],
    ["1", "站内无明火", "√", ""],
    ["2", "卸油口接地良好", "√", ""],
    ["3", "液位计完好", "×", "见注1"],
    ["4", "人员持证", "√", ""],
]


def test_notes_tell_what_the_failed_lines_of_a_check_list_are() -> None:
    rows = told(
        ("table", CHECKS), "注1：3号液位计失灵，重大隐患，3月20日前更换。", columns="description level deadline"
    )
    assert rows == [("3号液位计失灵", "重大", DUE)]


def test_what_a_ticked_line_demands_is_no_mended_hazard() -> None:
    assert "站内无明火" not in [row[0] for row in told(("table", CHECKS))]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("【生产部 李洪涛 3月20日前】", DUE),
        ("机修班（王强）限3月20日前完成：", DUE),
        ("请于4月1日前反馈以上问题", None),
    ],
)
def test_a_heading_that_names_who_and_by_when(head: str, day: date | None) -> None:
    rows = told(head, "· 铣床无挡板——加装挡板", "· 布袋破损——换布袋")
    assert [row[:3] for row in rows] == [("铣床无挡板", "加装挡板", day), ("布袋破损", "换布袋", day)]


def test_resolutions_answer_what_a_meeting_was_told() -> None:
    rows = told(
        "（一）报警器停用，属重大隐患；（二）联轴器无防护罩；（三）水位计模糊。后两项为一般隐患。",
        "二、议定",
        "（一）3月20日前恢复报警器运行，由张强负责；",
        "（二）3月20日前加装防护罩，由李红负责；",
        "（三）3月20日前更换水位计，由李红负责。",
        columns="description advice deadline level",
    )
    assert rows == [
        ("报警器停用", "恢复报警器运行", DUE, "重大"),
        ("联轴器无防护罩", "加装防护罩", DUE, "一般"),
        ("水位计模糊", "更换水位计", DUE, "一般"),
    ]


def test_a_paragraph_tells_place_by_place() -> None:
    rows = told(
        "在清理车间，发现观察孔未封闭；在制粉车间，发现管道未接地（重大隐患）和电缆破损。",
        "清理车间3月20日前封闭观察孔；制粉车间3月25日前接地、更换电缆。",
        columns="description advice deadline level",
    )
    assert rows == [
        ("观察孔未封闭", "封闭观察孔", DUE, "一般"),
        ("管道未接地", "接地", date(2025, 3, 25), "重大"),
        ("电缆破损", "更换电缆", date(2025, 3, 25), "一般"),
    ]


def test_a_sentence_names_a_hazard_by_its_words() -> None:
    lines = [["序号", "隐患描述", "整改建议"], ["1", "联锁装置失效", "修复"], ["2", "通道被堆放占用", "清理"]]
    said = "联锁装置失效为重大隐患，限3月20日前整改；其余为一般隐患，限4月10日前整改。"
    rows = told(("table", lines), said, columns="description level deadline")
    assert rows == [("联锁装置失效", "重大", DUE), ("通道被堆放占用", "一般", date(2025, 4, 10))]


def test_what_is_still_to_be_done_in_a_message_is_no_hazard_of_its_own() -> None:
    rows = told(
        "#1 止挡缺失，一般，3月20日前装止挡",
        "#2 漏保失灵，重大，3月20日前更换漏保",
        "#1 还没有装，请抓紧",
        "回复#2 已更换",
    )
    assert [row[0] for row in rows] == ["止挡缺失", "漏保失灵"]
