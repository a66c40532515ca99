"""Papers that are to be read, as their bytes come: those that lie together in one lot, equal bytes once."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from api.audit_run.intake.sources import is_remote
from api.audit_run.intake.spool import Spool
from api.audit_run.intake.survey import Opening, problem_of, volumes_of
from api.audit_run.journal import Journal
from api.audit_run.judging.packed import Fresh
from api.audit_run.reading.lots import Lot, Lying, Parcel
from api.collect import Paper, Part
from api.errors import Forbidden, Missing
from extractor.errors import Damaged, PaperError
from extractor.formats import extension

MOST, ENOUGH = 20, 5
"""Papers in one lot, and how many are enough for one where others begin that lie elsewhere."""
MOST_BYTES = 1024 * 1024
MOST_S = 2.0
"""Seconds of reading in one lot, by what the last papers took: slow papers go one by one, so that no worker waits for another."""
STRETCH = 500
"""Members of an archive that are looked up at a time."""
SMALL = 1024 * 1024
"""Bytes of a file that is hashed in one piece."""

log = logging.getLogger("anze")


class Wanted(NamedTuple):
    """A member whose paper is to be read. ``begun``: it was before, and not to its end."""

    place: int | None
    member: int
    sha256: str | None
    paper: int
    path: str
    parts: str
    parcel: int
    folder: str
    begun: bool


@dataclass(frozen=True, slots=True)
class _Come:
    """A paper all of whose bytes are there."""

    wanted: Wanted
    key: str
    parts: tuple[Part, ...]
    size: int


class Gathering:
    """Lots from the journal. ``under_way`` are papers whose bytes have come, by number, with the key of what is read of them."""

    def __init__(
        self, journal: Journal, opening: Opening, spool: Spool, read: Callable[[Paper], Fresh],
        fail: Callable[[int, str, PaperError], None], asked: bytes,
    ) -> None:  # fmt: skip
        self._journal, self._opening, self._spool, self._asked = journal, opening, spool, asked
        self._read, self._fail = read, fail
        self.under_way: dict[int, str] = {}
        self.mean_s = 0.0
        self._keys: set[str] = set()
        self._waiting: dict[int, dict[int, tuple[Path, int]]] = {}
        self._parcels: dict[int, tuple[Any, ...]] = {}

    def lots(self, *, alone: bool) -> Iterator[Lot]:
        """What is not read yet: papers that may end a worker one by one, else together what lies together."""
        lot: list[_Come] = []
        for one in self._come(alone):
            if lot and not self._goes_with(lot, one):
                yield self._closed(lot)
                lot = []
            lot.append(one)
            if alone or one.wanted.begun:
                yield self._closed(lot)
                lot = []
        if lot:
            yield self._closed(lot)

    def done(self, number: int) -> str:
        """A paper's outcome is there; the key of what was read of it."""
        key = self.under_way.pop(number)
        self._keys.discard(key)
        return key

    def took(self, seconds: float) -> None:
        self.mean_s += (seconds - self.mean_s) / 8

    def _goes_with(self, lot: Sequence[_Come], one: _Come) -> bool:
        if len(lot) >= MOST or one.wanted.begun or len(lot) * self.mean_s > MOST_S:
            return False
        if sum(each.size for each in lot) + one.size > MOST_BYTES:
            return False
        return len(lot) < ENOUGH or self._home(lot[-1].wanted) == self._home(one.wanted)

    def _home(self, wanted: Wanted) -> tuple[int, str]:
        """What papers lie together by: a filing with a manifest has folders of its own."""
        return wanted.parcel, "" if self._parcel(wanted.parcel)[0] is not None else wanted.folder

    def _parcel(self, parcel: int) -> tuple[Any, ...]:
        """Name, path, manifest and, where it has a name, how many papers."""
        if parcel not in self._parcels:
            if len(self._parcels) > MOST:
                self._parcels.clear()
            sql = (
                "SELECT name, path, manifest, CASE WHEN name IS NULL THEN 0 ELSE (SELECT count(*) FROM papers "
                "WHERE parcel = parcels.id) END FROM parcels WHERE id = ?"
            )
            self._parcels[parcel] = self._journal.rows(sql, (parcel,))[0]
        return self._parcels[parcel]

    def _closed(self, lot: Sequence[_Come]) -> Lot:
        """The lot, whose papers are entered as being read: one that ends the whole run is known by it when the run goes on."""
        begun = [(one.wanted.paper,) for one in lot]
        self._journal.write_many("UPDATE papers SET attempts = attempts + 1 WHERE id = ?", begun)
        self._journal.write_many(
            "UPDATE members SET status = 'reading', attempts = attempts + 1 WHERE paper = ?", begun
        )
        words, parcels = self._opening.passwords, dict[int, Parcel]()
        for number in dict.fromkeys(one.wanted.parcel for one in lot):
            name, path, manifest, papers = self._parcel(number)
            whole = papers == sum(one.wanted.parcel == number for one in lot)
            parcels[number] = Parcel(name, path, manifest, whole)
        papers = tuple(
            Lying(one.wanted.paper, one.key, Paper(one.wanted.path, one.parts, words), one.wanted.parcel) for one in lot
        )
        return Lot(papers, self._read, parcels, b"" if len(lot) == 1 and not self._single(parcels) else self._asked)

    def _single(self, parcels: dict[int, Parcel]) -> bool:
        """Whether a lot of one paper is a filing of one paper."""
        return any(parcel.whole and parcel.name is not None for parcel in parcels.values())

    # -- bytes ---------------------------------------------------------------------------------------------------------

    def _come(self, alone: bool) -> Iterator[_Come]:
        sql = (
            "SELECT DISTINCT m.source, s.place, s.name, s.is_archive FROM members m JOIN papers p ON p.id = m.paper "
            "JOIN sources s ON s.id = m.source WHERE p.reading IS NULL AND p.alone = ? AND m.source > ? ORDER BY m.source LIMIT ?"
        )
        self._waiting.clear()
        for source, place, name, is_archive in self._journal.paged(sql, (int(alone),)):
            if not is_archive:
                yield from self._file(source, place, alone)
                continue
            try:
                yield from self._archive(source, place, name, alone)
            except (OSError, PaperError) as error:
                log.error("%s: %s", place, error)
                self._lost(source, alone, error if isinstance(error, PaperError) else Damaged(error.strerror or ""))
        for files in self._waiting.values():  # parts whose others never came
            for file, _ in files.values():
                self._spool.drop(file)

    def _lost(self, source: int, alone: bool, error: PaperError) -> None:
        """An archive that can no longer be opened: what it holds is said to be unreadable."""
        sql = "SELECT DISTINCT p.id, p.path FROM papers p JOIN members m ON m.paper = p.id WHERE m.source = ? AND p.reading IS NULL AND p.alone = ?"
        for paper, path in self._journal.rows(sql, (source, int(alone))):
            if paper not in self.under_way:
                self._fail(paper, path, error)

    def _wanted(self, source: int, alone: bool, where: str, *values: int) -> list[Wanted]:
        rows = self._journal.rows(
            "SELECT m.place, m.id, m.sha256, p.id, p.path, p.parts, p.parcel, m.folder, p.attempts > 0 FROM members m "
            "JOIN papers p ON p.id = m.paper WHERE m.source = ? AND p.reading IS NULL AND p.alone = ? AND m.failure IS NULL "
            f"AND {where}", (source, int(alone), *values),
        )  # fmt: skip
        return list(map(Wanted._make, rows))

    def _file(self, source: int, place: str, alone: bool) -> Iterator[_Come]:
        for wanted in self._wanted(source, alone, "m.place IS NULL"):
            try:
                file = self._spool.fetch(place) if is_remote(place) else Path(place)
                size, sha256 = _hash(file)
            except OSError as error:
                cause: PaperError = Damaged(error.strerror or "")
                if isinstance(error, FileNotFoundError | PermissionError):
                    cause = Missing() if isinstance(error, FileNotFoundError) else Forbidden()
                self._failed(wanted, cause)
                continue
            sql = "UPDATE members SET sha256 = ?, size = ? WHERE id = ?"
            self._journal.write(sql, (sha256, size, wanted.member))
            yield from self._arrived(wanted, file, size, sha256)

    def _archive(self, source: int, place: str, name: str, alone: bool) -> Iterator[_Come]:
        here: dict[int | None, list[Wanted]] = {}
        known = 0
        for number, found in self._opening.members(place, name, volumes_of(self._journal, source)):
            if number >= known:
                here, known = {}, number + STRETCH
                for wanted in self._wanted(source, alone, "m.place >= ? AND m.place < ?", number, known):
                    here.setdefault(wanted.place, []).append(wanted)
            for wanted in here.get(number, ()):
                if found.data is not None and wanted.sha256 == hashlib.sha256(found.data).hexdigest():
                    file = self._spool.put(found.data)
                    yield from self._arrived(wanted, file, len(found.data), wanted.sha256)
                else:  # it changed since the survey
                    self._failed(wanted, found.error or Damaged("归档在运行期间有变化"))

    def _failed(self, wanted: Wanted, error: PaperError) -> None:
        self._journal.write("UPDATE members SET failure = ? WHERE id = ?", (problem_of(error), wanted.member))

    def _arrived(self, wanted: Wanted, file: Path, size: int, sha256: str) -> Iterator[_Come]:
        """The paper when all its parts are there and its bytes are not known."""
        parts = json.loads(wanted.parts)
        files = {wanted.member: (file, size)}
        if len(parts) > 1:
            files = self._waiting.setdefault(wanted.paper, {})
            files[wanted.member] = file, size
            if len(files) < len(parts):
                return
            del self._waiting[wanted.paper]
            problem, key = known(self._journal, parts)
        else:
            problem, key = parts[0][2], key_of([(parts[0][0], sha256)])
        if problem is not None or key is None or key in self._keys or has(self._journal, key):
            for one, _ in files.values():
                self._spool.drop(one)
            return  # taken when that reading is there
        self._keys.add(key)
        self.under_way[wanted.paper] = key
        made = tuple(Part(name, files[member][0]) for name, member, _ in parts)
        yield _Come(wanted, key, made, sum(held for _, held in files.values()))


