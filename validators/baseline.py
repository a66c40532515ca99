"""Baselines: the findings of a run that is taken as it stands, so that only what is new since then fails.

A baseline names findings by fingerprint, filing by filing. An entry whose finding is gone is stale; it is pruned when the
baseline is written again, but only for filings that the run has judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from validators.finding import Finding, Verdict

FORM = "anze-baseline-1"


class BaselineError(Exception):
    """A file that is no baseline of ours; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Filing id → fingerprint → rule of each finding known."""

    known: Mapping[str, Mapping[str, str]]

    def of(self, filing_id: str) -> Mapping[str, str]:
        return self.known.get(filing_id, {})

    def stale(self, filing_id: str, findings: Iterable[Finding]) -> Mapping[str, str]:
        """Entries of the filing whose finding is gone."""
        now = _marks(findings)
        return {mark: rule for mark, rule in self.of(filing_id).items() if mark not in now}

    def pruned(self, judged: Mapping[str, Iterable[Finding]]) -> Baseline:
        """Without the stale entries of the filings that were judged; the others stay as they are."""
        out = dict(self.known)
        for filing_id, findings in judged.items():
            now = _marks(findings)
            out[filing_id] = {mark: rule for mark, rule in self.of(filing_id).items() if mark in now}
        return Baseline({filing_id: marks for filing_id, marks in out.items() if marks})


def of_findings(judged: Mapping[str, Iterable[Finding]]) -> Baseline:
    """The baseline that takes everything these filings show as known."""
    return Baseline({filing_id: marks for filing_id, found in judged.items() if (marks := _marks(found))})


def _marks(findings: Iterable[Finding]) -> dict[str, str]:
    open_ones = (f for f in findings if f.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED))
    return {finding.fingerprint: finding.rule for finding in sorted(open_ones, key=lambda f: (f.rule, f.fingerprint))}


def dumps(baseline: Baseline) -> str:
    """The file's text; the same baseline gives the same bytes, one finding a line so that changes can be read."""
    body: dict[str, Any] = {
        "form": FORM,
        "filings": {name: dict(baseline.known[name]) for name in sorted(baseline.known)},
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> Baseline:
    """A baseline from its text. Raises BaselineError."""
    try:
        body = json.loads(text)
    except ValueError as error:
        raise BaselineError(f"不是JSON（{error}）；基线由 anze check --write-baseline 写出") from None
    if not isinstance(body, dict) or body.get("form") != FORM or not isinstance(body.get("filings"), dict):
        raise BaselineError(f'不是 anze 的基线文件（缺少 "form": "{FORM}"）')
    filings = body["filings"]
    if not all(
        isinstance(marks, dict) and all(isinstance(r, str) for r in marks.values()) for marks in filings.values()
    ):
        raise BaselineError("filings 应当是 案卷 → {指纹: 规则}")
    return Baseline(filings)
