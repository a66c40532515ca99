"""The command ``anze``: check filings, extract fields, show the rules, run the service.

Results go to standard output, progress and complaints to standard error. Exit status: 0 everything accepted,
1 something violated at severity error, 2 wrong usage, 3 some input could not be read or not be judged.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text
from typer.exceptions import Abort, Exit, TyperException

from api import check as service
from api import commands, present
from api.accounts.commands import audit_log_app, users_app
from api.audit_run import commands as audit_run
from api.audits import commands as audit_commands
from api.chores import queue_app, retention_app
from api.declared import PlatformTable, platform_table
from api.excuses import WaiversOption, excuses_of
from api.exports.rectifications import command as rectifications
from api.kpis import commands as scores
from api.options import Lang
from api.pack_files import PacksOption, in_use
from api.password_files import PasswordFile, PasswordWords, words_to_try
from api.rules import rules_app
from api.settings import ENGINE, MEMORY_MIB, SECONDS, Settings
from extractor.errors import PaperError
from validators.law.pack import PackError

ACCEPTED, VIOLATED, USAGE, UNREAD = 0, 1, 2, 3
INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell reports signals 2 and 13

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
EXAMPLES_EXTRACT = """\b
示例：
  anze extract 保险单.pdf                             看读出了哪些字段、在哪一页
  anze extract 通知.txt --format json                 通知的文号、日期、废止、引用
  anze extract 保险单.pdf --explain premium --crop 截图 保险费从哪里读出、还有哪些候选，并截图
  anze extract 保险单.pdf --draw 标注.pdf             把读到的值框在原件上
"""
EXAMPLES = """\b
示例：
  anze check samples                                  审查示例案卷
  anze check 案卷/ --format jsonl                     机器可读的结果
  anze extract 保险单.pdf                             只提取字段
  anze rules list                                     有哪些规则包
  anze rules explain per_person_limit_below_minimum   一条规则的数值、日期和出处
  anze serve                                          启动网络服务：上传、查看、更正、签结
