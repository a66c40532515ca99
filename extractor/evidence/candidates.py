"""Candidates for a field, scored and compared: the best becomes the reading, the others that also fit stay as rivals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractor.evidence import considered
from extractor.evidence.concepts import Formula
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.record import Reading
from extractor.span import Span
from extractor.values.scan import Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may be a field's, with its place and how well it fits (0…1 and a little beyond for corroboration)."""

    value: Any
    unit: Unit
    start: int
    stop: int
    score: float
    how: str

    def span(self) -> Span:
        return self.unit.span(self.start, self.stop)

    def plus(self, bonus: float, why: str = "") -> Candidate:
        """The same candidate with its score raised (or lowered) by a further piece of evidence."""
        return replace(self, score=self.score + bonus, how=f"{self.how}+{why}" if why else self.how)


def by_token(
    sheet: Sheet,
    kinds: Sequence[str],
    wanted: Formula,
    *,
    value: Callable[[Unit, Token], Any] = lambda _, t: t.value,
    least: float = 0.5,
) -> list[Candidate]:
    """Typed values of ``kinds`` whose label satisfies ``wanted``, best first."""
    found = []
    for unit, token, label in sheet.labelled(wanted, *kinds):
        score, how = label.score(wanted)
        if score >= least and (v := value(unit, token)) is not None:
            found.append(Candidate(v, unit, token.start, token.stop, score, how))
    if (watch := considered.asked()) is not None:
        watch.looked_at += _tokens_looked_at(sheet, kinds, wanted, value, least)
    return ranked(found)


def _tokens_looked_at(
    sheet: Sheet, kinds: Sequence[str], wanted: Formula, value: Callable[[Unit, Token], Any], least: float
) -> Iterator[considered.Look]:
    """The values of ``kinds`` whose labels have what ``wanted`` demands, and why some of them were passed over."""
    for unit, token, label in sheet.labelled(wanted, *kinds):
        if not any(wanted.possible(meant.concepts) for meant in label.meant):
            continue
        score, how = label.score(wanted)
        v = value(unit, token)
        why, against = (
            considered.passed_over(label, wanted, score) if score < least else ("form" if v is None else "", ())
        )
        shown = unit.text[token.start : token.stop] if v is None else v
        one = Candidate(shown, unit, token.start, token.stop, score, how or "label")
        yield considered.Look(one, considered.words_of(label, wanted), why, against)


def by_slot(
    sheet: Sheet, wanted: Formula, parse: Callable[[str], Any], *, least: float = 0.6, least_coverage: float = 0.6
) -> list[Candidate]:
    """Whatever ``parse`` makes of the text beside a label that satisfies ``wanted``, best first."""
    found = []
    for slot, label in sheet.slots_read.of(wanted):
        if label.coverage < least_coverage:
            continue
        score = wanted.score(label) * slot.weight
        if score >= least and (v := parse(slot.text)) is not None:
            text = slot.unit.text
            start = slot.start + (len(text[slot.start : slot.stop]) - len(text[slot.start : slot.stop].lstrip()))
            found.append(Candidate(v, slot.unit, start, slot.stop, score, f"label-{slot.relation}"))
    if (watch := considered.asked()) is not None:
        watch.looked_at += _slots_looked_at(sheet, wanted, parse, least, least_coverage)
    return ranked(found)


def _slots_looked_at(
    sheet: Sheet, wanted: Formula, parse: Callable[[str], Any], least: float, least_coverage: float
) -> Iterator[considered.Look]:
    """The texts beside labels that have what ``wanted`` demands, and why some of them were passed over."""
    for slot, label in sheet.slots_read.of(wanted):
        if not wanted.possible(label.concepts) or not slot.text:
            continue
        score, against = wanted.score(label) * slot.weight, tuple(sorted(wanted.against(label)))
        v = parse(slot.text)
        fits = score >= least and label.coverage >= least_coverage
        why = "label" if against else "weak" if not fits else "form" if v is None else ""
        start = (
            slot.start
            + len(slot.unit.text[slot.start : slot.stop])
            - len(slot.unit.text[slot.start : slot.stop].lstrip())
        )
        shown = slot.text if v is None else v
        one = Candidate(shown, slot.unit, start, slot.stop, score, f"label-{slot.relation}")
        yield considered.Look(one, slot.label, why, against)


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Best first; equal scores in reading order."""
    return sorted(found, key=lambda c: (-c.score, c.unit.index, c.start))


def to_reading(found: Sequence[Candidate], *, rivals_within: float = 0.2) -> Reading[Any] | None:
    """The best candidate as a reading, or None; other values that scored nearly as well are its rivals.

    Confidence grows with the score and with agreement (the same value found twice), and falls with a close rival.
    """
    if not found:
        return None
    best = found[0]
    agree = sum(c.value == best.value for c in found)
    others: dict[str, Candidate] = {}
    for c in found[1:]:
        if c.value != best.value and best.score - c.score <= rivals_within:
            others.setdefault(repr(c.value), c)
    margin = min((best.score - c.score for c in others.values()), default=1.0)
    confidence = min(
        0.99,
        0.55
        + 0.4 * min(1.0, best.score)
        + 0.03 * min(3, agree - 1)
        - (0.25 if margin < 0.03 else 0.1 if others else 0.0),
    )
    confidence *= min(1.0, best.unit.confidence + 0.02)
    rivals = tuple(
        Reading(c.value, c.span(), c.how, round(max(0.05, confidence - 0.3), 3)) for c in list(others.values())[:3]
    )
    return Reading(best.value, best.span(), best.how, round(max(0.05, confidence), 3), rivals)


def derived(reading: Reading[Any], value: Any, how: str) -> Reading[Any]:
    """A value that follows from another reading; its place is the other's."""
    return Reading(value, reading.span, how, round(reading.confidence * 0.98, 3))
