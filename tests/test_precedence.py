"""Where two texts meet: each decidable row of section F of the dossier, on the packs that are shipped.

The expected verdicts are the dossier's decisions (F-01 … F-28, F.0), not our output. A case is a subject's facts at a place; it
says which rules must come out how. ``included`` is a demand that a stricter one takes in, ``conflict`` one that a higher text
sets aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from validators.cases import facts_of
from validators.facts import Filing, Subject
from validators.finding import Finding
from validators.law.judge import judge
from validators.law.pack_reading import parse_pack, shipped
from validators.law.precedence import merge
from validators.law.requirements import shipped_requirements

SUZHOU, ZHOUCUN, BAIGUAN, SHANGHAI, WUXI, HEBEI, ANHUI = (
    "341302",
    "370306",
    "330604001",
    "310115",
    "320205",
    "130102",
    "340104",
)
NOWHERE = "620102"  # a province without a pack of its own


def judged(place: str, facts: Mapping[str, Any], about: str = "policy") -> Mapping[str, str]:
    """Rule → verdict; "included" and "conflict" where another rule stands in for it."""
    found = findings(place, facts, about)
    out: dict[str, str] = {}
    for finding in found:
        out[finding.rule] = "included" if finding.why.startswith("included") else finding.verdict.value
    out.update({str(f.params["dropped"]): "conflict" for f in found if f.type == "rule_conflict"})
    return out


def findings(place: str, facts: Mapping[str, Any], about: str = "policy") -> tuple[Finding, ...]:
    subject = Subject(about, "case", facts_of({"region_code": place, **facts}))
    return judge(Filing("case", (), (subject,)), shipped()).findings


def day(text: str) -> dict[str, Any]:
    return {"sign_date": text}


READ = {"agreements_complete": True}
CASES: list[tuple[str, str, dict[str, Any], str, dict[str, str | None]]] = [
    # F-01: the place picks the floor, the other one never binds there
    ("F-01", SUZHOU, {"fee_ratio": 13, **day("2024-05-06")}, "policy", {"suzhou.fee-floor": "satisfied", "zhoucun.fee-floor": None}),
    ("F-01", ZHOUCUN, {"fee_ratio": 13, **day("2018-09-03")}, "policy", {"zhoucun.fee-floor": "violated", "suzhou.fee-floor": None}),
    # F-02: a band of floor and cap
    ("F-02", SUZHOU, {"fee_ratio": 12, **day("2025-06-02")}, "policy", {"suzhou.fee-floor": "satisfied", "measures-2025.fee-cap": "satisfied"}),
    ("F-02", SUZHOU, {"fee_ratio": 11, **day("2025-06-02")}, "policy", {"suzhou.fee-floor": "violated", "measures-2025.fee-cap": "satisfied"}),
    ("F-02", SUZHOU, {"fee_ratio": 22, **day("2025-06-02")}, "policy", {"suzhou.fee-floor": "satisfied", "measures-2025.fee-cap": "violated"}),
    ("F-02", HEBEI, {"fee_ratio": 15, **day("2025-06-02")}, "policy", {"hebei.fee-floor": "satisfied", "measures-2025.fee-cap": "satisfied"}),
    # F-03: off 20 % is a warning in Wuxi, above 21 % the nation's error
    ("F-03", WUXI, {"fee_ratio": 18, "prevention_fee": 1800, "premium": 10000, "premium_received": 10000, **day("2025-06-02")}, "policy", {"wuxi.fixed-share": "violated", "measures-2025.fee-cap": "satisfied"}),
    ("F-03", WUXI, {"fee_ratio": 22, "prevention_fee": 2200, "premium": 10000, "premium_received": 10000, **day("2025-06-02")}, "policy", {"wuxi.fixed-share": "violated", "measures-2025.fee-cap": "violated"}),
    ("F-03", WUXI, {"fee_ratio": 20, "prevention_fee": 2000, "premium": 10000, "premium_received": 10000, **day("2025-06-02")}, "policy", {"wuxi.fixed-share": "satisfied", "measures-2025.fee-cap": "satisfied"}),
    # F-04: the text's own base decides; the whole premium alone only where it is enough
    ("F-04", NOWHERE, {"fee_spending": True, "fee_spent_until": "2025-11-30", "ledger_spent": 2100, "premium": 12000, "premium_received": 8000, **day("2025-06-02")}, "policy", {"measures-2025.spend-cap": "violated"}),
    ("F-04", NOWHERE, {"fee_spending": True, "fee_spent_until": "2025-11-30", "ledger_spent": 2100, "premium": 12000, **day("2025-06-02")}, "policy", {"measures-2025.spend-cap": "undecided"}),
    ("F-04", NOWHERE, {"fee_spending": True, "fee_spent_until": "2025-11-30", "ledger_spent": 2600, "premium": 12000, **day("2025-06-02")}, "policy", {"measures-2025.spend-cap": "violated"}),
    # F-05: what is set aside and what is spent of it are two things
    ("F-05", SUZHOU, {"fee_ratio": 12, "spend_ratio": 40, "period_over": True, **day("2024-05-06")}, "policy", {"suzhou.fee-floor": "satisfied", "suzhou.fee-spent": "violated"}),
    # F-06: the day of signing decides, no retroactivity
    ("F-06", NOWHERE, {"per_person_limit": 300000, **day("2025-03-28")}, "policy", {"measures-2017.per-person-limit": "satisfied", "measures-2025.per-person-limit": None}),
    ("F-06", NOWHERE, {"per_person_limit": 300000, **day("2025-03-29")}, "policy", {"measures-2025.per-person-limit": "violated", "measures-2017.per-person-limit": None}),
    # F-07: stricter wins, and a doubtful stricter floor never silences the sure one
    ("F-07", SHANGHAI, {"per_person_limit": 600000, "sector": "construction", **day("2025-06-02")}, "policy", {"shanghai-construction.per-person-limit": "violated", "measures-2025.per-person-limit": "satisfied"}),
    ("F-07", SHANGHAI, {"per_person_limit": 600000, "sector": "fishery", **day("2025-06-02")}, "policy", {"shanghai-construction.per-person-limit": "not_applicable", "measures-2025.per-person-limit": "satisfied"}),
    ("F-07", SHANGHAI, {"per_person_limit": 300000, "sector": "fishery", **day("2025-06-02")}, "policy", {"measures-2025.per-person-limit": "violated"}),
    ("F-07", SHANGHAI, {"per_person_limit": 300000, **day("2025-06-02")}, "policy", {"measures-2025.per-person-limit": "violated"}),
    # F-10: a closed list only in its time
    ("F-10", ZHOUCUN, {"insurer": "鼎衡财产保险股份有限公司", **day("2018-09-03")}, "policy", {"zhoucun.insurer-list": "violated"}),
    ("F-10", ZHOUCUN, {"insurer": "鼎衡财产保险股份有限公司", **day("2025-06-02")}, "policy", {"zhoucun.insurer-list": None}),
    # F-09: from 2025-03-29 the free choice bars the named insurer, and both texts are shown
    ("F-09", BAIGUAN, {"insurer": "鼎衡财产保险股份有限公司", **day("2025-06-02"), **READ}, "policy", {"baiguan.named-insurer-contested": "conflict"}),
    ("F-09", BAIGUAN, {"insurer": "鼎衡财产保险股份有限公司", **day("2025-03-28"), **READ}, "policy", {"baiguan.named-insurer-contested": "violated"}),
    # F-13: each place its own deadline
    ("F-13", SUZHOU, {"uploaded_at": "2024-05-11T09:00:00+08:00", **day("2024-05-06")}, "policy", {"suzhou.policy-upload": "satisfied", "baiguan.policy-upload": None}),
    ("F-13", BAIGUAN, {"uploaded_at": "2024-05-11T09:00:00+08:00", **day("2024-05-06")}, "policy", {"baiguan.policy-upload": "violated", "suzhou.policy-upload": None}),
    # F-17: an old service is judged by the edition of its day
    ("F-17", NOWHERE, {"service_start": "2026-10-12", "service_org": "甲", "experts": ["乙"], "service_types": ["training"]}, "report", {"aq-9010.report-contents": "satisfied"}),
    ("F-17", NOWHERE, {"service_start": "2020-01-31", "service_org": "甲", "experts": ["乙"], "service_types": ["training"]}, "report", {"aq-9010.report-contents": None}),
    # F-18: the union of the sectors
    ("F-18", "411025", {"enterprise": "甲", "industry": "fishery", "insured": False, "roster_date": "2025-06-30"}, "enterprise", {"henan.high-risk-insured": "violated", "xiangcheng.high-risk-insured": "not_applicable"}),
    ("F-18", NOWHERE, {"enterprise": "甲", "industry": "fishery", "insured": False, "roster_date": "2025-06-30"}, "enterprise", {"measures-2025.high-risk-insured": "violated"}),
    # F-19: a project's period may differ from a year
    ("F-19", ANHUI, {"period_start": "2025-06-01T00:00", "period_end": "2027-05-31T24:00", "industry": "建筑施工", **day("2025-05-20")}, "policy", {"insurance-law.one-year": "undecided"}),
    ("F-19", ANHUI, {"period_start": "2025-06-01T00:00", "period_end": "2027-05-31T24:00", "industry": "金属冶炼", **day("2025-05-20")}, "policy", {"insurance-law.one-year": "violated"}),
    # F-20: working days stay working days: 20 calendar days that are 10 working days
    ("F-20", NOWHERE, {"complained_on": "2024-09-18", "answered_on": "2024-10-08", "complaint_needs_checking": False, **day("2024-05-06")}, "policy", {"aq-9010.complaint-answered": "satisfied"}),
    # F-21: the wider circle of employees from 2025
    ("F-21", NOWHERE, {"clauses": [{"code": "dispatched_workers_excluded", "text": "派遣人员除外"}], **day("2025-06-02"), **READ}, "policy", {"measures-2025.one-standard": "violated"}),
    # F-22: rewards are a use of the fee until the notice of October 2024
    ("F-22", NOWHERE, {"entry_kind": "spend", "entry_purpose": "award", "entry_date": "2024-10-21"}, "entry", {"notice-2024-322.fee-purpose": None}),
    ("F-22", NOWHERE, {"entry_kind": "spend", "entry_purpose": "award", "entry_date": "2024-10-22"}, "entry", {"notice-2024-322.fee-purpose": "violated"}),
    ("F-22", NOWHERE, {"entry_kind": "spend", "entry_purpose": "award", "entry_date": "2025-06-01"}, "entry", {"measures-2025.fee-purpose": "violated"}),
    # F-23: the local text stands after its basis was repealed; citing the basis is another matter
    ("F-23", SUZHOU, {"fee_ratio": 11, "citations": ["安监总办〔2017〕140号"], **day("2025-06-02")}, "policy", {"suzhou.fee-floor": "violated", "official-documents.cited-in-force": "violated"}),
    # F-24: what the contract agrees counts where it is no worse
    ("F-24", NOWHERE, {"claim_docs_date": "2025-01-06", "claim_assessed_date": "2025-01-24", "agreed_assessment_days": 15}, "claim", {"insurance-law.assessed-in-time": "violated"}),
    ("F-24", NOWHERE, {"claim_docs_date": "2025-01-06", "claim_assessed_date": "2025-02-20", "agreed_assessment_days": 60}, "claim", {"insurance-law.assessed-in-time": "violated"}),
    # F-25: the law's own amounts, as a note
    ("F-25", NOWHERE, {"enterprise": "甲", "is_due": True, "insured": False, "roster_date": "2025-06-30"}, "enterprise", {"safety-law.uninsured-fine": "violated"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "place", "facts", "about", "expected"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)]
)
def test_row(row: str, place: str, facts: dict[str, Any], about: str, expected: Mapping[str, str | None]) -> None:
    said = judged(place, facts, about)
    for rule, verdict in expected.items():
        if verdict is None:
            assert said.get(rule) in (None, "not_applicable"), f"{row}: {rule} must not bind here"
        else:
            assert said.get(rule) == verdict, f"{row}: {rule} is {said.get(rule)}"


def test_every_row_that_a_case_decides_names_its_rules() -> None:
    """The table beside the packs and these cases speak of the same rows."""
    rows = shipped_requirements()
    for row, _, _, _, expected in CASES:
        named = set(rows[row].rules)
        assert named & set(expected), f"{row} names {named}, the case {set(expected)}"
    assert [f"F-{n:02}" for n in range(1, 29)] == sorted(name for name in rows if name.startswith("F-"))


def test_one_missing_cover_is_said_once_with_every_text_that_demands_it() -> None:
    """F-08: the union of the lists; F.0-4."""
    facts = {"coverages": ["medical", "legal", "third_party_injury", "third_party_property", "employee_injury"],
             "coverages_complete": True, **day("2025-06-02")}  # fmt: skip
    found = [f for f in findings("411025", facts) if f.type == "coverage_missing" and f.verdict.value == "violated"]
    assert [f.params["coverage"] for f in found] == ["rescue"]
    documents = {found[0].citation.document, *(c.document for c in found[0].also)}
    assert documents == {"应急〔2025〕27号", "襄安委〔2024〕6号"}


def test_a_conflict_shows_both_clauses() -> None:
    """F.0-5: nothing is dropped in silence."""
    facts = {"insurer": "鼎衡财产保险股份有限公司", **day("2025-06-02"), **READ}
    (conflict,) = [f for f in findings(BAIGUAN, facts) if f.type == "rule_conflict"]
    assert conflict.citation.document == "应急〔2025〕27号"
    assert conflict.citation.article == "第十六条"
    assert [c.article for c in conflict.also] == ["三（二）"]
    assert conflict.severity.value == "note"


def test_a_draft_never_returns_a_filing() -> None:
    """F-28."""
    for pack in shipped():
        if pack.advisory:
            assert all(rule.severity.value != "error" for rule in pack.rules)


def test_an_expired_text_binds_no_longer() -> None:
    """D-23: the Shanghai rules end on 2031-01-31, the last day included."""

    def documents(day: str) -> set[str]:
        facts = {"enterprise": "甲", "industry": "transport", "insured": False, "roster_date": day}
        told = [f for f in findings(SHANGHAI, facts, "enterprise") if f.type == "high_risk_enterprise_uninsured"]
        return {c.document for f in told if f.verdict.value == "violated" for c in (f.citation, *f.also)}

    assert documents("2031-01-31") == {"应急〔2025〕27号", "沪交行规〔2025〕13号"}
    assert documents("2031-02-01") == {"应急〔2025〕27号"}


# --- the mechanism ---------------------------------------------------------------------------------------------------

TEXT = """
name: {name}
title: 试验
document: {name}〔2024〕1号
region: "000000"
layer: {layer}
in_force: {{from: 2024-01-01}}
rules:
  - name: {name}.rule
    type: per_person_limit_below_minimum
    article: 一
    about: policy
    check: {check}
    with: {{fact: per_person_limit}}
    values: [{{value: {value}, source: x, confidence: {grade}}}]
    severity: {severity}
