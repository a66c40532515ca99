"""Papers → records, in worker processes, in lots: equal bytes once, what ended its worker once more alone, all entered as it comes.

A paper is entered as being read before it is, so that one which ends the whole run is known by it when the run goes on. What a
worker saw of filings that lie together whole is entered with their papers.
"""

from __future__ import annotations

import json
import logging
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from api import work
from api.audit_run.intake.spool import Spool
from api.audit_run.intake.survey import Opening, problem_of
from api.audit_run.journal import Journal
from api.audit_run.judging import crossing, judging, tracing
from api.audit_run.judging.packed import Packed, pack, read_and_pack, refused
from api.audit_run.reading.gathering import Gathering, failure_key, has, key_of, known
from api.audit_run.reading.lots import Answer, Lot, LotRead, Lying, read_lot
from api.collect.names import join
from api.reading import unread
from api.settings import Settings
from extractor.errors import Crashed, Damaged, OutOfMemory, PaperError, TimedOut

__all__ = ["DEATHS_BLAMED", "DEATHS_NOTED", "failure_key", "key_of", "read", "settle"]

MIB = 1024 * 1024
WINDOW = 4
"""Lots per worker that are under way at a time."""
MOST_ASKED = 64 * 1024
"""Bytes of what is asked that go with every lot; with a long baseline filings are looked at later, many in one task."""
ENDS_WORKERS = (Crashed, OutOfMemory, TimedOut)
DEATHS_NOTED, DEATHS_BLAMED = 2, 4
"""A paper that was being read when so many runs died is read alone; after so many it is to blame."""

log = logging.getLogger("anze")


class Told(Protocol):
    """Who is told how far reading is; ``problem``: why a paper could not be read, "" where it could."""

    def paper(self, path: str, seconds: float, problem: str) -> None:
        """A paper was read."""

    def known(self, path: str, problem: str) -> None:
        """A paper did not have to be read: its bytes were, or there are none."""


def read(
    journal: Journal, opening: Opening, settings: Settings, told: Told, cluster: work.Cluster | None = None,
    asked: judging.Asked | None = None,
) -> None:  # fmt: skip
    """Read every paper that is not read yet, on this machine or on those of ``cluster``. Filings that lie together are looked at by
    ``asked``, where it is given."""
    reader = _Reader(journal, opening, settings, told, cluster, asked)
    reader.take_known()
    journal.write("UPDATE papers SET alone = 1 WHERE reading IS NULL AND NOT alone AND attempts >= ?", (DEATHS_NOTED,))
    reader.blame()
    while reader.read(alone=False):  # what a worker had that ended with another paper is read again, one by one
        reader.take_known()
    reader.take_known()
    reader.read(alone=True)
    reader.take_known()
    reader.give_up()
    settle(journal)
    journal.commit()


