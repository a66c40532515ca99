"""One member of one archive before it is expanded: what every archive format offers."""

from __future__ import annotations

import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from extractor.errors import Damaged

CHUNK = 1 << 20
"""Bytes expanded at a time."""
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error)
"""What the standard library raises for damaged archives."""


class Source(Protocol):
    """A file in an archive; directories are not listed."""

    @property
    def path(self) -> str: ...

    @property
    def size(self) -> int:
        """Expanded size in bytes as the archive declares it; not to be trusted."""

    @property
    def is_link(self) -> bool:
        """Whether it is a link, a device, or anything but a file."""

    def chunks(self) -> Iterator[bytes]:
        """Its bytes in pieces; raises a ``PaperError`` for a member that cannot be read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A source whose bytes come from a function."""

    path: str
    size: int
    is_link: bool
    open: Callable[[], Iterator[bytes]]

    def chunks(self) -> Iterator[bytes]:
        return self.open()


def pieces(stream: IO[bytes], path: str) -> Iterator[bytes]:
    """A member's bytes in pieces, with one kind of error for whatever is wrong with it."""
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except BROKEN as error:
        raise Damaged(path) from error


def is_special(mode: int) -> bool:
    """Whether a Unix mode says link, device, pipe or socket; 0 says nothing."""
    return stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)
