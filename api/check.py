"""The service behind ``anze check`` and ``anze extract``: paths → records → filings → reports.

Papers are read in worker processes and come back as Records, which are small; only those are kept. Judging begins when
all are read, because what only several filings show (a policy number used twice) must be known before the first
report is written.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import validators
from api import kept, work
from api.collect import Paper, Parcel, paths_to_parcels
from api.collect.opening import archive_opener
from api.given.declared import PlatformTable, declared_of
from api.given.excuses import Excuses
from api.reading import Read, read_paper, unread
from api.settings import Settings
from extractor.errors import LeftOut
from extractor.limits import Limits
from extractor.record import Record
from validators import archive, report, report_json
from validators.explain import explain, explanation_to_json, wanted
from validators.facts import Filing, Manifest
from validators.filing import number_of
from validators.law.pack_reading import shipped

Step = Callable[[int, int, str, str | None], None]
"""Told after each paper: how many are read, how many are known so far, its path, and why it could not be read."""

MIB = 1024 * 1024
FIRST_NAMES = 50
"""Names below a folder that tell what it holds."""
CHINA = timezone(timedelta(hours=8))  # a time without a zone was written by a platform in China

log = logging.getLogger("anze")


@dataclass(frozen=True, slots=True)
class Checked:
    """One filing's report as in docs/report.md, and how many of its papers could not be read whole."""

    report: dict[str, Any]
    unread: int


@dataclass(frozen=True, slots=True)
class Bundle:
    """The papers of one filing, read and not yet judged. ``name`` is None for loose papers: their policy names them.
    ``known`` is the manifest as the platform wrote it."""

    name: str | None
    path: str
    reads: tuple[Read, ...]
    manifest: Manifest | None = None
    known: Mapping[str, Any] | None = None

    @property
    def unread(self) -> int:
        return sum(not read.whole for read in self.reads)


def check(
    paths: Sequence[Path], settings: Settings, step: Step, excuses: Excuses | None = None,
    table: PlatformTable | None = None, explained: str = "",
) -> Iterator[Checked]:  # fmt: skip
    """The reports of all filings among the paths, in the order given; ``excuses`` are laid over them, and the policies'
    rows of the platform's ``table`` are held against them. The findings that ``explained`` names come with their chain."""
    for whole, unread_papers in judged(paths, settings, step, table, open_only=not settings.every):
        whole = excuses.lay_over(whole) if excuses else whole
        made = report_json.to_json(whole, everything=settings.every, lang=settings.lang)
        yield Checked(_explained(made, whole, settings, explained) if explained else made, unread_papers)


def _explained(made: dict[str, Any], whole: report.Report, settings: Settings, asked: str) -> dict[str, Any]:
    """The report with ``explanation`` on each finding that is asked for."""
    shown = whole.shown(settings.every)
    findings = [
        {**said, "explanation": explanation_to_json(explain(whole, finding), settings.lang)}
        if wanted(finding, asked)
        else said
        for said, finding in zip(made["findings"], shown, strict=True)
    ]
    return {**made, "findings": findings}


def judged(paths: Sequence[Path], settings: Settings, step: Step, table: PlatformTable | None = None,
           open_only: bool = False) -> Iterator[tuple[report.Report, int]]:  # fmt: skip
    """All filings among the paths judged, in the order given, each with how many of its papers could not be read whole.
    ``open_only`` as in ``validators.validate``: what nobody asks to see is only counted."""
    bundles = [_told(bundle, table) for bundle in _read(paths, settings, step)]
    if settings.keep is not None:
        _keep(bundles, settings.keep)
    filings = archive.linked([_assemble(bundle, settings.as_of) for bundle in bundles])
    shared = archive.across(filings)
    for index, (bundle, filing) in enumerate(zip(bundles, filings, strict=True)):
        made = validators.validate(
            filing,
            settings.packs or shipped(),
            region=settings.region,
            as_of=settings.as_of,
            path=bundle.path,
            open_only=open_only,
        )
        yield made.with_findings(shared.get(index, ())), bundle.unread


def records(
    paths: Sequence[Path], settings: Settings, kind: str | None = None, asked: str | None = None
) -> Iterator[Record]:
    """What each paper among the paths says, in the order given; one that could not be read has its problem and no fields.
    ``kind`` is what the caller says they all are, ``asked`` a field of which to tell what else was considered."""
    for bundle in _read(paths, settings, lambda *_: None, kind, asked):
        yield from (read.record for read in bundle.reads)


def extract(paths: Sequence[Path], settings: Settings, step: Step) -> Iterator[Checked]:
    """The papers of all filings among the paths, without judgment."""
    for bundle in _read(paths, settings, step):
        name = _assemble(bundle).filing_id
        records = [read.record for read in bundle.reads]
        yield Checked(report_json.extract_to_json(name, bundle.path, records), bundle.unread)


def _told(bundle: Bundle, table: PlatformTable | None) -> Bundle:
    """The bundle with the table's rows of its policies, which come before those that lie beside its papers."""
    if table is None or not any(read.record.kind == "policy" for read in bundle.reads):
        return bundle
    numbers = {number for read in bundle.reads if (number := number_of(read.record)) is not None}
    manifest = bundle.manifest or Manifest(bundle.name or "")
    return replace(bundle, manifest=replace(manifest, declared=table.of(numbers)))


def _keep(bundles: Sequence[Bundle], target: Path) -> None:
    with kept.writing(target) as out:
        for bundle in bundles:
            records = tuple(read.record for read in bundle.reads)
            print(kept.to_line(kept.Kept(bundle.name, bundle.path, bundle.known, records)), file=out)


