"""Bulk jobs: stored filings judged again, or uploads read as one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.audits import queries, service
from api.audits.schemas import AuditIn, AuditOut, ItemOut, Kind, RecheckIn, State
from api.inputs import Id
from api.paging import After, Limit, Page, cut, key_of
from api.problems import may_answer
from api.service import TheService

router = APIRouter(tags=["audits"])
Auditor = Annotated[Principal, need("audit")]


@router.post("/audits", status_code=201, summary="开始批量复核，或建一个上传任务", responses=may_answer(403, 404, 409))
def start_audit(the: TheService, who: Auditor, body: Annotated[AuditIn, Body()]) -> AuditOut:
    with the.db.writing() as session:
        if isinstance(body, RecheckIn):
            drafts = body.packs if isinstance(body.packs, list) else None
            row = service.recheck(
                session, who, name=body.name, asked=body.filter, as_of=body.as_of, drafts=drafts, apply=body.apply
            )
        else:
            row = service.for_uploads(session, who, name=body.name, as_of=body.as_of)
    return AuditOut.of(row)


@router.get("/audits", summary="本机构的批量任务，新的在前", responses=may_answer(403))
def list_audits(
    the: TheService,
    who: Auditor,
    kind: Kind | None = None,
    state: State | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[AuditOut]:
    with the.db.reading() as session:
        found = queries.page(session, who.org_id, kind, state, key_of(after, str), limit)
        rows, following = cut(found, limit, lambda row: (row.id,))
    return Page(items=[AuditOut.of(row) for row in rows], next=following)


@router.get("/audits/{audit_id}", summary="进度和结果", responses=may_answer(403, 404))
def get_audit(the: TheService, who: Auditor, audit_id: Id) -> AuditOut:
    with the.db.reading() as session:
        row = service.find(session, who, audit_id)
        uploaded = queries.upload_progress(session, row.id) if row.kind == "upload" else None
    return AuditOut.of(row, uploaded)


@router.get("/audits/{audit_id}/items", summary="逐个案卷：原来怎样，现在怎样", responses=may_answer(403, 404))
def list_items(
    the: TheService,
    who: Auditor,
    audit_id: Id,
    flipped: Annotated[bool | None, Query(description="true 只看结论变了的")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page[ItemOut]:
    with the.db.reading() as session:
        audit = service.find(session, who, audit_id)
        found = queries.items(session, who, audit.id, flipped, key_of(after, str), limit)
    rows, following = cut(found, limit, lambda pair: (pair[1].id,))
    return Page(items=[ItemOut.of(item, filing) for item, filing in rows], next=following)


@router.post("/audits/{audit_id}/cancel", summary="取消；已判定的保留", responses=may_answer(403, 404, 409))
def cancel_audit(the: TheService, who: Auditor, audit_id: Id) -> AuditOut:
    with the.db.writing() as session:
        row = service.cancel(session, who, audit_id)
    return AuditOut.of(row)


@router.post("/audits/{audit_id}/close", summary="上传任务不再收材料", responses=may_answer(403, 404, 409))
def close_audit(the: TheService, who: Auditor, audit_id: Id) -> AuditOut:
    with the.db.writing() as session:
        row = service.close(session, who, audit_id)
        uploaded = queries.upload_progress(session, row.id)
    return AuditOut.of(row, uploaded)
