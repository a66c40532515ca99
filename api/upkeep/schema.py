"""The tables as the engine of this version wants them: brought up to date, and compared with what is there.

Migrations are Alembic's (``api/migrations/versions``) and ship with the package. A whole upgrade is one transaction, also on
SQLite, and takes a lock first: when several processes start at once, one of them upgrades and the others find it done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from api import text_index
from api.store import Database
from api.tables import METADATA

_LOCK = 0x616E7A65  # "anze": the advisory lock under which PostgreSQL is upgraded
_SHADOWS = frozenset({text_index.FTS, *(f"{text_index.FTS}_{part}" for part in ("config", "data", "docsize", "idx"))})


class Unmigrated(Exception):
    """The database is not at the revision this engine needs; ``anze db upgrade`` brings it there."""


@cache
def scripts() -> ScriptDirectory:
    """The migrations of this engine."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(files("api").joinpath("migrations")))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


@cache
def head() -> str:
    """The revision this engine needs."""
    revision = scripts().get_current_head()
    assert revision is not None
    return revision


def revision(db: Database) -> str | None:
    """The revision the database is at; None where it was never migrated."""
    with db.engine.connect() as connection:
        return revision_of(connection)


def revision_of(connection: Connection) -> str | None:
    """The same, within a transaction under way."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def known() -> frozenset[str]:
    """Every revision that this engine can bring up to date."""
    return frozenset(script.revision for script in scripts().walk_revisions())


def at_head(db: Database) -> bool:
    """Whether the database is what this engine needs. Raises what the driver raises when it does not answer."""
    return revision(db) == head()


def upgrade(db: Database, to: str = "head") -> bool:
    """Bring the schema up to date; True where something was done. Safe when several processes do it at once.

    A revision this engine does not know means that a newer engine has been here: Unmigrated is raised and nothing changed.
    """
    try:
        if to == "head" and at_head(db):
            return False
    except SQLAlchemyError:
        pass  # not there yet, or not answering: the attempt below says which
    with alone(db) as connection:
        before = revision_of(connection)
        if before is not None and before not in known():
            raise Unmigrated(f"数据库的版本 {before} 比本程序新，请升级程序")
        with EnvironmentContext(AlembicConfig(), scripts(), fn=lambda at, _: scripts()._upgrade_revs(to, at)) as step:
            step.configure(connection=connection, **comparing(db.sqlite))
            step.run_migrations()
        if db.sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise Unmigrated(f"升级后外键不成立，已撤回：{broken[:3]}")
        after = revision_of(connection)
    if db.sqlite:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA optimize")
    return before != after


@contextmanager
def alone(db: Database) -> Iterator[Connection]:
    """A transaction that no other upgrade runs beside. On SQLite tables are rebuilt to be altered, so foreign keys rest."""
    if not db.sqlite:
        with db.engine.begin() as connection:
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection
        return
    with db.engine.connect().execution_options(anze_write=True) as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def comparing(sqlite: bool) -> Mapping[str, Any]:
    """How Alembic is to look at our tables: full-text objects are ours to keep, not its."""
    return {
        "target_metadata": METADATA,
        "render_as_batch": sqlite,
        "compare_type": True,
        "compare_server_default": True,
        "include_name": _ours,
    }


def _ours(name: str | None, kind: str, _parents: Mapping[str, Any]) -> bool:
    return not ((kind == "table" and name in _SHADOWS) or (kind == "index" and name == text_index.INDEX))


def is_empty(db: Database) -> bool:
    """Whether nothing was ever made there."""
    return not inspect(db.engine).get_table_names()


def differences(db: Database) -> list[str]:
    """What the database's schema lacks or has beyond the tables this engine knows, in words; empty when they are the same."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=dict(comparing(db.sqlite)))
        found = [_said(difference) for difference in compare_metadata(context, METADATA)]
        return found + [f"缺少 {name}" for name in _lacking(connection, db.sqlite)]


def _said(difference: Any) -> str:
    """Alembic's operation as words: ``add_column filing.terms``. A list of them is several changes of one column."""
    parts = difference[0] if isinstance(difference, list) else difference
    names = (getattr(part, "fullname", None) or getattr(part, "name", None) or part for part in parts)
    return " ".join(name for name in names if isinstance(name, str))


def _lacking(connection: Connection, sqlite: bool) -> list[str]:
    wanted = (
        [text_index.FTS, "filing_fts_added", "filing_fts_removed", "filing_fts_changed"]
        if sqlite
        else [text_index.INDEX]
    )
    query = (
        "select name from sqlite_master"
        if sqlite
        else "select indexname from pg_indexes where schemaname = current_schema()"
    )
    there = {row[0] for row in connection.execute(text(query))}
    return [name for name in wanted if name not in there]
