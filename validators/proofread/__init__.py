"""The defects inside a notice: what contradicts itself, cites wrongly, or breaks the form of an official paper.

Each sibling module has ``detect(paper) -> Iterator[Defect]``; adding a detector is adding a file. Detectors are pure:
they see the notice's Record and its numbered lines, open nothing and ask no clock. A text that is not final never
yields an error. Words to look for are data: the YAML files beside this one, read by ``lexicon``.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module

from extractor.record import Record
from validators.proofread.paper import Defect, Paper

__all__ = ["Defect", "proofread"]

# What speaks of the shape of a character, or of a number that a reader of pictures may have lost: not said of a scan.
_SHAPES = frozenset(
    {
        "comma_half_width", "colon_look_alike", "quotes_straight", "date_digit_full_width", "title_blank",
        "number_bracket_not_hexagonal", "standard_number_without_blank", "brackets_of_two_widths", "bracket_unpaired",
        "ordinal_dot_full_width", "ordinal_missing", "ordinal_repeated", "ordinal_style_break", "slip_of_the_pen",
        "list_mark_missing", "one_word_two_ways", "interval_unit_missing",
    }
)  # fmt: skip
_LOWER = {"error": "warning", "warning": "note", "note": "note"}
_ORDER = {"error": 0, "warning": 1, "note": 2}


@cache
def _detectors() -> tuple[tuple[str, Callable[[Paper], Iterator[Defect]]], ...]:
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    modules = [(name, import_module(f"{__name__}.{name}")) for name in names]
    return tuple((name, module.detect) for name, module in modules if hasattr(module, "detect"))


def proofread(record: Record, lines: Sequence[str] | None = None, *, as_of: date | None = None) -> tuple[Defect, ...]:
    """The defects of a notice, gravest first, then by line.

    ``lines`` are the paper's lines where line 1 is the first; without them the record's own table "lines" is read.
    ``as_of`` is the day for which citations are looked at a second time ("since repealed"); without it only the day
    of issue counts. What stands on lines read off a picture is told a step lower.
    """
    paper = Paper.of(record, lines, as_of)
    found = [replace(defect, detector=name) for name, detect in _detectors() for defect in detect(paper)]
    if record.value("binding") is False:
        found = [replace(d, severity="warning") if d.severity == "error" else d for d in found]
    found = [as_read for d in found if (as_read := _as_read(d, paper))]
    return tuple(sorted(found, key=lambda d: (_ORDER[d.severity], d.lines[:1], d.type, d.quotes)))


def _as_read(defect: Defect, paper: Paper) -> Defect | None:
    """A remark on lines read off a picture: a step lower, as the reader may err; none at all on shapes of characters."""
    if not paper.unsure.intersection(defect.lines):
        return defect
    return None if defect.type in _SHAPES else replace(defect, severity=_LOWER[defect.severity])
