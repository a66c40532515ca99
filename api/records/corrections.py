"""Corrections: what a person says a paper says, laid over what was read. docs/corrections.md has the rules.

A correction never changes the stored record; ``apply`` makes the record as corrected, so that taking one back is
leaving it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.records import fields as catalogue
from api.records.draft import Draft, RowDraft
from api.records.fields import BadValue, Field
from api.records.follow import follow
from extractor.document import Box
from extractor.record import Reading, Record, Witness
from extractor.span import Span

HOW = "corrected"
BY_HAND = "人工更正"  # the place of a value that a person gave and no paper shows
VOUCHED = "confirmed by a person"
DENIED = "a person found that it was not read whole"


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's word about one thing on one paper.

    ``target``: ``fields.premium``, ``tables.coverages[2].per_person`` (rows from 0, as first read), ``tables.hazards[1]``
    (only with None: there is no such row), ``witnesses.coverages`` (是: the list was read whole). ``value_text`` is what
    was typed, None for "not on the paper". ``at`` is aware. ``page`` (from 1) and ``box`` (points) are where the person
    saw it, None for where it was read.
    """

    target: str
    value_text: str | None
    reason: str
    by: str
    at: datetime
    page: int | None = None
    box: Box | None = None


class BadTarget(ValueError):
    """A correction of something that this paper cannot say. ``detail`` and ``remedy`` (which lists what it can) are
    Chinese."""

    def __init__(self, detail: str, remedy: str) -> None:
        self.detail = detail
        self.remedy = remedy
        super().__init__(f"{detail}；{remedy}")


# --- what is meant ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """A target taken apart: ``room`` is fields, tables or witnesses; ``row`` and ``column`` are of a table only."""

    room: str
    name: str
    row: int | None = None
    column: str | None = None


_TARGET = re.compile(
    r"(?P<room>fields|witnesses)\.(?P<name>\w+)|tables\.(?P<table>\w+)\[(?P<row>0|[1-9]\d{0,5})\](?:\.(?P<column>\w+))?"
)


def target_of(text: str) -> Target:
    """The target written in ``text``; raises BadTarget where it is written wrong."""
    match = _TARGET.fullmatch(text)
    if match is None:
        forms = "fields.premium、tables.coverages[2].per_person、tables.hazards[1]、witnesses.coverages"
        raise BadTarget(f"看不懂更正对象“{text[:60]}”", f"可以写成 {forms}")
    if match["room"]:
        return Target(match["room"], match["name"])
    return Target("tables", match["table"], int(match["row"]), match["column"])


def field_of(kind: str, target: Target) -> Field:
    """The catalogue's entry of a field or a column, for its label and its value type; raises BadTarget."""
    paper = catalogue.paper(kind)
    if target.room == "fields":
        _one_of(target.name, paper.fields, "字段")
        return paper.fields[target.name]
    _one_of(target.name, paper.tables, "列表")
    columns = paper.tables[target.name].columns
    _one_of(target.column or "", columns, "列")
    return columns[target.column or ""]


def _one_of(name: str, known: Iterable[str], what: str) -> None:
    allowed = list(known)
    if name not in allowed:
        names = "、".join(allowed) or "（没有）"
        raise BadTarget(f"这类材料没有{what}“{name}”", f"可以更正的{what}：{names}")


# --- applying --------------------------------------------------------------------------------------------------------


def apply(record: Record, corrections: Sequence[Correction]) -> Record:
    """The record as corrected, later corrections over earlier ones; values that follow from corrected ones follow.

    Raises BadTarget for a target that a paper of this kind does not have, BadValue for words that are no such value.
    """
    if not corrections:
        return record
    draft = Draft(record)
    for correction in corrections:
        _lay(draft, correction)
    follow(draft)
    return draft.record()


