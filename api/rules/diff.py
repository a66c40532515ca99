"""``anze rules diff``: what parts two texts of a pack, rule by rule and word by word, both clauses side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from api.given.pack_files import packs_from
from api.terminal.options import Lang
from validators.finding import plain
from validators.law.pack import Pack, Rule
from validators.law.pack_diff import (
    Change,
    Difference,
    PackPair,
    RuleDifference,
    difference,
    number_changes,
    pairs,
    rule_words,
)

DIFFERENT = 1  # exit status, as diff's
WIDTH = 120
"""Columns of the table where there is no terminal."""
_ORDER = ("from", "to", "article", "quote", "severity", "confidence", "about", "bound", "date", "when", "except", "type", "check", "with")  # fmt: skip
_ZH: Mapping[str, str] = {
    "title": "标题", "document": "文号", "aliases": "别的写法", "issuer": "发文机关", "region": "行政区划", "place": "地方",
    "street_words": "街道用词", "issued": "成文日期", "layer": "位阶", "advisory": "仅供参考", "url": "网址", "notes": "说明",
    "from": "施行日", "to": "失效日", "article": "条款", "quote": "原词", "severity": "程度", "confidence": "来源把握",
    "about": "对象", "bound": "谁来做到", "date": "决定生效的日期", "when": "前提", "except": "例外", "type": "发现类型",
    "check": "检查", "with": "检查参数", "if_unknown": "前提未知时", "undecided_matters": "待定是否影响结论", "say": "句子",
    "reason": "没有数值的原因", "former_names": "曾用名", "bars": "不许下位文件提出", "allow": "lint 例外", "values": "数值", "name": "名字",
}  # fmt: skip
_STATE = {"added": ("增", "added"), "removed": ("删", "removed"), "changed": ("改", "changed")}


class Format(StrEnum):
    """How differences are written."""

    human = "human"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command to ``anze rules``."""
    app.command(
        "diff",
        epilog="退出码：0 没有差别；1 有差别；2 用法有误",
        help="两份规则包的差别：增、删、改名、逐词的改动，新旧条文对照。",
    )(diff)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="旧的：文件、文件夹或自带规则包的名字")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新的")],
    format: Annotated[Format, typer.Option("--format", "-f", help="human 给人看；json 一个对象")] = Format.human,
    lang: Annotated[Lang, typer.Option("--lang", help="说明文字的语言")] = Lang.zh,
) -> None:
    """Every rule that was added, removed, renamed or changed."""
    told = [(pair, _parted(pair)) for pair in pairs(packs_from([old]), packs_from([new]))]
    told = [(pair, parted) for pair, parted in told if parted is None or parted.head or parted.rules]
    if format is Format.json:
        typer.echo(json.dumps({"packs": [_plain(pair, parted) for pair, parted in told]}, ensure_ascii=False, indent=1))
    else:
        _write(told, lang.value)
    raise typer.Exit(DIFFERENT if told else 0)


def _parted(pair: PackPair) -> Difference | None:
    """None where the pack is only on one side."""
    return difference(pair.before, pair.after, "", "") if pair.before and pair.after else None


# --- for people ------------------------------------------------------------------------------------------------------


def _write(told: list[tuple[PackPair, Difference | None]], lang: str) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    console = Console(highlight=False, markup=False, emoji=False, width=max(console.width, WIDTH))
    zh = lang == "zh"
    if not told:
        typer.echo("没有差别" if zh else "no difference")
    for pair, parted in told:
        _write_head(pair, zh)
        if parted is None:
            continue
        if parted.head:
            console.print(_table("", [(_word(c.word, zh), c.before, c.after) for c in parted.head], zh))
        for rule in parted.rules:
            _write_rule(console, rule, zh)


def _write_head(pair: PackPair, zh: bool) -> None:
    both = [pack for pack in (pair.before, pair.after) if pack]
    versions = " → ".join(pack.version for pack in both)
    only = {(True, False): ("只在旧的里", "only in the old"), (False, True): ("只在新的里", "only in the new")}
    where = only.get((pair.before is not None, pair.after is not None))
    typer.echo(f"{'规则包' if zh else 'pack'} {both[-1].name}  {where[0 if zh else 1] if where else versions}")


