"""The special agreements (特别约定) of a policy: where they stand, the items, and whether they were read to the end.

Headings differ from insurer to insurer, so a heading is judged together with what follows it: a known head word, or
any short line after which several sentences say what special agreements say. Absence may be concluded only from a
``complete`` section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.agreements.beside import heading_first
from extractor.agreements.contract import articles
from extractor.agreements.extent import LOOK_AHEAD, Found, extent
from extractor.agreements.headings import heading_at, is_label, is_lead_in, is_reference, is_title, says_none
from extractor.agreements.items import Item, Piece, split_items, unnumbered
from extractor.agreements.letters import beyond_tables, lead_of_list, over_tables
from extractor.agreements.lost import loses_lines
from extractor.agreements.stream import Placed, mark_of, placed_lines
from extractor.clauses import recognise
from extractor.document import Document
from extractor.evidence.lines.numbering import alone
from extractor.record import Witness
from extractor.span import Span
from extractor.text.fold import squeeze

__all__ = ["Item", "Piece", "Placed", "Section", "find_sections", "placed_lines", "read", "split_items"]

_CLOSED = "。!！;；.…”）)"  # what the last item of a whole list may end with

_NOTHING = re.compile(r"^[^。；;，,]{2,24}[:：]\s*(?:无|零|nil|none|n/?a)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Section:
    """The agreements of a paper. ``why`` says what showed the end, or what was lacking (English, for reports).

    ``strays`` are sentences elsewhere on the paper that carry a required clause: where one does, it is not missing; ``outside``:
    all sentences elsewhere; ``filled``: what is filled in beside a label elsewhere and tells that everybody is covered.
    ``headed`` tells that a heading said so; else the section was found by what its sentences say, or it is a ``contract``
    whose articles are the schedule and the agreements in one.
    """

    found: bool
    complete: bool
    why: str
    items: tuple[Item, ...] = ()
    heading: Span | None = None
    strays: tuple[Item, ...] = ()
    outside: tuple[Item, ...] = ()
    headed: bool = True
    contract: bool = False
    filled: tuple[Item, ...] = ()

    @property
    def witness(self) -> Witness:
        return Witness(self.found, self.complete, self.why, self.heading)


def read(document: Document) -> Section:
    """The special agreements of ``document``, all sections of it in printed order."""
    stream = heading_first(placed_lines(document))
    sections = find_sections(stream)
    if not sections:
        return Section(
            False,
            False,
            "no section of special agreements found",
            strays=_strays(outside := _outside(stream, sections)),
            outside=outside,
            filled=_filled_in(stream, sections),
        )
    items: list[Item] = []
    lacks: list[str] = []
    for found in _joined(sections):
        got, whole = split_items(found.parts)
        if got and all(says_none(item.text) for item in got):
            continue
        items.extend(got)
        if not got:
            lacks.append("the section refers to another page")
        elif loses_lines(document, stream[found.head : found.stop]):
            lacks.append("ink among the sentences was not read")
        elif not whole:
            lacks.append("a number of the list is missing")
        elif not found.end_seen:
            lacks.append("the section's end was not seen")
        elif not _stops(got):
            lacks.append("the last item has no full stop")
    complete = not lacks
    why = lacks[0] if lacks else f"read to {sections[-1].end_seen}, {len(items)} items"
    strays = _strays(outside := _outside(stream, sections))
    if complete and _goes_on(stream, sections[-1], strays):
        complete, why = False, "sentences like agreements follow the section"
    head = stream[sections[0].head]
    box = head.line.box
    return Section(
        True,
        complete,
        why,
        tuple(items),
        Span(head.line.text, head.page, (box,) if box else (), None if box else head.line.where),
        strays,
        outside,
        any(heading_at(stream, found.head) is not None for found in sections),
        all(found == articles(stream) for found in sections),
        _filled_in(stream, sections),
    )


def _stops(items: Sequence[Item]) -> bool:
    """Whether the last item is whole: it has a full stop, it is a label and nothing (免赔：无), or the list's items have none."""
    stopped = [item.text.rstrip()[-1:] in _CLOSED for item in items]
    return stopped[-1] or _NOTHING.search(items[-1].text) is not None or (len(items) > 2 and not any(stopped))


