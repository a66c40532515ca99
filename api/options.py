"""Options that several commands have."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The language of messages."""

    zh = "zh"
    en = "en"


class Format(StrEnum):
    """How results are written."""

    human = "human"
    jsonl = "jsonl"
    json = "json"


Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="文件、文件夹或压缩包", show_default=False)]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="human 给人看；jsonl 每案卷一行；json 一个数组")]
LangOption = Annotated[Lang, typer.Option("--lang", help="说明文字的语言")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="审查日；缺省用 manifest.json 的 review_date"),
]
Region = Annotated[str | None, typer.Option("--region", metavar="CODE", help="行政区划代码（2–9位），缺省从材料中识别")]
Workers = Annotated[
    int | None, typer.Option("--workers", "-j", min=0, help="同时读几份材料，缺省为处理器核数；0 不隔离，调试用")
]
Timeout = Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="读一份材料最多用多少秒")]
Memory = Annotated[int, typer.Option("--memory", min=256, metavar="MIB", help="读一份材料最多用多少内存（MiB）")]
LayOut = Annotated[
    bool,
    typer.Option(
        "--lay-out", help="用 LibreOffice 给 Word 文件排版，各值除段落、单元格外还给出页码和位置（每份约一秒半）"
    ),
]
Progress = Annotated[bool | None, typer.Option("--progress/--no-progress", help="进度；缺省只在终端上显示")]


def must_lay_out(asked: bool) -> bool:
    """Whether it was asked for; refused before anything is read where LibreOffice is not there. Raises BadParameter."""
    if asked:
        from extractor import office

        if not office.is_installed():
            raise typer.BadParameter(f"--lay-out 需要 LibreOffice：{office.PACKAGE}")
    return asked


def group(help: str, epilog: str) -> typer.Typer:
    """A command with commands below it, as ``anze queue``; by itself it shows its help."""
    return typer.Typer(help=help, epilog=epilog, no_args_is_help=True, rich_markup_mode=None)
