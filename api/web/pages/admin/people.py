"""People: who they are, what they may, their passwords."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts import audit_log, organisations, people, tokens
from api.accounts.permissions import ROLES_FOR
from api.accounts.principal import Principal
from api.inputs import Id
from api.paging import cut, key_of
from api.problems import NotFound, Problem
from api.service import Service, TheService
from api.web.forms import Sent, TheForm, onward
from api.web.pages.admin.shared import LIMIT, PeopleKeeper, asked_of, flag, refused, shared
from api.web.templating import page

router = APIRouter()


@router.get("/admin")
def list_people(request: Request, the: TheService, who: PeopleKeeper, after: str = "") -> Response:
    asked = asked_of(request, "q", "org", "role", "active")
    key = key_of(after, str)
    with the.db.reading() as session:
        found = people.users(
            session, who, org_id=asked.get("org", ""), role=asked.get("role", ""), active=flag(asked.get("active", "")),
            words=asked.get("q", ""), after=str(key[0]) if key else None, limit=LIMIT,
        )  # fmt: skip
        rows, following = cut(found, LIMIT, lambda row: (row[0].id,))
        org = organisations.organisation(session, who, asked["org"]) if asked.get("org") else None
    roles = sorted({role for names in ROLES_FOR.values() for role in names})
    return page(request, who, "admin_people.html", rows=rows, next=following, asked=asked, org=org, roles=roles,
                is_locked=people.is_locked, **shared(request, who, "people"))  # fmt: skip


@router.get("/admin/people/new")
def new_person(request: Request, the: TheService, who: PeopleKeeper, org: str = "") -> Response:
    return _new_person(request, the, who, Sent({"org": [org or who.org_id]}))


@router.post("/admin/people/new")
def add_person(request: Request, the: TheService, who: PeopleKeeper, sent: TheForm) -> Response:
    try:
        invited = people.create_user(
            the, who, org_id=sent.one("org", 26), login=sent.one("login", 100), name=sent.one("name", 100),
            roles=list(sent.many("roles")), lang=sent.one("lang", 2) or "zh",
        )  # fmt: skip
    except Problem as problem:
        return _new_person(request, the, who, sent, problem)
    return _person(request, the, who, invited.user.id, password=invited.password, made="added")


def _new_person(request: Request, the: Service, who: Principal, sent: Sent, problem: Problem | None = None) -> Response:
    with the.db.reading() as session:
        org = organisations.organisation(session, who, sent.one("org", 26))
        others = organisations.organisations(session, who, active=True, limit=200)[:200] if who.everything else [org]
    values = {**shared(request, who, "people"), **(refused(request, problem) if problem else {})}
    return page(request, who, "admin_person_new.html", status=problem.status if problem else 200, org=org, others=others,
                roles=ROLES_FOR[org.kind], sent=sent, **values)  # fmt: skip


@router.get("/admin/people/{user_id}")
def one_person(request: Request, the: TheService, who: PeopleKeeper, user_id: Id) -> Response:
    return _person(request, the, who, user_id)


@router.post("/admin/people/{user_id}/{act}")
def change_person(
    request: Request, the: TheService, who: PeopleKeeper, user_id: Id, act: str, sent: TheForm
) -> Response:
    password, did = None, act
    try:
        match act:
            case "save":
                changes: dict[str, Any] = {"name": sent.one("name", 100), "roles": list(sent.many("roles"))}
                people.change_user(the, who, user_id, {k: v for k, v in changes.items() if v or k == "roles"})
            case "deactivate" | "activate":
                people.change_user(the, who, user_id, {"active": act == "activate"})
            case "unlock":
                people.unlock(the, who, user_id)
            case "password":
                password = people.reset_password(the, who, user_id).password
            case _:
                raise NotFound
    except NotFound:
        raise
    except Problem as problem:
        return _person(request, the, who, user_id, problem=problem)
    if password is None:
        return onward(request, f"/admin/people/{user_id}?done={did}")
    return _person(request, the, who, user_id, password=password, made="reset")


def _person(
    request: Request,
    the: Service,
    who: Principal,
    user_id: str,
    *,
    password: str | None = None,
    made: str = "",
    problem: Problem | None = None,
) -> Response:
    with the.db.reading() as session:
        person, org = people.user(session, who, user_id)
        acts = audit_log.newest(session, audit_log.Sought("" if who.everything else who.org_id, user_id=user_id), 12) if who.may(
            "audit_log") else []  # fmt: skip
        owned = tokens.of_person(session, user_id)
    values = {**shared(request, who, "people"), **(refused(request, problem) if problem else {})}
    return page(
        request, who, "admin_person.html", status=problem.status if problem else 200, person=person, org=org,
        roles=ROLES_FOR[org.kind], locked=people.is_locked(person), password=password, made=made, acts=acts,
        in_force=sum(tokens.in_force(token) for token in owned), **values,
    )  # fmt: skip
