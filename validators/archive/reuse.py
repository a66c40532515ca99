"""One proof used twice: a service report that stands for several enterprises or visits.

A report belongs to one visit to one enterprise. Ledgers, claim lists, notices and rosters belong to many, and
terms and brochures to everybody: the same one in several filings is in order, so only reports and photos are looked at
across filings. Whether two reports are one is told by their bytes; else by their number, client, day and experts, with
words and numbers alike; else by the whole list of hazards word for word. Which error costs more: an honest report called a
copy. So a lecture (one may be held for several enterprises), stock phrases, lists alike on different days, and pictures
alike are left to a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from validators.archive.matching import MOST_COMPARED, Match, reused
from validators.archive.owner import Owner
from validators.archive.service import LEAST_HAZARDS, Report, one_report, places_of
from validators.archive.trace import Known, Placed, Trace, key
from validators.facts import Filing
from validators.finding import Finding, Severity

TYPES = frozenset({"evidence_reused"})
BY_KEYS = True
MOST_PHRASES: Final = 6
"""Of the hazards as many are looked up by themselves: of a copy in which one was misread the others lead to it."""


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each service report once: a copy in the same filing is no further use."""
    told: set[str] = set()
    for record in filing.records:
        if record.kind != "service_report" or (record.content or record.name) in told:
            continue
        told.add(record.content or record.name)
        report = Report.of(record)
        client = key(report.client)
        said = tuple((words, report.listed, client) for words in report.phrases)
        yield Trace(report.body, tuple(_keys(report)), said, places=places_of(record))


def _keys(report: Report) -> Iterator[int]:
    """What alike reports have in common: papers without a common key are not compared."""
    if report.content:
        yield key("sha256", report.content)
    if report.number and report.client:
        yield key("report", report.number, report.client)
    if report.advised:
        yield key("hazards", report.listed)
        if report.day and report.experts:
            yield from (key("hazard", words, report.day, report.experts) for words in report.phrases[:MOST_PHRASES])


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The surest likeness of the report to those of other enterprises or visits."""
    report, found = Report(**own.trace.body), dict[int, Match]()
    for wanted in own.trace.keys:
        others = [other for other in known.alike(wanted, MOST_COMPARED + 1) if other.at != own.at][:MOST_COMPARED]
        for other in others:
            if other.filing not in found and (match := _alike(own, report, other, known)):
                found[other.filing] = match
    if not found:
        return
    matches = sorted(found.values(), key=lambda match: bool(match.why))
    how = matches[0].how
    # The enterprise that the report names has it by right: its filing is told, and not accused.
    rightly = how in ("same_bytes", "same_paper") and bool(report.client) and own.owner.named_in(report.client)
    places = own.trace.places if how in ("same_visit", "same_hazards", "near_hazards") else own.trace.places[:1]
    yield reused(own, matches, Severity.NOTE if rightly else Severity.WARNING, places)


def _alike(own: Placed, report: Report, placed: Placed, known: Known) -> Match | None:
    other = Report(**placed.trace.body)
    strangers = own.filing != placed.filing and own.owner.stranger_to(placed.owner)
    if one := _one(report, other):
        if strangers is False:
            return None  # one enterprise may hand one report in under two policies
        if own.owner.nobody and placed.owner.nobody:
            return None  # copies that lie without a policy each stand for no second enterprise
        why = "" if strangers else "whether both filings are of one enterprise is not known"
        return Match(one, placed, why or _for_several(report, own.owner, placed.owner))
    if not report.advised or not other.advised:
        return None
    if report.listed != other.listed:
        return (
            Match("near_hazards", placed, "a few of the hazards differ")
            if strangers and _nearly(report, other)
            else None
        )
    if not strangers:
        return _another_visit(report, other, placed) if strangers is False else None
    why = "" if report.advised == other.advised else "the advice differs"
    if not (report.day and report.day == other.day and report.experts and report.experts == other.experts):
        why = "days or experts differ"
    if any(_is_stock(words, known) for words in report.phrases):
        why = "stock phrases"
    return Match("same_hazards" if why else "same_visit", placed, why)


def _nearly(report: Report, other: Report) -> bool:
    """Whether two lists of one day by the same experts are one but for their order and a hazard in five, as a copy misread or
    touched up is."""
    if not (report.day == other.day and report.experts == other.experts and report.hazards == other.hazards):
        return False
    shared = len(set(report.phrases) & set(other.phrases))
    return shared >= LEAST_HAZARDS and shared >= len(report.phrases) - max(1, len(report.phrases) // 5)


def _one(report: Report, other: Report) -> str:
    """How the two are one paper, "" where they are not."""
    if report.content and report.content == other.content:
        return "same_bytes"
    return "same_paper" if one_report(report, other) else ""


def _is_stock(words: int, known: Known) -> bool:
    """Whether a description stands in different lists of different clients: an agency's stock phrase, which proves no copying."""
    said = known.said(words)
    return any(a != c and b != d for a, b in said for c, d in said)


def _for_several(report: Report, own: Owner, other: Owner) -> str:
    """Why one report may lie in both filings by right, "" where it is about one of the two enterprises alone."""
    if report.of_many:
        return "a lecture or drill may be held for several enterprises at once"
    named = [owner for owner in (own, other) if report.client and owner.named_in(report.client)]
    return "" if len(named) == 1 else "the report names both enterprises, or neither"


def _another_visit(report: Report, other: Report, placed: Placed) -> Match | None:
    """One enterprise's report whose list stands in one of another day, deadlines and all: a copy, or a second look."""
    if not (report.day and other.day and report.day != other.day and report.rows == other.rows):
        return None
    return Match("same_hazards", placed, "a second visit may repeat what was found")
