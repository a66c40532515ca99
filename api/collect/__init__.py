"""Paths → parcels: what was given, sorted into papers that stand together.

A parcel is a folder (or a folder inside an archive) with a ``manifest.json`` – one filing – or a pool of loose papers:
everything else of one folder or of one archive, or all single files of the call. Only names, manifests and archives
are looked at here; papers are opened by the worker that reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from api.collect.names import file_of, folder_of, join, readable, roof_of
from api.collect.opening import folder_files, whole_archives
from api.collect.parts import MANIFEST, Expand
from api.collect.parts import Paper as Paper
from api.collect.parts import Parcel as Parcel
from api.collect.parts import Part as Part
from api.errors import Missing
from api.given.pages import files_to_papers

NOT_PAPERS = frozenset({MANIFEST, "truth.json", "thumbs.db", "desktop.ini"})
READ_ME = "readme.md"
"""Tells people about an archive; not a paper where it stands outside the filings, a paper like any other within one."""


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


def files_to_parcels(base: str, files: Iterable[Part], expand: Expand) -> Iterator[Parcel]:
    """A folder's or archive's files, split by the manifests among them; an archive without a roof is its own parcel."""
    from api.collect.manifests import filing, renamed  # loads what judges, which workers know papers without

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
            under[roof] += [part] if members is None else renamed(members, partial("{}!{}".format, part.name))
        elif members is None:
            loose.append(part)
        else:
            yield from files_to_parcels(join(base, part.name), members, expand)
    for roof in sorted(roofs):
        yield filing(base, roof, roofs[roof], under[roof])
    if loose:
        yield _pool(base, loose)


def _pool(base: str, parts: list[Part]) -> Parcel:
    return Parcel(None, base, files_to_papers(parts, Paper))
