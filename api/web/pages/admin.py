"""Administration: people, organisations, tokens, webhooks, the queue, settings, the audit log.

A page shows what the person may do; the services say again who may. A password or secret made here is shown in the answer
to the form that made it and on no other page.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.accounts import audit_log, organisations, people, tokens
from api.accounts.deps import InPerson, SignedIn, need
from api.accounts.permissions import PERMISSIONS, ROLES_FOR
from api.accounts.principal import Principal
from api.app import language
from api.described import described
from api.inputs import Id
from api.paging import cut, key_of
from api.problems import NotAllowed, NotFound, Problem
from api.service import Service, TheService
from api.tables.accounts import ORGANISATION_KINDS, ApiToken, Organisation
from api.upkeep import jobs as keeping
from api.web.forms import Sent, TheForm, onward
from api.web.menu import Entry
from api.web.templating import page
from api.web.views.packs import place_name
from api.webhooks import queries as webhook_queries
from api.webhooks import service as webhooks
from validators.days import BEIJING

router = APIRouter()
MENU = Entry(60, "admin", "/admin", "people")

PeopleKeeper = Annotated[Principal, need("people")]
LogReader = Annotated[Principal, need("audit_log")]
HookKeeper = Annotated[Principal, need("webhooks")]
LIMIT = 50
DAYS = (30, 90, 365)
"""How long a token may last; 0 stands for no end."""


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


def _shared(request: Request, who: Principal, here: str) -> dict[str, Any]:
    lang = language(request)
    return {
        "tabs": _tabs(who, here),
        "done": request.query_params.get("done", "")[:20],
        "problem": None,
        "place_name": lambda code: place_name(code, lang),
    }


def _refused(request: Request, problem: Problem) -> dict[str, Any]:
    return {"problem": problem.shape(language(request))}


def _asked(request: Request, *names: str) -> dict[str, str]:
    """The filter's parameters that were given."""
    return {name: said for name in names if (said := request.query_params.get(name, "").strip()[:200])}


def _flag(said: str) -> bool | None:
    return {"yes": True, "no": False}.get(said)


# --- people --------------------------------------------------------------------------------------------------------------


@router.get("/admin")
def list_people(request: Request, the: TheService, who: PeopleKeeper, after: str = "") -> Response:
    asked = _asked(request, "q", "org", "role", "active")
    key = key_of(after, str)
    with the.db.reading() as session:
        found = people.users(
            session, who, org_id=asked.get("org", ""), role=asked.get("role", ""), active=_flag(asked.get("active", "")),
            words=asked.get("q", ""), after=str(key[0]) if key else None, limit=LIMIT,
        )  # fmt: skip
        rows, following = cut(found, LIMIT, lambda row: (row[0].id,))
        org = organisations.organisation(session, who, asked["org"]) if asked.get("org") else None
    roles = sorted({role for names in ROLES_FOR.values() for role in names})
    return page(request, who, "admin_people.html", rows=rows, next=following, asked=asked, org=org, roles=roles,
                is_locked=people.is_locked, **_shared(request, who, "people"))  # fmt: skip


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
    values = {**_shared(request, who, "people"), **(_refused(request, problem) if problem else {})}
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


def _person(request: Request, the: Service, who: Principal, user_id: str, *, password: str | None = None, made: str = "",
            problem: Problem | None = None) -> Response:  # fmt: skip
    with the.db.reading() as session:
        person, org = people.user(session, who, user_id)
        acts = audit_log.newest(session, audit_log.Sought("" if who.everything else who.org_id, user_id=user_id), 12) if who.may(
            "audit_log") else []  # fmt: skip
        owned = tokens.of_person(session, user_id)
    values = {**_shared(request, who, "people"), **(_refused(request, problem) if problem else {})}
    return page(
        request, who, "admin_person.html", status=problem.status if problem else 200, person=person, org=org,
        roles=ROLES_FOR[org.kind], locked=people.is_locked(person), password=password, made=made, acts=acts,
        in_force=sum(tokens.in_force(token) for token in owned), **values,
    )  # fmt: skip


