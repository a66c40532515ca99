"""Papers behind a password, opened with those given: PDF by PDFium, Office files (DOCX, XLSX, DOC, XLS) by msoffcrypto.

What comes back are the bytes of the same paper without its lock; they stay in memory and are never written anywhere.
A password is a word to try, never one to keep: no message, note or log names it.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from extractor import ole2
from extractor.errors import Damaged, Encrypted, WrongPassword
from extractor.limits import Limits

Passwords = tuple[str, ...]
"""Words to try, in order."""
MOST_PASSWORDS = 100
"""As many as are tried: a person knows a handful, and each try costs time on purpose."""

_NOBODYS = "VelvetSweatshop"
"""The word that Excel itself locks a workbook with whose structure is protected, and opens it with unasked ([MS-OFFCRYPTO]
2.4.2.3)."""
_SEALED = "EncryptedPackage".encode("utf-16-le")
_FILE_PASS = 0x2F
_PDF_START = 1024
"""Bytes within which "%PDF" must stand (PDF 32000-1, implementation note 13)."""


def opened(data: bytes, passwords: Passwords, limits: Limits) -> bytes:
    """The paper without its lock; the very same ``data`` where it has none.

    Raises WrongPassword where it has one and none of the passwords fits, Damaged where it cannot be opened at all.
    """
    return opened_with(data, passwords, limits)[0]


def opened_with(data: bytes, passwords: Passwords, limits: Limits) -> tuple[bytes, bool]:
    """As ``opened``, and whether one of the passwords was needed: what Excel opens unasked needs none."""
    if b"%PDF" in data[:_PDF_START]:
        return (_pdf(data, passwords, limits), True) if b"/Encrypt" in data else (data, False)
    if not data.startswith(ole2.MAGIC):
        return data, False
    try:
        return _office(data, (_NOBODYS,)), False
    except WrongPassword:
        return _office(data, passwords), True


def unasked(data: bytes) -> bytes:
    """An Office file that Excel opens without asking for a password; the very same ``data`` where there is no lock.

    Raises Encrypted where Excel or Word would ask. Readers of workbooks take some of those for damaged.
    """
    if not data.startswith(ole2.MAGIC) or not (_SEALED in ole2.directory(data) or _has_file_pass(data)):
        return data
    try:
        return _office(data, (_NOBODYS,))
    except WrongPassword:
        raise Encrypted from None


def _has_file_pass(data: bytes) -> bool:
    """Whether one of the first records of an old workbook says how it is locked ([MS-XLS] 2.4.117)."""
    head, at = ole2.stream_start(data, "Workbook"), 0
    while at + 4 <= len(head):
        record, size = struct.unpack_from("<HH", head, at)
        if record == _FILE_PASS:
            return True
        at += 4 + int(size)
    return False


def _pdf(data: bytes, passwords: Passwords, limits: Limits) -> bytes:
    from extractor.pdf.locks import without_lock  # PDFium, which an archive does without

    return without_lock(data, passwords, limits)


def _office(data: bytes, passwords: Passwords) -> bytes:
    """Office files of both ages: the OOXML package sealed in a compound file, and the binary formats' own encryption."""
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError
    from msoffcrypto.format.ooxml import OOXMLFile

    try:
        file: Any = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return data
    except Exception:  # another kind of compound file, or a damaged one: the reader of its format says which
        return data
    checked = {"verify_password": True} if isinstance(file, OOXMLFile) else {}  # the binary formats always verify
    for password in passwords:
        plain = io.BytesIO()
        try:
            file.load_key(password=password, **checked)
            file.decrypt(plain)
        except InvalidKeyError:
            continue
        except Exception as error:  # the library raises plain exceptions of many kinds
            raise Damaged("加密信息不完整") from error
        return plain.getvalue()
    raise WrongPassword
