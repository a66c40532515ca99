"""An Office Open XML package: its parts, their relationships, and XML that cannot reach outside.

Source: ECMA-376 part 2 (packaging). A part is expanded in pieces and refused when it passes its bound; a document type
declaration, which Office never writes and which is the door to entity expansion, is refused as hostile.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from extractor.errors import Damaged, Encrypted, Hostile, TooLarge
from extractor.limits import Limits

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
"""Namespaces of the Strict variant and the Transitional ones every reader is written for."""


def xml_parser() -> etree.XMLParser:
    """A parser that opens nothing: no entities, no network, no DTD, libxml2's own bounds on."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def parse_xml(data: bytes, what: str = "") -> etree._Element:
    """The root element; ``Hostile`` for a document type declaration, ``Damaged`` for what is not XML."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise Hostile("XML中含有实体声明")
    if b"purl.oclc.org" in data[:4096]:
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
    try:
        root = etree.fromstring(data, xml_parser())
    except etree.XMLSyntaxError as error:
        raise Damaged(what or "XML格式错误") from error
    refuse_doctype(root)
    return root


def refuse_doctype(root: etree._Element) -> None:
    """Raise ``Hostile`` for a document that declares a type; what a search of the bytes can miss in UTF-16."""
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Hostile("XML中含有实体声明")


class Relation(NamedTuple):
    """One relationship: the last word of its type (``"header"``, ``"image"`` …) and the part it leads to."""

    kind: str
    target: str


class Package:
    """A package opened from bytes. Part names have no leading slash."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Damaged("压缩结构不完整") from error
        self._names = {info.filename.lower(): info for info in self._zip.infolist()}
        if any(info.flag_bits & 1 for info in self._names.values()):
            raise Encrypted

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def open(self, name: str, bound: int) -> Bounded:
        """A part as a stream that raises ``TooLarge`` beyond ``bound`` bytes and ``Damaged`` for a broken one."""
        info = self._names.get(name.lower())
        if info is None:
            raise Damaged(f"缺少{name}")
        return Bounded(self._zip, info, bound)

    def part(self, name: str) -> bytes:
        with self.open(name, self._limits.part_bytes) as stream:
            return stream.read()

    def xml(self, name: str) -> etree._Element:
        return parse_xml(self.part(name), name)

    def relations(self, name: str) -> dict[str, Relation]:
        """Relationship id → where it leads, for a part or (``""``) the package; links to outside are left out."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self:
            return {}
        return dict(self._internal(self.xml(path), folder))

    def main_part(self) -> str:
        """The part the package is about, as its relationships say (``word/document.xml``, ``xl/workbook.xml``)."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
        raise Damaged("找不到正文部分")

    @staticmethod
    def _internal(root: etree._Element, folder: str) -> Iterator[tuple[str, Relation]]:
        for element in root.iter("{*}Relationship"):
            if element.get("TargetMode") == "External":
                continue
            # An absolute target replaces the folder when joined.
            target = posixpath.normpath(posixpath.join("/", folder, unquote(element.get("Target", "")))).lstrip("/")
            yield element.get("Id", ""), Relation(element.get("Type", "").rsplit("/", 1)[-1], target)


class Bounded(io.RawIOBase):
    """A part being expanded, with a bound and with one kind of error for everything that can be wrong with it."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, bound: int) -> None:
        if info.file_size > bound:
            raise TooLarge(f"{info.filename}展开后{info.file_size // 1024 // 1024}MB")
        self._left = bound
        self._name = info.filename
        try:
            self._stream = archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
            raise Damaged(info.filename) from error

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left + 1 if size is None or size < 0 else size
        try:
            data = self._stream.read(wanted)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Damaged(self._name) from error
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge(f"{self._name}展开后超限")
        return data
