"""Bytes of archive members and of a store's files on their way to be read: files of a private folder, no more than are waiting."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from api.audit_run.intake.sources import fetch

SPOOL_BYTES = 512 * 1024 * 1024
"""Bytes that wait on disk to be read."""


@dataclass(slots=True)
class Spool:
    """Files of bytes that are waiting to be read."""

    folder: Path
    held: int = 0
    _sizes: dict[Path, int] = field(default_factory=dict)
    _number: int = 0

    def put(self, data: bytes) -> Path:
        file = self._next()
        file.write_bytes(data)
        return self._hold(file, len(data))

    def fetch(self, place: str) -> Path:
        fetch(place, file := self._next())
        return self._hold(file, file.stat().st_size)

    def drop(self, file: Path) -> None:
        """Remove a file that lies here; one of the archive itself stays."""
        if file in self._sizes:
            self.held -= self._sizes.pop(file)
            file.unlink(missing_ok=True)

    def full(self) -> bool:
        return self.held > SPOOL_BYTES

    def _next(self) -> Path:
        self._number += 1
        return self.folder / str(self._number)

    def _hold(self, file: Path, size: int) -> Path:
        self._sizes[file] = size
        self.held += size
        return file
