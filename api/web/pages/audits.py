"""Audits: stored filings judged again, or uploads read as one; progress, what turned and why, and everything as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.audits import queries, service
from api.filings import listing
from api.findings import service as findings
from api.inputs import Id
from api.packs import queries as pack_queries
from api.packs import service as packs
from api.paging import cut, key_of
from api.problems import Invalid, NotFound, Problem
from api.service import Service, TheService
from api.serving.app import language
from api.tables.audits import Audit
from api.tables.packs import PackVersion
from api.tallies.sectors import names as sector_names
from api.web.forms import Sent, TheForm, onward
from api.web.menu import Entry
from api.web.templating import page
from api.web.views.packs import place_name, type_name

router = APIRouter()
MENU = Entry(50, "audits", "/audits", "audit")

Auditor = Annotated[Principal, need("audit")]
LIMIT = 50
ITEMS = 30
# What a recheck may be narrowed by on the form; others of the list's filters are carried along.
NARROWED = ("region", "insurer", "sector", "type", "verdict", "signed_from", "signed_to")
_PAGES_ONLY = ("sort", "limit", "after", "state")


@router.get("/audits")
def list_audits(request: Request, the: TheService, who: Auditor, after: str = "") -> Response:
    kind = request.query_params.get("kind", "")
    kind = kind if kind in ("upload", "recheck") else ""
    with the.db.reading() as session:
        found = queries.page(session, who.org_id, kind or None, None, key_of(after, str), LIMIT)
    rows, following = cut(found, LIMIT, lambda row: (row.id,))
    return page(request, who, "audits.html", rows=rows, next=following, kind=kind, **_shared(request, who))


@router.get("/audits/new")
def new_audit(request: Request, the: TheService, who: Auditor) -> Response:
    """With the filters of the list in the address, these are the filings to be judged again."""
    asked = {name: value for name, value in request.query_params.items() if name not in _PAGES_ONLY and name != "lang"}
    return _form(request, the, who, listing.to_params(listing.from_params(asked)), Sent({}))


@router.post("/audits/new")
def start(request: Request, the: TheService, who: Auditor, sent: TheForm) -> Response:
    asked = {name: sent.one(name, 400) for name in (*NARROWED, *listing.PARAMS.values(), "severity", "policy_no", "signed_off")
             if sent.one(name, 400)}  # fmt: skip
    try:
        as_of = _day(sent.one("as_of", 20))
        with the.db.writing() as session:
            if sent.one("do") == "upload":
                made = service.for_uploads(session, who, name=sent.one("name", 200), as_of=as_of)
            else:
                drafts = sent.many("drafts")
                made = service.recheck(
                    session, who, name=sent.one("name", 200), asked=asked, as_of=as_of, drafts=list(drafts) or None,
                    apply=sent.ticked("apply"),
                )  # fmt: skip
    except Problem as problem:
        return _form(request, the, who, asked, sent, problem)
    return onward(request, f"/audits/{made.id}")


def _day(said: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid(f"“{said}”不是日期", "请写成 2025-03-31") from None


def _form(request: Request, the: Service, who: Principal, asked: Mapping[str, str], sent: Sent,
          problem: Problem | None = None) -> Response:  # fmt: skip
    lang = language(request)
    with the.db.reading() as session:
        drafts = _drafts(session, who)
    carried = {name: value for name, value in asked.items() if name not in NARROWED}
    return page(
        request, who, "audit_new.html", status=problem.status if problem else 200, asked=asked, carried=carried, sent=sent,
        drafts=drafts, types=[(code, type_name(code, lang)) for code, _ in findings.types()],
        sectors=[(code, said[lang != "zh"]) for code, said in sector_names().items()],
        problem=problem.shape(lang) if problem else None, **_shared(request, who),
    )  # fmt: skip


def _drafts(session: Session, who: Principal) -> Sequence[PackVersion]:
    mine = packs.drafts_in(who)
    return () if mine is None else pack_queries.page(session, ["draft"], mine, None, 50, drafts_in=mine)


@router.get("/audits/{audit_id}")
def one_audit(request: Request, the: TheService, who: Auditor, audit_id: Id, after: str = "") -> Response:
    return _one(request, the, who, audit_id, after)


@router.post("/audits/{audit_id}/{act}")
def end_audit(request: Request, the: TheService, who: Auditor, audit_id: Id, act: str) -> Response:
    try:
        with the.db.writing() as session:
            match act:
                case "cancel":
                    service.cancel(session, who, audit_id)
                case "close":
                    service.close(session, who, audit_id)
                case _:
                    raise NotFound
    except NotFound:
        raise
    except Problem as problem:
        return _one(request, the, who, audit_id, "", problem)
    return onward(request, f"/audits/{audit_id}")


def _one(
    request: Request, the: Service, who: Principal, audit_id: str, after: str, problem: Problem | None = None
) -> Response:
    every = request.query_params.get("show", "") == "all"
    with the.db.reading() as session:
        audit = service.find(session, who, audit_id)
        progress: dict[str, Any] = queries.upload_progress(session, audit.id) if audit.kind == "upload" else {}
        found = queries.items(session, who, audit.id, None if every else True, key_of(after, str), ITEMS)
        drafts = _chosen(session, audit)
    rows, following = cut(found, ITEMS, lambda pair: (pair[1].id,))
    query = {"audit": audit.id} if audit.kind == "upload" else dict(audit.choice.get("filter") or {})
    return page(
        request, who, "audit.html", status=problem.status if problem else 200, audit=audit, progress=progress, items=rows,
        next=following, every=every, drafts=drafts, query=urlencode(query), turns=_turns(audit.result),
        problem=problem.shape(language(request)) if problem else None, **_shared(request, who),
    )  # fmt: skip


def _chosen(session: Session, audit: Audit) -> list[PackVersion]:
    """The drafts that a recheck judged by, where it did."""
    chosen = audit.choice.get("packs")
    rows = [pack_queries.by_id(session, one) for one in chosen] if isinstance(chosen, list) else []
    return [row for row in rows if row is not None]


def _turns(result: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Verdict before, verdict after, how many; those that turned first."""
    counts = result.get("verdicts") or {}
    out = [(*key.partition(">")[::2], number) for key, number in counts.items() if ">" in key]
    return sorted(out, key=lambda turn: (turn[0] == turn[1], -turn[2]))


def _shared(request: Request, who: Principal) -> dict[str, Any]:
    lang = language(request)
    return {
        "type_name": lambda code: type_name(code, lang),
        "filter_text": lambda given: _filter_text(given, lang),
        "may_upload": who.may("upload"),
        "may_export": who.may("export"),
    }


def _filter_text(given: Mapping[str, str], lang: str) -> list[tuple[str, str]]:
    """A filter in words: what is asked, and its value for people."""
    out = []
    for name, value in given.items():
        said = str(value)
        match name:
            case "region":
                said = place_name(said, lang)
            case "type":
                said = type_name(said, lang)
            case "sector":
                said = sector_names().get(said, (said, said))[lang != "zh"]
        out.append((name, said))
    return out
