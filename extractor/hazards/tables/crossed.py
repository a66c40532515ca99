"""Hazards in a table of places by trades: 车间 down its side, 电气 and 消防 across its head, a hazard told whole in each cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile

from extractor.document import Table
from extractor.evidence.columns import NOTHING, grid
from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit
from extractor.hazards.items.item_rows import paragraph_row
from extractor.hazards.items.items import ITEM, Part, parts_of
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import NOTHING_FOUND, label_role, level_of
from extractor.record import Reading, Row

_LONGEST_HEAD = 12  # characters of the name of a place or a trade
_TRADE = re.compile(
    "电|机械|设备|消防|防火|特种|危化|化学|职业|卫生|建筑|结构|管理|制度|作业|现场|环境|管道|燃气|起重|其他|其它"
)
_WHY = re.compile("原因|后果|依据|分析|影响|现状|标准")
"""Heads of what explains a hazard, in words that may tell of defects too."""
_SORT = re.compile(
    "人的不安全|物的不安全|(?:管理|环境|设备|人员|作业)[\u4e00-\u9fff]{0,4}(?:缺陷|问题|隐患|不足|因素)$"
)
"""Sorts of hazards, by what they come from."""
_WELL = re.compile(r"\s*(?:√|正常|良好|合格|符合(?:要求)?|未见异常|无异常|无问题|未发现)\s*")
_NO_HEAD = "date deadline number amount agency client expert sign sign_off basis photo place hazard advice status level"


def find(table: Table, units: Sequence[Unit], after: date | None = None) -> list[tuple[Row, Unit]]:
    """The hazards in the cells, row by row, each with the unit it stands in; none where the table is no such one.

    ``after``: a day of the paper from which days without their year are counted.
    """
    lines = grid(table, units)
    at = next((r for r, line in enumerate(lines[:4]) if _is_head(line)), None)
    if table.n_cols < 3 or at is None:
        return []
    heads = lines[at]
    begins = {unit.cell.col for unit in heads.values() if unit.cell is not None}
    body = list(takewhile(lambda line: _is_of(line, begins), lines[at + 1 :]))
    if not body or not all(_is_place(line.get(0)) for line in body):
        return []
    told = [(c, unit) for line in body for c, unit in _filled(line) if c in heads]
    blank = len(body) * len(begins - {0}) - len(told)
    if not _is_crossed(told, after, [unit.text for c, unit in heads.items() if c], blank):
        return []
    return [(row, unit) for _, unit in told for row in _hazards(unit, after)]


def _is_head(line: Mapping[int, Unit]) -> bool:
    """Whether a row holds nothing but short names, none of which asks for an entry of a hazard or of a form."""
    across = [unit for c, unit in line.items() if c]
    return len({id(u) for u in across}) >= 2 and all(
        len(u.text.strip()) <= _LONGEST_HEAD
        and not u.tokens
        and hazard_cells.han(u.text) >= 2
        and (_SORT.search(u.text) or (label_role(u.text) is None and not meaning(u.text).any(*_NO_HEAD.split())))
        for u in across
    )


def _is_of(line: Mapping[int, Unit], begins: Collection[int]) -> bool:
    """Whether the cells of a line begin where the names across the head do; where somebody signs, they do not."""
    return 0 in line and all(unit.cell is not None and unit.cell.col in begins for unit in line.values())


def _is_place(unit: Unit | None) -> bool:
    return (
        unit is not None
        and 2 <= len(unit.text.strip()) <= _LONGEST_HEAD
        and not unit.tokens
        and not hazard_cells.tells_defect(unit.text)
        and re.fullmatch(r"[\d\W]+", unit.text) is None
    )


def _filled(line: Mapping[int, Unit]) -> Iterator[tuple[int, Unit]]:
    """The cells of a line beyond the name of its place that tell anything."""
    for unit in {id(u): u for _, u in sorted(line.items())}.values():
        text, c = unit.text.strip(), unit.cell.col if unit.cell is not None else 0
        if c and text and not NOTHING.match(text) and not _WELL.fullmatch(text) and not NOTHING_FOUND.search(text):
            yield c, unit


def _is_crossed(told: Sequence[tuple[int, Unit]], after: date | None, heads: Sequence[str], blank: int) -> bool:
    """Whether cells under several heads tell of defects, and nothing else is told in them."""
    defects = [(c, unit) for c, unit in told if hazard_cells.tells_defect(unit.text) or _tells_all(unit, after)]
    if not defects or len(defects) < 0.75 * len(told):
        return False
    trades = sum(_TRADE.search(head) is not None for head in heads) >= 2
    across = len({c for c, _ in defects})
    # entries of one list differ by column; where all tell of defects, the columns are sorts of them
    alike = across >= 2 and len(defects) == len(told) >= 4 and not any(map(_WHY.search, heads))
    return trades or (across >= 2 and blank > 0) or alike


def _tells_all(unit: Unit, after: date | None) -> bool:
    """Whether a cell says by its own words that it tells of a hazard, with the day to mend it by."""
    read = paragraph_row(Part(unit, 0, len(unit.text), False), [], after)
    return read is not None and read[1] and "deadline" in read[0].cells


_PIECE = re.compile(r"[^；;。\n]+[；;。\n]?")


def _hazards(unit: Unit, after: date | None) -> Iterator[Row]:
    """The hazards that one cell tells, numbered or one after the other."""
    for part in parts_of(unit):
        for piece in [part] if part.marked else _apart(part):
            yield _row(piece, after)


def _apart(part: Part) -> list[Part]:
    """A cell cut before each sentence that tells of a defect again."""
    cuts = [part.start]
    for match in _PIECE.finditer(part.text):
        begin = part.start + match.start()
        before = part.unit.text[cuts[-1] : begin]
        first = re.split("[，,（(]", match[0])[0]
        ended = re.search(r"[；;。]\s*$", before) or re.search(r"\d[日号]?[\s之以]*前|[（(](?:一般|重大)", before)
        label = re.match(r"[\u4e00-\u9fff]{2,6}[:：]", match[0])
        if begin > part.start and ended and label is None and hazard_cells.tells_defect(first):
            cuts.append(begin)
    return [Part(part.unit, a, b, False) for a, b in zip(cuts, [*cuts[1:], part.stop], strict=True)]


def _row(part: Part, after: date | None) -> Row:
    read = paragraph_row(part, [], after)
    if read is not None:
        cells = dict(read[0].cells)
        if "advice" not in cells and (advice := _advice(part)) is not None:
            cells["advice"] = Reading(advice, part.unit.span(part.start, part.stop), "prose", 0.7)
        return Row(cells, read[0].span)
    lead = ITEM.match(part.text) if part.marked else None
    start = part.start + (lead.end() if lead else 0)
    raw = part.unit.raw[start : part.stop].replace("\n", "").strip(" 　；;。")
    span, sure = part.unit.span(start, part.stop), round(0.9 * part.unit.confidence, 3)
    cells = {
        "level": Reading(level_of(part.text), span, "table", sure),
        "description": Reading(raw, span, "table", sure),
    }
    add_outcome(cells, "", part.unit, status=False)
    return Row(cells, span)


def _advice(part: Part) -> str | None:
    """The clause of a cell that says what is to be done."""
    clauses = [clause.strip() for clause in re.split("[，,；;。\n]", part.text)]
    return next(
        (c for c in clauses[1:] if hazard_cells.tells_remedy(c) and not re.search(r"\d{1,2}[日号]?前", c)), None
    )