\b
退出码：0 全部通过；1 有错误级违反；2 用法有误；3 有材料未能读取或未能判定
"""


class Format(StrEnum):
    """How results are written."""

    human = "human"
    jsonl = "jsonl"
    json = "json"


app = typer.Typer(
    name="anze",
    help="安责核：读取安全生产责任保险的案卷，指出哪里不成立——每一条都落在纸面的一处和通知的一条上。",
    epilog=EXAMPLES,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.add_typer(rules_app, name="rules")
app.add_typer(users_app, name="users")
app.add_typer(audit_log_app, name="audit-log")

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
Progress = Annotated[bool | None, typer.Option("--progress/--no-progress", help="进度；缺省只在终端上显示")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"anze {ENGINE}")
        raise Exit


@app.callback()
def anze(
    version: Annotated[bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="版本号")] = False,
) -> None:
    """Options of the command itself."""


@app.command(epilog=EXAMPLES_CHECK, help="审查案卷：读取材料、归卷、按当时当地有效的规则逐条判断。")
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
    password: PasswordWords = None,
    password_file: PasswordFile = None,
) -> None:
    """Check filings and say what does not hold."""
    if region is not None and not re.fullmatch(r"\d{2,9}", region):
        raise typer.BadParameter(f"--region 是2到9位数字的行政区划代码，如 3413；给的是 {region}")
    settings = Settings(
        as_of=as_of.date() if as_of else None, region=region, lang=lang.value, every=every,
        workers=workers, seconds=timeout, memory_mib=memory, packs=in_use(packs), keep=keep,
        passwords=words_to_try(password, password_file),
    )  # fmt: skip
    if update_baseline and baseline is None:
        raise typer.BadParameter("--update-baseline 要和 --baseline FILE 一起用")
    excuses = excuses_of(waivers, baseline, day=settings.as_of, remember=write_baseline is not None)
    table = _platform_table(declared, mapping)
    present_paths, missing = _told_of_missing(paths, format)
    begin = partial(service.check, present_paths, settings, excuses=excuses, table=table, explained=explain)
    seen = _Explained(_when_read(begin, progress, lang.value))
    status = _write(iter(seen), format, settings, missing, judged=True)
    if explain and not seen.any:
        print(f"anze: 没有“{explain}”这样的发现可说明", file=sys.stderr)
    for line in excuses.news(lang.value):
        print(f"anze: {line}", file=sys.stderr)
    if update_baseline and baseline is not None:
        excuses.write(baseline, everything=False)
    if write_baseline is not None:
        excuses.write(write_baseline, everything=True)
    raise Exit(status)


@app.command(epilog=EXAMPLES_EXTRACT, help="只提取：每份材料的种类、字段和表格，每个值在哪一页哪一处。")
def extract(
    paths: Paths,
    format: FormatOption = Format.human,
    lang: LangOption = Lang.zh,
    every: Annotated[bool, typer.Option("--all", help="连每个值的认定方式和把握也列出")] = False,
    workers: Workers = None,
    timeout: Timeout = SECONDS,
    memory: Memory = MEMORY_MIB,
    progress: Progress = None,
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
        passwords=words_to_try(password, password_file),
    )  # fmt: skip
    if crop is not None and explain is None:
        raise typer.BadParameter("--crop 截的是 --explain 所问字段的位置，请同时给出 --explain")
    present_paths, missing = _told_of_missing(paths, format)
    if explain is not None or draw is not None:
        from api import field_evidence  # needs the drawing libraries, which most runs do not

        told = field_evidence.tell(present_paths, settings, field=explain, crop=crop, target=draw)
        raise Exit(3 if missing else told)
    reports = _when_read(lambda step: service.extract(present_paths, settings, step), progress, lang.value)
    raise Exit(_write(reports, format, settings, missing, judged=False))


commands.register(app)
audit_run.register(app)
audit_commands.register(app)
scores.register(app)
rectifications.register(app)
app.add_typer(queue_app, name="queue")
app.add_typer(retention_app, name="retention")


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
        raise typer.BadParameter(f"{error.filename}：{error.strerror}") from None
    except (PaperError, PackError) as error:
        shown = f"{file}：{error}；{error.remedy}" if isinstance(error, PaperError) else str(error)
        raise typer.BadParameter(shown) from None


def _told_of_missing(paths: Sequence[Path], format: Format) -> tuple[Sequence[Path], int]:
    """Says on standard error which paths are not there, one line each; returns those to go on with, and how many not.

    Programs get an entry for a missing paper as for any unread one; for people the line is enough.
    """
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        print(f"anze: 找不到文件：{str(path).translate(present.CONTROL_PICTURES)}", file=sys.stderr)
    if format is not Format.human:
        return paths, 0
    return [path for path in paths if path not in missing], len(missing)


def _when_read(
    begin: Callable[[service.Step], Iterator[service.Checked]], progress: bool | None, lang: str
) -> Iterator[service.Checked]:
    """The reports; progress is shown until the first is there and is gone before it is written."""
    with _progress(progress, lang) as step:
        reports = begin(step)
        first = next(reports, None)
    if first is not None:
        yield first
        yield from reports


NOTHING_FOUND = (
    "没有找到材料。以点开头的文件不读，指向文件夹的链接不跟随：请直接给出所指的文件夹",
    "No papers found. Hidden files are left out and links to folders are not followed: name the folder itself",
)


def _write(
    reports: Iterator[service.Checked], format: Format, settings: Settings, missing: int, *, judged: bool
) -> int:
    """Every report as asked for; returns the exit status. ``missing`` papers had no report and count as unread."""
    _write_as_utf8(strictly=format is not Format.human)
    verdicts: Counter[str] = Counter()
    papers = unread = missing
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    separator = "["
    for checked in reports:
        report = checked.report
        verdicts[report.get("verdict", "")] += 1
        papers += len(report["documents"])
        unread += checked.unread
        if format is Format.human:
            to_lines = present.report_to_lines if judged else present.extract_to_lines
            for line in to_lines(report, settings.lang, settings.every):
                console.print(present.harmless(line), soft_wrap=True)
            console.print()
            continue
        line_of_json = json.dumps(report, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        if format is Format.json:
            line_of_json, separator = separator + line_of_json, ",\n"
            sys.stdout.write(line_of_json)
        else:
            sys.stdout.write(line_of_json + "\n")
        sys.stdout.flush()
    if format is Format.json:
        sys.stdout.write("]\n" if separator != "[" else "[]\n")
    elif format is Format.human and judged and papers > missing:
        console.print(present.totals_line(verdicts, papers, unread, settings.lang), soft_wrap=True)
    if not papers:
        print(f"anze: {NOTHING_FOUND[settings.lang == 'en']}", file=sys.stderr)
    return exit_status(verdicts, unread)


def _write_as_utf8(*, strictly: bool) -> None:
    """JSON is UTF-8 whatever the locale, people get what their terminal shows; half a character becomes an escape."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        if strictly:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        else:
            sys.stdout.reconfigure(errors="backslashreplace")


