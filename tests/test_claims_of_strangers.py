"""Claim records by imagined offices: what each paper tells, and papers on claims that tell of none.

The papers are in ``tests/strangers/claims_*.py``; ``python -m tests.strangers.measure claims_first -v`` says what is read of them.
"""

from __future__ import annotations

import pytest

from extractor.classify import classify
from extractor.evidence.sheet import Sheet
from extractor.kinds import claim_record
from extractor.kinds.claim_record.meaning.codes import spelled_out
from extractor.kinds.claim_record.meaning.day_labels import is_beside, said_of_day
from extractor.reading import read
from tests.strangers import (
    claims_eighteenth,
    claims_eighth,
    claims_eleventh,
    claims_fifteenth,
    claims_fifth,
    claims_first,
    claims_fourteenth,
    claims_fourth,
    claims_nineteenth,
    claims_ninth,
    claims_second,
    claims_seventeenth,
    claims_seventh,
    claims_sixteenth,
    claims_sixth,
    claims_tenth,
    claims_third,
    claims_thirteenth,
    claims_thirtieth,
    claims_twelfth,
    claims_twentieth,
    claims_twentyeighth,
    claims_twentyfifth,
    claims_twentyfirst,
    claims_twentyfourth,
    claims_twentyninth,
    claims_twentysecond,
    claims_twentyseventh,
    claims_twentysixth,
    claims_twentythird,
)
from tests.strangers.kit import Paper, drawn, plain
from tests.strangers.measure import measured

OPEN = {
    "a yearly list by a school of mines, one paragraph a case with a heading",  # families that no list of names has
    "an arrangement of who handles claims",
    "news of a payment",
    "a board of a claims team: a case in every cell, its facts in lines, stages as columns",  # rare families again
    "a report's annex: a small heading for each case and short sentences under it",
    "an enterprise's own register of accidents with its cost of each, no insurance in it",
    "a reckoning of what is paid with parts, what is taken off and the result in figures and words",  # a day cut by a wrap
    "an advance and a rest in columns without a total",  # their sum is printed nowhere
    "a chat of a group, one message a step, under a line that tells the year",  # 来报个案, a name of no list
    "messages to the customer, one a step",  # 已受理报案 on the day of the message
    "a letter of thanks by the hurt that tells the whole case",  # 我叫, 28号 within a sentence
}
"""What is not read yet."""
PAPERS = [
    pytest.param(paper, id=f"{name}: {paper.what}")
    for name, papers in (
        ("first", claims_first.PAPERS),
        ("second", claims_second.PAPERS),
        ("third", claims_third.PAPERS),
        ("fourth", claims_fourth.PAPERS),
        ("fifth", claims_fifth.PAPERS),
        ("sixth", claims_sixth.PAPERS),
        ("seventh", claims_seventh.PAPERS),
        ("eighth", claims_eighth.PAPERS),
        ("ninth", claims_ninth.PAPERS),
        ("tenth", claims_tenth.PAPERS),
        ("eleventh", claims_eleventh.PAPERS),
        ("twelfth", claims_twelfth.PAPERS),
        ("thirteenth", claims_thirteenth.PAPERS),
        ("fourteenth", claims_fourteenth.PAPERS),
        ("fifteenth", claims_fifteenth.PAPERS),
        ("sixteenth", claims_sixteenth.PAPERS),
        ("seventeenth", claims_seventeenth.PAPERS),
        ("eighteenth", claims_eighteenth.PAPERS),
        ("nineteenth", claims_nineteenth.PAPERS),
        ("twentieth", claims_twentieth.PAPERS),
        ("twentyfirst", claims_twentyfirst.PAPERS),
        ("twentysecond", claims_twentysecond.PAPERS),
        ("twentythird", claims_twentythird.PAPERS),
        ("twentyfourth", claims_twentyfourth.PAPERS),
        ("twentyfifth", claims_twentyfifth.PAPERS),
        ("twentysixth", claims_twentysixth.PAPERS),
        ("twentyseventh", claims_twentyseventh.PAPERS),
        ("twentyeighth", claims_twentyeighth.PAPERS),
        ("twentyninth", claims_twentyninth.PAPERS),
        ("thirtieth", claims_thirtieth.PAPERS),
    )
    for paper in papers
    if paper.what not in OPEN
]


