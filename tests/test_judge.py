"""Judging: the right rules at the right place and date; absence only with a witness; conflicts shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from extractor.record import Record
from tests import filings
from tests.test_packs import GOOD
from validators import Manifest, across, assemble, shipped, validate
from validators.finding import Finding, Severity, Verdict
from validators.law.pack_reading import parse_pack
from validators.law.precedence import merge
from validators.reasons import reason


def violated(*records: Record, manifest: Manifest | None = None, **options: Any) -> dict[str, Finding]:
    filing = assemble(records, manifest or filings.manifest())
    findings = validate(filing, **options).findings
    return {f.type: f for f in findings if f.verdict is Verdict.VIOLATED and f.severity is not Severity.NOTE}


def undecided(*records: Record, **options: Any) -> dict[str, Finding]:
    report = validate(assemble(records, filings.manifest()), **options)
    return {f.type: f for f in report.findings if f.verdict is Verdict.UNDECIDED}


CLEAN = (filings.policy(), filings.report())


def test_a_clean_filing_stays_clean() -> None:
    report = validate(assemble(CLEAN, filings.manifest()))
    assert {f.type for f in report.findings if f.verdict is Verdict.VIOLATED} == set()
    assert report.verdict == "accepted"
    assert report.counts["satisfied"] > 15


ONE_FAULT: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = [
    (
        "amount_words_mismatch",
        {"premium_words": Decimal(8000)},
        {"digits": Decimal(9000), "words_value": Decimal(8000)},
    ),
    (
        "premium_sum_mismatch",
        {"coverages": (*filings.COVERAGES[:-1], ("appraisal", 100))},
        {"difference": Decimal(100)},
    ),
    (
        "per_person_limit_below_minimum",
        {"per_person_limit": Decimal(250000)},
        {"minimum": 300000, "limit": Decimal(250000)},
    ),
    ("per_accident_exceeds_aggregate", {"aggregate_limit": Decimal(1000000)}, {"aggregate": Decimal(1000000)}),
    ("insured_fewer_than_employees", {"insured_count": 30}, {"insured_count": 30, "employee_count": 40}),
    ("uscc_check_digit_invalid", {"uscc": "913413020585362890"}, {"expected_check": "U"}),
    (
        "prevention_fee_below_minimum",
        {"prevention_fee": Decimal(900), "prevention_fee_ratio": Decimal(10)},
        {"minimum_percent": 12},
    ),
    ("clause_missing", {"clauses": ("all_employees", "prevention_service")}, {"clause": "advance_payment"}),
    (
        "prohibited_wording",
        {"clauses": (*filings.CLAUSES, "premium_charged_to_workers")},
        {"kind": "premium_charged_to_workers"},
    ),
    ("citation_year_wrong", {"citations": ["应急监二〔2022〕84号"]}, {"correct": "应急监二〔2023〕84号"}),
    (
        "coverage_missing",
        {
            "coverages": tuple(c for c in filings.COVERAGES if c[0] != "rescue"),
            "premium": Decimal(8700),
            "premium_words": Decimal(8700),
            "prevention_fee": Decimal(1305),
        },
        {"coverage": "rescue"},
    ),
]


@pytest.mark.parametrize(("type_", "changes", "params"), ONE_FAULT, ids=[item[0] for item in ONE_FAULT])
def test_one_fault_gives_one_finding_with_its_place_and_article(
    type_: str, changes: Mapping[str, Any], params: Mapping[str, Any]
) -> None:
    found = violated(filings.policy(**changes), filings.report())
    assert set(found) == {type_}
    finding = found[type_]
    assert {name: finding.params[name] for name in params} == params
    assert finding.evidence
    assert finding.evidence[0].path == "保险单.pdf"
    assert finding.citation.document
    assert finding.citation.article


def test_absence_without_a_witness_is_undecided() -> None:
    cut = filings.policy(coverages=filings.COVERAGES[:2], clauses=("fee",), whole=False)
    found = violated(cut, filings.report())
    assert not {"coverage_missing", "clause_missing", "premium_sum_mismatch"} & set(found)
    open_ = undecided(cut, filings.report())
    assert {"coverage_missing", "clause_missing"} <= set(open_)
    assert open_["clause_missing"].lacking == ("agreements_complete",)
    nothing = filings.policy(coverages=None, clauses=None, whole=False)
    assert not violated(nothing, filings.report())


def test_an_unread_policy_is_incomplete_never_accepted() -> None:
    blank = Record("保险单.pdf", "s", "policy")
    report = validate(assemble([blank, filings.report()], filings.manifest()))
    assert not [f for f in report.findings if f.verdict is Verdict.VIOLATED]
    assert report.verdict == "incomplete"
    assert {"contract_date_unknown", "place_unknown"} <= {
        f.type for f in report.findings if f.verdict is Verdict.UNDECIDED
    }
    assert validate(assemble([filings.report()], filings.manifest())).verdict == "incomplete"


# --- place and date --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("signed", "limit", "minimum"),
    [
        (date(2025, 3, 28), 300000, None),
        (date(2025, 3, 28), 299999, 300000),
        (date(2025, 3, 29), 300000, 400000),
        (date(2025, 3, 29), 400000, None),
        (date(2017, 12, 31), 100000, None),  # before the first measures nothing national binds
    ],
)
def test_the_minimum_goes_by_the_date_of_signing(signed: date, limit: int, minimum: int | None) -> None:
    found = violated(filings.policy(sign_date=signed, per_person_limit=Decimal(limit)), filings.report())
    assert ("per_person_limit_below_minimum" in found) is (minimum is not None)
    if minimum:
        assert found["per_person_limit_below_minimum"].params["minimum"] == minimum


def test_local_rules_bind_their_place_and_time_only() -> None:
    low: dict[str, Any] = {"prevention_fee": Decimal(900), "prevention_fee_ratio": Decimal(10)}
    elsewhere: dict[str, Any] = {
        "region_code": "410307",
        "jurisdiction": "洛阳市偃师区",
        "address": "河南省洛阳市偃师区某镇一路1号",
    }
    assert "prevention_fee_below_minimum" in violated(filings.policy(**low), filings.report())
    assert "prevention_fee_below_minimum" not in violated(filings.policy(**low, **elsewhere), filings.report())
    earlier = filings.policy(**low, sign_date=date(2023, 12, 31))
    assert "prevention_fee_below_minimum" not in violated(earlier, filings.report())
    assert "prevention_fee_below_minimum" in violated(
        filings.policy(**low, **elsewhere), filings.report(), region="341302"
    )


ZHOUCUN: dict[str, Any] = {
    "region_code": "370306",
    "jurisdiction": "淄博市周村区",
    "address": "山东省淄博市周村区某街道1号",
}


@pytest.mark.parametrize(
    ("signed", "listed"), [(date(2019, 12, 31), True), (date(2020, 1, 1), False), (date(2017, 10, 31), False)]
)
def test_the_pilot_of_zhoucun_judges_its_window_only(signed: date, listed: bool) -> None:
    stranger = filings.policy(**ZHOUCUN, insurer="鼎衡财产保险股份有限公司", insurer_branch=None, sign_date=signed)
    assert ("insurer_not_on_local_list" in violated(stranger, filings.report())) is listed


def test_a_draft_never_returns_a_filing() -> None:
    yueqing = filings.policy(region_code="330382", jurisdiction="乐清市", sign_date=date(2025, 6, 1))
    report = validate(assemble([yueqing, filings.report()], filings.manifest()))
    mine = [f for f in report.findings if f.rule.startswith("yueqing.")]
    assert mine
    assert {f.severity for f in mine} == {Severity.NOTE}


BAIGUAN: dict[str, Any] = {
    "region_code": "330604",
    "jurisdiction": "绍兴市上虞区百官街道",
    "address": "浙江省绍兴市上虞区百官街道某路1号",
}
REFUSED = {
    "level": "重大",
    "description": "报警装置停用",
    "advice": "恢复运行",
    "deadline": date(2024, 4, 20),
    "refused": True,
}


def test_a_refused_major_hazard_not_reported() -> None:
    def found(review: date | None = date(2024, 6, 23), whole: bool = True, **changes: Any) -> dict[str, Finding]:
        paper = filings.report(hazards=[REFUSED | changes], whole=whole)
        return violated(filings.policy(**BAIGUAN), paper, manifest=filings.manifest(review, date(2024, 3, 6)))

    assert found()["major_hazard_not_reported"].params["hazard"] == "报警装置停用"
    assert found()["major_hazard_not_reported"].params["reported_on"] is None
    assert found(reported_on=date(2024, 7, 30))["major_hazard_not_reported"].params["days"] == 101
    assert not found(reported_on=date(2024, 5, 6))  # 5 May 2024 is a public holiday's end: rolls to 6 May
    assert not found(review=date(2024, 5, 1))  # the fifteen days still run
    assert not found(review=None)
    assert not found(whole=False)
    assert not found(refused=False)
    assert not found(level="一般")


@pytest.mark.parametrize(("sure", "verdict"), [(0.9, Verdict.VIOLATED), (0.6, Verdict.UNDECIDED)])
def test_an_unsure_presupposition_accuses_nobody(sure: float, verdict: Verdict) -> None:
    bare = filings.report(hazard_list_present=False)
    types = filings.reading(("inspection",), confidence=sure)
    paper = Record(
        bare.path, bare.sha256, bare.kind, {**bare.fields, "service_types": types}, bare.tables, bare.witnesses
    )
    found = {
        f.verdict
        for f in validate(assemble([filings.policy(), paper], filings.manifest())).findings
        if f.type == "report_missing_hazard_list"
    }
    assert found - {Verdict.NOT_APPLICABLE} == {verdict}


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        (None, Verdict.VIOLATED),
        (date(2024, 4, 11), Verdict.UNDECIDED),
        (date(2024, 7, 2), Verdict.VIOLATED),
    ],
)
def test_a_late_day_is_open_where_its_paper_tells_one_in_time(other: date | None, verdict: Verdict) -> None:
    days = filings.reading(date(2024, 6, 28), rivals=() if other is None else (filings.reading(other),))
    late = filings.report(service_end=date(2024, 6, 28))
    paper = replace(late, fields={**late.fields, "service_start": days})
    findings = validate(assemble([filings.policy(), paper], filings.manifest())).findings
    first = next(f for f in findings if f.type == "first_service_late")
    assert first.verdict is verdict
    if first.verdict is Verdict.UNDECIDED:
        assert str(other) in reason(first.why)[0]
        assert "2024-06-28" in reason(first.why)[0]


def test_a_later_report_that_tells_an_earlier_day_may_be_the_first_service() -> None:
    day = filings.reading(date(2024, 7, 28), rivals=(filings.reading(date(2024, 4, 11)),))
    papers = [filings.policy(), filings.report(service_start=date(2024, 6, 28), service_end=date(2024, 6, 28))]
    second = filings.report("二.docx", report_no="FW-24-032", service_end=date(2024, 7, 28))
    papers.append(replace(second, fields={**second.fields, "service_start": day}))
    findings = validate(assemble(papers, filings.manifest())).findings
    assert next(f for f in findings if f.type == "first_service_late").verdict is Verdict.UNDECIDED


def test_no_service_report_at_all_accuses_nobody() -> None:
    report = validate(assemble([filings.policy()], filings.manifest()))
    first = next(f for f in report.findings if f.type == "first_service_late")
    assert first.verdict is Verdict.UNDECIDED
    early = validate(assemble([filings.policy()], filings.manifest(date(2024, 4, 1))))
    assert next(f for f in early.findings if f.type == "first_service_late").verdict is Verdict.NOT_APPLICABLE


def test_as_of_stands_in_for_the_day_of_review() -> None:
    filing = assemble([filings.policy()], filings.manifest(None))
    report = validate(filing, as_of=date(2024, 4, 1))
    assert next(f for f in report.findings if f.type == "first_service_late").verdict is Verdict.NOT_APPLICABLE
    assert report.as_of == date(2024, 4, 1)


# --- precedence ------------------------------------------------------------------------------------------------------


def _rule(document: str, check: str, value: Any, layer: str = "county", name: str = "test.floor") -> Any:
    text = GOOD.replace("check: at_least", f"check: {check}").replace("value: 300000", f"value: {value}")
    text = (
        text.replace("试验〔2024〕1号", document)
        .replace("layer: county", f"layer: {layer}")
        .replace("test.floor", name)
    )
    rule = parse_pack(text, f"{document}.yaml").rules[0]
    return rule, rule.values[0]


def test_the_stricter_floor_and_ceiling_bind() -> None:
    floors = merge(
        [_rule("甲〔2024〕1号", "at_least", 300000), _rule("乙〔2024〕1号", "at_least", 800000, name="test.higher")]
    )
    assert [rule.name for rule, _ in floors.judged] == ["test.higher"]
    assert set(floors.absorbed) == {"test.floor"}
    ceilings = merge([_rule("甲〔2024〕1号", "at_most", 21), _rule("乙〔2024〕1号", "at_most", 18, name="test.lower")])
    assert [rule.name for rule, _ in ceilings.judged] == ["test.lower"]


def test_a_floor_above_a_ceiling_is_a_conflict_that_the_higher_text_decides() -> None:
    low, high = _rule("县〔2024〕1号", "at_least", 25), _rule("国〔2024〕1号", "at_most", 21, "national", "test.cap")
    merged = merge([low, high])
    assert [rule.name for rule, _ in merged.judged] == ["test.cap"]
    (conflict,) = merged.conflicts
    assert (conflict.kept.name, conflict.dropped.name) == ("test.cap", "test.floor")


def test_a_conflict_is_shown_and_names_both() -> None:
    def pack(document: str, check: str, value: int, layer: str, name: str) -> Any:
        text = GOOD.replace("check: at_least", f"check: {check}").replace("value: 300000", f"value: {value}")
        return parse_pack(
            text.replace("试验〔2024〕1号", document)
            .replace("layer: county", f"layer: {layer}")
            .replace("name: test", f"name: {name}"),
            name,
        )

    packs = [
        pack("县〔2024〕1号", "at_least", 500000, "county", "low"),
        pack("国〔2024〕1号", "at_most", 400000, "national", "high"),
    ]
    report = validate(assemble([filings.policy()], filings.manifest()), packs)
    conflict = next(f for f in report.findings if f.type == "rule_conflict")
    assert conflict.citation.document == "国〔2024〕1号"
    assert [c.document for c in conflict.also] == ["县〔2024〕1号"]
    assert conflict.severity is Severity.NOTE


def test_one_fault_demanded_by_two_texts_is_one_finding_that_names_both() -> None:
    bare = filings.policy(
        clauses=("prevention_service", "advance_payment"), region_code="411025", sign_date=date(2025, 6, 1)
    )
    findings = [f for f in validate(assemble([bare], filings.manifest())).findings if f.type == "clause_missing"]
    (finding,) = [f for f in findings if f.verdict is Verdict.VIOLATED]
    documents = {finding.citation.document, *(c.document for c in finding.also)}
    assert documents == {"襄安委〔2024〕6号", "应急〔2025〕27号"}


# --- several filings, and properties ---------------------------------------------------------------------------------


def test_a_number_used_twice_is_found_across_filings() -> None:
    one = assemble([filings.policy()], filings.manifest(name="F1"))
    two = assemble(
        [filings.policy("另.pdf", policy_no="slxb 20240300017", insured="别家")], filings.manifest(name="F2")
    )
    three = assemble([filings.policy("三.pdf", policy_no="SLXB99999999")], filings.manifest(name="F3"))
    found = {
        index: [finding for finding in findings if finding.type == "policy_no_reused"]
        for index, findings in across([one, two, three]).items()
    }
    assert sorted(index for index in found if found[index]) == [0, 1]
    assert found[0][0].params == {"policy_no": "SLXB20240300017", "other_filing": "F2"}
    assert found[1][0].params["other_filing"] == "F1"
    assert validate(one).with_findings(found[0]).verdict == "returned"


def test_the_same_paper_given_twice_is_a_copy_not_a_second_use() -> None:
    one, two = (assemble([filings.policy()], filings.manifest(name=name)) for name in ("F1", "F2"))
    assert across([one, two]) == {}


@pytest.mark.parametrize(("type_", "changes", "params"), ONE_FAULT, ids=[item[0] for item in ONE_FAULT])
def test_an_unrelated_paper_removes_no_finding(
    type_: str, changes: Mapping[str, Any], params: Mapping[str, Any]
) -> None:
    stranger = Record("发票.pdf", "i", "invoice", {"premium": filings.reading(Decimal(1))})
    notice = Record("通知.pdf", "n", "notice", {"doc_number": filings.reading("某发〔2020〕1号")})
    assert type_ in violated(filings.policy(**changes), filings.report(), stranger, notice)


def test_shuffled_papers_give_the_same_findings() -> None:
    papers = [
        filings.policy(insured_count=30),
        filings.report(),
        filings.report("2.docx", report_no="B", customer_signed=False),
    ]
    one = {f.fingerprint for f in validate(assemble(papers, filings.manifest())).findings}
    two = {f.fingerprint for f in validate(assemble(papers[::-1], filings.manifest())).findings}
    assert one == two


@pytest.mark.parametrize("name", sorted(filings.POLICY))
def test_taking_a_field_away_never_adds_an_accusation(name: str) -> None:
    """Whatever is not read: undecided, never violated."""
    without: dict[str, Any] = {name: None}
    assert violated(filings.policy(**without), filings.report()) == {}


def test_every_pack_is_reachable() -> None:
    used = set()
    for code in (
        "341302", "370306", "330604001", "411025", "330382", "110101", "130102", "310115", "320205", "411702", "440604",
    ):  # fmt: skip
        used |= {c.pack.name for c in validate(assemble([filings.policy(region_code=code)], filings.manifest())).packs}
    assert used == {pack.name for pack in shipped()}
