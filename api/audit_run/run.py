"""A run from what was given to the files of RESULT: the stages in their order, and what an earlier run is held against."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.audit_run import certificate, joining, keys, results, summary
from api.audit_run.intake import plan
from api.audit_run.intake.sources import File, files, files_as, is_remote
from api.audit_run.intake.survey import Opening, survey
from api.audit_run.journal import FILE, BadJournal, Journal
from api.audit_run.judging import grouping, judging, tracing
from api.audit_run.judging.judging import Asked
from api.audit_run.progress import Progress
from api.audit_run.reading import reading
from api.settings import ENGINE, Settings
from api.work import Cluster

if TYPE_CHECKING:
    from api.audit_run.storing import Store, Stored

LOCK, SPOOL = ".lock", ".spool"
RETRIED = ("crashed", "timed_out", "out_of_memory")
LOCKED = ("encrypted", "wrong_password")


class Refused(Exception):
    """A run that must not begin; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is asked to do. ``given``: paths and URLs; ``lists``: files that name more of them; ``again``: read once more
    what ended its worker; ``anew``: forget what an earlier run did; ``resume``: there must be an earlier run; ``cluster``: the
    machines that read and judge, None for this one; ``formats``: the forms of results wanted (``results.words``), None for all;
    ``store``: the service's database that the filings go into too; ``joined``: results of other runs that are brought together in
    place of going through what is given."""

    given: tuple[str, ...]
    result: Path
    settings: Settings
    asked: Asked
    lists: tuple[Path, ...] = ()
    resume: bool = False
    anew: bool = False
    again: bool = False
    cluster: Cluster | None = None
    key: keys.Key | None = None
    named: tuple[str, ...] = ()
    formats: frozenset[str] | None = None
    store: Store | None = None
    joined: tuple[Path, ...] = ()

    def files(self) -> Iterator[File]:
        sources = certificate.given(self.given, self.lists)
        return files_as(self.given, self.named) if self.named else files(sources)

    def sources(self) -> list[str]:
        paths = [text if is_remote(text) else os.path.abspath(text) for text in self.given]
        return [*paths, *(os.path.abspath(file) for file in self.lists)]


@dataclass(frozen=True, slots=True)
class Done:
    """A finished run: the counts of summary.json, what could not be written, a line each, what went into the database, and
    waivers and entries of the baseline that nothing answers to, a line each."""

    counts: Mapping[str, Any]
    lacking: Sequence[str]
    stored: Stored | None = None
    unanswered: Sequence[str] = ()


def audit(run: Run, progress: Progress, say: Any) -> Done:
    """Do the run, or what is left of it. ``say`` is told in words what is different from the run before.

    Raises Refused, BadSource. A KeyboardInterrupt leaves everything as it is, to be gone on with.
    """
    _check_place(run)
    run.result.mkdir(parents=True, exist_ok=True)
    with _locked(run.result), _journal(run) as journal, _spool(run.result) as spool:
        for line in _compare(run, journal):
            say(line)
        _forget_failures(run, journal)
        return _stages(run, journal, Opening(spool, run.settings.passwords), progress)


def _stages(run: Run, journal: Journal, opening: Opening, progress: Progress) -> Done:
    _members(run, journal, opening, progress)
    progress.stage("reading", int(journal.one("SELECT count(*) FROM papers WHERE reading IS NULL")))
    at_once = run.asked if run.cluster is None or run.asked.anywhere() else None
    reading.read(journal, opening, run.settings, progress, run.cluster, at_once)
    progress.stage("grouping")
    filings = grouping.group(journal)
    progress.stage("crossing", filings)
    tracing.trace(journal, run.asked, run.settings.workers, progress.crossed, run.cluster)
    progress.stage("judging", filings)
    judging.judge(journal, run.asked, run.settings.workers, progress.filing, run.cluster)
    progress.stage("results")
    certificate.forget(run.result)
    counts = summary.summarise(journal)
    told = results.Told(counts, lambda: summary.members(journal))
    lacking = results.write(
        journal, run.result, lambda number: progress.member(number, ""), told, run.formats, run.asked.lang, run.settings.workers
    )  # fmt: skip
    summary.write_members(journal, run.result)
    summary.write_summary(counts, run.result)
    if run.key is not None:
        _certify(run, run.key, journal, opening)
    stored = _store(run, run.store, journal, opening, progress, filings) if run.store is not None else None
    journal.put("finished", True)
    progress.close()
    lines = (judged.line for judged in results.filings(journal))
    excused = run.asked.excused
    return Done(counts, lacking, stored, list(excused.unanswered(lines, run.asked.lang)) if excused else ())


def _members(run: Run, journal: Journal, opening: Opening, progress: Progress) -> None:
    """Every member and paper entered."""
    progress.stage("survey")
    if run.joined:
        try:
            joining.join(journal, run.joined, opening.spool)
        except joining.NotJoinable as error:
            raise Refused(str(error)) from None
        return
    survey(journal, run.files(), opening, progress.member)
    progress.stage("plan")
    plan.plan(journal, opening.spool)


def _store(
    run: Run, to: Store, journal: Journal, opening: Opening, progress: Progress, filings: int
) -> Stored:  # fmt: skip
    from api.audit_run import storing  # with it comes the whole service

    progress.stage("storing", filings)
    given = [certificate.shown(source) for source in run.given]
    return storing.store(journal, opening, to, given, run.asked.as_of, progress.crossed)


def _certify(run: Run, key: keys.Key, journal: Journal, opening: Opening) -> None:
    try:
        sources = certificate.given(run.given, run.lists)
        certificate.write(journal, run.result, sources, run.settings, opening.spool, key, run.joined)
    except certificate.Changed as error:
        raise Refused(f"归档在运行期间有变化（{error}），没有写证书；请再运行一次") from None
    except certificate.BadCertificate as error:
        raise Refused(f"要合并的结果在运行期间有变化（{error}），没有写证书；请再运行一次") from None


# --- before it begins ------------------------------------------------------------------------------------------------


def _check_place(run: Run) -> None:
    result = Path(os.path.realpath(run.result))
    for text in run.given:
        source = Path(os.path.realpath(text))
        if not is_remote(text) and source.is_dir() and (result == source or source in result.parents):
            raise Refused(f"结果文件夹 {run.result} 在归档 {text} 之内，会被当作材料；请另选一处")
    if run.result.exists() and not run.result.is_dir():
        raise Refused(f"{run.result} 不是文件夹")
    if run.resume and not (run.result / FILE).exists():
        raise Refused(f"{run.result} 里没有可以继续的任务；去掉 --resume 即从头开始")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One run in a folder at a time."""
    with (folder / LOCK).open("a") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Refused(f"{folder} 里已有一个任务在运行") from None
        yield


