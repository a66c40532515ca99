"""Lists as files for other programs, with the filters of the filings list; a filing's report as the command line prints it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.accounts.views import record_view
from api.exports import rectified, service
from api.exports.columns import Subject
from api.exports.rectifications import MEDIA_TYPES
from api.filings import listing
from api.filings.service import find
from api.inputs import Id
from api.problems import may_answer
from api.service import TheService
from api.serving.app import language
from api.store import now
from validators.days import china_day
from validators.report_json import schema, to_json

router = APIRouter(tags=["exports"])
Exporter = Annotated[Principal, need("export")]
_NAMES = {"filings": "案卷", "findings": "发现"}


class FindingParams(listing.Params):
    """The filings list's parameters, and which findings of these filings."""

    found: Literal["violated", "undecided"] | None = Field(
        None, description="只要违反的，或只要待定的", examples=["violated"]
    )


class RectificationParams(BaseModel):
    """For whom, and by when."""

    to: Literal["insurer", "policyholder", "agency", "department", "conference"] | None = Field(
        None, description="只要给这个责任主体的", examples=["insurer"]
    )
    due: int | None = Field(None, ge=1, le=250, description="限几个工作日补正", examples=[10])
    notes: bool = Field(False, description="连提示也列出")


def _files(subject: Subject) -> dict[int | str, dict[str, Any]]:
    forms = {
        module.MEDIA_TYPE.split(";")[0]: {
            "schema": {"type": "object"}
            if module.MEDIA_TYPE.endswith("+json")
            else {"type": "string", "format": "binary"}
        }
        for module in service.formats().values()
        if subject in module.SUBJECTS
    }
    return {200: {"description": "文件", "content": forms}, **may_answer(403)}


@router.get("/exports/filings.{format}", summary="案卷列表：Excel、CSV、JSON Lines", response_class=StreamingResponse,
            responses=_files("filings"))  # fmt: skip
def export_filings(
    request: Request,
    the: TheService,
    who: Exporter,
    format: Annotated[Literal["xlsx", "csv", "jsonl"], Path(examples=["xlsx"])],
    asked: Annotated[listing.Params, Query()],
) -> StreamingResponse:
    """All filings that the filters find, in the order asked for; ``limit`` and ``after`` do not count here."""
    query = listing.from_params(asked.model_dump(exclude={"limit", "after"}, exclude_none=True))
    return _sent(service.make(the, who, "filings", format, query, _root(request)), "filings", format)


@router.get("/exports/findings.{format}", summary="发现列表：Excel、CSV、JSON Lines、SARIF",
            response_class=StreamingResponse, responses=_files("findings"))  # fmt: skip
def export_findings(
    request: Request,
    the: TheService,
    who: Exporter,
    format: Annotated[Literal["xlsx", "csv", "jsonl", "sarif"], Path(examples=["sarif"])],
    asked: Annotated[FindingParams, Query()],
) -> StreamingResponse:
    """The current findings of the filings that the filters find; a ``type`` or ``severity`` is also the finding's own."""
    query = listing.from_params(asked.model_dump(exclude={"limit", "after", "found"}, exclude_none=True))
    made = service.make(the, who, "findings", format, query, _root(request), asked.found)
    return _sent(made, "findings", format)


@router.get(
    "/filings/{filing_id}/report.json",
    summary="最近一次判定的报告，同 anze check --format json",
    responses={
        200: {"description": "见 docs/report.md", "content": {"application/json": {"schema": {"type": "object"}}}},
        **may_answer(403, 404, 409),
    },
)
def export_report(
    request: Request,
    the: TheService,
    who: Exporter,
    filing_id: Id,
    everything: Annotated[bool, Query(alias="all", description="连符合和不适用的规则也列出")] = False,
) -> dict[str, Any]:
    """By the packs and the day of the latest judgement, corrections laid over."""
    with the.db.reading() as session:
        report = service.report_as_judged(session, find(session, who, filing_id))
    record_view(the, who, "filing", filing_id)
    return to_json(report, everything=everything, lang=language(request))


@router.get(
    "/filings/{filing_id}/rectifications.{format}",
    summary="补正清单：Word、PDF",
    response_class=Response,
    responses={
        200: {
            "description": "每个责任主体一份，各起一页",
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()},
        },
        **may_answer(403, 404, 409),
    },
)
def export_rectifications(
    request: Request,
    the: TheService,
    who: Exporter,
    filing_id: Id,
    format: Annotated[Literal["docx", "pdf"], Path(examples=["pdf"])],
    asked: Annotated[RectificationParams, Query()],
) -> Response:
    """What has to be put right in the filing as last judged, by who must do it; waived findings are left out. Conflict where
    there is nothing to put right."""
    with the.db.reading() as session:
        filing = find(session, who, filing_id)
        made = rectified.document(session, filing, format, asked.to, asked.due, asked.notes, who.org_name)
        name = filing.name
    record_view(the, who, "filing", filing_id)
    said = quote(f"补正清单-{name}.{format}")
    headers = {
        "Content-Disposition": f"attachment; filename=\"rectifications.{format}\"; filename*=UTF-8''{said}",
        "Cache-Control": "no-store",
    }
    return Response(made, media_type=MEDIA_TYPES[format], headers=headers)


@router.get("/report.schema.json", summary="报告的 JSON Schema", responses=may_answer(403))
def report_schema(who: Exporter) -> dict[str, Any]:
    """The contract of ``report.json`` (draft 2020-12)."""
    return dict(schema())


def _root(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _sent(made: service.Made, subject: Subject, form: str) -> StreamingResponse:
    day: date = china_day(now())
    plain, said = f"{subject}-{day}.{form}", quote(f"{_NAMES[subject]}-{day}.{form}")
    headers = {
        "Content-Length": str(made.size),
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{said}",
        "Cache-Control": "no-store",
    }
    return StreamingResponse(service.blocks(made), media_type=made.media_type, headers=headers)
