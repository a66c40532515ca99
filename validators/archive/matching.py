"""What a paper is alike to, and how the few that may be alike are found among many."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from extractor.record import Reading
from validators.archive.trace import ENGINE, Placed, beside, first
from validators.facts import FAINT, Evidence
from validators.finding import Finding, Severity, Verdict, fingerprint

T = TypeVar("T")

MOST_COMPARED: Final = 20
MOST_NAMED: Final = 5
"""Of what is alike, as many are compared with each and named: time and findings stay in proportion to the papers."""
EVIDENCE_ONCE: Final = "archive.evidence-used-once"


@dataclass(frozen=True, slots=True)
class Match:
    """What a report or photo is alike to. ``how`` is a code of words.yaml; ``other`` where it stands; ``why`` says what keeps it
    undecided, "" where nothing does."""

    how: str
    other: Placed
    why: str = ""


def buckets(keyed: Iterable[tuple[Hashable, T]]) -> Mapping[Hashable, list[T]]:
    """Items by what they have in common; what nothing else has is left out.

    >>> buckets([("a", 1), ("b", 2), ("a", 3)])
    {'a': [1, 3]}
    """
    found: dict[Hashable, list[T]] = {}
    for key, item in keyed:
        found.setdefault(key, []).append(item)
    return {key: items for key, items in found.items() if len(items) > 1}


def sure(reading: Reading[Any] | None) -> Any:
    """The value of a reading that nobody is wronged by: None where it is faint, or where another value fitted too."""
    if reading is None or reading.confidence < FAINT or any(rival.value != reading.value for rival in reading.rivals):
        return None
    return reading.value


def by_name(placed: Iterable[Placed]) -> list[Placed]:
    """In the order in which they are named, which is the same in whatever order the filings come: a check has the papers that lie
    loose first, an audit goes by paths."""
    return sorted(placed, key=lambda one: (one.name, *(str(one.trace.body.get(what, "")) for what in _TOLD_BY)))


_TOLD_BY = ("paper", "number", "subject")

_PERHAPS = {
    "zh": "{paper}与{others}疑似重复使用（{likeness_words}），未能认定，请人工比对两处原件",
    "en": "{paper} may be used again as {others} ({likeness}); a person has to compare them",
}


def reused(own: Placed, matches: Sequence[Match], severity: Severity, places: tuple[Evidence, ...]) -> Finding:
    """What the surest of the matches says of a paper; others as sure are named beside it."""
    best, body = matches[0], own.trace.body
    same = by_name(m.other for m in matches if m.how == best.how and bool(m.why) == bool(best.why))[:MOST_NAMED]
    named = [(other.name, str(other.trace.body["paper"])) for other in same]
    params: dict[str, Any] = {
        "paper": body["paper"], "other_filing": first([name for name, _ in named]),
        "other_paper": first([paper for _, paper in named]), "likeness": best.how,
    }  # fmt: skip
    theirs = beside(own, same)[len(own.trace.places) :]
    mark = fingerprint(EVIDENCE_ONCE, own.name, body["subject"], params)
    verdict = Verdict.UNDECIDED if best.why else Verdict.VIOLATED
    return Finding(
        EVIDENCE_ONCE, "evidence_reused", verdict, severity, body["subject"], params, (*places, *theirs), ENGINE, mark, best.why,
        say=_PERHAPS if best.why else {},
    )  # fmt: skip
