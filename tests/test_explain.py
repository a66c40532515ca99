"""The chain behind a finding: what was read and where, the article, the arithmetic, the verdict."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from validators import checks
from validators.cases import facts_of
from validators.explain import Explanation, explain, wanted
from validators.facts import Filing, Subject
from validators.finding import Finding
from validators.law.judge import judge
from validators.law.pack_reading import shipped
from validators.reasons import reason
from validators.report import Report

SAMPLES = Path(__file__).parents[1] / "samples"
RULES = {rule.name: (pack, rule) for pack in shipped() for rule in pack.rules}


def explained(name: str, case: Mapping[str, Any]) -> Iterator[tuple[Finding, Explanation]]:
    pack, rule = RULES[name]
    facts = facts_of({"region_code": pack.region if pack.prefix else "310101", **case})
    filing = Filing("case", (), (Subject(rule.about, "case", facts),))
    judged = judge(filing, [pack])
    report = Report(filing, judged.findings, judged.packs)
    for finding in report.findings:
        if finding.rule == name:
            yield finding, explain(report, finding)


def worked(name: str, **case: Any) -> list[str]:
    """The lines of arithmetic in Chinese."""
    ((_, explanation),) = explained(name, case)
    return [step.zh for step in explanation.of("arithmetic")]


@pytest.mark.parametrize("check", checks.modules())
def test_every_check_type_shows_how_it_came_to_its_answer(check: str) -> None:
    """By the cases of the rules that use it: facts, the article and the working; none says a fact by its bare name only."""
    seen = False
    for name, (pack, rule) in RULES.items():
        for verdict, cases in pack.cases().get(name, {}).items() if rule.check == check else ():
            for case in cases if verdict in ("violated", "satisfied") else ():
                for finding, explanation in explained(name, case):
                    seen = True
                    assert explanation.of("rule"), name
                    assert len(explanation.of("verdict")) == 1
                    if finding.verdict.value == "violated":
                        assert explanation.of("arithmetic"), (name, case)
                    for step in explanation.steps:
                        assert step.zh.strip()
                        assert step.en.strip()
                        assert "None" not in step.zh
    assert seen or not any(rule.check == check for _, rule in RULES.values())


# Counted by hand. 2024-10-01 to 2024-10-07 were days off (国办发明电〔2023〕7号).
@pytest.mark.parametrize(
    ("name", "case", "lines"),
    [
        (
            "suzhou.first-service",
            {"sign_date": "2024-03-01", "period_start": "2024-03-01", "first_service": "2024-05-02"},
            ["签单日期2024-03-01、保险起期2024-03-01，取较晚的2024-03-01", "保险起期2024-03-01（当日不计）+ 45日 = 2024-04-15", "首次服务日期2024-05-02 > 2024-04-15，超过17日"],
        ),
        (
            "suzhou.policy-upload",
            {"sign_date": "2024-09-24", "uploaded_at": "2024-10-09T09:00:00+08:00"},
            ["签单日期2024-09-24（当日不计）+ 7日 = 2024-10-01", "2024-10-01是法定休息日，顺延至2024-10-08（民法典第二百零三条）", "保单上传时间2024-10-09 > 2024-10-08，超过1日"],
        ),
        (
            "suzhou.fee-floor",
            {"sign_date": "2024-09-08", "fee_ratio": 10.5, "prevention_fee": 12789, "premium": 121800},
            ["事故预防费用12,789 ÷ 保险费121,800 = 10.5%", "事故预防费用比例10.5% < 下限12%"],
        ),
    ],
)  # fmt: skip
def test_the_arithmetic_in_words(name: str, case: dict[str, Any], lines: list[str]) -> None:
    assert worked(name, **case) == lines


def one_of(check: str, type_: str = "") -> str:
    return next(n for n, (_, rule) in RULES.items() if rule.check == check and (not type_ or rule.type == type_))


def test_a_sum_is_shown_item_by_item() -> None:
    lines = worked(
        one_of("sum_equals"),
        item_premiums=[22360, 4120],
        premium=26580,
        coverages_complete=True,
        sign_date="2024-05-01",
    )
    assert lines == ["22,360 + 4,120 = 26,480 ≠ 保险费26,580，相差100元"]


def test_the_check_character_is_worked_out() -> None:
    (line,) = worked(one_of("check_digit"), uscc="911000007109314830", sign_date="2024-05-01")
    assert line.endswith("对应“R” ≠ 末位“0”")


def test_words_of_reasons() -> None:
    assert (
        reason("premium: not on the papers; sign_date: the papers disagree")[0]
        == "保险费：材料未载明；签单日期：材料之间互相矛盾"
    )
    assert reason("something new") == ("", "something new")


def test_what_is_asked_for() -> None:
    ((finding, _),) = explained("suzhou.fee-floor", {"sign_date": "2024-09-08", "fee_ratio": 10.5})
    assert all(
        wanted(finding, w) for w in ("all", "prevention_fee_below_minimum", "suzhou.fee-floor", finding.fingerprint[:6])
    )
    assert not wanted(finding, "premium_sum_mismatch")
    assert not wanted(finding, finding.fingerprint[:2])


def test_the_command_and_the_report(capsys: pytest.CaptureFixture[str]) -> None:
    paper = str(SAMPLES / "suzhou-low-fee")
    main(["check", paper, "-j", "0", "--explain", "prevention_fee_below_minimum", "--format", "json"])
    (found,) = json.loads(capsys.readouterr().out)
    told = {f["type"]: f.get("explanation") for f in found["findings"]}
    steps = told.pop("prevention_fee_below_minimum")
    assert set(told.values()) == {None}
    assert [s["text"] for s in steps if s["step"] == "arithmetic"] == [
        "事故预防费用2,841.65 ÷ 保险费28,416.50 = 10%", "事故预防费用比例10% < 下限12%"]  # fmt: skip
    fee = next(s for s in steps if s["text"].startswith("保险费 = 28,416.50元"))
    assert fee["places"][0]["page"] == 1
    main(["check", paper, "-j", "0", "--explain", "all", "--lang", "en"])
    out = capsys.readouterr().out
    assert "first service 2025-06-27 > 2025-06-04, 23 days late" in out


def test_asking_for_a_finding_that_is_not_there_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(SAMPLES / "suzhou-low-fee"), "-j", "0", "--explain", "nothing_like_it"])
    assert "nothing_like_it" in capsys.readouterr().err
