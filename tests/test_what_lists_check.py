"""Columns of a list of hazards that stand beside what is wrong: what was checked, who accepted the mending and when."""

from __future__ import annotations

from typing import Any

import pytest

from extractor import read
from extractor.evidence.sheet import Sheet
from extractor.hazards import rows as hazards
from tests.strangers.kit import Paper, drawn

WRONG = ("2号行车限位器失效", "配电箱缺门")


def listed(*lines: list[str]) -> list[dict[str, Any]]:
    blocks = [("title", "事故预防技术服务报告"), "服务日期：2026年4月18日", ("table", list(lines))]
    name, data = drawn(Paper("report", "docx", blocks, "service_report"))
    return [
        {n: cell.value for n, cell in row.cells.items()} for row in hazards.find(Sheet(read(data, name)), twice=True)[0]
    ]


@pytest.mark.parametrize("head", ["检查项目", "检查内容", "检查项目/检查内容", "检查内容及要求", "排查要点"])
def test_what_a_list_checks_is_nothing_to_do(head: str) -> None:
    rows = listed(
        ["序号", head, "存在问题", "整改期限"],
        ["1", "行车限位装置应灵敏可靠，并定期检查", WRONG[0], "2026-04-30"],
        ["2", "配电箱应设门并上锁", WRONG[1], "2026-04-25"],
    )
    assert [(row["description"], row.get("advice")) for row in rows] == [(wrong, None) for wrong in WRONG]


def test_advice_under_a_head_that_asks_for_both_is_kept() -> None:
    rows = listed(
        ["序号", "存在问题", "检查内容及整改建议", "整改期限"],
        ["1", WRONG[0], "更换行车限位器", "2026-04-30"],
        ["2", WRONG[1], "补装箱门并上锁", "2026-04-25"],
    )
    assert [row.get("advice") for row in rows] == ["更换行车限位器", "补装箱门并上锁"]


@pytest.mark.parametrize("well", ["符合要求", "经检查，完好有效", "正常", "合格。"])
def test_a_line_that_is_as_it_should_be_holds_no_hazard(well: str) -> None:
    rows = listed(
        ["检查项目", "检查内容及要求", "检查情况"],
        ["特种设备", "行车限位装置应灵敏可靠", WRONG[0]],
        ["电气安全", "配电箱应设门并上锁", WRONG[1]],
        ["消防", "灭火器应在有效期内", well],
    )
    assert [row["description"] for row in rows] == list(WRONG)


@pytest.mark.parametrize(("second", "mended"), [("王秀兰", [True, True]), ("", [True, False])])
def test_a_day_of_completion_beside_who_accepted_it_is_past(second: str, mended: list[bool]) -> None:
    rows = listed(
        ["序号", "隐患描述", "整改措施", "责任人", "完成日期", "验收人"],
        ["1", WRONG[0], "更换限位器", "周建国", "2026-04-28", "王秀兰"],
        ["2", WRONG[1], "补装箱门", "周建国", "2026-04-29" if second else "", second],
    )
    assert [row["rectified"] for row in rows] == mended
    assert not any("deadline" in row for row in rows)


def test_a_day_of_completion_whose_place_for_acceptance_is_empty_is_to_come() -> None:
    rows = listed(
        ["序号", "隐患描述", "整改措施", "完成日期", "验收人"],
        ["1", WRONG[0], "更换限位器", "2026-04-28", ""],
        ["2", WRONG[1], "补装箱门", "2026-04-29", ""],
    )
    assert [(str(row["deadline"]), row["rectified"]) for row in rows] == [("2026-04-28", False), ("2026-04-29", False)]
