"""Files and archives → a row for every member, before any paper is read.

An archive is gone through once here, for the names and hashes of its members, and once more when they are read: its bytes
are never unpacked to disk as a whole. One that has not changed since an earlier run is not opened again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from api.audit_run.intake.sources import File, Volumes, is_remote, local
from api.audit_run.journal import Journal
from api.collect.names import UNNAMED, file_of, folder_of, join, plain, roof_of
from api.collect.opening import is_archive, looked_at
from api.collect.parts import MANIFEST
from api.errors import Missing
from api.given import declared, parameters
from extractor import archives, containers
from extractor.containers import Member
from extractor.errors import Damaged, PaperError
from extractor.formats import extension, named_for
from extractor.limits import Limits

LIMITS = Limits(archive_members=10_000_000)
"""An archive handed in as a whole may hold more than a filing's; what it expands to is bounded by its size all the same."""
MOST_ATTACHED = 16 * 1024 * 1024
"""Bytes of a manifest or of a table that it names; a larger one is damaged or no such thing."""

Tell = Callable[[int, str], None]
"""Told how many members are known, and the name of the last file."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How archives are opened: ``spool`` takes copies of a store's, ``passwords`` are tried on those that are locked."""

    spool: Path
    passwords: tuple[str, ...] = ()

    def members(self, place: str, name: str, volumes: Volumes | None = None) -> Iterator[tuple[int, Member]]:
        """The members with their places, counted from 0. Raises OSError where the file cannot be opened, a PaperError where its
        parts do not fit together."""
        places = (place,) if volumes is None else volumes.parts
        with ExitStack() as held:
            files = [held.enter_context(local(part, self.spool)) for part in places]
            opened = [held.enter_context(file.open("rb")) for file in files]
            stream = opened[0] if volumes is None else archives.Volumes(opened, volumes.style)
            yield from enumerate(self._members(stream, name))

    def _members(self, stream: object, name: str) -> containers.Members:
        return containers.members(stream, PurePosixPath(name).name, limits=LIMITS, passwords=self.passwords)  # type: ignore[arg-type]


def survey(journal: Journal, found: Iterable[File], opening: Opening, tell: Tell) -> None:
    """Enter every member. What an earlier run entered stays, unless its file has changed or is gone; where anything has, the
    plan is made anew."""
    round_ = (journal.get("round") or 0) + 1
    bases: dict[str, int] = {}
    for number, file in enumerate(found, 1):
        if file.base not in bases:  # few: the folders that were given
            bases[file.base] = _base(journal, file.base)
        _enter(journal, file, bases[file.base], round_)
        journal.pause()
        if number % 1000 == 0:
            tell(number, file.name)
    for (source,) in list(
        journal.paged("SELECT id FROM sources WHERE round <> ? AND id > ? ORDER BY id LIMIT ?", (round_,))
    ):
        _forget(journal, source)
        journal.write("DELETE FROM roofs WHERE source = ?", (source,))
        journal.write("DELETE FROM volumes WHERE source = ?", (source,))
        journal.write("DELETE FROM sources WHERE id = ?", (source,))
        journal.put("planned", False)
    journal.put("round", round_)
    journal.commit()
    unopened = (
        "SELECT id, base, name, place, size, stamp FROM sources WHERE NOT surveyed AND id > ? ORDER BY id LIMIT ?"
    )
    planned = journal.get("planned")
    for source, base, name, place, size, stamp in journal.paged(unopened):
        if planned:
            journal.put("planned", planned := False)
        _forget(journal, source)
        parts = volumes_of(journal, source)
        _open(journal, _Source(source, base, name, place, size, missing=not stamp, volumes=parts), opening, tell)
        journal.write("UPDATE sources SET surveyed = 1 WHERE id = ?", (source,))
        journal.pause()
    journal.commit()


@dataclass(frozen=True, slots=True)
class _Source:
    id: int
    base: int
    name: str
    place: str
    size: int | None
    missing: bool
    volumes: Volumes | None


