"""Hazards that a letter of re-inspection names by their numbers, what is wrong in brackets, with what became of each: 第1项（主扇无备用电机，
重大隐患，限12月31日前）未整改，…拒绝整改."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.hazards.apart.quoted import rows_in_quotes
from extractor.hazards.meaning.days import day_of
from extractor.hazards.meaning.numbers import numbers_in
from extractor.hazards.meaning.outcome_words import add_outcome, outcome
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row

_ITEM = re.compile(
    r"(?P<no>第\s*[\d一二三四五六七八九十]{1,3}(?:\s*[、，,和及至到-]\s*第?\s*[\d一二三四五六七八九十]{1,3})*\s*[项条处个](?:问题|隐患)?)"
    r"\s*[（(](?P<said>[^（()）]{4,120})[)）]"
)
_GRADE = re.compile(r"(?:属于?|[为系])?(?:重大|较大|一般)(?:生产安全|安全|事故)*(?:隐患)?")
_TERM = re.compile(r"(?:均|都)?(?:限|期限|要求|应于|须于|整改期?限)[^，,]*|[^，,]*\d\s*[日号]?\s*[之以]?前[^，,]{0,4}")
_EACH = re.compile("分别(?:为|是|系)")
_PARTS = re.compile("[、，,]|以及|[和及]")


def named_in_letters(sheet: Sheet) -> tuple[list[Row], set[int], list[int | None]]:
    """(hazards, ids of the units they stand in, the number of each): those quoted, else those in brackets behind their numbers."""
    named: list[tuple[Unit, Row, int | None]] = [(unit, row, None) for unit, row in rows_in_quotes(sheet)]
    named = named or list(rows_in_brackets(sheet))
    return [row for _, row, _ in named], {id(unit) for unit, *_ in named}, [number for *_, number in named]


def rows_in_brackets(sheet: Sheet) -> Iterator[tuple[Unit, Row, int | None]]:
    """(unit, hazard, its number) of each so named, where its paragraph tells of several what became of them."""
    for unit in sheet.units:
        found = list(_ITEM.finditer(unit.text)) if unit.table is None and "第" in unit.text else []
        days = [t.value.day for t in unit.tokens if t.kind == "moment"]
        rows: list[tuple[Unit, Row, int]] = []
        for match, note in zip(found, _notes(unit, found), strict=True):
            if any(outcome(note, status=True).values()) or _NOT_YET.search(note):
                rows += _rows(unit, match, note, min(days, default=None))
        if len(rows) > 1:
            yield from rows


_NOT_YET = re.compile("未整改|未完成|未落实|尚未")


def _notes(unit: Unit, found: Sequence[re.Match[str]]) -> list[str]:
    """What is said behind each; of those told in one breath what is said behind the last: 第1项（…）、第2项（…）均已整改."""
    notes: list[str] = []
    for k in reversed(range(len(found))):
        stop = found[k + 1].start() if k + 1 < len(found) else len(unit.text)
        note = re.split("。", unit.text[found[k].end() : stop])[0]
        notes.insert(0, notes[0] if notes and not note.strip("、，,和及与 ") else note)
    return notes


def _rows(unit: Unit, match: re.Match[str], note: str, after: date | None) -> Iterator[tuple[Unit, Row, int]]:
    numbers, said = numbers_in(match["no"]), match["said"]
    shared: dict[str, Reading[Any]] = {"level": Reading(level_of(said), unit.span(*match.span("said")), "prose", 0.75)}
    wrong: list[str] = []
    for part in re.split("[，,]", said):
        if _GRADE.fullmatch(part.strip()):
            continue
        if _TERM.fullmatch(part.strip()):
            at = match.start("said") + said.index(part)
            whole = next((t.value.day for t in unit.begun_in(at, at + len(part)) if t.kind == "moment"), None)
            told = whole or next(iter(day_of(part, after) or ()), None)
            if told is not None:
                shared["deadline"] = Reading(told, unit.span(at, at + len(part)), "prose", 0.75)
            continue
        wrong.append(part)
    each = _EACH.search("，".join(wrong))
    texts = ["，".join(wrong)] if each is None else _PARTS.split("，".join(wrong)[each.end() :])
    if len(texts) != len(numbers):
        return
    for number, text in zip(numbers, texts, strict=True):
        words = text.strip()
        begin = match.start("said") + max(0, said.find(words))
        span = unit.span(begin, begin + len(words))
        cells = {**shared, "description": Reading(unit.raw[begin : begin + len(words)], span, "prose", 0.75)}
        add_outcome(cells, note, unit, status=True, after=after)
        yield unit, Row(cells, span), number
