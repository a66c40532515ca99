"""``anze check``: filings read, joined and judged."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import Exit

from api import check as service
from api.beside import must_be_writable
from api.errors import refusal
from api.given.declared import PlatformTable, platform_table
from api.given.excuses import WaiversOption, excuses_of
from api.given.pack_files import PacksOption, in_use
from api.given.password_files import PasswordFile, PasswordWords, words_to_try
from api.settings import MEMORY_MIB, SECONDS, Settings
from api.terminal.options import (
    AsOf,
    Format,
    FormatOption,
    Lang,
    LangOption,
    LayOut,
    Memory,
    Paths,
    Progress,
    Region,
    Timeout,
    Workers,
    must_lay_out,
)
from api.terminal.output import told_of_missing, when_read, write
from extractor.errors import PaperError
from validators.law.pack import PackError

EXAMPLES_CHECK = """\b
示例：
  anze check 案卷文件夹/                              一个案卷，或装着许多案卷的文件夹
  anze check 保险单.pdf 服务报告.docx 台账.xlsx       零散材料，按保险单号归为案卷
  anze check 报送.zip --format jsonl > out.jsonl      每个案卷一行 JSON
  anze check 案卷/ --as-of 2025-09-01 --region 3413   指定审查日和地区
  anze check 案卷/ --packs 我的规则包/                连同自己写的规则包一起判断
  anze check 案卷/ --declared 平台导出.xlsx           与平台申报逐项比对
  anze check 案卷/ --explain all                      每条发现一步步说明怎么得出
  anze check 报送.zip --password-file 密码.txt        压缩包、PDF、Office 文件有密码时
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    app.command(epilog=EXAMPLES_CHECK, help="审查案卷：读取材料、归卷、按当时当地有效的规则逐条判断。")(check)


def check(
    paths: Paths,
    format: FormatOption = Format.human,
    as_of: AsOf = None,
    region: Region = None,
    lang: LangOption = Lang.zh,
    every: Annotated[bool, typer.Option("--all", help="连符合的规则也列出")] = False,
    workers: Workers = None,
    timeout: Timeout = SECONDS,
    memory: Memory = MEMORY_MIB,
    progress: Progress = None,
    packs: PacksOption = None,
    waivers: WaiversOption = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="基线文件：其中已有的发现不再计入结论，只看新的")
    ] = None,
    write_baseline: Annotated[
        Path | None, typer.Option("--write-baseline", metavar="FILE", help="把这次的全部发现记为基线")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="从 --baseline 的文件里删去已不再出现的发现")
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep", metavar="FILE", help="把读到的内容留下，供 anze recheck 不重读材料再判（.gz 结尾则压缩）"
        ),
    ] = None,
    declared: Annotated[
        Path | None,
        typer.Option("--declared", metavar="FILE", help="平台导出的申报表（CSV、XLSX、JSON），按保单号与材料逐项比对"),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="MAP.yaml", help="申报表的列名对照；常见列名不需要")
    ] = None,
    explain: Annotated[
        str,
        typer.Option("--explain", metavar="WHICH", help="一步步说明怎么得出的：all，或发现的类型、规则名、指纹的开头"),
    ] = "",
    lay_out: LayOut = False,
    password: PasswordWords = None,
    password_file: PasswordFile = None,
) -> None:
    """Check filings and say what does not hold."""
    service.ready(paths, workers)
    settings = Settings(
        as_of=as_of.date() if as_of else None, region=region, lang=lang.value, every=every,
        workers=workers, seconds=timeout, memory_mib=memory, packs=in_use(packs), keep=keep,
        passwords=words_to_try(password, password_file), lay_out=must_lay_out(lay_out),
    )  # fmt: skip
    if update_baseline and baseline is None:
        raise typer.BadParameter("--update-baseline 要和 --baseline FILE 一起用")
    excuses = excuses_of(waivers, baseline, day=settings.as_of, remember=write_baseline is not None)
    table = _platform_table(declared, mapping)
    must_be_writable(keep, write_baseline)
    present_paths, missing = told_of_missing(paths, format)
    begin = partial(service.check, present_paths, settings, excuses=excuses, table=table, explained=explain)
    seen = _Explained(when_read(begin, progress, lang.value))
    status = write(iter(seen), format, settings, missing, judged=True)
    if explain and not seen.any:
        print(f"anze: 没有“{explain}”这样的发现可说明；可写 all，或发现的类型、规则名、指纹的开头", file=sys.stderr)
    for line in excuses.news(lang.value):
        print(f"anze: {line}", file=sys.stderr)
    if update_baseline and baseline is not None:
        excuses.write(baseline, everything=False)
    if write_baseline is not None:
        excuses.write(write_baseline, everything=True)
    raise Exit(status)


class _Explained:
    """Reports passed on, and whether any finding among them came with its explanation."""

    def __init__(self, reports: Iterator[service.Checked]) -> None:
        self._reports, self.any = reports, False

    def __iter__(self) -> Iterator[service.Checked]:
        for checked in self._reports:
            self.any |= any("explanation" in finding for finding in checked.report["findings"])
            yield checked


def _platform_table(file: Path | None, mapping: Path | None) -> PlatformTable | None:
    """The platform's table that the filings are held against; a mistake in it or its mapping is one of use."""
    if file is None:
        if mapping is not None:
            raise typer.BadParameter("--mapping 是 --declared 的列名对照，请同时给出 --declared")
        return None
    try:
        rules = None if mapping is None else mapping.read_text("utf-8-sig")
        return platform_table(file.read_bytes(), file.as_posix(), rules, "" if mapping is None else mapping.as_posix())
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{mapping}：不是UTF-8文本") from None
    except OSError as error:
        raise typer.BadParameter(f"{error.filename}：{refusal(error)}") from None
    except (PaperError, PackError) as error:
        shown = f"{file}：{error}；{error.remedy}" if isinstance(error, PaperError) else str(error)
        raise typer.BadParameter(shown) from None
