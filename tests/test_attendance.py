"""Sheets on which people sign that they came: the same people for two enterprises, whatever the sheet looks like."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor import examine
from extractor.record import Record
from tests.strangers.kit import Block, Paper, drawn
from tests.test_reuse import GREEN, RED, filing, red, report, told
from validators.finding import Severity, Verdict

STAFF = ["庄福林", "贾玉娥", "沙金宝", "冉启明", "柴秀兰", "耿大勇", "鲍学文", "狄春生"]
OTHERS = ["卞长河", "祝兰英", "龚万年", "骆小梅", "盛国柱", "喻春霞", "甄老根", "冷玉山"]
ASKED, MATTERS = (
    (Verdict.UNDECIDED, Severity.NOTE, "same_people"),
    (Verdict.UNDECIDED, Severity.WARNING, "same_people"),
)


def read(form: str, blocks: Sequence[Block], path: str) -> Record:
    record = examine([(path, drawn(Paper("", form, blocks, ""))[1])])
    assert record.kind != "staff_list"
    return record


def listed(names: Sequence[str], whose: str = "", path: str = "签到表.docx") -> Record:
    rows = [["序号", "姓名", "部门", "签名"], *[[str(k), name, "机加", name] for k, name in enumerate(names, 1)]]
    head = [f"单位：{whose}"] if whose else []
    return read("docx", [("title", "安全培训签到表"), *head, "时间：2025年6月16日", ("table", rows)], path)


def in_two_columns(names: Sequence[str], whose: str = "") -> Record:
    half = (len(names) + 1) // 2
    left, right = names[:half], [*names[half:], ""][:half]
    rows = [["姓名", "电话", "姓名", "电话"], *[[a, "", b, ""] for a, b in zip(left, right, strict=True)]]
    head = [f"参训企业：{whose}"] if whose else []
    return read("pdf", [("title", "应急演练人员签到簿"), *head, ("table", rows)], "签到.pdf")


def in_lines(names: Sequence[str]) -> Record:
    lines = [f"{k}、{a}    {b}" for k, (a, b) in enumerate(zip(names[::2], names[1::2], strict=True), 1)]
    return read("txt", ["参训人员签字表", "2025年6月16日下午", *lines], "签到.txt")


@pytest.mark.parametrize("other", [listed(STAFF, path="b.docx"), in_two_columns(STAFF), in_lines(STAFF)])
def test_the_same_people_for_two_enterprises_are_a_question(other: Record) -> None:
    assert told([filing("A", listed(STAFF)), red("B", other)]) == {"A": [ASKED], "B": [ASKED]}


def test_it_matters_where_each_sheet_names_its_own_enterprise() -> None:
    pair = [filing("A", listed(STAFF, GREEN)), red("B", in_two_columns(STAFF, RED))]
    assert told(pair) == {"A": [MATTERS], "B": [MATTERS]}


def test_one_name_misread_changes_nothing() -> None:
    assert told([filing("A", listed(STAFF)), red("B", in_two_columns([*STAFF[:-1], "狄春牛"]))])["B"] == [ASKED]


@pytest.mark.parametrize(
    "other",
    [listed(OTHERS, path="b.docx"), listed([*STAFF[:3], *OTHERS[:5]], path="b.docx"), listed(STAFF[:4], path="b.docx")],
)
def test_other_people_on_one_form_are_in_order(other: Record) -> None:
    assert told([filing("A", listed(STAFF)), red("B", other)]) == {"A": [], "B": []}


def test_experts_sign_wherever_they_go() -> None:
    team = read(
        "docx",
        [("title", "检查组人员签到表"), ("table", [["姓名", "单位"], *[[n, "衡安"] for n in STAFF]])],
        "签到.docx",
    )
    assert "attendance" not in team.tables
    went = [
        report(f"{n}.pdf", (), report_no=f"R-{n}", client=c, experts=tuple(STAFF[:4]))
        for n, c in (("a", GREEN), ("b", RED))
    ]
    assert told([filing("A", went[0], listed(STAFF)), red("B", went[1], listed(STAFF, path="b.docx"))])["A"] == []


def test_the_staff_of_one_enterprise_may_come_again() -> None:
    assert told([filing("A", listed(STAFF)), filing("B", listed(STAFF, path="b.docx"))]) == {"A": [], "B": []}
