"""Words that two service reports on different enterprises share and no form explains. A person has to look.

Of a report's wording a sample of pieces is kept (``extractor.likeness``); a quarter of these are looked up among all reports. What
more than a few reports have belongs to a form, whoever printed it, and proves nothing. What is left is the report's own prose, told
only where so many reports of the same agency and service lie in the archive that its form would be seen to be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from extractor.likeness import WORDS
from validators.archive.matching import Match, reused
from validators.archive.owner import Owner
from validators.archive.service import Report, places_of
from validators.archive.trace import Known, Placed, Trace, elsewhere, key, keys_of
from validators.facts import Filing
from validators.finding import Finding, Severity

TYPES = frozenset({"evidence_reused"})
BY_KEYS = True
ONE_IN: Final = 4
"""Of the sampled pieces every fourth is looked up: some twenty a report, and a table a quarter as long."""
COMMON: Final = 4
"""Reports that share a piece of wording, from which on it is nobody's own."""
LEAST_OWN: Final = 8
"""Pieces of a report's own, under which likeness is chance."""
LEAST_SHARED: Final = 85
"""Per cent of them that another report has too."""
LEAST_PEERS: Final = 12
"""Other enterprises' reports of the agency on the same services, by which its form is known."""


@dataclass(frozen=True, slots=True)
class _Prose:
    """A report's sampled pieces up to ``end`` (beyond which nothing is known of its wording), and its agency's mark."""

    paper: str
    subject: str
    client: str
    pieces: tuple[int, ...]
    end: int
    agency: int


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each service report whose agency is known and that speaks of one enterprise."""
    for record in filing.records:
        if record.kind != "service_report" or record.likeness is None:
            continue
        report = Report.of(record)
        pieces = tuple(piece for piece in report.words if piece % ONE_IN == 0)
        if not (report.org and report.client) or report.of_many or len(pieces) < LEAST_OWN:
            continue
        agency = key("agency", report.org, report.types)
        body = {
            "paper": report.paper, "subject": report.subject, "client": report.client, "pieces": pieces,
            "end": report.words[-1] if len(report.words) >= WORDS else 2**32, "agency": agency,
        }  # fmt: skip
        yield Trace(body, (agency, *keys_of("piece", pieces)), places=places_of(record)[:1])


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The reports of other enterprises that have nearly all of this report's own wording."""
    mine = _Prose(**own.trace.body)
    if len(_peers(own, mine, known)) < LEAST_PEERS:
        return
    pieces = zip(mine.pieces, own.trace.keys[1:], strict=True)  # the first key is the agency's
    holders = {piece: known.few(wanted, COMMON) for piece, wanted in pieces}
    rare = {piece: found for piece, found in holders.items() if found is not None}
    others = {o.at: o for found in rare.values() for o in found if o.filing != own.filing}
    matches = []
    for other in others.values():
        theirs = _Prose(**other.trace.body)
        told = [piece for piece in rare if piece <= theirs.end]
        shared = set(told) & set(theirs.pieces)
        alike = len(told) >= LEAST_OWN and 100 * len(shared) >= LEAST_SHARED * len(told)
        if alike and theirs.client != mine.client and own.owner.stranger_to(other.owner):
            matches.append(Match("same_wording", other, "words are alike; a person has to look"))
    if matches:
        yield reused(own, sorted(matches, key=lambda m: m.other.at), Severity.NOTE, own.trace.places)


def _peers(own: Placed, mine: _Prose, known: Known) -> set[str]:
    """Other enterprises that the agency has served so, a few."""
    found = elsewhere(own, known, mine.agency, 4 * LEAST_PEERS)
    return {str(other.trace.body["client"]) for other in found} - {mine.client}