@pytest.mark.parametrize("paper", PAPERS)
def test_what_a_paper_tells_of_claims(paper: Paper) -> None:
    kind, _, rows = measured(paper)
    assert (kind == "claim_record") == (paper.kind == "claim_record")
    assert rows.misses == []


def claims(*rows: list[str], name: str = "2024", over: str = "安责险理赔台账") -> list[dict[str, object]]:
    """The claims of a sheet under a heading, as plain values."""
    file, data = drawn(Paper("", "xlsx", [("sheet", name, [[over], *rows])], "claim_record"))
    return [
        {key: plain(cell.value) for key, cell in row.cells.items()}
        for row in claim_record.extract(Sheet(read(data, file))).tables["rows"]
    ]


def told(*lines: str) -> dict[str, object]:
    """The one claim of a letter, as plain values."""
    rows = claim_record.extract(Sheet(read("\n".join(lines).encode(), "paper.txt"))).tables["rows"]
    return {key: plain(cell.value) for key, cell in rows[0].cells.items()}


def test_days_of_a_letter_without_their_year_are_not_after_it() -> None:
    row = told(
        "工作联系单",
        "日期：2025-07-04",
        "3月25日我厂员工李国柱被烫伤，3月26日报案（案号：BT1502-25-C0147），保险公司6月30日结案，赔款24,650元。",
    )
    assert (row["accident_date"], row["closed_date"]) == ("2025-03-25", "2025-06-30")


def test_what_is_left_of_a_total_was_paid_and_what_the_kin_agreed_on_was_not() -> None:
    row = told(
        "报案号：DG44190025A00623，出险日期2025-01-20",
        "医疗费38,200元，误工费9,600元，合计47,800元。",
        "扣除免赔1,000元后，实际赔付46,800元。",
    )
    assert row["paid"] == 46800
    row = told(
        "报案号：DG44190025A00624，出险日期2025-01-20",
        "企业与家属协议约定赔偿105万元。",
        "我司理算金额为600,000.00元，赔付人民币陆拾万元整。",
    )
    assert row["paid"] == 600000


def test_a_sentence_that_wraps_before_a_day_names_it_above() -> None:
    """The line breaks right before the day of the upload, as it does before any word of a paragraph."""
    wrapped = (
        "2025年3月6日出险，伤者李国柱，报案号BA202500380001。保险责任成立，赔款8,200\n"
        "元已支付，经办机构为我公司责任保险部理赔中心，结案日期2025年4月28日，上传日期\n2025年5月4日。"
    )
    _, data = drawn(Paper("", "pdf", [("title", "理赔台账"), wrapped], "claim_record"))
    sheet = Sheet(read(data, "paper.pdf"))
    assert any("上传日期2025年5月4日" in unit.text for unit in sheet.units)
    (row,) = claim_record.extract(sheet).tables["rows"]
    assert (plain(row.value("closed_date")), plain(row.value("uploaded"))) == ("2025-04-28", "2025-05-04")


def test_who_tells_when_what_befell_whom_tells_two_days() -> None:
    row = told(
        "贵公司于2025年3月2日就2025年3月1日发生的烫伤事故向我公司报案，报案号QL5001250412。赔款8,000元，2025年5月6日结案。"
    )
    assert (row["accident_date"], row["reported_date"]) == ("2025-03-01", "2025-03-02")
    row = told("报案号QL5001250412，徐家保，2025年3月9日出险当天报案，2025年5月6日赔了 8,000.00 元并结案。")
    assert (row["accident_date"], row["reported_date"], row["victim"]) == ("2025-03-09", "2025-03-09", "徐家保")


def test_what_ends_a_step_on_the_way_closes_nothing_and_a_heading_tells_the_year() -> None:
    (row,) = claims(
        [*HEAD[:5], "查勘完成", "理赔完成", HEAD[6]],
        [*NUMBERS, *["2025-03-05"] * 2, "8,000.00", "2025-03-08", "2025-05-06", "2025-05-08"],
    )
    assert row["closed_date"] == "2025-05-06"
    (row,) = claims([*HEAD[:5], "查勘完成"], [*NUMBERS, *["2025-03-05"] * 2, "8,000.00", "2025-03-08"])
    assert "closed_date" not in row
    row = told(
        "2025年度安责险出险及理赔情况",
        "3月11日，职工李国柱左手被卷入。3月12日报案，报案号YL6108250000522。7月3日赔付5,900元，7月8日结案。",
    )
    assert (row["accident_date"], row["closed_date"]) == ("2025-03-11", "2025-07-08")


