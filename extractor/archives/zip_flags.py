"""ZIP archives that say their names are UTF-8 and write them in GBK: seen as if they said nothing of it.

The standard library refuses such an archive whole. What is changed is one bit in each header of such a name, and only for who
reads through here: the archive itself is left as it is.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, BinaryIO

_END, _END_BYTES, _MOST_COMMENT = b"PK\x05\x06", 22, 65_535
_ENTRY, _ENTRY_BYTES = b"PK\x01\x02", 46
_UTF8_BIT, _UTF8 = 0x08, 0x800
"""Bit 11 of the flags ("language encoding") within their second byte, and within both."""


class Unflagged:
    """The stream of an archive without that bit where the name is not UTF-8; for reading only."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._places = sorted(_flags_of_other_names(stream))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, size: int = -1) -> bytes:
        at = self._stream.tell()
        data = self._stream.read(size)
        first, end = bisect_left(self._places, at), bisect_left(self._places, at + len(data))
        if first == end:
            return data
        changed = bytearray(data)
        for place in self._places[first:end]:
            changed[place - at] &= ~_UTF8_BIT
        return bytes(changed)


def _flags_of_other_names(stream: BinaryIO) -> Iterator[int]:
    """Where the second byte of the flags stands, in the list of members and before the member itself."""
    length = stream.seek(0, 2)
    begin = max(0, length - _END_BYTES - _MOST_COMMENT)
    stream.seek(begin)
    tail = stream.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_BYTES:
        return
    size, stated = struct.unpack_from("<II", tail, end + 12)
    start = begin + end - size
    if start < 0:
        return
    stream.seek(start)
    entries, at = stream.read(size), 0
    while entries[at : at + 4] == _ENTRY and len(entries) - at >= _ENTRY_BYTES:
        (flags,) = struct.unpack_from("<H", entries, at + 8)
        name, extra, comment = struct.unpack_from("<HHH", entries, at + 28)
        (local,) = struct.unpack_from("<I", entries, at + 42)
        if flags & _UTF8 and not _is_utf8(entries[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name]):
            yield start + at + 9
            yield start - stated + local + 7  # the archive may begin behind something else
        at += _ENTRY_BYTES + name + extra + comment


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
