"""``anze rules draft``: a notice in, a draft pack out – rules with cases, milestones, every demand with its clause, a score sheet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api import check
from api.settings import Settings
from api.terminal.present_words import KINDS_ZH
from extractor.record import Record
from validators.drafting.gist import gist
from validators.drafting.whole import Draft, draft, left_open
from validators.law.pack import PackError
from validators.law.pack_reading import parse_pack

EXAMPLES = """\b
示例：
  anze rules draft 通知.docx                       看能读出哪些要求
  anze rules draft 通知.pdf -o 某县/pack.yaml      写出规则包、算例、要求清单（有评分细则时还有评分表草案）
  anze rules lint 某县/pack.yaml                   还要人补什么
\b
退出码：0 写好了；2 用法有误；3 材料没有读成，或不是通知
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command(
        "draft", epilog=EXAMPLES, help="从一份通知起草规则包：规则、算例、里程碑、逐项要求、评分表；由人核对。"
    )(command)


def command(
    notice: Annotated[Path, typer.Argument(metavar="NOTICE", help="通知文件：PDF、DOCX、TXT、HTML、图片")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE.yaml", help="写到这个文件，算例等写在旁边；不给则只看"),
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="规则包的名字，缺省由地区、年份和文号组成")] = "",
    is_notice: Annotated[bool, typer.Option("--is-notice", help="确是通知、办法一类，虽被认作别的材料")] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> None:
    """Draft a pack from a notice."""
    if not notice.is_file():
        raise typer.BadParameter(f"找不到文件：{notice}")
    record = _record(notice, "notice" if is_notice else None)
    slug = name or (output.stem if output is not None else "")
    try:
        made = draft(record, slug)
    except ValueError:
        print(
            f"anze: {notice} 被认作 {KINDS_ZH.get(record.kind, record.kind)}，不是通知；确是通知、办法一类，请加 --is-notice",
            file=sys.stderr,
        )
        raise typer.Exit(3) from None
    try:
        pack = parse_pack(made.files[f"{made.name}.yaml"], f"{made.name}.yaml", made.files[f"{made.name}.cases.yaml"])
    except PackError as error:
        raise typer.BadParameter(f"--name {slug!r} 不能作规则包的名字：{error}") from None
    if output is not None:
        _write(made, output, force)
    _tell(made, len(pack.rules), output)


def _record(notice: Path, kind: str | None) -> Record:
    record = next(check.records([notice], Settings(), kind))
    if record.problems and not record.fields:
        print(f"anze: {notice}：{'；'.join(said.message for said in record.problems)}", file=sys.stderr)
        raise typer.Exit(3)
    return record


def _write(made: Draft, output: Path, force: bool) -> None:
    """All files beside each other, none where one is there already."""
    folder = output.parent
    targets = {folder / file: text for file, text in made.files.items()}
    there = [path for path in targets if path.exists()]
    if there and not force:
        raise typer.BadParameter(f"已经有 {there[0]}；用 --force 覆盖，或换一个名字")
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in targets.items():
        path.write_text(text, "utf-8")


def _tell(made: Draft, rules: int, output: Path | None) -> None:
    became = {"规则": rules, "里程碑": len({d.milestone for d in made.demands if d.milestone}),
              "评分项": len({d.score for d in made.demands if d.score}), "要求": len(made.demands)}  # fmt: skip
    typer.echo(f"{made.name}：" + "，".join(f"{word}{count}" for word, count in became.items()))
    for number, one in enumerate(made.demands, 1):
        to = one.rule or one.milestone or one.score
        typer.echo(
            f"  {number:>3} {one.demand.value('path') or '—'}  {_words(one.demand.value('text'))}  → {to or '由人判断'}"
        )
    for row in left_open(made):
        typer.echo(f"  ? 第{row.value('number')}行 {row.value('path') or ''} 没有对应的规则：{gist(row)}")
    for gap in made.gaps:
        typer.echo(f"  ! {gap}")
    if output is not None:
        typer.echo("写好：" + "、".join(str(output.parent / file) for file in made.files))


def _words(text: str) -> str:
    said = "".join(str(text).split())
    return said if len(said) <= 36 else said[:35] + "…"
