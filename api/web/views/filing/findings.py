"""Findings with their places, and what was decided and said about them."""

from __future__ import annotations

from collections.abc import Mapping

from api.judging import PaperAt
from api.records import fields as catalogue
from api.tables.filings import Comment, FindingRow
from api.web.views.filing.names import label_of, places_of
from api.web.views.filing.shapes import CommentView, FindingView, Stored


def _tone(row: FindingRow) -> str:
    if row.verdict == "violated":
        return row.severity
    return "undecided" if row.matters else "aside"


def finding_view(
    row: FindingRow, stored: Stored, papers: PaperAt, labels: Mapping[str, catalogue.Field], lang: str
) -> FindingView:
    body = row.body
    latest = [d for d in stored.decisions if d.fingerprint == row.fingerprint][-1:]
    decision = latest[0] if latest and latest[0].action != "reopen" else None
    expired = decision is not None and decision.expires_on is not None and decision.expires_on < stored.today
    return FindingView(
        fingerprint=row.fingerprint,
        tone=_tone(row),
        summary=body["summary"] if lang == "zh" else body.get("summary_en") or body["summary"],
        rule=row.rule,
        citation=body.get("citation") or {},
        also=body.get("also") or (),
        places=places_of(body["evidence"], papers, labels, lang),
        needs=[(name, label_of(name, labels, lang), name in labels) for name in body.get("needs") or ()],
        decision=decision,
        decided_by=stored.names.get(decision.user_id, "") if decision else "",
        expired=expired,
        comments=[comment_view(c, stored) for c in stored.comments if c.fingerprint == row.fingerprint],
    )


def comment_view(row: Comment, stored: Stored) -> CommentView:
    return CommentView(stored.names.get(row.user_id, ""), row.at, row.text)