class _Reader:
    def __init__(
        self, journal: Journal, opening: Opening, settings: Settings, told: Told, cluster: work.Cluster | None,
        asked: judging.Asked | None,
    ) -> None:  # fmt: skip
        self._journal, self._settings, self._told, self._cluster = journal, settings, told, cluster
        self._spool = Spool(opening.spool)
        said = b"" if asked is None else pickle.dumps(asked, pickle.HIGHEST_PROTOCOL)
        said = said if len(said) <= MOST_ASKED else b""
        self._papers = Gathering(journal, opening, self._spool, read_and_pack, self._fail, said)

    # -- without bytes -------------------------------------------------------------------------------------------------

    def take_known(self) -> None:
        """Papers whose bytes were read before, and those of which there are none."""
        for paper, path, parts in self._to_read("1"):
            problem, key = known(self._journal, parts)
            if problem is not None and key is not None:
                if not has(self._journal, key):
                    self._keep([(key, refused(problem), 0.0)])
            elif key is None or not has(self._journal, key):
                continue
            self._journal.write("UPDATE papers SET reading = ? WHERE id = ?", (key, paper))
            self._told.known(self._whole(paper, path) if problem else path, problem[1] if problem else "")
            self._journal.pause()

    def blame(self) -> None:
        for paper, path, _ in list(self._to_read(f"alone AND attempts >= {DEATHS_BLAMED}")):
            self._fail(paper, path, Crashed(f"读取时整个运行中断了{DEATHS_BLAMED}次"))

    def give_up(self) -> None:
        """What was surveyed and is not there any more."""
        for paper, path, _ in list(self._to_read("1")):
            self._fail(paper, path, Damaged("归档在运行期间有变化"))

    def _fail(self, paper: int, path: str, error: PaperError) -> None:
        said = json.loads(problem_of(error))
        key = failure_key(said)
        self._keep([(key, refused(said), 0.0)])
        self._journal.write("UPDATE papers SET reading = ? WHERE id = ?", (key, paper))
        self._told.known(self._whole(paper, path), str(error))

    def _whole(self, paper: int, path: str) -> str:
        """Where a paper lies, with its archive or folder: a name within one says nothing among thousands."""
        sql = "SELECT parcels.path FROM papers JOIN parcels ON parcels.id = parcel WHERE papers.id = ?"
        return join(str(self._journal.one(sql, (paper,)) or ""), path)

    def _to_read(self, condition: str) -> Iterator[tuple[int, str, list[list[Any]]]]:
        sql = f"SELECT id, path, parts FROM papers WHERE reading IS NULL AND {condition} AND id > ? ORDER BY id LIMIT ?"
        for paper, path, parts in self._journal.paged(sql):
            yield paper, path, json.loads(parts)

    # -- with bytes ----------------------------------------------------------------------------------------------------

    def read(self, *, alone: bool) -> bool:
        """Read what is left, the papers that may end a worker one at a time; whether some were lost with another."""
        workers, lost = self._settings.workers, False
        outcomes = work.run(
            (work.Task(lot.papers[0].paper.path, lot) for lot in self._papers.lots(alone=alone)), read_lot,
            workers=workers if not alone or workers == 0 else 1,
            timeout_s=self._settings.seconds, memory_bytes=self._settings.memory_mib * MIB,
            window=1 if alone else WINDOW, in_order=False, full=self._spool.full, cluster=self._cluster,
        )  # fmt: skip
        for outcome in outcomes:
            lost = self._enter(outcome, alone) or lost
            self._journal.pause()
        return lost

    def _enter(self, outcome: work.Outcome[Lot, LotRead], alone: bool) -> bool:
        """Enter what became of a lot; whether papers of it have to be read again because another ended their worker."""
        papers = outcome.task.argument.papers
        answers, seen = self._answers(outcome)
        found: list[tuple[Lying, str, Packed, float]] = []
        for one, answer in zip(papers, answers, strict=True):
            key = self._papers.done(one.number)
            if answer is None:
                self._put_back(one, alone=False)
                continue
            if answer.trace:
                log.error("%s: %s", one.paper.path, answer.trace)
            if isinstance(answer.error, ENDS_WORKERS) and not alone:
                self._put_back(one, alone=True)
            else:
                error = answer.error
                packed = pack(unread(replace(one.paper, passwords=()), error)) if error else answer.packed
                assert packed is not None
                found.append((one, key, packed, answer.seconds))
                self._papers.took(answer.seconds)
        self._entered(found)
        crossing.keep(self._journal, [traced for traced, _ in seen], lambda: None)
        judging.keep(self._journal, [judged for _, judged in seen if judged is not None])
        for part in (part for one in papers for part in one.paper.parts):
            if part.file is not None:
                self._spool.drop(part.file)
        return None in answers

    def _answers(
        self, outcome: work.Outcome[Lot, LotRead]
    ) -> tuple[Sequence[Answer | None], Sequence[tracing.Seen]]:  # fmt: skip
        """An answer for each paper, and what was seen of filings. Where the lot ended its worker the paper of that step is to blame
        and the others have no answer; where none can be blamed, none of several has one."""
        if outcome.value is not None:
            return outcome.value.answers, outcome.value.seen
        assert outcome.error is not None
        papers = outcome.task.argument.papers
        step = 0 if len(papers) == 1 else outcome.step
        if step is None and outcome.trace:
            log.error("%s: %s", outcome.task.key, outcome.trace)
        blamed = Answer(None, outcome.error, outcome.trace, outcome.seconds)
        return [blamed if number == step else None for number in range(len(papers))], ()

    def _put_back(self, one: Lying, *, alone: bool) -> None:
        if alone:
            self._journal.write("UPDATE papers SET alone = 1 WHERE id = ?", (one.number,))
        self._journal.write("UPDATE members SET status = 'queued' WHERE paper = ?", (one.number,))

    def _entered(self, found: list[tuple[Lying, str, Packed, float]]) -> None:
        self._keep([(key, packed, seconds) for _, key, packed, seconds in found])
        self._journal.write_many(
            "UPDATE papers SET reading = ? WHERE id = ?", [(key, one.number) for one, key, _, _ in found]
        )
        self._journal.write_many(
            "UPDATE members SET status = ?, cause = ?, message = ?, seconds = ? WHERE paper = ?",
            [(packed.outcome, packed.cause, packed.message, seconds, one.number) for one, _, packed, seconds in found],
        )
        for one, _, packed, seconds in found:
            problem = packed.message if packed.outcome == "failed" else ""
            named = bool(problem) or seconds >= SLOW_S
            path = self._whole(one.number, one.paper.path) if named else one.paper.path
            self._told.paper(path, seconds, problem)

    def _keep(self, found: list[tuple[str, Packed, float]]) -> None:
        write = self._journal.write_many
        write("REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?)",
              [(key, p.outcome, p.cause, p.message, p.records, seconds) for key, p, seconds in found])  # fmt: skip
        write("REPLACE INTO sheets VALUES (?, ?, ?, ?, ?)",
              [(key, nth, s.kind, s.number, s.left_out) for key, p, _ in found for nth, s in enumerate(p.sheets)])  # fmt: skip
        write("REPLACE INTO signs VALUES (?, ?, ?, ?)", [(key, *sign) for key, p, _ in found for sign in p.signs])


