"""The journals of several runs brought together as that of one run over all: no paper is read, no file of the archive is opened.

What was given to each run stays a base of its own, numbers are moved aside, and what is kept under its content – readings, traces,
judgements – is kept once. Single files are one pool, whichever run they were given to, so that this pool alone is planned anew.
Grouping, comparing and judging then go over all (``run``): a paper without a policy in its shard finds it in another, and only
filings that come out otherwise for it are judged again. The results are those of one run that was given the same things in the same
order, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from api.audit_run.intake import plan
from api.audit_run.intake.sources import SINGLE
from api.audit_run.journal import FILE, VERSION, BadJournal, Journal


class NotJoinable(Exception):
    """Results that cannot be those of one run; the message says which and why."""


def asked_of(results: Sequence[Path]) -> dict[str, Any]:
    """What all these runs were asked, with the sources of all in their order. Raises NotJoinable where they differ."""
    found: dict[str, Any] | None = None
    for folder in results:
        asked = _asked(folder)
        if found is None:
            found = asked
            continue
        for word, shown in (("engine", "程序版本"), ("judging", "规则包、审查日等判断的依据")):
            if found[word] != asked[word]:
                raise NotJoinable(
                    f"{folder} 与 {results[0]} 的{shown}不同；请用同样的设置再运行一次 anze audit（材料不重读），然后合并"
                )
        found["sources"] += asked["sources"]
    if found is None:
        raise NotJoinable("没有给出结果文件夹")
    return found


def _asked(folder: Path) -> dict[str, Any]:
    try:
        if not (folder / FILE).is_file():
            raise NotJoinable(f"{folder} 不是 anze audit 的结果文件夹")
        with closing(Journal(folder / FILE)) as journal:
            if not journal.get("finished"):
                raise NotJoinable(f"{folder} 里的任务还没有做完：先再运行一次 anze audit")
            asked: dict[str, Any] = journal.get("asked")
    except BadJournal as error:
        raise NotJoinable(f"{error}（本程序为 {VERSION}）") from None
    return asked


def is_free(folder: Path, sources: Sequence[str]) -> bool:
    """Whether a folder holds no run but one over these very sources, which is made anew."""
    if not (folder / FILE).exists():
        return True
    try:
        with closing(Journal(folder / FILE)) as journal:
            return (journal.get("asked") or {}).get("sources") in (None, list(sources))
    except BadJournal:
        return False


def join(journal: Journal, results: Sequence[Path], spool: Path) -> None:
    """Enter what the journals of these results hold into an empty one. Raises NotJoinable where two were given the same."""
    journal.db.create_function("moved", 2, _moved, deterministic=True)
    for folder in results:
        _bring(journal, folder)
    single = journal.one("SELECT id FROM bases WHERE path = ?", (SINGLE,))
    if single is not None:
        journal.write("UPDATE members SET status = 'queued', cause = '', message = '', paper = NULL, roof = NULL WHERE base = ?", (single,))  # fmt: skip
        plan.plan_base(journal, single, SINGLE, spool)
    _number_parcels(journal)
    journal.put("round", 1)
    journal.put("planned", True)
    journal.commit()


def _bring(journal: Journal, folder: Path) -> None:
    """Copy the rows of one result's journal, their numbers moved behind those that are there. Raises NotJoinable."""
    journal.commit()
    journal.db.execute("ATTACH ? AS shard", (str(folder / FILE),))
    try:
        twice = journal.one(_TWICE) or journal.one(_TWICE_SINGLE)
        if twice is not None:
            raise NotJoinable(f"{twice} 在 {folder} 和前面的结果里都有；一个文件或文件夹只能在一个结果里")
        last = {f"{table}_": int(journal.one(f"SELECT coalesce(max(id), 0) FROM main.{table}"))
                for table in ("sources", "members", "parcels", "papers", "traced")}  # fmt: skip
        for sql in _BRING:
            journal.write(sql.format_map(last))
        journal.commit()
    finally:
        if journal.db.in_transaction:
            journal.db.execute("ROLLBACK")
        journal.db.execute("DETACH shard")


def _moved(parts: str, by: int) -> str:
    """The parts of a paper, their members under other numbers."""
    read = json.loads(parts)
    return json.dumps([[name, None if member is None else member + by, said] for name, member, said in read], ensure_ascii=False)  # fmt: skip