@pytest.mark.parametrize(
    ("head", "judged"),
    [
        ("结案日期", True),
        ("理赔完成", True),
        ("赔付日期", False),
        ("归档日期", False),
        ("治疗结束", False),
        ("伤情稳定结束", False),
    ],
)
def test_by_a_day_that_only_may_be_the_closing_nobody_is_judged(head: str, *, judged: bool) -> None:
    rows = [[*HEAD[:5], head, HEAD[6]], [*NUMBERS, "2024-03-05", "2024-03-06", "8,000.00", "2024-04-01", "2024-06-30"]]
    _, data = drawn(Paper("", "xlsx", [("sheet", "2024", [["安责险理赔台账"], *rows])], "claim_record"))
    (row,) = claim_record.extract(Sheet(read(data, "paper.xlsx"))).tables["rows"]
    assert (row.cells["closed_date"].confidence >= 0.45) == judged


def test_what_was_entered_in_a_system_may_be_the_upload_and_judges_nobody() -> None:
    lines = "报案号QL5001250412，伤者徐家保，2025年3月9日出险，2025年5月6日结案，赔款8,000元，5月20日在系统做了登记。"
    (row,) = claim_record.extract(Sheet(read(lines.encode(), "paper.txt"))).tables["rows"]
    assert row.cells["uploaded"].confidence < 0.45


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("报案号/立案号", "BA25000001/LA25000002", "BA25000001"),
        ("立案号/报案号", "LA25000002／BA25000001", "BA25000001"),
        ("保单号、报案号", "PZ24000001、BA25000001", "BA25000001"),
    ],
)
def test_two_numbers_behind_one_label(label: str, value: str, expected: str) -> None:
    row = told(
        f"{label}：{value}",
        "出险/报案日期：2025-03-01 / 2025-03-02",
        "估损／赔付金额：9,000.00／8,000.00",
        "结案日期：2025-05-06",
    )
    assert (row["report_no"], row["accident_date"], row["reported_date"]) == (expected, "2025-03-01", "2025-03-02")
    assert row["paid"] == 8000


HEAD = ["报案号", "保单号", "出险日期", "报案日期", "赔付金额", "结案日期", "上传日期"]
NUMBERS = ["BA3300240001", "PL3300230077"]


def test_days_that_may_stand_two_ways_are_left_out_and_others_of_the_list_tell_which_stands_first() -> None:
    either = claims(HEAD, [*NUMBERS, "05/06/2024", "06/06/2024", "8,000.00", "07/08/2024", "09/08/2024"])
    assert "accident_date" not in either[0]
    told = claims(HEAD, [*NUMBERS, "05/06/2024", "06/06/2024", "8,000.00", "07/08/2024", "19/08/2024"])
    assert (told[0]["accident_date"], told[0]["closed_date"]) == ("2024-06-05", "2024-08-07")


def test_a_year_runs_on_into_january_and_is_not_guessed() -> None:
    line = [*NUMBERS, "11.5", "11.6", "8,000.00", "1.20", "1.23"]
    assert claims(HEAD, line)[0]["closed_date"] == "2025-01-20"
    untold = claims(HEAD, line, name="Sheet1", over="理赔台账")
    assert not untold or "accident_date" not in untold[0]


def test_sums_of_two_decimals_are_no_days() -> None:
    rows = claims(
        [*HEAD[:4], "赔付（万元）", *HEAD[5:]],
        [*NUMBERS, "2024-03-05", "2024-03-06", "3.12", "2024-05-01", "2024-05-04"],
        ["BA3300240002", NUMBERS[1], "2024-04-05", "2024-04-06", "8.20", "2024-06-01", "2024-06-04"],
    )
    assert [row["paid"] for row in rows] == [31200, 82000]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["事发时间", "立案日期", "客户报案日", "归档日期", "打款日期", "报平台时间"], [0, 2, 4, 5]),
        (["案发日期", "报保险公司日期", "定损日期", "结清日期", "审批日期", "结果回传日"], [0, 1, 3, 5]),
        (["出险", "接报案时间", "协议签订日期", "赔款到账时间", "案结日期", "报备日期"], [0, 1, 4, 5]),
    ],
)
def test_days_beside_the_four_are_none_of_them(heads: list[str], expected: list[int]) -> None:
    days = ["2024-03-01", "2024-03-02", "2024-03-04", "2024-05-06", "2024-05-08", "2024-05-10"]
    days[expected[1]], days[expected[2]] = "2024-03-02", "2024-05-07"
    row = claims(["报案号", "保单号", *heads, "赔款"], [*NUMBERS, *days, "8,000.00"])[0]
    names = ("accident_date", "reported_date", "closed_date", "uploaded")
    assert [row[name] for name in names] == [days[at] for at in expected]


