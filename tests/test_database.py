"""The store over the years: migrations, full-text search, checks, backups; on both databases and from one to the other."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import text, update
from sqlmodel import col, select

from api.config import Config
from api.migrations import __main__ as writer
from api.queue import claim, enqueue
from api.service import Service
from api.store import Blobs, Database, now
from api.tables import METADATA
from api.tables.accounts import AuditEntry
from api.tables.documents import Upload
from api.tables.filings import FilingRow
from api.tables.queue import Job
from api.upkeep import BadBackup, Unmigrated, backup, check, restore, rows, schema, upgrade
from tests.store_kit import everything, fill, fill_as_declared, filled

MIGRATIONS = Path(writer.__file__).parent


# --- sessions --------------------------------------------------------------------------------------------------------


def test_what_is_read_in_one_session_is_of_one_moment(database: Database) -> None:
    """Else a page may say that nothing is under way and show what stood before it was done, for good."""
    with database.writing() as session:
        enqueue(session, "read", "read:a", {})
    with database.reading() as looking:
        before = looking.exec(select(Job.key)).all()
        with database.writing() as session:
            enqueue(session, "read", "read:b", {})
        after = looking.exec(select(Job.key)).all()
    assert before == after == ["read:a"]
    with database.reading() as looking:
        assert looking.exec(select(Job.key).order_by(col(Job.key))).all() == ["read:a", "read:b"]


# --- migrations ------------------------------------------------------------------------------------------------------


def test_a_database_of_the_fixture_is_current(database: Database) -> None:
    assert schema.at_head(database)
    assert schema.differences(database) == []


def test_the_migrations_make_the_tables_the_program_knows(empty_database: Database) -> None:
    assert schema.revision(empty_database) is None
    assert upgrade(empty_database)
    assert schema.at_head(empty_database)
    assert schema.differences(empty_database) == []
    assert not upgrade(empty_database)


def test_every_step_goes_up_from_the_one_before_with_rows_in_place(empty_database: Database) -> None:
    steps = [script.revision for script in reversed(list(schema.scripts().walk_revisions()))]
    for revision in steps:
        upgrade(empty_database, revision)
        with empty_database.engine.connect() as connection:
            assert schema.revision_of(connection) == revision
            known = rows.tables(connection)
        if revision == steps[0]:
            fill_as_declared(empty_database, known)
    with empty_database.engine.connect() as connection:
        assert all(connection.execute(table.select()).first() is not None for table in known)
    assert schema.differences(empty_database) == []


@pytest.fixture
def two_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Our migrations and room for one more, as a later version would have it."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for file in (MIGRATIONS / "versions").glob("v*.py"):
        (versions / file.name).write_text(file.read_text("utf-8"), "utf-8")
    config = AlembicConfig()
    config.set_main_option("script_location", str(versions.parent))
    config.set_main_option("path_separator", "os")
    before = schema.head()
    for name in ("scripts", "head", "known"):
        getattr(schema, name).cache_clear()
    monkeypatch.setattr(schema, "scripts", lambda: ScriptDirectory.from_config(config))
    (versions / "v9999_next.py").write_text(f"revision, down_revision = '9999', {before!r}\n", "utf-8")
    yield versions / "v9999_next.py"
    for name in ("head", "known"):
        getattr(schema, name).cache_clear()


def test_a_later_step_changes_a_table_others_point_at_and_keeps_every_row(database: Database, two_steps: Path) -> None:
    fill(database, "0" * 64)
    before = everything(database)
    two_steps.write_text(
        two_steps.read_text("utf-8")
        + """
import sqlalchemy as sa
from alembic import op

def upgrade():
    with op.batch_alter_table("organisation") as table:
        table.alter_column("name", type_=sa.String(400), existing_type=sa.String(200), existing_nullable=False)
        table.add_column(sa.Column("website", sa.String(), nullable=True))
