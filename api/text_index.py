"""What makes the words of ``filing.terms`` quick to find: an FTS5 table on SQLite, a GIN index on PostgreSQL.

``terms`` holds lower-case tokens with spaces between them (``api.search`` makes them), so neither database is asked
to understand Chinese: both split at spaces and compare whole tokens.

SQLite: ``filing_fts(terms)`` has no text of its own (external content); its ``rowid`` is ``filing.seq`` and triggers keep it.
PostgreSQL: the index is on exactly ``EXPRESSION``, and a query must say the same words, as a literal and not as a bound value
(a prepared plan would not see that they are the same).
"""

from __future__ import annotations

from sqlalchemy import DDL, Table, event
from sqlalchemy.schema import ExecutableDDLElement

EXPRESSION = "to_tsvector('simple', terms)"
INDEX = "ix_filing_terms"
FTS = "filing_fts"

SQLITE: tuple[str, ...] = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(terms, content='filing', content_rowid='seq', "
    "tokenize='unicode61 remove_diacritics 0')",
    f"CREATE TRIGGER filing_fts_added AFTER INSERT ON filing BEGIN "
    f"INSERT INTO {FTS}(rowid, terms) VALUES (new.seq, new.terms); END",
    f"CREATE TRIGGER filing_fts_removed AFTER DELETE ON filing BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, terms) VALUES ('delete', old.seq, old.terms); END",
    # A list touches a filing's other columns often and its terms seldom.
    f"CREATE TRIGGER filing_fts_changed AFTER UPDATE OF terms ON filing WHEN old.terms IS NOT new.terms BEGIN "
    f"INSERT INTO {FTS}({FTS}, rowid, terms) VALUES ('delete', old.seq, old.terms); "
    f"INSERT INTO {FTS}(rowid, terms) VALUES (new.seq, new.terms); END",
)
POSTGRESQL: tuple[str, ...] = (f"CREATE INDEX {INDEX} ON filing USING gin (to_tsvector('simple'::regconfig, terms))",)


def statements(dialect: str) -> tuple[str, ...]:
    """What to execute after the table ``filing`` is made; ``dialect`` is SQLAlchemy's name for the database."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL


def attach(filing: Table) -> None:
    """Have ``create_all`` make the index too, so that a database made without migrations is searched the same way."""
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(dialect):
            ddl: ExecutableDDLElement = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(filing, "after_create", ddl.execute_if(dialect=dialect))
