"""How a finding of a stored filing came about: its report as it was judged, told step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from api import judging
from api.accounts.principal import Principal
from api.exports.service import report_as_judged
from api.filings.service import find
from api.problems import NotFound
from validators.explain import explain, explanation_to_json


def steps_of(session: Session, who: Principal, filing_id: str, fingerprint: str, lang: str) -> list[dict[str, Any]]:
    """``step``, ``text`` and ``places`` of each step, places with the paper's id. NotFound for a finding that the latest
    judgement does not have, Conflict where there is none yet."""
    filing = find(session, who, filing_id)
    report = report_as_judged(session, filing)
    finding = next((f for f in report.findings if f.fingerprint == fingerprint), None)
    if finding is None:
        raise NotFound("最近一次判定没有这条发现")
    paper_at = judging.paper_finder(judging.records_of(session, filing))
    steps = explanation_to_json(explain(report, finding), lang)
    return [{**step, "places": [_place(place, paper_at) for place in step.get("places", ())]} for step in steps]


def _place(place: Mapping[str, Any], paper_at: judging.PaperAt) -> dict[str, Any]:
    boxes = place.get("boxes") or ([place["box"]] if place.get("box") else [])
    known = {name: place[name] for name in ("path", "field", "page", "text")}
    return {**known, "paper": paper_at(place["path"], place["page"]), "boxes": boxes, "where": place.get("where") or ""}