def test_labels_of_days() -> None:
    assert [is_beside(label) for label in ("保险期间", "核赔日期", "理赔完成时间")] == [True, True, False]
    assert said_of_day("报送监管平台日期") == {"uploaded": 1.0}
    assert said_of_day("出险通知书提交日期") == {}


def test_names_of_columns_in_letters() -> None:
    assert [spelled_out(name) for name in ("plcyNo", "LOSS_DT", "CaseCloseDate", "bah", "AGE", "GDP", "X")] == [
        "保单号", "出险日期", "结案日期", "报案号", "年龄", "", "",
    ]  # fmt: skip


def test_policies_over_their_claims_and_totals_over_several_columns() -> None:
    rows = claims(
        HEAD[:1] + HEAD[2:],
        ["保单号：PL3300230077"],
        ["BA3300240001", "2024-03-05", "2024-03-06", "8,000.00", "2024-05-01", "2024-05-04"],
        ["保单号：PL3300230088"],
        ["BA3300240002", "2024-04-05", "2024-04-06", "900.00", "2024-06-01", "2024-06-04"],
        ["赔款总计", "", "", "8,900.00"],
    )
    assert [(row["report_no"], row["policy_no"]) for row in rows] == [
        ("BA3300240001", "PL3300230077"),
        ("BA3300240002", "PL3300230088"),
    ]


@pytest.mark.parametrize("instead", ["在办", "诉讼", "转人工"])
def test_words_in_place_of_a_day_leave_the_column_one_of_days(instead: str) -> None:
    rows = claims(
        HEAD,
        ["BA3300240001", "PL3300230077", "2024-03-05", "2024-03-06", "8,000.00", "2024-05-01", "2024-05-04"],
        ["BA3300240002", "PL3300230077", "2024-04-05", "2024-04-06", "", instead, ""],
    )
    assert [row.get("closed_date") for row in rows] == ["2024-05-01", None]


def test_that_nothing_was_claimed_is_a_record_and_a_guide_is_none() -> None:
    def kind(*lines: str) -> str:
        return classify(read("\n".join(lines).encode(), "paper.txt")).kind

    none = ("赔付记录查询结果", "保险单号：PL330023000077", "保险期间内未接到报案，无赔付记录。")
    assert kind(*none) == "claim_record"
    assert kind("安责险理赔须知", "一、报案：请拨打客服电话。", "二、结案后7日内上传赔付结果。") != "claim_record"


HEADS = {
    "report_no": "报案号 赔案号 案件编号 理赔案号 立案编号 受理编号 案卷号 出险编号 赔案流水 案件代码 理赔受理号 报案登记号",
    "policy_no": "保单号 保险单号 承保单号 保险合同号 保险凭证号 所属保单 对应保单 关联保单号 涉及保单 出险保单 保单流水号 归属保单号",
    "accident_date": "出险日期 事故时间 事故发生日 事发日期 受伤时间 案发日期 出事日期 出险（事故）时间 伤害发生日期 出险 事发 发生时间",
    "reported_date": "报案日期 接报案时间 报险日期 报保险公司日期 受理日期 通知日期 接案日期 报案 客户报案日 首次报案时间 报告保险公司日期 接报日期",
    "paid": "赔付金额 赔款 已决赔款 实际赔付 实付赔款 保险赔付 结案金额 最终赔付 核赔金额 保险金 核定赔款 赔付总额",
    "closed_date": "结案日期 办结日期 赔付完成日期 销案日期 案结日期 赔付日期 付款日期 到账日期 处理完毕日期 结案 案件关闭日期 打款日期",
    "uploaded": "上传日期 报送日期 平台报送时间 录入平台时间 数据回传时间 推送时间 报平台时间 报备日期 上传 结果反馈平台日期 入平台日期 系统上传",
}
BESIDE = "查勘日期 立案日期 核定日期 定损日期 资料齐全日期 预付日期 归档日期 审批日期 鉴定日期 出院日期 协议签订日期 单证收齐日期"
"""Heads as offices write them, the k-th of each in the k-th list, with a day beside that is none of the four."""


