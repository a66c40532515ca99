"""A pack that a person confirmed as the text of its file, with cases that come out as they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import yaml

from validators.drafting.numbers import SHAPES
from validators.drafting.suggestion import Head, Suggested


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A rule as a person left it; the shape is that of ``key``."""

    key: str
    value: Decimal
    article: str
    quote: str
    severity: str


def confirmed(rule: Suggested, **changes: Any) -> Confirmed:
    """A suggestion as it stands, or with a person's changes."""
    taken = Confirmed(rule.key, rule.value, rule.article, rule.quote, rule.severity)
    return replace(taken, **changes)


def to_yaml(head: Head, rules: Sequence[Confirmed]) -> str:
    """The pack's text. A word that the paper does not say is left out, or written as a blank that parse_pack names by line."""
    table: dict[str, Any] = {
        "name": head.name,
        "title": head.title,
        "document": head.document,
        "issuer": list(head.issuer),
        "region": head.region,
        "place": head.place,
        "issued": head.issued,
        "in_force": {"from": head.since, "to": head.until},
        "layer": head.layer,
        "confidence": head.confidence,
        **({"advisory": True} if head.advisory else {}),
        **({"notes": head.notes} if head.notes else {}),
        "rules": [_rule_table(head, rule) for rule in rules],
    }
    return yaml.dump(table, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)


class Dumper(yaml.SafeDumper):
    """Lists indented under their key and dates plain, as the packs beside it are written."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True  # a day that is written twice is no reference


def _rule_table(head: Head, rule: Confirmed) -> dict[str, Any]:
    shape = SHAPES[rule.key]
    number: int | float = int(rule.value) if rule.value == rule.value.to_integral_value() else float(rule.value)
    value: dict[str, Any] = {"value": number, "source": f"{head.document}{rule.article}"}
    if head.since:
        value = {"from": head.since, **value}
    return {
        "name": f"{head.name}.{shape.slug}",
        "type": shape.type,
        "article": rule.article,
        "quote": rule.quote,
        "about": "policy",
        "check": shape.check,
        "with": dict(shape.with_),
        "values": [value],
        "severity": rule.severity,
        **({"undecided_matters": False} if shape.optional else {}),
    }


def to_cases(head: Head, rules: Sequence[Confirmed]) -> str:
    """A satisfied, a violated and an undecided case for each rule, at its number and just beyond it."""
    day = (head.since or head.issued or date(2025, 1, 6)) + timedelta(days=31)
    cases = {f"{head.name}.{SHAPES[rule.key].slug}": _cases(rule, day) for rule in rules}
    return yaml.dump(cases, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None)


def _cases(rule: Confirmed, day: date) -> dict[str, list[dict[str, Any]]]:
    if SHAPES[rule.key].way == "least":
        number = int(rule.value) if rule.value == rule.value.to_integral_value() else float(rule.value)
        return {
            "satisfied": [{"fee_ratio": number, "sign_date": day}],
            "violated": [{"fee_ratio": round(number - 0.5, 4), "sign_date": day}],
            "undecided": [{"sign_date": day}],
        }
    # the last day may be a holiday and then moves on (民法典 203); half the time and twice it, and a month, are clear of that
    within, beyond = day + timedelta(days=max(int(rule.value) // 2, 0)), day + timedelta(days=int(rule.value) * 2 + 31)
    if rule.key == "upload_days":
        return {
            "satisfied": [{"sign_date": day, "uploaded_at": f"{within}T10:00:00+08:00"}],
            "violated": [{"sign_date": day, "uploaded_at": f"{beyond}T10:00:00+08:00"}],
            "undecided": [{"sign_date": {"contradicted": [day, beyond]}, "uploaded_at": f"{beyond}T10:00:00+08:00"}],
        }
    start = f"{day}T00:00"
    return {
        "satisfied": [{"sign_date": day, "period_start": start, "first_service": within}],
        "violated": [{"sign_date": day, "period_start": start, "first_service": beyond}],
        "undecided": [{"sign_date": day, "period_start": start}],
    }
