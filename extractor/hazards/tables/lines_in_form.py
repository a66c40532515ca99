"""Numbered lines within a form, under a row that names the list: each tells all of a hazard, and what became of it behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import int_of, label_role
from extractor.hazards.tables.told_lines import TellingLine
from extractor.record import Reading, Row

_HEAD = re.compile(
    r"[\s一二三四五六七八九十\d、.．（()）]*(?:[\u4e00-\u9fff]{0,8})(?:隐患|问题|不符合项?)(?:[\u4e00-\u9fff]{0,6})\s*[:：]?\s*"
)
_LONGEST_HEAD = 16


def lines_in_form(table: Table, units: Sequence[Unit], after: date | None) -> list[TellingLine]:
    """The hazards of such lines; none where any of them tells no defect, or neither how grave it is nor by when to mend it.

    A row behind them whose first cell is a word (应急演练 | …, 备注 | …) ends the list. ``after``: a day of the paper from which
    days without their year are counted.
    """
    lines = [list({id(u): u for _, u in sorted(row.items())}.values()) for row in grid(table, units)]
    for run in _runs(lines):
        read = [told for line in run if (told := _told(line, after)) is not None]
        if len(read) == len(run):
            return read
    return []


def _runs(lines: Sequence[list[Unit]]) -> Iterator[Sequence[list[Unit]]]:
    """The lines numbered from one on, right under a row of no more than the name of the list."""
    for k, head in enumerate(lines[:-1]):
        text = head[0].text.strip() if len(head) == 1 else ""
        if not text or len(text) > _LONGEST_HEAD or _HEAD.fullmatch(text) is None:
            continue
        run: list[list[Unit]] = []
        for line in lines[k + 1 :]:
            if len(line) < 2 or int_of(line[0].text) != len(run) + 1:
                break
            run.append(line)
        if run:
            yield run


def _told(line: list[Unit], after: date | None) -> TellingLine | None:
    body, *rest = line[1:]
    if not hazard_cells.tells_defect(body.text) and not _GRADED.search(body.text):
        return None
    found = paragraph_row(Part(body, 0, len(body.text), False), [], after)
    if found is None or "description" not in found[0].cells or not ({"level", "deadline"} & found[0].cells.keys()):
        return None
    cells: dict[str, Reading[Any]] = dict(found[0].cells)
    for label, answer in pairwise(rest):
        if label_role(label.text) == "status" or hazard_cells.asks_state(label.text):
            add_outcome(cells, answer.text, answer, status=True, after=after)
    return Row(cells, found[0].span), int_of(line[0].text), line


_GRADED = re.compile(r"[（(](?:重大|一般|较大)(?:事故)?隐患[)）]")
