"""Image files that are the pages of one paper, told by their names: equal but for one running number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Protocol, TypeVar

IMAGES = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".jp2", ".heic", ".heif", ".hif", ".avif"}
)
_RUN = re.compile(r"\d+")
_TIMESTAMP = re.compile(r"20\d\d[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d")  # cameras and phones number by the clock
_HIGHEST_PAGE = 9999  # camera counters have four digits; a longer number names something else


class Named(Protocol):
    """Anything with a path-like name."""

    @property
    def name(self) -> str: ...


F = TypeVar("F", bound=Named)
P = TypeVar("P")


def files_to_papers(files: Iterable[F], paper: Callable[[str, tuple[F, ...]], P]) -> tuple[P, ...]:
    """One paper per file in the order of names; images that are pages of one paper make one, under the first's name."""
    single: list[tuple[F, ...]] = []
    albums: dict[tuple[str, str], list[F]] = defaultdict(list)
    for file in files:
        path = PurePosixPath(file.name)
        if path.suffix.lower() in IMAGES and _RUN.search(path.stem):
            albums[str(path.parent), _RUN.sub("#", path.stem)].append(file)
        else:
            single.append((file,))
    groups = single + [pages for album in albums.values() for pages in _album_to_papers(album)]
    return tuple(paper(pages[0].name, pages) for pages in sorted(groups, key=lambda pages: pages[0].name))


def _album_to_papers(files: Sequence[F]) -> list[tuple[F, ...]]:
    """Files of one name pattern, split where more than the page number differs."""
    runs = {file.name: _RUN.findall(PurePosixPath(file.name).stem) for file in files}
    varying = [i for i in range(len(next(iter(runs.values())))) if len({run[i] for run in runs.values()}) > 1]
    if not varying:  # same name in different case or extension
        return [(file,) for file in files]
    page = varying[-1]
    books: dict[tuple[str, ...], list[F]] = defaultdict(list)
    for file in files:
        run = runs[file.name]
        books[(*run[:page], *run[page + 1 :])].append(file)
    papers: list[tuple[F, ...]] = []
    for book in books.values():
        ordered = sorted(book, key=lambda file: int(runs[file.name][page]))
        if _numbers_pages([runs[file.name][: page + 1] for file in ordered]):
            papers.append(tuple(ordered))
        else:
            papers += [(file,) for file in ordered]
    return papers


def _numbers_pages(runs: Sequence[Sequence[str]]) -> bool:
    """Whether the last numbers run on one by one, or the whole is a time of day: two policy numbers are neither."""
    values = [int(run[-1]) for run in runs]
    if all(later - earlier == 1 for earlier, later in pairwise(values)) and values[-1] <= _HIGHEST_PAGE:
        return True
    return all(_TIMESTAMP.search("".join(run)) for run in runs)
