"""What ``--help`` says: typer's own words in Chinese, or, where ``--lang en`` is given too, everything in English.

The commands carry Chinese texts; their English stands in ``help_en.yaml``, which is read only when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import typer

ENGLISH = Path(__file__).with_name("help_en.yaml")
_HELP = frozenset(("--help", "-h"))
_HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令"}
_USAGE = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}
_KINDS = {"int": "N", "float": "N", "str": "TEXT", "path": "PATH"}
_SHOW_HELP = "Show this message and exit."
_EXTRA = re.compile(r"(?:^|  )\[((?:default: |required|\w+[<>]=?|[<>]=?).*)\]$")
"""What typer puts behind an option's text: its default, whether it must be given, its range."""


_Formatter: Any = typer.Context.formatter_class


class _Chinese(_Formatter):  # type: ignore[misc]  # typer lays help out with a class of a module that is not public
    """Lays help out as typer does, with Chinese for typer's own words."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        said = " ".join(_USAGE.get(word, word) for word in args.split())
        super().write_usage(" ".join(prog.split()), said, "用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_first(one), _second(two)) for one, two in rows], col_max, col_spacing)


class _InChinese(typer.Context):
    formatter_class = _Chinese


def _first(said: str) -> str:
    """What kind of value it takes: shown in a word of Latin letters, as Chinese would break the columns, and not of arguments.

    >>> _first("--workers <int range>"), _first("PATH <list[Path]>"), _first("--role <list[str]>"), _first("--lang <zh|en>")
    ('--workers N', 'PATH...', '--role TEXT...', '--lang <zh|en>')
    """
    if not (found := re.search(r" <(list\[)?(int|float|str|path)( range)?\]?>$", said, re.IGNORECASE)):
        return said
    kind = f" {_KINDS[found[2].lower()]}" if said.startswith("-") else ""
    return f"{said[: found.start()]}{kind}{'...' if found[1] else ''}"


def _second(said: str) -> str:
    """
    >>> _second("读几份  [default: 300.0; x>=0.1]"), _second("清单  [required]"), _second(_SHOW_HELP)
    ('读几份  ［缺省 300.0；x>=0.1］', '清单  ［必填］', '显示本说明')
    """
    if said == _SHOW_HELP:
        return "显示本说明"
    if not (found := _EXTRA.search(said)):
        return said
    extra = found[1].replace("default: ", "缺省 ").replace("required", "必填").replace("; ", "；")
    return f"{said[: found.start()]}  ［{extra}］"


def asked_in(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The language of the help that is asked for, and the arguments without ``--lang`` where it is for the help.

    Not every command has messages in two languages and takes ``--lang``; all have a help.

    >>> asked_in(["serve", "--help", "--lang", "en"]), asked_in(["check", "a", "--lang", "en"])
    (('en', ['serve', '--help']), ('zh', ['check', 'a', '--lang', 'en']))
    """
    kept = list(arguments)
    if _HELP.isdisjoint(kept):
        return "zh", kept
    for lang in ("en", "zh"):
        if f"--lang={lang}" in kept:
            kept.remove(f"--lang={lang}")
            return lang, kept
        for at, pair in enumerate(pairwise(kept)):
            if pair == ("--lang", lang):
                return lang, kept[:at] + kept[at + 2 :]
    return "zh", kept


def spoken(command: Any, lang: str) -> Any:
    """The command with all below it, whose help is in that language."""
    words = _english() if lang == "en" else None
    for path, each in walk(command):
        if words is None:
            each.context_class = _InChinese
        else:
            _put_english(path, each, words)
    return command


def walk(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command with the words by which it is called after ``anze``."""
    yield " ".join(path), command
    for name, below in getattr(command, "commands", {}).items():
        yield from walk(below, (*path, name))


def _english() -> Mapping[str, Mapping[str, str]]:
    import yaml

    words: Mapping[str, Mapping[str, str]] = yaml.safe_load(ENGLISH.read_text("utf-8"))
    return words


def _put_english(path: str, command: Any, words: Mapping[str, Mapping[str, str]]) -> None:
    texts = words["texts"]
    command.help = texts.get(command.help, command.help)
    command.short_help = texts.get(command.short_help, command.short_help)
    if command.epilog:
        command.epilog = "\b\n" + words["below"].get(path, command.epilog)
    for parameter in command.params:
        if given := getattr(parameter, "help", None):
            parameter.help = texts.get(given, given)
