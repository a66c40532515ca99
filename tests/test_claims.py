"""Claims in tables upright and turned, on cards, in forms, numbered paragraphs and letters drawn here.

Names and numbers are invented. Rows are compared as (claim, policy, accident, paid, closed, uploaded).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from docx import Document as NewDocx

from extractor.evidence.sheet import Sheet
from extractor.examine import examine
from extractor.kinds import claim_record
from extractor.kinds.claim_record.facts.people_told import people_told
from extractor.kinds.policy import policy_numbers
from extractor.reading import read
from extractor.record import Row

POLICY = "QYAZ202534000012345"
Claim = tuple[str, str, str, str, str, str | None, str | None]
# number, accident, reported, victim, paid, closed, uploaded
ONE: Claim = ("LA2025340000101", "2025-02-11", "2025-02-12", "孟某", "12400.50", "2025-04-08", "2025-04-11")
TWO: Claim = ("LA2025340000202", "2025-05-06", "2025-05-06", "邵建平", "80000.00", "2025-07-30", "2025-08-19")
OPEN: Claim = ("LA2025340000303", "2025-11-20", "2025-11-21", "曹**", "", None, None)
BOTH = (ONE, TWO)
Block = str | list[list[str]]


def docx(*blocks: Block) -> bytes:
    paper = NewDocx()
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        table = paper.add_table(len(block), max(map(len, block)))
        for r, row in enumerate(block):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def cn(day: str | None) -> str:
    told = date.fromisoformat(day) if day else None
    return f"{told.year}年{told.month}月{told.day}日" if told else "—"


def rows_of(data: bytes, name: str = "a.docx") -> tuple[Row, ...]:
    return claim_record.extract(Sheet(read(data, name))).tables["rows"]


def told(data: bytes, name: str = "a.docx") -> list[tuple[Any, ...]]:
    names = ("report_no", "policy_no", "accident_date", "paid", "closed_date", "uploaded")
    return [tuple(row.value(c) for c in names) for row in rows_of(data, name)]


def truth(claims: Sequence[Claim]) -> list[tuple[Any, ...]]:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return [(c[0], POLICY, day(c[1]), Decimal(c[4]) if c[4] else None, day(c[5]), day(c[6])) for c in claims]


def csv(rows: Sequence[Sequence[object]]) -> bytes:
    return "\n".join(",".join("" if x is None else str(x) for x in row) for row in rows).encode("gb18030")


def test_days_of_other_steps_are_not_the_closing() -> None:
    rows: list[Sequence[object]] = [
        ["报案号", "保单号", "付款日期", "立案日期", "上传平台日期", "结案日期", "出险日期", "报案日期", "赔款"]
    ]
    for c in (*BOTH, OPEN):
        paid = date.fromisoformat(c[5]) - timedelta(days=4) if c[5] else ""
        rows.append([c[0], POLICY, paid, c[2], c[6], c[5], c[1], c[2], c[4]])
    assert told(csv(rows), "a.csv") == truth([*BOTH, OPEN])


def test_words_in_the_place_of_a_day_leave_the_column_one_of_days() -> None:
    heads = ["报案号", "保单号", "出险日期", "报案日期", "赔款", "结案日期", "上传日期"]
    rows: list[Sequence[object]] = [heads]
    for c, closed in ((BOTH[0], BOTH[0][5]), (OPEN, "未结")):
        rows.append([c[0], POLICY, c[1], c[2], c[4], closed, c[6]])
    assert told(csv(rows), "a.csv") == truth([BOTH[0], OPEN])


def test_the_day_a_case_was_entered_is_not_the_day_its_result_was_sent() -> None:
    rows: list[Sequence[object]] = [["报案号", "保单号", "录入时间", "出险时间", "结案时间", "上传平台时间", "赔款"]]
    rows += [[c[0], POLICY, c[2], c[1], c[5], c[6], c[4]] for c in BOTH]
    assert told(csv(rows), "b.csv") == truth(BOTH)


def test_headers_that_say_nothing_leave_the_days_to_time_and_judge_nobody() -> None:
    rows: list[Sequence[object]] = [
        ["报案号", "伤者", "保单号", "赔款（元）", "出险日期", "日子甲", "日子乙", "日子丙"]
    ]
    rows += [[c[0], c[3], POLICY, c[4], c[1], c[2], c[5], c[6]] for c in BOTH]
    found = rows_of(csv(rows), "c.csv")
    assert told(csv(rows), "c.csv") == truth(BOTH)
    assert all(row.cells[name].confidence < 0.45 for row in found for name in ("closed_date", "uploaded"))


def test_policies_stand_over_their_claims_across_the_list() -> None:
    heads = ["报案号", "出险日期", "报案日期", "伤亡人员", "赔付金额", "结案日期", "上报平台日期"]
    other = "QYAZ202534000067890"
    lines = [[c[0], c[1], c[2], c[3], c[4], c[5] or "", c[6] or ""] for c in BOTH]
    table = [heads, [f"保险单号 {POLICY}"], lines[0], [f"保险单号 {other}"], lines[1]]
    found = rows_of(csv(table), "a.csv")
    assert [(row.value("report_no"), row.value("policy_no")) for row in found] == [(ONE[0], POLICY), (TWO[0], other)]


def test_a_claim_in_cells_with_the_label_over_the_value() -> None:
    labels = ("报案号", "保单号", "出险日期", "报案日期", "结案日期", "结果上传日期")
    values = (ONE[0], POLICY, cn(ONE[1]), cn(ONE[2]), cn(ONE[5]), cn(ONE[6]))
    cells = [f"{label}\n{value}" for label, value in zip(labels, values, strict=True)]
    people = [["伤亡人员", "赔付金额（元）"], [ONE[3], ONE[4]]]
    assert told(docx("赔案信息", [cells[:3], cells[3:]], people)) == truth([ONE])


def test_people_one_after_the_other_in_the_form_of_a_claim() -> None:
    table = [
        ["报案号", ONE[0], "保单号", POLICY],
        ["事故发生日期", cn(ONE[1]), "报案日期", cn(ONE[2])],
        ["受害人", "邵建平", "伤害类别", "医疗"],
        ["索赔金额（元）", "1,500.00", "赔付金额（元）", "1,200.00"],
        ["受害人", "孟海燕", "伤害类别", "伤残"],
        ["索赔金额（元）", "9,500.00", "赔付金额（元）", "8,300.00"],
        ["结案日期", cn(ONE[5]), "结果上传日期", cn(ONE[6])],
    ]
    found = rows_of(docx("理赔情况登记", table))
    assert [(r.value("victim"), r.value("paid"), str(r.value("closed_date")), r.value("report_no")) for r in found] == [
        ("邵建平", Decimal("1200.00"), ONE[5], ONE[0]),
        ("孟海燕", Decimal("8300.00"), ONE[5], ONE[0]),
    ]


def test_one_claim_in_each_column() -> None:
    table = [
        ["案件编号", *(c[0] for c in BOTH)], ["事故时间", *(cn(c[1]) for c in BOTH)], ["伤亡人员", *(c[3] for c in BOTH)],
        ["实际赔付", *(c[4] for c in BOTH)], ["办结时间", *(cn(c[5]) for c in BOTH)], ["回传平台时间", *(cn(c[6]) for c in BOTH)],
    ]  # fmt: skip
    assert told(docx("理赔案件情况表", "保单号：" + POLICY, table)) == truth(BOTH)


def test_cards_side_by_side() -> None:
    labels = ("报案号", "出险日期", "赔款", "结案日期", "上传日期")
    values = [[c[0], c[1], c[4], c[5] or "", c[6] or ""] for c in BOTH]
    table = [[label, a, label, b] for label, a, b in zip(labels, *values, strict=True)]
    assert told(docx("赔案卡片", "保险单号：" + POLICY, table)) == truth(BOTH)


def test_cards_below_each_other_with_an_open_claim() -> None:
    blocks: list[Block] = ["安责险理赔档案卡"]
    for c in (*BOTH, OPEN):
        blocks.append(
            [
                ["出险时间", cn(c[1]), "报案时间", cn(c[2])],
                ["报案编号", c[0], "保险单号", POLICY],
                ["受伤人员", c[3], "赔款", c[4]],
                ["结案时间", cn(c[5]), "上传时间", cn(c[6])],
            ]
        )
    assert told(docx(*blocks)) == truth([*BOTH, OPEN])


def test_lines_whose_number_comes_last() -> None:
    blocks: list[Block] = ["理赔档案", "保险单号：" + POLICY]
    for c in BOTH:
        blocks += [
            "赔案信息",
            f"事故发生：{cn(c[1])}",
            f"赔付：{c[4]}元",
            f"结案：{cn(c[5])}",
            f"上传：{cn(c[6])}",
            f"报案号：{c[0]}",
        ]
    assert told(docx(*blocks)) == truth(BOTH)


def test_numbered_paragraphs() -> None:
    lines = [
        f"{i}. {cn(c[1])}，{c[3]}发生事故，{cn(c[2])}接到报案（报案号：{c[0]}），企业申请赔偿99999.00元，实际赔付{c[4]}元，{cn(c[5])}结案，{cn(c[6])}将结果上传平台。"
        for i, c in enumerate(BOTH, 1)
    ]
    assert told(docx("年度理赔情况报告", "保单号：" + POLICY, *lines, "报告日期：2026年1月5日")) == truth(BOTH)


def test_a_letter_with_days_that_leave_their_year_out() -> None:
    c = ONE
    paper = docx(
        "关于理赔结果的函",
        "泾州新源铸造有限公司：",
        f"2025年2月11日8时20分，贵司职工孟某被钢件砸伤，贵司次日向我司报案（报案号{c[0]}，保单号{POLICY}）。我司2月13日派员查勘，"
        f"3月28日收齐索赔材料，贵司申请赔偿15,000.00元，经核定赔付{c[4]}元，4月3日赔款到账。4月8日本案结案，4月11日已将理赔结果上传至监管平台。",
        "2025年4月14日",
    )
    assert told(paper) == truth([c])
    assert examine([("函.docx", paper)]).kind == "claim_record"


def test_assessing_is_not_closing() -> None:
    c = ONE
    paper = docx(
        "理赔案件结案报告",
        f"报案号：{c[0]}　保险单号：{POLICY}",
        f"一、事故经过：{cn(c[1])}9时许，员工左手被夹伤，企业随即报案。",
        f"二、理赔处理：我司于2025年3月20日完成定损，最终赔付{c[4]}元，2025年4月6日划付。",
        f"三、结案及上传：{cn(c[5])}结案，{cn(c[6])}将理赔结果上传平台。",
    )
    assert told(paper) == truth([c])


def test_a_day_of_payment_alone_closes_nothing_for_sure() -> None:
    paper = docx(
        "赔付告知书",
        f"报案号：{ONE[0]}",
        f"保险单号：{POLICY}",
        f"出险日期：{cn(ONE[1])}",
        f"赔款{ONE[4]}元已于2025年4月6日支付。",
        f"平台上传日期：{cn(ONE[6])}",
    )
    row = rows_of(paper)[0]
    assert row.value("uploaded") == date(2025, 4, 11)
    assert "closed_date" not in row.cells or row.cells["closed_date"].confidence < 0.45


def test_what_others_laid_out_and_what_was_paid_in_advance_is_not_what_was_paid() -> None:
    letters = [
        f"{cn(c[1])}，贵单位员工{c[3]}受伤，报案号{c[0]}。贵单位自行垫付医药费6,000.00元，申请赔偿99,999.00元。我公司先期支付3,300.00元，经核定，我公司赔付总额为{c[4]}元，{cn(c[5])}结案，处理结果于{cn(c[6])}上传监管平台。"
        for c in BOTH
    ]
    assert told(docx("赔付情况函", "保险单号：" + POLICY, *letters)) == truth(BOTH)
    cards: list[Block] = ["补偿结案卡"]
    for c in BOTH:
        cards.append(
            [["案件号", c[0], "保险单号", POLICY], ["事故发生时间", cn(c[1]), "施工单位垫支", "9,000.00"], ["乙方先拨", "2,000.00", "补偿总额", c[4]],
             ["结案时间", cn(c[5]), "平台录入时间", cn(c[6])]]
        )  # fmt: skip
    assert told(docx(*cards)) == truth(BOTH)


def test_two_values_stacked_in_one_cell_are_two_columns() -> None:
    table = [["赔案号\n保单号", "出险日期\n报案日期", "伤亡人\n类别", "索赔额\n实赔额", "结案日期\n上传日期"]]
    table += [
        [f"{c[0]}\n{POLICY}", f"{c[1]}\n{c[2]}", f"{c[3]}\n伤残", f"99,999.00\n{c[4]}", f"{c[5]}\n{c[6]}"] for c in BOTH
    ]
    table.append(["合计", "", "", "199,998.00", ""])
    assert told(docx("赔案登记表", table)) == truth(BOTH)


def test_a_name_and_a_number_that_wrap_are_not_stacked() -> None:
    table = [["赔案号", "保险单\n号码", "出险\n日期", "赔付金额", "结案日期", "上传日期"]]
    table += [[c[0], f"{POLICY[:10]}\n{POLICY[10:]}", c[1], c[4], c[5] or "", c[6] or ""] for c in BOTH]
    assert told(docx("赔案登记表", table)) == truth(BOTH)


def test_a_reckoning_and_a_timeline_with_sums_tell_what_was_paid_in_all() -> None:
    reckoned: list[Block] = []
    steps: list[Block] = ["理赔案件跟踪表", "保单号：" + POLICY]
    for c in BOTH:
        paid = Decimal(c[4])
        part = paid - 1000
        reckoned += [
            "赔款计算书",
            [["赔案编号", c[0], "保险单号", POLICY], ["出险日期", cn(c[1]), "报案日期", cn(c[2])]],
            [["计算项目", "金额（元）"], ["申请赔偿金额", f"{paid + 900}"], ["减：不合理费用", "900.00"], ["应赔金额", c[4]], ["减：已预付", "1000.00"], ["本次支付", f"{part}"]],
            f"结案日期：{cn(c[5])}　　平台上传日期：{cn(c[6])}",
        ]  # fmt: skip
        steps += [
            f"报案号：{c[0]}　伤者：{c[3]}",
            [["日期", "事项"], [c[1], "发生事故"], [c[1], "施工单位垫付抢救费11,000.00元"], [c[2], "企业报案"], [c[2], "保险公司预付1,000.00元"], [c[5] or "", f"结案，赔付合计{c[4]}元"], [c[6] or "", "结果上传平台"]],
        ]  # fmt: skip
    assert told(docx(*reckoned)) == truth(BOTH)
    assert told(docx(*steps)) == truth(BOTH)


def test_people_under_each_of_several_claims() -> None:
    people = ("马志强", "郭文斌")
    blocks: list[Block] = ["理赔案件详情"]
    for k, c in enumerate(BOTH):
        sums = [Decimal(c[4]) + n for n in range(2 - k)]
        blocks += [
            f"案件 {c[0]}",
            [["报案号", c[0], "保单号", POLICY], ["事故发生时间", f"{c[1]} 7时58分", "报案时间", c[2]]],
            [["伤亡人员", "损失类型", "索赔金额", "赔付金额"]] + [[who, "伤残", f"{s + 900}", f"{s}"] for who, s in zip(people, sums, strict=False)],
            "办理进度：",
            f"{c[2]} 接到报案，调度查勘；",
            f"{date.fromisoformat(c[2]) + timedelta(2)} 现场查勘完成；",
            f"{date.fromisoformat(c[2]) + timedelta(9)} 企业提交索赔材料；",
            f"{c[5]} 赔款到账，案件结案；",
            f"{c[6]} 理赔结果上传监管平台。",
        ]  # fmt: skip
    first, second = truth(BOTH)
    assert told(docx(*blocks)) == [first, (*first[:3], first[3] + 1, *first[4:]), second]


def test_a_heading_that_ran_on_after_the_days_of_a_claim_heads_the_next() -> None:
    steps = [f"{c[2]} 接到报案；{c[5]} 赔款到账，案件结案；{c[6]} 理赔结果上传监管平台。" for c in BOTH]
    form = [[["报案号", c[0], "保单号", POLICY], ["事故发生时间", c[1], "赔付金额", c[4]]] for c in BOTH]
    blocks: list[Block] = [f"案件 {ONE[0]}", form[0], steps[0] + f"案件 {TWO[0]}", form[1], steps[1]]
    assert told(docx(*blocks)) == truth(BOTH)


def test_a_refusal_closes_and_what_was_asked_for_is_not_paid() -> None:
    said = f"1. 案号渔赔20240041。{cn(ONE[1])}，船员孟小军受伤，{cn(ONE[2])}单位向本社报案，要求赔偿81,209.50元。经审核不属于保险责任，本社于{cn(ONE[5])}书面拒赔并结案，{cn(ONE[6])}将结果上传平台。"
    row = rows_of(docx("理赔情况报告", "保险单号：" + POLICY, said))[0]
    assert (row.value("report_no"), row.value("claimed"), row.value("paid")) == (
        "渔赔20240041",
        Decimal("81209.50"),
        None,
    )
    assert (row.value("closed_date"), row.value("uploaded")) == (date(2025, 4, 8), date(2025, 4, 11))


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("凭证编号：渔安2025-400190", "渔安2025-400190"),
        ("（凭证编号渔安2025-400190）", "渔安2025-400190"),
        ("保单号为2025-400190", "2025-400190"),
        ("保险单号：人保PDAA20243400", "PDAA20243400"),
    ],
)
def test_a_number_begins_with_the_short_name_of_who_gave_it(said: str, number: str) -> None:
    assert policy_numbers(Sheet(read(docx("赔案情况", said), "a.docx")))[0].value == number


def test_a_sum_that_was_asked_for_heads_no_payment_and_a_short_word_heads_the_policy() -> None:
    paper = docx(
        "赔案登记簿",
        [
            ["报案编号", "单号", "出事日期", "伤亡人员", "要求赔付", "实际赔付", "结案日期"],
            ["JHP2025052921", "AQZR-2024-998848139", "2025.05.29", "胡雪梅", "42,832.36", "41,532.36", "2025.08.12"],
        ],
    )
    (row,) = rows_of(paper)
    assert (row.value("claimed"), row.value("paid")) == (Decimal("42832.36"), Decimal("41532.36"))
    assert row.value("policy_no") == "AQZR-2024-998848139"


def test_a_form_may_list_the_people_of_its_claim_in_rows_of_its_own() -> None:
    def form(number: str, day: str, *people: list[str]) -> list[list[str]]:
        rows = [["案件编号", number, "事故发生日", day], ["报案日", day, "结案日", "2025年8月28日"]]
        return [*rows, ["伤亡人员", "类型", "索赔金额（元）", "赔付金额（元）"], *people]

    one = form("3808LP202500007", "2025年7月3日", ["徐芳", "死亡", "29,996.00", "27,496.00"], ["郭雪梅", "伤残", "71,732.50", "67,732.50"])  # fmt: skip
    two = form("3808LP202500008", "2025年8月6日", ["梁晓东", "死亡", "60,233.36", "58,933.36"])
    found = rows_of(docx("安责险赔付结果报送表", "保单编号：" + POLICY, [*one, *two]))
    assert [(r.value("report_no")[-1], r.value("victim"), r.value("paid")) for r in found] == [
        ("7", "徐芳", Decimal("27496.00")),
        ("7", "郭雪梅", Decimal("67732.50")),
        ("8", "梁晓东", Decimal("58933.36")),
    ]


def test_a_card_may_have_its_labels_over_its_values_row_upon_row() -> None:
    heads = [["报案编号", "保单号", "伤亡人员"], ["事故日期", "结案日期", "赔付金额"]]
    said = [[["CTBA20250620001", POLICY, "周伟"], ["2025年6月20日", "2025年8月16日", "90,655.00"]]]
    said += [[["CTBA20250807002", POLICY, "何伟"], ["2025年8月7日", "2025年10月12日", "37,509.50"]]]
    found = rows_of(docx("赔案登记卡", [row for one in said for pair in zip(heads, one, strict=True) for row in pair]))
    assert [(r.value("report_no"), r.value("victim"), str(r.value("closed_date")), r.value("paid")) for r in found] == [
        ("CTBA20250620001", "周伟", "2025-08-16", Decimal("90655.00")),
        ("CTBA20250807002", "何伟", "2025-10-12", Decimal("37509.50")),
    ]


def test_a_label_with_its_day_beside_is_no_storey_over_the_list_in_its_grid() -> None:
    rows = [
        ["出险时间", "2024年7月21日", "", "报案时间", "2024年7月22日"],
        ["结案时间", "2024年9月7日", "", "上传平台时间", "2024年9月9日"],
        ["伤亡人员", "类别", "索赔金额", "赔付金额", ""],
        ["杨芳", "医疗", "110,876.00元", "107,776.00元", ""],
    ]
    document = read(docx("报案号 TFL202400031", rows), "a.docx")
    (row,) = claim_record.extract(Sheet(document)).tables["rows"]
    assert row.value("paid") == Decimal("107776.00")
    assert row.cells["paid"].confidence > 0.8


def test_a_counted_heading_names_no_two_days_and_what_is_left_of_a_total_was_paid() -> None:
    sums = [["项目", "申报金额", "核定金额"], ["医疗费", "7,940.00", "7,380.00"], ["误工费", "2,400.00", "2,000.00"]]
    sums += [["合计", "10,340.00", "9,380.00"], ["减：免赔额", "", "400.00"], ["赔付金额", "", "8,980.00"]]
    for heading in ("三、结案", "三、结案及上传"):
        paper = docx(
            "安责险赔案材料", "报案号：DJHK202608030007", f"保单号：{POLICY}", "出险时间：2026年8月3日 14:40", sums,
            heading, "2026年9月4日赔款支付完毕，案件于当日结案；9月8日资料上传监管平台。",
        )  # fmt: skip
        day, closed, sent = date(2026, 8, 3), date(2026, 9, 4), date(2026, 9, 8)
        assert told(paper) == [("DJHK202608030007", POLICY, day, Decimal("8980.00"), closed, sent)]


@pytest.mark.parametrize(
    ("text", "hurt"),
    [
        ("因2025年8月19日李铁柱高处坠落受伤一事", {"李铁柱"}),
        ("2025年9月1日张三出险一案", {"张三"}),
        ("致王建国、李小明等3人受伤", {"王建国", "李小明"}),
        ("乙方：马生福（伤者）", {"马生福"}),
        ("员工藏玉芬烘干塔作业烫伤", {"藏玉芬"}),
        ("3月8日金工车间发生机械伤害", set()),
        ("6月3日马达绞伤手指", set()),
        ("2025年6月2日江宁区发生触电事故", set()),
        ("8月8日向阳镇工厂触电", set()),
        ("3月9日石墨坩埚破裂烫伤一人", set()),
        ("工人正在清理料斗被压伤", set()),
        ("造成人员受伤", set()),
        ("搬运途中致罗火金小腿骨折", {"罗火金"}),
        ("剖竹车间童水根的左手被锯片割伤", {"童水根"}),
        ("本人万长顺，系茶厂员工，右手被机器挤伤", {"万长顺"}),
        ("致右手骨折，造成左手食指挫伤", set()),
        ("公司高空作业人员坠落受伤", set()),
        ("制管工段袭建美在清理料斗时绞伤左臂", {"袭建美"}),
        ("该厂成品库在装卸时货物压伤一人", set()),
        ("二车间张力辊夹伤手指", set()),
        ("本人同意，右手受伤一事就此了结", set()),
    ],
)
def test_who_was_hurt_is_a_name_and_no_other_word(text: str, hurt: set[str]) -> None:
    assert {name for name, *_ in people_told(text)} == hurt
