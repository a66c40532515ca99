"""Routes: signing in and out, oneself, tokens, organisations, people, the audit log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from api.accounts import audit_log, organisations, people, service, tokens
from api.accounts.cookies import drop_cookie, refuse_other_sites, set_cookie
from api.accounts.deps import COOKIE, InPerson, SignedIn, SignedInAnyhow, address_of, need
from api.accounts.principal import Principal
from api.accounts.schemas import (
    LINE,
    AuditEntryOut,
    Id,
    InvitedOut,
    Kind,
    LanguageBody,
    Me,
    OrganisationBody,
    OrganisationChange,
    OrganisationOut,
    PasswordBody,
    ResetBody,
    Role,
    SignInBody,
    TokenBody,
    TokenMade,
    TokenOut,
    UserBody,
    UserChange,
    UserOut,
)  # fmt: skip
from api.inputs import Instant
from api.paging import After, Limit, Page, cut, key_of
from api.problems import Invalid, NotAllowed, may_answer
from api.service import TheService
from api.tables.accounts import Organisation, User

Shape = TypeVar("Shape", bound=BaseModel)
router = APIRouter(tags=["accounts"])

PeopleKeeper = Annotated[Principal, need("people")]
OrganisationKeeper = Annotated[Principal, need("organisations")]
LogReader = Annotated[Principal, need("audit_log")]
Words = Annotated[str, Query(max_length=100, pattern=LINE, description="名称中的文字")]
Seek = Annotated[str, Query(max_length=64, pattern=r"^[\w.:-]*$")]


# One's session and oneself


@router.post("/session", responses=may_answer(403, 429), summary="登录")
def sign_in(body: SignInBody, request: Request, response: Response, the: TheService) -> Me:
    """Sets the cookie ``anze_session``. The answer's ``csrf`` goes into ``X-CSRF-Token`` with every change."""
    refuse_other_sites(request)
    arrived = service.sign_in(
        the, body.login, body.password, address=address_of(request), agent=request.headers.get("user-agent", ""),
        previous=request.cookies.get(COOKIE),
    )  # fmt: skip
    set_cookie(response, the.config, arrived.begun)
    return me_out(arrived.who, arrived.begun.csrf)


@router.delete("/session", status_code=204, responses=may_answer(403), summary="退出")
def sign_out(request: Request, response: Response, the: TheService, who: SignedInAnyhow) -> None:
    """Ends this browser's session. A token is revoked instead."""
    if who.token_id:
        raise NotAllowed("令牌没有会话可退出", "要停用令牌，请撤销它")
    service.sign_out(the, who, request.cookies[COOKIE])
    drop_cookie(response, the.config)


@router.get("/me", responses=may_answer(), summary="我是谁，能做什么")
def me(who: SignedInAnyhow) -> Me:
    return me_out(who, who.csrf)


@router.put("/me/password", responses=may_answer(403, 409), summary="修改自己的密码")
def change_password(
    body: PasswordBody, request: Request, response: Response, the: TheService, who: SignedInAnyhow
) -> Me:
    """Ends all sessions of the person and begins a new one here: new cookie, new ``csrf``."""
    if who.token_id:
        raise NotAllowed("令牌不能修改密码", "请登录后修改")
    begun = service.change_password(
        the, who, body.present, body.wanted, agent=request.headers.get("user-agent", "")
    )  # fmt: skip
    set_cookie(response, the.config, begun)
    return me_out(who, begun.csrf, must_change=False)


@router.put("/me/lang", status_code=204, responses=may_answer(403), summary="页面和说明的语言")
def set_language(body: LanguageBody, the: TheService, who: SignedIn) -> None:
    service.set_language(the, who, body.lang)


# Tokens


@router.get("/tokens", responses=may_answer(403), summary="自己的令牌")
def list_tokens(the: TheService, who: InPerson) -> Page[TokenOut]:
    """Newest first, with those that have ended; never more than one page of a person's."""
    with the.db.reading() as session:
        return Page(items=[_out(TokenOut, each) for each in tokens.of_person(session, who.user_id)], next=None)


@router.post("/tokens", status_code=201, responses=may_answer(403, 409), summary="创建令牌")
def create_token(body: TokenBody, the: TheService, who: InPerson) -> TokenMade:
    """The secret is in this answer and nowhere else."""
    made = tokens.create(the, who, body.name, body.scopes, body.days)
    return TokenMade(token=_out(TokenOut, made.token), secret=made.secret)


@router.delete("/tokens/{token_id}", status_code=204, responses=may_answer(403, 404), summary="撤销令牌")
def revoke_token(token_id: Id, the: TheService, who: InPerson) -> None:
    tokens.revoke(the, who, token_id)


# Organisations


@router.get("/organisations", responses=may_answer(403), summary="机构")
def list_organisations(
    the: TheService, who: PeopleKeeper, kind: Kind | None = None, active: bool | None = None, q: Words = "",
    limit: Limit = 50, after: After = None,
) -> Page[OrganisationOut]:  # fmt: skip
    """The operator's admins see all, other admins their own."""
    with the.db.reading() as session:
        rows = organisations.organisations(session, who, kind=kind or "", active=active, words=q, after=_last(after),
                                           limit=limit)  # fmt: skip
    kept, onward = cut(rows, limit, lambda org: (org.id,))
    return Page(items=[_out(OrganisationOut, org) for org in kept], next=onward)


@router.post("/organisations", status_code=201, responses=may_answer(403, 409), summary="新增机构")
def create_organisation(body: OrganisationBody, the: TheService, who: OrganisationKeeper) -> OrganisationOut:
    return _out(OrganisationOut, organisations.create_organisation(the, who, **body.model_dump()))


