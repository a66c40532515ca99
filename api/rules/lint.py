"""``anze rules lint``: what is wrong with packs, said as a compiler says it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.given.pack_files import PacksOption, in_use, pack_files, shipped_files, source_of
from api.terminal.options import Lang
from validators.lint import Fault, codes, lint

LEVEL_ZH = {"error": "错误", "warning": "警告", "note": "提示"}
FOUND = 1  # exit status: something is wrong


class Format(StrEnum):
    """How faults are written."""

    human = "human"
    json = "json"


Files = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="规则包文件、文件夹或自带规则包的名字；缺省为全部自带的", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command("lint", epilog="退出码：0 没有问题；1 有错误或警告；2 用法有误", help="检查规则包：不会生效、互相矛盾、重复、没有出处、缺算例……")(
        lint_packs
    )  # fmt: skip


def lint_packs(
    paths: Files = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="human 给人看；json 一个数组")] = Format.human,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
    notes: Annotated[bool, typer.Option("--notes", help="连只供参考的提示也列出")] = False,
    packs: PacksOption = None,
) -> None:
    """Every fault with its file and line, and what to do about it."""
    files = pack_files(paths) if paths else shipped_files()
    said = [
        fault for fault in lint([source_of(file) for file in files], in_use(packs)) if notes or fault.level != "note"
    ]
    if format is Format.json:
        typer.echo(json.dumps([_plain(fault) for fault in said], ensure_ascii=False, indent=1))
    else:
        _write(said, len(files), lang.value)
    raise typer.Exit(FOUND if any(fault.level != "note" for fault in said) else 0)


def _write(said: Sequence[Fault], files: int, lang: str) -> None:
    for fault in said:
        code = codes()[fault.code]
        rule = f"{fault.rule} " if fault.rule else ""
        if lang == "zh":
            typer.echo(f"{fault.file}:{fault.line}: {LEVEL_ZH[fault.level]} {fault.code}: {rule}{fault.zh}")
            typer.echo(f"    办法：{code.remedy_zh}")
        else:
            typer.echo(f"{fault.file}:{fault.line}: {fault.level} {fault.code}: {rule}{fault.en}")
            typer.echo(f"    remedy: {code.remedy_en}")
    counts = Counter(str(fault.level) for fault in said)
    if lang == "zh":
        found = "，".join(f"{counts[level]}处{LEVEL_ZH[level]}" for level in LEVEL_ZH if counts[level])
        typer.echo(f"{files}个规则包：{found or '没有问题'}")
    else:
        found = ", ".join(f"{counts[level]} {level}(s)" for level in LEVEL_ZH if counts[level])
        typer.echo(f"{files} pack(s): {found or 'nothing wrong'}")


def _plain(fault: Fault) -> dict[str, object]:
    code = codes()[fault.code]
    return {
        "file": fault.file, "line": fault.line, "level": fault.level, "code": fault.code, "pack": fault.pack, "rule": fault.rule,
        "zh": fault.zh, "en": fault.en, "remedy": {"zh": code.remedy_zh, "en": code.remedy_en},
    }  # fmt: skip
