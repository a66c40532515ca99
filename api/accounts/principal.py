"""Who is asking, and which filings are theirs to see."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlmodel import col

from api.problems import NotAllowed
from api.tables.filings import FilingAgency, FilingRow

_LEVELS = {2: FilingRow.province, 4: FilingRow.city, 6: FilingRow.county, 9: FilingRow.street}


@dataclass(frozen=True, slots=True)
class Principal:
    """A person (or a program for a person) with the rights of this request.

    ``csrf`` is the session's, "" for a token. ``address`` is where the request came from, for the audit log.
    """

    user_id: str
    login: str
    name: str
    org_id: str
    org_name: str
    org_kind: str
    region_prefix: str = ""
    uscc: str = ""
    roles: tuple[str, ...] = ()
    permissions: frozenset[str] = field(default_factory=frozenset)
    lang: str = "zh"
    csrf: str = ""
    must_change: bool = False
    address: str = ""
    token_id: str = ""

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def need(self, permission: str) -> None:
        """Raises NotAllowed where the permission is lacking."""
        if permission not in self.permissions:
            raise NotAllowed

    @property
    def everything(self) -> bool:
        return self.org_kind == "operator"


def visible(who: Principal) -> ColumnElement[bool]:
    """The condition on ``FilingRow`` that leaves what the person may see.

    An insurer sees what it handed in. A regulator sees its region, and what it handed in itself (an archive whose place
    could not be read must not vanish from the one who audits it). An agency sees filings whose reports name it, an
    enterprise those of its own code. Deleted filings are nobody's.
    """
    alive = col(FilingRow.deleted_at).is_(None)
    own = col(FilingRow.org_id) == who.org_id
    match who.org_kind:
        case "operator":
            return alive
        case "regulator":
            level = _LEVELS.get(len(who.region_prefix))
            here = true() if not who.region_prefix else false() if level is None else col(level) == who.region_prefix
            return and_(alive, or_(here, own))
        case "insurer":
            return and_(alive, own)
        case "agency":
            named = select(col(FilingAgency.filing_id)).where(col(FilingAgency.name) == who.org_name)
            return and_(alive, col(FilingRow.id).in_(named))
        case "enterprise" if who.uscc:
            return and_(alive, col(FilingRow.uscc) == who.uscc)
    return false()
