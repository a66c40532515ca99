"""The first start: an operator with one admin, so that somebody can let the others in."""

from __future__ import annotations

from sqlmodel import Session, col, select

from api.accounts import passwords
from api.accounts.audit_log import record
from api.accounts.chain import locked_head
from api.service import Service
from api.tables.accounts import Organisation, User

LOGIN, OPERATOR = "admin", "本平台"


def ensure_first_admin(service: Service) -> str | None:
    """Make the operator and its admin where nobody is there yet; the text says how to log in, and is the only place where
    a password made here is ever shown. None where there was somebody. Of several processes that start at once, one does it.
    """
    with service.db.reading() as session:
        if _anybody(session):
            return None
    chosen = service.config.admin_password.get_secret_value()
    password = chosen or passwords.generate()
    hashed = passwords.make_hash(password)
    with service.db.writing() as session:
        locked_head(session)  # whoever comes second waits here, and then finds somebody
        if _anybody(session):
            return None
        org = _operator(session)
        user = User(org_id=org.id, login=LOGIN, name="管理员", roles=["admin"], password=hashed, must_change=not chosen)
        session.add(user)
        session.flush()
        record(session, None, "user.create", "user", user.id, login=LOGIN, org_id=org.id, roles=user.roles, first=True)
    return _words(service, None if chosen else password)


def _anybody(session: Session) -> bool:
    query = select(User.id).join(Organisation, col(Organisation.id) == col(User.org_id))
    return session.exec(query.where(Organisation.kind == "operator").limit(1)).first() is not None


def _operator(session: Session) -> Organisation:
    query = select(Organisation).where(Organisation.kind == "operator").order_by(col(Organisation.id)).limit(1)
    org = session.exec(query).first()
    if org is None:
        org = Organisation(kind="operator", name=OPERATOR)
        session.add(org)
        session.flush()
    return org


def _words(service: Service, password: str | None) -> str:
    config = service.config
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::", "") else config.host
    host = f"[{host}]" if ":" in host else host
    address = config.public_url or f"http://{host}:{config.port}{config.root_path}/"
    shown = f"{password}   （只显示这一次，登录后须修改）" if password else "ANZE_ADMIN_PASSWORD 所设"
    return f"已建立管理员账号。登录 · sign in：{address}\n  登录名 · login     {LOGIN}\n  密码   · password  {shown}"
