"""Papers by the SHA-256 of their bytes, in a folder or an S3-compatible store, through fsspec.

A blob is written before any row names it and never written over: the name is the content. In a folder it appears by
renaming a finished, flushed file, so that a crash leaves either all of it or nothing under its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

import fsspec
from fsspec.implementations.local import LocalFileSystem

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: hexadecimal SHA-256 and bytes."""

    sha256: str
    size: int


class Blobs:
    """The store at ``url``: a folder's path or an fsspec URL (``s3://bucket/prefix``; endpoint and keys by options)."""

    def __init__(self, url: str, **options: Any) -> None:
        fs, root = fsspec.core.url_to_fs(url, **options)
        self._fs = fs
        self._root = str(root).rstrip("/")
        self._local = isinstance(fs, LocalFileSystem)
        if self._local:
            Path(self._root).mkdir(parents=True, exist_ok=True)

    def put(self, stream: BinaryIO | IO[bytes]) -> Blob:
        """Keep what the stream holds; returns once it is durable. The same bytes twice are one blob."""
        digest, size = hashlib.sha256(), 0
        folder = Path(self._root) / "incoming" if self._local else None
        if folder is not None:
            folder.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="in-", delete=False) as file:
            spool = Path(file.name)
            try:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    size += len(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
                name = digest.hexdigest()
                self._settle(spool, name)
            finally:
                with suppress(FileNotFoundError):
                    spool.unlink()
        return Blob(name, size)

    def _settle(self, spool: Path, name: str) -> None:
        path = self._path(name)
        if not self._local:
            if not self._fs.exists(path):
                self._fs.put_file(str(spool), path)
            return
        target = Path(path)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        spool.replace(target)
        handle = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name[2:4]}/{name}"

    def has(self, name: str) -> bool:
        return bool(self._fs.exists(self._path(name)))

    def open(self, name: str) -> IO[bytes]:
        """The blob's bytes as a stream; FileNotFoundError where there is none."""
        opened: IO[bytes] = self._fs.open(self._path(name), "rb")
        return opened

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """The blob as a file of this machine, for a worker that has no network; a copy where the store is elsewhere."""
        if self._local:
            yield Path(self._path(name))
            return
        with tempfile.TemporaryDirectory(prefix="anze-blob-") as folder:
            file = Path(folder, name)
            self._fs.get_file(self._path(name), str(file))
            yield file

    def names(self) -> Iterator[str]:
        """Every blob's name, in no order."""
        for path in self._fs.find(self._root):
            name = str(path).rpartition("/")[2]
            if len(name) == 64 and not name.startswith("in-"):
                yield name

    def delete(self, name: str) -> None:
        """Only retention and a recorded deletion call this, after the last row that names the blob is gone."""
        with suppress(FileNotFoundError):
            self._fs.rm_file(self._path(name))

    def reachable(self) -> None:
        """Raises what the store raises when it does not answer."""
        self._fs.ls(self._root) if self._local else self._fs.exists(self._root)
