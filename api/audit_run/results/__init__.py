"""The room of result files: one module for each form, all made of the same reports in the same order.

A module has ``NAME`` (the file in RESULT), ``missing() -> str`` (what has to be installed for it, "" where nothing has) and
``Writer(file, lang)``: a context manager with ``add(judged)``, called once for each filing, and where it wants the whole run,
``end(told)``, called after the last. No module asks the clock or the order in which papers were read, so a run that was
killed and resumed gives the same bytes. The ending of NAME is the word by which ``--formats`` chooses.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Protocol, cast, runtime_checkable

from api.audit_run.journal import Journal
from api.audit_run.sources import is_remote

Member = Mapping[str, Any]
"""A line of members.jsonl: path, size, sha256, status, and cause and message where it was not read."""


@dataclass(frozen=True, eq=False)
class JudgedFiling:
    """One filing as it is written: the line of docs/report.md as bytes, and its facts. ``find`` tells where its papers lie. What
    is made of it for one form is kept for the next by its identity."""

    line: bytes
    packed_facts: bytes
    find: Callable[[], Mapping[str, str]] = dict

    @cached_property
    def files(self) -> Mapping[str, str]:
        """A paper's path in the filing → the way from RESULT to its file, or to the archive that it is in. What lies in a store
        has none."""
        return self.find()

    @cached_property
    def report(self) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(self.line))

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """As in ``api.records.facts``, less what no paper says; of each place the paper, the field and the page."""
        return cast(list[dict[str, Any]], json.loads(zlib.decompress(self.packed_facts)))


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
) -> list[str]:
    """Write every form that can be written, or those whose word is ``wanted``; what is missing for the others, a line each. A
    file appears when it is whole, and one of an earlier run that is not wanted now goes: it would not be true any more."""
    chosen = [form for form in forms() if wanted is None or word(form) in wanted]
    for form in forms():
        if form not in chosen:
            (folder / form.NAME).unlink(missing_ok=True)
    ready = [(form, folder / form.NAME) for form in chosen if not form.missing()]
    lacking = [f"{form.NAME}：{form.missing()}" for form in chosen if form.missing()]
    parts = [(form, target, target.with_name(f".{target.name}.part")) for form, target in ready]
    with ExitStack() as stack:
        writers = [stack.enter_context(form.Writer(part, lang)) for form, _, part in parts]
        for number, judged in enumerate(filings(journal, folder), 1):
            for writer in writers:
                writer.add(judged)
            if number % 100 == 0:
                tell(number)
        for writer in writers:
            if told is not None and isinstance(writer, EndingWriter):
                writer.end(told)
    for _, target, part in parts:
        os.replace(part, target)
    return lacking
