"""Who looked at what, for the audit log, without making anybody wait for it.

Looking is far more frequent than changing, and every entry takes the chain's lock. So looks are gathered in the process
and written by a thread, all of a second in one transaction; what was gathered is written when the service closes. A
process that is killed loses the looks of its last second, never a change.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from api.accounts.chain import Event, append
from api.accounts.principal import Principal
from api.service import Service
from api.store import now
from api.tables.accounts import ApiToken, User

log = logging.getLogger("anze.audit_log")

EVERY_S = 1.0
AGAIN_S = 600.0
"""A person looking at the same thing again within this time is not written again."""
KEPT = 100_000
"""Looks held at most while the database does not answer; the newest beyond that are dropped, and the log says so."""
BATCH = 500

Key = tuple[str, str, str]


class Views:
    """The looks of one process."""

    def __init__(self, service: Service) -> None:
        self._db = service.db
        self._lock, self._writing = threading.Lock(), threading.Lock()
        self._seen: dict[Key, float] = {}
        self._waiting: list[Event] = []
        self._met: dict[tuple[str, str], datetime] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @classmethod
    def of(cls, service: Service) -> Views:
        """The service's own, made when first asked for and closed with it."""
        return service.part(cls)

    def note(self, who: Principal, object_kind: str, object_id: str, action: str = "") -> None:
        """That the person saw the object, unless it was noted within the last ten minutes. ``action`` says how, where it
        was not by looking: ``paper.downloaded``."""
        action = action or f"{object_kind}.view"
        if not self._first((who.user_id + who.token_id, action, object_id)):
            return
        with self._lock:
            if len(self._waiting) < KEPT:
                self._waiting.append(Event.by(who, action, object_kind, object_id))
            else:
                log.error("audit log: %d looks wait for the database; one more was dropped", KEPT)
        self._wake()

    def met(self, who: Principal) -> None:
        """Note that the person, or the token, was here, for ``seen_at`` and ``used_at``."""
        if self._first((who.user_id + who.token_id, "", "")):
            with self._lock:
                self._met[who.user_id, who.token_id] = now()
            self._wake()

    def _first(self, key: Key) -> bool:
        moment = time.monotonic()
        with self._lock:
            last = self._seen.get(key)
            if last is not None and moment - last < AGAIN_S:
                return False
            if len(self._seen) >= KEPT:
                self._seen = {k: at for k, at in self._seen.items() if moment - at < AGAIN_S / 2}
            self._seen[key] = moment
            return True

    def _wake(self) -> None:
        with self._lock:
            if self._thread is None and not self._stop.is_set():
                self._thread = threading.Thread(target=self._write_on, name="anze-views", daemon=True)
                self._thread.start()

    def _write_on(self) -> None:
        while not self._stop.wait(EVERY_S):
            try:
                self.flush()
            except SQLAlchemyError as error:
                log.warning("audit log: looks wait, the database says: %s", error)

    def flush(self) -> None:
        """Write what has gathered. Raises what the database raises; no look is lost then."""
        with self._writing:
            while batch := self._waiting[:BATCH]:
                with self._db.writing() as session:
                    append(session, batch)
                with self._lock:
                    del self._waiting[: len(batch)]
            with self._lock:
                met, self._met = self._met, {}
            if met:
                with self._db.writing() as session:
                    for (user_id, token_id), at in sorted(met.items()):
                        session.execute(update(User).where(col(User.id) == user_id).values(seen_at=at))
                        if token_id:
                            session.execute(update(ApiToken).where(col(ApiToken.id) == token_id).values(used_at=at))

    def close(self) -> None:
        """Stop the thread and write the rest."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
        try:
            self.flush()
        except SQLAlchemyError as error:
            log.error("audit log: %d looks were lost, the database says: %s", len(self._waiting), error)


def record_view(service: Service, who: Principal, object_kind: str, object_id: str, action: str = "") -> None:
    """Note in the audit log that the person saw this; costs a dictionary look-up, written within a second or so.
    ``action`` is ``{object_kind}.view`` unless it says more."""
    Views.of(service).note(who, object_kind, object_id, action)
