"""A whole draft pack from what a notice demands: rules with their cases, milestones, the table of every demand, a score sheet.

Nothing is confirmed: sources are S1 until a person has compared the draft with the paper, so that no drafted rule returns a
filing. A demand that no shape fits stays in the table of demands with its number and waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from extractor.record import Record, Row
from validators import checks
from validators.drafting import lists, sheet
from validators.drafting.as_yaml import Dumper
from validators.drafting.cases import cases_of
from validators.drafting.head import head_of
from validators.drafting.places import QUOTE, quote_of
from validators.drafting.shapes import Shape, shape_of
from validators.drafting.suggestion import Head
from validators.finding import PARTIES

TO_FILL = "待填"
NOWHERE = "999999"
"""A code that is no place's: a pack whose place is not known binds nobody until a person has named it."""
WHOLE = "正文"
"""Where a demand stands that is under no numbered clause."""
_HEAD_ALONE = {"effective", "repeal"}
"""Demands that the head of a pack holds."""
_KINDS = {"deadline", "date", "ratio", "amount", "count", "list", "score", "period", "prohibition"}
"""Demands that something can be held against; a bare duty goes into the table only."""
_WAIT = "由人核对后决定由哪条规则判断"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A demand and what it became: the rule, milestone or score item of that name, "" where a person must say."""

    demand: Row
    rule: str = ""
    milestone: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """``files``: file name → text: the pack, its cases, its requirements, and a score sheet where the notice has one.
    ``demands``: every demand with what became of it. ``gaps``: what a person must supply, a line each (zh)."""

    name: str
    files: Mapping[str, str]
    demands: tuple[Drafted, ...]
    gaps: tuple[str, ...]


@dataclass(slots=True)
class _Made:
    """What is being put together."""

    head: Head
    rules: list[dict[str, Any]] = field(default_factory=list)
    cases: dict[str, Any] = field(default_factory=dict)
    milestones: list[dict[str, Any]] = field(default_factory=list)
    demands: list[Drafted] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def draft(record: Record, name: str = "") -> Draft:
    """The draft pack of a notice. ``name`` replaces the one made of region, year and number.

    Raises ValueError for a record that is no notice.
    """
    if record.kind != "notice":
        raise ValueError(f"not a notice: {record.kind}")
    head = head_of(record)
    made = _Made(head)
    slug = name or head.name
    scored = sheet.sheet_of(record, head, slug)
    for demand in record.rows("obligations"):
        made.demands.append(_drafted(record, demand, slug, made, scored))
    made.gaps = [*_gaps(head, made), *made.gaps, *(scored.gaps if scored else ())]
    return Draft(slug, _files(slug, made, scored), tuple(made.demands), tuple(made.gaps))


def _drafted(record: Record, demand: Row, slug: str, made: _Made, scored: sheet.Drawn | None) -> Drafted:
    if demand.value("subject") in _HEAD_ALONE:
        return Drafted(demand)
    if demand.value("kind") == "score":
        item = scored.item_of(demand) if scored else ""
        return Drafted(demand, score=item)
    shape = shape_of(demand)
    if shape is not None and (rule := _rule(record, demand, shape, slug, made)):
        return Drafted(demand, rule=rule)
    if isinstance(_due(demand), date):
        return Drafted(demand, milestone=_milestone(record, demand, slug, made))
    return Drafted(demand)


# --- rules -----------------------------------------------------------------------------------------------------------


def _rule(record: Record, demand: Row, shape: Shape, slug: str, made: _Made) -> str:
    """The name of the rule made of the demand, or of the one that says the same already; "" where its list has words that
    mean nothing to us, so that a rule would demand less than the notice."""
    with_, value, when = dict(shape.with_), None, dict(shape.when)
    number = demand.value("value")
    if shape.value == "number":
        value = _number(number)
    elif shape.value == "items":
        with_["items"] = lists.codes(shape.items, number)
    elif shape.value == "service":
        with_["items"] = lists.codes("service", (str(demand.value("act")),))
    elif shape.value == "yearly_day":
        value = number
    elif shape.value == "names":
        with_["values"] = lists.legal_names(number)
        with_["area"] = made.head.place
    elif shape.value == "sectors":
        when["industry"] = lists.sectors(number)
    if any(not with_.get(word, True) for word in ("items", "values")) or when.get("industry") == []:
        return ""
    if wider := _wider(made, shape, with_, when):
        return wider
    table = _table(record, demand, shape, with_, when, value, made.head)
    twin = next((rule for rule in made.rules if _essence(rule) == _essence(table)), None)
    if twin is not None:
        return str(twin["name"])
    taken = {rule["name"] for rule in made.rules}
    base = f"{slug}.{shape.slug}"
    rule_name = next(n for n in (base, *(f"{base}-{i}" for i in range(2, 100))) if n not in taken)
    if (
        rule_name != base
    ):  # two numbers for one thing: an annex beside its body, a stage after another, or a contradiction
        if checks.modules()[shape.check].COMBINE in ("max", "min"):
            table["allow"] = {**table.get("allow", {}), "overlap": "文件对同一件事有两处写法，由人确定取哪一个"}
        made.gaps.append(f"{rule_name} 与 {base} 是同一件事的两处写法，由人确定取哪一个")
    made.rules.append({"name": rule_name, **table})
    first = made.head.since or made.head.issued or date(2025, 1, 6)
    made.cases[rule_name] = dict(cases_of(shape, with_, when if shape.value == "sectors" else value, first))
    return rule_name


def _wider(made: _Made, shape: Shape, with_: Mapping[str, Any], when: Mapping[str, Any]) -> str:
    """The rule of that kind that is there already, made to take this too: a notice may name sectors, or the services of a
    year, piece by piece. "" where there is none."""
    if shape.value not in ("sectors", "service"):
        return ""
    for rule in made.rules:
        if (rule["type"], rule["check"], rule["about"]) == (shape.type, shape.check, shape.about):
            known, more = (
                (rule["when"]["industry"], when["industry"])
                if shape.value == "sectors"
                else (rule["with"]["items"], with_["items"])
            )
            known.extend(code for code in more if code not in known)
            first = made.head.since or made.head.issued or date(2025, 1, 6)
            made.cases[rule["name"]] = dict(cases_of(shape, rule["with"], rule.get("when"), first))
            return str(rule["name"])
    return ""


def _table(
    record: Record, demand: Row, shape: Shape, with_: Mapping[str, Any], when: Mapping[str, Any], value: Any, head: Head
) -> dict[str, Any]:
    article = str(demand.value("path") or WHOLE)
    numbers: dict[str, Any] = {}
    if value is not None:
        entry = {"value": value, "source": f"{head.document}{article}"}
        numbers = {"values": [{"from": head.since, **entry} if head.since else entry]}
    party = demand.value("party")
    severity = (
        shape.severity
        if head.confidence == "V" and not head.advisory
        else "warning"
        if shape.severity == "error"
        else shape.severity
    )
    return {
        "type": shape.type, "article": article, "quote": quote(record, demand), "about": shape.about,
        **({"date": shape.date} if shape.date else {}), "check": shape.check, "with": dict(with_), **numbers,
        **({"when": dict(when)} if when else {}), "severity": severity,
        **({"bound": party} if party in PARTIES and party != "insurer" else {}),
        **({"undecided_matters": shape.matters} if shape.matters is not None else {}),
        **({"say": dict(shape.say)} if shape.say else {}), **({"allow": dict(shape.allow)} if shape.allow else {}),
    }  # fmt: skip


def _essence(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    values = [value["value"] for value in rule.get("values", ())]
    return rule["type"], rule["about"], rule["check"], str(rule["with"]), str(rule.get("when")), values


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def quote(record: Record, demand: Row) -> str:
    """The term that the number or list stands in, as printed, no longer than a quotation may be."""
    reading = demand.cells.get("value") or demand.cells.get("act") or demand.cells["text"]
    term = quote_of(record, demand.value("number"), reading) or reading.span.text
    return re.sub(r"\s+", "", term)[:QUOTE]


# --- milestones ------------------------------------------------------------------------------------------------------


def _due(demand: Row) -> Any:
    last = demand.value("value2")
    return last if isinstance(last, date) else demand.value("value")


def _milestone(record: Record, demand: Row, slug: str, made: _Made) -> str:
    party = demand.value("party")
    name = f"{slug}.milestone-{len(made.milestones) + 1}"
    what = str(demand.value("act") or demand.value("text"))[:QUOTE]
    made.milestones.append(
        {
            "name": name, "article": str(demand.value("path") or WHOLE), "quote": quote(record, demand), "due": _due(demand),
            "what": {"zh": what, "en": f"what {demand.value('path') or 'the text'} wants done"},
            "bound": party if party in PARTIES else "department",
        }
    )  # fmt: skip
    return name


# --- files -----------------------------------------------------------------------------------------------------------


def _files(slug: str, made: _Made, scored: sheet.Drawn | None) -> Mapping[str, str]:
    files = {
        f"{slug}.yaml": _said(made) + _dump(_pack(slug, made)),
        f"{slug}.cases.yaml": _dump(made.cases, flow=None) if made.cases else "{}\n",
        f"{slug}.requirements.yaml": _dump(_requirements(slug, made, scored)),
    }
    if scored is not None:
        files[f"{slug}.score.yaml"] = scored.text
    return files


def _said(made: _Made) -> str:
    lines = ["草案：由程序从文件读出，未经人核对。核对后把 confidence 改为 V，再定 severity。",
             "A draft read by program; once compared with the paper, set confidence to V and then the severities.", *made.gaps]  # fmt: skip
    return "".join(f"# {line}\n" for line in lines)


def _dump(table: Any, flow: bool | None = False) -> str:
    return yaml.dump(table, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=flow)


def _pack(slug: str, made: _Made) -> dict[str, Any]:
    head = made.head
    return {
        "name": slug, "title": head.title or TO_FILL, "document": head.document or TO_FILL,
        **({"issuer": list(head.issuer)} if head.issuer else {}), "region": head.region or NOWHERE, "place": head.place or TO_FILL,
        **({"street_words": [head.place[-4:]]} if len(head.region) > 6 and head.place else {}),
        "issued": head.issued, "in_force": {"from": head.since, "to": head.until}, "layer": head.layer,
        "confidence": head.confidence, **({"advisory": True} if head.advisory else {}),
        **({"allow": {"undated": "文件没有写明，由人补上"}} if None in (head.issued, head.since) else {}),
        **({"milestones": made.milestones} if made.milestones else {}), "rules": made.rules,
    }  # fmt: skip


def _requirements(slug: str, made: _Made, scored: sheet.Drawn | None) -> dict[str, Any]:
    out: dict[str, Any] = {}
    width = max(2, len(str(len(made.demands))))
    for number, one in enumerate(made.demands, 1):
        table: dict[str, Any] = {"article": str(one.demand.value("path") or WHOLE), "about": gist(one.demand)}
        if one.rule:
            table["rules"] = [one.rule]
        elif one.milestone:
            table["milestones"] = [one.milestone]
        elif one.demand.value("subject") in _HEAD_ALONE:
            table["engine"] = "规则包的施行日和所废止的文件"
        elif one.score:
            table["person"] = f"评分表草案 {slug}.score.yaml 的 {one.score}，核对后放入评分表"
        else:
            table["person"] = _WAIT
        out[f"{slug}-{number:0{width}}"] = table
    return out


_OPERATORS = {"at_least": "不少于", "more": "超过", "at_most": "不超过", "less": "低于", "equal": "为", "by": "在此之前：", "within": "之内：",
              "one_of": "其一：", "all_of": "各项："}  # fmt: skip
_UNITS = {"day": "日", "workday": "工作日", "hour": "小时", "month": "个月", "year": "年", "percent": "%", "yuan": "元", "time": "次",
          "person": "人", "enterprise": "家", "point": "分", "item": "项"}  # fmt: skip
_FORCE = {"must": "应当", "must_not": "不得", "may": "可以", "encourage": "鼓励", "goal": "目标"}


def gist(demand: Row) -> str:
    """A demand in a few words: who, whether bound, what, how much.

    The number is always among them, so that none is lost where no rule was made.
    """
    who, force = str(demand.value("who") or ""), _FORCE.get(str(demand.value("modality")), "")
    act = str(demand.value("act") or demand.value("text"))[:40]
    return re.sub(r"\s+", "", f"{who[:12]}{force}{act}") + _amount(demand)


def _amount(demand: Row) -> str:
    value, upper = demand.value("value"), demand.value("value2")
    unit = _UNITS.get(str(demand.value("unit")), "")
    said = ""
    if value is not None:
        shown = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
        high = f"至{upper}" if upper is not None else ""
        said = f"：{_OPERATORS.get(str(demand.value('operator')), '')}{shown}{high}{unit}"
    points, cap = demand.value("points"), demand.value("cap")
    if points is not None:
        said += f"；{'加' if demand.value('direction') == 'add' else '扣'}{points}分"
    return said + (f"，上限{cap}分" if cap is not None and points is not None else "")


def _gaps(head: Head, made: _Made) -> Iterator[str]:
    for value, words in (
        (head.title, "标题"),
        (head.region, "地区"),
        (head.issued, "成文日期"),
        (head.since, "施行日"),
        (head.issuer, "发文机关"),
    ):
        if not value:
            yield f"文件没有读出{words}，请补上"
    if head.advisory:
        yield "文稿未正式印发：规则只作参考"
    left = [one for one in made.demands if _waits(one)]
    if left:
        yield f"有{len(left)}项要求没有对应的规则，见 requirements 里写着“{_WAIT}”的各项"


def _waits(one: Drafted) -> bool:
    quantified = one.demand.value("kind") in _KINDS
    return quantified and not (one.rule or one.milestone or one.score or one.demand.value("subject") in _HEAD_ALONE)


def left_open(found: Draft) -> Sequence[Row]:
    """The demands with a number, day, list or prohibition that nothing was made of."""
    return [one.demand for one in found.demands if _waits(one)]
