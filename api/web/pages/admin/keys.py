"""Tokens: everybody's own."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts import tokens
from api.accounts.deps import InPerson, SignedIn
from api.accounts.permissions import PERMISSIONS
from api.accounts.principal import Principal
from api.inputs import Id
from api.problems import Problem
from api.service import Service, TheService
from api.tables.accounts import ApiToken
from api.web.forms import TheForm, onward
from api.web.pages.admin.shared import refused, shared
from api.web.templating import page

router = APIRouter()

DAYS = (30, 90, 365)
"""How long a token may last; 0 stands for no end."""


@router.get("/admin/tokens")
def list_tokens(request: Request, the: TheService, who: SignedIn) -> Response:
    return _tokens(request, the, who)


@router.post("/admin/tokens")
def make_token(request: Request, the: TheService, who: InPerson, sent: TheForm) -> Response:
    days = sent.one("days", 5)
    try:
        made = tokens.create(
            the,
            who,
            sent.one("name", 100) or "—",
            sent.many("scopes"),
            int(days) if days.isdecimal() and int(days) else None,
        )
    except Problem as problem:
        return _tokens(request, the, who, problem=problem)
    return _tokens(request, the, who, secret=made.secret)


@router.post("/admin/tokens/{token_id}/revoke")
def revoke_token(request: Request, the: TheService, who: InPerson, token_id: Id) -> Response:
    tokens.revoke(the, who, token_id)
    return onward(request, "/admin/tokens?done=revoked")


def _tokens(
    request: Request, the: Service, who: Principal, *, secret: str = "", problem: Problem | None = None
) -> Response:
    with the.db.reading() as session:
        mine = tokens.of_person(session, who.user_id)

    def state(token: ApiToken) -> str:
        return "in_force" if tokens.in_force(token) else "revoked" if token.revoked_at else "expired"

    values = {**shared(request, who, "tokens"), **(refused(request, problem) if problem else {})}
    return page(
        request, who, "admin_tokens.html", status=problem.status if problem else 200, mine=mine, state=state, secret=secret,
        scopes=[name for name in PERMISSIONS if who.may(name)], days=DAYS, **values,
    )  # fmt: skip
