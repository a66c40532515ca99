"""One sheet for signing in that stands for two enterprises: the same people, whatever the sheet looks like.

People of several enterprises may sit in one lecture and sign one sheet, so it is a question only. Where each of the two sheets names the
enterprise of its own filing, the same people have signed as the staff of both, and that matters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validators.archive.matching import MOST_COMPARED, Match, reused
from validators.archive.owner import Owner
from validators.archive.trace import Known, Placed, Trace, elsewhere, key
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity

TYPES = frozenset({"evidence_reused"})
BY_KEYS = True
LOOKED_UP: Final = 4
"""Of the names as many are asked for (those of the lowest hashes, the same on every sheet): one misread leaves three."""
LEAST: Final = 5
"""People but for the experts, who sign wherever they go."""
LEAST_SHARED: Final = 80
"""Per cent of the names of the longer sheet that both have."""


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each sheet for signing in, once."""
    told: set[str] = set()
    experts = {fold(str(name)) for record in filing.records for name in record.value("experts") or ()}
    for record in filing.records:
        for row in record.rows("attendance"):
            if (record.content or record.name) in told:
                continue
            told.add(record.content or record.name)
            names = tuple(name for name in map(_folded, row.value("names") or ()) if name not in experts)
            if len(names) < LEAST:
                continue
            body = {
                "paper": record.name, "subject": str(record.value("report_no") or record.name), "names": names,
                "own": owner.is_named_in(fold(str(row.value("heading") or ""))),
            }  # fmt: skip
            keys = sorted(key("attended", name) for name in names)[:LOOKED_UP]
            yield Trace(body, tuple(keys), places=(Evidence(record.path, "attendance", row.span),))


def _folded(name: object) -> str:
    return fold(str(name))


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The sheets of other enterprises that the same people signed."""
    found: dict[tuple[int, int], Match] = {}
    for wanted in own.trace.keys:
        for other in elsewhere(own, known, wanted, MOST_COMPARED + 1):
            if other.at not in found and _same_people(own, other) and own.owner.stranger_to(other.owner):
                found[other.at] = Match("same_people", other, "people of several enterprises may be taught at once")
    if found:
        matters = own.trace.body["own"] and any(match.other.trace.body["own"] for match in found.values())
        matches = [found[at] for at in sorted(found)]
        yield reused(own, matches, Severity.WARNING if matters else Severity.NOTE, own.trace.places)


def _same_people(own: Placed, other: Placed) -> bool:
    mine, theirs = set(own.trace.body["names"]), set(other.trace.body["names"])
    return 100 * len(mine & theirs) >= LEAST_SHARED * max(len(mine), len(theirs))
