"""A paper behind a password, opened with the word a person gives.

The word is in the request, in this process and in the one that tries it, and nowhere else: no row, log, message or job holds
it. What is kept is the paper without its lock, as papers without one are kept; only so can its pages be shown later. It goes
by the hash of what it is now: readings are shared by hash, and whoever has but the locked bytes must not come by what they
say. The bytes as they came stay with the upload.
"""

from __future__ import annotations

import io

from sqlmodel import select

from api import judging, queue
from api.accounts import audit_log
from api.accounts.principal import Principal
from api.documents import queries
from api.documents.jobs import paper_files
from api.documents.service import RENDER_S, own_filings
from api.problems import Conflict, Unavailable
from api.service import Service
from api.store.holding import hold
from api.tables.documents import Paper
from extractor.errors import Encrypted, WrongPassword

LOCKED = frozenset((Encrypted.code, WrongPassword.code))


def unlock(service: Service, who: Principal, paper_id: str, password: str) -> Paper:
    """Open the paper and have it read. Conflict for one that waits for no password, or that this one does not open."""
    with service.db.reading() as session:
        paper = queries.paper_of(session, who, paper_id)
    _check(paper)
    plain = _opened(service, who, paper, password)
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
    if len(paper.parts) != 1 or not paper.parts[0]["sha256"]:
        raise Conflict("加密的压缩包在收件时已无法展开，没有留存其中的材料", "请解压后重新上传")
    if "locked" in paper.parts[0]:
        raise Conflict("这份材料已经解锁，正在读取")


def _opened(service: Service, who: Principal, paper: Paper, password: str) -> bytes:
    """The bytes without their lock, by a process of the kind that shows papers."""
    from api.rendering import UnlockTask

    with paper_files(service, paper) as given:
        future = service.renderer.submit(UnlockTask(given.parts[0], password), paper.id)
        try:
            outcome = future.result(RENDER_S)
        except TimeoutError:
            future.cancel()
            raise Unavailable("解锁超时", "请稍后再试") from None
    if outcome.error is not None:
        with service.db.writing() as session:
            audit_log.record(session, who, "paper.unlock_failed", "paper", paper.id, code=outcome.error.code)
        raise Conflict(str(outcome.error), outcome.error.remedy)
    plain: bytes = outcome.value
    return plain
