"""Options that several commands have."""

from __future__ import annotations

import re
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


class Form(StrEnum):
    """How what is no list of filings is written."""

    human = "human"
    json = "json"


Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="文件、文件夹或压缩包", show_default=False)]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="human 给人看；jsonl 每案卷一行；json 一个数组")]
LangOption = Annotated[Lang, typer.Option("--lang", help="说明文字的语言")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="审查日；缺省用 manifest.json 的 review_date"),
]
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
"""The first two digits of every code of GB/T 2260."""


def region_code(given: str | None) -> str | None:
    """The code of a region as it was given. Raises BadParameter for what is none.

    By a code of nowhere no notice of any place would bind, and a filing would be accepted that its own place returns.
    """
    if not given:
        return given
    if not re.fullmatch(r"\d{2}|\d{4}|\d{6}|\d{9}", given):
        raise typer.BadParameter(f"行政区划代码是2、4、6或9位数字，如 3413；给的是 {given}")
    if not _PROVINCES.match(given):
        raise typer.BadParameter(f"没有以 {given[:2]} 开头的行政区划代码；宿州是 3413，灵璧县是 341323")
    return given


Region = Annotated[
    str | None,
    typer.Option(
        "--region", metavar="CODE", callback=region_code, help="行政区划代码（2、4、6或9位），缺省从材料中识别"
    ),
]
RegionReached = Annotated[
    str, typer.Option("--region", metavar="CODE", callback=region_code, help="只看管到该行政区划的规则包")
]
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
