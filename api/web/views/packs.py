"""Packs as their pages show them: what a rule demands in a sentence, how a number of the law moved, which words changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from markupsafe import Markup

from api import charts
from api.packs.understood import thresholds
from api.web.words import said, say
from extractor.values import region
from validators.finding import plain
from validators.law.pack import Pack, Rule
from validators.say import topic, word

MONEY = frozenset(
    ("per_person_limit", "per_accident_limit", "aggregate_limit", "medical_limit", "rescue_limit", "premium")
)  # facts in yuan
ORDER = ("law", "administrative_regulation", "local_regulation", "ministry_rule", "local_government_rule",
         "national_standard", "national", "province", "city", "county", "street", "advisory")  # fmt: skip


def place_name(code: str, lang: str = "zh") -> str:
    """What people call a region code of 2 to 9 digits; the code itself where it is not known."""
    if not code.strip("0"):
        return say(lang, "packs.everywhere")
    found = region.by_code(code.ljust(6, "0") if len(code) < 6 else code)
    return found.label if found else code


def fact_name(code: str, lang: str) -> str:
    """The name of a fact or code for people."""
    return word(code, lang)


def type_name(code: str, lang: str, rule: Rule | None = None) -> str:
    """What findings of a type are about; a rule of a new type brings its own words."""
    if lang == "zh":
        return topic(code, str(rule.say.get("topic") or "") if rule else "")
    return said("en", "topics", code).replace("_", " ")


def rule_name(rule: Rule, lang: str) -> str:
    return type_name(rule.type, lang, rule)


def number(fact: str, value: Any, lang: str) -> str:
    """A number of the law as people write it.

    >>> number("per_person_limit", 400000, "zh"), number("fee_ratio", 12, "zh"), number("", None, "zh")
    ('40万元', '12%', '未知')
    """
    if value is None:
        return say(lang, "packs.unknown_value")
    if isinstance(value, list | tuple):
        return "、".join(fact_name(str(v), lang) for v in value) if lang == "zh" else ", ".join(map(str, value))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    amount = Decimal(str(value))
    if fact.endswith("_ratio"):
        return f"{_trimmed(amount)}%"
    if fact in MONEY:
        if lang == "zh":
            return f"{_trimmed(amount / 10000)}万元" if amount >= 10000 else f"{_trimmed(amount)}元"
        return f"¥{amount:,.0f}"
    return _trimmed(amount)


def _trimmed(amount: Decimal) -> str:
    return f"{amount:,f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:,f}"


def unit_of(rule: Rule) -> str:
    """Of the rule's number: a fact's name, "days", "hours" or ""."""
    if rule.check == "within_days":
        return "days"
    if rule.check == "within_hours":
        return "hours"
    return str(rule.with_.get("fact") or "")


def value_text(rule: Rule, value: Any, lang: str) -> str:
    """A rule's number with its unit."""
    unit = unit_of(rule)
    if unit in ("days", "hours") and value is not None:
        return say(lang, f"packs.{unit}", n=value)
    return number(unit, value, lang)


def demand(rule: Rule, lang: str, day: date | None = None) -> str:
    """What the rule demands, in a sentence; its number as of ``day``, the latest one without."""
    with_, found = rule.with_, rule.value_at(day)
    value = value_text(rule, found.value, lang) if found else ""
    join = "、" if lang == "zh" else ", "

    def names(key: str) -> str:
        given = with_.get(key) or ()
        given = (given,) if isinstance(given, str) else given
        return join.join(fact_name(str(item).partition(":")[0], lang) for item in given)

    if rule.check in ("at_least", "at_most"):
        bound = value or fact_name(str(with_.get("than") or ""), lang)
        return say(lang, f"demands.{rule.check}", fact=names("fact"), value=bound)
    if rule.check in ("within_days", "within_hours"):
        if found and found.value == 0:
            return say(lang, "demands.by", start=names("start"), end=names("end"))
        return say(lang, "demands.within", start=names("start"), end=names("end"), value=value)
    if rule.check == "contains_all":
        items = names("items") if with_.get("items") else value
        return say(lang, "demands.contains_all", fact=names("fact"), items=items)
    if rule.check == "forbidden_wording":
        return say(lang, "demands.forbidden_wording", items=names("kinds"))
    if rule.check in ("states", "stated"):
        return say(
            lang,
            "demands.states",
            items=names("any_of") or names("fact") or names("facts") or type_name(rule.type, lang),
        )
    name = rule_name(rule, lang)
    return say(lang, "demands.other", topic=f"{name}：{value}" if value else name)


