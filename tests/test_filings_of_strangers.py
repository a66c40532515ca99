"""Whole filings of strangers, from their files to what a user sees: every planted fault is found and nobody is wrongly accused."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.hazards.absence import left_unread
from tests.strangers import filings, more_filings, third_filings
from tests.strangers.filed import outcome, write
from tests.strangers.filings import Filing
from tests.strangers.kit import Paper, drawn

FILINGS = (*filings.FILINGS, *more_filings.FILINGS, *third_filings.FILINGS)
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
