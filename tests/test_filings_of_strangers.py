"""Whole filings of strangers, from their files to what a user sees: every planted fault is found and nobody is wrongly accused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractor import read
from extractor.agreements.headings import is_lead_in
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from extractor.hazards.meaning.absence import left_unread
from extractor.hazards.meaning.outcome_words import outcome as outcome_of
from extractor.values import organisation
from tests.pdf_pages import Sheets
from tests.strangers import filings, fourth_filings, more_filings, third_filings
from tests.strangers.filed import outcome, write
from tests.strangers.filings import Filing
from tests.strangers.kit import Paper, drawn

FILINGS = (*filings.FILINGS, *more_filings.FILINGS, *third_filings.FILINGS, *fourth_filings.FILINGS)
# Faults not found, by how the filing's name begins. A letter has no section of agreements that could be called whole, a sentence
# that may be meant otherwise is shown to a person, and a list without a day may be of either year's policy.
LEFT_OPEN = {
    "a fireworks shop in 贵州": {"clause_missing"},
    "a colliery in 鸡西": {"staff_list_longer_than_insured"},
    "a gas carrier in 榆林": {"objectionable_wording"},
}


@pytest.mark.parametrize("filing", FILINGS, ids=lambda filing: filing.name[:40])
def test_what_a_user_sees(filing: Filing, tmp_path: Path) -> None:
    write(filing, tmp_path)
    seen = outcome(filing, tmp_path)
    left = next((kinds for name, kinds in LEFT_OPEN.items() if filing.name.startswith(name)), set())
    assert seen.false == ()
    assert set(seen.missed) <= left


@pytest.mark.parametrize(("cell", "unread"), [("一般", True), ("良好", False)])
def test_a_level_alone_in_a_cell_keeps_a_list_from_being_called_missing(cell: str, unread: bool) -> None:
    blocks = [("title", "安全服务工作单"), ("table", [["看了哪里", "评价"], ["探伤室", cell]])]
    name, data = drawn(Paper("report", "docx", blocks, "service_report"))
    assert (left_unread(Sheet(read(data, name))) is not None) is unread


def app_page(cards: list[list[tuple[str, str]]]) -> bytes:
    """A page of an app: labels in small print, each over its value, three side by side."""
    sheets, y = Sheets(), 60.0
    sheets.text(60, y, "现场服务工单", 16)
    for card in cards:
        for i in range(0, len(card), 3):
            y += 26
            for k, (label, value) in enumerate(card[i : i + 3]):
                sheets.text(60 + 160 * k, y, label, 7.5)
                sheets.text(60 + 160 * k, y + 13, value, 10.5)
        y += 14
    sheets.canvas.showPage()
    sheets.canvas.save()
    return sheets.buffer.getvalue()


def test_small_labels_over_values_are_no_rows_of_a_list() -> None:
    hazard = [
        [("隐患1", "应急照明灯三盏不亮"), ("等级", "一般隐患"), ("整改建议", "更换电池并月度测试"), ("整改期限", "2025.05.24"), ("当前状态", "待整改")],
        [("隐患2", "地下污水井作业无监护"), ("等级", "重大隐患"), ("整改建议", "停止作业并落实审批"), ("整改期限", "2025.05.26"), ("当前状态", "拒绝整改")],
    ]  # fmt: skip
    document = read(app_page(hazard), "工单.pdf")
    rows = hazards.find(Sheet(document))[0]
    told = [[row.value(c) for c in ("level", "description", "deadline", "refused")] for row in rows]
    assert told == [
        ["一般", "应急照明灯三盏不亮", date(2025, 5, 24), False],
        ["重大", "地下污水井作业无监护", date(2025, 5, 26), True],
    ]


@pytest.mark.parametrize(
    ("entries", "reported_on"),
    [
        ([("上报对象", "百官街道办事处"), ("上报日期", "2024-01-05")], date(2024, 1, 5)),
        ([("上报", "2024年1月5日，百官街道办事处")], date(2024, 1, 5)),
        ([("上报", "应于2024年1月5日前")], None),
        ([("上报", "无")], None),
    ],
)
def test_to_whom_and_when_it_was_reported_stand_under_labels_of_their_own(
    entries: list[tuple[str, str]], reported_on: date | None
) -> None:
    told = [("隐患1", "液氨机房报警器失灵"), ("等级", "重大隐患"), ("整改期限", "2023.12.27"), ("整改结果", "拒绝整改")]
    (row,) = hazards.find(Sheet(read(app_page([[*told, *entries]]), "工单.pdf")))[0]
    assert (row.value("refused"), row.value("reported_on")) == (True, reported_on)


@pytest.mark.parametrize(
    ("note", "mended"),
    [
        ("完成 2025-03-09", date(2025, 3, 9)),
        ("Closed 2024-12-30", date(2024, 12, 30)),
        ("应完成 2025-03-09", None),
        ("完成 2025-03-09；验收人签字 2025-03-20", date(2025, 3, 9)),
    ],
)
def test_a_word_of_ending_with_its_day_mends(note: str, mended: date | None) -> None:
    told = outcome_of(note, status=True)
    assert (told["rectified"], told["rectified_on"]) == (mended is not None, mended)


@pytest.mark.parametrize(
    ("heading", "headed"), [("双方另有下列约定：", True), ("另有约定：", True), ("各项保障如下：", False)]
)
def test_what_announces_agreements_heads_them(heading: str, headed: bool) -> None:
    assert is_lead_in(heading) is headed


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("岚川注安师事务所（有限公司）指派罗玉华", ["岚川注安师事务所（有限公司）"]),
        ("承保：天垣相互保险社", ["天垣相互保险社"]),
        ("全部员工142人，其中地下矿山作业人员97人", []),
    ],
)
def test_bodies_of_less_common_forms(text: str, names: list[str]) -> None:
    assert [name for _, _, name in organisation.find_all(text)] == names
