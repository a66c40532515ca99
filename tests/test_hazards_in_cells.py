"""Lists whose cells hold more than one thing: a card in a cell, the day to mend by beside the state."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazard_rows
from extractor.hazards.meaning.outcome_words import outcome
from tests.pdf_pages import Sheets
from tests.test_hazards_apart import sheet

HEAD = ("title", "隐患排查服务记录单")


def told(*blocks: Any, columns: str = "description deadline rectified rectified_on") -> list[tuple[Any, ...]]:
    rows = hazard_rows.find(sheet(HEAD, "服务日期：2026年6月18日", *blocks), twice=True)[0]
    return [tuple(str(row.value(name)) for name in columns.split()) for row in rows]


@pytest.mark.parametrize("head", ["限期及结果", "整改期限及整改结果", "整改期限/完成情况", "时限、现状"])
@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("限2026-06-25；2026-06-22已整改", ("2026-06-25", "True", "2026-06-22")),
        ("限2026-06-25\n2026-06-22已整改", ("2026-06-25", "True", "2026-06-22")),
        ("2026-06-25前，未整改", ("2026-06-25", "False", "None")),
    ],
)
def test_one_cell_tells_by_when_and_how_it_stands(head: str, cell: str, wanted: tuple[str, ...]) -> None:
    rows = [
        ["问题", "级别", "整改办法", head],
        ["焦炉地下室报警器显示异常", "一般", "校准或更换", cell],
        ["粗苯储罐接地测试过期", "一般", "重新检测", cell],
    ]
    assert told(("table", rows)) == [
        ("焦炉地下室报警器显示异常", *wanted),
        ("粗苯储罐接地测试过期", *wanted),
    ]


def test_the_day_and_the_level_under_labels_in_a_cell_beside_photographs() -> None:
    cards = [
        "问题：油墨桶未加盖，气味较重\n性质：一般隐患\n建议：加盖，开启排风\n时限：2026-07-05前",
        "问题：切纸机光电保护被短接，属重大隐患情形之外\n性质：一般隐患\n建议：恢复保护\n时限：2026-07-02前",
    ]
    rows = [
        ["序号", "现场照片", "隐患说明", "整改情况"],
        *([str(k), "", card, "已整改"] for k, card in enumerate(cards, 1)),
    ]
    assert told(("table", rows), columns="level advice deadline") == [
        ("一般", "加盖，开启排风", "2026-07-05"),
        ("一般", "恢复保护", "2026-07-02"),
    ]


def test_a_card_calls_how_grave_it_is_its_class() -> None:
    cards = [
        "【隐患1】油墨桶未加盖\n类别：一般隐患\n措施：加盖存放\n期限：2026-07-05",
        "【隐患2】切纸机光电保护被短接\n类别：重大隐患\n措施：恢复保护\n期限：2026-07-02",
    ]
    assert told(("table", [cards]), columns="description level") == [
        ("油墨桶未加盖", "一般"),
        ("切纸机光电保护被短接", "重大"),
    ]


def test_a_list_of_visits_numbers_no_hazards() -> None:
    rows = [
        ["次数", "日期", "内容", "结果"],
        ["第一次", "2026年6月18日", "排查", "未发现隐患"],
        ["第二次", "2026年9月9日", "排查", "未发现隐患"],
    ]
    assert told(("table", rows)) == []


def test_what_is_asked_of_all_is_no_hazard() -> None:
    blocks = ("一、存在问题", "（1）砂轮机无托架；", "（2）配电柜未接地。", "二、整改要求：10日内完成。")
    assert told(*blocks, columns="description") == [("砂轮机无托架",), ("配电柜未接地",)]


def test_a_label_begins_its_line_behind_one_that_filled_its_cell() -> None:
    sheets = Sheets()
    lines = ("问题：光电保护被短接", "性质：重大隐患", "建议：恢复保护，未恢复前停用", "时限：2026-07-02前")
    for left, right in ((60, 220), (220, 380)):
        for top, bottom in ((60, 82), (82, 148)):
            sheets.frame(left, top, right, bottom)
    for left, head in ((63, "隐患"), (223, "整改情况")):
        sheets.text(left, 76, head, 11)
    sheets.text(223, 96, "已整改", 11)
    for k, line in enumerate(lines):
        sheets.text(63, 96 + 15 * k, line, 11)
    cells = [unit.raw for unit in Sheet(read(sheets.pdf(), "照片表.pdf")).units if unit.table is not None]
    assert "\n".join(lines) in cells


def test_the_number_of_a_thing_is_not_the_number_of_its_card() -> None:
    cards = ["1号烘干塔爬梯无护笼\n级别：一般\n建议：加装护笼\n期限：2026-07-05", "一车间配电箱未接地\n级别：一般\n建议：接地\n期限：2026-07-05"]  # fmt: skip
    rows = [["", card] for card in cards]
    assert told(("table", rows), columns="description") == [("1号烘干塔爬梯无护笼",), ("一车间配电箱未接地",)]


def test_the_words_over_pictures_are_nothing_to_do() -> None:
    rows = []
    for n, (wrong, state) in enumerate((("检修口未联锁", "2026年6月19日摄，已加装联锁"), ("水位计模糊", "未整改")), 1):
        rows += [
            [f"隐患{n}：{wrong}（一般，限2026年6月20日前）", "<"],
            ["整改前", "整改后"],
            ["", ""],
            ["2026年6月18日摄", state],
        ]
    assert told(("table", rows), columns="description advice rectified") == [
        ("检修口未联锁", "None", "True"),
        ("水位计模糊", "None", "False"),
    ]


def test_tags_of_a_card_printed_without_a_blank_are_none_of_what_is_wrong() -> None:
    lines = ("隐患列表", "安全阀超期未校验重大隐患已整改", "整改建议：送检校验", "整改期限：2026-07-15", "断料锯无防护罩一般隐患待整改", "整改建议：加装防护罩", "整改期限：2026-07-20")  # fmt: skip
    assert told(*lines, columns="description level rectified") == [
        ("安全阀超期未校验", "重大", "True"),
        ("断料锯无防护罩", "一般", "False"),
    ]


def test_the_number_over_a_picture_goes_on_with_no_line_above_it() -> None:
    sheets = Sheets()
    for k, line in enumerate(("服务机构：丽水瓯江安全咨询有限公司　服务地点：云峰厂区　服务人员：雷伟、蓝晓燕", "照片一", "安全阀未校验")):  # fmt: skip
        sheets.text(63, 96 + 15 * k, line, 11)
    assert "照片一" in [unit.text for unit in Sheet(read(sheets.pdf(), "照片集.pdf")).units]


def test_lines_without_labels_under_pictures_are_cards() -> None:
    cells = ["水位表无照明\n一般隐患\n加装照明，2026年6月28日前", "烘房出口被堵\n重大隐患\n立即清通\n2026年6月20日前", "漏电保护失效\n一般隐患\n2026年6月25日前更换漏保"]  # fmt: skip
    assert told(("table", [["", "", ""], cells]), columns="description level advice deadline") == [
        ("水位表无照明", "一般", "加装照明", "2026-06-28"),
        ("烘房出口被堵", "重大", "立即清通", "2026-06-20"),
        ("漏电保护失效", "一般", "更换漏保", "2026-06-25"),
    ]


def test_two_lists_side_by_side_tell_nothing_to_do() -> None:
    heads = ["序号", "隐患", "级别", "期限"]
    rows = [[*heads, *heads], ["1", "排风不足", "一般", "2026-06-26", "3", "未装泄爆片", "重大", "2026-06-22"], ["2", "无防回弹装置", "一般", "2026-06-30", "4", "无倒车警示", "一般", "2026-07-05"]]  # fmt: skip
    assert {advice for (advice,) in told(("table", rows), columns="advice")} == {"None"}


@pytest.mark.parametrize(
    ("cell", "mended"),
    [
        ("是（6.22）", True),
        ("已改（6月22日）", True),
        ("是，6-22", True),
        ("已完成 6月22日", True),
        ("否（6.22）", False),
        ("计划6.22", False),
        ("已通知（6.22）", False),
    ],
)
def test_the_day_beside_a_word_of_ending_takes_nothing_from_the_word(cell: str, mended: bool) -> None:
    state = outcome(cell, status=True, after=date(2026, 6, 18))
    assert (state["rectified"], state["rectified_on"]) == (mended, date(2026, 6, 22) if mended else None)


@pytest.mark.parametrize(
    "asked",
    [
        "整改期限：2026年6月25日，请贵司整改完成后将照片发回",
        "请企业整改完成并回传照片",
        "整改完成后报我公司复查",
        "请及时整改到位并书面回复",
        "处理完成后由我公司复核",
    ],
)
def test_what_is_asked_for_at_the_close_was_not_done(asked: str) -> None:
    assert not outcome(asked)["rectified"]
    assert outcome("请你单位尽快回复。6月20日已整改完成")["rectified"]
    assert outcome("6月20日请厂家整改完成", status=True)["rectified"]


def test_what_stands_in_the_next_line_of_a_list_is_not_of_the_one_before() -> None:
    rows = [
        ["序号", "检查项目", "检查结论", "问题描述", "整改建议", "整改时限"],
        ["1", "罐区", "不合格", "液位计玻璃管外壳掉落", "装回外壳", "2026-06-25"],
        ["2", "照明", "合格", "/", "/", "/"],
        ["3", "电气", "不合格", "临时线路未穿管敷设", "穿管敷设", "2026-06-28"],
        ["4", "通风", "合格", "/", "/", "/"],
    ]
    assert told(("table", rows)) == [
        ("液位计玻璃管外壳掉落", "2026-06-25", "False", "None"),
        ("临时线路未穿管敷设", "2026-06-28", "False", "None"),
    ]


def test_a_programme_by_the_clock_has_one_line_of_heads() -> None:
    rows = [
        ["时间", "演练内容", "负责人", "完成情况"],
        ["9:00", "发现火情并报告", "车间主任", "完成"],
        ["9:03", "切断电源", "电工班", "完成"],
        ["9:12", "使用灭火器扑救", "义务消防队", "完成"],
    ]
    assert told(("table", rows)) == []


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["序号", "日期", "服务项目", "服务内容", "服务结果"],
            ["1", "2026-04-15", "隐患排查", "检查锅炉房、仓库", "发现隐患2项，已整改2项"],
            ["2", "2026-05-20", "安全培训", "粉尘防爆专题", "参训28人"],
        ],
        [
            ["序号", "资料名称", "核查要点", "核查结果", "备注"],
            ["1", "安全生产责任制", "是否覆盖全员", "符合", "1月修订"],
            ["2", "应急预案", "是否备案", "符合", "已备案"],
        ],
        [
            ["次数", "日期", "内容", "结果"],
            ["第1次", "2026-03-12", "隐患排查", "已完成"],
            ["第2次", "2026-06-18", "应急演练指导", "已完成"],
        ],
        [
            ["序号", "物资名称", "数量", "安装位置", "安装情况"],
            ["1", "干粉灭火器", "10具", "车间、仓库", "已安装"],
            ["2", "安全出口指示灯", "6个", "各楼层出口", "已安装"],
        ],
        [
            ["序号", "要素", "核查内容", "达标情况", "辅导意见"],
            ["1", "目标职责", "年度目标", "达标", "继续保持"],
            ["2", "教育培训", "三级教育", "达标", "每年评审一次"],
        ],
        [
            ["序号", "作业单元", "主要危险因素", "事故类型", "风险等级", "控制措施"],
            ["1", "冷库", "液氨泄漏", "中毒窒息", "较大", "氨报警、喷淋"],
            ["2", "榨汁线", "旋转部件外露", "机械伤害", "一般", "防护罩、急停"],
        ],
        [
            ["序号", "企业提交资料", "审阅意见", "回复方式"],
            ["1", "安全生产责任制文本", "内容完整", "微信"],
            ["2", "电工证扫描件", "在有效期内", "电话"],
        ],
        [
            ["序号", "服务项目", "计划时间", "完成时间", "完成情况", "说明"],
            ["1", "隐患排查", "2026年3月", "2026-03-19", "已完成", "提交报告"],
            ["2", "安全培训", "2026年6月", "2026-06-11", "已完成", "45人参加"],
        ],
        [
            ["序号", "评审项目", "评审内容", "评审意见"],
            ["1", "组织机构", "指挥部及职责", "设置合理，职责明确"],
            ["2", "风险分析", "煤尘、触电", "分析较全面"],
            ["3", "处置措施", "现场处置", "具有可操作性"],
        ],
    ],
    ids=["visits", "papers", "a year", "goods", "elements", "dangers", "opinions", "a plan", "a review"],
)
def test_a_list_that_asks_for_nothing_wrong_holds_no_hazards(rows: list[list[str]]) -> None:
    assert told(("table", rows)) == []


def test_the_day_of_verifying_is_not_that_of_the_mending() -> None:
    rows = [
        ["隐患描述", "整改建议", "整改期限", "整改状态", "验证日期"],
        ["电源线绝缘层破损", "更换电源线", "2026-06-25", "已整改", "2026-06-26"],
        ["防火卷帘下堆放货物", "移走货物", "2026-06-20", "未整改", ""],
    ]
    assert told(("table", rows)) == [
        ("电源线绝缘层破损", "2026-06-25", "True", "None"),
        ("防火卷帘下堆放货物", "2026-06-20", "False", "None"),
    ]


def test_work_that_an_enterprise_does_not_do_is_no_hazard() -> None:
    rows = [
        ["序号", "检查内容", "检查情况", "是否符合", "整改建议"],
        ["1", "危化品", "企业无危化品储存", "不涉及", "/"],
        ["2", "用电", "配电箱无漏电保护器", "否", "加装漏电保护器"],
        ["3", "动火", "企业无证使用电焊作业", "否", "取证后作业"],
        ["4", "受限空间", "该企业不涉及有限空间作业", "不涉及", "/"],
    ]
    found = ["配电箱无漏电保护器", "企业无证使用电焊作业"]
    assert [row[0] for row in told(("table", rows))] == found
    lines = ["1. 企业无危化品储存。", "2. 配电箱无漏电保护器，建议加装。", "3. 企业无证使用电焊作业，建议取证。"]
    assert [row[0] for row in told("现场检查发现：", *lines)] == found


def test_whether_it_was_mended_is_asked_beside_whether_that_was_refused() -> None:
    rows = [
        ["隐患内容", "整改建议", "整改截止日期", "是否完成整改", "完成日期", "是否拒绝整改"],
        ["后视监控损坏", "维修监控", "2026-06-26", "是", "2026-06-24", "否"],
        ["加油罐未办理审批", "停用并拆除", "2026-06-20", "否", "", "是"],
    ]
    assert told(("table", rows), columns="deadline rectified rectified_on refused") == [
        ("2026-06-26", "True", "2026-06-24", "False"),
        ("2026-06-20", "False", "None", "True"),
    ]


def test_the_day_of_the_second_look_on_a_card_is_not_that_of_the_mending() -> None:
    card = [
        ["隐患描述", "刮板机尾轮处无护栏", "隐患等级", "一般隐患"],
        ["整改要求", "安装护栏", "整改期限", "2026年6月26日"],
        ["复查情况", "已整改", "复查日期", "2026年6月30日"],
    ]
    assert told(("table", card)) == [("刮板机尾轮处无护栏", "2026-06-26", "True", "None")]


def test_a_warning_that_was_set_up_mends_nothing_unless_it_was_what_was_asked_for() -> None:
    rows = [
        ["隐患描述", "整改建议", "整改期限", "备注"],
        ["系缆桩螺栓锈蚀断裂", "更换螺栓", "2026-06-25", "已设警示"],
        ["沉淀池边无警示标志", "设置警示标志", "2026-06-25", "已设置警示标志"],
        ["护栏脱焊", "重新焊接", "2026-06-25", "备件已采购"],
    ]
    assert [row[2] for row in told(("table", rows))] == ["False", "True", "False"]


def test_terms_by_number_behind_the_list_are_terms_and_no_states() -> None:
    lines = [
        "一、发现问题",
        "1. 车间无局部除尘；",
        "2. 行车无检验标志；",
        "二、整改建议",
        "1. 安装除尘装置；",
        "2. 停用并申报检验。",
    ]
    terms = "第1项2026年7月30日前，第2项2026年7月5日前完成。"
    assert told(*lines, "三、整改期限", terms) == [
        ("车间无局部除尘", "2026-07-30", "False", "None"),
        ("行车无检验标志", "2026-07-05", "False", "None"),
    ]


def test_the_day_of_a_deed_beside_a_mended_hazard_is_that_of_the_mending() -> None:
    rows = [
        ["隐患", "整改要求", "要求完成日期", "整改进度", "备注"],
        ["增氧机电缆泡在水中", "架空敷设", "2026-06-25", "已完成", "6月24日更换新缆"],
        ["压缩机护罩缺失", "安装护罩", "2026-06-28", "已完成", "6月24日报告业主"],
    ]
    assert [row[3] for row in told(("table", rows))] == ["2026-06-24", "None"]


@pytest.mark.parametrize(
    "looks",
    [("首次复查（7月16日）", "二次复查（8月16日）"), ("第一次复查结果", "第二次复查结果"), ("复查结果1", "复查结果2")],
)
def test_of_several_looks_the_last_stands(looks: tuple[str, str]) -> None:
    rows = [
        ["序号", "隐患描述", "建议措施", "要求完成日", *looks],
        ["1", "螺旋输送机盖板联锁拆除", "恢复联锁", "2026-07-10", "已完成", ""],
        ["2", "空压机房排风扇损坏", "更换排风扇", "2026-07-15", "未完成", "已完成"],
        ["3", "货架无限重标识", "张贴限重牌", "2026-07-15", "未完成", "未完成"],
    ]
    assert [row[2] for row in told(("table", rows))] == ["True", "True", "False"]


def test_who_made_a_list_out_is_no_hazard() -> None:
    rows = [
        ["编号", "位置", "隐患", "级别", "措施", "限期"],
        ["1", "印刷车间", "溶剂桶未静电跨接", "一般", "连接跨接线", "2026-06-25"],
        ["2", "废料间", "沾油抹布散放", "一般", "加盖桶收集", "2026-06-23"],
        ["导出人", "辛立刚", "导出时间", "2026-06-29 14:05", "", ""],
    ]
    assert [row[0] for row in told(("table", rows))] == ["溶剂桶未静电跨接", "沾油抹布散放"]


def test_bars_part_the_labelled_entries_of_a_line() -> None:
    lines = [
        "1. 隐患：熔铝炉前地面潮湿 | 建议：铺设铸铁板 | 期限：2026-06-25",
        "2. 隐患：转运包耳轴裂纹 | 建议：停用并更换 | 期限：2026-06-21",
    ]
    assert told("发现隐患2项：", *lines, columns="description advice deadline") == [
        ("熔铝炉前地面潮湿", "铺设铸铁板", "2026-06-25"),
        ("转运包耳轴裂纹", "停用并更换", "2026-06-21"),
    ]
