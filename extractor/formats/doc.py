"""Legacy word processor files (.doc, .wps, .odt): turned into DOCX by LibreOffice, where that is installed."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from extractor import ole2
from extractor.document import Document
from extractor.errors import Damaged, Encrypted, NeedsProgram, OutlookMessage, TimedOut, UnknownFormat
from extractor.formats import docx
from extractor.limits import Limits

EXTENSIONS = ("doc", "dot", "wps", "odt")

_TEXT_OF_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_SEALED = {"EncryptedPackage", "EncryptionInfo"}
_ENCRYPTED_BIT = 0x0100
"""fEncrypted in the flags at offset 10 of the WordDocument stream ([MS-DOC] 2.5.2)."""
_START_AGAIN = 81
"""LibreOffice's exit code for "start me again", which its own start script obeys too."""
_PACKAGE = "Debian软件包libreoffice-writer-nogui"


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
    suffix = _suffix(data)
    program = _program()
    if program is None:
        raise NeedsProgram(f"{suffix.upper()}：{_PACKAGE}")
    converted = _convert(program, data, suffix, limits.program_seconds)
    document = docx.read(converted, name, limits=limits)
    sha256, notes = hashlib.sha256(data).hexdigest(), (*document.notes, "经LibreOffice转换")
    return replace(document, sha256=sha256, format=suffix, notes=notes)


def _suffix(data: bytes) -> str:
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


def _program() -> str | None:
    """LibreOffice itself rather than the script that starts it, so that ending the process ends it."""
    script = shutil.which("soffice") or shutil.which("libreoffice")
    if script is None:
        return None
    binary = Path(script).resolve().with_name("soffice.bin")
    return str(binary) if os.access(binary, os.X_OK) else script


def _convert(program: str, data: bytes, suffix: str, seconds: float) -> bytes:
    """Run one conversion with a profile of its own in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="anze-doc-") as folder:
        source = Path(folder, f"paper.{suffix}")
        source.write_bytes(data)
        command = [
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nodefault", "--convert-to", "docx", "--outdir", folder, str(source),
        ]  # fmt: skip
        environment = {"HOME": folder, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
        try:
            for _ in range(2):  # the first run only makes the profile and asks to be started again
                done = subprocess.run(
                    command, env=environment, cwd=folder, timeout=seconds, check=False,
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                if done.returncode != _START_AGAIN:
                    break
        except subprocess.TimeoutExpired as error:
            raise TimedOut("LibreOffice") from error
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise Damaged("LibreOffice无法转换")
        return made.read_bytes()
