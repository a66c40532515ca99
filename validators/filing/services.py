"""What the services of a period come to: the day of the first, their kinds, the share of the fee that was spent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.values.dates import Moment
from validators.facts import ABSENT, Fact, cut_off, fold


def first_service(reports: Sequence[dict[str, Fact]], number: str | None) -> dict[str, Fact]:
    """The day of the first service; contradicted where an earlier report names another policy and may still belong.

    A report that tells an earlier day too may be the first: such days are doubts of it.
    """
    days: list[tuple[date, Fact]] = []
    doubtful: list[tuple[date, Fact]] = []
    for facts in reports:
        day, named = facts.get("service_start", ABSENT), facts.get("report_policy_no", ABSENT)
        if not day.known or not isinstance(day.value, date):
            continue
        other = named.known and number is not None and fold(named.value) != number
        other = other and not cut_off(fold(named.value), number or "")
        (doubtful if other else days).append((day.value, day))
    unread = [facts for facts in reports if not facts.get("service_start", ABSENT).known]
    if not days and not doubtful:
        return {}
    pool = days or doubtful
    first = min(pool, key=lambda pair: pair[0])[1]
    earlier = [fact for day, fact in doubtful if day < first.value]
    if unread or (earlier and days) or not days:
        why = "another report may hold an earlier service"
        rivals = tuple(fact.value for fact in earlier) or (None,)
        return {"first_service": Fact(first.value, first.evidence, "contradicted", why, rivals=rivals)}
    before = [day for _, fact in pool for day in fact.doubts if isinstance(day, date) and day < first.value]
    return {"first_service": replace(first, doubts=tuple(dict.fromkeys((*first.doubts, *before)))) if before else first}


def over_time(facts: Mapping[str, Fact], reports: Sequence[Mapping[str, Fact]]) -> dict[str, Fact]:
    """What only shows when the period is over: whether it is, the services done in it, the share of the fee spent
    (percent)."""
    out: dict[str, Fact] = {}
    end, review = facts.get("period_end", ABSENT), facts.get("review_date", ABSENT)
    if end.known and review.known:
        last = end.value.day if isinstance(end.value, Moment) else end.value
        out["period_over"] = Fact(review.value > last, end.evidence)
    kinds = [report["service_types"] for report in reports if report.get("service_types", ABSENT).known]
    if kinds:
        out["services_done"] = Fact(
            frozenset(code for fact in kinds for code in fact.value), tuple(e for f in kinds for e in f.evidence)
        )
    spent, fee = facts.get("ledger_spent", ABSENT), facts.get("prevention_fee", ABSENT)
    if spent.known and fee.known and fee.value:
        out["spend_ratio"] = Fact(
            (spent.value / fee.value * 100).quantize(Decimal("0.01")), spent.evidence + fee.evidence
        )
    return out
