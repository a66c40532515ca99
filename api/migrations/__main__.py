"""Writes a migration: ``python -m api.migrations "what changes and why"``, from the tables to the last migration's schema.

``--initial`` writes the first one anew, which is right only as long as nobody has a database. Read what it wrote: a column
renamed looks to it like one dropped and one added, and it moves no data.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from sqlalchemy import types
from sqlmodel.sql.sqltypes import AutoString

from api import text_index
from api.store import Database, Packed, Plain, Utc
from api.tables import METADATA
from api.upkeep import schema

VERSIONS = Path(__file__).parent / "versions"
HEAD = '''"""{message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql  # noqa: F401

revision = {revision!r}
down_revision = {before!r}


def upgrade() -> None:
    {body}
'''
TEXT_SEARCH = """
    bind = op.get_bind()
    for statement in SQLITE if bind.dialect.name == "sqlite" else POSTGRESQL:
        bind.exec_driver_sql(statement)
"""


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Our column types as plain ones: a migration must not change when a class of ours does."""
    if kind != "type":
        return False
    if isinstance(thing, Utc):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, Packed):
        return "sa.LargeBinary()"
    if thing is Plain or type(thing) is types.JSON:
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if isinstance(thing, AutoString):
        return f"sa.String({thing.length})" if thing.length else "sa.String()"
    return False


def write(message: str, *, initial: bool = False) -> Path:
    """Write the next migration (or the first one anew) and return its file."""
    before = None if initial else schema.head()
    number = f"{int(before or 0) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{folder}/empty.db")
        if before:
            schema.upgrade(db)
        with db.engine.connect() as connection:
            options = {
                **schema.comparing(sqlite=before is not None),
                "render_item": render,
                "sqlalchemy_module_prefix": "sa.",
            }
            context = MigrationContext.configure(connection, opts=options)
            operations = produce_migrations(context, METADATA).upgrade_ops
            assert operations is not None
            body = render_python_code(operations, render_item=render, migration_context=context,
                                      render_as_batch=before is not None)  # fmt: skip
        db.close()
    text = HEAD.format(message=message, revision=number, before=before, body=body.replace("\n\n", "\n"))
    if initial:
        made = "".join(f"{name} = {getattr(text_index, name)!r}\n" for name in ("SQLITE", "POSTGRESQL"))
        text = text.replace("\n\n\ndef upgrade", f"\n\n{made}\n\ndef upgrade") + TEXT_SEARCH.lstrip("\n")
    file = VERSIONS / f"v{number}_{'initial' if initial else 'next'}.py"
    file.write_text(text, "utf-8")
    return file


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--initial"]
    print(write(" ".join(words) or "The tables of the service.", initial="--initial" in sys.argv))
