"""7z, where py7zr is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from extractor.archives.source import Opened, Source
from extractor.errors import Damaged, Encrypted, NeedsProgram, WrongPassword
from extractor.limits import Limits
from extractor.locked import Passwords


def open_seven_zip(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    try:
        import py7zr
        import py7zr.exceptions
        import py7zr.io
    except ImportError as error:
        raise NeedsProgram("7z：需要安装py7zr") from error
    try:
        locked = _is_locked(stream)
    except Exception as error:  # the library raises plain exceptions of many kinds for damaged input
        raise Damaged("7z压缩包不完整") from error
    if locked and not passwords:
        raise Encrypted
    opened = []
    for password in passwords if locked else (None,):
        try:
            stream.seek(0)
            opened.append(py7zr.SevenZipFile(stream, password=password))
            infos = [info for info in opened[-1].list() if not info.is_directory]
        except Exception as error:  # a wrong password shows as rubbish where encrypted names should be
            if not locked:
                raise Damaged("7z压缩包不完整") from error
    if not opened:
        raise WrongPassword

    def reader(path: str) -> Callable[[], Iterator[bytes]]:
        def read() -> Iterator[bytes]:
            for archive in list(opened):
                content = _content(archive, path, limits)
                if content is not None:  # its CRC was right: the other members most likely have this password too
                    opened.remove(archive)
                    opened.insert(0, archive)
                    yield content
                    return
            raise WrongPassword(path) if locked else Damaged(path)

        return read

    return [
        Opened(info.filename, info.uncompressed, bool(getattr(info, "is_symlink", False)), reader(info.filename))
        for info in infos
    ]


def _is_locked(stream: BinaryIO) -> bool:
    """Whether members, or the names as well, are encrypted."""
    import py7zr
    import py7zr.exceptions

    try:
        return bool(py7zr.SevenZipFile(stream).needs_password())
    except py7zr.exceptions.PasswordRequired:
        return True


def _content(archive: Any, path: str, limits: Limits) -> bytes | None:
    """A member's bytes; None where they cannot be had: damaged, or another password."""
    import py7zr.io

    factory = py7zr.io.BytesIOFactory(limits.file_bytes)
    try:
        archive.reset()
        archive.extract(targets=[path], factory=factory)
        content = factory.products.get(path)
    except Exception:
        return None
    if content is None:
        return None
    content.seek(0)
    return bytes(content.read())
