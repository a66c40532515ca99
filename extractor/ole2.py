"""The compound file of legacy Office (OLE2): which streams a file holds, and their bytes.

Only what telling formats apart needs; written after the published layout [MS-CFB]. Nothing here trusts an offset: a
chain that leaves the file or turns in circles ends where it does.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free), not places."""
_ENTRY = 128
"""Bytes of one directory entry."""


@dataclass(frozen=True, slots=True)
class _Layout:
    sector: int
    fat: tuple[int, ...]
    directory_start: int


def _layout(data: bytes) -> _Layout | None:
    if len(data) < 512 or not data.startswith(MAGIC):
        return None
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return None
    sector = 1 << shift
    directory_start, difat_next = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 68)[0]
    fat_sectors = list(struct.unpack_from("<109I", data, 76))
    seen = 0
    while difat_next < _END and seen < 4096:
        block = data[(difat_next + 1) * sector : (difat_next + 2) * sector]
        if len(block) < sector:
            break
        *numbers, difat_next = struct.unpack(f"<{sector // 4}I", block)
        fat_sectors += numbers
        seen += 1
    fat: list[int] = []
    for number in fat_sectors:
        if number >= _END or (number + 2) * sector > len(data) + sector:
            continue
        block = data[(number + 1) * sector : (number + 2) * sector]
        fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
    return _Layout(sector, tuple(fat), directory_start)


def _chain(data: bytes, layout: _Layout, start: int) -> bytes:
    parts: list[bytes] = []
    most = len(data) // layout.sector + 1
    while start < _END and len(parts) < most:
        parts.append(data[(start + 1) * layout.sector : (start + 2) * layout.sector])
        start = layout.fat[start] if start < len(layout.fat) else _END
    return b"".join(parts)


def directory(data: bytes) -> bytes:
    """The raw directory: names of streams stand in it as UTF-16LE. Empty for a file that is not OLE2 or is cut off."""
    layout = _layout(data)
    return _chain(data, layout, layout.directory_start) if layout else b""


def turns_in_circles(data: bytes) -> bool:
    """Whether a chain of sectors comes back to where it was: a reader that follows it never ends, or fills the memory.

    The chains of all streams are followed, small ones in their own table, and those of the tables themselves.
    """
    layout = _layout(data)
    if layout is None:
        return False
    mini_start, difat_start = struct.unpack_from("<I", data, 60)[0], struct.unpack_from("<I", data, 68)[0]
    ended, mini_ended = set[int](), set[int]()
    if _is_circle(layout.fat, layout.directory_start, ended) or _is_circle(layout.fat, mini_start, ended):
        return True
    table = _chain(data, layout, mini_start)
    mini = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
    entries = directory(data)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        start, size = struct.unpack_from("<II", entries, at + 116)
        is_small = entries[at + 66] == 2 and size < 4096
        table_of, known = (mini, mini_ended) if is_small else (layout.fat, ended)
        if entries[at + 66] in (2, 5) and _is_circle(table_of, start, known):
            return True
    return _is_circle(_difat(data, layout.sector), difat_start, set())


def _difat(data: bytes, sector: int) -> tuple[int, ...]:
    """For each sector of the file the one named in its last four bytes: where the list of tables goes on, if it is one of its."""
    ends = range(2 * sector - 4, len(data) - 3, sector)
    return tuple(struct.unpack_from("<I", data, at)[0] for at in ends)


def _is_circle(table: tuple[int, ...], start: int, ended: set[int]) -> bool:
    """Whether the chain from ``start`` never ends. ``ended``: sectors from which chains do, added to: thousands of entries may
    begin on one long chain, which is followed once."""
    chain: set[int] = set()
    while start < len(table) and start not in ended:
        if start in chain:
            return True
        chain.add(start)
        start = table[start]
    ended |= chain
    return False


def names(head: bytes) -> frozenset[str]:
    """The stream names found in a directory, or in a signature that ends with one."""
    found = set()
    for at in range(0, len(head) - _ENTRY + 1, _ENTRY):
        entry = head[at : at + _ENTRY]
        length = struct.unpack_from("<H", entry, 64)[0]
        if 4 <= length <= 64 and length % 2 == 0 and entry[66] in (1, 2, 5):
            found.add(entry[: length - 2].decode("utf-16-le", "replace"))
    return frozenset(found)


def stream_start(data: bytes, name: str) -> bytes:
    """The first sector of a stream that is large enough to have sectors of its own (4,096 bytes); else empty."""
    layout = _layout(data)
    if layout is None:
        return b""
    entries = directory(data)
    wanted = name.encode("utf-16-le")
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        entry = entries[at : at + _ENTRY]
        if entry.startswith(wanted + b"\0\0") and entry[66] == 2:
            start, size = struct.unpack_from("<II", entry, 116)
            if size >= 4096 and start < _END:
                return data[(start + 1) * layout.sector : (start + 2) * layout.sector]
    return b""
