"""An archive cut into parts (.7z.001, .z01, .part1.rar): which files are the parts of one, and those read as one stream."""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import BinaryIO, Final, NamedTuple

from extractor.errors import Damaged, MissingVolume, UnknownFormat

_CUT: Final = re.compile(r"(?P<whole>.+\.(?:7z|zip|rar|tar|tgz|gz|bz2|xz))\.(?P<number>\d{3})", re.IGNORECASE)
_DISKS: Final = re.compile(r"(?P<stem>.+)\.z(?P<number>\d{2,3}|ip)", re.IGNORECASE)
_RAR: Final = re.compile(r"(?P<stem>.+)\.part(?P<number>\d{1,4})\.rar", re.IGNORECASE)
_OLD_RAR: Final = re.compile(r"(?P<stem>.+)\.r(?P<number>\d{2}|ar)", re.IGNORECASE)


class Volume(NamedTuple):
    """A file that may be a part. ``whole`` is the name of the archive; ``style`` is ``"cut"`` (as with a knife), ``"disks"``
    (ZIP, whose directory counts by part), ``"rar"`` or ``"old rar"``; ``number`` is its place, which need not begin at 0."""

    whole: str
    style: str
    number: int


class VolumeSet(NamedTuple):
    """The parts of one archive: their places in the list of names, in order. ``complete``: none is lacking at the beginning
    or in between."""

    whole: str
    style: str
    places: tuple[int, ...]
    complete: bool


def volume_of(name: str) -> Volume | None:
    """What a name says of its being a part; None for one that says nothing. The name of a whole ZIP or RAR may be a part's.

    >>> volume_of("资料.7z.002")
    Volume(whole='资料.7z', style='cut', number=2)
    """
    if found := _CUT.fullmatch(name):
        return Volume(found["whole"], "cut", int(found["number"]))
    if found := _RAR.fullmatch(name):
        return Volume(f"{found['stem']}.rar", "rar", int(found["number"]))
    if found := _DISKS.fullmatch(name):
        last = found["number"].lower() == "ip"
        return Volume(f"{found['stem']}.zip", "disks", 1000 if last else int(found["number"]))
    if found := _OLD_RAR.fullmatch(name):
        return Volume(
            f"{found['stem']}.rar", "old rar", 0 if found["number"].lower() == "ar" else int(found["number"]) + 1
        )
    return None


def is_volume(name: str, data: bytes) -> bool:
    """Whether a file is a part and no archive by itself: its name says so, or its directory counts several disks."""
    found = volume_of(name)
    if found is None or found.number in (0, 1000):
        at = data.rfind(b"PK\x05\x06")
        return found is not None and found.number == 1000 and at >= 0 and data[at + 4 : at + 6] not in (b"", b"\0\0")
    return True


def volume_sets(names: Sequence[str]) -> list[VolumeSet]:
    """The archives of which several parts, or a part that cannot stand alone, are among these names."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for place, name in enumerate(names):
        if (volume := volume_of(name)) is not None:
            found.setdefault((volume.whole.lower(), volume.style), []).append((volume.number, place))
    out: list[VolumeSet] = []
    for (_, style), members in found.items():
        numbers = [number for number, _ in sorted(members)]
        if numbers in ([0], [1000]):
            continue  # a ZIP or RAR that is whole
        first = {"cut": 1, "disks": 1, "rar": 1, "old rar": 0}[style]
        inner = numbers[:-1] if style == "disks" else numbers
        complete = inner == list(range(first, first + len(inner))) and (style != "disks" or numbers[-1] == 1000)
        places = tuple(place for _, place in sorted(members))
        whole = volume_of(names[places[0]])
        out.append(VolumeSet(whole.whole if whole else "", style, places, complete))
    return out


@dataclass(slots=True)
class _Overlay:
    """Bytes that take the place of those of the parts."""

    start: int
    data: bytes


class Volumes(io.RawIOBase):
    """Parts, opened and in order, as one stream. ``style`` is as in ``Volume``."""

    def __init__(self, parts: Sequence[BinaryIO], style: str) -> None:
        self.style = style
        self.parts = parts
        self.sizes = [part.seek(0, io.SEEK_END) for part in parts]
        self.starts = [0, *accumulate(self.sizes)]
        self._at = 0
        self._overlays: list[_Overlay] = []
        if style == "disks":
            self._overlays = _as_one_disk(self)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.starts[-1]}[whence]
        if base + offset < 0:
            raise ValueError("negative seek position")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self.starts[-1] - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        out = bytearray()
        begin = self._at
        while len(out) < wanted:
            at = begin + len(out)
            number = bisect_right(self.starts, at) - 1
            part = self.parts[number]
            part.seek(at - self.starts[number])
            piece = part.read(wanted - len(out))
            if not piece:
                break
            out += piece
        for over in self._overlays:
            start, end = max(begin, over.start), min(begin + len(out), over.start + len(over.data))
            if start < end:
                out[start - begin : end - begin] = over.data[start - over.start : end - over.start]
        self._at = begin + len(out)
        return bytes(out)


_TAIL = 65_557
"""Bytes of the record at a ZIP's end with the longest comment."""


def _as_one_disk(stream: Volumes) -> list[_Overlay]:
    """A ZIP's directory with places counted from the beginning of the first part. Source: APPNOTE 6.3.10, 4.3.12 and 4.3.16."""
    size = stream.starts[-1]
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise Damaged("压缩包不完整")
    disk, first, _, count, length, place = struct.unpack_from("<HHHHII", tail, at + 4)
    if place == 0xFFFFFFFF or count == 0xFFFF:
        raise UnknownFormat("分卷的ZIP64")
    if disk + 1 != len(stream.parts) or first > disk:
        raise MissingVolume(f"共{disk + 1}卷，收到{len(stream.parts)}卷")
    begin = stream.starts[first] + place
    stream.seek(begin)
    directory = bytearray(stream.read(length))
    entry = 0
    while entry + 46 <= len(directory) and directory[entry : entry + 4] == b"PK\x01\x02":
        on, offset = (
            struct.unpack_from("<H", directory, entry + 34)[0],
            struct.unpack_from("<I", directory, entry + 42)[0],
        )
        if on > disk:
            raise Damaged("压缩包不完整")
        struct.pack_into("<H", directory, entry + 34, 0)
        struct.pack_into("<I", directory, entry + 42, min(stream.starts[on] + offset, 0xFFFFFFFE))
        entry += 46 + sum(struct.unpack_from("<HHH", directory, entry + 28))
    end = struct.pack("<HHHHII", 0, 0, count, count, length, min(begin, 0xFFFFFFFE))
    return [_Overlay(begin, bytes(directory)), _Overlay(size - len(tail) + at + 4, end)]


def missing(names: Iterable[str]) -> MissingVolume:
    """Why parts are not read, for each of them: which ones are here."""
    shown = [name.replace("\\", "/").rpartition("/")[2] for name in names]
    return MissingVolume(f"收到{'、'.join(shown[:5])}{'等' if len(shown) > 5 else ''}")
