"""The keys of a page: each list walked along the index that leaves least to test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    exists,
    func,
    literal_column,
    select,
    union,
)
from sqlmodel import Session, col

from api import search
from api.accounts.principal import Principal
from api.filings.listing.asked import STATES, Query
from api.filings.listing.lists import Walked, lists_of, unindexed
from api.filings.listing.order import ALL, DATED, beyond, cursor_key, in_order_of, sort_column
from api.store import now
from api.tables.filings import FilingPolicy, FilingRow, FindingRow
from validators.days import BEIJING, china_day
from validators.facts import fold

RARE = 5000
"""Up to so many findings of a type are looked through one by one; of a commoner type the list itself is walked."""


_SLACK = timedelta(hours=1)  # filings get their numbers nearly, not exactly, in order of their moments


_SLACK_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers of filings from ``first``, inclusive, to ``end``, exclusive. ``sparse``: few of them have the words, so that
    they are to be found by these and not by going through the numbers, however PostgreSQL estimates a word it has not met."""

    first: int
    end: int
    sparse: bool = False


def keys_where(
    session: Session, who: Principal, query: Query, part: str | None = None, span: Span | None = None
) -> Subquery:
    """``seq`` and the sort's ``key`` of the page's rows, from as many walks as there are lists to see."""
    dialect = session.get_bind().dialect.name
    finds = _has_finding(session, query) if query.type or query.severity else None
    between = [*_created(session, query), *_within(span)]
    sparse = span is not None and span.sparse
    walks = [_walk(query, one, finds, part, dialect, sparse).where(*between) for one in lists_of(session, who, query)]
    if len(walks) == 1:
        return walks[0].subquery("keys")
    both = union(*(select(walk.subquery()) for walk in walks)).subquery()
    order = in_order_of(query.sort, both.c.key, both.c.seq, part)
    return select(both).order_by(*order).limit(query.limit + 1).subquery("keys")


def _walk(
    query: Query, walked: Walked, finds: _Finds | None, part: str | None, dialect: str, sparse: bool
) -> Select[Any]:
    seq, key = sort_column("newest"), sort_column(query.sort)
    here = unindexed(walked.here) if _names_few(query, finds) else walked.here
    walk = select(seq.label("seq"), key.label("key")).where(here, *_wanted(query, walked, finds, part))
    if query.text.strip():
        within = [walked.token] if walked.token else []
        words = dialect == "sqlite" and bool(search.asked(query.text))
        walk = _found(walk, query.text, within) if words else walk.where(search.matching(query.text, dialect, *within))
        if words and query.sort in ("newest", "oldest"):
            seq = search.FTS.c.rowid
        elif sparse:
            seq = seq + 0
    elif _days_first(query):
        seq = seq + 0  # the walk in order of seq would go through all the years since: have the days found and sorted
    return walk.order_by(*in_order_of(query.sort, key, seq, part)).limit(query.limit + 1)


def _found(walk: Select[Any], question: str, within: Sequence[str]) -> Select[Any]:
    """The walk along what the words find: SQLite's index is asked first, and hands it out in order of ``rowid``."""
    joined = walk.join_from(search.FTS, FilingRow, search.FTS.c.rowid == col(FilingRow.seq))
    return joined.where(search.found_in_fts(question, *within))


def _days_first(query: Query) -> bool:
    """Whether a walk in order of arrival would begin far from the days of signing asked for."""
    if query.sort == "oldest":
        return query.signed_from is not None
    recent = china_day(now()) - timedelta(days=60)
    return query.sort == "newest" and query.signed_to is not None and query.signed_to < recent


def _names_few(query: Query, finds: _Finds | None) -> bool:
    """Whether a condition leaves so few filings that they are looked up by it, whatever list they are on."""
    return bool(query.policy_no) or query.state == "reading" or (finds is not None and finds.few)


# Filters with an index of their own among all filings, from the one that leaves least to the one that leaves most.
_TELLING = ("audit_id", "insurer", "org_id", "sector", "verdict")


