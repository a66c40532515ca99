"""Photos that stand in filings of several enterprises. A picture alone accuses nobody: a person has to look.

A photo between the words of a paper may belong to a house's form (its building, a certificate that it appends); such a one stands in the
papers of many, so that what more than a few enterprises share says nothing, and what few share is a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from extractor.document import Box
from extractor.likeness import WORDS, Look, look_alike
from extractor.record import Record
from extractor.span import Span
from validators.archive.matching import Match, reused
from validators.archive.owner import Owner
from validators.archive.trace import Known, Placed, Trace, elsewhere, key
from validators.facts import Evidence, Filing
from validators.finding import Finding, Severity

TYPES = frozenset({"evidence_reused"})
BY_KEYS = True
MOST_LOOKED_AT: Final = 200
"""Photos of one band that are compared: among a million photos 15 share one by chance, and comparing two takes a microsecond."""

MOST_SHARING: Final = 4
"""Other filings that show a photo within their papers, from beyond which on it is a form's own."""


def traces(filing: Filing, owner: Owner) -> Iterator[Trace]:
    """Each photo, with its page."""
    for record in filing.records:
        if record.likeness is None:
            continue
        for page, look in record.likeness.photos:
            yield _trace(record, look, _page(record, page), within=False)
        for photo in dict.fromkeys(record.likeness.within) if _of_a_visit(record) else ():
            boxes = () if photo.box is None else (photo.box,)
            place = Evidence(record.path, "photo", Span("", photo.page, boxes, photo.where or None))
            yield _trace(record, photo.look, place, within=True)


def _of_a_visit(record: Record) -> bool:
    """Whether photos within the paper may be of a visit or an accident: a policy, terms or a brochure are adorned with the same for all."""
    if record.kind == "unknown":
        return record.likeness is not None and len(record.likeness.words) < WORDS
    return record.kind in ("service_report", "claim_record")


def _trace(record: Record, look: Look, place: Evidence, *, within: bool) -> Trace:
    body = {
        "paper": record.name, "subject": str(record.value("report_no") or record.name), "within": within,
        # text: sixty-four bits without a sign are more than a table's whole number holds
        "shades": f"{look.shades:x}", "slopes": f"{look.slopes:x}",
    }  # fmt: skip
    return Trace(body, tuple(_bands(look)), places=(place,))


def _bands(look: Look) -> Iterator[int]:
    """Eight bands of 16 bits: photos within a few bits of each other share one nearly always."""
    whole = look.shades << 64 | look.slopes
    return (key("photo", band, whole >> 16 * band & 0xFFFF) for band in range(8))


def _page(record: Record, page: int) -> Evidence:
    """The whole page (1-based)."""
    at = page - record.first_page
    sizes = record.page_sizes[at : at + 1]
    return Evidence(
        record.path, "photo", Span("", page, tuple(Box(0.0, 0.0, width, height) for width, height in sizes))
    )


def findings(own: Placed, known: Known) -> Iterator[Finding]:
    """The photo where it stands in filings of other enterprises too."""
    look, found = _look(own), dict[tuple[int, str], Match]()
    for wanted in own.trace.keys:
        for other in elsewhere(own, known, wanted, MOST_LOOKED_AT):
            at = other.filing, str(other.trace.body["paper"])
            if at not in found and look_alike(look, _look(other)) and own.owner.stranger_to(other.owner):
                found[at] = Match("same_photo", other, "pictures are alike; a person has to look")
    others = {filing for filing, _ in found}
    within = any(placed.trace.body.get("within") for placed in (own, *(match.other for match in found.values())))
    if found and not (within and len(others) > MOST_SHARING):
        yield reused(own, list(found.values()), Severity.NOTE if within else Severity.WARNING, own.trace.places)


def _look(placed: Placed) -> Look:
    return Look(int(placed.trace.body["shades"], 16), int(placed.trace.body["slopes"], 16))
