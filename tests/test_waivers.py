"""Waivers and baselines: what is excused stays in the report, counts no more, and is told when it is out of date."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli import main
from validators import baseline, waivers
from validators.baseline import Baseline, BaselineError
from validators.citation import Citation
from validators.facts import Filing
from validators.finding import Finding, Severity, Verdict, fingerprint
from validators.law.pack import PackError
from validators.report import Report

SAMPLE = Path(__file__).parents[1] / "samples" / "suzhou-low-fee"
FILE = """\
waivers:
  - {rule: suzhou.fee-floor, filing: suzhou-low-fee, reason: 分期计提, author: 张三, clause: 二（六）, expires: 2026-12-31}
  - {rule: first_service_late, filing: suzhou-low-fee, reason: 停产, author: 李四, clause: 二（五）, expires: 2025-09-01}
  - {rule: suzhou.policy-upload, filing: suzhou-low-fee, reason: 故障, author: 李四, clause: 二（五）, expires: 2026-12-31}
"""


def finding(rule: str = "a.b", verdict: Verdict = Verdict.VIOLATED, subject: str = "P1", number: int = 1) -> Finding:
    params = {"n": number}
    return Finding(rule, "some_type", verdict, Severity.ERROR, subject, params, (), Citation("d", "t", "1"),
                   fingerprint(rule, "F", subject, params), matters=True)  # fmt: skip


def waiver(**changes: object) -> waivers.Waiver:
    given = {"rule": "a.b", "filing": "F", "reason": "r", "author": "a", "clause": "c", "expires": date(2025, 1, 31)}
    return waivers.Waiver(**{**given, **changes})  # type: ignore[arg-type]


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object], str]:
    status = main(["check", str(SAMPLE), "--format", "jsonl", "-j", "0", *arguments])
    said = capsys.readouterr()
    return status, json.loads(said.out), said.err


def test_a_waiver_stands_on_its_last_day_and_not_after() -> None:
    found = [finding()]
    assert list(waivers.excused("F", found, [waiver()], date(2025, 1, 31))) == [found[0].fingerprint]
    assert not waivers.excused("F", found, [waiver()], date(2025, 2, 1))


@pytest.mark.parametrize("changes", [{"filing": "G"}, {"rule": "a.c"}, {"subject": "P2"}, {"fingerprint": "0" * 32}])
def test_a_waiver_covers_only_what_it_names(changes: dict[str, str]) -> None:
    assert not waivers.excused("F", [finding()], [waiver(**changes)], date(2025, 1, 1))


def test_a_satisfied_finding_needs_no_waiver() -> None:
    assert not waivers.excused("F", [finding(verdict=Verdict.SATISFIED)], [waiver()], date(2025, 1, 1))


def test_an_excused_error_does_not_return_the_filing_and_another_still_does() -> None:
    one, two = finding(), finding(number=2)
    filing = Filing("F", (), ())
    report = Report(filing, (one,), ())
    assert report.verdict == "returned"
    assert report.excusing({one.fingerprint: {"by": "baseline"}}).verdict == "incomplete"  # no policy at all
    assert Report(filing, (one, two), ()).excusing({one.fingerprint: {"by": "baseline"}}).verdict == "returned"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("waivers:\n  - {rule: a, filing: F, reason: r, author: a, clause: c}\n", 2, "expires"),
        ("waivers:\n  - {rule: a, filing: F, reason: '', author: a, clause: c, expires: 2025-01-01}\n", 2, "reason"),
        ("waivers:\n  - {rule: a, filing: F, reason: r, author: a, clause: c, expires: soon}\n", 2, "expires"),
        ("waivers:\n  - {rules: a, filing: F, reason: r, author: a, clause: c, expires: 2025-01-01}\n", 2, "rules"),
        ("waiver: []\n", 1, "waiver"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, word: str) -> None:
    with pytest.raises(PackError) as error:
        waivers.parse(text, "w.yaml")
    assert error.value.line == line
    assert word in str(error.value)


def test_the_command_excuses_tells_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(FILE, "utf-8")
    status, report, told = checked(capsys, "--waivers", str(file), "--as-of", "2025-10-01")
    excused = {f["rule"]: f["excused"] for f in report["findings"] if "excused" in f}  # type: ignore[attr-defined]
    assert {rule: (e["by"], e["author"], e["clause"]) for rule, e in excused.items()} == {
        "suzhou.fee-floor": ("waiver", "张三", "二（六）")}  # fmt: skip
    assert status == 1
    assert report["verdict"] == "returned"  # the other one's waiver is over
    assert [line.split(": ")[1].rpartition(":")[2] for line in told.splitlines()] == ["3", "4"]
    status, report, told = checked(capsys, "--waivers", str(file), "--as-of", "2025-09-01")
    assert (status, report["verdict"]) == (0, "accepted")
    assert len(told.splitlines()) == 1


def test_only_what_is_new_since_the_baseline_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "baseline.json"
    assert checked(capsys, "--write-baseline", str(file))[0] == 1
    kept = json.loads(file.read_text("utf-8"))
    status, report, _ = checked(capsys, "--baseline", str(file))
    assert (status, report["verdict"]) == (0, "accepted")
    mark = next(mark for mark, rule in kept["filings"]["suzhou-low-fee"].items() if rule == "suzhou.fee-floor")
    del kept["filings"]["suzhou-low-fee"][mark]
    kept["filings"]["suzhou-low-fee"]["0" * 32] = "gone.rule"
    kept["filings"]["another"] = {"1" * 32: "not.judged"}
    file.write_text(json.dumps(kept), "utf-8")
    status, report, told = checked(capsys, "--baseline", str(file), "--update-baseline")
    assert (status, report["verdict"]) == (1, "returned")
    assert "1" in told
    pruned = json.loads(file.read_text("utf-8"))["filings"]
    assert "0" * 32 not in pruned["suzhou-low-fee"]
    assert mark not in pruned["suzhou-low-fee"], "a new finding is not taken into the baseline unasked"
    assert pruned["another"] == {"1" * 32: "not.judged"}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": "anze-baseline-1", "filings": {"F": {"m": 1}}}'])
def test_no_baseline_of_ours(text: str) -> None:
    with pytest.raises(BaselineError):
        baseline.loads(text)


def test_files_that_cannot_be_read_are_errors_of_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLE), "--waivers", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err
    assert main(["check", str(SAMPLE), "--update-baseline"]) == 2


MARKS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["r1", "r2"]))


@given(st.dictionaries(st.sampled_from(["F", "G"]), MARKS))
def test_a_baseline_reads_back_as_it_was_written(known: dict[str, dict[str, str]]) -> None:
    assert baseline.loads(baseline.dumps(Baseline(known))).known == known


@given(st.lists(st.integers(0, 5), unique=True), st.lists(st.integers(0, 5), unique=True))
def test_pruning_drops_what_is_gone_and_adds_nothing(before: list[int], after: list[int]) -> None:
    taken = baseline.of_findings({"F": [finding(number=n) for n in before]})
    now = [finding(number=n) for n in after]
    pruned = taken.pruned({"F": now})
    assert set(pruned.of("F")) == {finding(number=n).fingerprint for n in set(before) & set(after)}
    assert not pruned.stale("F", now)