def _wanted(query: Query, walked: Walked, finds: _Finds | None, part: str | None) -> list[ColumnElement[bool]]:
    """The conditions of the question without its words and its region. What names few filings is looked up; else, where the
    order allows, the most telling filter; everything else is tested."""
    out: list[ColumnElement[bool]] = []
    few = bool(query.text.strip()) or _names_few(query, finds)
    in_order = query.sort in ("newest", "oldest") and not _days_first(query)
    may_look_up = _TELLING if walked.alone else ("audit_id", "insurer")
    looked_up = few or not in_order
    for name in _TELLING:
        if value := getattr(query, name):
            condition = col(getattr(FilingRow, name)) == value
            out.append(unindexed(condition) if looked_up or name not in may_look_up else condition)
            looked_up = True
    if query.state in STATES:  # said literally, so that it is seen which index holds exactly these
        out.append(col(FilingRow.state) == literal_column(f"'{query.state}'"))
    if query.open_only:
        out.append(unindexed(col(FilingRow.open_findings) > 0))
    if query.signed_off is not None:
        signed = col(FilingRow.signed_off_at)
        out.append(signed.is_not(None) if query.signed_off else signed.is_(None))
    if query.policy_no:
        numbered = select(col(FilingPolicy.filing_id)).where(col(FilingPolicy.number) == fold(query.policy_no))
        out.append(col(FilingRow.id).in_(numbered))
    signed_within = list(_signed(query))
    by_day = not few and (_days_first(query) or query.sort == "sign_date")
    out.extend(signed_within if by_day else map(unindexed, signed_within))
    if finds is not None:
        out.append(finds.condition)
    if part is not None:
        day = col(FilingRow.sign_date)
        out.append(day.is_not(None) if part == DATED else day.is_(None))
    key = cursor_key(query)
    if key is not None:
        out.append(beyond(query.sort, key, part))
    return out


def _signed(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.signed_from:
        yield col(FilingRow.sign_date) >= query.signed_from
    if query.signed_to:
        yield col(FilingRow.sign_date) <= query.signed_to


def _created(session: Session, query: Query) -> Iterator[ColumnElement[bool]]:
    """The days of arrival, and the span of numbers they lie in, by which every list can be entered."""
    moment, number = col(FilingRow.created_at), col(FilingRow.seq)
    if query.created_from:
        since = _midnight(query.created_from)
        first = session.scalar(select(number).where(moment >= since - _SLACK).order_by(moment, number).limit(1))
        yield (moment >= since).is_(True)  # tested, not looked up
        yield number >= (ALL if first is None else first - _SLACK_ROWS)
    if query.created_to:
        until = _midnight(query.created_to + timedelta(days=1))
        last = session.scalar(
            select(number).where(moment < until + _SLACK).order_by(moment.desc(), number.desc()).limit(1)
        )
        yield (moment < until).is_(True)
        yield number <= (last or 0) + _SLACK_ROWS


def _within(span: Span | None) -> Iterator[ColumnElement[bool]]:
    if span is not None:
        yield col(FilingRow.seq) >= span.first
        yield col(FilingRow.seq) < span.end


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Finds:
    """The condition that a finding is there; ``few``: so few filings have one that they are looked up."""

    condition: ColumnElement[bool]
    few: bool = False


def _has_finding(session: Session, query: Query) -> _Finds:
    """Whether the latest judgement found it violated. Of a rare type the findings say which filings; else each filing of
    the list is asked in turn, which soon fills a page."""
    violated = [col(FindingRow.current).is_(True), col(FindingRow.verdict) == "violated"]
    if query.severity:
        violated.append(col(FindingRow.severity) == query.severity)
    if not query.type:
        return _Finds(exists().where(col(FindingRow.filing_id) == col(FilingRow.id), *violated))
    violated.insert(0, col(FindingRow.type) == query.type)
    some = select(col(FindingRow.seq)).where(*violated).limit(RARE + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) <= RARE:
        return _Finds(col(FilingRow.seq).in_(select(col(FindingRow.filing_seq)).where(*violated)), few=True)
    return _Finds(exists().where(col(FindingRow.filing_seq) == col(FilingRow.seq), *violated))
