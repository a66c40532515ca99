"""Versions of packs in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, or_, tuple_, update
from sqlmodel import Session, col, select

from api.tables.accounts import User
from api.tables.packs import PackVersion

Key = tuple[str | int, ...]


def active(session: Session) -> Sequence[Row[tuple[str, str, str, bool]]]:
    """Id, name, version and whether shipped, of every version in use; a dozen or two."""
    return session.execute(
        select(PackVersion.id, PackVersion.name, PackVersion.version, PackVersion.shipped)
        .where(PackVersion.state == "active")
        .order_by(col(PackVersion.name))
    ).all()


def by_id(session: Session, version_id: str) -> PackVersion | None:
    return session.exec(select(PackVersion).where(PackVersion.id == version_id)).first()


def ids_of(session: Session, versions: Sequence[tuple[str, str]]) -> Sequence[str]:
    """Of these versions, each by its pack's name and its hash."""
    wanted = set(versions)
    there = select(PackVersion.id, PackVersion.name, PackVersion.version).where(
        col(PackVersion.name).in_([name for name, _ in versions])
    )
    return [id_ for id_, name, version in session.execute(there) if (name, version) in wanted]


def all_of_name(session: Session, name: str, *, lock: bool = False) -> Sequence[PackVersion]:
    """Every version of a pack, newest first; locked where one of them is about to change, so that two approvals of one
    pack come one after another."""
    query = select(PackVersion).where(PackVersion.name == name).order_by(col(PackVersion.id).desc())
    return session.exec(query.with_for_update() if lock else query).all()


def _shown(drafts_in: str | None) -> ColumnElement[bool]:
    """Versions that were in use, and of the others those for regions that begin so; None: of those none."""
    public = or_(col(PackVersion.shipped), col(PackVersion.activated_at).is_not(None))
    return public if drafts_in is None else or_(public, col(PackVersion.region).startswith(drafts_in, autoescape=True))


def versions_page(
    session: Session, name: str, drafts_in: str | None, after: Key | None, limit: int
) -> Sequence[PackVersion]:
    query = select(PackVersion).where(PackVersion.name == name, _shown(drafts_in))
    if after is not None:
        query = query.where(col(PackVersion.id) < after[0])
    return session.exec(query.order_by(col(PackVersion.id).desc()).limit(limit + 1)).all()


def page(session: Session, states: Sequence[str], region: str, after: Key | None, limit: int,
         drafts_in: str | None = None) -> Sequence[PackVersion]:  # fmt: skip
    """By region code (the nation first), then name. ``region`` (significant digits): packs that reach a place in it or
    around it are the caller's business; here only codes that begin so."""
    query = select(PackVersion).where(col(PackVersion.state).in_(states), _shown(drafts_in))
    if region:
        query = query.where(col(PackVersion.region).startswith(region, autoescape=True))
    if after is not None:
        query = query.where(
            tuple_(col(PackVersion.region), col(PackVersion.name), col(PackVersion.id)) > tuple_(*after)
        )
    order = (col(PackVersion.region), col(PackVersion.name), col(PackVersion.id))
    return session.exec(query.order_by(*order).limit(limit + 1)).all()


def retire_shipped_but(session: Session, kept: Sequence[str]) -> None:
    """Shipped versions of another engine, which this one does not judge by."""
    session.execute(
        update(PackVersion)
        .where(col(PackVersion.shipped), PackVersion.state == "active", col(PackVersion.id).not_in(kept))  # type: ignore[arg-type]
        .values(state="retired")
    )


def names_of(session: Session, user_ids: Sequence[str]) -> dict[str, str]:
    """People's names by id."""
    if not user_ids:
        return {}
    rows = session.exec(select(User).where(col(User.id).in_(user_ids))).all()
    return {user.id: user.name or user.login for user in rows}
