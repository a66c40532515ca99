"""What a service report says."""

from __future__ import annotations

from extractor.record import Record
from validators.facts import ABSENT, Evidence, Fact, of_reading, witness
from validators.filing.agreements import citations_of
from validators.seals import same_company, seals_of

# A report's own names, so that they never hide the policy's.
_REPORT_NAMES = {"policy_no": "report_policy_no"}


def report_to_facts(record: Record) -> dict[str, Fact]:
    facts = {_REPORT_NAMES.get(n, n): of_reading(r, record.path, n) for n, r in record.fields.items()}
    facts["hazards_complete"] = witness([record], "hazards")
    facts["advice_complete"] = witness([record], "advice")
    facts["signoff_complete"] = witness([record], "signoff")
    rows = record.rows("hazards")
    places = tuple(Evidence(record.path, "hazards", row.span) for row in rows)
    facts["hazard_count"] = Fact(len(rows), places)
    if rows and "hazard_list_present" not in facts:
        facts["hazard_list_present"] = Fact(True, places)
    facts["report_seals"] = seals_of([record])
    facts["client_sealed"] = _sealed_by_client(facts["report_seals"], facts.get("client", ABSENT))
    facts["report_path"] = Fact(record.path, (Evidence(record.path, "report_no"),))
    if record.rows("citations"):
        cited = citations_of([record])
        facts["report_citations"] = Fact(tuple(cited), tuple(c.evidence for c in cited if c.evidence))
    return facts


def _sealed_by_client(seals: Fact, client: Fact) -> Fact:
    """True where one of the seals is surely that of the enterprise served: whoever stamps a report has confirmed it."""
    if not (seals.known and client.known):
        return ABSENT
    own = [n for n, name in enumerate(seals.value) if same_company(name, str(client.value)) is True]
    if not own:
        return ABSENT
    return Fact(True, tuple(seals.evidence[n] for n in own), confidence=min(seals.confidence, client.confidence))
