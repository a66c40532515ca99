"""Two runs side by side: filings that are new, gone or judged otherwise, and which findings are new, fixed or different.

Filings whose judgement hangs on the same grounds and papers are equal by their digest and not looked at. Of the others the
names are put into a table on disk and matched there, by name and place first and then by name, so that memory does not grow
with the runs; reports are opened two at a time.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from api.audit_run.journal import FILE, VERSION, BadJournal
from api.comparing import OPEN, changed, of_body, pairs

HEAD_BYTES = 4096
"""Of a report, enough for the filing's name, with which it begins."""
_TABLES = """
CREATE TABLE rest (side INTEGER, id INTEGER, name TEXT, path TEXT, PRIMARY KEY (side, id)) WITHOUT ROWID;
CREATE TABLE pairs (one INTEGER, two INTEGER, name TEXT);
"""
_MATCH = """
INSERT INTO pairs SELECT a.id, b.id, a.name FROM
  (SELECT *, row_number() OVER (PARTITION BY {keys} ORDER BY path, id) AS nth FROM rest WHERE side = 1) a JOIN
  (SELECT *, row_number() OVER (PARTITION BY {keys} ORDER BY path, id) AS nth FROM rest WHERE side = 2) b
  USING ({keys}, nth)
"""
_TAKE = "DELETE FROM rest WHERE (side = 1 AND id IN (SELECT one FROM pairs)) OR (side = 2 AND id IN (SELECT two FROM pairs))"


@dataclass(frozen=True, slots=True)
class Difference:
    """One filing that is not as it was. ``what``: new, gone, flipped (another verdict) or changed (other findings);
    ``before`` and ``after`` are verdicts, "" where there is none. ``findings``: ``[{"what": "new" | "fixed" | "changed",
    "rule", "type", "old": finding, "new": finding}]``, findings as in the report."""

    filing: str
    path: str
    what: str
    before: str
    after: str
    findings: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"filing": self.filing, "path": self.path, "what": self.what, "before": self.before, "after": self.after,
                "findings": list(self.findings)}  # fmt: skip


def differences(one: Path, two: Path) -> Iterator[Difference]:
    """What is not as it was, by name of the filing; filings that are gone come last. Raises BadJournal for what is no result
    of a run that came to its end."""
    with closing(sqlite3.connect("", isolation_level=None, uri=True)) as db:  # a file of its own that goes with it
        for name, folder in (("one", one), ("two", two)):
            _attach(db, name, folder)
        db.executescript(_TABLES)
        _note(db, 1, "one", "two")
        _note(db, 2, "two", "one")
        for keys in ("name, path", "name"):
            db.execute(_MATCH.format(keys=keys))
            db.execute(_TAKE)
        for first, second, _ in db.execute("SELECT one, two, name FROM pairs ORDER BY name, two"):
            told = _between(_report(db, "one", first), _report(db, "two", second))
            if told is not None:
                yield told
        yield from _alone(db, 2, "two")
        yield from _alone(db, 1, "one")


def _attach(db: sqlite3.Connection, name: str, folder: Path) -> None:
    file = folder / FILE
    if not file.is_file():
        raise BadJournal(f"{folder} 不是 anze audit 的结果文件夹：没有 {FILE}")
    try:
        db.execute(f"ATTACH ? AS {name}", (f"file:{_quoted(file)}?mode=ro",))
        meta = {key: json.loads(value) for key, value in db.execute(f"SELECT name, value FROM {name}.meta")}
    except sqlite3.DatabaseError as error:
        raise BadJournal(f"{file}：{error}") from None
    if meta.get("version") != VERSION:
        raise BadJournal(f"{file}：日志版本为 {meta.get('version')!r}，本程序为 {VERSION!r}")
    if not meta.get("finished"):
        raise BadJournal(f"{folder} 里的任务还没有做完：先再运行一次 anze audit")


def _quoted(file: Path) -> str:
    from urllib.parse import quote

    return quote(str(file.absolute()))


def _note(db: sqlite3.Connection, side: int, mine: str, other: str) -> None:
    """The filings of a side that the other does not have, byte for byte."""
    sql = (
        f"SELECT f.id, j.report, f.path FROM {mine}.filings f JOIN {mine}.judged j ON j.id = f.judged "
        f"WHERE f.judged NOT IN (SELECT judged FROM {other}.filings WHERE judged IS NOT NULL)"
    )
    rows = ((side, number, _name(report), path) for number, report, path in db.execute(sql))
    db.execute("BEGIN")
    db.executemany("INSERT INTO rest VALUES (?, ?, ?, ?)", rows)
    db.execute("COMMIT")


def _name(report: bytes) -> str:
    head = zlib.decompressobj().decompress(report, HEAD_BYTES).decode("utf-8", "ignore")
    return cast(str, json.JSONDecoder().raw_decode(head, head.index(":") + 1)[0]).encode("utf-8", "replace").decode()


def _report(db: sqlite3.Connection, name: str, number: int) -> dict[str, Any]:
    sql = f"SELECT report FROM {name}.filings f JOIN {name}.judged j ON j.id = f.judged WHERE f.id = ?"
    return cast(dict[str, Any], json.loads(zlib.decompress(db.execute(sql, (number,)).fetchone()[0])))


def _between(one: Mapping[str, Any], two: Mapping[str, Any]) -> Difference | None:
    findings = tuple(_findings(one, two))
    flipped = one["verdict"] != two["verdict"]
    if not flipped and not findings:
        return None
    what = "flipped" if flipped else "changed"
    return Difference(two["filing"], two["path"], what, one["verdict"], two["verdict"], findings)


def _findings(one: Mapping[str, Any] | None, two: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    sides = [[(of_body(f), f) for f in (side or {}).get("findings", ()) if f["verdict"] in OPEN] for side in (one, two)]
    for old, new in pairs(*sides):
        if old is not None and new is not None and not changed(old, new) and _excused(old) == _excused(new):
            continue
        what = "new" if old is None else "fixed" if new is None else "changed"
        shown = new or old or {}
        yield {"what": what, "rule": shown["rule"], "type": shown["type"], "old": old, "new": new}


def _excused(finding: Mapping[str, Any]) -> Any:
    return finding.get("excused")


def _alone(db: sqlite3.Connection, side: int, name: str) -> Iterator[Difference]:
    """Filings of one side only, with what was found in them."""
    for (number,) in db.execute("SELECT id FROM rest WHERE side = ? ORDER BY name, path, id", (side,)):
        report = _report(db, name, number)
        if side == 1:
            yield Difference(report["filing"], report["path"], "gone", report["verdict"], "")
        else:
            findings = tuple(_findings(None, report))
            yield Difference(report["filing"], report["path"], "new", "", report["verdict"], findings)
