"""RAR, where rarfile and a program that can expand it (unar) are installed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from extractor.archives.source import Opened, Source, pieces
from extractor.archives.volumes import Volumes
from extractor.errors import Damaged, Encrypted, MissingVolume, NeedsProgram, PaperError, WrongPassword
from extractor.limits import Limits
from extractor.locked import Passwords


def open_rar(stream: BinaryIO, name: str, limits: Limits, passwords: Passwords = ()) -> list[Source]:
    try:
        import rarfile
    except ImportError as error:
        raise NeedsProgram("RAR：需要安装rarfile和unar") from error
    try:
        folder, file = _on_disk(stream) if isinstance(stream, Volumes) else (None, stream)
        archive = rarfile.RarFile(file)
        if archive.needs_password() and not archive.infolist():
            archive = _with_names(rarfile, file, passwords)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (rarfile.NeedFirstVolume, FileNotFoundError) as error:
        raise MissingVolume from error
    except rarfile.Error as error:
        raise Damaged("RAR压缩包不完整") from error

    def reader(info: rarfile.RarInfo) -> Callable[[], Iterator[bytes]]:
        def read(kept: object = folder) -> Iterator[bytes]:  # the folder lives as long as a member may be asked for
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


def _on_disk(volumes: Volumes) -> tuple[tempfile.TemporaryDirectory[str], str]:
    """The parts as files under names by which each leads to the next, and the first of them."""
    folder = tempfile.TemporaryDirectory(prefix="anze-rar-")
    names = [f"a.part{number:03}.rar" for number in range(1, len(volumes.parts) + 1)]
    if volumes.style == "old rar":
        names = ["a.rar", *(f"a.r{number:02}" for number in range(len(volumes.parts) - 1))]
    for name, part in zip(names, volumes.parts, strict=True):
        part.seek(0)
        with Path(folder.name, name).open("wb") as file:
            shutil.copyfileobj(part, file)
    return folder, str(Path(folder.name, names[0]))


def _with_names(rarfile: Any, stream: BinaryIO | str, passwords: Passwords) -> Any:
    """The archive whose names are encrypted too, opened with the password that shows them."""
    for password in passwords:
        if not isinstance(stream, str):
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
