"""What every kind of paper gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.evidence.candidates import Candidate, to_reading
from extractor.evidence.considered import asked
from extractor.record import Reading, Row, Witness


@dataclass(frozen=True)
class Extracted:
    """Fields, lists and witnesses of one paper, before they become a Record."""

    fields: Mapping[str, Reading[Any]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    witnesses: Mapping[str, Witness] = field(default_factory=dict)


def put(fields: dict[str, Reading[Any]], name: str, found: Sequence[Candidate]) -> None:
    """Adds the best of the candidates, ranked already, to ``fields`` under ``name``; nothing where there is none."""
    if (watch := asked()) is not None:
        watch.settle(name, found)
    reading = to_reading(found)
    if reading is not None:
        fields[name] = reading
