"""Papers → records, in worker processes: equal bytes once, what ended its worker once more alone, all entered as it comes.

Bytes of archives pass through a spool that holds no more than what is being read. A paper is entered as being read before
it is, so that one which ends the whole run is known by it when the run goes on.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from api import work
from api.audit_run.journal import Journal
from api.audit_run.packed import Packed, pack, read_and_pack, refused
from api.audit_run.sources import fetch, is_remote
from api.audit_run.survey import Opening, problem_of, volumes_of
from api.collect import Paper, Part
from api.errors import Forbidden, Missing
from api.reading import unread
from api.settings import Settings
from extractor.errors import Crashed, Damaged, OutOfMemory, PaperError, TimedOut
from extractor.formats import extension

MIB = 1024 * 1024
SPOOL_BYTES = 512 * MIB
"""Bytes of archive members that wait on disk to be read."""
WINDOW = 16
"""Papers per worker that are under way at a time."""
ENDS_WORKERS = (Crashed, OutOfMemory, TimedOut)
DEATHS_NOTED, DEATHS_BLAMED = 2, 4
"""A paper that was being read when so many runs died is read alone; after so many it is to blame."""

log = logging.getLogger("anze")


class Told(Protocol):
    """Who is told how far reading is; ``problem``: why a paper could not be read, "" where it could."""

    def paper(self, path: str, seconds: float, problem: str) -> None:
        """A paper was read."""

    def known(self, path: str, problem: str) -> None:
        """A paper did not have to be read: its bytes were, or there are none."""


@dataclass(slots=True)
class Spool:
    """Files of bytes that are waiting to be read."""

    folder: Path
    held: int = 0
    _sizes: dict[Path, int] = field(default_factory=dict)
    _number: int = 0

    def put(self, data: bytes) -> Path:
        file = self._next()
        file.write_bytes(data)
        return self._hold(file)

    def fetch(self, place: str) -> Path:
        fetch(place, file := self._next())
        return self._hold(file)

    def drop(self, file: Path) -> None:
        """Remove a file that lies here; one of the archive itself stays."""
        if file in self._sizes:
            self.held -= self._sizes.pop(file)
            file.unlink(missing_ok=True)

    def full(self) -> bool:
        return self.held > SPOOL_BYTES

    def _next(self) -> Path:
        self._number += 1
        return self.folder / str(self._number)

    def _hold(self, file: Path) -> Path:
        self._sizes[file] = file.stat().st_size
        self.held += self._sizes[file]
        return file


def read(
    journal: Journal, opening: Opening, settings: Settings, told: Told, cluster: work.Cluster | None = None
) -> None:
    """Read every paper that is not read yet, on this machine or on those of ``cluster``."""
    reader = _Reader(journal, opening, settings, told, cluster)
    reader.take_known()
    journal.write("UPDATE papers SET alone = 1 WHERE reading IS NULL AND NOT alone AND attempts >= ?", (DEATHS_NOTED,))
    reader.blame()
    reader.read(alone=False)
    reader.take_known()
    reader.read(alone=True)
    reader.take_known()
    reader.give_up()
    settle(journal)
    journal.commit()


class _Reader:
    def __init__(
        self, journal: Journal, opening: Opening, settings: Settings, told: Told, cluster: work.Cluster | None
    ) -> None:
        self._journal, self._opening, self._settings, self._told = journal, opening, settings, told
        self._cluster = cluster
        self._spool = Spool(opening.spool)
        self._under_way: dict[str, str] = {}  # paper → key of its bytes
        self._keys: set[str] = set()

    # -- without bytes -------------------------------------------------------------------------------------------------

    def take_known(self) -> None:
        """Papers whose bytes were read before, and those of which there are none."""
        for paper, path, parts in self._to_read("1"):
            problem, key = self._known(parts)
            if problem is not None and key is not None:
                if not self._has(key):
                    self._keep(key, refused(problem), 0.0)
            elif key is None or not self._has(key):
                continue
            self._journal.write("UPDATE papers SET reading = ? WHERE id = ?", (key, paper))
            self._told.known(path, problem[1] if problem else "")
            self._journal.pause()

    def blame(self) -> None:
        for paper, path, _ in list(self._to_read(f"alone AND attempts >= {DEATHS_BLAMED}")):
            self._fail(paper, path, Crashed(f"读取时整个运行中断了{DEATHS_BLAMED}次"))

    def give_up(self) -> None:
        """What was surveyed and is not there any more."""
        for paper, path, _ in list(self._to_read("1")):
            self._fail(paper, path, Damaged("归档在运行期间有变化"))

    def _fail(self, paper: int, path: str, error: PaperError) -> None:
        said = json.loads(problem_of(error))
        key = failure_key(said)
        self._keep(key, refused(said), 0.0)
        self._journal.write("UPDATE papers SET reading = ? WHERE id = ?", (key, paper))
        self._told.known(path, str(error))

    def _to_read(self, condition: str) -> Iterator[tuple[int, str, list[list[Any]]]]:
        sql = f"SELECT id, path, parts FROM papers WHERE reading IS NULL AND {condition} AND id > ? ORDER BY id LIMIT ?"
        for paper, path, parts in self._journal.paged(sql):
            yield paper, path, json.loads(parts)

    def _known(self, parts: list[list[Any]]) -> tuple[list[str] | None, str | None]:
        """A problem that is known beforehand, and the key of the paper where its bytes are known."""
        hashes: list[tuple[str, str]] = []
        for name, member, problem in parts:
            sha256, failure = None, None
            if member is not None:
                sha256, failure = self._journal.rows("SELECT sha256, failure FROM members WHERE id = ?", (member,))[0]
            if problem is not None or failure is not None:
                said: list[str] = problem or json.loads(str(failure))
                return said, failure_key(said)
            if sha256 is None:
                return None, None
            hashes.append((name, sha256))
        return None, key_of(hashes)

    def _has(self, key: str) -> bool:
        return self._journal.one("SELECT 1 FROM readings WHERE id = ?", (key,)) is not None

    # -- with bytes ----------------------------------------------------------------------------------------------------

    def read(self, *, alone: bool) -> None:
        """Read what is left, the papers that may end a worker one at a time."""
        workers = self._settings.workers
        outcomes = work.run(
            self._tasks(alone), read_and_pack, workers=workers if not alone or workers == 0 else 1,
            timeout_s=self._settings.seconds, memory_bytes=self._settings.memory_mib * MIB,
            window=1 if alone else WINDOW, in_order=False, full=self._spool.full, cluster=self._cluster,
        )  # fmt: skip
        for outcome in outcomes:
            self._enter(outcome, alone)
            self._journal.pause()

    def _tasks(self, alone: bool) -> Iterator[work.Task[Paper]]:
        sql = (
            "SELECT DISTINCT m.source, s.place, s.name, s.is_archive FROM members m JOIN papers p ON p.id = m.paper "
            "JOIN sources s ON s.id = m.source WHERE p.reading IS NULL AND p.alone = ? AND m.source > ? ORDER BY m.source LIMIT ?"
        )
        waiting: dict[int, dict[int, Path]] = {}
        for source, place, name, is_archive in self._journal.paged(sql, (int(alone),)):
            if not is_archive:
                yield from self._file(source, place, waiting, alone)
                continue
            try:
                yield from self._archive(source, place, name, waiting, alone)
            except (OSError, PaperError) as error:
                log.error("%s: %s", place, error)
                self._lost(source, alone, error if isinstance(error, PaperError) else Damaged(error.strerror or ""))
        for files in waiting.values():  # parts whose others never came
            for file in files.values():
                self._spool.drop(file)

    def _lost(self, source: int, alone: bool, error: PaperError) -> None:
        """An archive that can no longer be opened: what it holds is said to be unreadable."""
        sql = "SELECT DISTINCT p.id, p.path FROM papers p JOIN members m ON m.paper = p.id WHERE m.source = ? AND p.reading IS NULL AND p.alone = ?"
        for paper, path in self._journal.rows(sql, (source, int(alone))):
            if str(paper) not in self._under_way:
                self._fail(paper, path, error)

    def _file(
        self, source: int, place: str, waiting: dict[int, dict[int, Path]], alone: bool
    ) -> Iterator[work.Task[Paper]]:
        for member, paper in self._wanted(source, None, alone):
            try:
                file = self._spool.fetch(place) if is_remote(place) else Path(place)
                self._hash(member, file)
            except OSError as error:
                cause: PaperError = Damaged(error.strerror or "")
                cause = (
                    Missing()
                    if isinstance(error, FileNotFoundError)
                    else Forbidden()
                    if isinstance(error, PermissionError)
                    else cause
                )
                self._journal.write("UPDATE members SET failure = ? WHERE id = ?", (problem_of(cause), member))
                continue
            yield from self._arrived(paper, member, file, waiting)

    def _hash(self, member: int, file: Path) -> None:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        self._journal.write(
            "UPDATE members SET sha256 = ?, size = ? WHERE id = ?", (digest, file.stat().st_size, member)
        )

    def _archive(
        self, source: int, place: str, name: str, waiting: dict[int, dict[int, Path]], alone: bool
    ) -> Iterator[work.Task[Paper]]:
        for number, found in self._opening.members(place, name, volumes_of(self._journal, source)):
            for member, paper in self._wanted(source, number, alone):
                if found.data is not None and self._sha(member) == hashlib.sha256(found.data).hexdigest():
                    yield from self._arrived(paper, member, self._spool.put(found.data), waiting)
                else:  # it changed since the survey
                    error = found.error or Damaged("归档在运行期间有变化")
                    self._journal.write("UPDATE members SET failure = ? WHERE id = ?", (problem_of(error), member))

    def _sha(self, member: int) -> Any:
        return self._journal.one("SELECT sha256 FROM members WHERE id = ?", (member,))

    def _wanted(self, source: int, place: int | None, alone: bool) -> list[tuple[Any, ...]]:
        return self._journal.rows(
            "SELECT m.id, m.paper FROM members m JOIN papers p ON p.id = m.paper WHERE m.source = ? AND m.place IS ? "
            "AND p.reading IS NULL AND p.alone = ? AND m.failure IS NULL", (source, place, int(alone)),
        )  # fmt: skip

    def _arrived(
        self, paper: int, member: int, file: Path, waiting: dict[int, dict[int, Path]]
    ) -> Iterator[work.Task[Paper]]:
        """The paper's task when all its parts are there and its bytes are not known."""
        path, text = self._journal.rows("SELECT path, parts FROM papers WHERE id = ?", (paper,))[0]
        parts = json.loads(text)
        files = waiting.setdefault(paper, {})
        files[member] = file
        if len(files) < len(parts):
            return
        del waiting[paper]
        problem, key = self._known(parts)
        if problem is not None or key is None or key in self._keys or self._has(key):
            for one in files.values():
                self._spool.drop(one)
            return  # taken when that reading is there
        self._keys.add(key)
        self._under_way[str(paper)] = key
        self._journal.write("UPDATE papers SET attempts = attempts + 1 WHERE id = ?", (paper,))
        self._journal.write("UPDATE members SET status = 'reading', attempts = attempts + 1 WHERE paper = ?", (paper,))
        asked = Paper(path, tuple(Part(name, files[one]) for name, one, _ in parts), self._settings.passwords)
        yield work.Task(str(paper), asked)

    # -- outcomes ------------------------------------------------------------------------------------------------------

    def _enter(self, outcome: work.Outcome[Paper, Packed], alone: bool) -> None:
        number, paper = outcome.task.key, outcome.task.argument
        key = self._under_way.pop(number)
        self._keys.discard(key)
        if outcome.trace:
            log.error("%s: %s", paper.path, outcome.trace)
        if isinstance(outcome.error, ENDS_WORKERS) and not alone:
            self._journal.write("UPDATE papers SET alone = 1 WHERE id = ?", (number,))
            self._journal.write("UPDATE members SET status = 'queued' WHERE paper = ?", (number,))
        else:
            packed = pack(unread(replace(paper, passwords=()), outcome.error)) if outcome.error else outcome.value
            assert packed is not None
            self._keep(key, packed, outcome.seconds)
            self._journal.write("UPDATE papers SET reading = ? WHERE id = ?", (key, number))
            self._journal.write("UPDATE members SET status = ?, cause = ?, message = ?, seconds = ? WHERE paper = ?",
                                (packed.outcome, packed.cause, packed.message, outcome.seconds, number))  # fmt: skip
            self._told.paper(paper.path, outcome.seconds, packed.message if packed.outcome == "failed" else "")
        for part in paper.parts:
            if part.file is not None:
                self._spool.drop(part.file)

    def _keep(self, key: str, packed: Packed, seconds: float) -> None:
        write = self._journal.write_many
        write("REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?)",
              [(key, packed.outcome, packed.cause, packed.message, packed.records, seconds)])  # fmt: skip
        sheets = [(key, nth, s.kind, s.number, s.left_out) for nth, s in enumerate(packed.sheets)]
        write("REPLACE INTO sheets VALUES (?, ?, ?, ?, ?)", sheets)
        write("REPLACE INTO signs VALUES (?, ?, ?, ?)", [(key, *sign) for sign in packed.signs])


