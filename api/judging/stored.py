"""From rows to a filing: its papers as they were read and corrected, joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

import validators
from api.check import manifest_of
from api.records import codec, corrections
from api.records.fields import BadValue
from api.tables.documents import CorrectionRow, Paper, PaperReading
from api.tables.filings import (
    FilingPaper,
    FilingRow,
)
from extractor.document import Box, Problem
from extractor.record import Record
from validators.facts import Filing


def filing_of(session: Session, filing: FilingRow) -> Filing:
    """The filing's papers as they were read and corrected, joined."""
    records = [record for _, record in records_of(session, filing)]
    manifest = manifest_of(filing.name, filing.manifest)
    return validators.assemble(records, manifest, filing.name)


def records_of(session: Session, filing: FilingRow) -> list[tuple[Paper, Record]]:
    """Each paper with its corrected record, in the order of names; an unread one has its problem and no fields."""
    rows = session.exec(
        select(Paper, FilingPaper, PaperReading)
        .join(FilingPaper, col(FilingPaper.paper_id) == col(Paper.id))
        .outerjoin(PaperReading, col(PaperReading.id) == col(Paper.reading_id))
        .where(FilingPaper.filing_id == filing.id, col(Paper.removed_at).is_(None))
        .order_by(col(FilingPaper.name), col(Paper.first_page), col(Paper.id))
    ).all()
    mended = standing_corrections(session, [paper.id for paper, _, _ in rows])
    return [(paper, record_under(paper, link.name, reading, mended.get(paper.id, []))) for paper, link, reading in rows]


PaperAt = Callable[[str, int | None], str]


def paper_finder(papers: Iterable[tuple[Paper, Record]]) -> PaperAt:
    """(path, page) → id of the paper there, "" where there is none: papers bound into one file have the path in common."""
    first: dict[str, str] = {}
    bound: dict[tuple[str, int], str] = {}
    for paper, record in papers:
        first.setdefault(record.path, paper.id)
        if record.page_range is not None:
            bound.update({(record.path, n): paper.id for n in range(record.page_range[0], record.page_range[1] + 1)})
    return lambda path, page: bound.get((path, page or 0)) or first.get(path, "")


def standing_corrections(session: Session, papers: Sequence[str]) -> dict[str, list[CorrectionRow]]:
    found: dict[str, list[CorrectionRow]] = {}
    query = select(CorrectionRow).where(
        col(CorrectionRow.paper_id).in_(papers), col(CorrectionRow.withdrawn_at).is_(None)
    )
    for row in session.exec(query.order_by(col(CorrectionRow.id))):
        found.setdefault(row.paper_id, []).append(row)
    return found


def record_under(paper: Paper, name: str, reading: PaperReading | None, mended: Sequence[CorrectionRow]) -> Record:
    """What the paper says under the name it has in a filing, corrections laid over it."""
    parts = tuple(part["name"] for part in paper.parts) if len(paper.parts) > 1 else ()
    if reading is None:
        said = paper.problem or {"code": "unreadable", "message": "尚未读取", "remedy": "", "page": None}
        problem = Problem(said["code"], said["message"], said["remedy"], said.get("page"))
        return Record(name, paper.sha256, "unknown", problems=(problem,), parts=parts)
    record = replace(codec.record_from_json(reading.record), path=name, parts=parts)
    return corrected(record, mended)


def corrected(record: Record, rows: Sequence[CorrectionRow]) -> Record:
    """The record with the corrections that fit it. One that no longer does (the paper was since read as another kind)
    stays in the history and changes nothing."""
    given = [correction for row in rows if _fits(record, correction := _correction(row))]
    return corrections.apply(record, given) if given else record


def _fits(record: Record, correction: corrections.Correction) -> bool:
    try:
        corrections.apply(record, [correction])
    except (corrections.BadTarget, BadValue):
        return False
    return True


def _correction(row: CorrectionRow) -> corrections.Correction:
    box = None if row.box is None else Box(*row.box)
    return corrections.Correction(row.target, row.value, row.reason, row.user_id, row.at, row.page, box)
