"""One proof used twice: a service report or a photo that stands for several enterprises or visits, a paper handed in twice.

A report or a photo belongs to one visit to one enterprise. Ledgers, claim lists, notices and rosters belong to many, and
terms and brochures to everybody: the same one in several filings is in order, so only reports and photos are looked at
across filings. Whether two reports are one is told by their bytes; else by their number, client, day and experts, with
words and numbers alike; else by the whole list of hazards word for word. Which error costs more: an honest report called a
copy. So a lecture (one may be held for several enterprises), stock phrases, lists alike on different days, and pictures
alike are left to a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from extractor.likeness import NUMBERS, resemblance
from extractor.record import Record
from validators.archive import photos
from validators.archive.matching import MOST_COMPARED, MOST_NAMED, Match, buckets
from validators.archive.owner import Owner
from validators.citation import Citation
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

ENGINE: Final = Citation("anze", "anze 的判定规则", "", confidence="V")  # no notice known says it in so many words
LEAST_HAZARDS: Final = 3
LEAST_WORDS: Final = 40
"""Characters of a list of hazards, under which two lists are alike by chance."""
TOGETHER: Final = frozenset({"training", "drill"})
"""Services that are also given to several enterprises at once."""


@dataclass(frozen=True)
class Use:
    """A service report in a filing, as it is compared. ``filing`` is its index."""

    filing: int
    record: Record

    @cached_property
    def client(self) -> str:
        return fold(str(self.record.value("client") or ""))

    @cached_property
    def experts(self) -> frozenset[str]:
        return frozenset(fold(str(name)) for name in self.record.value("experts") or ())

    @cached_property
    def hazards(self) -> tuple[tuple[str, str], ...]:
        """Description and advice of each hazard, in printed order; none where the list is too short to tell it by."""
        rows = self.record.rows("hazards")
        said = tuple((fold(str(r.value("description") or "")), fold(str(r.value("advice") or ""))) for r in rows)
        wordy = len(said) >= LEAST_HAZARDS and sum(len(words) for words, _ in said) >= LEAST_WORDS
        return said if wordy and all(words for words, _ in said) else ()

    @property
    def day(self) -> Any:
        return self.record.value("service_start")

    @property
    def number(self) -> str:
        return fold(str(self.record.value("report_no") or ""))

    def signs(self) -> Iterator[tuple[Any, ...]]:
        """What alike reports have in common: papers without a common key are not compared."""
        if self.record.content:
            yield "sha256", self.record.content
        if self.number and self.client:
            yield "number", self.number, self.client
        if self.hazards:
            yield "hazards", tuple(words for words, _ in self.hazards)


def reused(filings: Sequence[Filing]) -> Mapping[int, tuple[Finding, ...]]:
    """Findings by the index of their filing: reports and photos used for other enterprises or visits too."""
    owners = [Owner.of(filing) for filing in filings]
    out: dict[int, list[Finding]] = {}
    told: set[tuple[int, str]] = set()
    for use, matches in _reports(filings, owners):
        told.add((use.filing, use.record.name))
        out.setdefault(use.filing, []).append(_finding(filings, use, matches, owners[use.filing]))
    for photo, matches in photos.reused(filings, owners, told):
        found = _finding(filings, Use(photo.filing, photo.record), matches, owners[photo.filing])
        out.setdefault(photo.filing, []).append(replace(found, evidence=(photo.evidence,)))
    return {index: tuple(found) for index, found in out.items()}


def _reports(filings: Sequence[Filing], owners: Sequence[Owner]) -> Iterator[tuple[Use, list[Match]]]:
    """Each service report that is like others, with what it is like."""
    once = {  # a copy in the same filing is no further use
        (i, r.content or r.name): Use(i, r)
        for i, filing in enumerate(filings)
        for r in reversed(filing.records)
        if r.kind == "service_report"
    }
    uses = sorted(once.values(), key=lambda use: use.filing)
    alike = buckets((key, use) for use in uses for key in use.signs())
    stock = _stock_phrases(uses)
    for use in uses:
        if matches := _matches(use, alike, owners, stock):
            yield use, matches


def _stock_phrases(uses: Sequence[Use]) -> frozenset[str]:
    """Descriptions that stand in different lists: an agency's stock phrases, which prove no copying."""
    seen: dict[str, tuple[Any, str]] = {}
    stock: set[str] = set()
    for use in uses:
        whole = tuple(words for words, _ in use.hazards)
        for words in {fold(str(row.value("description") or "")) for row in use.record.rows("hazards")}:
            first, client = seen.setdefault(words, (whole, use.client))
            if first != whole and client != use.client:
                stock.add(words)
    return frozenset(stock)


def _matches(
    use: Use, alike: Mapping[Any, Sequence[Use]], owners: Sequence[Owner], stock: frozenset[str]
) -> list[Match]:
    """What the report is alike to, surest first, one for each filing."""
    found: dict[int, Match] = {}
    for key in use.signs():
        others = (other for other in alike.get(key, ()) if other is not use)
        for _, other in zip(range(MOST_COMPARED), others, strict=False):
            if other.filing not in found and (match := _alike(use, other, owners, stock)):
                found[other.filing] = match
    return sorted(found.values(), key=lambda match: bool(match.why))


