"""The lint of packs: every class of fault is found where it is, and nowhere else; the shipped packs are clean."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
import yaml

from api import cli
from api.given.pack_files import shipped_files, source_of
from api.records.fields import paper
from validators.given import given
from validators.law.pack_reading import shipped
from validators.lint import Fault, Source, codes, lint
from validators.lint.conditions import vocabularies

ROOT = Path(__file__).parents[1]
PACK = """\
name: test-2024-1
title: 试验通知
document: 试验〔2024〕1号
region: "990101"
layer: county
issued: 2024-01-01
in_force: {from: 2024-01-01, to: 2025-12-31}
rules:
  - name: test.floor
    type: prevention_fee_below_minimum
    article: 一
    quote: 不低于12%
    about: policy
    check: at_least
    with: {fact: fee_ratio}
    value: 12
    severity: error
  - name: test.coverages
    type: coverage_missing
    article: 二
    about: policy
    check: contains_all
    with: {fact: coverages, items: [rescue, legal], complete: coverages_complete}
    severity: error
"""
CASES = """\
test.floor:
  satisfied: [{fee_ratio: 12, sign_date: 2024-05-01}, {fee_ratio: 13, sign_date: 2024-05-01}]
  violated: [{fee_ratio: 11.9, sign_date: 2024-05-01}]
  undecided: [{sign_date: 2024-05-01}]
test.coverages:
  satisfied: [{coverages: [rescue, legal, medical], sign_date: 2024-05-01}]
  violated: [{coverages: [rescue], coverages_complete: true, sign_date: 2024-05-01}]
  undecided: [{coverages: [rescue], sign_date: 2024-05-01}]
"""
ROWS = """\
T-1: {about: 预防费, rules: [test.floor]}
T-2: {about: 责任, rules: [test.coverages]}
"""


def said(text: str = PACK, cases: str = CASES, rows: str | None = ROWS) -> tuple[Fault, ...]:
    """The faults of one pack beside the shipped ones, but for what is merely noted."""
    return tuple(
        fault for fault in lint([Source("t/test-2024-1.yaml", text, cases, rows)], shipped()) if fault.level != "note"
    )


def changed(*pairs: tuple[str, str], text: str = PACK) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_a_good_pack_is_clean() -> None:
    assert said() == ()


SECOND = """\
  - name: test.second
    type: TYPE
    article: 三
    quote: 不高于10%
    about: policy
    check: CHECK
    with: WITH
    severity: error
