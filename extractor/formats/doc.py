"""Legacy word processor files (.doc, .wps, .odt): turned into DOCX by LibreOffice, where that is installed."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import replace

from extractor import office, ole2
from extractor.document import Document
from extractor.errors import Damaged, Encrypted, OutlookMessage, UnknownFormat
from extractor.formats import docx
from extractor.limits import Limits

EXTENSIONS = ("doc", "dot", "wps", "odt")

_TEXT_OF_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_SEALED = {"EncryptedPackage", "EncryptionInfo"}
_ENCRYPTED_BIT = 0x0100
"""fEncrypted in the flags at offset 10 of the WordDocument stream ([MS-DOC] 2.5.2)."""


def sniff(head: bytes) -> float:
    """A compound file with a Word document, or one that seals an encrypted Office file; OpenDocument text."""
    if head.startswith(ole2.MAGIC):
        names = ole2.names(head)
        if "WordDocument" in names or names & _SEALED:
            return 1.0
        return 0.6  # a compound file of another kind (Visio, MSI, mail): refused with its name, not as unknown bytes
    return 1.0 if head.startswith(b"PK\x03\x04") and _TEXT_OF_OPEN_DOCUMENT in head[:200] else 0.0


def read(data: bytes, name: str, *, limits: Limits) -> Document:
    """The document LibreOffice makes of it; ``NeedsProgram`` without LibreOffice."""
    suffix = suffix_of(data)
    document = docx.read(office.converted(data, suffix, "docx", limits.program_seconds), name, limits=limits)
    sha256, notes = hashlib.sha256(data).hexdigest(), (*document.notes, "经LibreOffice转换")
    return replace(document, sha256=sha256, format=suffix, notes=notes)


def suffix_of(data: bytes) -> str:
    """What LibreOffice knows the file as: "doc" or "odt". Raises a PaperError for one that is neither, or locked."""
    if data.startswith(b"PK"):
        return "odt"
    names = ole2.names(ole2.directory(data))
    if names & _SEALED:
        raise Encrypted
    if "__properties_version1.0" in names:
        raise OutlookMessage
    if "WordDocument" not in names:
        raise UnknownFormat("OLE2复合文档") if names else Damaged("OLE2结构不完整")
    start = ole2.stream_start(data, "WordDocument")
    if len(start) >= 12 and struct.unpack_from("<H", start, 10)[0] & _ENCRYPTED_BIT:
        raise Encrypted
    return "doc"
