"""宿州 (应急监二〔2023〕84号) end to end on papers made by hand: the body's three checks beside the annex's, the ledger, hazards, rosters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from extractor.record import Record
from tests.filings import claims, ledger, manifest, policy, reading, report, rows
from validators import Manifest, assemble, purposes, validate
from validators.days import BEIJING
from validators.facts import Filing
from validators.finding import Finding

NO = "SLXB20240300017"


def found(
    *records: Record, review: date | None = date(2024, 6, 1), given: Manifest | None = None
) -> dict[str, list[Finding]]:
    """The findings of 宿州's own rules by short name."""
    out: dict[str, list[Finding]] = {}
    for one in validate(assemble(records, given or manifest(review))).findings:
        if one.rule.startswith("suzhou."):
            out.setdefault(one.rule.removeprefix("suzhou."), []).append(one)
    return out


def verdict(found: Mapping[str, list[Finding]], rule: str) -> str:
    (one,) = found[rule]
    return one.verdict.value


# --- 45 days: body and annex -------------------------------------------------------------------------------------------
# Signed on Wednesday 2024-03-06, in force from 03-10. 45 days after signing is Saturday 04-20 and moves to Monday 04-22; 45
# days after the start is Wednesday 04-24.


@pytest.mark.parametrize(
    ("served", "completed", "first", "agency"),
    [
        (date(2024, 4, 22), "satisfied", "satisfied", "satisfied"),
        (date(2024, 4, 23), "violated", "satisfied", "undecided"),  # late by the body, in time by the annex
        (date(2024, 4, 24), "violated", "satisfied", "undecided"),
        (date(2024, 4, 25), "violated", "violated", "undecided"),
    ],
)
def test_the_body_beside_the_annex(served: date, completed: str, first: str, agency: str) -> None:
    seen = found(policy(), report(service_start=served, service_end=served))
    assert (verdict(seen, "service-completed"), verdict(seen, "first-service"), verdict(seen, "agency-fixed")) == (
        completed, first, agency,
    )  # fmt: skip
    assert seen["service-completed"][0].severity.value == "warning"
    assert seen["first-service"][0].severity.value == "error"


def test_completed_is_the_last_day_of_a_service() -> None:
    seen = found(policy(), report(service_start=date(2024, 4, 20), service_end=date(2024, 4, 24)))
    assert (verdict(seen, "service-completed"), verdict(seen, "first-service")) == ("violated", "satisfied")
    assert seen["service-completed"][0].params["days"] == 49


def test_the_first_of_several_services_counts() -> None:
    later = report("二.docx", report_no="FW-2", service_start=date(2024, 5, 20), service_end=date(2024, 5, 20))
    assert verdict(found(policy(), later, report()), "service-completed") == "satisfied"


def test_a_report_of_another_policy_proves_nothing() -> None:
    other = report(policy_no="SLXB20249999999", client="宿州另一有限公司")
    seen = found(policy(), other)
    assert verdict(seen, "service-completed") in ("undecided", "not_applicable")
    assert verdict(seen, "agency-fixed") == "undecided"


def roster(size: str, **more: Any) -> Record:
    line = {"enterprise": "宿州青禾锻造有限公司", "uscc": "91341302058536289U", "size": size, **more}
    fields = {"roster_date": reading(date(2024, 5, 31)), "region_code": reading("341302")}
    return Record("名册.xlsx", "sha-roster", "roster", fields, {"enterprises": rows([line])})


@pytest.mark.parametrize(
    ("size", "answer"),
    [("large", "violated"), ("medium", "violated"), ("small", "not_applicable"), ("micro", "not_applicable")],
)
def test_the_annex_asks_for_the_size(size: str, answer: str) -> None:
    late = report(service_start=date(2024, 5, 20), service_end=date(2024, 5, 20))
    assert verdict(found(policy(), late, roster(size)), "annex-first-service") == answer


def test_without_a_roster_the_size_is_unknown() -> None:
    late = report(service_start=date(2024, 5, 20), service_end=date(2024, 5, 20))
    assert verdict(found(policy(), late), "annex-first-service") == "not_applicable"


# --- rosters -------------------------------------------------------------------------------------------------------------


def test_a_high_risk_enterprise_without_a_policy() -> None:
    """The national text of the day says it too and speaks; 宿州's is named beside it, and alone says that all must be insured."""
    line = {
        "uscc": "91341302MA2N0XYZ8L",
        "enterprise": "宿州某烟花爆竹有限公司",
        "industry": "fireworks",
        "is_due": True,
    }
    every = validate(assemble([roster("small", insured=False, **line)], manifest())).findings
    (one,) = [f for f in every if f.type == "high_risk_enterprise_uninsured" and f.verdict.value == "violated"]
    assert (one.verdict.value, one.bound) == ("violated", "policyholder")
    assert "应急监二〔2023〕84号" in {cited.document for cited in (one.citation, *one.also)}
    assert verdict(found(roster("small", insured=False, **line)), "due-insured") == "violated"
    every = validate(assemble([roster("small", **line)], manifest())).findings
    said = {f.verdict.value for f in every if f.type == "high_risk_enterprise_uninsured"}
    assert "undecided" in said
    assert "violated" not in said  # nothing says


# --- the ledger ----------------------------------------------------------------------------------------------------------


def entry(item: str | None, kind: str = "spend", number: str | None = NO, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "policy_no": number,
        "item": item,
        "amount": Decimal(800),
        "date": date(2024, 5, 6),
        "payee": "某某公司",
        **more,
    }


