"""Hazards, signatures and bodies as agencies' letters, surveys, notices and forms tell them, and a book with a part for each policy."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import extract, read
from extractor.classify import KindGuess
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.record import Record
from tests.strangers.kit import Paper, drawn


def record(form: str, kind: str, *blocks: Any) -> Record:
    name, data = drawn(Paper("paper", form, list(blocks), kind))
    return extract(read(data, name), KindGuess(kind, 1.0, ()))


def told(form: str, *blocks: Any) -> list[tuple[Any, ...]]:
    name, data = drawn(Paper("report", form, list(blocks), "service_report"))
    rows, _, _ = hazards.find(Sheet(read(data, name)))
    return [
        (row.value("description"), row.value("level"), str(row.value("deadline"))[5:], row.value("rectified"))
        for row in rows
    ]


SURVEY = (
    "R01 三号磨机地坑无盖板",
    "建议 Recommendation：加盖并上锁",
    "等级 Priority：重大　期限 Due：2025年3月9日　状态 Status：2025年3月8日已落实",
    "R02 化验室通风橱不转",
    "建议 Recommendation：修理电机",
    "等级 Priority：一般　期限 Due：2025年3月12日　状态 Status：未落实",
)
AGAIN = (
    "1. 制氧间门口停放叉车（一般，应于2025年3月6日前整改）—",
    "—经查已于2025年3月5日",
    "整改到位。",
    "2. 煤斗爬梯锈断（重大，应于2025年3月9日前整改）—",
    "—企业仍拒绝整改。",
)
IN_ONE_CELL = (
    "table",
    [
        ["体检日期", "2025年3月1日", "体检人", "罗立新"],
        [
            "体检发现",
            "1、窑头平台护栏松动（一般隐患）。整改意见：焊牢；整改时限：2025年3月6日；尚未整改。\n"
            "2、煤磨防爆阀被焊死（重大隐患）。整改意见：恢复；整改时限：2025年3月9日；2025年3月8日已整改。",
            "<",
            "<",
        ],
    ],
)
SIGNED_FOR = (
    "table",
    [
        ["序号", "隐患内容", "隐患类别", "整改要求", "限期完成日期"],
        ["1", "传送带拉绳失效", "一般", "修复拉绳", "2025年3月6日"],
        ["2", "库房台账有涂改", "一般", "更正并由双人签字", "2025年3月9日"],
    ],
)


@pytest.mark.parametrize(
    ("blocks", "rows"),
    [
        (SURVEY, [("三号磨机地坑无盖板", "重大", "03-09", True), ("化验室通风橱不转", "一般", "03-12", False)]),
        (AGAIN, [("制氧间门口停放叉车", "一般", "03-06", True), ("煤斗爬梯锈断", "重大", "03-09", False)]),
        ((IN_ONE_CELL,), [("窑头平台护栏松动", "一般", "03-06", False), ("煤磨防爆阀被焊死", "重大", "03-09", True)]),
        ((SIGNED_FOR,), [("传送带拉绳失效", "一般", "03-06", False), ("库房台账有涂改", "一般", "03-09", False)]),
    ],
    ids=["bilingual survey", "re-inspection", "one cell", "what two sign"],
)
def test_every_hazard_of_a_list_is_read_with_its_day_and_state(blocks: Any, rows: list[tuple[Any, ...]]) -> None:
    assert told("docx", *blocks) == rows


def test_a_workbooks_list_on_its_side_keeps_its_lines_of_states() -> None:
    rows = [
        ["隐患情况", "第1项", "第2项"],
        ["问题描述", "磨机地坑无盖板", "通风橱不转"],
        ["级别", "一般", "重大"],
        ["最迟完成日", "2025-03-06", "2025-03-09"],
        ["目前状态", "已完成", "未完成"],
        ["完成日期", "2025-03-05", ""],
    ]
    assert told("xlsx", ("sheet", "走访", rows)) == [
        ("磨机地坑无盖板", "一般", "03-06", True),
        ("通风橱不转", "重大", "03-09", False),
    ]


def test_who_writes_a_notice_serves_and_its_sentence_names_the_experts() -> None:
    got = record(
        "docx",
        "service_report",
        ("title", "事故隐患整改通知单"),
        "庆安县北方粮油有限公司：",
        "2025年3月1日，我单位专家林玉华、罗立新在为你单位提供隐患排查服务时，发现以下事故隐患：",
        SIGNED_FOR,
        "龙江安达保险公估有限公司",
        "2025年3月1日",
        "接收人（签字）：梁立新　　2025年3月2日",
    )
    assert got.value("service_org") == "龙江安达保险公估有限公司"
    assert got.value("client") == "庆安县北方粮油有限公司"
    assert got.value("experts") == ("林玉华", "罗立新")


def test_advice_that_two_sign_is_no_place_where_the_enterprise_did_not_sign() -> None:
    got = record(
        "docx",
        "service_report",
        ("title", "查勘报告"),
        SIGNED_FOR,
        "3. 被保险人确认",
        "姓名：吴雪梅　日期：2025年3月3日",
    )
    assert got.value("customer_signed") is True
    assert got.value("signoff_name") == "吴雪梅"


def test_a_part_of_a_book_is_of_the_policy_over_it_though_its_number_looks_like_a_credit_code() -> None:
    head = ["发生日期", "类型", "金额", "用途", "支付给"]
    got = record(
        "xlsx",
        "fee_ledger",
        ("sheet", "甲", [["安责险事故预防费用台账（保单号：457088765413862276）"], head, ["2025-02-27", "提取", "9270.48", "提取", ""], ["2025-03-23", "使用", "3500.00", "排查", "平川安全技术有限公司"]]),
        ("sheet", "乙", [["安责险事故预防费用台账（保单号：457088765413863653）"], head, ["2025-03-01", "提取", "2996.75", "提取", ""], ["2025-03-25", "使用", "614.00", "培训", "育安培训有限公司"]]),
    )  # fmt: skip
    assert [row.value("policy_no")[-4:] for row in got.tables["rows"]] == ["2276", "2276", "3653", "3653"]


CLOSED = (
    "table",
    [
        ["序号", "前次隐患", "级别", "要求时间", "是否销号", "销号时间", "未销号原因"],
        ["1", "压缩机房通道被占", "一般", "2025.03.06", "是", "2025.03.05", ""],
        ["2", "液氯库尾气吸收装置停用", "重大", "2025.03.09", "否", "", "企业拒绝整改"],
    ],
)
ANSWERED = (
    "table",
    [
        ["序", "隐患描述及级别", "整改要求", "限改日期", "整改结果", "完成/上报日期"],
        ["1", "值班记录空白【一般】", "补录并签名", "2025/3/6", "已整改", "2025/3/5"],
        ["2", "液氯库尾气吸收装置停用【重大】", "恢复装置", "2025/3/9", "拒绝整改", "2025/3/12报南街街道办事处"],
    ],
)


@pytest.mark.parametrize("block", [CLOSED, ANSWERED], ids=["marks and reasons", "one column for two days"])
def test_what_became_of_each_hazard_is_told_by_its_own_cells(block: Any) -> None:
    name, data = drawn(Paper("report", "docx", [block], "service_report"))
    mended, refused = hazards.find(Sheet(read(data, name)))[0]
    assert (mended.value("rectified"), str(mended.value("rectified_on")), mended.value("reported_on")) == (True, "2025-03-05", None)  # fmt: skip
    assert (refused.value("rectified"), refused.value("refused")) == (False, True)


def test_a_list_of_one_line_is_read_as_the_one_under_the_same_heads_is() -> None:
    heads = ["问题", "怎么改", "何时改完", "改没改"]
    grave = [heads, ["液氯库尾气风机停转", "停用检修", "2025.03.16", "拒绝整改（2025.04.10报南街街道办事处）"]]
    other = [
        heads,
        ["机修间灯具损坏两盏", "更换灯具", "2025.03.19", "还没改"],
        ["货架无限重牌", "补挂", "2025.03.19", "2025.03.17改完"],
    ]
    assert told("docx", "重大隐患（1项）", ("table", grave), "一般隐患（2项）", ("table", other)) == [
        ("液氯库尾气风机停转", "重大", "03-16", False),
        ("机修间灯具损坏两盏", "一般", "03-19", False),
        ("货架无限重牌", "一般", "03-19", True),
    ]  # fmt: skip


def test_numbered_problems_take_the_rest_from_a_table_of_their_numbers() -> None:
    rows = [
        ["问题编号", "整改措施", "完成期限", "复查结果"],
        ["1", "盖严并设警示", "2025年3月6日", "未完成"],
        ["2", "停用检修", "2025年3月9日", "企业拒绝整改"],
        ["3", "补录并签名", "2025年3月9日", "合格（2025年3月8日）"],
    ]
    items = [
        "1. 磨粉间：沉淀池没有盖严；（一般隐患）",
        "2. 液氯库：尾气风机停转；（重大隐患）",
        "3. 磨粉间：值班记录空白；（一般隐患）",
    ]
    assert told("docx", *items, ("table", rows)) == [
        ("沉淀池没有盖严", "一般", "03-06", False),
        ("尾气风机停转", "重大", "03-09", False),
        ("值班记录空白", "一般", "03-09", True),
    ]
    # places that all differ may be words of what is wrong, and stay
    assert [row[:2] for row in told("docx", items[0], items[1], ("table", rows[:3]))] == [
        ("磨粉间：沉淀池没有盖严", "一般"),
        ("液氯库：尾气风机停转", "重大"),
    ]


HEADS = ["序号", "部位", "隐患内容", "等级"]
ACROSS = ["<", "<", "<"]
MENDED = ["整改措施：盖严并设警示。期限：2025年3月6日。复查：2025年3月5日整改完成。", *ACROSS]
OPEN = ["整改措施：停用检修　期限：2025年3月9日　复查：企业拒绝整改，2025年3月12日报告南街街道办事处", *ACROSS]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            [HEADS, ["1", "磨粉间", "沉淀池没有盖严", "一般"], MENDED, ["2", "液氯库", "尾气风机停转", "重大"], OPEN],
            [("沉淀池没有盖严", "盖严并设警示", "03-06", True, None), ("尾气风机停转", "停用检修", "03-09", False, "03-12")],
        ),
        ([HEADS, ["1", "磨粉间", "沉淀池没有盖严", "一般"], MENDED], [("沉淀池没有盖严", "盖严并设警示", "03-06", True, None)]),
        (
            [["序号", "隐患内容", "整改措施", "等级"], ["1", "沉淀池没有盖严", "盖严并设警示", "一般"], ["检查人：吴雪梅　日期：2025年3月3日", *ACROSS]],
            [("沉淀池没有盖严", "盖严并设警示", None, False, None)],
        ),
    ],
    ids=["two", "only one", "who signs below is no second line"],
)  # fmt: skip
def test_the_wide_line_under_an_entry_is_read_by_its_own_labels(rows: Any, wanted: list[tuple[Any, ...]]) -> None:
    name, data = drawn(Paper("report", "docx", [("table", rows)], "service_report"))
    days = [
        (row.value("description"), row.value("advice"), row.value("deadline"), row.value("rectified"), row.value("reported_on"))
        for row in hazards.find(Sheet(read(data, name)))[0]
    ]  # fmt: skip
    assert [tuple(f"{v:%m-%d}" if hasattr(v, "day") else v for v in row) for row in days] == wanted


def test_days_of_a_cell_are_told_apart_by_the_words_before_them() -> None:
    rows = [
        ["隐患ID", "隐患描述/整改措施", "级别", "状态", "时间节点"],
        ["HZ01", "沉淀池没有盖严措施：加盖并上锁", "一般", "已闭环", "闭环 2025-03-05\n截止 2025-03-06"],
        ["HZ02", "尾气风机停转措施：停用检修", "重大", "拒改", "截止 2025-03-09\n上报 2025-03-12 南街街道办事处"],
        ["HZ03", "值班记录空白措施：补录并签名", "一般", "未整改", "截止 2025-03-09\n预计完成 2025-03-08"],
    ]
    name, data = drawn(Paper("report", "docx", [("table", rows)], "service_report"))
    names = ("description", "advice", "deadline", "rectified_on", "refused", "reported_on")
    read_rows = [[row.value(n) for n in names] for row in hazards.find(Sheet(read(data, name)))[0]]
    assert [[f"{v:%m-%d}" if hasattr(v, "day") else v for v in row] for row in read_rows] == [
        ["沉淀池没有盖严", "加盖并上锁", "03-06", "03-05", False, None],
        ["尾气风机停转", "停用检修", "03-09", None, True, "03-12"],
        ["值班记录空白", "补录并签名", "03-09", None, False, None],
    ]


def test_what_is_to_be_signed_is_no_place_for_a_signature() -> None:
    rows = [
        ["问题", "怎么改", "何时改完", "改没改"],
        ["机修间灯具损坏两盏", "更换灯具", "2025.03.19", "还没改"],
        ["锅炉班值班记录空白", "补录并签名", "2025.03.16", "还没改"],
        ["料斗护罩缺失", "补装护罩", "2025.03.16", "2025.03.15改完"],
    ]
    assert [row[0] for row in told("docx", ("table", rows))] == [row[0] for row in rows[1:]]


LEVELLED = [
    ["序号", "隐患描述", "隐患级别", "整改措施", "要求完成", "完成情况"],
    ["1", "爬梯缺护笼", "重大", "加装", "3.31", "3.30完成"],
    ["2", "动火票缺2次签字", "一般", "补签", "4.5", "已约人，未完成"],
]


def test_days_without_their_year_in_a_column_of_days_and_what_was_not_done_at_last() -> None:
    blocks = ("检查日期：2025年3月26日", ("table", LEVELLED))
    assert [(due, done) for _, _, due, done in told("docx", *blocks)] == [("03-31", True), ("04-05", False)]


@pytest.mark.parametrize(
    "opinion", ["报告内容属实，同意。　罗立新　2025年3月27日", "同意报告内容。矿长：罗立新　2025年3月27日"]
)
def test_the_name_that_ends_the_enterprises_opinion_signs_and_not_who_is_to_mend(opinion: str) -> None:
    paper = record(
        "docx",
        "service_report",
        "检查日期：2025年3月26日",
        ("table", LEVELLED),
        "3.3 标识褪色（一般）。措施：更换。责任人：安监科。期限：2025年6月30日。",
        ("table", [["企业意见", opinion]]),
    )
    assert [paper.value(name) for name in ("customer_signed", "signoff_name")] == [True, "罗立新"]
    assert str(paper.value("signoff_date")) == "2025-03-27"


def test_a_reply_by_numbers_answers_with_yes_or_no_and_a_day() -> None:
    found = (
        "table",
        [
            ["号", "隐患", "级别", "限期"],
            ["1", "皮带机尾无护罩", "重大", "2025-09-18"],
            ["2", "电缆拖地", "一般", "2025-09-20"],
        ],
    )
    reply = ("table", [["号", "是否改完", "改完日期"], ["1", "是", "2025-09-17"], ["2", "否", ""]])
    assert [row[3] for row in told("docx", found, "整改回执", reply)] == [True, False]


def test_experts_before_the_body_whose_people_they_are() -> None:
    paper = record(
        "docx",
        "service_report",
        "来厂检查单",
        "谁来的：罗立新、樊志军，泾州泰安安全服务有限公司",
        "哪天来的：2025年3月26日",
    )
    assert paper.value("experts") == ("罗立新", "樊志军")
