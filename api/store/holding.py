"""Between a blob that is kept already and the row that will name it: nobody may clear the blob away in that moment.

Whoever is about to name blobs that were there before holds them (``hold``, as many as like at once) and looks that they
are still there, in the transaction of the rows that name them. Whoever removes one is alone (``alone``) while it asks
whether a row names it and removes it. On SQLite the one writer's lock says both. Blobs just written need no hold: what
is younger than a day is never cleared away.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from api.store.blobs import Blob, Blobs

_LOCK = 0x626C6F62  # "blob"


class Vanished(Exception):
    """A blob that was there when it was handed in is gone: it must be written again."""


def hold(session: Session, blobs: Blobs, named: Iterable[Blob]) -> None:
    """Keep these from being removed until the transaction ends; raises Vanished where one already was."""
    known = [blob.sha256 for blob in named if blob.known]
    if not known:
        return
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock_shared(:key)"), {"key": _LOCK})
    for name in known:
        if not blobs.has(name):
            raise Vanished(name)


def alone(session: Session) -> bool:
    """Whether nobody holds a blob now, nor will until the transaction ends; False where somebody does: try again later."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return bool(session.execute(text("select pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}).scalar_one())