def _assemble(bundle: Bundle, as_of: date | None = None) -> Filing:
    """The bundle's papers joined, as on the day ``as_of`` where one is given."""
    manifest = bundle.manifest
    if as_of is not None:
        manifest = replace(manifest or Manifest(bundle.name or ""), review_date=as_of)
    return validators.assemble([read.record for read in bundle.reads], manifest, bundle.name)


# --- reading ---------------------------------------------------------------------------------------------------------


def ready(paths: Sequence[Path], workers: int | None) -> None:
    """Have the process that workers come from begin to load while this one goes on to read the rules. Where no PDF is seen at first
    sight (an archive, Word files alone) it begins with the first parcel, which tells what it needs."""
    if workers != 0 and any(map(_shows_a_pdf, paths)):
        work.begin(read_paper.__module__, "api.work.pictures")


def _shows_a_pdf(path: Path) -> bool:
    """Whether it is a PDF, or a folder with one among the first names below it."""
    names = (name for _, _, files in os.walk(path) for name in files)
    return any(name.lower().endswith(".pdf") for name in (path.name, *islice(names, FIRST_NAMES)))


def _read(
    paths: Sequence[Path], settings: Settings, step: Step, kind: str | None = None, asked: str | None = None
) -> list[Bundle]:
    """Every paper read, in parcels, and loose ones put into filings."""
    parcels: list[Parcel] = []
    reads: list[list[Read]] = []
    known = 0  # papers in the parcels so far
    with tempfile.TemporaryDirectory(prefix="anze-") as spool:

        def tasks() -> Iterator[work.Task[Paper]]:
            nonlocal known
            for parcel in paths_to_parcels(paths, archive_opener(Path(spool), Limits(), settings.passwords)):
                if not parcels and settings.workers != 0 and _brings_pictures(parcel):
                    work.load_too(read_paper.__module__, "api.work.pictures")
                parcels.append(parcel)
                reads.append([])
                known += len(parcel.papers)
                for paper in parcel.papers:
                    yield work.Task(str(len(parcels) - 1), replace(paper, passwords=settings.passwords))

        outcomes = work.run(
            tasks(), partial(read_paper, kind=kind, asked=asked, lay_out=settings.lay_out) if kind or asked or settings.lay_out else read_paper, workers=settings.workers, timeout_s=settings.seconds,
            memory_bytes=settings.memory_mib * MIB,
        )  # fmt: skip
        for done, outcome in enumerate(outcomes, 1):
            index, paper = int(outcome.task.key), outcome.task.argument
            read = unread(paper, outcome.error) if outcome.error else outcome.value
            assert read is not None
            reads[index].extend(read.each())
            problem = (
                None
                if read.whole
                else "；".join(dict.fromkeys(said.message for one in read.each() for said in one.record.problems))
            )
            step(done, known, _shown(parcels[index], paper), problem)
            if outcome.trace:
                log.error("%s: %s", _shown(parcels[index], paper), outcome.trace)
    return [bundle for parcel, found in zip(parcels, reads, strict=True) for bundle in _bundles(parcel, found)]


def _brings_pictures(parcel: Parcel) -> bool:
    """Whether workers will look at pictures: nearly every PDF has a seal. The first parcel tells what kind of batch it is."""
    return any(paper.path.lower().endswith(".pdf") for paper in parcel.papers)


def _shown(parcel: Parcel, paper: Paper) -> str:
    return f"{parcel.path}/{paper.path}" if parcel.path else paper.path


def _bundles(parcel: Parcel, reads: Sequence[Read]) -> Iterator[Bundle]:
    if parcel.name is not None:
        yield Bundle(parcel.name, parcel.path, tuple(reads), manifest_of(parcel.name, parcel.manifest), parcel.manifest)
        return
    by_record = {id(read.record): read for read in reads}
    left_out = [read for read in reads if _is_left_out(read)]
    groups = validators.group(read.record for read in reads if not _is_left_out(read)) or [()]
    for number, records in enumerate(groups):
        mine = [*(by_record[id(record)] for record in records), *(left_out if number == 0 else ())]
        folder = parcel.path or common_folder([read.record.path for read in mine])
        yield Bundle(None, folder, tuple(mine) if parcel.path else tuple(_inside(folder, read) for read in mine))


def _is_left_out(read: Read) -> bool:
    """Whether it came along and is no paper (a logo in a mail): it is named beside papers, and is no filing of its own."""
    return not read.refused and any(said.code == LeftOut.code for said in read.record.problems)


def common_folder(paths: Sequence[str]) -> str:
    """The folder that all single files of one filing lie in, "" where they were named without or across folders."""
    folders = {PurePosixPath(path).parent.as_posix() for path in paths}
    folder = folders.pop()
    return "" if folders or folder == "." else folder


def _inside(folder: str, read: Read) -> Read:
    """The same paper under its name within the folder, as in a filing that was given as a folder."""
    skip = len(folder.rstrip("/")) + 1 if folder else 0
    record = read.record
    return replace(read, record=replace(record, path=record.path[skip:], parts=tuple(p[skip:] for p in record.parts)))


def manifest_of(name: str, known: Mapping[str, Any] | None) -> Manifest | None:
    """What the upload platform knows; an entry that makes no sense is left out, so that it is unknown, not wrong."""
    if known is None:
        return None
    arrived: dict[str, datetime] = {}
    for entry in known.get("documents", ()):
        try:
            moment = datetime.fromisoformat(str(entry["uploaded_at"]))
        except (KeyError, ValueError):
            continue
        arrived[str(entry["file"])] = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    try:
        review: date | None = date.fromisoformat(str(known.get("review_date"))[:10])
    except ValueError:
        review = None
    given = known.get("parameters")
    return Manifest(name, review, arrived, declared_of(known), given if isinstance(given, dict) else {})
