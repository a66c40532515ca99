"""What is forbidden and said in passing, between commas and beside other business; and what only looks like it."""

from __future__ import annotations

import pytest

from extractor.clauses import PROHIBITED, recognise


def accused(text: str) -> set[str]:
    return {match.code for match in recognise(text)} & PROHIBITED


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("保险人每年上门服务两次，派遣用工除外，争议由诉讼解决。", "dispatched_workers_excluded"),
        ("被保险人应如实告知从业人员情况，员工按月分摊保费，未尽事宜以条款为准。", "premium_charged_to_workers"),
        ("出险后应在48小时内报案，高空作业人员的赔偿限额为其他人员的一半，争议由诉讼解决。", "differing_sums_by_job"),
    ],
)
def test_a_part_that_accuses_is_heard_beside_whole_statements_of_other_business(text: str, code: str) -> None:
    assert accused(text) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "对从职工工资中扣缴安责险费用的企业，由应急管理部门责令限期退还。",
        "投保企业若以扣减薪酬方式转移保费负担，共保体应将该情形报告监管机关。",
        "劳务派遣人员发生的人身伤亡，同样属于本保单的保险责任。",
        "保险费按每名从业人员每年一百五十元计收，合计一万五千元，投保人应在签单当日付清。",
        "派遣用工除外的约定，自本批单生效之日起作废，争议由诉讼解决。",
    ],
)
def test_a_part_that_others_turn_round_accuses_nobody(text: str) -> None:
    assert accused(text) == set()


def test_the_place_is_that_of_the_part() -> None:
    text = "保险人每年上门服务两次，派遣用工除外，争议由诉讼解决。"
    match = next(m for m in recognise(text) if m.code in PROHIBITED)
    assert text[match.start : match.stop] == "派遣用工除外"
