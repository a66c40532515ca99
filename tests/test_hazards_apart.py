"""What is told of hazards apart from their lines: by number, for a whole list, in cells that hold several; and what is none of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor import extract, read
from extractor.classify import KindGuess
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning.absence import says_none
from extractor.kinds import service_report
from extractor.values import organisation
from tests.strangers.kit import Paper, drawn

HEAD = ["序号", "隐患描述", "整改建议"]
LINES = [["1", "护栏缺失", "补装护栏"], ["2", "电线裸露", "穿管保护"]]


def sheet(*blocks: Any) -> Sheet:
    name, data = drawn(Paper("report", "docx", ["检查日期：2025年3月1日", *blocks], "service_report"))
    return Sheet(read(data, name))


def told(*blocks: Any, columns: str = "description advice deadline") -> list[tuple[Any, ...]]:
    return [tuple(row.value(c) for c in columns.split()) for row in hazards.find(sheet(*blocks))[0]]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("请于2025年3月20日前整改完毕。", date(2025, 3, 20)),
        ("以上问题限3月20日前完成整改。", date(2025, 3, 20)),
        ("整改期限：2025年3月20日", date(2025, 3, 20)),
        ("请于2025年3月20日前将整改回执报送我公司。", None),
        ("请于2025年3月20日前整改完毕，最迟应于2025年4月1日前完成整改。", date(2025, 3, 20)),
        ("保险期间：2025年3月20日前", None),
    ],
)
def test_one_day_for_a_whole_list(said: str, day: date | None) -> None:
    assert {row[2] for row in told(("table", [HEAD, *LINES]), said)} == {day}


def test_a_day_for_one_of_a_list() -> None:
    days = [row[2] for row in told(("table", [HEAD, *LINES]), "第1项请于2025年3月20日前整改完毕。")]
    assert days == [date(2025, 3, 20)] + [None] * (len(LINES) - 1)


def test_a_level_for_one_of_a_list() -> None:
    rows = told(("table", [HEAD, *LINES]), "其中第2项为重大事故隐患。", columns="level")
    assert [row[0] for row in rows] == ["一般", "重大"] + ["一般"] * (len(LINES) - 2)


def test_a_day_of_its_own_keeps_the_common_one_from_the_others() -> None:
    table = [[*HEAD, "整改期限"], [*LINES[0], "2025-03-05"], [*LINES[1], ""]]
    assert [row[2] for row in told(("table", table), "请于2025年3月20日前整改完毕。")] == [date(2025, 3, 5), None]


def test_a_second_list_answers_the_first_number_by_number() -> None:
    problems = ["存在的问题：", "1、护栏缺失。", "2、电线裸露。"]
    assert told(*problems, "整改意见：", "1、补装护栏。", "2、穿管保护。") == [
        ("护栏缺失", "补装护栏", None),
        ("电线裸露", "穿管保护", None),
    ]
    assert [row[1] for row in told(*problems, "整改意见：", "1、加强管理。")] == [None, None], (
        "numbers that do not answer"
    )


def test_several_hazards_numbered_in_one_cell() -> None:
    form = [["存在问题", "1.护栏缺失；2.电线裸露。"], ["整改建议", "1.补装护栏；2.穿管保护。"]]
    assert told(("table", form)) == [("护栏缺失", "补装护栏", None), ("电线裸露", "穿管保护", None)]
    one = [HEAD, ["1", "护栏缺失，见图2.1", "补装护栏"], LINES[1]]
    assert [row[0] for row in told(("table", one))] == ["护栏缺失，见图2.1", "电线裸露"]


def test_clauses_behind_a_colon_are_a_list_where_each_tells_of_a_defect() -> None:
    assert [row[0] for row in told("现场检查发现：护栏缺失；电线裸露；配电箱无门。")] == [
        "护栏缺失",
        "电线裸露",
        "配电箱无门",
    ]
    assert told("现场检查发现：护栏完好；电线裸露；制度齐全。") == []
    assert told("上次检查发现的问题：护栏缺失；电线裸露。") == []


def test_what_is_to_be_done_stands_behind_what_is_wrong_in_its_cell() -> None:
    table = [["部位", "问题及要求", "整改期限"], ["塔吊", "螺栓松动。要求：立即紧固。", "2025-03-05"]]
    assert told(("table", table)) == [("螺栓松动", "立即紧固", date(2025, 3, 5))]


def test_advice_ends_before_its_day_and_its_outcome() -> None:
    item = "1、护栏缺失，建议补装护栏，限2025-03-05前整改，尚未整改；"
    assert told("发现以下隐患：", item) == [("护栏缺失", "补装护栏", date(2025, 3, 5))]


RISKS = [
    ["序号", "风险点", "可能导致的事故", "风险等级", "管控措施"],
    ["1", "尾矿库坝体", "溃坝", "重大风险", "在线监测"],
    ["2", "提升系统", "坠罐", "较大风险", "定期检测钢丝绳"],
]


def test_a_register_of_risks_accuses_nobody() -> None:
    assert told(("table", RISKS)) == []


def test_what_went_well_is_no_hazard() -> None:
    assert told("三、演练评估：报警及时，疏散有序；佩戴用时偏长，建议加强训练。") == []


MATRIX = [
    ["区域", "行为方面", "实物方面"],
    ["油炸车间", "操作工未戴手套", "温控探头失效"],
    ["冷冻库", "入库人员未登记", "缓冲条破损"],
]


def test_a_matrix_with_every_cell_filled() -> None:
    assert len(told(("table", MATRIX))) == 4
    explained = [["区域", "原因分析", "后果说明"], *MATRIX[1:]]
    assert len(told(("table", explained))) < 4, "columns that explain are no sorts of hazards"


def test_a_check_list_tells_in_the_column_of_its_failed_lines() -> None:
    table = [
        ["序号", "检查项目", "检查标准", "结果", "备注"],
        ["1", "储气井", "无泄漏", "√", ""],
        ["2", "压缩机", "在校验期内", "×", "安全阀超期未校验"],
        ["3", "加气枪", "拉断阀完好", "√", ""],
    ]
    assert [row[0] for row in told(("table", table))] == ["安全阀超期未校验"]


def test_yes_under_a_question_on_mending_is_no_verdict() -> None:
    table = [[*HEAD, "是否整改"], [*LINES[0], "是"], [*LINES[1], "否"]]
    assert told(("table", table), columns="description rectified") == [("护栏缺失", True), ("电线裸露", False)]


def test_the_days_of_a_log_are_no_deadlines() -> None:
    table = [
        ["日期", "发现问题", "处理情况"],
        ["2025-03-03", "护栏缺失", "已整改"],
        ["2025-03-10", "电线裸露", "已整改"],
    ]
    assert told(("table", table), columns="description deadline") == [("护栏缺失", None), ("电线裸露", None)]


def test_visits_that_a_paper_numbers_are_all_of_the_service() -> None:
    fields = service_report.extract(sheet("第一次服务：2025年3月8日", "第二次服务：2025年9月16日")).fields
    assert (fields["service_start"].value, fields["service_end"].value) == (date(2025, 3, 8), date(2025, 9, 16))


def test_a_table_of_outcomes_with_remarks_on_one_report_is_no_second_list() -> None:
    first = [
        ["编号", "隐患情况", "级别", "要求完成时间"],
        ["1", "护栏缺失", "一般", "2025年3月20日"],
        ["2", "电线裸露", "重大", "2025年3月9日"],
    ]
    second = [
        ["编号", "复查结果", "整改完成时间", "备注"],
        ["1", "已整改", "2025年3月18日", ""],
        ["2", "拒绝整改", "", "2025年3月12日报告城东街道办事处"],
    ]
    got = told(("table", first), "整改复查", ("table", second), columns="description rectified_on refused reported_on")
    assert got == [("护栏缺失", date(2025, 3, 18), False, None), ("电线裸露", None, True, date(2025, 3, 12))]


def test_a_missing_signature_on_another_paper_is_no_place_to_sign() -> None:
    table = [[*HEAD, "等级"], ["1", "巡检记录缺少签名", "规范填写", "一般"], [*LINES[1], "一般"]]
    paper = sheet(("table", table), "企业负责人签字：王建国")
    assert service_report.extract(paper).fields["signoff_name"].value == "王建国"
    assert len(hazards.find(paper)[0]) == 2


@pytest.mark.parametrize("name", ["盘州市顺发煤矿机械修造厂", "兴国县宏泰矿山机械厂", "江西省矿山安全技术研究院"])
def test_what_serves_mines_does_not_end_at_the_mine(name: str) -> None:
    assert organisation.parse(name) == name


def test_a_mine_that_hired_an_institute_stays_a_mine() -> None:
    assert [n for _, _, n in organisation.find_all("兴隆煤矿委托华北安全研究院评估")] == ["兴隆煤矿", "华北安全研究院"]


def test_advice_on_the_next_line_of_the_cell_is_no_part_of_what_is_wrong() -> None:
    head = ["序号", "隐患描述及整改要求", "等级", "整改时限"]
    lines = [
        ["1", "护栏缺失\n整改要求：补装护栏", "一般", "2025.03.20"],
        ["2", "电线裸露整改措施：穿管", "一般", "2025.03.20"],
    ]
    assert told(("table", [head, *lines]), columns="description advice") == [
        ("护栏缺失", "补装护栏"),
        ("电线裸露", "穿管"),
    ]


STATED = ["序号", "隐患描述", "整改状态"]
OUTCOME = "description deadline rectified rectified_on"


@pytest.mark.parametrize(
    ("head", "due", "mended"),
    [
        ("复查日期", None, None),
        ("实际完成", None, date(2025, 3, 9)),
        ("整改期限", date(2025, 3, 9), None),
    ],
)
def test_days_beside_states_are_what_their_head_says(head: str, due: date | None, mended: date | None) -> None:
    table = [[*STATED, head], ["1", "护栏缺失", "已整改", "2025-03-09"], ["2", "电线裸露", "未整改", "2025-03-09"]]
    assert told(("table", table), columns=OUTCOME)[0] == ("护栏缺失", due, True, mended)


def test_days_only_where_mended_are_no_days_to_mend_by() -> None:
    table = [[*STATED, "完成时间"], ["1", "护栏缺失", "已整改", "2025-03-09"], ["2", "电线裸露", "未整改", ""]]
    assert told(("table", table), columns=OUTCOME) == [
        ("护栏缺失", None, True, date(2025, 3, 9)),
        ("电线裸露", None, False, None),
    ]


@pytest.mark.parametrize(("state", "done"), [("100%", True), ("60%", False), ("0%", False)])
def test_a_share_of_the_mending_is_all_of_it_or_not(state: str, done: bool) -> None:
    table = [
        ["序号", "隐患描述", "期限", "进度"],
        ["1", "护栏缺失", "2025-03-09", state],
        ["2", "电线裸露", "2025-03-09", "50%"],
    ]
    assert told(("table", table), columns="rectified") == [(done,), (False,)]


REPORTED = "refused reported_to reported_on"


@pytest.mark.parametrize(
    "said",
    [
        "第1项隐患企业拒绝整改，我公司已于2025年3月25日书面报告临江县应急管理局。",
        "第1项隐患企业拒绝整改。我公司已于2025年3月25日书面报告临江县应急管理局。第2项已整改。",
    ],
)
def test_a_refusal_told_below_the_list(said: str) -> None:
    rows = told(
        ("table", [[*HEAD, "期限"], [*LINES[0], "2025-03-20"], [*LINES[1], "2025-03-20"]]), said, columns=REPORTED
    )
    assert rows[0] == (True, "临江县应急管理局", date(2025, 3, 25))
    assert rows[1][0] is False


def test_a_refusal_only_thought_of_is_none() -> None:
    said = "第1项隐患如企业拒绝整改，我公司将报告应急管理局。"
    assert told(("table", [HEAD, *LINES]), said, columns="refused") == [(False,), (False,)]


def test_states_and_days_are_told_to_each_hazard_that_a_cell_numbers() -> None:
    table = [
        ["部位", "隐患描述", "整改建议", "整改期限", "整改情况"],
        [
            "车间",
            "1.护栏缺失；2.电线裸露",
            "1.补装护栏；2.穿管保护",
            "1、2025-03-09；2、2025-03-12",
            "1.已整改；2.未整改",
        ],
        [
            "仓库",
            "1.通道堵塞；2.灯具损坏",
            "1.清理通道；2.更换灯具",
            "1、2025-03-09；2、2025-03-12",
            "1.未整改；2.已整改",
        ],
    ]
    assert told(("table", table), columns="description advice deadline rectified") == [
        ("护栏缺失", "补装护栏", date(2025, 3, 9), True),
        ("电线裸露", "穿管保护", date(2025, 3, 12), False),
        ("通道堵塞", "清理通道", date(2025, 3, 9), False),
        ("灯具损坏", "更换灯具", date(2025, 3, 12), True),
    ]


def test_what_to_do_may_stand_below_without_a_word_for_it() -> None:
    items = ["发现下列问题：", "1、护栏缺失。", "补装护栏。", "2、电线裸露。", "更换电线并穿管。"]
    assert [row[1] for row in told(*items)] == ["补装护栏", "更换电线并穿管"]
    assert [row[1] for row in told(*items[:2], items[3], "企业应高度重视。")] == [None, None], "said of no hazard"


def test_one_item_with_its_level_vouches_for_all_under_the_heading() -> None:
    items = ["检查发现存在下列事故隐患：", "1.护栏缺失；", "2.炉体开裂，属重大事故隐患；", "3.电线裸露。"]
    rows = told("一、概况", *items, "二、请逐项落实整改。", columns="level description rectified")
    assert rows == [("一般", "护栏缺失", False), ("重大", "炉体开裂", False), ("一般", "电线裸露", False)]


FORM = [["企业名称", "甲厂", "检查机构", "乙公司"], ["检查人员", "张三", "检查日期", "2025年3月1日"]]


def test_cards_under_a_form_in_one_grid() -> None:
    cards = [
        line
        for n, what, todo in (("01", "护栏缺失", "补装护栏"), ("02", "电线裸露", "穿管保护"))
        for line in (
            ["隐患编号", n, "隐患等级", "一般"],
            ["隐患部位", "车间", "整改期限", "2025-03-09"],
            ["隐患描述", what, "<", "<"],
            ["整改建议", todo, "<", "<"],
        )
    ]
    day = date(2025, 3, 9)
    assert told(("table", [*FORM, *cards])) == [("护栏缺失", "补装护栏", day), ("电线裸露", "穿管保护", day)]


def test_a_list_of_three_heads_under_a_form_in_one_grid_and_a_line_of_the_form_below() -> None:
    lines = [
        ["检查部位", "存在隐患", "整改建议", "整改情况"],
        ["车间", "护栏缺失", "补装护栏", "已整改"],
        ["仓库", "通道堵塞", "清理通道", "未整改"],
    ]
    below = ["服务评价", "☑满意 □基本满意 □不满意", "<", "<"]
    assert told(("table", [*FORM, *lines, below]), columns="description advice rectified") == [
        ("护栏缺失", "补装护栏", True),
        ("通道堵塞", "清理通道", False),
    ]


def test_a_defect_of_signatures_is_no_place_for_one() -> None:
    table = [HEAD, LINES[0], ["2", "作业日志签名不全", "补全签名"], LINES[1]]
    assert [row[0] for row in told(("table", table))] == ["护栏缺失", "作业日志签名不全", "电线裸露"]


def test_a_line_that_breaks_off_before_its_day_goes_on_in_the_next() -> None:
    items = [
        "1、护栏缺失（一般隐患）；要求补装护栏，不迟于",
        "2025年3月9日；2025年3月8日复核合格。",
        "2、电线裸露（一般隐患）；要求穿管，不迟于2025年3月12日。",
    ]
    assert told(*items, columns="description advice deadline rectified") == [
        ("护栏缺失", "补装护栏", date(2025, 3, 9), True),
        ("电线裸露", "穿管", date(2025, 3, 12), False),
    ]


def test_items_under_chapters_of_decimals_and_measures_that_are_none() -> None:
    chapters = ["存在的主要问题及建议：", "1 设备方面", "1.1 护栏缺失。建议补装护栏。", "1.2 电线裸露。建议穿管保护。"]
    assert [row[:2] for row in told(*chapters)] == [("护栏缺失", "补装护栏"), ("电线裸露", "穿管保护")]
    measures = ["存在的问题：", "1、护栏缺失，应高于", "1.2米以上。", "2、电线裸露。"]
    assert [row[0] for row in told(*measures)] != ["护栏缺失，应高于", "米以上", "电线裸露"]


@pytest.mark.parametrize(
    ("said", "signed", "name"),
    [
        ("企业已由安全科长李大勇签字确认。", True, "李大勇"),
        ("被检企业安全员李大勇已在回执上签字。", True, "李大勇"),
        ("被检企业请在回执上签字：李大勇", True, "李大勇"),
        ("我司已由项目部李大勇签字确认。", None, None),
    ],
)
def test_who_signed_is_told_in_a_sentence(said: str, signed: bool | None, name: str | None) -> None:
    paper = Paper("report", "docx", ["检查日期：2025年3月1日", ("table", [HEAD, *LINES]), said], "service_report")
    fields = extract(read(drawn(paper)[1], "a.docx"), KindGuess("service_report", 1.0, ())).fields
    assert [fields[n].value if n in fields else None for n in ("customer_signed", "signoff_name")] == [signed, name]


def test_a_day_under_one_answer_and_marks_under_the_others() -> None:
    table = [
        ["序号", "存在问题", "隐患级别", "<", "治理措施", "治理时限", "治理结果", "<", "<"],
        ["^", "^", "一般", "重大", "^", "^", "完成", "未完成", "拒绝"],
        ["1", "护栏缺失", "√", "", "补装护栏", "2025-03-09", "2025-03-08", "", ""],
        ["2", "电线裸露", "", "√", "穿管保护", "2025-03-09", "", "", "√"],
        ["3", "通道堵塞", "√", "", "清理通道", "2025-03-09", "", "√", ""],
    ]
    columns = "level description rectified rectified_on refused"
    assert told(("table", table), columns=columns) == [
        ("一般", "护栏缺失", True, date(2025, 3, 8), False),
        ("重大", "电线裸露", False, None, True),
        ("一般", "通道堵塞", False, None, False),
    ]
    assert told(("table", [*table[:2], table[3]]), columns=columns) == [("重大", "电线裸露", False, None, True)]


def test_a_card_for_each_hazard_with_its_number_beside_it() -> None:
    cards = [
        [[number, "隐患描述", what, "等级", level], ["^", "整改措施", todo, "整改时限", "2025-03-09"], ["^", "整改结果", state, "报告监管", told_to]]
        for number, what, level, todo, state, told_to in (
            ("隐患一", "护栏缺失", "一般", "补装护栏", "未完成", "—"),
            ("隐患二", "清池作业未检测", "重大", "停工整改", "拒绝整改", "2025-03-20 甲街道办事处"),
        )
    ]  # fmt: skip
    blocks = [block for card in cards for block in (("table", card), "　")]
    assert told(*blocks, columns="level description deadline refused reported_on") == [
        ("一般", "护栏缺失", date(2025, 3, 9), False, None),
        ("重大", "清池作业未检测", date(2025, 3, 9), True, date(2025, 3, 20)),
    ]


def test_level_and_day_behind_the_number_of_a_card() -> None:
    lines = [
        "No. 1",
        "级别：一般隐患",
        "期限：2025年3月9日",
        "问题：护栏缺失",
        "建议：补装护栏",
        "状态：已整改，2025年3月8日",
    ]
    assert told(*lines, columns="description deadline rectified_on") == [
        ("护栏缺失", date(2025, 3, 9), date(2025, 3, 8))
    ]


def test_the_marks_of_a_check_list_are_no_state_beside_words_that_tell_it() -> None:
    table = [
        ["序号", "检查内容", "结果", "存在问题", "隐患等级", "整改要求", "整改时限", "整改结果"],
        ["1", "机构设置", "×", "护栏缺失", "一般", "补装护栏", "2025-03-09", "已整改\n2025-03-08"],
        ["2", "持证上岗", "×", "电线裸露", "一般", "穿管保护", "2025-03-12", "未整改"],
        ["3", "物资储备", "√", "", "", "", "", ""],
    ]
    assert told(("table", table), columns="description rectified rectified_on") == [
        ("护栏缺失", True, date(2025, 3, 8)),
        ("电线裸露", False, None),
    ]


def test_values_under_labels_in_a_row_that_was_read_as_a_grid() -> None:
    states = [["整改期限", "整改状态", "整改完成时间"], ["2025-03-09", "已整改", "2025-03-08"]]
    card = ["隐患1", "隐患内容：护栏缺失", "隐患等级：一般", "整改建议：补装护栏", ("table", states)]
    assert told(*card, columns="description deadline rectified rectified_on") == [
        ("护栏缺失", date(2025, 3, 9), True, date(2025, 3, 8))
    ]


def test_a_day_beside_a_word_of_mending_is_none_of_reporting() -> None:
    table = [
        ["序号", "隐患描述及整改建议", "等级", "整改期限", "整改及上报情况"],
        ["1", "护栏缺失\n建议：补装护栏", "一般", "2025-03-09", "已整改，2025年3月8日"],
        ["2", "炉体开裂\n建议：停炉检修", "重大", "2025-03-09", "企业拒绝整改，2025年3月20日报告甲街道办事处"],
        ["3", "电线裸露\n建议：穿管保护", "一般", "2025-03-09", "未整改"],
    ]
    assert told(("table", table), columns="description advice rectified rectified_on reported_on") == [
        ("护栏缺失", "补装护栏", True, date(2025, 3, 8), None),
        ("炉体开裂", "停炉检修", False, None, date(2025, 3, 20)),
        ("电线裸露", "穿管保护", False, None, None),
    ]


def test_cells_with_their_label_over_their_value_are_a_card() -> None:
    cards = [
        [[f"隐患{k}\n{what}", "<", "<"], [f"等级\n{level}", f"整改建议\n{todo}", "整改期限\n2025年3月9日"], [f"整改状态\n{state}", f"完成日期\n{done}", f"上报情况\n{whom}"]]
        for k, what, level, todo, state, done, whom in (
            (1, "护栏缺失", "一般", "补装护栏", "已整改", "2025年3月8日", "—"),
            (2, "炉体开裂", "重大", "停炉检修", "拒绝整改", "—", "2025年3月20日上报甲街道办事处"),
        )
    ]  # fmt: skip
    blocks = [block for card in cards for block in (("table", card), "　")]
    assert told(*blocks, columns="level description deadline rectified_on reported_on") == [
        ("一般", "护栏缺失", date(2025, 3, 9), date(2025, 3, 8), None),
        ("重大", "炉体开裂", date(2025, 3, 9), None, date(2025, 3, 20)),
    ]


@pytest.mark.parametrize("said", ["不涉及", "无此项", "本企业不涉及（无危化品）", "不存在该项"])
def test_what_the_enterprise_does_not_have_is_no_hazard_of_a_check_list(said: str) -> None:
    marked = [
        ["序", "检查内容", "符合", "不符合", "问题描述", "整改要求"],
        ["1", "责任制是否建立", "√", "", "", ""],
        ["2", "防护门联锁", "", "√", "安全门联锁被短接", "恢复联锁"],
        ["3", "危化品储存", "—", "—", said, ""],
        ["4", "配电箱", "", "√", "配电箱无漏电保护", "加装漏电保护器"],
    ]
    asked = [
        ["序号", "隐患排查内容", "结果", "整改措施"],
        ["1", "消防通道", "√", ""],
        ["2", "特种作业证件", "√", ""],
        ["3", "危化品", said, ""],
        ["4", "锅炉", said, ""],
        ["5", "配电箱漏电保护", "×", "加装"],
    ]
    assert told(("table", marked), columns="description") == [("安全门联锁被短接",), ("配电箱无漏电保护",)]
    assert told(("table", asked), columns="description") == [("配电箱漏电保护",)]


@pytest.mark.parametrize("head", ["【隐患{}】", "[图{}] ", "{}.", "问题{} "])
def test_cells_of_a_grid_tell_each_its_hazard_and_whether_it_was_mended(head: str) -> None:
    said = (
        ("焊接工位乙炔瓶无回火防止器", "加装回火防止器", "已完成，2025-03-08"),
        ("行车轨道端部止挡缺失", "补装端部止挡", "已整改完成，完成日期2025年3月9日"),
        ("喷砂房除尘管道积灰", "清理积灰", "未完成"),
        ("车间照明线路私拉乱接", "规范敷设线路", "2025年3月9日完成"),
    )
    cells = [
        f"{head.format(k)}{what}\n类别：一般隐患\n措施：{todo}\n期限：2025-03-10\n整改：{state}"
        for k, (what, todo, state) in enumerate(said, 1)
    ]
    rows = told(("table", [cells[:2], cells[2:]]), columns="description advice rectified rectified_on")
    assert rows == [
        (said[0][0], said[0][1], True, date(2025, 3, 8)),
        (said[1][0], said[1][1], True, date(2025, 3, 9)),
        (said[2][0], said[2][1], False, None),
        (said[3][0], said[3][1], True, date(2025, 3, 9)),
    ]


@pytest.mark.parametrize(
    ("key", "states"),
    [
        ("说明：●已完成　○未完成。服务费2,600元。", [False, True]),
        ("●为已整改项，○为待整改项", [False, True]),
        ("现场情况见照片。", [None, None]),
    ],
)
def test_circles_tell_what_was_mended_only_where_the_paper_explains_them(key: str, states: list[bool | None]) -> None:
    listed = [
        ["序号", "隐患", "级别", "整改措施", "期限", "进展"],
        ["1", "平台护栏腐蚀断裂", "一般", "更换护栏", "2025-03-28", "○"],
        ["2", "传动部位防护罩缺失", "一般", "加装防护罩", "2025-03-25", "●"],
    ]
    assert [rectified for (rectified,) in told(("table", listed), key, columns="rectified")] == states


BARE = ("table", [["1", "风机皮带松动"], ["2", "木粉尘未每日清扫"], ["3", "电锯无防护罩，3月30日前整改"]])


def test_a_grid_of_numbers_and_words_is_the_list_that_the_line_over_it_counts() -> None:
    review = "复查（2025年4月2日）：3项全部整改完成。"
    rows = told("发现一般隐患3项，无重大隐患：", BARE, review, columns="level description deadline rectified")
    assert rows == [
        ("一般", "风机皮带松动", None, True),
        ("一般", "木粉尘未每日清扫", None, True),
        ("一般", "电锯无防护罩", date(2025, 3, 30), True),
    ]
    mixed = told("共发现隐患3项，其中重大隐患1项：", BARE, columns="level")
    assert mixed == [(None,)] * 3
    assert told("上次检查发现隐患3项：", BARE) == []
    assert told("本次培训讲解常见隐患3项：", BARE) == []


@pytest.mark.parametrize(
    ("said", "none"),
    [
        (["发现一般隐患3项，无重大隐患。"], False),
        (["未发现重大隐患。", "本次发现3项一般隐患，清单另附。"], False),
        (["未发现重大隐患。"], True),
        (["未发现隐患，上次3项隐患均已整改。"], True),
    ],
)
def test_that_none_is_grave_does_not_say_that_none_was_found_where_some_are_counted(
    said: list[str], none: bool
) -> None:
    assert (says_none(sheet(*said)) is not None) is none


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("复查（2025年4月2日）：2项全部整改完成。", True),
        ("4月2日复查，全部整改到位。", True),
        ("复查要求：2项全部整改完成。", False),
        ("4月2日复查前，2项全部整改完成。", False),
        ("复查（2025年4月2日）：3项全部整改完成。", False),
    ],
)
def test_what_a_later_visit_found_mended_is_told_without_a_word_of_already(said: str, mended: bool) -> None:
    assert told(("table", [HEAD, *LINES]), said, columns="rectified") == [(mended,)] * 2


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ("3月27日电话回访，吸尘罩3月23日已装好，压力表3月18日已送检合格。", [date(2025, 3, 23), date(2025, 3, 18)]),
        ("3月27日电话回访，企业称吸尘罩3月23日已装好，压力表将于4月送检。", [date(2025, 3, 23), None]),
        ("3月27日回访，吸尘罩已申请采购，压力表已预约4月1日送检。", [None, None]),
        ("吸尘罩3月23日已装好，压力表3月18日已送检合格。", [None, None]),
    ],
)
def test_a_call_tells_by_thing_what_was_mended(said: str, states: list[date | None]) -> None:
    listed = [
        "①打磨工位无局部吸尘（一般），要求3月25日前装吸尘罩。",
        "②碳化罐压力表未检定（一般），要求3月20日前送检。",
    ]
    rows = told("现场问题如下：", *listed, said, columns="rectified rectified_on")
    assert rows == [(on is not None, on) for on in states]


def test_a_letter_asks_for_the_hazards_of_one_place_by_a_day_of_its_own() -> None:
    letter = (
        "其中烘干房的第2项为重大事故隐患。旋切车间的隐患请于2025年3月12日前整改，烘干房的隐患请于2025年3月31日前整改。"
    )
    table = [["序号", "场所", "隐患情况"], ["1", "旋切车间", "急停按钮失效"], ["2", "烘干房", "保温层破损"], ["3", "烘干房", "灭火器缺失"]]  # fmt: skip
    assert told(letter, ("table", table), columns="level deadline") == [
        ("一般", date(2025, 3, 12)),
        ("重大", date(2025, 3, 31)),
        ("一般", date(2025, 3, 31)),
    ]


def test_what_is_to_be_done_under_several_numbers_at_once() -> None:
    table = [["序号", "隐患描述", "等级"], *([str(n), f"{thing}缺失", "一般"] for n, thing in enumerate(("护栏", "护罩", "盖板"), 1))]  # fmt: skip
    answers = [["1、2", "安装护栏和护罩"], ["3", "恢复盖板"]]
    rows = told(("table", table), "整改措施", ("table", answers), columns="advice")
    assert rows == [("安装护栏和护罩",), ("安装护栏和护罩",), ("恢复盖板",)]


def test_a_reply_may_plan_what_is_still_open() -> None:
    table = [[*HEAD, "整改期限"], [*LINES[0], "2025-03-05"], [*LINES[1], "2025-03-05"]]
    reply = ("企业回复", "1、护栏已于3月3日补装。", "2、管材已采购，计划3月20日前敷设。")
    assert told(("table", table), *reply, columns="rectified rectified_on") == [(True, date(2025, 3, 3)), (False, None)]


def test_the_name_of_a_place_is_nothing_to_do() -> None:
    table = [["区域", "编号", "隐患", "等级", "期限"], ["破碎车间", "1", "飞轮无防护罩", "一般", "2025-03-10"], ["尾矿库", "2", "观测孔堵塞", "重大", "2025-03-05"]]  # fmt: skip
    assert told(("table", table), columns="advice") == [(None,), (None,)]


DUE = [[*HEAD, "整改期限"], [*LINES[0], "2025-03-05"], [*LINES[1], "2025-03-05"]]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("企业3月6日回复：1已改，3月3日改完；2未改。", [(True, date(2025, 3, 3)), (False, None)]),
        ("企业3月6日回复：1、2已改，3月3日改完。", [(True, date(2025, 3, 3))] * 2),
        ("第1项已整改，3月6日回访。", [(True, None), (False, None)]),
    ],
)
def test_a_message_answers_by_bare_numbers(said: str, wanted: list[Any]) -> None:
    assert told(("table", DUE), said, columns="rectified rectified_on") == wanted


def test_a_day_for_several_numbers_is_not_the_day_of_all() -> None:
    lines = [*LINES, ["3", "盖板破损", "更换盖板"]]
    said = "其中第1项已当场整改；第2、3项企业承诺于2025年3月31日前整改。"
    days = told(said, ("table", [HEAD, *lines]), columns="rectified deadline")
    assert days == [(True, None), (False, date(2025, 3, 31)), (False, date(2025, 3, 31))]


def test_a_caption_tells_which_hazard_was_mended_when() -> None:
    pictures = [["整改前", "整改后"], ["", ""], ["图1（问题1）", "图2（问题1，3月4日已补装）"]]
    rows = told(("table", DUE), "", ("table", pictures), columns="rectified rectified_on")
    assert rows == [(True, date(2025, 3, 4)), (False, None)]


def test_answers_under_a_line_across_the_grid_of_the_list() -> None:
    rows = [
        ["序号", "隐患描述", "等级"],
        ["1", "护栏缺失", "一般"],
        ["2", "护罩缺失", "一般"],
        ["3", "盖板破损", "重大"],
        ["整改措施", "<", "<"],
        ["1、2", "安装护栏和护罩", "<"],
        ["3", "恢复盖板", "<"],
    ]
    assert told(("table", rows), columns="advice") == [("安装护栏和护罩",), ("安装护栏和护罩",), ("恢复盖板",)]


def test_a_heading_over_a_table_gives_level_and_term_to_all_under_it() -> None:
    rows = told(
        "一、重大事故隐患（2025年3月10日前整改）",
        ("table", [HEAD, *LINES]),
        "二、一般事故隐患（2025年3月31日前整改）",
        ("table", [HEAD, ["1", "盖板破损", "更换盖板"], ["2", "通道堵塞", "清理通道"]]),
        columns="level deadline",
    )
    assert rows == [("重大", date(2025, 3, 10))] * 2 + [("一般", date(2025, 3, 31))] * 2


def test_a_line_across_tells_how_the_hazard_above_it_stands() -> None:
    lines = [[*LINES[0], "2025-03-05"], ["跟踪：3月4日补装，已销号。", "<", "<", "<"], [*LINES[1], "2025-03-05"], ["跟踪：尚未整改，配件未到。", "<", "<", "<"]]  # fmt: skip
    assert told(("table", [[*HEAD, "整改期限"], *lines]), columns="rectified rectified_on") == [
        (True, date(2025, 3, 4)),
        (False, None),
    ]


def test_the_day_of_a_second_look_is_no_deadline() -> None:
    form = [
        ["检查日期", "2025年3月1日", "复查日期", "2025年3月20日"],
        ["存在隐患及整改要求", "1.加料口无护栏，一般，3月10日前加装护栏；\n2.管道未挂盲板，重大，3月5日前加装盲板；\n3.配电室无挡鼠板，一般，3月15日前安装挡鼠板。", "<", "<"],
        ["复查情况", "1、2已整改；3未整改。", "<", "<"],
    ]  # fmt: skip
    assert told(("table", form), columns="level deadline rectified") == [
        ("一般", date(2025, 3, 10), True),
        ("重大", date(2025, 3, 5), True),
        ("一般", date(2025, 3, 15), False),
    ]


def test_levels_under_numbers_in_a_cell_are_of_those_numbers() -> None:
    table = [["地点", "隐患", "级别", "整改期限"], ["破碎站", "1.机头轮无护罩\n2.除尘器未开启", "1.一般\n2.重大", "1.2025-03-25\n2.2025-03-20"], ["炸药库", "3.接地电阻超标", "3.重大", "3.2025-03-18"]]  # fmt: skip
    assert told(("table", table), columns="level") == [("一般",), ("重大",), ("重大",)]


def test_a_table_of_answers_is_no_list_of_hazards() -> None:
    said = ("1. 传动轴外露，一般隐患，3月25日前加装防护罩。", "2. 油罐区未设防溢堤，一般隐患，3月31日前修筑。")
    answers = [["意见序号", "采取的措施", "完成时间", "备注"], ["1", "已装网状护罩", "2025-03-20", "附照片"], ["2", "正在施工", "", "预计3月28日完成"]]  # fmt: skip
    assert told("一、排查意见", *said, "二、企业反馈", ("table", answers), columns="description rectified_on") == [
        ("传动轴外露", date(2025, 3, 20)),
        ("油罐区未设防溢堤", None),
    ]


def test_a_note_on_stars_gives_each_level_its_day() -> None:
    note = "说明：★★为重大隐患，须于2025年3月10日前整改；★为一般隐患，须于2025年3月31日前整改。"
    table = [["序号", "问题", "级别", "建议"], ["1", "保温脱落", "★", "修复"], ["2", "安全阀泄漏", "★★", "更换安全阀"]]
    assert told(note, ("table", table), columns="level deadline") == [
        ("一般", date(2025, 3, 31)),
        ("重大", date(2025, 3, 10)),
    ]


def test_who_looked_again_says_not_on_which_day_all_was_mended() -> None:
    rows = told(("table", DUE), "经2025年3月8日复查，上述2项隐患均已整改完毕。", columns="rectified rectified_on")
    assert rows == [(True, None)] * 2


def test_a_platform_s_stamp_tells_of_no_report_to_an_authority() -> None:
    card = [["隐患描述", "边坡有浮石"], ["隐患级别", "重大"], ["上报时间", "2025-03-02 10:05"], ["整改要求", "清除浮石"], ["整改截止", "2025-03-09"], ["当前状态", "已验收"], ["整改完成时间", "2025-03-07 16:20"]]  # fmt: skip
    rows = told(("table", card), columns="deadline rectified_on reported_on")
    assert rows == [(date(2025, 3, 9), date(2025, 3, 7), None)]


def test_what_stands_behind_a_signature_is_no_day_to_mend_by() -> None:
    form = [["单位", "某某盐业有限公司", "日期", "2025年3月5日"], ["隐患1：护栏锈断，应更换护栏", "<", "<", "<"], ["级别：一般", "期限：2025-03-20", "状态：已整改", "完成：2025-03-18"], ["隐患2：安全阀未铅封，应校验", "<", "<", "<"], ["级别：重大", "期限：2025-03-10", "状态：未整改", "完成：—"], ["单位签字", "罗开华", "日期", "2025年3月21日"]]  # fmt: skip
    assert told(("table", form), columns="level deadline rectified_on") == [
        ("一般", date(2025, 3, 20), date(2025, 3, 18)),
        ("重大", date(2025, 3, 10), None),
    ]


def test_term_and_closing_in_one_cell_without_years() -> None:
    table = [["序号", "隐患", "级别", "期限/销号"], ["1", "提升机无盖板", "一般", "3月25日前（3月22日销号）"], ["2", "线路老化", "一般", "4月5日前（未销号）"]]  # fmt: skip
    assert told(("table", table), columns="deadline rectified rectified_on") == [
        (date(2025, 3, 25), True, date(2025, 3, 22)),
        (date(2025, 4, 5), False, None),
    ]


def test_the_first_line_of_a_table_without_a_head_is_a_hazard_too() -> None:
    lines = [["第1项", "排风扇停转（一般）限3月15日前修复", "→ 3月12日已修复"], ["第2项", "报警按钮失效（重大）限3月8日前更换", "→ 未完成"], ["第3项", "灯具破碎（一般）限3月20日前更换", "→ 未完成"]]  # fmt: skip
    rows = told(("table", lines), columns="description rectified")
    assert rows == [("排风扇停转", True), ("报警按钮失效", False), ("灯具破碎", False)]


@pytest.mark.parametrize(("said", "day"), [("2月26日", date(2025, 2, 26)), ("11月2日", None)])
def test_an_answer_tells_of_a_mending_before_the_first_day_of_its_paper(said: str, day: date | None) -> None:
    rows = told(("table", DUE), f"第1项已于{said}整改完成。", columns="rectified rectified_on")
    assert rows[0] == (True, day)


def test_a_card_of_columns_under_a_form_in_its_grid_is_one_hazard_to_a_column() -> None:
    form = [
        ["企业", "<", "某某糖厂", "日期", "<", "2025年3月1日", "<"],
        ["专家", "<", "禤文彬", "机构", "<", "某某安全服务有限公司", "<"],
    ]
    card = [
        ["项目", "隐患1", "<", "<", "隐患2", "<", "隐患3"],
        ["内容", "联轴节外露", "<", "<", "堆场无消防栓", "<", ""],
        ["级别", "一般", "<", "<", "重大", "<", ""],
        ["措施", "加装护罩", "<", "<", "增设消防栓", "<", ""],
        ["期限", "2025-03-10", "<", "<", "2025-03-05", "<", ""],
    ]
    assert told(("table", [*form, *card]), columns="description level") == [
        ("联轴节外露", "一般"),
        ("堆场无消防栓", "重大"),
    ]


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("以上两处贵矿已分别于3月20日、3月18日改正，经我中心核验属实。", [date(2025, 3, 20), date(2025, 3, 18)]),
        ("上述2项问题，贵公司已于3月20日、3月18日分别整改完毕。", [date(2025, 3, 20), date(2025, 3, 18)]),
        ("前述两个问题已先后在3月20日、3月18日解决。", [date(2025, 3, 20), date(2025, 3, 18)]),
        ("以上两处贵矿已于3月20日全部改正。", [date(2025, 3, 20)] * 2),
        ("这两处贵矿先后于3月20日、3月18日改完，我公司已核验。", [date(2025, 3, 20), date(2025, 3, 18)]),
        ("这两处贵矿拟先后于3月20日、3月18日改完。", [None, None]),
        ("以上两处请分别于3月20日、3月18日前改正。", [None, None]),
        ("以上两处贵矿承诺分别于3月20日、3月18日前改正。", [None, None]),
        ("以上两处尚未改正。", [None, None]),
        ("以上三处贵矿已分别于3月20日、3月18日、3月19日改正。", [None, None]),
    ],
)
def test_as_many_as_were_listed_are_mended_in_whatever_words(said: str, mended: list[date | None]) -> None:
    lines = (
        "一是胶带机跑偏保护失灵（一般隐患），请更换传感器，于3月21日前完成；",
        "二是甲烷传感器位置偏低（一般隐患），请上移，于3月19日前完成。",
    )
    rows = told(*lines, said, columns="rectified rectified_on")
    assert rows == [(day is not None, day) for day in mended]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["照片1：冲床双手按钮短接，限3月22日前恢复（一般隐患，3月21日已恢复）", "照片2：暂存柜未接地，限3月20日前接地（一般隐患，3月18日已接地）"],
         [("冲床双手按钮短接", True), ("暂存柜未接地", True)]),
        (["图1 2号冲床双手按钮短接，限3月22日前恢复（一般隐患，3月21日已恢复）", "图2 暂存柜未接地，限3月20日前接地（一般隐患，未接地）"],
         [("2号冲床双手按钮短接", True), ("暂存柜未接地", False)]),
        (["图一：灭火器压力不足，限3月22日前换新（一般隐患，3月22日前须换新）", "图二：配电箱无门，限3月20日前装门（一般隐患，3月18日装好）"],
         [("灭火器压力不足", False), ("配电箱无门", True)]),
    ],
)  # fmt: skip
def test_captions_of_pictures_are_items_and_a_bracket_tells_how_each_stands(
    lines: list[str], expected: list[tuple[str, bool]]
) -> None:
    assert told(*lines, columns="description rectified") == expected


def test_advice_of_two_characters_stands_under_its_header() -> None:
    head = ["船号", "问题", "等级", "处理意见", "限期", "结果"]
    lines = [["黑同渔10021", "救生衣缺2件", "一般", "补齐", "3月8日", "3月7日补齐"],
             ["黑同渔10035", "灭火器压力不足", "一般", "换瓶", "3月10日", "3月9日换好"],
             ["黑同渔10048", "号灯不亮", "一般", "换灯泡", "3月6日", "未复核"]]  # fmt: skip
    rows = told(("table", [head, *lines]), columns="advice rectified rectified_on")
    assert rows == [
        ("补齐", True, date(2025, 3, 7)),
        ("换瓶", True, date(2025, 3, 9)),
        ("换灯泡", False, None),
    ]


def test_columns_headed_in_plain_speech() -> None:
    head = ["号", "地方和毛病", "轻重", "咋改", "最晚哪天", "后来怎样"]
    lines = [["1", "触摸球接地线掉了", "一般", "接好接地线", "3月15日", "3月15日接好"], ["2", "工房多进1人", "一般", "撤出多的人", "3月15日", "还没撤"]]  # fmt: skip
    rows = told(("table", [head, *lines]), columns="advice rectified")
    assert rows == [("接好接地线", True), ("撤出多的人", False)]
