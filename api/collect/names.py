"""Names of files as people read them, and where in a folder or an archive one stands."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Container

UNNAMED = "未命名"


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
    if text.isprintable():  # nearly all
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def folder_of(name: str) -> str:
    """The folder (or nested archive) part of an entry's name, "" at the top."""
    return name[: max(_end_of_folder(name), 0)]


def file_of(name: str) -> str:
    return name[_end_of_folder(name) + 1 :]


def _end_of_folder(name: str) -> int:
    """Where the last "/" stands, or "!", which is between a nested archive and its member; -1 at the top."""
    return max(name.rfind("/"), name.rfind("!"))


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
