"""RAR, where rarfile and a program that can expand it (unar) are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from extractor.archives.source import Opened, Source, pieces
from extractor.errors import Damaged, Encrypted, NeedsProgram, PaperError, WrongPassword
from extractor.limits import Limits
from extractor.locked import Passwords


def open_rar(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    try:
        import rarfile  # type: ignore[import-untyped]
    except ImportError as error:
        raise NeedsProgram("RAR：需要安装rarfile和unar") from error
    try:
        archive = rarfile.RarFile(stream)
        if archive.needs_password() and not archive.infolist():
            archive = _with_names(rarfile, stream, passwords)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except rarfile.NeedFirstVolume as error:
        raise Damaged("分卷压缩包缺少第一卷") from error
    except rarfile.Error as error:
        raise Damaged("RAR压缩包不完整") from error

    def reader(info: rarfile.RarInfo) -> Callable[[], Iterator[bytes]]:
        def read() -> Iterator[bytes]:
            if info.needs_password():
                yield _unlocked(rarfile, archive, info, passwords)
                return
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


def _with_names(rarfile: Any, stream: BinaryIO, passwords: Passwords) -> Any:
    """The archive whose names are encrypted too, opened with the password that shows them."""
    for password in passwords:
        stream.seek(0)
        archive = rarfile.RarFile(stream)
        try:
            archive.setpassword(password)
        except (rarfile.Error, ValueError):
            continue
        if archive.infolist():
            return archive
    raise WrongPassword if passwords else Encrypted


def _unlocked(rarfile: Any, archive: Any, info: Any, passwords: Passwords) -> bytes:
    """A member's bytes by the first password that gives them: RAR checks itself, by its own check value or the CRC."""
    failure: PaperError = WrongPassword(info.filename) if passwords else Encrypted(info.filename)
    for password in passwords:
        try:
            with archive.open(info, pwd=password) as content:
                return b"".join(pieces(content, info.filename))
        except rarfile.RarCannotExec as error:
            raise NeedsProgram("RAR：需要安装unar（Debian软件包unar）") from error
        except (rarfile.Error, Damaged):
            continue
    raise failure
