"""Files that appear under their name when all of them is written, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from api.errors import refusal


@contextmanager
def filling(target: Path) -> Iterator[Path]:
    """The path to write to; what stands there becomes ``target`` at the end. An error of the system names ``target``.

    What is no file (a pipe, ``/dev/stdout``) is written to as it is: a file put in its place would take it away.
    """
    if target.exists() and not target.is_file():
        yield target
        return
    part = target.with_name(f".{target.name}.part")
    try:
        yield part
        os.replace(part, target)
    except OSError as error:
        if error.filename == str(part):
            error.filename = str(target)
        raise
    finally:
        part.unlink(missing_ok=True)


def must_be_writable(*targets: Path | None) -> None:
    """Whether files could stand there, asked before minutes of work end in nothing. Raises BadParameter."""
    for target in targets:
        if target is not None:
            _must_be_writable(target)


def _must_be_writable(target: Path) -> None:
    folder = target.parent
    if not folder.is_dir():
        raise typer.BadParameter(f"写不了 {target}：没有文件夹 {folder}；请先建立，或写到别处")
    if target.is_dir():
        raise typer.BadParameter(f"写不了 {target}：是文件夹，请给出文件名")
    if not os.access(target if target.exists() else folder, os.W_OK):
        raise typer.BadParameter(f"写不了 {target}：没有权限；请写到别处")


def unreadable(file: Path | None, error: Exception, what: str = "") -> str:
    """Why a file that was given beside the papers could not be read, in a line; ``what`` it was to be."""
    return f"读不了{what} {getattr(error, 'filename', None) or file}：{refusal(error)}"
