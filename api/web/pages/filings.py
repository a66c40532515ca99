"""The work list: filings with their verdicts and what is still open, filtered by the address, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.accounts.deps import need
from api.accounts.principal import Principal
from api.filings import endpoints as filters
from api.filings import listing
from api.filings.schemas import SavedFilterIn
from api.findings import service as findings
from api.inputs import Kept
from api.problems import Problem
from api.service import TheService
from api.tallies import sectors
from api.web.menu import Entry
from api.web.templating import context, page, root_of

router = APIRouter()
MENU = Entry(20, "filings", "/filings", "read")
Reader = Annotated[Principal, need("read")]

PRESETS: Mapping[str, Mapping[str, str]] = {
    "all": {},
    "open": {"open": "true", "sort": "open"},
    "returned": {"verdict": "returned"},
    "incomplete": {"verdict": "incomplete"},
    "unsigned": {"verdict": "accepted", "signed_off": "false"},
}
"""Lists that everybody has, before the own saved ones."""


@router.get("/filings")
def work_list(request: Request, the: TheService, who: Reader) -> Response:
    said = context(request, who)
    problem = None
    try:
        query = listing.from_params(request.query_params)
    except Problem as refused:
        query, problem = listing.Query(), refused.shape(said["lang"])
    with the.db.reading() as session:
        rows, following = listing.page(session, who, query)
    asked = listing.to_params(query)
    return page(
        request, who, "filings.html", status=422 if problem else 200, problem=problem, rows=rows, query=query, asked=asked,
        next=_address(request, {**asked, "after": following}) if following else "",
        presets=[(name, _address(request, choice), choice == asked) for name, choice in PRESETS.items()],
        saved=[(f, _address_of(request, f.query), f.query == urlencode(asked)) for f in filters.list_filters(the, who)],
        asked_text=urlencode(asked), types=_types(said["lang"]), sectors=_sectors(said["lang"]),
        narrowed=_narrowed(query),
    )  # fmt: skip


def _narrowed(query: listing.Query) -> bool:
    """Whether something is asked that the folded part of the form holds."""
    plain = listing.Query(text=query.text, verdict=query.verdict, open_only=query.open_only, sort=query.sort,
                          limit=query.limit, after=query.after)  # fmt: skip
    return replace(query) != plain


def _address(request: Request, params: Mapping[str, Any]) -> str:
    return _address_of(request, urlencode(params))


def _address_of(request: Request, query: str) -> str:
    return f"{root_of(request)}/filings" + (f"?{query}" if query else "")


def _types(lang: str) -> list[tuple[str, str]]:
    return [(name, topic if lang == "zh" else name.replace("_", " ")) for name, topic in findings.types()]


def _sectors(lang: str) -> list[tuple[str, str]]:
    return [(code, names[0] if lang == "zh" else names[1]) for code, names in sectors.names().items()]


@router.post("/filings/filters")
def save_filter(request: Request, the: TheService, who: Reader, query: Annotated[Kept, Form(max_length=1000)] = "",
                name: Annotated[Kept, Form(min_length=1, max_length=100)] = "") -> Response:  # fmt: skip
    """Keep the present filter under a name."""
    filters.add_filter(the, who, SavedFilterIn(name=name.strip(), query=query))
    return RedirectResponse(_address_of(request, query), 303)


@router.post("/filings/filters/{filter_id}/delete")
def drop_filter(request: Request, the: TheService, who: Reader, filter_id: str) -> Response:
    filters.delete_filter(the, who, filter_id)
    return RedirectResponse(_address_of(request, ""), 303)
