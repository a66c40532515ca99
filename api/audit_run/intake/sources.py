"""What was given → files, one after another: folders with all below them, single files, files of a list, URLs of a store.

A file is told to be the same by its ``stamp``: size and time of change, or what a store has instead.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from api.beside import unreadable
from api.collect.names import UNNAMED, plain, readable
from api.collect.opening import folder_files
from extractor import archives

WAITS_S = (1.0, 5.0, 15.0)
"""Between tries to fetch a file from a store."""
KEYS = "AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY"
"""Where keys of a store come from, unless fsspec's own configuration has them."""
NO_KEYS = ("NoCredentialsError", "PartialCredentialsError")
"""What a store's library raises where it has no keys; known by name, for the library may not be there."""
SINGLE = ""
"""The base of files that were named one by one."""


class BadSource(Exception):
    """Something given that cannot be gone through; the message is for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Volumes:
    """Parts of one archive: the places of all, in order, with how it was cut (``extractor.archives``); or, where some did not
    come, the names of those that did, and no style."""

    style: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One file. ``base`` and ``name`` as in ``api.collect``; ``place``: its path, or its URL. ``missing``: it is not there.
    ``volumes``: it lies in parts, of which ``place`` is the first, or is a part of what did not come whole."""

    base: str
    name: str
    place: str
    size: int | None
    stamp: str
    missing: bool = False
    volumes: Volumes | None = None


def files(given: Iterable[str]) -> Iterator[File]:
    """Every file of what was given, folders in the order of names; the parts of one archive are one file, under its name.

    Raises BadSource for a URL that leads nowhere.
    """
    return whole(_single(given))


def _single(given: Iterable[str]) -> Iterator[File]:
    for source in given:
        if "://" in source:
            yield from Store(source).files()
        else:
            yield from _local(Path(source))


def whole(found: Iterable[File]) -> Iterator[File]:
    """The parts of archives put together; a folder's archives come after its other files, and no more than these are kept."""
    kept: list[File] = []
    for file in found:
        if kept and _folder(kept[0]) != _folder(file):
            yield from _put_together(kept)
            kept = []
        if not file.missing and archives.volume_of(file.name) is not None:
            kept.append(file)
        else:
            yield file
    yield from _put_together(kept)


def _folder(file: File) -> tuple[str, str]:
    return file.base, PurePosixPath(file.name).parent.as_posix()


def _put_together(kept: list[File]) -> Iterator[File]:
    """As ``api.collect.opening.whole_archives``: parts that are all there as one file, each of the others with what is there."""
    out: list[File | None] = list(kept)
    for found in archives.volume_sets([file.name for file in kept]):
        parts = [kept[place] for place in found.places]
        if not found.complete:
            here = tuple(part.name for part in parts)
            for place in found.places:
                out[place] = replace(kept[place], volumes=Volumes("", here))
            continue
        for place in found.places:
            out[place] = None
        sizes = [part.size for part in parts]
        out[min(found.places)] = replace(
            parts[0], name=found.whole, size=None if None in sizes else sum(filter(None, sizes)),
            stamp="+".join(part.stamp for part in parts), volumes=Volumes(found.style, tuple(part.place for part in parts)),
        )  # fmt: skip
    yield from (file for file in out if file is not None)


def files_as(given: Iterable[str], names: Iterable[str]) -> Iterator[File]:
    """The same of things that lie elsewhere than they did, under the names that they had."""
    for source, name in zip(given, names, strict=True):
        for file in files([source]):
            yield replace(file, base=name) if file.base else replace(file, name=name)


