"""Routes about uploads, papers and corrections."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Query, Request, Response
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import StreamingResponse

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.accounts.views import record_view
from api.documents import intake, queries, service, unlocking
from api.documents.described import EVENTS, FORM, PICTURE
from api.documents.pictures import Picture
from api.documents.schemas import (
    UID,
    CorrectionIn,
    CorrectionOut,
    KindIn,
    OpenedOut,
    PaperOut,
    PaperStatus,
    PasswordIn,
    ReasonIn,
    UploadBrief,
    UploadOut,
)
from api.inputs import ID_FORM
from api.paging import After, Limit, Page, cut, key_of
from api.problems import Invalid, NotFound, Unsupported, may_answer
from api.service import Service, TheService

router = APIRouter()
Id = Annotated[str, Path(min_length=26, max_length=26, pattern="^[0-9a-z]{26}$", examples=[UID])]
Uploader = Annotated[Principal, need("upload")]
Reader = Annotated[Principal, need("read")]
Corrector = Annotated[Principal, need("correct")]

_EVENTS_EVERY_S = 0.4
_EVENTS_FOR_S = 3600.0


# --- uploads ---------------------------------------------------------------------------------------------------------


@router.post("/uploads", status_code=202, tags=["uploads"], summary="上传材料", openapi_extra=FORM,
             responses=may_answer(400, 403, 404, 409, 413, 415))  # fmt: skip
async def upload_files(
    request: Request,
    response: Response,
    the: TheService,
    who: Uploader,
    key: Annotated[
        str | None, Header(alias="Idempotency-Key", max_length=200, description="重发同一上传时带同一个键，不会重复")
    ] = None,
) -> UploadOut:
    """Take files in. Answered once bytes and rows are durable; reading goes on behind (``state``, or the events)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise Unsupported("上传请用 multipart/form-data")
    form = await request.form(max_files=the.config.upload_files + 1, max_fields=20)
    try:
        files = [f for f in form.getlist("files") if isinstance(f, UploadFile)]
        incoming = [intake.Incoming(f.filename or "", f.file, f.size or 0) for f in files]
        wish = intake.Wish(_id(form.get("filing")), _id(form.get("audit")), _date(form.get("as_of")))
        upload_id = await run_in_threadpool(intake.take_in, the, who, incoming, wish, key)
    finally:
        await form.close()
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/api/v1/uploads/{upload_id}"
    return await run_in_threadpool(_status, the, who, upload_id)


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _id(value: object) -> str | None:
    text = _text(value)
    if text is not None and not re.fullmatch(ID_FORM, text):
        raise NotFound
    return text


def _date(value: object) -> date | None:
    text = _text(value)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("as_of 应为日期，如 2025-09-01") from None


def _status(the: Service, who: Principal, upload_id: str) -> UploadOut:
    with the.db.reading() as session:
        return service.upload_status(session, who, upload_id)


@router.get("/uploads", tags=["uploads"], summary="本单位的上传", responses=may_answer(403))
def list_uploads(the: TheService, who: Reader, limit: Limit = 50, after: After = None) -> Page[UploadBrief]:
    """Newest first."""
    key = key_of(after, str)
    with the.db.reading() as session:
        rows = intake.uploads_newest(session, queries.my_uploads(who), limit + 1, str(key[0]) if key else None)
    shown, following = cut(rows, limit, lambda row: (row.id,))
    return Page(items=[UploadBrief(**row.model_dump()) for row in shown], next=following)


@router.get("/uploads/{upload_id}", tags=["uploads"], summary="一次上传的进展", responses=may_answer(403, 404))
def get_upload(the: TheService, who: Reader, upload_id: Id) -> UploadOut:
    """The upload with its papers and filings."""
    return _status(the, who, upload_id)


@router.get("/uploads/{upload_id}/events", tags=["uploads"], summary="一次上传的进展，随时推送",
            response_class=EventSourceResponse, responses=EVENTS)  # fmt: skip
