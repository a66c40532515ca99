"""``anze extract``: the fields alone, each with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Exit

from api import check as service
from api.beside import must_be_writable
from api.given.password_files import PasswordFile, PasswordWords, words_to_try
from api.settings import MEMORY_MIB, SECONDS, Settings
from api.terminal.options import (
    Format,
    FormatOption,
    Lang,
    LangOption,
    LayOut,
    Memory,
    Paths,
    Progress,
    Timeout,
    Workers,
    must_lay_out,
)
from api.terminal.output import UNREAD, told_of_missing, when_read, write

EXAMPLES_EXTRACT = """\b
示例：
  anze extract 保险单.pdf                             看读出了哪些字段、在哪一页
  anze extract 通知.txt --format json                 通知的文号、日期、废止、引用
  anze extract 保险单.pdf --explain premium --crop 截图 保险费从哪里读出、还有哪些候选，并截图
  anze extract 保险单.pdf --draw 标注.pdf             把读到的值框在原件上
  anze extract 服务报告.docx --lay-out --draw 标注.pdf Word 文件先用 LibreOffice 排版，值就有页码和位置
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    app.command(epilog=EXAMPLES_EXTRACT, help="只提取：每份材料的种类、字段和表格，每个值在哪一页哪一处。")(extract)


def extract(
    paths: Paths,
    format: FormatOption = Format.human,
    lang: LangOption = Lang.zh,
    every: Annotated[bool, typer.Option("--all", help="连每个值的认定方式和把握也列出")] = False,
    workers: Workers = None,
    timeout: Timeout = SECONDS,
    memory: Memory = MEMORY_MIB,
    progress: Progress = None,
    lay_out: LayOut = False,
    password: PasswordWords = None,
    password_file: PasswordFile = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="FIELD", help="一个字段的由来：取用的值和其他候选、得分、旁证、位置"),
    ] = None,
    crop: Annotated[
        Path | None, typer.Option("--crop", metavar="DIR", help="与 --explain 同用：把该处从页面上截成 PNG")
    ] = None,
    draw: Annotated[
        Path | None,
        typer.Option("--draw", metavar="OUT.pdf", help="另存一份画出各值的框和字段名的 PDF；只对一份有页面的材料"),
    ] = None,
) -> None:
    """Give the fields alone."""
    settings = Settings(
        lang=lang.value, every=every, workers=workers, seconds=timeout, memory_mib=memory,
        passwords=words_to_try(password, password_file), lay_out=must_lay_out(lay_out),
    )  # fmt: skip
    if crop is not None and explain is None:
        raise typer.BadParameter("--crop 截的是 --explain 所问字段的位置，请同时给出 --explain")
    must_be_writable(draw)
    present_paths, missing = told_of_missing(paths, format)
    if explain is not None or draw is not None:
        from api.commands import field_evidence  # needs the drawing libraries, which most runs do not

        told = field_evidence.tell(present_paths, settings, field=explain, crop=crop, target=draw)
        raise Exit(UNREAD if missing else told)
    reports = when_read(lambda step: service.extract(present_paths, settings, step), progress, lang.value)
    raise Exit(write(reports, format, settings, missing, judged=False))
