"""``anze rules new``: the beginnings of a pack, to be filled in by somebody who has the text."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from api.given.pack_files import shown
from api.terminal.options import region_code
from validators.law.pack_reading import shipped
from validators.law.scaffold import Head, scaffold

Day = Annotated[datetime | None, typer.Option("--issued", formats=["%Y-%m-%d"], metavar="DATE", help="成文日期")]
From = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DATE", help="施行日，缺省为成文日期")
]
COUNTRY = "000000"


def _reach(given: str) -> str:
    """A code as other commands take it, a province or a city with its zeros; the whole country is reached too."""
    return given if given == COUNTRY else str(region_code(given)).ljust(6, "0")


Region = Annotated[
    str,
    typer.Option("--region", metavar="CODE", callback=_reach, help="GB/T 2260 代码，2、4、6或9位；000000 为全国"),
]


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command("new", help="新建规则包：三份文件，每个词都有例子，待填的都标出。")(new)


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="规则包名：小写字母、数字、连字符，如 lingbi-2025-1")],
    region: Region,
    document: Annotated[str, typer.Option("--document", metavar="NUMBER", help="文号，或法规的名称")],
    title: Annotated[str, typer.Option("--title", metavar="TITLE", help="文件标题")],
    issued: Day = None,
    since: From = None,
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="写到哪个文件夹")] = Path(),
) -> None:
    """Write the files; nothing that is there already is touched."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise typer.BadParameter(f"规则包名只用小写字母、数字和连字符，如 lingbi-2025-1；给的是 {name}")
    if any(pack.name == name for pack in shipped()):
        raise typer.BadParameter(f"自带的规则包已有 {name}；要改它，请另取名字，或复制其文件后用 --packs 代替")
    days = [day.date() if day else None for day in (issued, since)]
    texts = scaffold(Head(name, region, document, title, *days))
    for file in texts:
        if (folder / file).exists():
            raise typer.BadParameter(f"{folder / file} 已经存在；不覆盖任何文件")
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{folder} 不是文件夹；-o 给出写到哪个文件夹")
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        (folder / file).write_text(text, "utf-8")
        typer.echo(f"已写 {shown(folder / file)}")
    typer.echo(f"下一步：照文件填写，然后 anze rules lint {shown(folder / f'{name}.yaml')}")
