"""The room of result files: one module for each form, all made of the same reports in the same order.

A module has ``NAME`` (the file in RESULT), ``missing() -> str`` (what has to be installed for it, "" where nothing has) and
``Writer(file)``: a context manager with ``add(judged)``, called once for each filing. No module asks the clock or the order
in which papers were read, so a run that was killed and resumed gives the same bytes.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, cast

from api.audit_run.journal import Journal


@dataclass(frozen=True)
class JudgedFiling:
    """One filing as it is written: the line of docs/report.md as bytes, and its facts."""

    line: bytes
    packed_facts: bytes

    @cached_property
    def report(self) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(self.line))

    @cached_property
    def facts(self) -> list[dict[str, Any]]:
        """As in ``api.records.facts``, less what no paper says; of each place the paper, the field and the page."""
        return cast(list[dict[str, Any]], json.loads(zlib.decompress(self.packed_facts)))


class Writer(Protocol):
    """What a module's ``Writer`` does."""

    def add(self, judged: JudgedFiling) -> None: ...


class Form(Protocol):
    """What a module of this room offers."""

    NAME: str

    def missing(self) -> str: ...

    def Writer(self, file: Path) -> AbstractContextManager[Writer]: ...


def forms() -> tuple[Form, ...]:
    """Every module, in the order of their names."""
    found = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(cast(Form, importlib.import_module(f"{__name__}.{name}")) for name in found if name.startswith("as_"))


def filings(journal: Journal) -> Iterator[JudgedFiling]:
    """All judged filings in the order of the results."""
    sql = "SELECT filings.id, report, facts FROM filings JOIN judged ON judged.id = judged WHERE filings.id > ? ORDER BY filings.id LIMIT ?"
    for _, packed, facts in journal.paged(sql):
        yield JudgedFiling(zlib.decompress(packed), facts)


def write(journal: Journal, folder: Path, tell: Callable[[int], None]) -> list[str]:
    """Write every form that can be written; what is missing for the others, a line each. A file appears when it is whole."""
    ready = [(form, folder / form.NAME) for form in forms() if not form.missing()]
    lacking = [f"{form.NAME}：{form.missing()}" for form in forms() if form.missing()]
    parts = [(form, target, target.with_name(f".{target.name}.part")) for form, target in ready]
    with ExitStack() as stack:
        writers = [stack.enter_context(form.Writer(part)) for form, _, part in parts]
        for number, judged in enumerate(filings(journal), 1):
            for writer in writers:
                writer.add(judged)
            if number % 100 == 0:
                tell(number)
    for _, target, part in parts:
        os.replace(part, target)
    return lacking
