"""Waivers: findings that somebody answered for, with the reason, the clause that allows it and the last day.

A waiver names a rule (or a type of finding) and a filing. It never takes a finding out of the report: the finding is shown
as waived and no longer makes the verdict worse. A waiver that is past its last day, or that no finding answers to, is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from validators.finding import Finding, Verdict
from validators.marked import Marked, PackError, checked_words, marked

WORDS = ("rule", "filing", "subject", "fingerprint", "reason", "author", "clause", "expires")
NEEDED = ("rule", "filing", "reason", "author", "clause", "expires")
State = Literal["used", "unused", "expired"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """``rule``: a rule's name or a finding's type. ``filing``: the filing's id. ``subject`` and ``fingerprint`` narrow it to
    one report, claim … or to one finding; empty for all of that rule. ``expires``: the last day that it stands."""

    rule: str
    filing: str
    reason: str
    author: str
    clause: str
    expires: date
    subject: str = ""
    fingerprint: str = ""
    file: str = ""
    line: int = 0

    def covers(self, filing_id: str, finding: Finding) -> bool:
        """Whether it speaks of that finding; its last day is another matter."""
        return (
            self.filing == filing_id
            and self.rule in (finding.rule, finding.type)
            and self.subject in ("", finding.subject)
            and self.fingerprint in ("", finding.fingerprint)
        )

    def to_json(self) -> Mapping[str, Any]:
        return {
            "by": "waiver", "reason": self.reason, "author": self.author, "clause": self.clause,
            "expires": self.expires.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A waiver and what became of it in a run."""

    waiver: Waiver
    state: State


def parse(text: str, file: str) -> tuple[Waiver, ...]:
    """The waivers of a YAML text, ``waivers: [{rule, filing, reason, author, clause, expires}]``.

    Raises PackError with file, line and the words allowed; a waiver without a reason, an author, a clause or a last day is
    none.
    """
    table = checked_words(marked(text, file), ("waivers",), ("waivers",), file, "豁免文件")
    return tuple(_waiver(entry, file, table) for entry in table["waivers"] or ())


def _waiver(entry: Any, file: str, table: Marked) -> Waiver:
    given = checked_words(entry, WORDS, NEEDED, file, "豁免", table.lines["waivers"])
    for word in NEEDED:
        if given[word] in (None, ""):
            raise PackError(file, given.lines[word], f"豁免的“{word}”是空的")
    if not isinstance(given["expires"], date):
        raise PackError(file, given.lines["expires"], f"“expires: {given['expires']}”不是日期（YYYY-MM-DD）")
    texts = {word: str(given.get(word) or "") for word in WORDS if word != "expires"}
    return Waiver(**texts, expires=given["expires"], file=file, line=given.line)


def excused(filing_id: str, findings: Iterable[Finding], waivers: Sequence[Waiver], day: date) -> Mapping[str, Waiver]:
    """The waiver that stands on ``day`` for each finding that has one, by fingerprint; only what is violated or undecided."""
    standing = [waiver for waiver in waivers if waiver.filing == filing_id and day <= waiver.expires]
    out: dict[str, Waiver] = {}
    for finding in findings if standing else ():
        if finding.verdict in (Verdict.VIOLATED, Verdict.UNDECIDED):
            covering = next((waiver for waiver in standing if waiver.covers(filing_id, finding)), None)
            if covering is not None:
                out[finding.fingerprint] = covering
    return out


def told(waivers: Sequence[Waiver], used: Iterable[Waiver], day: date) -> tuple[Told, ...]:
    """What became of each waiver: ``expired`` on ``day``, ``used`` by some finding of the run, or ``unused``."""
    seen = set(used)
    return tuple(
        Told(waiver, "expired" if day > waiver.expires else "used" if waiver in seen else "unused")
        for waiver in waivers
    )
