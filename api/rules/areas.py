"""``anze rules areas``: the towns of a roster, and which of them could be joined into areas of enough enterprises."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api.given.parameters import table_of
from api.rules.rosters import filings_of
from api.terminal.options import Form, Lang, LangOption
from validators.adjacency import Grouping, borders_of, group_towns
from validators.facts import Facts
from validators.finding import plain
from validators.law.pack import Rule
from validators.law.pack_reading import shipped

EXAMPLES = """\b
示例：
  anze rules areas 企业清单.xlsx --adjacency adjacency.csv
  anze rules areas 企业清单.xlsx --adjacency 毗邻表.yaml --threshold 150
毗邻表：CSV 每行“镇街,毗邻的镇街”（没有毗邻的只写镇街），或 YAML“镇街: [毗邻的镇街, …]”；写一边即可
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command("areas", help="按毗邻关系把企业不足的镇街合成片区（只是建议）。", epilog=EXAMPLES)(areas)


def areas(
    roster: Annotated[list[Path], typer.Argument(metavar="ROSTER", help="企业清单", show_default=False)],
    adjacency: Annotated[
        Path | None, typer.Option("--adjacency", metavar="FILE", help="镇街毗邻表（CSV 或 YAML）")
    ] = None,
    threshold: Annotated[int | None, typer.Option("--threshold", min=1, help="多少家为够，缺省按规则包")] = None,
    format: Annotated[Form, typer.Option("--format", "-f", help="human 给人看；json 一个对象")] = Form.human,
    lang: LangOption = Lang.zh,
) -> None:
    """Each town with its enterprises of industry and mining, and a proposal of areas."""
    found = [subject.facts for filing in filings_of(roster) for subject in filing.of("area")]
    if not found:
        raise typer.BadParameter("没有认出列有镇街的企业清单")
    rule = _rule()
    enough = threshold or (rule.values[-1].value if rule is not None else None)
    if enough is None:
        raise typer.BadParameter("没有规则包写明多少家为够，请用 --threshold 给出")
    counts = _counts(found)
    table = table_of(adjacency) if adjacency is not None else None
    borders, unknown = borders_of(table, counts) if table is not None else ({}, frozenset(counts))
    grouping = group_towns({town: least for town, (least, _) in counts.items()}, borders, enough)
    if format is Form.json:
        typer.echo(
            json.dumps(to_json(counts, grouping, enough, unknown, table is not None), ensure_ascii=False, indent=1)
        )
        return
    if rule is not None and threshold is None:
        typer.echo(f"{rule.citation.document} {rule.article}  {'仅供参考' if lang is Lang.zh else 'advisory only'}")
    for line in _lines(counts, grouping, enough, unknown, lang is Lang.zh, told=table is not None):
        typer.echo(line)


def _rule() -> Rule | None:
    """The rule that says how many are enough, where just one text has one."""
    rules = [rule for pack in shipped() for rule in pack.rules if rule.check == "joins_to_enough" and rule.values]
    return rules[0] if len(rules) == 1 else None


def _counts(found: list[Facts]) -> dict[str, tuple[int, Any]]:
    """Every town with at least and at most so many, over all rosters given."""
    counts: dict[str, tuple[int, Any]] = {}
    for facts in found:
        least, most = facts.value("area_counts")[facts.value("area")]
        before = counts.get(facts.value("area"), (0, 0))
        counts[facts.value("area")] = (before[0] + least, before[1] + most)
    return counts


def to_json(
    counts: Mapping[str, tuple[int, Any]], grouping: Grouping, enough: int, unknown: frozenset[str], told: bool
) -> dict[str, Any]:
    """The towns and the proposal. ``at_most`` is null where the list was not read whole; ``left`` is only what is decided."""
    return {
        "threshold": enough,
        "towns": [
            {"town": town, "at_least": least, "at_most": plain(most) if most < 10**9 else None}
            for town, (least, most) in sorted(counts.items())
        ],
        "alone": [area.towns[0] for area in grouping.alone],
        "areas": [{"towns": list(area.towns), "enterprises": area.count} for area in grouping.joined],
        "left": [
            {"towns": list(left.towns), "enterprises": left.count, "beside": list(left.beside),
             "undecided": not told or bool(unknown & set(left.towns))}
            for left in grouping.left
        ],
    }  # fmt: skip


def _lines(
    counts: Mapping[str, tuple[int, Any]],
    grouping: Grouping,
    enough: int,
    unknown: frozenset[str],
    zh: bool,
    *,
    told: bool,
) -> Iterator[str]:
    homes, mark, stop = ("家", "、", "；") if zh else ("", ", ", "; ")
    yield f"够{enough}家的单独试点：" if zh else f"Alone, with {enough} or more:"
    for area in grouping.alone:
        yield f"  {area.towns[0]}  {_count(counts[area.towns[0]], zh)}"
    yield "合成片区：" if zh else "Joined:"
    for number, area in enumerate(grouping.joined, 1):
        towns = mark.join(f"{town} {_count(counts[town], zh)}" for town in area.towns)
        yield f"  {number}. {towns}  {'共' if zh else 'together '}{area.count}{homes}"
    yield "未能合成：" if zh else "Left:"
    for left in grouping.left:
        towns = mark.join(f"{town} {_count(counts[town], zh)}" for town in left.towns)
        yield f"  {towns}  {'共' if zh else 'together '}{left.count}{homes}{stop}{_why(left.towns, left.beside, unknown, zh, told)}"


def _why(towns: tuple[str, ...], beside: tuple[str, ...], unknown: frozenset[str], zh: bool, told: bool) -> str:
    if not told:
        return "没有毗邻表，不能判断" if zh else "no table of borders: undecided"
    if missing := unknown & set(towns):
        names = "、".join(sorted(missing))
        return f"毗邻表没有写 {names}，不能判断" if zh else f"the table does not name {names}: undecided"
    if beside:
        names = "、".join(beside)
        return (
            f"与单独试点的 {names} 毗邻，可由人决定并入"
            if zh
            else f"borders {names}, which stands alone: for a person to decide"
        )
    return "毗邻的都算上仍不足" if zh else "not enough with all its neighbours"


def _count(span: tuple[int, Any], zh: bool) -> str:
    least, most = span
    if most == least:
        return f"{least}"
    return f"{least}–{most}" if most < 10**9 else f"{least}{'以上' if zh else ' or more'}"
