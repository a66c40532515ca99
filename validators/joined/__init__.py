"""The room of joined facts: one module for each thing that is put together from several papers; found by looking.

A module holds either or both of
- ``policy(facts, papers) -> Mapping[str, Fact]``: more facts of a policy, from those it has and from all papers;
- ``subjects(records, policies, shared) -> Iterable[Subject]``: further things that rules are about. ``policies`` are the
  folded policy numbers (None where not read) with their facts, ``shared`` the facts of the filing as a whole.

Pure, as all of ``validators``. Modules run in the order of their names and do not lean on each other.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from extractor.record import Record
from validators.facts import Manifest


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers that a policy's facts may come from: its own, its reports, and all of the filing.

    ``number`` is the folded policy number, None where none was read.
    """

    number: str | None
    policy: tuple[Record, ...]
    reports: tuple[Record, ...]
    all: tuple[Record, ...]
    manifest: Manifest | None


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of the room."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)
