"""What every part of the running service is handed: its settings, its database, its papers, its renderer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from api.config import Config
from api.store import Blobs, Database

T = TypeVar("T")

RENDER_S = 60.0
"""Wall-clock time for one picture, seconds."""
RENDER_BYTES = 2 << 30
"""Address space of the process that draws."""


@dataclass
class Service:
    """One process's hold on the world outside; made once, handed to whoever needs it."""

    config: Config
    db: Database
    blobs: Blobs
    _parts: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    _making: Any = field(default_factory=threading.RLock, init=False, repr=False)

    @classmethod
    def open(cls, config: Config) -> Service:
        """Connect as the settings say. Nothing is created or changed but an empty folder for a local store."""
        options: dict[str, Any] = json.loads(config.blob_options or "{}")
        config.data.mkdir(parents=True, exist_ok=True)
        return cls(config, Database(config.database_url), Blobs(config.blobs_url, **options))

    @property
    def reader(self) -> Any:
        """Opens archives and reads papers, in processes of their own with the limits of the settings."""
        return self.part(_make_reader)

    @property
    def renderer(self) -> Any:
        """Draws pages in a process of its own: PDFium is not thread-safe, and a paper may be hostile."""
        return self.part(_make_renderer)

    def part(self, make: Callable[[Service], T]) -> T:
        """The service's one ``make(service)``, made when first asked for; closed with the service where it can be."""
        made: T | None = self._parts.get(make)
        if made is None:
            with self._making:
                made = self._parts.get(make) or self._parts.setdefault(make, make(self))
        return made

    def close(self) -> None:
        while self._parts:
            _, part = self._parts.popitem()
            if hasattr(part, "close"):
                part.close()
        self.db.close()


def _make_reader(service: Service) -> Any:
    from api.tasks import perform
    from api.work import Executor

    config = service.config
    return Executor(
        perform, workers=config.workers or None, timeout_s=config.seconds, memory_bytes=config.memory_mib << 20
    )


def _make_renderer(service: Service) -> Any:
    from api.rendering import perform
    from api.work import Executor

    return Executor(perform, workers=service.config.render_workers, timeout_s=RENDER_S, memory_bytes=RENDER_BYTES)


def service_of(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _service_of(request: Request) -> Service:
    """As a coroutine: the framework sends anything else to a thread and back, with every request, to look at one attribute."""
    return service_of(request)


TheService = Annotated[Service, Depends(_service_of)]
