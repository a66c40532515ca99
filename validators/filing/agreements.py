"""What the special agreements of a policy say, what they cite, and whether they were read to their end."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.record import Record
from validators.facts import Cited, Clause, Evidence, Fact, fold, witness


def citations_of(records: Sequence[Record]) -> list[Cited]:
    """Every document number the papers cite, with its place."""
    return [
        Cited(row.value("doc_number"), row.value("title"), Evidence(record.path, "citations", row.span))
        for record in records
        for row in record.rows("citations")
        if row.value("doc_number")
    ]


def _clauses(records: Sequence[Record], table: str) -> tuple[Clause, ...]:
    return tuple(
        Clause(
            row.value("code"),
            row.value("text") or row.span.text,
            row.value("amount"),
            Evidence(record.path, "special_agreements", row.span),
        )
        for record in records
        for row in record.rows(table)
    )


def clause_facts(records: Sequence[Record]) -> dict[str, Fact]:
    clauses, unclear = _clauses(records, "clauses"), _clauses(records, "unclear_clauses")
    cited = citations_of(records)
    section = tuple(
        Evidence(record.path, "special_agreements", row.span)
        for record in records
        for row in record.rows("special_agreements")[:1]
    )
    return {
        "clauses": Fact(clauses, section),
        "unclear_clauses": Fact(unclear, tuple(c.evidence for c in unclear if c.evidence)),
        "agreements_complete": _whole_agreements(records),
        "citations": Fact(tuple(cited), tuple(c.evidence for c in cited if c.evidence)),
    }


_ANYWHERE = frozenset({"fast_settlement"})
"""What a paper says of its service to customers as well as of what was agreed: it shows no agreement that was not read."""


_NO_AGREEMENT = frozenset({"filled", "excluded", "noted"})
"""What is filled in beside a label of the schedule, stands in the list of what is not covered, or in a note under the schedule."""


def _whole_agreements(records: Sequence[Record]) -> Fact:
    """The witness for the agreements; none where an agreement stands outside the section that was read to its end."""
    whole = witness(records, "special_agreements")
    if not whole.known:
        return whole
    read = "".join(
        fold(str(row.value("text") or "")) for record in records for row in record.rows("special_agreements")
    )
    for record in records:
        for row in record.rows("clauses"):
            if row.value("code") in _ANYWHERE or row.cells["code"].how in _NO_AGREEMENT:
                continue
            if fold(str(row.value("text") or "")).rstrip("。;；.") not in read:
                why = "an agreement stands outside the section that was read"
                return Fact(None, (Evidence(record.path, "special_agreements", row.span),), "absent", why)
    return whole
