"""One SQL database, SQLite or PostgreSQL, chosen by its URL; sessions that say whether they will write.

SQLite lets one writer in at a time. A transaction that begins as a reader and then writes can be refused half-way, so a
writing session takes the write lock when it begins and waits for it there (``BEGIN IMMEDIATE``).

A reading session sees one moment, in both: PostgreSQL by itself shows each statement what was committed just before it, so
a page made of several could say that nothing is under way and yet show what stood before it was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

BUSY_S = 30.0
"""How long a SQLite session waits for the write lock, seconds."""
POOL = 20
"""PostgreSQL connections kept per process; as many more may open for a moment."""


class Database:
    """Engine and sessions. ``url`` as SQLAlchemy writes it; ``postgresql://`` means psycopg 3. Raises ArgumentError for another."""

    def __init__(self, url: str, *, pool: int = POOL) -> None:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ArgumentError(f"neither SQLite nor PostgreSQL: {parsed.drivername}")
        self.url: URL = parsed
        self.sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(parsed) if self.sqlite else _postgresql_engine(parsed, pool)
        self._writer = self.engine.execution_options(anze_write=True)
        self._reader = self.engine if self.sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads, all of it as it stood at its first question; what it loaded stays usable after its end."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose transaction is committed at the end of the block, and rolled back when it raises."""
        with Session(self._writer, expire_on_commit=False) as session:
            yield session
            session.commit()

    def reachable(self) -> None:
        """Raises what the driver raises when the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(text("select 1"))

    def close(self) -> None:
        self.engine.dispose()


def _sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False}, pool_size=POOL,
                           max_overflow=POOL)  # fmt: skip

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would begin transactions of its own, and too late
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged upload survives a power cut
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "mmap_size=268435456",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("anze_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


_PATIENCE: dict[str, int] = {
    # A host that vanished (power, network) says nothing: its locks must come free within a minute or so, not after two
    # hours as TCP has it by itself. The server's side, seconds:
    "tcp_keepalives_idle": 20,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
    # A client that hangs in the middle of a transaction, milliseconds. The longest of ours is one upload's rows.
    "idle_in_transaction_session_timeout": 300_000,
}


def _postgresql_engine(url: URL, pool: int) -> Engine:
    connect = {
        "options": " ".join(f"-c {name}={value}" for name, value in _PATIENCE.items()),
        # Our side, so that a server that vanished is noticed too.
        "keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "connect_timeout": 10,
    }  # fmt: skip
    given = {name: value for name, value in connect.items() if name not in url.query}
    return create_engine(url, pool_size=pool, max_overflow=pool, pool_pre_ping=True, pool_recycle=1800,
                         connect_args=given)  # fmt: skip