def _alike(use: Use, other: Use, owners: Sequence[Owner], stock: frozenset[str]) -> Match | None:
    strangers = use.filing != other.filing and owners[use.filing].stranger_to(owners[other.filing])
    copied = bool(use.record.content) and use.record.content == other.record.content
    one = "same_bytes" if copied else "same_paper" if one_report(use, other) else ""
    if one:
        if strangers is False:
            return None  # one enterprise may hand one report in under two policies
        why = "" if strangers else "whether both filings are of one enterprise is not known"
        return Match(
            one, other.filing, other.record.name, why or _for_several(use, owners[use.filing], owners[other.filing])
        )
    if not use.hazards or not other.hazards:
        return None
    if not strangers:
        return _another_visit(use, other) if strangers is False else None
    why = "" if use.hazards == other.hazards else "the advice differs"
    if not (use.day and use.day == other.day and use.experts and use.experts == other.experts):
        why = "days or experts differ"
    if any(words in stock for words, _ in use.hazards):
        why = "stock phrases"
    return Match("same_hazards" if why else "same_visit", other.filing, other.record.name, why)


def one_report(use: Use, other: Use) -> bool:
    """Whether two service reports are one paper read twice: nothing that tells reports apart differs."""
    told = [(use.number, other.number), (use.client, other.client), (use.day, other.day), (use.experts, other.experts)]
    both = [(a, b) for a, b in told if a and b]
    return len(both) >= 3 and all(a == b for a, b in both) and read_alike(use.record, other.record, 0.6)


def read_alike(one: Record, two: Record, least: float) -> bool:
    """Whether words and numbers of two papers are alike, as of one sheet scanned twice."""
    if one.likeness is None or two.likeness is None:
        return False
    words, _ = resemblance(one.likeness.words, two.likeness.words)
    numbers, count = resemblance(one.likeness.numbers, two.likeness.numbers, NUMBERS)
    return words >= least and (numbers >= least if count else True)


def _for_several(use: Use, own: Owner, other: Owner) -> str:
    """Why one report may lie in both filings by right, "" where it is about one of the two enterprises alone."""
    types = {row.value("code") for row in use.record.rows("service_types")} or set(
        use.record.value("service_types") or ()
    )
    if not use.record.rows("hazards") and (not types or types <= TOGETHER):
        return "a lecture or drill may be held for several enterprises at once"
    named = [owner for owner in (own, other) if use.client and owner.named_in(use.client)]
    return "" if len(named) == 1 else "the report names both enterprises, or neither"


def _another_visit(use: Use, other: Use) -> Match | None:
    """One enterprise's report whose list stands in one of another day, deadlines and all: a copy, or a second look."""
    rows = [[(c, r.value) for c, r in sorted(row.cells.items())] for row in use.record.rows("hazards")]
    again = [[(c, r.value) for c, r in sorted(row.cells.items())] for row in other.record.rows("hazards")]
    if not (use.day and other.day and use.day != other.day and rows == again):
        return None
    return Match("same_hazards", other.filing, other.record.name, "a second visit may repeat what was found")


# --- findings --------------------------------------------------------------------------------------------------------

_PERHAPS = {
    "zh": "{paper}与案卷{other_filing}中的{other_paper}疑似重复使用（{likeness_words}），未能认定，请人工比对两处原件",
    "en": "{paper} may be used again as {other_paper} of filing {other_filing} ({likeness}); a person has to compare them",
}


def _finding(filings: Sequence[Filing], use: Use, matches: Sequence[Match], owner: Owner) -> Finding:
    """What the surest of the matches says; others as sure are named beside it."""
    best = matches[0]
    same = [m for m in matches if m.how == best.how and bool(m.why) == bool(best.why)][:MOST_NAMED]
    named = sorted((filings[m.other].filing_id, m.paper) for m in same)
    places = [name for name, _ in named], [paper for _, paper in named]
    params = {
        "paper": use.record.name,
        "other_filing": places[0][0] if len(named) == 1 else places[0],
        "other_paper": places[1][0] if len(named) == 1 else places[1],
        "likeness": best.how,
    }
    subject = str(use.record.value("report_no") or use.record.name)
    mark = fingerprint("archive.evidence-used-once", filings[use.filing].filing_id, subject, params)
    said = [n for n in ("report_no", "client") if n in use.record.fields][:1]
    at = [Evidence(use.record.path, name, use.record.fields[name].span) for name in said]
    if best.how in ("same_visit", "same_hazards"):
        at += [Evidence(use.record.path, "hazards", row.span) for row in use.record.rows("hazards")]
    # The enterprise that the report names has it by right: its filing is told, and not accused.
    rightly = best.how in ("same_bytes", "same_paper") and owner.named_in(use.client) if use.client else False
    return Finding(
        "archive.evidence-used-once", "evidence_reused", Verdict.UNDECIDED if best.why else Verdict.VIOLATED,
        Severity.NOTE if rightly else Severity.WARNING, subject, params,
        tuple(at or [Evidence(use.record.path, "report_no")]), ENGINE, mark, best.why, say=_PERHAPS if best.why else {},
    )  # fmt: skip
