"""What a paper says, and where.

``read`` turns bytes into a Document, ``classify`` says what kind of paper it is, ``extract`` reads its fields into a Record;
``examine`` does all three, ``papers`` for each of the papers that a file may hold.

Nothing of it is loaded before it is asked for: the readers of all kinds of papers take a second of CPU, and the command line, the
rules and the service need but a record's types (docs/decisions/0033).
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.classify import KindGuess, classify
    from extractor.examine import examine, extract, papers
    from extractor.reading import read

__all__ = ["KindGuess", "classify", "examine", "extract", "papers", "read"]

_ROOM = {
    "KindGuess": "classify",
    "classify": "classify",
    "examine": "examine",
    "extract": "examine",
    "papers": "examine",
    "read": "reading",
}
"""Where each name is at home."""


def _door(name: str) -> property:
    """The function ``name``. A module of the same name, once loaded, is set in its place by Python's importer: it is let be, since
    ``extractor.examine(...)`` is the function whoever has been here before."""

    def opened(package: ModuleType) -> Any:
        return package.__dict__.get(f"_{name}") or getattr(import_module(f"extractor.{_ROOM[name]}"), name)

    def put(package: ModuleType, value: Any) -> None:
        if not isinstance(value, ModuleType):
            package.__dict__[f"_{name}"] = value

    return property(opened, put)


class _Package(ModuleType):
    """A package whose functions load the rooms they are at home in."""


for _name in _ROOM:
    setattr(_Package, _name, _door(_name))
sys.modules[__name__].__class__ = _Package