def _write_rule(console: Console, rule: RuleDifference, zh: bool) -> None:
    state = _STATE[rule.state][0 if zh else 1]
    former = (f"（原名 {rule.former}）" if zh else f" (was {rule.former})") if rule.former else ""
    console.print(f"\n{state}  {rule.name}{former}", soft_wrap=True)
    rows: list[tuple[str, Any, Any]] = [("条文" if zh else "clause", _clause(rule.before, zh), _clause(rule.after, zh))]
    if rule.before and rule.after:
        rows.extend(_number_rows(rule.before, rule.after, zh))
    else:
        rows.extend(_all_numbers(rule, zh))
    changes = sorted(rule.changes, key=lambda c: _ORDER.index(c.word) if c.word in _ORDER else len(_ORDER))
    seen = bool(rule.before and rule.after and list(number_changes(rule.before, rule.after)))
    rows.extend(
        (_word(c.word, zh), c.before, c.after)
        for c in changes
        if not (c.word == "values" and seen) and c.word != "name"
    )
    if rule.cases:
        rows.append(("算例" if zh else "cases", "", "已改" if zh else "changed"))
    console.print(_table("", rows, zh))


def _word(word: str, zh: bool) -> str:
    return _ZH.get(word, word) if zh else word


def _clause(rule: Rule | None, zh: bool) -> str:
    """A rule as a reader of the law sees it: document, article, quoted term, how grave."""
    if rule is None:
        return "—"
    cited = rule.citation
    quote = f"“{cited.quote}”" if cited.quote and zh else f'"{cited.quote}"' if cited.quote else ""
    severity = {"error": "错误", "warning": "警告", "note": "提示"}[rule.severity.value] if zh else rule.severity.value
    topic = rule.say.get("topic" if zh else "en", "") or rule.type
    return f"{cited.document} {cited.article} {quote} [{severity}] {topic}"


def _number_rows(before: Rule, after: Rule, zh: bool) -> Iterator[tuple[str, Any, Any]]:
    for change in number_changes(before, after):
        since = (f"{change.since}起" if zh else f"from {change.since}") if change.since else ""
        one, two = change.before, change.after
        yield (
            f"{'数值' if zh else 'number'} {since}".strip(),
            "—" if one is None else f"{_shown(one.value)} {one.source}".strip(),
            "—" if two is None else f"{_shown(two.value)} {two.source}".strip(),
        )


def _all_numbers(rule: RuleDifference, zh: bool) -> Iterator[tuple[str, Any, Any]]:
    only = rule.before or rule.after
    for value in only.values if only else ():
        since = (f"{value.since}起" if zh else f"from {value.since}") if value.since else ""
        told = f"{_shown(value.value)} {value.source or value.reason}".strip()
        yield f"{'数值' if zh else 'number'} {since}".strip(), *((told, "—") if rule.before else ("—", told))


def _table(title: str, rows: list[tuple[str, Any, Any]], zh: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=title or None, expand=False, pad_edge=False)
    for head in ("", "旧" if zh else "old", "新" if zh else "new"):
        table.add_column(head, overflow="fold", ratio=None if not head else 1)
    for word, before, after in rows:
        table.add_row(word, _shown(before), _shown(after))
    return table


def _shown(value: Any) -> str:
    value = plain(value)
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, dict):
        return "，".join(f"{key}={_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "、".join(map(_shown, value))
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


# --- for programs ----------------------------------------------------------------------------------------------------


def _plain(pair: PackPair, parted: Difference | None) -> dict[str, Any]:
    last = pair.after or pair.before
    state = "changed" if parted else "added" if pair.after else "removed"
    return {
        "name": last.name if last else "",
        "state": state,
        "before": _pack(pair.before),
        "after": _pack(pair.after),
        "head": [_change(change) for change in parted.head] if parted else [],
        "rules": [_rule(rule) for rule in parted.rules] if parted else [],
    }


def _pack(pack: Pack | None) -> dict[str, Any] | None:
    return {"name": pack.name, "version": pack.version, "file": pack.file, "document": pack.document} if pack else None


def _change(change: Change) -> dict[str, Any]:
    return {"word": change.word, "before": plain(change.before), "after": plain(change.after)}


def _rule(rule: RuleDifference) -> dict[str, Any]:
    numbers = list(number_changes(rule.before, rule.after)) if rule.before and rule.after else []
    return {
        "name": rule.name,
        "state": rule.state,
        "former": rule.former,
        "cases": rule.cases,
        "changes": [_change(change) for change in rule.changes],
        "numbers": [
            {
                "from": plain(n.since),
                "before": n.before and plain(n.before.value),
                "after": n.after and plain(n.after.value),
            }
            for n in numbers
        ],
        "clauses": {side: _clauses(one) for side, one in (("before", rule.before), ("after", rule.after))},
    }


def _clauses(rule: Rule | None) -> dict[str, Any] | None:
    """The rule's clause in both languages, and every word of it."""
    return {"zh": _clause(rule, True), "en": _clause(rule, False), "words": rule_words(rule)} if rule else None
