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
        """(the answer, the mark that gives it) in a line; None where no mark or more than one stands."""
        marks = [(c, row[c]) for c in self.answers if c in row and _YES.match(row[c].text)]
        return (self.answers[marks[0][0]], marks[0][1]) if len(marks) == 1 else None


def choices(header: Sequence[str], lines: Sequence[Mapping[int, Unit]]) -> Iterator[Choice]:
    """Every question of a table that is asked in several columns."""
    rows = [row for row in lines if len({id(u) for u in row.values()}) > 2]
    run: list[int] = []
    for c in range(len(header) + 1):
        if c < len(header) and _holds_marks(rows, c):
            run.append(c)
            continue
        if len(run) > 1:
            asked = Choice({k: header[k].split("|")[-1].strip() for k in run})
            if len(set(asked.answers.values())) == len(run) and _answered(rows, asked):
                yield asked
        run = []


def _holds_marks(rows: list[Mapping[int, Unit]], c: int) -> bool:
    cells = [row[c] for row in rows if c in row]
    return all(_YES.match(u.text) or _NO.match(u.text) for u in cells) and len(rows) > 1


def _answered(rows: list[Mapping[int, Unit]], asked: Choice) -> bool:
    told = sum(asked.of(row) is not None for row in rows)
    return told >= max(1, _ANSWERED * len(rows))
