"""Records → filings, out of core: parcels with a manifest as they are, pools by policy number.

The rule is ``validators.grouping.homes`` over tables in place of lists, so a pool is grouped as ``anze check`` would group
it. What finds no policy in its own pool is then looked for in all the others, by number alone: papers of one policy lie in
different archives, and of a name that two deliveries share nobody knows whether it is of one policy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from api.audit_run.journal import Journal
from api.check import common_folder
from api.collect.names import join
from validators.grouping import fits, folders_of, held_on, homes, may_go_by_folder

_TABLES = """
DROP TABLE IF EXISTS temp.units;
DROP TABLE IF EXISTS temp.groups;
DROP TABLE IF EXISTS temp.grouped;
DROP TABLE IF EXISTS temp.holders;
DROP TABLE IF EXISTS temp.lying;
DROP TABLE IF EXISTS temp.periods;
-- One paper of a pool, in the pool's order.
CREATE TEMP TABLE units (id INTEGER PRIMARY KEY, pool INTEGER, paper INTEGER, nth INTEGER, reading TEXT, kind TEXT, number TEXT,
  left_out INTEGER);
CREATE INDEX temp.units_by_pool ON units (pool, id);
CREATE INDEX temp.units_by_paper ON units (paper);
-- One policy of a pool: its number, or a mark of its own where it has none.
CREATE TEMP TABLE groups (id INTEGER PRIMARY KEY, pool INTEGER, number TEXT, UNIQUE (pool, number));
CREATE INDEX temp.groups_by_number ON groups (number);
CREATE TEMP TABLE grouped (grp INTEGER, unit INTEGER, joined INTEGER, PRIMARY KEY (grp, unit)) WITHOUT ROWID;
CREATE INDEX temp.grouped_by_unit ON grouped (unit);
CREATE TEMP TABLE holders (pool INTEGER, name TEXT, grp INTEGER, PRIMARY KEY (pool, name, grp)) WITHOUT ROWID;
CREATE INDEX temp.holders_by_group ON holders (grp);
CREATE TEMP TABLE periods (grp INTEGER PRIMARY KEY, period TEXT);
-- The folders around each policy.
CREATE TEMP TABLE lying (pool INTEGER, folder TEXT, grp INTEGER, PRIMARY KEY (pool, folder, grp)) WITHOUT ROWID;
"""
_UNITS = """
INSERT INTO units (pool, paper, nth, reading, kind, number, left_out)
SELECT parcels.id, papers.id, sheets.nth, papers.reading, sheets.kind, sheets.number, sheets.left_out
FROM parcels JOIN papers ON papers.parcel = parcels.id JOIN sheets ON sheets.reading = papers.reading
WHERE parcels.name IS NULL ORDER BY parcels.id, papers.path, papers.id, sheets.nth
"""
_ALONE = """
SELECT units.id, pool, reading, nth, kind FROM units LEFT JOIN grouped ON grouped.unit = units.id
WHERE grouped.unit IS NULL AND kind <> 'policy' AND NOT left_out AND units.id > ? ORDER BY units.id LIMIT ?
"""


def group(journal: Journal) -> int:
    """Write the filings and their papers in the order of the results; how many filings."""
    journal.commit()
    journal.db.executescript(_TABLES)
    journal.write("DELETE FROM filings")
    journal.write("DELETE FROM placements")
    journal.write("DELETE FROM shared")
    journal.write(_UNITS)
    _policies(journal)
    _places(journal)
    writer = _Writer(journal)
    for parcel, name, path in journal.rows_of("SELECT id, name, path FROM parcels ORDER BY path, name IS NULL, id"):
        if name is not None:
            writer.filing(parcel, path)
        else:
            writer.pool(parcel, path)
    journal.write(_SHARED)
    journal.commit()
    for table in ("units", "groups", "grouped", "holders", "lying", "periods"):
        journal.db.execute(f"DROP TABLE temp.{table}")
    return int(journal.one("SELECT count(*) FROM filings") or 0)


# Credit codes that policies of several filings have: those that stand in one alone are left out.
_SHARED = """
WITH said AS (
  SELECT DISTINCT signs.sign, signs.value, placements.filing FROM placements
  JOIN papers ON papers.id = placements.paper
  JOIN sheets ON sheets.reading = papers.reading AND sheets.nth = placements.nth
  JOIN signs ON signs.reading = papers.reading AND signs.nth = placements.nth
  WHERE sheets.kind = 'policy' AND signs.sign = 'uscc')
