"""Two readings of one list of hazards made one: what both tell completed, what only one tells kept where it is whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.evidence.records import Told
from extractor.evidence.records.ordinals import mark_of
from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.looks import CAME_AGAIN, at_last_look
from extractor.hazards.meaning.record_words import TERM, kind_of
from extractor.hazards.tables.table_outcomes import DENIES
from extractor.record import Row
from extractor.text.fold import squeeze

_WHOLE = ("description", "level", "advice", "deadline")


def united(rows: list[Row], more: list[Row], told: Told) -> list[Row] | None:
    """The hazards of both readings: those of the first completed, where both tell the same; else the one that tells more whole
    hazards, so long as it accounts for all that the other saw."""
    pairs = _pairs(rows, more)
    if len(pairs) == len(rows):
        more_told = len(more) > len(rows)
        first = {k: rows[i] for i, k in pairs.items()}
        return [
            row if k not in first else _completed(first[k], row, told, over=more_told)
            for k, row in enumerate(more)
            if k in first or _is_whole(row, told)
        ]
    lost = [row for i, row in enumerate(rows) if i not in pairs]
    if sum(map(_whole, more)) <= sum(map(_whole, rows)) or len(more) <= len(rows):
        return None
    units = {id(atom.unit) for slot in told.slots.values() for atom in slot.atoms.values()}
    texts = [a.unit.raw for slot in told.slots.values() for a in slot.atoms.values() if id(a.unit) in units]
    seen = all(any(bare(str(row.value("description"))) in bare(text) for text in texts) for row in lost)
    return more if seen else None


def _whole(row: Row) -> bool:
    return all(name in row.cells for name in _WHOLE)


def _is_whole(row: Row, told: Told) -> bool:
    return all(
        name in row.cells
        for name in _WHOLE
        if is_full(told, name) and not (name == "deadline" and _by_no_day(row, told))
    )


def _by_no_day(row: Row, told: Told) -> bool:
    """Whether a record tells by when without a day: 立即."""
    seen, due = told.slots["description"].atoms, told.slots["deadline"].atoms
    own = (r for r, atom in seen.items() if r in due and atom.unit.span(atom.start, atom.stop) == row.span)
    return any(TERM.match(due[r].text) for r in own)


def _pairs(rows: Sequence[Row], more: Sequence[Row]) -> dict[int, int]:
    """first row → row of the second reading that tells the same, each once."""
    out: dict[int, int] = {}
    for i, row in enumerate(rows):
        own = bare(str(row.value("description") or ""))
        for k, other in enumerate(more):
            theirs = bare(str(other.value("description")))
            if k not in out.values() and len(own) > 3 and (own in theirs or theirs in own):
                out[i] = k
                break
    return out


def _completed(row: Row, other: Row, told: Told, *, over: bool) -> Row:
    """A hazard of the first reading with what the second adds: entries that it lacks, the level where a slot tells it, and
    what is wrong without the label that was read into it. ``over``: the second tells hazards that the first left out, so that what it
    reads otherwise is taken too."""
    cells = dict(row.cells)
    other = _without_other_lines(row, other, told)
    doubled = row.value("advice") is not None and row.value("advice") == row.value("description")
    read = {row.value(name) for name in ("rectified_on", "reported_on", "refused_on")}
    for name in ("advice", "deadline"):
        if other.value(name) in read:
            continue  # a day that the first reading knows for another
        if name in other.cells and (over or name not in cells or (name == "advice" and doubled)):
            cells[name] = other.cells[name]
    own = row.cells.get("level")
    graded = own is not None and hazard_cells.tells_level(own.span.text.strip())  # and not for want of a word
    if "level" in told.slots and not graded and other.value("level") == "重大" != row.value("level"):
        cells["level"] = other.cells["level"]
    mine, theirs = str(row.value("description") or ""), str(other.value("description"))
    number = mark_of(mine)
    if number is not None and mine[number.stop :] == theirs:
        cells["description"] = other.cells["description"]
    if len(theirs) < len(mine) and mine.startswith(theirs) and str(other.value("advice") or " ") in mine:
        cells["description"] = other.cells["description"]  # a line that ran on into what is to be done
    if (
        mine != theirs
        and theirs in mine
        and all(map(kind_of, _OUTSIDE.split(mine.replace(theirs, " ", 1).strip("【】[]（）() "))))
    ):
        cells["description"] = other.cells["description"]  # its level and its state stand in the same line
    if mine != theirs and re.fullmatch(r"[\u4e00-\u9fff]{1,8}\s*[:：]\s*" + re.escape(theirs), mine):
        cells["description"] = other.cells["description"]
    if not row.value("rectified") and other.value("rectified") and not _answered(row, other):
        cells |= {n: other.cells[n] for n in ("rectified", "rectified_on") if n in other.cells}
    for name in ("rectified_on", "reported_to", "reported_on"):
        if name not in cells and name in other.cells and (name != "rectified_on" or row.value("rectified")):
            cells[name] = other.cells[name]
    return Row(cells, row.span)


_OUTSIDE = re.compile(r"[】\]）)\s【\[（(]+")
"""Brackets and blanks between what is wrong and the values around it."""
_TICK = re.compile(r"\s*[√✓✔☑●○■]\s*")


def _without_other_lines(row: Row, other: Row, told: Told) -> Row:
    """A hazard of the second reading without what it took from another line of a list that the first read by its columns: what a
    column says of a hazard stands in its own line, so that 合格 in the next one says nothing of it."""
    if row.cells["description"].how != "table":
        return other
    body = next((u for u in _units(told, "description") if u.raw and u.raw in row.span.text), None)
    if body is None or body.table is None or body.cell is None:
        return other
    own = {c.col for c in body.table.cells if c.row == body.cell.row and c.text.strip()}
    foreign = {
        u.span().where or u.span().boxes
        for name in told.slots
        for u in _units(told, name)
        if u.table is body.table and u.cell is not None and u.cell.row != body.cell.row and u.cell.col in own
    }
    kept = {n: r for n, r in other.cells.items() if (r.span.where or r.span.boxes) not in foreign}
    return Row({"description": other.cells["description"], **kept}, other.span)


def _units(told: Told, name: str) -> list[Unit]:
    return [atom.unit for atom in told.slots[name].atoms.values()]


def _answered(row: Row, other: Row) -> bool:
    """Whether the first reading knows how a hazard stands: it was refused, or a tick that the second takes for having been mended
    stands under a head that denies it, or whoever came to see says otherwise."""
    mine, theirs = row.cells.get("rectified"), other.cells["rectified"]
    text, same = theirs.span.text, mine is not None and mine.span == theirs.span
    own = same and _TICK.fullmatch(text) is not None
    last = same and (at_last_look(text) != text or CAME_AGAIN.search(text) is not None)
    denied = mine is not None and mine.span != theirs.span and DENIES.search(mine.span.text) is not None
    return bool(row.value("refused")) or own or last or denied


def bare(text: str) -> str:
    return squeeze(text).replace(",", "").replace("。", "").replace(";", "").replace(":", "")


def is_full(told: Told, name: str) -> bool:
    """Whether nearly all records tell a role."""
    slot = told.slots.get(name)
    return slot is not None and sum(r in slot.atoms for r in told.records) >= _MOST * len(told.records)


_MOST = 0.7