def case_text(facts: Mapping[str, Any], lang: str) -> str:
    """The facts of a case in a line."""
    shown = plain(dict(facts))
    return "；".join(f"{fact_name(name, lang)} = {_short(value)}" for name, value in shown.items())


def _short(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, str | int | float | bool):
        return str(value)
    return str(yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000)).strip()


# --- numbers of the law over time --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A number from a day on. ``value`` None where it is not known to us (``reason``)."""

    place: str
    since: date | None
    until: date | None
    shown: str
    value: float | None
    pack: str
    rule: str
    document: str
    article: str
    confidence: str
    advisory: bool
    reason: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """One thing the law puts a number on, with every number it ever had, by place and day."""

    type: str
    title: str
    unit: str
    steps: tuple[Step, ...]
    chart: Markup


def thresholds_of(packs: Iterable[Pack], lang: str, today: date) -> list[Threshold]:
    """Every number of the law, those that moved or differ from place to place first."""
    found: dict[tuple[str, str], list[Step]] = {}
    titles: dict[tuple[str, str], str] = {}
    for pack in packs:
        for rule in pack.rules:
            for entry in thresholds(rule):
                value = entry["value"]
                if isinstance(value, bool) or not isinstance(value, int | float | Decimal | None):
                    continue
                if value is None and not rule.values:
                    continue
                key = (rule.type, unit_of(rule))
                titles[key] = rule_name(rule, lang)
                found.setdefault(key, []).append(
                    Step(
                        place=place_name(pack.region, lang), since=_day(entry["from"]), until=_day(entry["to"]),
                        shown=value_text(rule, value, lang), value=None if value is None else float(value), pack=pack.name,
                        rule=rule.name, document=pack.document, article=rule.article, confidence=entry["confidence"],
                        advisory=pack.advisory, reason=entry["reason"], level=len(pack.prefix),
                    )
                )  # fmt: skip
    out = [
        Threshold(
            type_, type_name(type_, lang), unit, tuple(_ordered(steps)), _chart(_ordered(steps), unit, lang, today)
        )
        for (type_, unit), steps in found.items()
    ]
    return sorted(out, key=lambda t: (-len({step.value for step in t.steps}), -len(t.steps), t.title))


def _ordered(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: (step.level, step.place, step.since or date.min, step.rule))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _chart(steps: Sequence[Step], unit: str, lang: str, today: date) -> Markup:
    known = [step for step in steps if step.value is not None and step.since is not None]
    if len({step.value for step in known}) < 2:
        return Markup("")  # what never moved is a number, no chart
    scale = 10000.0 if unit in MONEY and lang == "zh" else 1.0
    rows = [
        {"day": str(step.since), "n": (step.value or 0) / scale, "shown": step.shown, "line": step.place}
        for step in known
    ]
    return charts.steps(rows, end=str(max(today, *(step.since for step in known if step.since))))


# --- two versions --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff: ``kind`` is add, remove, place or same."""

    kind: str
    text: str


def diff_lines(text: str) -> list[DiffLine]:
    """A unified diff for showing, without its two heading lines."""
    kinds = {"+": "add", "-": "remove", "@": "place"}
    return [DiffLine(kinds.get(line[:1], "same"), line) for line in text.split("\n")[2:]]


def numbered(text: str) -> list[tuple[int, str]]:
    return list(enumerate(text.rstrip("\n").split("\n"), 1))
