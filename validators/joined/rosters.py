"""Rosters (应保企业清单) as subjects: each enterprise, whether it is insured on the day the roster speaks of, and the roster as a whole.

An enterprise is insured where its line says so, where the line gives a policy whose period holds the day, or where a policy of
the same filing (the same credit code, else the same name) does. Where its line says yes and gives a period that is over, the
paper contradicts itself. What no paper says stays absent: a line without a word is neither insured nor uninsured. Who is closed
need not insure, and is counted nowhere; of who stands still only a person can say whether it has stopped for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.record import Record, Row
from extractor.values.dates import Moment
from validators.facts import ABSENT, Evidence, Fact, Facts, Subject, cell, fold, joined, of_reading, witness

_RENAMED = {"uscc": "enterprise_uscc"}
_COLUMNS = (
    "enterprise", "uscc", "region_code", "area", "address", "industry", "size", "headcount", "is_due", "insured", "policy_no",
    "period_start", "period_end", "insurer", "insured_count", "full_staff", "full_amount", "regulator", "category", "standing",
)  # fmt: skip
NUMBER_ALONE = 0.7
"""How sure a policy number without its period makes it that the enterprise is insured on the day."""
PLACES = 20
"""As many lines are shown as evidence of a count; a list may have thousands."""

Policies = Sequence[tuple[str | None, Facts]]


FEWEST = 3
"""Lines of a roster of which none tells who is insured: a list of who must, which is asked for once and not line by line."""


def subjects(records: Sequence[Record], policies: Policies, shared: Facts) -> Iterator[Subject]:
    """Every roster of the filing, and every line of it."""
    for record in records:
        if record.kind != "roster":
            continue
        own = _paper(record, shared)
        rows = [row for row in record.rows("enterprises") if row.value("standing") != "closed"]
        lines = [_line(record, row, own, policies) for row in rows]
        facts = Facts({**own, **_whole(record, lines, own)}, shared)
        yield Subject("roster", record.name, facts)
        if len(lines) >= FEWEST and not any(line["insured"].known or line["insured"].doubts for line in lines):
            silent = Fact(True, facts["report_path"].evidence, why="no line tells whether its enterprise is insured")
            lines = [{**line, "roster_silent": silent} for line in lines]
        for index, line in enumerate(lines):
            key = str(line["enterprise_uscc"].value or line["enterprise"].value or index)
            yield Subject("enterprise", f"{record.name}#{key}", Facts(line, facts))


def _paper(record: Record, shared: Facts) -> dict[str, Fact]:
    """What the roster says of itself; its day is the day of review where it tells none."""
    facts = {name: of_reading(reading, record.path, name) for name, reading in record.fields.items()}
    facts["roster_scope"] = facts.pop("scope", ABSENT)
    if not facts.get("roster_date", ABSENT).known:
        review = shared["review_date"]
        facts["roster_date"] = (
            replace(review, why="the day of review, for want of a day on the roster") if review.known else ABSENT
        )
    facts["report_path"] = Fact(record.path, (Evidence(record.path, "enterprises"),))
    return facts


# --- a line ----------------------------------------------------------------------------------------------------------


def _line(record: Record, row: Row, own: Mapping[str, Fact], policies: Policies) -> dict[str, Fact]:
    facts = {_RENAMED.get(name, name): cell(row, name, record.path, "enterprises") for name in _COLUMNS}
    if not facts["region_code"].known:
        del facts["region_code"]  # then it lies where the roster is of, so that the texts of that place bind it
    scope = own["roster_scope"]
    if not facts["is_due"].known and scope.known and scope.value in ("due", "uninsured"):
        facts["is_due"] = Fact(
            True, (*facts["enterprise"].evidence[:1], *scope.evidence), why="the roster's title", confidence=0.85
        )
    facts["insured"] = _insured(facts, own, policies)
    return facts


def _insured(facts: Mapping[str, Fact], own: Mapping[str, Fact], policies: Policies) -> Fact:
    """Whether the enterprise is insured on the roster's day, by all that speaks of it."""
    day = own["roster_date"].value if own["roster_date"].known else None
    said = [fact for fact in (facts["insured"], _by_period(facts, day)) if fact.known]
    if said and facts["standing"].known and not any(fact.value for fact in said):
        return Fact(
            None, (*said[0].evidence, *facts["standing"].evidence), "absent", "its line says that it stands still"
        )
    if said:
        return joined(said)
    if facts["policy_no"].known:
        return replace(
            facts["policy_no"], value=True, confidence=min(NUMBER_ALONE, facts["policy_no"].confidence), doubts=()
        )
    named = _by_policy(facts, day, policies)
    if named.known:
        return named
    scope = own["roster_scope"]
    if scope.known and scope.value in ("insured", "uninsured"):
        return Fact(
            scope.value == "insured",
            (*facts["enterprise"].evidence[:1], *scope.evidence),
            why="the roster's title",
            confidence=0.85,
        )
    return Fact(None, facts["enterprise"].evidence, "absent", named.why or "nothing says whether it is insured")