"""


def rule(
    name: str,
    value: int,
    check: str = "at_least",
    layer: str = "national",
    grade: str = "V",
    severity: str = "error",
    more: str = "",
) -> Any:
    text = TEXT.format(name=name, layer=layer, check=check, value=value, grade=grade, severity=severity) + more
    one = parse_pack(text, f"{name}.yaml").rules[0]
    return one, one.value_at(date(2024, 6, 1))


def names(pairs: Any) -> list[str]:
    return [one.name for one, _ in pairs]


def test_a_doubtful_stricter_floor_leaves_the_sure_one_standing() -> None:
    merged = merge([rule("sure", 400000), rule("doubtful", 800000, grade="S1")])
    assert sorted(names(merged.judged)) == ["doubtful.rule", "sure.rule"]
    assert not merged.absorbed


def test_a_sure_stricter_floor_takes_the_laxer_one_in() -> None:
    merged = merge([rule("sure", 800000), rule("doubtful", 400000, grade="S1")])
    assert names(merged.judged) == ["sure.rule"]
    assert set(merged.absorbed) == {"doubtful.rule"}


def test_what_presupposes_something_silences_nothing() -> None:
    when = "    when: {sector: construction}\n"
    merged = merge([rule("general", 400000), rule("special", 800000, more=when)])
    assert sorted(names(merged.judged)) == ["general.rule", "special.rule"]


def test_a_higher_ceiling_that_may_not_apply_drops_no_floor() -> None:
    when = "    when: {sector: construction}\n"
    cap, floor = rule("cap", 300000, "at_most", "law", more=when), rule("floor", 400000, layer="county")
    assert not merge([cap, floor]).conflicts
    assert [c.dropped.name for c in merge([rule("cap", 300000, "at_most", "law"), floor]).conflicts] == ["floor.rule"]


def test_only_a_higher_text_bars() -> None:
    bars = "    bars: [per_person_limit_below_minimum]\n"
    low = rule("low", 400000, layer="county")
    (conflict,) = merge([rule("high", 1, layer="law", more=bars), low]).conflicts
    assert (conflict.kept.name, conflict.dropped.name) == ("high.rule", "low.rule")
    assert not merge([rule("high", 1, layer="street", more=bars), low]).conflicts


def test_a_text_that_was_over_is_no_possible_text_of_an_unknown_place() -> None:
    def possible(day_: str) -> list[str]:
        subject = Subject("policy", "case", facts_of(day(day_)))
        found = judge(Filing("case", (), (subject,)), shipped()).findings
        return next(list(f.params["packs"]) for f in found if f.type == "place_unknown")

    assert "zhoucun-2018" in possible("2018-09-03")
    assert "zhoucun-2018" not in possible("2025-06-02")
    assert {"suzhou-2023-84", "hebei-fee-2019"} <= set(possible("2025-06-02"))
