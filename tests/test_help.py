"""``--help``: Chinese throughout, and English throughout where ``--lang en`` is given too, by any command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
import yaml

from api import cli
from api.terminal.helping import ENGLISH, walk

_HAN = re.compile(r"[\u4e00-\u9fff]")
# What is typed, whatever the language.
_NAMES = re.compile("投保单位|保险机构|技术服务机构|主管部门|联席会议|宿州市应急管理局|王五")
_TYPERS = re.compile(r"Usage|Options|Arguments|Commands|Show this|\[default|\[required|range>|OPTIONS")


def _tree() -> Iterator[tuple[str, Any]]:
    return walk(typer.main.get_command(cli.commands()))


_HIDDEN = {"audit archive"}  # is what ``anze audit`` does
COMMANDS = [path for path, _ in _tree() if path not in _HIDDEN]


@pytest.mark.parametrize("path", COMMANDS)
def test_every_help_is_chinese_or_english_throughout(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*path.split(), "--help"]) == 0
    chinese = capsys.readouterr().out
    assert chinese.startswith(f"用法：anze {path}".rstrip())
    assert not _TYPERS.search(chinese)
    assert cli.main([*path.split(), "--help", "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert english.startswith("Usage: anze")
    assert not _HAN.search(_NAMES.sub("", english))
    named = r"--[a-z][a-z-]+(?= |,|$)"
    assert set(re.findall(named, chinese)) == set(re.findall(named, english))


def test_english_has_every_text_of_a_command_and_no_other() -> None:
    texts, below = set(), set()
    for path, command in _tree():
        texts |= {command.help} | {getattr(parameter, "help", None) for parameter in command.params}
        below |= {path} if command.epilog else set()
    words = yaml.safe_load(ENGLISH.read_text("utf-8"))
    assert set(words["texts"]) == texts - {None, ""}
    assert set(words["below"]) == below


def test_a_language_that_is_none_is_refused_as_ever(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--lang", "fr", "samples"]) == 2
    assert "zh、en" in capsys.readouterr().err
