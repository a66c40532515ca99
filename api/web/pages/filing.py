"""One filing: its papers with boxes, what does not hold, what was read, what people said."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Select, bindparam, select
from sqlmodel import Session, col

from api.accounts.deps import need
from api.accounts.principal import Principal, visible
from api.accounts.views import record_view
from api.across import across
from api.filings import service as filings
from api.filings.schemas import DecisionIn
from api.inputs import ID_FORM, Kept
from api.judging import records_of
from api.problems import NotFound
from api.service import Service, TheService, service_of
from api.serving.app import language
from api.store import now
from api.tables.filings import FilingRow
from api.web.keeping import Kept as KeptPage
from api.web.keeping import Shelf, markers, personal
from api.web.present import at_browser
from api.web.templating import HEADERS, context, environment, root_of
from api.web.views.across import views_of
from api.web.views.filing import view_of
from api.web.views.stored import stored
from extractor.kinds import KINDS
from validators.days import china_day

router = APIRouter()
Decider = Annotated[Principal, need("decide")]


def _shelf(_: Service) -> Shelf:
    return Shelf()


@router.get("/filings/{filing_id}")
def filing_page(request: Request, filing_id: str) -> Response:
    """Kept rendered for everybody with the same rights until the filing changes (``version``) or the day does, on which
    waivers end; not while papers are being read, which ends without the filing's doing. One session and two light queries
    where it is kept."""
    the, lang = service_of(request), language(request)
    shelf = the.part(_shelf)
    with the.db.reading() as session:
        who = at_browser(session, request, "read")
        version = _version(session, who, filing_id)
        rights = (who.permissions, who.org_id, who.org_kind)
        key = (filing_id, version, lang, rights, root_of(request), china_day(now()))
        kept = shelf.get(key)
        if kept is None:
            kept, lasting = _rendered(request, session, who, filing_id)
            if lasting:
                shelf.put(key, kept)
    record_view(the, who, "filing", filing_id)
    return Response(kept.fill(personal(who)), media_type="text/html; charset=utf-8", headers=HEADERS)


def _rendered(request: Request, session: Session, who: Principal, filing_id: str) -> tuple[KeptPage, bool]:
    said = context(request, who)
    view = view_of(stored(session, who, filing_id), said["lang"])
    fresh = {**said, **markers(), "view": view, "back": said["root"] + said["here"], "kinds": KINDS,
             "today": china_day(now())}  # fmt: skip
    return KeptPage.of(environment().get_template("filing.html").render(fresh)), not view.busy


def _version(session: Session, who: Principal, filing_id: str) -> int:
    """The filing's version, where the person may see it."""
    if not re.fullmatch(ID_FORM, filing_id):
        raise NotFound
    query = _version_query(who.org_kind, who.org_id, who.org_name, who.region_prefix, who.uscc)
    found = session.connection().execute(query, {"filing": filing_id}).first()
    if found is None:
        raise NotFound
    return int(found[0])


@lru_cache(maxsize=1024)
def _version_query(org_kind: str, org_id: str, org_name: str, region_prefix: str, uscc: str) -> Select[int]:
    """Built once for a body: what its people may see hangs on nothing else, and building it takes longer than asking it."""
    who = Principal("", "", "", org_id, org_name, org_kind, region_prefix, uscc)
    return select(col(FilingRow.version)).where(col(FilingRow.id) == bindparam("filing"), visible(who))


@router.get("/filings/{filing_id}/across")
def across_page(request: Request, filing_id: str) -> Response:
    """What the filing shares with others. Not kept, as it changes with what others hand in; so it is fetched after the page."""
    the = service_of(request)
    with the.db.reading() as session:
        who = at_browser(session, request, "read")
        _version(session, who, filing_id)
        filing = filings.find(session, who, filing_id)
        said = context(request, who)
        found = across(session, who, filing)
        views = views_of(found, records_of(session, filing) if found else (), said["lang"])
        page = {**said, "filing": filing, "title": filing.policyholder or filing.name, "views": views}
        shown = environment().get_template("filing_across.html").render(page)
    record_view(the, who, "filing", filing_id)
    return Response(shown, media_type="text/html; charset=utf-8", headers=HEADERS)


@router.post("/filings/{filing_id}/findings/{fingerprint}")
def decide(
    request: Request, the: TheService, who: Decider, filing_id: str, fingerprint: str,
    action: Annotated[Literal["accept", "dispute", "waive", "reopen"], Form()],
    reason: Annotated[Kept, Form(max_length=2000)] = "", expires_on: Annotated[date | None, Form()] = None,
) -> Response:  # fmt: skip
    """A decision by a plain form, for browsers without scripts."""
    given = DecisionIn(action=action, reason=reason, clause="", expires_on=expires_on)
    with the.db.writing() as session:
        _version(session, who, filing_id)
        filings.decide(session, who, filing_id, fingerprint, given)
    return RedirectResponse(f"{root_of(request)}/filings/{filing_id}#f-{fingerprint}", 303)


@router.post("/filings/{filing_id}/comments")
def comment(request: Request, the: TheService, who: Decider, filing_id: str,
            text: Annotated[Kept, Form(min_length=1, max_length=4000)]) -> Response:  # fmt: skip
    """A remark by a plain form."""
    with the.db.writing() as session:
        _version(session, who, filing_id)
        filings.comment(session, who, filing_id, text, None)
    return RedirectResponse(f"{root_of(request)}/filings/{filing_id}#findings", 303)
