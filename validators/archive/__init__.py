"""What only several filings together can show: the room of classes of findings across filings.

A class is a module with ``traces`` and ``findings`` (``trace.Kind``), found by looking; adding one is adding a file, and its words in
sentences.yaml, topics.yaml and demands.yaml. ``across`` judges filings that are all at hand; an audit keeps ``traces`` of each filing
in tables and asks ``crossing`` for the findings of one after another.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import ModuleType

from validators.archive.booked_again import booked_again
from validators.archive.known import InMemory
from validators.archive.links import linked
from validators.archive.owner import Owner
from validators.archive.trace import Known, Placed, Trace
from validators.archive.twice import twice
from validators.archive.two_contracts import two_contracts
from validators.facts import Filing
from validators.finding import Finding, Verdict

__all__ = ["across", "crossing", "linked", "traces", "types", "within"]


@cache
def kinds() -> Mapping[str, ModuleType]:
    """Every class of findings by its module's name."""
    found = {info.name: importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)}
    return {
        name: module for name, module in sorted(found.items()) if hasattr(module, "traces") and hasattr(module, "TYPES")
    }


def types() -> frozenset[str]:
    """The types of all findings that come of several filings, or of one looked at as a whole."""
    return frozenset({"paper_twice"}.union(*(module.TYPES for module in kinds().values())))


def traces(filing: Filing, owner: Owner | None = None) -> tuple[tuple[str, Trace], ...]:
    """What the filing puts up for comparison, each with the name of its class."""
    owner = owner or Owner.of(filing)
    return tuple((name, trace) for name, module in kinds().items() for trace in module.traces(filing, owner))


def crossing(own: Iterable[tuple[str, Placed]], known: Known) -> tuple[Finding, ...]:
    """The findings on one filing's traces, given all there are."""
    found = [finding for name, placed in own for finding in kinds()[name].findings(placed, known)]
    return tuple(_told_together(_once_for_each_paper(found)))


def by_keys(name: str) -> bool:
    """Whether a class finds something only where another trace has a key of the trace that it is asked about."""
    return bool(getattr(kinds()[name], "BY_KEYS", False))


def within(filing: Filing) -> tuple[Finding, ...]:
    """Findings on one filing by itself: papers that it holds twice, policies of two enterprises under one number, payments booked again."""
    return (*twice(filing), *two_contracts(filing), *booked_again(filing))


def across(filings: Sequence[Filing]) -> Mapping[int, tuple[Finding, ...]]:
    """Findings by the index of their filing, for filings that are all at hand."""
    own: list[list[tuple[str, Placed]]] = []
    for index, filing in enumerate(filings):
        owner = Owner.of(filing)
        said = enumerate(traces(filing, owner))
        own.append([(name, Placed(index, seq, filing.filing_id, owner, trace)) for seq, (name, trace) in said])
    known = InMemory(placed for mine in own for _, placed in mine)
    found = {i: (*crossing(own[i], known), *within(filing)) for i, filing in enumerate(filings)}
    return {index: findings for index, findings in found.items() if findings}


def _told_together(found: Iterable[Finding]) -> Iterable[Finding]:
    """Findings that say the same, as of two photos of one report in one other, as one with the places of all."""
    by_mark: dict[str, Finding] = {}
    for finding in found:
        first = by_mark.setdefault(finding.fingerprint, finding)
        if first is not finding:
            places = tuple(dict.fromkeys((*first.evidence, *finding.evidence)))
            by_mark[finding.fingerprint] = replace(first, evidence=places[:_PLACES])
    return by_mark.values()


_PLACES = 20
_SUREST = (
    "same_bytes",
    "same_paper",
    "same_visit",
    "same_hazards",
    "near_hazards",
    "same_people",
    "same_photo",
    "same_wording",
)


def _once_for_each_paper(found: Sequence[Finding]) -> Iterable[Finding]:
    """Of what says that a paper was used again only the surest: a report used twice has its photos and words twice too."""
    best: dict[str, int] = {}
    ranks = [_rank(finding) for finding in found]
    for finding, rank in zip(found, ranks, strict=True):
        if rank is not None:
            paper = str(finding.params["paper"])
            best[paper] = min(rank, best.get(paper, rank))
    for finding, rank in zip(found, ranks, strict=True):
        if rank is None or rank == best[str(finding.params["paper"])]:
            yield finding


def _rank(finding: Finding) -> int | None:
    if finding.type != "evidence_reused":
        return None
    return _SUREST.index(str(finding.params["likeness"])) + len(_SUREST) * (finding.verdict is Verdict.UNDECIDED)
