"""Filings → what they show only together, out of core: the rooms of ``validators.archive`` over tables in place of lists.

Workers take from each filing its traces (``validators.archive.traces``, see ``tracing``): small, and kept under a digest of the
filing's papers, so that no run takes them twice. The marks by which they are compared are then sorted into tables, and the findings of a filing are asked
for one filing after another: memory holds one filing's traces and the few of others that are like them, whatever the archive's size.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from api.audit_run.journal import Journal
from api.records import compact
from api.records.traces import LEVEL, from_bytes, from_plain, to_plain
from validators import archive
from validators.archive.owner import Owner
from validators.archive.trace import MOST_SAID, Placed, Spread, Trace
from validators.facts import Filing
from validators.finding import Finding

KEY, SAID, MEASURE = range(3)
"""What a mark is: (key), (phrase, context, speaker), (group, number)."""
CROWD = 20
"""Traces under one key, as many as are looked up with all keys of a filing at once; of larger crowds as many as are asked for."""
SHORT = 4096
"""Bytes of a trace that is kept as it is."""
CROWDS = 64
"""Crowds that stay together: every report of an agency asks for the same."""
KEPT = 4096
"""Traces of other filings that stay unpacked: those of one agency or one day are asked for again soon."""

_TABLES = """
DROP TABLE IF EXISTS temp.alike;
DROP TABLE IF EXISTS temp.said;
DROP TABLE IF EXISTS temp.measured;
DROP TABLE IF EXISTS temp.several;
CREATE TEMP TABLE several (key INTEGER PRIMARY KEY, crowd INTEGER);
CREATE TEMP TABLE alike (key INTEGER, filing INTEGER, seq INTEGER, PRIMARY KEY (key, filing, seq)) WITHOUT ROWID;
CREATE TEMP TABLE said (key INTEGER, a INTEGER, b INTEGER, PRIMARY KEY (key, a, b)) WITHOUT ROWID;
CREATE TEMP TABLE measured (key INTEGER, a INTEGER);
"""
_AROUND = (
    "SELECT key, filing, seq FROM alike WHERE key IN (SELECT marks.key FROM marks JOIN temp.several USING (key) "
    "WHERE traced = ? AND mark = ? AND NOT crowd) ORDER BY key, filing, seq"
)
# Sorted before they are entered: a table that is filled in its own order is written once, from front to back.
_FILL = (
    f"INSERT OR IGNORE INTO alike SELECT key, filings.id, seq FROM filings JOIN marks ON marks.traced = filings.traced WHERE mark = {KEY} "
    "ORDER BY 1, 2, 3",
    f"INSERT OR IGNORE INTO said SELECT key, a, b FROM filings JOIN marks ON marks.traced = filings.traced WHERE mark = {SAID} ORDER BY 1, 2, 3",
    f"INSERT INTO measured SELECT key, a FROM filings JOIN marks ON marks.traced = filings.traced WHERE mark = {MEASURE} ORDER BY 1, 2",
    "CREATE INDEX temp.measured_by_key ON measured (key, a)",
    f"INSERT INTO temp.several SELECT key, count(*) > {CROWD} FROM alike GROUP BY key HAVING count(*) > 1",
)


class Traced(NamedTuple):
    """A filing's rows of the journal. ``about`` is JSON: its name, and whose it is by names, codes and numbers; ``traces`` are
    (class, compressed body); ``marks`` are (seq, mark, key, a, b)."""

    digest: str
    about: str
    traces: tuple[tuple[str, bytes], ...]
    marks: tuple[tuple[int, int, int, int, int], ...]


def keep(journal: Journal, found: Sequence[Traced], step: Callable[[], None]) -> None:
    """Enter traces: those of one filing whole or not at all, since all are entered between two pauses of the journal."""
    for one in found:
        if not journal.one("SELECT 1 FROM traced WHERE digest = ?", (one.digest,)):
            sql = "INSERT INTO traced (digest, about) VALUES (?, ?)"
            number = journal.write(sql, (one.digest, one.about)).lastrowid
            rows = [(number, seq, name, body) for seq, (name, body) in enumerate(one.traces)]
            journal.write_many("INSERT INTO traces VALUES (?, ?, ?, ?)", rows)
            journal.write_many("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?)", [(number, *mark) for mark in one.marks])
        step()


# --- in a worker -----------------------------------------------------------------------------------------------------


def trace(filing: Filing, key: str) -> Traced:
    """What a filing puts up for comparison."""
    owner = Owner.of(filing)
    found = archive.traces(filing, owner)
    about = [filing.filing_id, sorted(owner.names), sorted(owner.codes), sorted(owner.numbers)]
    marks = tuple(mark for seq, (_, trace) in enumerate(found) for mark in _marks(seq, trace))
    return Traced(key, json.dumps(about), tuple((name, _body(trace)) for name, trace in found), marks)


def _body(trace: Trace) -> bytes:
    """What is kept of a trace: as it is where it is short, for to begin and end compressing costs more than it saves."""
    text = compact.kept(to_plain(trace))
    return text if len(text) < SHORT else zlib.compress(text, LEVEL)


def _trace(body: bytes) -> Trace:
    return from_plain(compact.read(body)) if body.startswith(b"[") else from_bytes(body)


def _marks(seq: int, trace: Trace) -> list[tuple[int, int, int, int, int]]:
    return [
        *[(seq, KEY, key, 0, 0) for key in dict.fromkeys(trace.keys)],
        *[(seq, SAID, phrase, context, speaker) for phrase, context, speaker in dict.fromkeys(trace.said)],
        *[(seq, MEASURE, group, number, 0) for group, number in trace.measures],
    ]


# --- as they are asked for -------------------------------------------------------------------------------------------


def sort(journal: Journal) -> None:
    """The marks of all filings of this run into the tables that ``Tables`` looks into; traces of no filing go."""
    journal.write("UPDATE filings SET traced = (SELECT id FROM traced WHERE traced.digest = filings.digest)")
    journal.write("DELETE FROM traced WHERE id NOT IN (SELECT traced FROM filings WHERE traced IS NOT NULL)")
    for table in ("traces", "marks"):
        journal.write(f"DELETE FROM {table} WHERE traced NOT IN (SELECT id FROM traced)")
    journal.commit()
    journal.db.executescript(_TABLES)
    for sql in _FILL:
        journal.write(sql)
    journal.commit()


def forget(journal: Journal) -> None:
    journal.commit()
    for table in ("alike", "said", "measured", "several"):
        journal.db.execute(f"DROP TABLE IF EXISTS temp.{table}")


class Tables:
    """Answers as ``validators.archive.trace.Known`` says, from the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._kept: dict[tuple[int, int], tuple[str, Placed]] = {}
        self._first = lru_cache(maxsize=KEPT)(self._load_first)
        self._owner = lru_cache(maxsize=KEPT)(self._load_owner)
        self._crowd = lru_cache(maxsize=CROWDS)(lambda key, most: self._placed(self._first(key, most)[:most]))
        self._spreads: dict[int, Spread | None] = {}
        self._near: dict[int, list[tuple[int, int]]] = {}  # of the filing whose turn it is

    def alike(self, key: int, most: int) -> Sequence[Placed]:
        rows = self._near.get(key)
        return self._crowd(key, most) if rows is None else self._placed(rows[:most])

    def few(self, key: int, most: int) -> Sequence[Placed] | None:
        rows = self._near.get(key)
        if rows is None:
            rows = self._first(key, most)
        return self._placed(rows) if len(rows) < most else None

    def _placed(self, rows: Sequence[tuple[int, int]]) -> list[Placed]:
        kept = self._kept
        return [(kept.get(at) or self._load(*at))[1] for at in rows]

    def said(self, phrase: int) -> Sequence[tuple[int, int]]:
        return self._journal.rows("SELECT a, b FROM said WHERE key = ? ORDER BY a, b LIMIT ?", (phrase, MOST_SAID))

    def spread(self, group: int) -> Spread | None:
        if group not in self._spreads:
            self._spreads[group] = self._spread(group)
        return self._spreads[group]

    def findings(self, filing: int) -> tuple[Finding, ...]:
        """The findings of one filing."""
        rows = self._journal.rows(
            "SELECT seq, class, body, traces.traced FROM traces JOIN filings ON filings.traced = traces.traced WHERE filings.id = ? ORDER BY seq",
            (filing,),
        )
        lonely = self._look_around(filing, rows[0][3]) if rows else set()
        own = [row for row in rows if row[0] not in lonely or not archive.by_keys(row[1])]
        for seq, kind, body, _ in own:
            if (filing, seq) not in self._kept:
                self._keep(filing, seq, kind, body)
        return archive.crossing([self._kept.get((filing, row[0])) or self._load(filing, row[0]) for row in own], self)

    def _look_around(self, filing: int, traced: int) -> set[int]:
        """Have at hand who else has the keys of a filing, as far as they are no crowd: it asks for them one by one, and mostly there
        is nobody. The traces whose keys no other has: most of them, and most need not be unpacked."""
        sql = "SELECT seq, key, crowd FROM marks LEFT JOIN temp.several USING (key) WHERE traced = ? AND mark = ?"
        near: dict[int, list[tuple[int, int]]] = {}
        keyed, joined = set[int](), set[int]()
        for seq, key, crowd in self._journal.rows(sql, (traced, KEY)):
            keyed.add(seq)
            if crowd is None:
                near[key] = [(filing, seq)]
            else:
                joined.add(seq)
        for key, *at in self._journal.rows(_AROUND, (traced, KEY)):
            near.setdefault(key, []).append((at[0], at[1]))
        self._near = near
        return keyed - joined

    def _keep(self, filing: int, seq: int, kind: str, body: bytes) -> tuple[str, Placed]:
        """A trace where it stands, remembered; of too many those go that came first."""
        if len(self._kept) >= KEPT:
            del self._kept[next(iter(self._kept))]
        found = self._kept[filing, seq] = kind, Placed(filing, seq, *self._owner(filing), _trace(body))
        return found

    def _load_first(self, key: int, most: int) -> list[tuple[int, int]]:
        return self._journal.rows(
            "SELECT filing, seq FROM alike WHERE key = ? ORDER BY filing, seq LIMIT ?", (key, most)
        )

    def _load(self, filing: int, seq: int) -> tuple[str, Placed]:
        sql = "SELECT class, body FROM filings JOIN traces ON traces.traced = filings.traced WHERE filings.id = ? AND seq = ?"
        return self._keep(filing, seq, *self._journal.rows(sql, (filing, seq))[0])

    def _load_owner(self, filing: int) -> tuple[str, Owner]:
        about = self._journal.one(
            "SELECT about FROM filings JOIN traced ON traced.id = filings.traced WHERE filings.id = ?", (filing,)
        )
        name, *owner = json.loads(about)
        return name, Owner(*map(frozenset, owner))

    def _spread(self, group: int) -> Spread | None:
        size = int(self._journal.one("SELECT count(*) FROM measured WHERE key = ?", (group,)))
        if not size:
            return None
        at = (size - 1) // 2
        middle = self._journal.one("SELECT a FROM measured WHERE key = ? ORDER BY a LIMIT 1 OFFSET ?", (group, at))
        far = "SELECT abs(a - ?) AS d FROM measured WHERE key = ? ORDER BY d LIMIT 1 OFFSET ?"
        return Spread(size, middle, self._journal.one(far, (middle, group, at)))