INSERT INTO shared SELECT sign, value, filing FROM said
WHERE (sign, value) IN (SELECT sign, value FROM said GROUP BY sign, value HAVING count(*) > 1)
"""


# --- pools -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pool:
    """The policies of a pool, as ``homes`` asks for them."""

    journal: Journal
    pool: int

    def numbered(self, numbers: AbstractSet[str]) -> Sequence[int]:
        sql = f"SELECT id FROM groups WHERE pool = ? AND number IN ({_marks(numbers)}) ORDER BY id"
        return [row[0] for row in self.journal.rows(sql, (self.pool, *sorted(numbers)))] if numbers else []

    def named(self, names: AbstractSet[str]) -> Sequence[int]:
        sql = f"SELECT DISTINCT grp FROM holders WHERE pool = ? AND name IN ({_marks(names)}) LIMIT 2"
        return [row[0] for row in self.journal.rows(sql, (self.pool, *sorted(names)))] if names else []

    def only(self) -> Sequence[int]:
        found = self.journal.rows("SELECT id FROM groups WHERE pool = ? LIMIT 2", (self.pool,))
        return [found[0][0]] if len(found) == 1 else []


def _marks(values: AbstractSet[str]) -> str:
    return ", ".join("?" * len(values))


def _policies(journal: Journal) -> None:
    """A group for each policy, with the names of its holder."""
    sql = (
        "SELECT units.id, pool, number, path, units.reading, nth FROM units JOIN papers ON papers.id = paper "
        "WHERE kind = 'policy' AND NOT left_out AND units.id > ? ORDER BY units.id LIMIT ?"
    )
    for unit, pool, number, path, reading, nth in journal.paged(sql):
        key = number or f"\0{unit}"
        journal.write("INSERT OR IGNORE INTO groups (pool, number) VALUES (?, ?)", (pool, key))
        group = journal.one("SELECT id FROM groups WHERE pool = ? AND number = ?", (pool, key))
        journal.write("INSERT INTO grouped VALUES (?, ?, 0)", (group, unit))
        for period in _said(journal, reading, nth, "period"):
            journal.write("INSERT OR IGNORE INTO periods VALUES (?, ?)", (group, period))
        folders = [(pool, folder, group) for folder in folders_of(path)]
        journal.write_many("INSERT OR IGNORE INTO lying VALUES (?, ?, ?)", folders)
    journal.write(
        "INSERT OR IGNORE INTO holders SELECT units.pool, signs.value, grouped.grp FROM grouped JOIN units ON units.id = unit "
        "JOIN signs ON signs.reading = units.reading AND signs.nth = units.nth WHERE signs.sign = 'name'"
    )


def _places(journal: Journal) -> None:
    """Every other paper to the policies it belongs to: those of its own pool, else those of its number anywhere."""
    for unit, pool, reading, nth, kind in journal.paged(_ALONE):
        numbers, names = _said(journal, reading, nth, "number"), _said(journal, reading, nth, "name")
        found = homes(kind, numbers, names, _Pool(journal, pool)) or _bound_with(journal, unit)
        if not found and names and may_go_by_folder(kind, numbers):
            found = _held_on(journal, pool, names, next(iter(_said(journal, reading, nth, "day")), ""))
        if not found and may_go_by_folder(kind, numbers):
            found = [group for group in _lying_with(journal, pool, unit) if fits(names, _holders(journal, group))]
        journal.write_many("INSERT INTO grouped VALUES (?, ?, 0)", [(group, unit) for group in found])
        journal.pause()
    for unit, _, reading, nth, kind in journal.paged(_ALONE):
        numbers = _said(journal, reading, nth, "number") if kind != "notice" else frozenset()
        sql = f"SELECT id FROM groups WHERE number IN ({_marks(numbers)}) ORDER BY id"
        found = [row[0] for row in journal.rows(sql, tuple(sorted(numbers)))] if numbers else []
        journal.write_many("INSERT INTO grouped VALUES (?, ?, 1)", [(group, unit) for group in found])


def _bound_with(journal: Journal, unit: int) -> Sequence[int]:
    """The one policy that the others of the same file went to, as ``validators.grouping`` has it."""
    sql = (
        "SELECT DISTINCT grp FROM units one JOIN units other ON other.pool = one.pool AND other.paper = one.paper "
        "JOIN grouped ON grouped.unit = other.id WHERE one.id = ? AND other.id <> one.id LIMIT 2"
    )
    found = [row[0] for row in journal.rows(sql, (unit,))]
    return found if len(found) == 1 else []


def _lying_with(journal: Journal, pool: int, unit: int) -> Sequence[int]:
    """The only policy of the innermost folder around a paper that has any."""
    path = journal.one("SELECT path FROM units JOIN papers ON papers.id = paper WHERE units.id = ?", (unit,))
    for folder in folders_of(str(path)):
        found = [
            r[0] for r in journal.rows("SELECT grp FROM lying WHERE pool = ? AND folder = ? LIMIT 2", (pool, folder))
        ]
        if found:
            return found if len(found) == 1 else []
    return []


def _held_on(journal: Journal, pool: int, names: AbstractSet[str], day: str) -> Sequence[int]:
    """Of the policies of an enterprise that has several the one that holds on the day of a paper."""
    sql = (
        "SELECT DISTINCT holders.grp, coalesce(period, '') FROM holders LEFT JOIN periods ON periods.grp = holders.grp "
        f"WHERE pool = ? AND name IN ({_marks(names)}) ORDER BY holders.grp"
    )
    return held_on(day, dict(journal.rows(sql, (pool, *sorted(names)))))


def _holders(journal: Journal, group: int) -> frozenset[str]:
    return frozenset(row[0] for row in journal.rows("SELECT name FROM holders WHERE grp = ?", (group,)))


def _said(journal: Journal, reading: str, nth: int, sign: str) -> frozenset[str]:
    rows = journal.rows("SELECT value FROM signs WHERE reading = ? AND nth = ? AND sign = ?", (reading, nth, sign))
    return frozenset(row[0] for row in rows)


# --- filings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Placed:
    """A paper of a filing. ``joined``: it came from another pool."""

    paper: int
    nth: int
    joined: bool = False


class _Writer:
    """Filings, one after another."""

    def __init__(self, journal: Journal) -> None:
        self._journal, self._number = journal, 0

    def filing(self, parcel: int, path: str) -> None:
        """A parcel with a manifest: all its papers, in the order of names."""
        rows = self._journal.rows(
            "SELECT papers.id, sheets.nth FROM papers JOIN sheets ON sheets.reading = papers.reading WHERE parcel = ? "
            "ORDER BY path, papers.id, sheets.nth", (parcel,),
        )  # fmt: skip
        self._write(parcel, path, [_Placed(paper, nth) for paper, nth in rows], skip="")

    def pool(self, parcel: int, path: str) -> None:
        """A pool's groups by their first paper; what came along and is no paper goes with the first."""
        aside = self._journal.rows("SELECT paper, nth FROM units WHERE pool = ? AND left_out ORDER BY id", (parcel,))
        extra = [_Placed(paper, nth) for paper, nth in aside]
        for placed in self._groups(parcel):
            self._pooled(parcel, path, [*placed, *extra])
            extra = []
        if extra:
            self._pooled(parcel, path, extra)

    def _groups(self, parcel: int) -> Iterator[list[_Placed]]:
        """Groups and lone papers of a pool in the order of ``validators.group``: by their papers, from the first on."""
        sql = (
            "SELECT first, grp FROM (SELECT min(unit) AS first, grp FROM grouped JOIN groups ON groups.id = grp WHERE pool = ? "
            "AND NOT joined GROUP BY grp UNION ALL SELECT units.id, 0 FROM units LEFT JOIN grouped ON unit = units.id "
            "WHERE pool = ? AND NOT left_out AND grp IS NULL) WHERE (first, grp) > (?, ?) ORDER BY first, grp LIMIT ?"
        )
        rows = self._journal.paged(sql, (parcel, parcel), after=(0, 0))
        for first, same in groupby(rows, key=lambda row: row[0]):
            yield from (placed for _, placed in sorted(self._group(first, group) for _, group in same))

    def _group(self, first: int, group: int) -> tuple[list[int], list[_Placed]]:
        if not group:
            return [first], [_Placed(*self._journal.rows("SELECT paper, nth FROM units WHERE id = ?", (first,))[0])]
        rows = self._journal.rows(
            "SELECT unit, paper, nth, joined FROM grouped JOIN units ON units.id = unit WHERE grp = ? ORDER BY joined, unit",
            (group,),
        )
        own = [unit for unit, _, _, joined in rows if not joined]
        return own, [_Placed(paper, nth, bool(joined)) for _, paper, nth, joined in rows]

    def _pooled(self, parcel: int, path: str, placed: list[_Placed]) -> None:
        """Single files lie in the folder that they have in common, and are named within it."""
        folder = path or common_folder([self._path(one) for one in placed if not one.joined])
        self._write(parcel, folder, placed, skip="" if path or not folder else folder.rstrip("/") + "/")

    def _path(self, placed: _Placed) -> str:
        return str(self._journal.one("SELECT path FROM papers WHERE id = ?", (placed.paper,)))

    def _write(self, parcel: int, path: str, placed: Sequence[_Placed], skip: str) -> None:
        self._number += 1
        self._journal.write("INSERT INTO filings (id, parcel, path) VALUES (?, ?, ?)", (self._number, parcel, path))
        rows: list[tuple[Any, ...]] = []
        for seq, one in enumerate(placed):
            name, parts, home = self._journal.rows(
                "SELECT papers.path, parts, parcels.path FROM papers JOIN parcels ON parcels.id = parcel WHERE papers.id = ?",
                (one.paper,),
            )[0]
            names = [str(part[0]) for part in json.loads(parts)]
            names = names if len(names) > 1 else []
            # A paper from elsewhere goes by its whole path: its own folder may hold the same name.
            shown = [join(home, word) if one.joined else word.removeprefix(skip) for word in (name, *names)]
            rows.append((self._number, seq, one.paper, one.nth, shown[0], json.dumps(shown[1:], ensure_ascii=False)))
        self._journal.write_many("INSERT INTO placements VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._journal.pause()
