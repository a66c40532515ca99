"""What an upload brought, as rows: parcels, papers, and a reading job for each paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from api import collect, queue
from api.service import Service
from api.store import Blob, now
from api.tables.documents import Paper, Parcel, Upload
from extractor.document import Problem
from extractor.errors import LeftOut, PaperError


def kept_parts(service: Service, parcels: Iterable[collect.Parcel], uploaded: Mapping[Path, Blob]) -> dict[Path, Blob]:
    """The blob of each part: an uploaded file is one already, a member of an archive becomes one."""
    kept = dict(uploaded)
    for part in (part for parcel in parcels for paper in parcel.papers for part in paper.parts):
        if part.file is not None and part.file not in kept:
            with part.file.open("rb") as stream:
                kept[part.file] = service.blobs.put(stream)
    return kept


def add_parcels(session: Session, upload: Upload, parcels: Sequence[collect.Parcel], kept: Mapping[Path, Blob],
                first: int = 0) -> list[Paper]:  # fmt: skip
    """The parcels beside those that the upload has, numbered from ``first``; their papers' rows."""
    upload.state, upload.finished_at = "reading", None
    upload.open_parcels += len(parcels)
    session.add(upload)
    rows: list[Paper] = []
    for place, given in enumerate(parcels, first):
        manifest = dict(given.manifest) if given.manifest is not None else None
        name = None if given.name is None else given.name[:200]
        parcel = Parcel(upload_id=upload.id, place=place, name=name, path=given.path[:500], manifest=manifest)
        session.add(parcel)
        session.flush()
        for paper in [paper for paper in given.papers if not _is_left_out(paper)] or given.papers:
            row = _paper(upload, parcel, paper, kept)
            session.add(row)
            rows.append(row)
            if row.state == "queued":
                parcel.pending += 1
                queue.enqueue(session, "read", f"read:{row.id}", {"paper": row.id})
        if not parcel.pending:
            read_whole(session, parcel.id)
    if not parcels:
        upload.state, upload.finished_at = "failed", now()
        upload.error = {"code": "nothing", "message": "上传内容里没有可读的材料", "remedy": "请检查所选文件后重新上传"}
    return rows


def _is_left_out(paper: collect.Paper) -> bool:
    """Whether it came along and is no paper: a logo in a mail. Where nothing else came, it is shown with the reason."""
    return any(isinstance(part.failure, LeftOut) for part in paper.parts)


def _paper(upload: Upload, parcel: Parcel, paper: collect.Paper, kept: Mapping[Path, Blob]) -> Paper:
    row = Paper(upload_id=upload.id, parcel_id=parcel.id, org_id=upload.org_id, path=paper.path[:500])
    failure = next((part.failure for part in paper.parts if part.failure is not None), None)
    if failure is not None:
        row.state, row.kind, row.problem = "failed", "unknown", problem_to_json(failure.problem())
        row.parts = [{"name": part.name, "sha256": "", "size": 0} for part in paper.parts]
        return row
    named = [(part.name, kept[part.file]) for part in paper.parts if part.file is not None]
    row.parts = [{"name": name, "sha256": blob.sha256, "size": blob.size} for name, blob in named]
    row.sha256 = named[0][1].sha256 if len(named) == 1 else ""
    return row


def fail_upload(session: Session, upload_id: str, error: PaperError) -> None:
    """The upload as a whole has a result: why nothing of it could be read."""
    session.execute(
        update(Upload).where(col(Upload.id) == upload_id).values(
            state="failed", finished_at=now(), error=problem_to_json(error.problem()))
    )  # fmt: skip


def problem_to_json(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "remedy": problem.remedy, "page": problem.page}


def read_whole(session: Session, parcel_id: str) -> None:
    session.execute(update(Parcel).where(col(Parcel.id) == parcel_id).values(state="settling"))
    queue.enqueue(session, "settle", f"settle:{parcel_id}", {"parcel": parcel_id}, priority=queue.SOON)
