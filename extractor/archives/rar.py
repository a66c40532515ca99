"""RAR, where rarfile and a program that can expand it (unar) are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from extractor.archives.source import Opened, Source, pieces
from extractor.errors import Damaged, Encrypted, NeedsProgram
from extractor.limits import Limits


def open_rar(stream: BinaryIO, name: str, limits: Limits) -> list[Source]:
    try:
        import rarfile  # type: ignore[import-untyped]
    except ImportError as error:
        raise NeedsProgram("RAR：需要安装rarfile和unar") from error
    try:
        archive = rarfile.RarFile(stream)
        if archive.needs_password() and not archive.infolist():
            raise Encrypted
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except rarfile.NeedFirstVolume as error:
        raise Damaged("分卷压缩包缺少第一卷") from error
    except rarfile.Error as error:
        raise Damaged("RAR压缩包不完整") from error

    def reader(info: rarfile.RarInfo) -> Callable[[], Iterator[bytes]]:
        def read() -> Iterator[bytes]:
            if info.needs_password():
                raise Encrypted(info.filename)
            try:
                with archive.open(info) as content:
                    yield from pieces(content, info.filename)
            except rarfile.RarCannotExec as error:
                raise NeedsProgram("RAR：需要安装unar（Debian软件包unar）") from error
            except rarfile.Error as error:
                raise Damaged(info.filename) from error

        return read

    return [
        Opened(info.filename.replace("\\", "/"), info.file_size, not info.is_file(), reader(info)) for info in infos
    ]
