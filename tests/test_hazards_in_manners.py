"""Hazards in manners of their own: cells that tell all, notes under a check-list, headings of people, paragraphs place by place."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.hazards.apart.sections import sections_of
from extractor.hazards.meaning.days import day_of
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


def test_a_header_names_the_parts_of_its_cells() -> None:
    lines = [
        ["编号", "检查要求", "合格", "不合格", "问题/要求/期限"],
        ["1", "光栅有效", "", "√", "光栅断线/修复光栅/3月20日"],
        ["2", "通道畅通", "√", "", ""],
        ["3", "分类存放", "", "√", "气瓶混放（重大）/分库存放/3月20日"],
    ]
    rows = told(("table", lines), columns="description advice deadline level")
    assert rows == [("光栅断线", "修复光栅", DUE, "一般"), ("气瓶混放", "分库存放", DUE, "重大")]


def test_hazards_that_call_themselves_so_through_chapters() -> None:
    chapters = (
        "第一章　电气",
        "隐患1：电缆沟无盖板。",
        "第二章　机械",
        "隐患2：检修门无联锁。",
        "隐患3：水封高度不足（重大）。",
    )
    plan = [["编号", "整改内容", "完成时限"], ["1", "补齐盖板", "2025-03-20"], ["2", "加装联锁", "2025-03-20"], ["3", "补水", "2025-03-20"]]  # fmt: skip
    rows = told(*chapters, ("table", plan), columns="description advice deadline level")
    assert rows == [
        ("电缆沟无盖板", "补齐盖板", DUE, "一般"),
        ("检修门无联锁", "加装联锁", DUE, "一般"),
        ("水封高度不足", "补水", DUE, "重大"),
    ]


def test_a_second_visit_tells_of_the_hazards_of_the_first() -> None:
    rows = told(
        "1. 呼吸阀堵塞，一般隐患，建议清洗，3月20日前完成。",
        "2. 栏杆断开，重大隐患，建议更换，3月12日前完成。",
        "第一次服务发现的2项隐患均已整改。新发现隐患1项：",
        "1. 接地夹缺失，一般隐患，建议配齐，6月25日前完成。",
        columns="description rectified",
    )
    assert rows == [("呼吸阀堵塞", True), ("栏杆断开", True), ("接地夹缺失", False)]


def test_answers_stand_under_several_hazards_or_tell_of_none() -> None:
    first, second = "1、除尘室积花未清（一般，3月10日前清理）", "2、限位失灵（重大，3月7日前修复）"
    each = told(first, "答：3月8日清完了。", second, "答：还没修。", columns="description rectified rectified_on")
    assert each == [("除尘室积花未清", True, date(2025, 3, 8)), ("限位失灵", False, None)]
    assert [row[1] for row in told(first, second, "回复：收到，3月底前改完。", columns="description rectified")] == [
        False
    ] * 2


def test_paragraphs_that_one_word_counts() -> None:
    rows = told(
        "事实一：除磁装置失效。判定为重大事故隐患。请于3月20日前修复。",
        "事实二：爬梯无护笼。判定为一般事故隐患。请于3月20日前加装护笼。",
        columns="description deadline level",
    )
    assert rows == [("除磁装置失效", DUE, "重大"), ("爬梯无护笼", DUE, "一般")]


def test_a_day_right_before_the_first_of_the_paper_is_of_its_year() -> None:
    assert day_of("2月20日前", date(2025, 3, 1)) == (date(2025, 2, 20), 0, 5)
    assert day_of("1月10日前", date(2025, 3, 1)) == (date(2026, 1, 10), 0, 5)


def test_points_lost_beside_by_when_to_do_what() -> None:
    lines = [["项目", "满分", "得分", "扣分原因", "改进要求"], ["消防", "20", "15", "水位不足（一般）", "3月20日前补足水位"], ["电气", "20", "10", "电线未穿管（重大）", "3月20日前穿管保护"], ["培训", "10", "10", "", ""]]  # fmt: skip
    rows = told(("table", lines), columns="description advice deadline level")
    assert rows == [("水位不足", "补足水位", DUE, "一般"), ("电线未穿管", "穿管保护", DUE, "重大")]


def test_a_place_in_a_bracket_is_no_part_of_what_is_wrong() -> None:
    rows = told(
        "【制冷机房】安全阀未校验。建议送检。（一般，3月20日前）",
        "【重大隐患】门内无逃生开关，建议加装，3月20日前完成。",
    )
    assert [row[0] for row in rows] == ["安全阀未校验", "门内无逃生开关"]


def test_letters_answer_letters() -> None:
    rows = told(
        "经查：（A）库房线路裸露；（B）加热辊无防烫罩；（C）消防栓无水，构成重大事故隐患。",
        "现要求：（A）3月20日前穿管敷设；（B）3月20日前加装防烫罩；（C）3月20日前恢复供水。",
        columns="description advice deadline level",
    )
    assert rows == [
        ("库房线路裸露", "穿管敷设", DUE, "一般"),
        ("加热辊无防烫罩", "加装防烫罩", DUE, "一般"),
        ("消防栓无水", "恢复供水", DUE, "重大"),
    ]


def test_whole_sentences_of_a_paragraph_and_a_look_that_names_their_places() -> None:
    rows = told(
        "打磨车间粉尘堆积，为一般隐患，须于3月20日前清扫。喷漆房过滤棉堵塞，为一般隐患，须于3月20日前更换。油漆仓库照明不防爆，为重大隐患，须于3月20日前更换防爆灯。",
        "3月21日回访：打磨车间、油漆仓库已整改，喷漆房未整改。",
        columns="description deadline level rectified",
    )
    assert rows == [
        ("打磨车间粉尘堆积", DUE, "一般", True),
        ("喷漆房过滤棉堵塞", DUE, "一般", False),
        ("油漆仓库照明不防爆", DUE, "重大", True),
    ]


def test_the_level_behind_an_arrow_is_nothing_to_do() -> None:
    rows = told("★问题：漏电保护器被短接", "→重大，3月20日前恢复", "★问题：煤堆靠墙自燃", "→一般，3月20日前清理")
    assert rows == [("漏电保护器被短接", "恢复", DUE), ("煤堆靠墙自燃", "清理", DUE)]


def test_a_heading_that_grades_what_is_under_it_is_no_hazard_with_its_level_and_term() -> None:
    rows = told(
        "红灯（重大隐患，3月14日前改完）", "● 氨泵密封处泄漏 → 更换密封｜亓玉海", "黄灯（一般隐患，3月28日前改完）",
        "● 限位块松脱 → 重新固定｜苏长征", columns="description advice deadline level",
    )  # fmt: skip
    assert rows == [
        ("氨泵密封处泄漏", "更换密封", date(2025, 3, 14), "重大"),
        ("限位块松脱", "重新固定", date(2025, 3, 28), "一般"),
    ]
    alike = "1、限位失灵（重大隐患，3月14日前整改）", "2、护栏缺失（一般隐患，3月28日前整改）"
    assert [row[0] for row in told(*alike, columns="description")] == ["限位失灵", "护栏缺失"]
    assert sections_of([], None) == []


def test_heads_nobody_lists_over_cells_that_tell_hazards_and_over_others_that_tell_who_was_hurt() -> None:
    heads = ["问", "答", "说明", "怎么改", "什么时候改完"]
    wrong = [
        ["有没有渗漏？", "有", "4号机底部滤网处渗油", "换密封垫", "3月11日"],
        ["报警仪好不好用？", "不好用", "夹子夹上仍报警", "修理或更换", "3月14日，改完前不得卸油"],
        ["后门通不通？", "不通", "堆了两排饮料箱", "搬走", "当场已搬"],
    ]
    assert told(("table", [heads, *wrong]), columns="description advice deadline rectified") == [
        ("4号机底部滤网处渗油", "换密封垫", date(2025, 3, 11), False),
        ("夹子夹上仍报警", "修理或更换", date(2025, 3, 14), False),
        ("堆了两排饮料箱", "搬走", None, True),
    ]
    hurt = [
        ["3月2日", "切割工操作锯石机时右手食指被割伤", "送医", "3月20日"],
        ["3月5日", "叉车司机倒车时胸部挫伤", "送医", "3月22日"],
    ]
    assert told(("table", [["何时", "何事", "怎么办", "何时好"], *hurt]), columns="description") == []
