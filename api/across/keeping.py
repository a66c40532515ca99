"""A judged filing's traces in tables, with the marks by which those of others are found."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from api.records.traces import from_plain, pack, to_plain, unpack
from api.tables.filings import FilingRow
from api.tables.traces import FilingTraces, TraceMark, TracePhrase
from validators import archive
from validators.archive.owner import Owner
from validators.archive.trace import Trace
from validators.facts import Filing

SERVED: Final = frozenset({"attendance", "bookings", "experts", "overlap", "photos", "policy_numbers", "reuse", "wording"})
"""Classes that ask by their traces' own keys, so that an answer costs the same among a million filings. Rosters, sums of
ledgers and usual premiums go through all that is there; ``anze audit`` tells of them."""

log = logging.getLogger("anze.api")

Said = tuple[str, Trace]


def keep(session: Session, filing: FilingRow, joined: Filing) -> None:
    """The filing's traces in place of those kept before; nothing is written where they are the same."""
    owner = Owner.of(joined)
    said = _said(filing, joined, owner)
    body = pack([_owner(owner), [[kind, to_plain(trace)] for kind, trace in said]])
    kept = session.exec(select(FilingTraces).where(FilingTraces.filing_id == filing.id)).first()
    if kept is not None and kept.body == body:
        return
    for table in (TraceMark, TracePhrase, FilingTraces):
        session.execute(delete(table).where(col(table.filing_id) == filing.id))
    session.execute(insert(FilingTraces), [{"filing_id": filing.id, "body": body}])
    _add(session, TraceMark, _marks(filing, said))
    _add(session, TracePhrase, _phrases(filing, said))


def _said(filing: FilingRow, joined: Filing, owner: Owner) -> list[Said]:
    """Where they cannot be taken, for a defect of ours, the filing is judged all the same and compared with nothing."""
    try:
        return [(kind, trace) for kind, trace in archive.traces(joined, owner) if kind in SERVED]
    except Exception:
        log.exception("filing %s: its traces could not be taken", filing.id)
        return []


def _add(session: Session, table: type[TraceMark] | type[TracePhrase], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _marks(filing: FilingRow, said: Sequence[Said]) -> list[dict[str, Any]]:
    own = {"filing_seq": filing.seq, "filing_id": filing.id, "org_id": filing.org_id}
    return [
        {**own, "key": key, "place": place}
        for place, (_, trace) in enumerate(said)
        for key in dict.fromkeys(trace.keys)
    ]


def _phrases(filing: FilingRow, said: Sequence[Said]) -> list[dict[str, Any]]:
    told = dict.fromkeys(phrase for _, trace in said for phrase in trace.said)
    return [{"phrase": p, "context": c, "speaker": s, "filing_id": filing.id} for p, c, s in told]


# --- and back --------------------------------------------------------------------------------------------------------


def _owner(owner: Owner) -> list[list[str]]:
    return [sorted(owner.names), sorted(owner.codes), sorted(owner.numbers)]


def kept_of(body: bytes) -> tuple[Owner, list[Said]]:
    """Whose a filing is, and its traces with their classes, in the order of their places."""
    owner, said = unpack(body)
    return Owner(*map(frozenset, owner)), [(kind, from_plain(trace)) for kind, trace in said]
