"""Papers of small offices that no ruling tells apart: browsers' prints, letters in plain words, books with a table for each policy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from extractor import read
from extractor.clauses import PROHIBITED, doubtful, recognise
from extractor.covers.prose.prose import from_prose
from extractor.document import Table
from extractor.evidence.sheet import Sheet
from extractor.hazards.meaning.absence import says_none
from extractor.hazards.meaning.outcome_words import outcome
from extractor.kinds import fee_ledger
from extractor.kinds.policy.deductibles import deductibles
from extractor.kinds.service_report.experts import read_experts
from extractor.kinds.service_report.visit import read_days
from extractor.layout.ruled.grid import Edge
from extractor.layout.ruled.joints import edges_at_joints
from extractor.record import Reading
from extractor.values import organisation
from tests.pdf_pages import Sheets
from tests.strangers.kit import Block, Paper, drawn


def sheet_of(form: str, *blocks: Block) -> Sheet:
    name, data = drawn(Paper("paper", form, list(blocks), ""))
    return Sheet(read(data, name))


@pytest.mark.parametrize(
    "text",
    [
        "地震及其次生灾害不在责任范围内。",
        "泥石流及其引发的损失不在承保之列。",
        "罚款和滞纳金不在保险责任范围内。",
        "访客随身财物不算在内。",
        "财产损失每次事故绝对免赔额为2,000元，人身伤亡无免赔。",
    ],
)
def test_a_sentence_that_names_nobody_shuts_nobody_out(text: str) -> None:
    assert not PROHIBITED & {match.code for match in (*recognise(text), *doubtful(text))}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("本保单项下事故预防服务费用按实收保险费的18%计提，金额为5,175.00元，专款专用。", False),
        ("事故预防服务每次另行收取服务费800元，由被保险人承担。", True),
    ],
)
def test_what_services_cost_charges_nobody_where_it_is_taken_from_the_premium(text: str, asked: bool) -> None:
    assert ("service_charged" in {match.code for match in (*recognise(text), *doubtful(text))}) is asked


def test_who_died_has_no_job_of_his_own_where_a_sum_is_paid_ahead() -> None:
    text = "死亡人员的赔偿金可先行垫付，垫付金额以每人责任限额为限。"
    assert "differing_sums_by_job" not in {match.code for match in (*recognise(text), *doubtful(text))}


@pytest.mark.parametrize(
    ("note", "rectified", "refused", "on"),
    [
        ("办完 2024/6/16", True, False, date(2024, 6, 16)),
        ("你厂当场表示不改", False, True, None),
        ("企业不办", False, True, None),
        ("还没改", False, False, None),
        ("2024-03-19复查已改", True, False, date(2024, 3, 19)),
        ("☑已整改　□未整改　□拒绝整改　整改日期 2025.11.11", True, False, date(2025, 11, 11)),
        ("□已整改　□未整改　☑拒绝整改", False, True, None),
        ("□已整改　☑未整改　□拒绝整改", False, False, None),
    ],
)
def test_what_became_of_a_hazard_in_plain_words(note: str, rectified: bool, refused: bool, on: date | None) -> None:
    told = outcome(note, status=True)
    assert (told["rectified"], told["refused"], told["rectified_on"]) == (rectified, refused, on)


def test_a_cover_that_pays_what_another_leaves_shuts_nobody_out() -> None:
    said = {match.code for match in recognise("外包队自己买了保险的，先由他们的保险赔，不足的本单补。")}
    assert not PROHIBITED & said


def browser_print(rows: list[list[list[str]]]) -> bytes:
    """A list as browsers print it: under each cell a line of its own, no upright; a cell is given as its printed lines."""
    xs = [40.0, 70.0, 115.0, 235.0, 330.0, 400.0]
    sheets, y = Sheets(), 120.0
    sheets.text(30, 20, "2025/11/3 09:12", 7)
    sheets.text(40, 70, "首页 > 服务管理 > 服务单详情")
    sheets.text(40, 85, "实际开始: 2024-09-26")
    sheets.text(300, 85, "实际完成: 2024-09-27")
    for row in rows:
        for x, lines in zip(xs, row, strict=False):
            for k, line in enumerate(lines):
                sheets.text(x + 3, y + 12 * k, line, 9)
        y += 12 * (max(map(len, row)) - 1) + 10
        for left, right in pairwise(xs):
            sheets.rule(left, y, right, y)
        y += 11
    return sheets.pdf()


LIST = [
    [["序", "号"], ["级别"], ["隐患描述"], ["整改措施"], ["整改时限"]],
    [["1"], ["一般隐", "患"], ["深基坑临边护栏缺失约十", "二米"], ["补设护栏"], ["2024-10-03"]],
    [["2"], ["重大隐", "患"], ["金属熔炼炉冷却水无联锁"], ["增设联锁后复", "产"], ["2024-10-08"]],
]


def test_where_the_pieces_of_level_rules_meet_columns_part() -> None:
    table = next(b for b in read(browser_print(LIST), "服务单.pdf").pages[0].blocks if isinstance(b, Table))
    told = {(cell.row, cell.col): cell.text.replace("\n", "") for cell in table.cells}
    assert [told[row, col] for row in range(3) for col in range(5)] == ["".join(cell) for row in LIST for cell in row]


def three_line_list(rows: list[list[list[str]]]) -> bytes:
    """A list with rules over and under its heading and under its last row only, each in a piece for every column."""
    xs = [40.0, 140.0, 250.0, 330.0, 420.0]
    sheets, y = Sheets(), 100.0
    sheets.text(42, 70, "表一　理赔清单")
    for at, row in enumerate(rows):
        if at < 2:
            for left, right in pairwise(xs):
                sheets.rule(left, y - 14, right, y - 14)
        for x, lines in zip(xs, row, strict=False):
            for k, line in enumerate(lines):
                sheets.text(x + 3, y + 12 * k, line, 9)
        y += 12 * max(map(len, row)) + 8
    for left, right in pairwise(xs):
        sheets.rule(left, y - 14, right, y - 14)
    return sheets.pdf()


def test_rows_between_rules_around_a_body_part_at_their_widest_gaps() -> None:
    rows = [
        [["案号"], ["事故日"], ["赔款"], ["结案日"]],
        [["NPA202510077"], ["2025年10月7", "日"], ["27,633.00"], ["2025年11月", "20日"]],
        [["NPA202511228"], ["2025年11月", "22日"], ["42,903.50"], ["2026年1月15", "日"]],
        [["NPA202512239"], ["2025年12月", "23日"], ["67,213.50"], ["2026年3月11", "日"]],
    ]
    table = next(b for b in read(three_line_list(rows), "清单.pdf").pages[0].blocks if isinstance(b, Table))
    told = {(cell.row, cell.col): cell.text.replace("\n", "") for cell in table.cells}
    assert [told.get((r, c)) for r in range(4) for c in range(4)] == ["".join(cell) for row in rows for cell in row]


@pytest.mark.parametrize(("text", "none"), [("排查发现：无。", True), ("排查发现：护罩缺失。", False)])
def test_nothing_was_found(text: str, none: bool) -> None:
    assert (says_none(sheet_of("docx", text)) is not None) is none


def test_whose_trade_and_standing_is_not_looked_at_is_not_called_left_out() -> None:
    text = "参保企业的职工，不看工种、不看身份，在册的、派来的、帮工的，一视同仁。"
    assert "all_employees" in {match.code for match in (*recognise(text), *doubtful(text))}


@pytest.mark.parametrize(("piece", "uprights"), [(50.4, 4), (46.0, 0)])
def test_dashes_of_a_broken_rule_part_no_columns(piece: float, uprights: int) -> None:
    rules = [Edge(y, x, x + piece) for y in (20.0, 40.0, 60.0) for x in (10.0, 60.0, 110.0)]
    assert len(edges_at_joints(rules, [], [])[1]) == uprights


def test_a_browsers_time_of_printing_is_no_day_of_the_visit() -> None:
    fields: dict[str, Reading[Any]] = {}
    read_days(Sheet(read(browser_print(LIST), "服务单.pdf")), fields, frozenset())
    assert (fields["service_start"].value, fields["service_end"].value) == (date(2024, 9, 26), date(2024, 9, 27))


def test_the_premium_of_this_item_is_that_of_the_cover_before() -> None:
    covers = from_prose(
        sheet_of(
            "docx",
            "每一人死亡或伤残，以人民币300,000.00元为限；每一事故，以人民币4,000,000.00元为限；保险期间内累计，以人民币8,000,000.00元为限。",
            "（一）雇员死伤：每一人300,000.00元，每一事故4,000,000.00元，期间累计8,000,000.00元；该项保险费21,269.07元。",
            "（二）雇员医治：每一人50,000.00元；该项保险费5,726.29元。",
        )
    )
    assert covers is not None
    told = [(row.value("code"), row.value("per_person"), row.value("premium")) for row in covers.rows]
    assert told == [
        ("employee_injury", Decimal(300000), Decimal("21269.07")),
        ("medical", Decimal(50000), Decimal("5726.29")),
    ]


@pytest.mark.parametrize("text", ["每次事故没有免赔。", "无自负额。"])
def test_no_deductible_in_other_words(text: str) -> None:
    assert [c.value for c in deductibles(sheet_of("docx", text))] == [0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("立保险单人昆仑山财产保险有限公司", "昆仑山财产保险有限公司"),
        ("承保温江德馨家具有限公司", "温江德馨家具有限公司"),
        ("同舟安全技术服务部", "同舟安全技术服务部"),
    ],
)
def test_words_of_the_sentence_are_no_part_of_a_name(text: str, name: str) -> None:
    assert organisation.parse(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("同舟安全技术服务部的胡伟、吴文斌于2025年5月8日到你厂查隐患。", ("胡伟", "吴文斌")),
        ("执行人员: 李海燕,林丽", ("李海燕", "林丽")),
    ],
)
def test_all_who_came_are_named(text: str, names: tuple[str, ...]) -> None:
    sheet = sheet_of("docx", text)
    agency = Reading("同舟安全技术服务部", sheet.units[0].span(), "prose", 0.8)
    fields: dict[str, Reading[Any]] = {"service_org": agency}
    read_experts(sheet, fields, frozenset())
    assert fields["experts"].value == names


def test_a_book_with_a_table_for_each_policy_under_its_number() -> None:
    header = ["日期", "计提", "支出", "用途", "收款人"]
    rows = [["单证号：GJ046AQ20247363718"], header, ["2024-11-24", "11950.46", "", "计提", ""], ["2024-12-22", "", "2600", "排查", "广济安全服务中心"], [], ["单证号：GJ046AQ20247365095"], header, ["2024-11-26", "5887", "", "计提", ""], ["2025-03-06", "", "1447", "演练", "广济安全服务中心"]]  # fmt: skip
    found = fee_ledger.extract(sheet_of("xlsx", ("sheet", "专账", [["安责险预防费专账"], *rows])))
    told = [(row.value("policy_no"), row.value("amount")) for row in found.tables["rows"]]
    assert told == [
        ("GJ046AQ20247363718", Decimal("11950.46")),
        ("GJ046AQ20247363718", Decimal(2600)),
        ("GJ046AQ20247365095", Decimal(5887)),
        ("GJ046AQ20247365095", Decimal(1447)),
    ]
