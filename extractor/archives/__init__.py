"""The archive formats: ZIP, TAR and mails with the standard library, 7z and RAR where the library for them is installed.

Each opener lists an archive's files as ``Source`` values and expands none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from extractor.archives.mail import is_mail, open_mail
from extractor.archives.rar import open_rar
from extractor.archives.seven_zip import open_seven_zip
from extractor.archives.source import Source
from extractor.archives.tar_archive import Only, open_compressed, open_tar
from extractor.archives.volumes import Volumes, VolumeSet, is_volume, missing, volume_of, volume_sets
from extractor.archives.zip_archive import open_zip
from extractor.errors import NothingInside, UnknownFormat
from extractor.limits import Limits
from extractor.locked import Passwords

__all__ = [
    "Only",
    "Source",
    "VolumeSet",
    "Volumes",
    "is_volume",
    "kind_of",
    "missing",
    "open_archive",
    "volume_of",
    "volume_sets",
]

HEAD_BYTES = 8192
"""Bytes that tell the format; a mail begins with the stamps of the servers it came through."""
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty archive
    (b"PK\x07\x08", "zip"),  # a spanned one
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ\x00", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"\x04\x22\x4d\x18", "compressed"),
    (b"\x1f\x9d\x90", "compressed"),
)
_OPENERS: dict[str, Callable[[BinaryIO, str, Limits, Passwords], list[Source]]] = {
    "zip": open_zip,
    "tar": open_tar,
    "compressed": open_compressed,
    "7z": open_seven_zip,
    "rar": open_rar,
    "mail": open_mail,
}


def kind_of(head: bytes) -> str | None:
    """The archive format these bytes begin like, None for no archive."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[257:262] == b"ustar":
        return "tar"
    return "mail" if is_mail(head[:HEAD_BYTES]) else None


def open_archive(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    """The files of an archive, one at least; a ``PaperError`` for one that cannot be opened or holds none."""
    stream.seek(0)
    kind = kind_of(stream.read(HEAD_BYTES))
    stream.seek(0)
    if kind is None:
        raise UnknownFormat
    found = _OPENERS[kind](stream, name, limits, passwords)
    if not found:
        raise NothingInside
    return found
