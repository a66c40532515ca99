"""Papers by the SHA-256 of their bytes, in a folder or an S3-compatible store, through fsspec.

A blob is written before any row names it and never written over: the name is the content. In a folder it appears by
renaming a finished, flushed file, so that a crash leaves either all of it or nothing under its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

import fsspec
from fsspec.implementations.local import LocalFileSystem

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored file: hexadecimal SHA-256 and bytes. ``known``: it was there before, so that whoever clears up may be about
    to remove it; ``api.store.holding`` says what to do then."""

    sha256: str
    size: int
    known: bool = field(default=False, compare=False)


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
                known = self._settle(spool, name, size)
            finally:
                with suppress(FileNotFoundError):
                    spool.unlink()
        return Blob(name, size, known)

    def _settle(self, spool: Path, name: str, size: int) -> bool:
        """Put what was spooled in its place; whether it was there already. One of another size is damaged, and replaced."""
        path = self._path(name)
        if not self._local:
            known = self._size(path) == size
            if not known:
                self._fs.put_file(str(spool), path)
            return known
        target = Path(path)
        known = self._size(path) == size
        if not known:
            self._make_folders(target.parent)
            spool.replace(target)
        _flush_folder(target.parent)  # also where it was there: whoever put it may not have come so far
        return known

    def _make_folders(self, folder: Path) -> None:
        """The folders down to this one, as durable as what they will hold."""
        if folder.is_dir():
            return
        self._make_folders(folder.parent)
        folder.mkdir(exist_ok=True)
        _flush_folder(folder.parent)

    def _size(self, path: str) -> int | None:
        """Bytes of what is there; None where nothing is."""
        try:
            self._fs.invalidate_cache(path.rpartition("/")[0])
            return int(self._fs.info(path)["size"])
        except FileNotFoundError:
            return None

    def _path(self, name: str) -> str:
        return f"{self._root}/{name[:2]}/{name[2:4]}/{name}"

    def has(self, name: str) -> bool:
        return self._size(self._path(name)) is not None

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

    def age_s(self, name: str) -> float:
        """Seconds since it was written; FileNotFoundError where there is none."""
        written: datetime = self._fs.modified(self._path(name))
        return (datetime.now(UTC) - (written if written.tzinfo else written.replace(tzinfo=UTC))).total_seconds()

    def sweep(self, older_s: float) -> int:
        """Remove what uploads left half-written that a crash cut short, older than so many seconds; how many files."""
        gone = 0
        for file in Path(self._root, "incoming").glob("in-*") if self._local else ():
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > older_s:
                    file.unlink()
                    gone += 1
        return gone

    def delete(self, name: str) -> None:
        """Only ``api.retention`` calls this, after the last row that names the blob is gone."""
        with suppress(FileNotFoundError):
            self._fs.rm_file(self._path(name))

    def reachable(self) -> None:
        """Raises what the store raises when it does not answer; FileNotFoundError where the folder or bucket is not there."""
        if self._local:
            self._fs.ls(self._root)
            return
        bucket = self._root.partition("/")[0]
        self._fs.invalidate_cache()  # what was listed a minute ago says nothing of now
        if not self._fs.exists(bucket):
            raise FileNotFoundError(bucket)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
