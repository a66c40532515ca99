"""A sentence that plainly says the opposite of an accusation is asked nothing; one that goes on to charge or shut out somebody is."""

from __future__ import annotations

import pytest

from extractor.clauses import doubtful, recognise


def codes(text: str) -> tuple[set[str], set[str]]:
    return {m.code for m in recognise(text)}, {m.code for m in doubtful(text)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("在本保单项下，不允许对同一单位内不同岗位适用不同的每人责任限额", "neg_uniform"),
        ("6.5　在本保单项下，不允许对同一单位内不同岗位适用不同的每人责任限额", "neg_uniform"),
        ("不允许对同一企业内不同工种适用不同的赔偿限额", "neg_uniform"),
        ("保险费由合作社统一缴清后本单生效，不向船员个人收取", "neg_premium"),
        ("凡登记在册的船员、临时雇请的帮工、劳务公司派遣的加工人员均属被保障人员，换人不换保", "all_employees"),
        ("劳务派遣人员均属被保障人员，换人不换保", "all_employees"),
        ("保险费由集团统一支付，不向项目部分摊，员工个人不承担", "neg_premium"),
        ("保费由用人单位代职工缴纳，不由劳务单位承担", "neg_premium"),
        ("保险费不由施工单位另行支付，由总包单位为全体工人缴纳", "neg_premium"),
        ("保险费由企业缴纳，不由职工个人承担", "neg_premium"),
        ("保费不从工资中扣，由企业支付", "neg_premium"),
    ],
)
def test_what_is_plainly_forbidden_or_covered_is_no_question(text: str, said: str) -> None:
    assert (said in codes(text)[0], codes(text)[1]) == (True, set())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("保险费由员工承担一半，不向单位收取", "premium_charged_to_workers"),
        ("保费不向员工收取，但自愿增加部分由员工自付", "premium_charged_to_workers"),
        ("保险费不由企业负担，由职工个人缴纳", "premium_charged_to_workers"),
        ("保险费由职工个人缴纳，不由企业负担", "premium_charged_to_workers"),
        ("保费不由企业承担，从工资中扣", "premium_charged_to_workers"),
        ("本保险费无须单位支付，由从业人员个人分摊", "premium_charged_to_workers"),
        ("公司不承担保险费，由员工从工资中扣缴", "premium_charged_to_workers"),
        ("不得要求同一限额，一线岗位每人80万元，后勤每人40万元", "differing_sums_by_job"),
        ("不同岗位适用不同的每人责任限额，不允许更改", "differing_sums_by_job"),
        ("劳务派遣人员均属被保障人员，但不含外包工", "dispatched_workers_excluded"),
        ("除派遣人员外全员均属被保障人员", "dispatched_workers_excluded"),
        ("派遣人员均属被保障人员，发生事故不赔", "dispatched_workers_excluded"),
    ],
)
def test_what_goes_on_to_charge_or_shut_out_is_not_passed(text: str, code: str) -> None:
    said, asked = codes(text)
    assert code in said | asked
    assert code != "premium_charged_to_workers" or "neg_premium" not in said or code in asked