def _hash(file: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file. Raises OSError."""
    size = file.stat().st_size
    if size <= SMALL:
        data = file.read_bytes()
        return len(data), hashlib.sha256(data).hexdigest()
    with file.open("rb") as stream:
        return size, hashlib.file_digest(stream, "sha256").hexdigest()


def known(journal: Journal, parts: list[list[Any]]) -> tuple[list[str] | None, str | None]:
    """A problem that is known beforehand, and the key of the paper where its bytes are known."""
    hashes: list[tuple[str, str]] = []
    for name, member, problem in parts:
        sha256, failure = None, None
        if member is not None:
            sha256, failure = journal.rows("SELECT sha256, failure FROM members WHERE id = ?", (member,))[0]
        if problem is not None or failure is not None:
            said: list[str] = problem or json.loads(str(failure))
            return said, failure_key(said)
        if sha256 is None:
            return None, None
        hashes.append((name, sha256))
    return None, key_of(hashes)


def has(journal: Journal, key: str) -> bool:
    """Whether something was read of the bytes of this key."""
    return journal.one("SELECT 1 FROM readings WHERE id = ?", (key,)) is not None


def key_of(parts: list[tuple[str, str]]) -> str:
    """The name of what is read of these bytes: (file name, sha256) of each part. The ending counts, for it may decide how
    bytes are read; the rest of a name does not."""
    return "+".join(f"{sha256}.{extension(name)}" for name, sha256 in parts)


def failure_key(problem: list[str]) -> str:
    return "!" + hashlib.sha256(json.dumps(problem, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
