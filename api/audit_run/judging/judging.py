"""Filings → reports, in worker processes, in batches; what was judged before on the same grounds is not judged again.

A filing is judged with those that share a credit code with it, for the policy before, and with what ``crossing`` found by all
filings together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import validators
from api import work
from api.audit_run.journal import Journal
from api.audit_run.judging import bearing, kept_facts
from api.audit_run.judging.batches import in_workers
from api.audit_run.judging.crossing import Tables, forget
from api.audit_run.judging.excusing import Excused
from api.audit_run.judging.filed import Filed, digest, essence, filed
from api.audit_run.judging.packed import LEVEL
from api.given.pack_files import in_use
from api.records import compact
from api.records.facts import said_to_rows
from extractor.record import Record
from validators import archive, report_json
from validators.facts import Filing
from validators.finding import Finding, Verdict
from validators.law.pack import Pack
from validators.law.pack_reading import shipped

MOST_NEIGHBOURS = 20
"""Filings that share something with one, as many as are looked at with it."""

Step = Callable[[int, int, str], None]
"""Told after each filing: findings violated, undecided, and its verdict."""


@dataclass(frozen=True, slots=True)
class Asked:
    """By what is judged. ``packs`` are files or folders that add to those of this package; ``versions`` of all of them."""

    packs: tuple[Path, ...] = ()
    versions: Mapping[str, str] | None = None
    as_of: date | None = None
    region: str | None = None
    lang: str = "zh"
    every: bool = False
    excused: Excused | None = None

    def grounds(self) -> list[Any]:
        """What a judgement hangs on beside the papers, as JSON."""
        return [
            dict(self.versions or {}),
            None if self.as_of is None else self.as_of.isoformat(),
            self.region,
            self.lang,
            self.every,
            *([] if self.excused is None else [self.excused.grounds()]),
        ]

    def said(self) -> str:
        """The grounds as text."""
        return json.dumps(self.grounds(), ensure_ascii=False, sort_keys=True)

    def anywhere(self) -> bool:
        """Whether other machines can judge by it too: packs and a baseline that were given lie on this one."""
        return not self.packs and self.excused is None


@dataclass(frozen=True, slots=True)
class Batch:
    filings: tuple[Filed, ...]
    asked: Asked


class Judged(NamedTuple):
    """A filing's row of the journal."""

    judged: str
    verdict: str
    unread: int
    violated: int
    undecided: int
    report: bytes
    facts: bytes
    bearing: str
    kept_facts: bytes


def judge(journal: Journal, asked: Asked, workers: int | None, step: Step, cluster: work.Cluster | None = None) -> None:
    """Judge every filing that is not judged on these grounds; what no filing goes by any more is cleared away.

    On the machines of ``cluster``, unless packs or a baseline were given, which lie on this one. ``crossing.cross`` comes before: its tables are asked
    here, and not needed afterwards."""
    own = cluster if asked.anywhere() else None
    filings = _to_judge(journal, asked, Tables(journal), step)
    for found in in_workers(filings, lambda some: Batch(some, asked), judge_batch, workers, own):
        keep(journal, found)
        for one in found:
            step(one.violated, one.undecided, one.verdict)
        journal.pause()
    forget(journal)
    journal.write("DELETE FROM judged WHERE id NOT IN (SELECT judged FROM filings WHERE judged IS NOT NULL)")
    for table in ("bearings", "kept_facts"):
        journal.write(f"DELETE FROM {table} WHERE judged NOT IN (SELECT id FROM judged)")
    journal.commit()


def keep(journal: Journal, found: Sequence[Judged]) -> None:
    """Enter judgements. One that no filing goes by in the end is cleared away by ``judge``."""
    rows = [(j.judged, j.verdict, j.unread, j.violated, j.undecided, j.report, j.facts) for j in found]
    journal.write_many("REPLACE INTO judged VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    journal.write_many("REPLACE INTO bearings VALUES (?, ?)", [(j.judged, j.bearing) for j in found])
    journal.write_many("REPLACE INTO kept_facts VALUES (?, ?)", [(j.judged, j.kept_facts) for j in found])


# --- from the journal ------------------------------------------------------------------------------------------------


def _to_judge(journal: Journal, asked: Asked, known: Tables, step: Step) -> Iterator[Filed]:
    grounds = asked.said()
    for (number,) in journal.paged("SELECT id FROM filings WHERE id > ? ORDER BY id LIMIT ?"):
        near, crossed = neighbours(journal, number), known.findings(number)
        key = key_of(grounds, essence(journal, number), [essence(journal, other) for other in near], crossed)
        journal.write("UPDATE filings SET judged = ? WHERE id = ?", (key, number))
        done = journal.rows("SELECT violated, undecided, verdict FROM judged WHERE id = ?", (key,))
        if done:
            step(*done[0])
            continue
        yield filed(journal, number, key, near, crossed)


def key_of(grounds: str, own: list[Any], near: Sequence[list[Any]] = (), crossed: Sequence[Finding] = ()) -> str:
    """The name of a judgement: all that it hangs on, in a digest. ``own`` and ``near`` are essences. Of the other filings only what
    comes of them is part of the grounds: a neighbour may change and nothing follow from it."""
    return digest([grounds, own, list(near), [repr(finding) for finding in crossed]])


def neighbours(journal: Journal, filing: int) -> list[int]:
    """The filings that share a credit code with this one, in order."""
    sql = (
        "SELECT DISTINCT b.filing FROM shared a JOIN shared b ON b.sign = a.sign AND b.value = a.value "
        "WHERE a.filing = ? AND a.sign = 'uscc' AND b.filing <> a.filing ORDER BY b.filing LIMIT ?"
    )
    return [row[0] for row in journal.rows(sql, (filing, MOST_NEIGHBOURS))]


# --- in a worker -----------------------------------------------------------------------------------------------------


def judge_batch(batch: Batch) -> tuple[Judged, ...]:
    """The filings of a batch judged, as ``anze check`` judges them."""
    return tuple(judge_filing(filed, filed.key, batch.asked, records := filed.read(), filed.assembled(records, batch.asked.as_of))
                 for filed in batch.filings)  # fmt: skip


def judge_filing(filed: Filed, key: str, asked: Asked, records: Sequence[Record], own: Filing) -> Judged:
    """A filing judged; ``records`` are those of its papers, ``own`` what they are put together."""
    coded = [other.assembled(other.read(), asked.as_of) for other in filed.same_code]
    if coded:
        own = archive.linked([own, *coded])[0]
    made = validators.validate(
        own, _packs(asked.packs), region=asked.region, as_of=asked.as_of, path=filed.path, open_only=not asked.every
    )
    beside = (*filed.crossed, *archive.within(own))
    made = made.with_findings(beside)
    if asked.excused is not None:
        made = asked.excused.lay_over(made)
    line = report_json.to_json(made, everything=asked.every, lang=asked.lang)
    unread = sum(s.refused or bool(r.pages_read.get("failed")) for s, r in zip(filed.papers, records, strict=True))
    violated, undecided = (sum(f.verdict is v for f in made.findings) for v in (Verdict.VIOLATED, Verdict.UNDECIDED))
    return Judged(
        key, made.verdict, unread, violated, undecided,
        zlib.compress(compact.exactly(line), LEVEL), zlib.compress(compact.kept(said_to_rows(made.filing)), LEVEL),
        bearing.of(made.filing, beside), kept_facts.pack(made.filing),
    )  # fmt: skip


@lru_cache(maxsize=2)
def _packs(own: tuple[Path, ...]) -> tuple[Pack, ...]:
    return in_use(own) if own else shipped()
