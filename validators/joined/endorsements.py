"""What endorsements (批单) among the papers say of a policy: whether it was given up, from when, and whether for a closure."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.record import Record
from validators.facts import Evidence, Fact, fold, of_reading
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``surrendered`` (True), ``surrendered_on`` (the day) and ``closure_shown`` (True where the endorsement says that the
    enterprise was closed by law or has wholly stopped, else False); nothing where no endorsement gives this policy up."""
    others = [record for record in papers.all if record.kind == "policy" and record not in papers.policy]
    mine = [record for record in papers.all if _gives_up(record, papers.number, alone=not others)]
    if not mine:
        return {}
    change = mine[0].fields["change"]
    places = (Evidence(mine[0].path, "change", change.span),)
    closed = next((record for record in mine if record.value("closure") is True), None)
    out = {
        "surrendered": Fact(True, places, confidence=change.confidence),
        "closure_shown": Fact(closed is not None, places),
    }
    if (day := mine[0].fields.get("effective_date")) is not None:
        out["surrendered_on"] = of_reading(day, mine[0].path, "effective_date")
    return out


def _gives_up(record: Record, number: str | None, *, alone: bool) -> bool:
    """Whether the paper gives up the policy of that number; one that names none belongs to the only policy."""
    if record.kind != "endorsement" or record.value("change") != "surrender":
        return False
    named = record.value("policy_no")
    return (number is not None and fold(str(named)) == number) if named else alone