# --- organisations -------------------------------------------------------------------------------------------------------


@router.get("/admin/organisations")
def list_organisations(request: Request, the: TheService, who: PeopleKeeper, after: str = "") -> Response:
    asked = _asked(request, "q", "kind", "active")
    key = key_of(after, str)
    with the.db.reading() as session:
        found = organisations.organisations(
            session, who, kind=asked.get("kind", ""), active=_flag(asked.get("active", "")), words=asked.get("q", ""),
            after=str(key[0]) if key else None, limit=LIMIT,
        )  # fmt: skip
    rows, following = cut(found, LIMIT, lambda org: (org.id,))
    return page(request, who, "admin_organisations.html", rows=rows, next=following, asked=asked, kinds=ORGANISATION_KINDS,
                may_keep=who.may("organisations"), **_shared(request, who, "organisations"))  # fmt: skip


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
def save_organisation(request: Request, the: TheService, who: Annotated[Principal, need("organisations")], org_id: str,
                      sent: TheForm) -> Response:  # fmt: skip
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
    values = {**_shared(request, who, "organisations"), **(_refused(request, problem) if problem else {})}
    return page(request, who, "admin_organisation.html", status=problem.status if problem else 200, org=org, sent=sent,
                kinds=ORGANISATION_KINDS, **values)  # fmt: skip


# --- tokens: everybody's own -----------------------------------------------------------------------------------------------


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

    values = {**_shared(request, who, "tokens"), **(_refused(request, problem) if problem else {})}
    return page(
        request, who, "admin_tokens.html", status=problem.status if problem else 200, mine=mine, state=state, secret=secret,
        scopes=[name for name in PERMISSIONS if who.may(name)], days=DAYS, **values,
    )  # fmt: skip


# --- webhooks --------------------------------------------------------------------------------------------------------------


@router.get("/admin/webhooks")
def list_webhooks(request: Request, the: TheService, who: HookKeeper) -> Response:
    return _webhooks(request, the, who, Sent({}))


def _webhooks(request: Request, the: Service, who: Principal, sent: Sent, problem: Problem | None = None) -> Response:
    with the.db.reading() as session:
        rows = webhook_queries.page(session, who.org_id, None, webhooks.MOST)
    values = {**_shared(request, who, "webhooks"), **(_refused(request, problem) if problem else {})}
    return page(request, who, "admin_webhooks.html", status=problem.status if problem else 200, rows=rows, sent=sent,
                events=[*webhooks.EVENTS, webhooks.ANY], **values)  # fmt: skip


@router.post("/admin/webhooks")
def add_webhook(request: Request, the: TheService, who: HookKeeper, sent: TheForm) -> Response:
    try:
        with the.db.writing() as session:
            hook = webhooks.create(
                session, who, sent.one("url"), sent.many("events"), private=the.config.webhook_private
            )
    except Problem as problem:
        return _webhooks(request, the, who, sent, problem)
    return _webhook(request, the, who, hook.id, secret=hook.secret)


@router.get("/admin/webhooks/{webhook_id}")
def one_webhook(request: Request, the: TheService, who: HookKeeper, webhook_id: Id, after: str = "") -> Response:
    return _webhook(request, the, who, webhook_id, after=after)


@router.post("/admin/webhooks/{webhook_id}/{act}")
def change_webhook(
    request: Request, the: TheService, who: HookKeeper, webhook_id: Id, act: str, sent: TheForm
) -> Response:
    private, secret = the.config.webhook_private, ""
    try:
        with the.db.writing() as session:
            match act:
                case "save":
                    webhooks.change(
                        session, who, webhook_id, private=private, url=sent.one("url"), events=sent.many("events")
                    )
                case "activate" | "deactivate":
                    webhooks.change(session, who, webhook_id, private=private, active=act == "activate")
                case "secret":
                    secret = webhooks.renew_secret(session, who, webhook_id).secret
                case "test":
                    webhooks.send_test(session, who, webhook_id)
                case "again":
                    webhooks.send_again(session, who, webhook_id, sent.one("delivery", 26))
                case "delete":
                    webhooks.remove(session, who, webhook_id)
                case _:
                    raise NotFound
    except NotFound:
        raise
    except Problem as problem:
        return _webhook(request, the, who, webhook_id, problem=problem)
    if secret:
        return _webhook(request, the, who, webhook_id, secret=secret)
    return onward(
        request, "/admin/webhooks?done=deleted" if act == "delete" else f"/admin/webhooks/{webhook_id}?done={act}"
    )


