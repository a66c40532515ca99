"""A paper that a filing holds twice: the same file, or one sheet scanned again. It is a note, never a second use."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from extractor.likeness import look_alike
from extractor.record import Record
from validators.archive.matching import MOST_COMPARED, buckets
from validators.archive.service import Report, one_report, read_alike
from validators.archive.trace import ENGINE
from validators.facts import Evidence, Filing, fold
from validators.finding import Finding, Severity, Verdict, fingerprint

GROWING = frozenset({"fee_ledger", "claim_record", "notice", "roster", "staff_list"})
"""Lists that are handed in again with a row more, and papers of the authorities: two are one only by their bytes."""
LEAST_FIELDS = 4


def twice(filing: Filing) -> tuple[Finding, ...]:
    """A note for each paper that an earlier one of the filing is."""
    numbered = list(enumerate(filing.records))
    alike = buckets((key, (at, record)) for at, record in numbered for key in _keys(record))
    found: list[Finding] = []
    for at, record in numbered:
        others = (o for key in _keys(record) for o in alike.get(key, ())[:MOST_COMPARED] if o[0] < at)
        how = next(((other, how) for _, other in others if (how := _one_paper(record, other))), None)
        if how is not None:
            found.append(_note(filing, record, *how))
    return tuple(found)


def _keys(record: Record) -> Iterator[Hashable]:
    """What copies and second scans of a paper have in common: of three pieces of wording one is read alike nearly always."""
    if record.content:
        yield record.content
    if record.likeness is not None and record.kind not in GROWING:
        yield from ((record.kind, piece) for piece in record.likeness.words[:3])
        yield from (
            (page, look.shades >> 16 * band & 0xFFFF, band)
            for page, look in record.likeness.photos
            for band in range(4)
        )


def _one_paper(one: Record, two: Record) -> str:
    """How the two are one, "" where they are not."""
    if one.content and one.content == two.content:
        return "same_bytes"
    if one.kind != two.kind or one.kind in GROWING or one.likeness is None or two.likeness is None:
        return ""
    if one.kind == "service_report":
        return "same_paper" if one_report(Report.of(one), Report.of(two)) else ""
    first, second = one.likeness.photos, two.likeness.photos
    if first and len(first) == len(second) == (one.pages or 0):
        return "same_photo" if all(look_alike(a, b) for (_, a), (_, b) in zip(first, second, strict=True)) else ""
    return "same_paper" if _says_the_same(one, two) else ""


def _says_the_same(one: Record, two: Record) -> bool:
    """Whether all that both papers say is the same, in nearly the same words; a paper of no known kind says too little."""
    both = [name for name in one.fields if name in two.fields]
    return (
        len(both) >= LEAST_FIELDS
        and all(_plain(one.value(name)) == _plain(two.value(name)) for name in both)
        and read_alike(one.likeness, two.likeness, 0.75)
    )


def _plain(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


def _note(filing: Filing, record: Record, other: Record, how: str) -> Finding:
    params = {"paper": record.name, "other_paper": other.name, "likeness": how}
    subject = filing.policies[0].key if filing.policies else record.path
    mark = fingerprint("archive.paper-once", filing.filing_id, subject, params)
    places = Evidence(record.path, "paper"), Evidence(other.path, "paper")
    return Finding(
        "archive.paper-once", "paper_twice", Verdict.VIOLATED, Severity.NOTE, subject, params, places, ENGINE, mark
    )
