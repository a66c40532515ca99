"""Whom an agreement shuts out: hired hands, which is forbidden, or people who only come by, of which nobody may be accused."""

from __future__ import annotations

import pytest

from extractor.clauses import doubtful, recognise

CODE = "dispatched_workers_excluded"


def codes(text: str) -> set[str]:
    return {match.code for match in recognise(text)}


@pytest.mark.parametrize(
    "text",
    [
        "以下人员的伤亡不属于“雇员”项下赔付：外来参观人员、承运司机；其损失在第三者项下处理。",
        "对被保险人以外其他单位的员工，本保单雇员责任不予赔付。",
        "来厂参观的外单位人员不属于保障对象。",
        "外来施工单位自带的施工人员由其自行投保，本保单不予承保。",
        "供货方司机、装卸陪同人员伤亡，本保险合同不承担雇员责任。",
        "实习单位为在校学生另行投保的，本保单不重复赔付。",
        "在校生已由实习单位另行投保的，本保单不予重复赔偿。",
    ],
)
def test_people_who_are_no_hands_are_at_most_a_doubt(text: str) -> None:
    assert CODE not in codes(text)
    assert CODE in {match.code for match in doubtful(text)}


@pytest.mark.parametrize(
    "text",
    [
        "挂靠司机不在承保范围。",
        "对外包车队司机及临时搬运工的人身损害，本公司免责。",
        "凡未与投保人签订劳动合同者，出险均不予受理。",
        "实习生和临时工不在本保险的保障之内。",
    ],
)
def test_hired_hands_shut_out_are_said(text: str) -> None:
    assert CODE in codes(text)
