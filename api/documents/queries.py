"""Uploads, papers and corrections that a person may see."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from api.accounts.principal import Principal, visible
from api.problems import NotFound
from api.tables.documents import CorrectionRow, Paper, Upload, UploadedFile
from api.tables.filings import FilingPaper, FilingRow


def my_uploads(who: Principal) -> ColumnElement[bool]:
    """Uploads are seen by the body that made them, and by the operator."""
    return col(Upload.id).is_not(None) if who.everything else col(Upload.org_id) == who.org_id


def upload_of(session: Session, who: Principal, upload_id: str) -> Upload:
    """The upload, or NotFound."""
    found = session.exec(rows_of(Upload).where(Upload.id == upload_id, my_uploads(who))).first()
    if found is None:
        raise NotFound
    return found


def files_of(session: Session, upload_id: str) -> list[UploadedFile]:
    query = rows_of(UploadedFile).where(UploadedFile.upload_id == upload_id).order_by(col(UploadedFile.place))
    return list(session.exec(query))


def papers_of(session: Session, upload_id: str) -> list[Paper]:
    """What came, also what was taken out of its filing since; not what stood for an archive that was opened."""
    query = rows_of(Paper).where(Paper.upload_id == upload_id)
    rows = session.exec(query.order_by(col(Paper.path), col(Paper.first_page), col(Paper.id)))
    return [row for row in rows if row.removed_at is None or any(part["sha256"] for part in row.parts)]


def filings_of(session: Session, who: Principal, upload_id: str) -> list[FilingRow]:
    """The filings that the upload's papers are in, as far as the person may see them."""
    mine = (
        select(col(FilingPaper.filing_id))
        .join(Paper, col(Paper.id) == col(FilingPaper.paper_id))
        .where(col(Paper.upload_id) == upload_id)
    )
    query = rows_of(FilingRow).where(col(FilingRow.id).in_(mine), visible(who)).order_by(col(FilingRow.seq))
    return list(session.exec(query))


def paper_of(session: Session, who: Principal, paper_id: str) -> Paper:
    """A paper of a filing that the person may see, or that the own body handed in; NotFound for any other."""
    in_visible = exists(
        select(col(FilingPaper.paper_id))
        .join(FilingRow, col(FilingRow.id) == col(FilingPaper.filing_id))
        .where(col(FilingPaper.paper_id) == col(Paper.id), visible(who))
    )
    # A clerk must see what became of an upload before it is in any filing; those who are only looked at must not.
    own = col(Paper.org_id) == who.org_id
    found = session.exec(
        rows_of(Paper).where(Paper.id == paper_id, col(Paper.removed_at).is_(None), or_(in_visible, own))
    ).first()
    if found is None:
        raise NotFound
    return found


def corrections_of(session: Session, paper_ids: list[str]) -> list[CorrectionRow]:
    query = rows_of(CorrectionRow).where(col(CorrectionRow.paper_id).in_(paper_ids)).order_by(col(CorrectionRow.id))
    return list(session.exec(query))
