"""Filings in the store whose papers were read already: records made by hand, judged as a worker would."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from api import judging
from api.records.codec import record_to_json
from api.service import Service
from api.settings import ENGINE
from api.tables.accounts import User
from api.tables.documents import Paper, PaperReading, Parcel, Upload
from api.tables.filings import FilingPaper, FilingRow
from extractor.record import Record
from tests import filings

MANIFEST = {
    "review_date": "2024-06-01",
    "documents": [{"file": "保险单.pdf", "uploaded_at": "2024-03-08T10:00:00+08:00"}],
}


def store_filing(service: Service, user: User, name: str = "F1", records: Sequence[Record] | None = None, *,
                 audit_id: str | None = None, manifest: dict[str, Any] | None = None, **changes: Any) -> str:  # fmt: skip
    """A judged filing of the user's organisation: these records, or a policy of 宿州 that breaks no rule, with changes, and
    its report. Its id."""
    changes.setdefault("policy_no", f"SLXB2024030{name}")
    papers = (
        records if records is not None else [filings.policy(**changes), filings.report(policy_no=changes["policy_no"])]
    )
    with service.db.writing() as session:
        upload = Upload(org_id=user.org_id, user_id=user.id, state="done", files=len(papers), audit_id=audit_id)
        session.add(upload)
        session.flush()
        parcel = Parcel(upload_id=upload.id, name=name, path=name, state="done")
        filing = FilingRow(org_id=user.org_id, name=name, path=name, named=True, audit_id=audit_id,
                           manifest=MANIFEST if manifest is None else manifest)  # fmt: skip
        session.add_all([parcel, filing])
        session.flush()
        for place, record in enumerate(papers):
            _add_paper(session, upload, parcel, filing, place, record)
        session.flush()
        judging.judge(session, filing, cause="upload")
        return filing.id


def _add_paper(session: Any, upload: Upload, parcel: Parcel, filing: FilingRow, place: int, record: Record) -> None:
    sha256 = hashlib.sha256(record.sha256.encode()).hexdigest()
    paper = Paper(upload_id=upload.id, parcel_id=parcel.id, org_id=upload.org_id, path=record.path, sha256=sha256,
                  state="failed" if record.kind == "unknown" else "read", kind=record.kind, pages=record.pages,
                  parts=[{"name": record.path, "sha256": sha256, "size": 1}])  # fmt: skip
    session.add(paper)
    session.flush()
    reading = PaperReading(paper_id=paper.id, sha256=sha256, name=record.path, engine=ENGINE, kind=record.kind,
                           record=record_to_json(record))  # fmt: skip
    session.add(reading)
    session.flush()
    paper.reading_id = reading.id
    session.add_all([paper, FilingPaper(filing_id=filing.id, paper_id=paper.id, name=record.path, place=place)])


def row_of(service: Service, filing_id: str) -> FilingRow:
    with service.db.reading() as session:
        return session.exec(select(FilingRow).where(FilingRow.id == filing_id)).one()
