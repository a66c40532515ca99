"""``anze recheck``: filings that were kept or stored, judged again by a new pack or on another day."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.audit_run.judging import rechecking
from api.errors import refusal
from api.given.pack_files import in_use
from api.kept import BadKept
from api.recheck import Asked, Turn, recheck
from api.terminal import present
from api.terminal.options import Lang, Region
from api.terminal.side_by_side import heading, lines

EXAMPLES = """\b
示例：
  anze check 案卷/ --keep 案卷.jsonl.gz                     审查时把读到的内容留下
  anze recheck 案卷.jsonl.gz --packs 新规则包.yaml          按新规则再判：哪些案卷的结论变了、为什么
  anze recheck 结果/ --packs 新规则包.yaml                  对 anze audit 的结果：新规则管不着的案卷证明不变，只判其余
  anze recheck 案卷.jsonl.gz --as-of 2026-03-01             换一个审查日再判
  anze recheck --stored --packs 新规则包.yaml               对服务库里已存的案卷试判，什么也不改
\b
退出码：0 没有案卷的结论改变；1 有；2 用法有误；3 有案卷未能判定
"""
_WORDS = {
    "zh": {"total": "共{n}个案卷：结论改变{flipped}个，另有{changed}个发现有变化，未能判定{failed}个"},
    "en": {"total": "{n} filings: {flipped} verdicts changed, findings differ in {changed} more, {failed} not judged"},
}  # fmt: skip


class Format(StrEnum):
    """How the turns are written."""

    human = "human"
    jsonl = "jsonl"


def register(app: typer.Typer) -> None:
    """Add the command to ``anze``."""
    app.command(
        "recheck", epilog=EXAMPLES, help="不重读材料，按新的规则包或审查日再判：哪些案卷的结论变了、新旧条款对照。"
    )(command)


def command(
    kept: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE|RESULT",
            help="anze check --keep 留下的文件，或 anze audit 的结果文件夹",
            show_default=False,
        ),
    ] = None,
    stored: Annotated[bool, typer.Option("--stored", help="服务库里已存的案卷（设置同 anze serve）")] = False,
    packs: Annotated[
        list[Path] | None, typer.Option("--packs", metavar="FILE|FOLDER", help="新的规则包；同名的替换自带的")
    ] = None,
    before: Annotated[
        list[Path] | None, typer.Option("--before", metavar="FILE|FOLDER", help="作比较的旧规则包；缺省用自带的")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="新的审查日")
    ] = None,
    region: Region = None,
    format: Annotated[Format, typer.Option("--format", "-f", help="human 给人看；jsonl 每案卷一行")] = Format.human,
    every: Annotated[bool, typer.Option("--all", help="没有变化的案卷也列出")] = False,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=0, help="同时判几批，缺省为处理器核数")] = None,
) -> None:
    """Judge kept or stored filings again."""
    if bool(kept) == stored:
        raise typer.BadParameter("给出 --keep 留下的文件或 anze audit 的结果文件夹，或用 --stored 指服务库，二者取一")
    results = [path for path in kept or () if rechecking.is_result(path)]
    if results and len(results) < len(kept or ()):
        raise typer.BadParameter("--keep 留下的文件和 anze audit 的结果文件夹请分开给")
    asked = Asked(tuple(packs or ()), tuple(before or ()), as_of.date() if as_of else None, region, lang.value)
    in_use(asked.packs), in_use(asked.before)  # a mistake in them is told before any work
    turns: Iterator[Turn | rechecking.Proven]
    if stored:
        turns = _stored(asked)
    else:
        turns = rechecking.recheck(results, asked, workers) if results else recheck(kept or [], asked, workers)
    try:
        raise typer.Exit(_tell(turns, format, every, lang.value))
    except BadKept as error:
        print(f"anze: {error}", file=sys.stderr)
        raise typer.Exit(3) from None
    except OSError as error:
        print(f"anze: {error.filename}：{refusal(error)}", file=sys.stderr)
        raise typer.Exit(3) from None


def _stored(asked: Asked) -> Iterator[Turn]:
    """The service's filings, oldest first, each read from the database as it was kept."""
    from sqlmodel import col, select

    from api.commands.service import open_service
    from api.judging import filing_of
    from api.packs.service import in_use as stored_packs
    from api.recheck import turn
    from api.records.codec import BadRecord
    from api.tables.filings import FilingRow

    with open_service() as service, service.db.reading() as session:
        old = in_use(asked.before) if asked.before else stored_packs(session)
        mine = {pack.name: pack for pack in in_use(asked.packs)} if asked.packs else {}
        new = tuple(mine.pop(pack.name, pack) for pack in old) + tuple(mine.values()) if asked.packs else old
        seqs = (
            select(FilingRow)
            .where(FilingRow.state == "judged", col(FilingRow.deleted_at).is_(None))
            .order_by(col(FilingRow.seq))
        )
        for row in session.exec(seqs.execution_options(yield_per=200)):
            try:
                yield turn(filing_of(session, row), row.name, asked, old, new)
            except BadRecord as error:
                yield Turn(row.name, "", "", "", (), str(error))


def _tell(turns: Iterator[Turn | rechecking.Proven], format: Format, every: bool, lang: str) -> int:
    """Writes the turns; returns the exit status."""
    counts: Counter[str] = Counter()
    for turn in turns:
        if isinstance(turn, rechecking.Proven):
            counts["n"] += turn.number
            continue
        counts["n"] += 1
        counts["failed"] += bool(turn.problem)
        counts["flipped"] += turn.flipped
        counts["changed"] += bool(turn.changes) and not turn.flipped
        if not (every or turn.changes or turn.flipped or turn.problem):
            continue
        if format is Format.jsonl:
            print(json.dumps(turn.to_json(), ensure_ascii=False, separators=(",", ":")))
        else:
            for line in _lines(turn, lang):
                print(line.translate(present.CONTROL_PICTURES))
    words = {name: counts[name] for name in ("n", "flipped", "changed", "failed")}
    print(_WORDS[lang]["total"].format_map(words), file=sys.stderr if format is Format.jsonl else sys.stdout)
    return 3 if counts["failed"] else 1 if counts["flipped"] else 0


def _lines(turn: Turn, lang: str) -> Iterator[str]:
    if turn.problem:
        named = turn.problem.startswith(turn.filing)
        yield f"✗ {turn.problem}" if named else f"✗ {turn.filing} {turn.problem}"
        return
    yield heading(turn.filing, turn.path, turn.before, turn.after, lang)
    yield from lines(turn.changes, lang)
