"""Exports made whole in a file before the first byte is sent: what breaks off half-way is an error, not a shorter list."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import IO

from sqlmodel import Session, select

from api import judging
from api.accounts import audit_log
from api.accounts.principal import Principal
from api.exports.columns import Line, Subject
from api.exports.lines import filing_lines, finding_lines, head_of, whole
from api.filings import listing
from api.packs import service as packs
from api.problems import Conflict
from api.service import Service
from api.settings import ENGINE
from api.tables.filings import FilingRow, Judgement
from validators.report import Report

FORMATS = ("xlsx", "csv", "jsonl", "sarif")
BLOCK = 1 << 16


@cache
def formats() -> dict[str, ModuleType]:
    """The modules ``as_<format>``: NAME, MEDIA_TYPE, SUBJECTS, write(head, rows, stream)."""
    return {name: import_module(f"api.exports.as_{name}") for name in FORMATS}


@dataclass(frozen=True, slots=True)
class Made:
    """A finished export: a file without a name, at its beginning, and its size in bytes. Whoever gets it closes it."""

    file: IO[bytes]
    size: int
    rows: int
    media_type: str


def make(service: Service, who: Principal, subject: Subject, form: str, query: listing.Query, root: str,
         found: str | None = None) -> Made:  # fmt: skip
    """Write the export in little memory, and the fact of it into the audit log."""
    who.need("export")
    module = formats()[form]
    file = tempfile.TemporaryFile(dir=service.config.data, prefix="export-")  # noqa: SIM115 - handed on open
    try:
        counted = _Counted()
        with service.db.reading() as session:
            lines = (
                filing_lines(session, who, whole(query), root)
                if subject == "filings"
                else finding_lines(session, who, whole(query), root, found)
            )
            module.write(head_of(subject, ENGINE), counted.of(lines), file)
        size = file.tell() if form != "xlsx" else file.seek(0, 2)
        with service.db.writing() as session:
            audit_log.record(session, who, "export", subject, "", format=form, rows=counted.rows,
                             filter=listing.to_params(query))  # fmt: skip
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return Made(file, size, counted.rows, module.MEDIA_TYPE)


class _Counted:
    """Counts what passes through."""

    rows = 0

    def of(self, lines: Iterator[Line]) -> Iterator[Line]:
        for line in lines:
            self.rows += 1
            yield line


def blocks(made: Made) -> Iterator[bytes]:
    """The file, block by block; closed at its end, or when whoever reads it goes away."""
    with made.file as file:
        while block := file.read(BLOCK):
            yield block


def report_as_judged(session: Session, filing: FilingRow) -> Report:
    """The report of the latest judgement: the same papers and corrections, the packs it was made by, the same day.

    Raises Conflict where the filing is not judged yet, NotFound where a pack's text was not kept.
    """
    if filing.judgement_id is None:
        raise Conflict("案卷还在读取")
    judgement = session.exec(select(Judgement).where(Judgement.id == filing.judgement_id)).one()
    named = {each["name"]: each["version"] for each in judgement.packs}
    present = {pack.name: pack.version for pack in packs.in_use(session)}
    report = judging.report_of(session, filing, packs.of_versions(session, present | named), judgement.as_of)
    later = {chosen.pack.name for chosen in report.packs} - set(named)
    if later:  # packs that came into use for this place since
        kept = {name: version for name, version in (present | named).items() if name not in later}
        report = judging.report_of(session, filing, packs.of_versions(session, kept), judgement.as_of)
    return report
