"""The schema: migrations make the tables the program knows, on both databases, with data in place, by one process at a time."""

from __future__ import annotations

from api.store import Database
from api.upkeep import schema


def test_a_database_of_the_fixture_is_current(database: Database) -> None:
    assert schema.at_head(database)
    assert schema.differences(database) == []


def test_the_migrations_make_the_tables_the_program_knows(empty_database: Database) -> None:
    assert schema.revision(empty_database) is None
    assert schema.upgrade(empty_database)
    assert schema.at_head(empty_database)
    assert schema.differences(empty_database) == []
    assert not schema.upgrade(empty_database)
