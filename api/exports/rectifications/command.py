"""``anze rectifications``: the list of what has to be put right, as DOCX or PDF."""

from __future__ import annotations

import io
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from api.beside import must_be_writable
from api.errors import refusal
from api.terminal.options import Region
from validators.finding import PARTIES
from validators.rectifications import PARTY_NAMES

EXAMPLES = """\b
示例：
  anze rectifications 案卷/ -o 补正清单.docx --due 10         每个责任主体一份，限10个工作日
  anze rectifications 案卷/ -o 补正清单.pdf --to 投保单位     只写给投保单位的
\b
退出码：0 已写出，或没有需要补正的事项；2 用法有误；3 有材料未能读取（已列入清单）
"""
UNREAD = 3


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    app.command(
        name="rectifications", epilog=EXAMPLES, help="补正清单：按责任主体列出问题、条款原词、位置、要求和期限。"
    )(rectify)


def rectify(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="文件、文件夹或压缩包", show_default=False, exists=True)
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="写到哪里：.docx 或 .pdf", show_default=False)
    ],
    to: Annotated[
        str | None, typer.Option("--to", metavar="PARTY", help="只写给：" + "、".join(PARTY_NAMES.values()))
    ] = None,
    due: Annotated[
        int | None, typer.Option("--due", min=1, max=250, metavar="N", help="限几个工作日补正；规则自有期限的从其规定")
    ] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="出具日期，缺省为今天")
    ] = None,
    sender: Annotated[str, typer.Option("--from", metavar="NAME", help="出具单位；缺省留待盖章")] = "",
    notes: Annotated[bool, typer.Option("--notes", help="连提示也列出")] = False,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="审查日，同 anze check")
    ] = None,
    region: Region = None,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=0, help="同时读几份材料")] = None,
) -> None:
    """Write the lists of all filings among the paths into one document."""
    from api import check
    from api.exports import rectifications as room
    from api.exports.rectifications.letter import letter
    from api.settings import Settings
    from validators.rectifications import addressees, rectifications

    form = out.suffix.lower().removeprefix(".")
    if form not in room.FORMATS:
        raise typer.BadParameter(f"-o 以 .docx 或 .pdf 结尾；给的是 {out.name}")
    must_be_writable(out)
    party = _party(to)
    settings = Settings(as_of=as_of.date() if as_of else None, region=region, workers=workers)
    judged = list(check.judged(paths, settings, lambda *_: None))
    issued: date = on.date() if on else date.today()
    lists = rectifications([report for report, _ in judged], issued, days=due, to=party, notes=notes)
    if lists:
        made = io.BytesIO()
        room.write(form, [letter(each, sender) for each in lists], made)
        _keep(out, made.getvalue())
        typer.echo(f"{out}：" + "；".join(addressees(lists)))
    else:
        typer.echo("没有需要补正的事项，没有写文件")
    if any(unread for _, unread in judged):
        raise typer.Exit(UNREAD)


def _party(said: str | None) -> str | None:
    """The party by its Chinese or its English name."""
    if said is None or said in PARTIES:
        return said
    known = {zh: name for name, zh in PARTY_NAMES.items()}
    if said not in known:
        raise typer.BadParameter(f"--to 是{'、'.join(known)}之一；给的是 {said}")
    return known[said]


def _keep(out: Path, made: bytes) -> None:
    try:
        out.write_bytes(made)
    except OSError as error:
        print(f"anze: {refusal(error)}：{out}", file=sys.stderr)
        raise typer.Exit(UNREAD) from None
