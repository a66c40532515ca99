"""The lists that somebody sees: one, or two for a regulator, walked side by side as one condition with "or" would use neither's index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    and_,
    false,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, col

from api import search
from api.accounts.principal import Principal, visible
from api.filings.listing.asked import LEVELS, Query
from api.tables.filings import FilingRow


@dataclass(frozen=True, slots=True)
class Walked:
    """One list to walk: the condition that a filing is on it, and the token that the words of its filings have ("" where
    there is none). ``alone``: it is all filings, so that the filters' own indexes are of use."""

    here: ColumnElement[bool]
    token: str = ""
    alone: bool = False


def lists_of(session: Session, who: Principal, query: Query) -> list[Walked]:
    """The lists to walk. A filing may be on two of them: it is shown once."""
    asked = [here(query.region)] if query.region else []
    if who.org_kind == "regulator" and len(who.region_prefix) in LEVELS:
        return _of_regulator(session, who, query)
    if who.org_kind == "insurer":
        return [Walked(and_(visible(who), *map(unindexed, asked)), search.of_body(who.org_id))]
    token = search.of_region(query.region) if query.region else ""
    return [Walked(and_(visible(who), *asked), token, alone=who.org_kind in ("operator", "regulator") and not asked)]


def _of_regulator(session: Session, who: Principal, query: Query) -> list[Walked]:
    """The region's list, or that of the part of it that is asked for; and what the regulator handed in itself."""
    alive, out = col(FilingRow.deleted_at).is_(None), []
    inside = query.region.startswith(who.region_prefix)
    if inside or who.region_prefix.startswith(query.region):
        prefix = query.region if inside else who.region_prefix
        out.append(Walked(and_(alive, here(prefix)), search.of_region(prefix)))
    own = and_(alive, col(FilingRow.org_id) == who.org_id)
    # What is asked for inside the region is all on its list; and few regulators hand in anything.
    if not inside and session.execute(select(col(FilingRow.seq)).where(own).limit(1)).first() is not None:
        asked = [unindexed(here(query.region))] if query.region else []
        out.append(Walked(and_(own, *asked), search.of_body(who.org_id)))
    return out or [Walked(false())]


def here(prefix: str) -> ColumnElement[bool]:
    level = LEVELS.get(len(prefix))
    return false() if level is None else col(level) == prefix


class _Unindexed(FunctionElement[bool]):
    """A condition that SQLite shall test and not look up: its planner knows too little of our data to choose well."""

    name = "unindexed"
    inherit_cache = True
    type = Boolean()


@compiles(_Unindexed)
def _tested(element: Any, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)})"


@compiles(_Unindexed, "sqlite")
def _tested_by_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"(+({compiler.process(element.clauses, **how)}))"


def unindexed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _Unindexed(condition)
