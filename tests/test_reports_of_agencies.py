"""Reports of agencies as they print them: reviews of what was found before, headers two rows high, cards side by side, letters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extractor import classify, read
from extractor.document import Box, Line
from extractor.evidence.columns import columns_of, grid
from extractor.evidence.lines.wrapping import grouped
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.columns.columns import ROLES
from extractor.hazards.items.items import parts_of
from extractor.kinds import service_report
from extractor.kinds.service_report.expert_names import names_run_together
from extractor.pdf import flat
from tests.strangers.kit import Paper, drawn

REVIEW = ["序号", "原查隐患", "等级", "原定期限", "复查结果", "整改日期/处理"]
DONE = ["1", "护栏缺失", "一般", "2024年7月5日", "已整改", "2024年7月3日"]
REFUSED = ["2", "防坠器试验不合格", "重大", "2024年7月2日", "拒绝整改", "2024年7月17日报城东街道办事处"]


def sheet(*blocks: Any, form: str = "docx") -> Sheet:
    name, data = drawn(Paper("report", form, list(blocks), "service_report"))
    return Sheet(read(data, name))


def fields_of(*blocks: Any) -> dict[str, Any]:
    return {name: reading.value for name, reading in service_report.extract(sheet(*blocks)).fields.items()}


@pytest.mark.parametrize("lines", [[DONE, REFUSED], [REFUSED, DONE], [DONE, [*DONE[:3], "2024年7月9日", *DONE[4:]]]])
def test_the_term_first_set_is_the_deadline_of_a_review(lines: list[list[str]]) -> None:
    rows = hazards.find(sheet("检查日期：2024年6月20日", ("table", [REVIEW, *lines])))[0]
    days = {line[3]: line for line in lines}
    assert [
        f"{row.value('deadline'):%Y年}{row.value('deadline').month}月{row.value('deadline').day}日" for row in rows
    ] == list(days)
    for row in rows:
        if row.value("refused"):
            assert (row.value("reported_on"), row.value("reported_to")) == (date(2024, 7, 17), "城东街道办事处")


def test_a_header_whose_cells_span_two_rows_is_two_rows_high() -> None:
    html = (
        "<p>检查日期：2024年6月20日</p><table><tr><td rowspan=2>序号</td><td rowspan=2>隐患内容</td><td colspan=2>隐患级别</td>"
        "<td rowspan=2>对策措施</td><td rowspan=2>要求完成日期</td><td rowspan=2>备注</td></tr><tr><td>一般</td><td>重大</td></tr>"
        "<tr><td>1</td><td>护栏缺失</td><td>√</td><td></td><td>补装护栏</td><td>2024年7月5日</td><td></td></tr>"
        "<tr><td>2</td><td>工房超定员作业</td><td></td><td>√</td><td>撤出超员人员</td><td>2024年7月2日</td><td></td></tr></table>"
    )
    paper = Sheet(read(html.encode(), "报告.html"))
    assert [row.value("level") for row in hazards.find(paper)[0]] == ["一般", "重大"]
    table, units = paper.tables[0]
    found = columns_of(table, grid(table, units), ROLES, table.n_cols)
    assert found is not None
    assert found.first_row == 2


@pytest.mark.parametrize(
    ("upper", "ends", "lower", "joined"),
    [
        ("（二）操作台胶板翘边。建议：重新粘贴并测电", 0.9, "阻，2024年12月15日前完成；已整改。", True),
        ("我院安排专家到贵公司开展检查，服务费", 0.93, "800.00元在预防费中列支。现将情况函告：", True),
        ("现将有关情况函告如下请贵公司按期整改", 0.98, "1.1护栏缺失，限期补装，请回复情况。", False),
        ("（二）操作台胶板翘边。建议：重新粘贴并", 0.6, "阻，2024年12月15日前完成；已整改。", False),
    ],
)
def test_letters_go_on_over_their_lines(upper: str, ends: float, lower: str, joined: bool) -> None:
    first = Line(upper, Box(111.0, 100.0, 90 + 432 * ends, 111.0))
    second = Line(lower, Box(90.0, 114.0, 90 + 10.5 * len(lower), 125.0))
    assert (len(grouped([[first], [second]], 522.0)) == 1) is joined


@pytest.mark.parametrize(
    ("text", "names"),
    [("徐芳黄秀兰", ("徐芳", "黄秀兰")), ("诸葛明远", ()), ("王小明", ()), ("安全专家", ()), ("高级工程师", ())],
)
def test_names_run_together_are_parted_in_one_way_or_not(text: str, names: tuple[str, ...]) -> None:
    assert names_run_together(text) == names


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("查出隐患：①护栏缺失（一般隐患；期限：2024年7月5日）；", [False, True]),
        ("01 回风巷局部淋水处锚网锈蚀破断", [True]),
        ("费用：1.50万元，由保险公司在预防费中列支。", [False]),
    ],
)
def test_where_items_begin(text: str, marked: list[bool]) -> None:
    unit = sheet(text).units[0]
    assert [part.marked for part in parts_of(unit)] == marked


def test_how_a_hazard_stands_goes_on_with_it() -> None:
    lines = ["01 锚网锈蚀破断", "等级：一般　期限：2025-06-28", "怎么改：更换锚网", "✔ 已整改 2025-06-26"]
    (row,) = hazards.find(sheet("日期：2025-06-13", "问题照片", *lines))[0]
    assert (row.value("description"), row.value("deadline")) == ("锚网锈蚀破断", date(2025, 6, 28))
    assert (row.value("rectified"), row.value("rectified_on")) == (True, date(2025, 6, 26))


def test_who_was_charged_is_no_client_and_experts_are_sent() -> None:
    told = fields_of(
        "隐患整改复查意见书",
        "宿州川江化工有限公司：",
        "我所受保险公司委托，安排黄国栋专家到你单位（保单号：PZAE2023341458162471），于2024年8月30日开展隐患排查。",
        "千思安全咨询事务所（普通合伙）",
    )
    assert (told["client"], told["experts"]) == ("宿州川江化工有限公司", ("黄国栋",))


@pytest.mark.parametrize(
    ("lines", "signed"),
    [
        (["三、企业意见", "同意。", "负责人：              年   月   日"], False),
        (["三、企业意见", "同意。", "负责人：王永胜    2024年8月27日"], True),
        (["三、主管单位意见", "同意。", "负责人：              年   月   日"], None),
        (["项目部已组织整改，施工现场恢复作业。", "项目负责人签字：张伟　　2024年8月27日"], True),
        (["报告编制人：李明", "施工现场已查看。", "项目负责人签字：　　　　"], None),
    ],
)
def test_whose_hand_a_place_waits_for(lines: list[str], signed: bool | None) -> None:
    fields = fields_of("服务日期：2024年8月26日", "企业名称：宿州海源建工有限公司", *lines)
    assert fields.get("customer_signed") is signed


def test_one_cell_of_two_lines_under_a_header_of_both() -> None:
    head = ["编号", "隐患情况/整改意见", "级别", "最迟完成", "完成情况"]
    table = [head, ["N1", "警戒牌数量不够\n增设警戒牌并专人值守", "一般", "2025/1/13", "未完成"]]
    (row,) = hazards.find(sheet("服务日期：2024年12月14日", ("table", table)))[0]
    assert (row.value("description"), row.value("advice")) == ("警戒牌数量不够", "增设警戒牌并专人值守")


def test_a_stroke_alone_is_as_high_as_its_font(monkeypatch: pytest.MonkeyPatch) -> None:
    standing = flat._Standing(289.6, 406.0, 9.75)
    monkeypatch.setattr(flat, "_standing", lambda page, index: standing)
    boxes = [289.6, 410.2, 298.6, 409.4, 289.2, 398.8, 298.9, 389.0]
    x0, top, x1, bottom = flat.as_high_as_fonts(None, "一般", range(2), boxes)[:4]
    assert (x0, x1) == (289.6, 298.6)
    assert top - bottom == pytest.approx(9.75)
    assert flat.as_high_as_fonts(None, "一般", range(2), boxes)[4:] == boxes[4:]


def test_who_did_something_on_a_day_and_for_whom() -> None:
    said = "受保险公司委托，先锋应急安全培训学校于2025年7月20日为上栗通运客运有限公司组织了应急演练，由梁伟、李海燕授课指导。"
    told = fields_of("服务小结", said)
    assert told["service_org"] == "先锋应急安全培训学校"
    assert (told["client"], told["experts"]) == ("上栗通运客运有限公司", ("梁伟", "李海燕"))


def test_the_day_of_a_review_goes_before_one_in_a_number() -> None:
    told = fields_of("单号：销字20250610-2", "复查日期：2025年6月15日至2025年6月16日", "服务类型：隐患复查")
    assert (told["service_start"], told["service_end"]) == (date(2025, 6, 15), date(2025, 6, 16))


def test_the_number_of_the_service_form_is_not_the_policys() -> None:
    table = [
        ["服务单编号", "SY-20250711-418", "证书编号", "41ZA71241890417"],
        ["企业名称", "甲矿业有限公司", "服务项目", "隐患排查"],
    ]
    paper = Paper("report", "docx", [("title", "事故预防服务单"), ("table", table)], "service_report")
    fields = service_report.extract(Sheet(read(drawn(paper)[1], "a.docx"))).fields
    assert [fields[name].value for name in ("report_no", "policy_no")] == ["SY-20250711-418", "41ZA71241890417"]


@pytest.mark.parametrize("label", ["客户确认", "被服务单位签字"])
@pytest.mark.parametrize(
    ("written", "signed", "name"),
    [
        ("演练按方案完成。汪小舟 2026年3月18日", True, "汪小舟"),
        ("演练按方案完成 汪小舟 2026.3.18", True, "汪小舟"),
        ("同意签收。汪小舟", True, "汪小舟"),
        ("演练已按方案完成。", None, None),
        ("培训内容完成", None, None),
        ("情况属实，拒绝签字。", False, None),
        ("2026年3月18日", False, None),
        ("服务真实、完成\n经办人：汪小舟　日期：2026-03-18", True, "汪小舟"),
        ("服务不认可，另行说明\n经办人：汪小舟　日期：2026-03-18", None, None),
        ("情况属实。\n（签字、盖章）　　年　月　日", False, None),
        ("情况属实。汪小舟（签字、盖章）　2026年3月18日", True, "汪小舟"),
    ],
)
def test_what_is_said_where_one_signs_is_no_empty_place(
    label: str, written: str, signed: bool | None, name: str | None
) -> None:
    told = fields_of("应急演练服务小结", ("table", [["服务日期", "2026年3月18日"], [label, written]]))
    assert (told.get("customer_signed"), told.get("signoff_name")) == (signed, name)


@pytest.mark.parametrize("head", ["整改", "已改", "完成"])
@pytest.mark.parametrize(
    ("cells", "mended"),
    [(["是", "是"], [True, True]), (["是", "否"], [True, False]), (["已整改", "已整改"], [True, True])],
)
def test_the_deed_alone_heads_whether_it_was_done(head: str, cells: list[str], mended: list[bool]) -> None:
    lines = [
        ["1", "冲床双手按钮一侧被短接", "重大", "恢复双手联锁", "2026年8月25日", cells[0]],
        ["2", "喷漆间灭火器压力不足", "一般", "送检充装", "2026年8月30日", cells[1]],
    ]
    header = ["序号", "隐患", "级别", "建议", "期限", head]
    rows = hazards.find(sheet("检查日期：2026年8月20日", ("table", [header, *lines])))[0]
    assert [row.value("rectified") for row in rows] == mended
    assert [row.value("advice") for row in rows] == ["恢复双手联锁", "送检充装"]


MAIL = [
    "隐患排查情况反馈",
    "我们5月22日到贵公司做了隐患排查，情况如下。",
    "发现的问题：",
    "1. 洗眼器无水，一般隐患，建议检修供水阀门，期限：2025年5月30日",
    "永州恒泰安全技术服务有限公司",
    "2025年5月26日",
]


@pytest.mark.parametrize(
    "lines",
    [
        [*MAIL, "-------- 回复 --------", "发件人：anhuan@kehu.example", "时间：2025年6月9日", "收到。"],
        [*MAIL, "From: anhuan@kehu.example", "Sent: 2025-11-09", "收到。"],
        [MAIL[0], "发件人：anhuan@kehu.example", "时间：2025年5月26日", *MAIL[1:4], "谢谢配合！", "此致"],
        [MAIL[0], "通报编号 HT-0526　签发 2025年5月26日", *MAIL[1:4], "谢谢配合！", "此致"],
    ],
)
def test_when_a_letter_was_sent_or_issued_is_the_year_of_its_visit_and_not_its_day(lines: list[str]) -> None:
    told = fields_of(*lines)
    assert (told["service_start"], told["service_end"]) == (date(2025, 5, 22), date(2025, 5, 22))


def test_the_time_of_a_training_under_its_subject_is_its_day() -> None:
    told = fields_of(
        "安全培训服务记录", "主题：受限空间作业", "时间：2025年6月9日", "地点：二楼会议室", "培训讲师：郑海清"
    )
    assert told["service_start"] == date(2025, 6, 9)


LETTER = ("服务单位：永州恒泰安全技术服务有限公司", "到场人员：郑海清", "1. 洗眼器无水，一般隐患，建议检修阀门，期限：2025年5月30日",
          "2. 液位计信号中断，重大隐患，建议恢复远传，期限：2025年6月6日", "谢谢配合！")  # fmt: skip
ANSWER = "郑工：来信收悉，所提两项属实，均已整改完毕，液位远传6月5日恢复，洗眼器5月28日修好。特此确认。"


@pytest.mark.parametrize(
    ("answer", "mended", "hand", "signed"),
    [
        (ANSWER, True, "江华磷化安环部 欧阳宁", True),
        ("你单位来函收悉，所列问题属实，现均已整改到位。", True, "江华磷化 蒋文", True),
        (ANSWER, True, "恒泰安全 蒋文", None),
        (ANSWER, True, "平安产险永州支公司 蒋文", None),
        ("来信收悉，所提问题不属实。", False, "江华磷化 蒋文", None),
        ("来信收悉，所提两项属实，均已列入整改计划。", False, "江华磷化 蒋文", True),
    ],
)
def test_an_answer_under_a_letter_tells_of_mending_and_who_confirms(
    answer: str, mended: bool, hand: str, signed: bool | None
) -> None:
    told = sheet(
        "隐患排查情况反馈", *LETTER, "永州恒泰安全技术服务有限公司", "2025年5月26日", answer, hand, "2025年6月9日"
    )
    fields = service_report.extract(told).fields
    rows = hazards.find(told)[0]
    assert [(row.value("rectified"), row.value("rectified_on")) for row in rows] == [(mended, None)] * 2
    assert (fields["customer_signed"].value if "customer_signed" in fields else None) is signed


@pytest.mark.parametrize(
    ("said", "experts"),
    [
        ("我公司指派注册安全工程师孟庆华、电气高级工程师袁军到贵公司开展隐患排查。", ("孟庆华", "袁军")),
        ("我公司派出化工注册安全工程师王军和消防注册工程师李海赴贵公司检查。", ("王军", "李海")),
        ("我公司派王军高级工程师到贵公司开展隐患排查。", ("王军",)),
        ("我公司专家组（组长徐光明，成员余乐平）对你公司开展了排查。", ("徐光明", "余乐平")),
        ("本次评估项目组情况如下。项目负责人关晓东，成员佟立新。", ("关晓东", "佟立新")),
        ("我公司派高级工程师到贵公司开展隐患排查。", None),
    ],
)
def test_ranks_and_leaders_before_the_names_of_those_who_came(said: str, experts: tuple[str, ...] | None) -> None:
    assert fields_of("隐患排查情况的函", "服务日期：2025年3月1日", said).get("experts") == experts


@pytest.mark.parametrize("over", ["服务单位：永州恒泰安全技术服务有限公司", "服务客户：江华盛达磷化有限公司"])
def test_those_who_took_part_are_of_the_body_over_them(over: str) -> None:
    bodies = ["服务客户：江华盛达磷化有限公司", "服务单位：永州恒泰安全技术服务有限公司"]
    lines = [*(body for body in bodies if body != over), over, "服务项目：隐患排查", "参加人员：艾尔肯·吐尔逊、马建军"]
    told = fields_of("事故预防服务报告", "服务时间：2026年3月5日", *lines, "客户签字：徐振江", "2026年3月6日")
    assert told.get("experts") == (("艾尔肯·吐尔逊", "马建军") if over.startswith("服务单位") else None)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("沧州安泰技服函〔2025〕第61号", "沧州安泰技服函〔2025〕第61号"),
        ("恒泰安全技术服务函（2025）12号", "恒泰安全技术服务函(2025)12号"),
        ("根据国务院安委会〔2024〕第2号", None),
    ],
)
def test_a_letter_is_numbered_in_the_words_of_a_long_office(line: str, number: str | None) -> None:
    told = fields_of("隐患排查情况的函", line, "江华盛达磷化有限公司：", "我公司于2025年3月1日到贵公司开展隐患排查。")
    assert told.get("report_no") == number


BLOCKED = "第二安全出口被废石堵塞。要求：立即清理，12月20日前完成。该项12月18日经复查已整改。"
FANS = [
    "1. 局部通风机未设风筒。要求：接长风筒，12月15日前完成。",
    "2. 信号室电话无备用电源。要求：增设电源，12月31日前完成。",
]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ["（一）重大隐患1项", BLOCKED, "（二）一般隐患2项", *FANS],
            [("重大", True), ("一般", False), ("一般", False)],
        ),
        (["重大隐患", BLOCKED, "一般隐患", *FANS], [("重大", True), ("一般", False), ("一般", False)]),
        (["（一）重大隐患0项", "未发现重大隐患。", "（二）一般隐患2项", *FANS], [("一般", False)] * 2),
        (["（一）一般隐患2项", "现场存在通风不足等问题，要求限期整改。", *FANS], [("一般", False)] * 2),
        (["重大隐患1项", BLOCKED, "请你公司高度重视，按期完成整改。"], [("重大", True)]),
    ],
)
def test_one_paragraph_under_a_heading_of_its_level_is_a_hazard(lines: list[str], told: list[tuple[str, bool]]) -> None:
    rows = hazards.find(sheet("井下排查通报", "检查日期：2025年12月4日", *lines, "江西安澜技术服务有限公司"))[0]
    assert [(row.value("level"), row.value("rectified")) for row in rows] == told


@pytest.mark.parametrize(
    ("title", "told", "kind"),
    [
        (
            "2025年11月安责险事故预防服务工作小结",
            "为清河远山建材有限公司（保单号：PZAB2025320100000123）开展了安全培训1次。",
            "service_report",
        ),
        (
            "2025年安责险事故预防服务工作小结",
            "为清河远山建材有限公司（保单号：PZAB2025320100000123）开展了安全培训1次。",
            "service_report",
        ),
        ("2025年安责险事故预防服务工作小结", "全年为辖区内投保企业开展安全培训31次、隐患排查52次。", "unknown"),
    ],
)
def test_a_summary_that_gives_the_number_of_a_policy_is_of_one_client(title: str, told: str, kind: str) -> None:
    blocks = [
        title,
        told,
        "培训时间：2025年11月18日，参训32人，专家阮琳授课。",
        "清河准安安全技术有限公司",
        "2025年11月20日",
    ]
    name, data = drawn(Paper("summary", "docx", blocks, "service_report"))
    assert classify(read(data, name)).kind == kind


def test_the_label_of_who_acted_is_nobodys_name() -> None:
    rows = [["被服务企业确认", "服务真实、完成"], ["经办人", "汪小舟"], ["日期", "2026-03-18"]]
    told = fields_of("应急演练服务小结", ("table", rows))
    assert (told.get("customer_signed"), told.get("signoff_name")) == (True, "汪小舟")


@pytest.mark.parametrize(
    ("lines", "signed"),
    [
        (["客户签章：", "检查机构：甲安全科技有限公司（章）　2026年6月5日"], False),
        (["企业确认：以上隐患情况与现场一致。　负责人：　　　（签字、盖章）　　年　月　日", "检查机构：甲安全科技有限公司（章）　2026年6月5日"], False),
        (["客户签章：", "甲安全科技有限公司（章）", "2026年6月5日"], False),
        (["客户签章：", "甲铸造厂（章）", "2026年6月5日"], True),
        (["企业确认：以上隐患情况与现场一致。　么玉山　（签字、盖章）　　年　月　日"], None),
    ],
)  # fmt: skip
def test_the_seal_of_who_served_under_the_enterprises_place_signs_nothing(
    lines: list[str], signed: bool | None
) -> None:
    told = fields_of(
        "事故隐患排查治理服务报告",
        "被服务企业：甲铸造厂",
        "服务机构：甲安全科技有限公司",
        "服务日期：2026年6月2日",
        *lines,
    )
    assert told.get("customer_signed") is signed


def test_the_number_of_the_paper_that_closes_a_hazard_is_no_state() -> None:
    rows = hazards.find(sheet("服务日期：2026年6月2日", ("table", [
        ["序号", "隐患情况", "类别", "治理建议", "治理期限", "治理情况", "销号单号", "销号日期"],
        ["1", "中频炉冷却水漏水报警失灵", "重大", "停炉检修", "2026-06-10", "已治理", "XH-26-018", "2026-06-09"],
        ["2", "落砂机防护罩缺失", "一般", "加装防护罩", "2026-06-20", "治理中", "", ""],
    ])))[0]  # fmt: skip
    assert [(row.value("rectified"), row.value("rectified_on")) for row in rows] == [
        (True, date(2026, 6, 9)),
        (False, None),
    ]


@pytest.mark.parametrize(
    ("cells", "signed"),
    [
        (["受检企业（签章）：　　年　月　日", "检查机构（签章）：甲安全科技有限公司\n陆建平　2026年4月20日"], False),
        (
            ["受检企业（签章）：汪小舟　2026年4月20日", "检查机构（签章）：甲安全科技有限公司\n陆建平　2026年4月20日"],
            True,
        ),
        (["企业确认", "汪小舟 已于2026-04-19 10:22通过小程序确认"], True),
        (["检查人员", "汪小舟 已于2026-04-19 10:22通过小程序确认"], None),
    ],
)
def test_what_stands_in_the_cell_of_who_served_signs_nothing(cells: list[str], signed: bool | None) -> None:
    told = fields_of("事故隐患排查治理服务报告", "被服务企业：甲铸造厂", "服务日期：2026年4月18日", ("table", [cells]))
    assert told.get("customer_signed") is signed
    assert told.get("signoff_name") == ("汪小舟" if signed else None)
