"""Logs of what happened to each hazard: a line for its finding, one for its mending, one for the look after it, under one number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from extractor.document import Table
from extractor.evidence.columns import NOTHING, grid
from extractor.evidence.units import Unit
from extractor.hazards.meaning import cells as hazard_cells
from extractor.hazards.meaning.outcome_words import add_outcome
from extractor.hazards.meaning.words import level_of
from extractor.record import Reading, Row

_FOUND = re.compile(r"\s*(?:隐患)?(?:发现|检查|排查|登记|录入|下发|通知|提出)(?:隐患)?\s*")
_LATER = re.compile(
    r"\s*(?:隐患)?(?:整改|治理|处理|反馈|回复|复查|复核|核查|验收|销号|闭环|关闭|延期|上报|报告)(?:反馈|情况|结果)?\s*"
)
_LEAST = 4  # lines of a log
_MOST = 0.6
"""Share of the findings that must tell of a defect in known words."""

_Line = Mapping[int, Unit]


def find(table: Table, units: Sequence[Unit], after: date | None) -> tuple[list[Row], list[Unit]]:
    """(the hazards of a log, the units of its lines); nothing where the table is none."""
    lines = grid(table, units)
    for stage in range(table.n_cols):
        log = [line for line in lines if stage in line and _stage(line[stage]) is not None]
        founds = [line for line in log if _stage(line[stage]) == "found"]
        if len(log) < _LEAST or not founds or len(founds) == len(log):
            continue
        key, words = _key(log, stage, len(founds)), _words(founds, stage)
        if key is not None and words is not None:
            told = [_told(line, log, (stage, key, words), after) for line in founds]
            return [row for row in told if row is not None], [unit for line in log for unit in line.values()]
    return [], []


def _stage(unit: Unit) -> str | None:
    if _FOUND.fullmatch(unit.text):
        return "found"
    return "later" if _LATER.fullmatch(unit.text) else None


def _key(log: Sequence[_Line], stage: int, n: int) -> int | None:
    """The column that says which hazard a line is of: as many values as there are findings, at least one of them twice."""
    for c in range(stage):
        values = [line[c].text.strip() for line in log if c in line]
        firsts = {line[c].text.strip() for line in log if c in line and _stage(line[stage]) == "found"}
        if len(values) == len(log) and len(set(values)) == n == len(firsts) < len(log):
            return c
    return None


def _words(founds: Sequence[_Line], stage: int) -> int | None:
    """The column that says what is wrong."""
    cols = sorted({c for line in founds for c in line if c != stage})
    share = {
        c: sum(c in line and hazard_cells.tells_defect(line[c].text) for line in founds) / len(founds) for c in cols
    }
    best = max(cols, key=lambda c: share[c], default=None)
    return best if best is not None and share[best] >= _MOST else None


def _told(found: _Line, log: Sequence[_Line], cols: tuple[int, int, int], after: date | None) -> Row | None:
    """The hazard of one finding, with what the later lines under its number say of it."""
    stage, key, words = cols
    body = found.get(words)
    own = [line for line in log if line[key].text.strip() == found[key].text.strip()]
    if body is None or NOTHING.match(body.text):
        return None
    level = next((u for u in found.values() if hazard_cells.tells_level(u.text)), body)
    cells: dict[str, Reading[Any]] = {
        "level": Reading(level_of(level.text), level.span(), "table", 0.9),
        "description": Reading(body.raw.replace("\n", "").strip(" ；;。"), body.span(), "table", 0.9),
    }
    later = [line for line in own if line is not found and words in line]
    told = [(_note(line, words), line[words]) for line in later if _MENDING.search(line[stage].text)] or [
        (_note(line, words), line[words]) for line in later
    ]
    add_outcome(cells, "；".join(note for note, _ in told), told[0][1] if told else body, status=True, after=after)
    return Row(cells, body.span())


_MENDING = re.compile("整改|治理|处理|反馈|回复|上报|报告")


def _note(line: _Line, words: int) -> str:
    """What a later line says, behind its day."""
    day = next(
        (t.value.day for c, u in sorted(line.items()) if c != words for t in u.tokens if t.kind == "moment"), None
    )
    text = line[words].text.replace("\n", "").strip()
    return text if day is None or any(t.kind == "moment" for t in line[words].tokens) else f"{text}，{day.isoformat()}"
