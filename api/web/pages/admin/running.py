"""The queue and the settings, for whoever runs the service."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts.principal import Principal
from api.described import described
from api.inputs import Id
from api.paging import cut, key_of
from api.problems import NotAllowed, NotFound, Problem
from api.service import Service, TheService
from api.upkeep import jobs as keeping
from api.web.forms import onward
from api.web.pages.admin.shared import LIMIT, PeopleKeeper, refused, shared
from api.web.templating import page

router = APIRouter()


@router.get("/admin/queue")
def show_queue(request: Request, the: TheService, who: PeopleKeeper, after: str = "") -> Response:
    return _queue(request, the, who, after)


@router.post("/admin/queue/{job_id}/again")
def job_again(request: Request, the: TheService, who: PeopleKeeper, job_id: Id) -> Response:
    try:
        with the.db.writing() as session:
            keeping.requeue(session, who, job_id)
    except (NotFound, NotAllowed):
        raise
    except Problem as problem:
        return _queue(request, the, who, "", problem)
    return onward(request, "/admin/queue?done=again")


def _queue(request: Request, the: Service, who: Principal, after: str, problem: Problem | None = None) -> Response:
    key = key_of(after, int)
    with the.db.reading() as session:
        depths = keeping.depths(session, who)
        dead, following = cut(
            keeping.dead_jobs(session, who, int(key[0]) if key else None, LIMIT), LIMIT, lambda j: (j.seq,)
        )
    values = {**shared(request, who, "queue"), **(refused(request, problem) if problem else {})}
    totals = {name: sum(getattr(one, name) for one in depths) for name in ("queued", "running", "dead")}
    oldest = min((one.oldest for one in depths if one.oldest), default=None)
    return page(request, who, "admin_queue.html", status=problem.status if problem else 200, depths=depths, dead=dead,
                next=following, totals=totals, oldest=oldest, **values)  # fmt: skip


@router.get("/admin/settings")
def settings(request: Request, the: TheService, who: PeopleKeeper) -> Response:
    """For the operator's admins: addresses of the store and of proxies are nobody else's business."""
    if not who.everything:
        raise NotFound
    return page(
        request, who, "admin_settings.html", settings=list(described(the.config)), **shared(request, who, "settings")
    )