def _webhook(request: Request, the: Service, who: Principal, webhook_id: str, *, secret: str = "", after: str = "",
             problem: Problem | None = None) -> Response:  # fmt: skip
    state = request.query_params.get("state", "")
    state = state if state in ("queued", "sent", "failed") else ""
    with the.db.reading() as session:
        hook = webhooks.get(session, who, webhook_id)
        found = webhook_queries.deliveries(session, hook.id, state or None, key_of(after, str), LIMIT)
    rows, following = cut(found, LIMIT, lambda row: (row.id,))
    values = {**_shared(request, who, "webhooks"), **(_refused(request, problem) if problem else {})}
    return page(
        request, who, "admin_webhook.html", status=problem.status if problem else 200, hook=hook, deliveries=rows,
        next=following, state=state, secret=secret, events=[*webhooks.EVENTS, webhooks.ANY], **values,
    )  # fmt: skip


# --- the queue -------------------------------------------------------------------------------------------------------------


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
    values = {**_shared(request, who, "queue"), **(_refused(request, problem) if problem else {})}
    totals = {name: sum(getattr(one, name) for one in depths) for name in ("queued", "running", "dead")}
    oldest = min((one.oldest for one in depths if one.oldest), default=None)
    return page(request, who, "admin_queue.html", status=problem.status if problem else 200, depths=depths, dead=dead,
                next=following, totals=totals, oldest=oldest, **values)  # fmt: skip


# --- settings and the audit log ----------------------------------------------------------------------------------------------


@router.get("/admin/settings")
def settings(request: Request, the: TheService, who: PeopleKeeper) -> Response:
    """For the operator's admins: addresses of the store and of proxies are nobody else's business."""
    if not who.everything:
        raise NotFound
    return page(
        request, who, "admin_settings.html", settings=list(described(the.config)), **_shared(request, who, "settings")
    )


@router.get("/admin/log")
def show_log(request: Request, the: TheService, who: LogReader, after: str = "") -> Response:
    return _log(request, the, who, after, None)


@router.post("/admin/log/verify")
def verify_log(request: Request, the: TheService, who: LogReader) -> Response:
    """Reads the whole chain; for the operator, whose it is."""
    if not who.everything:
        raise NotAllowed
    audit_log.Views.of(the).flush()
    with the.db.reading() as session:
        verified = audit_log.inspect(session)
    return _log(request, the, who, "", verified)


def _log(request: Request, the: Service, who: Principal, after: str, verified: Any) -> Response:
    asked = _asked(request, "user", "action", "kind", "object", "since", "until")
    key = key_of(after, int)
    sought = audit_log.Sought(
        "" if who.everything else who.org_id, asked.get("user", ""), asked.get("action", ""), asked.get("kind", ""),
        asked.get("object", ""), _midnight(asked.get("since", "")), _midnight(asked.get("until", ""), 1),
    )  # fmt: skip
    audit_log.record_view(the, who, "audit_log", "")
    with the.db.reading() as session:
        rows = audit_log.newest(session, sought, LIMIT + 1, int(key[0]) if key else None)
    kept, following = cut(rows, LIMIT, lambda row: (row["seq"],))
    return page(
        request, who, "admin_log.html", rows=kept, next=following, asked=asked, verified=verified,
        details=lambda given: json.dumps(given, ensure_ascii=False) if given else "",
        link=lambda **changes: urlencode({**asked, **changes}), **_shared(request, who, "log"),
    )  # fmt: skip


def _midnight(said: str, days: int = 0) -> datetime | None:
    """The beginning of a day in China, so many days later; None for what is no day."""
    try:
        day = date.fromisoformat(said) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)
