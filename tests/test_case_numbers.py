"""A sheet of claims with two numbers of each case and none of the policy."""

from __future__ import annotations

import io

import openpyxl
import pytest

import extractor

REPORTED, CASE = ("ZH15022025112200318", "ZH15022025120100407"), ("PA1502202500001", "PA1502202500002")


@pytest.mark.parametrize(
    ("heads", "first", "second"),
    [
        (("立案号", "报案号"), CASE, REPORTED),
        (("报案号", "赔案号"), REPORTED, CASE),
        (("案件号", "报案编号"), CASE, REPORTED),
    ],
)
def test_neither_number_of_a_case_is_the_policys(
    heads: tuple[str, str], first: tuple[str, str], second: tuple[str, str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["安全生产责任保险赔案列表"])
    sheet.append([*heads, "出险日期", "已决赔款", "结案日期"])
    for one, two, day in zip(first, second, ("2025-11-22", "2025-12-01"), strict=True):
        sheet.append([one, two, day, 23100, "2026-01-13"])
    out = io.BytesIO()
    book.save(out)
    rows = extractor.examine([("a.xlsx", out.getvalue())]).tables["rows"]
    assert [row.value("report_no") for row in rows] == list(REPORTED)
    assert [row.value("policy_no") for row in rows] == [None, None]


LETTERS = {
    "the insurer's number heads the letter": (
        "赔案号：AZ26-0713-09\n被保险人：宁远恒力铸造有限公司\n事故时间：2026年3月8日\n伤者：许广林。\n赔付金额：52,300.00元\n"
        "贵单位2026年3月9日的报案（报案号为R26-0309-77）已处理完毕，案件于2026年5月20日结案。"
    ),
    "what was reported stands in the sentence of the report": (
        "赔案编号 AZ26-0713-09\n伤者：许广林\n贵单位就2026年3月8日发生的机械伤害事故，于2026年3月9日向我司报案，报案登记号R26-0309-77。"
        "核定赔付52,300元，2026年5月20日结案。"
    ),
}


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_a_letter_with_a_number_of_the_report_and_one_of_the_insurer_tells_one_claim(letter: str) -> None:
    (row,) = extractor.examine([("a.txt", f"赔付结果通知\n{letter}".encode())]).tables["rows"]
    assert row.value("report_no") == "R26-0309-77"
    told = {name: str(row.value(name)) for name in ("accident_date", "reported_date", "victim", "paid", "closed_date")}
    assert told == {"accident_date": "2026-03-08", "reported_date": "2026-03-09", "victim": "许广林", "paid": "52300.00",
                    "closed_date": "2026-05-20"}  # fmt: skip


def test_two_accidents_under_numbers_of_two_names_stay_two() -> None:
    first = "报案号：R26-0309-77\n出险时间：2026年3月8日\n赔付金额：52,300.00元\n结案日期：2026年5月20日"
    second = "赔案号：AZ26-0713-09\n出险时间：2026年4月1日\n赔付金额：1,300.00元\n结案日期：2026年6月2日"
    rows = extractor.examine([("a.txt", f"理赔情况说明\n{first}\n{second}".encode())]).tables["rows"]
    assert [str(row.value("paid")) for row in rows] == ["52300.00", "1300.00"]


def test_the_day_that_a_report_is_about_is_the_accidents() -> None:
    letter = "赔付告知函\n报案号BA2026050600017。贵单位就2026年5月6日发生的机械伤害事故向我司报案，核定赔付18,500元，于2026年6月30日结案。"
    (row,) = extractor.examine([("a.txt", letter.encode())]).tables["rows"]
    assert (str(row.value("accident_date")), row.value("reported_date")) == ("2026-05-06", None)


def test_a_name_ends_before_the_day_and_what_was_taken_off_stands_before_what_is_to_be_paid() -> None:
    letter = (
        "理赔付款通知\n案卷号：ZHA-2026-00317\n贵厂6月3日电话报案（报案受理号 3306BA26060300008），称冲压工段职工裘建中6月2日夜班左手食指被模具压伤。"
        "经查勘核定，扣除免赔后应付赔款人民币 21,640.00 元，已于2026年8月11日汇至贵厂基本户，案件即日结清。"
    )
    (row,) = extractor.examine([("a.txt", letter.encode())]).tables["rows"]
    told = {name: str(row.value(name)) for name in ("victim", "accident_date", "reported_date", "paid", "closed_date")}
    assert told == {"victim": "裘建中", "accident_date": "2026-06-02", "reported_date": "2026-06-03", "paid": "21640.00",
                    "closed_date": "2026-08-11"}  # fmt: skip


def test_who_was_hurt_may_stand_behind_his_trade() -> None:
    letter = (
        "赔付结果告知单\n赔案编号 HXPA202652030077\n贵司就2026年7月14日三号墩脚手架坍落伤人一事于次日报案（报案号 HXBA26071500019），伤者为架子工邓长洪。"
        "我司估损6.5万元；贵司8月11日提交索赔62,300元；经理算核付58,140.00元，8月30日结案。"
    )
    (row,) = extractor.examine([("a.txt", letter.encode())]).tables["rows"]
    assert [str(row.value(name)) for name in ("victim", "claimed", "paid")] == ["邓长洪", "62300.00", "58140.00"]
