"""The room of result files: one module for each form, all made of the same reports in the same order.

A module has ``NAME`` (the file in RESULT), ``missing() -> str`` (what has to be installed for it, "" where nothing has) and
``Writer(file, lang)``: a context manager with ``add(judged)``, called once for each filing, and where it wants the whole run,
``end(told)``, called after the last. No module asks the clock or the order in which papers were read, so a run that was
killed and resumed gives the same bytes. The ending of NAME is the word by which ``--formats`` chooses.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast, runtime_checkable

from api.audit_run.intake.sources import is_remote
from api.audit_run.journal import Journal
from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.summary import members
from api.work import Executor

Member = Mapping[str, Any]
"""A line of members.jsonl: path, size, sha256, status, and cause and message where it was not read."""


ROWS_FOLDER = ".xlsx-"
"""How folders in RESULT begin that hold a workbook's rows until it is whole."""


@dataclass(frozen=True)
class Told:
    """The run as a whole: the counts of summary.json, and every member in the order of members.jsonl."""

    counts: Mapping[str, Any]
    members: Callable[[], Iterator[Member]]


class Writer(Protocol):
    """What a module's ``Writer`` does."""

    def add(self, judged: JudgedFiling) -> None: ...


@runtime_checkable
class EndingWriter(Writer, Protocol):
    """A writer that also wants to be told of the whole run."""

    def end(self, told: Told) -> None: ...


class Form(Protocol):
    """What a module of this room offers."""

    NAME: str

    def missing(self) -> str: ...

    def Writer(self, file: Path, lang: str) -> AbstractContextManager[Writer]: ...


def forms() -> tuple[Form, ...]:
    """Every module, in the order of their names."""
    found = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(cast(Form, importlib.import_module(f"{__name__}.{name}")) for name in found if name.startswith("as_"))


def words() -> tuple[str, ...]:
    """What ``--formats`` may name."""
    return tuple(dict.fromkeys(word(form) for form in forms()))


def word(form: Form) -> str:
    return form.NAME.rpartition(".")[2]


def filings(journal: Journal, folder: Path | None = None) -> Iterator[JudgedFiling]:
    """All judged filings in the order of the results; ``folder`` is that of the results, for the ways to their papers."""
    sql = "SELECT filings.id, report, facts FROM filings JOIN judged ON judged.id = judged WHERE filings.id > ? ORDER BY filings.id LIMIT ?"
    for number, packed, facts in journal.paged(sql):
        find = dict if folder is None else partial(_files, journal, number, os.path.abspath(folder))
        yield JudgedFiling(zlib.decompress(packed), facts, find)


def _files(journal: Journal, filing: int, folder: str) -> dict[str, str]:
    sql = (
        "SELECT placements.path, sources.place FROM placements JOIN members ON members.paper = placements.paper "
        "JOIN sources ON sources.id = members.source WHERE filing = ? ORDER BY seq DESC, members.name DESC"
    )
    rows = journal.rows(sql, (filing,))  # the first member of a paper comes last, and stays
    return {path: os.path.relpath(os.path.abspath(place), folder) for path, place in rows if not is_remote(place)}


def write(
    journal: Journal,
    folder: Path,
    tell: Callable[[int], None],
    told: Told | None = None,
    wanted: Collection[str] | None = None,
    lang: str = "zh",
    workers: int | None = 0,
) -> list[str]:
    """Write every form that can be written, or those whose word is ``wanted``; what is missing for the others, a line each. A
    file appears when it is whole, and one of an earlier run that is not wanted now goes: it would not be true any more. With
    several ``workers`` (None: one per processor) some forms are written in processes beside this one."""
    chosen = [form for form in forms() if wanted is None or word(form) in wanted]
    for form in forms():
        if form not in chosen:
            (folder / form.NAME).unlink(missing_ok=True)
    for left in folder.glob(f"{ROWS_FOLDER}*"):  # of a run that was killed here
        shutil.rmtree(left, ignore_errors=True)
    ready = [form for form in chosen if not form.missing()]
    counts = None if told is None else told.counts
    own, *others = _shares([form.NAME for form in ready], len(os.sched_getaffinity(0)) if workers is None else workers)
    journal.commit()
    tasks = [_Share(journal.file, folder, share, lang, counts) for share in others]
    with Executor(_write_share, workers=max(1, len(tasks)), timeout_s=LONGEST_S, memory_bytes=0) as executor:
        pending = [executor.submit(task, "、".join(task.names)) for task in tasks]
        _write(journal, folder, own, lang, told, tell)
        for one in pending:
            outcome = one.result()
            if outcome.error is not None:
                raise NotWritten(f"{outcome.task.key}：{outcome.error} {outcome.trace}")
    for form in ready:
        os.replace(_part(folder, form.NAME), folder / form.NAME)
    return [f"{form.NAME}：{form.missing()}" for form in chosen if form.missing()]