def _joined(sections: Sequence[Found]) -> list[Found]:
    """Sections in printed order; one that carries on the numbers of the one before (特别约定（续）) is a part of it."""
    out: list[Found] = []
    for found in sections:
        mark = mark_of(found.parts[0])
        last = max((m.number or 0 for p in out[-1].parts if (m := mark_of(p))), default=0) if out else 0
        if out and mark and mark.number is not None and last and 0 < mark.number - last <= 2:
            out[-1] = replace(out[-1], parts=out[-1].parts + found.parts, stop=found.stop, end_seen=found.end_seen)
        else:
            out.append(found)
    return out


_REQUIRED = frozenset({"prevention_service", "advance_payment", "all_employees"})
_HINT = re.compile(
    r"垫|预付|预支|预赔|先行|先赔|先予|派遣|外包|不记名|全体|全部|所有|(?:\d|[一二两三四五六七八九十壹贰叁肆])[次场期轮]|每个?(?:年|季|月|半)"
)


def _inside(stream: Sequence[Placed], sections: Sequence[Found]) -> set[int]:
    """The lines of the sections; a table that stands among the paragraphs of one and was left out of it is none of them."""
    own = {id(placed) for found in sections for placed in found.parts}
    return {
        i
        for found in sections
        for i in range(found.head, found.stop)
        if found.parts[0].table is not None or stream[i].table is None or id(stream[i]) in own
    }


def _outside(stream: Sequence[Placed], sections: Sequence[Found]) -> tuple[Item, ...]:
    """The sentences that stand in no section."""
    inside = _inside(stream, sections)
    outside = [
        placed
        for i, placed in enumerate(stream)
        if i not in inside
        and (placed.table is None or len(placed.cell_text) > 12)
        and not is_label(squeeze(placed.line.text))
    ]
    apart = (
        list(run) for _, run in groupby(outside, lambda p: (p.table, p.row, p.col) if p.table is not None else None)
    )
    told = (item for run in apart for item in unnumbered(run))
    return tuple(item for item in told if 10 < len(item.text) < 600 and "。" in item.text)


