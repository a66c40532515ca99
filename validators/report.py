"""Report: one filing, its findings, what was not checked, which packs judged it. Its JSON form is ``validators.report_json``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from extractor.record import Record
from validators.facts import Filing
from validators.finding import Finding, Severity, Verdict
from validators.law.select import Chosen


@dataclass(frozen=True)
class Report:
    """The outcome for one filing. ``findings`` are all verdicts; ``path`` is what the caller was given, None when
    unknown. ``excused`` says by fingerprint which findings no longer count, and by what: a waiver, or a baseline. ``calm``
    counts by verdict what was judged and is not among the findings, where only open ones were wanted."""

    filing: Filing
    findings: tuple[Finding, ...]
    packs: tuple[Chosen, ...]
    as_of: date | None = None
    path: str | None = None
    excused: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    calm: Mapping[str, int] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """``returned``, ``incomplete`` or ``accepted``.

        Returned: something is violated at severity error. Incomplete: a paper or a page could not be read, there is no
        policy among insurance papers, or a rule that matters could not be decided. Warnings and notes alone leave it
        accepted, and so do findings that are excused.
        """
        counted = [f for f in self.findings if f.fingerprint not in self.excused]
        if any(f.verdict is Verdict.VIOLATED and f.severity is Severity.ERROR for f in counted):
            return "returned"
        records = self.filing.records
        unread = any(_lost(record) for record in records)
        no_insurance = bool(records) and all(record.kind in _NO_INSURANCE for record in records)
        no_policy = not self.filing.policies and not no_insurance
        unsettled = any(f.verdict is Verdict.UNDECIDED and f.matters for f in counted)
        return "incomplete" if unread or no_policy or unsettled else "accepted"

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rules applied, and how each came out."""
        counts = {verdict.value: self.calm.get(verdict.value, 0) for verdict in Verdict}
        for finding in self.findings:
            counts[finding.verdict.value] += 1
        return {"rules_applicable": sum(counts.values()) - counts["not_applicable"], **counts}

    def with_findings(self, more: Iterable[Finding]) -> Report:
        """The same report with findings from elsewhere (several filings together, the defects of a notice) added."""
        return replace(self, findings=(*self.findings, *more))

    def excusing(self, excused: Mapping[str, Mapping[str, Any]]) -> Report:
        """The same report with those findings excused, beside the ones that are already."""
        return replace(self, excused={**self.excused, **excused})

    def shown(self, everything: bool = False) -> tuple[Finding, ...]:
        """Violated then undecided findings, gravest first, in a fixed order; all of them with ``everything``."""
        wanted = [f for f in self.findings if everything or f.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED)]
        return tuple(sorted(wanted, key=_order))


# Papers of the authorities: a filing of nothing else lacks no policy.
_NO_INSURANCE = {"notice", "roster"}
HARMLESS = frozenset({"extension_mismatch", "signature_not_verified", "left_out", "tracked_changes", "comments", "not_laid_out"})  # fmt: skip
"""Problems of a paper that was read all the same: its name says another format than its bytes; nobody looked whether its electronic
signature holds, which no rule takes for a fact; its tracked changes are open, or remarks stand beside its text; it got no pages by
being laid out. And what came along with a mail and is no paper."""


def _lost(record: Record) -> bool:
    """Whether something of the paper could not be read."""
    return bool(record.pages_read.get("failed")) or any(said.code not in HARMLESS for said in record.problems)


_VERDICTS = (Verdict.VIOLATED, Verdict.UNDECIDED, Verdict.SATISFIED, Verdict.NOT_APPLICABLE)
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    return (
        _VERDICTS.index(finding.verdict),
        _SEVERITIES.index(finding.severity),
        finding.rule,
        finding.subject,
        finding.fingerprint,
    )
