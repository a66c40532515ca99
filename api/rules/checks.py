"""``anze rules checks``: the ways in which a rule can judge, with the words that each takes under ``with``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from types import ModuleType
from typing import Annotated

import typer

from api.rules.shown import suggest
from validators import checks

COMBINE_ZH = {"max": "取最高", "min": "取最低", "union": "取并集", "each": "各自判断"}
"""How two texts that demand the same thing by one check join."""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command("checks", help="规则可用的检查方法，及其 with 里可写的词。")(list_checks)


def list_checks(
    name: Annotated[str, typer.Argument(metavar="NAME", help="只看一种，连同它的说明", show_default=False)] = "",
) -> None:
    """Every check, or one with all that its author says of it."""
    modules = checks.modules()
    if name and name not in modules:
        near = "、".join(suggest(name, modules))
        raise typer.BadParameter(f"没有叫“{name}”的检查" + (f"，是不是想用 {near}？" if near else ""))
    for word, module in modules.items():
        if name in ("", word):
            for line in _lines(word, module, whole=bool(name)):
                typer.echo(line)


def _lines(name: str, module: ModuleType, *, whole: bool) -> Iterator[str]:
    said = (module.__doc__ or "").strip()
    yield f"{name}  （几部文件都要求时{COMBINE_ZH[module.COMBINE]}）"
    yield from (f"  {line}" for line in (said if whole else said.split("\n\n")[0]).splitlines())
    yield f"  with: {'  '.join(_words(module))}"
    if whole:
        yield from (f"  {line.strip()}" for line in (module.Params.__doc__ or "").strip().splitlines())


def _words(module: ModuleType) -> Iterator[str]:
    """The words of ``with``; those that need not be written with what they are then."""
    for field in dataclasses.fields(module.Params):
        if field.name in ("value", "values"):
            yield f"[{field.name}: 由 value/values 填]"
        elif field.default is dataclasses.MISSING:
            yield field.name
        else:
            yield f"[{field.name}={field.default}]"
