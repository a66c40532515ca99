"""Archives as a stream of members: every member yields its bytes or the reason why not.

Nothing is unpacked to a folder: a member's name is a word to show, never a place to write. Nested archives are opened
on the way; their members are named ``内层压缩包.zip!内层/服务报告.docx``. All bounds are checked while expanding.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from extractor import archives, formats
from extractor.archives import Only
from extractor.errors import PaperError, TooLarge, UnsafeName
from extractor.limits import DEFAULT, Limits
from extractor.locked import Passwords

_JUNK = re.compile(
    r"(^|/)(__MACOSX(/|$)|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$|\.~lock\.[^/]*$)", re.IGNORECASE
)
"""What operating systems and Office leave behind: resource forks, thumbnails, lock files."""
_OFFICE_NAMES = {b"[Content_Types].xml", b"OFD.xml", b"mimetype"}
"""The member that tells each kind of office paper; OpenDocument and EPUB have theirs first and uncompressed."""
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|OFD\.xml|mimetypeapplication/vnd\.oasis")


@dataclass(frozen=True, slots=True)
class Member:
    """One member: ``data``, or the ``error`` that kept it from being read. ``path`` names it inside the container."""

    path: str
    data: bytes | None = None
    error: PaperError | None = None


@dataclass(slots=True)
class _Budget:
    """What is left for one container, nested ones included."""

    limits: Limits
    packed: int
    bytes_used: int = 0
    members_used: int = 0

    def member(self) -> None:
        self.members_used += 1
        if self.members_used > self.limits.archive_members:
            raise TooLarge(f"压缩包成员超过{self.limits.archive_members}个")

    def spend(self, count: int) -> None:
        self.bytes_used += count
        self.check(self.bytes_used)

    def check(self, expanded: int) -> None:
        most = max(self.limits.archive_bytes, self.packed * self.limits.archive_growth)
        if expanded > most:
            raise TooLarge(f"压缩包展开后超过{most // 1024 // 1024}MB")
        if expanded > self.limits.archive_ratio_from and expanded > self.packed * self.limits.archive_ratio:
            raise TooLarge(f"压缩比超过{self.limits.archive_ratio}倍，疑似压缩炸弹")


@dataclass(slots=True)
class Members:
    """The members of a container, one after another. ``junk`` counts what was passed over without a word."""

    _stream: BinaryIO
    _name: str
    _limits: Limits
    junk: int = 0
    _passwords: Passwords = field(default=(), repr=False)
    _paths: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Member]:
        self._stream.seek(0, io.SEEK_END)
        budget = _Budget(self._limits, max(1, self._stream.tell()))
        try:
            yield from self._walk(self._stream, self._name, "", 1, budget)
        except PaperError as error:
            # A bound of the whole container was passed: nothing more of it is read.
            yield Member(self._name, error=error)

    def _walk(self, stream: BinaryIO, name: str, prefix: str, depth: int, budget: _Budget) -> Iterator[Member]:
        sources = archives.open_archive(stream, name, self._limits, self._passwords)
        budget.check(budget.bytes_used + sum(s.size for s in sources if s.size <= self._limits.file_bytes))
        _refuse_bombs(sources, budget)
        for source in sources:
            budget.member()
            if _JUNK.search(source.path):
                self.junk += 1
                continue
            path = self._unique(prefix + source.path)
            try:
                data = self._expand(source, budget)
            except _OverBudget as over:
                raise over.error from None
            except PaperError as error:
                yield Member(path, error=error)
                continue
            if isinstance(source, Only) and archives.kind_of(data) == "tar":
                yield from self._walk(io.BytesIO(data), path, prefix, depth, budget)  # .tar.gz is one archive, not two
            elif is_container(data, path) and not archives.is_volume(path, data):
                yield from self._nested(data, path, depth, budget)
            else:
                yield Member(path, data)

    def _nested(self, data: bytes, path: str, depth: int, budget: _Budget) -> Iterator[Member]:
        if depth >= self._limits.archive_depth:
            yield Member(path, error=TooLarge(f"压缩包嵌套超过{self._limits.archive_depth}层"))
            return
        try:
            yield from self._walk(io.BytesIO(data), path, f"{path}!", depth + 1, budget)
        except TooLarge:
            raise
        except PaperError as error:
            yield Member(path, error=error)

    def _expand(self, source: archives.Source, budget: _Budget) -> bytes:
        if source.is_link or is_unsafe(source.path):
            raise UnsafeName(source.path)
        if source.size > self._limits.file_bytes:
            raise TooLarge(f"{source.size // 1024 // 1024}MB")
        parts: list[bytes] = []
        size = 0
        for chunk in source.chunks():
            size += len(chunk)
            try:
                budget.spend(len(chunk))
            except TooLarge as error:
                raise _OverBudget(error) from error
            if size > self._limits.file_bytes:
                raise TooLarge(f"超过{self._limits.file_bytes // 1024 // 1024}MB")
            parts.append(chunk)
        return b"".join(parts)

    def _unique(self, path: str) -> str:
        """The path, numbered where an archive holds the same name twice."""
        unique, number = path, 1
        while unique in self._paths:
            number += 1
            unique = f"{path}#{number}"
        self._paths.add(unique)
        return unique


class _OverBudget(Exception):
    """A bound of the whole container, as opposed to one member's own."""

    def __init__(self, error: TooLarge) -> None:
        self.error = error
        super().__init__(str(error))