@pytest.mark.parametrize("k", range(12))
def test_heads_that_offices_use(k: int) -> None:
    line = {
        "report_no": "LP3300240091", "policy_no": "AQ33002300771", "accident_date": "2024-03-05", "reported_date": "2024-03-06",
        "paid": "8,640.50", "closed_date": "2024-05-20", "uploaded": "2024-05-24",
    }  # fmt: skip
    heads, values = [row.split()[k] for row in HEADS.values()], list(line.values())
    at = k % (len(heads) + 1)
    heads[at:at], values[at:at] = [BESIDE.split()[k]], ["2024-03-11"]
    [row] = claims(heads, values)
    assert {name: row.get(name) for name in line} == {**line, "paid": 8640.5}


TWO_IN_A_CELL = {
    "at strokes": (["报案号/保单号", "出险/报案日期", "姓名（性质）", "索赔/赔付（元）", "结案/上传日期"], "{}\n{}"),
    "below each other": (["案件号\n保单号", "事发日期\n报险日期", "姓名（性质）", "索赔金额\n赔付金额", "结案\n上传日期"], "{}\n{}"),
    "on one line": (["报案号及保单号", "出险、报案日期", "伤者（伤情）", "索赔/赔付", "结案／上传"], "{}/{}"),
    "in brackets": (["报案号（保单号）", "出险日期（报案日期）", "姓名（性质）", "索赔（赔付）金额", "结案日期（上传日期）"], "{}（{}）"),
    "at blanks": (["报案号/保单号", "出险/报案日期", "姓名（性质）", "索赔/赔付金额", "结案/上传日期"], "{} {}"),
}  # fmt: skip


@pytest.mark.parametrize("manner", TWO_IN_A_CELL)
@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_two_values_in_every_cell(manner: str, form: str) -> None:
    heads, two = TWO_IN_A_CELL[manner]
    told = [
        ("AJ2025030001", "BD77120250001", "2025-03-01", "2025-03-02", "马国栋", "医疗", 32000, 28500.5, "2025-05-01", "2025-05-06"),
        ("AJ2025040002", "BD77120250001", "2025-04-11", "2025-04-12", "齐志刚", "伤残", 5300, 5100, "2025-06-03", "2025-06-05"),
    ]  # fmt: skip
    table = [heads]
    for no, policy, day, reported, who, how, asked, paid, closed, up in told:
        sums = two.format(f"{asked:,.2f}", f"{paid:,.2f}")
        table.append(
            [two.format(no, policy), two.format(day, reported), f"{who}（{how}）", sums, two.format(closed, up)]
        )
    blocks = [("sheet", "台账", table)] if form == "xlsx" else [("title", "理赔案件登记表"), ("table", table)]
    names = "report_no policy_no accident_date reported_date victim kind claimed paid closed_date uploaded"
    kind, _, rows = measured(Paper("", form, blocks, "claim_record", columns=names, rows=told))
    assert kind == "claim_record"
    assert rows.misses == []


def heads_of(*rows: list[str]) -> list[str]:
    """The first row of a table in a letter, as the columns it is read with."""
    file, data = drawn(Paper("", "docx", [("table", list(rows))], "claim_record"))
    [(_, units)] = Sheet(read(data, file)).tables
    return [u.text for u in units if u.cell is not None and u.cell.row == 0]


def test_what_is_not_two_values_in_every_cell_stays_one_column() -> None:
    heads = ["报案号/保单号", "出险/报案日期"]
    assert heads_of(heads, ["BA2025030\n01", "2025-03-01"], ["BA2025040\n02", "2025-04-11"]) == heads
    assert heads_of(heads, ["BA202503001", "2025-03-01\n2025-03-02"], ["BA202504002", "2025-04-11"]) == heads
    wrapped = ["BA20250300012025030001\n1120250", "2025-03-01"]
    assert heads_of(heads, wrapped, wrapped) == heads
    assert heads_of(["赔付金额(万元)"], ["3.20\n2.85"], ["1.10\n1.05"]) == ["赔付金额(万元)"]


