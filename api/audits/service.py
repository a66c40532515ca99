"""Audits asked for, followed and cancelled; whose filings they may touch is fixed when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlmodel import Session, select

from api import queue
from api.accounts import audit_log
from api.accounts.identity import of_user
from api.accounts.principal import Principal
from api.audits import queries
from api.filings import listing
from api.packs import service as packs
from api.problems import Conflict, Invalid, NotFound
from api.store import now
from api.tables.accounts import ApiToken, Organisation, User
from api.tables.audits import Audit
from api.webhooks.service import emit

IN_USE = "in_use"
MOST_RUNNING = 4
"""Rechecks of one organisation at a time: each occupies a worker."""
# The filings list's parameters, less those about pages and not about filings; what is not judged yet has its turn anyway.
FILTERS = {listing.PARAMS.get(field.name, field.name) for field in fields(listing.Query)} - {
    "sort", "limit", "after", "state",
}  # fmt: skip


def recheck(session: Session, who: Principal, *, name: str, asked: Mapping[str, str], as_of: date | None,
            drafts: Sequence[str] | None, apply: bool) -> Audit:  # fmt: skip
    """Judge stored filings again, as jobs. ``asked`` are parameters of the filings list; ``drafts`` None: the packs in use.

    Raises Invalid for a question that the list does not know or drafts that would be applied, NotFound for drafts the person
    may not see, Conflict for too many at a time.
    """
    who.need("audit")
    if unknown := sorted(set(asked) - FILTERS):
        raise Invalid(f"filter 里不能用 {'、'.join(unknown)[:100]}", f"可用的条件：{'、'.join(sorted(FILTERS))}")
    query = listing.from_params(asked)
    if drafts and apply:
        raise Invalid("草案只能试判，不能记为判定", "请去掉 packs，或把 apply 设为 false")
    if queries.running(session, who.org_id) >= MOST_RUNNING:
        raise Conflict(f"同时最多{MOST_RUNNING}个复核任务", "请等前面的任务结束，或取消一个")
    chosen = packs.choice(session, who, drafts or ())
    choice = {
        "filter": listing.to_params(query),
        "packs": list(drafts) if drafts else IN_USE,
        "versions": {pack.name: pack.version for pack in chosen},
        "apply": apply,
        "scope": scope_of(who),
        "after": "",
    }
    audit = Audit(org_id=who.org_id, user_id=who.user_id, kind="recheck", name=name, choice=choice, as_of=as_of)
    session.add(audit)
    session.flush()
    queue_slice(session, audit)
    audit_log.record(session, who, "audit.start", "audit", audit.id, filter=choice["filter"], apply=apply,
                     as_of=as_of, packs=choice["packs"])  # fmt: skip
    return audit


def for_uploads(session: Session, who: Principal, *, name: str, as_of: date | None) -> Audit:
    """A name under which uploads are read as one; they say so when they are handed in (field ``audit``)."""
    who.need("audit")
    who.need("upload")
    audit = Audit(org_id=who.org_id, user_id=who.user_id, kind="upload", name=name, as_of=as_of)
    session.add(audit)
    session.flush()
    audit_log.record(session, who, "audit.start", "audit", audit.id, kind="upload")
    return audit


def queue_slice(session: Session, audit: Audit) -> None:
    """The next stretch of a recheck, behind what people wait for."""
    queue.enqueue(session, "recheck", f"recheck:{audit.id}", {"audit": audit.id}, priority=queue.LATER)


def find(session: Session, who: Principal, audit_id: str, *, lock: bool = False) -> Audit:
    """An audit of the person's own organisation. Raises NotFound."""
    who.need("audit")
    audit = queries.by_id(session, audit_id, lock=lock)
    if audit is None or audit.org_id != who.org_id:
        raise NotFound
    return audit


def cancel(session: Session, who: Principal, audit_id: str) -> Audit:
    """Stop; what was judged stays. Raises Conflict for one that has ended."""
    audit = find(session, who, audit_id, lock=True)
    if audit.state != "running":
        raise Conflict("任务已经结束")
    end(session, audit, "cancelled")
    audit_log.record(session, who, "audit.cancel", "audit", audit.id, finished=audit.finished)
    return audit


def close(session: Session, who: Principal, audit_id: str) -> Audit:
    """An upload audit that gets no more uploads. Raises Conflict for a recheck, or while uploads are being read."""
    audit = find(session, who, audit_id, lock=True)
    if audit.kind != "upload" or audit.state != "running":
        raise Conflict("只有进行中的上传任务可以结束")
    progress = queries.upload_progress(session, audit.id)
    if any(progress["uploads"].get(state) for state in ("received", "reading")):
        raise Conflict("还有上传没有读完", "请等读完再结束，或取消任务")
    audit.result = {**progress}
    audit.finished = audit.total = sum(progress["filings"].values())
    end(session, audit, "done")
    audit_log.record(session, who, "audit.close", "audit", audit.id, filings=audit.total)
    return audit


def end(session: Session, audit: Audit, state: str, cause: str = "") -> None:
    """The audit's last state, told to those who asked to be. The caller holds its row."""
    audit.state, audit.finished_at = state, now()
    if cause:
        audit.result = {**audit.result, "cause": cause}
    session.add(audit)
    session.flush()
    body = {"audit": audit.id, "kind": audit.kind, "state": state, "finished": audit.finished,
            "flipped": audit.result.get("flipped", 0)}  # fmt: skip
    emit(session, audit.org_id, "audit.finished", body)


# --- on whose behalf -----------------------------------------------------------------------------------------------


def scope_of(who: Principal) -> dict[str, Any]:
    """What the person could see when the audit was asked for."""
    return {"org_kind": who.org_kind, "region_prefix": who.region_prefix, "uscc": who.uscc, "token": who.token_id}


def on_behalf_of(session: Session, audit: Audit) -> Principal | None:
    """The person who asked, as of now; None where they may not any more: shut off, moved, another role, another region,
    or by a token that was taken back since."""
    found = session.exec(
        select(User, Organisation).where(
            User.id == audit.user_id, Organisation.id == audit.org_id, User.org_id == Organisation.id
        )
    ).first()
    if found is None:
        return None
    user, org = found
    who = of_user(user, org)
    asked = audit.choice["scope"]
    same = {**scope_of(who), "token": asked["token"]} == asked
    if not (user.active and org.active and who.may("audit") and same):
        return None
    return who if not asked["token"] or _token_stands(session, asked["token"]) else None


def _token_stands(session: Session, token_id: str) -> bool:
    token = session.exec(select(ApiToken).where(ApiToken.id == token_id)).first()
    if token is None or token.revoked_at is not None or "audit" not in token.scopes:
        return False
    return token.expires_at is None or token.expires_at > now()
