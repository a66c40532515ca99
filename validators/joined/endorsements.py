"""What endorsements (批单) among the papers say of a policy: whether it was given up, from when, whether for a closure; and which of its
values they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.record import Record
from validators.facts import ABSENT, CHANGED, Evidence, Fact, fold, of_reading
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``surrendered`` (True), ``surrendered_on`` (the day) and ``closure_shown`` (True where the endorsement says that the
    enterprise was closed by law or has wholly stopped, else False); nothing where no endorsement gives this policy up.
    A fact that an endorsement gives another value has that one as its rival: which of them holds on the day that a rule asks about is for
    a person, unless both keep it or both break it. ``premium_endorsed`` (yuan): what the premium came to with all that they ask for and
    give back; the premium itself stays the policy's own. ``insured_count_from``: the day from which another number of people is insured,
    where one endorsement tells of it."""
    others = [record for record in papers.all if record.kind == "policy" and record not in papers.policy]
    theirs = [record for record in papers.all if _changes(record, papers.number, alone=not others)]
    changed = _changed(facts, theirs) | _premium(facts, theirs) | _counted_from(theirs)
    mine = [record for record in theirs if record.value("change") == "surrender"]
    if not mine:
        return changed
    change = mine[0].fields["change"]
    places = (Evidence(mine[0].path, "change", change.span),)
    closed = next((record for record in mine if record.value("closure") is True), None)
    out = {
        **changed,
        "surrendered": Fact(True, places, confidence=change.confidence),
        "closure_shown": Fact(closed is not None, places),
    }
    if (day := mine[0].fields.get("effective_date")) is not None:
        out["surrendered_on"] = of_reading(day, mine[0].path, "effective_date")
    return out


def _changed(facts: Mapping[str, Fact], endorsements: Sequence[Record]) -> dict[str, Fact]:
    """The facts that endorsements give other values, those values as their rivals; what they confirm stays as it is."""
    out: dict[str, Fact] = {}
    for record in endorsements:
        for row in record.rows("changes"):
            for name, reading in row.cells.items():
                if name.startswith("premium"):
                    continue
                fact, value = out.get(name, facts.get(name, ABSENT)), reading.value
                if fact.state != "absent" and value not in fact.candidates():
                    places, rivals = (Evidence(record.path, name, reading.span),), (*fact.rivals, value)
                    out[name] = replace(
                        fact, state="contradicted", why=CHANGED, evidence=fact.evidence + places, rivals=rivals
                    )
    return out


def _counted_from(endorsements: Sequence[Record]) -> dict[str, Fact]:
    told = [record for record in endorsements if any("insured_count" in row.cells for row in record.rows("changes"))]
    if len(told) != 1 or "effective_date" not in told[0].fields:
        return {}
    return {"insured_count_from": of_reading(told[0].fields["effective_date"], told[0].path, "effective_date")}


def _premium(facts: Mapping[str, Fact], endorsements: Sequence[Record]) -> dict[str, Fact]:
    """The premium after the endorsements that leave the policy in force; a copy of one counts once, a new total before what is on top."""
    premium, places = facts.get("premium", ABSENT), list[Evidence]()
    whole, seen = premium.value, set[str]()
    for record in sorted(endorsements, key=_since):
        rows = [row for row in record.rows("changes") if row.cells.keys() & {"premium", "premium_change"}]
        if not rows or record.value("change") == "surrender" or (record.content or record.path) in seen:
            continue
        seen.add(record.content or record.path)
        told = {name: reading for row in rows for name, reading in row.cells.items()}
        name = "premium" if "premium" in told else "premium_change"
        whole = told[name].value if name == "premium" or whole is None else whole + told[name].value
        places.append(Evidence(record.path, name, told[name].span))
    if not places or not premium.known or not isinstance(whole, Decimal):
        return {}
    return {"premium_endorsed": Fact(whole, tuple(places), confidence=premium.confidence)}


def _since(record: Record) -> date:
    day = record.value("effective_date")
    return day if isinstance(day, date) else date.max


def _changes(record: Record, number: str | None, *, alone: bool) -> bool:
    """Whether the paper changes the policy of that number; one that names none belongs to the only policy."""
    if record.kind != "endorsement":
        return False
    named = record.value("policy_no")
    return (number is not None and fold(str(named)) == number) if named else alone
