"""ZIP, with names as they were meant: most archives made in China do not say how theirs are written."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from extractor.archives.source import BROKEN, Source, is_special, pieces
from extractor.archives.zip_flags import Unflagged
from extractor.archives.zip_locks import ZipLocks
from extractor.errors import Damaged, UnknownFormat
from extractor.limits import Limits
from extractor.locked import Passwords

_UNICODE_PATH = 0x7075
_DOS_SYSTEMS = (0, 10, 11, 14)
"""Makers (FAT, NTFS …) under which "\\" in a name parts folders."""


@dataclass(frozen=True, slots=True)
class _ZipMember:
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo
    path: str
    locks: ZipLocks

    @property
    def size(self) -> int:
        return self.info.file_size

    @property
    def is_link(self) -> bool:
        # The upper half of the attributes is a Unix mode only where the archive was made on Unix (system 3 or 19).
        return self.info.create_system in (3, 19) and is_special(self.info.external_attr >> 16)

    def chunks(self) -> Iterator[bytes]:
        if self.info.flag_bits & 1:
            yield from self.locks.opened(self.archive, self.info, self.path)
            return
        try:
            stream = self.archive.open(self.info)
        except NotImplementedError as error:
            raise UnknownFormat(f"压缩方法{self.info.compress_type}") from error
        except (RuntimeError, *BROKEN) as error:
            raise Damaged(self.path) from error
        with stream:
            yield from pieces(stream, self.path)


def zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name, whatever it was written in: the UTF-8 flag, the Unicode extra field, UTF-8, GB18030, CP437.

    Windows in Chinese writes GBK without saying so, macOS UTF-8 without saying so. A few GBK names are UTF-8 by
    accident, but only with two-byte sequences: UTF-8 is believed where it gives characters from U+0800 on.
    """
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    extra = _unicode_path(info.extra, raw)
    if extra is not None:
        return extra
    for encoding in ("ascii", "utf-8", "gb18030", "cp437"):
        try:
            decoded = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or any(char >= "\u0800" for char in decoded):
            return decoded
    return name


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the Info-ZIP Unicode path field, if it was made for this very name (its CRC says)."""
    at = 0
    while at + 4 <= len(extra):
        tag = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        if tag == _UNICODE_PATH and len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
            return field[5:].decode("utf-8", "replace")
        at += 4 + size
    return None


def open_zip(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    archive = _listed(stream)
    found: list[Source] = []
    locks = ZipLocks(stream, passwords)
    for info in archive.infolist():
        path = zip_name(info)
        if info.create_system in _DOS_SYSTEMS:
            path = path.replace("\\", "/")
        if not path.endswith("/"):
            found.append(_ZipMember(archive, info, path, locks))
    return found


def _listed(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        try:
            return zipfile.ZipFile(stream)
        except UnicodeDecodeError:  # GBK names that are called UTF-8
            return zipfile.ZipFile(cast(BinaryIO, Unflagged(stream)))
    except (NotImplementedError, *BROKEN) as error:
        raise Damaged("压缩包不完整") from error