def _refuse_bombs(sources: list[archives.Source], budget: _Budget) -> None:
    """Refuse by what the archive itself declares, before anything is expanded."""
    for source in sources:
        if source.size > budget.limits.archive_ratio_from and source.size > budget.packed * budget.limits.archive_ratio:
            raise TooLarge(f"压缩比超过{budget.limits.archive_ratio}倍，疑似压缩炸弹")


def members(data: bytes | BinaryIO, name: str, *, limits: Limits = DEFAULT, passwords: Passwords = ()) -> Members:
    """The members of an archive, given as bytes or as a seekable stream that the caller has opened and will close.

    A container that breaks a bound yields one ``TooLarge`` under its own name and ends; a damaged or encrypted one
    likewise. A member that is encrypted, unsafely named or broken yields its own error and the others follow.
    ``passwords`` are tried on every archive and member that has one.
    """
    stream = io.BytesIO(data) if isinstance(data, (bytes, bytearray)) else data
    return Members(stream, name, limits, _passwords=passwords)


def is_container(data: bytes, name: str) -> bool:
    """Whether these bytes (all, or the beginning with at least 8 KiB) are an archive rather than a paper.

    DOCX, XLSX, OFD and OpenDocument are ZIP files too, and are papers.
    """
    kind = archives.kind_of(data)
    if kind == "zip":
        names = _zip_names(bytes(data))
        if names is not None:
            return not names & _OFFICE_NAMES
        return not _OFFICE.search(formats.signature(bytes(data)))
    return kind is not None


def _zip_names(data: bytes) -> set[bytes] | None:
    """The members' names by the list at the archive's end; None where that is damaged, or longer than what is at hand.

    The list and not the bytes at large: an archive that stores a DOCX uncompressed holds all of that one's names too.
    """
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 20:
        return None
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    at, names = end - size, set[bytes]()
    if at < 0:
        return None
    while at < end:
        if data[at : at + 4] != b"PK\x01\x02" or end - at < 46:
            return None
        name, extra, comment = (int.from_bytes(data[at + n : at + n + 2], "little") for n in (28, 30, 32))
        names.add(data[at + 46 : at + 46 + name])
        at += 46 + name + extra + comment
    return names


def is_unsafe(path: str) -> bool:
    """Whether a name tries to lead anywhere but down: absolute, with a drive, with "..", or with control characters."""
    parts = re.split(r"[/\\]", path)
    return (
        path.startswith(("/", "\\"))
        or bool(re.match(r"[A-Za-z]:", path))
        or ".." in parts
        or not any(part.strip(". ") for part in parts)
        or any(ord(char) < 32 or ord(char) == 127 for char in path)
    )