@contextmanager
def _spool(folder: Path) -> Iterator[Path]:
    """A folder for bytes on their way to be read; what a killed run left in it goes first."""
    spool = folder / SPOOL
    shutil.rmtree(spool, ignore_errors=True)
    spool.mkdir()
    try:
        yield spool
    finally:
        shutil.rmtree(spool, ignore_errors=True)


@contextmanager
def _journal(run: Run) -> Iterator[Journal]:
    file = run.result / FILE
    if run.anew:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
    try:
        journal = Journal(file)
    except BadJournal as error:
        raise Refused(f"{error}；请另选结果文件夹，或加 --anew 从头开始") from None
    try:
        yield journal
    except BaseException:
        with suppress(Exception):  # whatever stopped the run is what is told
            journal.close(whole=False)
        raise
    journal.close()


def _said(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _compare(run: Run, journal: Journal) -> Iterator[str]:
    """What differs from the run that the journal is of, in words. Raises Refused where its readings would not be this run's."""
    now: dict[str, Any] = {
        "engine": ENGINE,
        "sources": run.sources(),
        "judging": run.asked.grounds(),
        "reading": {"seconds": run.settings.seconds, "memory_mib": run.settings.memory_mib},
    }
    before = journal.get("asked")
    if before is not None:
        for name, shown in (("engine", "程序版本"), ("sources", "归档")):
            if before[name] != now[name]:
                raise Refused(
                    f"{run.result} 里的任务{shown}不同：当时是 {_said(before[name])}，这次是 {_said(now[name])}；请另选结果文件夹，或加 --anew 从头开始"
                )
        yield (
            "接着上次：已完成的任务，只做有变化的部分"
            if journal.get("finished")
            else "接着上次未完成的任务，已读的材料不重读"
        )
        if before["judging"] != now["judging"]:
            yield f"与上次不同（{'；'.join(_differences(before['judging'], now['judging']))}）：材料不重读，案卷全部重判"
        if before["reading"] != now["reading"]:
            yield "读取的时限或内存上限与上次不同：只用于还没读的材料；上次超限的加 --again 重读"
    journal.put("asked", now)
    journal.put("finished", False)


def _differences(before: list[Any], now: list[Any]) -> Iterator[str]:
    packs = sorted(name for name in {*before[0], *now[0]} if before[0].get(name) != now[0].get(name))
    if packs:
        yield f"规则包 {'、'.join(packs[:5])}{'等' if len(packs) > 5 else ''}"
    for shown, old, new in zip(("审查日", "地区", "语言", "--all"), before[1:5], now[1:5], strict=True):
        if old != new:
            yield f"{shown} {old} → {new}"
    if before[5:] != now[5:]:
        yield "豁免或基线"


def _forget_failures(run: Run, journal: Journal) -> None:
    """What is worth another try: locked papers when there are words to try, on demand what ended its worker."""
    if run.again:
        journal.write(
            "UPDATE sources SET surveyed = 0 WHERE id IN (SELECT source FROM members WHERE failure IS NOT NULL)"
        )
    causes = (*(LOCKED if run.settings.passwords else ()), *(RETRIED if run.again else ()))
    if not causes:
        return
    marks = ", ".join("?" * len(causes))
    journal.write(
        f"UPDATE papers SET reading = NULL, attempts = 0, alone = 0 WHERE reading IN (SELECT id FROM readings WHERE outcome = 'failed' AND cause IN ({marks}))",
        causes,
    )
    journal.write(f"DELETE FROM readings WHERE outcome = 'failed' AND cause IN ({marks})", causes)
    if run.settings.passwords:
        journal.write("UPDATE sources SET surveyed = 0 WHERE id IN (SELECT source FROM members WHERE failure IS NOT NULL "
                      "AND json_extract(failure, '$[0]') IN (?, ?))", LOCKED)  # fmt: skip
    journal.commit()
