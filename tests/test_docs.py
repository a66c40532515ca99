"""What the documents say is so: the pack in them loads, the commands in them exist, their links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from api import cli
from api.audit_run.command_group import WHOLE
from validators.law.pack_reading import parse_pack

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)|src=\"([^\"]+)\"")
OPTION = re.compile(r"--?[a-z][a-z-]*")
INLINE = re.compile(r"`([^`\n]+)`")
TYPED = re.compile(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?anze ([a-z-].*)")
OPTIONS_OF_ALL = {"--help", "-h"}
OPTIONS_OF_OTHERS = {"--initial", "--no-deps"}  # of api.migrations, of pip


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


ROOMY = ("extractor", "validators", "api", "extractor/hazards", "extractor/layout")
"""Folders of which a page says where what lives."""


@pytest.mark.parametrize("folder", ROOMY)
def test_every_room_is_named_where_it_says_what_lives_where(folder: str) -> None:
    pages = [(ROOT / "docs" / name).read_text("utf-8") for name in ("architecture.md", "service.md")]
    named = {word.strip("/").rpartition("/")[2] for page in pages for word in INLINE.findall(page)}
    rooms = {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}
    assert rooms
    assert rooms <= named


PATH = re.compile(r"(?:extractor|validators|api|tests|bench|deploy|docs|samples)/[\w./-]+")


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.relative_to(ROOT).as_posix()
)  # it tells of what was
def test_files_that_are_named_are_there(page: Path) -> None:
    for path in filter(PATH.fullmatch, INLINE.findall(page.read_text("utf-8"))):
        assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for words in re.findall(r"`(?:[^`]*&& ?)?make ([a-z ]+)`", page.read_text("utf-8")):
        assert set(words.split()) <= targets, words


@pytest.fixture(scope="module")
def command() -> TyperGroup:
    found = get_command(cli.commands())
    assert isinstance(found, TyperGroup)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_and_their_options_exist(page: Path, command: TyperGroup) -> None:
    typed = list(typed_in(page.read_text("utf-8")))
    assert len(typed) >= (25 if page.name in {"README.md", "README.zh.md"} and page.parent == ROOT else 0)
    for words in typed:
        found, rest = below(command, words)
        assert found is not None, words
        options = {
            name for parameter in found.params for name in (*parameter.opts, *parameter.secondary_opts)
        } | OPTIONS_OF_ALL
        assert {word for word in rest if OPTION.fullmatch(word)} <= options, words


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_options_named_by_themselves_are_somebody_s(page: Path, command: TyperGroup) -> None:
    known = {
        name
        for found in all_of(command)
        for parameter in found.params
        for name in (*parameter.opts, *parameter.secondary_opts)
    }
    named = {
        word for code in INLINE.findall(outside_fences(page)) for word in code.split()[:1] if OPTION.fullmatch(word)
    }
    assert named <= known | OPTIONS_OF_ALL | OPTIONS_OF_OTHERS, named - known


def typed_in(text: str) -> Iterator[list[str]]:
    """The words of every command ``anze …`` that a page shows, in blocks, in lines set in, and within a sentence."""
    blocks = [line for _, block in FENCE.findall(text) for line in block.splitlines()]
    for line in (*blocks, *re.findall(r"^ {4}(.+)", text, re.MULTILINE), *INLINE.findall(FENCE.sub("", text))):
        for part in re.split(r"[;|]\s|\s#\s", line):
            if found := TYPED.match(part.strip()):
                yield re.split(r"[\s\[\]]+", found[1].split(" > ")[0].split("   ")[0].strip())


def below(group: TyperGroup, words: list[str]) -> tuple[Any | None, list[str]]:
    """The command that the words name, with the words behind its name; None where there is none.

    What stands for any command ("anze rules …") is the group itself.
    """
    found: Any | None = group
    while isinstance(found, TyperGroup) and words and not words[0].startswith(("-", "…")):
        if (
            words[0] not in found.commands and WHOLE in found.commands
        ):  # ``anze audit ARCHIVE`` beside ``anze audit diff``
            return found.commands[WHOLE], words
        found, words = found.commands.get(words[0]), words[1:]
    if isinstance(found, TyperGroup) and len(words) > 1:  # ``anze audit … --to RESULT``
        found = found.commands.get(WHOLE, found)
    return found, words


def all_of(found: Any) -> Iterator[Any]:
    yield found
    for inner in found.commands.values() if isinstance(found, TyperGroup) else ():
        yield from all_of(inner)


def outside_fences(page: Path) -> str:
    return FENCE.sub("", page.read_text("utf-8"))


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
