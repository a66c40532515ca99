"""TAR, and files compressed alone with gzip, bzip2, xz or, where its library is there (py7zr brings it), Zstandard."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from extractor.archives.source import BROKEN, Opened, Source, pieces
from extractor.errors import Damaged, NeedsProgram, UnknownFormat
from extractor.limits import Limits
from extractor.locked import Passwords


@dataclass(frozen=True, slots=True)
class _TarMember:
    archive: tarfile.TarFile
    info: tarfile.TarInfo
    path: str

    @property
    def size(self) -> int:
        return self.info.size

    @property
    def is_link(self) -> bool:
        return not self.info.isreg()

    def chunks(self) -> Iterator[bytes]:
        try:
            stream = self.archive.extractfile(self.info)
        except BROKEN as error:
            raise Damaged(self.path) from error
        if stream is None:
            raise Damaged(self.path)
        yield from pieces(stream, self.path)


def _native(name: str) -> str:
    """A TAR name: UTF-8 where it is, else GB18030 (tarfile keeps undecodable bytes as surrogates)."""
    raw = name.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def open_tar(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    try:
        archive = tarfile.open(fileobj=stream, mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
        return [_TarMember(archive, info, _native(info.name)) for info in _listed(archive, limits)]
    except BROKEN as error:
        raise Damaged("压缩包不完整") from error


def _listed(archive: tarfile.TarFile, limits: Limits) -> Iterator[tarfile.TarInfo]:
    for count, info in enumerate(archive):
        if count > limits.archive_members:  # one more than allowed is listed, so that the excess is noticed
            return
        if not info.isdir():
            yield info


_DECOMPRESSORS: dict[bytes, Callable[[BinaryIO], IO[bytes]]] = {
    b"\x1f\x8b": lambda stream: cast(IO[bytes], gzip.GzipFile(fileobj=stream)),
    b"BZ": lambda stream: cast(IO[bytes], bz2.BZ2File(stream)),
    b"\xfd7": lambda stream: cast(IO[bytes], lzma.LZMAFile(stream)),  # noqa: SIM115
}
_OF_TAR = ("tgz", "tbz", "tbz2", "txz", "tzst")
_UNREAD = {b"\x04\x22": "LZ4", b"\x1f\x9d": "Unix compress（.Z）"}
"""Kinds that are known by their first bytes and not read."""


def _unpacked(head: bytes, stream: BinaryIO, path: str) -> Iterator[bytes]:
    if head == b"\x28\xb5":
        yield from _zstandard(stream, path)
    else:
        yield from pieces(_DECOMPRESSORS[head](stream), path)


def _zstandard(stream: BinaryIO, path: str) -> Iterator[bytes]:
    try:
        from backports import zstd
    except ImportError:
        try:
            from compression import zstd  # type: ignore[import-not-found,no-redef,unused-ignore]
        except ImportError as error:
            raise NeedsProgram("Zstandard：需要安装backports.zstd") from error
    try:
        yield from pieces(cast(IO[bytes], zstd.ZstdFile(stream)), path)
    except zstd.ZstdError as error:
        raise Damaged(path) from error


class Only(Opened):
    """The one file in a compressed file."""


def open_compressed(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    """The one file inside (perhaps a TAR), named as its archive without the last extension; its size is unknown, 0."""
    head = stream.read(2)
    stream.seek(0)
    if head in _UNREAD:
        raise UnknownFormat(f"{_UNREAD[head]}压缩")
    base = name.replace("\\", "/").rsplit("!", 1)[-1].rsplit("/", 1)[-1]
    stem, _, suffix = base.rpartition(".")
    path = f"{stem}.tar" if suffix.lower() in _OF_TAR else stem or base
    return [Only(path, 0, False, lambda: _unpacked(head, stream, path))]
