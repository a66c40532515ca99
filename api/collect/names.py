"""Names of files as people read them, and where in a folder or an archive one stands."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Container

UNNAMED = "未命名"
_PLACE = re.compile(r"(?P<folder>.*)[/!](?P<file>[^/!]*)")  # "!" stands between a nested archive and its member


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
