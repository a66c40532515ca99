"""A whole draft pack from what a notice demands: rules with their cases, milestones, the table of every demand, a score sheet.

Nothing is confirmed: sources are S1 until a person has compared the draft with the paper, so that no drafted rule returns a
filing. A demand that no shape fits stays in the table of demands with its number and waits for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.record import Record, Row
from validators import checks
from validators.drafting import lists, sheet
from validators.drafting.cases import cases_of
from validators.drafting.head import head_of
from validators.drafting.made import HEAD_ALONE, WAIT, WHOLE, Drafted, Made, files_of
from validators.drafting.places import QUOTE, quote_of
from validators.drafting.shapes import Shape, shape_of
from validators.drafting.suggestion import Head
from validators.finding import PARTIES

_KINDS = {"deadline", "date", "ratio", "amount", "count", "list", "score", "period", "prohibition"}
"""Demands that something can be held against; a bare duty goes into the table only."""


@dataclass(frozen=True, slots=True)
class Draft:
    """``files``: file name → text: the pack, its cases, its requirements, and a score sheet where the notice has one.
    ``demands``: every demand with what became of it. ``gaps``: what a person must supply, a line each (zh)."""

    name: str
    files: Mapping[str, str]
    demands: tuple[Drafted, ...]
    gaps: tuple[str, ...]


def draft(record: Record, name: str = "") -> Draft:
    """The draft pack of a notice. ``name`` replaces the one made of region, year and number.

    Raises ValueError for a record that is no notice.
    """
    if record.kind != "notice":
        raise ValueError(f"not a notice: {record.kind}")
    head = head_of(record)
    made = Made(head)
    slug = name or head.name
    scored = sheet.sheet_of(record, head, slug)
    for demand in record.rows("obligations"):
        made.demands.append(_drafted(record, demand, slug, made, scored))
    made.gaps = [*_gaps(head, made), *made.gaps, *(scored.gaps if scored else ())]
    return Draft(slug, files_of(slug, made, scored), tuple(made.demands), tuple(made.gaps))


def _drafted(record: Record, demand: Row, slug: str, made: Made, scored: sheet.Drawn | None) -> Drafted:
    if demand.value("subject") in HEAD_ALONE:
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


def _rule(record: Record, demand: Row, shape: Shape, slug: str, made: Made) -> str:
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


def _wider(made: Made, shape: Shape, with_: Mapping[str, Any], when: Mapping[str, Any]) -> str:
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


def _milestone(record: Record, demand: Row, slug: str, made: Made) -> str:
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


# --- what is left open ------------------------------------------------------------------------------------------------


def _gaps(head: Head, made: Made) -> Iterator[str]:
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
        yield f"有{len(left)}项要求没有对应的规则，见 requirements 里写着“{WAIT}”的各项"


def _waits(one: Drafted) -> bool:
    quantified = one.demand.value("kind") in _KINDS
    return quantified and not (one.rule or one.milestone or one.score or one.demand.value("subject") in HEAD_ALONE)


def left_open(found: Draft) -> Sequence[Row]:
    """The demands with a number, day, list or prohibition that nothing was made of."""
    return [one.demand for one in found.demands if _waits(one)]
