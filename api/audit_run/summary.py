"""What became of everything: counts that add up, for summary.json and the last lines on the screen, and a line for each member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.audit_run.journal import Journal
from api.beside import filling

FORM = "anze-audit-1"
STATUSES = ("read", "failed", "left_out", "duplicate")
VERDICTS = ("accepted", "returned", "incomplete")
MEMBERS, SUMMARY = "members.jsonl", "summary.json"


def summarise(journal: Journal) -> dict[str, Any]:
    """All counts of a finished run. ``members`` is the sum of its four kinds; ``absent`` are papers that a manifest lists and
    nobody sent, which no member stands for."""
    asked = journal.get("asked")
    members = _counts(journal, "SELECT status, count(*) FROM members GROUP BY status")
    findings = _findings(journal)
    filings = _counts(
        journal, "SELECT verdict, count(*) FROM filings JOIN judged ON judged.id = judged GROUP BY verdict"
    )
    total = int(journal.one("SELECT count(*) FROM filings"))
    return {
        "form": FORM,
        "engine": asked["engine"],
        "packs": [{"name": name, "version": version} for name, version in sorted(asked["judging"][0].items())],
        "as_of": asked["judging"][1],
        "region": asked["judging"][2],
        "members": {"all": sum(members.values()), **{status: members.get(status, 0) for status in STATUSES}},
        "archives": int(journal.one("SELECT count(*) FROM sources WHERE is_archive")),
        "passed_over": int(journal.one("SELECT coalesce(sum(junk), 0) FROM sources")),
        "failed_by_cause": _counts(journal, "SELECT cause, count(*) FROM members WHERE status = 'failed' GROUP BY cause ORDER BY cause"),
        "papers": {
            "all": int(journal.one("SELECT count(*) FROM papers")),
            "readings": int(journal.one("SELECT count(DISTINCT reading) FROM papers WHERE reading NOT LIKE '!%'")),
            "absent": int(journal.one("SELECT count(*) FROM papers LEFT JOIN members ON members.paper = papers.id WHERE members.id IS NULL")),
            "by_kind": _counts(journal, "SELECT kind, count(*) FROM papers JOIN sheets ON sheets.reading = papers.reading GROUP BY kind ORDER BY kind"),
        },
        "filings": {"all": total, **{v: filings.get(v, 0) for v in VERDICTS}, "not_judged": total - sum(filings.values())},
        "unread_papers": int(journal.one("SELECT coalesce(sum(unread), 0) FROM filings JOIN judged ON judged.id = judged")),
        "findings": findings,
    }  # fmt: skip


def _counts(journal: Journal, sql: str) -> dict[str, int]:
    return {str(name): int(count) for name, count in journal.rows(sql)}


def _findings(journal: Journal) -> dict[str, int]:
    row = journal.rows(
        "SELECT coalesce(sum(violated), 0), coalesce(sum(undecided), 0) FROM filings JOIN judged ON judged.id = judged"
    )[0]
    return {"violated": int(row[0]), "undecided": int(row[1])}


def write_summary(found: dict[str, Any], folder: Path) -> None:
    _put(folder / SUMMARY, [json.dumps(found, ensure_ascii=False, indent=1)])


def members(journal: Journal) -> Iterator[dict[str, Any]]:
    """Each member with its status and, where it was not read, the cause; ordered by path."""
    sql = "SELECT path, id, size, sha256, status, cause, message FROM members WHERE (path, id) > (?, ?) ORDER BY path, id LIMIT ?"
    for path, _, size, sha256, status, cause, message in journal.paged(sql, after=("", 0)):
        said = {"cause": cause, "message": message} if cause else {}
        yield {"path": path, "size": size, "sha256": sha256, "status": status, **said}


def write_members(journal: Journal, folder: Path) -> None:
    """members.jsonl."""
    lines = (json.dumps(member, ensure_ascii=False, separators=(",", ":")) for member in members(journal))
    _put(folder / MEMBERS, lines)


def _put(target: Path, lines: Any) -> None:
    with filling(target) as part, part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
        for line in lines:
            print(line, file=out)
