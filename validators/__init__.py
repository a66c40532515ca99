"""What the rules say about the papers; opens no file, asks no clock, knows no database.

``assemble(records, manifest) -> Filing`` · ``validate(filing, packs, as_of=…, region=…) -> Report``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from validators.archive import across
from validators.facts import Filing, Manifest
from validators.filing import assemble
from validators.grouping import group, numbers_of
from validators.law.judge import judge
from validators.law.pack import Pack, shipped
from validators.notices import notice_findings
from validators.report import Report
from validators.text_layers import text_layer_findings

__all__ = ["Filing", "Manifest", "Pack", "Report", "across", "assemble", "group", "numbers_of", "shipped", "validate"]


def validate(
    filing: Filing,
    packs: Sequence[Pack] | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    path: str | None = None,
    open_only: bool = False,
) -> Report:
    """The filing judged by the packs (those shipped when None). ``as_of`` stands in for the manifest's day of review,
    ``region`` (a GB/T 2260 code) for the place that the papers show. With ``open_only`` what is satisfied or does not apply is
    counted and not among the findings, which is a good part of the work."""
    if as_of is not None and (filing.manifest is None or filing.manifest.review_date != as_of):
        manifest = filing.manifest or Manifest(filing.filing_id)
        filing = assemble(filing.records, replace(manifest, review_date=as_of), filing.filing_id)
    judgement = judge(filing, shipped() if packs is None else packs, region=region)
    review = filing.manifest.review_date if filing.manifest else None
    own = (*notice_findings(filing, as_of or review), *text_layer_findings(filing))
    findings = judgement.open if open_only else judgement.findings
    calm = judgement.calm if open_only else {}
    return Report(filing, (*findings, *own), judgement.packs, as_of or review, path, calm=calm)
