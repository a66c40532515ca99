"""The table of demands is whole: every row of the dossier stands in it, what it names exists, every rule is somebody's demand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from api import cli
from api.kpis.schemas import Figures
from validators.coverage import Names, coverage, kpi_names
from validators.law.pack_reading import parse_pack, shipped
from validators.law.requirements import parse, shipped_requirements
from validators.scores import schemes

IDS = (Path(__file__).parent / "data" / "requirement_ids.txt").read_text("utf-8").split()
DOSSIER = Path(__file__).parents[2] / "shared" / "regulations.md"


def ids_of(text: str) -> Iterator[str]:
    """The ids of sections A.1–A.5, C, D and F: parts of a row (SZ-13a/b/c, ZC-04a–h, SZ-B1–B4) are one id; rows of C and D,
    which print none, are numbered in their order."""
    section, count = "", 0
    for line in text.splitlines():
        if heading := re.match(r"#{2,3} ([A-G])(?:\.(\d))?", line):
            section, count = heading[1] + (heading[2] or ""), 0
        if not line.startswith("|") or re.match(r"\|\s*(?:-|id \||#|source \||art\. \||doc \||clause \||field )", line):
            continue
        count += 1
        first = line.split("|")[1].strip()
        if section in ("A1", "A2", "A3", "A4", "A5"):
            yield re.sub(r"(?<=\d)[a-z].*$|(?<=-B)\d.*$", "", first)
        elif section[0] == "C":
            yield f"{section}-{count:02}"
        elif section == "D":
            yield f"D-{first}"
        elif section in ("F", "F0"):
            yield first


def test_the_list_of_ids_is_the_dossiers() -> None:
    if not DOSSIER.is_file():
        pytest.skip("no dossier beside the checkout")
    assert list(ids_of(DOSSIER.read_text("utf-8"))) == IDS


def test_ids_that_a_reader_of_the_dossier_counts() -> None:
    """Counted by hand: 25 + 12 of 宿州 (SZ-B and SZ-W among them), 25 of 周村, 23, 35 and 15 of the others, 31 texts, 28 conflicts."""
    groups = [
        len([one for one in IDS if one.startswith(head)]) for head in ("SZ-", "ZC-", "BG-", "XC-", "YQ-", "D-", "F-")
    ]
    assert groups == [37, 25, 23, 35, 15, 31, 28]
    assert {"SZ-13", "SZ-B", "SZ-W", "SZ-S10", "ZC-04", "BG-10", "XC-11", "C1-01", "C5-01", "D-31", "F-28"} <= set(IDS)
    assert len(IDS) == len(set(IDS))


def test_every_demand_of_the_dossier_has_an_answer() -> None:
    table = coverage(shipped(), list(shipped_requirements().values()), IDS)
    assert table.missing == ()


def test_what_the_demands_name_is_there() -> None:
    assert coverage(shipped(), list(shipped_requirements().values())).strays == ()


def test_every_rule_is_somebodys_demand() -> None:
    assert coverage(shipped(), list(shipped_requirements().values())).unclaimed == ()


def test_a_person_or_a_need_says_why() -> None:
    for one in shipped_requirements().values():
        assert one.about, one.id
        for words in (one.person, one.needs, one.engine):
            assert not words or len(words) >= 3, f"{one.id}: {words}"


def test_the_figures_are_those_of_the_service() -> None:
    table = yaml.safe_load((files("validators") / "kpis.yaml").read_text("utf-8"))
    assert set(table["figures"]) == set(Figures.model_fields)
    assert set(kpi_names()) == {*table["figures"], *table["rosters"]}


# --- the mechanism ---------------------------------------------------------------------------------------------------

PACK = """\
name: test-2024-1
title: 试验
document: 试验〔2024〕1号
region: "341399"
layer: county
in_force: {from: 2024-01-01}
rules:
  - {name: test.floor, type: prevention_fee_below_minimum, article: 一, about: policy, check: at_least, with: {fact: fee_ratio}, value: 12, severity: note}
  - {name: test.other, type: prevention_fee_below_minimum, article: 二, about: policy, check: at_least, with: {fact: premium}, value: 1, severity: note}
"""
ROWS = """\
T-1: {about: 预防费, rules: [test.floor], kpis: [fee_ratio]}
T-2: {about: 评分, scores: [suzhou-2023-84], person: 由评价组认定}
T-3: {about: 里程碑, milestones: [test.done], needs: 时间表}
"""


def test_missing_strays_and_unclaimed_are_told() -> None:
    pack = parse_pack(PACK, "t/test.yaml")
    table = coverage([pack], parse(ROWS, "t/test.requirements.yaml"), ["T-1", "T-4"])
    assert table.missing == ("T-4",)
    assert table.strays == (("T-3", "milestones", "test.done"),)
    assert table.unclaimed == (("test-2024-1", "test.other"),)
    assert not table.whole
    assert table.counts == {"rules": 1, "scores": 1, "kpis": 0, "milestones": 1, "engine": 0, "person": 0, "needs": 1}


def test_a_rule_may_be_nobodys_demand_with_a_reason() -> None:
    pack = parse_pack(PACK, "t/test.yaml")
    first, second = pack.rules
    excused = replace(pack, rules=(first, replace(second, allow={"unclaimed": "程序自己的核对"})))
    assert coverage([excused], parse(ROWS, "t/test.requirements.yaml")).unclaimed == ()


def test_score_items_are_named_with_their_sheet() -> None:
    names = Names.of(shipped()).scores
    sheet = schemes()["suzhou-2023-84"]
    assert {f"suzhou-2023-84/{item.name}" for section in sheet.sections for item in section.items} < names


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_each_demand_with_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test.yaml").write_text(PACK, "utf-8")
    (tmp_path / "test.requirements.yaml").write_text(ROWS, "utf-8")
    given = ["rules", "coverage", "--packs", str(tmp_path), "--pack", "test-2024-1"]
    assert cli.main(given) == 1
    said = capsys.readouterr().out
    assert "规则 test.floor；统计 fee_ratio" in said
    assert "由人判断 由评价组认定" in said
    assert "3项要求：规则1，评分1，里程碑1；其中1项尚缺参数、表格或文本" in said
    assert "✗ T-3：没有叫“test.done”的里程碑" in said
    assert "没有哪一项要求写到规则 test.other" in said
    cli.main([*given, "--lang", "en"])
    assert "3 demands: rule 1, score 1, milestone 1; 1 of them need" in capsys.readouterr().out
    cli.main([*given, "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in told["requirements"]] == ["T-1", "T-2", "T-3"]
    assert told["requirements"][2]["needs"] == "时间表"
    cli.main([*given, "--format", "markdown"])
    assert "| T-1 |  | 预防费 | 规则 `test.floor`；统计 `fee_ratio` |  |" in capsys.readouterr().out


def test_an_unknown_pack_is_an_error_of_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "coverage", "--pack", "nowhere-2025"]) == 2
    assert "没有叫“nowhere-2025”的规则包" in capsys.readouterr().err
