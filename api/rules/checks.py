"""``anze rules checks``: the ways in which a rule can judge, with the words that each takes under ``with``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
import yaml

from api.rules.shown import suggest
from api.terminal.options import Lang, LangOption
from validators import checks
from validators.law.pack_reading import shipped

COMBINE = {
    "max": ("取最高", "the highest counts"), "min": ("取最低", "the lowest counts"),
    "union": ("取并集", "all are asked for"), "each": ("各自判断", "each is judged"),
}  # fmt: skip
"""How two texts that demand the same thing by one check join."""
CHINESE = Path(__file__).with_name("checks_zh.yaml")
EXAMPLES = 2
"""Rules that are shown of those which use a check."""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command("checks", help="规则可用的检查方法，及其 with 里可写的词。")(list_checks)


def list_checks(
    name: Annotated[str, typer.Argument(metavar="NAME", help="只看一种，连同用它的规则", show_default=False)] = "",
    lang: LangOption = Lang.zh,
) -> None:
    """Every check, or one with rules that use it."""
    modules = checks.modules()
    if name and name not in modules:
        near = "、".join(suggest(name, modules))
        raise typer.BadParameter(f"没有叫“{name}”的检查" + (f"，是不是想用 {near}？" if near else ""))
    chinese = yaml.safe_load(CHINESE.read_text("utf-8"))
    for word, module in modules.items():
        if name in ("", word):
            for line in _lines(word, module, chinese, lang, whole=bool(name)):
                typer.echo(line)


def _lines(name: str, module: ModuleType, chinese: Mapping[str, str], lang: Lang, *, whole: bool) -> Iterator[str]:
    combined = COMBINE[module.COMBINE]
    if lang is Lang.zh:
        yield f"{name}  （几部文件都要求时{combined[0]}）"
        yield f"  {chinese[name]}"
    else:
        yield f"{name}  (where several documents demand it, {combined[1]})"
        said = (module.__doc__ or "").strip()
        yield from (f"  {line}" for line in (said if whole else said.split("\n\n")[0]).splitlines())
    yield f"  with: {'  '.join(_words(module, lang))}"
    if whole and lang is Lang.en:
        yield from (f"  {line.strip()}" for line in (module.Params.__doc__ or "").strip().splitlines())
    if whole:
        yield from _examples(name, lang)


def _words(module: ModuleType, lang: Lang) -> Iterator[str]:
    """The words of ``with``; those that need not be written with what they are then."""
    filled = "由 value/values 填" if lang is Lang.zh else "filled from value/values"
    for field in dataclasses.fields(module.Params):
        if field.name in ("value", "values"):
            yield f"[{field.name}: {filled}]"
        elif field.default is dataclasses.MISSING:
            yield field.name
        else:
            yield f"[{field.name}={field.default}]"


def _examples(name: str, lang: Lang) -> Iterator[str]:
    """Rules of the packs shipped that judge by it, as their packs write it."""
    using = ((pack.name, rule) for pack in shipped() for rule in pack.rules if rule.check == name)
    for pack, rule in islice(using, EXAMPLES):
        yield f"  {'例' if lang is Lang.zh else 'as in'} {pack} {rule.name}"
        given = yaml.safe_dump(dict(rule.with_), allow_unicode=True, default_flow_style=True, width=10_000)
        yield f"    with: {given.strip()}"
