"""What the documents say is so: the pack in them loads, the commands in them exist, their links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from api import cli
from validators.law.pack import parse_pack

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)|src=\"([^\"]+)\"")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def fences(page: Path, language: str) -> list[str]:
    return [text for name, text in FENCE.findall(page.read_text("utf-8")) if name == language]


def test_the_pack_in_the_guide_loads_and_has_cases_of_its_rule() -> None:
    pack_text, cases_text, *_ = fences(ROOT / "docs" / "packs.md", "yaml")  # the walk below them has a test of its own
    pack = parse_pack(pack_text, "docs/packs.md", cases_text)
    (rule,) = pack.rules
    assert set(pack.cases()[rule.name]) == {"satisfied", "violated", "undecided"}
    assert set(yaml.safe_load(cases_text)) == {rule.name}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    for link, source in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / (link or source)).exists(), link or source


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for words in re.findall(r"`(?:[^`]*&& ?)?make ([a-z ]+)`", page.read_text("utf-8")):
        assert set(words.split()) <= targets, words


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "README.zh.md"], ids=lambda page: page.name)
def test_commands_of_the_readme_are_understood(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split("#")[0] for fence in fences(page, "") for line in fence.splitlines()]
    commands = [line.split(">")[0].split()[1:] for line in lines if line.startswith(".venv/bin/anze")]
    assert len(commands) >= 5
    for command in commands:
        name = command[:2] if command[0] == "rules" else command[:1]
        assert cli.main([*name, "--help"]) == 0
        said = capsys.readouterr().out
        assert all(option in said for option in OPTION.findall(" ".join(command))), command


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "README.zh.md"], ids=lambda page: page.name)
def test_what_the_readme_prints_is_what_is_printed(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = next(text for text in fences(page, "") if text.startswith("案卷 suzhou-low-fee"))
    cli.main(["check", str(ROOT / "samples" / "suzhou-low-fee")])
    printed = capsys.readouterr().out.replace(f"{ROOT}/", "")
    assert printed.startswith(shown)


def test_the_picture_can_be_drawn_from_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ROOT / "samples" / "suzhou-low-fee"
    cli.main(["check", str(folder), "--format", "jsonl"])
    report = capsys.readouterr().out
    assert json.loads(report)["verdict"] == "returned"
    out = tmp_path / "finding.png"
    command = [sys.executable, ROOT / "docs" / "draw_finding.py", folder, out, "prevention_fee_below_minimum"]
    subprocess.run(list(map(str, command)), input=report, text=True, check=True)
    assert out.stat().st_size > 10_000
