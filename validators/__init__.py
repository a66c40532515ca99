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
from validators.finding import Finding
from validators.grouping import group, numbers_of
from validators.law.judge import judge
from validators.law.pack import Pack
from validators.law.pack_reading import shipped
from validators.notices import notice_findings
from validators.report import Report
from validators.text_layers import text_layer_findings

__all__ = [
    "Filing",
    "Manifest",
    "Pack",
    "Report",
    "across",
    "assemble",
    "beside_packs",
    "group",
    "numbers_of",
    "reviewed",
    "shipped",
    "validate",
]


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
    filing = reviewed(filing, as_of)
    judgement = judge(filing, shipped() if packs is None else packs, region=region)
    day = as_of or filing.review_date
    findings = judgement.open if open_only else judgement.findings
    calm = judgement.calm if open_only else {}
    return Report(filing, (*findings, *beside_packs(filing, day)), judgement.packs, day, path, calm=calm)


def reviewed(filing: Filing, as_of: date | None) -> Filing:
    """The filing as on another day of review, put together anew where that is another; None leaves it its own."""
    if as_of is None or filing.review_date == as_of:
        return filing
    manifest = filing.manifest or Manifest(filing.filing_id)
    return assemble(filing.records, replace(manifest, review_date=as_of), filing.filing_id)


def beside_packs(filing: Filing, day: date | None) -> tuple[Finding, ...]:
    """What a filing shows by no pack: the defects of its notices, text layers that say other words than their pages."""
    return (*notice_findings(filing, day), *text_layer_findings(filing))
