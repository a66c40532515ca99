"""The reference of the API for people who write programs: its own description, readable without anything from outside."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts.deps import SignedIn
from api.serving.app import language
from api.web.templating import page
from api.web.views.reference import subjects_of

router = APIRouter()


@router.get("/api-reference")
def reference(request: Request, who: SignedIn) -> Response:
    subjects = subjects_of(request.app.openapi(), language(request))
    return page(request, who, "reference.html", subjects=subjects)
