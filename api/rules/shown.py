"""``anze rules list``, ``show``, ``explain``: every rule with its numbers by date, its source and its worked cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Annotated, Any

import typer

from api.given.pack_files import PacksOption, in_use
from api.terminal.options import RegionReached
from validators import known
from validators.finding import plain
from validators.law.pack import Pack, Rule, Value
from validators.law.pack_reading import shipped
from validators.say import word

SEVERITY_ZH = {"error": "错误", "warning": "警告", "note": "提示"}
VERDICT_ZH = {"satisfied": "符合", "violated": "违反", "undecided": "待定", "not_applicable": "不适用"}
GRADE_ZH = {"V": "原文核对", "S2": "两处以上转载一致", "S1": "仅一处转载", "M": "凭记忆，未核实"}

Name = Annotated[str, typer.Argument(metavar="NAME", help="规则包、规则或发现类型的名字")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``anze rules``."""
    app.command("list", help="规则包及其规则。")(list_rules)
    app.command("show", help="一个规则包，或一条规则。")(show)
    app.command("explain", help="一条规则各时期的数值、出处和算例。")(explain)


def list_rules(
    region: RegionReached = "",
    packs: PacksOption = None,
) -> None:
    """Packs, and the rules of those that reach a region."""
    for pack in in_use(packs):
        if region and not region.startswith(pack.prefix):
            continue
        head = f"{pack.name}  《{pack.title}》 {pack.document}  {_reach(pack)}"
        typer.echo(f"{head}  {len(pack.rules)}条  版本{pack.version}")
        for rule in pack.rules:
            typer.echo(f"    {rule.name:<44}{SEVERITY_ZH[rule.severity.value]}  {rule.article}  {rule.type}")


def show(name: Name, packs: PacksOption = None) -> None:
    """A pack with its rules, or one rule."""
    known = in_use(packs)
    for pack in known:
        if pack.name == name:
            _echo(_pack_lines(pack))
            return
    _echo(line for pack, rule in _found(name, known) for line in _rule_lines(pack, rule))


def explain(name: Name, packs: PacksOption = None) -> None:
    """A rule's thresholds by date with their sources, and its cases."""
    known = in_use(packs)
    for pack, rule in _found(name, known):
        _echo(_rule_lines(pack, rule))
        _echo(_threshold_lines(rule, known))
        _echo(_case_lines(pack, rule))


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _found(name: str, packs: Sequence[Pack]) -> Sequence[tuple[Pack, Rule]]:
    """The rule of that name (or former name), or all rules of that finding type."""
    rules = [(pack, rule) for pack in packs for rule in pack.rules]
    named = [(pack, rule) for pack, rule in rules if name == rule.name or name in rule.former_names]
    if found := named or [(pack, rule) for pack, rule in rules if rule.type == name]:
        return found
    words = [pack.name for pack in packs] + [word for _, rule in rules for word in (rule.name, rule.type)]
    near = suggest(name, words)
    hint = f"，是不是想用 {'、'.join(near)}？" if near else "；用 anze rules list 查看全部"
    raise typer.BadParameter(f"没有叫“{name}”的规则{hint}")


def suggest(word: str, words: Iterable[str]) -> list[str]:
    """Up to three known words near a mistyped one: by spelling, or holding it whole.

    >>> suggest("per_person_limt", ["per_person_limit", "fee_floor"])
    ['per_person_limit']
    """
    known = list(dict.fromkeys(words))
    near = get_close_matches(word, known, n=3, cutoff=0.6)
    return near or [candidate for candidate in known if word and word in candidate][:3]


def _reach(pack: Pack) -> str:
    place = pack.place or ("全国" if not pack.prefix else pack.region)
    return f"{place}（{pack.region}） {_span(pack.since, pack.until)}" + ("  仅供参考" if pack.advisory else "")


def _span(since: Any, until: Any) -> str:
    if since is None and until is None:
        return "不限日期"
    return (f"{since}起" if since else "") + (f"至{until}" if until else "")


