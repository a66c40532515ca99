"""What a filing shares with others, as its page shows it: the own places to look at, the other side to go to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api import judging
from api.across import Across, Other
from api.records import fields as catalogue
from api.tables.documents import Paper
from api.web.views.filing import Place
from api.web.views.filing.names import labels_of, places_of
from extractor.record import Record


@dataclass(frozen=True, slots=True)
class AcrossView:
    """``tone``: error, warning, note or undecided."""

    fingerprint: str
    tone: str
    summary: str
    rule: str
    citation: Mapping[str, Any]
    places: Sequence[Place]
    others: Sequence[Other]

    @property
    def sourced(self) -> bool:
        """Whether a document says it; the engine's own remarks cite nothing."""
        return self.citation.get("document") != "anze"


def views_of(found: Iterable[Across], papers: Sequence[tuple[Paper, Record]], lang: str) -> list[AcrossView]:
    """For a reader of ``lang``; ``papers`` are those of the filing."""
    paper_at, labels = judging.paper_finder(papers), labels_of(record for _, record in papers)
    return [_view(one, paper_at, labels, lang) for one in found]


def _view(one: Across, paper_at: judging.PaperAt, labels: Mapping[str, catalogue.Field], lang: str) -> AcrossView:
    body = judging.finding_body(replace(one.finding, evidence=one.places))
    return AcrossView(
        fingerprint=one.finding.fingerprint,
        tone="undecided" if body["verdict"] == "undecided" else body["severity"],
        summary=body["summary" if lang == "zh" else "summary_en"],
        rule=one.finding.rule,
        citation=body["citation"],
        places=places_of(body["evidence"], paper_at, labels, lang),
        others=one.others,
    )