def volumes_of(journal: Journal, source: int) -> Volumes | None:
    """The parts of a source that lies in several."""
    rows = journal.rows("SELECT style, part FROM volumes WHERE source = ? ORDER BY nth", (source,))
    return Volumes(rows[0][0], tuple(part for _, part in rows)) if rows else None


@dataclass(frozen=True, slots=True)
class Roofs(Container[str]):
    """The folders of a base that have a manifest."""

    journal: Journal
    base: int

    def __contains__(self, folder: object) -> bool:
        sql = "SELECT 1 FROM roofs WHERE base = ? AND folder = ?"
        return self.journal.one(sql, (self.base, folder)) is not None


def problem_of(error: PaperError) -> str:
    """A problem as the journal keeps it: code, message, remedy."""
    said = error.problem()
    return json.dumps([said.code, said.message, said.remedy], ensure_ascii=False)


# --- files -----------------------------------------------------------------------------------------------------------


def _enter(journal: Journal, file: File, base: int, round_: int) -> None:
    known = journal.rows("SELECT id, stamp, place FROM sources WHERE base = ? AND name = ?", (base, file.name))
    if known and known[0][1:] == (file.stamp, file.place):
        journal.write("UPDATE sources SET round = ? WHERE id = ?", (round_, known[0][0]))
        return
    if known:
        _forget(journal, known[0][0])
        journal.write("DELETE FROM volumes WHERE source = ?", (known[0][0],))
        journal.write("UPDATE sources SET place = ?, size = ?, stamp = ?, surveyed = 0, junk = 0, is_archive = NULL, round = ? "
                      "WHERE id = ?", (file.place, file.size, file.stamp, round_, known[0][0]))  # fmt: skip
        source = known[0][0]
    else:
        source = journal.write(
            "INSERT INTO sources (base, name, place, size, stamp, round) VALUES (?, ?, ?, ?, ?, ?)",
            (base, file.name, file.place, file.size, file.stamp, round_),
        ).lastrowid
    if file.volumes is not None:
        style, parts = file.volumes.style, enumerate(file.volumes.parts)
        journal.write_many(
            "INSERT INTO volumes VALUES (?, ?, ?, ?)", [(source, nth, style, part) for nth, part in parts]
        )
    if file_of(file.name) == MANIFEST and file.base:
        journal.write("REPLACE INTO roofs VALUES (?, ?, ?, NULL)", (base, folder_of(file.name), source))


def _base(journal: Journal, path: str) -> int:
    known = journal.one("SELECT id FROM bases WHERE path = ?", (path,))
    return int(known or journal.write("INSERT INTO bases (path) VALUES (?)", (path,)).lastrowid or 0)


def _forget(journal: Journal, source: int) -> None:
    """Whatever was entered of the members of a source; what was read of them stays, under its bytes."""
    journal.write("DELETE FROM members WHERE source = ?", (source,))
    journal.write("DELETE FROM attachments WHERE source = ?", (source,))
    journal.write("DELETE FROM roofs WHERE source = ? AND place IS NOT NULL", (source,))


# --- archives --------------------------------------------------------------------------------------------------------


def _open(journal: Journal, source: _Source, opening: Opening, tell: Tell) -> None:
    path = journal.one("SELECT path FROM bases WHERE id = ?", (source.base,))
    error, archive = _looked_at(source, opening)
    if error is not None or not archive:
        failure = None if error is None else problem_of(error)
        _enter_member(
            journal, source, source.base, source.name, join(path, source.name), None, source.size, None, failure
        )
        return
    journal.write("UPDATE sources SET is_archive = 1 WHERE id = ?", (source.id,))
    roof = roof_of(source.name, Roofs(journal, source.base)) if path else None
    base = source.base if roof is not None else _base(journal, join(path, source.name))
    before = f"{source.name}!" if roof is not None else ""
    try:
        for place, member in opening.members(source.place, source.name, source.volumes):
            name = before + (plain(member.path) or UNNAMED)
            _enter_archived(
                journal, source, base, name, join(path if before else join(path, source.name), name), place, member
            )
            if place % 100 == 0:
                tell(place, source.name)
    except (OSError, PaperError) as problem:
        failure = problem_of(problem if isinstance(problem, PaperError) else Damaged(problem.strerror or ""))
        _enter_member(
            journal, source, source.base, source.name, join(path, source.name), None, source.size, None, failure
        )
        return
    if not before:
        _keep_tables(journal, source, base, opening)


