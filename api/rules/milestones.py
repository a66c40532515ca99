"""``anze rules milestones``: what texts want done by a day, and how each stands on the day of review."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from api.beside import unreadable
from api.rules.rosters import rosters_of
from api.rules.shown import suggest
from api.terminal.options import Form, Lang, LangOption, RegionReached
from validators.facts import Facts
from validators.finding import plain
from validators.law.milestones import COMPLETIONS, Standing, State, track
from validators.law.pack import Pack, PackError, marked
from validators.law.pack_reading import shipped

STATES = {
    State.MET: ("已完成", "met"),
    State.MET_LATE: ("逾期完成", "met late"),
    State.OVERDUE: ("到期未见完成", "past, not shown as done"),
    State.OPEN: ("进行中", "open"),
    State.NO_DATE: ("没有日期", "no date"),
    State.UNDECIDED: ("未能判定（该年节假日未知）", "undecided (that year's days off are not known)"),
}
PARTIES = {
    "insurer": "保险机构",
    "policyholder": "投保单位",
    "agency": "服务机构",
    "department": "政府部门",
    "conference": "联席会",
}
_GOALS = {
    "coverage_rate": "应保企业投保率（%）",
    COMPLETIONS: "已完成个数",
    "insured_count_due": "应保企业中已投保家数",
}
EXAMPLES = """\b
示例：
  anze rules milestones --region 411025                    管到襄城的文件里各完成时限
  anze rules milestones --pack NAME --as-of 2024-12-31     某一天看，哪些到期
  anze rules milestones --done 完成情况.yaml --roster 应保企业清单.xlsx
