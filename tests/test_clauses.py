"""What sentences of special agreements say: hand-labelled sets, negation and scope, misread characters, places."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.clauses import PROHIBITED, percent, recognise, topic
from extractor.clauses.groups import per_person_sums, sums_differ
from extractor.clauses.tokens import expand, lexicon

DATA = Path(__file__).parent / "data"
REQUIRED = frozenset({"prevention_service", "advance_payment", "all_employees"})
SETS = {
    name: yaml.load((DATA / f"clauses_{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["sentences"]
    for name in ("heldout", "second", "third", "fourth")
}
ALL = [row for rows in SETS.values() for row in rows]


def codes(text: str) -> set[str]:
    return {match.code for match in recognise(text)}


def decisive(said: set[str]) -> set[str]:
    """What decides about a finding; a ban on leaving dispatched workers out also covers them."""
    return {"all_employees" if code == "neg_dispatched" else code for code in said} & (REQUIRED | PROHIBITED)


@pytest.mark.parametrize("row", ALL, ids=lambda row: row["text"][:24])
def test_nothing_lawful_is_called_prohibited(row: dict[str, Any]) -> None:
    assert codes(row["text"]) & PROHIBITED <= set(row["says"])


@pytest.mark.parametrize("row", [row for row in ALL if decisive(set(row["says"]))], ids=lambda row: row["text"][:24])
def test_what_is_required_or_prohibited_is_seen(row: dict[str, Any]) -> None:
    assert decisive(set(row["says"])) <= decisive(codes(row["text"]))


@pytest.mark.parametrize("name", SETS)
def test_agreement_on_all_codes(name: str) -> None:
    rows = SETS[name]
    wanted = {code for row in ALL for code in row["says"]}
    right = sum(
        decisive(codes(r["text"])) == decisive(set(r["says"]))
        and codes(r["text"]) & wanted - REQUIRED - {"neg_dispatched"} == set(r["says"]) - REQUIRED - {"neg_dispatched"}
        for r in rows
    )
    assert right / len(rows) >= {"heldout": 0.98, "second": 0.96, "third": 0.9, "fourth": 0.98}[name]


@pytest.mark.parametrize(
    "row", [row for row in ALL if "amount" in row or "ratio" in row or "kind" in row], ids=lambda row: row["text"][:24]
)
def test_values(row: dict[str, Any]) -> None:
    match = next(m for m in recognise(row["text"]) if m.code in ("fee", "deductible"))
    if "amount" in row:
        assert match.amount == Decimal(row["amount"])
    if "ratio" in row:
        assert match.ratio_percent == Decimal(row["ratio"])
    if "kind" in row:
        assert match.kind == row["kind"]


def test_one_misread_character_hardly_ever_makes_a_prohibition() -> None:
    flips = total = 0
    for row in ALL[::3]:
        text = row["text"]
        if set(row["says"]) & PROHIBITED:
            continue
        for i, char in enumerate(text):
            if char not in "，。；、（）：":
                total += 1
                flips += bool(codes(text[:i] + "口" + text[i + 1 :]) & PROHIBITED)
    assert total > 2000
    assert flips / total < 0.005


@pytest.mark.parametrize(
    "text",
    [
        "劳务派谴人员发生的伤亡，不属於本保单的保险责任。",
        "劳务派遣人貝伤亡，保险人不赔。",
        "１．劳务派遣人员，不在承保范围内。",
        "劳 务 派 遣 人 员 不 在 承 保 范 围 内。",
    ],
)
def test_misreadings_blanks_and_widths(text: str) -> None:
    assert "dispatched_workers_excluded" in codes(text)


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "　1. 保险费 由投保人承担。 派遣工 不在承保之列 。"
    match = next(m for m in recognise(text) if m.code == "dispatched_workers_excluded")
    assert text[match.start : match.stop] == "派遣工 不在承保之列"
    assert match.words == ("派遣工", "不在")


def test_negated_is_marked() -> None:
    assert [(m.code, m.negated) for m in recognise("保险费由投保人承担，不得摊派给从业人员。")] == [
        ("neg_premium", True)
    ]


@pytest.mark.parametrize(
    "text", ["", "。", "，，，；", "口口口", "12345", "《》", "除外", "\n\n", "每人每次事故" * 300]
)
def test_junk_says_nothing(text: str) -> None:
    assert not codes(text) & (PROHIBITED | REQUIRED)


def test_topics() -> None:
    assert topic("临时工、派遣工不在保障范围内。") == "prohibited"
    assert topic("依据应急〔2025〕27号文件出具。") == "citation"
    assert topic("本保单系续保，上年度保单号为ABC。") == "last_no"
    assert topic("争议由仲裁委员会仲裁。") == "noise"


def test_groups_of_workers() -> None:
    assert sums_differ("电工每人40万元,会计每人80万元")
    assert not sums_differ("从业人员每人80万元,第三者每人30万元")
    assert not sums_differ("每人死亡80万元,伤残最高60万元,医疗8万元")
    assert [group for group, _ in per_person_sums("管理岗每人捌拾万元,操作岗每人伍拾万元")] == ["管理岗", "操作岗"]


@pytest.mark.parametrize(
    ("word", "value"),
    [("15%", "15"), ("百分之十五", "15"), ("百分之十二点五", "12.5"), ("两成", "20"), ("一半", "50"), ("3‰", "0.3")],
)
def test_shares(word: str, value: str) -> None:
    assert percent(word) == Decimal(value)


def test_spelled_alternatives() -> None:
    assert expand("先{,行{垫,支}付}") == ["先", "先行垫付", "先行支付"]
    with pytest.raises(ValueError, match="unbalanced"):
        expand("先{行")


def test_every_rule_names_known_concepts_and_can_match() -> None:
    from extractor.clauses.rules import compile_pattern, rulebook

    assert len(rulebook().rules) > 20
    assert all(rule.any for rule in rulebook().rules)
    with pytest.raises(KeyError):
        compile_pattern("NO_SUCH_CONCEPT")
    assert len(lexicon().by_head) > 500


@pytest.mark.parametrize(
    "line", ["停工超过六个月的项目可申请退还相应保费。", "因停航超过三个月的，投保人可申请退还相应期间的保费。", "休渔期满的，投保人可申请退还休渔期间的保险费。"]
)  # fmt: skip
def test_a_refund_for_months_of_standstill_is_no_leave_to_surrender(line: str) -> None:
    assert "surrender_allowed" not in {match.code for match in recognise(line)}


@pytest.mark.parametrize("whose", ["", "被保险人的", "投保企业的"])
@pytest.mark.parametrize("workers", ["从业人员", "全体员工"])
def test_whose_the_workers_are_changes_nothing(whose: str, workers: str) -> None:
    codes = {match.code for match in recognise(f"{whose}{workers}不含劳务派遣人员。")}
    assert "dispatched_workers_excluded" in codes
    assert "all_employees" in {match.code for match in recognise(f"{whose}{workers}含劳务派遣人员。")}


@pytest.mark.parametrize("promise", ["", "被保险人的全部用工人员，不论是否记名，均在保障之列；"])
@pytest.mark.parametrize(
    ("line", "shuts_out"),
    [
        ("临时零工如未在名单内，须于上岗前通知保险人。", False),
        ("散工未列入清单的，凭派工单与考勤记录认定。", False),
        ("临时零工如未在名单内，不予赔偿。", True),
    ],
)
def test_who_is_on_no_list_yet_and_may_be_added_is_not_shut_out(promise: str, line: str, shuts_out: bool) -> None:
    assert ("named_only" in codes(promise + line)) is shuts_out
