"""Organisations: the operator's admins keep all of them, others see their own. None is deleted: what it did stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api.accounts.audit_log import record
from api.accounts.keeping import hold_operators, keep_an_admin, kept_by, shut
from api.accounts.principal import Principal
from api.problems import Conflict, Invalid, NotFound
from api.service import Service
from api.tables.accounts import ORGANISATION_KINDS, Organisation, User
from extractor.values import uscc as codes

REGION_LENGTHS = (0, 2, 4, 6, 9)
"""Digits of a regulator's region: the country, a province, a city, a county, a township (GB/T 2260, GB/T 10114)."""


def organisations(session: Session, who: Principal, *, kind: str = "", active: bool | None = None, words: str = "",
                  after: str | None = None, limit: int = 50) -> Sequence[Organisation]:  # fmt: skip
    """The organisations whose people one keeps, oldest first: ``limit + 1`` of them beyond the id ``after``."""
    query = select(Organisation).where(kept_by(who)).order_by(col(Organisation.id)).limit(limit + 1)
    if kind:
        query = query.where(Organisation.kind == kind)
    if active is not None:
        query = query.where(col(Organisation.active) == active)
    if words:
        query = query.where(col(Organisation.name).icontains(words, autoescape=True))
    if after:
        query = query.where(col(Organisation.id) > after)
    return session.exec(query).all()


def organisation(session: Session, who: Principal, org_id: str, *, lock: bool = False) -> Organisation:
    """Raises NotFound for one that is not theirs to keep."""
    query = select(Organisation).where(kept_by(who), Organisation.id == org_id)
    found = session.exec(query.with_for_update() if lock else query).first()
    if found is None:
        raise NotFound
    return found


def create_organisation(service: Service, who: Principal | None, *, kind: str, name: str, region_prefix: str = "",
                        uscc: str = "") -> Organisation:  # fmt: skip
    """A new organisation. ``who`` None: the command line. Raises Conflict where the name is taken."""
    if kind not in ORGANISATION_KINDS:
        raise Invalid(f"机构类型只能是 {'、'.join(ORGANISATION_KINDS)}")
    made = Organisation(kind=kind, name=name)
    made.region_prefix, made.uscc = _place(kind, region_prefix, uscc)
    try:
        with service.db.writing() as session:
            session.add(made)
            session.flush()
            record(session, who, "organisation.create", "organisation", made.id, kind=kind, name=name,
                   region_prefix=made.region_prefix, uscc=made.uscc)  # fmt: skip
    except IntegrityError:
        raise Conflict(f"已有名为{name}的机构", "请改用另一个名称，或启用原有的机构") from None
    return made


def _place(kind: str, region_prefix: str, uscc: str) -> tuple[str, str]:
    """Region and code as they are kept. Raises Invalid for what does not fit the kind."""
    code = codes.format(uscc)
    if region_prefix and (
        not (region_prefix.isascii() and region_prefix.isdecimal()) or len(region_prefix) not in REGION_LENGTHS
    ):
        raise Invalid("region_prefix 是2、4、6或9位行政区划代码", "省取2位、市4位、县6位、乡镇9位；全国为空")
    if region_prefix and kind != "regulator":
        raise Invalid("只有监管机构有 region_prefix", "请去掉")
    if code and not codes.is_valid(code):
        raise Invalid("统一社会信用代码的校验位不对", "请照营业执照核对18位代码")
    if kind == "enterprise" and not code:
        raise Invalid("企业须有统一社会信用代码", "企业凭它看到自己的案卷")
    return region_prefix, code


def change_organisation(service: Service, who: Principal, org_id: str, changes: Mapping[str, Any]) -> Organisation:
    """Set ``name``, ``region_prefix``, ``uscc`` or ``active``; what is not among the changes stays."""
    try:
        with service.db.writing() as session:
            hold_operators(session)
            org = organisation(session, who, org_id, lock=True)
            before = {name: getattr(org, name) for name in changes}
            for name, value in changes.items():
                setattr(org, name, value)
            org.region_prefix, org.uscc = _place(org.kind, org.region_prefix, org.uscc)
            session.add(org)
            session.flush()
            if not org.active:
                shut(session, list(session.exec(select(User.id).where(User.org_id == org.id))))
            keep_an_admin(session, org)
            after = {name: getattr(org, name) for name in changes}
            record(session, who, "organisation.change", "organisation", org.id, before=before, after=after)
    except IntegrityError:
        raise Conflict("已有同名的机构", "请改用另一个名称") from None
    return org
