"""Pages of the list, found by their keys alone; only their rows are then fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product

from sqlalchemy import (
    Select,
    Subquery,
    func,
    select,
)
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from api.accounts.principal import Principal
from api.filings.listing.asked import MOST, Query
from api.filings.listing.order import ALL, DATED, UNDATED, cursor_key, cursor_of, in_order_of
from api.filings.listing.walks import Span, keys_where
from api.tables.filings import FilingRow

NEAR, SPAN = 250, 20_000
"""Filings that a search on PostgreSQL looks through first, and then."""


def page(session: Session, who: Principal, query: Query) -> tuple[list[FilingRow], str | None]:
    """One page and the cursor of the next, None after the last. ``terms``, ``tally`` and ``manifest`` are not loaded."""
    rows: list[FilingRow] = []
    for part, span in product(_parts(query), _spans(session, query)):
        wanted = replace(query, limit=query.limit - len(rows))
        rows.extend(session.scalars(_select(session, who, wanted, part, span)))
        if len(rows) > query.limit:
            kept = rows[: query.limit]
            return kept, cursor_of(query.sort, kept[-1])
    return rows, None


def every(session: Session, who: Principal, query: Query) -> Iterator[FilingRow]:
    """All that the question finds, in its order, page by page; what is handed out is let go of by the session."""
    following: str | None = query.after
    while following is not None:
        rows, following = page(session, who, replace(query, limit=MOST, after=following))
        session.expunge_all()
        yield from rows


def select_filings(session: Session, who: Principal, query: Query) -> Select[FilingRow]:
    """The rows of one page and one more where there are more, in order. Raises Invalid for a cursor of another list."""
    return _select(session, who, query, None, None)


def keys_of(session: Session, who: Principal, query: Query) -> Subquery:
    """The numbers (``seq``) of all that the question finds, for a query over them; ``limit`` and ``after`` are not looked at."""
    return keys_where(session, who, replace(query, limit=ALL - 1, after=""))


def _parts(query: Query) -> Sequence[str | None]:
    """By day of signing, the filings whose day is known come first and those without it are only then looked for."""
    if query.sort != "sign_date":
        return (None,)
    key = cursor_key(query)
    if query.signed_from or query.signed_to:
        return (DATED,)
    return (UNDATED,) if key is not None and key[0] is None else (DATED, UNDATED)


def _spans(session: Session, query: Query) -> list[Span | None]:
    """Where to look one after another; None for everywhere at once.

    PostgreSQL's index hands out all that a word finds, in no order: of a word of every tenth filing that is a hundred
    thousand, for the newest fifty. So the newest few hundred are searched first, where a word of nearly every filing fills a
    page; then more, and at last all others, of which only few can have a word that has not filled a page by then.
    """
    if not query.text.strip() or session.get_bind().dialect.name == "sqlite" or query.sort not in ("newest", "oldest"):
        return [None]
    key, newest = cursor_key(query), query.sort == "newest"
    if key is not None:
        edge = key[1]
    else:
        edge = (session.scalar(select(func.max(col(FilingRow.seq)))) or 0) + 1 if newest else 0
    spans: list[Span | None] = []
    width = 0
    for step, sparse in ((NEAR, False), (SPAN, True), (ALL, True)):
        start, end = (edge - step, edge - width) if newest else (edge + width, edge + step)
        spans.append(Span(max(0, start), max(0, min(ALL, end)), sparse))
        width = step
    return spans


def _select(session: Session, who: Principal, query: Query, part: str | None, span: Span | None) -> Select[FilingRow]:
    keys = keys_where(session, who, query, part, span)
    rows = (
        select(FilingRow)
        .join(keys, keys.c.seq == col(FilingRow.seq))
        .options(defer(FilingRow.terms), defer(FilingRow.tally), defer(FilingRow.manifest))  # type: ignore[arg-type]
    )
    return rows.order_by(*in_order_of(query.sort, keys.c.key, keys.c.seq, part))