完成情况.yaml 每行一项：里程碑的名字: 完成日期（YYYY-MM-DD）；要数完成几个的，写 [日期, 日期]
"""


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command("milestones", help="各文件的完成时限：到期、完成、逾期。", epilog=EXAMPLES)(milestones)


def milestones(
    pack: Annotated[str, typer.Option("--pack", metavar="NAME", help="只看这个规则包")] = "",
    region: RegionReached = "",
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="看哪一天，缺省为今天")
    ] = None,
    done: Annotated[Path | None, typer.Option("--done", metavar="FILE", help="完成情况（YAML）：名字: 日期")] = None,
    roster: Annotated[
        list[Path] | None, typer.Option("--roster", metavar="PATH", help="应保企业清单，覆盖率由此计算")
    ] = None,
    format: Annotated[Form, typer.Option("--format", "-f", help="human 给人看；json 一个数组")] = Form.human,
    lang: LangOption = Lang.zh,
) -> None:
    """Every milestone of the packs with its date, how it stands, and the days left or over."""
    day = as_of.date() if as_of else datetime.now(timezone(timedelta(hours=8))).date()
    packs = _chosen(pack, region)
    found = track(packs, day, _done(done, packs), _figures(roster or ()))
    if format is Form.json:
        typer.echo(json.dumps([to_json(standing) for standing in found], ensure_ascii=False, indent=1))
        return
    for line in _lines(packs, found, day, lang.value):
        typer.echo(line)


def _chosen(name: str, region: str) -> Sequence[Pack]:
    every = [pack for pack in shipped() if pack.milestones]
    if name and name not in {pack.name for pack in shipped()}:
        near = suggest(name, [pack.name for pack in every])
        raise typer.BadParameter(f"没有叫“{name}”的规则包" + (f"，是不是想用 {'、'.join(near)}？" if near else ""))
    return [p for p in every if (not name or p.name == name) and (not region or region.startswith(p.prefix))]


def _done(file: Path | None, packs: Sequence[Pack]) -> Mapping[str, date | Sequence[date]]:
    """The days on which milestones were met, by name; a name or a day that is none stops with its line."""
    if file is None:
        return {}
    try:
        table = marked(file.read_text("utf-8"), str(file))
        names = [milestone.name for pack in shipped() for milestone in pack.milestones]
        for name, day in table.items():
            if name not in names:
                raise PackError(str(file), table.lines[name], f"没有叫“{name}”的里程碑", suggest(name, names) or names)
            if not all(isinstance(each, date) for each in (day if isinstance(day, list) else [day])):
                raise PackError(str(file), table.lines[name], f"“{name}: {day}”不是日期（YYYY-MM-DD）")
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise typer.BadParameter(unreadable(file, error)) from None
    except PackError as error:
        raise typer.BadParameter(str(error)) from None
    return dict(table)


def _figures(paths: Sequence[Path]) -> list[tuple[date, Mapping[str, Any]]]:
    """The facts of each roster with its day; one without a day is told and left out."""
    found: list[tuple[date, Mapping[str, Any]]] = []
    for facts in rosters_of(paths) if paths else ():
        day = facts.value("roster_date")
        if isinstance(day, date):
            found.append((day, _known(facts)))
        else:
            typer.echo("有一份清单没有读到日期，不能用来计算完成情况", err=True)
    return found


def _known(facts: Facts) -> dict[str, Any]:
    return {name: value for name in facts.names() if (value := facts.value(name)) is not None}


def to_json(standing: Standing) -> dict[str, Any]:
    """One milestone as JSON: days as ISO text, ``state`` as in ``validators.law.milestones.State``."""
    one = standing.milestone
    return {
        "name": one.name, "pack": standing.pack, "document": standing.document, "article": one.article, "quote": one.quote,
        "what": dict(one.what), "bound": one.bound, "due": plain(one.due), "reason": one.reason,
        "last_day": plain(standing.last_day), "state": standing.state.value, "days": standing.days,
        "done": plain(standing.done), "on_the_day": standing.on_the_day, "figure": plain(standing.figure),
        "goal": None if one.goal is None else {"fact": one.goal.fact, "at_least": plain(one.goal.at_least)},
        "disputed": [{"name": o.name, "article": o.article, "due": plain(o.due)} for o in standing.disputed],
    }  # fmt: skip


def _lines(packs: Sequence[Pack], found: Sequence[Standing], day: date, lang: str) -> Iterator[str]:
    zh = lang == "zh"
    if not found:
        yield "没有完成时限" if zh else "No milestones"
    for pack in packs:
        draft = "" if not pack.advisory else "  仅供参考" if zh else "  advisory only"
        if pack.confidence in ("S1", "M"):
            draft += f"  来源把握 {pack.confidence}，待核实" if zh else f"  source {pack.confidence}, to be verified"
        yield f"{pack.name}  《{pack.title}》 {pack.document}  {'截至' if zh else 'as of'} {day}{draft}"
        for standing in found:
            if standing.pack == pack.name:
                yield from _standing_lines(standing, zh)


def _standing_lines(standing: Standing, zh: bool) -> Iterator[str]:
    one = standing.milestone
    due = str(one.due) if one.due else "——"
    yield f"  {due:<12}{STATES[standing.state][not zh]}{_days(standing, zh)}  {one.what['zh' if zh else 'en']}"
    party = PARTIES[one.bound] if zh else one.bound
    yield f"      {one.name}  {one.article}" + (f" “{one.quote}”" if one.quote else "") + f"  {party}"
    if one.due is None:
        yield f"      {one.reason}"
    if standing.last_day and standing.last_day != one.due:
        yield f"      {'末日遇休息日，顺延至' if zh else 'falls on a day off, rolls over to'} {standing.last_day}"
    if standing.on_the_day:
        yield f"      {'当日完成：“前”是否含当日，文中没有写明' if zh else 'done on the very day; the text leaves open whether that is in time'}"
    if one.goal is not None and standing.figure is not None:
        fact = _GOALS.get(one.goal.fact, one.goal.fact) if zh else one.goal.fact
        yield f"      {fact} {plain(standing.figure)}（{'目标' if zh else 'goal'} ≥ {plain(one.goal.at_least)}）"
    for other in standing.disputed:
        yield f"      {'同一事项另一处写的是' if zh else 'elsewhere the same text says'} {other.due}（{other.article}{f' “{other.quote}”' if other.quote else ''}）"


def _days(standing: Standing, zh: bool) -> str:
    if standing.done is not None:
        return f" {standing.done}" + (_over(-standing.days, zh) if (standing.days or 0) < 0 else "")  # type: ignore[operator]
    if standing.days is None or standing.state is State.NO_DATE:
        return ""
    if standing.days < 0:
        return _over(-standing.days, zh)
    return f"，还有{standing.days}天" if zh else f", {standing.days} days left"


def _over(days: int, zh: bool) -> str:
    return f"，超过{days}天" if zh else f", {days} days over"
