"""Cited by title alone: which version is meant, is it still in force, and does the title agree with the known one?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from extractor.notices.citations import quoted
from extractor.notices.numbering import mark
from extractor.values import doc_number
from validators import known
from validators.known import Known
from validators.proofread.paper import Defect, Paper

_TRANSITION = timedelta(days=366)
_LAW = re.compile(r"(?:(?<!办)法|条例|法典)(?:（[^）]*）)?$")
_FILLER = re.compile(r"进一步|切实|认真|全面|大力|深入")
_YEARS = re.compile(r"20\d{2}(?=\s*年)")


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on titles."""
    yield from _version(paper)
    yield from _listed_without_number(paper)
    yield from _predecessor(paper)


def _day(paper: Paper) -> date | None:
    """The day of issue, or the end of the year that the paper's own number bears."""
    issued = paper.record.value("date_issued")
    number = doc_number.parse(paper.record.value("doc_number") or "")
    return issued if isinstance(issued, date) else date(number.year, 12, 31) if number else None


def _version(paper: Paper) -> Iterator[Defect]:
    """A title that two texts bear, cited without number; or whose only text was ended before the paper was issued."""
    day, years = _day(paper), [int(y) for y in _YEARS.findall(paper.text)]
    numbered = {row.value("title") for row in paper.record.rows("citations") if row.value("doc_number")}
    for row in paper.record.rows("citations"):
        title = row.value("title")
        texts = known.by_title(title) if title and title not in numbered and not row.value("doc_number") else ()
        texts = tuple(k for k in texts if k.confidence != "M" and k.issued is not None)
        if not texts:
            continue
        place = paper.place_of(row.cells["title"])
        seen = tuple(k for k in texts if _there_by(k, day, years))
        if len(seen) > 1 and _lately(seen, day):
            yield Defect(
                "version_not_stated",
                "warning",
                place,
                f"《{title}》先后有{len(seen)}个版本（{'、'.join(k.number.canonical for k in seen)}），未注文号，所指版本不明",
                f"{len(seen)} texts bear the title {title}; which one is meant is not said",
                {"versions": tuple(k.number.canonical for k in seen)},
            )
        elif paper.as_of and len(seen) == 1 and seen[0].repealed and seen[0].repealed <= paper.as_of:
            yield Defect(
                "cited_document_since_repealed",
                "warning",
                place,
                f"引用的《{title}》（{seen[0].number}）现已废止（自{seen[0].repealed}起）"
                + (f"，由{seen[0].replaced_by}取代" if seen[0].replaced_by else ""),
                f"{seen[0].number} was repealed on {seen[0].repealed}",
                {"number": seen[0].number.canonical, "repealed": seen[0].repealed, "replaced_by": seen[0].replaced_by},
                basis=known.successor(seen[0]),
            )


def _lately(seen: tuple[Known, ...], day: date | None) -> bool:
    """Whether the newest text was a year old at most: later on its title means it and no other."""
    newest = max(k.issued for k in seen if k.issued)
    return day is None or day - newest <= _TRANSITION


def _there_by(one: Known, day: date | None, years: list[int]) -> bool:
    """Whether the text was out when the paper was written; for a paper without a day, the years it speaks of decide."""
    assert one.issued is not None
    return one.issued <= day if day else bool(years) and one.issued.year <= max(years)


def _listed_without_number(paper: Paper) -> Iterator[Defect]:
    """A list of bases: some papers have their numbers somewhere in the text, these have none."""
    rows = paper.record.rows("citations")
    if not any(row.value("doc_number") for row in rows):
        return
    found = []
    for line in paper.lines:
        ordinal = mark(line.text)
        body = line.text[ordinal.stop :].strip() if ordinal else ""
        spans = list(quoted(body))
        whole = len(spans) == 1 and spans[0] == (1, len(body.rstrip("；;。，")) - 1)
        if whole and not _LAW.search(body.rstrip("；;。，")[1:-1]):
            found.append((line.number, body))
    if found:
        yield Defect(
            "listed_citation_without_number",
            "note",
            tuple(found),
            f"依据清单中{len(found)}份文件未注发文字号，而文中其他文件注有",
            f"{len(found)} listed papers have no number, although others in the text have",
            {"count": len(found)},
        )


def _predecessor(paper: Paper) -> Iterator[Defect]:
    """The paper that this one replaces has the same title but for one word (工作): cited from memory?"""
    own = paper.record.value("title")
    for row in paper.record.rows("repeals"):
        title = row.value("title")
        if not title or not own or title == own:
            continue
        a, b = _FILLER.sub("", title), _FILLER.sub("", own)
        if a != b and a.replace("工作", "") == b.replace("工作", ""):
            yield Defect(
                "repealed_title_to_be_checked",
                "note",
                paper.place_of(row.cells["title"]),
                f"废止的《{title}》与本文标题只差“工作”二字，请核对原件标题",
                f"the repealed title differs from this paper's by one word; check it against the original: {title}",
            )
