"""``anze rules coverage``: every demand of every text, and what became of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

from api.given.pack_files import PacksOption, in_use, pack_files, source_of
from api.terminal.options import Lang
from validators.coverage import WAYS, Coverage, coverage, requirements_file
from validators.law.pack import Pack, PackError
from validators.law.pack_reading import shipped
from validators.law.requirements import Requirement, parse, shipped_requirements
from validators.lint import Source

INCOMPLETE = 1  # exit status: a demand points to what is not there, or a rule is named by none
_LABELS = {
    "zh": {"rules": "规则", "scores": "评分", "kpis": "统计", "milestones": "里程碑", "engine": "程序", "person": "由人判断", "needs": "尚缺"},
    "en": {"rules": "rule", "scores": "score", "kpis": "figure", "milestones": "milestone", "engine": "engine", "person": "a person", "needs": "needs"},
}  # fmt: skip
_HEADS = {
    "zh": ("编号", "条款", "要求", "由谁判断", "尚缺"),
    "en": ("id", "article", "demand", "met by", "needs"),
}
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
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
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
        for line in _markdown(table, lang.value) if format is Format.markdown else _lines(table, lang.value):
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


def _told(row: Requirement, lang: str, mark: str = "") -> str:
    """Where a demand is met, in a line; names between ``mark``."""
    comma, semicolon = ("、", "；") if lang == "zh" else (", ", "; ")
    return semicolon.join(
        f"{_LABELS[lang][way]} "
        + (comma.join(f"{mark}{name}{mark}" for name in getattr(row, way)) if way in _NAMED else getattr(row, way))
        for way in row.ways
    )


def _needs(row: Requirement, lang: str) -> str:
    return ("；" if lang == "zh" else "; ") + f"{_LABELS[lang]['needs']} {row.needs}" if row.needs else ""


def _counts(table: Coverage, lang: str) -> str:
    counts, labels = table.counts, _LABELS[lang]
    if lang == "zh":
        counted = "，".join(f"{labels[way]}{counts[way]}" for way in WAYS if counts[way])
        needs = f"；其中{counts['needs']}项尚缺参数、表格或文本" if counts["needs"] else ""
        return f"{len(table.rows)}项要求：{counted or '无'}{needs}"
    counted = ", ".join(f"{labels[way]} {counts[way]}" for way in WAYS if counts[way])
    needs = f"; {counts['needs']} of them need a parameter, table or text not given" if counts["needs"] else ""
    return f"{len(table.rows)} demands: {counted or 'none'}{needs}"


def _wrong(table: Coverage, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    for id_, word, name in table.strays:
        yield (
            f"✗ {id_}：没有叫“{name}”的{_LABELS[lang][word]}"
            if zh
            else f"✗ {id_}: there is no {_LABELS[lang][word]} {name}"
        )
    for pack, rule in table.unclaimed:
        yield f"✗ {pack}：没有哪一项要求写到规则 {rule}" if zh else f"✗ {pack}: no demand names the rule {rule}"


def _lines(table: Coverage, lang: str) -> Iterator[str]:
    file = ""
    for row in table.rows:
        if row.file != file:
            file = row.file
            yield f"{file.removesuffix('.requirements.yaml')}"
        yield f"  {row.id:<8} {row.article}  {row.about}"
        yield f"           → {_told(row, lang)}{_needs(row, lang)}"
    yield _counts(table, lang)
    yield from _wrong(table, lang)


def _markdown(table: Coverage, lang: str) -> Iterator[str]:
    yield f"| {' | '.join(_HEADS[lang])} |"
    yield "|---|---|---|---|---|"
    for row in sorted(table.rows, key=lambda row: in_order(row.id)):
        cells = (row.id, row.article, row.about, _told(row, lang, "`"), row.needs)
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
    yield ""
    yield _counts(table, lang)
    yield from (f"- {line}" for line in _wrong(table, lang))


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
