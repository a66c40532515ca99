"""What the pages of administration have in common."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Request

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.problems import Problem
from api.serving.app import language
from api.web.views.packs import place_name

PeopleKeeper = Annotated[Principal, need("people")]


LIMIT = 50


def _tabs(who: Principal, here: str) -> list[tuple[str, str, bool]]:
    """Path, word and whether it is this page, of what the person may keep."""
    shown = [
        ("/admin", "people", who.may("people")),
        ("/admin/organisations", "organisations", who.may("people")),
        ("/admin/tokens", "tokens", True),
        ("/admin/webhooks", "webhooks", who.may("webhooks")),
        ("/admin/log", "log", who.may("audit_log")),
        ("/admin/queue", "queue", who.may("people") and who.everything),
        ("/admin/settings", "settings", who.may("people") and who.everything),
    ]
    return [(path, word, word == here) for path, word, may in shown if may]


def shared(request: Request, who: Principal, here: str) -> dict[str, Any]:
    lang = language(request)
    return {
        "tabs": _tabs(who, here),
        "done": request.query_params.get("done", "")[:20],
        "problem": None,
        "place_name": lambda code: place_name(code, lang),
    }


def refused(request: Request, problem: Problem) -> dict[str, Any]:
    return {"problem": problem.shape(language(request))}


def asked_of(request: Request, *names: str) -> dict[str, str]:
    """The filter's parameters that were given."""
    return {name: said for name in names if (said := request.query_params.get(name, "").strip()[:200])}


def flag(said: str) -> bool | None:
    return {"yes": True, "no": False}.get(said)
