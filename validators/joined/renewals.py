"""The policy before this one among the papers of one filing: ``previous_period_end``, ``previous_policy``."""

from __future__ import annotations

from collections.abc import Mapping

from validators import renewal
from validators.facts import Fact, of_reading
from validators.joined import Papers

GIVEN = ("previous_period_end", "previous_policy", "previous_filing")
"""The facts that a renewal is told by; the last of them only across filings (``validators.archive.linked``).

Named here because ``validators.given`` reads the names that stand in this module.
"""


def policy(facts: Mapping[str, Fact], papers: Papers) -> Mapping[str, Fact]:
    """The facts of the earlier policy of the same holder; none in most filings, which hold one policy."""
    mine = {id(record) for record in papers.policy}
    others = [record for record in papers.all if record.kind == "policy" and id(record) not in mine]
    if not others:
        return {}
    told = [
        {name: of_reading(record.fields[name], record.path, name) for name in renewal.NEEDED if name in record.fields}
        for record in others
    ]
    return renewal.previous(renewal.of_facts(facts), map(renewal.of_facts, told), by_name=True)