async def follow_upload(request: Request, the: TheService, who: Reader, upload_id: Id) -> EventSourceResponse:
    """Server-sent events ``status`` whenever something changed, until the upload is done or failed."""
    first = await run_in_threadpool(_status, the, who, upload_id)

    async def events() -> AsyncIterator[ServerSentEvent]:
        said, now_said = "", first
        for _ in range(int(_EVENTS_FOR_S / _EVENTS_EVERY_S)):
            text = now_said.model_dump_json()
            if text != said:
                said = text
                yield ServerSentEvent(data=text, event="status")
            if now_said.state in ("done", "failed"):
                return
            await asyncio.sleep(_EVENTS_EVERY_S)
            now_said = await run_in_threadpool(_status, the, who, upload_id)

    return EventSourceResponse(events(), ping=15)


# --- papers ----------------------------------------------------------------------------------------------------------


@router.get("/papers/{paper_id}", tags=["papers"], summary="一份材料的读数", responses=may_answer(403, 404))
def get_paper(the: TheService, who: Reader, paper_id: Id) -> PaperOut:
    """Kind, fields and tables with their places, as corrected."""
    with the.db.reading() as session:
        return service.paper_detail(session, who, paper_id)


@router.get("/papers/{paper_id}/pages/{page}.webp", tags=["papers"], summary="一页的图像", response_class=Response,
            responses=PICTURE)  # fmt: skip
def get_page(
    request: Request, the: TheService, who: Reader, paper_id: Id, page: Annotated[int, Path(ge=1, le=100_000, examples=[1])],
    width: Annotated[int | None, Query(ge=50, le=4000, description="宽，像素", examples=[1000])] = None,
) -> Response:  # fmt: skip
    """The page as displayed; the place of a reading is box ÷ page size × picture size."""
    return _kept(service.page_picture(the, who, paper_id, page, width, known=_known(request)))


@router.get("/papers/{paper_id}/crop.webp", tags=["papers"], summary="一页中的一处", response_class=Response,
            responses=PICTURE)  # fmt: skip
def get_crop(
    request: Request, the: TheService, who: Reader, paper_id: Id, page: Annotated[int, Query(ge=1, le=100_000, examples=[1])],
    box: Annotated[str, Query(pattern=r"^-?\d{1,6}(\.\d{1,4})?(,-?\d{1,6}(\.\d{1,4})?){3}$", examples=["72,100,200,120"],
                              description="x0,y0,x1,y1，点，自左上角起")],
    width: Annotated[int | None, Query(ge=50, le=4000, description="宽，像素", examples=[600])] = None,
) -> Response:  # fmt: skip
    """What stands in the box, with a little around it."""
    edges = [float(edge) for edge in box.split(",")]
    return _kept(service.page_picture(the, who, paper_id, page, width, edges, _known(request)))


def _kept(picture: Picture) -> Response:
    """A browser may keep the picture of a paper, as bytes never change; nobody between may."""
    headers = {"Cache-Control": "private, max-age=86400", "Content-Disposition": "inline", "ETag": picture.etag}
    if picture.data is None:
        return Response(status_code=304, headers=headers)
    return Response(picture.data, media_type=picture.media_type, headers=headers)


def _known(request: Request) -> frozenset[str]:
    """The etags that the browser names, weak ones as strong: a picture is one or the other to the byte."""
    named = request.headers.get("if-none-match", "").split(",")
    return frozenset(tag.strip().removeprefix("W/") for tag in named)


@router.get("/papers/{paper_id}/text", tags=["papers"], summary="无页格式的内容", responses=may_answer(403, 404, 415))
def get_text(the: TheService, who: Reader, paper_id: Id) -> dict[str, Any]:
    """The content of a DOCX, XLSX, CSV, HTML or text file, block by block, each with its place."""
    return service.paper_text(the, who, paper_id)


