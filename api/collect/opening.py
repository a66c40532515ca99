"""Archives that stand in a folder: told by their bytes, put together from their parts, opened into a spool."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from api.collect.names import UNNAMED, plain, readable
from api.collect.parts import Expand, Part
from extractor import archives, containers
from extractor.errors import PaperError
from extractor.formats import HEAD_BYTES, TAIL_BYTES
from extractor.limits import Limits


def archive_opener(spool: Path, limits: Limits, passwords: tuple[str, ...] = ()) -> Expand:
    """An ``Expand`` that keeps the members in files of ``spool``, so that a large archive costs disk and not memory.

    The files are numbered: a member's name is a word to show, never a place to write.
    """
    numbers = count()

    def expand(part: Part) -> Iterator[Part] | None:
        if part.volumes is not None:
            return _spooled(part)
        if part.file is None or part.file.parent == spool:
            return None  # came out of an archive, which has opened its own archives
        if (failure := lone_part(part.file, part.name)) is not None:
            return iter([replace(part, name=PurePosixPath(part.name).name, failure=failure)])
        return _spooled(part) if is_archive(part.file, part.name) else None

    def _spooled(archive: Part) -> Iterator[Part]:
        assert archive.file is not None
        base = PurePosixPath(archive.name).name
        with ExitStack() as held:
            style, files = archive.volumes or ("", (archive.file,))
            opened = [held.enter_context(file.open("rb")) for file in files]
            try:
                stream = cast(BinaryIO, archives.Volumes(opened, style)) if style else opened[0]
            except PaperError as error:
                yield Part(base, failure=error)
                return
            for member in containers.members(stream, base, limits=limits, passwords=passwords):
                name = plain(member.path) or UNNAMED
                if member.data is None:
                    yield Part(name, failure=member.error)
                    continue
                file = spool / str(next(numbers))
                file.write_bytes(member.data)
                yield Part(name, file)

    return expand


def whole_archives(parts: Sequence[Part]) -> list[Part]:
    """The parts of one archive that were delivered together as one, where the first of them stood; of an archive that lacks
    a part, each says so."""
    out: list[Part | None] = list(parts)
    for found in archives.volume_sets([part.name for part in parts]):
        pieces = [parts[place] for place in found.places]
        files = tuple(piece.file for piece in pieces if piece.file is not None and piece.failure is None)
        if found.complete and len(files) == len(pieces):
            for place in found.places:
                out[place] = None
            out[min(found.places)] = Part(found.whole, files[0], volumes=(found.style, files))
            continue
        for place in found.places:
            out[place] = replace(parts[place], failure=parts[place].failure or archives.missing(p.name for p in pieces))
    return [part for part in out if part is not None]


def lone_part(file: Path, name: str) -> PaperError | None:
    """Why the last part of an archive, which looks like a whole one, cannot be read by itself; None for any other file."""
    return archives.missing([name]) if archives.is_volume(name, _ends_of(file)) else None


def is_archive(file: Path, name: str) -> bool:
    return containers.is_container(_ends_of(file), name)


def looked_at(file: Path, name: str) -> tuple[PaperError | None, bool]:
    """Both in one look."""
    ends = _ends_of(file)
    return archives.missing([name]) if archives.is_volume(name, ends) else None, containers.is_container(ends, name)


def _ends_of(file: Path) -> bytes:
    """The beginning and the end of a file, which tell an archive; nothing of one that cannot be opened: who reads it says why."""
    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(max(len(head), file.stat().st_size - TAIL_BYTES))
            return head + stream.read()
    except OSError:
        return b""


def folder_files(folder: Path) -> Iterator[Part]:
    """Files below a folder in name order, hidden ones left out; links to folders are not followed."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        path = Path(here)
        within = path.relative_to(folder)
        before = f"{within.as_posix()}/" if within.parts else ""
        for name in sorted(names):
            if not name.startswith((".", "~$")):
                yield Part(plain(readable(before + name)) or UNNAMED, path / name)