def _lay(draft: Draft, correction: Correction) -> None:
    target = target_of(correction.target)
    if target.room == "witnesses":
        _lay_witness(draft, correction, target.name)
    elif target.room == "fields":
        _lay_field(draft, correction, target)
    elif target.column is None:
        _strike_row(draft, correction, target)
    else:
        _lay_cell(draft, correction, target)


def _lay_field(draft: Draft, correction: Correction, target: Target) -> None:
    entry = field_of(draft.kind, target)
    name = entry.repeats or entry.name
    draft.by_hand.add(f"fields.{name}")
    if correction.value_text is None:
        draft.fields.pop(name, None)
        return
    old = draft.read.fields.get(name)
    draft.fields[name] = _reading(correction, entry, old.span if old else None)


def _lay_cell(draft: Draft, correction: Correction, target: Target) -> None:
    entry = field_of(draft.kind, target)
    row = _row(draft, correction, target)
    draft.by_hand.add(correction.target)
    row.struck = False
    if correction.value_text is None:
        row.cells.pop(entry.name, None)
        return
    old = row.read.cells.get(entry.name) if row.read else None
    row.cells[entry.name] = _reading(correction, entry, old.span if old else row.span)


def _strike_row(draft: Draft, correction: Correction, target: Target) -> None:
    _one_of(target.name, catalogue.paper(draft.kind).tables, "列表")
    if correction.value_text is not None:
        raise BadTarget("整行只能标为“纸面上没有”", f"更正其中一格请写 {correction.target}.列名")
    rows = draft.tables.get(target.name, [])
    if not 0 <= (target.row or 0) < len(rows):
        raise _no_such_row(target, len(rows))
    rows[target.row or 0].struck = True
    draft.by_hand.add(correction.target)


def _row(draft: Draft, correction: Correction, target: Target) -> RowDraft:
    """The row meant; the one after the last is a row that was not read, and begins to be."""
    rows = draft.tables.setdefault(target.name, [])
    at = target.row or 0
    if at > len(rows):
        raise _no_such_row(target, len(rows))
    if at == len(rows):
        if correction.value_text is None:
            raise _no_such_row(target, len(rows))
        rows.append(RowDraft(None, {}, _place(correction, None)))
    return rows[at]


def _no_such_row(target: Target, count: int) -> BadTarget:
    allowed = f"{target.name}[0] 至 {target.name}[{count - 1}]；" if count else ""
    return BadTarget(
        f"{target.name} 没有第 {target.row} 行（从 0 数起，共 {count} 行）",
        f"可以更正 {allowed}漏读的一行写成 {target.name}[{count}].列名",
    )


def _lay_witness(draft: Draft, correction: Correction, name: str) -> None:
    _one_of(name, catalogue.paper(draft.kind).witnesses, "完整性")
    draft.by_hand.add(correction.target)
    if correction.value_text is None:
        draft.witnesses.pop(name, None)
        return
    whole = catalogue.parse("flag", correction.value_text)
    old = draft.read.witnesses.get(name)
    seen = correction.page is not None or correction.box is not None
    span = _place(correction, None) if seen else (old.span if old else None)
    draft.witnesses[name] = Witness(True, whole, VOUCHED if whole else DENIED, span)


def _reading(correction: Correction, entry: Field, old: Span | None) -> Reading[Any]:
    try:
        value = catalogue.parse(entry.type, correction.value_text or "")
    except BadValue as error:
        raise BadValue(f"{entry.zh}：{error.detail}", error.remedy) from error
    return Reading(value, _place(correction, old), HOW, 1.0)


def _place(correction: Correction, old: Span | None) -> Span:
    """Where the person saw it, with the words typed as those written there; else where it was read, its words kept."""
    if correction.page is not None or correction.box is not None:
        boxes = () if correction.box is None else (Box(*map(float, correction.box)),)
        page = correction.page if correction.page is not None else (old.page if old else None)
        return Span(correction.value_text or "", page, boxes)
    return old if old is not None else Span("", where=BY_HAND)