def _number_parcels(journal: Journal) -> None:
    """Parcels in the order in which one plan makes them: by the paths of their bases. Papers that come to a policy from elsewhere follow
    the order of their parcels."""
    last = int(journal.one("SELECT coalesce(max(id), 0) FROM parcels"))
    journal.write("DROP TABLE IF EXISTS temp.numbered")
    journal.write(
        "CREATE TEMP TABLE numbered AS SELECT parcels.id AS old, row_number() OVER (ORDER BY bases.path, parcels.id) AS new "
        "FROM parcels JOIN bases ON bases.id = parcels.base"
    )
    journal.write("CREATE UNIQUE INDEX temp.numbered_by_old ON numbered (old)")
    journal.write("UPDATE papers SET parcel = (SELECT new FROM temp.numbered WHERE old = parcel)")
    journal.write(
        "UPDATE parcels SET id = ? + (SELECT new FROM temp.numbered WHERE old = id)", (last,)
    )  # out of the way first
    journal.write("UPDATE parcels SET id = id - ?", (last,))
    journal.write("DROP TABLE temp.numbered")


# A base that is in both, and a single file that is.
_TWICE = """
SELECT b.path FROM main.bases b JOIN shard.bases o ON o.path = b.path WHERE b.path <> '' AND EXISTS
  (SELECT 1 FROM main.members m WHERE m.base = b.id) AND EXISTS (SELECT 1 FROM shard.members m WHERE m.base = o.id)
"""
_TWICE_SINGLE = """
SELECT s.name FROM main.sources s JOIN main.bases b ON b.id = s.base JOIN shard.sources t ON t.name = s.name
JOIN shard.bases o ON o.id = t.base AND o.path = b.path
"""
# Names in braces: the last number of that table so far, by which those of the shard are moved.
_BRING = (
    "DROP TABLE IF EXISTS temp.base_of",
    "INSERT OR IGNORE INTO main.bases (path) SELECT path FROM shard.bases ORDER BY id",
    "CREATE TEMP TABLE base_of AS SELECT s.id AS old, m.id AS new, s.path FROM shard.bases s JOIN main.bases m ON m.path = s.path",
    "CREATE UNIQUE INDEX temp.base_of_old ON base_of (old)",
    """INSERT INTO main.sources (id, base, name, place, size, stamp, is_archive, junk, surveyed, round)
       SELECT id + {sources_}, new, name, place, size, stamp, is_archive, junk, surveyed, 1
       FROM shard.sources JOIN base_of ON old = base ORDER BY id""",
    """INSERT INTO main.members (id, base, name, folder, roof, path, source, place, size, sha256, failure, status, cause, message,
         seconds, attempts, paper)
       SELECT id + {members_}, new, name, folder, roof, m.path, source + {sources_}, place, size, sha256, failure, status, cause, message,
         seconds, attempts, paper + {papers_} FROM shard.members m JOIN base_of ON old = base ORDER BY id""",
    "INSERT INTO main.volumes SELECT source + {sources_}, nth, style, part FROM shard.volumes",
    "INSERT INTO main.attachments SELECT source + {sources_}, place, data FROM shard.attachments",
    "INSERT INTO main.roofs SELECT new, folder, source + {sources_}, place FROM shard.roofs JOIN base_of ON old = base",
    """INSERT INTO main.parcels (id, base, name, path, manifest) SELECT id + {parcels_}, new, name, p.path, manifest
       FROM shard.parcels p JOIN base_of ON old = base WHERE base_of.path <> '' ORDER BY id""",
    """INSERT INTO main.papers (id, parcel, path, parts, source, reading, attempts, alone)
       SELECT p.id + {papers_}, parcel + {parcels_}, p.path, moved(parts, {members_}), source + {sources_}, reading, attempts, alone
       FROM shard.papers p JOIN shard.parcels c ON c.id = parcel JOIN base_of ON old = c.base WHERE base_of.path <> '' ORDER BY p.id""",
    # What one machine could read counts, though another was too slow for it.
    *(
        f"DELETE FROM main.{table} WHERE {column} IN (SELECT r.id FROM main.readings r JOIN shard.readings s ON s.id = r.id "
        "WHERE r.outcome = 'failed' AND s.outcome <> 'failed')"
        for table, column in (("sheets", "reading"), ("signs", "reading"), ("readings", "id"))
    ),
    "INSERT OR IGNORE INTO main.readings SELECT * FROM shard.readings",
    "INSERT OR IGNORE INTO main.sheets SELECT * FROM shard.sheets",
    "INSERT OR IGNORE INTO main.signs SELECT * FROM shard.signs",
    "INSERT OR IGNORE INTO main.traced (digest, about) SELECT digest, about FROM shard.traced ORDER BY id",
    *(
        f"INSERT INTO main.{table} SELECT m.id, {columns} FROM shard.{table} t JOIN shard.traced s ON s.id = t.traced "
        "JOIN main.traced m ON m.digest = s.digest WHERE m.id > {traced_}"
        for table, columns in (("traces", "seq, class, body"), ("marks", "seq, mark, key, a, b"))
    ),
    *(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM shard.{table}" for table in ("judged", "bearings", "kept_facts")),
    "DROP TABLE temp.base_of",
)  # fmt: skip
