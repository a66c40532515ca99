"""Organisations."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts import organisations
from api.accounts.deps import need
from api.accounts.principal import Principal
from api.inputs import Id
from api.paging import cut, key_of
from api.problems import NotFound, Problem
from api.service import TheService
from api.tables.accounts import ORGANISATION_KINDS, Organisation
from api.web.forms import Sent, TheForm, onward
from api.web.pages.admin.shared import LIMIT, PeopleKeeper, asked_of, flag, refused, shared
from api.web.templating import page

router = APIRouter()


@router.get("/admin/organisations")
def list_organisations(request: Request, the: TheService, who: PeopleKeeper, after: str = "") -> Response:
    asked = asked_of(request, "q", "kind", "active")
    key = key_of(after, str)
    with the.db.reading() as session:
        found = organisations.organisations(
            session, who, kind=asked.get("kind", ""), active=flag(asked.get("active", "")), words=asked.get("q", ""),
            after=str(key[0]) if key else None, limit=LIMIT,
        )  # fmt: skip
    rows, following = cut(found, LIMIT, lambda org: (org.id,))
    return page(request, who, "admin_organisations.html", rows=rows, next=following, asked=asked, kinds=ORGANISATION_KINDS,
                may_keep=who.may("organisations"), **shared(request, who, "organisations"))  # fmt: skip


@router.get("/admin/organisations/new")
def new_organisation(request: Request, who: Annotated[Principal, need("organisations")]) -> Response:
    return _organisation(request, who, None, Sent({}))


@router.get("/admin/organisations/{org_id}")
def one_organisation(
    request: Request, the: TheService, who: Annotated[Principal, need("organisations")], org_id: Id
) -> Response:
    with the.db.reading() as session:
        org = organisations.organisation(session, who, org_id)
    given = {"name": [org.name], "region_prefix": [org.region_prefix], "uscc": [org.uscc], "kind": [org.kind]}
    return _organisation(request, who, org, Sent(given))


@router.post("/admin/organisations/{org_id}")
def save_organisation(
    request: Request, the: TheService, who: Annotated[Principal, need("organisations")], org_id: str, sent: TheForm
) -> Response:
    """``org_id`` is "new" for a new one."""
    org: Organisation | None = None
    values = {
        "name": sent.one("name", 200),
        "region_prefix": sent.one("region_prefix", 9),
        "uscc": sent.one("uscc", 18),
    }
    try:
        if org_id == "new":
            made = organisations.create_organisation(the, who, kind=sent.one("kind", 16), **values)
            return onward(request, f"/admin?org={made.id}&done=organisation")
        with the.db.reading() as session:
            org = organisations.organisation(session, who, org_id)
        changes: dict[str, Any] = dict(values)
        if do := sent.one("do", 20):
            changes = {"active": do == "activate"}
        organisations.change_organisation(the, who, org.id, changes)
    except NotFound:
        raise
    except Problem as problem:
        return _organisation(request, who, org, sent, problem)
    return onward(request, f"/admin/organisations/{org.id}?done=save")


def _organisation(
    request: Request, who: Principal, org: Organisation | None, sent: Sent, problem: Problem | None = None
) -> Response:
    values = {**shared(request, who, "organisations"), **(refused(request, problem) if problem else {})}
    return page(request, who, "admin_organisation.html", status=problem.status if problem else 200, org=org, sent=sent,
                kinds=ORGANISATION_KINDS, **values)  # fmt: skip
