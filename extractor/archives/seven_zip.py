"""7z, where py7zr is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from extractor.archives.source import Opened, Source
from extractor.errors import Damaged, Encrypted, NeedsProgram, PaperError
from extractor.limits import Limits


def open_seven_zip(stream: BinaryIO, name: str, limits: Limits) -> list[Source]:
    try:
        import py7zr
        import py7zr.exceptions
        import py7zr.io
    except ImportError as error:
        raise NeedsProgram("7z：需要安装py7zr") from error
    try:
        archive = py7zr.SevenZipFile(stream)
        if archive.needs_password():
            raise Encrypted
        infos = [info for info in archive.list() if not info.is_directory]
    except PaperError:
        raise
    except py7zr.exceptions.PasswordRequired as error:
        raise Encrypted from error
    except Exception as error:  # the library raises plain exceptions of many kinds for damaged input
        raise Damaged("7z压缩包不完整") from error

    def reader(path: str) -> Callable[[], Iterator[bytes]]:
        def read() -> Iterator[bytes]:
            factory = py7zr.io.BytesIOFactory(limits.file_bytes)
            try:
                archive.reset()
                archive.extract(targets=[path], factory=factory)
                content = factory.products.get(path)
            except Exception as error:
                raise Damaged(path) from error
            if content is None:
                raise Damaged(path)
            content.seek(0)
            yield content.read()

        return read

    return [
        Opened(info.filename, info.uncompressed, bool(getattr(info, "is_symlink", False)), reader(info.filename))
        for info in infos
    ]
