"""``anze score``: an insurer's score sheet over given papers, or over the filings that the service keeps.

Everything but typer and the options that other commands share is imported when the command runs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.beside import unreadable
from api.given.excuses import Excuses, WaiversOption, excuses_of
from api.given.pack_files import PacksOption, in_use
from api.settings import MEMORY_MIB, SECONDS, Settings
from api.terminal.options import Lang

if TYPE_CHECKING:
    from api.kpis.gathered import Gathered
    from api.kpis.sheet_json import Made
    from validators.scores import Scheme
    from validators.scores.inputs import Change, Inputs

DONE, UNREAD = 0, 3
EXAMPLES = """\b
示例：
  anze score 案卷/ --pack suzhou-2023-84 --insurer 示例财产保险股份有限公司 --period 2024
  anze score --pack suzhou-2023-84 --insurer 示例财产保险股份有限公司 --period 2024     服务数据库中的案卷
  anze score --inputs-template --pack suzhou-2023-84 > 填报.yaml                        要由人填报的各项
  anze score 案卷/ … --inputs 填报.yaml --what-if stars=14 --what-if 6=0                设想：满意度14星、第6项没有逾期
  anze score 案卷/ … --what-if mend=案卷名                                              设想：该案卷的问题都已改正
  anze score 案卷/ … --packs 我的规则包/ --waivers 豁免.yaml                            用自己的规则包判断，豁免的不扣分
\b
退出码：0 已评分；2 用法有误；3 有材料未能读取
"""


class SheetFormat(StrEnum):
    """How a sheet is written."""

    human = "human"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    app.command(
        name="score",
        epilog=EXAMPLES,
        help="按通知所附评分细则给一家保险机构评分：每一分扣在哪一份案卷、哪一页、哪几个字上。",
    )(score)


def score(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH", help="文件、文件夹或压缩包；省略则用服务数据库中的案卷", show_default=False)] = None,
    pack: Annotated[str, typer.Option("--pack", metavar="NAME", help="评分细则的名称，或自己写的细则文件（YAML）")] = "suzhou-2023-84",
    insurer: Annotated[str, typer.Option("--insurer", metavar="NAME", help="保险机构全称；其分支机构的案卷一并计入")] = "",
    period: Annotated[str, typer.Option("--period", metavar="PERIOD", help="评价周期：2024，或 2024-01_2024-06")] = "",
    inputs: Annotated[Path | None, typer.Option("--inputs", metavar="FILE", help="人工填报的各项（YAML）")] = None,
    what_if: Annotated[list[str] | None, typer.Option("--what-if", metavar="CHANGE", help="设想：YAML文件、项=数，或 mend=指纹或案卷名；可重复")] = None,
    inputs_template: Annotated[bool, typer.Option("--inputs-template", help="写出空白的填报文件")] = False,
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="审查日；缺省为今天")] = None,
    format: Annotated[SheetFormat, typer.Option("--format", "-f", help="human 给人看；json 一个对象")] = SheetFormat.human,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
    every: Annotated[bool, typer.Option("--all", help="列出每一项的全部案卷")] = False,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=0, help="同时读几份材料，缺省为处理器核数")] = None,
    packs: PacksOption = None,
    waivers: WaiversOption = None,
) -> None:  # fmt: skip
    """An insurer's score sheet."""
    from validators.scores.inputs import template

    scheme = _scheme(pack)
    if inputs_template:
        sys.stdout.write(template(scheme, insurer, period))
        raise typer.Exit(DONE)
    since, until = _cycle(scheme, insurer, period)
    given = _inputs(inputs, scheme, insurer, period)
    change = _change(what_if or [], scheme)
    if not paths and (packs or waivers):
        raise typer.BadParameter("--packs 和 --waivers 要和 PATH 一起用；服务数据库里的案卷按其判定时的规则包计")
    settings = Settings(
        as_of=as_of.date() if as_of else None, lang=lang.value, workers=workers, seconds=SECONDS, memory_mib=MEMORY_MIB,
        packs=in_use(packs),
    )  # fmt: skip
    excuses = excuses_of(waivers, day=settings.as_of)
    gathered = _of_paths(paths, scheme, settings, excuses) if paths else _of_store(scheme, insurer, period, lang.value)
    made = _made(scheme, gathered, insurer, (since, until), given, change, settings.as_of)
    _write(made, format, lang.value, every)
    for line in excuses.news(lang.value):
        print(f"anze: {line}", file=sys.stderr)
    raise typer.Exit(UNREAD if gathered.unread else DONE)


def _scheme(name: str) -> Scheme:
    from validators.scores import ScoreError, parse, schemes

    if Path(name).is_file():
        try:
            return parse(_text(Path(name)), name)
        except ScoreError as error:
            raise typer.BadParameter(str(error)) from None
    found = schemes().get(name)
    if found is None:
        raise typer.BadParameter(f"没有评分细则“{name}”；可用的有：{'、'.join(schemes())}")
    return found


def _cycle(scheme: Scheme, insurer: str, period: str) -> tuple[date, date]:
    """First and last day; wrong use where it is no period, or one in which the scheme was not in force."""
    from validators.scores import ScoreError
    from validators.scores.evidence import span

    if not insurer.strip():
        raise typer.BadParameter("没有写保险机构：--insurer 示例财产保险股份有限公司")
    if not period:
        raise typer.BadParameter("没有写评价周期：--period 2024，或 --period 2024-01_2024-06")
    try:
        since, until = span(period)
    except ScoreError as error:
        raise typer.BadParameter(f"--{error}") from None
    if scheme.since is not None and until < scheme.since:
        raise typer.BadParameter(f"{scheme.document}自{scheme.since}起施行，不能用于{period}")
    return since, until