""",
        "utf-8",
    )
    assert not schema.at_head(database)
    assert upgrade(database)
    assert schema.revision(database) == "9999"
    assert everything(database) == before
    assert any("website" in difference for difference in schema.differences(database))


def test_a_step_that_fails_changes_nothing(database: Database, two_steps: Path) -> None:
    two_steps.write_text(
        two_steps.read_text("utf-8")
        + """
from alembic import op

def upgrade():
    op.execute("create table half (id integer)")
    op.execute("insert into nowhere values (1)")
""",
        "utf-8",
    )
    with pytest.raises(Exception, match="nowhere"):
        upgrade(database)
    assert schema.revision(database) != "9999"
    assert schema.differences(database) == []
    with database.writing() as session:  # and no lock is left behind
        session.add(Job(kind="k", key="k"))


def test_of_processes_that_start_at_once_one_upgrades(empty_database: Database) -> None:
    url = empty_database.url.render_as_string(hide_password=False)
    code = f"from api.store import Database; from api.upkeep import upgrade; print(upgrade(Database({url!r})))"
    started = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate()[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * 3
    assert sorted(said) == ["False", "False", "True"]
    assert schema.differences(empty_database) == []


def test_a_database_of_a_newer_engine_is_left_alone(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("update alembic_version set version_num = '7777'"))
    with pytest.raises(Unmigrated, match="7777"):
        upgrade(database)
    assert schema.revision(database) == "7777"


def test_what_is_written_for_unchanged_tables_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "VERSIONS", tmp_path)
    written = writer.write("Nothing.").read_text("utf-8")
    assert f"down_revision = {schema.head()!r}" in written
    assert "op." not in written.partition("def upgrade")[2]


def test_the_first_step_can_be_written_anew_and_is_the_one_we_ship(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "VERSIONS", tmp_path)
    written = writer.write("The tables of the service, and what makes their words quick to find.", initial=True)
    for command in (["check", "--fix", "-q"], ["format", "-q"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--config", "pyproject.toml", str(written)]
        subprocess.run(ruff, check=True, cwd=MIGRATIONS.parent.parent)
    assert written.read_text("utf-8") == (MIGRATIONS / "versions" / written.name).read_text("utf-8")


# --- full-text search ------------------------------------------------------------------------------------------------


def found(db: Database, word: str) -> list[str]:
    query = (
        "select name from filing where seq in (select rowid from filing_fts where filing_fts match :word)"
        if db.sqlite
        else "select name from filing where to_tsvector('simple', terms) @@ to_tsquery('simple', :word)"
    )
    with db.reading() as session:
        return sorted(session.scalars(text(query), {"word": word}))


def test_words_are_found_as_rows_come_change_and_go(database: Database) -> None:
    fill(database, "0" * 64)
    with database.writing() as session:
        org = session.scalar(text("select id from organisation"))
        for name, terms in (("a", "灵璧 璧奇 奇石 pzab2025"), ("b", "灵璧 璧县"), ("c", "奇石")):
            session.add(FilingRow(org_id=org, name=name, terms=terms))
    assert found(database, "灵璧") == ["a", "b"]
    assert found(database, "pzab2025") == ["a"]
    assert found(database, "灵") == []
    with database.writing() as session:
        session.execute(update(FilingRow).where(col(FilingRow.name) == "b").values(terms="奇石"))
        session.execute(text("delete from filing where name = 'c'"))
    assert found(database, "灵璧") == ["a"]
    assert found(database, "奇石") == ["a", "b"]


def test_postgresql_uses_the_index_for_the_documented_expression(database: Database) -> None:
    if database.sqlite:
        with database.reading() as session:
            session.execute(text("insert into filing_fts(filing_fts) values ('integrity-check')"))
        return
    with database.reading() as session:
        session.execute(text("set enable_seqscan = off"))
        plan = session.scalars(
            text("explain select 1 from filing where to_tsvector('simple', terms) @@ to_tsquery('simple', 'x')")
        )
        assert "ix_filing_terms" in "\n".join(plan)


# --- checks ----------------------------------------------------------------------------------------------------------


def troubles(service: Service) -> set[str]:
    return {trouble.kind for trouble in check(service)}


@pytest.fixture
def sound(service: Service) -> Service:
    """A service with something in every table, and nothing wrong."""
    filled(service)
    with service.db.writing() as session:
        session.execute(update(Job).values(state="done"))
        session.execute(update(Upload).values(state="done"))
    return service


def test_a_sound_store_has_no_trouble(sound: Service) -> None:
    assert list(check(sound)) == []


def test_a_paper_that_is_gone_is_found(sound: Service) -> None:
    for name in list(sound.blobs.names()):
        sound.blobs.delete(name)
    assert troubles(sound) == {"paper_missing"}


def test_a_paper_that_was_changed_is_found(sound: Service) -> None:
    (name,) = sound.blobs.names()
    with sound.blobs.local(name) as path:
        path.write_bytes(b"another paper")
    assert troubles(sound) == {"paper_changed"}
    assert list(check(sound, hashes=False)) == []


def test_a_paper_that_nothing_names_is_mentioned_and_is_not_grave(sound: Service) -> None:
    sound.blobs.put(io.BytesIO(b"left over"))
    (trouble,) = check(sound)
    assert (trouble.kind, trouble.grave) == ("paper_unnamed", False)


def test_jobs_that_nobody_does_are_found(sound: Service) -> None:
    with sound.db.writing() as session:
        enqueue(session, "read", "waits", {}, delay_s=-7200)
        enqueue(session, "read", "lost", {}, delay_s=-7300)
    with sound.db.writing() as session:
        claim(session, "w", 1, lease_s=-3600)
    assert troubles(sound) == {"job_waiting", "job_abandoned"}
    with sound.db.writing() as session:
        session.execute(update(Job).values(state="dead"))
        session.execute(update(Upload).values(state="reading", created_at=now() - timedelta(days=1)))
    assert troubles(sound) == {"job_given_up", "upload_stuck"}


def test_a_changed_audit_entry_is_found(sound: Service) -> None:
    with sound.db.writing() as session:
        session.execute(update(AuditEntry).where(col(AuditEntry.seq) == 1).values(user_name="somebody else"))
    assert troubles(sound) == {"audit_log"}


def test_a_schema_that_somebody_altered_is_found(sound: Service) -> None:
    with sound.db.writing() as session:
        session.execute(text("alter table comment drop column text"))
        session.execute(text("drop trigger filing_fts_changed" if sound.db.sqlite else "drop index ix_filing_terms"))
    said = [trouble.what for trouble in check(sound)]
    assert any("comment" in what and "text" in what for what in said)
    assert any("filing_fts_changed" in what or "ix_filing_terms" in what for what in said)


# --- backups ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def other(empty_database: Database, tmp_path: Path) -> Iterator[Service]:
    """An empty store, of either kind, to restore into."""
    config = Config(data=tmp_path / "other")
    service = Service(config, empty_database, Blobs(config.blobs_url))
    yield service
    service.close()


# The first test takes each from each; the others cross over, which uses both in both parts.
ACROSS = pytest.mark.parametrize(
    ("database_url", "empty_database"), [("sqlite", "postgresql"), ("postgresql", "sqlite")], indirect=True
)


def test_what_either_database_kept_either_gets_back(sound: Service, other: Service, tmp_path: Path) -> None:
    kept = backup(sound, tmp_path / "all.tar")
    assert (kept.blobs, kept.bytes, kept.missing) == (1, 15, ())
    assert set(kept.tables) == set(METADATA.tables)
    assert restore(tmp_path / "all.tar", other) == kept
    assert everything(other.db) == everything(sound.db)
    assert schema.differences(other.db) == []
    assert list(check(other)) == []
    with other.db.writing() as session:  # numbering goes on after the last row
        session.add(Job(kind="k", key="next"))
    assert (tmp_path / "all.tar").stat().st_mode & 0o777 == 0o600


@ACROSS
def test_search_works_in_what_was_restored(sound: Service, other: Service, tmp_path: Path) -> None:
    with sound.db.writing() as session:
        session.execute(update(FilingRow).values(terms="灵璧 奇石"))
    backup(sound, tmp_path / "all.tar")
    restore(tmp_path / "all.tar", other)
    assert len(found(other.db, "奇石")) == 1


@ACROSS
def test_a_backup_of_a_store_at_work_is_of_one_moment(sound: Service, other: Service, tmp_path: Path) -> None:
    def hand_in(part: str) -> None:
        if part in ("upload", "paper"):
            blob = sound.blobs.put(io.BytesIO(part.encode()))
            with sound.db.writing() as session:
                row = session.execute(text("select org_id, user_id from upload limit 1")).one()
                session.add(
                    Upload(org_id=row.org_id, user_id=row.user_id, error={"came during": part, "sha": blob.sha256})
                )

    before = everything(sound.db)
    backup(sound, tmp_path / "all.tar", hand_in)
    assert len(everything(sound.db)["upload"]) == 3
    restore(tmp_path / "all.tar", other)
    assert everything(other.db) == before
    assert list(check(other)) == []


@ACROSS
def test_a_paper_that_was_lost_before_is_told_and_not_passed_over(
    sound: Service, other: Service, tmp_path: Path
) -> None:
    (name,) = sound.blobs.names()
    sound.blobs.delete(name)
    assert backup(sound, tmp_path / "all.tar").missing == (name,)
    assert restore(tmp_path / "all.tar", other).missing == (name,)
    assert troubles(other) == {"paper_missing"}


def test_a_backup_that_fails_leaves_no_file(sound: Service, tmp_path: Path) -> None:
    def fail(part: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(sound, tmp_path / "all.tar", fail)
    assert not list(tmp_path.glob("all.tar*"))


def test_a_backup_is_never_written_over(sound: Service, tmp_path: Path) -> None:
    backup(sound, tmp_path / "all.tar")
    with pytest.raises(FileExistsError):
        backup(sound, tmp_path / "all.tar")


def test_a_store_with_rows_is_not_restored_into(sound: Service, tmp_path: Path) -> None:
    backup(sound, tmp_path / "all.tar")
    before = everything(sound.db)
    with pytest.raises(BadBackup, match="不是空的"):
        restore(tmp_path / "all.tar", sound)
    assert everything(sound.db) == before


def spoil_blob(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace("一份保险单".encode(), "二份保险单".encode()))


def spoil_end(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def spoil_manifest(file: Path) -> None:
    """As a newer engine would write it."""
    with tarfile.open(file) as tar:
        members = [(member, stream.read()) for member in tar if (stream := tar.extractfile(member))]
    with tarfile.open(file, "w") as tar:
        for member, content in members:
            if member.name == "manifest.json":
                content = json.dumps(json.loads(content) | {"revision": "8888"}).encode()
                member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def spoil_everything(file: Path) -> None:
    file.write_bytes(gzip.compress(b"no archive"))


@ACROSS
@pytest.mark.parametrize("spoil", [spoil_blob, spoil_end, spoil_manifest, spoil_everything])
def test_a_backup_that_is_not_whole_changes_nothing(
    sound: Service, other: Service, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    file = tmp_path / "all.tar"
    backup(sound, file)
    spoil(file)
    with pytest.raises(BadBackup):
        restore(file, other)
    assert schema.revision(other.db) is None
    assert list(other.blobs.names()) == []


@ACROSS
def test_an_older_store_is_kept_as_it_is_and_restored_by_its_successor(
    sound: Service, other: Service, tmp_path: Path, two_steps: Path
) -> None:
    two_steps.write_text(
        two_steps.read_text("utf-8")
        + "from alembic import op\ndef upgrade():\n    op.execute('create table later (id integer)')\n",
        "utf-8",
    )
    backup(sound, tmp_path / "all.tar")  # before the upgrade
    restore(tmp_path / "all.tar", other)
    assert schema.revision(other.db) == "9999"
    assert everything(other.db) == everything(sound.db)
