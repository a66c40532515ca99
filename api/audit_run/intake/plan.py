"""Members → parcels and papers, by the rules of ``api.collect``: filings by their manifests, the rest as pools; images that
are the pages of one paper put together; what is no paper left out by name.

A filing's names fit into memory, and so do those of one folder; a pool's need not.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from api.audit_run.intake.sources import SINGLE, fetch, is_remote
from api.audit_run.intake.survey import Roofs, named_tables
from api.audit_run.journal import Journal
from api.collect import NOT_PAPERS, READ_ME, Paper, Part, manifests
from api.collect.names import file_of, folder_of, join, roof_of
from api.collect.parts import MANIFEST
from api.errors import Missing
from api.given.pages import files_to_papers
from extractor.errors import PaperError

# Why a member is no paper: what members.jsonl says.
_MANIFEST = ("manifest", "案卷说明，不是材料")
_TABLE = ("attached_table", "随案卷的数据表，不是材料")
_ASIDE = ("not_a_paper", "不是材料")


_Members = dict[str, list[tuple[int, int]]]
"""Members that no paper has yet by their names: the number of each, and that of its source."""
KEPT = 4096
"""Folders of which it is remembered what is above them: members of one folder come one after another."""


def plan(journal: Journal, spool: Path) -> None:
    """Write the parcels and papers of all members; nothing where no member has changed."""
    if journal.get("planned"):
        return
    for table in ("parcels", "papers"):
        journal.write(f"DELETE FROM {table}")
    journal.write(
        "UPDATE members SET status = 'queued', cause = '', message = '', paper = NULL, roof = NULL "
        "WHERE status <> 'queued' OR cause <> '' OR message <> '' OR paper IS NOT NULL OR roof IS NOT NULL"
    )
    for base, path in journal.rows("SELECT id, path FROM bases ORDER BY path"):
        plan_base(journal, base, path, spool)
    journal.put("planned", True)
    journal.commit()


def plan_base(journal: Journal, base: int, path: str, spool: Path) -> None:
    """Write the parcels and papers of one base, whose members have none."""
    _Planned(journal, base, path, spool).write()


class _Planned:
    """One base being planned."""

    def __init__(self, journal: Journal, base: int, path: str, spool: Path) -> None:
        self._journal, self._base, self._path, self._spool = journal, base, path, spool

    def write(self) -> None:
        self._sort_out()
        for (roof,) in self._roofs():
            self._filing(roof)
            self._journal.pause()
        self._pool()

    def _roofs(self) -> Iterator[tuple[str]]:
        top = "SELECT folder FROM roofs WHERE base = ? AND folder = ''"
        yield from self._journal.rows(top, (self._base,))
        rest = "SELECT folder FROM roofs WHERE base = ? AND folder > ? ORDER BY folder LIMIT ?"
        yield from self._journal.paged(rest, (self._base,), after="")

    def _sort_out(self) -> None:
        """Each member's roof, and what is no paper."""
        if self._path == SINGLE:
            return
        roofs = Roofs(self._journal, self._base)
        above = lru_cache(maxsize=KEPT)(lambda folder: roof_of(join(folder, "…"), roofs))
        sql = (
            "SELECT members.id, members.name, sources.name, sources.base, roof FROM members JOIN sources ON sources.id = source "
            "WHERE members.base = ? AND members.id > ? ORDER BY members.id LIMIT ?"
        )
        for member, name, file, home, before in self._journal.paged(sql, (self._base,)):
            given = file if home == self._base else name  # of a filing's archive the archive's own name decides
            roof, last = above(folder_of(given)), file_of(given).lower()
            if last in NOT_PAPERS or (roof is None and last == READ_ME):
                self._leave_out(member, _MANIFEST if last == MANIFEST else _ASIDE)
            if roof != before:
                self._journal.write("UPDATE members SET roof = ? WHERE id = ?", (roof, member))
            self._journal.pause()

    def _leave_out(self, member: int, why: tuple[str, str]) -> None:
        sql = "UPDATE members SET status = 'left_out', cause = ?, message = ? WHERE id = ?"
        self._journal.write(sql, (*why, member))

    # -- filings -------------------------------------------------------------------------------------------------------

    def _filing(self, roof: str) -> None:
        """The parcel of a folder with a manifest, as ``collect.manifests.filing`` makes it of the same names."""
        rows = self._journal.rows(
            "SELECT id, name, source FROM members WHERE base = ? AND roof = ? AND status <> 'left_out' ORDER BY name, id",
            (self._base, roof),
        )
        manifest, data = self._manifest(roof)
        files = {join(roof, name): self._attached(roof, name) for name in named_tables(data)}
        parts = [Part(name, files.get(name)) for _, name, _ in rows]
        parcel = manifests.filing(self._path, roof, manifest, parts)
        for file in files.values():
            if file is not None and file.parent == self._spool:
                file.unlink()
        skip = len(roof) + 1 if roof else 0
        members: _Members = defaultdict(list)
        for member, name, source in rows:
            members[name[skip:]].append((member, source))
        if parcel.manifest is None:  # broken: it is named among the papers
            members[MANIFEST].append(self._manifest_member(roof))
        known = None if parcel.manifest is None else json.dumps(parcel.manifest, ensure_ascii=False)
        number = self._parcel(parcel.name, parcel.path, known)
        for paper in parcel.papers:
            self._paper(number, paper, members)
        for member, _ in (left for found in members.values() for left in found):
            self._leave_out(member, _TABLE)

    def _manifest(self, roof: str) -> tuple[Part, bytes]:
        """The manifest as a part with a file, and its bytes; no bytes where it cannot be read."""
        source, place = self._journal.rows(
            "SELECT source, place FROM roofs WHERE base = ? AND folder = ?", (self._base, roof)
        )[0]
        part = Part(join(roof, MANIFEST), self._file(source, place))
        try:
            return part, part.load()
        except (PaperError, OSError):
            return part, b""

    def _manifest_member(self, roof: str) -> tuple[int, int]:
        sql = "SELECT id, source FROM members WHERE base = ? AND roof = ? AND name = ?"
        member, source = self._journal.rows(sql, (self._base, roof, join(roof, MANIFEST)))[0]
        return member, source

    def _attached(self, roof: str, name: str) -> Path | None:
        found = self._journal.rows(
            "SELECT source, place FROM members WHERE base = ? AND roof = ? AND name = ?",
            (self._base, roof, join(roof, name)),
        )
        return self._file(*found[0]) if found else None

    def _file(self, source: int, place: int | None) -> Path | None:
        """Where its bytes can be read: the file itself, or a copy in the spool."""
        if place is None:
            where = str(self._journal.one("SELECT place FROM sources WHERE id = ?", (source,)))
            if not is_remote(where):
                return Path(where)
            fetch(where, copy := self._spool / f"a{source}")
            return copy
        data = self._journal.one("SELECT data FROM attachments WHERE source = ? AND place = ?", (source, place))
        if data is None:
            return None
        copy = self._spool / f"a{source}-{place}"
        copy.write_bytes(data)
        return copy

    # -- pools ---------------------------------------------------------------------------------------------------------

    def _pool(self) -> None:
        """Everything else of the base; images are put together folder by folder."""
        sql = (
            "SELECT folder, name, id, source FROM members WHERE base = ? AND roof IS NULL AND status <> 'left_out' "
            "AND (folder, name, id) > (?, ?, ?) ORDER BY folder, name, id LIMIT ?"
        )
        number, folder = None, None
        names: list[tuple[str, int, int]] = []
        for here, name, member, source in self._journal.paged(sql, (self._base,), after=("", "", 0)):
            if number is None:
                number = self._parcel(None, self._path, None)
            if here != folder:
                self._pooled(number, names)
                self._journal.pause()
                folder, names = here, []
            names.append((name, member, source))
        if number is not None:
            self._pooled(number, names)

    def _pooled(self, parcel: int, names: list[tuple[str, int, int]]) -> None:
        members: _Members = defaultdict(list)
        for name, member, source in names:
            members[name].append((member, source))
        for paper in files_to_papers((Part(name) for name, _, _ in names), Paper):
            self._paper(parcel, paper, members)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def _parcel(self, name: str | None, path: str, manifest: str | None) -> int:
        sql = "INSERT INTO parcels (base, name, path, manifest) VALUES (?, ?, ?, ?)"
        return int(self._journal.write(sql, (self._base, name, path, manifest)).lastrowid or 0)

    def _paper(self, parcel: int, paper: Paper, members: _Members) -> None:
        """A paper with its parts: each a member, or the reason why there is none. Members that are used are taken out."""
        parts: list[list[object]] = []
        source: int | None = None
        for part in paper.parts:
            member = None
            if members.get(part.name):
                member, source = members[part.name].pop(0)
            failure = part.failure if part.failure or member is not None else Missing()
            said = failure.problem() if failure else None
            parts.append([part.name, member, [said.code, said.message, said.remedy] if said else None])
        taken = [member for _, member, _ in parts if member is not None]
        number = self._journal.write(
            "INSERT INTO papers (parcel, path, parts, source) VALUES (?, ?, ?, ?)",
            (parcel, paper.path, json.dumps(parts, ensure_ascii=False), source),
        ).lastrowid
        self._journal.write_many(
            "UPDATE members SET paper = ?, status = 'queued' WHERE id = ?", [(number, member) for member in taken]
        )
