"""Filings → reports, in worker processes, in batches; what was judged before on the same grounds is not judged again.

A filing is judged with those that share a policy number or a credit code with it, which are all that ``validators.archive``
needs for a number used twice and for the policy before. Findings over the whole archive would come between grouping and
this (docs/audit.md).
"""

from __future__ import annotations

import hashlib
import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import validators
from api import work
from api.audit_run.journal import Journal
from api.audit_run.packed import LEVEL, unpack
from api.check import manifest_of
from api.pack_files import in_use
from api.records.facts import facts_to_json
from extractor.record import Record
from validators import archive, report
from validators.facts import Filing, Manifest
from validators.finding import Verdict
from validators.law.pack import Pack, shipped

BATCH_BYTES = 256 * 1024
"""Compressed records in one task of a worker."""
BATCH = 50
"""Filings in one task at most."""
WINDOW = 4
"""Tasks per worker that are under way at a time."""
SECONDS = 600.0
"""Wall-clock time for a batch; a filing takes milliseconds."""
MOST_NEIGHBOURS = 20
"""Filings that share something with one, as many as are looked at with it."""

log = logging.getLogger("anze")

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

    def grounds(self) -> list[Any]:
        """What a judgement hangs on beside the papers, as JSON."""
        return [
            dict(self.versions or {}),
            None if self.as_of is None else self.as_of.isoformat(),
            self.region,
            self.lang,
            self.every,
        ]


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A paper of a filing: its kept records, which of them, and its names there. ``whole``: all of it was read."""

    records: bytes
    nth: int
    path: str
    parts: tuple[str, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing as it crosses to a worker. ``judged`` names what comes of it; ``same_number`` and ``same_code`` are the filings
    that share a policy number or a credit code with it."""

    judged: str
    name: str | None
    path: str
    manifest: str | None
    papers: tuple[FiledPaper, ...]
    same_number: tuple[Filed, ...] = ()
    same_code: tuple[Filed, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    filings: tuple[Filed, ...]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Judged:
    """A filing's row of the journal."""

    judged: str
    verdict: str
    unread: int
    violated: int
    undecided: int
    report: bytes
    facts: bytes


def judge(journal: Journal, asked: Asked, workers: int | None, step: Step, cluster: work.Cluster | None = None) -> None:
    """Judge every filing that is not judged on these grounds; what no filing goes by any more is cleared away.

    On the machines of ``cluster``, unless packs were given that lie on this one."""
    for outcome in work.run(
        _tasks(journal, asked, step), judge_batch, workers=workers, timeout_s=SECONDS, window=WINDOW, in_order=False,
        cluster=None if asked.packs else cluster,
    ):  # fmt: skip
        if outcome.error is not None or outcome.value is None:
            # Each alone, so that one defect of ours costs one filing its judgement.
            log.error("%s: %s %s", outcome.task.key, outcome.error, outcome.trace)
            _one_by_one(journal, outcome.task.argument, workers, step)
        else:
            _keep(journal, outcome.value, step)
        journal.pause()
    journal.write("DELETE FROM judged WHERE id NOT IN (SELECT judged FROM filings WHERE judged IS NOT NULL)")
    journal.commit()


def _one_by_one(journal: Journal, batch: Batch, workers: int | None, step: Step) -> None:
    tasks = [work.Task(filed.path, Batch((filed,), batch.asked)) for filed in batch.filings]
    for outcome in work.run(tasks, judge_batch, workers=0 if workers == 0 else 1, timeout_s=SECONDS):
        if outcome.value is not None:
            _keep(journal, outcome.value, step)
        else:
            log.error("%s: %s %s", outcome.task.key, outcome.error, outcome.trace)


def _keep(journal: Journal, found: Sequence[Judged], step: Step) -> None:
    rows = [(j.judged, j.verdict, j.unread, j.violated, j.undecided, j.report, j.facts) for j in found]
    journal.write_many("REPLACE INTO judged VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    for one in found:
        step(one.violated, one.undecided, one.verdict)


# --- from the journal ------------------------------------------------------------------------------------------------


def _tasks(journal: Journal, asked: Asked, step: Step) -> Iterator[work.Task[Batch]]:
    grounds = json.dumps(asked.grounds(), ensure_ascii=False, sort_keys=True)
    batch: list[Filed] = []
    size = 0
    for (number,) in journal.paged("SELECT id FROM filings WHERE id > ? ORDER BY id LIMIT ?"):
        near = _neighbours(journal, number)
        key = _digest([grounds, _essence(journal, number), [[sign, _essence(journal, other)] for sign, other in near]])
        journal.write("UPDATE filings SET judged = ? WHERE id = ?", (key, number))
        known = journal.rows("SELECT violated, undecided, verdict FROM judged WHERE id = ?", (key,))
        if known:
            step(*known[0])
            continue
        filed = _filed(journal, number, key, near)
        batch.append(filed)
        size += sum(len(paper.records) for one in (filed, *filed.same_number, *filed.same_code) for paper in one.papers)
        if size > BATCH_BYTES or len(batch) >= BATCH:
            yield work.Task(batch[0].path, Batch(tuple(batch), asked))
            batch, size = [], 0
    if batch:
        yield work.Task(batch[0].path, Batch(tuple(batch), asked))


def _digest(essence: Any) -> str:
    text = json.dumps(essence, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _neighbours(journal: Journal, filing: int) -> list[tuple[str, int]]:
    """("number" or "uscc", filing) of those that share one with this filing, in order."""
    out: list[tuple[str, int]] = []
    for sign in ("number", "uscc"):
        sql = (
            "SELECT DISTINCT b.filing FROM shared a JOIN shared b ON b.sign = a.sign AND b.value = a.value "
            "WHERE a.filing = ? AND a.sign = ? AND b.filing <> a.filing ORDER BY b.filing LIMIT ?"
        )
        out += [(sign, row[0]) for row in journal.rows(sql, (filing, sign, MOST_NEIGHBOURS))]
    return out


def _essence(journal: Journal, filing: int) -> list[Any]:
    sql = "SELECT name, filings.path, manifest FROM filings JOIN parcels ON parcels.id = parcel WHERE filings.id = ?"
    papers = journal.rows(
        "SELECT reading, nth, placements.path, placements.parts FROM placements JOIN papers ON papers.id = paper "
        "WHERE filing = ? ORDER BY seq", (filing,),
    )  # fmt: skip
    return [list(journal.rows(sql, (filing,))[0]), [list(paper) for paper in papers]]


def _filed(journal: Journal, filing: int, key: str, near: Sequence[tuple[str, int]] = ()) -> Filed:
    sql = "SELECT name, filings.path, manifest FROM filings JOIN parcels ON parcels.id = parcel WHERE filings.id = ?"
    name, path, manifest = journal.rows(sql, (filing,))[0]
    rows = journal.rows(
        "SELECT records, nth, placements.path, placements.parts, outcome FROM placements JOIN papers ON papers.id = paper "
        "JOIN readings ON readings.id = papers.reading WHERE filing = ? ORDER BY seq", (filing,),
    )  # fmt: skip
    papers = tuple(
        FiledPaper(records, nth, at, tuple(json.loads(parts)), outcome == "failed")
        for records, nth, at, parts, outcome in rows
    )
    others = {sign: tuple(_filed(journal, other, "") for s, other in near if s == sign) for sign in ("number", "uscc")}
    return Filed(key, name, path, manifest, papers, others["number"], others["uscc"])


# --- in a worker -----------------------------------------------------------------------------------------------------


def judge_batch(batch: Batch) -> tuple[Judged, ...]:
    """The filings of a batch judged, as ``anze check`` judges them."""
    packs = _packs(batch.asked.packs)
    return tuple(_judge(filed, batch.asked, packs) for filed in batch.filings)


@lru_cache(maxsize=2)
def _packs(own: tuple[Path, ...]) -> tuple[Pack, ...]:
    return in_use(own) if own else shipped()


def _judge(filed: Filed, asked: Asked, packs: Sequence[Pack]) -> Judged:
    records = _records(filed)
    own = _assemble(filed, records, asked)
    numbered = [_assemble(other, _records(other), asked) for other in filed.same_number]
    coded = [_assemble(other, _records(other), asked) for other in filed.same_code]
    if coded:
        own = archive.linked([own, *coded])[0]
    made = validators.validate(own, packs, region=asked.region, as_of=asked.as_of, path=filed.path)
    made = made.with_findings(archive.across([own, *numbered]).get(0, ()))
    line = report.to_json(made, everything=asked.every, lang=asked.lang)
    unread = sum(s.refused or bool(r.pages_read.get("failed")) for s, r in zip(filed.papers, records, strict=True))
    violated, undecided = (sum(f.verdict is v for f in made.findings) for v in (Verdict.VIOLATED, Verdict.UNDECIDED))
    return Judged(filed.judged, made.verdict, unread, violated, undecided, _packed(line), _packed(_facts(made.filing)))


def _facts(filing: Filing) -> list[dict[str, Any]]:
    """As ``api.records.facts`` has them, less what no paper says; of each place the paper, the field and the page, for the rest
    stands in the report."""
    return [
        {
            **subject,
            "facts": {
                name: {
                    **fact,
                    "evidence": [{key: place[key] for key in ("path", "field", "page")} for place in fact["evidence"]],
                }
                for name, fact in subject["facts"].items()
                if fact["state"] != "absent"
            },
        }
        for subject in facts_to_json(filing)
    ]


def _records(filed: Filed) -> list[Record]:
    return [unpack(paper.records, paper.nth, paper.path, paper.parts) for paper in filed.papers]


def _assemble(filed: Filed, records: Sequence[Record], asked: Asked) -> Filing:
    known = None if filed.manifest is None else json.loads(filed.manifest)
    manifest = manifest_of(filed.name, known) if filed.name is not None else None
    if asked.as_of is not None:
        manifest = replace(manifest or Manifest(filed.name or ""), review_date=asked.as_of)
    return validators.assemble(records, manifest, filed.name)


def _packed(data: Any) -> bytes:
    """The bytes that ``anze check --format jsonl`` writes, compressed."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("utf-8", "backslashreplace"), LEVEL)
