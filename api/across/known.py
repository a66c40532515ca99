"""The stored traces that one person may see, as the classes of ``validators.archive`` ask for them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from api.accounts.principal import Principal, visible
from api.across.keeping import kept_of
from api.tables.filings import FilingRow
from api.tables.traces import FilingTraces, TraceMark, TracePhrase
from validators.archive.trace import MOST_SAID, Placed, Spread

_SIGN: Final = f"\x1f{secrets.token_hex(8)}"
"""Before the id that a filing's name has behind it while findings are made, as two bodies may give their filings one name. Not
to be guessed, so that no paper's words can pass for it; it begins with what sorts before all letters, as an end does."""
_NAMED: Final = re.compile(f"{_SIGN}([0-9a-z]{{26}})")


def without_ids(value: Any) -> Any:
    """Text, or lists of it, as people read it."""
    if isinstance(value, list | tuple):
        return [without_ids(item) for item in value]
    return _NAMED.sub("", value) if isinstance(value, str) else value


def ids_in(value: Any) -> set[str]:
    """The filings that it names."""
    if isinstance(value, list | tuple):
        return {found for item in value for found in ids_in(item)}
    return set(_NAMED.findall(value)) if isinstance(value, str) else set()


class SeenBy:
    """Answers as ``validators.archive.trace.Known`` says, from what ``who`` may see; ``own``: the traces of ``filing``.

    Nobody's question reaches rows that they may not see, so that an answer tells nothing of these, not even that there are any.
    """

    def __init__(self, session: Session, who: Principal, filing: FilingRow) -> None:
        self._session = session
        self._filing = filing
        self._here = visible(who)
        self._marked: tuple[ColumnElement[bool], ...] = (self._here,)
        if who.org_kind == "insurer":  # said of the mark as well, whose index then leads to the body's own alone
            self._marked += (col(TraceMark.org_id) == who.org_id,)
        self._placed: dict[str, list[tuple[str, Placed]]] = {}
        self._load([filing.id])

    @property
    def own(self) -> Sequence[tuple[str, Placed]]:
        return self._placed[self._filing.id]

    def alike(self, key: int, most: int) -> Sequence[Placed]:
        if key not in self._shared:
            return [placed for _, placed in self.own if key in placed.trace.keys][:most]
        query = (
            select(TraceMark.filing_id, TraceMark.place)
            .join(FilingRow, col(FilingRow.seq) == col(TraceMark.filing_seq))
            .where(TraceMark.key == key, *self._marked)
            .order_by(col(TraceMark.filing_seq), col(TraceMark.place))
        )
        rows = self._session.exec(query.limit(most)).all()
        self._load({filing_id for filing_id, _ in rows} - set(self._placed))
        return [self._placed[filing_id][place][1] for filing_id, place in rows]

    def few(self, key: int, most: int) -> Sequence[Placed] | None:
        found = self.alike(key, most)
        return found if len(found) < most else None

    def said(self, phrase: int) -> Sequence[tuple[int, int]]:
        query = (
            select(TracePhrase.context, TracePhrase.speaker)
            .join(FilingRow, col(FilingRow.id) == col(TracePhrase.filing_id))
            .where(TracePhrase.phrase == phrase, self._here)
            .distinct()
            .order_by(col(TracePhrase.context), col(TracePhrase.speaker))
        )
        return [(context, speaker) for context, speaker in self._session.exec(query.limit(MOST_SAID))]

    def spread(self, group: int) -> Spread | None:
        """None: no class that is served asks how numbers lie."""
        return None

    @cached_property
    def _shared(self) -> frozenset[int]:
        """The filing's keys that another filing has: of some hundred keys mostly none, which is one question in place of as many."""
        mine = aliased(TraceMark)
        others = exists().where(
            col(TraceMark.key) == mine.key,
            col(TraceMark.filing_seq) != self._filing.seq,
            col(FilingRow.seq) == col(TraceMark.filing_seq),
            *self._marked,
        )
        return frozenset(self._session.exec(select(mine.key).where(mine.filing_id == self._filing.id, others)))

    def _load(self, ids: Iterable[str]) -> None:
        wanted = sorted(ids)
        query = (
            select(FilingRow.id, FilingRow.seq, FilingRow.name, FilingTraces.body)
            .join(FilingTraces, col(FilingTraces.filing_id) == col(FilingRow.id))
            .where(col(FilingRow.id).in_(wanted))
        )
        self._placed.update(
            {id_: _placed(id_, seq or 0, name, body) for id_, seq, name, body in self._session.exec(query)}
        )
        self._placed.update({id_: [] for id_ in wanted if id_ not in self._placed})


def _placed(filing_id: str, seq: int, name: str, body: bytes) -> list[tuple[str, Placed]]:
    owner, said = kept_of(body)
    named = f"{name}{_SIGN}{filing_id}"
    return [(kind, Placed(seq, place, named, owner, trace)) for place, (kind, trace) in enumerate(said)]


def place_of(path: str) -> tuple[str, str]:
    """Of the path of a piece of evidence: the id of the other filing it lies in, "" where it is the own one, and the paper's own
    path."""
    found = _NAMED.search(path)
    return (found[1], path[found.end() + 1 :]) if found else ("", path)
