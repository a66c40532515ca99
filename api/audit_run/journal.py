"""The journal of a run: one SQLite file that knows every member, every reading and every judgement.

What was read is kept under a key made of its bytes, what was judged under a digest of all that the judgement hangs on. To
resume is therefore to do what is not there yet; nothing else has to be remembered of a run that died.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

FILE = "journal.sqlite"
VERSION = "2"
"""Of the tables below. A journal of another version is not gone on with."""
TOGETHER = 500
"""Rows looked at in one go: a cursor left open for hours would keep SQLite from clearing its log."""
COMMIT_S = 0.5
"""Work that a killed run may lose, in seconds."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What members lie in: a folder that was given, an archive, or "" for single files.
CREATE TABLE IF NOT EXISTS bases (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

-- A file as it lies on disk or in a store: a paper, or an archive of many. place: its path or URL; stamp: size and time of
-- change, by which a file is known to be the same; round: the run that last saw it.
CREATE TABLE IF NOT EXISTS sources (
  id INTEGER PRIMARY KEY, base INTEGER NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, size INTEGER, stamp TEXT NOT NULL,
  is_archive INTEGER, junk INTEGER NOT NULL DEFAULT 0, surveyed INTEGER NOT NULL DEFAULT 0, round INTEGER NOT NULL,
  UNIQUE (base, name));

-- One member: a file that is no archive, or a file inside an archive (place: which one, counted from 0). path is what people
-- are shown. status: queued, reading, read, failed, left_out, duplicate. seconds and attempts are of this journal alone.
CREATE TABLE IF NOT EXISTS members (
  id INTEGER PRIMARY KEY, base INTEGER NOT NULL, name TEXT NOT NULL, folder TEXT NOT NULL, roof TEXT, path TEXT NOT NULL,
  source INTEGER NOT NULL, place INTEGER, size INTEGER, sha256 TEXT, failure TEXT,
  status TEXT NOT NULL DEFAULT 'queued', cause TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
  seconds REAL, attempts INTEGER NOT NULL DEFAULT 0, paper INTEGER);
CREATE INDEX IF NOT EXISTS members_by_name ON members (base, folder, name);
CREATE INDEX IF NOT EXISTS members_by_roof ON members (base, roof, name);
CREATE INDEX IF NOT EXISTS members_by_source ON members (source, place);
CREATE INDEX IF NOT EXISTS members_by_path ON members (path);
CREATE INDEX IF NOT EXISTS members_by_paper ON members (paper);

-- Parts of the sources that lie in several: how it was cut and the place of each; where some did not come, no style and the
-- names of those that did.
CREATE TABLE IF NOT EXISTS volumes (source INTEGER NOT NULL, nth INTEGER NOT NULL, style TEXT NOT NULL, part TEXT NOT NULL,
  PRIMARY KEY (source, nth)) WITHOUT ROWID;

-- Manifests inside archives, and the tables that they name: needed before anything else is read.
CREATE TABLE IF NOT EXISTS attachments (source INTEGER NOT NULL, place INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (source, place)) WITHOUT ROWID;

-- Folders with a manifest, and where that lies.
CREATE TABLE IF NOT EXISTS roofs (base INTEGER NOT NULL, folder TEXT NOT NULL, source INTEGER NOT NULL, place INTEGER,
  PRIMARY KEY (base, folder)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS roofs_by_source ON roofs (source);

-- Papers that stand together, as api.collect has them: a filing (name), or a pool of loose papers (name is NULL).
CREATE TABLE IF NOT EXISTS parcels (id INTEGER PRIMARY KEY, base INTEGER NOT NULL, name TEXT, path TEXT NOT NULL, manifest TEXT);

-- One paper to read. parts: [[name, member or null, problem or null], …]; reading: the key of what was read, NULL while that
-- is to be done. attempts: how often it was begun; alone: it is read while nothing else is, since it may have ended something.
CREATE TABLE IF NOT EXISTS papers (
  id INTEGER PRIMARY KEY, parcel INTEGER NOT NULL, path TEXT NOT NULL, parts TEXT NOT NULL, source INTEGER, reading TEXT,
  attempts INTEGER NOT NULL DEFAULT 0, alone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS papers_by_parcel ON papers (parcel, path, id);
CREATE INDEX IF NOT EXISTS papers_by_reading ON papers (reading);
CREATE INDEX IF NOT EXISTS papers_to_read ON papers (alone, id) WHERE reading IS NULL;

-- What was read of certain bytes: records is zlib of a JSON list (api.records.codec), one for each paper of the file.
CREATE TABLE IF NOT EXISTS readings (
  id TEXT PRIMARY KEY, outcome TEXT NOT NULL, cause TEXT NOT NULL, message TEXT NOT NULL, records BLOB NOT NULL, seconds REAL);

-- What papers are put together by. nth: which paper of the file; sign: number (named by it), name (of the enterprise),
-- uscc (a policy's).
CREATE TABLE IF NOT EXISTS sheets (reading TEXT NOT NULL, nth INTEGER NOT NULL, kind TEXT NOT NULL, number TEXT,
  left_out INTEGER NOT NULL, PRIMARY KEY (reading, nth)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signs (reading TEXT NOT NULL, nth INTEGER NOT NULL, sign TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (reading, nth, sign, value)) WITHOUT ROWID;

-- Filings in the order of the results, and the papers of each: path is the paper's name within it.
CREATE TABLE IF NOT EXISTS filings (id INTEGER PRIMARY KEY, parcel INTEGER NOT NULL, path TEXT NOT NULL, judged TEXT,
  digest TEXT, traced INTEGER);
CREATE TABLE IF NOT EXISTS placements (filing INTEGER NOT NULL, seq INTEGER NOT NULL, paper INTEGER NOT NULL, nth INTEGER NOT NULL,
  path TEXT NOT NULL, parts TEXT NOT NULL, PRIMARY KEY (filing, seq)) WITHOUT ROWID;

-- What filings share: credit codes of their policies, by which the policy before is found.
CREATE TABLE IF NOT EXISTS shared (sign TEXT NOT NULL, value TEXT NOT NULL, filing INTEGER NOT NULL,
  PRIMARY KEY (sign, value, filing)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shared_by_filing ON shared (filing);

-- What filings put up for comparison with others (validators.archive), under a digest of their papers. about: name and owner as
-- JSON; body: JSON, under zlib where it is long; mark: 0 a key, 1 a phrase with context and speaker, 2 a group with a number (a, b).
CREATE TABLE IF NOT EXISTS traced (id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, about TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS traces (traced INTEGER NOT NULL, seq INTEGER NOT NULL, class TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (traced, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (traced INTEGER NOT NULL, seq INTEGER NOT NULL, mark INTEGER NOT NULL, key INTEGER NOT NULL,
  a INTEGER NOT NULL, b INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS marks_by_traced ON marks (traced, mark);

-- Judged filings. report and facts are zlib of JSON: the line of docs/report.md, and api.records.facts.
CREATE TABLE IF NOT EXISTS judged (
  id TEXT PRIMARY KEY, verdict TEXT NOT NULL, unread INTEGER NOT NULL, violated INTEGER NOT NULL, undecided INTEGER NOT NULL,
  report BLOB NOT NULL, facts BLOB NOT NULL);

-- What decides which rules bind a judged filing (api.audit_run.judging.bearing), for judging again by other packs.
CREATE TABLE IF NOT EXISTS bearings (judged TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID;

-- The facts of a judged filing as rules ask for them (api.audit_run.judging.kept_facts), for judging again without its papers.
CREATE TABLE IF NOT EXISTS kept_facts (judged TEXT PRIMARY KEY, facts BLOB NOT NULL);
"""


class BadJournal(Exception):
    """A file that is no journal, or one of another version; the message says which."""


class Journal:
    """One run's journal, open for one process. Changes wait for ``pause``, which is called where what was changed makes sense by
    itself: a run that is killed leaves whole papers or none."""

    def __init__(self, file: Path, *, only_look: bool = False) -> None:
        """``only_look``: the journal of a run that another process has or had, asked beside it: as it was last committed, never written."""
        self.file = file
        self._committed, self._unit = time.monotonic(), False
        if only_look:
            self.db = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            return
        self.db = sqlite3.connect(file, isolation_level=None)
        try:
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")
            self.db.execute("PRAGMA cache_size=-16000")
            self.db.execute("PRAGMA temp_store=FILE")
            known = self.db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
            if known and self.get("version") != VERSION:
                raise BadJournal(f"{file}：日志版本为 {self.get('version')!r}，本程序为 {VERSION!r}")
            self.db.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise BadJournal(f"{file}：{error}") from None
        except BadJournal:
            self.db.close()
            raise
        self.put("version", VERSION)

    def close(self, *, whole: bool = True) -> None:
        """With what is waiting written; where the run was cut short (not ``whole``), as far as the last pause."""
        if not whole and self.db.in_transaction:
            self.db.execute("ROLLBACK TO unit" if self._unit else "ROLLBACK")
        self.commit()
        with suppress(sqlite3.Error):
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()

    # -- what was asked ------------------------------------------------------------------------------------------------

    def get(self, name: str) -> Any:
        """What is kept under a name, None where nothing is."""
        row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, name: str, value: Any) -> None:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True)
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, text)
        )

    # -- changes -------------------------------------------------------------------------------------------------------

    def write(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """One change, written with those around it."""
        self._begin()
        return self.db.execute(sql, values)

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        self._begin()
        self.db.executemany(sql, rows)

    def commit(self) -> None:
        if self.db.in_transaction:
            self.db.execute("COMMIT")
        self._unit = False
        self._committed = time.monotonic()

    def pause(self) -> None:
        """Between two units of work: what is waiting is written now and then, and would be if the run were stopped here."""
        if time.monotonic() - self._committed > COMMIT_S:
            self.commit()
        elif self.db.in_transaction:
            if self._unit:
                self.db.execute("RELEASE unit")
            self.db.execute("SAVEPOINT unit")
            self._unit = True

    def _begin(self) -> None:
        if not self.db.in_transaction:
            self.db.execute("BEGIN IMMEDIATE")

    # -- looking -------------------------------------------------------------------------------------------------------

    def one(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, None where there is no row."""
        row = self.db.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows; for questions with short answers."""
        return self.db.execute(sql, values).fetchall()

    def rows_of(self, sql: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a long answer that no index orders. The cursor is of a connection of its own, which sees what was
        committed; while it is open the log of the database only grows."""
        self.commit()
        other = sqlite3.connect(self.file, isolation_level=None)
        try:
            yield from other.execute(sql, values)
        finally:
            other.close()

    def paged(
        self, sql: str, values: Sequence[Any] = (), after: int | str | tuple[Any, ...] = 0
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a long answer, a page at a time, so that rows may be changed meanwhile.

        ``sql`` has ``? `` marks for ``values``, then for ``after`` and last for the number of rows; a row begins with what the
        next page is asked for after: ``SELECT id, … WHERE … AND id > ? ORDER BY id LIMIT ?``.
        """
        mark = after if isinstance(after, tuple) else (after,)
        while rows := self.db.execute(sql, (*values, *mark, TOGETHER)).fetchall():
            yield from rows
            mark = rows[-1][: len(mark)]
