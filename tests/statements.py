"""What SQLAlchemy compiled of a statement, kept for all tests of a process.

Each engine keeps it for itself, and each test of the service has an engine of its own, over a database of its own: two thousand times
the same statements would be compiled anew, a seventh of these tests' time. A service that runs compiles each once.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Mapper
from sqlalchemy.util import LRUCache

MOST = 3000


class _ForAllEngines(LRUCache[Any, Any]):
    """Keys begin with the dialect, which each engine has one of: those of a kind are the same here, all of one server."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), value)


_KEPT = _ForAllEngines(MOST)


def keep_compiled() -> None:
    """From here on, in every engine of ``api.store``, and for the rows of every table, which mappers keep apart."""
    from api.store import database

    module: Any = database
    Mapper._compiled_cache = _KEPT  # type: ignore[assignment]

    made = module.create_engine

    def create_engine(*arguments: Any, **options: Any) -> Engine:
        engine = made(*arguments, **options)
        engine._compiled_cache = _KEPT
        return engine

    module.create_engine = create_engine
