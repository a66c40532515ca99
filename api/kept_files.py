"""Files beside the compiled modules, in ``__pycache__``: what a module compiled and a later process need not compile again.

A file is trusted as a compiled module is and may be read and written by whom its source may. One that is damaged or was made by
another Python is made anew. Where Python may not write what it compiles (``PYTHONDONTWRITEBYTECODE``, a folder of another) nothing is
kept. Of writers at the same time the last one stays, whole: each writes a draft of its own.
See docs/decisions/0047-expressions-are-kept.md.
"""

from __future__ import annotations

import contextlib
import importlib.util
import marshal
import os
import sys
import zlib
from pathlib import Path
from typing import Any

_CHECKED = 4
"""Bytes of the sum of what follows them: a bit that a disk turned would be something else, not an error."""


class KeptFile:
    """What the module with the source file ``source`` keeps, a dictionary of what ``marshal`` writes; ``made_by`` says with what it was made."""

    def __init__(self, source: str, made_by: tuple[str | int, ...]) -> None:
        self._source, self._made_by = source, made_by

    def read(self) -> dict[Any, Any]:
        """What is kept: nothing where there is no file yet, where it is damaged, or where it was made with something else."""
        place = self._place()
        try:
            content = memoryview(place.read_bytes()) if place else memoryview(b"")
            if int.from_bytes(content[:_CHECKED], "big") != zlib.crc32(content[_CHECKED:]):
                return {}
            made_by, kept = marshal.loads(content[_CHECKED:])
            return dict(kept) if made_by == self._made_by else {}
        except (OSError, ValueError, TypeError, EOFError):  # none yet, or of another form
            return {}

    def may_write(self) -> bool:
        """Whether Python may write beside the source what it compiles."""
        place = self._place()
        return place is not None and not sys.dont_write_bytecode and _is_writable(place.parent)

    def write(self, kept: dict[Any, Any]) -> None:
        """Keeps it in place of what was kept, where that may be written."""
        place = self._place()
        if place is None or not self.may_write():
            return
        content = marshal.dumps((self._made_by, kept))
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            self._draft(place, zlib.crc32(content).to_bytes(_CHECKED, "big") + content)

    def _place(self) -> Path | None:
        try:
            return Path(importlib.util.cache_from_source(self._source)).with_suffix(".kept")
        except NotImplementedError:  # a Python that keeps nothing
            return None

    def _draft(self, place: Path, content: bytes) -> None:
        """As Python writes a compiled module: beside its place, through no link, for whom the source is, and then moved there."""
        draft = place.with_name(f"{place.name}.{os.getpid()}")
        mode = Path(self._source).stat().st_mode & 0o666 | 0o200
        try:
            with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
                file.write(content)
            draft.replace(place)
        except OSError:
            draft.unlink(missing_ok=True)  # also one that a process of this number left when it was ended
            raise


def _is_writable(folder: Path) -> bool:
    """Whether the folder, or the nearest one over it that is there, may be written."""
    there = next((f for f in (folder, *folder.parents) if os.path.exists(f)), folder)
    return there.is_dir() and os.access(there, os.W_OK)