def _strays(outside: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(
        item for item in outside if _HINT.search(item.text) and {m.code for m in recognise(item.text)} & _REQUIRED
    )


_LABELLED = re.compile(r"^\s*[^\s:：。，,；;、（(]{2,10}(?:[:：]|\s)\s*\S.{8,}$")
"""A label of its line and what is filled in beside it."""


def _filled_in(stream: Sequence[Placed], sections: Sequence[Found]) -> tuple[Item, ...]:
    """The lines outside the sections that tell beside a label that everybody is covered: what is filled in has no full stop."""
    inside = _inside(stream, sections)
    lines = [
        placed
        for i, placed in enumerate(stream)
        if i not in inside and "。" not in placed.line.text and _LABELLED.match(placed.line.text[:_LONGEST])
    ]
    return tuple(
        item
        for placed in lines
        if _HINT.search(placed.line.text)
        for item in unnumbered([placed])
        if "all_employees" in {match.code for match in recognise(item.text)}
    )


def _goes_on(stream: Sequence[Placed], last: Found, strays: Sequence[Item]) -> bool:
    """Several agreements right after the end that was taken: the end was taken too early."""
    after = {id(placed.line) for placed in stream[last.stop : last.stop + LOOK_AHEAD]}
    near = [item for item in strays if any(id(piece.line) in after for piece in item.pieces)]
    return len({m.code for item in near for m in recognise(item.text)} & _REQUIRED) > 1


def find_sections(stream: Sequence[Placed]) -> list[Found]:
    """All sections in the stream, without overlaps; weak headings count only when no strong one holds items."""
    found: list[Found] = []
    for want_strong in (True, False):
        at = 0
        while at < len(stream):
            head = heading_at(stream, at)
            if head is None or head[0] is not want_strong:
                at += 1
                continue
            section = extent(stream, at, *head)
            if section and _is_agreements(section):
                found.append(section)
                at = max(section.stop, at + 1)
            else:
                at += 1
        if found:
            whole = articles(stream)
            led = whole is not None and whole.start == found[0].start  # its parties agree 如下, and the articles follow
            return [whole] if whole is not None and led else found
    by_itself = articles(stream) or _by_content(stream)
    if by_itself is None:
        return []
    rest = beyond_tables(stream, by_itself)
    return [by_itself] if rest is None else [by_itself, rest]


def _is_agreements(section: Found) -> bool:
    text = "".join(placed.line.text for placed in section.parts)
    if section.strong:
        return says_none(text) or (len(squeeze(text)) >= 6 and not is_reference(text))
    return any(_telling(placed.line.text) for placed in section.parts) or bool(_telling(text))


_TELLING = frozenset(
    {
        "prevention_service",
        "prevention_service_vague",
        "advance_payment",
        "all_employees",
        "neg_premium",
        "neg_uniform",
        "dispatched_workers_excluded",
        "premium_charged_to_workers",
        "differing_sums_by_job",
        "fee",
        "neg_dispatched",
    }
)


_LONGEST = 4000
"""Characters of a line by which it is told: a longer one is no sentence, and some of the patterns take the square of its time."""


def _telling(text: str) -> set[str]:
    return {match.code for match in recognise(text[:_LONGEST])} & _TELLING


def _begins_list(placed: Placed) -> bool:
    """Whether a line is the first of a numbered list, so that a short line with a colon before it is its heading."""
    mark = mark_of(placed)
    return mark is not None and mark.number == 1 and len(placed.line.text) > 8


def _by_content(stream: Sequence[Placed]) -> Found | None:
    """A section under a heading that nobody knew: a short title, then sentences of which several are agreements."""
    hits = [i for i, placed in enumerate(stream) if len(placed.line.text) > 8 and _telling(placed.line.text)]
    for first in hits:
        near = [i for i in hits if first <= i <= first + 40]
        if len(set().union(*(_telling(stream[i].line.text) for i in near))) < 2:
            continue
        for at in range(first - 1, max(-1, first - 15), -1):
            text = squeeze(stream[at].line.text)
            leads = text[-1:] in (":", "：") and is_title(text[:-1]) and _begins_list(stream[at + 1])
            if leads or ((is_title(text) or is_lead_in(text)) and not is_label(text) and not alone(text)):
                at = over_tables(stream, lead_of_list(stream, at, first), first)
                text = squeeze(stream[at].line.text)
                section = extent(stream, at, False, 1, len(stream[at].line.text), text)
                if (
                    section
                    and section.stop > first
                    and len(set().union(*(_telling(p.line.text) for p in section.parts))) >= 2
                ):
                    return section
                break
    return _in_one_line(stream)


_RUNS_ON = re.compile(r"[^:：。；;]{2,24}[:：]\s*(?=1\s*[.、)）．](?!\d)|[（(]1[)）]|①)")
"""A short head with a list of its own behind its colon: 六、另外讲好的几件事：1.…；2.…."""


def _in_one_line(stream: Sequence[Placed]) -> Found | None:
    """A numbered list behind a head that nobody knew, in one line, of which an item is an agreement; that it is all of them, nothing shows."""
    for at, placed in enumerate(stream):
        head = _RUNS_ON.match(placed.line.text)
        if head is None or not _telling(placed.line.text):
            continue
        section = extent(stream, at, False, 1, head.end(), head[0])
        if section is not None and len(split_items(section.parts)[0]) >= _FEWEST_RUN_ON:
            return replace(section, end_seen="")
    return None


_FEWEST_RUN_ON = 3
