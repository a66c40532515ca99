"""Paths → parcels: what was given, sorted into papers that stand together.

A parcel is a folder (or a folder inside an archive) with a ``manifest.json`` – one filing – or a pool of loose papers:
everything else of one folder or of one archive, or all single files of the call. Only names, manifests and archives
are looked at here; papers are opened by the worker that reads them.
"""

from __future__ import annotations

import json
import math
import os
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from api import declared, parameters
from api.errors import BadManifest, BadMapping, BadParameters, Forbidden, Missing
from api.pages import files_to_papers
from extractor import archives, containers
from extractor.errors import PaperError
from extractor.formats import HEAD_BYTES, TAIL_BYTES
from extractor.limits import Limits

MANIFEST = "manifest.json"
NOT_PAPERS = frozenset({MANIFEST, "truth.json", "thumbs.db", "desktop.ini"})
READ_ME = "readme.md"
"""Tells people about an archive; not a paper where it stands outside the filings, a paper like any other within one."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a paper. ``name`` is its path within the parcel; ``failure``: why there is no ``file``. ``volumes`` are the
    files of an archive in parts with how they were cut, of which ``file`` is the first."""

    name: str
    file: Path | None = None
    failure: PaperError | None = None
    volumes: tuple[str, tuple[Path, ...]] | None = None

    def load(self) -> bytes:
        """The bytes; a file that is gone or closed to us is a PaperError."""
        if self.failure is not None:
            raise self.failure
        if self.file is None:
            raise Missing
        try:
            return self.file.read_bytes()
        except FileNotFoundError as error:
            raise Missing from error
        except PermissionError as error:
            raise Forbidden from error


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to read; several parts when images are its pages. ``path`` is the first part's name; ``passwords`` are
    words to try where it has one, which travel with the task alone."""

    path: str
    parts: tuple[Part, ...]
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers that stand together.

    ``name`` is the filing's name, None for a pool of loose papers, which is grouped after reading. ``path`` is the
    folder or archive as given, "" for single files. ``manifest`` is what the upload platform knows.
    """

    name: str | None
    path: str
    papers: tuple[Paper, ...]
    manifest: Mapping[str, Any] | None = None


UNNAMED = "未命名"
NAME_LETTERS, PATH_LETTERS = 200, 400
"""As many letters of a filing's name, and of a file's, as are kept; longer ones are nobody's."""
DEEPEST = 40
"""Brackets within brackets of a manifest."""

Expand = Callable[[Part], Iterable[Part] | None]
"""Opens an archive: its members, each with its file or why it was refused; None when the part is no archive."""

_PLACE = re.compile(r"(?P<folder>.*)[/!](?P<file>[^/!]*)")  # "!" stands between a nested archive and its member


def paths_to_parcels(paths: Sequence[Path], expand: Expand) -> Iterator[Parcel]:
    """Every parcel of a call: folders and archives in the order given, then the single files as one pool."""
    loose: list[Part] = []
    given = [Part(readable(p.as_posix()), p, None if p.exists() else Missing()) for p in dict.fromkeys(paths)]
    for part in whole_archives(given):
        if part.file is not None and part.file.is_dir():
            yield from files_to_parcels(part.name, folder_files(part.file), expand)
            continue
        members = None if part.failure else expand(part)
        if members is None:
            loose.append(part)
        else:
            yield from files_to_parcels(part.name, members, expand)
    if loose:
        yield _pool("", loose)


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
        for name in sorted(names):
            if not name.startswith((".", "~$")):
                file = Path(here, name)
                yield Part(plain(readable(file.relative_to(folder).as_posix())) or UNNAMED, file)


def readable(name: str) -> str:
    """A file's name as people read it; one that is not UTF-8 was most likely written by a Chinese Windows.

    >>> import os
    >>> readable(os.fsdecode("保单.pdf".encode("gb18030")))
    '保单.pdf'
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def plain(text: str) -> str:
    r"""The text without what no database keeps and what a page or terminal would act on: control characters, marks that
    turn the direction of writing, half characters.

    >>> plain("保单\u202efdp.exe\x00")
    '保单fdp.exe'
    """
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _plain(value: Any, depth: int = 0) -> Any:
    """A manifest as a database can keep it: plain text, numbers of 64 bits. Raises ValueError for a tower of brackets."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    match value:
        case str():
            return plain(value)
        case dict():
            return {plain(name): _plain(inner, depth + 1) for name, inner in value.items()}
        case list():
            return [_plain(inner, depth + 1) for inner in value]
        case float():
            return value if math.isfinite(value) else None
        case int():
            return value if abs(value) < 2**63 else None
    return value