@router.get("/papers/{paper_id}/file", tags=["papers"], summary="原件", response_class=Response, responses={
    **may_answer(403, 404),
    200: {"description": "原件的字节", "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
})  # fmt: skip
def get_file(
    the: TheService, who: Annotated[Principal, need("export")], paper_id: Id,
    part: Annotated[int, Query(ge=0, le=10_000, description="第几个部分，自0起")] = 0,
) -> Response:  # fmt: skip
    """The paper's bytes as they came; always as a download, never shown by the browser."""
    with the.db.reading() as session:
        paper = queries.paper_of(session, who, paper_id)
    if part >= len(paper.parts) or not paper.parts[part]["sha256"]:
        raise NotFound
    found = paper.parts[part]
    stream = the.blobs.open(found["sha256"])
    name = quote(found["name"].replace("!", "/").rpartition("/")[2], safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Length": str(found["size"])}
    record_view(the, who, "paper", paper.id)
    return StreamingResponse(iter(lambda: stream.read(1 << 16), b""), media_type="application/octet-stream",
                             headers=headers)  # fmt: skip


@router.put("/papers/{paper_id}/kind", tags=["papers"], summary="指定材料种类", status_code=202,
            responses=may_answer(403, 404, 409))  # fmt: skip
def put_kind(the: TheService, who: Corrector, paper_id: Id, given: KindIn) -> PaperStatus:
    """The paper is read again as that kind, and its filings are judged anew."""
    with the.db.writing() as session:
        return service.paper_status(service.set_kind(session, who, paper_id, given.kind, given.reason))


@router.post("/papers/{paper_id}/password", tags=["papers"], summary="给出材料的密码", status_code=202,
             responses=may_answer(403, 404, 409, 503))  # fmt: skip
def open_paper(the: TheService, who: Corrector, paper_id: Id, given: PasswordIn) -> OpenedOut:
    """A paper that is ``encrypted`` is opened with its password and read; the password is tried at once and kept nowhere. One that
    stands for an encrypted archive gives way to the papers that the password opens, of which the answer is the first."""
    paper = unlocking.unlock(the, who, paper_id, given.password.get_secret_value())
    mine = paper.org_id == who.org_id or who.everything
    return OpenedOut(**service.paper_status(paper).model_dump(), upload_id=paper.upload_id if mine else None)


@router.post("/papers/{paper_id}/remove", tags=["papers"], summary="移出案卷", status_code=204,
             responses=may_answer(403, 404, 409))  # fmt: skip
def remove_paper(the: TheService, who: Annotated[Principal, need("delete")], paper_id: Id, given: ReasonIn) -> None:
    """Take a paper out of its filings; the act and the reason are recorded."""
    with the.db.writing() as session:
        service.remove(session, who, paper_id, given.reason)


# --- corrections -----------------------------------------------------------------------------------------------------


@router.get("/papers/{paper_id}/corrections", tags=["papers"], summary="一份材料的更正", responses=may_answer(403, 404))
def list_corrections(the: TheService, who: Reader, paper_id: Id) -> list[CorrectionOut]:
    """Every correction of the paper, withdrawn ones too, oldest first."""
    with the.db.reading() as session:
        queries.paper_of(session, who, paper_id)
        return [service.correction_out(session, row) for row in queries.corrections_of(session, [paper_id])]


@router.post("/papers/{paper_id}/corrections", tags=["papers"], summary="更正一个读数", status_code=201,
             responses=may_answer(403, 404, 409))  # fmt: skip
def add_correction(the: TheService, who: Corrector, paper_id: Id, given: CorrectionIn) -> CorrectionOut:
    """The paper's filings are judged again before the answer."""
    with the.db.writing() as session:
        return service.correction_out(session, service.correct(session, who, paper_id, given))


@router.delete("/corrections/{correction_id}", tags=["papers"], summary="撤回更正", responses=may_answer(403, 404, 409))
def withdraw_correction(the: TheService, who: Corrector, correction_id: Id) -> CorrectionOut:
    """What was read counts again; the correction stays in the history."""
    with the.db.writing() as session:
        return service.correction_out(session, service.withdraw(session, who, correction_id))
