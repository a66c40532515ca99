"""Handing in papers, and following what becomes of them."""

from __future__ import annotations

import hmac
import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from api.accounts.deps import CSRF_FIELD, NoCsrf, need
from api.accounts.principal import Principal
from api.documents import intake, queries
from api.documents import service as papers
from api.filings import service as filings
from api.inputs import ID_FORM
from api.problems import Invalid, NotFound
from api.service import Service, TheService
from api.web.menu import Entry
from api.web.present import at_browser
from api.web.templating import page, root_of

router = APIRouter()
MENU = Entry(10, "upload", "/upload", "upload")
Uploader = Annotated[Principal, need("upload")]
Reader = Annotated[Principal, need("read")]
RECENT = 8


@router.get("/upload")
def upload_form(request: Request, the: TheService, who: Uploader,
                filing: Annotated[str, Query(max_length=26)] = "",
                audit: Annotated[str, Query(max_length=26)] = "") -> Response:  # fmt: skip
    """``filing``: the papers are to be added to this one; ``audit``: they are counted to this one."""
    with the.db.reading() as session:
        target = filings.find(session, who, _id(filing)) if filing else None
        recent = intake.uploads_newest(session, queries.my_uploads(who), RECENT, None)
    limits = {"upload_mib": the.config.upload_mib, "files": the.config.upload_files}
    return page(request, who, "upload.html", target=target, recent=recent, limits=limits, upload=None,
                audit=_id(audit) if audit else "")  # fmt: skip


@router.get("/uploads/{upload_id}")
def upload_page(request: Request, the: TheService, who: Reader, upload_id: str) -> Response:
    """One upload; looks again by itself while papers are being read."""
    with the.db.reading() as session:
        upload = papers.upload_status(session, who, _id(upload_id))
    return page(request, who, "upload.html", target=None, recent=(), limits={}, upload=upload, audit="")


@router.post("/upload")
async def upload(request: Request, the: TheService) -> Response:
    """Files by a plain form, for browsers without scripts. Its token stands among the files, so who sends it is known
    before the body is read, and whether they meant to afterwards."""
    who = await run_in_threadpool(_present, request, the)
    async with request.form(max_files=the.config.upload_files + 1, max_fields=20) as form:
        sent = form.get(CSRF_FIELD)
        if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), who.csrf.encode()):
            raise NoCsrf
        upload_id = await run_in_threadpool(_take_in, the, who, form)
    return RedirectResponse(f"{root_of(request)}/uploads/{upload_id}", 303)


def _present(request: Request, the: Service) -> Principal:
    with the.db.reading() as session:
        return at_browser(session, request, "upload")


def _take_in(the: Service, who: Principal, form: FormData) -> str:
    files = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
    wish = intake.Wish(
        filing_id=_wished(form, "filing"), audit_id=_wished(form, "audit"), as_of=_day(form.get("as_of"))
    )
    return intake.take_in(the, who, [intake.Incoming(f.filename or "", f.file, f.size or 0) for f in files], wish)


def _wished(form: FormData, name: str) -> str | None:
    given = form.get(name)
    return _id(given) if isinstance(given, str) and given else None


def _day(given: object) -> date | None:
    try:
        return date.fromisoformat(given) if isinstance(given, str) and given else None
    except ValueError:
        raise Invalid("审查日应为日期，如 2025-09-01") from None


def _id(given: str) -> str:
    if not re.fullmatch(ID_FORM, given):
        raise NotFound
    return given