def exit_status(verdicts: Mapping[str, int], unread: int) -> int:
    """0 only where all was read and accepted; an unread paper outweighs a finding, as more may be hidden in it.

    >>> exit_status({"accepted": 3}, 0), exit_status({"accepted": 2, "returned": 1}, 0), exit_status({"returned": 1}, 1)
    (0, 1, 3)
    >>> exit_status({"accepted": 1, "incomplete": 1}, 0), exit_status({}, 0)
    (3, 3)
    """
    if unread or not sum(verdicts.values()):
        return UNREAD
    if verdicts.get("returned"):
        return VIOLATED
    return UNREAD if verdicts.get("incomplete") else ACCEPTED


@contextmanager
def _progress(wanted: bool | None, lang: str) -> Iterator[service.Step]:
    """A bar on a terminal, plain lines where asked for elsewhere, else silence; always on standard error."""
    terminal = sys.stderr.isatty()
    if wanted is False or (wanted is None and not terminal):
        yield lambda done, total, path, problem: None
        return
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if not terminal:

        def line(done: int, total: int, path: str, problem: str | None) -> None:
            news = Text(f"[{done}/{total}] {path}{'  ✗ ' + problem if problem else ''}")
            console.print(present.harmless(news), soft_wrap=True)

        yield line
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("读取材料" if lang == "zh" else "reading", total=None)

        def step(done: int, total: int, path: str, problem: str | None) -> None:
            bar.update(task, completed=done, total=total, description=path.translate(present.CONTROL_PICTURES))
            if problem:
                bar.print(present.harmless(Text(f"✗ {path}：{problem}", "red")))

        yield step


def _in_words(error: TyperException) -> str:
    """A usage error as one Chinese line, with the right word where one is near."""
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        near = "、".join(error.possibilities or ())
        return f"没有选项 {option}" + (f"，是不是想用 {near}？" if near else "；用 --help 查看全部选项")
    said = error.format_message()
    if found := re.match(r"No such command '(.*?)'\.?(?: Did you mean (.*)\?)?", said):
        near = found[2].replace("'", "").replace(", ", "、") if found[2] else ""
        return f"没有命令 {found[1]}" + (f"，是不是想用 {near}？" if near else "；用 --help 查看全部命令")
    if found := re.match(r"Missing (?:argument|parameter|option) '(.*?)'", said):
        return f"缺少参数 {found[1]}；用 --help 查看示例"
    if said.startswith("Invalid value: "):  # our own words
        return said.removeprefix("Invalid value: ")
    if found := re.match(r"Invalid value for (.*?): (.*)", said, re.DOTALL):
        return f"{found[1]} 的值不对：{' '.join(found[2].split()).removeprefix('Value error, ')}"
    return " ".join(said.split())


def main(arguments: Sequence[str] | None = None) -> int:
    """The entry point: errors of use are one line on standard error with a suggestion, and status 2."""
    try:
        result = app(args=arguments, standalone_mode=False, prog_name="anze")
        status = result if isinstance(result, int) else ACCEPTED
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message(), file=sys.stderr)
        else:
            print(f"anze: {_in_words(error)}", file=sys.stderr)
        status = USAGE
    except (Abort, KeyboardInterrupt):
        print("anze: 已中断", file=sys.stderr)
        status = INTERRUPTED
    except SystemExit:  # typer's answer to a reader of our pipe who has had enough; its status means another thing here
        status = PIPE_CLOSED
    if arguments is None:
        sys.exit(status)
    return status
