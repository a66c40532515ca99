"""The papers of a run's filings as the journal has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.audit_run.journal import Journal
from api.audit_run.judging.packed import unpack
from api.collect.names import join
from api.settings import ENGINE
from api.store.columns import id_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper of a filing as the journal has it. ``records`` is asked for when it is needed: it is by far the most of it."""

    id: str
    nth: int
    path: str
    parts: tuple[tuple[str, str, int], ...]
    reading: str
    outcome: str
    kind: str
    number: str | None

    @property
    def reading_id(self) -> str:
        return id_of("reading", self.id, ENGINE)

    @property
    def read(self) -> bool:
        return self.outcome == "read"


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the journal tells of papers: under names of their own in a body's part of the database, with paths from what was ``given`` on,
    the longest first."""

    journal: Journal
    org_id: str
    given: Sequence[str]

    def of(self, filing: int) -> list[Sheet]:
        """The papers of a filing; one that came along and is no paper only where nothing else is there."""
        rows = self.journal.rows(
            "SELECT p.path, parcels.path, p.parts, p.reading, placements.nth, outcome, kind, number, left_out FROM placements "
            "JOIN papers p ON p.id = paper JOIN parcels ON parcels.id = p.parcel JOIN readings ON readings.id = p.reading "
            "JOIN sheets ON sheets.reading = p.reading AND sheets.nth = placements.nth WHERE filing = ? ORDER BY seq",
            (filing,),
        )
        return [self._sheet(*row[:-1]) for row in rows if not row[-1] or all(other[-1] for other in rows)]

    def _sheet(
        self, path: str, home: str, parts: str, reading: str, nth: int, outcome: str, kind: str, number: str | None
    ) -> Sheet:  # fmt: skip
        whole = join(self.short(home), path)
        named = tuple(_part(self.journal, name, member) for name, member, _ in json.loads(parts))
        return Sheet(
            id_of("paper", self.org_id, whole, reading, nth), nth, whole, named, reading, outcome, kind, number
        )

    def short(self, path: str) -> str:
        """A path from the name of what was given on."""
        for given in self.given:
            if path == given or path.startswith((f"{given}/", f"{given}!")):
                return f"{given.rpartition('/')[2]}{path[len(given) :]}".lstrip("/")
        return path

    def record(self, sheet: Sheet) -> Any:
        return unpack(self.records(sheet), sheet.nth, sheet.path, ())

    def records(self, sheet: Sheet) -> bytes:
        found: bytes = self.journal.one("SELECT records FROM readings WHERE id = ?", (sheet.reading,))
        return found


def _part(journal: Journal, name: str, member: int | None) -> tuple[str, str, int]:
    """Name, SHA-256 and size of a part; of one that nobody has the name alone."""
    found = journal.rows("SELECT sha256, size FROM members WHERE id = ? AND failure IS NULL", (member,))
    sha256, size = found[0] if found else (None, None)
    return name, sha256 or "", (size or 0) if sha256 else 0