def _pack_lines(pack: Pack) -> Iterator[str]:
    yield f"{pack.name}  版本{pack.version}"
    yield f"  《{pack.title}》 {pack.document}"
    if pack.issuer:
        yield f"  发文机关：{'、'.join(pack.issuer)}"
    yield f"  适用：{_reach(pack)}"
    yield f"  来源把握：{pack.confidence} {GRADE_ZH[pack.confidence]}"
    if pack.url:
        yield f"  网址：{pack.url}"
    if pack.notes:
        yield f"  说明：{pack.notes.strip()}"
    for rule in pack.rules:
        yield f"  {rule.name}  [{SEVERITY_ZH[rule.severity.value]}]  {rule.article}  “{rule.quote}”"


def _rule_lines(pack: Pack, rule: Rule) -> Iterator[str]:
    yield f"{rule.name}  [{SEVERITY_ZH[rule.severity.value]}]  发现类型 {rule.type}"
    yield f"  出处：《{rule.citation.title}》 {rule.citation.document} {rule.article}"
    if rule.quote:
        yield f"  原词：“{rule.quote}”"
    yield f"  来源把握：{rule.confidence} {GRADE_ZH[rule.confidence]}"
    yield f"  适用：{pack.place or '全国'}；{_span(rule.since, rule.until)}，以 {rule.governed_by} 为准"
    yield f"  日期：{_three_dates(rule)}"
    settings = "".join(f"  {key}={plain(value)}" for key, value in rule.with_.items())
    yield f"  检查：{rule.check}（对象 {rule.about}）{settings}"
    for fact, wanted in rule.when.items():
        yield f"  前提：{fact} 为 {'、'.join(map(str, wanted))}"
    if rule.bars:
        yield f"  排除：下位文件的 {'、'.join(rule.bars)} 不再适用"
    for special in rule.exceptions:
        where = f"{special.region} " if special.region else ""
        since = f"自{special.since}起，" if special.since else ""
        yield f"  例外：{where}{since}{special.fact} 含 {'、'.join(special.contains)}：{special.why}"
    room = "validators/packs/" if any(pack is own for own in shipped()) else ""
    yield f"  规则文件：{room}{rule.file} 第{rule.line}行"


def _three_dates(rule: Rule) -> str:
    """When the text was issued, when it is in force, and which day of a filing decides that it is applied."""
    issued = rule.citation.issued.isoformat() if rule.citation.issued else "未知"
    applied = "不论日期" if rule.governed_by == "any" else f"{word(rule.governed_by)}（{rule.governed_by}）在施行期内的"
    return f"发布{issued}；施行{_span(rule.since, rule.until)}{_end(rule)}；适用于{applied}"


def _end(rule: Rule) -> str:
    """What became of the rule's document, where that is known."""
    document = known.lookup(rule.citation.document)
    if document is None or document.repealed is None:
        return ""
    successor = f"，由{document.replaced_by}接续" if document.replaced_by else ""
    return f"（{document.repealed}废止{successor}）"


def _threshold_lines(rule: Rule, packs: Sequence[Pack]) -> Iterator[str]:
    """The rule's own numbers by date, then those of every rule on the same thing in other packs."""
    same = [(p, r) for p in packs for r in p.rules if r.type == rule.type and r.check == rule.check and r.values]
    if not same:
        return
    yield "  数值："
    for other_pack, other in sorted(same, key=lambda pair: pair[1].name != rule.name):
        for value in other.values:
            yield f"    {_threshold(other_pack, other, value)}"


def _threshold(pack: Pack, rule: Rule, value: Value) -> str:
    shown = f"未知（{value.reason}）" if value.value is None else _shown(value.value)
    since = value.since or rule.since
    until = f"至{rule.until}" if rule.until else ""
    grade = value.confidence or rule.confidence
    source = value.source or f"{pack.document} {rule.article}"
    when = f"{since}起{until}" if since else f"不限日期{until}"
    return f"{when}：{shown}  {pack.place or '全国'}  {source}（{grade}）"


def _shown(value: Any) -> str:
    value = plain(value)
    if isinstance(value, list):
        return "、".join(_shown(item) for item in value)
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _case_lines(pack: Pack, rule: Rule) -> Iterator[str]:
    cases = pack.cases().get(rule.name, {})
    if cases:
        yield "  算例："
    for verdict, examples in cases.items():
        for example in examples:
            facts = "，".join(f"{name}={plain(value)}" for name, value in example.items())
            yield f"    {VERDICT_ZH.get(verdict, verdict)}：{facts}"
