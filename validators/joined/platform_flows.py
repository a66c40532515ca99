"""Which flows of a policy the platform shows: underwriting, service, claims."""

from __future__ import annotations

from collections.abc import Mapping

from extractor.record import Record
from validators.facts import ABSENT, Evidence, Fact
from validators.joined import Papers


def policy(facts: Mapping[str, Fact], papers: Papers) -> dict[str, Fact]:
    """``platform_flows``: of underwriting, service and claims those whose papers reached the platform; absent where nothing
    tells when papers arrived. ``platform_known``: whether something does."""
    times = {} if papers.manifest is None else papers.manifest.uploaded_at
    if not times:
        return {}
    shown: dict[str, Evidence] = {}
    if (upload := facts.get("uploaded_at", ABSENT)).known:
        shown["underwriting"] = upload.evidence[0]
    for record in papers.reports:
        if _arrived(record, times):
            shown.setdefault("service", Evidence(record.path, "uploaded_at"))
    for record in papers.all:
        if record.kind == "claim_record" and _arrived(record, times):
            shown.setdefault("claims", Evidence(record.path, "uploaded_at"))
    return {
        "platform_known": Fact(True, (), why="the manifest says when papers arrived"),
        "platform_flows": Fact(frozenset(shown), tuple(shown.values())),
    }


def _arrived(record: Record, times: Mapping[str, object]) -> bool:
    names = (record.path, *record.parts)
    return any(name in times or name.replace("\\", "/").rpartition("/")[2] in times for name in names)
