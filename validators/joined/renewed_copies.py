"""The copy of an earlier policy that came with the one that follows it: when it reached the platform is not known by that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from extractor.record import Record
from extractor.values.dates import Moment
from validators import renewal
from validators.facts import ABSENT, Fact, of_reading
from validators.joined import Papers

WHY = "the copy of an earlier policy came with the one that follows it"


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """``uploaded_at`` absent where a later policy of the same holder is in the filing and was signed before this one arrived.

    An office attaches last year's policy to the new one; its own upload, a year ago, is in no paper here. Nor need all of that
    year's reports be: which service was the first is in doubt. ``for_reference``: it is not what is filed, so that what does
    not hold on it is told and sends nothing back.
    """
    arrived, mine = facts.get("uploaded_at", ABSENT), renewal.of_facts(facts)
    if not arrived.known or not mine.dated:
        return {}
    own = {id(record) for record in papers.policy}
    later = [record for record in papers.all if record.kind == "policy" and id(record) not in own]
    if not any(_follows(record, mine, arrived.value) for record in later):
        return {}
    copied = {"uploaded_at": Fact(None, arrived.evidence, "absent", WHY), "for_reference": Fact(True, why=WHY)}
    first = facts.get("first_service", ABSENT)
    return copied | (
        {"first_service": replace(first, state="contradicted", why=WHY, rivals=(None,))} if first.known else {}
    )


def _follows(record: Record, mine: renewal.Policy, arrived: datetime) -> bool:
    names = (*renewal.NEEDED, "sign_date")
    facts = {name: of_reading(record.fields[name], record.path, name) for name in names if name in record.fields}
    other = renewal.of_facts(facts)
    if not other.start.known or not renewal.same_holder(other, mine, by_name=True):
        return False
    signed = facts.get("sign_date", other.start).value
    day = signed.day if isinstance(signed, Moment) else signed
    begun_later = renewal.instant(other.start.value) > renewal.instant(mine.start.value)
    return begun_later and isinstance(day, date) and day <= arrived.date()