@router.get("/organisations/{org_id}", responses=may_answer(403, 404), summary="一个机构")
def get_organisation(org_id: Id, the: TheService, who: PeopleKeeper) -> OrganisationOut:
    with the.db.reading() as session:
        return _out(OrganisationOut, organisations.organisation(session, who, org_id))


@router.patch("/organisations/{org_id}", responses=may_answer(403, 404, 409), summary="修改、停用、启用机构")
def change_organisation(
    org_id: Id, body: OrganisationChange, the: TheService, who: OrganisationKeeper
) -> OrganisationOut:
    return _out(OrganisationOut, organisations.change_organisation(the, who, org_id, _given(body)))


# People


@router.get("/users", responses=may_answer(403), summary="人员")
def list_users(
    the: TheService, who: PeopleKeeper, organisation_id: Annotated[str, Query(pattern=r"^([0-9a-z]{26})?$")] = "",
    role: Role | None = None, active: bool | None = None, q: Words = "", limit: Limit = 50, after: After = None,
) -> Page[UserOut]:  # fmt: skip
    """The operator's admins see all, other admins those of their own organisation."""
    with the.db.reading() as session:
        rows = people.users(session, who, org_id=organisation_id, role=role or "", active=active, words=q,
                            after=_last(after), limit=limit)  # fmt: skip
    kept, onward = cut(rows, limit, lambda row: (row[0].id,))
    return Page(items=[user_out(*row) for row in kept], next=onward)


@router.post("/users", status_code=201, responses=may_answer(403, 404, 409), summary="新增人员")
def create_user(body: UserBody, the: TheService, who: PeopleKeeper) -> InvitedOut:
    """The person must change the password at the first sign-in."""
    given = body.model_dump(exclude={"organisation_id"})
    invited = people.create_user(the, who, org_id=body.organisation_id or who.org_id, **given)
    return InvitedOut(user=user_out(invited.user, invited.org), password=invited.password)


@router.get("/users/{user_id}", responses=may_answer(403, 404), summary="一个人")
def get_user(user_id: Id, the: TheService, who: PeopleKeeper) -> UserOut:
    with the.db.reading() as session:
        return user_out(*people.user(session, who, user_id))


@router.patch("/users/{user_id}", responses=may_answer(403, 404, 409), summary="修改、停用、启用人员")
def change_user(user_id: Id, body: UserChange, the: TheService, who: PeopleKeeper) -> UserOut:
    return user_out(*people.change_user(the, who, user_id, _given(body)))


@router.post("/users/{user_id}/reset-password", responses=may_answer(403, 404), summary="重设密码")
def reset_password(user_id: Id, body: ResetBody, the: TheService, who: PeopleKeeper) -> InvitedOut:
    """Ends the person's lock, sessions and tokens; they must change the password at the next sign-in."""
    invited = people.reset_password(the, who, user_id, body.password)
    return InvitedOut(user=user_out(invited.user, invited.org), password=invited.password)


@router.post("/users/{user_id}/unlock", responses=may_answer(403, 404), summary="解除锁定")
def unlock(user_id: Id, the: TheService, who: PeopleKeeper) -> UserOut:
    return user_out(*people.unlock(the, who, user_id))


# The audit log


@router.get("/audit-log", responses=may_answer(403), summary="审计日志，从新到旧")
def list_audit_log(
    the: TheService, who: LogReader, user_id: Seek = "", action: Seek = "", object_kind: Seek = "",
    object_id: Seek = "", since: Instant | None = None, until: Instant | None = None, limit: Limit = 50,
    after: After = None,
) -> Page[AuditEntryOut]:  # fmt: skip
    """The operator sees all entries, others those of their organisation's people. A look appears within a second or so."""
    key = key_of(after, int)
    whose = "" if who.everything else who.org_id
    sought = audit_log.Sought(whose, user_id, action, object_kind, object_id, _utc(since), _utc(until))
    audit_log.record_view(the, who, "audit_log", "")
    with the.db.reading() as session:
        rows = audit_log.newest(session, sought, limit + 1, int(key[0]) if key else None)
    kept, onward = cut(rows, limit, lambda row: (row["seq"],))
    return Page(items=[AuditEntryOut.model_validate(row) for row in kept], next=onward)


def me_out(who: Principal, csrf: str, *, must_change: bool | None = None) -> Me:
    return Me(
        id=who.user_id, login=who.login, name=who.name, lang="en" if who.lang == "en" else "zh", roles=list(who.roles),
        permissions=sorted(who.permissions), organisation=who.org_name, organisation_id=who.org_id,
        organisation_kind=who.org_kind, region_prefix=who.region_prefix, csrf=csrf,
        must_change=who.must_change if must_change is None else must_change,
    )  # fmt: skip


def user_out(person: User, org: Organisation) -> UserOut:
    locked = people.is_locked(person)
    return UserOut(
        id=person.id, login=person.login, name=person.name, roles=person.roles, lang=person.lang, active=person.active,
        locked=locked, locked_until=person.locked_until if locked else None, must_change=person.must_change,
        oidc_subject=person.oidc_subject, organisation_id=org.id, organisation=org.name,
        organisation_kind=org.kind, created_at=person.created_at, seen_at=person.seen_at,
    )  # fmt: skip


def _out(shape: type[Shape], row: Any) -> Shape:
    return shape.model_validate(row, from_attributes=True)


def _given(body: OrganisationChange | UserChange) -> dict[str, Any]:
    changes = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("没有要修改的内容", "请至少给出一项")
    return changes


def _utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except OverflowError:
        pass
    raise Invalid("since 和 until 须是带时区的时刻", "如 2026-01-01T00:00:00+08:00")


def _last(after: str | None) -> str | None:
    key = key_of(after, str)
    return str(key[0]) if key else None
