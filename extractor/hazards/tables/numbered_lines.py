"""Lists without heads whose lines hold nothing but a number and what is wrong, under words that say how many were found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractor.document import Table
from extractor.evidence.columns import grid
from extractor.evidence.units import Unit
from extractor.hazards.apart.headed import heads_a_list, plain_item
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import Part
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.words import int_of, level_of
from extractor.hazards.tables.told_lines import TellingLine
from extractor.record import Reading, Row

_NONE_GRAVE = re.compile(
    r"(?:未|没有?|无)(?:发现|查出|查见|检出|存在)?(?:特别?重大|重大|较大)(?:生产安全|安全|事故)*隐患"
)
_COUNT = re.compile(r"(?<![\d.])(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[项条处个]")
_MOST = 0.5
"""The share of lines that must tell of a defect in known words where the words above count as many as there are."""


def numbered_lines(table: Table, units: Sequence[Unit], over: Unit | None, after: date | None) -> list[TellingLine]:
    """The hazards of such a list; none where the line right over it, ``over``, does not lead to it. ``after``: a day of the
    paper from which days without their year are counted.

    "发现一般隐患3项，无重大隐患：" over 1 | 风机皮带松动, 2 | 电锯无防护罩, 3 | 粉尘未清扫.
    """
    if over is None or over.table is not None or table.n_cols != 2:
        return []
    lead = Part(over, 0, len(over.text), False)
    said = _NONE_GRAVE.sub("", over.text)
    if not (heads_a_list(lead) or _counts(said)):
        return []
    lines = [list({id(u): u for _, u in sorted(row.items())}.values()) for row in grid(table, units)]
    if not lines or any(len(line) != 2 or int_of(line[0].text) != k for k, line in enumerate(lines, 1)):
        return []
    counted = [int_of(m[1]) for m in _COUNT.finditer(said)] == [len(lines)]
    wrong = [hazard_cells.tells_defect(line[1].text) for line in lines]
    if not all(wrong) and not (counted and sum(wrong) >= _MOST * len(lines)):
        return []
    known = [_told(Part(body, 0, len(body.text), False), after, any_words=counted) for _, body in lines]
    rows = [row for row in known if row is not None]
    if len(rows) < len(lines):
        return []
    return [(_graded(row, said, over), k, line) for k, (row, line) in enumerate(zip(rows, lines, strict=True), 1)]


def _told(part: Part, after: date | None, *, any_words: bool) -> Row | None:
    """The hazard of a line, with what the line goes on to say of it."""
    read = paragraph_row(part, [], after)
    return read[0] if read is not None else plain_item(part, any_words=any_words)


_FOUND = re.compile(r"(?:发现|查出|查见|排查出|检出|存在)[^。；;]{0,20}(?:隐患|问题|不符合项?|缺陷)")


_OTHER = re.compile("[未没]|上次|前次|历次|以往|上一|培训|讲|建议")


def _counts(said: str) -> bool:
    """Whether words say that hazards were found at this visit, how many, and that they follow."""
    found = _FOUND.search(said) is not None and _COUNT.search(said) is not None
    return found and said.rstrip().endswith((":", "：")) and _OTHER.search(said) is None


def _graded(row: Row, said: str, over: Unit) -> Row:
    """The hazard with how grave the words above say all are; with no level where they name two."""
    named = set(re.findall("(重大|较大|一般)(?=[^。；;，,]{0,8}隐患)", said))
    if not named or level_of(row.value("description")) == "重大" or row.value("level") == "重大":
        return row
    if len(named) > 1 or len(_COUNT.findall(said)) > 1:
        return Row({name: cell for name, cell in row.cells.items() if name != "level"}, row.span)
    return Row({**row.cells, "level": Reading(level_of(said), over.span(), "heading", 0.8)}, row.span)