@pytest.mark.parametrize(
    ("item", "answer"),
    [
        ("上门隐患排查", "satisfied"), ("印制安全宣传资料", "satisfied"), ("专家劳务费", "satisfied"), ("客户招待费", "violated"),
        ("业务推广费", "violated"), ("返还投保单位", "violated"), ("其他", "undecided"), ("培训招待费", "undecided"), (None, "undecided"),
    ],
)  # fmt: skip
def test_what_the_fee_was_spent_on(item: str | None, answer: str) -> None:
    seen = found(policy(), ledger(entry(item)))
    assert verdict(seen, "fee-purpose") == answer
    assert seen["fee-purpose"][0].severity.value == "warning"


def test_lines_that_are_nobodys_matter_here() -> None:
    seen = found(policy(), ledger(entry("客户招待费", number="SLXB20240300099"), entry("按保费提取", kind="extract")))
    assert [one.verdict.value for one in seen["fee-purpose"]] == ["not_applicable"]  # what is set aside is not spent


def test_entries_know_their_policy() -> None:
    filing: Filing = assemble([policy(), ledger(entry("隐患排查"), entry("演练", number=None))])
    entries = list(filing.of("entry"))
    assert [(e.facts.value("entry_purpose"), e.facts.value("region_code")) for e in entries] == [
        ("inspection", "341302"), ("drill", "341302"),
    ]  # fmt: skip
    assert entries[0].facts.value("entry_amount") == 800


def test_a_ledger_is_asked_for_when_the_period_is_over() -> None:
    over = date(2025, 4, 1)
    assert verdict(found(policy(), review=over), "fee-ledger") == "undecided"
    assert verdict(found(policy(), ledger(entry("演练")), review=over), "fee-ledger") == "satisfied"
    assert verdict(found(policy(), review=date(2024, 6, 1)), "fee-ledger") == "not_applicable"
    arrived = {name: datetime(2024, 3, 8, 10, tzinfo=BEIJING) for name in ("保险单.pdf", "台账.xlsx")}
    seen = found(policy(), ledger(entry("演练")), given=Manifest("F", over, arrived))
    assert verdict(seen, "fee-ledger-uploaded") == "satisfied"
    assert {one.verdict.value for one in seen["flows-on-platform"]} == {"satisfied", "undecided"}  # never an accusation


def test_purposes_are_told_apart_by_their_words() -> None:
    assert not set(purposes.codes(purposes.SERVICE)) & set(purposes.codes(purposes.OTHER))
    assert {purposes.name_of(code) for code in ("training", "hospitality")} == {"宣传教育培训", "招待"}
    for said in (
        "安全生产标准化建设",
        "应急预案编制与演练",
        "安全风险辨识与评估",
        "租用演练烟雾设备",
        "安全宣讲与培训",
        "标准化创建指导",
    ):
        assert purposes.parse(said) in purposes.codes(purposes.SERVICE), said


# --- hazards, standard, conference ----------------------------------------------------------------------------------------


def hazard(**more: Any) -> dict[str, Any]:
    return {
        "level": "重大",
        "description": "粉尘爆炸危险场所未装泄爆装置",
        "deadline": date(2024, 4, 20),
        "rectified": False,
        **more,
    }


@pytest.mark.parametrize(
    ("more", "answer", "severity"),
    [
        (
            {"refused": True, "reported_on": date(2024, 5, 6)},
            None,
            "",
        ),  # 15 days after 04-20 is Sunday 05-05, then a holiday's end
        ({"refused": True, "reported_on": date(2024, 5, 20)}, "violated", "warning"),
        ({"refused": True}, "violated", "warning"),  # the list was read whole and the day of review is far beyond
        ({"refused": False}, "violated", "note"),  # not rectified, and nobody says refused: for a person to look at
    ],
)
def test_refused_major_hazards(more: dict[str, Any], answer: str | None, severity: str) -> None:
    seen = found(policy(), report(hazards=[hazard(**more)]), review=date(2024, 8, 1))
    broken = [
        one
        for rule in ("major-hazard-reported", "overdue-major-hazard")
        for one in seen.get(rule, ())
        if one.verdict.value == "violated"
    ]
    assert [(one.verdict.value, one.severity.value) for one in broken] == ([(answer, severity)] if answer else [])


def test_the_fifteen_days_are_shown_to_be_a_default() -> None:
    from validators.say import wrong

    seen = found(policy(), report(hazards=[hazard(refused=True)]), review=date(2024, 8, 1))
    assert "缺省参数15日" in wrong(seen["major-hazard-reported"][0], "zh")


def test_members_of_the_conference_where_the_list_is_given() -> None:
    names = {"joint_conference": ["中国人民财产保险股份有限公司宿州市分公司"]}
    assert verdict(found(policy(), given=Manifest("F", parameters=names)), "conference-member") == "satisfied"
    names = {"joint_conference": ["另一财产保险股份有限公司"]}
    assert verdict(found(policy(), given=Manifest("F", parameters=names)), "conference-member") == "violated"
    assert verdict(found(policy()), "conference-member") == "not_applicable"


def test_claims_are_seven_days() -> None:
    row = {"report_no": "B1", "policy_no": NO, "accident_date": date(2024, 5, 1), "closed_date": date(2024, 5, 13)}
    assert verdict(found(policy(), claims({**row, "uploaded": date(2024, 5, 20)})), "claim-upload") == "satisfied"
    assert verdict(found(policy(), claims({**row, "uploaded": date(2024, 5, 21)})), "claim-upload") == "violated"