def _looked_at(source: _Source, opening: Opening) -> tuple[PaperError | None, bool]:
    """Why a file is not opened at all (it is not there, or is a part of an archive of which others are not), and whether it is an
    archive: as ``api.collect`` tells it, by the bytes. Of a store's files only those are fetched whose name is no paper's."""
    if source.missing:
        return Missing(), False
    if source.volumes is not None:
        return (None if source.volumes.style else archives.missing(source.volumes.parts)), True
    if not is_remote(source.place):
        return looked_at(Path(source.place), source.name)
    if named_for(extension(source.name)):
        return None, False
    try:
        with local(source.place, opening.spool) as file:
            return None, is_archive(file, source.name)
    except OSError:
        return None, False  # said when it is read


def _enter_archived(
    journal: Journal, source: _Source, base: int, name: str, path: str, place: int, member: Member
) -> None:
    data = member.data
    if data is None:
        assert member.error is not None
        _enter_member(journal, source, base, name, path, place, None, None, problem_of(member.error))
        return
    _enter_member(journal, source, base, name, path, place, len(data), hashlib.sha256(data).hexdigest(), None)
    if file_of(name) == MANIFEST and base != source.base and len(data) <= MOST_ATTACHED:
        journal.write("REPLACE INTO attachments VALUES (?, ?, ?)", (source.id, place, data))
        journal.write("REPLACE INTO roofs VALUES (?, ?, ?, ?)", (base, folder_of(name), source.id, place))


def _enter_member(
    journal: Journal, source: _Source, base: int, name: str, path: str, place: int | None, size: int | None,
    sha256: str | None, failure: str | None,
) -> None:  # fmt: skip
    folder = name.rpartition("/")[0] or "."
    if (
        "//" in name or "./" in name or name.startswith("/") or name.endswith(("/", "/."))
    ):  # names from archives may be anything
        folder = str(PurePosixPath(name).parent)
    journal.write(
        "INSERT INTO members (base, name, folder, path, source, place, size, sha256, failure) VALUES (?,?,?,?,?,?,?,?,?)",
        (base, name, folder, path, source.id, place, size, sha256, failure),
    )


def _keep_tables(journal: Journal, source: _Source, base: int, opening: Opening) -> None:
    """Tables that manifests of the archive name, kept beside them: they are no papers, and wanted before these are read."""
    wanted: set[int] = set()
    sql = "SELECT folder, place FROM roofs WHERE base = ? AND folder > ? ORDER BY folder LIMIT ?"
    roofs = [*journal.rows("SELECT folder, place FROM roofs WHERE base = ? AND folder = ''", (base,))]
    for folder, place in [*roofs, *journal.paged(sql, (base,), after="")]:
        data = journal.one("SELECT data FROM attachments WHERE source = ? AND place = ?", (source.id, place))
        for name in named_tables(data):
            within = f"{folder}/{name}" if folder else name
            found = journal.rows(
                "SELECT place FROM members WHERE base = ? AND name = ? AND size <= ?", (base, within, MOST_ATTACHED)
            )
            wanted.update(row[0] for row in found)
    if wanted:
        for place, member in opening.members(source.place, source.name, source.volumes):
            if place in wanted and member.data is not None:
                journal.write("REPLACE INTO attachments VALUES (?, ?, ?)", (source.id, place, member.data))


def named_tables(manifest: bytes | None) -> tuple[str, ...]:
    """The files that a manifest names as tables beside the papers; none where it cannot be understood."""
    try:
        known = json.loads((manifest or b"").decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    return (*declared.named(known), *parameters.named(known))
