"""The report: its JSON keeps the schema, byte for byte the same; its sentences say what, why and where."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from extractor.document import Problem
from extractor.record import Record, Row
from tests import filings
from validators import Filing, assemble, shipped, validate
from validators.finding import Finding, Severity, Verdict
from validators.report import Report
from validators.report_json import document_to_json, dumps, extract_to_json, schema, to_json
from validators.say import _data, place, rule, say, shown, word, wrong

VALIDATOR = jsonschema.Draft202012Validator(schema())


def bad_filing() -> Filing:
    policy = filings.policy(
        insured_count=30,
        per_person_limit=Decimal(250000),
        citations=["应急监二〔2022〕84号"],
        clauses=("advance_payment", "differing_sums_by_job"),
        coverages=filings.COVERAGES[:3],
    )
    hazards = [{"level": "一般", "description": "积尘", "deadline": date(2024, 5, 1), "rectified": False}]
    report = filings.report(hazards=hazards, customer_signed=False, policy_no="SLXB20240300071")
    claims = filings.claims(
        {
            "report_no": "P1",
            "policy_no": "SLXB20240300017",
            "closed_date": date(2024, 5, 1),
            "uploaded": date(2024, 6, 1),
        }
    )
    broken = Record("坏.pdf", "b", "unknown", problems=(Problem("damaged", "文件已损坏", "请重新导出", 2),))
    return assemble([policy, report, claims, broken], filings.manifest(uploaded=date(2024, 4, 20)))


REPORT = validate(bad_filing(), path="案卷/F1")


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_json_keeps_the_schema(everything: bool, lang: str) -> None:
    VALIDATOR.validate(json.loads(json.dumps(to_json(REPORT, everything=everything, lang=lang))))


def test_the_schema_refuses_what_the_contract_does_not_know() -> None:
    good = to_json(REPORT)
    for wrong_one in (
        {**good, "extra": 1},
        {**good, "verdict": "fine"},
        {k: v for k, v in good.items() if k != "coverage"},
    ):
        assert list(VALIDATOR.iter_errors(wrong_one))


def test_an_empty_filing_has_a_report() -> None:
    report = validate(assemble([], filing_id="空"))
    VALIDATOR.validate(to_json(report))
    assert report.verdict == "incomplete"


def test_the_keys_are_those_of_the_contract() -> None:
    out = to_json(REPORT)
    assert list(out) == ["filing", "path", "engine", "packs", "as_of", "documents", "findings", "coverage", "verdict"]
    assert list(extract_to_json("F1", "案卷", REPORT.filing.records)) == ["filing", "path", "engine", "documents"]
    assert out["as_of"] == "2024-06-01"
    assert out["verdict"] == "returned"
    policy = out["documents"][0]
    assert policy["fields"]["premium"] == {
        "value": 9000,
        "text": "如印",
        "page": 1,
        "box": [100.0, 200.1, 180.0, 211.0],
        "confidence": 0.995,  # the most that calibration.json says
        "how": "label",
        "rivals": [],
    }
    assert policy["fields"]["period_end"]["value"] == "2025-03-09T24:00"
    assert policy["tables"]["coverages"][0] == {
        "code": "employee_injury",
        "name": "employee_injury",
        "per_person": None,
        "per_accident": None,
        "aggregate": None,
        "premium": 6000,
    }
    assert out["documents"][3]["problems"] == [
        {"code": "damaged", "message": "文件已损坏", "remedy": "请重新导出", "page": 2}
    ]


def test_the_same_report_is_the_same_bytes() -> None:
    again = validate(bad_filing(), path="案卷/F1")
    assert dumps(REPORT) == dumps(again)
    assert dumps(REPORT, lang="en") != dumps(REPORT)


def test_violated_come_first_and_gravest_first() -> None:
    findings = to_json(REPORT)["findings"]
    order = [(f["verdict"], f["severity"]) for f in findings]
    ranks = {"violated": 0, "undecided": 1}, {"error": 0, "warning": 1, "note": 2}
    assert order == sorted(order, key=lambda pair: (ranks[0][pair[0]], ranks[1][pair[1]]))
    assert {f["verdict"] for f in findings} == {"violated", "undecided"}
    all_of_them = to_json(REPORT, everything=True)["findings"]
    assert {f["verdict"] for f in all_of_them} == {"violated", "undecided", "satisfied", "not_applicable"}


def test_the_counts_add_up() -> None:
    counts = to_json(REPORT)["coverage"]
    assert counts["rules_applicable"] == counts["satisfied"] + counts["violated"] + counts["undecided"]
    assert counts["violated"] == sum(f["verdict"] == "violated" for f in to_json(REPORT)["findings"])


def test_every_violation_stands_on_a_place_and_an_article() -> None:
    for finding in to_json(REPORT)["findings"]:
        if finding["verdict"] == "violated":
            assert finding["evidence"], finding["type"]
            assert finding["citation"]["article"], finding["type"]


def test_the_words_of_a_notice_are_not_repeated() -> None:
    rows = (Row({"number": filings.reading(1), "text": filings.reading("第一行")}, filings.PLACE),)
    notice = Record("通知.pdf", "n", "notice", tables={"lines": rows, "citations": ()})
    assert list(document_to_json(notice)["tables"]) == ["citations"]


# --- verdict ---------------------------------------------------------------------------------------------------------


def verdict(*records: Record) -> str:
    return validate(assemble(records, filings.manifest())).verdict


def test_verdicts() -> None:
    assert verdict(filings.policy(), filings.report()) == "accepted"
    assert verdict(filings.policy(insured_count=1), filings.report()) == "returned"
    assert verdict(filings.policy(premium=None), filings.report()) == "incomplete"
    assert verdict(filings.report()) == "incomplete"
    failed = Record("页.pdf", "p", "invoice", pages_read={"text": (1,), "ocr": (), "failed": (2,)})
    assert verdict(filings.policy(), filings.report(), failed) == "incomplete"
    misnamed = Record("页.pdf", "p", "invoice", problems=(Problem("extension_mismatch", "扩展名是.pdf，内容是PNG"),))
    assert verdict(filings.policy(), filings.report(), misnamed) == "accepted"
    signed = Record(
        "页.ofd", "p", "invoice", problems=(Problem("signature_not_verified", "有1个电子签章，未验证其真伪"),)
    )
    assert verdict(filings.policy(), filings.report(), signed) == "accepted"
    pageless = Record("报告.docx", "p", "invoice", problems=(Problem("not_laid_out", "未能排版，没有页码"),))
    assert verdict(filings.policy(), filings.report(), pageless) == "accepted"
    enclosing = Record("页.ofd", "p", "invoice", problems=(Problem("attachment_not_read", "附件“清单.pdf”未读取"),))
    assert verdict(filings.policy(), filings.report(), enclosing) == "incomplete"
    # A warning alone (a source seen in one copy only) leaves it accepted.
    assert verdict(filings.policy(clauses=("prevention_service", "all_employees")), filings.report()) == "accepted"


# --- sentences -------------------------------------------------------------------------------------------------------


def test_a_sentence_says_what_is_wrong_what_the_rule_says_and_where() -> None:
    finding = next(
        f for f in REPORT.findings if f.type == "per_person_limit_below_minimum" and f.verdict is Verdict.VIOLATED
    )
    assert say(finding) == (
        "每人死亡伤残责任限额250,000元，低于最低300,000元。"
        "依据安监总办〔2017〕140号第十七条“不得低于30万元”。见保险单.pdf 第1页“如印”。"
    )
    assert say(finding, "en").startswith(
        "The limit per person is 250,000 yuan, below the minimum of 300,000. Rule: 安监总办〔2017〕140号"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_finding_fills_its_sentence(lang: str) -> None:
    for finding in REPORT.findings:
        sentence = say(finding, lang)
        assert "{" not in sentence
        assert "…" not in wrong(finding, lang).replace("……", ""), sentence
        assert sentence


def test_an_undecided_finding_says_what_would_settle_it() -> None:
    report = validate(assemble([filings.policy(clauses=("fee",), whole=False)], filings.manifest()))
    finding = next(
        f for f in report.findings if f.type == "clause_missing" and f.params.get("clause") == "advance_payment"
    )
    assert wrong(finding) == "未能核对必备约定（先行垫付或预付赔款），需要：完整的特别约定"


def test_a_doubtful_source_is_named_as_such() -> None:
    citation = next(r.citation for p in shipped() for r in p.rules if r.confidence == "S1")
    assert "待核实" in rule(citation)
    assert "to be verified" in rule(citation, "en")


def test_every_named_type_has_words() -> None:
    types = {r.type for p in shipped() for r in p.rules if not r.say} | {
        "policy_no_reused",
        "evidence_reused",
        "paper_twice",
        "place_unknown",
        "rule_conflict",
    }
    for type_ in types:
        assert {"zh", "en"} <= set(_data("sentences.yaml")[type_])
        assert type_ in _data("topics.yaml")


def test_values_as_people_write_them() -> None:
    assert shown(Decimal("1234.50")) == "1,234.50"
    assert shown(Decimal("12.5")) == "12.5"
    assert shown(None, "en") == "not stated"
    assert word("rescue") == "应急救援费用"
    assert word("unheard_of") == "unheard_of"


def test_a_place_without_page_names_its_cell() -> None:
    from extractor.span import Span
    from validators.facts import Evidence

    assert place(Evidence("台账.xlsx", "rows", Span("900", where="台账!C4"))) == "台账.xlsx 台账!C4“900”"
    assert place(Evidence("台账.xlsx", "rows")) == "台账.xlsx"


def test_notes_never_make_a_verdict_worse() -> None:
    base = validate(assemble([filings.policy(), filings.report()], filings.manifest()))
    some = next(f for f in REPORT.findings if f.verdict is Verdict.VIOLATED)
    note = _with(some, severity=Severity.NOTE)
    assert base.with_findings([note]).verdict == "accepted"
    assert base.with_findings([_with(some, severity=Severity.ERROR)]).verdict == "returned"


def _with(finding: Finding, **changes: Any) -> Finding:
    import dataclasses

    return dataclasses.replace(finding, **changes)


def test_a_report_is_frozen() -> None:
    with pytest.raises(AttributeError):
        REPORT.path = "x"  # type: ignore[misc]
    assert isinstance(REPORT, Report)


def test_every_fact_that_a_rule_may_lack_has_a_word() -> None:
    words = _data("words.yaml")["fields"]
    for pack in shipped():
        for rule_ in pack.rules:
            for name in ("fact", "end", "complete", "than", "other", "parts", "total"):
                value = rule_.with_.get(name)
                assert not isinstance(value, str) or value in words or rule_.check == "agrees_with_clause", (
                    rule_.name,
                    value,
                )
            for value in (*rule_.with_.get("facts", ()), *rule_.with_.get("any_of", ())):
                assert value in words or rule_.check == "states", (rule_.name, value)