"""


def second(type_: str, check: str, with_: str, more: str = "") -> str:
    """The pack with another rule; ``more`` are further words of it."""
    rule = SECOND.replace("TYPE", type_).replace("CHECK", check).replace("WITH", with_)
    return PACK + rule + (f"    {more}\n" if more else "")


FLOOR_VALUES = "    values: [{from: 2024-01-01, value: 12, source: 一}, {from: 2024-01-01, value: 13, source: 一}]"
FAULTS = {
    "never-in-force": (
        changed(("    severity: error", "    from: 2025-01-01\n    to: 2024-06-01\n    severity: error")),
        17,
    ),
    "outside-pack": (changed(("    severity: error", "    from: 2023-06-01\n    severity: error")), 17),
    "number-overtaken": (changed(("    value: 12", FLOOR_VALUES)), 16),
    "number-gap": (changed(("    value: 12", "    values: [{from: 2024-06-01, value: 12, source: 一}]")), 16),
    "number-without-source": (changed(("    quote: 不低于12%\n", "")), 15),
    "weak-source": (changed(("    severity: error", "    confidence: S1\n    severity: error")), 18),
    "undated": (changed(("issued: 2024-01-01\n", "")), 6),
    "fact-unknown": (changed(("{fact: fee_ratio}", "{fact: fee_ration}")), 15),
    "fact-of-another": (changed(("{fact: fee_ratio}", "{fact: claim_report_no}")), 15),
    "never-applies": (changed(("    value: 12", "    value: 12\n    when: {coverages: [resque]}")), 17),
    "code-unknown": (changed(("[rescue, legal]", "[rescue, leagl]")), 23),
    "floor-above-ceiling": (second("prevention_fee_above_cap", "at_most", "{fact: fee_ratio}", "value: 10"), 16),
    "forbidden-and-demanded": (
        second(
            "clause_missing", "contains_all", "{fact: clauses, items: [advance_payment], complete: agreements_complete}"
        )
        + SECOND.replace("TYPE", "prohibited_wording")
        .replace("CHECK", "forbidden_wording")
        .replace("WITH", "{kinds: [advance_payment]}")
        .replace("test.second", "test.third"),
        31,
    ),
    "lists-apart": (
        second(
            "insurer_not_listed",
            "member_of",
            "{fact: insurer}",
            "values: [{from: 2024-01-01, value: [甲保险股份有限公司], source: 三}]",
        )
        + SECOND.replace("TYPE", "insurer_not_listed")
        .replace("CHECK", "member_of")
        .replace("WITH", "{fact: insurer}")
        .replace("test.second", "test.third")
        + "    values: [{from: 2024-01-01, value: [乙保险股份有限公司], source: 三}]\n",
        33,
    ),
    "overlap": (second("prevention_fee_below_minimum", "at_least", "{fact: fee_ratio}", "value: 10"), 30),
    "no-sentence": (changed(("type: prevention_fee_below_minimum", "type: quite_new")), 9),
    "no-article": (changed(("article: 一", 'article: ""')), 9),
    "long-quote": (changed(("quote: 不低于12%", f"quote: 不低于12%{'长' * 60}")), 9),
    "name-form": (changed(("name: test.floor", "name: Floor")), 9),
    "type-form": (changed(("type: prevention_fee_below_minimum", "type: Fee-Floor")), 9),
    "sentence-form": (
        changed(("    severity: error", '    say: {topic: 比例, zh: "{ratio:>9}", en: x}\n    severity: error')),
        9,
    ),
    "name-taken": (changed(("name: test.floor", "name: suzhou.fee-floor")), 9),
    "allow-unknown": (changed(("    severity: error", "    allow: {no-such-code: 试一试}\n    severity: error")), 17),
    "allow-unused": (changed(("    severity: error", "    allow: {undated: 试一试}\n    severity: error")), 17),
    "to-fill": (changed(("article: 一", "article: 待填")), 11),
    "schema": (changed(("severity: error", "severity: grave")), 17),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_on_its_line(code: str) -> None:
    text, line = FAULTS[code]
    found = [fault for fault in said(text) if fault.code == code]
    places = [(fault.file, fault.line) for fault in found]
    assert (
        ("t/test-2024-1.yaml", line) in places
        if code == "forbidden-and-demanded"
        else places == [("t/test-2024-1.yaml", line)]
    )
    assert found[0].level == codes()[code].level
    assert found[0].zh
    assert found[0].en


IN_OTHER_FILES = {
    "case-missing": (
        changed(("  undecided: [{sign_date: 2024-05-01}]\n", ""), text=CASES),
        ROWS,
        "t/test-2024-1.yaml",
        9,
    ),
    "case-fails": (changed(("fee_ratio: 11.9", "fee_ratio: 12.9"), text=CASES), ROWS, "t/test-2024-1.cases.yaml", 1),
    "case-stray": (CASES + "test.gone: {satisfied: [{}]}\n", ROWS, "t/test-2024-1.cases.yaml", 9),
    "cases-unreadable": ("- not a table\n", ROWS, "t/test-2024-1.cases.yaml", 1),
    "edge-without-case": (
        changed((", {fee_ratio: 13, sign_date: 2024-05-01}", ""), text=CASES),
        ROWS,
        "t/test-2024-1.yaml",
        16,
    ),
    "no-requirements": (CASES, None, "t/test-2024-1.yaml", 1),
    "requirements-unreadable": (CASES, ROWS + "T-3: {about: 空的}\n", "t/test-2024-1.requirements.yaml", 3),
    "requirement-stray": (
        CASES,
        ROWS + "T-3: {about: 错的, rules: [test.gone]}\n",
        "t/test-2024-1.requirements.yaml",
        3,
    ),
    "unclaimed": (CASES, ROWS.splitlines()[0], "t/test-2024-1.yaml", 18),
}


@pytest.mark.parametrize("code", IN_OTHER_FILES)
def test_a_fault_of_cases_and_requirements_is_found_in_its_file(code: str) -> None:
    cases, rows, file, line = IN_OTHER_FILES[code]
    found = [(fault.file, fault.line) for fault in said(PACK, cases, rows) if fault.code == code]
    assert (file, line) in found


def test_a_fact_that_only_cases_give_is_told() -> None:
    text = changed(("{fact: fee_ratio}", "{fact: moon_phase}"))
    found = said(text, CASES.replace("fee_ratio", "moon_phase"))
    assert [(fault.code, fault.line) for fault in found] == [("fact-not-read", 15)]


def test_every_code_has_a_pack_that_shows_it() -> None:
    shown = {*FAULTS, *IN_OTHER_FILES, "fact-not-read", "file-name", "weaker-repeat", "number-form"}
    assert shown == set(codes())


def test_a_number_that_is_none_is_told() -> None:
    deed = "{start: [contract_date], end: uploaded_at, optional: true}"
    text = second("policy_upload_late", "within_days", deed, "value: 7.5")
    assert "number-form" in {fault.code for fault in said(text)}


@pytest.mark.parametrize(
    ("quote", "number", "quoted"),
    [
        ("不低于12%", 12, True), ("不低于12%", 1, False), ("不低于12.5%", 12, False), ("不低于12.5%", 12.5, True),
        ("每人不低于40万元", 400000, True), ("每人不低于40万元", 40, True), ("三次以上", 3, True), ("1,000元", 1000, True),
        ("应保单位全部投保", 100, True), ("不得延迟续保", 0, True), ("及时续保", 0, False), ("120%", 12, False),
    ],
)  # fmt: skip
def test_a_number_stands_in_the_words_quoted(quote: str, number: float, quoted: bool) -> None:
    text = changed(("quote: 不低于12%", f"quote: {quote}"), ("value: 12", f"value: {number}"))
    assert ("number-without-source" not in {fault.code for fault in said(text)}) is quoted


MILESTONE = """\
milestones:
  - {name: test.done, article: 一, quote: QUOTE, due: 2025-06-30, what: {zh: 办到, en: done}, bound: department}