def _by_period(facts: Mapping[str, Fact], day: date | None) -> Fact:
    """Whether the period on the line holds the day; absent where the line gives no period that tells."""
    end, start = facts["period_end"], facts["period_start"]
    if day is None or not end.known:
        return ABSENT
    begun = not start.known or _day(start.value) <= day
    if begun and day <= _day(end.value):
        return replace(end, value=True, doubts=())
    return replace(end, value=False, doubts=(), why="the period on the line is over") if begun else ABSENT


def _by_policy(facts: Mapping[str, Fact], day: date | None, policies: Policies) -> Fact:
    """A policy of the same filing whose period holds the day; one that is over proves nothing: it may have been renewed."""
    for _, policy in policies:
        if not same_holder(facts["enterprise_uscc"], facts["enterprise"], policy):
            continue
        start, end = policy["period_start"], policy["period_end"]
        if day is None or not (start.known and end.known):
            return Fact(None, end.evidence, "absent", "the period of its policy was not read")
        if _day(start.value) <= day <= _day(end.value):
            return Fact(
                True, (*policy["policy_no"].evidence, *end.evidence), confidence=min(start.confidence, end.confidence)
            )
        return Fact(None, end.evidence, "absent", "the period of its policy in this filing does not hold the day")
    return ABSENT


def same_holder(code: Fact, name: Fact, policy: Facts) -> bool:
    """Whether a policy is an enterprise's: the same credit code where both are read, else the same name."""
    theirs = policy["uscc"]
    if code.known and theirs.known:
        return fold(str(code.value)) == fold(str(theirs.value))
    names = {fold(str(policy.value(party))) for party in ("policyholder", "insured") if policy[party].known}
    return name.known and fold(str(name.value)) in names


def _day(value: Any) -> date:
    return value.day if isinstance(value, Moment) else value


# --- the whole -------------------------------------------------------------------------------------------------------


def _whole(record: Record, lines: Sequence[Mapping[str, Fact]], own: Mapping[str, Fact]) -> dict[str, Fact]:
    """Counts of the roster: a count that some lines leave open is contradicted, its value the least and its rival the most."""
    places = tuple(Evidence(record.path, "enterprises", row.span) for row in record.rows("enterprises")[:PLACES])
    due = [line for line in lines if line["is_due"].value is True]
    scope = own["roster_scope"].value if own["roster_scope"].known else ""
    out = {"enterprise_count": Fact(len(lines), places), "roster_complete": witness([record], "enterprises")}
    out["due_count"] = _count(lines, "is_due", places)
    part = Fact(None, places, "absent", "the roster lists only some of the enterprises")
    out["insured_count_due"] = part if scope == "uninsured" else _count(due, "insured", places)
    out["insured_units"] = part if scope == "uninsured" else _count(lines, "insured", places)
    out["coverage_rate"] = _rate(out, scope, places)
    return out


def _count(lines: Iterable[Mapping[str, Fact]], name: str, places: tuple[Evidence, ...]) -> Fact:
    said = [line[name] for line in lines]
    yes = sum(fact.known and fact.value is True for fact in said)
    open_ = sum(not fact.known for fact in said)
    if said and open_ == len(said):
        return Fact(None, places, "absent", f"no line says {name}")
    if open_:
        return Fact(yes, places, "contradicted", f"{open_} lines do not say", rivals=(yes + open_,))
    return Fact(yes, places)


def _rate(counts: Mapping[str, Fact], scope: str, places: tuple[Evidence, ...]) -> Fact:
    """Insured among those that must insure, in percent; absent where the roster lists only one sort or a line leaves it open."""
    due, insured = counts["due_count"], counts["insured_count_due"]
    if scope in ("insured", "uninsured"):
        return Fact(None, places, "absent", "the roster lists only some of the enterprises")
    if not (due.known and insured.known and due.value):
        return Fact(None, places, "absent", due.why or insured.why or "no line must insure")
    return Fact((Decimal(insured.value) / due.value * 100).quantize(Decimal("0.01")), places)
