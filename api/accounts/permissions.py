"""What each role may do; what each kind of organisation's people may be.

The rows read: a clerk of an insurer hands in papers and corrects readings; a reviewer also waives findings and signs off;
an inspector looks, decides and audits in the regulator's region; a pack editor writes drafts of packs; an admin keeps the
people of the own organisation, and in the operator's organisation those of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

PERMISSIONS: Mapping[str, str] = {
    "read": "看案卷、材料、发现",
    "upload": "上传材料",
    "correct": "更正读数",
    "decide": "认可、异议、意见",
    "waive": "豁免发现",
    "sign_off": "签结案卷",
    "delete": "删除案卷或材料",
    "audit": "批量审计、复核",
    "export": "导出",
    "kpi": "看统计与评分",
    "packs_read": "看规则包",
    "packs_draft": "起草规则包",
    "packs_approve": "批准规则包",
    "webhooks": "管理 webhook",
    "people": "管理人员",
    "organisations": "管理机构",
    "audit_log": "看审计日志",
}

_LOOK = ("read", "export", "kpi", "packs_read")
ROLES: Mapping[str, frozenset[str]] = {
    "clerk": frozenset((*_LOOK, "upload", "correct", "decide")),
    "reviewer": frozenset((*_LOOK, "upload", "correct", "decide", "waive", "sign_off", "audit")),
    "inspector": frozenset((*_LOOK, "upload", "correct", "decide", "waive", "sign_off", "audit")),
    "pack_editor": frozenset(("packs_read", "packs_draft", "packs_approve")),
    "admin": frozenset(PERMISSIONS),
}
# Only the operator's people touch what all organisations share.
SHARED = frozenset(("organisations", "packs_draft", "packs_approve"))
# Those who are looked at, not those who look: they read their own filings and answer for them.
_OF_KIND: Mapping[str, frozenset[str]] = {
    "operator": frozenset(PERMISSIONS),
    "regulator": frozenset(PERMISSIONS) - {"organisations"},
    "insurer": frozenset(PERMISSIONS) - SHARED,
    "agency": frozenset(("read", "export", "packs_read", "decide", "people", "audit_log")),
    "enterprise": frozenset(("read", "export", "packs_read", "decide", "people", "audit_log")),
}
# Which roles make sense where: nobody inspects for an insurer, nobody signs off for an enterprise.
ROLES_FOR: Mapping[str, tuple[str, ...]] = {
    "operator": tuple(ROLES),
    "regulator": tuple(ROLES),
    "insurer": ("clerk", "reviewer", "admin"),
    "agency": ("clerk", "admin"),
    "enterprise": ("clerk", "admin"),
}


def permitted(roles: Iterable[str], org_kind: str) -> frozenset[str]:
    """What somebody with these roles may do in an organisation of this kind."""
    mine: frozenset[str] = frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
    return mine & _OF_KIND.get(org_kind, frozenset())
