"""Counts by insurer, by region, by kind of finding and by month, in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.audit_run.results.judged_filing import JudgedFiling
from api.audit_run.results.phrases import Phrases
from api.exports.columns import FOUND

MOST = 20_000
"""Groups of one tally; more insurers than there are, for a name that was misread is one of its own."""


@dataclass(slots=True)
class Group:
    """Filings that have something in common."""

    filings: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    warnings: int = 0
    undecided: int = 0
    premium: float = 0.0
    types: Counter[str] = field(default_factory=Counter)

    def cells(self, say: Phrases) -> dict[str, Any]:
        often = sorted(self.types.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
        return {
            "filings": self.filings, "accepted": self.verdicts["accepted"], "returned": self.verdicts["returned"],
            "incomplete": self.verdicts["incomplete"], "share": self.verdicts["returned"] / self.filings if self.filings else None,
            "errors": self.errors, "warnings": self.warnings, "undecided": self.undecided, "premium": round(self.premium, 2),
            "often": say("said", "comma").join(say("said", "often", topic=say.topic(name), count=count) for name, count in often),
        }  # fmt: skip


class Tallies:
    """All counts of a run, filled filing by filing. ``unknown`` is the group of those that do not say."""

    def __init__(self, say: Phrases) -> None:
        self.unknown, self._rest = say("said", "unknown"), say("said", "rest")
        self.all = Group()
        self.insurers: dict[str, Group] = {}
        self.regions: dict[str, Group] = {}
        self.months: dict[str, Group] = {}
        self.findings: dict[tuple[str, str, str], int] = {}

    def add(self, judged: JudgedFiling, cells: Mapping[str, Any]) -> None:
        """Count a filing; ``cells`` are those of its row."""
        signed = cells["sign_date"] or cells["period_start"]
        place = f"{cells['region_code']} {cells['place']}".strip()
        groups = (
            self.all, self._of(self.insurers, str(cells["insurer"] or "")), self._of(self.regions, place),
            self._of(self.months, signed.isoformat()[:7] if signed else ""),
        )  # fmt: skip
        open_ones = [f for f in judged.report["findings"] if f["verdict"] in FOUND and "excused" not in f]
        types = {f["type"] for f in open_ones if f["verdict"] == "violated" and f["severity"] != "note"}
        for group in groups:
            group.filings += 1
            group.verdicts[judged.report["verdict"]] += 1
            for name in ("errors", "warnings", "undecided", "premium"):
                setattr(group, name, getattr(group, name) + (cells[name] or 0))
            group.types.update(types)
        for finding in open_ones:
            key = (finding["type"], finding["verdict"], finding["severity"])
            self.findings[key] = self.findings.get(key, 0) + 1

    def _of(self, groups: dict[str, Group], name: str) -> Group:
        name = name or self.unknown
        if name not in groups and len(groups) >= MOST:
            name = self._rest
        return groups.setdefault(name, Group())


def ranked(groups: Mapping[str, Group], unknown: str) -> list[tuple[str, Group]]:
    """The groups with most filings first, and last those of whom it is not known."""
    return sorted(groups.items(), key=lambda pair: (pair[0] == unknown, -pair[1].filings, pair[0]))