def settle(journal: Journal) -> None:
    """Each member's last status, the same whatever was read first: of equal bytes the first in order of paths counts as read,
    the others as duplicates of it."""
    journal.write("DROP TABLE IF EXISTS temp.firsts")
    journal.write(
        "CREATE TEMP TABLE firsts AS SELECT p.reading, m.sha256, min(m.path) AS path FROM members m JOIN papers p ON p.id = m.paper "
        "WHERE m.sha256 IS NOT NULL GROUP BY p.reading, m.sha256 HAVING count(*) > 1"
    )
    journal.write("CREATE INDEX temp.firsts_by_reading ON firsts (reading, sha256)")
    last = journal.one("SELECT max(id) FROM members") or 0
    for start in range(0, last, SETTLED):  # in stretches, so that the log of the database stays short
        journal.write(_SETTLE, (start, start + SETTLED))
        journal.commit()
    journal.write("DROP TABLE temp.firsts")


SLOW_S = 1.0
"""Seconds of reading from which on a paper may be told as the slowest."""
SETTLED = 100_000
_SETTLE = """
UPDATE members SET
  status = CASE WHEN r.outcome = 'read' AND f.path <> members.path THEN 'duplicate' ELSE r.outcome END,
  cause = CASE WHEN r.outcome = 'read' AND f.path <> members.path THEN 'same_bytes' ELSE r.cause END,
  message = CASE WHEN r.outcome = 'read' AND f.path <> members.path THEN f.path ELSE r.message END
FROM papers p JOIN readings r ON r.id = p.reading LEFT JOIN temp.firsts f ON f.reading = p.reading
WHERE p.id = members.paper AND (f.sha256 IS NULL OR f.sha256 = members.sha256) AND members.id > ? AND members.id <= ?
"""
