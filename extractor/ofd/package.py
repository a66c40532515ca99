"""The ZIP of an OFD: parts by the places its XML names, within bounds, and never outside.

Source: GB/T 33190-2016, 7.2 (ST_Loc): a place is relative to the part that names it, or to the root after a slash.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from extractor.archives.source import BROKEN
from extractor.errors import Damaged, Encrypted, TooLarge, UnsafeName
from extractor.limits import Limits
from extractor.ooxml.package import Bounded, parse_xml

ROOT = "OFD.xml"
_ENCRYPTION = ("encryptions.xml", "encryptinfo.xml", "decryptseed.dat")
"""Parts at the root of an encrypted OFD (GM/T 0099): its other parts are not XML."""


class Parts:
    """The parts of an OFD. Places are paths from the root, without a leading slash; case does not count."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*BROKEN, NotImplementedError) as error:
            raise Damaged("压缩结构不完整") from error
        infos = self._zip.infolist()
        if len(infos) > limits.archive_members:
            raise TooLarge(f"OFD内文件超过{limits.archive_members}个")
        self._infos = {posixpath.normpath(info.filename.replace("\\", "/")).lstrip("/").lower(): info for info in infos}
        if any(info.flag_bits & 1 for info in infos) or any(name in self._infos for name in _ENCRYPTION):
            raise Encrypted("OFD已加密")
        if ROOT not in self:
            raise Damaged(f"缺少{ROOT}")
        self._left = max(limits.archive_bytes, len(data) * limits.archive_growth)

    def __contains__(self, place: str) -> bool:
        return place.lower() in self._infos

    def find(self, loc: str | None, *bases: str) -> str:
        """The place of ``loc`` named in the first of ``bases``; where no part is there, in one of the others.

        Some writers count from the document or from the root where the standard counts from the part itself.
        """
        places = [place_of(loc, bases[0])]
        if places[0] not in self:
            with suppress(UnsafeName):
                places += [place_of(loc, base) for base in bases[1:]]
        return next((place for place in places if place in self), places[0])

    def part(self, place: str) -> bytes:
        """A part expanded; ``TooLarge`` once all that was expanded passes the bound of an archive."""
        data = self._read(place, None)
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge("OFD展开后超限")
        return data

    def head(self, place: str, count: int = 64) -> bytes:
        """The first bytes of a part."""
        return self._read(place, count)

    def xml(self, place: str) -> etree._Element:
        return parse_xml(self.part(place), place)

    def _read(self, place: str, count: int | None) -> bytes:
        info = self._infos.get(place.lower())
        if info is None:
            raise Damaged(f"缺少{place[:120]}")
        try:
            with Bounded(self._zip, info, self.limits.part_bytes) as stream:
                return stream.read(count)
        except BROKEN as error:
            raise Damaged(place[:120]) from error


def place_of(loc: str | None, base: str) -> str:
    """The path from the root of what ``loc`` names in the part ``base``.

    >>> place_of("Pages/Page_0/Content.xml", "Doc_0/Document.xml")
    'Doc_0/Pages/Page_0/Content.xml'
    >>> place_of("/Doc_0/Res/a.jpg", "Doc_0/PublicRes.xml")
    'Doc_0/Res/a.jpg'

    Raises ``UnsafeName`` for a place above the root or outside the file.
    """
    said = (loc or "").strip().replace("\\", "/")
    if not said:
        raise Damaged("缺少路径")
    if ":" in said.split("/", 1)[0] or said.startswith("//"):
        raise UnsafeName(said[:80])
    joined = posixpath.normpath(
        said.lstrip("/") if said.startswith("/") else posixpath.join(posixpath.dirname(base), said)
    )
    if joined == ".." or joined.startswith("../"):
        raise UnsafeName(said[:80])
    return joined


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace: writers use several for the same standard."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The child elements of these names, in order."""
    for child in element:
        if name_of(child) in names:
            yield child


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next(children(element, name), None)


def words_of(element: etree._Element | None) -> str:
    """An element's own text, "" where there is none."""
    return (element.text or "").strip() if element is not None else ""
