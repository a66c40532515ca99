"""A paper as people look at it: pages as pictures, the content of formats without pages as blocks with their places.

Plain functions that run in a worker process, as everything that opens a paper does: they take file paths, give back
something small, and raise a ``PaperError`` for a paper that cannot be shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from api.collect import Parcel, Part, files_to_parcels
from api.collect.opening import archive_opener
from api.rendering.page import Rendered, RenderTask, page_sizes, render_page, warm
from api.rendering.text import TextView, text_view
from extractor.limits import Limits
from extractor.locked import opened


@dataclass(frozen=True, slots=True)
class SizesTask:
    """A paper whose page sizes are wanted."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TextTask:
    """A paper whose content is wanted as text."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class UnlockTask:
    """A paper behind a password, wanted without. The word goes to the process that tries it and is kept nowhere."""

    part: Part
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnpackTask:
    """Files of an upload, with an archive behind a password among them, wanted unpacked; what they hold goes to numbered files of
    ``spool``. The word goes no further, as above."""

    files: tuple[Part, ...]
    spool: Path
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WarmTask:
    """A process that draws is wanted soon."""


def perform(
    task: RenderTask | SizesTask | TextTask | UnlockTask | UnpackTask | WarmTask,
) -> Rendered | list[tuple[float, float]] | TextView | bytes | tuple[Parcel, ...] | None:
    """Whichever of these is asked for: the one function of the workers that show papers."""
    if isinstance(task, WarmTask):
        warm()
        return None
    if isinstance(task, RenderTask):
        return render_page(task)
    if isinstance(task, SizesTask):
        return page_sizes(task.parts)
    if isinstance(task, UnlockTask):
        return opened(task.part.load(), (task.password,), Limits())
    if isinstance(task, UnpackTask):
        return tuple(files_to_parcels("", task.files, archive_opener(task.spool, Limits(), (task.password,))))
    return text_view(task.parts)
