"""The whole store in one file, and back: rows first, then the papers they name.

A paper is never written over and the rows are one moment's, so the file is consistent while the service goes on working.
It is a plain tar: ``tables/<name>.jsonl.gz`` (``api.upkeep.rows``), ``blobs/<sha256>``, and last ``manifest.json`` with the
hash of each of them. A file without a manifest was not finished. Either database can be restored from either's backup.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from sqlalchemy import Connection, select
from sqlmodel import Session

from api.service import Service
from api.settings import ENGINE
from api.store import Database, now
from api.store.blobs import BLOCK
from api.upkeep import rows, schema
from api.upkeep.named import named

FORMAT = 1
MANIFEST = "manifest.json"
Step = Callable[[str], None]


class BadBackup(Exception):
    """The file is no whole backup, or does not fit where it is to go; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds: rows by table, papers, their bytes, and papers that rows name and the store no longer had."""

    tables: dict[str, int]
    blobs: int
    bytes: int
    missing: tuple[str, ...]


def backup(service: Service, target: Path, step: Step = lambda part: None) -> Kept:
    """Write everything to ``target`` (in a folder: ``anze-<moment>.tar``). It appears under its name when it is whole.

    Raises FileExistsError where there is something under that name, Unmigrated where there is no schema to keep.
    """
    if target.is_dir():
        target = target / f"anze-{now():%Y%m%dT%H%M%SZ}.tar"
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(target.name + ".part")
    try:
        # Whoever reads this file reads everything.
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            kept = _write(service, file, step)
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
    return kept


def _write(service: Service, file: BinaryIO | IO[bytes], step: Step) -> Kept:
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with _one_moment(service.db) as connection:
            revision = schema.revision_of(connection)
            if revision is None:
                raise schema.Unmigrated("数据库还没有表，没有可备份的内容")
            names = _names(connection)
            for table in rows.tables(connection):
                step(table.name)
                with tempfile.TemporaryFile() as spool:
                    counts[table.name] = _gzip(rows.lines(connection, table), spool) - 1
                    member = f"tables/{table.name}.jsonl.gz"
                    hashes[member] = _add(tar, member, spool)
        size, missing = 0, []
        for name in names:
            step(f"blobs/{name[:12]}…")
            try:
                with service.blobs.local(name) as path, path.open("rb") as stream:
                    hashes[f"blobs/{name}"] = _add(tar, f"blobs/{name}", stream)
                    size += stream.tell()
            except FileNotFoundError:
                missing.append(name)
        about = {
            "format": FORMAT, "engine": ENGINE, "revision": revision, "made_at": now().isoformat(),
            "rows": counts, "missing": missing, "sha256": hashes,
        }  # fmt: skip
        _add(tar, MANIFEST, io.BytesIO(json.dumps(about, ensure_ascii=False, indent=1).encode()))
    return Kept(counts, len(names) - len(missing), size, tuple(missing))


@contextmanager
def _one_moment(db: Database) -> Iterator[Connection]:
    """A transaction to which everybody else stands still. SQLite's read transaction is one by itself."""
    level = {} if db.sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


def _names(connection: Connection) -> list[str]:
    with Session(connection) as session:
        return sorted({name for name, _ in named(session)})


def _gzip(lines: Iterator[bytes], spool: IO[bytes]) -> int:
    """Write the lines packed and rewind; returns how many there were."""
    many = 0
    with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=4, mtime=0) as packed:
        for line in lines:
            packed.write(line)
            many += 1
    spool.seek(0)
    return many


def _add(tar: tarfile.TarFile, name: str, stream: IO[bytes]) -> str:
    """Add a member and return the SHA-256 of what was added."""
    info = tarfile.TarInfo(name)
    info.size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    info.mode = 0o600
    reader = _Hashing(stream)
    tar.addfile(info, reader)
    return reader.digest.hexdigest()


class _Hashing:
    """A stream that knows the hash of what was read from it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self.digest.update(block)
        return block


# --- and back --------------------------------------------------------------------------------------------------------


def restore(file: Path, service: Service, step: Step = lambda part: None) -> Kept:
    """Fill an empty store from a backup, and bring its schema up to date. Every hash is verified before anything changes.

    Raises BadBackup where the file is not whole, is of a newer engine, or the store has rows.
    """
    try:
        with tarfile.open(file, "r:") as tar:
            about = _verified(tar, step)
            blobs = [tar.getmember(name).size for name in about["sha256"] if name.startswith("blobs/")]
            _load(tar, about, service, step)
    except (tarfile.TarError, EOFError, gzip.BadGzipFile) as error:
        raise BadBackup(f"{file} 不是完整的备份：{error}") from error
    schema.upgrade(service.db)
    counts = {name: int(many) for name, many in about["rows"].items()}
    return Kept(counts, len(blobs), sum(blobs), tuple(about["missing"]))


def _verified(tar: tarfile.TarFile, step: Step) -> dict[str, Any]:
    members = {member.name: member for member in tar if member.isreg()}
    if MANIFEST not in members:
        raise BadBackup("备份不完整：没有清单，写到一半就中断了")
    about: dict[str, Any] = json.loads(_open(tar, MANIFEST).read())
    if about.get("format") != FORMAT:
        raise BadBackup(f"备份的格式是 {about.get('format')}，本程序只认 {FORMAT}")
    if about["revision"] not in schema.known():
        raise BadBackup(f"备份来自更新的版本（{about['engine']}，数据库 {about['revision']}），请先升级程序")
    expected = about["sha256"]
    if set(expected) != set(members) - {MANIFEST}:
        raise BadBackup(f"备份的内容与清单不符：{sorted(set(expected) ^ (set(members) - {MANIFEST}))[:3]}")
    for name, wanted in expected.items():
        step(name)
        reader = _Hashing(_open(tar, name))
        while reader.read(BLOCK):
            pass
        if reader.digest.hexdigest() != wanted or (name.startswith("blobs/") and name != f"blobs/{wanted}"):
            raise BadBackup(f"备份中的 {name} 已损坏")
    return about


def _open(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = tar.extractfile(name)
    if stream is None:
        raise BadBackup(f"备份中的 {name} 不是文件")
    return stream


def _load(tar: tarfile.TarFile, about: dict[str, Any], service: Service, step: Step) -> None:
    _clear(service.db)
    for name in about["sha256"]:
        if name.startswith("blobs/"):
            step(name)
            with _open(tar, name) as stream:
                service.blobs.put(stream)
    schema.upgrade(service.db, about["revision"])
    with schema.alone(service.db) as connection:
        for table in rows.tables(connection):
            member = f"tables/{table.name}.jsonl.gz"
            if member not in about["sha256"]:
                raise BadBackup(f"备份里没有 {table.name}")
            step(table.name)
            with gzip.open(_open(tar, member)) as lines:
                many = rows.load(connection, table, iter(lines))
            if many != about["rows"][table.name]:
                raise BadBackup(f"{table.name} 应有{about['rows'][table.name]}行，读到{many}行")
            rows.renumber(connection, table)


def _clear(db: Database) -> None:
    """Take away tables that hold nothing, so that the backup's revision can be made; raises where one holds something."""
    with schema.alone(db) as connection:
        present = rows.tables(connection)
        for table in present:
            if connection.execute(select(1).select_from(table).limit(1)).first() is not None:
                raise BadBackup(f"目标不是空的：{table.name} 里已有记录。请指定一个新的数据库和材料目录")
        if db.sqlite:
            connection.exec_driver_sql("drop table if exists filing_fts")
        for table in reversed(present):
            table.drop(connection)
        connection.exec_driver_sql("drop table if exists alembic_version")
