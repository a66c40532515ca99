"""Several columns that are one question: a mark stands in one of them in every line, and its header is the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.evidence.units import Unit

_YES = re.compile(r"^\s*(?:[√✓✔☑●■▲★○〇vV]|1|是|有)\s*$")
_NO = re.compile(r"^\s*(?:[×✗✘□\-—/／]*|0|否|无)\s*$")
_ANSWERED = 0.7
"""Share of the lines that must have exactly one mark."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Columns side by side with the answer that each stands for."""

    answers: Mapping[int, str]

    def of(self, row: Mapping[int, Unit]) -> tuple[str, Unit] | None:
        """(the answer, the mark that gives it) in a line; None where no mark or more than one stands. A day in the place of a
        mark goes with the answer."""
        marks = [(c, row[c]) for c in self.answers if c in row and (_YES.match(row[c].text) or _is_day(row[c]))]
        if len(marks) != 1:
            return None
        (c, mark), *_ = marks
        return (f"{self.answers[c]} {mark.text.strip()}" if mark.tokens and _is_day(mark) else self.answers[c]), mark


def choices(header: Sequence[str], lines: Sequence[Mapping[int, Unit]], *, days: bool = False) -> Iterator[Choice]:
    """Every question of a table that is asked in several columns; ``days``: a day may stand in the place of a mark."""
    rows = [row for row in lines if len({id(u) for u in row.values()}) > 2]
    run: list[int] = []
    for c in range(len(header) + 1):
        held = c < len(header) and _holds_marks(rows, c, header, days=days)
        if held and (not run or _storey(header[c]) == _storey(header[run[-1]])):
            run.append(c)
            continue
        if len(run) > 1:
            asked = Choice({k: header[k].split("|")[-1].strip() for k in run})
            if len(set(asked.answers.values())) == len(run) and _answered(rows, asked):
                yield asked
        run = [c] if held else []


def _holds_marks(rows: list[Mapping[int, Unit]], c: int, header: Sequence[str], *, days: bool) -> bool:
    """Whether a column holds marks alone; a single line shows it only where one head stands over this column and another."""
    cells = [row[c] for row in rows if c in row]
    shared = _storey(header[c]) and sum(_storey(head) == _storey(header[c]) for head in header) > 1
    marks = all(_YES.match(u.text) or _NO.match(u.text) or (days and _is_day(u)) for u in cells)
    return marks and bool(len(rows) > 1 or (rows and shared))


def _storey(head: str) -> str:
    """What stands over the words of a column in the storeys of a header above them."""
    return head.rpartition("|")[0]


def _is_day(unit: Unit) -> bool:
    return any(t.kind == "moment" and t.stop - t.start >= len(unit.text.strip()) for t in unit.tokens)


def _answered(rows: list[Mapping[int, Unit]], asked: Choice) -> bool:
    told = sum(asked.of(row) is not None for row in rows)
    return told >= max(1, _ANSWERED * len(rows))