routing:
  - {department: 某局, role: lead, article: 一, quote: 统筹}
"""


def test_milestones_are_quoted_briefly_and_named_once() -> None:
    assert said(PACK + MILESTONE.replace("QUOTE", "六月底前完成")) == ()
    long = said(PACK + MILESTONE.replace("QUOTE", "长" * 61))
    assert [(fault.code, fault.line) for fault in long] == [("long-quote", 26)]
    taken = next(milestone.name for pack in shipped() for milestone in pack.milestones)
    twice = said(PACK + MILESTONE.replace("QUOTE", "六月底前完成").replace("test.done", taken))
    assert [(fault.code, fault.line) for fault in twice] == [("name-taken", 26)]


def test_a_file_is_called_as_its_pack() -> None:
    faults = lint([Source("t/other.yaml", PACK, CASES, ROWS)], shipped())
    assert [(fault.code, fault.line) for fault in faults] == [("file-name", 1)]


def test_a_lower_text_that_repeats_a_weaker_demand_is_only_noted() -> None:
    weaker = changed(
        ('region: "990101"', 'region: "341323"'), ("    value: 12", "    value: 11"), ("不低于12%", "不低于11%")
    )
    found = lint([Source("t/test-2024-1.yaml", weaker, CASES, ROWS)], shipped())
    assert [fault.level for fault in found if fault.code == "weaker-repeat"] == ["note"]


@pytest.mark.parametrize(
    "apart",
    [
        ("to: 2024-06-30", "from: 2024-07-01"),  # one after the other
        ("when: {sector: [fishery]}", "when: {sector: [transport]}"),  # different sectors
    ],
)
def test_what_never_meets_neither_overlaps_nor_contradicts(apart: tuple[str, str]) -> None:
    first = changed(("    severity: error", f"    {apart[0]}\n    severity: error"))
    both = first + SECOND.replace("TYPE", "prevention_fee_above_cap").replace("CHECK", "at_most").replace(
        "WITH", "{fact: fee_ratio}"
    ) + f"    value: 10\n    {apart[1]}\n"  # fmt: skip
    assert not {"floor-above-ceiling", "overlap"} & {fault.code for fault in said(both)}
    together = both.replace(f"    {apart[1]}\n", "").replace(f"    {apart[0]}\n", "")
    assert "floor-above-ceiling" in {fault.code for fault in said(together)}


def test_places_that_never_meet_do_not_contradict() -> None:
    ceiling = PACK.replace("test-2024-1", "other-2024-1").replace("test.", "other.").replace("at_least", "at_most").replace(
        "990101", "330604"
    ).replace("value: 12", "value: 10")  # fmt: skip
    sources = [Source("t/test-2024-1.yaml", PACK, CASES, ROWS), Source("t/other-2024-1.yaml", ceiling)]
    assert "floor-above-ceiling" not in {fault.code for fault in lint(sources)}
    near = [sources[0], Source("t/other-2024-1.yaml", ceiling.replace("330604", "990100"))]
    assert [f.level for f in lint(near) if f.code == "floor-above-ceiling"] == ["warning"]


def test_an_allow_with_its_reason_silences_its_fault_alone() -> None:
    text, _ = FAULTS["overlap"]
    assert {fault.code for fault in said(text)} >= {"overlap", "case-missing"}
    allowed = text + "    allow: {overlap: 两处说法不同，并存}\n"
    codes_left = {fault.code for fault in said(allowed)}
    assert "overlap" not in codes_left
    assert "case-missing" in codes_left


def test_one_file_that_cannot_be_read_hides_no_other() -> None:
    bad, _ = FAULTS["schema"]
    faults = lint([Source("a.yaml", bad), Source("test-2024-1.yaml", PACK, CASES), Source("c.yaml", bad)])
    assert [(f.file, f.line, f.code) for f in faults] == [
        ("a.yaml", 17, "schema"), ("test-2024-1.yaml", 1, "no-requirements"), ("c.yaml", 17, "schema"),
    ]  # fmt: skip
    assert "error、warning、note" in faults[0].zh


@pytest.mark.parametrize("junk", ["", "[]", "name: x", "rules: 5", "a: &b [*b]", "\x00", "x: " + "[" * 50 + "]" * 50])
def test_junk_is_a_fault_and_no_crash(junk: str) -> None:
    assert {fault.code for fault in said(junk, junk, junk)} == {"schema"}
    assert {fault.code for fault in said(PACK, junk, ROWS)} != set()


@pytest.mark.parametrize("seed", range(20))
def test_a_shipped_pack_with_a_slip_of_the_pen_is_no_crash(seed: int) -> None:
    """A line lost, doubled or with another value, in the pack, its cases or its requirements."""
    chance = random.Random(seed)
    source = source_of(chance.choice(shipped_files()))
    texts = {"text": source.text, "cases": source.cases, "requirements": source.requirements or ""}
    for _ in range(3):
        part = chance.choice(list(texts))
        lines = texts[part].split("\n")
        at = chance.randrange(len(lines))
        slip = chance.choice(("lost", "doubled", "other"))
        if slip == "other" and ":" in lines[at]:
            lines[at] = (
                f"{lines[at].split(':', 1)[0]}: {chance.choice(('null', '[]', '{}', '-1', '2024-01-01', 'true'))}"
            )
        else:
            lines[at : at + 1] = [] if slip == "lost" else [lines[at]] * 2
        texts[part] = "\n".join(lines)
    for fault in lint([Source(source.file, **texts)], shipped()):
        assert fault.code in codes()
        assert fault.line >= 1


# --- what it knows ---------------------------------------------------------------------------------------------------


def test_every_field_of_the_papers_is_known_as_a_fact() -> None:
    fields = {"report_policy_no" if name == "policy_no" else name for name in paper("service_report").fields}
    assert set(paper("policy").fields) <= given()["policy"]
    assert fields <= given()["report"]
    assert {"hazard_level", "hazard_refused", "hazard_deadline", "report_no", "premium"} <= given()["hazard"]
    assert {"claim_uploaded", "closed_date", "claim_policy_no", "premium"} <= given()["claim"]


def test_the_codes_are_those_of_the_catalogue() -> None:
    catalogue = yaml.load((ROOT / "api" / "records" / "fields.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)[
        "codes"
    ]
    assert vocabularies()["coverages"] == set(catalogue["coverage"])
    assert vocabularies()["service_types"] == set(catalogue["service"])
    assert set(catalogue["clause"]) <= vocabularies()["clauses"]


# --- the shipped packs, and the command ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.stem)
def test_the_shipped_pack_is_clean(path: Path) -> None:
    faults = lint([source_of(path)], shipped())
    assert [f"{f.file}:{f.line}: {f.code}: {f.rule} {f.zh}" for f in faults if f.level != "note"] == []


def test_the_command_speaks_like_a_compiler(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.yaml").write_text(FAULTS["schema"][0], "utf-8")
    (tmp_path / "test-2024-1.yaml").write_text(PACK, "utf-8")
    (tmp_path / "test-2024-1.cases.yaml").write_text(CASES, "utf-8")
    (tmp_path / "test-2024-1.requirements.yaml").write_text(ROWS, "utf-8")
    assert cli.main(["rules", "lint", str(tmp_path)]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert re.fullmatch(
        r".*one\.yaml:17: 错误 schema: “severity: grave”不可用；可用的词：error、warning、note", printed[0]
    )
    assert printed[1].startswith("    办法：")
    assert printed[-1] == "2个规则包：1处错误"
    assert cli.main(["rules", "lint", str(tmp_path / "test-2024-1.yaml"), "--lang", "en"]) == 0
    assert capsys.readouterr().out == "1 pack(s): nothing wrong\n"
    assert cli.main(["rules", "lint", str(tmp_path), "--format", "json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["line"], told["code"], told["level"]) == (17, "schema", "error")
    assert told["remedy"]["en"]
    assert cli.main(["rules", "lint", str(tmp_path / "three.yaml")]) == 2
    assert "没有这个文件、文件夹或规则包" in capsys.readouterr().err


def test_the_codes_stand_in_the_guide() -> None:
    page = (ROOT / "docs" / "packs.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (error|warning|note) \|", page, re.MULTILINE))
    assert listed == {code: what.level for code, what in codes().items()}