def key_of(parts: list[tuple[str, str]]) -> str:
    """The name of what is read of these bytes: (file name, sha256) of each part. The ending counts, for it may decide how
    bytes are read; the rest of a name does not."""
    return "+".join(f"{sha256}.{extension(name)}" for name, sha256 in parts)


def failure_key(problem: list[str]) -> str:
    return "!" + hashlib.sha256(json.dumps(problem, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def settle(journal: Journal) -> None:
    """Each member's last status, the same whatever was read first: of equal bytes the first in order of paths counts as read,
    the others as duplicates of it."""
    journal.write("DROP TABLE IF EXISTS temp.firsts")
    journal.write(
        "CREATE TEMP TABLE firsts AS SELECT p.reading, m.sha256, min(m.path) AS path FROM members m JOIN papers p ON p.id = m.paper "
        "WHERE m.sha256 IS NOT NULL GROUP BY p.reading, m.sha256 HAVING count(*) > 1"
    )
    journal.write("CREATE INDEX temp.firsts_by_reading ON firsts (reading, sha256)")
    last = journal.one("SELECT max(id) FROM members") or 0
    for start in range(0, last, SETTLED):  # in stretches, so that the log of the database stays short
        journal.write(_SETTLE, (start, start + SETTLED))
        journal.commit()
    journal.write("DROP TABLE temp.firsts")


SETTLED = 100_000
_SETTLE = """
UPDATE members SET
  status = CASE WHEN r.outcome = 'read' AND f.path <> members.path THEN 'duplicate' ELSE r.outcome END,
  cause = CASE WHEN r.outcome = 'read' AND f.path <> members.path THEN 'same_bytes' ELSE r.cause END,
  message = CASE WHEN r.outcome = 'read' AND f.path <> members.path THEN f.path ELSE r.message END
FROM papers p JOIN readings r ON r.id = p.reading LEFT JOIN temp.firsts f ON f.reading = p.reading
WHERE p.id = members.paper AND (f.sha256 IS NULL OR f.sha256 = members.sha256) AND members.id > ? AND members.id <= ?
"""