def files_to_parcels(base: str, files: Iterable[Part], expand: Expand) -> Iterator[Parcel]:
    """A folder's or archive's files, split by the manifests among them; an archive without a roof is its own parcel."""
    parts = whole_archives(list(files))
    roofs = {folder_of(part.name): part for part in parts if file_of(part.name) == MANIFEST}
    under: dict[str, list[Part]] = {roof: [] for roof in roofs}
    loose: list[Part] = []
    for part in parts:
        if file_of(part.name).lower() in NOT_PAPERS:
            continue
        roof = roof_of(part.name, roofs)
        if roof is None and file_of(part.name).lower() == READ_ME:
            continue
        members = None if part.failure else expand(part)
        if roof is not None:
            under[roof] += [part] if members is None else _renamed(members, partial("{}!{}".format, part.name))
        elif members is None:
            loose.append(part)
        else:
            yield from files_to_parcels(join(base, part.name), members, expand)
    for roof in sorted(roofs):
        yield filing(base, roof, roofs[roof], under[roof])
    if loose:
        yield _pool(base, loose)


def filing(base: str, roof: str, manifest: Part, parts: list[Part]) -> Parcel:
    """The parcel of a folder with a manifest; a file that the manifest lists and nobody sent is a paper that failed."""
    path = join(base, roof)
    skip = len(roof) + 1 if roof else 0
    inside = list(_renamed(parts, lambda name: name[skip:]))
    try:
        known: Any = _plain(json.loads(manifest.load().decode("utf-8-sig")))
        listed = [str(entry["file"])[-PATH_LETTERS:] for entry in known.get("documents", ())]
        name = str(known.get("filing_id") or PurePosixPath(path).name)[:NAME_LETTERS]
    except PaperError as error:
        return Parcel(PurePosixPath(path).name, path, files_to_papers([*inside, Part(MANIFEST, failure=error)], Paper))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        broken = Part(MANIFEST, failure=BadManifest())
        return Parcel(PurePosixPath(path).name, path, files_to_papers([*inside, broken], Paper))
    told = (*declared.named(known), *parameters.named(known))
    here = {part.name for part in inside} | {
        part.name.partition("!")[0] for part in inside
    }  # a mail or archive, opened
    absent = [Part(file, failure=Missing()) for file in listed if file not in here | set(told)]
    known, failed = _with_declared(known, inside)
    known, unread = _with_parameters(known, inside)
    papers = [part for part in inside if part.name not in told]
    return Parcel(name, path, files_to_papers([*papers, *absent, *failed, *unread], Paper), known)


def _with_declared(known: Any, inside: Sequence[Part]) -> tuple[Any, list[Part]]:
    """The manifest with the rows that the platform was told, and the file of them that could not be understood."""
    if not isinstance(known, Mapping) or "declared" not in known:
        return known, []
    parts = {part.name: part for part in inside}
    asked = MANIFEST

    def load(file: str) -> bytes:
        nonlocal asked
        asked = file
        return parts.get(file, Part(file)).load()

    try:
        return {**known, "declared": _plain(declared.taken_in(known["declared"], load))}, []
    except PaperError as error:
        faulty = str(known["declared"]["mapping"]) if isinstance(error, BadMapping) else asked
        return {**known, "declared": None}, [Part(faulty, failure=error)]


def _with_parameters(known: Any, inside: Sequence[Part]) -> tuple[Any, list[Part]]:
    """The manifest with the tables that its parameters name read in, and the files that could not be."""
    if not isinstance(known, Mapping) or not isinstance(known.get("parameters"), Mapping):
        return known, []
    parts = {part.name: part for part in inside}
    values, unread = dict(known["parameters"]), []
    for name, file in [(name, value) for name, value in values.items() if parameters.is_file(value)]:
        part = parts.get(file, Part(file, failure=Missing()))
        try:
            values[name] = _plain(parameters.parsed(file, part.load()))
        except PaperError as error:
            unread.append(Part(file, failure=error))
        except ValueError:
            unread.append(Part(file, failure=BadParameters()))
        if unread and unread[-1].name == file:
            del values[name]
    return {**known, "parameters": values}, unread


def _pool(base: str, parts: list[Part]) -> Parcel:
    return Parcel(None, base, files_to_papers(parts, Paper))


def _renamed(parts: Iterable[Part], rename: Callable[[str], str]) -> Iterator[Part]:
    return (replace(part, name=rename(part.name)) for part in parts)


def folder_of(name: str) -> str:
    """The folder (or nested archive) part of an entry's name, "" at the top."""
    found = _PLACE.fullmatch(name)
    return found["folder"] if found else ""


def file_of(name: str) -> str:
    found = _PLACE.fullmatch(name)
    return found["file"] if found else name


def roof_of(name: str, roofs: Container[str]) -> str | None:
    """The nearest folder above ``name`` that has a manifest."""
    folder = folder_of(name)
    while folder not in roofs:
        if not folder:
            return None
        folder = folder_of(folder)
    return folder


def join(base: str, name: str) -> str:
    return f"{base}/{name}" if base and name else base or name
