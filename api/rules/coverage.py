"""``anze rules coverage``: every demand of every text, and what became of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from api.pack_files import PacksOption, in_use, pack_files, source_of
from validators.coverage import WAYS, Coverage, coverage, requirements_file
from validators.lint import Source
from validators.pack import Pack, PackError, shipped
from validators.requirements import Requirement, parse, shipped_requirements

INCOMPLETE = 1  # exit status: a demand points to what is not there, or a rule is named by none
_ZH = {
    "rules": "规则", "scores": "评分", "kpis": "统计", "milestones": "里程碑", "engine": "程序", "person": "由人判断", "needs": "尚缺",
}  # fmt: skip
_NAMED = ("rules", "scores", "kpis", "milestones")


class Format(StrEnum):
    """How the table is written."""

    human = "human"
    json = "json"
    markdown = "markdown"


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    epilog = "退出码：0 齐全；1 有指向不存在的名字，或有规则没有写到；2 用法有误"
    app.command(
        "coverage", epilog=epilog, help="文件的每一项要求由谁判断：规则、评分、统计、里程碑、程序、由人，或尚缺什么。"
    )(show_coverage)


def show_coverage(
    pack: Annotated[str, typer.Option("--pack", metavar="NAME", help="只看一个规则包")] = "",
    format: Annotated[Format, typer.Option("--format", "-f", help="human、json 或 markdown")] = Format.human,
    packs: PacksOption = None,
) -> None:
    """The table, with its counts."""
    known = in_use(packs)
    files = [requirements_file(one) for one in known if one.name == pack]
    if pack and not files:
        raise typer.BadParameter(f"没有叫“{pack}”的规则包；anze rules list 列出全部")
    try:
        rows = [*_shipped(known), *(row for path in pack_files(packs or []) for row in _own(source_of(path)))]
    except PackError as error:
        raise typer.BadParameter(str(error)) from None
    table = coverage(known, rows, files=files)
    if format is Format.json:
        typer.echo(json.dumps(_plain(table), ensure_ascii=False, indent=1))
    else:
        for line in _markdown(table) if format is Format.markdown else _lines(table):
            typer.echo(line)
    raise typer.Exit(0 if table.whole else INCOMPLETE)


def _shipped(known: tuple[Pack, ...]) -> list[Requirement]:
    """The demands of the shipped packs that are in use: those of a pack that a user's replaces are the user's."""
    own = {requirements_file(one) for one in known}
    replaced = {requirements_file(one) for one in shipped()} - own
    return [row for row in shipped_requirements().values() if row.file not in replaced]


def _own(source: Source) -> tuple[Requirement, ...]:
    return parse(source.requirements, source.requirements_file) if source.requirements else ()


def in_order(id_: str) -> tuple[object, ...]:
    """Ids as people count: SZ-2 before SZ-12.

    >>> sorted(["SZ-12", "SZ-2", "F-01"], key=in_order)
    ['F-01', 'SZ-2', 'SZ-12']
    """
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", id_))


def _told(row: Requirement) -> str:
    """Where a demand is met, in a line."""
    parts = [f"{_ZH[way]} {'、'.join(getattr(row, way)) if way in _NAMED else getattr(row, way)}" for way in row.ways]
    return "；".join([*parts, *([f"尚缺 {row.needs}"] if row.needs else [])])


def _counts(table: Coverage) -> str:
    counted = "，".join(f"{_ZH[way]}{table.counts[way]}" for way in WAYS if table.counts[way])
    needs = f"；其中{table.counts['needs']}项尚缺参数、表格或文本" if table.counts["needs"] else ""
    return f"{len(table.rows)}项要求：{counted or '无'}{needs}"


def _wrong(table: Coverage) -> Iterator[str]:
    for id_, word, name in table.strays:
        yield f"✗ {id_}：没有叫“{name}”的{_ZH[word]}"
    for pack, rule in table.unclaimed:
        yield f"✗ {pack}：没有哪一项要求写到规则 {rule}"


def _lines(table: Coverage) -> Iterator[str]:
    file = ""
    for row in table.rows:
        if row.file != file:
            file = row.file
            yield f"{file.removesuffix('.requirements.yaml')}"
        yield f"  {row.id:<8} {row.article}  {row.about}"
        yield f"           → {_told(row)}"
    yield _counts(table)
    yield from _wrong(table)


def _markdown(table: Coverage) -> Iterator[str]:
    yield "| 编号 | 条款 | 要求 | 由谁判断 | 尚缺 |"
    yield "|---|---|---|---|---|"
    for row in sorted(table.rows, key=lambda row: in_order(row.id)):
        told = "；".join(
            f"{_ZH[way]} {'、'.join(f'`{name}`' for name in getattr(row, way)) if way in _NAMED else getattr(row, way)}"
            for way in row.ways
        )
        cells = (row.id, row.article, row.about, told, row.needs)
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
    yield ""
    yield _counts(table)
    yield from (f"- {line}" for line in _wrong(table))


def _plain(table: Coverage) -> dict[str, object]:
    rows = [
        {"id": row.id, "file": row.file, "line": row.line, "article": row.article, "about": row.about,
         **{way: list(getattr(row, way)) for way in _NAMED}, "engine": row.engine, "person": row.person,
         "needs": row.needs, "notes": row.notes}
        for row in table.rows
    ]  # fmt: skip
    return {
        "requirements": rows,
        "counts": dict(table.counts),
        "strays": [{"id": id_, "word": word, "name": name} for id_, word, name in table.strays],
        "unclaimed": [{"pack": pack, "rule": rule} for pack, rule in table.unclaimed],
    }