def test_words_instead_of_both_values_are_no_day_and_a_number_that_wraps_is_one() -> None:
    rows = claims(
        ["赔案号/保单号", "出险/报案日期", "伤者", "赔款", "结案/上传日期"],
        ["AJ202503\n0001\nBD7712025\n0001", "2025-03-\n01\n2025-03-\n02", "马国栋", "28,500.00", "2025-05-01\n2025-05-06"],
        ["AJ202504\n0002\nBD7712025\n0001", "2025-04-\n11\n2025-04-\n12", "齐志刚", "—", "未决"],
    )  # fmt: skip
    assert [(row["report_no"], row["policy_no"]) for row in rows] == [
        ("AJ2025030001", "BD77120250001"),
        ("AJ2025040002", "BD77120250001"),
    ]
    assert [(row.get("closed_date"), row.get("uploaded")) for row in rows] == [
        ("2025-05-01", "2025-05-06"),
        (None, None),
    ]


@pytest.mark.parametrize("label", ["出险地点", "出险部位"])
@pytest.mark.parametrize("place", ["1203运输巷", "2201工作面", "K0123号库房"])
def test_a_place_with_a_number_is_no_number_of_a_case(label: str, place: str) -> None:
    lines = (
        "报案号：BAMX2026520300000044　保单号：PZMX202652030000000118",
        f"报案日期：2026年5月6日　{label}：{place}",
        "受害人：冯光前　出险日期：2026年5月6日",
        "赔款支付日期：2026年7月20日　结案日期：2026年7月22日",
    )
    rows = claim_record.extract(Sheet(read("\n".join(lines).encode(), "paper.txt"))).tables["rows"]
    assert [row.value("report_no") for row in rows] == ["BAMX2026520300000044"]


@pytest.mark.parametrize(
    ("head", "claimed"), [("估损金额", None), ("立案估损", None), ("报损金额", 9000.0), ("估损/索赔金额", 9000.0)]
)
def test_what_an_insurer_reckons_a_case_to_come_to_was_claimed_by_nobody(head: str, claimed: float | None) -> None:
    listed = claims([*HEAD[:4], head, *HEAD[4:]], [*NUMBERS, "2024-05-06", "2024-05-07", "9,000.00", "8,000.00", "2024-07-08", "2024-07-09"])  # fmt: skip
    row = told(
        "报案号：BA25000001",
        "出险日期：2025-03-01",
        f"{head}：9,000.00元",
        "赔付金额：8,000.00元",
        "结案日期：2025-05-06",
    )
    assert [(one.get("claimed"), one["paid"]) for one in (*listed, row)] == [(claimed, 8000)] * 2


@pytest.mark.parametrize(
    ("said", "paid"),
    [
        ("医疗费核定2860元，扣免赔300元后实赔2560元", 2560),
        ("核定2860元，实赔2560元，企业另自行补偿1000元", 2560),
        ("核损2860元，自负300元，我司赔2560元", 2560),
        ("赔付2560元（核定2860元，免赔300元）", 2560),
        ("核赔2860元", 2860),
        ("核定2860元，企业已赔付1000元", 2860),
        ("核定2860元，预赔1000元", 2860),
        ("核赔2860元，分两次赔付：1月赔付1000元，2月赔付1860元", 2860),
    ],
)
def test_what_was_assessed_stands_back_behind_what_was_paid_of_it(said: str, paid: int) -> None:
    row = told("报案号：BA25000001", f"2025年3月1日女工冯某右手割伤，当日报案，{said}，2025年5月6日结案。")
    assert row["paid"] == paid


def test_what_is_reported_of_yesterday_befell_yesterday() -> None:
    row = told(
        "【理赔群】2025年聊天记录",
        "4月3日 8:12 安全员老韩：昨晚中班破碎机崩料，伤了一人，保单NMWH15030325000127，来报个案",
        "4月3日 8:40 理赔小贺：收到，案号WH25-0403-1",
        "5月28日 15:05 理赔小贺：WH25-0403-1赔款8,900元今天到账，今天同时结案",
    )
    assert (row["accident_date"], row["closed_date"]) == ("2025-04-02", "2025-05-28")
    assert row.get("reported_date") != "2025-04-02"
