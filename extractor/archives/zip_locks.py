"""Encrypted members of a ZIP: ZipCrypto by the standard library, AES (WinZip, 7-Zip, WinRAR, 好压) by pyzipper.

ZipCrypto tells a wrong password by one byte only, so one in 256 passes; where several do, the checksum decides.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO

from extractor.archives.source import BROKEN, CHUNK
from extractor.errors import Damaged, Encrypted, UnknownFormat, WrongPassword
from extractor.locked import Passwords

_AES = 99
"""The compression method that stands for "AES, the real method is in the extra field" (WinZip AE-1, AE-2)."""
_MOST_MISSES = 50
"""Members in a row that no password fits, after which the rest are not tried: each try with AES costs a thousand hashes."""


class ZipLocks:
    """The passwords of one archive; the one that fitted last is tried first."""

    def __init__(self, stream: BinaryIO, passwords: Passwords) -> None:
        self._stream = stream
        self._keys = list(_keys(passwords))
        self._misses = 0
        self._aes: Any = None
        # IndexError: the standard library's, where the file ends within the twelve bytes that a lock begins with
        self._broken: tuple[type[Exception], ...] = (*BROKEN, KeyError, IndexError)

    def opened(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> Iterator[bytes]:
        """An encrypted member's bytes in pieces. Raises Encrypted without passwords, WrongPassword where none fits."""
        if not self._keys:
            raise Encrypted(path)
        if self._misses >= _MOST_MISSES:
            raise WrongPassword(path)
        fitting = [key for key in self._keys if self._fits(archive, info, path, key)]
        if len(fitting) > 1:
            fitting = [key for key in fitting if self._is_sound(archive, info, key)][:1]
        if not fitting:
            self._misses += 1
            raise WrongPassword(path)
        self._misses = 0
        self._keys.remove(fitting[0])
        self._keys.insert(0, fitting[0])
        try:
            with self._open(archive, info, fitting[0]) as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except self._broken as error:
            raise WrongPassword(f"{path}：密码不对，或文件已损坏") from error

    def _fits(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, key: bytes) -> bool:
        try:
            self._open(archive, info, key).close()
        except NotImplementedError as error:
            raise UnknownFormat(f"压缩方法{info.compress_type}") from error
        except RuntimeError:  # how both libraries say that the password is another
            return False
        except self._broken as error:
            raise Damaged(path) from error
        return True

    def _is_sound(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: bytes) -> bool:
        try:
            with self._open(archive, info, key) as stream:
                while stream.read(CHUNK):
                    pass
        except self._broken:
            return False
        return True

    def _open(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, key: bytes) -> IO[bytes]:
        if info.compress_type != _AES:
            return archive.open(info, pwd=key)
        if self._aes is None:
            import pyzipper

            self._broken = (*self._broken, pyzipper.BadZipFile)  # its own class, not the standard library's
            self._aes = pyzipper.AESZipFile(self._stream)
        same = next((found for found in self._aes.infolist() if found.header_offset == info.header_offset), None)
        if same is None:
            raise zipfile.BadZipFile
        opened: IO[bytes] = self._aes.open(same, pwd=key)
        return opened


def _keys(passwords: Passwords) -> Iterator[bytes]:
    """Each password as bytes: UTF-8, and GBK as a Chinese Windows writes it, where these differ."""
    for password in passwords:
        yield from dict.fromkeys(password.encode(coding, "replace") for coding in ("utf-8", "gb18030"))
