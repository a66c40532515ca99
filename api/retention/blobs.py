"""Bytes removed that no row names: of what was purged, and of uploads that died between the bytes and their rows."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice

from sqlmodel import Session, col, select

from api.service import Service
from api.store import now
from api.store.holding import alone
from api.tables.documents import Paper, UploadedFile

GRACE_S = 86_400.0
"""What was written later than this ago may be about to be named, and stays."""
RECENT = timedelta(hours=2)
"""Papers of several parts are looked through before the lock is taken; under it only those that came since."""
BATCH = 100
"""Blobs looked at and removed under one hold of the lock."""
_TRIES, _PAUSE_S = 40, 0.25


def multipart(session: Session, since_s: float | None = None) -> set[bytes]:
    """The hashes named by papers of several parts, which no index holds; only of those that came in the last ``since_s``
    seconds where it is given."""
    query = select(Paper.parts).where(Paper.sha256 == "")
    if since_s is not None:
        query = query.where(col(Paper.created_at) > now() - timedelta(seconds=since_s))
    rows = session.exec(query.execution_options(yield_per=2000))
    return {bytes.fromhex(part["sha256"]) for parts in rows for part in parts if part["sha256"]}


def _named(session: Session, names: Sequence[str]) -> set[str]:
    """Which of these a row names, papers of several parts left aside."""
    files = session.exec(select(UploadedFile.sha256).where(col(UploadedFile.sha256).in_(names)))
    papers = session.exec(select(Paper.sha256).where(col(Paper.sha256).in_(names)))
    return {*files, *papers}


def unnamed(service: Service, names: Iterable[str]) -> Iterator[str]:
    """Those of these blobs that no row names and that are old enough. To be removed by ``remove``, which asks again."""
    with service.db.reading() as session:
        in_parts = multipart(session)
    rest = iter(names)
    while some := list(islice(rest, 1000)):
        with service.db.reading() as session:
            named = _named(session, some)
        for name in some:
            if name not in named and bytes.fromhex(name) not in in_parts and _old(service, name):
                yield name


def _old(service: Service, name: str) -> bool:
    try:
        return service.blobs.age_s(name) > GRACE_S
    except FileNotFoundError:
        return False


def remove(service: Service, names: Iterable[str]) -> int:
    """Remove those of these that no row names and nobody is about to name; how many."""
    gone = 0
    rest = unnamed(service, names)
    while some := list(islice(rest, BATCH)):
        for _ in range(_TRIES):
            done = _remove_alone(service, some)
            if done is not None:
                gone += done
                break
            time.sleep(_PAUSE_S)  # uploads go first; what is not done today is done tomorrow
    return gone


def _remove_alone(service: Service, names: Sequence[str]) -> int | None:
    """Under the lock; None where somebody holds a blob at the moment."""
    with service.db.writing() as session:
        if not alone(session):
            return None
        named = _named(session, names) | {digest.hex() for digest in multipart(session, RECENT.total_seconds())}
        doomed = [name for name in names if name not in named and _old(service, name)]
        for name in doomed:
            service.blobs.delete(name)
        return len(doomed)
