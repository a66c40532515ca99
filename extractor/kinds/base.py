"""What every kind of paper gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractor.record import Reading, Row, Witness


@dataclass(frozen=True)
class Extracted:
    """Fields, lists and witnesses of one paper, before they become a Record."""

    fields: Mapping[str, Reading[Any]] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    witnesses: Mapping[str, Witness] = field(default_factory=dict)
