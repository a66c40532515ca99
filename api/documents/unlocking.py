"""A paper behind a password, opened with the word a person gives.

The word is in the request, in this process and in the one that tries it, and nowhere else: no row, log, message or job holds
it. What is kept is the paper without its lock, as papers without one are kept; only so can its pages be shown later. It goes
by the hash of what it is now: readings are shared by hash, and whoever has but the locked bytes must not come by what they
say. The bytes as they came stay with the upload.

An archive behind a password is opened from these: what it holds is then read as if it had just come.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from api import collect, judging, queue
from api.accounts import audit_log
from api.accounts.principal import Principal
from api.documents import queries
from api.documents.jobs import paper_files
from api.documents.parcels import add_parcels, kept_parts
from api.documents.service import RENDER_S, own_filings
from api.problems import Conflict, Unavailable
from api.service import Service
from api.store import Blob, now
from api.store.holding import Vanished, hold
from api.tables.documents import Paper, Parcel, Upload, UploadedFile
from api.tables.filings import FilingPaper
from extractor.errors import Encrypted, PaperError, WrongPassword

LOCKED = frozenset((Encrypted.code, WrongPassword.code))


def unlock(service: Service, who: Principal, paper_id: str, password: str) -> Paper:
    """Open the paper and have it read; for one that an encrypted archive holds, or stands for, all that the word opens of the
    archive: the first of its papers. Conflict for one that waits for no password, or that this one does not open."""
    from api.rendering import UnlockTask

    with service.db.reading() as session:
        paper = queries.paper_of(session, who, paper_id)
    _check(paper)
    if not any(part["sha256"] for part in paper.parts):
        return _unpack(service, who, paper, password)
    with paper_files(service, paper) as given:
        plain: bytes = _performed(service, who, paper, UnlockTask(given.parts[0], password))
    blob = service.blobs.put(io.BytesIO(plain))
    with service.db.writing() as session:
        row = session.exec(select(Paper).where(Paper.id == paper.id).with_for_update(key_share=True)).one()
        filings = own_filings(session, who, row)
        _check(row)
        hold(session, service.blobs, [blob])
        (part,) = row.parts
        row.parts = [{"name": part["name"], "sha256": blob.sha256, "size": blob.size, "locked": part["sha256"]}]
        row.sha256 = blob.sha256
        session.add(row)
        queue.enqueue(session, "read", f"read:{row.id}", {"paper": row.id}, priority=queue.SOON)
        for filing in filings:
            judging.touch(session, filing)  # its page now says that the paper is being read again
        session.flush()
        audit_log.record(session, who, "paper.unlocked", "paper", row.id, path=row.path)
        return row


def _check(paper: Paper) -> None:
    if (paper.problem or {}).get("code") not in LOCKED:
        raise Conflict("这份材料不需要密码")
    if any("locked" in part for part in paper.parts):
        raise Conflict("这份材料已经解锁，正在读取")


def _performed(service: Service, who: Principal, paper: Paper, task: Any) -> Any:
    """What the task gives, by a process of the kind that shows papers."""
    future = service.renderer.submit(task, paper.id)
    try:
        outcome = future.result(RENDER_S)
    except TimeoutError:
        future.cancel()
        raise Unavailable("解锁超时", "请稍后再试") from None
    if outcome.error is not None:
        raise _refused(service, who, paper, outcome.error)
    return outcome.value


def _refused(service: Service, who: Principal, paper: Paper, error: PaperError) -> Conflict:
    """The refusal to answer with; that a word was tried in vain is on record."""
    with service.db.writing() as session:
        audit_log.record(session, who, "paper.unlock_failed", "paper", paper.id, code=error.code)
    return Conflict(str(error), error.remedy)


# --- an archive ------------------------------------------------------------------------------------------------------


def _unpack(service: Service, who: Principal, paper: Paper, password: str) -> Paper:
    """The archive of the upload that the paper came in, opened: what the word opens is read as if it had just come, in place
    of what stood for it. The first paper of it."""
    from api.rendering import UnpackTask

    with service.db.reading() as session:
        files = _files_of(session, paper)
    with tempfile.TemporaryDirectory(prefix="anze-unlock-") as folder, ExitStack() as held:
        local = [(file, held.enter_context(service.blobs.local(file.sha256))) for file in files]
        given = tuple(collect.Part(file.name, path) for file, path in local)
        parcels = _performed(service, who, paper, UnpackTask(given, Path(folder), password))
        with service.db.reading() as session:
            opened = _opened(session, paper.upload_id, parcels)
        if not opened:
            raise _refused(service, who, paper, _failure(parcels) or WrongPassword())
        uploaded = {path: Blob(file.sha256, file.size) for file, path in local}
        while True:
            kept = kept_parts(service, opened, uploaded)
            with suppress(Vanished), service.db.writing() as session:
                return _replaced(session, service, who, paper, parcels, opened, kept)


def _files_of(session: Session, paper: Paper) -> list[UploadedFile]:
    """The uploaded file that the paper came in; all of the upload where it was cut into parts under names of their own."""
    parcel = session.exec(select(Parcel).where(Parcel.id == paper.parcel_id)).one()
    files = queries.files_of(session, paper.upload_id)
    inside = [file for file in files if f"{parcel.path}/".startswith((f"{file.name}/", f"{file.name}!"))]
    return sorted(inside, key=lambda file: len(file.name))[-1:] or files


Named = tuple[str, str]
"""Paths of a parcel and of a paper in it."""


def _opened(session: Session, upload_id: str, parcels: Iterable[collect.Parcel]) -> list[collect.Parcel]:
    """What of the parcels can be read and was not before."""
    known = {name for name, paper in _papers_of(session, upload_id).items() if any(p["sha256"] for p in paper.parts)}
    fresh = [
        replace(parcel, papers=tuple(p for p in parcel.papers if _readable(p) and (parcel.path, p.path) not in known))
        for parcel in parcels
    ]
    return [parcel for parcel in fresh if parcel.papers]


def _readable(paper: collect.Paper) -> bool:
    return all(part.failure is None for part in paper.parts)


def _papers_of(session: Session, upload_id: str) -> dict[Named, Paper]:
    query = select(Parcel.path, Paper).join(Paper, col(Paper.parcel_id) == col(Parcel.id))
    rows = session.exec(query.where(Parcel.upload_id == upload_id, col(Paper.removed_at).is_(None)))
    return {(path, paper.path): paper for path, paper in rows}


def _failure(parcels: Iterable[collect.Parcel]) -> PaperError | None:
    parts = (part for parcel in parcels for paper in parcel.papers for part in paper.parts)
    return next((part.failure for part in parts if part.failure is not None and part.failure.code in LOCKED), None)


def _replaced(session: Session, service: Service, who: Principal, paper: Paper, parcels: Sequence[collect.Parcel],
              opened: Sequence[collect.Parcel], kept: Mapping[Path, Blob]) -> Paper:  # fmt: skip
    """The opened papers handed to the readers, what stood for them taken out of its filings."""
    upload = session.exec(select(Upload).where(Upload.id == paper.upload_id).with_for_update(key_share=True)).one()
    row = session.exec(select(Paper).where(Paper.id == paper.id)).one()
    if row.removed_at is not None:
        raise Conflict("压缩包已经解锁，正在读取")
    hold(session, service.blobs, kept.values())
    still = {(parcel.path, p.path) for parcel in parcels for p in parcel.papers if not _readable(p)}
    stood = {name: row for name, row in _papers_of(session, upload.id).items()
             if name not in still and (row.problem or {}).get("code") in LOCKED
             and not any(part["sha256"] for part in row.parts)}  # fmt: skip
    _take_out(session, who, upload, list(stood.values()), {parcel.name for parcel in opened})
    places = session.exec(select(Parcel.place).where(Parcel.upload_id == upload.id)).all()
    rows = add_parcels(session, upload, opened, kept, first=max(places) + 1)
    session.flush()
    audit_log.record(session, who, "paper.unlocked", "paper", rows[0].id, path=paper.path, papers=len(rows))
    return rows[0]


def _take_out(session: Session, who: Principal, upload: Upload, stood: Sequence[Paper],
              coming: Collection[str | None]) -> None:  # fmt: skip
    """Filings that held nothing else go, less those that the opened papers will come into."""
    ids = [row.id for row in stood]
    concerned = session.exec(select(FilingPaper.filing_id).where(col(FilingPaper.paper_id).in_(ids)).distinct()).all()
    for row in stood:
        own_filings(session, who, row)
        row.removed_at = now()
        session.add(row)
    session.flush()
    for filing_id in sorted(concerned):
        filing = judging.lock(session, filing_id)
        if judging.records_of(session, filing):
            judging.touch(session, filing)
            judging.queue_judging(session, filing.id, "papers")
        elif (
            filing.deleted_at is None and filing.id != upload.filing_id and not (filing.named and filing.name in coming)
        ):
            judging.take_away(session, filing)
            audit_log.record(session, who, "filing.deleted", "filing", filing.id, name=filing.name, reason="unlocked")