def _write(
    journal: Journal, folder: Path, names: Collection[str], lang: str, told: Told | None, tell: Callable[[int], None]
) -> None:  # fmt: skip
    """The forms of these names, each under the name of a part."""
    with ExitStack() as stack:
        writers = [
            stack.enter_context(form.Writer(_part(folder, form.NAME), lang)) for form in forms() if form.NAME in names
        ]
        for number, judged in enumerate(filings(journal, folder), 1):
            for writer in writers:
                writer.add(judged)
            if number % 100 == 0:
                tell(number)
        for writer in writers:
            if told is not None and isinstance(writer, EndingWriter):
                writer.end(told)


def _part(folder: Path, name: str) -> Path:
    return folder / f".{name}.part"


# --- several at a time -----------------------------------------------------------------------------------------------

LONGEST_S = 7 * 86_400.0
"""Wall-clock seconds for a share of the forms: it ends by itself, and is there to be stopped with the run."""
_DEAR: Mapping[str, int] = {
    "audit.xlsx": 9,
    "facts.parquet": 7,
    "findings.sarif": 4,
    "findings.csv": 3,
    "readings.parquet": 3,
}
"""What a form costs for each filing, in 0.1 ms; others some 1. A workbook has most cells, and is compressed."""
_LOADED = 4
"""What any share costs: reports read back from JSON, rows made of them."""
_FIRST = ("audit.xlsx", "report.html")
"""Written in one share: both count by insurer and region."""
_BESIDE = ("filings.csv", "findings.csv", "members.csv")
"""Written with them where there are others still: they have the same rows, and together these are near to half of all."""


class NotWritten(Exception):
    """A process that wrote results failed; the message says at which and how."""


@dataclass(frozen=True, slots=True)
class _Share:
    """Forms that one process writes."""

    journal: Path
    folder: Path
    names: tuple[str, ...]
    lang: str
    counts: Mapping[str, Any] | None


def _shares(names: Sequence[str], processes: int) -> list[tuple[str, ...]]:
    """The forms in shares of about the same work, the first for this process.

    >>> _shares(["audit.xlsx", "facts.parquet", "filings.csv", "report.html"], 2)
    [('facts.parquet',), ('audit.xlsx', 'filings.csv', 'report.html')]
    >>> _shares(["audit.xlsx", "filings.csv"], 2)
    [('filings.csv',), ('audit.xlsx',)]
    >>> _shares(["filings.csv"], 2), _shares(["audit.xlsx", "filings.csv"], 1)
    ([('filings.csv',)], [('audit.xlsx', 'filings.csv')])
    """
    together = (*_FIRST, *_BESIDE) if any(name not in (*_FIRST, *_BESIDE) for name in names) else _FIRST
    heavy = tuple(name for name in names if name in together)
    rest = [name for name in names if name not in together]
    if processes < 2 or not heavy or not rest:
        return [tuple(names)]
    half = sum(_DEAR.get(name, 1) for name in rest) / 2
    if processes == 2 or half < _LOADED:
        return [tuple(rest), heavy]
    first: list[str] = []
    while rest and sum(_DEAR.get(name, 1) for name in first) < half:
        first.append(rest.pop(0))
    return [tuple(first), heavy, *([tuple(rest)] if rest else [])]


def _write_share(share: _Share) -> None:
    """In a process of its own, with a look at the journal of its own."""
    with closing(Journal(share.journal, only_look=True)) as journal:
        told = None if share.counts is None else Told(share.counts, lambda: members(journal))
        _write(journal, share.folder, share.names, share.lang, told, lambda _: None)
