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
    of issue counts.
    """
    paper = Paper.of(record, lines, as_of)
    found = [replace(defect, detector=name) for name, detect in _detectors() for defect in detect(paper)]
    if record.value("binding") is False:
        found = [replace(d, severity="warning") if d.severity == "error" else d for d in found]
    return tuple(sorted(found, key=lambda d: (_ORDER[d.severity], d.lines[:1], d.type, d.quotes)))
