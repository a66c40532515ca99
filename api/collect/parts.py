"""What is handed in: files, the papers they are pages of, papers that stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from api.errors import Forbidden, Missing
from extractor.errors import PaperError

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a paper. ``name`` is its path within the parcel; ``failure``: why there is no ``file``. ``volumes`` are the
    files of an archive in parts with how they were cut, of which ``file`` is the first."""

    name: str
    file: Path | None = None
    failure: PaperError | None = None
    volumes: tuple[str, tuple[Path, ...]] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Papers cross to their readers by the thousand; the default walks the fields by name.
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)

    def load(self) -> bytes:
        """The bytes; a file that is gone or closed to us is a PaperError."""
        if self.failure is not None:
            raise self.failure
        if self.file is None:
            raise Missing
        try:
            return self.file.read_bytes()
        except FileNotFoundError as error:
            raise Missing from error
        except PermissionError as error:
            raise Forbidden from error


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to read; several parts when images are its pages. ``path`` is the first part's name; ``passwords`` are
    words to try where it has one, which travel with the task alone."""

    path: str
    parts: tuple[Part, ...]
    passwords: tuple[str, ...] = field(default=(), repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self.parts, self.passwords)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers that stand together.

    ``name`` is the filing's name, None for a pool of loose papers, which is grouped after reading. ``path`` is the
    folder or archive as given, "" for single files. ``manifest`` is what the upload platform knows.
    """

    name: str | None
    path: str
    papers: tuple[Paper, ...]
    manifest: Mapping[str, Any] | None = None


Expand = Callable[[Part], Iterable[Part] | None]
"""Opens an archive: its members, each with its file or why it was refused; None when the part is no archive."""