def _inputs(file: Path | None, scheme: Scheme, insurer: str, period: str) -> Inputs:
    from validators.company import company
    from validators.law.pack import PackError
    from validators.scores.inputs import Inputs, parse

    if file is None:
        return Inputs()
    try:
        given = parse(_text(file), str(file), scheme)
    except PackError as error:
        raise typer.BadParameter(str(error)) from None
    if given.insurer and company(given.insurer) != company(insurer):
        raise typer.BadParameter(f"{file} 是“{given.insurer}”的填报，不是“{insurer}”的")
    if given.period and given.period != period:
        raise typer.BadParameter(f"{file} 是周期 {given.period} 的填报，不是 {period} 的")
    return given


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(unreadable(file, error)) from None


def _change(suppositions: Sequence[str], scheme: Scheme) -> Change | None:
    """All that is supposed together; None where nothing is."""
    from validators.law.pack import PackError
    from validators.scores.inputs import Change, parse_change

    mended: set[str] = set()
    entered: dict[str, Any] = {}
    for said in suppositions:
        name, equals, value = said.partition("=")
        if equals and name == "mend":
            mended.add(value)
        elif equals and not Path(said).exists():
            entered |= _number(scheme, name.strip(), value.strip())
        else:
            try:
                one = parse_change(_text(Path(said)), said, scheme)
            except PackError as error:
                raise typer.BadParameter(str(error)) from None
            mended |= one.mended
            entered |= one.entered
    return Change(frozenset(mended), entered) if suppositions else None


def _number(scheme: Scheme, name: str, value: str) -> dict[str, Any]:
    from validators.scores import Entered
    from validators.scores.inputs import item_of, most_of, number

    item = item_of(scheme, name)
    if item is None:
        raise typer.BadParameter(f"--what-if：没有“{name}”这一项；可用的有：{'、'.join(i.name for i in scheme.items)}")
    try:
        return {item.name: Entered(number(value, most_of(item)))}
    except ValueError as error:
        raise typer.BadParameter(f"--what-if {name}：{error}") from None


def _of_paths(paths: Sequence[Path], scheme: Scheme, settings: Settings, excuses: Excuses) -> Gathered:
    from api.kpis.gathered import of_paths
    from api.terminal.present import CONTROL_PICTURES

    terminal = sys.stderr.isatty()

    def step(done: int, known: int, path: str, problem: str | None) -> None:
        if terminal:
            print(
                f"\r\x1b[K[{done}/{known}] {path[:60].translate(CONTROL_PICTURES)}", end="", file=sys.stderr, flush=True
            )
        if problem:
            start = "\r\x1b[K" if terminal else ""
            print(start + f"anze: {path}：{problem}".translate(CONTROL_PICTURES), file=sys.stderr)

    gathered = of_paths(paths, scheme, settings, step, excuses)
    if terminal:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return gathered


def _of_store(scheme: Scheme, insurer: str, period: str, lang: str) -> Gathered:
    from sqlalchemy import inspect

    from api.commands.service import open_service
    from api.kpis.gathered import of_store
    from api.upkeep import Unmigrated

    with open_service() as service:
        if not inspect(service.db.engine).has_table("filing"):
            raise Unmigrated("没有给出案卷，服务数据库里也还没有案卷；请给出 PATH，或用 ANZE_DATA 指向服务的数据")
        return of_store(service, scheme, insurer, period, lang)


def _made(
    scheme: Scheme, gathered: Gathered, insurer: str, cycle: tuple[date, date], given: Inputs, change: Change | None,
    as_of: date | None,
) -> Made:  # fmt: skip
    from api.check import CHINA
    from api.kpis.sheet_json import Made
    from validators.scores import score as sheet_of
    from validators.scores import what_if
    from validators.scores.evidence import evidence, select

    since, until = cycle
    selection = select(scheme, gathered.filings, insurer, since, until)
    shown = evidence(scheme, selection.filings, until)
    sheet = sheet_of(scheme, shown, given.entered, until.year)
    supposed = None
    if change is not None:
        if strange := what_if.unknown(shown, change.mended):
            raise typer.BadParameter(f"--what-if：没有扣分的发现或案卷叫“{'、'.join(strange)}”；指纹见评分表")
        supposed = what_if.changed(scheme, shown, given.entered, change, until.year)
    today = as_of or datetime.now(CHINA).date()
    return Made(
        sheet, what_if.plan(sheet), selection, gathered.findings, insurer, since, until, today, gathered.unread,
        gathered.others, supposed, gathered.sums,
    )  # fmt: skip


def _write(made: Made, format: SheetFormat, lang: str, every: bool) -> None:
    from api.kpis.sheet_json import to_json

    sheet = to_json(made, lang)
    if format is SheetFormat.json:
        sys.stdout.write(json.dumps(sheet, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
        return
    from rich.console import Console

    from api.kpis.sheet_lines import to_lines
    from api.terminal.present import harmless

    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    for line in to_lines(sheet, lang, every):
        console.print(harmless(line), soft_wrap=True)