def listed(file: Path) -> Iterator[str]:
    """The sources of a list: a line each, blank lines and lines that begin with # left out. Raises BadSource."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for line in lines:
                if (text := line.rstrip("\r\n").strip()) and not text.startswith("#"):
                    yield text
    except (OSError, UnicodeDecodeError) as error:
        raise BadSource(unreadable(file, error, "清单")) from None


def _local(path: Path) -> Iterator[File]:
    shown = readable(path.as_posix())
    if not path.is_dir():
        yield _file(SINGLE, shown, path)
        return
    for part in folder_files(path):
        assert part.file is not None
        yield _file(shown, part.name, part.file)


def _file(base: str, name: str, path: Path) -> File:
    place = os.fspath(path if path.is_absolute() else path.absolute())
    try:
        found = os.stat(place)
    except OSError:
        return File(base, name, place, None, "", missing=not os.path.lexists(path))
    return File(base, name, place, found.st_size, f"{found.st_size}:{found.st_mtime_ns}")


@dataclass(slots=True)
class Store:
    """A place named by URL, looked at through fsspec: ``s3://bucket/prefix``, ``https://…/x.zip`` and what else is installed.

    Endpoint and keys come from fsspec's own configuration and the environment (docs/audit.md).
    """

    url: str
    _fs: Any = field(init=False, default=None)
    _root: str = field(init=False, default="")

    def __post_init__(self) -> None:
        try:
            import fsspec

            self._fs, self._root = fsspec.core.url_to_fs(self.url)
        except ImportError as error:
            raise BadSource(f"读取 {self.url} 需要另外安装：{error}（对象存储：pip install 'anze[s3]'）") from None
        except ValueError as error:
            raise BadSource(f"不认识的地址 {self.url}：{error}") from None

    def files(self) -> Iterator[File]:
        """Every file below, in the order of names, a folder's listing at a time."""
        try:
            if self._fs.isdir(self._root):
                yield from self._below(self._root)
            elif self._fs.exists(self._root):
                yield self._file(SINGLE, self.url, self._fs.info(self._root))
            else:
                yield File(SINGLE, self.url, self.url, None, "", missing=True)
        except PermissionError as error:
            raise BadSource(f"{self.url} 拒绝访问：{error}；请检查密钥（{KEYS}）和它的权限") from None
        except Exception as error:  # each store has its own
            if type(error).__name__ in NO_KEYS:
                raise BadSource(f"读取 {self.url} 没有密钥：请设置 {KEYS}") from None
            raise BadSource(f"{self.url} 没有应答：{error}") from None

    def _below(self, folder: str) -> Iterator[File]:
        found = self._fs.ls(folder, detail=True)
        self._fs.invalidate_cache(folder)  # its listings are kept for ever otherwise, and there may be millions
        folders: list[dict[str, Any]] = []
        names: list[dict[str, Any]] = []
        for info in found:
            last = PurePosixPath(info["name"]).name
            if last and not last.startswith((".", "~$")) and info["name"].rstrip("/") != folder.rstrip("/"):
                (folders if info["type"] == "directory" else names).append(info)
        for info in sorted(names, key=lambda info: str(info["name"])):
            relative = str(info["name"]).removeprefix(self._root).lstrip("/")
            yield self._file(self.url.rstrip("/"), plain(relative) or UNNAMED, info)
        for info in sorted(folders, key=lambda info: str(info["name"])):
            yield from self._below(str(info["name"]))

    def _file(self, base: str, name: str, info: dict[str, Any]) -> File:
        size = info.get("size")
        mark = next((info[key] for key in ("ETag", "etag", "LastModified", "mtime", "created") if info.get(key)), "")
        return File(base, name, self._fs.unstrip_protocol(info["name"]), size, f"{size}:{mark}")


def is_remote(place: str) -> bool:
    return "://" in place


@contextmanager
def local(place: str, spool: Path) -> Iterator[Path]:
    """The file at a place as a file of this machine: itself, or a copy in the spool for as long as it is needed. Raises OSError."""
    if not is_remote(place):
        yield Path(place)
        return
    copy = spool / f"r{hashlib.sha256(place.encode()).hexdigest()[:32]}"
    try:
        fetch(place, copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def fetch(place: str, target: Path) -> None:
    """A copy of a store's file at ``target``. Raises FileNotFoundError, PermissionError; BadSource where the store does not answer,
    for that is nothing to be said of the paper."""
    import fsspec

    fs, path = fsspec.core.url_to_fs(place)
    for wait_s in (*WAITS_S, None):
        try:
            fs.get_file(path, os.fspath(target))
            return
        except (FileNotFoundError, PermissionError):
            raise
        except Exception as error:  # each store has its own
            if wait_s is None:
                raise BadSource(f"{place} 没有应答：{error}；做完的都已记下，再运行一次即接着做") from error
            time.sleep(wait_s)
