"""A filing as its page shows it: findings with their places, readings by paper, facts, what happened when."""

from __future__ import annotations

from api.judging import paper_finder
from api.tables.documents import Paper
from api.web.views.filing.facts import facts_of
from api.web.views.filing.findings import comment_view, finding_view
from api.web.views.filing.history import events_of
from api.web.views.filing.names import labels_of
from api.web.views.filing.papers import paper_view
from api.web.views.filing.shapes import FilingView, Stored
from extractor.record import Record

ORDER = ("policy", "endorsement", "application", "staff_list", "service_report", "fee_ledger", "claim_record", "invoice", "roster", "notice",
         "unknown")  # fmt: skip
"""Of papers, as one goes through them: first what the others refer to."""


def view_of(stored: Stored, lang: str) -> FilingView:
    """The filing for a reader of ``lang``."""
    papers = paper_finder(stored.papers)
    labels = labels_of(record for _, record in stored.papers)
    findings = [finding_view(row, stored, papers, labels, lang) for row in stored.findings]
    judgement = next((j for j in stored.judgements if j.id == stored.filing.judgement_id), None)
    open_ones = [finding for finding in findings if not finding.settled]
    return FilingView(
        filing=stored.filing,
        title=stored.filing.policyholder or stored.filing.name,
        violated=[f for f in open_ones if f.tone in ("error", "warning", "note")],
        undecided=[f for f in open_ones if f.tone == "undecided"],
        settled=[f for f in findings if f.settled],
        aside=[f for f in open_ones if f.tone == "aside"],
        papers=[paper_view(paper, record, stored, lang) for paper, record in sorted(stored.papers, key=_rank)],
        facts=list(facts_of(judgement, papers, labels, lang)),
        events=events_of(stored, {record_paper.id: record for record_paper, record in stored.papers}, lang),
        comments=[comment_view(c, stored) for c in stored.comments if not c.fingerprint],
        coverage=judgement.coverage if judgement else {},
        packs=judgement.packs if judgement else (),
        as_of=judgement.as_of if judgement else stored.filing.as_of,
        signed_by=stored.names.get(stored.filing.signed_off_by or "", ""),
        busy=bool(stored.rereading) or stored.judging,
    )


def _rank(entry: tuple[Paper, Record]) -> tuple[int, str, int]:
    kind = entry[1].kind
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), entry[1].path, entry[1].first_page)
